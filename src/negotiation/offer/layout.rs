//! What an offer bundles, and which m-sections describe a transport (RFC 9429 sections 4.1.1, 5.2.1 and 5.2.2).

use std::collections::{BTreeMap, BTreeSet};

use super::super::state::{BundlePolicy, NegotiationState};
use super::super::topology::TransportKey;
use super::plan::{Content, Planned};

/// Where the sections of an offer have their transport parameters.
pub(super) struct Layout {
    /// The BUNDLE groups as indices of sections; the first of each is the tagged one.
    pub(super) groups: Vec<Vec<usize>>,
    pub(super) bundle_only: BTreeSet<usize>,
    /// The sections that describe a transport, each with the one that is there already.
    carriers: BTreeMap<usize, Option<TransportKey>>,
}

impl Layout {
    /// The transport that a section describes, if it describes one; `Some(None)` is a new one.
    pub(super) fn carried(&self, index: usize) -> Option<Option<TransportKey>> {
        self.carriers.get(&index).copied()
    }

    /// The section that describes the transport of a section that is not rejected.
    pub(super) fn carrier_of(&self, index: usize) -> usize {
        if self.carried(index).is_some() {
            return index;
        }
        let group = self.groups.iter().find(|group| group.contains(&index));
        group.map_or(index, |group| group[0])
    }

    /// The sections that describe a transport, each with the one that is there already.
    pub(super) fn carriers(&self) -> impl Iterator<Item = (usize, Option<TransportKey>)> {
        self.carriers.iter().map(|(index, key)| (*index, *key))
    }

    /// The transports that are there already.
    pub(super) fn known_transports(&self) -> impl Iterator<Item = TransportKey> {
        self.carriers.values().filter_map(|key| *key)
    }

    /// Whether other sections are bundled into this one.
    pub(super) fn is_shared(&self, index: usize) -> bool {
        let shared = |group: &Vec<usize>| group.len() > 1 && group[0] == index;
        self.groups.iter().any(shared)
    }
}

impl NegotiationState {
    pub(super) fn lay_out(&self, planned: &[Planned]) -> Layout {
        let mut layout = Layout {
            groups: Vec::new(),
            bundle_only: BTreeSet::new(),
            carriers: BTreeMap::new(),
        };
        self.lay_out_negotiated(planned, &mut layout);
        self.lay_out_new(planned, &mut layout);
        layout
    }

    /// "The bundle attribute must contain all m-sections that were previously bundled, as long as they are still alive." What
    /// the last answer did not bundle stays so.
    fn lay_out_negotiated(&self, planned: &[Planned], layout: &mut Layout) {
        let mut group_of: Vec<Option<TransportKey>> = Vec::new();
        for (index, section) in planned.iter().enumerate() {
            let Some(negotiated) = section.negotiated.as_ref() else {
                continue;
            };
            if section.is_rejected() {
                continue;
            }
            let key = negotiated.transport;
            if !negotiated.bundled {
                layout.carriers.insert(index, key);
                continue;
            }
            let group = group_of.iter().position(|known| *known == key);
            match group {
                // The tagged section stays the tagged one; where it is gone another takes its place.
                Some(group) if negotiated.carrier == index => {
                    layout.groups[group].insert(0, index);
                }
                Some(group) => layout.groups[group].push(index),
                None => {
                    group_of.push(key);
                    layout.groups.push(vec![index]);
                }
            }
        }
        for (group, key) in layout.groups.iter().zip(group_of) {
            layout.carriers.insert(group[0], key);
        }
    }

    /// New sections join the group. Those that the policy marks as bundle-only describe no transport of their own.
    fn lay_out_new(&self, planned: &[Planned], layout: &mut Layout) {
        let is_new = |section: &&Planned| section.negotiated.is_none() && !section.is_rejected();
        if !planned.iter().any(|section| is_new(&section)) {
            return;
        }
        // Even after an answer without BUNDLE this policy has one transport alone.
        let alone = layout.carriers.keys().next().copied();
        if let (BundlePolicy::MaxBundle, [], Some(first)) =
            (self.bundle_policy, layout.groups.as_slice(), alone)
        {
            layout.groups.push(vec![first]);
        }
        let mut kinds: Vec<&str> = planned
            .iter()
            .filter(|section| section.negotiated.is_some() && !section.is_rejected())
            .map(|section| self.media_of(section))
            .collect();
        for (index, section) in planned.iter().enumerate() {
            if !is_new(&section) {
                continue;
            }
            let media = self.media_of(section);
            let bundle_only = match self.bundle_policy {
                BundlePolicy::MaxCompat => false,
                BundlePolicy::Balanced => kinds.contains(&media),
                BundlePolicy::MaxBundle => true,
            };
            kinds.push(media);
            if layout.groups.is_empty() {
                layout.groups.push(Vec::new());
            }
            // A group needs a section that is not bundle-only.
            if bundle_only && !layout.groups[0].is_empty() {
                layout.bundle_only.insert(index);
            } else {
                let key = self.transport_of_offered(section);
                layout.carriers.insert(index, key);
            }
            layout.groups[0].push(index);
        }
    }

    /// The transport that an offer without an answer yet gave a section.
    fn transport_of_offered(&self, section: &Planned) -> Option<TransportKey> {
        let pending = self.pending_topology.as_ref()?;
        let index = pending
            .sections
            .iter()
            .position(|offered| offered.mid == section.mid)?;
        let offered = &pending.sections[index];
        offered.transport.filter(|_| offered.carrier == index)
    }

    fn media_of(&self, section: &Planned) -> &'static str {
        match section.content {
            Content::Media(key) => self
                .transceiver(key)
                .map_or("", |transceiver| transceiver.kind.as_str()),
            _ => "application",
        }
    }
}
