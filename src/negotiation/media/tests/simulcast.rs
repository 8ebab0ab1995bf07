//! Simulcast and rids, as in web-platform-tests' webrtc/simulcast.

use super::*;
use crate::negotiation::media::simulcast::is_rid;

fn video(rids: &[&str]) -> Side {
    let mut side = Side::of(MediaKind::Video);
    side.transceiver.sender.send_encodings = rids
        .iter()
        .map(|rid| Encoding {
            rid: Some((*rid).to_owned()),
            ..Encoding::default()
        })
        .collect();
    side
}

fn offered(lines: &str) -> MediaDescription {
    media(&format!(
        "m=video 9 UDP/TLS/RTP/SAVPF 96\na=rtpmap:96 VP8/90000\n{lines}"
    ))
}

fn lines_of(media: &MediaDescription) -> Vec<String> {
    let text = written(media).0;
    text.lines()
        .filter_map(|line| line.strip_prefix("a="))
        .filter(|line| line.starts_with("rid:") || line.starts_with("simulcast:"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn an_offer_names_the_encodings() {
    let mut side = video(&["hi", "mid", "lo"]);
    let expected = [
        "rid:hi send",
        "rid:mid send",
        "rid:lo send",
        "simulcast:send hi;mid;lo",
    ];
    let offer = side.offer();
    assert_eq!(lines_of(&offer), expected);
    assert!(offer.ssrcs.is_empty() && offer.ssrc_groups.is_empty());
    // They stay the same whichever encodings are active.
    side.transceiver.sender.send_encodings[0].active = false;
    assert_eq!(lines_of(&side.offer()), expected);
    side.transceiver.direction = Direction::Recvonly;
    assert!(lines_of(&side.offer()).is_empty());
    // RFC 9429 section 5.2.1: one that has a rid keeps it, but is no simulcast.
    assert_eq!(lines_of(&video(&["one"]).offer()), ["rid:one send"]);
    assert!(lines_of(&Side::of(MediaKind::Video).offer()).is_empty());
}

#[test]
fn an_offer_to_receive_simulcast_is_taken_up() {
    let offer = offered(
        "a=rid:a recv\na=rid:b recv pt=96\na=rid:c recv\na=rid:d recv\na=simulcast:recv a;b,c;~d;a",
    );
    assert_eq!(
        proposed_send_rids(offer.simulcast.as_ref()),
        ["a", "b", "d"]
    );
    let answer = |rids: &[&str]| {
        let mut side = video(rids);
        let answer = side.answer(&offer).unwrap();
        (lines_of(&answer), side.negotiated().send_rids)
    };
    let (lines, agreed) = answer(&["a", "b", "d"]);
    assert_eq!(
        lines,
        [
            "rid:a send",
            "rid:b send",
            "rid:d send",
            "simulcast:send a;b;d"
        ]
    );
    let rid = |rid: &str, paused| (rid.to_owned(), paused);
    assert_eq!(
        agreed.unwrap(),
        [rid("a", false), rid("b", false), rid("d", true)]
    );
    let (lines, agreed) = answer(&["x", "b"]);
    assert_eq!(lines, ["rid:b send", "simulcast:send b"]);
    assert_eq!(agreed.unwrap(), [rid("b", false)]);
    let (lines, agreed) = answer(&["x"]);
    assert!(lines.is_empty() && agreed.is_none());
    let mut receiving = video(&["a", "b"]);
    receiving.transceiver.direction = Direction::Recvonly;
    assert!(lines_of(&receiving.answer(&offer).unwrap()).is_empty());
}

#[test]
fn an_offer_to_send_simulcast_is_received_as_one_stream() {
    let offer = video(&["hi", "lo"]).offer();
    let answer = Side::of(MediaKind::Video).answer(&offer).unwrap();
    assert!(lines_of(&answer).is_empty());
    assert_eq!(answer.direction, Direction::Sendrecv);
    // Also if we would send rids of these names.
    let answer = video(&["hi", "lo"]).answer(&offer).unwrap();
    assert!(lines_of(&answer).is_empty());
}

#[test]
fn an_answer_takes_encodings_away() {
    let mut side = video(&["hi", "mid", "lo"]);
    let offer = side.offer();
    let agreed = |lines: &str| {
        let answer = offered(lines);
        Negotiated::new(&offer, &answer)
            .send_rids
            .map(|rids| rids.into_iter().map(|(rid, _)| rid).collect::<Vec<_>>())
    };
    assert_eq!(
        agreed("a=rid:lo recv\na=rid:hi recv\na=simulcast:recv hi;lo").unwrap(),
        ["hi", "lo"]
    );
    assert_eq!(
        agreed("a=rid:hi recv\na=rid:x recv\na=simulcast:recv hi;x").unwrap(),
        ["hi"]
    );
    assert_eq!(agreed("a=rid:hi recv"), None);
    assert_eq!(agreed(""), None);
    assert_eq!(agreed("a=rid:hi send\na=simulcast:send hi"), None);
}

#[test]
fn rids_and_simulcast_are_read_and_written() {
    for value in [
        "1 send",
        "a-b_c recv",
        "1 recv pt=96,97;max-width=1280;max-fps=30",
        "1 send depend=2;flag",
    ] {
        let rid = Rid::parse(value).unwrap();
        assert_eq!(rid.to_value(), value);
    }
    for value in ["", "1", "1 both", "a.b send", "é send", " send"] {
        assert_eq!(Rid::parse(value), None, "{value:?}");
    }
    for (value, read) in [
        ("send 1;2,3;~4 recv 5", "send 1;2,3;~4 recv 5"),
        ("recv 5 send 1", "send 1 recv 5"),
        (" send rid=1;2 recv rid=3", "send 1;2 recv 3"),
    ] {
        assert_eq!(Simulcast::parse(value).unwrap().to_value(), read);
    }
    for value in [
        "",
        "send",
        "send pt=96;97",
        "send 1 send 2",
        "send 1;;2",
        "both 1",
        "send 1 recv",
    ] {
        assert_eq!(Simulcast::parse(value), None, "{value:?}");
    }
    assert!(is_rid("a") && is_rid(&"a".repeat(255)) && is_rid("A-_9"));
    assert!(!is_rid("") && !is_rid(&"a".repeat(256)) && !is_rid("a b") && !is_rid("a~"));
    assert!(is_rtp_stream_id("aZ9") && !is_rtp_stream_id("a-b") && !is_rtp_stream_id("a_b"));
}

#[test]
fn rids_that_rfc_8851_discards_are_left_out() {
    let read = offered(
        "a=rid:a recv
        a=rid:twice recv
        a=rid:twice send
        a=rid:b recv pt=96,97
        a=rid:c recv pt=97
        a=rid:d send
        a=simulcast:recv a;twice,b;c;d",
    );
    let lines = lines_of(&read);
    assert_eq!(
        lines,
        [
            "rid:a recv",
            "rid:b recv pt=96",
            "rid:d send",
            "simulcast:recv a;b"
        ]
    );
    assert_eq!(read.rids[1].payload_types(), Some(vec![96]));
    assert_eq!(read.rids[0].payload_types(), None);
}
