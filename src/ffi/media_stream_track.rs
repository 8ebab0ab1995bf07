//! `RTCMediaStreamTrack`.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;

use crate::api::enums as idl;
use crate::api::event::EventType;
use crate::api::media_stream_track as api;

use super::entry;
use super::enumeration;
use super::enums::RTCMediaStreamTrackState;
use super::event::RTCEventHandler;
use super::event_target;
use super::handle;
use super::logging::DuologueDestroyCallback;
use super::media_kind;
use super::result::RTCResult;
use super::runtime::{self, DuologueRuntime};
use super::text;

/// What feeds a sender, or what a receiver feeds: media of one kind from one source. The source of a track that the application
/// made is the application; the source of a receiver's track is the peer. Clones of a track share its source. A track outlives the
/// connections that it is used by.
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

mirror!(RTCMediaStreamTrackState, idl::RTCMediaStreamTrackState, { Live, Ended });

/// Makes a track whose source is the application. It is live, enabled and not muted.
///
/// - `runtime`: lent, nullable; where the track's events come from.
/// - `kind`: lent; `"audio"` or `"video"`.
/// - `id`: lent, nullable; 1 to 64 letters, digits and characters that may stand in a name (RFC 8830, `token-char`). By default it is
///   made up.
/// - `label`: lent, nullable; what `rtc_media_stream_track_label` returns, for humans.
/// - `track`: takes a new reference.
///
/// Returns `RTC_RESULT_TYPE_ERROR` for another kind, or an id that cannot be used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_media_stream_track_create(
    runtime: *mut DuologueRuntime,
    kind: *const c_char,
    id: *const c_char,
    label: *const c_char,
    track: *mut *mut RTCMediaStreamTrack,
) -> RTCResult {
    entry!(duologue_media_stream_track_create, {
        handle::check_output(track, "track")?;
        // SAFETY: the caller's strings.
        let (kind, id, label) = unsafe {
            (
                media_kind::required(kind, "kind")?,
                text::optional(id, "id")?.map(str::to_owned),
                text::optional(label, "label")?.unwrap_or_default(),
            )
        };
        // SAFETY: the caller's handle.
        let environment = unsafe { runtime::environment(runtime) }?;
        let made = api::RTCMediaStreamTrack::new(&environment, kind, id, label.to_owned())?;
        // SAFETY: the caller's output.
        unsafe { handle::write(track, handle::give(made), "track") }
    })
}

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

/// Gives a reference up. Like a browser's garbage collection, the last one ends the track without an event.
///
/// - `track`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_unref(track: *mut RTCMediaStreamTrack) {
    value!(rtc_media_stream_track_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { event_target::release(track) }
    });
}

/// The kind: `"audio"` or `"video"`.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-kind>
///
/// - `track`: lent.
///
/// Returns a static text; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_kind(
    track: *const RTCMediaStreamTrack,
) -> *const c_char {
    value!(rtc_media_stream_track_kind, ptr::null(), {
        // SAFETY: the caller's handle.
        let track = unsafe { handle::get(track, "track") }?;
        Ok(media_kind::name(track.kind()).as_ptr())
    })
}

/// The id: made up, or given by the application or the peer.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-id>
///
/// - `track`: lent.
///
/// Returns a text that belongs to the track; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_id(
    track: *const RTCMediaStreamTrack,
) -> *const c_char {
    value!(rtc_media_stream_track_id, ptr::null(), {
        // SAFETY: the caller's handle.
        let track = unsafe { handle::get(track, "track") }?;
        Ok(track.object().borrowed_text("id", track.id()).cast())
    })
}

/// What the source is called; `"remote audio"` or `"remote video"` for a receiver's track.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-label>
///
/// - `track`: lent.
///
/// Returns a text that belongs to the track; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_label(
    track: *const RTCMediaStreamTrack,
) -> *const c_char {
    value!(rtc_media_stream_track_label, ptr::null(), {
        // SAFETY: the caller's handle.
        let track = unsafe { handle::get(track, "track") }?;
        Ok(track.object().borrowed_text("label", track.label()).cast())
    })
}

/// Whether the track gives its media on; while it does not, it gives silence or black.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-enabled>
///
/// - `track`: lent.
///
/// Returns false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_enabled(track: *const RTCMediaStreamTrack) -> bool {
    value!(rtc_media_stream_track_enabled, false, {
        // SAFETY: the caller's handle.
        let track = unsafe { handle::get(track, "track") }?;
        Ok(track.enabled())
    })
}

