//! Strings from C: UTF-8, ended by NUL or with a length.

use std::ffi::{CStr, CString, c_char};
use std::slice;

use super::entry::Failure;

/// Stands for the length of a string that ends with NUL.
pub(super) const DUOLOGUE_STRLEN: usize = usize::MAX;

/// # Safety
/// `string` is NULL or ends with NUL.
pub(super) unsafe fn required<'a>(string: *const c_char, what: &str) -> Result<&'a str, Failure> {
    // SAFETY: as promised by the caller.
    unsafe { optional(string, what) }?.ok_or_else(|| Failure::type_error(format!("{what} is NULL")))
}

/// # Safety
/// `string` is NULL or ends with NUL.
pub(super) unsafe fn optional<'a>(
    string: *const c_char,
    what: &str,
) -> Result<Option<&'a str>, Failure> {
    // SAFETY: as promised by the caller.
    unsafe { with_length(string, DUOLOGUE_STRLEN, what) }
}

/// # Safety
/// `string` is NULL, or has `length` bytes, or ends with NUL if `length` is `DUOLOGUE_STRLEN`.
pub(super) unsafe fn with_length<'a>(
    string: *const c_char,
    length: usize,
    what: &str,
) -> Result<Option<&'a str>, Failure> {
    if string.is_null() {
        return Ok(None);
    }
    let bytes = if length == DUOLOGUE_STRLEN {
        // SAFETY: as promised by the caller.
        unsafe { CStr::from_ptr(string) }.to_bytes()
    } else if length > isize::MAX as usize {
        return Err(Failure::type_error(format!(
            "{what}: the length {length} is impossible"
        )));
    } else {
        // SAFETY: as promised by the caller.
        unsafe { slice::from_raw_parts(string.cast(), length) }
    };
    str::from_utf8(bytes).map(Some).map_err(|error| {
        Failure::type_error(format!(
            "{what} is not UTF-8 at byte {}",
            error.valid_up_to()
        ))
    })
}

/// A list of strings, none of which may be NULL.
///
/// # Safety
/// `list` is NULL or has `length` elements, each as for `optional`.
pub(super) unsafe fn array(
    list: *const *const c_char,
    length: usize,
    what: &str,
) -> Result<Vec<String>, Failure> {
    const MOST: usize = 4096;
    if length > 0 && (list.is_null() || length > MOST) {
        return Err(Failure::type_error(format!(
            "{what}: {length} strings at {list:p}"
        )));
    }
    (0..length)
        // SAFETY: as promised by the caller.
        .map(|index| unsafe { required(list.add(index).read(), what) }.map(str::to_owned))
        .collect()
}

/// Bytes with a length; NULL is good for none.
///
/// # Safety
/// `data` is NULL or has `length` bytes.
pub(super) unsafe fn bytes<'a>(
    data: *const u8,
    length: usize,
    what: &str,
) -> Result<&'a [u8], Failure> {
    if length == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(Failure::type_error(format!("{what} is NULL")));
    }
    if length > isize::MAX as usize {
        return Err(Failure::type_error(format!(
            "{what}: the length {length} is impossible"
        )));
    }
    // SAFETY: as promised by the caller.
    Ok(unsafe { slice::from_raw_parts(data, length) })
}

/// A text that comes from the network may hold NUL, which a C string cannot show.
pub(super) fn to_c_string(text: &str) -> CString {
    CString::new(text).unwrap_or_else(|_| {
        CString::new(text.replace('\0', "\u{fffd}")).expect("each NUL was replaced")
    })
}

pub(super) fn optional_c_string(text: Option<&str>) -> Option<CString> {
    text.map(to_c_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_empty_and_nul_differ() {
        // SAFETY: NULL, and texts of the given lengths.
        unsafe {
            assert_eq!(with_length(std::ptr::null(), 5, "s").unwrap(), None);
            assert_eq!(with_length(c"abc".as_ptr(), 0, "s").unwrap(), Some(""));
            assert_eq!(with_length(c"abc".as_ptr(), 4, "s").unwrap(), Some("abc\0"));
            assert_eq!(optional(c"abc".as_ptr(), "s").unwrap(), Some("abc"));
        }
    }

    #[test]
    fn bad_utf8_is_located() {
        // SAFETY: ends with NUL.
        let failure = unsafe { required(c"ab\xffcd".as_ptr(), "label") }.unwrap_err();
        assert_eq!(failure.message, "label is not UTF-8 at byte 2");
    }

    #[test]
    fn a_length_of_minus_two_is_refused() {
        // SAFETY: the length is refused before the bytes are looked at.
        assert!(unsafe { with_length(c"".as_ptr(), usize::MAX - 1, "s") }.is_err());
        // SAFETY: as above.
        assert!(unsafe { bytes(c"".as_ptr().cast(), usize::MAX, "s") }.is_err());
    }
}
