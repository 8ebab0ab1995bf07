//! `RTCRtpSendParameters`, `RTCRtpReceiveParameters` and what they consist of.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;

use crate::api::rtp as api;

use super::codec::{self, RTCRtpCodecParameters};
use super::encoding::{self, RTCRtpEncodingParameters};
use super::extension::{self, RTCRtpHeaderExtensionParameters};
use crate::ffi::dictionary::{self, Dictionary};
use crate::ffi::entry::Failure;
use crate::ffi::parts::Parts;
use crate::ffi::{allocation, text};

/// What parameters say of RTCP. Its size never changes.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtcpparameters>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCRtcpParameters {
    /// The canonical name; NULL: absent.
    pub cname: *const c_char,
    /// Whether RTCP may be of reduced size (RFC 5506).
    pub reduced_size: MaybeUninit<bool>,
    /// Leave them 0.
    pub reserved: [u8; 7],
    /// Leave it 0.
    pub reserved2: u64,
}

impl RTCRtcpParameters {
    const INIT: Self = Self {
        cname: ptr::null(),
        reduced_size: MaybeUninit::new(false),
        reserved: [0; 7],
        reserved2: 0,
    };
}

/// How a track is received. The library fills it.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpparameters>
#[repr(C)]
pub struct RTCRtpParameters {
    /// The header extensions that were negotiated.
    pub header_extensions: *mut RTCRtpHeaderExtensionParameters,
    /// The number of header extensions.
    pub header_extensions_length: usize,
    /// What is said of RTCP.
    pub rtcp: RTCRtcpParameters,
    /// The codecs that were negotiated.
    pub codecs: *mut RTCRtpCodecParameters,
    /// The number of codecs.
    pub codecs_length: usize,
}

/// How a track is received: nothing but the parameters that senders have as well.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiveparameters>
pub type RTCRtpReceiveParameters = RTCRtpParameters;

/// How a track is sent. `rtc_rtp_sender_get_parameters` makes it; the encodings may be changed in place, but not added, removed or
/// moved; all else stays as it is. A string or a codec that is put into it has to stay until `rtc_rtp_sender_set_parameters` returned.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsendparameters>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCRtpSendParameters {
    /// The size of this struct.
    pub struct_size: usize,
    /// Names what was got: nothing else can be set.
    pub transaction_id: *const c_char,
    /// The versions of the track that are sent.
    pub encodings: *mut RTCRtpEncodingParameters,
    /// The number of encodings.
    pub encodings_length: usize,
    /// The header extensions that were negotiated.
    pub header_extensions: *mut RTCRtpHeaderExtensionParameters,
    /// The number of header extensions.
    pub header_extensions_length: usize,
    /// What is said of RTCP.
    pub rtcp: RTCRtcpParameters,
    /// The codecs that were negotiated.
    pub codecs: *mut RTCRtpCodecParameters,
    /// The number of codecs.
    pub codecs_length: usize,
}

// SAFETY: integers, a flag that may hold anything and pointers, without padding at the end.
unsafe impl Dictionary for RTCRtpSendParameters {
    const NAME: &'static str = "RTCRtpSendParameters";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        transaction_id: ptr::null(),
        encodings: ptr::null_mut(),
        encodings_length: 0,
        header_extensions: ptr::null_mut(),
        header_extensions_length: 0,
        rtcp: RTCRtcpParameters::INIT,
        codecs: ptr::null_mut(),
        codecs_length: 0,
    };
}

/// What goes beside `setParameters`. Initialise it with `RTC_SET_PARAMETER_OPTIONS_INIT`.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcsetparameteroptions>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCSetParameterOptions {
    /// The size of this struct.
    pub struct_size: usize,
    /// What to do with each encoding: none, the default, or as many as there are encodings.
    ///
    /// <https://w3c.github.io/webrtc-extensions/#dom-rtcsetparameteroptions-encodingoptions>
    pub encoding_options: *const RTCEncodingOptions,
    /// The number of options.
    pub encoding_options_length: usize,
}

// SAFETY: integers and a pointer, without padding.
unsafe impl Dictionary for RTCSetParameterOptions {
    const NAME: &'static str = "RTCSetParameterOptions";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        encoding_options: ptr::null(),
        encoding_options_length: 0,
    };
}

