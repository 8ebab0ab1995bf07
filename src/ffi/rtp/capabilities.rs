//! `RTCRtpCapabilities`.

use std::ffi::c_char;
use std::ptr;

use crate::api::rtp as api;

use super::codec::{self, RTCRtpCodec};
use super::extension::{self, RTCRtpHeaderExtensionCapability};
use crate::ffi::entry::Failure;
use crate::ffi::parts::Parts;
use crate::ffi::{allocation, text};

/// What can be sent or received. The library fills it. Its lists may be put in another order in place, for
/// `rtc_rtp_transceiver_set_codec_preferences`.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcrtpcapabilities>
#[repr(C)]
pub struct RTCRtpCapabilities {
    /// The codecs, the preferred first, and among them those for retransmission and correction.
    pub codecs: *mut RTCRtpCodec,
    /// The number of codecs.
    pub codecs_length: usize,
    /// The header extensions.
    pub header_extensions: *mut RTCRtpHeaderExtensionCapability,
    /// The number of header extensions.
    pub header_extensions_length: usize,
}

/// Capabilities for C, to be released by `duologue_free`; NULL if there is no such kind.
///
/// # Safety
/// `kind` is NULL or ends with NUL.
pub(super) unsafe fn of_kind(
    kind: *const c_char,
    capabilities: impl FnOnce(&str) -> Option<api::RTCRtpCapabilities>,
) -> Result<*mut RTCRtpCapabilities, Failure> {
    // SAFETY: as promised by the caller.
    let kind = unsafe { text::required(kind, "kind") }?;
    Ok(capabilities(kind).map_or(ptr::null_mut(), |capabilities| give(&capabilities)))
}

fn give(capabilities: &api::RTCRtpCapabilities) -> *mut RTCRtpCapabilities {
    let mut parts = Parts::default();
    let codecs = capabilities
        .codecs
        .iter()
        .map(|c| codec::to_c(c, false, &mut parts))
        .collect();
    let extensions = capabilities
        .header_extensions
        .iter()
        .map(|e| extension::capability_to_c(e, &mut parts))
        .collect();
    let value = RTCRtpCapabilities {
        codecs: parts.list(codecs),
        codecs_length: capabilities.codecs.len(),
        header_extensions: parts.list(extensions),
        header_extensions_length: capabilities.header_extensions.len(),
    };
    allocation::structure(value, parts)
}
