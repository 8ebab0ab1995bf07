//! RTCPeerConnection-createOffer-offerToReceive.

use super::*;

fn offer(peer: &Peer, audio: Option<bool>, video: Option<bool>) -> Result<String, Error> {
    let options = RTCOfferOptions {
        offer_to_receive_audio: audio,
        offer_to_receive_video: video,
        ..RTCOfferOptions::default()
    };
    peer.create_offer_with(options).map(|offer| offer.sdp)
}

#[test]
fn true_makes_one_transceiver_to_receive() {
    let (peer, _) = pair();
    let sdp = offer(&peer, Some(true), None).unwrap();
    assert!(sdp.contains("m=audio") && !sdp.contains("m=video"));
    offer(&peer, Some(true), Some(true)).unwrap();
    assert_eq!(
        shown(&peer),
        ["null audio recvonly null", "null video recvonly null"]
    );
    offer(&peer, Some(true), Some(true)).unwrap();
    assert_eq!(peer.connection.transceivers().len(), 2);
    // The flag is not updated, so nothing is fired.
    assert!(peer.events(&["negotiationneeded"]).is_empty());
}

#[test]
fn true_is_content_with_one_that_receives() {
    let (peer, _) = pair();
    peer.add_kind("audio", direction(Sendrecv));
    peer.add_kind("video", direction(Sendonly));
    offer(&peer, Some(true), Some(true)).unwrap();
    assert_eq!(
        shown(&peer),
        [
            "null audio sendrecv null",
            "null video sendonly null",
            "null video recvonly null"
        ]
    );
}

#[test]
fn false_takes_the_direction_to_receive() {
    let (peer, _) = pair();
    for (before, after) in [
        (Sendrecv, Sendonly),
        (Recvonly, Inactive),
        (Sendonly, Sendonly),
        (Inactive, Inactive),
    ] {
        let audio = peer.add_kind("audio", direction(before));
        let video = peer.add_kind("video", direction(before));
        offer(&peer, Some(false), None).unwrap();
        assert_eq!(audio.direction(), after);
        assert_eq!(video.direction(), before);
    }
}

#[test]
fn stopped_ones_do_not_count() {
    let (peer, _) = pair();
    let audio = peer.add_kind("audio", direction(Sendrecv));
    audio.stop().unwrap();
    offer(&peer, Some(true), None).unwrap();
    assert_eq!(peer.connection.transceivers().len(), 2);
    offer(&peer, Some(false), None).unwrap();
    assert_eq!(audio.direction(), Stopped);
}

#[test]
fn a_closed_connection_refuses_the_offer() {
    let (peer, _) = pair();
    peer.connection.close();
    let result = offer(&peer, Some(true), Some(false));
    assert_eq!(refusal(result), ErrorName::InvalidStateError);
    assert!(peer.connection.transceivers().is_empty());
}
