//! `RTCMediaStreamTrack`.

use std::ptr;

use crate::api::media_stream_track as api;

use super::event_target;
use super::handle;

/// What feeds a sender, or what a receiver feeds. The application writes to tracks that it made, and reads those of receivers.
///
/// <https://w3c.github.io/mediacapture-main/#mediastreamtrack>
pub struct RTCMediaStreamTrack {
    _private: (),
}

handle!(
    RTCMediaStreamTrack,
    api::RTCMediaStreamTrack,
    MediaStreamTrack
);

/// Adds a reference.
///
/// - `track`: lent, nullable.
///
/// Returns `track`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_ref(
    track: *mut RTCMediaStreamTrack,
) -> *mut RTCMediaStreamTrack {
    value!(rtc_media_stream_track_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(track) }
    })
}

/// Gives a reference up.
///
/// - `track`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_unref(track: *mut RTCMediaStreamTrack) {
    value!(rtc_media_stream_track_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { event_target::release(track) }
    });
}
