//! What descriptions do to remote tracks and streams (web-platform-tests: RTCPeerConnection-setRemoteDescription-tracks,
//! RTCTrackEvent-fire, RTCPeerConnection-ontrack).

use super::*;

fn sides() -> (Peer, Peer) {
    let (mut a, b) = (Peer::new(1), Peer::new(2));
    a.add_track(MediaKind::Audio, &["s"]);
    (a, b)
}

/// What the peer's plan says when A's offer comes.
fn offered(a: &mut Peer, b: &mut Peer) -> MediaPlan {
    negotiate(a, b)[1].media.clone()
}

const B: TransceiverKey = TransceiverKey(1);

fn names(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn a_track_that_is_removed_and_comes_again_is_muted_between() {
    let (mut a, mut b) = sides();
    let plan = offered(&mut a, &mut b);
    assert_eq!(plan.add, [("s".to_owned(), B)]);
    assert_eq!(plan.track_events, [(B, names(&["s"]))]);
    assert!(plan.mute.is_empty() && plan.remove.is_empty());
    // Nothing happens twice.
    let plan = offered(&mut a, &mut b);
    assert_eq!(plan, MediaPlan::default());
    a.state.transceivers[0].direction = Direction::Recvonly;
    let plan = offered(&mut a, &mut b);
    assert_eq!(plan.mute, [B]);
    assert_eq!(plan.remove, [("s".to_owned(), B)]);
    assert!(plan.track_events.is_empty() && plan.add.is_empty());
    a.state.transceivers[0].direction = Direction::Sendrecv;
    let plan = offered(&mut a, &mut b);
    assert_eq!(plan.track_events, [(B, names(&["s"]))]);
}

#[test]
fn streams_change_while_the_track_stays() {
    let (mut a, mut b) = sides();
    offered(&mut a, &mut b);
    a.state.transceivers[0].sender.stream_ids = names(&["t", "u"]);
    assert!(a.state.is_negotiation_needed());
    let plan = offered(&mut a, &mut b);
    assert_eq!(plan.remove, [("s".to_owned(), B)]);
    assert_eq!(plan.add, [("t".to_owned(), B), ("u".to_owned(), B)]);
    // A stream more is a track event, a stream less is none.
    assert_eq!(plan.track_events, [(B, names(&["t", "u"]))]);
    a.state.transceivers[0].sender.stream_ids = names(&["u"]);
    let plan = offered(&mut a, &mut b);
    assert_eq!(plan.remove, [("t".to_owned(), B)]);
    assert!(plan.track_events.is_empty() && plan.mute.is_empty());
    assert!(!a.state.is_negotiation_needed());
}

#[test]
fn a_track_without_a_stream_has_none_and_one_without_msid_the_default_one() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add_track(MediaKind::Audio, &[]);
    let offer = a.create_offer();
    assert!(offer.contains("a=msid:- track-0\r\n"));
    b.state.default_stream_id = "the one".to_owned();
    let plan = b.set_remote(SdpType::Offer, &offer).media;
    assert_eq!(plan.track_events, [(B, vec![])]);
    b.rollback(Source::Remote);
    let plan = b
        .set_remote(SdpType::Offer, &offer.replace("a=msid:- track-0\r\n", ""))
        .media;
    assert_eq!(plan.track_events[0].1, ["the one"]);
    assert_eq!(plan.add[0].0, "the one");
}

#[test]
fn an_answer_of_ours_that_receives_no_more_mutes() {
    let (mut a, mut b) = sides();
    offered(&mut a, &mut b);
    b.state.transceivers[0].direction = Direction::Sendonly;
    assert!(b.state.is_negotiation_needed());
    let [_, received, answered, _] = negotiate(&mut a, &mut b);
    assert_eq!(received.media, MediaPlan::default());
    assert_eq!(answered.media.mute, [B]);
    assert_eq!(answered.media.remove, [("s".to_owned(), B)]);
    let transceiver = &b.state.transceivers[0];
    assert_eq!(transceiver.fired_direction, transceiver.current_direction);
    // The offer of the next round brings it back, and the answer takes it away again.
    let [_, received, answered, _] = negotiate(&mut a, &mut b);
    assert_eq!(received.media.track_events.len(), 1);
    assert_eq!(answered.media.mute, [B]);
}

#[test]
fn an_answer_brings_the_track_of_who_answers() {
    let (mut a, mut b) = sides();
    b.add_track(MediaKind::Audio, &["t"]);
    let [offered, _, answered, agreed] = negotiate(&mut a, &mut b);
    assert_eq!(offered.media, MediaPlan::default());
    assert_eq!(answered.media, MediaPlan::default());
    assert_eq!(
        agreed.media.track_events,
        [(TransceiverKey(1), names(&["t"]))]
    );
}

#[test]
fn a_rejected_section_ends_its_track() {
    let (mut a, mut b) = sides();
    offered(&mut a, &mut b);
    a.stop(0);
    let plan = offered(&mut a, &mut b);
    assert_eq!(plan.stopped, [B]);
    assert_eq!(
        (plan.mute, plan.remove),
        (vec![B], vec![("s".to_owned(), B)])
    );
}
