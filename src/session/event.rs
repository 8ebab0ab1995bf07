//! What the network world tells the W3C world. Each event is one cause; `api` makes one task of it.

use std::sync::Arc;
use std::time::Instant;

use crate::sdp::candidate::CandidateAttribute;

use super::command::{StatisticsId, TransportId};
use super::message::{MessageData, Weight};
use super::statistics::{Statistics, TransportStatistics};
use super::vocabulary::*;

/// An event of one connection.
#[derive(Debug)]
pub(crate) enum Event {
    IceGatheringStateChange {
        transport: TransportId,
        state: IceGatheringState,
    },
    /// A local candidate; `url` is the server that gave it.
    LocalCandidate {
        transport: TransportId,
        candidate: CandidateAttribute,
        url: Option<String>,
    },
    IceCandidateError {
        transport: TransportId,
        error: IceCandidateError,
    },
    /// The transport's state, its selected pair or both changed, for one cause.
    IceStateChange {
        transport: TransportId,
        state: IceTransportState,
        selected_pair: Option<SelectedPair>,
    },
    IceRoleChange {
        transport: TransportId,
        role: IceRole,
    },
    DtlsStateChange {
        transport: TransportId,
        state: DtlsState,
    },
    SctpConnected {
        max_channels: u16,
    },
    /// The association ended: by the peer's shutdown (no error), by an abort, a failure, or the loss of its transport.
    SctpClosed {
        error: Option<SctpError>,
    },
    /// The peer opened a channel. It is open; messages follow in later events.
    ChannelIncoming {
        channel: ChannelKey,
        stream_id: u16,
        parameters: ChannelParameters,
        /// What it counts for until the application has seen it: a peer may open and close without end.
        #[expect(dead_code, reason = "it counts until it is dropped")]
        weight: Weight,
    },
    ChannelOpen {
        channel: ChannelKey,
    },
    Message {
        channel: ChannelKey,
        binary: bool,
        data: MessageData,
    },
    /// So many bytes of user data went to the network since the last such event.
    BufferedAmountDecrease {
        channel: ChannelKey,
        bytes: u64,
    },
    /// The peer began to close the channel.
    ChannelClosing {
        channel: ChannelKey,
    },
    /// Both directions are closed; the stream id is free again.
    ChannelClosed {
        channel: ChannelKey,
        error: Option<SctpError>,
    },
    Statistics {
        request: StatisticsId,
        statistics: Box<Statistics>,
    },
    /// webrtc-stats: these candidates and pairs are deleted, with what they counted to the end.
    IceStatisticsEnded {
        transport: TransportId,
        at: Instant,
        statistics: Box<IceStatistics>,
    },
    /// The transport was removed: all that belongs to it is deleted.
    TransportStatisticsEnded {
        at: Instant,
        statistics: Box<TransportStatistics>,
    },
}

/// The pair that was selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SelectedPair {
    pub(crate) local: CandidateAttribute,
    /// The server that gave the local candidate.
    pub(crate) local_url: Option<String>,
    pub(crate) remote: CandidateAttribute,
}

/// The content of an `icecandidateerror` event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IceCandidateError {
    pub(crate) address: Option<String>,
    pub(crate) port: Option<u16>,
    pub(crate) url: String,
    pub(crate) error_code: u16,
    pub(crate) error_text: String,
}

/// `RTCDtlsTransportState` with what belongs to each state.
#[derive(Clone, Debug)]
pub(crate) enum DtlsState {
    Connecting,
    /// The peer's certificate chain, DER, the leaf first: verified against the description's fingerprint.
    Connected {
        remote_certificates: Arc<[Vec<u8>]>,
    },
    /// close_notify came.
    Closed,
    Failed(DtlsError),
}
