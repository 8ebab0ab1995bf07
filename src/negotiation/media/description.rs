//! What an m-section of audio or video says.

use std::collections::HashMap;
use std::sync::Arc;

use crate::sdp::{MediaSection, SessionDescription};

use super::parameters::MAX_FMTP;
use super::payload_types::assigned;
use super::simulcast::{Rid, Simulcast};
use super::{Codec, Direction, Extension, MediaKind};

/// The most that is read of an m-section, of each; what comes after is left out.
const MAX_MSIDS: usize = 64;
const MAX_EXTENSIONS: usize = 256;
const MAX_RIDS: usize = 64;
const MAX_SSRCS: usize = 128;
const MAX_FEEDBACK: usize = 32;

/// One a=msid line (RFC 8830). The stream of no stream is `-`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Msid {
    pub(crate) stream: String,
    pub(crate) track: Option<String>,
}

impl Msid {
    /// The stream that stands for none.
    pub(crate) const NO_STREAM: &str = "-";

    fn parse(value: &str) -> Option<Self> {
        let mut words = value.split_ascii_whitespace();
        Some(Self {
            stream: words.next()?.to_owned(),
            track: words.next().map(str::to_owned),
        })
    }

    pub(super) fn to_value(&self) -> String {
        match &self.track {
            Some(track) => format!("{} {track}", self.stream),
            None => self.stream.clone(),
        }
    }
}

/// One a=ssrc-group line (RFC 5576): `FID` joins a stream and its retransmissions, `FEC-FR` a stream and its repair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SsrcGroup {
    pub(crate) semantics: String,
    pub(crate) ssrcs: Vec<u32>,
}

/// What an m-section of audio or video says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MediaDescription {
    pub(crate) kind: MediaKind,
    /// Absent: sendrecv, or that of the session part.
    pub(crate) direction: Direction,
    /// In the order of the m-line; formats without a known mapping are left out. Names that we do not know are here. Most
    /// sections of a description say the same, and have one list.
    pub(crate) codecs: Arc<Vec<Codec>>,
    pub(crate) extensions: Vec<Extension>,
    pub(crate) extmap_allow_mixed: bool,
    pub(crate) msids: Vec<Msid>,
    pub(crate) rids: Vec<Rid>,
    pub(crate) simulcast: Option<Simulcast>,
    pub(crate) rtcp_mux: bool,
    pub(crate) rtcp_mux_only: bool,
    pub(crate) rtcp_rsize: bool,
    pub(crate) cname: Option<String>,
    /// In their order, each once: the first is that of the stream, or of its first encoding.
    pub(crate) ssrcs: Vec<u32>,
    pub(crate) ssrc_groups: Vec<SsrcGroup>,
    /// a=ptime and a=maxptime, in milliseconds.
    pub(crate) ptime: Option<u32>,
    pub(crate) maxptime: Option<u32>,
    /// The limit of b=TIAS or b=AS in bits per second (RFC 9429 section 5.10).
    pub(crate) bandwidth: Option<u64>,
}

impl MediaDescription {
    /// Says nothing but its kind and direction.
    pub(crate) fn new(kind: MediaKind, direction: Direction) -> Self {
        Self {
            kind,
            direction,
            codecs: Arc::default(),
            extensions: Vec::new(),
            extmap_allow_mixed: false,
            msids: Vec::new(),
            rids: Vec::new(),
            simulcast: None,
            rtcp_mux: false,
            rtcp_mux_only: false,
            rtcp_rsize: false,
            cname: None,
            ssrcs: Vec::new(),
            ssrc_groups: Vec::new(),
            ptime: None,
            maxptime: None,
            bandwidth: None,
        }
    }

