//! `getStats`, each with its twin that waits.

use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;

use crate::api::environment::Environment;
use crate::api::error::Error;
use crate::api::media_stream_track::RTCMediaStreamTrack as Track;
use crate::api::peer_connection::Completion;
use crate::api::stats as api;

use super::report::RTCStatsReport;
use crate::ffi::entry::Failure;
use crate::ffi::event_target::SendPointer;
use crate::ffi::handle;
use crate::ffi::media_stream_track::RTCMediaStreamTrack;
use crate::ffi::peer_connection::RTCPeerConnection;
use crate::ffi::promise;
use crate::ffi::result::RTCResult;
use crate::ffi::rtc_error::RTCError;
use crate::ffi::rtp::receiver::RTCRtpReceiver;
use crate::ffi::rtp::sender::RTCRtpSender;

/// Settles the promise of statistics. Called exactly once, after the call that it was given to has returned.
///
/// - `error`: NULL on success, else why not; lent.
/// - `report`: lent; NULL if there is an error.
pub type DuologueStatsCallback = Option<
    unsafe extern "C" fn(
        error: *const RTCError,
        report: *mut RTCStatsReport,
        userdata: *mut c_void,
    ),
>;

/// Gathers statistics. A connection that is closed goes on to give what it had come to.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-getstats>
///
/// - `pc`: lent.
/// - `selector`: lent, nullable: a track of one sender or receiver, to report on that alone.
/// - `callback`: nullable; settles the promise.
/// - `userdata`: nullable; handed to the callback.
///
/// The promise is rejected only if the last reference to the connection is given up meanwhile: with an AbortError.
///
/// Returns `RTC_RESULT_INVALID_ACCESS_ERROR` if no sender or receiver of the connection has the track, or more than one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_get_stats(
    pc: *mut RTCPeerConnection,
    selector: *mut RTCMediaStreamTrack,
    callback: DuologueStatsCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_peer_connection_get_stats, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: as above.
        let selector = unsafe { optional_track(selector) }?;
        Ok(pc.get_stats(selector.as_ref(), with_report(callback, userdata))?)
    })
}

/// Does the same as `rtc_peer_connection_get_stats` and waits until it is done.
///
/// - `pc`: lent.
/// - `selector`: lent, nullable: a track of one sender or receiver, to report on that alone.
/// - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
/// - `report`: takes a new reference.
///
/// Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
/// `DUOLOGUE_RESULT_WRONG_THREAD`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_peer_connection_get_stats_wait(
    pc: *mut RTCPeerConnection,
    selector: *mut RTCMediaStreamTrack,
    timeout_ms: i32,
    report: *mut *mut RTCStatsReport,
) -> RTCResult {
    entry!(duologue_peer_connection_get_stats_wait, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: as above.
        let selector = unsafe { optional_track(selector) }?;
        let environment = pc.event_target().environment();
        let start = |completion| pc.get_stats(selector.as_ref(), completion);
        // SAFETY: the caller's output.
        unsafe { wait(environment, timeout_ms, report, start) }
    })
}

/// Gathers statistics of the streams that the sender sends, with all that they refer to. If there are none, or the connection is
/// gone, the report is empty. The promise is rejected as that of `rtc_peer_connection_get_stats`.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-getstats>
///
/// - `sender`: lent.
/// - `callback`: nullable; settles the promise.
/// - `userdata`: nullable; handed to the callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_sender_get_stats(
    sender: *mut RTCRtpSender,
    callback: DuologueStatsCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_rtp_sender_get_stats, {
        // SAFETY: the caller's handle.
        let sender = unsafe { handle::share(sender.cast_const(), "sender") }?;
        Ok(sender.get_stats(with_report(callback, userdata))?)
    })
}

