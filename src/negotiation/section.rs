//! The lines that offers and answers are made of.

use std::net::IpAddr;

use crate::random::Random;
use crate::sdp::candidate::{CandidateAttribute, CandidateProtocol, CandidateType};
use crate::sdp::{Fingerprint, Group, MLine, MediaSection, SessionDescription, Setup};

use super::media::{self, MediaDescription};
use super::state::{IceCredentials, NegotiationState};
use super::topology::{RTCP, RTP, TransportKey};

/// The port of SCTP within DTLS; there is nothing else beside it, so that any will do.
pub(super) const SCTP_PORT: u16 = 5000;

/// What a section says of its transport. Bundled sections say it too, but for the candidates: RFC 9143 section 7.1.3 has it in
/// the tagged section alone, but browsers repeat it, so that there are peers that read each section by itself (aiortc).
#[derive(Clone)]
pub(super) struct TransportLines {
    pub(super) credentials: IceCredentials,
    pub(super) fingerprints: Vec<Fingerprint>,
    pub(super) setup: Setup,
    /// With a=rtcp.
    pub(super) rtcp: bool,
    /// With a=rtcp-mux, where the section that describes the transport is not one of media itself.
    pub(super) rtcp_mux: bool,
    pub(super) gathered: Gathered,
}

/// The candidates that were gathered under certain credentials, as a description lists them.
#[derive(Clone, Default)]
pub(super) struct Gathered {
    lines: Vec<String>,
    end_of_candidates: bool,
}

impl Gathered {
    /// The default candidate's address and port (RFC 8839 section 4.2.1.2), or what stands for none (RFC 8840 section
    /// 4.1.1).
    pub(super) fn default_address(&self) -> (String, u16) {
        let candidates = self
            .lines
            .iter()
            .filter_map(|line| CandidateAttribute::parse(line).ok());
        default_address(candidates, RTP)
    }

    /// The value of a=rtcp (RFC 3605).
    fn rtcp_address(&self) -> String {
        let candidates = self
            .lines
            .iter()
            .filter_map(|line| CandidateAttribute::parse(line).ok());
        rtcp_address(default_address(candidates, RTCP))
    }
}

/// The value of the c-line and the port of the default candidate: the one most likely to work, which RFC 8445 section
/// 5.1.4 takes for a relayed one, then a reflexive one; IPv4 before IPv6. Names and TCP cannot be defaults.
pub(super) fn default_address(
    candidates: impl Iterator<Item = CandidateAttribute>,
    component: u16,
) -> (String, u16) {
    let best = candidates
        .filter(|candidate| {
            candidate.component == component && candidate.protocol == CandidateProtocol::Udp
        })
        .filter_map(|candidate| Some((candidate.address.parse::<IpAddr>().ok()?, candidate)))
        .max_by_key(|(address, candidate)| {
            let kind = match candidate.kind {
                CandidateType::Relay => 3,
                CandidateType::Srflx => 2,
                CandidateType::Prflx => 1,
                CandidateType::Host => 0,
            };
            (kind, address.is_ipv4(), candidate.priority)
        });
    match best {
        Some((IpAddr::V4(address), candidate)) => (format!("IN IP4 {address}"), candidate.port),
        Some((IpAddr::V6(address), candidate)) => (format!("IN IP6 {address}"), candidate.port),
        None => ("IN IP4 0.0.0.0".to_owned(), 9),
    }
}

/// The value of a=rtcp (RFC 3605) for a default address.
pub(super) fn rtcp_address((address, port): (String, u16)) -> String {
    format!("{port} {address}")
}

/// A candidate of before RTCP was multiplexed.
fn is_for_rtcp(line: &str) -> bool {
    CandidateAttribute::parse(line).is_ok_and(|candidate| candidate.component == RTCP)
}

/// A section with port zero that keeps what the offer said of itself.
pub(super) fn rejected(offered: &MLine, mid: Option<&str>) -> MediaSection {
    let mut section = MediaSection::new(MLine {
        port: 0,
        port_count: None,
        ..offered.clone()
    });
    section.lines.push('c', "IN IP4 0.0.0.0");
    if let Some(mid) = mid {
        section.lines.push_attribute("mid", mid);
    }
    if section.is_rtp() {
        section.lines.push_flag("inactive");
    }
    section
}

/// The section of data channels.
pub(super) fn application(
    frame: Frame<'_>,
    max_message_size: u64,
    transport: TransportLines,
) -> MediaSection {
    let legacy = frame.m_line.fmts[0] != "webrtc-datachannel";
    let mut section = frame.section();
    let lines = &mut section.lines;
    match legacy {
        // draft-ietf-mmusic-sctp-sdp-05
        true => lines.push_attribute("sctpmap", format!("{SCTP_PORT} webrtc-datachannel 65535")),
        false => lines.push_attribute("sctp-port", SCTP_PORT),
    }
    lines.push_attribute("max-message-size", max_message_size);
    transport.write(&mut section);
    section
}

/// A section of audio or video.
pub(super) fn media(
    frame: Frame<'_>,
    media: &MediaDescription,
    transport: TransportLines,
) -> MediaSection {
    let mut section = frame.section();
    media::write(&mut section, media);
    transport.write(&mut section);
    section
}

/// What every section begins with.
pub(super) struct Frame<'a> {
    pub(super) m_line: MLine,
    /// The value of the c-line.
    pub(super) address: String,
    pub(super) mid: Option<&'a str>,
    pub(super) bundle_only: bool,
}

