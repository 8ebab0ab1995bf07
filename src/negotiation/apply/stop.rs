//! "Stop the RTCRtpTransceiver", and the end of those that are stopped (webrtc-pc).

use super::super::media::Direction;
use super::super::state::NegotiationState;
use super::super::transceiver::{MediaPlan, Transceiver};

impl MediaPlan {
    /// "Stop the RTCRtpTransceiver".
    pub(super) fn stop(&mut self, transceiver: &mut Transceiver) {
        transceiver.direction = Direction::Inactive;
        transceiver.stopping = true;
        transceiver.stopped = true;
        transceiver.current_direction = None;
        transceiver.receiver.remote_stream_ids.clear();
        transceiver.last_stable.remote_stream_ids.clear();
        self.stopped.push(transceiver.key);
    }
}

impl NegotiationState {
    /// With an answer a transceiver goes that is stopped and whose m-section is rejected in one of the current descriptions.
    /// One that is stopping and never had an m-section has nothing to negotiate about: it goes with the first answer, where
    /// by the text alone it would need negotiation for ever.
    pub(super) fn remove_stopped(&mut self, plan: &mut MediaPlan) {
        for transceiver in &mut self.transceivers {
            if transceiver.stopping && !transceiver.stopped && transceiver.jsep_mid.is_none() {
                plan.stop(transceiver);
            }
        }
        let rejected = |mid: &str| {
            let mut sections = self.topology.sections.iter();
            sections.any(|section| section.mid == mid && section.is_rejected())
        };
        let gone = |transceiver: &Transceiver| {
            transceiver.stopped && transceiver.jsep_mid.as_deref().is_none_or(rejected)
        };
        let removed = self
            .transceivers
            .extract_if(.., |transceiver| gone(transceiver));
        plan.removed
            .extend(removed.map(|transceiver| transceiver.key));
    }
}