/// Does the same as `rtc_rtp_sender_get_stats` and waits until it is done.
///
/// - `sender`: lent.
/// - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
/// - `report`: takes a new reference.
///
/// Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
/// `DUOLOGUE_RESULT_WRONG_THREAD`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_rtp_sender_get_stats_wait(
    sender: *mut RTCRtpSender,
    timeout_ms: i32,
    report: *mut *mut RTCStatsReport,
) -> RTCResult {
    entry!(duologue_rtp_sender_get_stats_wait, {
        // SAFETY: the caller's handle.
        let sender = unsafe { handle::share(sender.cast_const(), "sender") }?;
        let start = |completion| sender.get_stats(completion);
        // SAFETY: the caller's output.
        unsafe { wait(sender.environment(), timeout_ms, report, start) }
    })
}

/// Gathers statistics of the streams that the receiver receives, with all that they refer to. Nothing is received yet, so the report
/// is empty. The promise is rejected as that of `rtc_peer_connection_get_stats`.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-getstats>
///
/// - `receiver`: lent.
/// - `callback`: nullable; settles the promise.
/// - `userdata`: nullable; handed to the callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_receiver_get_stats(
    receiver: *mut RTCRtpReceiver,
    callback: DuologueStatsCallback,
    userdata: *mut c_void,
) -> RTCResult {
    entry!(rtc_rtp_receiver_get_stats, {
        // SAFETY: the caller's handle.
        let receiver = unsafe { handle::share(receiver.cast_const(), "receiver") }?;
        Ok(receiver.get_stats(with_report(callback, userdata))?)
    })
}

/// Does the same as `rtc_rtp_receiver_get_stats` and waits until it is done.
///
/// - `receiver`: lent.
/// - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
/// - `report`: takes a new reference.
///
/// Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
/// `DUOLOGUE_RESULT_WRONG_THREAD`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_rtp_receiver_get_stats_wait(
    receiver: *mut RTCRtpReceiver,
    timeout_ms: i32,
    report: *mut *mut RTCStatsReport,
) -> RTCResult {
    entry!(duologue_rtp_receiver_get_stats_wait, {
        // SAFETY: the caller's handle.
        let receiver = unsafe { handle::share(receiver.cast_const(), "receiver") }?;
        let start = |completion| receiver.get_stats(completion);
        // SAFETY: the caller's output.
        unsafe { wait(receiver.environment(), timeout_ms, report, start) }
    })
}

fn with_report(
    callback: DuologueStatsCallback,
    userdata: *mut c_void,
) -> Completion<Arc<api::RTCStatsReport>> {
    let userdata = SendPointer(userdata);
    Box::new(move |result| {
        let userdata = userdata;
        let Some(callback) = callback else { return };
        match result {
            // SAFETY: the application's function and userdata.
            Ok(report) => unsafe { callback(ptr::null(), handle::lend(&report), userdata.0) },
            Err(error) => promise::with_error(Some(&error), |error| {
                // SAFETY: as above.
                unsafe { callback(error, ptr::null_mut(), userdata.0) };
            }),
        }
    })
}

/// # Safety
/// `report` is NULL or writable.
unsafe fn wait(
    environment: &Arc<dyn Environment>,
    timeout_ms: i32,
    report: *mut *mut RTCStatsReport,
    start: impl FnOnce(Completion<Arc<api::RTCStatsReport>>) -> Result<(), Error>,
) -> Result<(), Failure> {
    handle::check_output(report, "report")?;
    let made = promise::wait(environment, timeout_ms, start)?;
    // SAFETY: as promised by the caller.
    unsafe { handle::write(report, handle::give(made), "report") }
}

/// # Safety
/// As for `handle::get`; NULL is good.
unsafe fn optional_track(track: *mut RTCMediaStreamTrack) -> Result<Option<Arc<Track>>, Failure> {
    if track.is_null() {
        return Ok(None);
    }
    // SAFETY: as promised by the caller.
    unsafe { handle::share(track.cast_const(), "selector") }.map(Some)
}
