//! The dictionaries of RTP parameters and capabilities.

use super::visible_direction;
use crate::api::enums::RTCRtpTransceiverDirection;
pub(crate) use crate::negotiation::media::{
    Codec as RTCRtpCodec, Encoding as RTCRtpEncodingParameters, Priority as RTCPriorityType,
    ResolutionRestriction as RTCResolutionRestriction,
};
use crate::negotiation::media::{Extension, ExtensionCapability, MediaKind, capabilities};

/// `RTCRtpCapabilities`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RTCRtpCapabilities {
    pub(crate) codecs: Vec<RTCRtpCodec>,
    pub(crate) header_extensions: Vec<RTCRtpHeaderExtensionCapability>,
}

/// `RTCRtpHeaderExtensionCapability`; of `"stopped"` ones nothing is said in descriptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RTCRtpHeaderExtensionCapability {
    pub(crate) uri: String,
    pub(crate) direction: RTCRtpTransceiverDirection,
}

/// `RTCRtpHeaderExtensionParameters`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RTCRtpHeaderExtensionParameters {
    pub(crate) uri: String,
    pub(crate) id: u16,
    pub(crate) encrypted: bool,
}

/// `RTCRtcpParameters`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RTCRtcpParameters {
    pub(crate) cname: Option<String>,
    pub(crate) reduced_size: bool,
}

/// `RTCRtpSendParameters`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RTCRtpSendParameters {
    pub(crate) transaction_id: String,
    pub(crate) encodings: Vec<RTCRtpEncodingParameters>,
    pub(crate) header_extensions: Vec<RTCRtpHeaderExtensionParameters>,
    pub(crate) rtcp: RTCRtcpParameters,
    pub(crate) codecs: Vec<RTCRtpCodec>,
}

/// `RTCRtpReceiveParameters`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RTCRtpReceiveParameters {
    pub(crate) header_extensions: Vec<RTCRtpHeaderExtensionParameters>,
    pub(crate) rtcp: RTCRtcpParameters,
    pub(crate) codecs: Vec<RTCRtpCodec>,
}

/// `RTCEncodingOptions`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RTCEncodingOptions {
    pub(crate) key_frame: bool,
}

/// `RTCSetParameterOptions`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RTCSetParameterOptions {
    pub(crate) encoding_options: Vec<RTCEncodingOptions>,
}

/// `getCapabilities`: sending and receiving do not differ, because the application encodes and decodes.
pub(super) fn of_kind(kind: &str) -> Option<RTCRtpCapabilities> {
    let capabilities = capabilities(MediaKind::parse(kind)?);
    Some(RTCRtpCapabilities {
        codecs: codecs(&capabilities.codecs),
        header_extensions: visible_capabilities(&capabilities.header_extensions),
    })
}

/// The codecs without what the dictionaries do not have.
pub(super) fn codecs(codecs: &[RTCRtpCodec]) -> Vec<RTCRtpCodec> {
    let visible = |codec: &RTCRtpCodec| RTCRtpCodec {
        rtcp_feedback: Vec::new(),
        ..codec.clone()
    };
    codecs.iter().map(visible).collect()
}

pub(super) fn visible_capabilities(
    extensions: &[ExtensionCapability],
) -> Vec<RTCRtpHeaderExtensionCapability> {
    let visible = |extension: &ExtensionCapability| RTCRtpHeaderExtensionCapability {
        uri: extension.uri.clone(),
        direction: extension
            .direction
            .map_or(RTCRtpTransceiverDirection::Stopped, visible_direction),
    };
    extensions.iter().map(visible).collect()
}

/// The header extensions that are used in one of the two directions.
pub(super) fn header_extensions(
    negotiated: &[Extension],
    is_used: impl Fn(&Extension) -> bool,
) -> Vec<RTCRtpHeaderExtensionParameters> {
    negotiated
        .iter()
        .filter(|extension| is_used(extension))
        .map(|extension| RTCRtpHeaderExtensionParameters {
            uri: extension.uri.clone(),
            id: extension.id,
            encrypted: false,
        })
        .collect()
}