/// Lets the track give its media on, or silence and black instead.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-enabled>
///
/// - `track`: lent.
/// - `value`: true at first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_set_enabled(
    track: *mut RTCMediaStreamTrack,
    value: bool,
) -> RTCResult {
    entry!(rtc_media_stream_track_set_enabled, {
        // SAFETY: the caller's handle.
        unsafe { handle::get(track.cast_const(), "track") }?.set_enabled(value);
        Ok(())
    })
}

/// Whether the source gives no media at the moment.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-muted>
///
/// - `track`: lent.
///
/// Returns false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_muted(track: *const RTCMediaStreamTrack) -> bool {
    value!(rtc_media_stream_track_muted, false, {
        // SAFETY: the caller's handle.
        let track = unsafe { handle::get(track, "track") }?;
        Ok(track.muted())
    })
}

/// Says that the source, which is the application, gives no media for a while, or does again. It concerns the track and all clones of it: a
/// task changes `muted` of those that are live, and fires `mute` or `unmute` at them.
///
/// - `track`: lent, made by `duologue_media_stream_track_create` or a clone of such.
/// - `muted`: false at first.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the track is a receiver's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_media_stream_track_set_muted(
    track: *mut RTCMediaStreamTrack,
    muted: bool,
) -> RTCResult {
    entry!(duologue_media_stream_track_set_muted, {
        // SAFETY: the caller's handle.
        let track = unsafe { handle::get(track.cast_const(), "track") }?;
        entry::settle_later(track.event_target().environment());
        Ok(track.set_source_muted(muted)?)
    })
}

/// The state.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-readystate>
///
/// - `track`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_ready_state(
    track: *const RTCMediaStreamTrack,
) -> MaybeUninit<RTCMediaStreamTrackState> {
    value!(rtc_media_stream_track_ready_state, enumeration::none(), {
        // SAFETY: the caller's handle.
        let track = unsafe { handle::get(track, "track") }?;
        Ok(MaybeUninit::new(track.ready_state().into()))
    })
}

/// What the application says that the media is.
///
/// <https://w3c.github.io/mst-content-hint/#dom-mediastreamtrack-contenthint>
///
/// - `track`: lent.
///
/// Returns a text that belongs to the track, `""` at first; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_content_hint(
    track: *const RTCMediaStreamTrack,
) -> *const c_char {
    value!(rtc_media_stream_track_content_hint, ptr::null(), {
        // SAFETY: the caller's handle.
        let track = unsafe { handle::get(track, "track") }?;
        // There are few hints: each is a text of its own, which stays when another is set.
        let hint = track.content_hint();
        Ok(track.object().borrowed_text(hint, hint).cast())
    })
}

/// Says what the media is, so that it can be treated accordingly.
///
/// <https://w3c.github.io/mst-content-hint/#dom-mediastreamtrack-contenthint>
///
/// - `track`: lent.
/// - `value`: lent; `""`; for audio: `"speech"`, `"speech-recognition"`, `"music"`; for video: `"motion"`, `"detail"`, `"text"`. Anything
///   else changes nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_set_content_hint(
    track: *mut RTCMediaStreamTrack,
    value: *const c_char,
) -> RTCResult {
    entry!(rtc_media_stream_track_set_content_hint, {
        // SAFETY: the caller's handle.
        let track = unsafe { handle::get(track.cast_const(), "track") }?;
        // SAFETY: the caller's string.
        track.set_content_hint(unsafe { text::required(value, "value") }?);
        Ok(())
    })
}

/// Whether the media is for one peer alone: `duologue_media_stream_track_set_peer_identity` named one, or the track is a receiver's of a
/// connection whose configuration names its peer.
///
/// <https://w3c.github.io/webrtc-identity/#dom-mediastreamtrack-isolated>
///
/// - `track`: lent.
///
/// Returns false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_isolated(
    track: *const RTCMediaStreamTrack,
) -> bool {
    value!(rtc_media_stream_track_isolated, false, {
        // SAFETY: the caller's handle.
        let track = unsafe { handle::get(track, "track") }?;
        Ok(track.isolated())
    })
}

