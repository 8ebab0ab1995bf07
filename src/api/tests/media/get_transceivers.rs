//! RTCPeerConnection-getTransceivers, and RTCRtpTransceiver's lifetime.

use super::*;

#[test]
fn a_new_connection_has_none() {
    let (peer, _) = pair();
    assert!(peer.connection.transceivers().is_empty());
    assert!(peer.connection.senders().is_empty());
    assert!(peer.connection.receivers().is_empty());
}

#[test]
fn the_order_is_that_of_addition() {
    let (offerer, answerer) = pair();
    offerer.add_kind("video", direction(Recvonly));
    offerer.add_track(&offerer.audio(), &[]);
    answerer.add_kind("audio", direction(Inactive));
    offerer.negotiate_with(&answerer);
    assert_eq!(
        shown(&offerer),
        ["0 video recvonly inactive", "1 audio sendrecv sendonly"]
    );
    assert_eq!(
        shown(&answerer),
        [
            "null audio inactive null",
            "0 video recvonly inactive",
            "1 audio recvonly recvonly"
        ]
    );
}

#[test]
fn the_same_objects_come_each_time() {
    let (offerer, answerer) = pair();
    offerer.add_track(&offerer.audio(), &[]);
    let before = offerer.transceiver(0);
    let dtmf = before.sender().dtmf().unwrap();
    offerer.negotiate_with(&answerer);
    let after = offerer.transceiver(0);
    assert!(Arc::ptr_eq(&before, &after));
    assert!(Arc::ptr_eq(before.sender(), after.sender()));
    assert!(Arc::ptr_eq(&dtmf, &after.sender().dtmf().unwrap()));
}

#[test]
fn objects_answer_after_their_connection_is_gone() {
    let (offerer, answerer) = pair();
    offerer.add_track(&offerer.audio(), &[]);
    offerer.negotiate_with(&answerer);
    let transceiver = offerer.transceiver(0);
    drop(offerer);
    assert_eq!(transceiver.mid().as_deref(), Some("0"));
    assert_eq!(transceiver.direction(), Stopped);
    assert_eq!(transceiver.current_direction(), Some(Stopped));
    assert_eq!(
        refusal(transceiver.set_direction(Sendrecv)),
        ErrorName::InvalidStateError
    );
    assert_eq!(refusal(transceiver.stop()), ErrorName::InvalidStateError);
    let sender = transceiver.sender();
    assert!(sender.track().is_some());
    assert_eq!(
        refusal(sender.set_streams(Vec::new())),
        ErrorName::InvalidStateError
    );
    let (_, completion) = Promise::new();
    let result = sender.replace_track(None, completion);
    assert_eq!(refusal(result), ErrorName::InvalidStateError);
    assert!(!sender.dtmf().unwrap().can_insert_dtmf());
}

#[test]
fn bundled_senders_and_receivers_share_a_transport() {
    let (offerer, answerer) = pair();
    offerer.add_track(&offerer.audio(), &[]);
    offerer.add_track(&offerer.video(), &[]);
    offerer.channel("data");
    offerer.negotiate_with(&answerer);
    for peer in [&offerer, &answerer] {
        let sctp = peer.connection.sctp().unwrap().transport();
        for transceiver in peer.connection.transceivers() {
            let sender = transceiver.sender().transport().unwrap();
            let receiver = transceiver.receiver().transport().unwrap();
            assert!(Arc::ptr_eq(&sender, &sctp) && Arc::ptr_eq(&receiver, &sctp));
        }
    }
}
