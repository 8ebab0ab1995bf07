//! Rollback of offers with media (web-platform-tests: RTCPeerConnection-setRemoteDescription-rollback,
//! RTCPeerConnection-setLocalDescription-rollback, protocol/rollback).

use super::*;

#[test]
fn transceivers_of_a_remote_offer_go_with_it() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add_track(MediaKind::Audio, &["s"]);
    a.add_track(MediaKind::Video, &["s"]);
    let offer = a.create_offer();
    let created = b.set_remote(SdpType::Offer, &offer).media.created;
    let plan = b.rollback(Source::Remote);
    assert_eq!(plan.media.removed, created);
    assert_eq!(plan.media.stopped, created);
    let removed = created.iter().map(|key| ("s".to_owned(), *key));
    assert_eq!(plan.media.remove, removed.collect::<Vec<_>>());
    assert!(b.state.transceivers.is_empty());
    assert_eq!(plan.discarded.len(), 1);
    assert!(!b.state.is_negotiation_needed());
}

#[test]
fn a_transceiver_that_add_track_used_stays_without_its_section() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add_track(MediaKind::Audio, &["s"]);
    let offer = a.create_offer();
    b.set_remote(SdpType::Offer, &offer);
    // addTrack found the sender without a track.
    b.state.transceivers[0].added_by_add_track = true;
    b.state.transceivers[0].direction = Direction::Sendrecv;
    let plan = b.rollback(Source::Remote);
    assert!(plan.media.removed.is_empty() && plan.media.stopped.is_empty());
    assert_eq!(b.mids(), [None]);
    assert_eq!(b.state.transceivers[0].receiver.remote_stream_ids, [""; 0]);
    // It appears in the next offer, and another rollback does not take it either.
    let offer = b.create_offer();
    assert_eq!(offer.matches("m=audio").count(), 1);
    b.set_local(SdpType::Offer, &offer);
    assert_eq!(b.rollback(Source::Local).media, MediaPlan::default());
    assert_eq!(b.mids(), [None]);
}

#[test]
fn one_that_was_made_before_loses_its_section_alone() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add_track(MediaKind::Audio, &["s"]);
    b.add_track(MediaKind::Audio, &["t"]);
    let offer = a.create_offer();
    b.set_remote(SdpType::Offer, &offer);
    assert_eq!(b.mids(), [Some("0")]);
    let plan = b.rollback(Source::Remote);
    assert_eq!(plan.media.remove, [("s".to_owned(), TransceiverKey(1))]);
    assert_eq!(b.mids(), [None]);
    let transceiver = &b.state.transceivers[0];
    assert_eq!(
        (transceiver.fired_direction, transceiver.sender.transport),
        (None, None)
    );
}

#[test]
fn what_was_agreed_before_comes_back() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add_track(MediaKind::Audio, &["s"]);
    b.add_track(MediaKind::Audio, &["t"]);
    negotiate(&mut a, &mut b);
    let before = b.state.transceivers[0].clone();
    a.state.transceivers[0].direction = Direction::Inactive;
    a.add_track(MediaKind::Video, &["s"]);
    let offer = a.create_offer();
    a.set_local(SdpType::Offer, &offer);
    assert!(a.state.transceivers[0].receiver.receive_codecs.is_empty());
    assert_eq!(a.mids(), [Some("0"), Some("1")]);
    let plan = b.set_remote(SdpType::Offer, &offer);
    assert_eq!(plan.media.mute, [before.key]);
    assert_eq!(b.state.transceivers.len(), 2);
    let plan = b.rollback(Source::Remote);
    // The track is there again.
    let streams = vec!["s".to_owned()];
    assert_eq!(plan.media.track_events, [(before.key, streams)]);
    assert_eq!(plan.media.add, [("s".to_owned(), before.key)]);
    let after = &b.state.transceivers[0];
    assert_eq!(b.state.transceivers.len(), 1);
    assert_eq!(after.mid, before.mid);
    assert_eq!(after.current_direction, before.current_direction);
    assert_eq!(after.fired_direction, before.fired_direction);
    assert_eq!(after.sender.transport, before.sender.transport);
    assert_eq!(after.receiver, before.receiver);
    a.rollback(Source::Local);
    assert!(!a.state.transceivers[0].receiver.receive_codecs.is_empty());
    assert_eq!(a.mids(), [Some("0"), None]);
    // The transport that the new section had is gone.
    assert_eq!(a.state.links.len(), 1);
}

#[test]
fn an_offer_can_be_set_again_after_its_rollback() {
    let mut a = Peer::new(1);
    a.add_track(MediaKind::Audio, &[]);
    let offer = a.create_offer();
    a.set_local(SdpType::Offer, &offer);
    a.rollback(Source::Local);
    assert_eq!(a.mids(), [None]);
    a.set_local(SdpType::Offer, &offer);
    assert_eq!(a.mids(), [Some("0")]);
}

#[test]
fn back_to_back_offers_leave_nothing_behind() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add(MediaKind::Audio, Direction::Sendrecv, &[]);
    let offer = a.create_offer();
    b.set_remote(SdpType::Offer, &offer);
    let first = b.state.transceivers[0].key;
    // The peer rejects its section, and recycles it, again and again.
    for number in 1..50 {
        let rejected = offer
            .replace("m=audio 9", "m=audio 0")
            .replace("a=group:BUNDLE 0\r\n", "")
            .replace("a=mid:0", &format!("a=mid:{}", number - 1));
        b.set_remote(SdpType::Offer, &rejected);
        assert!(b.state.transceivers[0].stopped);
        let recycled = offer
            .replace("a=group:BUNDLE 0\r\n", "")
            .replace("a=mid:0", &format!("a=mid:{number}"));
        let plan = b.set_remote(SdpType::Offer, &recycled);
        assert_eq!((plan.media.removed.len(), plan.media.created.len()), (1, 1));
    }
    assert_eq!(b.state.transceivers.len(), 1);
    assert_ne!(b.state.transceivers[0].key, first);
    assert_eq!(b.mids(), [Some("49")]);
}

#[test]
fn the_polite_peer_gives_way_with_media_of_both() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    a.add_track(MediaKind::Audio, &["a"]);
    b.add_track(MediaKind::Video, &["b"]);
    b.add_track(MediaKind::Audio, &["b"]);
    let (from_a, from_b) = (a.create_offer(), b.create_offer());
    a.set_local(SdpType::Offer, &from_a);
    b.set_local(SdpType::Offer, &from_b);
    // B -> OFFER -> A, which is polite.
    assert!(a.state.needs_implicit_rollback(SdpType::Offer));
    a.rollback(Source::Local);
    a.set_remote(SdpType::Offer, &from_b);
    let answer = a.create_answer();
    a.set_local(SdpType::Answer, &answer);
    b.set_remote(SdpType::Answer, &answer);
    // A's audio is B's now; its data are left.
    assert_eq!(a.mids(), [Some("1"), Some("0")]);
    assert_eq!(b.mids(), [Some("0"), Some("1")]);
    assert!(a.state.is_negotiation_needed() && !b.state.is_negotiation_needed());
    negotiate(&mut a, &mut b);
    assert!(!a.state.is_negotiation_needed() && !b.state.is_negotiation_needed());
}
