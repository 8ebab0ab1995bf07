//! When negotiation is needed (web-platform-tests: RTCPeerConnection-onnegotiationneeded).

use super::*;

fn negotiated() -> (Peer, Peer) {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add_track(MediaKind::Audio, &["s"]);
    negotiate(&mut a, &mut b);
    assert!(!a.state.is_negotiation_needed() && !b.state.is_negotiation_needed());
    (a, b)
}

#[test]
fn each_change_of_a_transceiver_needs_it() {
    type Change = fn(&mut Peer);
    let changes: [(&str, Change); 6] = [
        ("another transceiver", |peer| {
            peer.add(MediaKind::Audio, Direction::Inactive, &[]);
        }),
        ("stopping", |peer| peer.stop(0)),
        ("a direction", |peer| {
            peer.state.transceivers[0].direction = Direction::Inactive;
        }),
        ("a stream more", |peer| {
            peer.state.transceivers[0]
                .sender
                .stream_ids
                .push("t".to_owned());
        }),
        ("another stream", |peer| {
            peer.state.transceivers[0].sender.stream_ids = vec!["t".to_owned()];
        }),
        ("no stream", |peer| {
            peer.state.transceivers[0].sender.stream_ids.clear()
        }),
    ];
    for (name, change) in changes {
        let (mut a, mut b) = negotiated();
        change(&mut a);
        assert!(a.state.is_negotiation_needed(), "{name}");
        assert!(!b.state.is_negotiation_needed(), "{name}");
        negotiate(&mut a, &mut b);
        assert!(!a.state.is_negotiation_needed(), "{name}");
        assert!(!b.state.is_negotiation_needed(), "{name}");
    }
}

#[test]
fn what_changes_back_needs_it_no_more() {
    let (mut a, mut b) = negotiated();
    for peer in [&mut a, &mut b] {
        let before = peer.state.transceivers[0].direction;
        peer.state.transceivers[0].direction = Direction::Inactive;
        assert!(peer.state.is_negotiation_needed());
        peer.state.transceivers[0].direction = before;
        assert!(!peer.state.is_negotiation_needed());
    }
}

#[test]
fn a_direction_that_the_peer_made_smaller_is_not_asked_for_again() {
    let (mut a, mut b) = negotiated();
    // A offers sendrecv and B, who received alone, says recvonly: A's wish was told.
    assert_eq!(a.current_directions(), [Some(Direction::Sendonly)]);
    assert_eq!(a.state.transceivers[0].direction, Direction::Sendrecv);
    assert!(!a.state.is_negotiation_needed());
    // What fits what the answer said is also no news.
    a.state.transceivers[0].direction = Direction::Sendonly;
    assert!(!a.state.is_negotiation_needed());
    a.state.transceivers[0].direction = Direction::Recvonly;
    assert!(a.state.is_negotiation_needed());
    // B wants to send, which A's offer had room for.
    a.state.transceivers[0].direction = Direction::Sendrecv;
    b.state.transceivers[0].direction = Direction::Sendrecv;
    assert!(b.state.is_negotiation_needed());
    negotiate(&mut b, &mut a);
    assert_eq!(a.current_directions(), [Some(Direction::Sendrecv)]);
    assert!(!b.state.is_negotiation_needed());
}

#[test]
fn a_section_that_the_offer_stopped_and_a_rollback_brought_back_needs_it() {
    let (mut a, mut b) = negotiated();
    a.stop(0);
    let offer = a.create_offer();
    b.set_remote(SdpType::Offer, &offer);
    b.rollback(Source::Remote);
    assert!(b.state.transceivers[0].stopped);
    assert!(b.state.is_negotiation_needed());
    let offer = b.create_offer();
    assert!(offer.contains("m=audio 0 "), "{offer}");
    let [.., agreed] = negotiate(&mut b, &mut a);
    assert_eq!(agreed.media.removed, [TransceiverKey(1)]);
    assert!(!a.state.is_negotiation_needed() && !b.state.is_negotiation_needed());
}
