//! Names of the transports' types as `api` and `runtime` see them.

pub(crate) use crate::transport::dtls::{
    Certificate, DtlsError, ErrorKind as DtlsErrorKind, Fingerprint, Role as DtlsRole,
};

pub(crate) use crate::transport::ice::interfaces::LocalInterface;
pub(crate) use crate::transport::ice::{
    Credentials, GatheringState as IceGatheringState, IceTransportState, Role as IceRole,
};

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