    /// Reads every m-section, also rejected ones; those are absent that are not of audio or video over RTP. What is not
    /// understood is left out.
    pub(crate) fn read_all(sdp: &SessionDescription) -> Vec<Option<Self>> {
        let session = SessionPart::read(sdp);
        let mut latest: HashMap<MediaKind, Arc<Vec<Codec>>> = HashMap::new();
        let read = |section| {
            let mut media = Self::read_section(&session, section)?;
            let latest = latest.entry(media.kind).or_default();
            match *latest == media.codecs {
                true => media.codecs = Arc::clone(latest),
                false => *latest = Arc::clone(&media.codecs),
            }
            Some(media)
        };
        sdp.media.iter().map(read).collect()
    }

    /// Reads one of them.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn read(sdp: &SessionDescription, index: usize) -> Option<Self> {
        Self::read_section(&SessionPart::read(sdp), sdp.media.get(index)?)
    }

    fn read_section(session: &SessionPart, section: &MediaSection) -> Option<Self> {
        let kind = MediaKind::parse(&section.m_line().media).filter(|_| section.is_rtp())?;
        let mut media = Self::new(kind, session.direction);
        media.extmap_allow_mixed = session.extmap_allow_mixed;
        let mut formats = Formats::default();
        let mut ssrc_msids = Vec::new();
        for line in section.lines.iter() {
            match line.kind {
                'a' => {
                    let (name, value) = line.attribute().unwrap_or_default();
                    if !formats.read(name, value) && !media.read_ssrc(name, value, &mut ssrc_msids)
                    {
                        media.read_attribute(name, value);
                    }
                }
                'b' => media.read_bandwidth(&line.value),
                _ => {}
            }
        }
        if media.msids.is_empty() {
            media.msids = ssrc_msids;
        }
        media.codecs = Arc::new(formats.codecs(kind, section));
        media.discard_rids(section);
        Some(media)
    }

    /// The formats of an m-line.
    pub(crate) fn formats(&self) -> Vec<String> {
        self.codecs
            .iter()
            .map(|codec| codec.payload_type.to_string())
            .collect()
    }

    /// The codec of a payload type.
    #[cfg(test)]
    pub(crate) fn codec(&self, payload_type: u8) -> Option<&Codec> {
        self.codecs
            .iter()
            .find(|codec| codec.payload_type == payload_type)
    }

    /// RFC 8851 section 6.2.2: rids that are not unique are discarded, and payload types that the m-line does not have.
    fn discard_rids(&mut self, section: &MediaSection) {
        let all = std::mem::take(&mut self.rids);
        let numbers = payload_types(section);
        let unique = |id: &str| all.iter().filter(|rid| rid.id == id).count() == 1;
        self.rids = all
            .iter()
            .filter(|rid| unique(&rid.id))
            .filter_map(|rid| rid.restricted_to(&numbers))
            .collect();
        if let Some(simulcast) = self.simulcast.take() {
            self.simulcast = simulcast.of_rids(&self.rids);
        }
    }

    fn read_attribute(&mut self, name: &str, value: &str) {
        match name {
            "extmap" => self.read_extension(value),
            "extmap-allow-mixed" => self.extmap_allow_mixed = true,
            "msid" => push(&mut self.msids, Msid::parse(value), MAX_MSIDS),
            "rid" => push(&mut self.rids, Rid::parse(value), MAX_RIDS),
            "simulcast" if self.simulcast.is_none() => self.simulcast = Simulcast::parse(value),
            "rtcp-mux" => self.rtcp_mux = true,
            "rtcp-mux-only" => self.rtcp_mux_only = true,
            "rtcp-rsize" => self.rtcp_rsize = true,
            "ptime" => self.ptime = self.ptime.or_else(|| milliseconds(value)),
            "maxptime" => self.maxptime = self.maxptime.or_else(|| milliseconds(value)),
            _ => {
                if let Some(direction) = Direction::parse(name) {
                    self.direction = direction;
                }
            }
        }
    }

    /// Of two lines with one id or one URI the first counts.
    fn read_extension(&mut self, value: &str) {
        let extension = Extension::parse(value).filter(|extension| {
            extension.has_valid_id()
                && !self
                    .extensions
                    .iter()
                    .any(|known| known.id == extension.id || known.uri == extension.uri)
        });
        push(&mut self.extensions, extension, MAX_EXTENSIONS);
    }

    /// a=ssrc and a=ssrc-group (RFC 5576). Before a=msid there was `a=ssrc:… msid:`.
    fn read_ssrc(&mut self, name: &str, value: &str, msids: &mut Vec<Msid>) -> bool {
        match name {
            "ssrc" => {
                let (ssrc, attribute) = value.split_once(' ').unwrap_or((value, ""));
                let Ok(ssrc) = ssrc.parse() else { return true };
                let new = Some(ssrc).filter(|ssrc| !self.ssrcs.contains(ssrc));
                push(&mut self.ssrcs, new, MAX_SSRCS);
                match attribute.split_once(':') {
                    Some(("cname", cname)) if self.cname.is_none() => {
                        self.cname = Some(cname.to_owned());
                    }
                    Some(("msid", msid)) => {
                        let msid = Msid::parse(msid).filter(|msid| !msids.contains(msid));
                        push(msids, msid, MAX_MSIDS);
                    }
                    _ => {}
                }
            }
            "ssrc-group" => {
                let mut words = value.split_ascii_whitespace();
                let semantics = words.next().unwrap_or_default().to_owned();
                let ssrcs = words
                    .take(MAX_SSRCS)
                    .map(|word| word.parse().ok())
                    .collect();
                let group = Option::<Vec<u32>>::map(ssrcs, |ssrcs| SsrcGroup { semantics, ssrcs });
                push(&mut self.ssrc_groups, group, MAX_SSRCS);
            }
            _ => return false,
        }
        true
    }

    /// RFC 9429 section 5.10: TIAS counts before AS, from which the overhead of packets is taken.
    fn read_bandwidth(&mut self, value: &str) {
        match value.split_once(':') {
            Some(("TIAS", limit)) => {
                self.bandwidth = limit.trim().parse().ok().or(self.bandwidth);
            }
            Some(("AS", limit)) if self.bandwidth.is_none() => {
                self.bandwidth = limit.trim().parse().ok().map(|kilobits: u64| {
                    (kilobits.saturating_mul(950)).saturating_sub(50 * 40 * 8)
                });
            }
            _ => {}
        }
    }
}

