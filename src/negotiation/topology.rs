//! Which m-section uses which transport.
//!
//! RFC 9143: the sections of a BUNDLE group share one transport, the one that the tagged section describes. A transport
//! keeps its identity when another section becomes the tagged one.

use std::collections::HashMap;

use crate::sdp::{MediaSection, SessionDescription};

use super::state::{BundlePolicy, NegotiationState};

/// Names a transport within its connection; never used again for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TransportKey(pub(crate) u32);

/// What an m-section is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SectionKind {
    /// The data channels.
    Application,
    /// Port zero, or of no use to us.
    Rejected,
}

/// One m-section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    /// Its mid; made up where the peer gave none.
    pub(crate) mid: String,
    pub(crate) kind: SectionKind,
    /// The transport that carries it.
    pub(crate) transport: Option<TransportKey>,
    /// The index of the section that describes the transport: its own, or that of the tagged section of its group.
    pub(crate) carrier: usize,
    /// The section is in a BUNDLE group.
    pub(crate) bundled: bool,
}

impl Section {
    fn rejected(mid: String, index: usize) -> Self {
        Self {
            mid,
            kind: SectionKind::Rejected,
            transport: None,
            carrier: index,
            bundled: false,
        }
    }
}

/// All m-sections, by index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Topology {
    pub(super) sections: Vec<Section>,
}

impl Topology {
    pub(super) fn transport_of(&self, mid: &str) -> Option<TransportKey> {
        self.sections
            .iter()
            .find(|section| section.mid == mid)?
            .transport
    }

    pub(super) fn data(&self) -> Option<usize> {
        self.sections
            .iter()
            .position(|section| section.kind == SectionKind::Application)
    }

    /// The transports, each with the section that describes it.
    pub(super) fn carriers(&self) -> impl Iterator<Item = (TransportKey, usize)> {
        self.sections
            .iter()
            .enumerate()
            .filter(|(index, section)| section.carrier == *index)
            .filter_map(|(index, section)| Some((section.transport?, index)))
    }

    pub(super) fn has_transport(&self, key: TransportKey) -> bool {
        self.sections
            .iter()
            .any(|section| section.transport == Some(key))
    }
}

/// The BUNDLE groups of a description as indices of sections that exist, in the order of the group.
pub(super) struct Bundles {
    groups: Vec<Vec<usize>>,
    of_section: HashMap<usize, usize>,
}

impl Bundles {
    pub(super) fn of(sdp: &SessionDescription, mids: &[String]) -> Self {
        let index: HashMap<&str, usize> = mids.iter().map(String::as_str).zip(0..).collect();
        let mut of_section = HashMap::new();
        let mut groups = Vec::new();
        for (_, group) in sdp.bundle_groups() {
            let members: Vec<usize> = group
                .mids
                .iter()
                .filter_map(|mid| index.get(mid.as_str()).copied())
                .collect();
            of_section.extend(members.iter().map(|member| (*member, groups.len())));
            groups.push(members);
        }
        Self { groups, of_section }
    }

    pub(super) fn all(&self) -> &[Vec<usize>] {
        &self.groups
    }

    pub(super) fn group_of(&self, section: usize) -> Option<&[usize]> {
        let group = self.of_section.get(&section)?;
        Some(&self.groups[*group])
    }
}

/// Whether a section of an offer is offered: a zero port rejects it, unless it is bundle-only in a group (RFC 9143
/// section 6).
pub(super) fn is_offered(section: &MediaSection, in_group: bool) -> bool {
    section.m_line().port != 0 || (section.is_bundle_only() && in_group)
}

/// Whether this section describes data channels. Zero is no port of SCTP: a section with it is as good as rejected.
fn has_association(section: &MediaSection) -> bool {
    section.is_data_channel() && section.sctp_port() != Some(0)
}

