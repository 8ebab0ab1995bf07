//! Several encodings of one track (web-platform-tests: simulcast/negotiation-encodings, RTCRtpSender-setParameters and
//! RTCPeerConnection-setRemoteDescription-simulcast).

use super::*;
use crate::negotiation::media::max_encodings;

fn encodings(rids: &[&str]) -> Vec<Encoding> {
    let encoding = |rid: &&str| Encoding {
        rid: Some((*rid).to_owned()),
        ..Encoding::default()
    };
    rids.iter().map(encoding).collect()
}

fn rids(peer: &Peer) -> Vec<String> {
    let encodings = &peer.state.transceivers[0].sender.send_encodings;
    let rids = encodings.iter().map(|encoding| encoding.rid.clone());
    rids.map(Option::unwrap_or_default).collect()
}

/// A sends three encodings.
fn sender() -> Peer {
    let mut peer = Peer::new(1);
    peer.add(MediaKind::Video, Direction::Sendrecv, &["s"]);
    peer.state.transceivers[0].sender.send_encodings = encodings(&["q", "h", "f"]);
    peer
}

/// What a peer that receives simulcast makes of an answer of ours.
fn receiving(answer: &str, rids: &[&str]) -> String {
    let lines: String = rids
        .iter()
        .map(|rid| format!("a=rid:{rid} recv\r\n"))
        .collect();
    format!("{answer}{lines}a=simulcast:recv {}\r\n", rids.join(";"))
}

/// The answer to A's offer, not yet applied.
fn answered(a: &mut Peer, b: &mut Peer) -> String {
    let offer = a.create_offer();
    a.set_local(SdpType::Offer, &offer);
    b.set_remote(SdpType::Offer, &offer);
    let answer = b.create_answer();
    b.set_local(SdpType::Answer, &answer);
    answer
}

#[test]
fn an_offer_lists_the_encodings_and_no_ssrcs() {
    let mut a = sender();
    let offer = a.create_offer();
    for line in [
        "a=rid:q send\r\n",
        "a=rid:f send\r\n",
        "a=simulcast:send q;h;f\r\n",
    ] {
        assert!(offer.contains(line), "{offer}");
    }
    assert!(!offer.contains("a=ssrc"));
}

#[test]
fn an_answer_without_simulcast_leaves_the_first_encoding() {
    let (mut a, mut b) = (sender(), Peer::new(2));
    let answer = answered(&mut a, &mut b);
    assert!(!answer.contains("simulcast") && !answer.contains("a=rid"));
    a.set_remote(SdpType::Pranswer, &answer);
    assert_eq!(rids(&a), ["q"]);
    a.set_remote(SdpType::Answer, &answer);
    assert_eq!(rids(&a), ["q"]);
    // The envelope does not widen again.
    assert!(!a.create_offer().contains("a=simulcast"));
}

#[test]
fn an_answer_keeps_the_encodings_that_it_names() {
    for (named, left) in [
        (&["q", "h", "f"][..], &["q", "h", "f"][..]),
        (&["f", "q"], &["q", "f"]),
        (&["h"], &["h"]),
        (&["other"], &["q"]),
    ] {
        let (mut a, mut b) = (sender(), Peer::new(2));
        let answer = answered(&mut a, &mut b);
        a.set_remote(SdpType::Answer, &receiving(&answer, named));
        assert_eq!(rids(&a), left, "{named:?}");
    }
}

#[test]
fn a_later_answer_narrows_the_envelope_and_a_pause_of_sending_does_not() {
    let (mut a, mut b) = (sender(), Peer::new(2));
    let answer = answered(&mut a, &mut b);
    a.set_remote(SdpType::Answer, &receiving(&answer, &["q", "h", "f"]));
    a.state.transceivers[0].direction = Direction::Recvonly;
    let answer = answered(&mut a, &mut b);
    a.set_remote(SdpType::Answer, &answer);
    assert_eq!(rids(&a), ["q", "h", "f"]);
    a.state.transceivers[0].direction = Direction::Sendrecv;
    let answer = answered(&mut a, &mut b);
    a.set_remote(SdpType::Answer, &receiving(&answer, &["q", "f"]));
    assert_eq!(rids(&a), ["q", "f"]);
    assert!(a.create_offer().contains("a=simulcast:send q;f\r\n"));
}

