//! What an identity provider is asked, and how it answers.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;

use crate::api::error::RtcErrorDetailType;
use crate::api::identity as api;
use crate::api::identity::request::{Answer, IdentityRequest};

use super::dictionary::{self, Dictionary};
use super::entry::{self, Failure};
use super::enumeration;
use super::enums::RTCErrorDetailType;
use super::handle;
use super::result::RTCResult;
use super::text;

/// What an identity provider was asked. It is to be answered once, from any thread, by one of
/// `duologue_identity_request_resolve_assertion`, `duologue_identity_request_resolve_validation` and `duologue_identity_request_reject`.
/// When its last reference is given up without an answer, the provider has failed with `"idp-execution-failure"`.
pub struct DuologueIdentityRequest {
    _private: (),
}

handle!(DuologueIdentityRequest, IdentityRequest, IdentityRequest);

/// The identity provider that can validate an assertion. Initialise it with `RTC_IDENTITY_PROVIDER_DETAILS_INIT`.
///
/// <https://w3c.github.io/webrtc-identity/#dom-rtcidentityproviderdetails>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCIdentityProviderDetails {
    /// The size of this struct.
    pub struct_size: usize,
    /// The domain of the provider; required.
    pub domain: *const c_char,
    /// The protocol of the provider, without `/` and `\`; `"default"` by default.
    pub protocol: *const c_char,
}

// SAFETY: an integer and pointers, without padding.
unsafe impl Dictionary for RTCIdentityProviderDetails {
    const NAME: &'static str = "RTCIdentityProviderDetails";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        domain: ptr::null(),
        protocol: c"default".as_ptr(),
    };
}

/// An assertion that was made. Initialise it with `RTC_IDENTITY_ASSERTION_RESULT_INIT`.
///
/// <https://w3c.github.io/webrtc-identity/#dom-rtcidentityassertionresult>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCIdentityAssertionResult {
    /// The size of this struct.
    pub struct_size: usize,
    /// The provider that can validate the assertion, which may be another one; required.
    pub idp: *const RTCIdentityProviderDetails,
    /// The assertion, of which only that provider knows the meaning; required.
    pub assertion: *const c_char,
}

// SAFETY: an integer and pointers, without padding.
unsafe impl Dictionary for RTCIdentityAssertionResult {
    const NAME: &'static str = "RTCIdentityAssertionResult";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        idp: ptr::null(),
        assertion: ptr::null(),
    };
}

/// An assertion that was found valid. Initialise it with `RTC_IDENTITY_VALIDATION_RESULT_INIT`.
///
/// <https://w3c.github.io/webrtc-identity/#dom-rtcidentityvalidationresult>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCIdentityValidationResult {
    /// The size of this struct.
    pub struct_size: usize,
    /// Whose it is: `"alice@idp.example.org"`; required. In the part before `@` an `@` is `%40` and a `%` is `%25`.
    pub identity: *const c_char,
    /// The contents that the assertion was made for, as they were given; required.
    pub contents: *const c_char,
}

// SAFETY: an integer and pointers, without padding.
unsafe impl Dictionary for RTCIdentityValidationResult {
    const NAME: &'static str = "RTCIdentityValidationResult";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        identity: ptr::null(),
        contents: ptr::null(),
    };
}

/// Why an identity provider failed. Initialise it with `DUOLOGUE_IDENTITY_FAILURE_INIT`.
///
/// <https://w3c.github.io/webrtc-identity/#sec.idp-error-handling>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct DuologueIdentityFailure {
    /// The size of this struct.
    pub struct_size: usize,
    /// One of the `RTC_ERROR_DETAIL_TYPE_IDP_…`; `RTC_ERROR_DETAIL_TYPE_IDP_EXECUTION_FAILURE` by default.
    pub error_detail: MaybeUninit<RTCErrorDetailType>,
    /// The HTTP status that the provider's server answered with; `DUOLOGUE_NONE` by default.
    pub http_request_status_code: i32,
    /// What was wrong, for humans; nullable.
    pub message: *const c_char,
    /// Where the user can log in; nullable. It becomes `rtc_peer_connection_idp_login_url`.
    pub idp_login_url: *const c_char,
    /// What else the provider has to say; nullable. It becomes `rtc_peer_connection_idp_error_info`.
    pub idp_error_info: *const c_char,
}

