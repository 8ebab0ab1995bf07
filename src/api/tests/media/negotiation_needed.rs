//! RTCPeerConnection-onnegotiationneeded: what makes it fire, and when.

use super::*;

/// How often it was fired since the last look.
fn fired(peer: &Peer) -> usize {
    peer.world.run();
    peer.events(&["negotiationneeded"]).len()
}

/// Two connections that have negotiated a track of the first.
fn negotiated() -> (Peer, Peer, Arc<RTCRtpSender>) {
    let (one, other) = pair();
    let stream = one.stream();
    let sender = one.add_track(&one.audio(), &[&stream]);
    one.negotiate_with(&other);
    fired(&one);
    fired(&other);
    (one, other, sender)
}

#[test]
fn several_changes_at_once_fire_once() {
    let (peer, _) = pair();
    peer.add_kind("audio", direction(Sendrecv));
    peer.add_kind("video", direction(Inactive));
    peer.add_track(&peer.audio(), &[]);
    peer.channel("data");
    assert_eq!(fired(&peer), 1);
    // It is needed already.
    peer.add_kind("audio", direction(Sendrecv));
    assert_eq!(fired(&peer), 0);
}

#[test]
fn a_change_that_is_taken_back_fires_nothing() {
    let (one, _, sender) = negotiated();
    let transceiver = one.transceiver(0);
    transceiver.set_direction(Inactive).unwrap();
    transceiver.set_direction(Sendrecv).unwrap();
    assert_eq!(fired(&one), 0);
    let streams = one.connection.local_streams();
    sender.set_streams(Vec::new()).unwrap();
    sender.set_streams(streams).unwrap();
    assert_eq!(fired(&one), 0);
}

#[test]
fn each_change_of_what_was_negotiated_fires() {
    type Change = fn(&Peer, &Arc<RTCRtpSender>);
    let changes: [Change; 8] = [
        |peer, sender| peer.connection.remove_track(sender).unwrap(),
        |peer, _| peer.transceiver(0).set_direction(Recvonly).unwrap(),
        |peer, _| peer.transceiver(0).stop().unwrap(),
        |peer, sender| sender.set_streams(vec![peer.stream()]).unwrap(),
        |_, sender| sender.set_streams(Vec::new()).unwrap(),
        |peer, _| drop(peer.add_kind("audio", direction(Inactive))),
        |peer, _| drop(peer.add_track(&peer.video(), &[])),
        |peer, _| peer.connection.restart_ice(),
    ];
    for change in changes {
        let (one, other, sender) = negotiated();
        change(&one, &sender);
        assert_eq!(fired(&one), 1);
        one.negotiate_with(&other);
        assert_eq!(fired(&one), 0);
    }
}

#[test]
fn what_needs_no_description_fires_nothing() {
    let (one, _, sender) = negotiated();
    sender.replace_track(None, Box::new(|_| {})).unwrap();
    let codecs = RTCRtpSender::capabilities("audio").unwrap().codecs;
    one.transceiver(0).set_codec_preferences(codecs).unwrap();
    let transceiver = one.transceiver(0);
    let receiver = transceiver.receiver();
    receiver.set_jitter_buffer_target(Some(10.0)).unwrap();
    assert_eq!(fired(&one), 0);
}

#[test]
fn the_answerers_wish_to_send_more_than_was_offered_fires_for_it() {
    let (one, other, _) = negotiated();
    // The offer allowed it: one and other both can.
    other.transceiver(0).set_direction(Sendrecv).unwrap();
    assert_eq!(fired(&other), 1);
    other.negotiate_with(&one);
    assert_eq!(shown(&other), ["0 audio sendrecv sendrecv"]);
    one.transceiver(0).set_direction(Sendonly).unwrap();
    assert_eq!(fired(&one), 1);
    one.negotiate_with(&other);
    // The other wants more than was offered, which by the text is no reason: its answer said what it wants within the offer.
    assert_eq!(fired(&other), 0);
    assert_eq!(shown(&other), ["0 audio sendrecv recvonly"]);
}

#[test]
fn a_change_in_the_middle_of_an_exchange_fires_when_it_is_over() {
    let (one, other, _) = negotiated();
    one.add_track(&one.video(), &[]);
    one.offer_to(&other);
    one.add_track(&one.video(), &[]);
    other.add_track(&other.video(), &[]);
    other.add_track(&other.video(), &[]);
    assert_eq!((fired(&one), fired(&other)), (0, 0));
    one.answered_by(&other);
    assert_eq!(fired(&one), 1);
    assert_eq!(fired(&other), 1);
}

#[test]
fn it_waits_for_the_chain_to_be_empty() {
    let (peer, _) = pair();
    let log = Log::default();
    peer.connection
        .create_offer(RTCOfferOptions::default(), {
            let log = log.clone();
            Box::new(move |_| log.add("offer"))
        })
        .unwrap();
    let note = log.clone();
    let listener = Calls(move |_: &Event| note.add("needed"));
    let target = peer.connection.event_target();
    target.add_event_listener(EventType::NegotiationNeeded, Arc::new(listener));
    peer.add_kind("audio", direction(Sendrecv));
    peer.world.run();
    assert_eq!(log.take(), ["offer", "needed"]);
}

#[test]
fn a_closed_connection_fires_nothing() {
    let (peer, _) = pair();
    peer.add_kind("audio", direction(Sendrecv));
    peer.connection.close();
    assert_eq!(fired(&peer), 0);
}
