//! `RTCPeerConnection`: the object, its state and its handlers. Its operations are beside.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;

use crate::api::enums as idl;
use crate::api::event::EventType;
use crate::api::peer_connection as api;

use super::configuration::{self, RTCConfiguration};
use super::data_channel::{self, RTCDataChannel, RTCDataChannelInit};
use super::entry::{self, Failure};
use super::enumeration;
use super::enums::{
    RTCIceConnectionState, RTCIceGatheringState, RTCPeerConnectionState, RTCSignalingState,
};
use super::event::{
    RTCDataChannelEventHandler, RTCEventHandler, RTCPeerConnectionIceErrorEventHandler,
    RTCPeerConnectionIceEventHandler,
};
use super::event_target;
use super::handle;
use super::logging::DuologueDestroyCallback;
use super::result::RTCResult;
use super::runtime::{self, DuologueRuntime};
use super::sctp_transport::RTCSctpTransport;
use super::session_description::RTCSessionDescription;
use super::text;

/// A connection to a peer. It is closed when its last reference is given up.
///
/// <https://w3c.github.io/webrtc-pc/#rtcpeerconnection-interface>
pub struct RTCPeerConnection {
    _private: (),
}

handle!(RTCPeerConnection, api::RTCPeerConnection, PeerConnection);

mirror!(RTCSignalingState, idl::RTCSignalingState, { Stable, HaveLocalOffer, HaveRemoteOffer, HaveLocalPranswer, HaveRemotePranswer, Closed });
mirror!(RTCIceGatheringState, idl::RTCIceGatheringState, { New, Gathering, Complete });
mirror!(RTCIceConnectionState, idl::RTCIceConnectionState, { Closed, Failed, Disconnected, New, Checking, Completed, Connected });
mirror!(RTCPeerConnectionState, idl::RTCPeerConnectionState, { Closed, Failed, Disconnected, New, Connecting, Connected });

/// Makes a connection.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-constructor>
///
/// - `runtime`: lent, nullable; NULL stands for the runtime that all share.
/// - `configuration`: lent, nullable.
/// - `pc`: takes a new reference.
///
/// Returns `RTC_RESULT_SYNTAX_ERROR` for a URL that is none, `RTC_RESULT_INVALID_ACCESS_ERROR` for a TURN server without credentials or
/// a certificate that has expired.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_create(
    runtime: *mut DuologueRuntime,
    configuration: *const RTCConfiguration,
    pc: *mut *mut RTCPeerConnection,
) -> RTCResult {
    entry!(rtc_peer_connection_create, {
        handle::check_output(pc, "pc")?;
        // SAFETY: the caller's struct.
        let configuration = unsafe { configuration::read(configuration) }?;
        // SAFETY: the caller's handle.
        let environment = unsafe { runtime::environment(runtime) }?;
        let made = api::RTCPeerConnection::new(environment, configuration)?;
        // SAFETY: the caller's output.
        unsafe { handle::write(pc, handle::give(made), "pc") }
    })
}

/// Adds a reference.
///
/// - `pc`: lent, nullable.
///
/// Returns `pc`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_ref(
    pc: *mut RTCPeerConnection,
) -> *mut RTCPeerConnection {
    value!(rtc_peer_connection_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(pc) }
    })
}

/// Gives a reference up. The last one closes the connection.
///
/// - `pc`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_unref(pc: *mut RTCPeerConnection) {
    value!(rtc_peer_connection_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { event_target::release(pc) }
    });
}

/// The local description that is pending, or else the current one.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-localdescription>
///
/// - `pc`: lent.
///
/// Returns a new reference; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_local_description(
    pc: *const RTCPeerConnection,
) -> *mut RTCSessionDescription {
    value!(rtc_peer_connection_local_description, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        Ok(pc.local_description().map_or(ptr::null_mut(), handle::give))
    })
}

/// The local description that was last agreed on, with its candidates.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-currentlocaldescription>
///
/// - `pc`: lent.
///
/// Returns a new reference; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_current_local_description(
    pc: *const RTCPeerConnection,
) -> *mut RTCSessionDescription {
    value!(
        rtc_peer_connection_current_local_description,
        ptr::null_mut(),
        {
            // SAFETY: the caller's handle.
            let pc = unsafe { handle::get(pc, "pc") }?;
            Ok(pc
                .current_local_description()
                .map_or(ptr::null_mut(), handle::give))
        }
    )
}

