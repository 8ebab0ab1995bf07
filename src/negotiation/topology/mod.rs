//! Which m-section uses which transport.
//!
//! RFC 9143: the sections of a BUNDLE group share one transport, the one that the tagged section describes. A transport
//! keeps its identity when another section becomes the tagged one.

mod answer;
mod bundles;
mod mids;
mod offer;

use std::collections::HashSet;

use crate::sdp::{MediaSection, SessionDescription};

use super::media::MediaKind;
use super::state::{NegotiationState, Source, section_credentials};

pub(super) use bundles::{Bundles, is_offered, parameters_of};

/// Names a transport within its connection; never used again for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TransportKey(pub(crate) u32);

/// What an m-section is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SectionKind {
    /// The data channels.
    Application,
    /// The transceiver with the section's mid.
    Media(MediaKind),
    /// Port zero, or of no use to us.
    Rejected,
}

impl SectionKind {
    /// What a section describes, whether it is rejected or not.
    pub(super) fn of(section: &MediaSection) -> Self {
        // Zero is no port of SCTP: a section with it is as good as rejected.
        if section.is_data_channel() && section.sctp_port() != Some(0) {
            return Self::Application;
        }
        match MediaKind::parse(&section.m_line().media) {
            Some(kind) if section.is_rtp() => Self::Media(kind),
            _ => Self::Rejected,
        }
    }
}

/// One m-section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    /// Its mid; made up where the peer gave none.
    pub(crate) mid: String,
    pub(crate) kind: SectionKind,
    /// The transport that carries it.
    pub(crate) transport: Option<TransportKey>,
    /// The transport of RTCP, where it is not multiplexed, or not known to be so yet.
    pub(crate) rtcp: Option<TransportKey>,
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
            rtcp: None,
            carrier: index,
            bundled: false,
        }
    }

    pub(super) fn is_rejected(&self) -> bool {
        self.kind == SectionKind::Rejected
    }
}

/// The ICE component of RTP and of all that is multiplexed with it (RFC 8445 section 5.1.1.1).
pub(super) const RTP: u16 = 1;
/// That of RTCP on its own.
pub(super) const RTCP: u16 = 2;

/// A transport and the section that describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Carried {
    pub(super) key: TransportKey,
    pub(super) index: usize,
    pub(super) component: u16,
}

/// All m-sections, by index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Topology {
    pub(super) sections: Vec<Section>,
}

impl Topology {
    pub(super) fn mids(&self) -> Vec<String> {
        self.sections
            .iter()
            .map(|section| section.mid.clone())
            .collect()
    }

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
    pub(super) fn carriers(&self) -> impl Iterator<Item = Carried> {
        let carriers = self.sections.iter().enumerate();
        carriers
            .filter(|(index, section)| section.carrier == *index)
            .flat_map(|(index, section)| {
                let carried = |key, component| Carried {
                    key,
                    index,
                    component,
                };
                let rtp = section.transport.map(|key| carried(key, RTP));
                let rtcp = section.rtcp.map(|key| carried(key, RTCP));
                rtp.into_iter().chain(rtcp)
            })
    }

    pub(super) fn has_transport(&self, key: TransportKey) -> bool {
        self.carriers().any(|carried| carried.key == key)
    }

    fn rtcp_of(&self, mid: &str) -> Option<TransportKey> {
        self.sections
            .iter()
            .find(|section| section.mid == mid)?
            .rtcp
    }
}

impl NegotiationState {
    fn new_transport(&mut self) -> TransportKey {
        self.next_transport += 1;
        TransportKey(self.next_transport)
    }

    /// Gives each section the transport that its carrier had, or a new one. Where sections leave a group, the transport
    /// stays with the one that has its credentials.
    fn assign_transports(
        &mut self,
        topology: &mut Topology,
        sdp: &SessionDescription,
        source: Source,
        is_offer: bool,
    ) {
        let mut taken = HashSet::new();
        let mids = topology.mids();
        let carriers: Vec<usize> = (0..topology.sections.len())
            .filter(|index| {
                let section = &topology.sections[*index];
                !section.is_rejected() && section.carrier == *index
            })
            .collect();
        for same_credentials in [true, false] {
            for index in &carriers {
                let section = &mut topology.sections[*index];
                if section.transport.is_some() {
                    continue;
                }
                let known = match is_offer {
                    true => self
                        .own_transport(&section.mid)
                        .or_else(|| self.inherited_transport(sdp, &mids, *index)),
                    false => self.latest_topology().transport_of(&section.mid),
                };
                let Some(key) = known.filter(|key| !taken.contains(key)) else {
                    continue;
                };
                if same_credentials && !self.has_credentials(key, sdp, *index, source) {
                    continue;
                }
                taken.insert(key);
                section.transport = Some(key);
            }
        }
        for index in carriers {
            if topology.sections[index].transport.is_none() {
                topology.sections[index].transport = Some(self.new_transport());
            }
        }
        for index in 0..topology.sections.len() {
            let section = &topology.sections[index];
            if !section.is_rejected() && section.carrier != index {
                let carrier = topology.sections.get(section.carrier);
                topology.sections[index].transport = carrier.and_then(|carrier| carrier.transport);
            }
        }
    }

    /// The transport that a section goes on with in another offer. What an offer without an answer bundled onto another
    /// section's was not agreed on.
    fn own_transport(&self, mid: &str) -> Option<TransportKey> {
        let sections = &self.latest_topology().sections;
        let index = sections.iter().position(|section| section.mid == mid)?;
        let key = sections[index].transport;
        let settled = self.topology.transport_of(mid);
        key.filter(|_| sections[index].carrier == index || key == settled)
    }

    /// The transport that a bundle-only section of an offer takes over where we reject the tagged one: it is the tagged
    /// section's, for which there are no parameters but those.
    fn inherited_transport(
        &self,
        sdp: &SessionDescription,
        mids: &[String],
        index: usize,
    ) -> Option<TransportKey> {
        if !sdp.media[index].is_bundle_only() {
            return None;
        }
        let bundles = Bundles::of(sdp, mids);
        let mut members = bundles.group_of(index)?.iter();
        let tagged = members.find(|member| sdp.media[**member].m_line().port != 0)?;
        self.latest_topology().transport_of(&mids[*tagged])
    }

    /// Gives RTCP transports of its own where `is_separate` says so: those that it had, or new ones.
    fn assign_rtcp(
        &mut self,
        topology: &mut Topology,
        is_separate: impl Fn(&Self, usize, &Section) -> bool,
    ) {
        for index in 0..topology.sections.len() {
            let section = &topology.sections[index];
            let describes_media =
                matches!(section.kind, SectionKind::Media(_)) && section.carrier == index;
            if !describes_media || !is_separate(self, index, section) {
                continue;
            }
            let known = self.latest_topology().rtcp_of(&section.mid);
            topology.sections[index].rtcp = known.or_else(|| Some(self.new_transport()));
        }
    }

    fn has_credentials(
        &self,
        key: TransportKey,
        sdp: &SessionDescription,
        index: usize,
        source: Source,
    ) -> bool {
        let credentials = section_credentials(sdp, index);
        self.links.get(&key).is_some_and(|link| match source {
            Source::Local => link.local == credentials,
            Source::Remote => link.remote == credentials,
        })
    }
}
