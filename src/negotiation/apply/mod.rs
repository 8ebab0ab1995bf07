//! Applying a description (webrtc-pc, "set a session description"; RFC 9429 sections 5.7 to 5.11).

mod answer;
mod associate;
mod local;
mod media;
mod remote;
mod rollback;
mod sctp;
mod stop;
mod tracks;
mod transports;

use super::description::Description;
use super::error::NegotiationError;
use super::plan::{IceRole, Plan};
use super::state::{NegotiationState, SdpType, SignalingState, Source, all_credentials};
use super::topology::{Topology, TransportKey};
use super::transceiver::MediaPlan;
use super::transition::transition;

pub(super) use transports::Link;

impl NegotiationState {
    /// Makes a description that was checked the local or remote one, and says what the transports and the media have to
    /// do.
    pub(crate) fn apply(
        &mut self,
        source: Source,
        description: Description,
    ) -> Result<Plan, NegotiationError> {
        let kind = description.kind;
        let next = transition(self.signaling_state, source, kind)?;
        if kind == SdpType::Rollback {
            return Ok(self.rollback(source));
        }
        if self.signaling_state == SignalingState::Stable {
            self.remember_stable_state();
        }
        let mut media = MediaPlan::default();
        self.associate(source, &description, &mut media);
        let sdp = description.sdp();
        let topology = match (kind, source) {
            (SdpType::Offer, Source::Local) => self.topology_of_local_offer(sdp),
            (SdpType::Offer, Source::Remote) => self.topology_of_remote_offer(&description),
            _ => self.topology_of_answer(sdp, source),
        };
        let ice_role = match source {
            Source::Remote if !sdp.is_ice_lite() => IceRole::Controlled,
            _ => IceRole::Controlling,
        };
        self.make_links(&topology, ice_role);
        let had_data = self.latest_topology().data().is_some() || self.topology.data().is_some();
        let changed = self.signaling_state != next;
        self.set_slots(source, description);
        self.signaling_state = next;
        let sections = topology.sections.clone();
        self.apply_media(source, kind, &topology, &mut media);
        let transports = self.plan_transports(source, kind, &topology);
        let sctp = self.plan_sctp(kind, &topology, had_data);
        let discarded = self.settle(kind, topology);
        if kind == SdpType::Answer {
            self.complete_media(&mut media);
        }
        Ok(Plan {
            source,
            kind,
            signaling_state_changed: changed,
            sections,
            transports,
            discarded,
            sctp,
            media,
        })
    }

    /// The slots of webrtc-pc, "set a session description", in its order.
    fn set_slots(&mut self, source: Source, description: Description) {
        let kind = description.kind;
        let description = Some(description);
        match (source, kind) {
            (Source::Local, SdpType::Answer) => {
                self.current_local = description;
                self.current_remote = self.pending_remote.take();
                self.pending_local = None;
            }
            (Source::Remote, SdpType::Answer) => {
                self.current_remote = description;
                self.current_local = self.pending_local.take();
                self.pending_remote = None;
            }
            (Source::Local, _) => self.pending_local = description,
            (Source::Remote, _) => self.pending_remote = description,
        }
        if kind == SdpType::Answer {
            self.last_created_offer.clear();
            self.last_created_answer.clear();
            let present = self
                .current_local
                .as_ref()
                .map(|local| all_credentials(local.sdp()));
            let present = present.unwrap_or_default();
            if !self
                .credentials_to_replace
                .iter()
                .any(|old| present.contains(old))
            {
                self.credentials_to_replace.clear();
            }
        }
        if source == Source::Local || kind == SdpType::Offer {
            self.forget_proposals();
        }
    }

    /// Keeps the topology; returns the transports that nothing uses any more. After a provisional answer everything that
    /// the offer described stays, because the final answer may want it.
    fn settle(&mut self, kind: SdpType, topology: Topology) -> Vec<TransportKey> {
        match kind {
            SdpType::Answer => {
                self.topology = topology;
                self.pending_topology = None;
            }
            SdpType::Offer => self.pending_topology = Some(topology),
            SdpType::Pranswer | SdpType::Rollback => return Vec::new(),
        }
        self.discard_unused()
    }

    fn discard_unused(&mut self) -> Vec<TransportKey> {
        let in_use = |key: &TransportKey| {
            self.topology.has_transport(*key)
                || self
                    .pending_topology
                    .as_ref()
                    .is_some_and(|pending| pending.has_transport(*key))
        };
        let unused: Vec<TransportKey> = self
            .links
            .keys()
            .copied()
            .filter(|key| !in_use(key))
            .collect();
        for key in &unused {
            self.links.remove(key);
        }
        unused
    }
}