/// The local description that is not agreed on yet, with its candidates.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-pendinglocaldescription>
///
/// - `pc`: lent.
///
/// Returns a new reference; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_pending_local_description(
    pc: *const RTCPeerConnection,
) -> *mut RTCSessionDescription {
    value!(
        rtc_peer_connection_pending_local_description,
        ptr::null_mut(),
        {
            // SAFETY: the caller's handle.
            let pc = unsafe { handle::get(pc, "pc") }?;
            Ok(pc
                .pending_local_description()
                .map_or(ptr::null_mut(), handle::give))
        }
    )
}

/// The remote description that is pending, or else the current one.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-remotedescription>
///
/// - `pc`: lent.
///
/// Returns a new reference; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_remote_description(
    pc: *const RTCPeerConnection,
) -> *mut RTCSessionDescription {
    value!(rtc_peer_connection_remote_description, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        Ok(pc
            .remote_description()
            .map_or(ptr::null_mut(), handle::give))
    })
}

/// The remote description that was last agreed on, with its candidates.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-currentremotedescription>
///
/// - `pc`: lent.
///
/// Returns a new reference; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_current_remote_description(
    pc: *const RTCPeerConnection,
) -> *mut RTCSessionDescription {
    value!(
        rtc_peer_connection_current_remote_description,
        ptr::null_mut(),
        {
            // SAFETY: the caller's handle.
            let pc = unsafe { handle::get(pc, "pc") }?;
            Ok(pc
                .current_remote_description()
                .map_or(ptr::null_mut(), handle::give))
        }
    )
}

/// The remote description that is not agreed on yet, with its candidates.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-pendingremotedescription>
///
/// - `pc`: lent.
///
/// Returns a new reference; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_pending_remote_description(
    pc: *const RTCPeerConnection,
) -> *mut RTCSessionDescription {
    value!(
        rtc_peer_connection_pending_remote_description,
        ptr::null_mut(),
        {
            // SAFETY: the caller's handle.
            let pc = unsafe { handle::get(pc, "pc") }?;
            Ok(pc
                .pending_remote_description()
                .map_or(ptr::null_mut(), handle::give))
        }
    )
}

/// Where the exchange of descriptions is.
///
/// <https://w3c.github.io/webrtc-pc/#dom-peerconnection-signaling-state>
///
/// - `pc`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_signaling_state(
    pc: *const RTCPeerConnection,
) -> MaybeUninit<RTCSignalingState> {
    value!(rtc_peer_connection_signaling_state, enumeration::none(), {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        Ok(MaybeUninit::new(pc.signaling_state().into()))
    })
}

/// Where the gathering of candidates is.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-icegatheringstate>
///
/// - `pc`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_ice_gathering_state(
    pc: *const RTCPeerConnection,
) -> MaybeUninit<RTCIceGatheringState> {
    value!(
        rtc_peer_connection_ice_gathering_state,
        enumeration::none(),
        {
            // SAFETY: the caller's handle.
            let pc = unsafe { handle::get(pc, "pc") }?;
            Ok(MaybeUninit::new(pc.ice_gathering_state().into()))
        }
    )
}

/// The state of the ICE transports.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-iceconnectionstate>
///
/// - `pc`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_ice_connection_state(
    pc: *const RTCPeerConnection,
) -> MaybeUninit<RTCIceConnectionState> {
    value!(
        rtc_peer_connection_ice_connection_state,
        enumeration::none(),
        {
            // SAFETY: the caller's handle.
            let pc = unsafe { handle::get(pc, "pc") }?;
            Ok(MaybeUninit::new(pc.ice_connection_state().into()))
        }
    )
}

/// The state of the connection.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-connectionstate>
///
/// - `pc`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_connection_state(
    pc: *const RTCPeerConnection,
) -> MaybeUninit<RTCPeerConnectionState> {
    value!(rtc_peer_connection_connection_state, enumeration::none(), {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        Ok(MaybeUninit::new(pc.connection_state().into()))
    })
}

