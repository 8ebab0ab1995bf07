//! What the fuzz targets call (see `fuzz/`). Each takes arbitrary bytes and panics if something is wrong.

mod calls;

use std::time::{Duration, Instant};

pub use calls::calls;

use crate::api::configuration::RTCIceServer;
use crate::api::ice_server_url;
use crate::api::identity::assertion::{self, DescriptionIdentity};
use crate::api::identity::name::{self, Identity};
use crate::negotiation::media::{self, Direction, Encoding, MediaDescription, MediaKind};
use crate::negotiation::{NegotiationState, OfferOptions, SdpType, Source};
use crate::random::SeededRandom;
use crate::sdp::candidate::CandidateAttribute;
use crate::sdp::{Fingerprint, MLine, MediaSection, SessionDescription};
use crate::session::adversary;
use crate::transport::sctp::{ChannelKey, ChannelParameters, Channels, DEFAULT_MTU, SctpConfig};
use crate::transport::stun::Message;

/// SDP: what is read is written back byte for byte, and the typed views hold.
pub fn sdp(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(sdp) = SessionDescription::parse(text) else {
        return;
    };
    assert_eq!(sdp.to_string(), text);
    for (index, section) in sdp.media.iter().enumerate() {
        let _ = (section.m_line(), section.mid());
        let _ = (section.sctp_port(), section.max_message_size());
        let _ = (sdp.fingerprints(index), sdp.setup(index));
        let media = MediaDescription::read(&sdp, index);
        let _ = media::check_media(section, media.as_ref());
        if let Some(media) = &media {
            media_round_trip(media);
        }
        for candidate in section.candidates() {
            candidate_round_trip(&candidate);
        }
    }
    let mut side = Side::new(1);
    side.set_remote(SdpType::Offer, text);
    let _ = side.state.create_answer(&mut side.random);
}

/// Media: what is written of an m-section means what was read.
fn media_round_trip(media: &MediaDescription) {
    if media.codecs.is_empty() {
        return;
    }
    let m_line = MLine {
        media: media.kind.as_str().to_owned(),
        port: 9,
        port_count: None,
        proto: "UDP/TLS/RTP/SAVPF".to_owned(),
        fmts: media.formats(),
    };
    let mut sdp = SessionDescription::default();
    let mut section = MediaSection::new(m_line);
    media::write(&mut section, media);
    sdp.media.push(section);
    let again = MediaDescription::read(&sdp, 0).expect("it is audio or video");
    assert_eq!(again.codecs, media.codecs);
    assert_eq!(again.extensions, media.extensions);
    assert_eq!(
        (again.rids, again.msids),
        (media.rids.clone(), media.msids.clone())
    );
    assert_eq!(again.simulcast, media.simulcast);
    assert_eq!(again.direction, media.direction);
}

/// `a=candidate`: what is written is read as the same.
pub fn candidate(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(candidate) = CandidateAttribute::parse(text) {
        candidate_round_trip(&candidate);
    }
}

fn candidate_round_trip(candidate: &CandidateAttribute) {
    let again = CandidateAttribute::parse(&candidate.to_string());
    assert_eq!(again.as_ref(), Ok(candidate));
}

/// STUN: every accessor of every message that is one.
pub fn stun(data: &[u8]) {
    let Some(message) = Message::parse(data) else {
        return;
    };
    let _ = (message.class(), message.method(), message.transaction_id());
    let _ = (message.username(), message.software(), message.priority());
    let _ = (message.mapped_address(), message.use_candidate());
    let _ = (message.ice_controlled(), message.ice_controlling());
    let _ = (message.error_code(), message.unknown_attributes());
    let _ = (message.not_understood(), message.verify_integrity(b"key"));
    let _ = message.verify_fingerprint();
    assert!(message.attributes().count() <= data.len() / 4);
}

/// The URL of an ICE server: the host is one that a resolver can be asked for.
pub fn ice_server_url(data: &[u8]) {
    let Ok(url) = std::str::from_utf8(data) else {
        return;
    };
    let server = RTCIceServer {
        username: Some("user".to_owned()),
        credential: Some("pass".to_owned()),
        ..RTCIceServer::default()
    };
    if let Ok(parsed) = ice_server_url::parse(url, &server) {
        assert!(!parsed.host.is_empty() && !parsed.host.contains('\0'));
    }
}

