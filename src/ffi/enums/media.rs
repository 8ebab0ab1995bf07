//! Enumerations of tracks.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

use crate::ffi::enumeration::{self, IdlEnum};
use crate::ffi::result::RTCResult;

/// The state of a track.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrackstate>. 0 is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum RTCMediaStreamTrackState {
    /// `"live"`: its source can give media.
    Live = 1,
    /// `"ended"`: it gets no media any more, for good.
    Ended = 2,
}

impl IdlEnum for RTCMediaStreamTrackState {
    const NAME: &'static str = "RTCMediaStreamTrackState";
    const VALUES: &'static [(Self, &'static CStr)] =
        &[(Self::Live, c"live"), (Self::Ended, c"ended")];
}

/// The string of the IDL for a value of `RTCMediaStreamTrackState`.
///
/// Returns a static text, or NULL if `value` is none of the enumeration's.
#[unsafe(no_mangle)]
pub extern "C" fn rtc_media_stream_track_state_to_string(
    value: MaybeUninit<RTCMediaStreamTrackState>,
) -> *const c_char {
    enumeration::to_string(value)
}

/// The value of `RTCMediaStreamTrackState` with this string of the IDL.
///
/// - `string`: lent.
/// - `value`: written on success.
///
/// Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_state_from_string(
    string: *const c_char,
    value: *mut RTCMediaStreamTrackState,
) -> RTCResult {
    entry!(rtc_media_stream_track_state_from_string, {
        // SAFETY: the caller's pointers, as documented.
        unsafe { enumeration::from_string(string, value) }
    })
}
