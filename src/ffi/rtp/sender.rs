//! `RTCRtpSender`.

use std::ffi::{c_char, c_void};
use std::ptr;
use std::sync::Arc;

use crate::api::media_stream_track::RTCMediaStreamTrack as Track;
use crate::api::rtp as api;

use super::capabilities::{self, RTCRtpCapabilities};
use super::dtmf::RTCDTMFSender;
use super::parameters::{self, RTCRtpSendParameters, RTCSetParameterOptions};
use crate::ffi::dtls_transport::RTCDtlsTransport;
use crate::ffi::entry::Failure;
use crate::ffi::handle;
use crate::ffi::media_stream::RTCMediaStream;
use crate::ffi::media_stream_track::RTCMediaStreamTrack;
use crate::ffi::promise::{self, DuologuePromiseCallback};
use crate::ffi::result::RTCResult;

/// What sends a track. Its connection keeps it, even when the track was removed.
///
/// <https://w3c.github.io/webrtc-pc/#rtcrtpsender-interface>
pub struct RTCRtpSender {
    _private: (),
}

handle!(RTCRtpSender, api::RTCRtpSender, RtpSender);

/// Adds a reference.
///
/// - `sender`: lent, nullable.
///
/// Returns `sender`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_sender_ref(sender: *mut RTCRtpSender) -> *mut RTCRtpSender {
    value!(rtc_rtp_sender_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(sender) }
    })
}

/// Gives a reference up.
///
/// - `sender`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_sender_unref(sender: *mut RTCRtpSender) {
    value!(rtc_rtp_sender_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { handle::release(sender) }
    });
}

/// The track that is sent.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-track>
///
/// - `sender`: lent.
///
/// Returns a new reference; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_sender_track(
    sender: *const RTCRtpSender,
) -> *mut RTCMediaStreamTrack {
    value!(rtc_rtp_sender_track, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let sender = unsafe { handle::get(sender, "sender") }?;
        Ok(sender.track().map_or(ptr::null_mut(), handle::give))
    })
}

/// What the packets of the track are sent over.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-transport>
///
/// - `sender`: lent.
///
/// Returns a new reference; NULL if there is none yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_sender_transport(
    sender: *const RTCRtpSender,
) -> *mut RTCDtlsTransport {
    value!(rtc_rtp_sender_transport, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let sender = unsafe { handle::get(sender, "sender") }?;
        Ok(sender.transport().map_or(ptr::null_mut(), handle::give))
    })
}

/// What sends tones, for audio.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-dtmf>
///
/// - `sender`: lent.
///
/// Returns a new reference; NULL for video.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_sender_dtmf(sender: *const RTCRtpSender) -> *mut RTCDTMFSender {
    value!(rtc_rtp_sender_dtmf, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let sender = unsafe { handle::get(sender, "sender") }?;
        Ok(sender.dtmf().map_or(ptr::null_mut(), handle::give))
    })
}

/// What this library can send, whatever the connection.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-getcapabilities>
///
/// - `kind`: lent; `"audio"` or `"video"`.
///
/// Returns a dictionary that may be changed and is to be released by `duologue_free`; NULL for any other kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_sender_get_capabilities(
    kind: *const c_char,
) -> *mut RTCRtpCapabilities {
    value!(rtc_rtp_sender_get_capabilities, ptr::null_mut(), {
        // SAFETY: the caller's string.
        unsafe { capabilities::of_kind(kind, api::RTCRtpSender::capabilities) }
    })
}

/// How the track is sent. What is got can be set once: in a callback until its task ends, on any other thread until a description
/// changes it. As long as it can be set, each call gives the same.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-getparameters>
///
/// - `sender`: lent.
/// - `parameters`: takes a dictionary that may be changed and is to be released by `duologue_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_sender_get_parameters(
    sender: *mut RTCRtpSender,
    parameters: *mut *mut RTCRtpSendParameters,
) -> RTCResult {
    entry!(rtc_rtp_sender_get_parameters, {
        // SAFETY: the caller's handle.
        let sender = unsafe { handle::share(sender.cast_const(), "sender") }?;
        handle::check_output(parameters, "parameters")?;
        let value = parameters::give_send_parameters(&sender.parameters());
        // SAFETY: the caller's output.
        unsafe { handle::write(parameters, value, "parameters") }
    })
}

