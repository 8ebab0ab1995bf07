//! The connection's own view of one transport.

use std::sync::Arc;

use super::add_ice_candidate::MAX_REMOTE_CANDIDATES;
use super::state::State;
use crate::api::dtls_transport::RTCDtlsTransport;
use crate::api::ice_candidate::{
    RTCIceCandidate, RTCIceCandidateInit, RTCIceCandidatePair, RTCLocalIceCandidateInit,
};
use crate::negotiation::TransportKey;
use crate::sdp::candidate::{CandidateAttribute, CandidateType};
use crate::session::{SelectedPair, TransportId};

/// A transport with its visible objects.
pub(super) struct Transport {
    pub(super) key: TransportKey,
    /// Its name on the network side.
    pub(super) id: TransportId,
    /// Its ICE component.
    pub(super) component: u16,
    /// Whether the network side has it: from the first local description on.
    pub(super) started: bool,
    pub(super) dtls: Arc<RTCDtlsTransport>,
    /// Where its candidates belong in the descriptions.
    pub(super) mid: String,
    pub(super) m_line_index: u16,
    /// The pair behind `[[SelectedCandidatePair]]`.
    pub(super) selected_pair: Option<SelectedPair>,
}

/// What became of a remote candidate in the list that getRemoteCandidates returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remembered {
    New,
    Known,
    Full,
}

impl Transport {
    pub(super) fn remember_remote_candidate(&self, candidate: Arc<RTCIceCandidate>) -> Remembered {
        let mut slots = self.dtls.ice_transport().slots.lock();
        let known = slots.remote_candidates.iter().any(|known| {
            known.candidate() == candidate.candidate()
                && known.username_fragment() == candidate.username_fragment()
        });
        if known {
            Remembered::Known
        } else if slots.remote_candidates.len() >= MAX_REMOTE_CANDIDATES {
            Remembered::Full
        } else {
            slots.remote_candidates.push(candidate);
            Remembered::New
        }
    }

    /// The username fragment of the newest local generation.
    pub(super) fn local_ufrag(&self) -> Option<String> {
        let parameters = self.dtls.ice_transport().local_parameters()?;
        Some(parameters.username_fragment)
    }

    pub(super) fn candidate_init(
        &self,
        candidate: String,
        username_fragment: Option<String>,
    ) -> RTCIceCandidateInit {
        RTCIceCandidateInit {
            candidate,
            sdp_mid: Some(self.mid.clone()),
            sdp_m_line_index: Some(self.m_line_index),
            username_fragment,
        }
    }

    /// "Create an RTCIceCandidatePair", of objects that are known already where they are.
    pub(super) fn pair_object(&self, pair: &SelectedPair) -> Arc<RTCIceCandidatePair> {
        let ice = self.dtls.ice_transport();
        let local = find(&ice.local_candidates(), &pair.local).unwrap_or_else(|| {
            let ufrag = self.local_ufrag();
            RTCIceCandidate::create(RTCLocalIceCandidateInit {
                init: self.candidate_init(pair.local.to_string(), ufrag),
                relay_protocol: None,
                url: pair.local_url.clone(),
            })
        });
        let remote = find(&ice.remote_candidates(), &pair.remote).unwrap_or_else(|| {
            let parameters = ice.remote_parameters();
            let ufrag = parameters.map(|parameters| parameters.username_fragment);
            let init = self.candidate_init(pair.remote.to_string(), ufrag);
            match pair.remote.kind {
                CandidateType::Prflx => RTCIceCandidate::peer_reflexive(init, pair.remote.clone()),
                _ => RTCIceCandidate::create(RTCLocalIceCandidateInit {
                    init,
                    ..Default::default()
                }),
            }
        });
        RTCIceCandidatePair::create(local, remote)
    }
}

/// The candidate of this address among those that the application knows.
fn find(
    known: &[Arc<RTCIceCandidate>],
    wanted: &CandidateAttribute,
) -> Option<Arc<RTCIceCandidate>> {
    let same = |candidate: &&Arc<RTCIceCandidate>| {
        candidate.address() == Some(wanted.address.as_str())
            && candidate.port() == Some(wanted.port)
            && candidate.foundation() == Some(wanted.foundation.as_str())
    };
    // After a restart the newest generation comes last.
    known.iter().rev().find(same).cloned()
}

impl State {
    pub(super) fn transport_index(&self, id: TransportId) -> Option<usize> {
        self.transports
            .iter()
            .position(|transport| transport.id == id)
    }

    pub(super) fn transport_by_key(&self, key: TransportKey) -> Option<&Transport> {
        self.transports
            .iter()
            .find(|transport| transport.key == key)
    }
}
