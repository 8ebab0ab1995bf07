//! `RTCRtpEncodingParameters` and `RTCResolutionRestriction`.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;

use crate::api::rtp as api;

use super::codec::{self, RTCRtpCodec};
use crate::ffi::dictionary::{self, Dictionary};
use crate::ffi::entry::Failure;
use crate::ffi::enums::RTCPriorityType;
use crate::ffi::parts::Parts;
use crate::ffi::{DUOLOGUE_NONE, enumeration, text};

/// The absent number among those with fractions.
const NONE: f64 = DUOLOGUE_NONE as f64;

/// The largest picture of an encoding, whichever way round. Initialise it with `RTC_RESOLUTION_RESTRICTION_INIT`.
///
/// <https://w3c.github.io/webrtc-extensions/#dom-rtcresolutionrestriction>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCResolutionRestriction {
    /// The size of this struct.
    pub struct_size: usize,
    /// In pixels; `DUOLOGUE_NONE`, the default: absent.
    pub max_width: i64,
    /// In pixels; `DUOLOGUE_NONE`, the default: absent.
    pub max_height: i64,
}

// SAFETY: integers, without padding at the end.
unsafe impl Dictionary for RTCResolutionRestriction {
    const NAME: &'static str = "RTCResolutionRestriction";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        max_width: DUOLOGUE_NONE as i64,
        max_height: DUOLOGUE_NONE as i64,
    };
}

/// How one version of a track is sent. Initialise it with `RTC_RTP_ENCODING_PARAMETERS_INIT`.
///
/// It stands in arrays, so its size never changes: members to come take the place of the reserved ones.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpencodingparameters>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCRtpEncodingParameters {
    /// The size of this struct.
    pub struct_size: usize,
    /// The name of the version, if there are several; NULL, the default: absent.
    pub rid: *const c_char,
    /// The codec to send with; NULL, the default: the first one that was negotiated.
    pub codec: *const RTCRtpCodec,
    /// The largest picture, for video; NULL, the default: absent. With it `scale_resolution_down_by` is not looked at.
    ///
    /// <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpencodingparameters-scaleresolutiondownto>
    pub scale_resolution_down_to: *const RTCResolutionRestriction,
    /// The layers to send, for video, like `"L1T2"`; NULL, the default: absent.
    ///
    /// <https://w3c.github.io/webrtc-svc/#dom-rtcrtpencodingparameters-scalabilitymode>
    pub scalability_mode: *const c_char,
    /// In bits per second; `DUOLOGUE_NONE`, the default: absent.
    pub max_bitrate: i64,
    /// In frames per second, for video; `DUOLOGUE_NONE`, the default: absent.
    pub max_framerate: f64,
    /// By what width and height are divided, for video, 1 at least; `DUOLOGUE_NONE`, the default: absent.
    pub scale_resolution_down_by: f64,
    /// The preferred duration of a packet in milliseconds, for audio; `DUOLOGUE_NONE`, the default: absent.
    ///
    /// <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpencodingparameters-ptime>
    pub ptime: i64,
    /// How it counts when there is not enough for all; `RTC_PRIORITY_TYPE_LOW` by default.
    ///
    /// <https://w3c.github.io/webrtc-priority/#dom-rtcrtpencodingparameters-priority>
    pub priority: MaybeUninit<RTCPriorityType>,
    /// How its packets are marked (DSCP); 0, the default: absent, as `priority`.
    ///
    /// <https://w3c.github.io/webrtc-priority/#dom-rtcrtpencodingparameters-networkpriority>
    pub network_priority: MaybeUninit<RTCPriorityType>,
    /// Whether it is sent; true by default.
    pub active: MaybeUninit<bool>,
    /// Whether the duration of packets may change, for audio; false by default.
    ///
    /// <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpencodingparameters-adaptiveptime>
    pub adaptive_ptime: MaybeUninit<bool>,
    /// Leave them 0.
    pub reserved: [u8; 6],
    /// Leave them 0.
    pub reserved2: [u64; 4],
}

// SAFETY: numbers, flags and enumerations that may hold anything, bytes and pointers, without padding at the end.
unsafe impl Dictionary for RTCRtpEncodingParameters {
    const NAME: &'static str = "RTCRtpEncodingParameters";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        rid: ptr::null(),
        codec: ptr::null(),
        scale_resolution_down_to: ptr::null(),
        scalability_mode: ptr::null(),
        max_bitrate: DUOLOGUE_NONE as i64,
        max_framerate: NONE,
        scale_resolution_down_by: NONE,
        ptime: DUOLOGUE_NONE as i64,
        priority: MaybeUninit::new(RTCPriorityType::Low),
        network_priority: MaybeUninit::zeroed(),
        active: MaybeUninit::new(true),
        adaptive_ptime: MaybeUninit::new(false),
        reserved: [0; 6],
        reserved2: [0; 4],
    };
}

mirror!(RTCPriorityType, api::RTCPriorityType, { VeryLow, Low, Medium, High });

