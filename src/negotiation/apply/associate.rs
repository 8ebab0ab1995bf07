//! Which transceiver belongs to which m-section (RFC 9429 sections 5.9 and 5.10): the RtpTransceiver mid property, which
//! is `[[JsepMid]]`.

use crate::sdp::SessionDescription;

use super::super::description::Description;
use super::super::media::{
    Direction, Encoding, MediaDescription, MediaKind, max_encodings, proposed_send_rids,
};
use super::super::state::{NegotiationState, SdpType, Source};
use super::super::topology::{Bundles, SectionKind, is_offered};
use super::super::transceiver::{MediaPlan, TransceiverKey, default_encodings};

impl NegotiationState {
    pub(super) fn associate(
        &mut self,
        source: Source,
        description: &Description,
        plan: &mut MediaPlan,
    ) {
        match (description.kind, source) {
            (SdpType::Offer, Source::Local) => self.associate_offered(description.sdp()),
            (SdpType::Offer, Source::Remote) => self.associate_remote(description, plan),
            // An answer has the sections of its offer.
            _ => {}
        }
    }

    /// "Find the RtpTransceiver that corresponds to this m-section, using the mapping established when creating the offer."
    fn associate_offered(&mut self, sdp: &SessionDescription) {
        for (index, key) in self.offered_transceivers.clone() {
            let mid = sdp.media.get(index).and_then(|section| section.mid());
            let mid = mid.map(str::to_owned);
            // The section is recycled from one that is stopping, and that we had rejected before.
            let known = self.latest_topology().sections.get(index);
            let known = known.and_then(|known| self.transceiver_with_mid(&known.mid));
            if let Some(at) = known.filter(|at| self.transceivers[*at].key != key) {
                self.transceivers[at].jsep_mid = None;
                self.transceivers[at].mid = None;
            }
            if let Some(transceiver) = self.transceiver_mut(key) {
                transceiver.jsep_mid = mid;
            }
        }
    }

    fn associate_remote(&mut self, description: &Description, plan: &mut MediaPlan) {
        let sdp = description.sdp();
        let mids = self.effective_mids(sdp);
        let bundles = Bundles::of(sdp, &mids);
        // What is offered in each section; a rejected one offers nothing.
        let offered = |index: usize| {
            let section = &sdp.media[index];
            let in_group = bundles.group_of(index).is_some();
            is_offered(section, in_group).then(|| SectionKind::of(section))
        };
        for (index, mid) in mids.iter().enumerate() {
            self.disassociate_recycled(index, mid, offered(index), plan);
        }
        for (index, mid) in mids.iter().enumerate() {
            // A section that is rejected and belongs to no transceiver has nothing to show: it was stopped long ago.
            let Some(SectionKind::Media(kind)) = offered(index) else {
                continue;
            };
            if let Some(media) = description.media(index) {
                self.associate_section(mid, kind, media, plan);
            }
        }
    }

    /// "If the m-section is being recycled, disassociate the currently associated RtpTransceiver." One that an earlier offer
    /// of this exchange stopped is not coming back, and goes.
    fn disassociate_recycled(
        &mut self,
        index: usize,
        mid: &str,
        offered: Option<SectionKind>,
        plan: &mut MediaPlan,
    ) {
        let known = self.latest_topology().sections.get(index);
        let Some(at) = known.and_then(|known| self.transceiver_with_mid(&known.mid)) else {
            return;
        };
        let transceiver = &mut self.transceivers[at];
        let same = transceiver.jsep_mid.as_deref() == Some(mid)
            && offered.is_none_or(|kind| {
                kind == SectionKind::Media(transceiver.kind) && !transceiver.stopped
            });
        if same {
            return;
        }
        transceiver.jsep_mid = None;
        transceiver.mid = None;
        if transceiver.stopped {
            plan.removed.push(transceiver.key);
            self.transceivers.remove(at);
        }
    }

    fn associate_section(
        &mut self,
        mid: &str,
        kind: MediaKind,
        media: &MediaDescription,
        plan: &mut MediaPlan,
    ) {
        let encodings = proposed_encodings(media);
        let found = self
            .transceiver_with_mid(mid)
            .or_else(|| self.compatible_transceiver(kind, media.direction));
        if let Some(at) = found {
            let transceiver = &mut self.transceivers[at];
            transceiver.jsep_mid = Some(mid.to_owned());
            let ridless = matches!(transceiver.sender.send_encodings.as_slice(), [only] if only.rid.is_none());
            if !encodings.is_empty() && ridless {
                transceiver.sender.send_encodings = encodings;
            }
            return;
        }
        let encodings = match encodings.is_empty() {
            true => default_encodings(kind),
            false => encodings,
        };
        let transceiver =
            self.create_transceiver(kind, Direction::Recvonly, String::new(), encodings);
        transceiver.jsep_mid = Some(mid.to_owned());
        transceiver.created_by_remote_offer = true;
        // Where addTrack keeps it, a rollback takes the envelope that this offer proposes from it too.
        transceiver.sender.last_stable_state_send_encodings = Some(default_encodings(kind));
        let key: TransceiverKey = transceiver.key;
        plan.created.push(key);
    }

    /// A transceiver that `addTrack` made and that belongs to no m-section can take up one that wants to receive.
    fn compatible_transceiver(&self, kind: MediaKind, offered: Direction) -> Option<usize> {
        self.transceivers.iter().position(|transceiver| {
            offered.receives()
                && transceiver.kind == kind
                && transceiver.added_by_add_track
                && transceiver.jsep_mid.is_none()
                && !transceiver.stopped
        })
    }
}

/// The encodings that an offer to receive simulcast proposes (webrtc-pc, "set a session description", the steps for each
/// media description of a remote one).
fn proposed_encodings(media: &MediaDescription) -> Vec<Encoding> {
    let most = max_encodings(media.kind);
    if most == 1 {
        // A kind without simulcast is not asked for it, whatever the offer says.
        return Vec::new();
    }
    let mut rids = proposed_send_rids(media.simulcast.as_ref());
    rids.truncate(most);
    let count = i32::try_from(rids.len()).unwrap_or_default();
    let encodings = rids.into_iter().zip(1..).map(|(rid, number)| Encoding {
        rid: Some(rid),
        scale_resolution_down_by: Some(2f64.powi(count - number)),
        ..Encoding::default()
    });
    encodings.collect()
}
