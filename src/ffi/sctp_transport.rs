//! `RTCSctpTransport`.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr;

use crate::api::enums as idl;
use crate::api::event::EventType;
use crate::api::sctp_transport as api;

use super::dtls_transport::RTCDtlsTransport;
use super::enumeration;
use super::enums::RTCSctpTransportState;
use super::event::RTCEventHandler;
use super::event_target;
use super::handle;
use super::logging::DuologueDestroyCallback;
use super::result::RTCResult;

/// What carries the data channels of a connection.
///
/// <https://w3c.github.io/webrtc-pc/#rtcsctptransport-interface>
pub struct RTCSctpTransport {
    _private: (),
}

handle!(RTCSctpTransport, api::RTCSctpTransport, SctpTransport);

mirror!(RTCSctpTransportState, idl::RTCSctpTransportState, { Connecting, Connected, Closed });

/// Adds a reference.
///
/// - `sctp`: lent, nullable.
///
/// Returns `sctp`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_sctp_transport_ref(
    sctp: *mut RTCSctpTransport,
) -> *mut RTCSctpTransport {
    value!(rtc_sctp_transport_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(sctp) }
    })
}

/// Gives a reference up.
///
/// - `sctp`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_sctp_transport_unref(sctp: *mut RTCSctpTransport) {
    value!(rtc_sctp_transport_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { event_target::release(sctp) }
    });
}

/// The transport below.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcsctptransport-transport>
///
/// - `sctp`: lent.
///
/// Returns a new reference; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_sctp_transport_transport(
    sctp: *const RTCSctpTransport,
) -> *mut RTCDtlsTransport {
    value!(rtc_sctp_transport_transport, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let sctp = unsafe { handle::get(sctp, "sctp") }?;
        Ok(handle::give(sctp.transport()))
    })
}

/// The state.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcsctptransport-state>
///
/// - `sctp`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_sctp_transport_state(
    sctp: *const RTCSctpTransport,
) -> MaybeUninit<RTCSctpTransportState> {
    value!(rtc_sctp_transport_state, enumeration::none(), {
        // SAFETY: the caller's handle.
        let sctp = unsafe { handle::get(sctp, "sctp") }?;
        Ok(MaybeUninit::new(sctp.state().into()))
    })
}

/// The largest message that can be sent, in bytes; infinity if there is no limit.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcsctptransport-maxmessagesize>
///
/// - `sctp`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_sctp_transport_max_message_size(
    sctp: *const RTCSctpTransport,
    value: *mut f64,
) -> bool {
    value!(rtc_sctp_transport_max_message_size, false, {
        // SAFETY: the caller's handle.
        let sctp = unsafe { handle::get(sctp, "sctp") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(sctp.max_message_size(), value) }
    })
}

/// How many data channels there can be.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcsctptransport-maxchannels>
///
/// - `sctp`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_sctp_transport_max_channels(
    sctp: *const RTCSctpTransport,
    value: *mut u16,
) -> bool {
    value!(rtc_sctp_transport_max_channels, false, {
        // SAFETY: the caller's handle.
        let sctp = unsafe { handle::get(sctp, "sctp") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(sctp.max_channels(), value) }
    })
}

/// The handler for a change of the state.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcsctptransport-onstatechange>
///
/// - `sctp`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the transport is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_sctp_transport_set_on_state_change(
    sctp: *mut RTCSctpTransport,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_sctp_transport_set_on_state_change, {
        // SAFETY: the caller's handle; `StateChange` events have that struct.
        unsafe {
            event_target::set_handler(sctp, EventType::StateChange, handler, userdata, destroy)
        }
    })
}
