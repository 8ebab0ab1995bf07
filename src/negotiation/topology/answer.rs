//! What an answer settles.

use crate::sdp::{MediaSection, SessionDescription};

use super::super::state::{NegotiationState, Source};
use super::{Bundles, Section, SectionKind, Topology};

impl NegotiationState {
    /// The topology that an answer settles, ours or the peer's.
    pub(in super::super) fn topology_of_answer(
        &mut self,
        sdp: &SessionDescription,
        source: Source,
    ) -> Topology {
        let mut topology = self.answered(sdp);
        self.assign_transports(&mut topology, sdp, source, false);
        self.assign_rtcp(&mut topology, |_, index, section| {
            !section.bundled && !sdp.media[index].lines.has_attribute("rtcp-mux")
        });
        topology
    }

    /// What an answer accepts, and which section carries which; without transports.
    pub(in super::super) fn answered(&self, sdp: &SessionDescription) -> Topology {
        let mids = self.effective_mids(sdp);
        let bundles = Bundles::of(sdp, &mids);
        let tagged: Vec<Option<usize>> = bundles
            .all()
            .iter()
            .map(|group| {
                let mut members = group.iter().copied();
                members.find(|member| is_accepted(&sdp.media[*member]))
            })
            .collect();
        let mut topology = Topology::default();
        for (index, mid) in mids.into_iter().enumerate() {
            if !is_accepted(&sdp.media[index]) {
                topology.sections.push(Section::rejected(mid, index));
                continue;
            }
            let group = bundles.index_of(index);
            topology.sections.push(Section {
                mid,
                kind: SectionKind::of(&sdp.media[index]),
                transport: None,
                rtcp: None,
                carrier: group.and_then(|group| tagged[group]).unwrap_or(index),
                bundled: group.is_some(),
            });
        }
        topology
    }
}

fn is_accepted(section: &MediaSection) -> bool {
    section.m_line().port != 0 && SectionKind::of(section) != SectionKind::Rejected
}