// SAFETY: integers, an enumeration that may hold anything, and pointers, without padding.
unsafe impl Dictionary for DuologueIdentityFailure {
    const NAME: &'static str = "DuologueIdentityFailure";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        error_detail: MaybeUninit::new(RTCErrorDetailType::IdpExecutionFailure),
        http_request_status_code: super::DUOLOGUE_NONE,
        message: ptr::null(),
        idp_login_url: ptr::null(),
        idp_error_info: ptr::null(),
    };
}

/// # Safety
/// As for `dictionary::read`, and its strings end with NUL.
unsafe fn read_failure(
    pointer: *const DuologueIdentityFailure,
) -> Result<api::IdpFailure, Failure> {
    // SAFETY: as promised by the caller, here and below.
    unsafe {
        let c = dictionary::read(pointer, "failure")?.unwrap_or(DuologueIdentityFailure::INIT);
        let detail = enumeration::optional(c.error_detail, "failure.error_detail")?
            .map_or(RtcErrorDetailType::IdpExecutionFailure, Into::into);
        if !detail.is_of_idp() {
            return Err(Failure::type_error(
                "failure.error_detail is not one of an identity provider",
            ));
        }
        let message = text::optional(c.message, "failure.message")?;
        Ok(api::IdpFailure {
            detail,
            message: message.unwrap_or("the identity provider failed").to_owned(),
            http_request_status_code: (c.http_request_status_code != super::DUOLOGUE_NONE)
                .then_some(c.http_request_status_code),
            login_url: text::optional(c.idp_login_url, "failure.idp_login_url")?.map(str::to_owned),
            error_info: text::optional(c.idp_error_info, "failure.idp_error_info")?
                .map(str::to_owned),
        })
    }
}

/// Adds a reference, so that the request can be answered after the provider's function has returned.
///
/// - `request`: lent, nullable.
///
/// Returns `request`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_identity_request_ref(
    request: *mut DuologueIdentityRequest,
) -> *mut DuologueIdentityRequest {
    value!(duologue_identity_request_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(request) }
    })
}

/// Gives a reference up.
///
/// - `request`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_identity_request_unref(request: *mut DuologueIdentityRequest) {
    value!(duologue_identity_request_unref, (), {
        if request.is_null() {
            return Ok(());
        }
        // SAFETY: the caller's handle.
        unsafe {
            let known = handle::get(request.cast_const(), "the handle")?;
            entry::settle_later(known.environment());
            handle::release(request)
        }
    });
}

/// The domain that the provider is asked as, for one that serves several.
///
/// - `request`: lent.
///
/// Returns a text that belongs to the request; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_identity_request_domain(
    request: *const DuologueIdentityRequest,
) -> *const c_char {
    value!(duologue_identity_request_domain, ptr::null(), {
        // SAFETY: the caller's handle.
        let request = unsafe { handle::get(request, "request") }?;
        let domain = &request.idp().domain;
        Ok(request.object().borrowed_text("domain", domain).cast())
    })
}

/// The protocol that the provider is asked to speak, for one that speaks several.
///
/// - `request`: lent.
///
/// Returns a text that belongs to the request; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_identity_request_protocol(
    request: *const DuologueIdentityRequest,
) -> *const c_char {
    value!(duologue_identity_request_protocol, ptr::null(), {
        // SAFETY: the caller's handle.
        let request = unsafe { handle::get(request, "request") }?;
        let protocol = &request.idp().protocol;
        Ok(request.object().borrowed_text("protocol", protocol).cast())
    })
}

