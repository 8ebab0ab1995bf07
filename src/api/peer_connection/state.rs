//! The internal slots of `RTCPeerConnection`.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Weak};

use super::identity::Identity;
use super::operations_chain::Operation;
use super::pool::PooledTransport;
use super::stats::Statistics;
use super::transport::Transport;
use super::views::Views;
use crate::api::certificate::RTCCertificate;
use crate::api::configuration::RTCConfiguration;
use crate::api::data_channel::RTCDataChannel;
use crate::api::enums::{RTCIceConnectionState, RTCIceGatheringState, RTCPeerConnectionState};
use crate::api::error::Error;
use crate::api::media_stream::RTCMediaStream;
use crate::api::rtp::RTCRtpTransceiver;
use crate::api::sctp_transport::RTCSctpTransport;
use crate::api::stream_ids::StreamIds;
use crate::negotiation::{NegotiationState, TransceiverKey};
use crate::session::{ChannelKey, DtlsRole};

/// What the connection's lock guards. Names are those of webrtc-pc's slots.
pub(super) struct State {
    pub(super) is_closed: bool,
    /// The network side ended by itself: nothing will come from there any more.
    pub(super) network_lost: bool,
    pub(super) configuration: RTCConfiguration,
    /// The signaling state, the descriptions and what was created last.
    pub(super) negotiation: NegotiationState,
    pub(super) views: Views,
    pub(super) ice_gathering_state: RTCIceGatheringState,
    pub(super) ice_connection_state: RTCIceConnectionState,
    pub(super) connection_state: RTCPeerConnectionState,
    pub(super) negotiation_needed: bool,
    pub(super) update_negotiation_needed_flag_on_empty_chain: bool,
    pub(super) operations: VecDeque<Operation>,
    pub(super) set_local_description_called: bool,
    pub(super) certificate: CertificateSlot,
    /// The first operation of the chain goes on when what it needs is there: a certificate, an identity.
    pub(super) awaiting: bool,
    pub(super) identity: Identity,
    pub(super) sctp_transport: Option<Arc<RTCSctpTransport>>,
    pub(super) last_stable_state_sctp_transport: Option<Arc<RTCSctpTransport>>,
    /// `[[DataChannels]]`, and those that are closing.
    pub(super) data_channels: BTreeMap<ChannelKey, Arc<RTCDataChannel>>,
    pub(super) last_channel_key: u64,
    pub(super) stream_ids: StreamIds,
    /// The DTLS role of the SCTP transport, once negotiated.
    pub(super) dtls_role: Option<DtlsRole>,
    /// Whether the network side has the parameters of the association, so that channels can be opened.
    pub(super) sctp_started: bool,
    pub(super) transports: Vec<Transport>,
    /// Transports that descriptions dropped, until the network side has said what they counted.
    pub(super) retired_transports: Vec<Transport>,
    /// The objects of the set of transceivers, whose slots `negotiation` has.
    pub(super) transceivers: BTreeMap<TransceiverKey, Arc<RTCRtpTransceiver>>,
    /// The streams that were made for remote descriptions, as long as anybody has them.
    pub(super) remote_streams_by_id: BTreeMap<String, Weak<RTCMediaStream>>,
    /// Promises of `setParameters` that are not settled.
    pub(super) pending_parameters: usize,
    pub(super) statistics: Statistics,
    pub(super) pool: Option<PooledTransport>,
    pub(super) last_pooled_transport: u32,
}

/// The certificate that the connection authenticates with.
pub(super) enum CertificateSlot {
    /// Being made: the application gave none.
    Pending,
    Ready(Arc<RTCCertificate>),
    Failed(Error),
}

impl State {
    pub(super) fn new(
        configuration: RTCConfiguration,
        negotiation: NegotiationState,
        statistics: Statistics,
    ) -> Self {
        let certificate = match configuration.certificates.first() {
            // "Existing implementations only utilize the first certificate provided."
            Some(certificate) => CertificateSlot::Ready(Arc::clone(certificate)),
            None => CertificateSlot::Pending,
        };
        let identity = Identity::new(configuration.peer_identity.clone());
        Self {
            is_closed: false,
            network_lost: false,
            configuration,
            negotiation,
            views: Views::default(),
            ice_gathering_state: RTCIceGatheringState::New,
            ice_connection_state: RTCIceConnectionState::New,
            connection_state: RTCPeerConnectionState::New,
            negotiation_needed: false,
            update_negotiation_needed_flag_on_empty_chain: false,
            operations: VecDeque::new(),
            set_local_description_called: false,
            certificate,
            awaiting: false,
            identity,
            sctp_transport: None,
            last_stable_state_sctp_transport: None,
            data_channels: BTreeMap::new(),
            last_channel_key: 0,
            stream_ids: StreamIds::default(),
            dtls_role: None,
            sctp_started: false,
            transports: Vec::new(),
            retired_transports: Vec::new(),
            transceivers: BTreeMap::new(),
            remote_streams_by_id: BTreeMap::new(),
            pending_parameters: 0,
            statistics,
            pool: None,
            last_pooled_transport: 0,
        }
    }
}
