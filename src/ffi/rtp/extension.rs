//! RTP header extensions: `RTCRtpHeaderExtensionParameters` and `RTCRtpHeaderExtensionCapability`.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;

use crate::api::rtp as api;

use crate::ffi::dictionary::{self, Dictionary};
use crate::ffi::entry::Failure;
use crate::ffi::enums::RTCRtpTransceiverDirection;
use crate::ffi::parts::Parts;
use crate::ffi::{allocation, enumeration, handle, text};

/// A header extension that is in use. The library fills it.
///
/// It stands in arrays, so its size never changes: members to come take the place of the reserved ones.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpheaderextensionparameters>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCRtpHeaderExtensionParameters {
    /// The size of this struct.
    pub struct_size: usize,
    /// What it is: `"urn:ietf:params:rtp-hdrext:sdes:mid"`.
    pub uri: *const c_char,
    /// The number that stands for it in packets.
    pub id: u16,
    /// Whether it is encrypted; false by default.
    pub encrypted: MaybeUninit<bool>,
    /// Leave them 0.
    pub reserved: [u8; 5],
    /// Leave it 0.
    pub reserved2: u64,
}

// SAFETY: integers, a flag that may hold anything, bytes and a pointer, without padding at the end.
unsafe impl Dictionary for RTCRtpHeaderExtensionParameters {
    const NAME: &'static str = "RTCRtpHeaderExtensionParameters";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        uri: ptr::null(),
        id: 0,
        encrypted: MaybeUninit::new(false),
        reserved: [0; 5],
        reserved2: 0,
    };
}

/// A header extension that could be used. Initialise it with `RTC_RTP_HEADER_EXTENSION_CAPABILITY_INIT`.
///
/// It stands in arrays, so its size never changes: members to come take the place of the reserved ones.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpheaderextensioncapability>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCRtpHeaderExtensionCapability {
    /// The size of this struct.
    pub struct_size: usize,
    /// What it is: `"urn:ietf:params:rtp-hdrext:sdes:mid"`; required.
    pub uri: *const c_char,
    /// Whether it is offered, and for which direction; `RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED`: not offered; required.
    ///
    /// <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpheaderextensioncapability-direction>
    pub direction: MaybeUninit<RTCRtpTransceiverDirection>,
    /// Leave it 0.
    pub reserved: u32,
    /// Leave it 0.
    pub reserved2: u64,
}

// SAFETY: integers, an enumeration that may hold anything and a pointer, without padding at the end.
unsafe impl Dictionary for RTCRtpHeaderExtensionCapability {
    const NAME: &'static str = "RTCRtpHeaderExtensionCapability";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        uri: ptr::null(),
        direction: MaybeUninit::zeroed(),
        reserved: 0,
        reserved2: 0,
    };
}

/// # Safety
/// As for `dictionary::read_array`, and the strings end with NUL.
pub(super) unsafe fn read_parameters(
    extensions: *const RTCRtpHeaderExtensionParameters,
    count: usize,
    what: &str,
) -> Result<Vec<api::RTCRtpHeaderExtensionParameters>, Failure> {
    // SAFETY: as promised by the caller.
    unsafe { dictionary::read_array(extensions, count, what) }?
        .iter()
        .map(|c| {
            dictionary::check_reserved(&[c.reserved2], what)?;
            Ok(api::RTCRtpHeaderExtensionParameters {
                // SAFETY: as promised by the caller.
                uri: unsafe { text::required(c.uri, &format!("{what}.uri")) }?.to_owned(),
                id: c.id,
                encrypted: dictionary::flag(c.encrypted),
            })
        })
        .collect()
}

/// # Safety
/// As for `dictionary::read_array`, and the strings end with NUL.
pub(super) unsafe fn read_capabilities(
    extensions: *const RTCRtpHeaderExtensionCapability,
    count: usize,
    what: &str,
) -> Result<Vec<api::RTCRtpHeaderExtensionCapability>, Failure> {
    // SAFETY: as promised by the caller.
    unsafe { dictionary::read_array(extensions, count, what) }?
        .iter()
        .map(|c| {
            dictionary::check_reserved(&[c.reserved.into(), c.reserved2], what)?;
            let direction = enumeration::required(c.direction, &format!("{what}.direction"))?;
            Ok(api::RTCRtpHeaderExtensionCapability {
                // SAFETY: as promised by the caller.
                uri: unsafe { text::required(c.uri, &format!("{what}.uri")) }?.to_owned(),
                direction: direction.into(),
            })
        })
        .collect()
}

pub(super) fn parameters_to_c(
    extension: &api::RTCRtpHeaderExtensionParameters,
    parts: &mut Parts,
) -> RTCRtpHeaderExtensionParameters {
    RTCRtpHeaderExtensionParameters {
        uri: parts.text(&extension.uri),
        id: extension.id,
        encrypted: MaybeUninit::new(extension.encrypted),
        ..RTCRtpHeaderExtensionParameters::INIT
    }
}

pub(super) fn capability_to_c(
    extension: &api::RTCRtpHeaderExtensionCapability,
    parts: &mut Parts,
) -> RTCRtpHeaderExtensionCapability {
    RTCRtpHeaderExtensionCapability {
        uri: parts.text(&extension.uri),
        direction: MaybeUninit::new(extension.direction.into()),
        ..RTCRtpHeaderExtensionCapability::INIT
    }
}

/// An array for C, to be released by `duologue_free`.
///
/// # Safety
/// The outputs are NULL or writable.
pub(super) unsafe fn give_capabilities(
    extensions: &[api::RTCRtpHeaderExtensionCapability],
    array: *mut *mut RTCRtpHeaderExtensionCapability,
    length: *mut usize,
) -> Result<(), Failure> {
    handle::check_output(array, "extensions")?;
    handle::check_output(length, "length")?;
    let mut parts = Parts::default();
    let list: Vec<_> = extensions
        .iter()
        .map(|extension| capability_to_c(extension, &mut parts))
        .collect();
    // SAFETY: checked above.
    unsafe {
        length.write(list.len());
        array.write(allocation::array(list, parts));
    }
    Ok(())
}
