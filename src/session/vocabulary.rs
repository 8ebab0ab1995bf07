//! Names of the transports' types as `api` and `runtime` see them.

pub(crate) use crate::transport::dtls::{
    Certificate, CertificateError, DEFAULT_LIFETIME as DEFAULT_CERTIFICATE_LIFETIME, DtlsError,
    ErrorKind as DtlsErrorKind, Fingerprint, HashAlgorithm, KeyAlgorithm, Role as DtlsRole,
};

pub(crate) use crate::transport::ice::interfaces::LocalInterface;
pub(crate) use crate::transport::ice::{
    CandidateId, CandidatePairStatistics, Credentials, GatheringState as IceGatheringState,
    IceStatistics, IceTransportState, LocalCandidateName, PairId, PairState, Role as IceRole,
};

pub(crate) use crate::transport::sctp::{ChannelKey, ChannelParameters, SctpError};

#[cfg(test)]
pub(crate) use crate::transport::{Fragmentation, SocketId};
