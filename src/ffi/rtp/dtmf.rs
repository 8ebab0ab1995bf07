//! `RTCDTMFSender`.

use std::ffi::{c_char, c_void};
use std::ptr;

use crate::api::event::EventType;
use crate::api::rtp as api;

use crate::ffi::entry::Failure;
use crate::ffi::event::RTCDTMFToneChangeEventHandler;
use crate::ffi::logging::DuologueDestroyCallback;
use crate::ffi::result::RTCResult;
use crate::ffi::{DUOLOGUE_NONE, allocation, event_target, handle, text};

/// What sends the tones of a telephone's keys.
///
/// <https://w3c.github.io/webrtc-pc/#rtcdtmfsender>
pub struct RTCDTMFSender {
    _private: (),
}

handle!(RTCDTMFSender, api::RTCDTMFSender, DtmfSender);

/// Adds a reference.
///
/// - `dtmf`: lent, nullable.
///
/// Returns `dtmf`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_dtmf_sender_ref(dtmf: *mut RTCDTMFSender) -> *mut RTCDTMFSender {
    value!(rtc_dtmf_sender_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(dtmf) }
    })
}

/// Gives a reference up.
///
/// - `dtmf`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_dtmf_sender_unref(dtmf: *mut RTCDTMFSender) {
    value!(rtc_dtmf_sender_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { event_target::release(dtmf) }
    });
}

/// Has tones sent, in place of those that wait.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdtmfsender-insertdtmf>
///
/// - `dtmf`: lent.
/// - `tones`: of `0` to `9`, `A` to `D`, `#` and `*`, and `,` for a pause of two seconds; `""`: no more tones.
/// - `duration`: how many milliseconds a tone lasts, from 40 to 6000, to which other numbers are cut; `DUOLOGUE_NONE`: 100.
/// - `inter_tone_gap`: how many milliseconds there are between tones, from 30 to 6000, to which other numbers are cut; `DUOLOGUE_NONE`: 70.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if no tones can be sent, `RTC_RESULT_INVALID_CHARACTER_ERROR` for a tone that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_dtmf_sender_insert_dtmf(
    dtmf: *mut RTCDTMFSender,
    tones: *const c_char,
    duration: i64,
    inter_tone_gap: i64,
) -> RTCResult {
    entry!(rtc_dtmf_sender_insert_dtmf, {
        // SAFETY: the caller's handle.
        let dtmf = unsafe { handle::share(dtmf.cast_const(), "dtmf") }?;
        // SAFETY: the caller's string.
        let tones = unsafe { text::required(tones, "tones") }?;
        let duration = milliseconds(duration, 100, "duration")?;
        let gap = milliseconds(inter_tone_gap, 70, "inter_tone_gap")?;
        Ok(dtmf.insert_dtmf(tones, duration, gap)?)
    })
}

fn milliseconds(value: i64, default: u32, what: &str) -> Result<u32, Failure> {
    if value == i64::from(DUOLOGUE_NONE) {
        return Ok(default);
    }
    u32::try_from(value)
        .map_err(|_| Failure::type_error(format!("{what}: {value} is not from 0 to 4294967295")))
}

/// Whether tones can be sent.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdtmfsender-caninsertdtmf>
///
/// - `dtmf`: lent.
///
/// Returns false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_dtmf_sender_can_insert_dtmf(dtmf: *const RTCDTMFSender) -> bool {
    value!(rtc_dtmf_sender_can_insert_dtmf, false, {
        // SAFETY: the caller's handle.
        let dtmf = unsafe { handle::get(dtmf, "dtmf") }?;
        Ok(dtmf.can_insert_dtmf())
    })
}

/// The tones that wait to be sent.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdtmfsender-tonebuffer>
///
/// - `dtmf`: lent.
///
/// Returns a text to be released by `duologue_free`; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_dtmf_sender_tone_buffer(dtmf: *const RTCDTMFSender) -> *mut c_char {
    value!(rtc_dtmf_sender_tone_buffer, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        let dtmf = unsafe { handle::get(dtmf, "dtmf") }?;
        Ok(allocation::string(text::to_c_string(&dtmf.tone_buffer())))
    })
}

/// The handler for each tone that begins, and for the end of all.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdtmfsender-ontonechange>
///
/// - `dtmf`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the sender is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_dtmf_sender_set_on_tone_change(
    dtmf: *mut RTCDTMFSender,
    handler: RTCDTMFToneChangeEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_dtmf_sender_set_on_tone_change, {
        // SAFETY: the caller's handle; `ToneChange` events have that struct.
        unsafe {
            event_target::set_handler(dtmf, EventType::ToneChange, handler, userdata, destroy)
        }
    })
}
