//! Names of the transports' types as `api` and `runtime` see them.

use std::net::IpAddr;

pub(crate) use crate::transport::dtls::{
    Certificate, DtlsError, ErrorKind as DtlsErrorKind, Fingerprint, Role as DtlsRole,
};

/// `ice-ufrag` and `ice-pwd`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub(crate) ufrag: String,
    pub(crate) pwd: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IceRole {
    Controlling,
    Controlled,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum IceGatheringState {
    #[default]
    New,
    Gathering,
    Complete,
}

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

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SctpError {
    pub(crate) cause_code: Option<u16>,
    pub(crate) message: String,
}

/// Names a data channel within its connection. `api` counts up from 1; channels that the peer opened have the top bit set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ChannelKey(pub(crate) u64);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChannelParameters {
    pub(crate) label: String,
    pub(crate) protocol: String,
    pub(crate) ordered: bool,
    pub(crate) max_packet_life_time: Option<u16>,
    pub(crate) max_retransmits: Option<u16>,
    pub(crate) negotiated: bool,
    pub(crate) priority: u16,
}

/// The bytes of a received message.
pub(crate) type MessageData = Box<[u8]>;

/// An address of the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LocalInterface {
    pub(crate) name: String,
    pub(crate) address: IpAddr,
    pub(crate) loopback: bool,
}
