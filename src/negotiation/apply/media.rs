//! The steps of "set a session description" for each media description (webrtc-pc).

use super::super::description::Description;
use super::super::media::{Direction, MediaDescription, Negotiated};
use super::super::state::{NegotiationState, SdpType, Source};
use super::super::topology::{Bundles, Section, Topology, is_offered};
use super::super::transceiver::MediaPlan;

/// A media description that is being applied, with what the other side has said.
pub(super) struct Applied<'a> {
    pub(super) section: &'a Section,
    /// A provisional or a final one.
    pub(super) is_answer: bool,
    pub(super) is_final: bool,
    /// Our side's description has a=simulcast.
    pub(super) offered_simulcast: bool,
    /// The description itself rejects the section.
    pub(super) is_rejected: bool,
    /// The media description itself.
    pub(super) media: &'a MediaDescription,
    /// Its direction; none if it is rejected.
    pub(super) direction: Direction,
    /// What an answer and its offer agree on; absent if the section is rejected.
    pub(super) negotiated: Option<Negotiated>,
    /// The id of the stream of those of which no stream is told.
    pub(super) default_stream_id: &'a str,
}

impl NegotiationState {
    pub(super) fn apply_media(
        &mut self,
        source: Source,
        kind: SdpType,
        topology: &Topology,
        plan: &mut MediaPlan,
    ) {
        if self.default_stream_id.is_empty() {
            self.default_stream_id = "default".to_owned();
        }
        let rejected = self.rejected_sections(source, topology);
        let associated = self.associated(topology);
        let local = self.pending_local.as_ref().or(self.current_local.as_ref());
        let remote = self
            .pending_remote
            .as_ref()
            .or(self.current_remote.as_ref());
        for (index, section) in topology.sections.iter().enumerate() {
            let Some(at) = associated[index] else {
                continue;
            };
            let local = local.and_then(|local| local.media(index));
            let remote = remote.and_then(|remote| remote.media(index));
            let is_answer = kind != SdpType::Offer;
            let is_rejected = rejected[index];
            let negotiated = match (is_answer && !is_rejected, local, remote) {
                (true, Some(local), Some(remote)) => Some(Negotiated::new(local, remote)),
                _ => None,
            };
            let media = match source {
                Source::Local => local,
                Source::Remote => remote,
            };
            let Some(media) = media else { continue };
            let applied = Applied {
                section,
                is_answer,
                is_final: kind == SdpType::Answer,
                offered_simulcast: local.is_some_and(|local| local.simulcast.is_some()),
                is_rejected,
                direction: match is_rejected {
                    true => Direction::Inactive,
                    false => media.direction,
                },
                media,
                negotiated,
                default_stream_id: &self.default_stream_id,
            };
            if source == Source::Local && !is_rejected {
                self.numbers.take_over(media);
            }
            let transceiver = &mut self.transceivers[at];
            match source {
                Source::Local => applied.apply_local(transceiver, plan),
                Source::Remote => applied.apply_remote(transceiver, plan),
            }
        }
    }

    /// The place of the transceiver of each section.
    fn associated(&self, topology: &Topology) -> Vec<Option<usize>> {
        let sections = topology.sections.iter();
        sections
            .map(|section| self.transceiver_with_mid(&section.mid))
            .collect()
    }

    /// Which sections the description that was just set rejects.
    fn rejected_sections(&self, source: Source, topology: &Topology) -> Vec<bool> {
        let description = match source {
            Source::Local => self.local_description(),
            Source::Remote => self.remote_description(),
        };
        let Some(sdp) = description.map(Description::sdp) else {
            return vec![true; topology.sections.len()];
        };
        let bundles = Bundles::of(sdp, &topology.mids());
        let is_rejected = |(index, section)| {
            let in_group = bundles.group_of(index).is_some();
            !is_offered(section, in_group)
        };
        sdp.media.iter().enumerate().map(is_rejected).collect()
    }

    /// What an answer ends with: transceivers that are stopped go, and what was agreed on settles the others.
    pub(super) fn complete_media(&mut self, plan: &mut MediaPlan) {
        self.remove_stopped(plan);
        for transceiver in &mut self.transceivers {
            transceiver.created_by_remote_offer = false;
            let codecs = &transceiver.sender.send_codecs;
            if codecs.is_empty() {
                continue;
            }
            for encoding in &mut transceiver.sender.send_encodings {
                encoding
                    .codec
                    .take_if(|wanted| !codecs.iter().any(|codec| codec.matches(wanted, true)));
            }
        }
    }
}
