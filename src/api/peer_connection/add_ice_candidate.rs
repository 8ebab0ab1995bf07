//! webrtc-pc, "addIceCandidate".

use std::sync::Arc;

use super::RTCPeerConnection;
use super::create_description::error;
use super::state::State;
use super::transport::{Remembered, Transport};
use crate::api::error::{Error, ErrorName};
use crate::api::ice_candidate::{RTCIceCandidate, RTCIceCandidateInit, RTCLocalIceCandidateInit};
use crate::negotiation::{CandidateTarget, Delivery};
use crate::sdp::candidate::{CandidateAttribute, CandidateError};
use crate::session::Command;

/// The most candidates of a peer that one transport is given.
pub(super) const MAX_REMOTE_CANDIDATES: usize = 256;

impl RTCPeerConnection {
    /// The refusals that the text makes before anything is done in parallel.
    pub(super) fn check_add_ice_candidate(
        state: &State,
        init: &RTCIceCandidateInit,
    ) -> Result<(), Error> {
        state
            .negotiation
            .check_remote_candidate(
                init.sdp_mid.as_deref(),
                init.sdp_m_line_index,
                init.username_fragment.as_deref(),
            )
            .map_err(error)
    }

    /// The rest: gives the candidate to its transport, and adds it to the remote descriptions.
    pub(super) fn run_add_ice_candidate(
        self: &Arc<Self>,
        state: &mut State,
        init: &RTCIceCandidateInit,
    ) -> Result<(), Error> {
        let candidate = match init.candidate.as_str() {
            "" => None,
            text => match CandidateAttribute::parse(text) {
                Ok(candidate) => Some(candidate),
                // Peers may offer kinds that nobody here can use.
                Err(CandidateError::Unsupported(message)) => {
                    log::debug!("a remote candidate is of no use: {message}");
                    return Ok(());
                }
                Err(CandidateError::Malformed(message)) => {
                    return Err(Error::new(
                        ErrorName::OperationError,
                        format!("the candidate {text:?} is malformed: {message}"),
                    ));
                }
            },
        };
        let targets = state
            .negotiation
            .add_remote_candidate(
                init.sdp_mid.as_deref(),
                init.sdp_m_line_index,
                init.username_fragment.as_deref(),
                candidate.as_ref(),
            )
            .map_err(error)?;
        for target in &targets {
            self.deliver_candidate(state, target, init, candidate.as_ref());
        }
        Ok(())
    }

    fn deliver_candidate(
        &self,
        state: &State,
        target: &CandidateTarget,
        init: &RTCIceCandidateInit,
        candidate: Option<&CandidateAttribute>,
    ) {
        let transports = target.transports.iter();
        for transport in transports.filter_map(|key| state.transport_by_key(*key)) {
            self.deliver_to(transport, target.delivery, init, candidate);
        }
    }

    fn deliver_to(
        &self,
        transport: &Transport,
        delivery: Delivery,
        init: &RTCIceCandidateInit,
        candidate: Option<&CandidateAttribute>,
    ) {
        let Some(candidate) = candidate else {
            if delivery == Delivery::Now {
                self.link.send(Command::RemoteEndOfCandidates {
                    transport: transport.id,
                });
            }
            return;
        };
        let object = RTCIceCandidate::create(RTCLocalIceCandidateInit {
            init: init.clone(),
            ..Default::default()
        });
        if transport.remember_remote_candidate(object) == Remembered::Full {
            log::debug!("{MAX_REMOTE_CANDIDATES} remote candidates are known: no more are taken");
        } else if delivery == Delivery::Now {
            self.link.send(Command::AddRemoteCandidate {
                transport: transport.id,
                candidate: candidate.clone(),
            });
        }
    }
}