/// What to do with an encoding. Initialise it with `RTC_ENCODING_OPTIONS_INIT`.
///
/// <https://w3c.github.io/webrtc-extensions/#dom-rtcencodingoptions>
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RTCEncodingOptions {
    /// The size of this struct.
    pub struct_size: usize,
    /// Whether a key frame is to be sent; false by default.
    pub key_frame: MaybeUninit<bool>,
    /// Leave them 0.
    pub reserved: [u8; 7],
}

// SAFETY: an integer, a flag that may hold anything and bytes, without padding on machines of 64 bits; elsewhere the bytes end it.
unsafe impl Dictionary for RTCEncodingOptions {
    const NAME: &'static str = "RTCEncodingOptions";
    const FIRST_SIZE: usize = size_of::<Self>();
    const INIT: Self = Self {
        struct_size: size_of::<Self>(),
        key_frame: MaybeUninit::new(false),
        reserved: [0; 7],
    };
}

/// # Safety
/// As for `dictionary::read`, and all that the struct points to is there.
pub(super) unsafe fn read_send_parameters(
    parameters: *const RTCRtpSendParameters,
) -> Result<api::RTCRtpSendParameters, Failure> {
    // SAFETY: as promised by the caller, here and below.
    let c = unsafe { dictionary::read(parameters, "parameters") }?
        .ok_or_else(|| Failure::type_error("parameters is NULL"))?;
    dictionary::check_reserved(&[c.rtcp.reserved2], "parameters.rtcp")?;
    // SAFETY: as above.
    unsafe {
        Ok(api::RTCRtpSendParameters {
            transaction_id: text::required(c.transaction_id, "parameters.transaction_id")?
                .to_owned(),
            encodings: encoding::read_encodings(
                c.encodings,
                c.encodings_length,
                "parameters.encodings",
            )?,
            header_extensions: extension::read_parameters(
                c.header_extensions,
                c.header_extensions_length,
                "parameters.header_extensions",
            )?,
            rtcp: api::RTCRtcpParameters {
                cname: text::optional(c.rtcp.cname, "parameters.rtcp.cname")?.map(str::to_owned),
                reduced_size: dictionary::flag(c.rtcp.reduced_size),
            },
            codecs: codec::read_codecs(c.codecs, c.codecs_length, "parameters.codecs")?,
        })
    }
}

/// # Safety
/// As for `dictionary::read`, and the array is there.
pub(super) unsafe fn read_options(
    options: *const RTCSetParameterOptions,
) -> Result<api::RTCSetParameterOptions, Failure> {
    // SAFETY: as promised by the caller, here and below.
    let c =
        unsafe { dictionary::read(options, "options") }?.unwrap_or(RTCSetParameterOptions::INIT);
    // SAFETY: as above.
    let encoding_options = unsafe {
        dictionary::read_array(
            c.encoding_options,
            c.encoding_options_length,
            "options.encoding_options",
        )
    }?;
    Ok(api::RTCSetParameterOptions {
        encoding_options: encoding_options
            .iter()
            .map(|c: &RTCEncodingOptions| api::RTCEncodingOptions {
                key_frame: dictionary::flag(c.key_frame),
            })
            .collect(),
    })
}

/// Parameters for C, to be released by `duologue_free`.
pub(super) fn give_send_parameters(
    parameters: &api::RTCRtpSendParameters,
) -> *mut RTCRtpSendParameters {
    let mut parts = Parts::default();
    let encodings = parameters
        .encodings
        .iter()
        .map(|e| encoding::to_c(e, &mut parts))
        .collect();
    let value = RTCRtpSendParameters {
        struct_size: size_of::<RTCRtpSendParameters>(),
        transaction_id: parts.text(&parameters.transaction_id),
        encodings: parts.list(encodings),
        encodings_length: parameters.encodings.len(),
        header_extensions: extensions_to_c(&parameters.header_extensions, &mut parts),
        header_extensions_length: parameters.header_extensions.len(),
        rtcp: rtcp_to_c(&parameters.rtcp, &mut parts),
        codecs: codecs_to_c(&parameters.codecs, &mut parts),
        codecs_length: parameters.codecs.len(),
    };
    allocation::structure(value, parts)
}

