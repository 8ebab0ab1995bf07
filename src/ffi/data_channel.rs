//! `RTCDataChannel` and its dictionary.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;

use crate::api::data_channel as api;
use crate::api::enums as idl;
use crate::api::event::EventType;

use super::dictionary::{self, Dictionary};
use super::entry::{self, Failure};
use super::enumeration;
use super::enums::{RTCBinaryType, RTCDataChannelState};
use super::event::{RTCErrorEventHandler, RTCEventHandler, RTCMessageEventHandler};
use super::event_target;
use super::handle;
use super::logging::DuologueDestroyCallback;
use super::result::RTCResult;
use super::text;

/// A channel for messages.
///
/// <https://w3c.github.io/webrtc-pc/#rtcdatachannel>
pub struct RTCDataChannel {
    _private: (),
}

handle!(RTCDataChannel, api::RTCDataChannel, DataChannel);

/// What a data channel is to be like. Initialise it with `RTC_DATA_CHANNEL_INIT_INIT`.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannelinit>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCDataChannelInit {
    /// The size of this struct.
    pub struct_size: usize,
    /// The name of the application's protocol; `""` by default.
    pub protocol: *const c_char,
    /// The length of the protocol's name in bytes; `DUOLOGUE_STRLEN` by default.
    pub protocol_length: usize,
    /// For how many milliseconds a message is sent again; `DUOLOGUE_NONE`, the default: without limit.
    pub max_packet_life_time: i32,
    /// How many times a message is sent again; `DUOLOGUE_NONE`, the default: without limit.
    pub max_retransmits: i32,
    /// The number of the channel; `DUOLOGUE_NONE`, the default: the library chooses. Required with `negotiated`, else not heeded.
    pub id: i32,
    /// Whether messages arrive in order; true by default.
    pub ordered: MaybeUninit<bool>,
    /// Whether the peer makes the same channel by itself; false by default.
    pub negotiated: MaybeUninit<bool>,
    /// Leave it 0.
    pub reserved: u16,
}

// SAFETY: integers, flags that may hold anything and pointers, without padding at the end.
unsafe impl Dictionary for RTCDataChannelInit {
    const NAME: &'static str = "RTCDataChannelInit";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        protocol: c"".as_ptr(),
        protocol_length: text::DUOLOGUE_STRLEN,
        max_packet_life_time: super::DUOLOGUE_NONE,
        max_retransmits: super::DUOLOGUE_NONE,
        id: super::DUOLOGUE_NONE,
        ordered: MaybeUninit::new(true),
        negotiated: MaybeUninit::new(false),
        reserved: 0,
    };
}

mirror!(RTCDataChannelState, idl::RTCDataChannelState, { Connecting, Open, Closing, Closed });
mirror!(RTCBinaryType, idl::BinaryType, { Blob, Arraybuffer });

/// # Safety
/// As for `dictionary::read`, and its string is as long as it says.
pub(super) unsafe fn read_init(
    pointer: *const RTCDataChannelInit,
) -> Result<api::RTCDataChannelInit, Failure> {
    // SAFETY: as promised by the caller.
    let init = unsafe { dictionary::read(pointer, "init") }?.unwrap_or(RTCDataChannelInit::INIT);
    // SAFETY: as promised by the caller.
    let protocol =
        unsafe { text::with_length(init.protocol, init.protocol_length, "init.protocol") }?;
    Ok(api::RTCDataChannelInit {
        ordered: dictionary::flag(init.ordered),
        max_packet_life_time: dictionary::u16_or_none(
            init.max_packet_life_time,
            "init.max_packet_life_time",
        )?,
        max_retransmits: dictionary::u16_or_none(init.max_retransmits, "init.max_retransmits")?,
        protocol: protocol.unwrap_or_default().to_owned(),
        negotiated: dictionary::flag(init.negotiated),
        id: dictionary::u16_or_none(init.id, "init.id")?,
    })
}

/// Adds a reference.
///
/// - `channel`: lent, nullable.
///
/// Returns `channel`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_ref(channel: *mut RTCDataChannel) -> *mut RTCDataChannel {
    value!(rtc_data_channel_ref, ptr::null_mut(), {
        // SAFETY: the caller's handle.
        unsafe { handle::add_reference(channel) }
    })
}

/// Gives a reference up.
///
/// - `channel`: nullable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_unref(channel: *mut RTCDataChannel) {
    value!(rtc_data_channel_unref, (), {
        // SAFETY: the caller's handle.
        unsafe { event_target::release(channel) }
    });
}

/// The name of the channel.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-label>
///
/// - `channel`: lent.
///
/// Returns a text that belongs to the channel; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_label(channel: *const RTCDataChannel) -> *const c_char {
    value!(rtc_data_channel_label, ptr::null(), {
        // SAFETY: the caller's handle.
        let channel = unsafe { handle::get(channel, "channel") }?;
        Ok(channel
            .object()
            .borrowed_text("label", channel.label())
            .cast())
    })
}

