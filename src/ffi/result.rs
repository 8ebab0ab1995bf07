//! `RTCResult`: DOMException and JavaScript error names as numbers, and a few of ours.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use crate::api::error::ErrorName;

use super::enumeration::{self, IdlEnum};

/// What a call came to. The numbers never change.
///
/// `RTC_RESULT_…` are the names of
/// [DOMException](https://webidl.spec.whatwg.org/#idl-DOMException-error-names) and of JavaScript's errors,
/// `DUOLOGUE_RESULT_…` are this library's own. `duologue_last_error_message()` says more.
///
/// cbindgen:rename-all=None
/// cbindgen:prefix-with-name=false
#[expect(non_camel_case_types, reason = "two prefixes in one C enumeration")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCResult {
    /// The call succeeded.
    RTC_RESULT_OK = 0,
    /// Ended before it was done, because the connection was closed.
    RTC_RESULT_ABORT_ERROR = 1,
    /// The provided data is inadequate.
    RTC_RESULT_DATA_ERROR = 2,
    /// An identity provider failed.
    RTC_RESULT_IDP_ERROR = 3,
    /// Already in use.
    RTC_RESULT_IN_USE_ATTRIBUTE_ERROR = 4,
    /// The object does not support the operation or argument.
    RTC_RESULT_INVALID_ACCESS_ERROR = 5,
    /// The text contains invalid characters.
    RTC_RESULT_INVALID_CHARACTER_ERROR = 6,
    /// The object cannot be modified in this way.
    RTC_RESULT_INVALID_MODIFICATION_ERROR = 7,
    /// The object is in the wrong state for this, for instance closed.
    RTC_RESULT_INVALID_STATE_ERROR = 8,
    /// The network failed.
    RTC_RESULT_NETWORK_ERROR = 9,
    /// Not allowed here.
    RTC_RESULT_NOT_ALLOWED_ERROR = 10,
    /// What was named does not exist.
    RTC_RESULT_NOT_FOUND_ERROR = 11,
    /// Could not be read.
    RTC_RESULT_NOT_READABLE_ERROR = 12,
    /// The operation is not supported.
    RTC_RESULT_NOT_SUPPORTED_ERROR = 13,
    /// The operation failed, for instance because a send buffer is full.
    RTC_RESULT_OPERATION_ERROR = 14,
    /// Insecure.
    RTC_RESULT_SECURITY_ERROR = 15,
    /// A text does not follow its syntax, for instance a URL.
    RTC_RESULT_SYNTAX_ERROR = 16,
    /// The operation took too long.
    RTC_RESULT_TIMEOUT_ERROR = 17,
    /// Failed for an unknown reason.
    RTC_RESULT_UNKNOWN_ERROR = 18,
    /// A number is out of range.
    RTC_RESULT_RANGE_ERROR = 100,
    /// An argument is not what it should be: NULL, of another type, not UTF-8, not a value of its enumeration.
    RTC_RESULT_TYPE_ERROR = 101,
    /// The library panicked; that is a bug of the library, and the process goes on.
    DUOLOGUE_RESULT_PANIC = 200,
    /// The call is not possible on this thread, or not while another thread does the same.
    DUOLOGUE_RESULT_WRONG_THREAD = 201,
    /// The call is not possible from within itself, and none is from within the log's callback.
    DUOLOGUE_RESULT_RECURSION = 202,
    /// The process is the child of a fork; the handle belongs to the parent.
    DUOLOGUE_RESULT_FORKED = 203,
    /// The time given to a `…_wait` function was over first; the operation goes on.
    DUOLOGUE_RESULT_TIMED_OUT = 204,
}

use RTCResult::*;

