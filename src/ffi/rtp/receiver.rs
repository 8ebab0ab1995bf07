//! `RTCRtpReceiver`.

use std::ffi::{c_char, c_void};
use std::ptr;
use std::sync::Arc;

use crate::api::event::EventType;
use crate::api::rtp as api;

use super::capabilities::{self, RTCRtpCapabilities};
use super::parameters::{self, RTCRtpReceiveParameters};
use crate::ffi::dtls_transport::RTCDtlsTransport;
use crate::ffi::entry::Failure;
use crate::ffi::event::RTCEventHandler;
use crate::ffi::logging::DuologueDestroyCallback;
use crate::ffi::media_stream_track::RTCMediaStreamTrack;
use crate::ffi::parts::Parts;
use crate::ffi::result::RTCResult;
use crate::ffi::{DUOLOGUE_NONE, allocation, event_target, handle};

/// What receives a track. Its connection keeps it.
///
/// <https://w3c.github.io/webrtc-pc/#rtcrtpreceiver-interface>
pub struct RTCRtpReceiver {
    _private: (),
}

handle!(RTCRtpReceiver, api::RTCRtpReceiver, RtpReceiver);

/// A source that contributed to what was received in the last ten seconds. The library fills it.
///
/// It stands in arrays, so its size never changes: members to come take the place of the reserved ones.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpcontributingsource>
#[repr(C)]
pub struct RTCRtpContributingSource {
    /// When its media was last delivered, in milliseconds since 1970.
    pub timestamp: f64,
    /// How loud it was, from 0 to 1, for audio; `DUOLOGUE_NONE`: absent.
    pub audio_level: f64,
    /// When the media was captured, in milliseconds since 1970 by the clock of the sender; `DUOLOGUE_NONE`: absent.
    ///
    /// <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpcontributingsource-capturetimestamp>
    pub capture_timestamp: f64,
    /// By how many milliseconds the capturer's clock is ahead of the sender's; NULL: absent.
    ///
    /// <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpcontributingsource-sendercapturetimeoffset>
    pub sender_capture_time_offset: *const f64,
    /// The CSRC or SSRC.
    pub source: u32,
    /// The timestamp of the last packet.
    pub rtp_timestamp: u32,
    /// 0.
    pub reserved: [u64; 2],
}

/// The source that sent what was received: the same struct.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsynchronizationsource>
pub type RTCRtpSynchronizationSource = RTCRtpContributingSource;

/// Adds a reference.
///
/// - `receiver`: lent, nullable.
///
/// Returns `receiver`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_receiver_ref(
    receiver: *mut RTCRtpReceiver,
) -> *mut RTCRtpReceiver {
    value!(rtc_rtp_receiver_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(receiver) }
    })
}

/// Gives a reference up.
///
/// - `receiver`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_receiver_unref(receiver: *mut RTCRtpReceiver) {
    value!(rtc_rtp_receiver_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { event_target::release(receiver) }
    });
}

/// The track that is received. It is there from the beginning and never changes.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-track>
///
/// - `receiver`: lent.
///
/// Returns a new reference; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_receiver_track(
    receiver: *const RTCRtpReceiver,
) -> *mut RTCMediaStreamTrack {
    value!(rtc_rtp_receiver_track, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let receiver = unsafe { handle::get(receiver, "receiver") }?;
        Ok(handle::give(Arc::clone(receiver.track())))
    })
}

/// What the packets of the track are received over.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-transport>
///
/// - `receiver`: lent.
///
/// Returns a new reference; NULL if there is none yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_receiver_transport(
    receiver: *const RTCRtpReceiver,
) -> *mut RTCDtlsTransport {
    value!(rtc_rtp_receiver_transport, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let receiver = unsafe { handle::get(receiver, "receiver") }?;
        Ok(receiver.transport().map_or(ptr::null_mut(), handle::give))
    })
}

/// What this library can receive, whatever the connection.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-getcapabilities>
///
/// - `kind`: lent; `"audio"` or `"video"`.
///
/// Returns a dictionary that may be changed and is to be released by `duologue_free`; NULL for any other kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_receiver_get_capabilities(
    kind: *const c_char,
) -> *mut RTCRtpCapabilities {
    value!(rtc_rtp_receiver_get_capabilities, ptr::null_mut(), {
        // SAFETY: the caller's string.
        unsafe { capabilities::of_kind(kind, api::RTCRtpReceiver::capabilities) }
    })
}

/// How the track is received.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-getparameters>
///
/// - `receiver`: lent.
/// - `parameters`: takes a dictionary to be released by `duologue_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_receiver_get_parameters(
    receiver: *const RTCRtpReceiver,
    parameters: *mut *mut RTCRtpReceiveParameters,
) -> RTCResult {
    entry!(rtc_rtp_receiver_get_parameters, {
        // SAFETY: the caller's handle.
        let receiver = unsafe { handle::get(receiver, "receiver") }?;
        handle::check_output(parameters, "parameters")?;
        let value = parameters::give_receive_parameters(&receiver.parameters());
        // SAFETY: the caller's output.
        unsafe { handle::write(parameters, value, "parameters") }
    })
}

