//! RTCRtpSender-setStreams.

use super::*;

#[test]
fn the_peer_sees_other_streams_after_negotiation() {
    let (offerer, answerer) = pair();
    let streams = [offerer.stream(), offerer.stream()];
    let sender = offerer.add_track(&offerer.audio(), &[&streams[0]]);
    offerer.negotiate_with(&answerer);
    offerer.world.run();
    offerer.log.take();
    sender
        .set_streams(vec![Arc::clone(&streams[1]), Arc::clone(&streams[1])])
        .unwrap();
    offerer.world.run();
    assert_eq!(offerer.log.take(), ["negotiationneeded"]);
    offerer.offer_to(&answerer);
    let events = answerer.events(&["track", "set"]);
    assert_eq!(
        events,
        [
            format!("track audio [{}]", streams[1].id()),
            "set".to_owned()
        ]
    );
    offerer.answered_by(&answerer);
    sender.set_streams(Vec::new()).unwrap();
    offerer.offer_to(&answerer);
    let transceiver = answerer.transceiver(0);
    assert_eq!(answerer.events(&["track", "set"]), ["set"]);
    assert!(answerer.connection.remote_streams().is_empty());
    assert_eq!(transceiver.direction(), Recvonly);
}

#[test]
fn a_closed_connection_refuses() {
    let (peer, _) = pair();
    let sender = peer.add_track(&peer.audio(), &[]);
    peer.connection.close();
    let result = sender.set_streams(Vec::new());
    assert_eq!(refusal(result), ErrorName::InvalidStateError);
}

#[test]
fn the_same_streams_need_no_negotiation() {
    let (offerer, answerer) = pair();
    let stream = offerer.stream();
    let sender = offerer.add_track(&offerer.audio(), &[&stream]);
    offerer.negotiate_with(&answerer);
    offerer.world.run();
    offerer.log.take();
    sender.set_streams(vec![stream]).unwrap();
    offerer.world.run();
    assert!(offerer.log.take().is_empty());
}