/// Whether the peer takes candidates one by one.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-cantrickleicecandidates>
///
/// - `pc`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null: there is no remote description yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_can_trickle_ice_candidates(
    pc: *const RTCPeerConnection,
    value: *mut bool,
) -> bool {
    value!(rtc_peer_connection_can_trickle_ice_candidates, false, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(pc.can_trickle_ice_candidates(), value) }
    })
}

/// Has the next offer restart ICE, and `negotiationneeded` fired.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-restartice>
///
/// - `pc`: lent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_restart_ice(pc: *mut RTCPeerConnection) -> RTCResult {
    entry!(rtc_peer_connection_restart_ice, {
        // SAFETY: the caller's handle.
        unsafe { handle::share(pc.cast_const(), "pc") }?.restart_ice();
        Ok(())
    })
}

/// The configuration.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-getconfiguration>
///
/// - `pc`: lent.
/// - `configuration`: takes a dictionary that may be changed and is to be released by `duologue_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_get_configuration(
    pc: *const RTCPeerConnection,
    configuration: *mut *mut RTCConfiguration,
) -> RTCResult {
    entry!(rtc_peer_connection_get_configuration, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        handle::check_output(configuration, "configuration")?;
        let value = configuration::give(&pc.configuration());
        // SAFETY: the caller's output.
        unsafe { handle::write(configuration, value, "configuration") }
    })
}

/// Changes the configuration. Servers and policy apply from the next gathering on.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-setconfiguration>
///
/// - `pc`: lent.
/// - `configuration`: lent, nullable.
///
/// Returns `RTC_RESULT_INVALID_MODIFICATION_ERROR` for members that cannot be changed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_configuration(
    pc: *mut RTCPeerConnection,
    configuration: *const RTCConfiguration,
) -> RTCResult {
    entry!(rtc_peer_connection_set_configuration, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: the caller's struct.
        Ok(pc.set_configuration(unsafe { configuration::read(configuration) }?)?)
    })
}

/// Closes the connection. When it returns every getter says closed, and no event follows.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-close>
///
/// - `pc`: lent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_close(pc: *mut RTCPeerConnection) -> RTCResult {
    entry!(rtc_peer_connection_close, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc.cast_const(), "pc") }?;
        entry::settle_later(pc.event_target().environment());
        pc.close();
        Ok(())
    })
}

/// What carries the data channels.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-sctp>
///
/// - `pc`: lent.
///
/// Returns a new reference; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_sctp(
    pc: *const RTCPeerConnection,
) -> *mut RTCSctpTransport {
    value!(rtc_peer_connection_sctp, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        Ok(pc.sctp().map_or(ptr::null_mut(), handle::give))
    })
}

/// Makes a data channel.
///
/// <https://w3c.github.io/webrtc-pc/#dom-peerconnection-createdatachannel>
///
/// - `pc`: lent.
/// - `label`: the name of the channel.
/// - `init`: lent, nullable.
/// - `channel`: takes a new reference.
///
/// Returns `RTC_RESULT_TYPE_ERROR` for members that exclude each other, `RTC_RESULT_OPERATION_ERROR` if the number of the channel is in
/// use or none is left.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_create_data_channel(
    pc: *mut RTCPeerConnection,
    label: *const c_char,
    init: *const RTCDataChannelInit,
    channel: *mut *mut RTCDataChannel,
) -> RTCResult {
    entry!(rtc_peer_connection_create_data_channel, {
        // SAFETY: the caller's pointers.
        unsafe { create_data_channel(pc, label, text::DUOLOGUE_STRLEN, init, channel) }
    })
}

/// Makes a data channel whose name may hold U+0000, as `rtc_peer_connection_create_data_channel` does.
///
/// - `pc`: lent.
/// - `label`: the name of the channel.
/// - `label_length`: the number of its bytes, or `DUOLOGUE_STRLEN`.
/// - `init`: lent, nullable.
/// - `channel`: takes a new reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_create_data_channel_with_length(
    pc: *mut RTCPeerConnection,
    label: *const c_char,
    label_length: usize,
    init: *const RTCDataChannelInit,
    channel: *mut *mut RTCDataChannel,
) -> RTCResult {
    entry!(rtc_peer_connection_create_data_channel_with_length, {
        // SAFETY: the caller's pointers.
        unsafe { create_data_channel(pc, label, label_length, init, channel) }
    })
}

