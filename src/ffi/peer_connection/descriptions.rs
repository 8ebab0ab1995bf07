//! The attributes that are descriptions.

use std::ptr;

use crate::ffi::handle;
use crate::ffi::session_description::RTCSessionDescription;

use super::RTCPeerConnection;

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
