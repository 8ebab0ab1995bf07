//! The candidate attribute (RFC 8839 section 5.1), the form in which candidates travel between the layers.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The longest attribute that is read: real ones stay below 300 bytes.
const MAX_LENGTH: usize = 2048;

/// `cand-type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CandidateType {
    Host,
    Srflx,
    Prflx,
    Relay,
}

/// `transport`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CandidateProtocol {
    Udp,
    Tcp,
}

/// `tcp-type` (RFC 6544 section 4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TcpType {
    Active,
    Passive,
    So,
}

/// One candidate as SDP writes it. The address may be a name (mDNS).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CandidateAttribute {
    pub(crate) foundation: String,
    pub(crate) component: u16,
    pub(crate) protocol: CandidateProtocol,
    pub(crate) priority: u32,
    pub(crate) address: String,
    pub(crate) port: u16,
    pub(crate) kind: CandidateType,
    pub(crate) related: Option<(String, u16)>,
    pub(crate) tcp_type: Option<TcpType>,
    /// Extension attributes in their order: `generation`, `ufrag`, `network-id`, …
    pub(crate) extensions: Vec<(String, String)>,
}

/// Why a text is not a candidate that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CandidateError {
    /// The grammar forbids it.
    Malformed(String),
    /// The grammar allows it (RFC 8839 leaves transport and type open), but no meaning is known for it.
    Unsupported(String),
}

impl fmt::Display for CandidateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(message) | Self::Unsupported(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for CandidateError {}

impl CandidateType {
    /// The value of `RTCIceCandidateType`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Srflx => "srflx",
            Self::Prflx => "prflx",
            Self::Relay => "relay",
        }
    }

    /// Reads a `candidate-types`, in any case.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Host, Self::Srflx, Self::Prflx, Self::Relay]
            .into_iter()
            .find(|kind| text.eq_ignore_ascii_case(kind.as_str()))
    }
}

impl CandidateProtocol {
    /// The value of `RTCIceProtocol`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Udp => "udp",
            Self::Tcp => "tcp",
        }
    }

    /// Reads a `transport`, in any case.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Udp, Self::Tcp]
            .into_iter()
            .find(|protocol| text.eq_ignore_ascii_case(protocol.as_str()))
    }
}

impl TcpType {
    /// The value of `RTCIceTcpCandidateType`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Passive => "passive",
            Self::So => "so",
        }
    }

    /// Reads a `tcp-type`, in any case.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Active, Self::Passive, Self::So]
            .into_iter()
            .find(|tcp_type| text.eq_ignore_ascii_case(tcp_type.as_str()))
    }
}

impl CandidateAttribute {
    /// Reads `candidate:…`, also with `a=` before it or with neither.
    pub(crate) fn parse(text: &str) -> Result<Self, CandidateError> {
        if text.len() > MAX_LENGTH {
            return Err(malformed(format!(
                "a candidate of {} bytes is longer than {MAX_LENGTH}",
                text.len()
            )));
        }
        let value = strip_prefix(strip_prefix(text, "a="), "candidate:");
        let mut fields = Fields(Some(value));
        let foundation = fields.next("foundation")?;
        if foundation.len() > 32 || !foundation.bytes().all(is_ice_char) {
            return Err(wrong("foundation", foundation));
        }
        let component = number(fields.next("component-id")?, 1, 256, "component-id")?;
        let transport = fields.next("transport")?;
        let priority = number(fields.next("priority")?, 1, u32::MAX, "priority")?;
        let address = address(fields.next("connection-address")?)?;
        let port = port(fields.next("port")?)?;
        fields.keyword("typ")?;
        let kind = fields.next("cand-type")?;
        let mut candidate = Self {
            foundation: foundation.to_owned(),
            component: component as u16,
            protocol: CandidateProtocol::parse(transport)
                .ok_or_else(|| unknown("transport", transport))?,
            priority,
            address,
            port,
            kind: CandidateType::parse(kind).ok_or_else(|| unknown("cand-type", kind))?,
            related: None,
            tcp_type: None,
            extensions: Vec::new(),
        };
        candidate.parse_extensions(&mut fields)?;
        Ok(candidate)
    }

