//! What each m-section has to have (RFC 9429 section 5.8.3).

use crate::sdp::{MediaSection, Setup};

use super::super::error::NegotiationError;
use super::super::plan::DtlsRole;
use super::super::state::{SdpType, fingerprint_set, section_credentials};
use super::super::topology::{is_offered, parameters_of};
use super::Check;

impl Check<'_> {
    pub(super) fn sections_are_complete(&self) -> Result<(), NegotiationError> {
        for (index, section) in self.sdp.media.iter().enumerate() {
            let in_group = self.bundles.group_of(index).is_some();
            if !is_offered(section, in_group) || !self.is_known(section) {
                continue;
            }
            self.no_sdes(section)?;
            self.dtls_profile(section)?;
            if section.is_data_channel() {
                self.sctp(section)?;
            } else if section.is_rtp() {
                self.rtcp_mux(index, section)?;
                self.simulcast(section)?;
            }
            self.transport(index, section)?;
        }
        Ok(())
    }

    /// Media that we do not know, and applications that are no data channels, will be rejected whatever they say.
    fn is_known(&self, section: &MediaSection) -> bool {
        match section.m_line().media.as_str() {
            "audio" | "video" => true,
            _ => section.is_data_channel(),
        }
    }

    /// RFC 8827 section 6.5 forbids SDP security descriptions.
    fn no_sdes(&self, section: &MediaSection) -> Result<(), NegotiationError> {
        match section.lines.attribute_lines("crypto").next() {
            Some((line, _)) => Err(NegotiationError::invalid(
                line.number,
                "keys in a=crypto are not allowed: use DTLS",
            )),
            None => Ok(()),
        }
    }

    fn dtls_profile(&self, section: &MediaSection) -> Result<(), NegotiationError> {
        let proto = section.m_line().proto.as_str();
        let dtls = matches!(
            proto,
            "UDP/TLS/RTP/SAVPF" | "UDP/TLS/RTP/SAVP" | "TCP/DTLS/RTP/SAVPF" | "TCP/DTLS/RTP/SAVP"
        );
        if dtls || section.is_sctp() {
            return Ok(());
        }
        Err(NegotiationError::invalid(
            section.line_number(),
            format!("the profile \"{proto}\" does not use DTLS"),
        ))
    }

    fn sctp(&self, section: &MediaSection) -> Result<(), NegotiationError> {
        match section.sctp_port() {
            Some(_) => Ok(()),
            None => Err(NegotiationError::invalid(
                section.line_number(),
                "the m-section of data channels has no a=sctp-port",
            )),
        }
    }

    /// RTCP mux is a property of the transport: the section that describes it may say it for others.
    fn rtcp_mux(&self, index: usize, section: &MediaSection) -> Result<(), NegotiationError> {
        let carrier = parameters_of(self.sdp, &self.bundles, index);
        let has_mux = |section: &MediaSection| section.lines.has_attribute("rtcp-mux");
        if has_mux(section) || has_mux(&self.sdp.media[carrier]) {
            return Ok(());
        }
        Err(NegotiationError::invalid(
            section.line_number(),
            format!(
                "the m-section \"{}\" does not use RTCP mux",
                self.mids[index]
            ),
        ))
    }

    /// Each rid of an `a=simulcast` line is one of an `a=rid` line.
    fn simulcast(&self, section: &MediaSection) -> Result<(), NegotiationError> {
        let Some((line, value)) = section.lines.attribute_lines("simulcast").next() else {
            return Ok(());
        };
        let rids: Vec<&str> = section
            .lines
            .attributes("rid")
            .filter_map(|value| value.split(' ').next())
            .collect();
        let unknown = value
            .split(' ')
            .filter(|word| !matches!(*word, "send" | "recv"))
            .flat_map(|list| list.split([';', ',']))
            .map(|rid| rid.trim_start_matches('~'))
            .find(|rid| !rids.contains(rid));
        match unknown {
            Some(rid) => Err(NegotiationError::invalid(
                line.number,
                format!("a=simulcast names the rid \"{rid}\", which no a=rid describes"),
            )),
            None => Ok(()),
        }
    }

    fn transport(&self, index: usize, section: &MediaSection) -> Result<(), NegotiationError> {
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
        let is_answer = self.kind != SdpType::Offer;
        if setup == Setup::Holdconn || (is_answer && setup == Setup::Actpass) {
            return Err(NegotiationError::invalid(
                line,
                format!("a=setup:{setup} cannot stand in an {}", self.kind.as_str()),
            ));
        }
        let key = self.state.latest_topology().transport_of(&self.mids[index]);
        let Some(link) = key.and_then(|key| self.state.links.get(&key)) else {
            return Ok(());
        };
        let continued = link.fingerprints == fingerprint_set(self.sdp, parameters);
        if !continued && link.dtls_role.is_some() {
            // RFC 9429 section 5.11: another DTLS association needs an ICE restart.
            return match section_credentials(self.sdp, parameters) == link.remote {
                true => Err(NegotiationError::invalid(
                    self.line_of(parameters, "fingerprint"),
                    "the fingerprint changed without an ICE restart",
                )),
                false => Ok(()),
            };
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

    /// Where an attribute stands, in the m-section or before it.
    fn line_of(&self, index: usize, name: &str) -> usize {
        let section = &self.sdp.media[index];
        section
            .lines
            .attribute_lines(name)
            .chain(self.sdp.session.attribute_lines(name))
            .next()
            .map_or(section.line_number(), |(line, _)| line.number)
    }
}
