//! How a description has to relate to those before it (RFC 3264; RFC 9429 sections 5.8.3 and 5.10).

use super::super::error::NegotiationError;
use super::super::state::{Description, section_credentials};
use super::super::topology::{SectionKind, is_offered, parameters_of};
use super::Check;

impl Check<'_> {
    /// RFC 3264 section 8: a later offer keeps the sections; a rejected one can be recycled. webrtc-pc: offers in a row
    /// are held against the last answer.
    pub(super) fn follows_earlier_descriptions(&self) -> Result<(), NegotiationError> {
        let Some(earlier) = self.state.remote_description() else {
            return Ok(());
        };
        let before = &self.state.latest_topology().sections;
        if self.sdp.media.len() < before.len() {
            let last = self.sdp.media.last();
            return Err(NegotiationError::invalid(
                last.map_or(1, |section| section.line_number()),
                format!(
                    "the offer has {} m-sections, fewer than the {} there were",
                    self.sdp.media.len(),
                    before.len()
                ),
            ));
        }
        for (index, known) in before.iter().enumerate() {
            let section = &self.sdp.media[index];
            if known.kind == SectionKind::Rejected {
                continue;
            }
            let media = &earlier.sdp.media[index].m_line().media;
            if self.mids[index] != known.mid || section.m_line().media != *media {
                return Err(NegotiationError::invalid(
                    section.line_number(),
                    format!(
                        "the m-section {index} was \"{}\" ({media}) and is \"{}\" ({}) now",
                        known.mid,
                        self.mids[index],
                        section.m_line().media
                    ),
                ));
            }
        }
        Ok(())
    }

    /// RFC 3264 section 6: an answer has the sections of the offer.
    pub(super) fn matches_the_offer(&self) -> Result<(), NegotiationError> {
        let Some(offer) = &self.state.pending_local else {
            return Ok(());
        };
        if self.sdp.media.len() != offer.sdp.media.len() {
            let last = self.sdp.media.last();
            return Err(NegotiationError::invalid(
                last.map_or(1, |section| section.line_number()),
                format!(
                    "the answer has {} m-sections and the offer {}",
                    self.sdp.media.len(),
                    offer.sdp.media.len()
                ),
            ));
        }
        for index in 0..self.sdp.media.len() {
            self.section_matches(index, offer)?;
            self.restart_matches(index, offer)?;
        }
        self.groups_match(offer)
    }

    fn section_matches(&self, index: usize, offer: &Description) -> Result<(), NegotiationError> {
        let offered = &offer.sdp.media[index];
        let answered = &self.sdp.media[index];
        let (theirs, ours) = (answered.m_line(), offered.m_line());
        let fail =
            |message: String| Err(NegotiationError::invalid(answered.line_number(), message));
        if theirs.media != ours.media || theirs.proto != ours.proto {
            return fail(format!(
                "the m-section {index} is \"{} {}\" in the answer and \"{} {}\" in the offer",
                theirs.media, theirs.proto, ours.media, ours.proto
            ));
        }
        if let (Some(theirs), Some(ours)) = (answered.mid(), offered.mid())
            && theirs != ours
        {
            return fail(format!(
                "the m-section {index} has the mid \"{theirs}\" in the answer and \"{ours}\" in the offer"
            ));
        }
        let in_group = !offer.sdp.bundle_groups().is_empty();
        if theirs.port != 0 && !is_offered(offered, in_group) {
            return fail(format!(
                "the m-section {index} is rejected in the offer and not in the answer"
            ));
        }
        if theirs.port != 0 && offered.is_data_channel() && !answered.is_data_channel() {
            return fail(format!(
                "the m-section {index} does not answer with data channels"
            ));
        }
        Ok(())
    }

    /// RFC 9429 section 5.10: the answer restarts ICE if and only if the offer did.
    fn restart_matches(&self, index: usize, offer: &Description) -> Result<(), NegotiationError> {
        let section = &self.sdp.media[index];
        let known = self.state.topology.sections.get(index);
        let key = known.and_then(|known| known.transport);
        let Some(link) = key.and_then(|key| self.state.links.get(&key)) else {
            return Ok(());
        };
        if section.m_line().port == 0 || known.is_some_and(|known| known.carrier != index) {
            return Ok(());
        }
        let Some(local) = &self.state.current_local else {
            return Ok(());
        };
        let parameters = parameters_of(self.sdp, &self.bundles, index);
        let answered = section_credentials(self.sdp, parameters);
        let before = self.last_remote_credentials(index);
        let offered = section_credentials(&offer.sdp, index);
        let restarts = offered != section_credentials(&local.sdp, index);
        let line = section.lines.attribute_lines("ice-ufrag").next();
        let line = line.map_or(section.line_number(), |(line, _)| line.number);
        match (restarts, answered == before) {
            (true, true) => Err(NegotiationError::invalid(
                line,
                "the offer restarts ICE and the answer does not",
            )),
            (false, false) if answered != link.remote => Err(NegotiationError::invalid(
                line,
                "the answer restarts ICE and the offer does not",
            )),
            _ => Ok(()),
        }
    }

    fn last_remote_credentials(&self, index: usize) -> Option<super::super::state::IceCredentials> {
        let remote = &self.state.current_remote.as_ref()?.sdp;
        let mids: Vec<String> = self
            .state
            .topology
            .sections
            .iter()
            .map(|known| known.mid.clone())
            .collect();
        let bundles = super::super::topology::Bundles::of(remote, &mids);
        remote.media.get(index)?;
        section_credentials(remote, parameters_of(remote, &bundles, index))
    }

    /// RFC 9143 section 7.3: a group of the answer is made of members of one group of the offer.
    fn groups_match(&self, offer: &Description) -> Result<(), NegotiationError> {
        let offered = offer.sdp.bundle_groups();
        for (line, group) in self.sdp.bundle_groups() {
            let within = |offered: &[String]| group.mids.iter().all(|mid| offered.contains(mid));
            if !group.mids.is_empty() && !offered.iter().any(|(_, offered)| within(&offered.mids)) {
                return Err(NegotiationError::invalid(
                    line,
                    "a BUNDLE group of the answer is not part of one of the offer",
                ));
            }
        }
        Ok(())
    }
}
