//! RTP header extensions (RFC 8285; webrtc-extensions).

use super::Direction;

/// A line of a=extmap; also `RTCRtpHeaderExtensionParameters`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extension {
    pub(crate) id: u16,
    pub(crate) uri: String,
    /// As seen by the side that wrote the line.
    pub(crate) direction: Direction,
}

/// `RTCRtpHeaderExtensionCapability`; no direction stands for `"stopped"`: not offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExtensionCapability {
    pub(crate) uri: String,
    pub(crate) direction: Option<Direction>,
}