/// # Safety
/// As for `dictionary::read_array`, and all that the structs point to is there.
pub(super) unsafe fn read_encodings(
    encodings: *const RTCRtpEncodingParameters,
    count: usize,
    what: &str,
) -> Result<Vec<api::RTCRtpEncodingParameters>, Failure> {
    // SAFETY: as promised by the caller.
    unsafe { dictionary::read_array(encodings, count, what) }?
        .iter()
        .enumerate()
        // SAFETY: as promised by the caller.
        .map(|(index, c)| unsafe { read(c, &format!("{what}[{index}]")) })
        .collect()
}

/// # Safety
/// All that the struct points to is there.
unsafe fn read(
    c: &RTCRtpEncodingParameters,
    what: &str,
) -> Result<api::RTCRtpEncodingParameters, Failure> {
    dictionary::check_reserved(&c.reserved2, what)?;
    let member = |name: &str| format!("{what}.{name}");
    // SAFETY: as promised by the caller.
    unsafe {
        Ok(api::RTCRtpEncodingParameters {
            rid: text::optional(c.rid, &member("rid"))?.map(str::to_owned),
            active: dictionary::flag(c.active),
            codec: codec::read_optional(c.codec, &member("codec"))?,
            max_bitrate: u32_or_none(c.max_bitrate, &member("max_bitrate"))?,
            max_framerate: double_or_none(c.max_framerate, &member("max_framerate"))?,
            scale_resolution_down_by: double_or_none(
                c.scale_resolution_down_by,
                &member("scale_resolution_down_by"),
            )?,
            scale_resolution_down_to: read_restriction(
                c.scale_resolution_down_to,
                &member("scale_resolution_down_to"),
            )?,
            scalability_mode: text::optional(c.scalability_mode, &member("scalability_mode"))?
                .map(str::to_owned),
            ptime: u32_or_none(c.ptime, &member("ptime"))?,
            adaptive_ptime: dictionary::flag(c.adaptive_ptime),
            priority: enumeration::optional(c.priority, &member("priority"))?
                .map_or(api::RTCPriorityType::Low, Into::into),
            network_priority: enumeration::optional(
                c.network_priority,
                &member("network_priority"),
            )?
            .map(Into::into),
        })
    }
}

/// A dimension that is absent is as good as 0: webrtc-extensions wants both above it.
///
/// # Safety
/// As for `dictionary::read`.
unsafe fn read_restriction(
    restriction: *const RTCResolutionRestriction,
    what: &str,
) -> Result<Option<api::RTCResolutionRestriction>, Failure> {
    // SAFETY: as promised by the caller.
    let Some(c) = (unsafe { dictionary::read(restriction, what) })? else {
        return Ok(None);
    };
    Ok(Some(api::RTCResolutionRestriction {
        max_width: u32_or_none(c.max_width, &format!("{what}.max_width"))?.unwrap_or_default(),
        max_height: u32_or_none(c.max_height, &format!("{what}.max_height"))?.unwrap_or_default(),
    }))
}

fn u32_or_none(value: i64, what: &str) -> Result<Option<u32>, Failure> {
    if value == i64::from(DUOLOGUE_NONE) {
        return Ok(None);
    }
    u32::try_from(value)
        .map(Some)
        .map_err(|_| Failure::type_error(format!("{what}: {value} is not from 0 to 4294967295")))
}

/// A `double` of the IDL, which is finite.
fn double_or_none(value: f64, what: &str) -> Result<Option<f64>, Failure> {
    if value == NONE {
        return Ok(None);
    }
    if !value.is_finite() {
        return Err(Failure::type_error(format!(
            "{what}: {value} is not finite"
        )));
    }
    Ok(Some(value))
}

pub(super) fn to_c(
    encoding: &api::RTCRtpEncodingParameters,
    parts: &mut Parts,
) -> RTCRtpEncodingParameters {
    let codec = encoding
        .codec
        .as_ref()
        .map(|codec| codec::to_c(codec, false, parts));
    let restriction =
        encoding
            .scale_resolution_down_to
            .as_ref()
            .map(|to| RTCResolutionRestriction {
                max_width: to.max_width.into(),
                max_height: to.max_height.into(),
                ..RTCResolutionRestriction::INIT
            });
    RTCRtpEncodingParameters {
        rid: parts.optional_text(encoding.rid.as_deref()),
        codec: parts.list(codec.into_iter().collect()),
        scale_resolution_down_to: parts.list(restriction.into_iter().collect()),
        scalability_mode: parts.optional_text(encoding.scalability_mode.as_deref()),
        max_bitrate: encoding.max_bitrate.map_or(DUOLOGUE_NONE.into(), i64::from),
        max_framerate: encoding.max_framerate.unwrap_or(NONE),
        scale_resolution_down_by: encoding.scale_resolution_down_by.unwrap_or(NONE),
        ptime: encoding.ptime.map_or(DUOLOGUE_NONE.into(), i64::from),
        priority: MaybeUninit::new(encoding.priority.into()),
        network_priority: encoding
            .network_priority
            .map_or_else(enumeration::none, |priority| {
                MaybeUninit::new(priority.into())
            }),
        active: MaybeUninit::new(encoding.active),
        adaptive_ptime: MaybeUninit::new(encoding.adaptive_ptime),
        ..RTCRtpEncodingParameters::INIT
    }
}
