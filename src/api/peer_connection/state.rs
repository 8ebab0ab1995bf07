//! The internal slots of `RTCPeerConnection`.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::operations_chain::Operation;
use super::transport::Transport;
use crate::api::configuration::RTCConfiguration;
use crate::api::data_channel::RTCDataChannel;
use crate::api::enums::{
    RTCIceConnectionState, RTCIceGatheringState, RTCPeerConnectionState, RTCSignalingState,
};
use crate::api::sctp_transport::RTCSctpTransport;
use crate::api::session_description::RTCSessionDescription;
use crate::api::stream_ids::StreamIds;
use crate::session::{ChannelKey, Credentials, DtlsRole};

/// What the connection's lock guards. Names are those of webrtc-pc's slots.
pub(super) struct State {
    pub(super) is_closed: bool,
    pub(super) configuration: RTCConfiguration,
    pub(super) signaling_state: RTCSignalingState,
    pub(super) ice_gathering_state: RTCIceGatheringState,
    pub(super) ice_connection_state: RTCIceConnectionState,
    pub(super) connection_state: RTCPeerConnectionState,
    pub(super) negotiation_needed: bool,
    pub(super) update_negotiation_needed_flag_on_empty_chain: bool,
    pub(super) operations: VecDeque<Operation>,
    pub(super) last_created_offer: String,
    pub(super) last_created_answer: String,
    pub(super) pending_local_description: Option<Arc<RTCSessionDescription>>,
    pub(super) current_local_description: Option<Arc<RTCSessionDescription>>,
    pub(super) pending_remote_description: Option<Arc<RTCSessionDescription>>,
    pub(super) current_remote_description: Option<Arc<RTCSessionDescription>>,
    pub(super) can_trickle_ice_candidates: Option<bool>,
    pub(super) sctp_transport: Option<Arc<RTCSctpTransport>>,
    /// `[[DataChannels]]`, and those that are closing.
    pub(super) data_channels: BTreeMap<ChannelKey, Arc<RTCDataChannel>>,
    pub(super) last_channel_key: u64,
    pub(super) stream_ids: StreamIds,
    pub(super) transports: Vec<Transport>,
    /// The DTLS role of the SCTP transport, once negotiated.
    pub(super) dtls_role: Option<DtlsRole>,
    /// Whether the network side has the parameters of the association, so that channels can be opened.
    pub(super) sctp_started: bool,
    pub(super) local_ice_credentials_to_replace: Vec<Credentials>,
    /// Whether the current local description has an m-section for data.
    pub(super) data_section_negotiated: bool,
}

impl State {
    pub(super) fn new(configuration: RTCConfiguration) -> Self {
        Self {
            is_closed: false,
            configuration,
            signaling_state: RTCSignalingState::Stable,
            ice_gathering_state: RTCIceGatheringState::New,
            ice_connection_state: RTCIceConnectionState::New,
            connection_state: RTCPeerConnectionState::New,
            negotiation_needed: false,
            update_negotiation_needed_flag_on_empty_chain: false,
            operations: VecDeque::new(),
            last_created_offer: String::new(),
            last_created_answer: String::new(),
            pending_local_description: None,
            current_local_description: None,
            pending_remote_description: None,
            current_remote_description: None,
            can_trickle_ice_candidates: None,
            sctp_transport: None,
            data_channels: BTreeMap::new(),
            last_channel_key: 0,
            stream_ids: StreamIds::default(),
            transports: Vec::new(),
            dtls_role: None,
            sctp_started: false,
            local_ice_credentials_to_replace: Vec::new(),
            data_section_negotiated: false,
        }
    }
}
