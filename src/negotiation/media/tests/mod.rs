//! Scenarios: what transceivers offer and answer, also to what browsers said.

mod browsers;
mod checks;
mod codecs;
mod extensions;
mod simulcast;

use std::fs;
use std::ops::Range;
use std::path::Path;

use crate::sdp::{MLine, MediaSection, SdpError, SessionDescription};

use super::super::{NegotiationState, Source, StreamIdentity, Transceiver};
use super::simulcast::{Rid, Simulcast};
use super::*;

const SESSION: &str = "v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";
const CNAME: &str = "cname of ours";

/// A new transceiver as `addTransceiver` makes it.
fn transceiver(kind: MediaKind) -> Transceiver {
    let mut state = NegotiationState::default();
    let made = state.create_transceiver(
        kind,
        Direction::Sendrecv,
        "track".to_owned(),
        vec![Encoding::default()],
    );
    made.sender.stream_ids = vec!["stream".to_owned()];
    made.sender.streams = vec![StreamIdentity {
        rid: None,
        ssrc: 1111,
        rtx_ssrc: 2222,
    }];
    made.clone()
}

fn parse(lines: &str) -> SessionDescription {
    let lines: String = lines
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| format!("{line}\r\n"))
        .collect();
    SessionDescription::parse(&format!("{SESSION}{lines}")).unwrap()
}

/// The checks of one m-section.
fn check_media(sdp: &SessionDescription, index: usize) -> Result<(), SdpError> {
    let media = MediaDescription::read(sdp, index);
    let section = sdp.media.get(index);
    section.map_or(Ok(()), |section| {
        super::check_media(section, media.as_ref())
    })
}

/// The checks of a BUNDLE group of these m-sections.
fn check_bundled(sdp: &SessionDescription, members: Range<usize>) -> Result<(), SdpError> {
    let media = MediaDescription::read_all(sdp);
    super::check_bundled(members.filter_map(|index| {
        let section = sdp.media.get(index)?;
        Some((section, media[index].as_ref()?))
    }))
}

/// The m-section that these lines are.
fn media(lines: &str) -> MediaDescription {
    MediaDescription::read(&parse(lines), 0).unwrap()
}

/// A description as it is after it was written and read.
fn written(media: &MediaDescription) -> (String, MediaDescription) {
    let (text, sdp) = write_alone(media);
    check_media(&sdp, 0).unwrap_or_else(|error| panic!("{error}\n{text}"));
    (text, MediaDescription::read(&sdp, 0).unwrap())
}

/// The same of what may contradict itself.
fn read_back(media: &MediaDescription) -> MediaDescription {
    MediaDescription::read(&write_alone(media).1, 0).unwrap()
}

fn write_alone(media: &MediaDescription) -> (String, SessionDescription) {
    let m_line = MLine {
        media: media.kind.as_str().to_owned(),
        port: 9,
        port_count: None,
        proto: "UDP/TLS/RTP/SAVPF".to_owned(),
        fmts: media.formats(),
    };
    let mut section = MediaSection::new(m_line);
    write(&mut section, media);
    let text = format!("{SESSION}{section}");
    let sdp = SessionDescription::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    (section.to_string(), sdp)
}

/// One side of an exchange about one m-section.
struct Side {
    transceiver: Transceiver,
    numbers: Numbers,
    local: Option<MediaDescription>,
    remote: Option<MediaDescription>,
    answer: Source,
}

impl Side {
    fn new(transceiver: Transceiver) -> Self {
        Self {
            transceiver,
            numbers: Numbers::default(),
            local: None,
            remote: None,
            answer: Source::Local,
        }
    }

    fn of(kind: MediaKind) -> Self {
        Self::new(transceiver(kind))
    }

    fn offer(&mut self) -> MediaDescription {
        let previous = self.local.as_ref().zip(self.remote.as_ref());
        let previous = previous.map(|(local, remote)| Previous {
            local,
            remote,
            answer: self.answer,
        });
        let offer = offer_media(&self.transceiver, previous, &mut self.numbers, CNAME);
        let (_, read) = written(&offer);
        assert_eq!(read, offer);
        offer
    }

    fn answer(&mut self, offer: &MediaDescription) -> Option<MediaDescription> {
        let answer = answer_media(&self.transceiver, offer, &mut self.numbers, CNAME)?;
        let (_, read) = written(&answer);
        assert_eq!(read, answer);
        self.local = Some(answer.clone());
        self.remote = Some(offer.clone());
        self.answer = Source::Local;
        Some(answer)
    }

    fn answered(&mut self, offer: &MediaDescription, answer: &MediaDescription) {
        self.local = Some(offer.clone());
        self.remote = Some(answer.clone());
        self.answer = Source::Remote;
    }

    fn negotiated(&self) -> Negotiated {
        Negotiated::new(self.local.as_ref().unwrap(), self.remote.as_ref().unwrap())
    }
}

/// An offer of one side and the other's answer.
fn negotiate(a: &mut Side, b: &mut Side) -> (MediaDescription, MediaDescription) {
    let offer = a.offer();
    let answer = b.answer(&offer).expect("there is a common format");
    a.answered(&offer, &answer);
    (offer, answer)
}

/// `96 VP8`, `97 rtx apt=96`, …
fn names(codecs: &[Codec]) -> Vec<String> {
    codecs
        .iter()
        .map(|codec| {
            let fmtp = codec.sdp_fmtp_line.as_deref().unwrap_or_default();
            format!("{} {} {fmtp}", codec.payload_type, codec.name())
                .trim()
                .to_owned()
        })
        .collect()
}

fn codec_names(codecs: &[Codec]) -> Vec<&str> {
    codecs.iter().map(Codec::name).collect()
}

/// Every description of tests/fixtures/sdp with its name.
fn fixtures() -> Vec<(String, SessionDescription)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sdp");
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sdp"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(path).unwrap();
            (name, SessionDescription::parse(&text).unwrap())
        })
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(found.len() >= 24, "the fixtures are missing");
    found
}

fn fixture(name: &str) -> SessionDescription {
    let mut all = fixtures().into_iter();
    all.find(|(found, _)| found == name).unwrap().1
}

#[test]
fn directions_reverse_and_intersect() {
    use Direction::{Inactive, Recvonly, Sendonly, Sendrecv};
    for direction in [Sendrecv, Sendonly, Recvonly, Inactive] {
        assert_eq!(Direction::parse(direction.as_str()), Some(direction));
        assert_eq!(direction.reversed().reversed(), direction);
        assert_eq!(direction.intersection(Sendrecv), direction);
        assert_eq!(direction.intersection(Inactive), Inactive);
    }
    assert_eq!(Sendonly.reversed(), Recvonly);
    assert_eq!(Sendonly.intersection(Recvonly), Inactive);
    assert_eq!(Direction::parse("stopped"), None);
}
