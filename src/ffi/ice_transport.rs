//! `RTCIceTransport`, `RTCIceCandidatePair` and `RTCIceParameters`.

use std::ffi::{CString, c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::Arc;

use crate::api::enums as idl;
use crate::api::event::EventType;
use crate::api::{ice_candidate, ice_transport as api};

use super::allocation;
use super::enumeration;
use super::enums::{RTCIceComponent, RTCIceGathererState, RTCIceRole, RTCIceTransportState};
use super::event::RTCEventHandler;
use super::event_target;
use super::handle;
use super::ice_candidate::RTCIceCandidate;
use super::logging::DuologueDestroyCallback;
use super::result::RTCResult;
use super::text;

/// The path to the peer.
///
/// <https://w3c.github.io/webrtc-pc/#rtcicetransport>
pub struct RTCIceTransport {
    _private: (),
}

handle!(RTCIceTransport, api::RTCIceTransport, IceTransport);

/// A pair of candidates. It never changes.
///
/// <https://w3c.github.io/webrtc-pc/#rtcicecandidatepair>
pub struct RTCIceCandidatePair {
    _private: (),
}

handle!(
    RTCIceCandidatePair,
    ice_candidate::RTCIceCandidatePair,
    IceCandidatePair
);

/// What one side's checks are authenticated by. The library fills it.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtciceparameters>
#[repr(C)]
pub struct RTCIceParameters {
    /// The username fragment.
    pub username_fragment: *const c_char,
    /// The password.
    pub password: *const c_char,
}

mirror!(RTCIceRole, idl::RTCIceRole, { Unknown, Controlling, Controlled });
mirror!(RTCIceGathererState, idl::RTCIceGathererState, { New, Gathering, Complete });
mirror!(RTCIceTransportState, idl::RTCIceTransportState, { Closed, Failed, Disconnected, New, Checking, Completed, Connected });

/// Adds a reference.
///
/// - `ice`: lent, nullable.
///
/// Returns `ice`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_ref(ice: *mut RTCIceTransport) -> *mut RTCIceTransport {
    value!(rtc_ice_transport_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(ice) }
    })
}

/// Gives a reference up.
///
/// - `ice`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_unref(ice: *mut RTCIceTransport) {
    value!(rtc_ice_transport_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { event_target::release(ice) }
    });
}

/// Which side decides on the pair.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-role>
///
/// - `ice`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_role(
    ice: *const RTCIceTransport,
) -> MaybeUninit<RTCIceRole> {
    value!(rtc_ice_transport_role, enumeration::none(), {
        // SAFETY: the caller's handle.
        let ice = unsafe { handle::get(ice, "ice") }?;
        Ok(MaybeUninit::new(ice.role().into()))
    })
}

/// What the transport is for.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-component>
///
/// - `ice`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_component(
    ice: *const RTCIceTransport,
) -> MaybeUninit<RTCIceComponent> {
    value!(rtc_ice_transport_component, enumeration::none(), {
        // SAFETY: the caller's handle.
        let ice = unsafe { handle::get(ice, "ice") }?;
        Ok(MaybeUninit::new(ice.component().into()))
    })
}

/// The state.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-state>
///
/// - `ice`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_state(
    ice: *const RTCIceTransport,
) -> MaybeUninit<RTCIceTransportState> {
    value!(rtc_ice_transport_state, enumeration::none(), {
        // SAFETY: the caller's handle.
        let ice = unsafe { handle::get(ice, "ice") }?;
        Ok(MaybeUninit::new(ice.state().into()))
    })
}

/// Where the gathering of local candidates is.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-gatheringstate>
///
/// - `ice`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_gathering_state(
    ice: *const RTCIceTransport,
) -> MaybeUninit<RTCIceGathererState> {
    value!(rtc_ice_transport_gathering_state, enumeration::none(), {
        // SAFETY: the caller's handle.
        let ice = unsafe { handle::get(ice, "ice") }?;
        Ok(MaybeUninit::new(ice.gathering_state().into()))
    })
}

/// The candidates that were gathered.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-getlocalcandidates>
///
/// - `ice`: lent.
/// - `candidates`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
/// - `length`: takes the number of candidates.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_get_local_candidates(
    ice: *const RTCIceTransport,
    candidates: *mut *mut *mut RTCIceCandidate,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_ice_transport_get_local_candidates, {
        // SAFETY: the caller's handle.
        let ice = unsafe { handle::get(ice, "ice") }?;
        // SAFETY: the caller's outputs.
        unsafe { allocation::give_handles(ice.local_candidates(), candidates, length) }
    })
}

/// The candidates that the peer sent.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-getremotecandidates>
///
/// - `ice`: lent.
/// - `candidates`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
/// - `length`: takes the number of candidates.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_get_remote_candidates(
    ice: *const RTCIceTransport,
    candidates: *mut *mut *mut RTCIceCandidate,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_ice_transport_get_remote_candidates, {
        // SAFETY: the caller's handle.
        let ice = unsafe { handle::get(ice, "ice") }?;
        // SAFETY: the caller's outputs.
        unsafe { allocation::give_handles(ice.remote_candidates(), candidates, length) }
    })
}

