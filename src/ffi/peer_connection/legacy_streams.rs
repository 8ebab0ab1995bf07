//! The members of `RTCPeerConnection` that newer drafts dropped: streams in place of tracks.

use std::ffi::{c_char, c_void};
use std::ptr;

use crate::api::event::EventType;

use super::RTCPeerConnection;
use crate::ffi::event::{RTCMediaStreamEventHandler, RTCStatsEventHandler};
use crate::ffi::logging::DuologueDestroyCallback;
use crate::ffi::media_stream::RTCMediaStream;
use crate::ffi::media_stream_track::RTCMediaStreamTrack;
use crate::ffi::result::RTCResult;
use crate::ffi::rtp::dtmf::RTCDTMFSender;
use crate::ffi::{allocation, event_target, handle, text};

/// Sends each track of a stream that is not sent yet, as `rtc_peer_connection_add_track` does.
///
/// <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/addStream>
///
/// - `pc`: lent.
/// - `stream`: lent.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_add_stream(
    pc: *mut RTCPeerConnection,
    stream: *mut RTCMediaStream,
) -> RTCResult {
    entry!(rtc_peer_connection_add_stream, {
        // SAFETY: the caller's handles.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: as above.
        let stream = unsafe { handle::share(stream.cast_const(), "stream") }?;
        Ok(pc.add_stream(&stream)?)
    })
}

/// Stops sending the tracks of a stream, as `rtc_peer_connection_remove_track` does. A stream of which none is sent is nothing.
///
/// <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/removeStream>
///
/// - `pc`: lent.
/// - `stream`: lent.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_remove_stream(
    pc: *mut RTCPeerConnection,
    stream: *mut RTCMediaStream,
) -> RTCResult {
    entry!(rtc_peer_connection_remove_stream, {
        // SAFETY: the caller's handles.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: as above.
        let stream = unsafe { handle::share(stream.cast_const(), "stream") }?;
        Ok(pc.remove_stream(&stream)?)
    })
}

/// The streams whose tracks are sent.
///
/// <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/getLocalStreams>
///
/// - `pc`: lent.
/// - `streams`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
/// - `length`: takes the number of streams.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_get_local_streams(
    pc: *const RTCPeerConnection,
    streams: *mut *mut *mut RTCMediaStream,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_peer_connection_get_local_streams, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        // SAFETY: the caller's outputs.
        unsafe { allocation::give_handles(pc.local_streams(), streams, length) }
    })
}

/// The streams whose tracks are received.
///
/// <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/getRemoteStreams>
///
/// - `pc`: lent.
/// - `streams`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
/// - `length`: takes the number of streams.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_get_remote_streams(
    pc: *const RTCPeerConnection,
    streams: *mut *mut *mut RTCMediaStream,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_peer_connection_get_remote_streams, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        // SAFETY: the caller's outputs.
        unsafe { allocation::give_handles(pc.remote_streams(), streams, length) }
    })
}

/// The stream of this id among those whose tracks are sent or received.
///
/// <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/getStreamById>
///
/// - `pc`: lent.
/// - `id`: lent.
///
/// Returns a new reference; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_get_stream_by_id(
    pc: *const RTCPeerConnection,
    id: *const c_char,
) -> *mut RTCMediaStream {
    value!(rtc_peer_connection_get_stream_by_id, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        // SAFETY: the caller's string.
        let id = unsafe { text::required(id, "id") }?;
        Ok(pc.stream_by_id(id).map_or(ptr::null_mut(), handle::give))
    })
}

/// What sends tones beside a track of audio: that of its sender.
///
/// <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/createDTMFSender>
///
/// - `pc`: lent.
/// - `track`: lent.
/// - `dtmf`: takes a new reference.
///
/// Returns `RTC_RESULT_INVALID_ACCESS_ERROR` if the track is not sent or not of audio, `RTC_RESULT_INVALID_STATE_ERROR` if the connection
/// is closed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_create_dtmf_sender(
    pc: *mut RTCPeerConnection,
    track: *mut RTCMediaStreamTrack,
    dtmf: *mut *mut RTCDTMFSender,
) -> RTCResult {
    entry!(rtc_peer_connection_create_dtmf_sender, {
        // SAFETY: the caller's handles.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: as above.
        let track = unsafe { handle::share(track.cast_const(), "track") }?;
        handle::check_output(dtmf, "dtmf")?;
        let found = pc.create_dtmf_sender(&track)?;
        // SAFETY: the caller's output.
        unsafe { handle::write(dtmf, handle::give(found), "dtmf") }
    })
}

/// The handler for streams that the peer added.
///
/// <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/addstream_event>
///
/// - `pc`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_add_stream(
    pc: *mut RTCPeerConnection,
    handler: RTCMediaStreamEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_add_stream, {
        // SAFETY: the caller's handle; `AddStream` events have that struct.
        unsafe { event_target::set_handler(pc, EventType::AddStream, handler, userdata, destroy) }
    })
}

/// The handler for streams that the peer removed.
///
/// <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/removestream_event>
///
/// - `pc`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_remove_stream(
    pc: *mut RTCPeerConnection,
    handler: RTCMediaStreamEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_remove_stream, {
        // SAFETY: the caller's handle; `RemoveStream` events have that struct.
        unsafe {
            event_target::set_handler(pc, EventType::RemoveStream, handler, userdata, destroy)
        }
    })
}

/// The handler for the end of stats objects: the pairs and candidates that an ICE restart replaced, streams that are not sent any more,
/// their codecs and tracks, transports that nothing uses, and closed data channels that made room for others. No report has them any more.
///
/// <https://www.w3.org/TR/2018/CR-webrtc-20180927/#rtcstatsevent>
///
/// - `pc`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_stats_ended(
    pc: *mut RTCPeerConnection,
    handler: RTCStatsEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_stats_ended, {
        // SAFETY: the caller's handle; `StatsEnded` events have that struct.
        unsafe { event_target::set_handler(pc, EventType::StatsEnded, handler, userdata, destroy) }
    })
}
