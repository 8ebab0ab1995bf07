//! `RTCRtpEncodingParameters`, with what webrtc-extensions, webrtc-svc and webrtc-priority add.

use super::{Codec, MediaKind};

/// `RTCPriorityType`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Priority {
    VeryLow,
    #[default]
    Low,
    Medium,
    High,
}

/// `RTCResolutionRestriction`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ResolutionRestriction {
    pub(crate) max_width: u32,
    pub(crate) max_height: u32,
}

/// `RTCRtpEncodingParameters`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Encoding {
    pub(crate) rid: Option<String>,
    pub(crate) active: bool,
    pub(crate) codec: Option<Codec>,
    pub(crate) max_bitrate: Option<u32>,
    pub(crate) max_framerate: Option<f64>,
    pub(crate) scale_resolution_down_by: Option<f64>,
    pub(crate) scale_resolution_down_to: Option<ResolutionRestriction>,
    pub(crate) scalability_mode: Option<String>,
    pub(crate) ptime: Option<u32>,
    pub(crate) adaptive_ptime: bool,
    pub(crate) priority: Priority,
    pub(crate) network_priority: Option<Priority>,
}

impl Default for Encoding {
    fn default() -> Self {
        Self {
            rid: None,
            active: true,
            codec: None,
            max_bitrate: None,
            max_framerate: None,
            scale_resolution_down_by: None,
            scale_resolution_down_to: None,
            scalability_mode: None,
            ptime: None,
            adaptive_ptime: false,
            priority: Priority::Low,
            network_priority: None,
        }
    }
}

/// The most encodings that a sender can have (webrtc-pc: `maxN` of "addTransceiver", `supportedEncodings` of an offer to receive
/// simulcast). A peer that takes fewer says so in its answer.
pub(crate) fn max_encodings(kind: MediaKind) -> usize {
    match kind {
        MediaKind::Audio => 1,
        MediaKind::Video => 8,
    }
}