/// Changes how the track is sent: sets what `rtc_rtp_sender_get_parameters` gave, with the encodings changed. No negotiation is
/// needed for it.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-setparameters>
///
/// - `sender`: lent.
/// - `parameters`: lent.
/// - `options`: lent, nullable.
/// - `callback`: nullable; settles the promise.
/// - `userdata`: nullable; handed to the callback.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the parameters were not got since they were last set or the transceiver is stopped,
/// `RTC_RESULT_INVALID_MODIFICATION_ERROR` for a change of what cannot be changed, a codec that was not negotiated or layers that it
/// does not have, `RTC_RESULT_RANGE_ERROR` for a number out of range.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_sender_set_parameters(
    sender: *mut RTCRtpSender,
    parameters: *const RTCRtpSendParameters,
    options: *const RTCSetParameterOptions,
    callback: DuologuePromiseCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_rtp_sender_set_parameters, {
        // SAFETY: the caller's handle.
        let sender = unsafe { handle::share(sender.cast_const(), "sender") }?;
        // SAFETY: the caller's structs.
        let parameters = unsafe { parameters::read_send_parameters(parameters) }?;
        // SAFETY: as above.
        let options = unsafe { parameters::read_options(options) }?;
        let completion = promise::without_value(callback, userdata);
        Ok(sender.set_parameters(parameters, options, completion)?)
    })
}

/// Does the same as `rtc_rtp_sender_set_parameters` and waits until it is done.
///
/// - `sender`: lent.
/// - `parameters`: lent.
/// - `options`: lent, nullable.
/// - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
///
/// Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
/// `DUOLOGUE_RESULT_WRONG_THREAD`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_rtp_sender_set_parameters_wait(
    sender: *mut RTCRtpSender,
    parameters: *const RTCRtpSendParameters,
    options: *const RTCSetParameterOptions,
    timeout_ms: i32,
) -> RTCResult {
    entry!(duologue_rtp_sender_set_parameters_wait, {
        // SAFETY: the caller's handle.
        let sender = unsafe { handle::share(sender.cast_const(), "sender") }?;
        // SAFETY: the caller's structs.
        let parameters = unsafe { parameters::read_send_parameters(parameters) }?;
        // SAFETY: as above.
        let options = unsafe { parameters::read_options(options) }?;
        promise::wait(sender.environment(), timeout_ms, |completion| {
            sender.set_parameters(parameters, options, completion)
        })
    })
}

/// Sends another track of the same kind, without negotiation.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-replacetrack>
///
/// - `sender`: lent.
/// - `track`: lent, nullable; NULL: nothing is sent.
/// - `callback`: nullable; settles the promise.
/// - `userdata`: nullable; handed to the callback.
///
/// Returns `RTC_RESULT_TYPE_ERROR` for a track of the other kind, `RTC_RESULT_INVALID_STATE_ERROR` if the transceiver is stopped or the
/// connection closed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_sender_replace_track(
    sender: *mut RTCRtpSender,
    track: *mut RTCMediaStreamTrack,
    callback: DuologuePromiseCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_rtp_sender_replace_track, {
        // SAFETY: the caller's handles.
        let sender = unsafe { handle::share(sender.cast_const(), "sender") }?;
        // SAFETY: as above.
        let track = unsafe { optional_track(track) }?;
        Ok(sender.replace_track(track, promise::without_value(callback, userdata))?)
    })
}

/// Does the same as `rtc_rtp_sender_replace_track` and waits until it is done.
///
/// - `sender`: lent.
/// - `track`: lent, nullable; NULL: nothing is sent.
/// - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
///
/// Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
/// `DUOLOGUE_RESULT_WRONG_THREAD`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_rtp_sender_replace_track_wait(
    sender: *mut RTCRtpSender,
    track: *mut RTCMediaStreamTrack,
    timeout_ms: i32,
) -> RTCResult {
    entry!(duologue_rtp_sender_replace_track_wait, {
        // SAFETY: the caller's handles.
        let sender = unsafe { handle::share(sender.cast_const(), "sender") }?;
        // SAFETY: as above.
        let track = unsafe { optional_track(track) }?;
        promise::wait(sender.environment(), timeout_ms, |completion| {
            sender.replace_track(track, completion)
        })
    })
}

/// # Safety
/// As for `handle::get`; NULL is good.
unsafe fn optional_track(track: *mut RTCMediaStreamTrack) -> Result<Option<Arc<Track>>, Failure> {
    if track.is_null() {
        return Ok(None);
    }
    // SAFETY: as promised by the caller.
    unsafe { handle::share(track.cast_const(), "track") }.map(Some)
}

/// Says to which streams the peer is to add the track. The next offer carries it.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-setstreams>
///
/// - `sender`: lent.
/// - `streams`: lent handles; NULL if there are none.
/// - `streams_length`: the number of streams.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_sender_set_streams(
    sender: *mut RTCRtpSender,
    streams: *const *mut RTCMediaStream,
    streams_length: usize,
) -> RTCResult {
    entry!(rtc_rtp_sender_set_streams, {
        // SAFETY: the caller's handles.
        let sender = unsafe { handle::share(sender.cast_const(), "sender") }?;
        // SAFETY: as above.
        let streams = unsafe { handle::share_array(streams, streams_length, "streams") }?;
        Ok(sender.set_streams(streams)?)
    })
}
