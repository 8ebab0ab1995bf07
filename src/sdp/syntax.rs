//! The syntax of the lines that JSEP reads (RFC 9429 section 5.8).
//!
//! Lines of other types and attributes with other names pass unread. The order of lines is checked in the session part
//! alone: applications that add a `b=` to an m-section seldom find the place for it.

use super::MAX_SESSION_LINES;
use super::attribute::{Fingerprint, Group, Setup, is_token, number};
use super::candidate::{CandidateAttribute, CandidateError, is_ice_char};
use super::line::{Line, Lines, SdpError};

/// The order of the session part (RFC 8866 section 5); `t`, `r` and `z` belong together.
const SESSION_ORDER: &str = "vosiuepcbtka";

/// Attributes of which a section has one.
const SINGLE: [&str; 8] = [
    "mid",
    "ice-ufrag",
    "ice-pwd",
    "ice-lite",
    "setup",
    "tls-id",
    "sctp-port",
    "max-message-size",
];

/// What was seen of the session part or of an m-section, so that a line is checked without reading those before it again.
#[derive(Default)]
pub(super) struct Checker {
    lines: usize,
    rank: usize,
    /// One bit for each of `SINGLE`.
    single: u8,
}

impl Checker {
    /// Checks the next line of the session part.
    pub(super) fn session_line(&mut self, line: &Line) -> Result<(), SdpError> {
        let expected = ['v', 'o', 's'].get(self.lines);
        if let Some(expected) = expected.filter(|expected| **expected != line.kind) {
            return Err(SdpError::new(
                line.number,
                format!("a description begins with v=, o= and s=, and {expected}= is missing"),
            ));
        }
        self.lines += 1;
        if self.lines > MAX_SESSION_LINES {
            return Err(SdpError::new(
                line.number,
                format!("more than the {MAX_SESSION_LINES} lines allowed before the first m-line"),
            ));
        }
        if let Some(rank) = rank(line.kind) {
            // Of v=, o= and s= there is one; they have the lowest ranks.
            if rank < self.rank || (rank < 3 && self.lines > 3) {
                return Err(SdpError::new(
                    line.number,
                    format!("{}= is out of order", line.kind),
                ));
            }
            self.rank = rank;
        }
        self.line(line)
    }

    /// Checks the next line of an m-section, after the m-line.
    pub(super) fn media_line(&mut self, line: &Line) -> Result<(), SdpError> {
        if matches!(line.kind, 'v' | 'o' | 's' | 't') {
            return Err(SdpError::new(
                line.number,
                format!("{}= may not stand in an m-section", line.kind),
            ));
        }
        self.line(line)
    }

    fn line(&mut self, line: &Line) -> Result<(), SdpError> {
        let (name, _) = line.attribute().unwrap_or_default();
        if let Some(index) = SINGLE.iter().position(|single| *single == name) {
            if self.single & (1 << index) != 0 {
                return Err(SdpError::new(
                    line.number,
                    format!("there is a second a={name}"),
                ));
            }
            self.single |= 1 << index;
        }
        check_line(line)
    }
}

/// What the session part must have in the end.
pub(super) fn check_session(session: &Lines, line_count: usize) -> Result<(), SdpError> {
    match ['v', 'o', 's', 't']
        .into_iter()
        .find(|kind| session.line(*kind).is_none())
    {
        Some(kind) => Err(SdpError::new(
            line_count.max(1),
            format!("the session part has no {kind}= line"),
        )),
        None => Ok(()),
    }
}

fn rank(kind: char) -> Option<usize> {
    let kind = if matches!(kind, 'r' | 'z') { 't' } else { kind };
    SESSION_ORDER.find(kind)
}

fn check_line(line: &Line) -> Result<(), SdpError> {
    let value = line.value.as_str();
    let words = || value.split(' ').collect::<Vec<_>>();
    let valid = match line.kind {
        'v' => value == "0",
        'o' => is_origin(&words()),
        't' => matches!(words()[..], [start, stop] if is_number(start) && is_number(stop)),
        'c' => is_connection(&words()),
        'b' => value
            .split_once(':')
            .is_some_and(|(kind, bandwidth)| is_token(kind) && is_number(bandwidth)),
        'a' => return check_attribute(line),
        'i' | 'u' | 'e' | 'p' | 'k' | 'r' | 'z' => !value.is_empty(),
        _ => true,
    };
    if valid {
        return Ok(());
    }
    Err(SdpError::new(
        line.number,
        format!("the {}= line is malformed", line.kind),
    ))
}

