//! JSEP (RFC 9429) as functions of descriptions.
//!
//! `NegotiationState` holds the slots of a connection that negotiation reads and writes. Its methods are the algorithms,
//! one file each: they make offers and answers, check what comes from the peer, and turn an applied description into a
//! `Plan` of what the transports have to do. Nothing here waits, gathers or sends.

mod answer;
mod apply;
mod candidates;
mod check;
mod description;
mod error;
mod lip_sync;
pub(crate) mod media;
mod needed;
mod offer;
mod plan;
mod section;
mod state;
#[cfg(test)]
mod tests;
mod topology;
mod transceiver;
mod transition;

pub(crate) use candidates::{CandidateTarget, Delivery};
pub(crate) use description::Description;
pub(crate) use error::{NegotiationError, NegotiationErrorName};
pub(crate) use offer::OfferOptions;
pub(crate) use plan::{
    Change, DtlsPlan, DtlsRole, IceRole, LocalIce, Plan, RemoteIce, SctpNegotiated, SctpPlan,
    TransportPlan,
};
pub(crate) use state::{
    BundlePolicy, IceCredentials, NegotiationState, RtcpMuxPolicy, SdpType, SignalingState, Source,
};
pub(crate) use topology::TransportKey;
pub(crate) use transceiver::{MediaPlan, StreamIdentity, Transceiver, TransceiverKey};
pub(crate) use transition::transition;
