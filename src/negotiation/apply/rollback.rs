//! Rollback (webrtc-pc, "set a session description", of type "rollback"; RFC 9429 section 5.7).

use super::super::plan::{Plan, SctpPlan};
use super::super::state::{NegotiationState, SdpType, SignalingState, Source};
use super::super::transceiver::{LastStable, MediaPlan, Transceiver};

impl NegotiationState {
    /// The slots `[[LastStableState...]]`, when an offer is set in the state "stable".
    pub(super) fn remember_stable_state(&mut self) {
        self.needed_ice_restart = self.needs_ice_restart;
        for transceiver in &mut self.transceivers {
            let (sender, receiver) = (&mut transceiver.sender, &transceiver.receiver);
            let ridless = matches!(sender.send_encodings.as_slice(), [only] if only.rid.is_none());
            sender.last_stable_state_send_encodings =
                ridless.then(|| sender.send_encodings.clone());
            transceiver.last_stable = LastStable {
                mid: transceiver.jsep_mid.clone(),
                sender_transport: sender.transport,
                receiver_transport: receiver.transport,
                remote_stream_ids: receiver.remote_stream_ids.clone(),
                receive_codecs: receiver.receive_codecs.clone(),
            };
        }
    }

    /// Abandons the offer. Transports that it made go; those that it restarted get the credentials back that the current
    /// description has.
    pub(super) fn rollback(&mut self, source: Source) -> Plan {
        let was_remote = self.signaling_state == SignalingState::HaveRemoteOffer;
        let media = self.roll_back_media(was_remote);
        self.pending_local = None;
        self.pending_remote = None;
        self.pending_topology = None;
        self.forget_proposals();
        self.signaling_state = SignalingState::Stable;
        let topology = self.topology.clone();
        let transports = self.plan_transports(Source::Local, SdpType::Offer, &topology);
        self.needs_ice_restart |= self.needed_ice_restart;
        Plan {
            source,
            kind: SdpType::Rollback,
            signaling_state_changed: true,
            sections: topology.sections,
            transports,
            discarded: self.discard_unused(),
            sctp: SctpPlan::Unchanged,
            media,
        }
    }

    fn roll_back_media(&mut self, was_remote: bool) -> MediaPlan {
        let mut plan = MediaPlan::default();
        for transceiver in &mut self.transceivers {
            transceiver.restore();
            if was_remote {
                let msids = transceiver.last_stable.remote_stream_ids.clone();
                let direction = transceiver.current_direction;
                plan.process_remote_tracks(transceiver, direction, msids);
            }
            if transceiver.created_by_remote_offer && !transceiver.added_by_add_track {
                plan.stop(transceiver);
                plan.removed.push(transceiver.key);
            }
            transceiver.created_by_remote_offer = false;
        }
        self.transceivers
            .retain(|transceiver| !plan.removed.contains(&transceiver.key));
        plan
    }
}

impl Transceiver {
    fn restore(&mut self) {
        let stable = self.last_stable.clone();
        self.jsep_mid.clone_from(&stable.mid);
        self.mid = stable.mid;
        self.sender.transport = stable.sender_transport;
        let has_rids = self
            .sender
            .send_encodings
            .iter()
            .any(|encoding| encoding.rid.is_some());
        if let Some(ridless) = &self.sender.last_stable_state_send_encodings
            && has_rids
        {
            self.sender.send_encodings.clone_from(ridless);
        }
        self.receiver.transport = stable.receiver_transport;
        self.receiver.receive_codecs = stable.receive_codecs;
    }
}
