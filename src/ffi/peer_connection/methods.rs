//! The methods that are no promises, and what carries the data channels.

use std::ffi::c_char;
use std::ptr;

use crate::ffi::configuration::{self, RTCConfiguration};
use crate::ffi::data_channel::{self, RTCDataChannel, RTCDataChannelInit};
use crate::ffi::entry::{self, Failure};
use crate::ffi::handle;
use crate::ffi::result::RTCResult;
use crate::ffi::sctp_transport::RTCSctpTransport;
use crate::ffi::text;

use super::RTCPeerConnection;

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
/// - `configuration`: lent; NULL: that of `RTC_CONFIGURATION_INIT`. Start from `rtc_peer_connection_get_configuration` to change single
///   members.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed, `RTC_RESULT_INVALID_MODIFICATION_ERROR` for members that cannot
/// be changed (certificates, policies of bundling and multiplexing, the peer's identity, the limits and the origin of this library, and
/// after `setLocalDescription` the size of the pool), for servers, addresses and ports what `rtc_peer_connection_create` returns. Then
/// nothing has changed.
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
/// - `label`: lent; the name of the channel.
/// - `init`: lent, nullable.
/// - `channel`: takes a new reference.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed, `RTC_RESULT_TYPE_ERROR` for members that exclude each other and
/// for a label or protocol of more than 65535 bytes, `RTC_RESULT_OPERATION_ERROR` if the number of the channel is in use, too large, or
/// none is left.
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
/// - `label`: lent; the name of the channel.
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
