//! The strings `"audio"` and `"video"`, which the IDL has instead of an enumeration.

use std::ffi::{CStr, c_char};

use crate::api::media_stream_track::MediaKind;

use super::entry::Failure;
use super::text;

/// # Safety
/// `string` is NULL or ends with NUL.
pub(super) unsafe fn required(string: *const c_char, what: &str) -> Result<MediaKind, Failure> {
    // SAFETY: as promised by the caller.
    let text = unsafe { text::required(string, what) }?;
    MediaKind::parse(text).ok_or_else(|| {
        Failure::type_error(format!(
            "{what}: {text:?} is neither \"audio\" nor \"video\""
        ))
    })
}

pub(super) fn name(kind: MediaKind) -> &'static CStr {
    match kind {
        MediaKind::Audio => c"audio",
        MediaKind::Video => c"video",
    }
}
