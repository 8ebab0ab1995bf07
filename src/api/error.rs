//! Errors as the W3C names them.

use std::fmt;

/// The names of DOMException, of JavaScript's own errors, and the few of ours that C needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::enum_variant_names, reason = "they are the W3C's names")]
#[expect(
    dead_code,
    reason = "nothing here raises some of them, but C knows all"
)]
pub(crate) enum ErrorName {
    // DOMException
    AbortError,
    DataError,
    IdpError,
    InUseAttributeError,
    InvalidAccessError,
    InvalidCharacterError,
    InvalidModificationError,
    InvalidStateError,
    NetworkError,
    NotAllowedError,
    NotFoundError,
    NotReadableError,
    NotSupportedError,
    OperationError,
    SecurityError,
    SyntaxError,
    TimeoutError,
    UnknownError,
    // JavaScript
    RangeError,
    TypeError,
}

/// `RTCErrorDetailType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RtcErrorDetailType {
    DataChannelFailure,
    DtlsFailure,
    FingerprintFailure,
    SctpFailure,
    SdpSyntaxError,
    HardwareEncoderNotAvailable,
    HardwareEncoderError,
    // webrtc-identity
    IdpBadScriptFailure,
    IdpExecutionFailure,
    IdpLoadFailure,
    IdpNeedLogin,
    IdpTimeout,
    IdpTlsFailure,
    IdpTokenExpired,
    IdpTokenInvalid,
}

impl RtcErrorDetailType {
    /// Whether it is one of webrtc-identity's.
    pub(crate) fn is_of_idp(self) -> bool {
        matches!(
            self,
            Self::IdpBadScriptFailure
                | Self::IdpExecutionFailure
                | Self::IdpLoadFailure
                | Self::IdpNeedLogin
                | Self::IdpTimeout
                | Self::IdpTlsFailure
                | Self::IdpTokenExpired
                | Self::IdpTokenInvalid
        )
    }
}

/// The members that `RTCError` adds to a DOMException.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RtcErrorFields {
    pub(crate) error_detail: RtcErrorDetailType,
    pub(crate) sdp_line_number: Option<i32>,
    pub(crate) sctp_cause_code: Option<i32>,
    pub(crate) received_alert: Option<u32>,
    pub(crate) sent_alert: Option<u32>,
    /// webrtc-identity.
    pub(crate) http_request_status_code: Option<i32>,
}

impl RtcErrorFields {
    pub(crate) fn new(error_detail: RtcErrorDetailType) -> Self {
        Self {
            error_detail,
            sdp_line_number: None,
            sctp_cause_code: None,
            received_alert: None,
            sent_alert: None,
            http_request_status_code: None,
        }
    }
}

/// An error of the W3C world: a name and a message that says what was wrong with which input; with `rtc` it is an `RTCError`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Error {
    pub(crate) name: ErrorName,
    pub(crate) message: String,
    pub(crate) rtc: Option<Box<RtcErrorFields>>,
}

impl Error {
    pub(crate) fn new(name: ErrorName, message: impl Into<String>) -> Self {
        Self {
            name,
            message: message.into(),
            rtc: None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.name, self.message)
    }
}

impl std::error::Error for Error {}