#[test]
fn an_offer_to_receive_simulcast_proposes_the_encodings() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add(MediaKind::Video, Direction::Recvonly, &[]);
    b.add_track(MediaKind::Video, &["s"]);
    let offer = receiving(&a.create_offer(), &["q", "h", "f", "h"])
        .replace("a=rid:h recv\r\na=simulcast", "a=simulcast");
    a.create_offer();
    b.set_remote(SdpType::Offer, &offer);
    assert_eq!(rids(&b), ["q", "h", "f"]);
    let scales: Vec<Option<f64>> = b.state.transceivers[0]
        .sender
        .send_encodings
        .iter()
        .map(|encoding| encoding.scale_resolution_down_by)
        .collect();
    assert_eq!(scales, [Some(4.0), Some(2.0), Some(1.0)]);
    // A rollback takes the proposal back.
    b.rollback(Source::Remote);
    assert_eq!(rids(&b), [""]);
    b.set_remote(SdpType::Offer, &offer);
    let answer = b.create_answer();
    assert!(answer.contains("a=simulcast:send q;h;f\r\n"), "{answer}");
    b.set_local(SdpType::Answer, &answer);
    assert_eq!(rids(&b), ["q", "h", "f"]);
    // What is agreed stays with a rollback of a later offer.
    b.set_remote(SdpType::Offer, &offer);
    b.rollback(Source::Remote);
    assert_eq!(rids(&b), ["q", "h", "f"]);
}

#[test]
fn a_sender_that_an_offer_made_and_add_track_kept_sends_one_encoding_after_its_rollback() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add(MediaKind::Video, Direction::Recvonly, &[]);
    let offer = receiving(&a.create_offer(), &["q", "h"]);
    b.set_remote(SdpType::Offer, &offer);
    b.state.transceivers[0].added_by_add_track = true;
    assert_eq!(rids(&b), ["q", "h"]);
    b.rollback(Source::Remote);
    assert_eq!(rids(&b), [""]);
    let scale = b.state.transceivers[0].sender.send_encodings[0].scale_resolution_down_by;
    assert_eq!(scale, Some(1.0));
}

#[test]
fn audio_has_no_simulcast() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add(MediaKind::Audio, Direction::Sendrecv, &[]);
    b.add_track(MediaKind::Audio, &["s"]);
    let offer = receiving(&a.create_offer(), &["one", "two"]);
    b.set_remote(SdpType::Offer, &offer);
    assert_eq!(rids(&b), [""]);
    let answer = b.create_answer();
    assert!(!answer.contains("a=simulcast") && !answer.contains("a=rid"));
    b.set_local(SdpType::Answer, &answer);
    assert_eq!(rids(&b), [""]);
}

#[test]
fn an_offer_proposes_nothing_to_a_sender_with_encodings_of_its_own() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add(MediaKind::Video, Direction::Sendrecv, &[]);
    let key = b.add_track(MediaKind::Video, &["s"]);
    b.state.transceiver_mut(key).unwrap().sender.send_encodings = encodings(&["one"]);
    let offer = receiving(&a.create_offer(), &["q", "h"]);
    b.set_remote(SdpType::Offer, &offer);
    assert_eq!(rids(&b), ["one"]);
}

#[test]
fn an_offer_with_simulcast_makes_a_sender_with_its_encodings() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add(MediaKind::Video, Direction::Sendrecv, &[]);
    let many: Vec<String> = (0..40).map(|number| format!("r{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let offer = receiving(&a.create_offer(), &many);
    b.set_remote(SdpType::Offer, &offer);
    assert_eq!(b.state.transceivers[0].direction, Direction::Recvonly);
    // No more than can be sent.
    assert_eq!(rids(&b).len(), max_encodings(MediaKind::Video));
    let answer = b.create_answer();
    assert!(!answer.contains("simulcast"), "it does not send");
    b.set_local(SdpType::Answer, &answer);
}