impl IdlEnum for RTCResult {
    const NAME: &'static str = "RTCResult";
    const VALUES: &'static [(Self, &'static CStr)] = &[
        (RTC_RESULT_OK, c"OK"),
        (RTC_RESULT_ABORT_ERROR, c"AbortError"),
        (RTC_RESULT_DATA_ERROR, c"DataError"),
        (RTC_RESULT_IDP_ERROR, c"IdpError"),
        (RTC_RESULT_IN_USE_ATTRIBUTE_ERROR, c"InUseAttributeError"),
        (RTC_RESULT_INVALID_ACCESS_ERROR, c"InvalidAccessError"),
        (RTC_RESULT_INVALID_CHARACTER_ERROR, c"InvalidCharacterError"),
        (
            RTC_RESULT_INVALID_MODIFICATION_ERROR,
            c"InvalidModificationError",
        ),
        (RTC_RESULT_INVALID_STATE_ERROR, c"InvalidStateError"),
        (RTC_RESULT_NETWORK_ERROR, c"NetworkError"),
        (RTC_RESULT_NOT_ALLOWED_ERROR, c"NotAllowedError"),
        (RTC_RESULT_NOT_FOUND_ERROR, c"NotFoundError"),
        (RTC_RESULT_NOT_READABLE_ERROR, c"NotReadableError"),
        (RTC_RESULT_NOT_SUPPORTED_ERROR, c"NotSupportedError"),
        (RTC_RESULT_OPERATION_ERROR, c"OperationError"),
        (RTC_RESULT_SECURITY_ERROR, c"SecurityError"),
        (RTC_RESULT_SYNTAX_ERROR, c"SyntaxError"),
        (RTC_RESULT_TIMEOUT_ERROR, c"TimeoutError"),
        (RTC_RESULT_UNKNOWN_ERROR, c"UnknownError"),
        (RTC_RESULT_RANGE_ERROR, c"RangeError"),
        (RTC_RESULT_TYPE_ERROR, c"TypeError"),
        (DUOLOGUE_RESULT_PANIC, c"Panic"),
        (DUOLOGUE_RESULT_WRONG_THREAD, c"WrongThread"),
        (DUOLOGUE_RESULT_RECURSION, c"Recursion"),
        (DUOLOGUE_RESULT_FORKED, c"Forked"),
        (DUOLOGUE_RESULT_TIMED_OUT, c"TimedOut"),
    ];
}

impl From<ErrorName> for RTCResult {
    fn from(name: ErrorName) -> Self {
        match name {
            ErrorName::AbortError => RTC_RESULT_ABORT_ERROR,
            ErrorName::DataError => RTC_RESULT_DATA_ERROR,
            ErrorName::IdpError => RTC_RESULT_IDP_ERROR,
            ErrorName::InUseAttributeError => RTC_RESULT_IN_USE_ATTRIBUTE_ERROR,
            ErrorName::InvalidAccessError => RTC_RESULT_INVALID_ACCESS_ERROR,
            ErrorName::InvalidCharacterError => RTC_RESULT_INVALID_CHARACTER_ERROR,
            ErrorName::InvalidModificationError => RTC_RESULT_INVALID_MODIFICATION_ERROR,
            ErrorName::InvalidStateError => RTC_RESULT_INVALID_STATE_ERROR,
            ErrorName::NetworkError => RTC_RESULT_NETWORK_ERROR,
            ErrorName::NotAllowedError => RTC_RESULT_NOT_ALLOWED_ERROR,
            ErrorName::NotFoundError => RTC_RESULT_NOT_FOUND_ERROR,
            ErrorName::NotReadableError => RTC_RESULT_NOT_READABLE_ERROR,
            ErrorName::NotSupportedError => RTC_RESULT_NOT_SUPPORTED_ERROR,
            ErrorName::OperationError => RTC_RESULT_OPERATION_ERROR,
            ErrorName::SecurityError => RTC_RESULT_SECURITY_ERROR,
            ErrorName::SyntaxError => RTC_RESULT_SYNTAX_ERROR,
            ErrorName::TimeoutError => RTC_RESULT_TIMEOUT_ERROR,
            ErrorName::UnknownError => RTC_RESULT_UNKNOWN_ERROR,
            ErrorName::RangeError => RTC_RESULT_RANGE_ERROR,
            ErrorName::TypeError => RTC_RESULT_TYPE_ERROR,
        }
    }
}

/// The name of a result, as `DOMException.name` has it: `"InvalidStateError"`.
///
/// Returns a static text, or NULL if `result` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_result_to_string(result: MaybeUninit<RTCResult>) -> *const c_char {
    enumeration::to_string(result)
}

/// The result with this name.
///
/// - `name`: lent.
/// - `result`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such result.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_result_from_string(
    name: *const c_char,
    result: *mut RTCResult,
) -> RTCResult {
    entry!(rtc_result_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(name, result) }
    })
}
