//! `RTCRtpCodec` and `RTCRtpCodecParameters`.

use std::ffi::c_char;
use std::ptr;

use crate::api::rtp as api;

use crate::ffi::dictionary::{self, Dictionary};
use crate::ffi::entry::Failure;
use crate::ffi::parts::Parts;
use crate::ffi::{DUOLOGUE_NONE, text};

/// A codec. Initialise it with `RTC_RTP_CODEC_INIT`.
///
/// It stands in arrays, so its size never changes: members to come take the place of the reserved ones.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpcodec>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCRtpCodec {
    /// The size of this struct.
    pub struct_size: usize,
    /// `"audio/opus"`, `"video/VP8"`; required.
    pub mime_type: *const c_char,
    /// What `a=fmtp` says of it, like `"minptime=10;useinbandfec=1"`; NULL, the default: absent.
    pub sdp_fmtp_line: *const c_char,
    /// In hertz; required.
    pub clock_rate: u32,
    /// The number of channels; `DUOLOGUE_NONE`, the default: absent, as it is for video.
    pub channels: i32,
    /// Of RTCRtpCodecParameters alone: the payload type. Elsewhere `DUOLOGUE_NONE`, the default, and not looked at.
    pub payload_type: i32,
    /// Leave it 0.
    pub reserved: u32,
    /// Leave them 0.
    pub reserved2: [u64; 2],
}

/// A codec with its payload type: the same struct, so that a codec of `getParameters` can be given where any codec can.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpcodecparameters>
pub type RTCRtpCodecParameters = RTCRtpCodec;

// SAFETY: integers and pointers, without padding.
unsafe impl Dictionary for RTCRtpCodec {
    const NAME: &'static str = "RTCRtpCodec";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        mime_type: ptr::null(),
        sdp_fmtp_line: ptr::null(),
        clock_rate: 0,
        channels: DUOLOGUE_NONE,
        payload_type: DUOLOGUE_NONE,
        reserved: 0,
        reserved2: [0; 2],
    };
}

/// # Safety
/// As for `dictionary::read_array`, and the strings end with NUL.
pub(super) unsafe fn read_codecs(
    codecs: *const RTCRtpCodec,
    count: usize,
    what: &str,
) -> Result<Vec<api::RTCRtpCodec>, Failure> {
    // SAFETY: as promised by the caller.
    unsafe { dictionary::read_array(codecs, count, what) }?
        .iter()
        // SAFETY: as promised by the caller.
        .map(|codec| unsafe { read(codec, what) })
        .collect()
}

/// # Safety
/// As for `dictionary::read`, and the strings end with NUL.
pub(super) unsafe fn read_optional(
    codec: *const RTCRtpCodec,
    what: &str,
) -> Result<Option<api::RTCRtpCodec>, Failure> {
    // SAFETY: as promised by the caller.
    unsafe { dictionary::read(codec, what) }?
        // SAFETY: as promised by the caller.
        .map(|codec| unsafe { read(&codec, what) })
        .transpose()
}

/// # Safety
/// The strings end with NUL.
unsafe fn read(c: &RTCRtpCodec, what: &str) -> Result<api::RTCRtpCodec, Failure> {
    dictionary::check_reserved(&[c.reserved.into(), c.reserved2[0], c.reserved2[1]], what)?;
    let payload_type = match c.payload_type {
        DUOLOGUE_NONE => 0,
        number => u8::try_from(number).map_err(|_| {
            Failure::type_error(format!(
                "{what}.payload_type: {number} is not from 0 to 255"
            ))
        })?,
    };
    // SAFETY: as promised by the caller.
    unsafe {
        Ok(api::RTCRtpCodec {
            payload_type,
            mime_type: text::required(c.mime_type, &format!("{what}.mime_type"))?.to_owned(),
            clock_rate: c.clock_rate,
            channels: dictionary::u16_or_none(c.channels, &format!("{what}.channels"))?,
            sdp_fmtp_line: text::optional(c.sdp_fmtp_line, &format!("{what}.sdp_fmtp_line"))?
                .map(str::to_owned),
            rtcp_feedback: Vec::new(),
        })
    }
}

/// A codec for C; `parameters`: with its payload type.
pub(super) fn to_c(codec: &api::RTCRtpCodec, parameters: bool, parts: &mut Parts) -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: parts.text(&codec.mime_type),
        sdp_fmtp_line: parts.optional_text(codec.sdp_fmtp_line.as_deref()),
        clock_rate: codec.clock_rate,
        channels: codec.channels.map_or(DUOLOGUE_NONE, i32::from),
        payload_type: if parameters {
            i32::from(codec.payload_type)
        } else {
            DUOLOGUE_NONE
        },
        ..RTCRtpCodec::INIT
    }
}
