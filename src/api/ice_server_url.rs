//! The URLs of ICE servers: webrtc-pc, "validate an ICE server URL", with the grammar of RFC 7064 and RFC 7065.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::configuration::RTCIceServer;
use super::error::{Error, ErrorName};
use crate::session::{IceServer, IceServerScheme};

/// Reads one URL of a server.
pub(crate) fn parse(url: &str, server: &RTCIceServer) -> Result<IceServer, Error> {
    let syntax_error = |what: &str| {
        Error::new(
            ErrorName::SyntaxError,
            format!("the ICE server URL {url:?} {what}"),
        )
    };
    // The URL standard drops controls and spaces around an URL, and tabs and line feeds anywhere.
    let trimmed: String = url
        .trim_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    let (scheme, rest) = trimmed
        .split_once(':')
        .ok_or_else(|| syntax_error("has no scheme"))?;
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "stun" => IceServerScheme::Stun,
        "stuns" => IceServerScheme::Stuns,
        "turn" => IceServerScheme::Turn,
        "turns" => IceServerScheme::Turns,
        _ => return Err(syntax_error("is neither stun, stuns, turn nor turns")),
    };
    let is_turn = matches!(scheme, IceServerScheme::Turn | IceServerScheme::Turns);
    if rest.contains('#') {
        return Err(syntax_error("has a fragment"));
    }
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (rest, None),
    };
    if query.is_some() && !is_turn {
        return Err(syntax_error("has a query, which only turn and turns have"));
    }
    if path.contains(['/', '\\', '@']) {
        return Err(syntax_error("has more than a host and a port"));
    }
    let (host, port) = split_port(path).ok_or_else(|| syntax_error("has a malformed host"))?;
    let host = parse_host(host).ok_or_else(|| syntax_error("has a malformed host"))?;
    let secure = matches!(scheme, IceServerScheme::Stuns | IceServerScheme::Turns);
    let port = match port {
        None | Some("") => {
            if secure {
                5349
            } else {
                3478
            }
        }
        Some(port) => parse_port(port).ok_or_else(|| syntax_error("has a malformed port"))?,
    };
    let tcp = match query {
        None => secure,
        Some("transport=udp") => false,
        Some("transport=tcp") => true,
        Some(_) => {
            return Err(syntax_error(
                "has a query other than transport=udp and transport=tcp",
            ));
        }
    };
    let (username, credential) = if is_turn {
        credentials(url, server)?
    } else {
        (String::new(), String::new())
    };
    Ok(IceServer {
        url: url.to_owned(),
        scheme,
        host,
        port,
        tcp,
        username,
        credential,
    })
}

fn credentials(url: &str, server: &RTCIceServer) -> Result<(String, String), Error> {
    let invalid_access = |what: &str| {
        Error::new(
            ErrorName::InvalidAccessError,
            format!("the ICE server URL {url:?} needs {what}"),
        )
    };
    let username = server
        .username
        .as_ref()
        .ok_or_else(|| invalid_access("a username"))?;
    let credential = server
        .credential
        .as_ref()
        .ok_or_else(|| invalid_access("a credential"))?;
    // RFC 8489 section 14.3: fewer than 509 bytes. RFC 8265 section 4 forbids controls.
    if username.len() >= 509 || username.chars().any(char::is_control) {
        return Err(invalid_access(
            "a username of at most 508 bytes, without control characters",
        ));
    }
    // RFC 8265 section 4.1: a password is not empty.
    if credential.is_empty() || credential.chars().any(char::is_control) {
        return Err(invalid_access(
            "a credential that is not empty, without control characters",
        ));
    }
    Ok((username.clone(), credential.clone()))
}

/// The host, with brackets if it has them, and what follows its colon.
fn split_port(path: &str) -> Option<(&str, Option<&str>)> {
    let end = if path.starts_with('[') {
        path.find(']')? + 1
    } else {
        path.find(':').unwrap_or(path.len())
    };
    let (host, rest) = path.split_at(end);
    match rest.strip_prefix(':') {
        Some(port) => Some((host, Some(port))),
        None if rest.is_empty() => Some((host, None)),
        None => None,
    }
}

fn parse_port(text: &str) -> Option<u16> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits = text.trim_start_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    digits.parse().ok()
}

/// A literal address or a name, as a resolver wants it.
fn parse_host(text: &str) -> Option<String> {
    if let Some(rest) = text.strip_prefix('[') {
        let address: Ipv6Addr = rest.strip_suffix(']')?.parse().ok()?;
        return Some(address.to_string());
    }
    let name = decode_percent(text)?;
    if name.is_empty() || !name.chars().all(is_name_char) {
        return None;
    }
    let labels = name.strip_suffix('.').unwrap_or(&name);
    if ends_in_number(labels) {
        return parse_ipv4(labels).map(|address| address.to_string());
    }
    Some(name)
}

fn decode_percent(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &tail[2..];
    }
    String::from_utf8(bytes).ok()
}

/// RFC 3986 `reg-name`, and letters and digits of other scripts, which the resolver takes or refuses.
fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || "-._~!$&'()*+,;=".contains(c)
}

fn ends_in_number(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    !last.is_empty() && (last.bytes().all(|b| b.is_ascii_digit()) || ipv4_number(last).is_some())
}

