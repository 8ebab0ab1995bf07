//! The BUNDLE groups of a description (RFC 9143).

use std::collections::HashMap;

use crate::sdp::{MediaSection, SessionDescription};

/// The BUNDLE groups of a description as indices of sections that exist, in the order of the group.
pub(in super::super) struct Bundles {
    groups: Vec<Vec<usize>>,
    of_section: HashMap<usize, usize>,
}

impl Bundles {
    pub(in super::super) fn of(sdp: &SessionDescription, mids: &[String]) -> Self {
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

    pub(in super::super) fn all(&self) -> &[Vec<usize>] {
        &self.groups
    }

    pub(in super::super) fn group_of(&self, section: usize) -> Option<&[usize]> {
        let group = self.of_section.get(&section)?;
        Some(&self.groups[*group])
    }

    /// Which of `all` a section is in.
    pub(super) fn index_of(&self, section: usize) -> Option<usize> {
        self.of_section.get(&section).copied()
    }

    /// Whether two sections are one, or in one group.
    pub(in super::super) fn are_together(&self, one: usize, other: usize) -> bool {
        let group = self.of_section.get(&one);
        one == other || (group.is_some() && group == self.of_section.get(&other))
    }
}

/// Whether a section of an offer is offered: a zero port rejects it, unless it is bundle-only in a group (RFC 9143
/// section 6).
pub(in super::super) fn is_offered(section: &MediaSection, in_group: bool) -> bool {
    section.m_line().port != 0 || (section.is_bundle_only() && in_group)
}

/// Whether a section of an offer can be the tagged one of its group. A bundle-only section normally describes no
/// transport; Firefox describes the one that is offered for the group, and takes it up there.
pub(super) fn can_carry(section: &MediaSection) -> bool {
    section.m_line().port != 0 || section.lines.has_attribute("ice-ufrag")
}

/// The section from which the transport parameters of a section are read: its own if they are there, else another of
/// its group (RFC 9143 section 7.1.3: bundled sections leave them out).
pub(in super::super) fn parameters_of(
    sdp: &SessionDescription,
    bundles: &Bundles,
    index: usize,
) -> usize {
    let has_own = |index: &usize| sdp.ice_ufrag(*index).is_some();
    if has_own(&index) {
        return index;
    }
    let group = bundles.group_of(index).unwrap_or_default();
    group.iter().copied().find(has_own).unwrap_or(index)
}
