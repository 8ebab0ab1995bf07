//! The `on…` attributes.

use std::ffi::c_void;

use crate::api::event::EventType;
use crate::ffi::event::{
    RTCDataChannelEventHandler, RTCEventHandler, RTCPeerConnectionIceErrorEventHandler,
    RTCPeerConnectionIceEventHandler,
};
use crate::ffi::event_target;
use crate::ffi::logging::DuologueDestroyCallback;
use crate::ffi::result::RTCResult;

use super::RTCPeerConnection;

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
