//! What each m-section has to have (RFC 9429 section 5.8.3).

use crate::sdp::{MediaSection, SdpError};

use super::super::error::NegotiationError;
use super::super::media::{check_bundled, check_media};
use super::super::state::RtcpMuxPolicy;
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
                invalid(check_media(section, self.description.media(index)))?;
            }
            self.transport(index, section)?;
        }
        self.groups_agree()
    }

    /// RFC 9143 section 9.1: what is bundled shares its payload types and its header extensions.
    fn groups_agree(&self) -> Result<(), NegotiationError> {
        for group in self.bundles.all() {
            let members = group.iter().copied();
            let offered = members.filter(|index| is_offered(&self.sdp.media[*index], true));
            let described = offered
                .filter_map(|index| Some((&self.sdp.media[index], self.description.media(index)?)));
            invalid(check_bundled(described))?;
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

    /// RFC 9429 section 5.1.2: some endpoints say a profile without DTLS, or without feedback, and mean the one that we use. What counts is
    /// the fingerprint, without which no m-section is taken.
    fn dtls_profile(&self, section: &MediaSection) -> Result<(), NegotiationError> {
        let proto = section.m_line().proto.as_str();
        let is_taken = matches!(
            proto
                .strip_prefix("UDP/TLS/")
                .or(proto.strip_prefix("TCP/DTLS/")),
            Some("RTP/SAVPF" | "RTP/SAVP")
        ) || matches!(proto, "RTP/AVP" | "RTP/AVPF" | "RTP/SAVP" | "RTP/SAVPF");
        if is_taken || section.is_sctp() {
            return Ok(());
        }
        Err(NegotiationError::invalid(
            section.line_number(),
            format!("the profile \"{proto}\" is not one of RTP over DTLS"),
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
        if let Some((line, _)) = section.lines.attribute_lines("rtcp-mux-only").next()
            && !section.lines.has_attribute("rtcp-mux")
        {
            return Err(NegotiationError::invalid(
                line.number,
                "there is a=rtcp-mux-only without a=rtcp-mux",
            ));
        }
        let carrier = parameters_of(self.sdp, &self.bundles, index);
        let has_mux = |section: &MediaSection| section.lines.has_attribute("rtcp-mux");
        // RFC 9143 section 9.3: bundled media have to be multiplexed.
        let may_lack = self.state.rtcp_mux_policy == RtcpMuxPolicy::Negotiate
            && self.bundles.group_of(index).is_none();
        if may_lack || has_mux(section) || has_mux(&self.sdp.media[carrier]) {
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
}

/// What RFC 9429 section 5.8.3 refuses is no error of syntax.
fn invalid(result: Result<(), SdpError>) -> Result<(), NegotiationError> {
    result.map_err(|error| NegotiationError::invalid(error.line, error.message))
}
