//! What the W3C world asks of the network world.

use std::sync::Arc;

use crate::sdp::candidate::CandidateAttribute;

use super::vocabulary::*;

/// Names one transport (an ICE agent with what runs over it) within its connection; chosen by `api`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TransportId(pub(crate) u32);

/// Ties statistics to the request for them; unique within a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StatisticsId(pub(crate) u64);

/// `iceTransportPolicy`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum IceTransportPolicy {
    #[default]
    All,
    Public,
    Relay,
}

/// One URL of `iceServers`, parsed (RFC 7064, 7065).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IceServer {
    /// The URL as the application gave it; events repeat it.
    pub(crate) url: String,
    pub(crate) scheme: IceServerScheme,
    /// A name or a literal address, without brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) tcp: bool,
    pub(crate) username: String,
    pub(crate) credential: String,
}

/// The scheme of an ICE server's URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IceServerScheme {
    Stun,
    Stuns,
    Turn,
    Turns,
}

/// What gathering needs to know; applies to the next gathering.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct IceConfiguration {
    pub(crate) servers: Vec<IceServer>,
    pub(crate) policy: IceTransportPolicy,
    /// The first and last UDP port to bind; `None` lets the system choose.
    pub(crate) port_range: Option<(u16, u16)>,
    /// Use this address alone.
    pub(crate) bind_address: Option<std::net::IpAddr>,
    /// Names of the interfaces to use; empty means all.
    pub(crate) interfaces: Vec<String>,
    /// Use loopback addresses although there are others.
    pub(crate) include_loopback: bool,
}

/// A command; each takes effect in the order given.
pub(crate) enum Command {
    /// Replaces the configuration for gatherings that start later.
    SetIceConfiguration(IceConfiguration),
    /// Makes a transport. It answers checks from now on and keeps what comes early.
    AddTransport {
        transport: TransportId,
        /// Of ICE: 1, or 2 for RTCP that is not multiplexed.
        component: u16,
        credentials: Credentials,
        role: IceRole,
        certificate: Arc<Certificate>,
    },
    /// Gathers candidates; after `RestartIce` for the new generation.
    Gather {
        transport: TransportId,
    },
    /// New local credentials: an ICE restart. The old pair stays in use until the new generation selects one.
    RestartIce {
        transport: TransportId,
        credentials: Credentials,
    },
    SetIceRole {
        transport: TransportId,
        role: IceRole,
    },
    SetRemoteIceParameters {
        transport: TransportId,
        credentials: Credentials,
        lite: bool,
    },
    AddRemoteCandidate {
        transport: TransportId,
        candidate: CandidateAttribute,
    },
    RemoteEndOfCandidates {
        transport: TransportId,
    },
    /// Starts DTLS as soon as ICE has a path; a fingerprint mismatch ends it.
    StartDtls {
        transport: TransportId,
        role: DtlsRole,
        fingerprints: Vec<Fingerprint>,
    },
    /// Starts SCTP as soon as DTLS is connected. One a connection.
    StartSctp {
        transport: TransportId,
        parameters: SctpParameters,
    },
    OpenChannel {
        channel: ChannelKey,
        stream_id: u16,
        parameters: ChannelParameters,
    },
    Send {
        channel: ChannelKey,
        binary: bool,
        data: Vec<u8>,
    },
    /// The closing procedure of a data channel: what was sent before goes out first.
    CloseChannel {
        channel: ChannelKey,
    },
    /// Drops a transport whose m-section was rejected or bundled elsewhere.
    RemoveTransport {
        transport: TransportId,
    },
    /// Answered by `Event::Statistics`, also after `Close`.
    GetStatistics {
        request: StatisticsId,
    },
    /// Ends everything: SCTP abort, close_notify, sockets. No event follows but those of statistics.
    Close,
}

/// What SCTP needs from the descriptions (RFC 8841).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SctpParameters {
    pub(crate) local_port: u16,
    pub(crate) remote_port: u16,
    /// What we said in `a=max-message-size`; 0 stands for no limit.
    pub(crate) local_max_message_size: u64,
}
