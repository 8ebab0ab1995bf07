//! Enumerations of `RTCConfiguration`.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use crate::ffi::enumeration::{self, IdlEnum};
use crate::ffi::result::RTCResult;

/// Which candidates a connection uses.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcicetransportpolicy>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCIceTransportPolicy {
    /// `"relay"`: only candidates of TURN servers.
    Relay = 1,
    /// `"all"`: all candidates.
    All = 2,
    /// `"public"`, of early drafts: only candidates whose addresses mean something beyond this site, and checks to such
    /// addresses alone.
    Public = 3,
}

impl IdlEnum for RTCIceTransportPolicy {
    const NAME: &'static str = "RTCIceTransportPolicy";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Relay, c"relay"),
        (Self::All, c"all"),
        (Self::Public, c"public"),
    ];
}

/// The string of the IDL for a value of `RTCIceTransportPolicy`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_ice_transport_policy_to_string(
    value: MaybeUninit<RTCIceTransportPolicy>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCIceTransportPolicy` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_ice_transport_policy_from_string(
    string: *const c_char,
    value: *mut RTCIceTransportPolicy,
) -> RTCResult {
    entry!(rtc_ice_transport_policy_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// How many transports are gathered for, while it is not known whether the peer bundles.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcbundlepolicy>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCBundlePolicy {
    /// `"balanced"`: one for each kind of media.
    Balanced = 1,
    /// `"max-compat"`: one for each m-section.
    MaxCompat = 2,
    /// `"max-bundle"`: one.
    MaxBundle = 3,
}

impl IdlEnum for RTCBundlePolicy {
    const NAME: &'static str = "RTCBundlePolicy";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Balanced, c"balanced"),
        (Self::MaxCompat, c"max-compat"),
        (Self::MaxBundle, c"max-bundle"),
    ];
}

/// The string of the IDL for a value of `RTCBundlePolicy`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_bundle_policy_to_string(
    value: MaybeUninit<RTCBundlePolicy>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCBundlePolicy` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_bundle_policy_from_string(
    string: *const c_char,
    value: *mut RTCBundlePolicy,
) -> RTCResult {
    entry!(rtc_bundle_policy_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// Whether RTCP shares a transport with RTP.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtcpmuxpolicy>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCRtcpMuxPolicy {
    /// `"require"`: it always does; a peer that cannot is refused.
    Require = 1,
    /// `"negotiate"`, of early drafts: RTCP has candidates and a transport of its own unless the peer agrees to share.
    Negotiate = 2,
}

impl IdlEnum for RTCRtcpMuxPolicy {
    const NAME: &'static str = "RTCRtcpMuxPolicy";
    const VALUES: &'static [(Self, &'static CStr)] =
        &[(Self::Require, c"require"), (Self::Negotiate, c"negotiate")];
}

/// The string of the IDL for a value of `RTCRtcpMuxPolicy`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_rtcp_mux_policy_to_string(
    value: MaybeUninit<RTCRtcpMuxPolicy>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCRtcpMuxPolicy` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtcp_mux_policy_from_string(
    string: *const c_char,
    value: *mut RTCRtcpMuxPolicy,
) -> RTCResult {
    entry!(rtc_rtcp_mux_policy_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// Whether the header extensions of RTP must be encrypted (RFC 9335).
///
/// <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpheaderencryptionpolicy>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCRtpHeaderEncryptionPolicy {
    /// `"negotiate"`: if the peer is able to.
    Negotiate = 1,
    /// `"require"`: m-sections without it are refused.
    Require = 2,
}

impl IdlEnum for RTCRtpHeaderEncryptionPolicy {
    const NAME: &'static str = "RTCRtpHeaderEncryptionPolicy";
    const VALUES: &'static [(Self, &'static CStr)] =
        &[(Self::Negotiate, c"negotiate"), (Self::Require, c"require")];
}

/// The string of the IDL for a value of `RTCRtpHeaderEncryptionPolicy`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_rtp_header_encryption_policy_to_string(
    value: MaybeUninit<RTCRtpHeaderEncryptionPolicy>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCRtpHeaderEncryptionPolicy` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_header_encryption_policy_from_string(
    string: *const c_char,
    value: *mut RTCRtpHeaderEncryptionPolicy,
) -> RTCResult {
    entry!(rtc_rtp_header_encryption_policy_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// What to do about delay between the peers.
///
/// <https://w3c.github.io/webrtc-extensions/#dom-rtcconfigurationtargetlatency>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCConfigurationTargetLatency {
    /// `"lowest"`: keep it as low as possible.
    Lowest = 1,
    /// `"none"`: pay no attention to it.
    None = 2,
}

impl IdlEnum for RTCConfigurationTargetLatency {
    const NAME: &'static str = "RTCConfigurationTargetLatency";
    const VALUES: &'static [(Self, &'static CStr)] =
        &[(Self::Lowest, c"lowest"), (Self::None, c"none")];
}

/// The string of the IDL for a value of `RTCConfigurationTargetLatency`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_configuration_target_latency_to_string(
    value: MaybeUninit<RTCConfigurationTargetLatency>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCConfigurationTargetLatency` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_configuration_target_latency_from_string(
    string: *const c_char,
    value: *mut RTCConfigurationTargetLatency,
) -> RTCResult {
    entry!(rtc_configuration_target_latency_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}
