//! How an offer has to relate to the descriptions before it (RFC 3264 section 8).

use super::super::error::NegotiationError;
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
            if known.is_rejected() {
                continue;
            }
            let media = &earlier.sdp().media[index].m_line().media;
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
}