/// Adds to a list of bounded length.
fn push<T>(list: &mut Vec<T>, item: Option<T>, most: usize) {
    list.extend(item.filter(|_| list.len() < most));
}

/// What the session part says for m-sections that do not.
struct SessionPart {
    direction: Direction,
    extmap_allow_mixed: bool,
}

impl SessionPart {
    fn read(sdp: &SessionDescription) -> Self {
        let lines = sdp.session.iter();
        let directions = lines.filter_map(|line| Direction::parse(line.attribute()?.0));
        Self {
            direction: directions.last().unwrap_or(Direction::Sendrecv),
            extmap_allow_mixed: sdp.session.has_attribute("extmap-allow-mixed"),
        }
    }
}

/// A whole number of milliseconds; some write a fraction.
fn milliseconds(value: &str) -> Option<u32> {
    let value: f64 = value.trim().parse().ok()?;
    (1.0..=10_000.0).contains(&value).then_some(value as u32)
}

/// The attributes of payload types.
#[derive(Default)]
struct Formats<'a> {
    rtpmap: Vec<(u8, &'a str)>,
    fmtp: Vec<(u8, &'a str)>,
    /// No payload type: for all of them.
    feedback: Vec<(Option<u8>, Vec<&'a str>)>,
}

impl<'a> Formats<'a> {
    /// Whether the attribute was one of payload types.
    fn read(&mut self, name: &str, value: &'a str) -> bool {
        let Some((format, rest)) = value.trim_start().split_once(' ') else {
            return matches!(name, "rtpmap" | "fmtp" | "rtcp-fb");
        };
        let payload_type = payload_type(format);
        let rest = rest.trim();
        match (name, payload_type) {
            ("rtpmap", Some(payload_type)) => add(&mut self.rtpmap, payload_type, rest),
            ("fmtp", Some(payload_type)) => add(&mut self.fmtp, payload_type, rest),
            ("rtcp-fb", _) if payload_type.is_some() || format == "*" => {
                self.add_feedback(payload_type, rest);
            }
            ("rtpmap" | "fmtp" | "rtcp-fb", _) => {}
            _ => return false,
        }
        true
    }

    fn add_feedback(&mut self, of: Option<u8>, value: &'a str) {
        let at = self.feedback.iter().position(|(known, _)| *known == of);
        let at = at.unwrap_or_else(|| {
            self.feedback.push((of, Vec::new()));
            self.feedback.len() - 1
        });
        let values = &mut self.feedback[at].1;
        let new = Some(value).filter(|value| !values.contains(value));
        push(values, new, MAX_FEEDBACK);
    }

    /// What is said of one payload type, then what is said of all.
    fn feedback(&self, payload_type: u8) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for of in [Some(payload_type), None] {
            let values = self.feedback.iter().filter(|(known, _)| *known == of);
            for value in values.flat_map(|(_, values)| values) {
                if !found.iter().any(|known| known == value) {
                    found.push((*value).to_owned());
                }
            }
        }
        found
    }

    fn codecs(&self, kind: MediaKind, section: &MediaSection) -> Vec<Codec> {
        let numbers = payload_types(section);
        let codecs = numbers.iter().map(|number| self.codec(kind, *number));
        codecs.flatten().collect()
    }

    fn codec(&self, kind: MediaKind, payload_type: u8) -> Option<Codec> {
        let (name, clock_rate, channels) = match find(&self.rtpmap, payload_type) {
            Some(rtpmap) => parse_rtpmap(rtpmap)?,
            None => {
                let (name, clock_rate) = assigned(kind, payload_type)?;
                (name, clock_rate, None)
            }
        };
        let fmtp = find(&self.fmtp, payload_type);
        if fmtp.is_some_and(|fmtp| fmtp.len() > MAX_FMTP) {
            return None;
        }
        Some(Codec {
            payload_type,
            mime_type: format!("{}/{name}", kind.as_str()),
            clock_rate,
            channels: match kind {
                MediaKind::Audio => Some(channels.unwrap_or(1)),
                MediaKind::Video => None,
            },
            sdp_fmtp_line: fmtp.map(str::to_owned),
            rtcp_feedback: self.feedback(payload_type),
        })
    }
}

/// The first line of a payload type counts, so that there are no more than 128.
fn add<'a>(lines: &mut Vec<(u8, &'a str)>, payload_type: u8, value: &'a str) {
    if find(lines, payload_type).is_none() {
        lines.push((payload_type, value));
    }
}

