//! Enumerations of the transports.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use crate::ffi::enumeration::{self, IdlEnum};
use crate::ffi::result::RTCResult;

/// The state of a DTLS transport.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdtlstransportstate>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCDtlsTransportState {
    /// `"new"`: not started.
    New = 1,
    /// `"connecting"`: the handshake is going on.
    Connecting = 2,
    /// `"connected"`: the handshake is done and the peer's certificate is the one its description announced.
    Connected = 3,
    /// `"closed"`: closed by either side.
    Closed = 4,
    /// `"failed"`: failed.
    Failed = 5,
}

impl IdlEnum for RTCDtlsTransportState {
    const NAME: &'static str = "RTCDtlsTransportState";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::New, c"new"),
        (Self::Connecting, c"connecting"),
        (Self::Connected, c"connected"),
        (Self::Closed, c"closed"),
        (Self::Failed, c"failed"),
    ];
}

/// The string of the IDL for a value of `RTCDtlsTransportState`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_dtls_transport_state_to_string(
    value: MaybeUninit<RTCDtlsTransportState>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCDtlsTransportState` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_dtls_transport_state_from_string(
    string: *const c_char,
    value: *mut RTCDtlsTransportState,
) -> RTCResult {
    entry!(rtc_dtls_transport_state_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// Where the gathering of one transport's candidates is.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicegathererstate>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCIceGathererState {
    /// `"new"`: not started.
    New = 1,
    /// `"gathering"`: going on.
    Gathering = 2,
    /// `"complete"`: done.
    Complete = 3,
}

impl IdlEnum for RTCIceGathererState {
    const NAME: &'static str = "RTCIceGathererState";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::New, c"new"),
        (Self::Gathering, c"gathering"),
        (Self::Complete, c"complete"),
    ];
}

/// The string of the IDL for a value of `RTCIceGathererState`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_ice_gatherer_state_to_string(
    value: MaybeUninit<RTCIceGathererState>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCIceGathererState` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_gatherer_state_from_string(
    string: *const c_char,
    value: *mut RTCIceGathererState,
) -> RTCResult {
    entry!(rtc_ice_gatherer_state_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// The state of an ICE transport.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicetransportstate>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCIceTransportState {
    /// `"closed"`: closed.
    Closed = 1,
    /// `"failed"`: no pair of candidates works.
    Failed = 2,
    /// `"disconnected"`: the peer does not answer, perhaps for a while.
    Disconnected = 3,
    /// `"new"`: gathering, or waiting for remote candidates.
    New = 4,
    /// `"checking"`: pairs are being checked.
    Checking = 5,
    /// `"completed"`: a pair is in use and nothing is left to check.
    Completed = 6,
    /// `"connected"`: a pair works.
    Connected = 7,
}

impl IdlEnum for RTCIceTransportState {
    const NAME: &'static str = "RTCIceTransportState";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Closed, c"closed"),
        (Self::Failed, c"failed"),
        (Self::Disconnected, c"disconnected"),
        (Self::New, c"new"),
        (Self::Checking, c"checking"),
        (Self::Completed, c"completed"),
        (Self::Connected, c"connected"),
    ];
}

/// The string of the IDL for a value of `RTCIceTransportState`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_ice_transport_state_to_string(
    value: MaybeUninit<RTCIceTransportState>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCIceTransportState` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_state_from_string(
    string: *const c_char,
    value: *mut RTCIceTransportState,
) -> RTCResult {
    entry!(rtc_ice_transport_state_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// Which side decides on the pair to use.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicerole>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCIceRole {
    /// `"unknown"`: not known yet.
    Unknown = 1,
    /// `"controlling"`: this side.
    Controlling = 2,
    /// `"controlled"`: the peer.
    Controlled = 3,
}

impl IdlEnum for RTCIceRole {
    const NAME: &'static str = "RTCIceRole";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Unknown, c"unknown"),
        (Self::Controlling, c"controlling"),
        (Self::Controlled, c"controlled"),
    ];
}

/// The string of the IDL for a value of `RTCIceRole`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_ice_role_to_string(value: MaybeUninit<RTCIceRole>) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCIceRole` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_role_from_string(
    string: *const c_char,
    value: *mut RTCIceRole,
) -> RTCResult {
    entry!(rtc_ice_role_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// What a transport or candidate is for.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecomponent>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCIceComponent {
    /// `"rtp"`: RTP, RTCP that shares its transport, and data.
    Rtp = 1,
    /// `"rtcp"`: RTCP.
    Rtcp = 2,
}

impl IdlEnum for RTCIceComponent {
    const NAME: &'static str = "RTCIceComponent";
    const VALUES: &'static [(Self, &'static CStr)] = &[(Self::Rtp, c"rtp"), (Self::Rtcp, c"rtcp")];
}

/// The string of the IDL for a value of `RTCIceComponent`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_ice_component_to_string(
    value: MaybeUninit<RTCIceComponent>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCIceComponent` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_component_from_string(
    string: *const c_char,
    value: *mut RTCIceComponent,
) -> RTCResult {
    entry!(rtc_ice_component_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// The state of an SCTP transport.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcsctptransportstate>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCSctpTransportState {
    /// `"connecting"`: the association is being set up.
    Connecting = 1,
    /// `"connected"`: the association is there.
    Connected = 2,
    /// `"closed"`: it ended.
    Closed = 3,
}

impl IdlEnum for RTCSctpTransportState {
    const NAME: &'static str = "RTCSctpTransportState";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Connecting, c"connecting"),
        (Self::Connected, c"connected"),
        (Self::Closed, c"closed"),
    ];
}

/// The string of the IDL for a value of `RTCSctpTransportState`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_sctp_transport_state_to_string(
    value: MaybeUninit<RTCSctpTransportState>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCSctpTransportState` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_sctp_transport_state_from_string(
    string: *const c_char,
    value: *mut RTCSctpTransportState,
) -> RTCResult {
    entry!(rtc_sctp_transport_state_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}