impl Frame<'_> {
    fn section(self) -> MediaSection {
        let mut section = MediaSection::new(self.m_line);
        section.lines.push('c', self.address);
        if let Some(mid) = self.mid {
            section.lines.push_attribute("mid", mid);
        }
        if self.bundle_only {
            section.lines.push_flag("bundle-only");
        }
        section
    }
}

impl TransportLines {
    /// What another section says of this transport.
    pub(super) fn repeated(&self) -> Self {
        Self {
            gathered: Gathered::default(),
            credentials: self.credentials.clone(),
            fingerprints: self.fingerprints.clone(),
            setup: self.setup,
            rtcp: false,
            rtcp_mux: false,
        }
    }

    fn write(self, section: &mut MediaSection) {
        let lines = &mut section.lines;
        if self.rtcp {
            // Where RTCP is multiplexed no candidate for it is gathered.
            lines.push_attribute("rtcp", self.gathered.rtcp_address());
        }
        lines.push_attribute("ice-ufrag", &self.credentials.ufrag);
        lines.push_attribute("ice-pwd", &self.credentials.pwd);
        for fingerprint in &self.fingerprints {
            lines.push_attribute("fingerprint", fingerprint);
        }
        lines.push_attribute("setup", self.setup);
        if self.rtcp_mux {
            lines.push_flag("rtcp-mux");
        }
        for candidate in self.gathered.lines {
            lines.push('a', candidate);
        }
        if self.gathered.end_of_candidates {
            lines.push_flag("end-of-candidates");
        }
    }
}

impl NegotiationState {
    /// The session part up to the groups. Each call makes a new version (RFC 9429 section 5.2.2).
    pub(super) fn session_part(
        &mut self,
        groups: &[Group],
        ice_options: &[&str],
        random: &mut dyn Random,
    ) -> SessionDescription {
        // RFC 9429 section 5.2.1: 63 random bits, so that no parser takes the number for a negative one.
        let id = *self.session_id.get_or_insert_with(|| random.u64() >> 1);
        let mut description = SessionDescription::default();
        let session = &mut description.session;
        session.push('v', "0");
        session.push(
            'o',
            format!("- {id} {} IN IP4 0.0.0.0", self.session_version),
        );
        session.push('s', "-");
        session.push('t', "0 0");
        for group in groups {
            session.push_attribute("group", group);
        }
        if !ice_options.is_empty() {
            session.push_attribute("ice-options", ice_options.join(" "));
        }
        // RFC 9429 section 5.2.1.
        if let Some(assertion) = &self.identity_assertion {
            session.push_attribute("identity", assertion);
        }
        description
    }

    /// What the local descriptions list of the candidates of a transport's generation.
    pub(super) fn gathered(&self, key: TransportKey, credentials: &IceCredentials) -> Gathered {
        let pending = self
            .pending_local
            .as_ref()
            .map(|local| (local.sdp(), self.latest_topology()));
        let current = self
            .current_local
            .as_ref()
            .map(|local| (local.sdp(), &self.topology));
        for (sdp, topology) in [pending, current].into_iter().flatten() {
            let sections = topology.sections.iter().enumerate();
            let described = sections.filter(|(index, section)| {
                section.transport == Some(key)
                    && sdp.media.get(*index).is_some()
                    && sdp.ice_ufrag(*index) == Some(&credentials.ufrag)
            });
            // The tagged section may have been another one when the description was made.
            let section = described
                .map(|(index, section)| (section.rtcp.is_none(), &sdp.media[index]))
                .find(|(_, section)| {
                    section.lines.has_attribute("candidate") || section.has_end_of_candidates()
                });
            if let Some((is_muxed, section)) = section {
                return Gathered {
                    lines: section
                        .lines
                        .attribute_lines("candidate")
                        .map(|(line, _)| line.value.clone())
                        .filter(|line| !is_muxed || !is_for_rtcp(line))
                        .collect(),
                    end_of_candidates: section.has_end_of_candidates(),
                };
            }
        }
        Gathered::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address_of(candidates: &[&str]) -> (String, u16) {
        default_address(
            candidates
                .iter()
                .map(|text| CandidateAttribute::parse(text).unwrap()),
            RTP,
        )
    }

    #[test]
    fn the_default_candidate_is_the_likeliest() {
        let host = "1 1 udp 9 192.0.2.1 1 typ host";
        let low = "1 1 udp 8 192.0.2.2 2 typ host";
        let ipv6 = "1 1 udp 10 2001:db8::1 3 typ host";
        let srflx = "1 1 udp 5 198.51.100.1 4 typ srflx raddr 192.0.2.1 rport 1";
        let relay = "1 1 udp 1 203.0.113.1 5 typ relay raddr 0.0.0.0 rport 0";
        let tcp = "1 1 tcp 99 192.0.2.1 9 typ host tcptype active";
        let mdns = "1 1 udp 99 abc.local 6 typ host";
        let rtcp = "1 2 udp 99 192.0.2.1 7 typ host";
        let none = ("IN IP4 0.0.0.0".to_owned(), 9);
        assert_eq!(address_of(&[]), none);
        assert_eq!(address_of(&[tcp, mdns, rtcp]), none);
        assert_eq!(
            address_of(&[low, host, ipv6, tcp]),
            ("IN IP4 192.0.2.1".into(), 1)
        );
        assert_eq!(address_of(&[ipv6]), ("IN IP6 2001:db8::1".into(), 3));
        assert_eq!(
            address_of(&[host, srflx]),
            ("IN IP4 198.51.100.1".into(), 4)
        );
        assert_eq!(
            address_of(&[relay, srflx, host]),
            ("IN IP4 203.0.113.1".into(), 5)
        );
    }
}
