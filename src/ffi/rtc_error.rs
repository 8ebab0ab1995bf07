//! `RTCError`, which also stands for every DOMException that a promise is rejected with.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use crate::api::error::{Error, RtcErrorDetailType};

use super::enumeration;
use super::enums::RTCErrorDetailType;
use super::result::{RTCResult, rtc_result_to_string};
use super::text::to_c_string;

/// Why something failed later: the name and message of a DOMException, and what an RTCError adds.
///
/// <https://w3c.github.io/webrtc-pc/#rtcerror-interface>
#[repr(C)]
pub struct RTCError {
    /// The name of the error as a result code.
    pub result: RTCResult,
    /// What kind of RTCError it is; 0: it is a plain DOMException.
    pub error_detail: MaybeUninit<RTCErrorDetailType>,
    /// The name of the error, lent: `"InvalidStateError"`.
    pub name: *const c_char,
    /// What was wrong, for humans, lent.
    pub message: *const c_char,
    /// The line of the description that is wrong, from 1, or `DUOLOGUE_NONE`.
    pub sdp_line_number: i32,
    /// The SCTP cause code, or `DUOLOGUE_NONE`.
    pub sctp_cause_code: i32,
    /// The DTLS alert that came, or `DUOLOGUE_NONE`.
    pub received_alert: i32,
    /// The DTLS alert that was sent, or `DUOLOGUE_NONE`.
    pub sent_alert: i32,
    /// What the server of the identity provider answered, or `DUOLOGUE_NONE`.
    ///
    /// <https://w3c.github.io/webrtc-identity/#dom-rtcerror-httprequeststatuscode>
    pub http_request_status_code: i32,
}

/// An `RTCError` with the text that it points to.
pub(super) struct OwnedError {
    c: RTCError,
    _message: CString,
}

impl OwnedError {
    pub(super) fn new(error: &Error) -> Self {
        let message = to_c_string(&error.message);
        let result = RTCResult::from(error.name);
        let fields = error.rtc.as_deref();
        let alert = |alert: Option<u32>| {
            alert
                .and_then(|alert| i32::try_from(alert).ok())
                .unwrap_or(super::DUOLOGUE_NONE)
        };
        let c = RTCError {
            result,
            error_detail: fields.map_or(enumeration::none(), |fields| {
                MaybeUninit::new(fields.error_detail.into())
            }),
            name: rtc_result_to_string(MaybeUninit::new(result)),
            message: message.as_ptr(),
            sdp_line_number: fields
                .and_then(|fields| fields.sdp_line_number)
                .unwrap_or(super::DUOLOGUE_NONE),
            sctp_cause_code: fields
                .and_then(|fields| fields.sctp_cause_code)
                .unwrap_or(super::DUOLOGUE_NONE),
            received_alert: alert(fields.and_then(|fields| fields.received_alert)),
            sent_alert: alert(fields.and_then(|fields| fields.sent_alert)),
            http_request_status_code: fields
                .and_then(|fields| fields.http_request_status_code)
                .unwrap_or(super::DUOLOGUE_NONE),
        };
        Self {
            c,
            _message: message,
        }
    }

    pub(super) fn as_c(&self) -> *const RTCError {
        &raw const self.c
    }
}

mirror!(RTCErrorDetailType, RtcErrorDetailType, {
    DataChannelFailure, DtlsFailure, FingerprintFailure, SctpFailure, SdpSyntaxError, HardwareEncoderNotAvailable,
    HardwareEncoderError, IdpBadScriptFailure, IdpExecutionFailure, IdpLoadFailure, IdpNeedLogin, IdpTimeout, IdpTlsFailure,
    IdpTokenExpired, IdpTokenInvalid,
});
