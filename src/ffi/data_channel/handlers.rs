//! The `on…` attributes, but for `onmessage`.

use std::ffi::c_void;

use crate::api::event::EventType;
use crate::ffi::event::{RTCErrorEventHandler, RTCEventHandler};
use crate::ffi::event_target;
use crate::ffi::logging::DuologueDestroyCallback;
use crate::ffi::result::RTCResult;

use super::RTCDataChannel;

/// The handler for the channel becoming open.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-onopen>
///
/// - `channel`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the channel is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_set_on_open(
    channel: *mut RTCDataChannel,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_data_channel_set_on_open, {
        // SAFETY: the caller's handle; `Open` events have that struct.
        unsafe { event_target::set_handler(channel, EventType::Open, handler, userdata, destroy) }
    })
}

/// The handler for the bytes that wait falling to the threshold.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-onbufferedamountlow>
///
/// - `channel`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the channel is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_set_on_buffered_amount_low(
    channel: *mut RTCDataChannel,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_data_channel_set_on_buffered_amount_low, {
        // SAFETY: the caller's handle; `BufferedAmountLow` events have that struct.
        unsafe {
            event_target::set_handler(
                channel,
                EventType::BufferedAmountLow,
                handler,
                userdata,
                destroy,
            )
        }
    })
}

/// The handler for a failure.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-onerror>
///
/// - `channel`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the channel is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_set_on_error(
    channel: *mut RTCDataChannel,
    handler: RTCErrorEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_data_channel_set_on_error, {
        // SAFETY: the caller's handle; `Error` events have that struct.
        unsafe { event_target::set_handler(channel, EventType::Error, handler, userdata, destroy) }
    })
}

/// The handler for the channel beginning to close.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-onclosing>
///
/// - `channel`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the channel is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_set_on_closing(
    channel: *mut RTCDataChannel,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_data_channel_set_on_closing, {
        // SAFETY: the caller's handle; `Closing` events have that struct.
        unsafe {
            event_target::set_handler(channel, EventType::Closing, handler, userdata, destroy)
        }
    })
}

/// The handler for the channel having been closed.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-onclose>
///
/// - `channel`: lent.
/// - `handler`: nullable; replaces the one before.
/// - `userdata`: nullable; handed to the handler.
/// - `destroy`: nullable; called on the callback thread when the handler was replaced or the channel is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_set_on_close(
    channel: *mut RTCDataChannel,
    handler: RTCEventHandler,
    userdata: *mut c_void,
    destroy: DuologueDestroyCallback,
) -> RTCResult {
    entry!(rtc_data_channel_set_on_close, {
        // SAFETY: the caller's handle; `Close` events have that struct.
        unsafe { event_target::set_handler(channel, EventType::Close, handler, userdata, destroy) }
    })
}