/// The pair that is in use.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-getselectedcandidatepair>
///
/// - `ice`: lent.
///
/// Returns a new reference; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_get_selected_candidate_pair(
    ice: *const RTCIceTransport,
) -> *mut RTCIceCandidatePair {
    value!(
        rtc_ice_transport_get_selected_candidate_pair,
        ptr::null_mut(),
        {
            // SAFETY: the caller's handle.
            let ice = unsafe { handle::get(ice, "ice") }?;
            Ok(ice
                .selected_candidate_pair()
                .map_or(ptr::null_mut(), handle::give))
        }
    )
}

/// What the local side is authenticated by.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-getlocalparameters>
///
/// - `ice`: lent.
///
/// Returns a dictionary to be released by `duologue_free`; NULL if there is none yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_get_local_parameters(
    ice: *const RTCIceTransport,
) -> *const RTCIceParameters {
    value!(rtc_ice_transport_get_local_parameters, ptr::null(), {
        // SAFETY: the caller's handle.
        let ice = unsafe { handle::get(ice, "ice") }?;
        Ok(ice.local_parameters().map_or(ptr::null(), give_parameters))
    })
}

/// What the peer is authenticated by.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-getremoteparameters>
///
/// - `ice`: lent.
///
/// Returns a dictionary to be released by `duologue_free`; NULL if there is none yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_get_remote_parameters(
    ice: *const RTCIceTransport,
) -> *const RTCIceParameters {
    value!(rtc_ice_transport_get_remote_parameters, ptr::null(), {
        // SAFETY: the caller's handle.
        let ice = unsafe { handle::get(ice, "ice") }?;
        Ok(ice.remote_parameters().map_or(ptr::null(), give_parameters))
    })
}

fn give_parameters(parameters: api::RTCIceParameters) -> *const RTCIceParameters {
    let parts: (CString, CString) = (
        text::to_c_string(&parameters.username_fragment),
        text::to_c_string(&parameters.password),
    );
    let value = RTCIceParameters {
        username_fragment: parts.0.as_ptr(),
        password: parts.1.as_ptr(),
    };
    allocation::structure(value, parts)
}

/// The handler for a change of the state.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-onstatechange>
///
/// - `ice`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the transport is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_set_on_state_change(
    ice: *mut RTCIceTransport,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_ice_transport_set_on_state_change, {
        // SAFETY: the caller's handle; `StateChange` events have that struct.
        unsafe {
            event_target::set_handler(ice, EventType::StateChange, handler, userdata, destroy)
        }
    })
}

/// The handler for a change of the gathering state.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-ongatheringstatechange>
///
/// - `ice`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the transport is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_set_on_gathering_state_change(
    ice: *mut RTCIceTransport,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_ice_transport_set_on_gathering_state_change, {
        // SAFETY: the caller's handle; `GatheringStateChange` events have that struct.
        unsafe {
            event_target::set_handler(
                ice,
                EventType::GatheringStateChange,
                handler,
                userdata,
                destroy,
            )
        }
    })
}

/// The handler for a change of the pair in use.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-onselectedcandidatepairchange>
///
/// - `ice`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the transport is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_set_on_selected_candidate_pair_change(
    ice: *mut RTCIceTransport,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_ice_transport_set_on_selected_candidate_pair_change, {
        // SAFETY: the caller's handle; `SelectedCandidatePairChange` events have that struct.
        unsafe {
            event_target::set_handler(
                ice,
                EventType::SelectedCandidatePairChange,
                handler,
                userdata,
                destroy,
            )
        }
    })
}

/// Adds a reference.
///
/// - `pair`: lent, nullable.
///
/// Returns `pair`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_pair_ref(
    pair: *mut RTCIceCandidatePair,
) -> *mut RTCIceCandidatePair {
    value!(rtc_ice_candidate_pair_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(pair) }
    })
}

/// Gives a reference up.
///
/// - `pair`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_pair_unref(pair: *mut RTCIceCandidatePair) {
    value!(rtc_ice_candidate_pair_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { handle::release(pair) }
    });
}

/// The local candidate.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidatepair-local>
///
/// - `pair`: lent.
///
/// Returns a new reference; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_pair_local(
    pair: *const RTCIceCandidatePair,
) -> *mut RTCIceCandidate {
    value!(rtc_ice_candidate_pair_local, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let pair = unsafe { handle::get(pair, "pair") }?;
        Ok(handle::give(Arc::clone(pair.local())))
    })
}

/// The remote candidate.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidatepair-remote>
///
/// - `pair`: lent.
///
/// Returns a new reference; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_pair_remote(
    pair: *const RTCIceCandidatePair,
) -> *mut RTCIceCandidate {
    value!(rtc_ice_candidate_pair_remote, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let pair = unsafe { handle::get(pair, "pair") }?;
        Ok(handle::give(Arc::clone(pair.remote())))
    })
}