    /// What follows the type: `raddr` with `rport`, `tcptype`, and pairs of unknown meaning.
    fn parse_extensions(&mut self, fields: &mut Fields<'_>) -> Result<(), CandidateError> {
        let mut first = true;
        while fields.0.is_some() {
            let name = fields.next("extension-att-name")?;
            let value = fields.value(name)?;
            if name.eq_ignore_ascii_case("raddr") && first {
                let related = address(value)?;
                fields.keyword("rport")?;
                self.related = Some((related, port(fields.next("rel-port")?)?));
            } else if name.eq_ignore_ascii_case("raddr") || name.eq_ignore_ascii_case("rport") {
                return Err(malformed(format!("\"{name}\" is out of place")));
            } else if name.eq_ignore_ascii_case("tcptype") {
                let tcp_type = TcpType::parse(value).ok_or_else(|| wrong("tcptype", value))?;
                if self.tcp_type.replace(tcp_type).is_some() {
                    return Err(malformed("\"tcptype\" is given twice".to_owned()));
                }
            } else if name.bytes().all(is_token_char) && value.bytes().all(|b| b.is_ascii_graphic())
            {
                self.extensions.push((name.to_owned(), value.to_owned()));
            } else {
                return Err(malformed(format!(
                    "the extension {name:?} with the value {value:?} is not well formed"
                )));
            }
            first = false;
        }
        Ok(())
    }

    /// The `ufrag` extension: the generation to which the candidate belongs (RFC 8838 section 14).
    pub(crate) fn username_fragment(&self) -> Option<&str> {
        self.extensions
            .iter()
            .find(|(name, _)| name == "ufrag")
            .map(|(_, value)| value.as_str())
    }
}

impl fmt::Display for CandidateAttribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "candidate:{} {} {} {} {} {} typ {}",
            self.foundation,
            self.component,
            self.protocol.as_str(),
            self.priority,
            self.address,
            self.port,
            self.kind.as_str()
        )?;
        if let Some((address, port)) = &self.related {
            write!(f, " raddr {address} rport {port}")?;
        }
        if let Some(tcp_type) = self.tcp_type {
            write!(f, " tcptype {}", tcp_type.as_str())?;
        }
        for (name, value) in &self.extensions {
            write!(f, " {name} {value}")?;
        }
        Ok(())
    }
}

/// What is left of the attribute; fields are separated by exactly one space.
struct Fields<'a>(Option<&'a str>);

impl<'a> Fields<'a> {
    fn take(&mut self) -> Option<&'a str> {
        let rest = self.0?;
        match rest.split_once(' ') {
            Some((field, rest)) => {
                self.0 = Some(rest);
                Some(field)
            }
            None => {
                self.0 = None;
                Some(rest)
            }
        }
    }

    fn next(&mut self, name: &str) -> Result<&'a str, CandidateError> {
        self.take()
            .filter(|field| !field.is_empty())
            .ok_or_else(|| malformed(format!("the {name} is missing")))
    }

    /// An `extension-att-value`, which may be empty.
    fn value(&mut self, name: &str) -> Result<&'a str, CandidateError> {
        self.take()
            .ok_or_else(|| malformed(format!("the extension {name:?} has no value")))
    }

    fn keyword(&mut self, keyword: &str) -> Result<(), CandidateError> {
        let field = self.next(&format!("keyword \"{keyword}\""))?;
        if field.eq_ignore_ascii_case(keyword) {
            return Ok(());
        }
        Err(malformed(format!(
            "{field:?} stands where \"{keyword}\" is expected"
        )))
    }
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> &'a str {
    match text.split_at_checked(prefix.len()) {
        Some((head, rest)) if head.eq_ignore_ascii_case(prefix) => rest,
        _ => text,
    }
}

fn number(field: &str, min: u32, max: u32, name: &str) -> Result<u32, CandidateError> {
    // `u32::from_str` would take a sign.
    Some(field)
        .filter(|field| field.len() <= 10 && field.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|field| field.parse().ok())
        .filter(|value| (min..=max).contains(value))
        .ok_or_else(|| wrong(name, field))
}