/// Whether an answer is still waited for: not after one was given, the time was over, or the connection was closed.
///
/// - `request`: lent.
///
/// Returns false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_identity_request_is_pending(
    request: *const DuologueIdentityRequest,
) -> bool {
    value!(duologue_identity_request_is_pending, false, {
        // SAFETY: the caller's handle.
        let request = unsafe { handle::get(request, "request") }?;
        Ok(request.is_pending())
    })
}

/// Answers with an assertion, from any thread.
///
/// - `request`: lent, of an `RTCGenerateAssertionCallback`.
/// - `result`: lent.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the request was answered before, `RTC_RESULT_TIMEOUT_ERROR` if that took too long,
/// `RTC_RESULT_ABORT_ERROR` if nobody wants the answer any more, because the connection was closed or asks another provider.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_identity_request_resolve_assertion(
    request: *mut DuologueIdentityRequest,
    result: *const RTCIdentityAssertionResult,
) -> RTCResult {
    entry!(duologue_identity_request_resolve_assertion, {
        // SAFETY: the caller's handle, structs and strings.
        unsafe {
            let request = handle::share(request.cast_const(), "request")?;
            let result = dictionary::read(result, "result")?
                .ok_or_else(|| Failure::type_error("result is NULL"))?;
            let idp = dictionary::read(result.idp, "result.idp")?
                .ok_or_else(|| Failure::type_error("result.idp is NULL"))?;
            let answer = api::RTCIdentityAssertionResult {
                idp: api::RTCIdentityProviderDetails {
                    domain: text::required(idp.domain, "result.idp.domain")?.to_owned(),
                    protocol: text::optional(idp.protocol, "result.idp.protocol")?
                        .unwrap_or(api::DEFAULT_PROTOCOL)
                        .to_owned(),
                },
                assertion: text::required(result.assertion, "result.assertion")?.to_owned(),
            };
            answer_with(&request, Answer::Assertion(answer))
        }
    })
}

/// Answers that an assertion is valid, from any thread.
///
/// - `request`: lent, of an `RTCValidateAssertionCallback`.
/// - `result`: lent.
///
/// Returns what `duologue_identity_request_resolve_assertion` returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_identity_request_resolve_validation(
    request: *mut DuologueIdentityRequest,
    result: *const RTCIdentityValidationResult,
) -> RTCResult {
    entry!(duologue_identity_request_resolve_validation, {
        // SAFETY: the caller's handle, struct and strings.
        unsafe {
            let request = handle::share(request.cast_const(), "request")?;
            let result = dictionary::read(result, "result")?
                .ok_or_else(|| Failure::type_error("result is NULL"))?;
            let answer = api::RTCIdentityValidationResult {
                identity: text::required(result.identity, "result.identity")?.to_owned(),
                contents: text::required(result.contents, "result.contents")?.to_owned(),
            };
            answer_with(&request, Answer::Validation(answer))
        }
    })
}

/// Answers that there is no assertion, or that it is not valid, from any thread.
///
/// - `request`: lent.
/// - `failure`: lent, nullable; NULL: `"idp-execution-failure"`.
///
/// Returns what `duologue_identity_request_resolve_assertion` returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_identity_request_reject(
    request: *mut DuologueIdentityRequest,
    failure: *const DuologueIdentityFailure,
) -> RTCResult {
    entry!(duologue_identity_request_reject, {
        // SAFETY: the caller's handle, struct and strings.
        unsafe {
            let request = handle::share(request.cast_const(), "request")?;
            let failure = read_failure(failure)?;
            answer_with(&request, Answer::Failure(failure))
        }
    })
}

fn answer_with(request: &IdentityRequest, answer: Answer) -> Result<(), Failure> {
    entry::settle_later(request.environment());
    Ok(request.answer(answer)?)
}
