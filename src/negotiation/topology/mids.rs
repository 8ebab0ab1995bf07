//! Media stream identification tags (RFC 5888).

use std::collections::HashSet;

use crate::sdp::{MediaSection, SessionDescription};

use super::super::state::NegotiationState;
use super::super::transceiver::TransceiverKey;

impl NegotiationState {
    /// The mids of a description. Where the peer gives none: of an answer those of the offer, of an offer the ones that
    /// the sections had or new ones.
    pub(in super::super) fn effective_mids(&self, sdp: &SessionDescription) -> Vec<String> {
        let known = &self.latest_topology().sections;
        let mut number = self.next_mid;
        let mut taken: HashSet<&str> = sdp.media.iter().filter_map(MediaSection::mid).collect();
        taken.extend(known.iter().map(|section| section.mid.as_str()));
        let mut mids = Vec::with_capacity(sdp.media.len());
        for (index, section) in sdp.media.iter().enumerate() {
            let mid = match (section.mid(), known.get(index)) {
                (Some(mid), _) => mid.to_owned(),
                (None, Some(section)) => section.mid.clone(),
                (None, None) => loop {
                    let mid = number.to_string();
                    number += 1;
                    if !taken.contains(mid.as_str()) {
                        break mid;
                    }
                },
            };
            mids.push(mid);
        }
        mids
    }

    /// The mid of the data section that created offers propose.
    pub(in super::super) fn proposed_data_mid(&mut self) -> String {
        let proposed = self.proposed_data_mid.clone();
        if let Some(mid) = proposed.filter(|mid| !self.is_mid_in_use(mid)) {
            return mid;
        }
        let mid = self.new_mid();
        self.proposed_data_mid = Some(mid.clone());
        mid
    }

    /// The mid that created offers propose for a transceiver. RFC 9429 section 5.2.1: it is the transceiver's only when the
    /// offer is applied.
    pub(in super::super) fn proposed_mid(&mut self, transceiver: TransceiverKey) -> String {
        let proposed = self.proposed_mids.get(&transceiver).cloned();
        if let Some(mid) = proposed.filter(|mid| !self.is_mid_in_use(mid)) {
            return mid;
        }
        let mid = self.new_mid();
        self.proposed_mids.insert(transceiver, mid.clone());
        mid
    }

    /// A mid that no section has.
    fn new_mid(&mut self) -> String {
        loop {
            let mid = self.next_mid.to_string();
            self.next_mid += 1;
            if !self.is_mid_in_use(&mid) {
                return mid;
            }
        }
    }

    fn is_mid_in_use(&self, mid: &str) -> bool {
        let topologies = [Some(&self.topology), self.pending_topology.as_ref()];
        let mut sections = topologies
            .into_iter()
            .flatten()
            .flat_map(|topology| &topology.sections);
        sections.any(|section| section.mid == mid)
    }
}
