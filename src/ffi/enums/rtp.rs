//! Enumerations of the RTP objects.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use crate::ffi::enumeration::{self, IdlEnum};
use crate::ffi::result::RTCResult;

/// What a transceiver is to do, or does.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiverdirection>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCRtpTransceiverDirection {
    /// `"sendrecv"`: it sends and receives.
    Sendrecv = 1,
    /// `"sendonly"`: it sends.
    Sendonly = 2,
    /// `"recvonly"`: it receives.
    Recvonly = 3,
    /// `"inactive"`: it does neither.
    Inactive = 4,
    /// `"stopped"`: it never will again.
    Stopped = 5,
}

impl IdlEnum for RTCRtpTransceiverDirection {
    const NAME: &'static str = "RTCRtpTransceiverDirection";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Sendrecv, c"sendrecv"),
        (Self::Sendonly, c"sendonly"),
        (Self::Recvonly, c"recvonly"),
        (Self::Inactive, c"inactive"),
        (Self::Stopped, c"stopped"),
    ];
}

/// The string of the IDL for a value of `RTCRtpTransceiverDirection`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_rtp_transceiver_direction_to_string(
    value: MaybeUninit<RTCRtpTransceiverDirection>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCRtpTransceiverDirection` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_transceiver_direction_from_string(
    string: *const c_char,
    value: *mut RTCRtpTransceiverDirection,
) -> RTCResult {
    entry!(rtc_rtp_transceiver_direction_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// How an encoding counts when there is not enough for all, or how its packets are marked.
///
/// <https://w3c.github.io/webrtc-priority/#dom-rtcprioritytype>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCPriorityType {
    /// `"very-low"`: below normal.
    VeryLow = 1,
    /// `"low"`: normal.
    Low = 2,
    /// `"medium"`: above normal.
    Medium = 3,
    /// `"high"`: far above normal.
    High = 4,
}

impl IdlEnum for RTCPriorityType {
    const NAME: &'static str = "RTCPriorityType";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::VeryLow, c"very-low"),
        (Self::Low, c"low"),
        (Self::Medium, c"medium"),
        (Self::High, c"high"),
    ];
}

/// The string of the IDL for a value of `RTCPriorityType`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_priority_type_to_string(
    value: MaybeUninit<RTCPriorityType>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCPriorityType` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_priority_type_from_string(
    string: *const c_char,
    value: *mut RTCPriorityType,
) -> RTCResult {
    entry!(rtc_priority_type_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}