/// Isolates the media: connections send it only to a peer whose identity was validated and is this one. It concerns the track and all clones of
/// it, and is heeded at once; `isolated` changes and `isolationchange` is fired in a task. Browsers have a constraint of
/// `getUserMedia` for this.
///
/// <https://w3c.github.io/webrtc-identity/#isolated-media-streams>
///
/// - `track`: lent, made by `duologue_media_stream_track_create` or a clone of such.
/// - `peer_identity`: lent, nullable; like `"bob@example.org"`; NULL: anybody, as at first.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the track is a receiver's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_media_stream_track_set_peer_identity(
    track: *mut RTCMediaStreamTrack,
    peer_identity: *const c_char,
) -> RTCResult {
    entry!(duologue_media_stream_track_set_peer_identity, {
        // SAFETY: the caller's handle.
        let track = unsafe { handle::get(track.cast_const(), "track") }?;
        // SAFETY: the caller's string.
        let peer_identity = unsafe { text::optional(peer_identity, "peer_identity") }?;
        entry::settle_later(track.event_target().environment());
        Ok(track.set_peer_identity(peer_identity)?)
    })
}

/// Makes another track of the same source: with an id of its own, otherwise like this one, ended if this one is.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-clone>
///
/// - `track`: lent.
/// - `clone`: takes a new reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_clone(
    track: *const RTCMediaStreamTrack,
    clone: *mut *mut RTCMediaStreamTrack,
) -> RTCResult {
    entry!(rtc_media_stream_track_clone, {
        handle::check_output(clone, "clone")?;
        // SAFETY: the caller's handle.
        let made = unsafe { handle::get(track, "track") }?.duplicate();
        // SAFETY: the caller's output.
        unsafe { handle::write(clone, handle::give(made), "clone") }
    })
}

/// Ends the track, at once and without an event. Its clones are not concerned.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-stop>
///
/// - `track`: lent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_stop(track: *mut RTCMediaStreamTrack) -> RTCResult {
    entry!(rtc_media_stream_track_stop, {
        // SAFETY: the caller's handle.
        unsafe { handle::get(track.cast_const(), "track") }?.stop();
        Ok(())
    })
}

/// Says that the source, which is the application, has no more media. It concerns the track and all clones of it: a task ends those
/// that are live, and fires `ended` at them.
///
/// - `track`: lent, made by `duologue_media_stream_track_create` or a clone of such.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the track is a receiver's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_media_stream_track_end(
    track: *mut RTCMediaStreamTrack,
) -> RTCResult {
    entry!(duologue_media_stream_track_end, {
        // SAFETY: the caller's handle.
        let track = unsafe { handle::get(track.cast_const(), "track") }?;
        entry::settle_later(track.event_target().environment());
        Ok(track.end_source()?)
    })
}

/// The handler for the source giving no media for a while.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-onmute>
///
/// - `track`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the track is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_set_on_mute(
    track: *mut RTCMediaStreamTrack,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_media_stream_track_set_on_mute, {
        // SAFETY: the caller's handle; `Mute` events have that struct.
        unsafe { event_target::set_handler(track, EventType::Mute, handler, userdata, destroy) }
    })
}

/// The handler for the source giving media, for the first time or again.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-onunmute>
///
/// - `track`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the track is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_set_on_unmute(
    track: *mut RTCMediaStreamTrack,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_media_stream_track_set_on_unmute, {
        // SAFETY: the caller's handle; `Unmute` events have that struct.
        unsafe { event_target::set_handler(track, EventType::Unmute, handler, userdata, destroy) }
    })
}

/// The handler for the end of the source. `rtc_media_stream_track_stop` does not cause it.
///
/// <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-onended>
///
/// - `track`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the track is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_set_on_ended(
    track: *mut RTCMediaStreamTrack,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_media_stream_track_set_on_ended, {
        // SAFETY: the caller's handle; `Ended` events have that struct.
        unsafe { event_target::set_handler(track, EventType::Ended, handler, userdata, destroy) }
    })
}

/// The handler for a change of `isolated`.
///
/// <https://w3c.github.io/webrtc-identity/#dom-mediastreamtrack-onisolationchange>
///
/// - `track`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the track is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_media_stream_track_set_on_isolation_change(
    track: *mut RTCMediaStreamTrack,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_media_stream_track_set_on_isolation_change, {
        // SAFETY: the caller's handle; `IsolationChange` events have that struct.
        unsafe {
            event_target::set_handler(
                track,
                EventType::IsolationChange,
                handler,
                userdata,
                destroy,
            )
        }
    })
}
