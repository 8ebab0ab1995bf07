//! The object: making and releasing it.

use std::ptr;

use crate::api::peer_connection as api;
use crate::ffi::configuration::{self, RTCConfiguration};
use crate::ffi::event_target;
use crate::ffi::handle;
use crate::ffi::result::RTCResult;
use crate::ffi::runtime::{self, DuologueRuntime};

/// A connection to a peer. It is closed when its last reference is given up.
///
/// <https://w3c.github.io/webrtc-pc/#rtcpeerconnection-interface>
pub struct RTCPeerConnection {
    _private: (),
}

handle!(RTCPeerConnection, api::RTCPeerConnection, PeerConnection);

/// Makes a connection.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-constructor>
///
/// - `runtime`: lent, nullable; NULL stands for the runtime that all share.
/// - `configuration`: lent, nullable.
/// - `pc`: takes a new reference.
///
/// Returns `RTC_RESULT_SYNTAX_ERROR` for a URL or an address that is none, or a server without URLs, `RTC_RESULT_INVALID_ACCESS_ERROR` for
/// a TURN server without credentials or a certificate that has expired, `RTC_RESULT_RANGE_ERROR` for a range without ports,
/// `RTC_RESULT_OPERATION_ERROR` if the shared runtime cannot be made, `RTC_RESULT_UNKNOWN_ERROR` if another thread ends the runtime.
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
