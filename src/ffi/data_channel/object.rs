//! The object and the dictionary that it is made of.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;

use crate::api::data_channel as api;
use crate::ffi::DUOLOGUE_NONE;
use crate::ffi::dictionary::{self, Dictionary};
use crate::ffi::entry::Failure;
use crate::ffi::enumeration;
use crate::ffi::enums::RTCPriorityType;
use crate::ffi::event_target;
use crate::ffi::handle;
use crate::ffi::text;

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
    /// How the channel counts among others; `RTC_PRIORITY_TYPE_LOW` by default. The peer is told.
    ///
    /// <https://w3c.github.io/webrtc-priority/#dom-rtcdatachannelinit-priority>
    pub priority: MaybeUninit<RTCPriorityType>,
    /// Leave it 0.
    pub reserved2: u32,
}

// SAFETY: integers, flags that may hold anything and pointers, without padding at the end.
unsafe impl Dictionary for RTCDataChannelInit {
    const NAME: &'static str = "RTCDataChannelInit";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        protocol: c"".as_ptr(),
        protocol_length: text::DUOLOGUE_STRLEN,
        max_packet_life_time: DUOLOGUE_NONE,
        max_retransmits: DUOLOGUE_NONE,
        id: DUOLOGUE_NONE,
        ordered: MaybeUninit::new(true),
        negotiated: MaybeUninit::new(false),
        reserved: 0,
        priority: MaybeUninit::new(RTCPriorityType::Low),
        reserved2: 0,
    };
}

/// # Safety
/// As for `dictionary::read`, and its string is as long as it says.
pub(in crate::ffi) unsafe fn read_init(
    pointer: *const RTCDataChannelInit,
) -> Result<api::RTCDataChannelInit, Failure> {
    // SAFETY: as promised by the caller.
    let init = unsafe { dictionary::read(pointer, "init") }?.unwrap_or(RTCDataChannelInit::INIT);
    // SAFETY: as promised by the caller.
    let protocol =
        unsafe { text::with_length(init.protocol, init.protocol_length, "init.protocol") }?;
    let default = api::RTCDataChannelInit::default();
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
        priority: enumeration::optional(init.priority, "init.priority")?
            .map_or(default.priority, Into::into),
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
