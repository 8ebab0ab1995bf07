//! `RTCConfiguration` and `RTCIceServer`.

use std::sync::Arc;

use super::certificate::RTCCertificate;
use super::enums::{
    RTCBundlePolicy, RTCConfigurationTargetLatency, RTCIceTransportPolicy, RTCRtcpMuxPolicy,
    RTCRtpHeaderEncryptionPolicy,
};

/// What may be sent in one message unless the application says otherwise.
pub(crate) const DEFAULT_MAX_MESSAGE_SIZE: u64 = 256 * 1024;
/// How much one channel may buffer unless the application says otherwise.
pub(crate) const DEFAULT_MAX_BUFFERED_AMOUNT: u64 = 16 * 1024 * 1024;

/// `RTCIceServer`. An absent member and an empty string differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RTCIceServer {
    pub(crate) urls: Vec<String>,
    pub(crate) username: Option<String>,
    pub(crate) credential: Option<String>,
}

/// `RTCConfiguration`, with the members of webrtc-extensions, and our own.
#[derive(Clone)]
pub(crate) struct RTCConfiguration {
    pub(crate) ice_servers: Vec<RTCIceServer>,
    pub(crate) ice_transport_policy: RTCIceTransportPolicy,
    pub(crate) bundle_policy: RTCBundlePolicy,
    pub(crate) rtcp_mux_policy: RTCRtcpMuxPolicy,
    pub(crate) certificates: Vec<Arc<RTCCertificate>>,
    pub(crate) ice_candidate_pool_size: u8,
    /// webrtc-extensions: offer a data section although there is no channel yet.
    pub(crate) always_negotiate_data_channels: bool,
    /// webrtc-extensions: whether RFC 9335 is a must.
    pub(crate) rtp_header_encryption_policy: RTCRtpHeaderEncryptionPolicy,
    /// webrtc-extensions: a hint, which is kept.
    pub(crate) target_latency: RTCConfigurationTargetLatency,
    /// webrtc-identity: the target peer identity.
    pub(crate) peer_identity: Option<String>,
    pub(crate) duologue: DuologueConfiguration,
}

/// The `duologue_` members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DuologueConfiguration {
    /// The first and last UDP port to bind.
    pub(crate) port_range: Option<(u16, u16)>,
    /// A literal address: bind to it alone.
    pub(crate) bind_address: Option<String>,
    /// Names of interfaces; empty means all.
    pub(crate) interfaces: Vec<String>,
    /// Use loopback addresses although there are others.
    pub(crate) include_loopback: bool,
    /// What is announced in `a=max-message-size` and what send takes at most.
    pub(crate) max_message_size: u64,
    /// What one channel may buffer.
    pub(crate) max_buffered_amount: u64,
    /// The origin that identity providers are told: a browser's would be that of the page.
    pub(crate) origin: Option<String>,
}

impl Default for RTCConfiguration {
    fn default() -> Self {
        Self {
            ice_servers: Vec::new(),
            ice_transport_policy: RTCIceTransportPolicy::All,
            bundle_policy: RTCBundlePolicy::Balanced,
            rtcp_mux_policy: RTCRtcpMuxPolicy::Require,
            certificates: Vec::new(),
            ice_candidate_pool_size: 0,
            always_negotiate_data_channels: false,
            rtp_header_encryption_policy: RTCRtpHeaderEncryptionPolicy::Negotiate,
            target_latency: RTCConfigurationTargetLatency::Lowest,
            peer_identity: None,
            duologue: DuologueConfiguration::default(),
        }
    }
}

impl Default for DuologueConfiguration {
    fn default() -> Self {
        Self {
            port_range: None,
            bind_address: None,
            interfaces: Vec::new(),
            include_loopback: false,
            max_message_size: DEFAULT_MAX_MESSAGE_SIZE,
            max_buffered_amount: DEFAULT_MAX_BUFFERED_AMOUNT,
            origin: None,
        }
    }
}
