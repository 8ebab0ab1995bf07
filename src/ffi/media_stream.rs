//! `RTCMediaStream`.

use std::ptr;

use crate::api::media_stream as api;

use super::event_target;
use super::handle;

/// A set of tracks that belong together.
///
/// <https://w3c.github.io/mediacapture-main/#mediastream>
pub struct RTCMediaStream {
    _private: (),
}

handle!(RTCMediaStream, api::RTCMediaStream, MediaStream);

/// Adds a reference.
///
/// - `stream`: lent, nullable.
///
/// Returns `stream`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_ref(stream: *mut RTCMediaStream) -> *mut RTCMediaStream {
    value!(rtc_media_stream_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(stream) }
    })
}

/// Gives a reference up.
///
/// - `stream`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_unref(stream: *mut RTCMediaStream) {
    value!(rtc_media_stream_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { event_target::release(stream) }
    });
}
