//! What an offer proposes, and what of a remote one we accept.

use std::collections::HashMap;

use crate::sdp::SessionDescription;

use super::super::description::Description;
use super::super::media::{MediaDescription, MediaKind, answer_codecs};
use super::super::state::{BundlePolicy, NegotiationState, RtcpMuxPolicy, Source};
use super::super::transceiver::Transceiver;
use super::bundles::can_carry;
use super::{Bundles, Section, SectionKind, Topology, is_offered};

impl NegotiationState {
    /// The topology that a local offer proposes, which is the one that was created last.
    pub(in super::super) fn topology_of_local_offer(
        &mut self,
        sdp: &SessionDescription,
    ) -> Topology {
        let mids = self.effective_mids(sdp);
        let bundles = Bundles::of(sdp, &mids);
        let mut topology = Topology::default();
        for (index, (section, mid)) in sdp.media.iter().zip(&mids).enumerate() {
            let bundled = bundles.group_of(index).is_some();
            let kind = SectionKind::of(section);
            if !is_offered(section, bundled) || kind == SectionKind::Rejected {
                let rejected = Section::rejected(mid.clone(), index);
                topology.sections.push(rejected);
                continue;
            }
            topology.sections.push(Section {
                mid: mid.clone(),
                kind,
                transport: None,
                rtcp: None,
                carrier: self.offered_carriers.get(index).copied().unwrap_or(index),
                bundled,
            });
        }
        self.assign_transports(&mut topology, sdp, Source::Local, true);
        self.assign_rtcp(&mut topology, Self::may_need_rtcp);
        topology
    }

    /// The topology of the answer that we will give to a remote offer, as far as that is known.
    pub(in super::super) fn topology_of_remote_offer(&mut self, offer: &Description) -> Topology {
        let sdp = offer.sdp();
        let mut topology = self.answerable(offer);
        self.assign_transports(&mut topology, sdp, Source::Remote, true);
        self.assign_rtcp(&mut topology, |_, index, section| {
            !section.bundled && !sdp.media[index].lines.has_attribute("rtcp-mux")
        });
        topology
    }

    /// Whether the peer may decline RTCP mux for a section of our offer. A transport that was agreed on without one for RTCP
    /// stays so (RFC 5761 section 5.1.3: no change back).
    fn may_need_rtcp(&self, _: usize, section: &Section) -> bool {
        let settled = &self.topology;
        let is_settled = settled.transport_of(&section.mid) == section.transport;
        self.rtcp_mux_policy == RtcpMuxPolicy::Negotiate
            && (!is_settled || settled.rtcp_of(&section.mid).is_some())
    }

    /// What of a remote offer we accept, and which section carries which; without transports.
    ///
    /// RFC 9143 section 7.3 has an answerer keep the section that the offerer tagged, or reject the whole group. Where
    /// another section describes a transport too, that one can carry the group, and the offers of browsers are of this
    /// kind: rejecting their audio need not cost the data channels.
    pub(in super::super) fn answerable(&self, offer: &Description) -> Topology {
        let sdp = offer.sdp();
        let mids = self.effective_mids(sdp);
        let bundles = Bundles::of(sdp, &mids);
        let accepted = self.acceptable(offer, &mids, &bundles);
        let carriers: Vec<Option<usize>> = bundles
            .all()
            .iter()
            .map(|group| {
                let mut members = group.iter().copied();
                members.find(|member| accepted[*member] && can_carry(&sdp.media[*member]))
            })
            .collect();
        let mut topology = Topology::default();
        for (index, mid) in mids.into_iter().enumerate() {
            let group = bundles.index_of(index);
            let carrier = group.map_or(Some(index), |group| carriers[group]);
            topology.sections.push(match carrier {
                Some(carrier) if accepted[index] => Section {
                    mid,
                    kind: SectionKind::of(&sdp.media[index]),
                    transport: None,
                    rtcp: None,
                    carrier,
                    bundled: group.is_some(),
                },
                _ => Section::rejected(mid, index),
            });
        }
        topology
    }

    /// Which sections of an offer we can accept (RFC 9429 section 5.3.1).
    fn acceptable(&self, offer: &Description, mids: &[String], bundles: &Bundles) -> Vec<bool> {
        let sdp = offer.sdp();
        let mut accepted: Vec<bool> = (0..sdp.media.len())
            .map(|index| {
                let section = &sdp.media[index];
                is_offered(section, bundles.group_of(index).is_some())
                    && match SectionKind::of(section) {
                        SectionKind::Application => true,
                        SectionKind::Media(kind) => offer
                            .media(index)
                            .is_some_and(|media| self.has_common_codec(media, &mids[index], kind)),
                        SectionKind::Rejected => false,
                    }
            })
            .collect();
        self.keep_one_association(sdp, mids, &mut accepted);
        self.apply_bundle_policy(sdp, mids, bundles, &mut accepted);
        accepted
    }

    fn has_common_codec(&self, offered: &MediaDescription, mid: &str, kind: MediaKind) -> bool {
        let unassociated;
        let transceiver = match self.transceiver_with_mid(mid) {
            Some(at) => &self.transceivers[at],
            None => {
                unassociated = Transceiver::unassociated(kind);
                &unassociated
            }
        };
        let formats = answer_codecs(transceiver, offered);
        !transceiver.stopped && !formats.is_empty()
    }

    /// One SCTP association a connection: the one that is there already, or the first.
    fn keep_one_association(
        &self,
        sdp: &SessionDescription,
        mids: &[String],
        accepted: &mut [bool],
    ) {
        let latest = self.latest_topology();
        let existing = latest.data().map(|index| &latest.sections[index].mid);
        let data: Vec<usize> = (0..accepted.len())
            .filter(|index| {
                accepted[*index] && SectionKind::of(&sdp.media[*index]) == SectionKind::Application
            })
            .collect();
        let kept = data
            .iter()
            .find(|index| Some(&mids[**index]) == existing)
            .or(data.first());
        for index in &data {
            accepted[*index] = Some(index) == kept;
        }
    }

    /// RFC 9429 section 4.1.1: what a policy has us reject where it is not bundled. But what an answer left with a
    /// transport of its own goes on: no offer of the peer need end it.
    fn apply_bundle_policy(
        &self,
        sdp: &SessionDescription,
        mids: &[String],
        bundles: &Bundles,
        accepted: &mut [bool],
    ) {
        let mut first_of: HashMap<Option<&str>, usize> = HashMap::new();
        for (index, is_accepted) in accepted.iter_mut().enumerate().filter(|(_, is)| **is) {
            let of = match self.bundle_policy {
                BundlePolicy::MaxCompat => continue,
                BundlePolicy::MaxBundle => None,
                BundlePolicy::Balanced => Some(sdp.media[index].m_line().media.as_str()),
            };
            let first = *first_of.entry(of).or_insert(index);
            let alone = self
                .topology
                .sections
                .iter()
                .enumerate()
                .any(|(at, section)| {
                    section.mid == mids[index] && section.carrier == at && !section.is_rejected()
                });
            *is_accepted = alone || bundles.are_together(first, index);
        }
    }
}
