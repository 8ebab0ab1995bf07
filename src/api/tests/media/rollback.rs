//! RTCPeerConnection-setRemoteDescription-rollback, -setLocalDescription-rollback: what becomes of transceivers.

use super::*;
use crate::api::enums::RTCMediaStreamTrackState;

#[test]
fn a_transceiver_of_a_remote_offer_goes_with_it() {
    let (offerer, answerer) = pair();
    let stream = offerer.stream();
    offerer.add_track(&offerer.audio(), &[&stream]);
    offerer.offer_to(&answerer);
    let transceiver = answerer.transceiver(0);
    let received = Arc::clone(&answerer.connection.remote_streams()[0]);
    answerer.log.listen_to(received.event_target());
    answerer.log.take();
    answerer.set_remote(RTCSdpType::Rollback, "").unwrap();
    let track = transceiver.receiver().track();
    assert_eq!(
        answerer.events(&["signalingstatechange", "removetrack", "removestream"]),
        [
            "signalingstatechange stable".to_owned(),
            format!("removetrack {}", track.id()),
            format!("removestream {}", stream.id()),
        ]
    );
    assert!(answerer.connection.transceivers().is_empty());
    assert_eq!(transceiver.mid(), None);
    assert_eq!(transceiver.direction(), Stopped);
    assert_eq!(transceiver.current_direction(), Some(Stopped));
    assert_eq!(track.ready_state(), RTCMediaStreamTrackState::Ended);
    assert!(received.tracks().is_empty());
}

#[test]
fn one_that_was_given_a_track_since_stays_without_mid() {
    let (offerer, answerer) = pair();
    offerer.add_track(&offerer.audio(), &[]);
    offerer.offer_to(&answerer);
    let transceiver = answerer.transceiver(0);
    let sender = answerer.add_track(&answerer.audio(), &[]);
    assert!(Arc::ptr_eq(&sender, transceiver.sender()));
    answerer.set_remote(RTCSdpType::Rollback, "").unwrap();
    assert_eq!(shown(&answerer), ["null audio sendrecv null"]);
    assert!(Arc::ptr_eq(&answerer.transceiver(0), &transceiver));
    assert_eq!(
        transceiver.receiver().track().ready_state(),
        RTCMediaStreamTrackState::Live
    );
}

#[test]
fn a_local_offer_leaves_no_trace() {
    let (offerer, _) = pair();
    offerer.add_track(&offerer.audio(), &[]);
    let transceiver = offerer.transceiver(0);
    offerer.set_local_implicitly().unwrap();
    assert_eq!(shown(&offerer), ["0 audio sendrecv null"]);
    assert!(transceiver.sender().transport().is_some());
    assert!(!transceiver.receiver().parameters().codecs.is_empty());
    offerer.rollback().unwrap();
    assert_eq!(shown(&offerer), ["null audio sendrecv null"]);
    assert!(transceiver.sender().transport().is_none());
    assert!(transceiver.receiver().transport().is_none());
    assert!(transceiver.receiver().parameters().codecs.is_empty());
    offerer.world.run();
    // The first time it was put off until the chain was empty, and the offer was there by then.
    assert_eq!(offerer.events(&["negotiationneeded"]).len(), 1);
}

#[test]
fn what_was_negotiated_before_stays() {
    let (offerer, answerer) = pair();
    let stream = offerer.stream();
    let sender = offerer.add_track(&offerer.audio(), &[&stream]);
    offerer.negotiate_with(&answerer);
    let transport = sender.transport().unwrap();
    let received = Arc::clone(&answerer.connection.remote_streams()[0]);
    offerer.connection.remove_track(&sender).unwrap();
    offerer.add_track(&offerer.video(), &[]);
    offerer.offer_to(&answerer);
    assert_eq!(
        shown(&answerer),
        ["0 audio recvonly recvonly", "1 video recvonly null"]
    );
    assert!(received.tracks().is_empty());
    answerer.log.take();
    answerer.set_remote(RTCSdpType::Rollback, "").unwrap();
    // The track is back in its stream, and told of again.
    assert_eq!(shown(&answerer), ["0 audio recvonly recvonly"]);
    assert_eq!(
        answerer.events(&["track"]),
        [format!("track audio [{}]", stream.id())]
    );
    assert_eq!(received.tracks().len(), 1);
    assert!(Arc::ptr_eq(
        &answerer.connection.remote_streams()[0],
        &received
    ));
    offerer.rollback().unwrap();
    assert_eq!(
        shown(&offerer),
        ["0 audio recvonly sendonly", "null video sendrecv null"]
    );
    assert!(Arc::ptr_eq(&sender.transport().unwrap(), &transport));
}

#[test]
fn an_offer_from_the_other_side_rolls_the_own_one_back() {
    let (one, other) = pair();
    one.add_track(&one.audio(), &[]);
    other.add_track(&other.video(), &[]);
    one.set_local_implicitly().unwrap();
    other.offer_to(&one);
    assert_eq!(
        one.events(&["signalingstatechange", "set"]),
        [
            "signalingstatechange stable",
            "signalingstatechange have-remote-offer",
            "set"
        ]
    );
    assert_eq!(
        shown(&one),
        ["null audio sendrecv null", "0 video recvonly null"]
    );
    other.answered_by(&one);
    one.negotiate_with(&other);
    assert_eq!(
        shown(&one),
        ["1 audio sendrecv sendonly", "0 video recvonly recvonly"]
    );
    assert_eq!(
        shown(&other),
        ["0 video sendrecv sendonly", "1 audio recvonly recvonly"]
    );
}

#[test]
fn simulcast_that_a_peer_asked_for_goes_with_its_offer() {
    let (offerer, answerer) = pair();
    offerer.add_kind("video", direction(Recvonly));
    let sender = answerer.add_track(&answerer.video(), &[]);
    offerer.set_local_implicitly().unwrap();
    let asking = offerer.local_sdp() + "a=rid:a recv\r\na=rid:b recv\r\na=simulcast:recv a;b\r\n";
    answerer.set_remote(RTCSdpType::Offer, &asking).unwrap();
    let rids = || -> Vec<Option<String>> {
        let encodings = sender.parameters().encodings;
        encodings.into_iter().map(|encoding| encoding.rid).collect()
    };
    assert_eq!(rids(), [Some("a".to_owned()), Some("b".to_owned())]);
    answerer.set_remote(RTCSdpType::Rollback, "").unwrap();
    assert_eq!(rids(), [None]);
}
