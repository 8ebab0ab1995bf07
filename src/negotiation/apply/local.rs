//! The steps for each media description of a local description (webrtc-pc, "set a session description", `remote` is
//! false).

use super::super::media::receive_codecs_of_offer;
use super::super::transceiver::{MediaPlan, Transceiver};
use super::media::Applied;

impl Applied<'_> {
    pub(super) fn apply_local(&self, transceiver: &mut Transceiver, plan: &mut MediaPlan) {
        transceiver.mid.clone_from(&transceiver.jsep_mid);
        if transceiver.stopped {
            return;
        }
        // An answer can move the section to another transport than its offer named.
        if self.section.transport.is_some() {
            transceiver.sender.transport = self.section.transport;
            transceiver.receiver.transport = self.section.transport;
        }
        let direction = self.direction;
        if !self.is_answer {
            transceiver.receiver.receive_codecs = receive_codecs_of_offer(self.media);
            return;
        }
        self.settle_encodings(transceiver);
        self.settle_codecs(transceiver);
        let fired = transceiver.fired_direction;
        if !direction.receives() && fired.is_some_and(|fired| fired.receives()) {
            plan.set_associated_remote_streams(transceiver, Vec::new());
            plan.mute.push(transceiver.key);
        }
        transceiver.current_direction = Some(direction);
        transceiver.fired_direction = Some(direction);
    }
}
