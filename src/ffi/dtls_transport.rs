//! `RTCDtlsTransport`.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::Arc;

use crate::api::dtls_transport as api;
use crate::api::enums as idl;
use crate::api::event::EventType;

use super::allocation;
use super::enumeration;
use super::enums::RTCDtlsTransportState;
use super::event::{RTCErrorEventHandler, RTCEventHandler};
use super::event_target;
use super::handle;
use super::ice_transport::RTCIceTransport;
use super::logging::DuologueDestroyCallback;
use super::result::RTCResult;

/// The encryption of a path to the peer.
///
/// <https://w3c.github.io/webrtc-pc/#rtcdtlstransport-interface>
pub struct RTCDtlsTransport {
    _private: (),
}

handle!(RTCDtlsTransport, api::RTCDtlsTransport, DtlsTransport);

/// An `ArrayBuffer` that the library hands out.
#[repr(C)]
pub struct RTCArrayBuffer {
    /// The bytes.
    pub data: *const u8,
    /// Their number.
    pub length: usize,
}

mirror!(RTCDtlsTransportState, idl::RTCDtlsTransportState, { New, Connecting, Connected, Closed, Failed });

/// Adds a reference.
///
/// - `dtls`: lent, nullable.
///
/// Returns `dtls`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_dtls_transport_ref(
    dtls: *mut RTCDtlsTransport,
) -> *mut RTCDtlsTransport {
    value!(rtc_dtls_transport_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(dtls) }
    })
}

/// Gives a reference up.
///
/// - `dtls`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_dtls_transport_unref(dtls: *mut RTCDtlsTransport) {
    value!(rtc_dtls_transport_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { event_target::release(dtls) }
    });
}

/// The transport below.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdtlstransport-icetransport>
///
/// - `dtls`: lent.
///
/// Returns a new reference; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_dtls_transport_ice_transport(
    dtls: *const RTCDtlsTransport,
) -> *mut RTCIceTransport {
    value!(rtc_dtls_transport_ice_transport, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let dtls = unsafe { handle::get(dtls, "dtls") }?;
        Ok(handle::give(Arc::clone(dtls.ice_transport())))
    })
}

/// The state.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdtlstransport-state>
///
/// - `dtls`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_dtls_transport_state(
    dtls: *const RTCDtlsTransport,
) -> MaybeUninit<RTCDtlsTransportState> {
    value!(rtc_dtls_transport_state, enumeration::none(), {
        // SAFETY: the caller's handle.
        let dtls = unsafe { handle::get(dtls, "dtls") }?;
        Ok(MaybeUninit::new(dtls.state().into()))
    })
}

/// The certificates that the peer showed, DER, its own first.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdtlstransport-getremotecertificates>
///
/// - `dtls`: lent.
/// - `certificates`: takes an array to be released by `duologue_free`; NULL if there are none yet.
/// - `length`: takes the number of certificates.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_dtls_transport_get_remote_certificates(
    dtls: *const RTCDtlsTransport,
    certificates: *mut *const RTCArrayBuffer,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_dtls_transport_get_remote_certificates, {
        // SAFETY: the caller's handle.
        let dtls = unsafe { handle::get(dtls, "dtls") }?;
        handle::check_output(certificates, "certificates")?;
        handle::check_output(length, "length")?;
        let owner = dtls.remote_certificates();
        let buffers: Vec<RTCArrayBuffer> = owner
            .iter()
            .map(|der| RTCArrayBuffer {
                data: der.as_ptr(),
                length: der.len(),
            })
            .collect();
        // SAFETY: the caller's outputs, checked above.
        unsafe {
            length.write(buffers.len());
            certificates.write(allocation::array(buffers, owner));
        }
        Ok(())
    })
}

/// The handler for a change of the state.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdtlstransport-onstatechange>
///
/// - `dtls`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the transport is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_dtls_transport_set_on_state_change(
    dtls: *mut RTCDtlsTransport,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_dtls_transport_set_on_state_change, {
        // SAFETY: the caller's handle; `StateChange` events have that struct.
        unsafe {
            event_target::set_handler(dtls, EventType::StateChange, handler, userdata, destroy)
        }
    })
}

/// The handler for a failure.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdtlstransport-onerror>
///
/// - `dtls`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the transport is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_dtls_transport_set_on_error(
    dtls: *mut RTCDtlsTransport,
    handler: RTCErrorEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_dtls_transport_set_on_error, {
        // SAFETY: the caller's handle; `Error` events have that struct.
        unsafe { event_target::set_handler(dtls, EventType::Error, handler, userdata, destroy) }
    })
}
