//! RTCPeerConnection-removeTrack.

use super::*;

#[test]
fn errors_come_in_the_texts_order() {
    let (peer, other) = pair();
    let foreign = other.add_track(&other.audio(), &[]);
    let result = peer.connection.remove_track(&foreign);
    assert_eq!(refusal(result), ErrorName::InvalidAccessError);
    let own = peer.add_track(&peer.audio(), &[]);
    peer.connection.close();
    for sender in [foreign, own] {
        let result = peer.connection.remove_track(&sender);
        assert_eq!(refusal(result), ErrorName::InvalidStateError);
    }
}

#[test]
fn the_direction_to_send_goes_with_the_track() {
    let (peer, _) = pair();
    for (before, after) in [
        (Sendrecv, Recvonly),
        (Sendonly, Inactive),
        (Recvonly, Recvonly),
        (Inactive, Inactive),
    ] {
        let track = TrackOrKind::Track(peer.audio());
        let init = direction(before);
        let transceiver = peer.connection.add_transceiver(track, init).unwrap();
        let sender = transceiver.sender();
        peer.connection.remove_track(sender).unwrap();
        assert!(sender.track().is_none());
        assert_eq!(transceiver.direction(), after);
        assert!(
            peer.connection
                .senders()
                .iter()
                .any(|s| Arc::ptr_eq(s, sender))
        );
        // The second time it does nothing.
        transceiver.set_direction(Sendrecv).unwrap();
        peer.connection.remove_track(sender).unwrap();
        assert_eq!(transceiver.direction(), Sendrecv);
    }
}

#[test]
fn negotiation_is_needed_if_something_was_removed() {
    let (offerer, answerer) = pair();
    let sender = offerer.add_track(&offerer.audio(), &[]);
    offerer.negotiate_with(&answerer);
    offerer.world.run();
    offerer.log.take();
    offerer.connection.remove_track(&sender).unwrap();
    offerer.world.run();
    assert_eq!(offerer.log.take(), ["negotiationneeded"]);
    offerer.negotiate_with(&answerer);
    assert_eq!(shown(&offerer), ["0 audio recvonly inactive"]);
    assert_eq!(shown(&answerer), ["0 audio recvonly inactive"]);
    offerer.log.take();
    offerer.connection.remove_track(&sender).unwrap();
    offerer.world.run();
    assert!(offerer.log.take().is_empty());
}

#[test]
fn a_stopped_transceiver_keeps_its_track() {
    let (peer, _) = pair();
    let track = peer.audio();
    let sender = peer.add_track(&track, &[]);
    peer.transceiver(0).stop().unwrap();
    peer.connection.remove_track(&sender).unwrap();
    assert!(Arc::ptr_eq(&sender.track().unwrap(), &track));
}

#[test]
fn nothing_happens_after_a_rollback_took_the_transceiver() {
    let (offerer, answerer) = pair();
    offerer.add_track(&offerer.audio(), &[]);
    offerer.offer_to(&answerer);
    let sender = Arc::clone(answerer.transceiver(0).sender());
    answerer.set_remote(RTCSdpType::Rollback, "").unwrap();
    assert!(answerer.connection.transceivers().is_empty());
    answerer.connection.remove_track(&sender).unwrap();
}
