//! What has to be said of a transport (RFC 9429 section 5.8.3).

use crate::sdp::MediaSection;
use crate::sdp::Setup;

use super::super::error::NegotiationError;
use super::super::plan::DtlsRole;
use super::super::state::{SdpType, fingerprint_set, section_credentials};
use super::super::topology::parameters_of;
use super::Check;

impl Check<'_> {
    pub(super) fn transport(
        &self,
        index: usize,
        section: &MediaSection,
    ) -> Result<(), NegotiationError> {
        let parameters = parameters_of(self.sdp, &self.bundles, index);
        let mid = &self.mids[index];
        let missing = |what: &str| {
            Err(NegotiationError::invalid(
                section.line_number(),
                format!("the m-section \"{mid}\" has no {what}"),
            ))
        };
        // RFC 8839 section 5.4: 4 to 256 and 22 to 256 characters.
        for (name, shortest) in [("ice-ufrag", 4), ("ice-pwd", 22)] {
            let Some(value) = self.sdp.inherited(parameters, name) else {
                return missing(&format!("a={name}"));
            };
            if !(shortest..=256).contains(&value.len()) {
                return Err(NegotiationError::invalid(
                    self.line_of(parameters, name),
                    format!(
                        "a={name} has {} characters, not {shortest} to 256",
                        value.len()
                    ),
                ));
            }
        }
        let fingerprints = self.sdp.fingerprints(parameters);
        if fingerprints.is_empty() {
            return missing("a=fingerprint");
        }
        if !fingerprints
            .iter()
            .any(|fingerprint| fingerprint.is_usable())
        {
            return Err(NegotiationError::invalid(
                self.line_of(parameters, "fingerprint"),
                format!(
                    "the m-section \"{mid}\" has no fingerprint of a hash function that can be used"
                ),
            ));
        }
        match self.sdp.setup(parameters) {
            None => missing("a=setup"),
            Some(setup) => self.setup(index, parameters, setup),
        }
    }

    /// RFC 5763 section 5: an answer picks a role. RFC 8842 section 5.2: that of an association that goes on stays.
    fn setup(&self, index: usize, parameters: usize, setup: Setup) -> Result<(), NegotiationError> {
        let line = self.line_of(parameters, "setup");
        let is_answer = self.description.kind != SdpType::Offer;
        if setup == Setup::Holdconn || (is_answer && setup == Setup::Actpass) {
            return Err(NegotiationError::invalid(
                line,
                format!(
                    "a=setup:{setup} cannot stand in an {}",
                    self.description.kind.as_str()
                ),
            ));
        }
        // What bundled sections repeat is of the tagged one, whichever transport theirs was before.
        if self.tagged(index) != index {
            return Ok(());
        }
        let key = self.state.latest_topology().transport_of(&self.mids[index]);
        let Some(link) = key.and_then(|key| self.state.links.get(&key)) else {
            return Ok(());
        };
        // RFC 9429 section 5.11, RFC 8842 section 5.1: another DTLS association needs an ICE restart.
        if section_credentials(self.sdp, parameters) != link.remote {
            return Ok(());
        }
        if link.dtls_role.is_some() && link.fingerprints != fingerprint_set(self.sdp, parameters) {
            return Err(NegotiationError::invalid(
                self.line_of(parameters, "fingerprint"),
                "the fingerprint changed without an ICE restart",
            ));
        }
        match (link.dtls_role, setup) {
            (Some(DtlsRole::Client), Setup::Active) | (Some(DtlsRole::Server), Setup::Passive) => {
                Err(NegotiationError::invalid(
                    line,
                    format!("a=setup:{setup} is not the role that the DTLS association has"),
                ))
            }
            _ => Ok(()),
        }
    }

    /// The tagged section of a section's group; itself if it is in none.
    fn tagged(&self, index: usize) -> usize {
        let group = self.bundles.group_of(index).unwrap_or_default();
        let mut members = group.iter().copied();
        let tagged = members.find(|member| self.sdp.media[*member].m_line().port != 0);
        tagged.unwrap_or(index)
    }

    /// Where an attribute stands, in the m-section or before it.
    pub(super) fn line_of(&self, index: usize, name: &str) -> usize {
        let section = &self.sdp.media[index];
        section
            .lines
            .attribute_lines(name)
            .chain(self.sdp.session.attribute_lines(name))
            .next()
            .map_or(section.line_number(), |(line, _)| line.number)
    }
}