/// Two sides that negotiate, with descriptions that somebody edited on the way.
pub fn negotiation(data: &[u8]) {
    let mut script = data.split(|byte| *byte == b'\n');
    let mut sides = [Side::new(1), Side::new(2)];
    let mut texts: Vec<String> = Vec::new();
    for step in script.by_ref().take(64) {
        let Some((&action, rest)) = step.split_first() else {
            continue;
        };
        let side = &mut sides[usize::from(action & 1)];
        let kind = match action >> 1 & 3 {
            0 => SdpType::Offer,
            1 => SdpType::Pranswer,
            2 => SdpType::Answer,
            _ => SdpType::Rollback,
        };
        let pick = usize::from(action >> 3 & 3);
        match action >> 5 {
            0 => texts.extend(side.state.create_offer(
                &OfferOptions {
                    ice_restart: action & 2 == 2,
                },
                &mut side.random,
            )),
            1 => texts.extend(side.state.create_answer(&mut side.random)),
            2 => {
                if let Some(text) = texts.iter().rev().nth(pick) {
                    side.set_local(kind, text);
                }
            }
            3 | 4 => {
                if let Some(text) = texts.iter().rev().nth(pick) {
                    side.set_remote(kind, text);
                }
            }
            5 => {
                if let Some(text) = texts.iter().rev().nth(pick) {
                    let edited = edit(text, rest);
                    side.set_remote(kind, &edited);
                    texts.push(edited);
                }
            }
            6 => side.change(kind, pick),
            _ => side.add_candidate(&String::from_utf8_lossy(rest)),
        }
        let _ = side.state.is_negotiation_needed();
        let _ = side.state.can_trickle_ice_candidates();
        if texts.len() > 16 {
            texts.remove(0);
        }
    }
}

/// Takes out, doubles, swaps or replaces a line.
fn edit(text: &str, how: &[u8]) -> String {
    let mut lines: Vec<String> = text.split_inclusive("\r\n").map(str::to_owned).collect();
    let Some((&[action, at], rest)) = how.split_first_chunk() else {
        return text.to_owned();
    };
    if lines.is_empty() {
        return String::new();
    }
    let at = usize::from(at) % lines.len();
    let new = format!("{}\r\n", String::from_utf8_lossy(rest));
    match action % 6 {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines[at].clone()),
        2 => lines.insert(at, new),
        3 => lines[at] = new,
        4 => lines.swap(at, 0),
        // The whole last section once more.
        _ => {
            let last = lines.iter().rposition(|line| line.starts_with("m="));
            lines.extend_from_within(last.unwrap_or(at)..);
        }
    }
    lines.concat()
}

struct Side {
    state: NegotiationState,
    random: SeededRandom,
}

impl Side {
    fn new(seed: u64) -> Self {
        let fingerprint = format!("sha-256 {}", ["AB"; 32].join(":"));
        let mut state = NegotiationState::default();
        state.fingerprints.extend(Fingerprint::parse(&fingerprint));
        state.max_message_size = 262_144;
        state.data_channel_created = true;
        let random = SeededRandom(seed);
        Self { state, random }
    }

    fn set_local(&mut self, kind: SdpType, text: &str) {
        if let Ok(description) = self.state.check_local(kind, text) {
            let _ = self.state.apply(Source::Local, description);
        }
    }

    fn set_remote(&mut self, kind: SdpType, text: &str) {
        if let Ok(description) = self.state.check_remote(kind, text) {
            let _ = self.state.apply(Source::Remote, description);
        }
    }

    /// What an application does to transceivers: adds one, turns one, stops one.
    fn change(&mut self, what: SdpType, pick: usize) {
        let kind = [MediaKind::Audio, MediaKind::Video][pick & 1];
        let directions = [
            Direction::Sendrecv,
            Direction::Sendonly,
            Direction::Recvonly,
            Direction::Inactive,
        ];
        let count = self.state.transceivers.len();
        let picked = self.state.transceivers.get_mut(pick);
        match (what, picked) {
            (SdpType::Pranswer, Some(transceiver)) => {
                transceiver.direction = Direction::Inactive;
                transceiver.stopping = true;
            }
            (SdpType::Answer, Some(transceiver)) if !transceiver.stopping => {
                transceiver.direction = directions[pick];
            }
            _ if count < 8 => {
                let encodings = vec![Encoding::default()];
                let transceiver = self.state.create_transceiver(
                    kind,
                    Direction::Sendrecv,
                    "track".to_owned(),
                    encodings,
                );
                transceiver.added_by_add_track = what == SdpType::Offer;
            }
            _ => {}
        }
    }

    fn add_candidate(&mut self, text: &str) {
        let (mid, candidate) = text.split_once(' ').unwrap_or((text, ""));
        let candidate = CandidateAttribute::parse(candidate).ok();
        let _ = self
            .state
            .add_remote_candidate(Some(mid), None, None, candidate.as_ref());
        let _ = self
            .state
            .add_remote_candidate(None, Some(0), None, candidate.as_ref());
    }
}