fn port(field: &str) -> Result<u16, CandidateError> {
    number(field, 0, 65535, "port").map(|port| port as u16)
}

/// `IP4-address / IP6-address / FQDN` (RFC 8866 section 9).
fn address(field: &str) -> Result<String, CandidateError> {
    if let Some((address, _)) = field.split_once('%')
        && address.parse::<Ipv6Addr>().is_ok()
    {
        // No grammar knows zones, but a peer that leaks one is not to lose its other candidates.
        return Err(CandidateError::Unsupported(format!(
            "the address {field:?} has a meaning on the peer's machine only"
        )));
    }
    let valid = if field.contains(':') {
        field.parse::<Ipv6Addr>().is_ok()
    } else {
        field.parse::<Ipv4Addr>().is_ok() || is_name(field)
    };
    if valid {
        Ok(field.to_owned())
    } else {
        Err(wrong("connection-address", field))
    }
}

/// A domain name. One that ends in a number is an IPv4 address gone wrong.
fn is_name(field: &str) -> bool {
    let name = field.strip_suffix('.').unwrap_or(field);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    name.len() <= 253
        && name.split('.').all(is_label)
        && name
            .rsplit('.')
            .next()
            .is_some_and(|last| !last.bytes().all(|b| b.is_ascii_digit()))
}

/// `ice-char` (RFC 8839 section 5.1).
pub(crate) fn is_ice_char(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/'
}

/// `token-char` (RFC 8866 section 9).
pub(crate) fn is_token_char(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\"(),/:;<=>?@[\\]".contains(&byte)
}

fn malformed(message: String) -> CandidateError {
    CandidateError::Malformed(message)
}

fn wrong(name: &str, field: &str) -> CandidateError {
    malformed(format!("{field:?} is no valid {name}"))
}

