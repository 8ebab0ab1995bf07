//! The steps for each media description of a remote description (webrtc-pc, "set a session description", `remote` is
//! true).

use super::super::media::Msid;
use super::super::transceiver::{MediaPlan, Transceiver};
use super::media::Applied;

impl Applied<'_> {
    pub(super) fn apply_remote(&self, transceiver: &mut Transceiver, plan: &mut MediaPlan) {
        if self.is_answer {
            self.settle_encodings(transceiver);
        }
        transceiver.mid.clone_from(&transceiver.jsep_mid);
        let direction = self.direction.reversed();
        let msids = match direction.receives() {
            true => self.remote_stream_ids(),
            false => Vec::new(),
        };
        plan.process_remote_tracks(transceiver, Some(direction), msids);
        if self.is_answer {
            self.settle_codecs(transceiver);
            transceiver.current_direction = Some(direction);
            if self.section.transport.is_some() {
                transceiver.sender.transport = self.section.transport;
                transceiver.receiver.transport = self.section.transport;
            }
        }
        if self.is_rejected && !transceiver.stopped {
            plan.stop(transceiver);
        }
    }

    /// RFC 9429 section 5.8.2: without a=msid there is one stream for all, and `-` stands for none (RFC 8830 section 2).
    fn remote_stream_ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for msid in &self.media.msids {
            if msid.stream != Msid::NO_STREAM && !ids.contains(&msid.stream) {
                ids.push(msid.stream.clone());
            }
        }
        if self.media.msids.is_empty() {
            ids.push(self.default_stream_id.to_owned());
        }
        ids
    }
}
