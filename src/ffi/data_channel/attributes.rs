//! The attributes, but for `binaryType`.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;

use crate::api::enums as idl;
use crate::ffi::enumeration;
use crate::ffi::enums::{RTCDataChannelState, RTCPriorityType};
use crate::ffi::handle;
use crate::ffi::result::RTCResult;

use super::RTCDataChannel;

mirror!(RTCDataChannelState, idl::RTCDataChannelState, { Connecting, Open, Closing, Closed });

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

/// How the channel counts among others.
///
/// <https://w3c.github.io/webrtc-priority/#dom-rtcdatachannel-priority>
///
/// - `channel`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_data_channel_priority(
    channel: *const RTCDataChannel,
) -> MaybeUninit<RTCPriorityType> {
    value!(rtc_data_channel_priority, enumeration::none(), {
        // SAFETY: the caller's handle.
        let channel = unsafe { handle::get(channel, "channel") }?;
        Ok(MaybeUninit::new(channel.priority().into()))
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

/// Sets at how many bytes that wait `bufferedamountlow` is fired.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-bufferedamountlowthreshold>
///
/// - `channel`: lent.
/// - `threshold`: in bytes; 0 at first.
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
