//! RTP header extensions to negotiate.

use super::*;

const MID: &str = "urn:ietf:params:rtp-hdrext:sdes:mid";
const LEVEL: &str = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
const CSRC_LEVEL: &str = "urn:ietf:params:rtp-hdrext:csrc-audio-level";

fn set(transceiver: &mut Transceiver, uri: &str, direction: Option<Direction>) {
    let list = transceiver.header_extensions_to_negotiate.iter_mut();
    list.filter(|extension| extension.uri == uri)
        .for_each(|extension| extension.direction = direction);
}

fn find<'a>(media: &'a MediaDescription, uri: &str) -> Option<&'a Extension> {
    media
        .extensions
        .iter()
        .find(|extension| extension.uri == uri)
}

fn audio(extensions: &str) -> MediaDescription {
    media(&format!("m=audio 9 UDP/TLS/RTP/SAVPF 0\n{extensions}"))
}

#[test]
fn the_second_transceiver_has_the_extensions_of_the_first() {
    let mut state = NegotiationState::default();
    let make = |state: &mut NegotiationState, kind| {
        let made = state.create_transceiver(kind, Direction::Sendrecv, "t".into(), vec![]);
        made.header_extensions_to_negotiate.clone()
    };
    let first = make(&mut state, MediaKind::Audio);
    assert_eq!(first, capabilities(MediaKind::Audio).header_extensions);
    set(&mut state.transceivers[0], LEVEL, None);
    let second = make(&mut state, MediaKind::Audio);
    assert_eq!(second, state.transceivers[0].header_extensions_to_negotiate);
    assert_ne!(second, first);
    state.transceivers[0].stopping = true;
    state.transceivers[1].stopping = true;
    assert_eq!(make(&mut state, MediaKind::Audio), first);
    assert_eq!(
        make(&mut state, MediaKind::Video),
        capabilities(MediaKind::Video).header_extensions
    );
}

#[test]
fn what_is_stopped_is_not_offered() {
    let mut side = Side::of(MediaKind::Audio);
    assert!(find(&side.offer(), LEVEL).is_some());
    assert!(find(&side.offer(), CSRC_LEVEL).is_none());
    set(&mut side.transceiver, LEVEL, None);
    set(&mut side.transceiver, CSRC_LEVEL, Some(Direction::Recvonly));
    let offer = side.offer();
    assert!(find(&offer, LEVEL).is_none());
    assert_eq!(
        find(&offer, CSRC_LEVEL).unwrap().direction,
        Direction::Recvonly
    );
    assert!(
        written(&offer)
            .0
            .contains(&format!("/recvonly {CSRC_LEVEL}"))
    );
}

#[test]
fn an_answer_does_not_exceed_the_offer() {
    use Direction::{Inactive, Recvonly, Sendonly, Sendrecv};
    for (offered, wanted, answered) in [
        (Sendrecv, Some(Sendrecv), Some(Sendrecv)),
        (Sendonly, Some(Sendrecv), Some(Recvonly)),
        (Recvonly, Some(Sendrecv), Some(Sendonly)),
        (Sendrecv, Some(Sendonly), Some(Sendonly)),
        (Sendonly, Some(Sendonly), None),
        (Inactive, Some(Sendrecv), None),
        (Sendrecv, None, None),
    ] {
        let offer = audio(&format!("a=extmap:7/{} {LEVEL}", offered.as_str()));
        let mut side = Side::of(MediaKind::Audio);
        set(&mut side.transceiver, LEVEL, wanted);
        let answer = side.answer(&offer).unwrap();
        let found = find(&answer, LEVEL).map(|extension| (extension.id, extension.direction));
        assert_eq!(
            found,
            answered.map(|direction| (7, direction)),
            "{offered:?} {wanted:?}"
        );
        let negotiated = side.negotiated().extensions;
        assert_eq!(negotiated, answer.extensions);
    }
}

#[test]
fn what_was_left_out_of_an_answer_is_stopped() {
    let mut side = Side::of(MediaKind::Audio);
    let offer = side.offer();
    let mid = find(&offer, MID).unwrap().id;
    let level = find(&offer, LEVEL).unwrap().id;
    let answer = audio(&format!(
        "a=extmap:{mid} {MID}\na=extmap:{level}/sendonly {LEVEL}"
    ));
    side.answered(&offer, &answer);
    let to_negotiate = &side.transceiver.header_extensions_to_negotiate;
    let after = header_extensions_after_answer(to_negotiate, &side.negotiated().extensions);
    assert_eq!(after.len(), to_negotiate.len());
    for extension in after {
        let direction = match extension.uri.as_str() {
            MID => Some(Direction::Sendrecv),
            LEVEL => Some(Direction::Recvonly),
            _ => None,
        };
        assert_eq!(extension.direction, direction, "{}", extension.uri);
    }
}

#[test]
fn ids_of_the_other_side_are_taken_over() {
    let mut side = Side::of(MediaKind::Audio);
    assert_eq!(find(&side.offer(), LEVEL).unwrap().id, 1);
    let offer = audio(&format!("a=extmap:1 {MID}\na=extmap:9 {LEVEL}"));
    side.answer(&offer).unwrap();
    let mut another = Side::of(MediaKind::Audio);
    another.numbers = side.numbers.clone();
    for later in [side.offer(), another.offer()] {
        assert_eq!(find(&later, MID).unwrap().id, 1);
        assert_eq!(find(&later, LEVEL).unwrap().id, 9);
        let mut ids: Vec<u16> = later
            .extensions
            .iter()
            .map(|extension| extension.id)
            .collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), later.extensions.len());
        assert!(ids.iter().all(|id| (1..=14).contains(id)));
    }
}

#[test]
fn ids_of_two_bytes_and_provisional_ones_are_understood() {
    let offer = audio(&format!(
        "a=extmap:20 {MID}\na=extmap:4100 {LEVEL}\na=extmap:1 unknown"
    ));
    let mut side = Side::of(MediaKind::Audio);
    let answer = side.answer(&offer).unwrap();
    assert_eq!(find(&answer, MID).unwrap().id, 20);
    // RFC 8285 section 5: the answer picks an id that the offer does not use.
    assert_eq!(find(&answer, LEVEL).unwrap().id, 2);
    assert_eq!(find(&side.offer(), LEVEL).unwrap().id, 2);
    let ids: Vec<u16> = side
        .negotiated()
        .extensions
        .iter()
        .map(|extension| extension.id)
        .collect();
    assert_eq!(ids, [20, 2]);
}

#[test]
fn lines_are_read_as_rfc_8285_says() {
    for (value, read) in [
        ("1 u", Some((1, "u", "sendrecv"))),
        ("1/sendonly u", Some((1, "u", "sendonly"))),
        (
            "6 urn:ietf:params:rtp-hdrext:ssrc-audio-level vad=on",
            Some((6, LEVEL, "sendrecv")),
        ),
        (
            "4 urn:ietf:params:rtp-hdrext:encrypt u",
            Some((4, "urn:ietf:params:rtp-hdrext:encrypt u", "sendrecv")),
        ),
        ("1/both u", None),
        ("+1 u", None),
        ("65536 u", None),
        ("1", None),
        ("", None),
    ] {
        let extension = Extension::parse(value);
        let found = extension.as_ref().map(|extension| {
            (
                extension.id,
                extension.uri.as_str(),
                extension.direction.as_str(),
            )
        });
        assert_eq!(found, read, "{value}");
    }
    let read = audio("a=extmap:0 a\na=extmap:256 b\na=extmap:5 c\na=extmap:5 d\na=extmap:6 c");
    assert_eq!(read.extensions.len(), 1);
}
