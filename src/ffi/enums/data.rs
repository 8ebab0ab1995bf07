//! Enumerations of data channels and errors.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use crate::ffi::enumeration::{self, IdlEnum};
use crate::ffi::result::RTCResult;

/// The state of a data channel.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannelstate>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCDataChannelState {
    /// `"connecting"`: not yet open.
    Connecting = 1,
    /// `"open"`: messages can be sent.
    Open = 2,
    /// `"closing"`: the closing procedure goes on.
    Closing = 3,
    /// `"closed"`: closed, or never opened.
    Closed = 4,
}

impl IdlEnum for RTCDataChannelState {
    const NAME: &'static str = "RTCDataChannelState";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::Connecting, c"connecting"),
        (Self::Open, c"open"),
        (Self::Closing, c"closing"),
        (Self::Closed, c"closed"),
    ];
}

/// The string of the IDL for a value of `RTCDataChannelState`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_data_channel_state_to_string(
    value: MaybeUninit<RTCDataChannelState>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCDataChannelState` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_state_from_string(
    string: *const c_char,
    value: *mut RTCDataChannelState,
) -> RTCResult {
    entry!(rtc_data_channel_state_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// What kind of error an `RTCError` is.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcerrordetailtype>, and for identity providers
/// <https://w3c.github.io/webrtc-identity/#dom-rtcerrordetailtypeidp>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCErrorDetailType {
    /// `"data-channel-failure"`: a data channel failed.
    DataChannelFailure = 1,
    /// `"dtls-failure"`: DTLS failed; the alerts say how.
    DtlsFailure = 2,
    /// `"fingerprint-failure"`: the peer's certificate is not the one that its description announced.
    FingerprintFailure = 3,
    /// `"sctp-failure"`: SCTP failed; the cause code says how.
    SctpFailure = 4,
    /// `"sdp-syntax-error"`: a description is not valid; the line number says where.
    SdpSyntaxError = 5,
    /// `"hardware-encoder-not-available"`: the encoder is not available.
    HardwareEncoderNotAvailable = 6,
    /// `"hardware-encoder-error"`: the encoder failed.
    HardwareEncoderError = 7,
    /// `"idp-bad-script-failure"`: the identity provider does not have the functions that it should.
    IdpBadScriptFailure = 8,
    /// `"idp-execution-failure"`: the identity provider failed.
    IdpExecutionFailure = 9,
    /// `"idp-load-failure"`: there is no such identity provider.
    IdpLoadFailure = 10,
    /// `"idp-need-login"`: the user has to log in at the identity provider.
    IdpNeedLogin = 11,
    /// `"idp-timeout"`: the identity provider did not answer in time.
    IdpTimeout = 12,
    /// `"idp-tls-failure"`: the certificate of the identity provider's server is not trusted.
    IdpTlsFailure = 13,
    /// `"idp-token-expired"`: the assertion has expired.
    IdpTokenExpired = 14,
    /// `"idp-token-invalid"`: the assertion is not valid, or not one for this description.
    IdpTokenInvalid = 15,
}

impl IdlEnum for RTCErrorDetailType {
    const NAME: &'static str = "RTCErrorDetailType";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (Self::DataChannelFailure, c"data-channel-failure"),
        (Self::DtlsFailure, c"dtls-failure"),
        (Self::FingerprintFailure, c"fingerprint-failure"),
        (Self::SctpFailure, c"sctp-failure"),
        (Self::SdpSyntaxError, c"sdp-syntax-error"),
        (
            Self::HardwareEncoderNotAvailable,
            c"hardware-encoder-not-available",
        ),
        (Self::HardwareEncoderError, c"hardware-encoder-error"),
        (Self::IdpBadScriptFailure, c"idp-bad-script-failure"),
        (Self::IdpExecutionFailure, c"idp-execution-failure"),
        (Self::IdpLoadFailure, c"idp-load-failure"),
        (Self::IdpNeedLogin, c"idp-need-login"),
        (Self::IdpTimeout, c"idp-timeout"),
        (Self::IdpTlsFailure, c"idp-tls-failure"),
        (Self::IdpTokenExpired, c"idp-token-expired"),
        (Self::IdpTokenInvalid, c"idp-token-invalid"),
    ];
}

/// The string of the IDL for a value of `RTCErrorDetailType`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_error_detail_type_to_string(
    value: MaybeUninit<RTCErrorDetailType>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCErrorDetailType` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_error_detail_type_from_string(
    string: *const c_char,
    value: *mut RTCErrorDetailType,
) -> RTCResult {
    entry!(rtc_error_detail_type_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}

/// What binary messages become in a browser. Here they are bytes, whatever the value.
///
/// <https://websockets.spec.whatwg.org/#binarytype>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCBinaryType {
    /// `"blob"`: a `Blob`.
    Blob = 1,
    /// `"arraybuffer"`: an `ArrayBuffer`.
    Arraybuffer = 2,
}

impl IdlEnum for RTCBinaryType {
    const NAME: &'static str = "RTCBinaryType";
    const VALUES: &'static [(Self, &'static CStr)] =
        &[(Self::Blob, c"blob"), (Self::Arraybuffer, c"arraybuffer")];
}

/// The string of the IDL for a value of `RTCBinaryType`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_binary_type_to_string(value: MaybeUninit<RTCBinaryType>) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCBinaryType` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_binary_type_from_string(
    string: *const c_char,
    value: *mut RTCBinaryType,
) -> RTCResult {
    entry!(rtc_binary_type_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}
