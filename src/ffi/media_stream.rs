//! `RTCMediaStream`.

use std::ffi::{c_char, c_void};
use std::ptr;

use crate::api::event::EventType;
use crate::api::media_stream as api;
use crate::api::media_stream_track::MediaKind;

use super::allocation;
use super::event::RTCMediaStreamTrackEventHandler;
use super::event_target;
use super::handle;
use super::logging::DuologueDestroyCallback;
use super::media_stream_track::RTCMediaStreamTrack;
use super::result::RTCResult;
use super::runtime::{self, DuologueRuntime};
use super::text;

/// A set of tracks that belong together. A stream outlives the connections that it is used by.
///
/// <https://w3c.github.io/mediacapture-main/#mediastream>
pub struct RTCMediaStream {
    _private: (),
}

handle!(RTCMediaStream, api::RTCMediaStream, MediaStream);

/// Makes a stream without tracks.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastream-constructor>
///
/// - `runtime`: lent, nullable; where the stream's events come from.
/// - `stream`: takes a new reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_create(
    runtime: *mut DuologueRuntime,
    stream: *mut *mut RTCMediaStream,
) -> RTCResult {
    entry!(rtc_media_stream_create, {
        handle::check_output(stream, "stream")?;
        // SAFETY: the caller's handle.
        let environment = unsafe { runtime::environment(runtime) }?;
        let made = api::RTCMediaStream::new(&environment, Vec::new());
        // SAFETY: the caller's output.
        unsafe { handle::write(stream, handle::give(made), "stream") }
    })
}

/// Makes a stream with the tracks of another, which are shared, not cloned.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastream-constructor>
///
/// - `runtime`: lent, nullable; where the stream's events come from.
/// - `other`: lent.
/// - `stream`: takes a new reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_create_from_stream(
    runtime: *mut DuologueRuntime,
    other: *const RTCMediaStream,
    stream: *mut *mut RTCMediaStream,
) -> RTCResult {
    entry!(rtc_media_stream_create_from_stream, {
        handle::check_output(stream, "stream")?;
        // SAFETY: the caller's handle.
        let tracks = unsafe { handle::get(other, "other") }?.tracks();
        // SAFETY: the caller's handle.
        let environment = unsafe { runtime::environment(runtime) }?;
        let made = api::RTCMediaStream::new(&environment, tracks);
        // SAFETY: the caller's output.
        unsafe { handle::write(stream, handle::give(made), "stream") }
    })
}

/// Makes a stream with these tracks.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastream-constructor>
///
/// - `runtime`: lent, nullable; where the stream's events come from.
/// - `tracks`: lent, nullable if there are none; one that is in the array twice is in the stream once.
/// - `length`: the number of tracks.
/// - `stream`: takes a new reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_create_from_tracks(
    runtime: *mut DuologueRuntime,
    tracks: *const *mut RTCMediaStreamTrack,
    length: usize,
    stream: *mut *mut RTCMediaStream,
) -> RTCResult {
    entry!(rtc_media_stream_create_from_tracks, {
        handle::check_output(stream, "stream")?;
        // SAFETY: the caller's array.
        let tracks = unsafe { handle::share_array(tracks, length, "tracks") }?;
        // SAFETY: the caller's handle.
        let environment = unsafe { runtime::environment(runtime) }?;
        let made = api::RTCMediaStream::new(&environment, tracks);
        // SAFETY: the caller's output.
        unsafe { handle::write(stream, handle::give(made), "stream") }
    })
}

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

/// The id: made up, or given by the peer.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastream-id>
///
/// - `stream`: lent.
///
/// Returns a text that belongs to the stream; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_id(stream: *const RTCMediaStream) -> *const c_char {
    value!(rtc_media_stream_id, ptr::null(), {
        // SAFETY: the caller's handle.
        let stream = unsafe { handle::get(stream, "stream") }?;
        Ok(stream.object().borrowed_text("id", stream.id()).cast())
    })
}

/// The tracks, in the order in which they were added.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastream-gettracks>
///
/// - `stream`: lent.
/// - `tracks`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
/// - `length`: takes the number of tracks.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_get_tracks(
    stream: *const RTCMediaStream,
    tracks: *mut *mut *mut RTCMediaStreamTrack,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_media_stream_get_tracks, {
        // SAFETY: the caller's handle.
        let stream = unsafe { handle::get(stream, "stream") }?;
        // SAFETY: the caller's outputs.
        unsafe { allocation::give_handles(stream.tracks(), tracks, length) }
    })
}

/// The tracks of the kind `"audio"`, in the order in which they were added.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastream-getaudiotracks>
///
/// - `stream`: lent.
/// - `tracks`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
/// - `length`: takes the number of tracks.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_get_audio_tracks(
    stream: *const RTCMediaStream,
    tracks: *mut *mut *mut RTCMediaStreamTrack,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_media_stream_get_audio_tracks, {
        // SAFETY: the caller's handle.
        let stream = unsafe { handle::get(stream, "stream") }?;
        // SAFETY: the caller's outputs.
        unsafe { allocation::give_handles(stream.tracks_of(MediaKind::Audio), tracks, length) }
    })
}