/// Parameters for C, to be released by `duologue_free`.
pub(super) fn give_receive_parameters(
    parameters: &api::RTCRtpReceiveParameters,
) -> *mut RTCRtpReceiveParameters {
    let mut parts = Parts::default();
    let value = RTCRtpParameters {
        header_extensions: extensions_to_c(&parameters.header_extensions, &mut parts),
        header_extensions_length: parameters.header_extensions.len(),
        rtcp: rtcp_to_c(&parameters.rtcp, &mut parts),
        codecs: codecs_to_c(&parameters.codecs, &mut parts),
        codecs_length: parameters.codecs.len(),
    };
    allocation::structure(value, parts)
}

fn extensions_to_c(
    extensions: &[api::RTCRtpHeaderExtensionParameters],
    parts: &mut Parts,
) -> *mut RTCRtpHeaderExtensionParameters {
    let list = extensions
        .iter()
        .map(|e| extension::parameters_to_c(e, parts))
        .collect();
    parts.list(list)
}

fn codecs_to_c(codecs: &[api::RTCRtpCodec], parts: &mut Parts) -> *mut RTCRtpCodecParameters {
    let list = codecs.iter().map(|c| codec::to_c(c, true, parts)).collect();
    parts.list(list)
}

fn rtcp_to_c(rtcp: &api::RTCRtcpParameters, parts: &mut Parts) -> RTCRtcpParameters {
    RTCRtcpParameters {
        cname: parts.optional_text(rtcp.cname.as_deref()),
        reduced_size: MaybeUninit::new(rtcp.reduced_size),
        ..RTCRtcpParameters::INIT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codec(payload_type: u8) -> api::RTCRtpCodec {
        api::RTCRtpCodec {
            payload_type,
            mime_type: "audio/opus".to_owned(),
            clock_rate: 48000,
            channels: Some(2),
            sdp_fmtp_line: Some("useinbandfec=1".to_owned()),
            rtcp_feedback: Vec::new(),
        }
    }

    fn parameters() -> api::RTCRtpSendParameters {
        let all = api::RTCRtpEncodingParameters {
            rid: Some("h".to_owned()),
            active: false,
            codec: Some(codec(0)),
            max_bitrate: Some(u32::MAX),
            max_framerate: Some(0.5),
            scale_resolution_down_by: Some(1.5),
            scale_resolution_down_to: Some(api::RTCResolutionRestriction {
                max_width: 1920,
                max_height: 0,
            }),
            scalability_mode: Some("L3T3_KEY".to_owned()),
            ptime: Some(0),
            adaptive_ptime: true,
            priority: api::RTCPriorityType::VeryLow,
            network_priority: Some(api::RTCPriorityType::High),
        };
        api::RTCRtpSendParameters {
            transaction_id: "t".to_owned(),
            encodings: vec![all, api::RTCRtpEncodingParameters::default()],
            header_extensions: vec![api::RTCRtpHeaderExtensionParameters {
                uri: "urn:x".to_owned(),
                id: 65535,
                encrypted: true,
            }],
            rtcp: api::RTCRtcpParameters {
                cname: Some(String::new()),
                reduced_size: true,
            },
            codecs: vec![codec(111), codec(255)],
        }
    }

    #[test]
    fn what_is_given_is_read_back() {
        let given = give_send_parameters(&parameters());
        // SAFETY: a dictionary that was just made, released after its last use.
        let read = unsafe {
            let read = read_send_parameters(given);
            allocation::duologue_free(given.cast());
            read
        };
        assert_eq!(read.unwrap(), parameters());
    }

    #[test]
    fn a_codec_without_payload_type_is_none_of_the_negotiated_ones() {
        let given = give_send_parameters(&parameters());
        // SAFETY: as above; the second codec is changed in place.
        let read = unsafe {
            (*(*given).codecs.add(1)).payload_type = 256;
            let failure = read_send_parameters(given).unwrap_err();
            assert!(failure.message.contains("256"), "{}", failure.message);
            (*(*given).codecs.add(1)).payload_type = crate::ffi::DUOLOGUE_NONE;
            let read = read_send_parameters(given);
            allocation::duologue_free(given.cast());
            read
        };
        assert_ne!(read.unwrap().codecs, parameters().codecs);
    }
}