/// Whether a section of an offer can be the tagged one of its group. A bundle-only section normally describes no
/// transport; Firefox describes the one that is offered for the group, and takes it up there.
fn can_carry(section: &MediaSection) -> bool {
    section.m_line().port != 0 || section.lines.has_attribute("ice-ufrag")
}

/// The section from which the transport parameters of a section are read: its own if they are there, else another of
/// its group (RFC 9143 section 7.1.3: bundled sections leave them out).
pub(super) fn parameters_of(sdp: &SessionDescription, bundles: &Bundles, index: usize) -> usize {
    let has_own = |index: &usize| sdp.ice_ufrag(*index).is_some();
    if has_own(&index) {
        return index;
    }
    let group = bundles.group_of(index).unwrap_or_default();
    group.iter().copied().find(has_own).unwrap_or(index)
}

impl NegotiationState {
    fn new_transport(&mut self) -> TransportKey {
        self.next_transport += 1;
        TransportKey(self.next_transport)
    }

    /// The mids of a description. Where the peer gives none: of an answer those of the offer, of an offer the ones that
    /// the sections had or new ones.
    pub(super) fn effective_mids(&self, sdp: &SessionDescription) -> Vec<String> {
        let known = &self.latest_topology().sections;
        let mut number = self.next_mid;
        let taken: Vec<&str> = sdp.media.iter().filter_map(MediaSection::mid).collect();
        let mut mids = Vec::with_capacity(sdp.media.len());
        for (index, section) in sdp.media.iter().enumerate() {
            let mid = match (section.mid(), known.get(index)) {
                (Some(mid), _) => mid.to_owned(),
                (None, Some(section)) => section.mid.clone(),
                (None, None) => loop {
                    let mid = number.to_string();
                    number += 1;
                    if !taken.contains(&mid.as_str()) && known.iter().all(|known| known.mid != mid)
                    {
                        break mid;
                    }
                },
            };
            mids.push(mid);
        }
        mids
    }

    /// A mid that no section has.
    pub(super) fn new_mid(&mut self) -> String {
        loop {
            let mid = self.next_mid.to_string();
            self.next_mid += 1;
            let topologies = [Some(&self.topology), self.pending_topology.as_ref()];
            let mut sections = topologies
                .into_iter()
                .flatten()
                .flat_map(|topology| &topology.sections);
            if sections.all(|section| section.mid != mid) {
                return mid;
            }
        }
    }

    /// The topology that a local offer proposes.
    pub(super) fn topology_of_local_offer(&mut self, sdp: &SessionDescription) -> Topology {
        let mids = self.effective_mids(sdp);
        let bundles = Bundles::of(sdp, &mids);
        let mut topology = Topology::default();
        for (index, (section, mid)) in sdp.media.iter().zip(&mids).enumerate() {
            let in_group = bundles.group_of(index).is_some();
            if !is_offered(section, in_group) || !section.is_data_channel() {
                topology
                    .sections
                    .push(Section::rejected(mid.clone(), index));
                continue;
            }
            topology.sections.push(Section {
                mid: mid.clone(),
                kind: SectionKind::Application,
                transport: None,
                carrier: parameters_of(sdp, &bundles, index),
                bundled: in_group,
            });
        }
        self.assign_transports(&mut topology);
        topology
    }

    /// The topology of the answer that we will give to a remote offer.
    ///
    /// RFC 9143 section 7.3 has an answerer keep the section that the offerer tagged, or reject the whole group. Where
    /// another section describes a transport too, that one can carry the group, and the offers of browsers are of this
    /// kind: rejecting their audio need not cost the data channels.
    pub(super) fn topology_of_remote_offer(&mut self, sdp: &SessionDescription) -> Topology {
        let mids = self.effective_mids(sdp);
        let bundles = Bundles::of(sdp, &mids);
        let accepted = self.acceptable(sdp, &mids, &bundles);
        let mut topology = Topology::default();
        for (index, mid) in mids.into_iter().enumerate() {
            let group = bundles.group_of(index);
            let carrier = match group {
                None => Some(index),
                Some(group) => group
                    .iter()
                    .copied()
                    .find(|member| accepted.contains(member) && can_carry(&sdp.media[*member])),
            };
            let section = match carrier {
                Some(carrier) if accepted.contains(&index) => Section {
                    mid,
                    kind: SectionKind::Application,
                    transport: None,
                    carrier,
                    bundled: group.is_some(),
                },
                _ => Section::rejected(mid, index),
            };
            topology.sections.push(section);
        }
        self.assign_transports(&mut topology);
        topology
    }

