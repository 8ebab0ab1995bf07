//! The members of `RTCPeerConnection` that are about media.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use crate::api::event::EventType;
use crate::api::rtp as api;

use super::RTCPeerConnection;
use crate::ffi::entry::Failure;
use crate::ffi::event::RTCTrackEventHandler;
use crate::ffi::handle::Handle;
use crate::ffi::logging::DuologueDestroyCallback;
use crate::ffi::media_stream::RTCMediaStream;
use crate::ffi::media_stream_track::RTCMediaStreamTrack;
use crate::ffi::result::RTCResult;
use crate::ffi::rtp::receiver::RTCRtpReceiver;
use crate::ffi::rtp::sender::RTCRtpSender;
use crate::ffi::rtp::transceiver::{self, RTCRtpTransceiver, RTCRtpTransceiverInit};
use crate::ffi::{allocation, event_target, handle, text};

/// Sends a track, by a transceiver that has none or a new one. The next offer carries it.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-addtrack>
///
/// - `pc`: lent.
/// - `track`: lent.
/// - `streams`: lent handles of the streams to which the peer is to add the track; NULL if there are none.
/// - `streams_length`: the number of streams.
/// - `sender`: nullable; takes a new reference.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed, `RTC_RESULT_INVALID_ACCESS_ERROR` if it sends the track already.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_add_track(
    pc: *mut RTCPeerConnection,
    track: *mut RTCMediaStreamTrack,
    streams: *const *mut RTCMediaStream,
    streams_length: usize,
    sender: *mut *mut RTCRtpSender,
) -> RTCResult {
    entry!(rtc_peer_connection_add_track, {
        // SAFETY: the caller's handles.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: as above.
        let track = unsafe { handle::share(track.cast_const(), "track") }?;
        // SAFETY: as above.
        let streams = unsafe { handle::share_array(streams, streams_length, "streams") }?;
        let made = pc.add_track(track, streams)?;
        // SAFETY: the caller's output.
        unsafe { write_if_wanted(made, sender) }
    })
}

/// Stops sending a track; the peer's goes on to exist, muted. The next offer carries it.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-removetrack>
///
/// - `pc`: lent.
/// - `sender`: lent; one of the connection's.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed, `RTC_RESULT_INVALID_ACCESS_ERROR` for the sender of another one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_remove_track(
    pc: *mut RTCPeerConnection,
    sender: *mut RTCRtpSender,
) -> RTCResult {
    entry!(rtc_peer_connection_remove_track, {
        // SAFETY: the caller's handles.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: as above.
        let sender = unsafe { handle::share(sender.cast_const(), "sender") }?;
        Ok(pc.remove_track(&sender)?)
    })
}

/// Makes a transceiver that sends a track. The next offer carries it.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-addtransceiver>
///
/// - `pc`: lent.
/// - `track`: lent.
/// - `init`: lent, nullable.
/// - `transceiver`: nullable; takes a new reference.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed, `RTC_RESULT_TYPE_ERROR` for the direction stopped; for encodings
/// `RTC_RESULT_TYPE_ERROR` if their rids are not all there, different and made of letters and digits, `RTC_RESULT_RANGE_ERROR` for a number
/// out of range, `RTC_RESULT_OPERATION_ERROR` for a codec, layers or a largest picture that are not supported,
/// `RTC_RESULT_INVALID_MODIFICATION_ERROR` for a `ptime` beside `adaptive_ptime`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_add_transceiver(
    pc: *mut RTCPeerConnection,
    track: *mut RTCMediaStreamTrack,
    init: *const RTCRtpTransceiverInit,
    transceiver: *mut *mut RTCRtpTransceiver,
) -> RTCResult {
    entry!(rtc_peer_connection_add_transceiver, {
        // SAFETY: the caller's handles.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: as above.
        let track = unsafe { handle::share(track.cast_const(), "track") }?;
        // SAFETY: the caller's struct.
        let init = unsafe { transceiver::read_init(init) }?;
        let made = pc.add_transceiver(api::TrackOrKind::Track(track), init)?;
        // SAFETY: the caller's output.
        unsafe { write_if_wanted(made, transceiver) }
    })
}

/// Makes a transceiver without a track, as `rtc_peer_connection_add_transceiver` does: to receive, or to be given a track later.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-addtransceiver>
///
/// - `pc`: lent.
/// - `kind`: lent; `"audio"` or `"video"`; anything else is `RTC_RESULT_TYPE_ERROR`.
/// - `init`: lent, nullable.
/// - `transceiver`: nullable; takes a new reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_add_transceiver_of_kind(
    pc: *mut RTCPeerConnection,
    kind: *const c_char,
    init: *const RTCRtpTransceiverInit,
    transceiver: *mut *mut RTCRtpTransceiver,
) -> RTCResult {
    entry!(rtc_peer_connection_add_transceiver_of_kind, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::share(pc.cast_const(), "pc") }?;
        // SAFETY: the caller's string.
        let kind = unsafe { text::required(kind, "kind") }?;
        // SAFETY: the caller's struct.
        let init = unsafe { transceiver::read_init(init) }?;
        let made = pc.add_transceiver(api::TrackOrKind::Kind(kind.to_owned()), init)?;
        // SAFETY: the caller's output.
        unsafe { write_if_wanted(made, transceiver) }
    })
}

/// Hands an object over, or lets it go if the caller does not want it.
///
/// # Safety
/// `out` is NULL or writable.
unsafe fn write_if_wanted<H: Handle>(
    object: Arc<H::Target>,
    out: *mut *mut H,
) -> Result<(), Failure> {
    if out.is_null() {
        return Ok(());
    }
    // SAFETY: as promised by the caller.
    unsafe { handle::write(out, handle::give(object), "the output") }
}

/// The senders of the transceivers that are not stopped, in the order in which they were made.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-getsenders>
///
/// - `pc`: lent.
/// - `senders`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
/// - `length`: takes the number of senders.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_get_senders(
    pc: *const RTCPeerConnection,
    senders: *mut *mut *mut RTCRtpSender,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_peer_connection_get_senders, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        // SAFETY: the caller's outputs.
        unsafe { allocation::give_handles(pc.senders(), senders, length) }
    })
}

/// The receivers of the transceivers that are not stopped, in the order in which they were made.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-getreceivers>
///
/// - `pc`: lent.
/// - `receivers`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
/// - `length`: takes the number of receivers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_get_receivers(
    pc: *const RTCPeerConnection,
    receivers: *mut *mut *mut RTCRtpReceiver,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_peer_connection_get_receivers, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        // SAFETY: the caller's outputs.
        unsafe { allocation::give_handles(pc.receivers(), receivers, length) }
    })
}

/// The transceivers, in the order in which they were made.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-gettransceivers>
///
/// - `pc`: lent.
/// - `transceivers`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
/// - `length`: takes the number of transceivers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_get_transceivers(
    pc: *const RTCPeerConnection,
    transceivers: *mut *mut *mut RTCRtpTransceiver,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_peer_connection_get_transceivers, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        // SAFETY: the caller's outputs.
        unsafe { allocation::give_handles(pc.transceivers(), transceivers, length) }
    })
}

/// The handler for tracks that the peer sends.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-ontrack>
///
/// - `pc`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_set_on_track(
    pc: *mut RTCPeerConnection,
    handler: RTCTrackEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_peer_connection_set_on_track, {
        // SAFETY: the caller's handle; `Track` events have that struct.
        unsafe { event_target::set_handler(pc, EventType::Track, handler, userdata, destroy) }
    })
}