/// The tracks of the kind `"video"`, in the order in which they were added.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastream-getvideotracks>
///
/// - `stream`: lent.
/// - `tracks`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
/// - `length`: takes the number of tracks.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_get_video_tracks(
    stream: *const RTCMediaStream,
    tracks: *mut *mut *mut RTCMediaStreamTrack,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_media_stream_get_video_tracks, {
        // SAFETY: the caller's handle.
        let stream = unsafe { handle::get(stream, "stream") }?;
        // SAFETY: the caller's outputs.
        unsafe { allocation::give_handles(stream.tracks_of(MediaKind::Video), tracks, length) }
    })
}

/// The track of the stream with this id.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastream-gettrackbyid>
///
/// - `stream`: lent.
/// - `track_id`: lent.
///
/// Returns a new reference; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_get_track_by_id(
    stream: *const RTCMediaStream,
    track_id: *const c_char,
) -> *mut RTCMediaStreamTrack {
    value!(rtc_media_stream_get_track_by_id, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let stream = unsafe { handle::get(stream, "stream") }?;
        // SAFETY: the caller's string.
        let track_id = unsafe { text::required(track_id, "track_id") }?;
        Ok(stream
            .track_by_id(track_id)
            .map_or(ptr::null_mut(), handle::give))
    })
}

/// Adds a track, without an event. One that is there already stays where it is.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastream-addtrack>
///
/// - `stream`: lent.
/// - `track`: lent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_add_track(
    stream: *mut RTCMediaStream,
    track: *mut RTCMediaStreamTrack,
) -> RTCResult {
    entry!(rtc_media_stream_add_track, {
        // SAFETY: the caller's handles.
        let (stream, track) = unsafe {
            (
                handle::get(stream.cast_const(), "stream")?,
                handle::share(track.cast_const(), "track")?,
            )
        };
        stream.add_track(&track);
        Ok(())
    })
}

/// Removes a track, without an event. One that is not there is ignored.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastream-removetrack>
///
/// - `stream`: lent.
/// - `track`: lent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_remove_track(
    stream: *mut RTCMediaStream,
    track: *mut RTCMediaStreamTrack,
) -> RTCResult {
    entry!(rtc_media_stream_remove_track, {
        // SAFETY: the caller's handles.
        let (stream, track) = unsafe {
            (
                handle::get(stream.cast_const(), "stream")?,
                handle::share(track.cast_const(), "track")?,
            )
        };
        stream.remove_track(&track);
        Ok(())
    })
}

/// Makes a stream with clones of the tracks. Its events come from the same runtime.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastream-clone>
///
/// - `stream`: lent.
/// - `clone`: takes a new reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_clone(
    stream: *const RTCMediaStream,
    clone: *mut *mut RTCMediaStream,
) -> RTCResult {
    entry!(rtc_media_stream_clone, {
        handle::check_output(clone, "clone")?;
        // SAFETY: the caller's handle.
        let made = unsafe { handle::get(stream, "stream") }?.duplicate();
        // SAFETY: the caller's output.
        unsafe { handle::write(clone, handle::give(made), "clone") }
    })
}

/// Whether a track of the stream is live.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastream-active>
///
/// - `stream`: lent.
///
/// Returns false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_active(stream: *const RTCMediaStream) -> bool {
    value!(rtc_media_stream_active, false, {
        // SAFETY: the caller's handle.
        let stream = unsafe { handle::get(stream, "stream") }?;
        Ok(stream.active())
    })
}

/// The handler for a connection adding a track to the stream, as its peer's description asks. What the application does itself
/// causes no event.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastream-onaddtrack>
///
/// - `stream`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the stream is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_set_on_add_track(
    stream: *mut RTCMediaStream,
    handler: RTCMediaStreamTrackEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_media_stream_set_on_add_track, {
        // SAFETY: the caller's handle; `AddTrack` events have that struct.
        unsafe {
            event_target::set_handler(stream, EventType::AddTrack, handler, userdata, destroy)
        }
    })
}

/// The handler for a connection removing a track from the stream, as its peer's description asks. What the application does itself
/// causes no event.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastream-onremovetrack>
///
/// - `stream`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the stream is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_set_on_remove_track(
    stream: *mut RTCMediaStream,
    handler: RTCMediaStreamTrackEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_media_stream_set_on_remove_track, {
        // SAFETY: the caller's handle; `RemoveTrack` events have that struct.
        unsafe {
            event_target::set_handler(stream, EventType::RemoveTrack, handler, userdata, destroy)
        }
    })
}