/// One part of an IPv4 address: decimal, octal or hexadecimal.
fn ipv4_number(part: &str) -> Option<u64> {
    let (digits, radix) = if let Some(hex) = part.strip_prefix("0x").or(part.strip_prefix("0X")) {
        (hex, 16)
    } else if part.len() > 1 && part.starts_with('0') {
        (&part[1..], 8)
    } else {
        (part, 10)
    };
    if digits.is_empty() {
        return (radix == 16).then_some(0);
    }
    let plain = digits.bytes().all(|b| b.is_ascii_alphanumeric());
    u64::from_str_radix(digits, radix).ok().filter(|_| plain)
}

/// The forms that inet_aton takes: the last of one to four parts fills what is left.
fn parse_ipv4(text: &str) -> Option<Ipv4Addr> {
    let parts = text
        .split('.')
        .map(ipv4_number)
        .collect::<Option<Vec<_>>>()?;
    let (last, first) = parts.split_last()?;
    if first.len() > 3 || first.iter().any(|part| *part > 255) {
        return None;
    }
    let bits_left = 8 * (4 - first.len() as u32);
    if *last >= 1u64 << bits_left {
        return None;
    }
    let high = first
        .iter()
        .enumerate()
        .map(|(at, part)| part << (24 - 8 * at))
        .sum::<u64>();
    u32::try_from(high + last).ok().map(Ipv4Addr::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<IceServer, ErrorName> {
        let server = RTCIceServer {
            urls: vec![url.to_owned()],
            username: Some("user".to_owned()),
            credential: Some("secret".to_owned()),
        };
        parse(url, &server).map_err(|error| error.name)
    }

    #[test]
    fn defaults_follow_the_scheme() {
        for (url, scheme, port, tcp) in [
            ("stun:example.net", IceServerScheme::Stun, 3478, false),
            ("STUNS:example.net", IceServerScheme::Stuns, 5349, true),
            ("turn:example.net", IceServerScheme::Turn, 3478, false),
            ("turns:example.net", IceServerScheme::Turns, 5349, true),
            (
                "turn:example.net:80?transport=tcp",
                IceServerScheme::Turn,
                80,
                true,
            ),
            (
                "turns:example.net?transport=udp",
                IceServerScheme::Turns,
                5349,
                false,
            ),
        ] {
            let server = read(url).expect(url);
            assert_eq!(
                (server.scheme, server.port, server.tcp),
                (scheme, port, tcp)
            );
            assert_eq!(server.host, "example.net");
            assert_eq!(server.url, url);
        }
    }

    #[test]
    fn hosts_are_names_or_addresses() {
        for (url, host) in [
            ("stun:[2001::1]", "2001::1"),
            ("stun:[::1]:19302", "::1"),
            ("stun:192.0.2.7", "192.0.2.7"),
            ("stun:1.2.3.4.", "1.2.3.4"),
            ("stun:192.168.257", "192.168.1.1"),
            ("stun:0xffffffff", "255.255.255.255"),
            ("stun:ex%61mple.net", "example.net"),
            ("stun:ho\tst", "host"),
            (" stun:example.com\u{1f}", "example.com"),
            ("stun:256.com", "256.com"),
            ("stun:example.net:", "example.net"),
            ("stun:example.net:0000000000000000", "example.net"),
        ] {
            assert_eq!(read(url).expect(url).host, host, "{url}");
        }
    }

    #[test]
    fn what_is_not_such_a_url_is_a_syntax_error() {
        for url in [
            "",
            "relative-url",
            "http://example.com",
            "turn://example.org/foo?x=y",
            "stun://example.org/foo?x=y",
            "stun:",
            "stun::3478",
            "stun:example.net?transport=udp",
            "turn:example.net?transport=sctp",
            "turn:example.net?transport=udp&x",
            "stun:example.net:65536",
            "stun:example.net:b",
            "stun:example.net:-21",
            "stun:example.net: 21 ",
            "stun:example.net#foo",
            "stun:example.net/foo",
            "stun:user@example.net",
            "stun:[61:24:74]:98",
            "stun:[::1.2.3.4x]",
            "stun:[example.net]",
            "stun:[::1",
            "stun:[::1]x",
            "stun:192.168.0.257",
            "stun:256.256.256.256",
            "stun:10000000000",
            "stun:192.168.0.1 hello",
            "stun:a<b",
            "stun:a\\b",
            "stun:ho%00st",
            "stun:%zz",
            "stun:%4",
            "stun:example.com%80",
        ] {
            assert_eq!(read(url).err(), Some(ErrorName::SyntaxError), "{url:?}");
        }
    }

    #[test]
    fn turn_needs_a_username_which_may_be_empty_and_a_credential() {
        let mut server = RTCIceServer::default();
        assert!(parse("stun:example.net", &server).is_ok());
        for url in ["turn:example.net", "turns:example.net"] {
            let error = parse(url, &server).expect_err("there are none");
            assert_eq!(error.name, ErrorName::InvalidAccessError);
        }
        server.username = Some(String::new());
        let error = parse("turn:example.net", &server).expect_err("half of them");
        assert_eq!(error.name, ErrorName::InvalidAccessError);
        server.credential = Some(String::new());
        let error = parse("turn:example.net", &server).expect_err("it is empty");
        assert_eq!(error.name, ErrorName::InvalidAccessError);
        server.credential = Some("secret".to_owned());
        assert!(parse("turn:example.net", &server).is_ok());
        server.username = Some("x".repeat(509));
        assert!(parse("turn:example.net", &server).is_err());
    }
}
