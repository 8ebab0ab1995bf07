//! Closing, and messages both ways.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;

use crate::api::enums as idl;
use crate::api::event::EventType;
use crate::ffi::entry::{self, Failure};
use crate::ffi::enumeration;
use crate::ffi::enums::RTCBinaryType;
use crate::ffi::event::RTCMessageEventHandler;
use crate::ffi::event_target;
use crate::ffi::handle;
use crate::ffi::logging::DuologueDestroyCallback;
use crate::ffi::result::RTCResult;
use crate::ffi::text;

use super::RTCDataChannel;

mirror!(RTCBinaryType, idl::BinaryType, { Blob, Arraybuffer });

/// Closes the channel, after what was sent before. It does not wait.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-close>
///
/// - `channel`: lent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_close(channel: *mut RTCDataChannel) -> RTCResult {
    entry!(rtc_data_channel_close, {
        // SAFETY: the caller's handle.
        let channel = unsafe { handle::share(channel.cast_const(), "channel") }?;
        entry::settle_later(channel.event_target().environment());
        channel.close();
        Ok(())
    })
}

/// The handler for messages.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-onmessage>
///
/// - `channel`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the channel is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_set_on_message(
    channel: *mut RTCDataChannel,
    handler: RTCMessageEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_data_channel_set_on_message, {
        // SAFETY: the caller's handle; `Message` events have that struct.
        unsafe {
            event_target::set_handler(channel, EventType::Message, handler, userdata, destroy)
        }
    })
}

/// What binary messages would be in a browser.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-binarytype>
///
/// - `channel`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_binary_type(
    channel: *const RTCDataChannel,
) -> MaybeUninit<RTCBinaryType> {
    value!(rtc_data_channel_binary_type, enumeration::none(), {
        // SAFETY: the caller's handle.
        let channel = unsafe { handle::get(channel, "channel") }?;
        Ok(MaybeUninit::new(channel.binary_type().into()))
    })
}

/// Sets what binary messages would be in a browser.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-binarytype>
///
/// - `channel`: lent.
/// - `binary_type`: `RTC_BINARY_TYPE_ARRAYBUFFER` at first. It changes nothing but what is read here.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_set_binary_type(
    channel: *mut RTCDataChannel,
    binary_type: MaybeUninit<RTCBinaryType>,
) -> RTCResult {
    entry!(rtc_data_channel_set_binary_type, {
        // SAFETY: the caller's handle.
        let channel = unsafe { handle::get(channel.cast_const(), "channel") }?;
        channel.set_binary_type(enumeration::required(binary_type, "binary_type")?.into());
        Ok(())
    })
}

/// Sends a text. It does not wait.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-send>
///
/// - `channel`: lent.
/// - `text`: lent; UTF-8, ended by NUL.
///
/// Returns `RTC_RESULT_INVALID_STATE_ERROR` if the channel is not open, `RTC_RESULT_TYPE_ERROR` if the message is larger than the
/// peer takes, `RTC_RESULT_OPERATION_ERROR` if too much waits to be sent; then `bufferedamountlow` says when to go on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_send_string(
    channel: *mut RTCDataChannel,
    text: *const c_char,
) -> RTCResult {
    entry!(rtc_data_channel_send_string, {
        // SAFETY: the caller's handle and string.
        unsafe { send_text(channel, text, text::DUOLOGUE_STRLEN) }
    })
}

/// Sends a text that may hold U+0000, as `rtc_data_channel_send_string` does.
///
/// - `channel`: lent.
/// - `text`: lent; UTF-8.
/// - `length`: the number of bytes, or `DUOLOGUE_STRLEN`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_send_string_with_length(
    channel: *mut RTCDataChannel,
    text: *const c_char,
    length: usize,
) -> RTCResult {
    entry!(rtc_data_channel_send_string_with_length, {
        // SAFETY: the caller's handle and string.
        unsafe { send_text(channel, text, length) }
    })
}

/// # Safety
/// As for `handle::get` and `text::with_length`.
unsafe fn send_text(
    channel: *const RTCDataChannel,
    string: *const c_char,
    length: usize,
) -> Result<(), Failure> {
    // SAFETY: as promised by the caller.
    let channel = unsafe { handle::get(channel, "channel") }?;
    // SAFETY: as promised by the caller.
    let text = unsafe { text::with_length(string, length, "text") }?
        .ok_or_else(|| Failure::type_error("text is NULL"))?;
    Ok(channel.send(false, text.as_bytes())?)
}

/// Sends bytes, as `rtc_data_channel_send_string` does a text.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-send>
///
/// - `channel`: lent.
/// - `data`: lent; nullable if `length` is 0.
/// - `length`: the number of bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_send_data(
    channel: *mut RTCDataChannel,
    data: *const c_void,
    length: usize,
) -> RTCResult {
    entry!(rtc_data_channel_send_data, {
        // SAFETY: the caller's handle.
        let channel = unsafe { handle::get(channel.cast_const(), "channel") }?;
        // SAFETY: the caller's bytes.
        let data = unsafe { text::bytes(data.cast(), length, "data") }?;
        Ok(channel.send(true, data)?)
    })
}