fn is_origin(words: &[&str]) -> bool {
    match words {
        [username, id, version, rest @ ..] => {
            !username.is_empty() && is_number(id) && is_number(version) && is_connection(rest)
        }
        _ => false,
    }
}

/// `<nettype> <addrtype> <address>`; the address may be a name.
fn is_connection(words: &[&str]) -> bool {
    match words {
        [net, kind, address] => is_token(net) && is_token(kind) && !address.is_empty(),
        _ => false,
    }
}

fn is_number(text: &str) -> bool {
    // The numbers of an o-line may exceed 64 bits.
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn check_attribute(line: &Line) -> Result<(), SdpError> {
    let (name, value) = line.attribute().unwrap_or_default();
    if !is_token(name) {
        return Err(SdpError::new(line.number, "the attribute has no name"));
    }
    if name == "candidate" {
        // RFC 8839 section 5.1: candidates of an unknown transport or type are ignored.
        return match CandidateAttribute::parse(value) {
            Err(CandidateError::Malformed(message)) => Err(SdpError::new(
                line.number,
                format!("the candidate is malformed: {message}"),
            )),
            _ => Ok(()),
        };
    }
    if is_valid(name, value) {
        return Ok(());
    }
    Err(SdpError::new(line.number, format!("a={name} is malformed")))
}

fn is_valid(name: &str, value: &str) -> bool {
    let mut words = value.split(' ');
    let first = words.next().unwrap_or_default();
    let second = words.next();
    match name {
        "mid" => is_token(value),
        "group" => Group::parse(value).is_some(),
        "ice-ufrag" | "ice-pwd" => !value.is_empty() && value.bytes().all(is_ice_char),
        "ice-options" => {
            let mut options = value.split_ascii_whitespace().peekable();
            options.peek().is_some() && options.all(|option| option.bytes().all(is_ice_option_char))
        }
        "fingerprint" => Fingerprint::parse(value).is_some(),
        "setup" => Setup::parse(value).is_some(),
        "tls-id" => value
            .bytes()
            .all(|b| is_ice_char(b) || b == b'-' || b == b'_'),
        "sctp-port" => number::<u16>(value).is_some(),
        "max-message-size" => number::<u64>(value).is_some(),
        "sctpmap" => number::<u16>(first).is_some() && second.is_some_and(is_token),
        "rtcp" => number::<u16>(first).is_some(),
        "ptime" | "maxptime" => value.trim().parse::<f64>().is_ok_and(|time| time >= 0.0),
        "rtpmap" => {
            number::<u8>(first).is_some() && second.is_some_and(|codec| codec.contains('/'))
        }
        "fmtp" => is_token(first) && second.is_some(),
        "rtcp-fb" => (first == "*" || number::<u8>(first).is_some()) && second.is_some(),
        "ssrc" => number::<u32>(first).is_some() && second.is_some_and(|text| !text.is_empty()),
        "ssrc-group" => is_token(first),
        "extmap" => {
            let (id, direction) = first.split_once('/').unwrap_or((first, "sendrecv"));
            let direction = matches!(direction, "sendrecv" | "sendonly" | "recvonly" | "inactive");
            number::<u16>(id).is_some() && direction && second.is_some_and(|uri| !uri.is_empty())
        }
        "msid" => is_token(first) && second.is_none_or(is_token),
        "rid" => is_token(first) && matches!(second, Some("send" | "recv")),
        // Its drafts had a space before the value.
        "simulcast" => {
            let mut words = value.split_ascii_whitespace();
            matches!(words.next(), Some("send" | "recv")) && words.next().is_some()
        }
        _ => true,
    }
}

/// `ice-option-tag` is made of ice-char; some tags in use have other letters.
fn is_ice_option_char(byte: u8) -> bool {
    byte.is_ascii_graphic()
}
