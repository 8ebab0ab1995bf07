//! One m-section.

use std::fmt;

use super::attribute::{Fingerprint, Setup, is_token, number};
use super::candidate::{CandidateAttribute, is_token_char};
use super::line::{Line, Lines};

/// The values of an m-line (RFC 8866 section 5.14).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MLine {
    pub(crate) media: String,
    pub(crate) port: u16,
    pub(crate) port_count: Option<u32>,
    pub(crate) proto: String,
    pub(crate) fmts: Vec<String>,
}

impl MLine {
    pub(crate) fn parse(value: &str) -> Option<Self> {
        let mut words = value.split(' ');
        let media = words.next().filter(|media| is_token(media))?;
        let port = words.next()?;
        let (port, port_count) = match port.split_once('/') {
            Some((port, count)) => (port, Some(number(count).filter(|count| *count > 0)?)),
            None => (port, None),
        };
        let is_proto = |proto: &&str| {
            !proto.is_empty() && proto.bytes().all(|b| is_token_char(b) || b == b'/')
        };
        let proto = words.next().filter(is_proto)?;
        let mut fmts: Vec<String> = words.map(str::to_owned).collect();
        // One trailing space is common enough.
        if fmts.len() > 1 && fmts.last().is_some_and(String::is_empty) {
            fmts.pop();
        }
        let valid = !fmts.is_empty() && fmts.iter().all(|fmt| is_token(fmt));
        Some(Self {
            media: media.to_owned(),
            port: number(port)?,
            port_count,
            proto: proto.to_owned(),
            fmts,
        })
        .filter(|_| valid)
    }
}

impl fmt::Display for MLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.media, self.port)?;
        if let Some(count) = self.port_count {
            write!(f, "/{count}")?;
        }
        write!(f, " {} {}", self.proto, self.fmts.join(" "))
    }
}

/// An m-section: its m-line and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MediaSection {
    m_line: MLine,
    /// The first is the m-line.
    pub(crate) lines: Lines,
}

impl MediaSection {
    pub(crate) fn new(m_line: MLine) -> Self {
        let mut lines = Lines::default();
        lines.push('m', m_line.to_string());
        Self { m_line, lines }
    }

    pub(super) fn from_line(line: Line) -> Option<Self> {
        Some(Self {
            m_line: MLine::parse(&line.value)?,
            lines: Lines(vec![line]),
        })
    }

    pub(crate) fn m_line(&self) -> &MLine {
        &self.m_line
    }

    /// Where the m-line stands in its description.
    pub(crate) fn line_number(&self) -> usize {
        self.lines.iter().next().map_or(0, |line| line.number)
    }

    pub(crate) fn set_port(&mut self, port: u16) {
        self.m_line.port = port;
        self.lines.replace('m', self.m_line.to_string());
    }

    pub(crate) fn is_application(&self) -> bool {
        self.m_line.media == "application"
    }

    /// Whether `<proto>` is one of RTP's.
    pub(crate) fn is_rtp(&self) -> bool {
        self.m_line.proto.split('/').any(|part| part == "RTP")
    }

    /// Whether this is SCTP over DTLS (RFC 8841), in today's form or in that of its early drafts.
    pub(crate) fn is_sctp(&self) -> bool {
        matches!(
            self.m_line.proto.as_str(),
            "UDP/DTLS/SCTP" | "TCP/DTLS/SCTP" | "DTLS/SCTP"
        )
    }

    /// Whether this is the m-section of data channels.
    pub(crate) fn is_data_channel(&self) -> bool {
        let fmt = &self.m_line.fmts[0];
        self.is_application()
            && self.is_sctp()
            && (fmt == "webrtc-datachannel" || self.sctpmap().is_some_and(|(port, _)| port == fmt))
    }

    pub(crate) fn mid(&self) -> Option<&str> {
        self.lines.attribute("mid")
    }

    pub(crate) fn is_bundle_only(&self) -> bool {
        self.lines.has_attribute("bundle-only")
    }

    pub(crate) fn candidates(&self) -> impl Iterator<Item = CandidateAttribute> {
        self.lines
            .attributes("candidate")
            .filter_map(|value| CandidateAttribute::parse(value).ok())
    }

    pub(crate) fn has_end_of_candidates(&self) -> bool {
        self.lines.has_attribute("end-of-candidates")
    }

    /// `a=sctp-port`, or what stood for it in early drafts.
    pub(crate) fn sctp_port(&self) -> Option<u16> {
        match self.lines.attribute("sctp-port") {
            Some(port) => number(port),
            None => number(self.sctpmap()?.0),
        }
    }

    /// `a=sctpmap:<port> webrtc-datachannel [<streams>]` of the early drafts.
    fn sctpmap(&self) -> Option<(&str, &str)> {
        let (port, app) = self.lines.attribute("sctpmap")?.split_once(' ')?;
        (app.split(' ').next() == Some("webrtc-datachannel")).then_some((port, app))
    }

    pub(crate) fn max_message_size(&self) -> Option<u64> {
        number(self.lines.attribute("max-message-size")?)
    }
}

impl fmt::Display for MediaSection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.fmt(f)
    }
}

pub(super) fn fingerprints(lines: &Lines) -> Vec<Fingerprint> {
    lines
        .attributes("fingerprint")
        .filter_map(Fingerprint::parse)
        .collect()
}

pub(super) fn setup(lines: &Lines) -> Option<Setup> {
    Setup::parse(lines.attribute("setup")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m_lines_round_trip() {
        for value in [
            "audio 9 UDP/TLS/RTP/SAVPF 111 0",
            "application 0 UDP/DTLS/SCTP webrtc-datachannel",
            "video 49170/2 RTP/AVP 31",
        ] {
            assert_eq!(MLine::parse(value).unwrap().to_string(), value);
        }
        let m_line = MLine::parse("video 49170/2 RTP/AVP 31").unwrap();
        assert_eq!((m_line.port, m_line.port_count), (49170, Some(2)));
    }

    #[test]
    fn malformed_m_lines_are_refused() {
        for value in [
            "",
            "audio",
            "audio 9",
            "audio 9 RTP/AVP",
            "audio 9 RTP/AVP ",
            "audio x RTP/AVP 0",
            "audio 65536 RTP/AVP 0",
            "audio -1 RTP/AVP 0",
            "audio 9/0 RTP/AVP 0",
            "audio 9/ RTP/AVP 0",
            "aud:io 9 RTP/AVP 0",
            "audio 9  0",
            "audio 9 RTP/AVP 0  8",
        ] {
            assert_eq!(MLine::parse(value), None, "{value:?}");
        }
    }
}