/// The number of bytes of the channel's name, which may hold U+0000.
///
/// - `channel`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_data_channel_label_length(
    channel: *const RTCDataChannel,
) -> usize {
    value!(duologue_data_channel_label_length, 0, {
        // SAFETY: the caller's handle.
        Ok(unsafe { handle::get(channel, "channel") }?.label().len())
    })
}

/// Whether messages arrive in order.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-ordered>
///
/// - `channel`: lent.
///
/// Returns false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_ordered(channel: *const RTCDataChannel) -> bool {
    value!(rtc_data_channel_ordered, false, {
        // SAFETY: the caller's handle.
        let channel = unsafe { handle::get(channel, "channel") }?;
        Ok(channel.ordered())
    })
}

/// For how many milliseconds a message is sent again.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-maxpacketlifetime>
///
/// - `channel`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_max_packet_life_time(
    channel: *const RTCDataChannel,
    value: *mut u16,
) -> bool {
    value!(rtc_data_channel_max_packet_life_time, false, {
        // SAFETY: the caller's handle.
        let channel = unsafe { handle::get(channel, "channel") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(channel.max_packet_life_time(), value) }
    })
}

/// How many times a message is sent again.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-maxretransmits>
///
/// - `channel`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_max_retransmits(
    channel: *const RTCDataChannel,
    value: *mut u16,
) -> bool {
    value!(rtc_data_channel_max_retransmits, false, {
        // SAFETY: the caller's handle.
        let channel = unsafe { handle::get(channel, "channel") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(channel.max_retransmits(), value) }
    })
}

/// The name of the application's protocol.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-protocol>
///
/// - `channel`: lent.
///
/// Returns a text that belongs to the channel; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_protocol(
    channel: *const RTCDataChannel,
) -> *const c_char {
    value!(rtc_data_channel_protocol, ptr::null(), {
        // SAFETY: the caller's handle.
        let channel = unsafe { handle::get(channel, "channel") }?;
        Ok(channel
            .object()
            .borrowed_text("protocol", channel.protocol())
            .cast())
    })
}

/// The number of bytes of the protocol's name, which may hold U+0000.
///
/// - `channel`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn duologue_data_channel_protocol_length(
    channel: *const RTCDataChannel,
) -> usize {
    value!(duologue_data_channel_protocol_length, 0, {
        // SAFETY: the caller's handle.
        Ok(unsafe { handle::get(channel, "channel") }?.protocol().len())
    })
}

/// Whether the peer made the same channel by itself.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-negotiated>
///
/// - `channel`: lent.
///
/// Returns false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_negotiated(channel: *const RTCDataChannel) -> bool {
    value!(rtc_data_channel_negotiated, false, {
        // SAFETY: the caller's handle.
        let channel = unsafe { handle::get(channel, "channel") }?;
        Ok(channel.negotiated())
    })
}

/// The number of the channel; null until it is known who chooses it.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-id>
///
/// - `channel`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_id(
    channel: *const RTCDataChannel,
    value: *mut u16,
) -> bool {
    value!(rtc_data_channel_id, false, {
        // SAFETY: the caller's handle.
        let channel = unsafe { handle::get(channel, "channel") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(channel.id(), value) }
    })
}

/// The state.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-readystate>
///
/// - `channel`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_ready_state(
    channel: *const RTCDataChannel,
) -> MaybeUninit<RTCDataChannelState> {
    value!(rtc_data_channel_ready_state, enumeration::none(), {
        // SAFETY: the caller's handle.
        let channel = unsafe { handle::get(channel, "channel") }?;
        Ok(MaybeUninit::new(channel.ready_state().into()))
    })
}

/// How many bytes wait to be sent.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-bufferedamount>
///
/// - `channel`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_buffered_amount(channel: *const RTCDataChannel) -> u64 {
    value!(rtc_data_channel_buffered_amount, 0, {
        // SAFETY: the caller's handle.
        let channel = unsafe { handle::get(channel, "channel") }?;
        Ok(channel.buffered_amount())
    })
}

/// At how many bytes that wait `bufferedamountlow` is fired.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-bufferedamountlowthreshold>
///
/// - `channel`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_buffered_amount_low_threshold(
    channel: *const RTCDataChannel,
) -> u32 {
    value!(rtc_data_channel_buffered_amount_low_threshold, 0, {
        // SAFETY: the caller's handle.
        let channel = unsafe { handle::get(channel, "channel") }?;
        Ok(channel.buffered_amount_low_threshold())
    })
}

/// Sets at how many bytes that wait `bufferedamountlow` is fired; 0 at first.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-bufferedamountlowthreshold>
///
/// - `channel`: lent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_set_buffered_amount_low_threshold(
    channel: *mut RTCDataChannel,
    threshold: u32,
) -> RTCResult {
    entry!(rtc_data_channel_set_buffered_amount_low_threshold, {
        // SAFETY: the caller's handle.
        unsafe { handle::get(channel.cast_const(), "channel") }?
            .set_buffered_amount_low_threshold(threshold);
        Ok(())
    })
}

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
/// - `text`: UTF-8, ended by NUL.
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
/// - `text`: UTF-8.
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
/// - `data`: nullable if `length` is 0.
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