/// SCTP packets of a peer that knows the association, and calls of the application.
pub fn channels(data: &[u8]) {
    #[expect(clippy::disallowed_methods, reason = "the origin of virtual time")]
    let mut now = Instant::now();
    let mut ends = [channel_end(now, true), channel_end(now, false)];
    ends.iter_mut().for_each(|end| end.start(now));
    // The last header that went to end 0: ports and verification tag.
    let mut header = exchange(&mut ends, now);
    let mut script = data;
    while let Some((&action, rest)) = script.split_first() {
        let (length, rest) = rest.split_first().map_or((0, rest), |(l, rest)| (*l, rest));
        let (body, rest) = rest.split_at(rest.len().min(usize::from(length)));
        script = rest;
        let key = ChannelKey(u64::from(action >> 5));
        match action % 8 {
            0..=3 => {
                let mut packet = header.clone();
                packet.extend_from_slice(body);
                packet[8..12].fill(0);
                let checksum = crc32c::crc32c(&packet);
                packet[8..12].copy_from_slice(&checksum.to_le_bytes());
                ends[0].handle_packet(now, &packet);
            }
            4 => ends[0].open(now, key, length.into(), parameters(length)),
            5 => ends[0].send(now, key, length & 1 == 1, body.to_vec()),
            6 => ends[0].close(now, key),
            _ => {
                now += Duration::from_millis(u64::from(length) * 4);
                ends.iter_mut().for_each(|end| end.handle_timeout(now));
            }
        }
        if action & 0x10 == 0 {
            let newer = exchange(&mut ends, now);
            if newer.iter().any(|byte| *byte != 0) {
                header = newer;
            }
        }
    }
    ends[0].shutdown(now);
}

fn channel_end(now: Instant, is_dtls_client: bool) -> Channels {
    let config = SctpConfig {
        local_port: 5000,
        remote_port: 5000,
        local_max_message_size: 100_000,
        max_channels: 65_535,
        is_dtls_client,
        mtu: DEFAULT_MTU,
        largest_mtu: DEFAULT_MTU,
    };
    let random = SeededRandom(2 + u64::from(is_dtls_client));
    Channels::new(now, config, Box::new(random), None)
}

/// Exchanges packets for a while, and returns the common header of the last one to end 0.
fn exchange(ends: &mut [Channels; 2], now: Instant) -> Vec<u8> {
    let mut header = vec![0; 12];
    for _ in 0..16 {
        for from in [0, 1] {
            while let Some(packet) = ends[from].poll_packet().map(<[u8]>::to_vec) {
                if from == 1 && packet.len() >= 12 {
                    header.copy_from_slice(&packet[..12]);
                }
                ends[1 - from].handle_packet(now, &packet);
            }
            while ends[from].poll_event().is_some() {}
        }
    }
    header
}

fn parameters(bits: u8) -> ChannelParameters {
    ChannelParameters {
        label: "l".repeat(bits.into()),
        protocol: String::new(),
        ordered: bits & 1 == 1,
        max_packet_life_time: (bits & 2 == 2).then_some(20),
        max_retransmits: (bits & 6 == 4).then_some(1),
        negotiated: bits & 8 == 8,
        priority: 256,
    }
}

/// A pair of sessions with an adversary between them.
pub fn session(data: &[u8]) {
    adversary::play(data);
}

/// Identities: an assertion that is read is written as the same, and names are equal to themselves or to nothing.
pub fn identity(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(result) = assertion::decode(text)
        && let Some(encoded) = assertion::encode(&result)
    {
        assert_eq!(assertion::decode(&encoded), Ok(result));
    }
    let _ = assertion::covered_by_contents(text);
    if let Some(description) = DescriptionIdentity::of(text) {
        let none = assertion::covered_by_contents(r#"{"fingerprint":[]}"#);
        let within = none.is_some_and(|none| description.is_within(&none));
        assert_eq!(within, description.has_no_fingerprint());
    }
    assert!(name::same_identity(text, text));
    if let Some(identity) = Identity::parse(text) {
        assert!(name::same_domain(identity.domain, identity.domain));
    }
    let _ = name::same_authority(text, text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn the_targets_take_what_is_right() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/sdp");
        let mut count = 0;
        for entry in std::fs::read_dir(folder).expect("the fixtures") {
            let entry = entry.expect("a readable entry");
            sdp(&std::fs::read(entry.path()).expect("a fixture"));
            count += 1;
        }
        assert!(count > 10);
        candidate(b"candidate:1 1 udp 1 10.0.0.1 9 typ host");
        ice_server_url(b"turn:example.org:3478?transport=udp");
        // Offer, set it here and there, answer, set it there and here.
        negotiation(b"\x00\n\x40\n\x61\n\x21\n\x45\n\x64");
    }

    #[test]
    fn the_targets_take_anything() {
        let mut random = SeededRandom(9);
        for length in 0..200 {
            let mut bytes = vec![0; length];
            random.fill(&mut bytes);
            for target in [sdp, candidate, stun, ice_server_url, negotiation, channels] {
                target(&bytes);
            }
        }
    }
}