fn unknown(name: &str, field: &str) -> CandidateError {
    if field.bytes().all(is_token_char) {
        CandidateError::Unsupported(format!("the {name} {field:?} is not known"))
    } else {
        wrong(name, field)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CHROMIUM: &str = "candidate:449188548 1 tcp 1518280447 127.0.0.1 9 typ host tcptype active generation 0 network-id 3 network-cost 50";
    const REFLEXIVE: &str = "candidate:1 1 UDP 1694498815 203.0.113.7 61665 typ srflx raddr 10.0.1.1 rport 8998 ufrag 7sFv";

    #[test]
    fn reads_every_field() {
        let candidate = CandidateAttribute::parse(REFLEXIVE).unwrap();
        assert_eq!(
            candidate,
            CandidateAttribute {
                foundation: "1".into(),
                component: 1,
                protocol: CandidateProtocol::Udp,
                priority: 1_694_498_815,
                address: "203.0.113.7".into(),
                port: 61665,
                kind: CandidateType::Srflx,
                related: Some(("10.0.1.1".into(), 8998)),
                tcp_type: None,
                extensions: vec![("ufrag".into(), "7sFv".into())],
            }
        );
        assert_eq!(candidate.username_fragment(), Some("7sFv"));
    }

    #[test]
    fn writes_what_it_read() {
        let ipv6 = "candidate:a+/ 256 udp 4294967295 fd99::1 0 typ relay raddr :: rport 0 x ";
        let mdns = "candidate:7 2 udp 1 0a1b-2c.local 50000 typ prflx";
        for text in [CHROMIUM, ipv6, mdns] {
            let candidate = CandidateAttribute::parse(text).unwrap();
            assert_eq!(candidate.to_string(), text);
        }
    }

    #[test]
    fn prefixes_and_case_do_not_matter() {
        let expected = CandidateAttribute::parse(CHROMIUM).unwrap();
        let bare = CHROMIUM.strip_prefix("candidate:").unwrap();
        let loud = CHROMIUM
            .replace("tcp ", "TCP ")
            .replace("typ host tcptype active", "TYP Host TCPTYPE Active");
        for text in [bare, &format!("a={CHROMIUM}"), &format!("A={loud}")] {
            assert_eq!(CandidateAttribute::parse(text).unwrap(), expected);
        }
    }

    #[test]
    fn refuses_what_the_grammar_forbids() {
        for text in [
            "",
            "candidate:",
            "candidate:1 1 udp 1 10.0.0.1 1 typ",
            "candidate:1 1 udp 1 10.0.0.1 1 host",
            "candidate:1  1 udp 1 10.0.0.1 1 typ host",
            "candidate:1 0 udp 1 10.0.0.1 1 typ host",
            "candidate:1 257 udp 1 10.0.0.1 1 typ host",
            "candidate:1 +1 udp 1 10.0.0.1 1 typ host",
            "candidate:1 1 udp 0 10.0.0.1 1 typ host",
            "candidate:1 1 udp 4294967296 10.0.0.1 1 typ host",
            "candidate:1 1 udp 1 10.0.0.256 1 typ host",
            "candidate:1 1 udp 1 1.2.3 1 typ host",
            "candidate:1 1 udp 1 fd99:::1 1 typ host",
            "candidate:1 1 udp 1 a..b 1 typ host",
            "candidate:1 1 udp 1 10.0.0.1 65536 typ host",
            "candidate:1 1 udp 1 10.0.0.1 1 typ host generation",
            "candidate:1 1 udp 1 10.0.0.1 1 typ host gen(0 1",
            "candidate:1 1 udp 1 10.0.0.1 1 typ host ",
            "candidate:1 1 udp 1 10.0.0.1 1 typ srflx raddr 10.0.0.1",
            "candidate:1 1 udp 1 10.0.0.1 1 typ srflx rport 1",
            "candidate:1 1 udp 1 10.0.0.1 1 typ srflx a b raddr 10.0.0.1 rport 1",
            "candidate:1 1 tcp 1 10.0.0.1 1 typ host tcptype sideways",
            "candidate:1 1 tcp 1 10.0.0.1 1 typ host tcptype so tcptype so",
            "candidate:1-2 1 udp 1 10.0.0.1 1 typ host",
            "candidate:123456789012345678901234567890123 1 udp 1 10.0.0.1 1 typ host",
            "candidate:1 1 u(dp 1 10.0.0.1 1 typ host",
            "candidate:1 1 udp 1 10.0.0.1 1 typ host\r\n",
        ] {
            let result = CandidateAttribute::parse(text);
            assert!(
                matches!(result, Err(CandidateError::Malformed(_))),
                "{text:?}: {result:?}"
            );
        }
        let long = format!("{CHROMIUM} x {}", "y".repeat(MAX_LENGTH));
        assert!(CandidateAttribute::parse(&long).is_err());
    }

    #[test]
    fn tells_the_unknown_from_the_malformed() {
        for text in [
            "candidate:1 1 sctp 1 10.0.0.1 1 typ host",
            "candidate:1 1 udp 1 10.0.0.1 1 typ local",
            "candidate:1 1 udp 1 fe80::1%eth0 1 typ host",
        ] {
            let result = CandidateAttribute::parse(text);
            assert!(
                matches!(result, Err(CandidateError::Unsupported(_))),
                "{text:?}: {result:?}"
            );
        }
    }

    #[test]
    fn truncation_anywhere_is_no_panic() {
        for text in [CHROMIUM, REFLEXIVE] {
            for length in 0..text.len() {
                if let Ok(candidate) = CandidateAttribute::parse(&text[..length]) {
                    let written = candidate.to_string();
                    assert_eq!(CandidateAttribute::parse(&written).unwrap(), candidate);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let _ = CandidateAttribute::parse(&text);
        }

        #[test]
        fn near_candidates_survive_a_round_trip(
            text in "(a=)?candidate:[a-z0-9+/]{1,4} [0-9]{1,3} (udp|TCP) [0-9]{1,10} ([0-9.]{7,9}|[0-9a-f:]{2,6}) [0-9]{1,5} typ (host|relay)( raddr 1.2.3.4 rport 5)?( tcptype so)?( [a-z]{1,3} [!-~]{0,3}){0,3}"
        ) {
            if let Ok(candidate) = CandidateAttribute::parse(&text) {
                prop_assert_eq!(CandidateAttribute::parse(&candidate.to_string()).unwrap(), candidate);
            }
        }
    }
}
