//! Whether a description may be applied (webrtc-pc, "set a session description"; RFC 9429 sections 5.5, 5.6 and 5.8).
//!
//! The order is that of webrtc-pc: the state, the syntax, the content. A rejected section is looked at no further, and
//! media that we do not know need no more than a place.

mod answer;
mod offer;
mod restart;
mod section;
mod transport;

use std::collections::HashMap;

use crate::sdp::SessionDescription;

use super::description::Description;
use super::error::{NegotiationError, NegotiationErrorName};
use super::state::{NegotiationState, SdpType, Source};
use super::topology::Bundles;
use super::transition::transition;

impl NegotiationState {
    /// Checks what was given to `setLocalDescription`, which is not empty: it has to be what was created last. An answer may
    /// have been created for an offer that was replaced or rolled back since, and then it answers none.
    pub(crate) fn check_local(
        &self,
        kind: SdpType,
        text: &str,
    ) -> Result<Description, NegotiationError> {
        let created = match kind {
            SdpType::Offer => &self.last_created_offer,
            SdpType::Pranswer | SdpType::Answer => &self.last_created_answer,
            SdpType::Rollback => {
                transition(self.signaling_state, Source::Local, kind)?;
                return Ok(Description::rollback());
            }
        };
        if text != created {
            return Err(NegotiationError::new(
                NegotiationErrorName::InvalidModificationError,
                format!("the {} is not the one that was created last", kind.as_str()),
            ));
        }
        transition(self.signaling_state, Source::Local, kind)?;
        let description = Description::parse(kind, text)?;
        if let Some(offer) = self
            .pending_remote
            .as_ref()
            .filter(|_| kind != SdpType::Offer)
        {
            self.check(&description).answers(offer)?;
        }
        Ok(description)
    }

    /// Whether an offer given to `setRemoteDescription` first rolls the local one back.
    pub(crate) fn needs_implicit_rollback(&self, kind: SdpType) -> bool {
        kind == SdpType::Offer
            && transition(self.signaling_state, Source::Remote, kind).is_err()
            && transition(self.signaling_state, Source::Local, SdpType::Rollback).is_ok()
    }

    /// Checks what was given to `setRemoteDescription`.
    pub(crate) fn check_remote(
        &self,
        kind: SdpType,
        text: &str,
    ) -> Result<Description, NegotiationError> {
        transition(self.signaling_state, Source::Remote, kind)?;
        if kind == SdpType::Rollback {
            return Ok(Description::rollback());
        }
        let description = Description::parse(kind, text)?;
        let check = self.check(&description);
        check.mids_are_unique()?;
        check.groups_name_sections()?;
        match kind {
            SdpType::Offer => check.follows_earlier_descriptions()?,
            _ => check.matches_the_offer()?,
        }
        check.sections_are_complete()?;
        Ok(description)
    }

    fn check<'a>(&'a self, description: &'a Description) -> Check<'a> {
        let sdp = description.sdp();
        let mids = self.effective_mids(sdp);
        Check {
            state: self,
            description,
            sdp,
            bundles: Bundles::of(sdp, &mids),
            mids,
        }
    }
}

/// A description under examination.
struct Check<'a> {
    state: &'a NegotiationState,
    description: &'a Description,
    /// That of `description`.
    sdp: &'a SessionDescription,
    mids: Vec<String>,
    bundles: Bundles,
}

impl Check<'_> {
    fn mids_are_unique(&self) -> Result<(), NegotiationError> {
        let mut seen = HashMap::new();
        for (section, mid) in self.sdp.media.iter().zip(&self.mids) {
            let line = section.lines.attribute_lines("mid").next();
            let line = line.map_or(section.line_number(), |(line, _)| line.number);
            if seen.insert(mid.as_str(), ()).is_some() {
                return Err(NegotiationError::invalid(
                    line,
                    format!("two m-sections have the mid \"{mid}\""),
                ));
            }
        }
        Ok(())
    }

    /// RFC 9143 section 7.1: a group lists mids that exist, and each mid is in one group.
    fn groups_name_sections(&self) -> Result<(), NegotiationError> {
        let mut seen: HashMap<&str, bool> =
            self.mids.iter().map(|mid| (mid.as_str(), false)).collect();
        let groups = self.sdp.bundle_groups();
        for (line, mid) in groups
            .iter()
            .flat_map(|(line, group)| group.mids.iter().map(|mid| (*line, mid)))
        {
            let problem = match seen.get_mut(mid.as_str()) {
                None => "is that of no m-section",
                Some(true) => "is there twice",
                Some(grouped) => {
                    *grouped = true;
                    continue;
                }
            };
            return Err(NegotiationError::invalid(
                line,
                format!("the mid \"{mid}\" of a BUNDLE group {problem}"),
            ));
        }
        Ok(())
    }
}