    /// The sections of an offer that we can accept (RFC 9429 section 5.3.1).
    fn acceptable(
        &self,
        sdp: &SessionDescription,
        mids: &[String],
        bundles: &Bundles,
    ) -> Vec<usize> {
        let offered = |index: &usize| {
            let section = &sdp.media[*index];
            has_association(section) && is_offered(section, bundles.group_of(*index).is_some())
        };
        // One SCTP association a connection: the one that is there already, or the first.
        let existing = self.latest_topology().data();
        let existing = existing.map(|index| &self.latest_topology().sections[index].mid);
        let mut data: Vec<usize> = (0..sdp.media.len()).filter(offered).collect();
        data.sort_by_key(|index| Some(&mids[*index]) != existing);
        data.truncate(1);
        if self.bundle_policy == BundlePolicy::MaxBundle {
            // Everything has to share the transport of the first section that is not rejected.
            let first = data.iter().min().copied();
            data.retain(|index| {
                Some(*index) == first
                    || first.is_some_and(|first| {
                        bundles
                            .group_of(*index)
                            .is_some_and(|group| group.contains(&first))
                    })
            });
        }
        data
    }

    /// The topology that an answer settles, ours or the peer's.
    pub(super) fn topology_of_answer(&mut self, sdp: &SessionDescription) -> Topology {
        let mids = self.effective_mids(sdp);
        let bundles = Bundles::of(sdp, &mids);
        let offered = self.latest_topology().clone();
        let mut topology = Topology::default();
        for (index, mid) in mids.into_iter().enumerate() {
            let kind = offered
                .sections
                .get(index)
                .map_or(SectionKind::Rejected, |section| section.kind);
            let answered = &sdp.media[index];
            let declined = answered.m_line().port == 0
                || (answered.is_application() && !has_association(answered));
            if declined || kind == SectionKind::Rejected {
                topology.sections.push(Section::rejected(mid, index));
                continue;
            }
            let group = bundles.group_of(index);
            let tagged = group.and_then(|group| {
                group.iter().copied().find(|member| {
                    let known = offered.sections.get(*member);
                    sdp.media[*member].m_line().port != 0
                        && known.is_some_and(|known| known.kind != SectionKind::Rejected)
                })
            });
            topology.sections.push(Section {
                mid,
                kind,
                transport: None,
                carrier: tagged.unwrap_or(index),
                bundled: group.is_some(),
            });
        }
        self.assign_transports(&mut topology);
        topology
    }

    /// Gives each section the transport that its carrier had, or a new one.
    fn assign_transports(&mut self, topology: &mut Topology) {
        for index in 0..topology.sections.len() {
            let section = &topology.sections[index];
            if section.kind == SectionKind::Rejected || section.carrier != index {
                continue;
            }
            let known = self.latest_topology().transport_of(&section.mid);
            let key = known
                .filter(|key| !topology.has_transport(*key))
                .unwrap_or_else(|| self.new_transport());
            topology.sections[index].transport = Some(key);
        }
        for index in 0..topology.sections.len() {
            let section = &topology.sections[index];
            if section.kind == SectionKind::Rejected || section.carrier == index {
                continue;
            }
            let transport = topology
                .sections
                .get(section.carrier)
                .and_then(|carrier| carrier.transport);
            topology.sections[index].transport = transport;
        }
    }
}