fn find<'a>(lines: &[(u8, &'a str)], payload_type: u8) -> Option<&'a str> {
    lines
        .iter()
        .find(|(of, _)| *of == payload_type)
        .map(|(_, value)| *value)
}

/// A payload type has seven bits (RFC 3550 section 5.1).
pub(super) fn payload_type(text: &str) -> Option<u8> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|number| digits && *number < 128)
}

/// The payload types of an m-line in their order, each once.
pub(super) fn payload_types(section: &MediaSection) -> Vec<u8> {
    let mut seen = [false; 128];
    let formats = section.m_line().fmts.iter();
    formats
        .filter_map(|format| payload_type(format))
        .filter(|number| !std::mem::replace(&mut seen[usize::from(*number)], true))
        .collect()
}

/// `<encoding name>/<clock rate>[/<channels>]`.
pub(super) fn parse_rtpmap(value: &str) -> Option<(&str, u32, Option<u16>)> {
    let mut words = value.split('/');
    let name = words.next().filter(|name| !name.is_empty())?;
    let clock_rate = words.next()?.trim().parse().ok().filter(|rate| *rate > 0)?;
    let channels = match words.next() {
        Some(channels) => Some(channels.trim().parse().ok().filter(|count| *count > 0)?),
        None => None,
    };
    Some((name, clock_rate, channels))
}