/// The sources that were mixed into what was received in the last ten seconds (CSRCs), the latest first.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-getcontributingsources>
///
/// - `receiver`: lent.
/// - `sources`: takes an array to be released by `duologue_free`; NULL if there are none.
/// - `length`: takes the number of sources.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_receiver_get_contributing_sources(
    receiver: *const RTCRtpReceiver,
    sources: *mut *const RTCRtpContributingSource,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_rtp_receiver_get_contributing_sources, {
        // SAFETY: the caller's handle.
        let receiver = unsafe { handle::get(receiver, "receiver") }?;
        // SAFETY: the caller's outputs.
        unsafe { give_sources(&receiver.contributing_sources(), sources, length) }
    })
}

/// The sources that sent what was received in the last ten seconds (SSRCs), the latest first.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-getsynchronizationsources>
///
/// - `receiver`: lent.
/// - `sources`: takes an array to be released by `duologue_free`; NULL if there are none.
/// - `length`: takes the number of sources.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_receiver_get_synchronization_sources(
    receiver: *const RTCRtpReceiver,
    sources: *mut *const RTCRtpSynchronizationSource,
    length: *mut usize,
) -> RTCResult {
    entry!(rtc_rtp_receiver_get_synchronization_sources, {
        // SAFETY: the caller's handle.
        let receiver = unsafe { handle::get(receiver, "receiver") }?;
        // SAFETY: the caller's outputs.
        unsafe { give_sources(&receiver.synchronization_sources(), sources, length) }
    })
}

/// # Safety
/// The outputs are NULL or writable.
unsafe fn give_sources(
    sources: &[api::RTCRtpContributingSource],
    array: *mut *const RTCRtpContributingSource,
    length: *mut usize,
) -> Result<(), Failure> {
    handle::check_output(array, "sources")?;
    handle::check_output(length, "length")?;
    let mut parts = Parts::default();
    let list: Vec<RTCRtpContributingSource> = sources
        .iter()
        .map(|source| RTCRtpContributingSource {
            timestamp: source.timestamp,
            audio_level: source.audio_level.unwrap_or(DUOLOGUE_NONE.into()),
            capture_timestamp: source.capture_timestamp.unwrap_or(DUOLOGUE_NONE.into()),
            sender_capture_time_offset: parts
                .list(source.sender_capture_time_offset.into_iter().collect()),
            source: source.source,
            rtp_timestamp: source.rtp_timestamp,
            reserved: [0; 2],
        })
        .collect();
    // SAFETY: checked above.
    unsafe {
        length.write(list.len());
        array.write(allocation::array(list, parts));
    }
    Ok(())
}

/// How long media is to wait before it is delivered, in milliseconds.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-jitterbuffertarget>
///
/// - `receiver`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null: the library decides.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_receiver_jitter_buffer_target(
    receiver: *const RTCRtpReceiver,
    value: *mut f64,
) -> bool {
    value!(rtc_rtp_receiver_jitter_buffer_target, false, {
        // SAFETY: the caller's handle.
        let receiver = unsafe { handle::get(receiver, "receiver") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(receiver.jitter_buffer_target(), value) }
    })
}

/// Says how long media is to wait before it is delivered.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-jitterbuffertarget>
///
/// - `receiver`: lent.
/// - `value`: from 0 to 4000 milliseconds; `DUOLOGUE_NONE`: null, the library decides.
///
/// Returns `RTC_RESULT_RANGE_ERROR` for a number out of range, `RTC_RESULT_TYPE_ERROR` for one that is not finite.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_receiver_set_jitter_buffer_target(
    receiver: *mut RTCRtpReceiver,
    value: f64,
) -> RTCResult {
    entry!(rtc_rtp_receiver_set_jitter_buffer_target, {
        // SAFETY: the caller's handle.
        let receiver = unsafe { handle::get(receiver.cast_const(), "receiver") }?;
        if !value.is_finite() {
            return Err(Failure::type_error(format!("{value} is not finite")));
        }
        let value = (value != f64::from(DUOLOGUE_NONE)).then_some(value);
        Ok(receiver.set_jitter_buffer_target(value)?)
    })
}

/// The handler for a change of what `rtc_rtp_receiver_get_synchronization_sources` gives.
///
/// <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpreceiver-onssrcchange>
///
/// - `receiver`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the receiver is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_receiver_set_on_ssrc_change(
    receiver: *mut RTCRtpReceiver,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_rtp_receiver_set_on_ssrc_change, {
        // SAFETY: the caller's handle; `SsrcChange` events have that struct.
        unsafe {
            event_target::set_handler(receiver, EventType::SsrcChange, handler, userdata, destroy)
        }
    })
}

/// The handler for a change of what `rtc_rtp_receiver_get_contributing_sources` gives.
///
/// <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpreceiver-oncsrcchange>
///
/// - `receiver`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the receiver is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_rtp_receiver_set_on_csrc_change(
    receiver: *mut RTCRtpReceiver,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_rtp_receiver_set_on_csrc_change, {
        // SAFETY: the caller's handle; `CsrcChange` events have that struct.
        unsafe {
            event_target::set_handler(receiver, EventType::CsrcChange, handler, userdata, destroy)
        }
    })
}
