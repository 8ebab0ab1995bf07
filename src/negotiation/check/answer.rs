//! How an answer has to relate to its offer (RFC 3264 section 6; RFC 9143 section 7.3; RFC 9429 section 5.8.3).

use std::collections::HashMap;

use crate::sdp::{Group, MediaSection};

use super::super::description::Description;
use super::super::error::NegotiationError;
use super::super::media::Direction;
use super::super::topology::{Topology, is_offered};
use super::Check;

impl Check<'_> {
    /// What a remote answer has to have in common with our offer.
    pub(super) fn matches_the_offer(&self) -> Result<(), NegotiationError> {
        let Some(offer) = &self.state.pending_local else {
            return Ok(());
        };
        self.answers(offer)?;
        let answered = self.state.answered(self.sdp);
        self.transports_match(&answered)?;
        self.restarts_match(&answered)
    }

    /// An answer has the sections of its offer.
    pub(super) fn answers(&self, offer: &Description) -> Result<(), NegotiationError> {
        if self.sdp.media.len() != offer.sdp().media.len() {
            let last = self.sdp.media.last();
            return Err(NegotiationError::invalid(
                last.map_or(1, |section| section.line_number()),
                format!(
                    "the answer has {} m-sections and the offer {}",
                    self.sdp.media.len(),
                    offer.sdp().media.len()
                ),
            ));
        }
        let groups = offer.sdp().bundle_groups();
        for index in 0..self.sdp.media.len() {
            self.section_matches(index, offer, !groups.is_empty())?;
            self.direction_matches(index, offer)?;
        }
        self.groups_match(&groups)
    }

    fn section_matches(
        &self,
        index: usize,
        offer: &Description,
        bundles: bool,
    ) -> Result<(), NegotiationError> {
        let offered = &offer.sdp().media[index];
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
        if theirs.port != 0 && !is_offered(offered, bundles) {
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

    /// RFC 3264 section 6.1: who was not asked to send may not send, and who is not sent anything may not receive.
    fn direction_matches(&self, index: usize, offer: &Description) -> Result<(), NegotiationError> {
        let answered = &self.sdp.media[index];
        let (Some(ours), Some(theirs)) = (offer.media(index), self.description.media(index)) else {
            return Ok(());
        };
        let (offered, wanted) = (ours.direction, theirs.direction);
        let possible = wanted.intersection(offered.reversed());
        if answered.m_line().port == 0 || possible == wanted {
            return Ok(());
        }
        Err(NegotiationError::invalid(
            direction_line(answered),
            format!(
                "the m-section {index} is offered as {} and answered as {}",
                offered.as_str(),
                wanted.as_str()
            ),
        ))
    }

    /// RFC 9143 section 7.3: a group of the answer is made of members of one group of the offer.
    fn groups_match(&self, offered: &[(usize, Group)]) -> Result<(), NegotiationError> {
        let mut group_of: HashMap<&str, usize> = HashMap::new();
        for (number, (_, group)) in offered.iter().enumerate() {
            group_of.extend(group.mids.iter().map(|mid| (mid.as_str(), number)));
        }
        for (line, group) in self.sdp.bundle_groups() {
            let mut groups = group.mids.iter().map(|mid| group_of.get(mid.as_str()));
            let Some(first) = groups.next() else { continue };
            if first.is_none() || groups.any(|other| other != first) {
                return Err(NegotiationError::invalid(
                    line,
                    "a BUNDLE group of the answer is not part of one of the offer",
                ));
            }
        }
        Ok(())
    }

    /// RFC 9143 section 7.3.3: what the offer described no transport for cannot leave its group.
    fn transports_match(&self, answered: &Topology) -> Result<(), NegotiationError> {
        let mut carried = HashMap::new();
        for (index, section) in answered.sections.iter().enumerate() {
            if section.is_rejected() || section.carrier != index {
                continue;
            }
            let key = self.state.latest_topology().transport_of(&section.mid);
            let Some(key) = key else { continue };
            if let Some(other) = carried.insert(key, &section.mid) {
                return Err(NegotiationError::invalid(
                    self.sdp.media[index].line_number(),
                    format!(
                        "the m-sections \"{other}\" and \"{}\" have one transport in the offer, and two in the answer",
                        section.mid
                    ),
                ));
            }
        }
        Ok(())
    }
}

fn direction_line(section: &MediaSection) -> usize {
    let mut lines = section.lines.iter();
    let line = lines.find(|line| line.kind == 'a' && Direction::parse(&line.value).is_some());
    line.map_or(section.line_number(), |line| line.number)
}