/// # Safety
/// The pointers are as the header says.
unsafe fn create_data_channel(
    pc: *mut RTCPeerConnection,
    label: *const c_char,
    label_length: usize,
    init: *const RTCDataChannelInit,
    channel: *mut *mut RTCDataChannel,
) -> Result<(), Failure> {
    // SAFETY: as promised by the caller, here and below.
    let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
    handle::check_output(channel, "channel")?;
    // SAFETY: as above.
    let label = unsafe { text::with_length(label, label_length, "label") }?
        .ok_or_else(|| Failure::type_error("label is NULL"))?;
    // SAFETY: as above.
    let init = unsafe { data_channel::read_init(init) }?;
    let made = pc.create_data_channel(label, init)?;
    // SAFETY: as above.
    unsafe { handle::write(channel, handle::give(made), "channel") }
}

/// The handler for the need of a new offer.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-onnegotiationneeded>
///
/// - `pc`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_negotiation_needed(
    pc: *mut RTCPeerConnection,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_negotiation_needed, {
        // SAFETY: the caller's handle; `NegotiationNeeded` events have that struct.
        unsafe {
            event_target::set_handler(pc, EventType::NegotiationNeeded, handler, userdata, destroy)
        }
    })
}

/// The handler for local candidates.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-onicecandidate>
///
/// - `pc`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_ice_candidate(
    pc: *mut RTCPeerConnection,
    handler: RTCPeerConnectionIceEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_ice_candidate, {
        // SAFETY: the caller's handle; `IceCandidate` events have that struct.
        unsafe {
            event_target::set_handler(pc, EventType::IceCandidate, handler, userdata, destroy)
        }
    })
}

/// The handler for servers that give no candidate.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-onicecandidateerror>
///
/// - `pc`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_ice_candidate_error(
    pc: *mut RTCPeerConnection,
    handler: RTCPeerConnectionIceErrorEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_ice_candidate_error, {
        // SAFETY: the caller's handle; `IceCandidateError` events have that struct.
        unsafe {
            event_target::set_handler(pc, EventType::IceCandidateError, handler, userdata, destroy)
        }
    })
}

/// The handler for a change of the signaling state.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-onsignalingstatechange>
///
/// - `pc`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_signaling_state_change(
    pc: *mut RTCPeerConnection,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_signaling_state_change, {
        // SAFETY: the caller's handle; `SignalingStateChange` events have that struct.
        unsafe {
            event_target::set_handler(
                pc,
                EventType::SignalingStateChange,
                handler,
                userdata,
                destroy,
            )
        }
    })
}

/// The handler for a change of the ICE connection state.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-oniceconnectionstatechange>
///
/// - `pc`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_ice_connection_state_change(
    pc: *mut RTCPeerConnection,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_ice_connection_state_change, {
        // SAFETY: the caller's handle; `IceConnectionStateChange` events have that struct.
        unsafe {
            event_target::set_handler(
                pc,
                EventType::IceConnectionStateChange,
                handler,
                userdata,
                destroy,
            )
        }
    })
}

/// The handler for a change of the gathering state.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-onicegatheringstatechange>
///
/// - `pc`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_ice_gathering_state_change(
    pc: *mut RTCPeerConnection,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_ice_gathering_state_change, {
        // SAFETY: the caller's handle; `IceGatheringStateChange` events have that struct.
        unsafe {
            event_target::set_handler(
                pc,
                EventType::IceGatheringStateChange,
                handler,
                userdata,
                destroy,
            )
        }
    })
}

/// The handler for a change of the connection state.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-onconnectionstatechange>
///
/// - `pc`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_connection_state_change(
    pc: *mut RTCPeerConnection,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_connection_state_change, {
        // SAFETY: the caller's handle; `ConnectionStateChange` events have that struct.
        unsafe {
            event_target::set_handler(
                pc,
                EventType::ConnectionStateChange,
                handler,
                userdata,
                destroy,
            )
        }
    })
}

/// The handler for data channels that the peer opened.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-ondatachannel>
///
/// - `pc`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_data_channel(
    pc: *mut RTCPeerConnection,
    handler: RTCDataChannelEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_data_channel, {
        // SAFETY: the caller's handle; `DataChannel` events have that struct.
        unsafe { event_target::set_handler(pc, EventType::DataChannel, handler, userdata, destroy) }
    })
}
