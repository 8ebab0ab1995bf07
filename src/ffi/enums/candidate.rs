//! Enumerations of `RTCIceCandidate`.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use crate::ffi::enumeration::{self, IdlEnum};
use crate::ffi::result::RTCResult;

/// The transport protocol of a candidate.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtciceprotocol>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCIceProtocol {
    /// `"udp"`: UDP.
    Udp = 1,
    /// `"tcp"`: TCP.
    Tcp = 2,
}

impl IdlEnum for RTCIceProtocol {
    const NAME: &'static str = "RTCIceProtocol";
    const VALUES: &'static [(Self, &'static CStr)] = &[(Self::Udp, c"udp"), (Self::Tcp, c"tcp")];
}

/// The string of the IDL for a value of `RTCIceProtocol`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_ice_protocol_to_string(value: MaybeUninit<RTCIceProtocol>) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCIceProtocol` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_protocol_from_string(
    string: *const c_char,
    value: *mut RTCIceProtocol,
) -> RTCResult {
    entry!(rtc_ice_protocol_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// Who opens the TCP connection of a candidate.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicetcpcandidatetype>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCIceTcpCandidateType {
    /// `"active"`: it opens connections.
    Active = 1,
    /// `"passive"`: it accepts connections.
    Passive = 2,
    /// `"so"`: it opens connections at the same time as its peer.
    So = 3,
}

impl IdlEnum for RTCIceTcpCandidateType {
    const NAME: &'static str = "RTCIceTcpCandidateType";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Active, c"active"),
        (Self::Passive, c"passive"),
        (Self::So, c"so"),
    ];
}

/// The string of the IDL for a value of `RTCIceTcpCandidateType`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_ice_tcp_candidate_type_to_string(
    value: MaybeUninit<RTCIceTcpCandidateType>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCIceTcpCandidateType` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_tcp_candidate_type_from_string(
    string: *const c_char,
    value: *mut RTCIceTcpCandidateType,
) -> RTCResult {
    entry!(rtc_ice_tcp_candidate_type_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// Where a candidate comes from.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidatetype>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCIceCandidateType {
    /// `"host"`: an address of the machine.
    Host = 1,
    /// `"srflx"`: the address that a STUN server saw.
    Srflx = 2,
    /// `"prflx"`: the address that the peer saw.
    Prflx = 3,
    /// `"relay"`: an address of a TURN server.
    Relay = 4,
}

impl IdlEnum for RTCIceCandidateType {
    const NAME: &'static str = "RTCIceCandidateType";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Host, c"host"),
        (Self::Srflx, c"srflx"),
        (Self::Prflx, c"prflx"),
        (Self::Relay, c"relay"),
    ];
}

/// The string of the IDL for a value of `RTCIceCandidateType`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_ice_candidate_type_to_string(
    value: MaybeUninit<RTCIceCandidateType>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCIceCandidateType` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_candidate_type_from_string(
    string: *const c_char,
    value: *mut RTCIceCandidateType,
) -> RTCResult {
    entry!(rtc_ice_candidate_type_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// How a TURN server is reached.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtciceservertransportprotocol>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCIceServerTransportProtocol {
    /// `"udp"`: by UDP.
    Udp = 1,
    /// `"tcp"`: by TCP.
    Tcp = 2,
    /// `"tls"`: by TLS.
    Tls = 3,
}

impl IdlEnum for RTCIceServerTransportProtocol {
    const NAME: &'static str = "RTCIceServerTransportProtocol";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Udp, c"udp"),
        (Self::Tcp, c"tcp"),
        (Self::Tls, c"tls"),
    ];
}

/// The string of the IDL for a value of `RTCIceServerTransportProtocol`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_ice_server_transport_protocol_to_string(
    value: MaybeUninit<RTCIceServerTransportProtocol>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCIceServerTransportProtocol` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_server_transport_protocol_from_string(
    string: *const c_char,
    value: *mut RTCIceServerTransportProtocol,
) -> RTCResult {
    entry!(rtc_ice_server_transport_protocol_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}
