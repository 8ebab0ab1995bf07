//! What an applied description asks of the transports.

use crate::sdp::Fingerprint;
use crate::sdp::candidate::CandidateAttribute;

use super::state::{IceCredentials, SdpType, Source};
use super::topology::{Section, TransportKey};
use super::transceiver::MediaPlan;

/// Our role in ICE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IceRole {
    Controlling,
    Controlled,
}

/// Our role in DTLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DtlsRole {
    Client,
    Server,
}

/// How a parameter relates to what the transport has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// The transport had none.
    New,
    Unchanged,
    /// It replaces another: an ICE restart, a new DTLS association or a new SCTP association.
    Restart,
}

impl Change {
    pub(super) fn of<T: PartialEq>(before: Option<&T>, after: &T) -> Self {
        match before {
            None => Self::New,
            Some(before) if before == after => Self::Unchanged,
            Some(_) => Self::Restart,
        }
    }
}

/// What an applied description asks of the transports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) source: Source,
    pub(crate) kind: SdpType,
    /// The state is the one that `NegotiationState` is in now.
    pub(crate) signaling_state_changed: bool,
    /// Every m-section of the description, by index.
    pub(crate) sections: Vec<Section>,
    /// Every transport that the sections use.
    pub(crate) transports: Vec<TransportPlan>,
    /// Transports that nothing uses any more.
    pub(crate) discarded: Vec<TransportKey>,
    pub(crate) sctp: SctpPlan,
    pub(crate) media: MediaPlan,
}

/// What is to be done with one transport.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TransportPlan {
    pub(crate) key: TransportKey,
    /// The section that describes it: candidates are signalled for this one.
    pub(crate) mid: String,
    pub(crate) m_line_index: usize,
    /// The ICE component: 1, or 2 of RTCP that is not multiplexed.
    pub(crate) component: u16,
    /// Set when the transport comes into being, from the first offer on (webrtc-pc: a role that is known stays).
    pub(crate) ice_role: IceRole,
    /// Of a local description: make the transport or restart it, and gather.
    pub(crate) local: Option<LocalIce>,
    /// Of a provisional or final answer, whoever gave it: where the peer is. The offer's part is here when we answer.
    pub(crate) remote: Option<RemoteIce>,
    /// With `remote`.
    pub(crate) dtls: Option<DtlsPlan>,
}

/// Our side of ICE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LocalIce {
    pub(crate) credentials: IceCredentials,
    pub(crate) change: Change,
}

/// The peer's side of ICE. The candidates are all that the description lists, trickled ones included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RemoteIce {
    pub(crate) credentials: IceCredentials,
    pub(crate) change: Change,
    pub(crate) lite: bool,
    pub(crate) candidates: Vec<CandidateAttribute>,
    pub(crate) end_of_candidates: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DtlsPlan {
    pub(crate) role: DtlsRole,
    /// Of the peer; those with a hash function that we cannot use are left out.
    pub(crate) fingerprints: Vec<Fingerprint>,
    pub(crate) change: Change,
}

/// What becomes of SCTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SctpPlan {
    /// There is none, or nothing changes.
    Unchanged,
    /// An offer describes an association on this transport.
    Offered(TransportKey),
    Negotiated(SctpNegotiated),
    /// An answer ends the association, or declines the one that was offered.
    Closed,
}

/// What an answer settled (RFC 8841).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SctpNegotiated {
    pub(crate) transport: TransportKey,
    pub(crate) local_port: u16,
    pub(crate) remote_port: u16,
    /// 0 stands for no limit.
    pub(crate) local_max_message_size: u64,
    /// 0 stands for no limit.
    pub(crate) remote_max_message_size: u64,
    pub(crate) change: Change,
}
