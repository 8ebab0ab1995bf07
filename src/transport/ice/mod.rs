//! ICE (RFC 8445) with trickling (RFC 8838) and consent freshness (RFC 7675), as a state machine without IO.
//!
//! One [`Agent`] serves one transport: one component of one data stream. Whoever owns it binds the sockets, resolves names,
//! hands it the STUN datagrams and the time, and then drains [`Agent::poll_output`] until nothing is left.
//!
//! ```text
//! agent        the calls from outside
//! outcome      what follows from each of them: path, state, events, deadline
//! gathering    host candidates, STUN servers, server-reflexive candidates
//! session      one ICE session: it begins with new local credentials and ends with the next restart
//!   checklist  pairs: formation, pruning, the limit, freezing
//!   remotes    the peer's candidates, signalled and peer-reflexive
//!   checks     connectivity checks that we send, and their responses
//!   requests   connectivity checks of the peer
//!   nomination the choice of the selected pair
//!   consent    the liveness of the pair in use
//! path_mtu     the size of the datagrams that the path in use takes
//! statistics   what webrtc-stats wants to know
//! ```
//!
//! What the peer controls is bounded, for each ICE session: 100 pairs, 100 signalled and 32 peer-reflexive candidates, 32 checks
//! that come before the peer's credentials, 200 requests under way, 256 addresses that count as the peer's. Of local
//! peer-reflexive candidates an agent keeps 32. There are at most two sessions, the current one and the one before it.

mod agent;
mod candidate;
mod checklist;
mod checks;
mod consent;
mod credentials;
mod gathering;
pub(crate) mod interfaces;
mod nomination;
mod outcome;
mod pair;
mod path_mtu;
mod remotes;
mod requests;
mod session;
mod shared;
mod statistics;

#[cfg(test)]
mod tests;

use std::net::SocketAddr;

use crate::sdp::candidate::CandidateAttribute;
use crate::transport::{Fragmentation, SocketId};

pub(crate) use agent::Agent;
pub(crate) use candidate::{CandidateId, LocalCandidate, RemoteCandidate};
pub(crate) use credentials::Credentials;
pub(crate) use pair::{CandidatePair, PairId, PairState};
pub(crate) use path_mtu::BASE as BASE_PATH_MTU;
#[cfg(test)]
use shared::Counters;
pub(crate) use statistics::{CandidatePairStatistics, IceStatistics, LocalCandidateName};

/// RFC 8445 section 6.1.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Controlling,
    Controlled,
}

impl Role {
    fn opposite(self) -> Self {
        match self {
            Self::Controlling => Self::Controlled,
            Self::Controlled => Self::Controlling,
        }
    }
}

/// webrtc-pc `RTCIceTransportPolicy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TransportPolicy {
    All,
    /// No address that means something only within a site is shown, and none is talked to.
    Public,
    Relay,
}

/// What an agent is made with.
#[derive(Clone, Debug)]
pub(crate) struct AgentConfig {
    /// 1 for RTP and for all that is bundled, 2 for RTCP of its own.
    pub(crate) component: u16,
    pub(crate) local: Credentials,
    pub(crate) role: Role,
    pub(crate) policy: TransportPolicy,
}

/// webrtc-pc `RTCIceGathererState`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum GatheringState {
    #[default]
    New,
    Gathering,
    Complete,
}

/// webrtc-pc `RTCIceTransportState`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum IceTransportState {
    #[default]
    New,
    Checking,
    Connected,
    Completed,
    Disconnected,
    Failed,
    Closed,
}

/// What the agent wants done or known.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "outputs are drained at once; boxes would cost more than the room"
)]
pub(crate) enum Output {
    Transmit {
        socket: SocketId,
        to: SocketAddr,
        payload: Vec<u8>,
        fragmentation: Fragmentation,
    },
    Event(Event),
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A candidate to be signalled; `url` is that of the server it stems from.
    LocalCandidate {
        attribute: CandidateAttribute,
        url: Option<String>,
    },
    GatheringStateChange(GatheringState),
    /// webrtc-pc `RTCPeerConnectionIceErrorEvent`; the address and port are ours.
    CandidateError {
        address: Option<String>,
        port: Option<u16>,
        url: String,
        error_code: u16,
        error_text: String,
    },
    /// A peer-reflexive candidate was learned.
    RemoteCandidate(CandidateAttribute),
    /// Data goes over this pair from now on. Comes before the state change with the same cause.
    SelectedPairChange {
        local: CandidateAttribute,
        /// The server that gave the local candidate.
        local_url: Option<String>,
        remote: CandidateAttribute,
    },
    StateChange(IceTransportState),
    RoleChange(Role),
    /// webrtc-stats: these are deleted, with what they counted to the end.
    StatisticsEnded(IceStatistics),
}
