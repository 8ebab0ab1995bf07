//! Enumerations across the border: from C they come as integers, and any integer may come.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;
use std::ptr;

use super::entry::Failure;
use super::text;

/// An enumeration of the IDL: its C values and its strings. 0 is left free for "no value".
pub(super) trait IdlEnum: Copy + 'static {
    const NAME: &'static str;
    const VALUES: &'static [(Self, &'static CStr)];
}

/// Ties an enumeration of the header to the one of `api` with the same values.
macro_rules! mirror {
    ($c:ty, $api:ty, { $($variant:ident),+ $(,)? }) => {
        impl From<$c> for $api {
            fn from(value: $c) -> Self {
                match value {
                    $(<$c>::$variant => Self::$variant),+
                }
            }
        }

        impl From<$api> for $c {
            fn from(value: $api) -> Self {
                match value {
                    $(<$api>::$variant => Self::$variant),+
                }
            }
        }
    };
}

/// C's integer behind a value.
fn number<E: IdlEnum>(value: MaybeUninit<E>) -> u32 {
    const { assert!(size_of::<E>() == 4) };
    // SAFETY: a C enumeration is an initialised integer of four bytes, whatever its value.
    unsafe { value.as_ptr().cast::<u32>().read() }
}

fn known<E: IdlEnum>(value: MaybeUninit<E>) -> Option<(E, &'static CStr)> {
    E::VALUES
        .iter()
        .copied()
        .find(|(known, _)| number(MaybeUninit::new(*known)) == number(value))
}

/// A value that must be there.
pub(super) fn required<E: IdlEnum>(value: MaybeUninit<E>, what: &str) -> Result<E, Failure> {
    known(value).map(|(known, _)| known).ok_or_else(|| {
        Failure::type_error(format!(
            "{what}: {} is not a value of {}",
            number(value),
            E::NAME
        ))
    })
}

/// A value that may be absent, which is 0.
pub(super) fn optional<E: IdlEnum>(
    value: MaybeUninit<E>,
    what: &str,
) -> Result<Option<E>, Failure> {
    if number(value) == 0 {
        return Ok(None);
    }
    required(value, what).map(Some)
}

/// What a getter returns when there is no value.
pub(super) fn none<E: IdlEnum>() -> MaybeUninit<E> {
    MaybeUninit::zeroed()
}

pub(super) fn to_string<E: IdlEnum>(value: MaybeUninit<E>) -> *const c_char {
    known(value).map_or(ptr::null(), |(_, name)| name.as_ptr())
}

/// # Safety
/// `string` is NULL or a text that ends with NUL, `out` is NULL or writable.
pub(super) unsafe fn from_string<E: IdlEnum>(
    string: *const c_char,
    out: *mut E,
) -> Result<(), Failure> {
    // SAFETY: as promised by the caller.
    let string = unsafe { text::required(string, "the string") }?;
    let found = E::VALUES
        .iter()
        .find(|(_, name)| name.to_bytes() == string.as_bytes())
        .ok_or_else(|| Failure::type_error(format!("{string:?} is not a value of {}", E::NAME)))?;
    // SAFETY: as promised by the caller.
    unsafe { super::handle::write(out, found.0, "the output") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ffi::result::RTCResult;

    fn raw(number: u32) -> MaybeUninit<RTCResult> {
        let mut value = MaybeUninit::<RTCResult>::uninit();
        // SAFETY: four bytes of the value itself.
        unsafe { value.as_mut_ptr().cast::<u32>().write(number) };
        value
    }

    #[test]
    fn unknown_numbers_are_type_errors() {
        let failure = required(raw(4711), "result").unwrap_err();
        assert_eq!(failure.result, RTCResult::RTC_RESULT_TYPE_ERROR);
        assert_eq!(failure.message, "result: 4711 is not a value of RTCResult");
        assert!(to_string(raw(4711)).is_null());
    }

    #[test]
    fn a_prefix_of_a_name_is_not_the_name() {
        let mut out = RTCResult::RTC_RESULT_OK;
        // SAFETY: both pointers are good.
        let result = unsafe { from_string(c"TypeErr".as_ptr(), &raw mut out) };
        assert!(result.is_err());
        // SAFETY: both pointers are good.
        unsafe { from_string(c"TypeError".as_ptr(), &raw mut out) }.unwrap();
        assert_eq!(out, RTCResult::RTC_RESULT_TYPE_ERROR);
    }
}
