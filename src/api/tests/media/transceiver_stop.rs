//! RTCRtpTransceiver-stop.

use super::*;
use crate::api::enums::RTCMediaStreamTrackState;

#[test]
fn stopping_is_seen_at_once_and_stopped_after_negotiation() {
    let (offerer, answerer) = pair();
    offerer.add_track(&offerer.audio(), &[]);
    offerer.negotiate_with(&answerer);
    let (ours, theirs) = (offerer.transceiver(0), answerer.transceiver(0));
    let track = ours.receiver().track();
    offerer.log.listen_to(track.event_target());
    offerer.world.run();
    offerer.log.take();
    ours.stop().unwrap();
    assert_eq!(shown(&offerer), ["0 audio stopped sendonly"]);
    assert_eq!(offerer.connection.senders().len(), 1);
    offerer.world.run();
    assert_eq!(track.ready_state(), RTCMediaStreamTrackState::Ended);
    let ended = format!("{} ended", track.id());
    assert_eq!(offerer.log.take(), [ended, "negotiationneeded".to_owned()]);
    // The second time nothing happens.
    ours.stop().unwrap();
    offerer.world.run();
    assert!(offerer.log.take().is_empty());
    offerer.negotiate_with(&answerer);
    for transceiver in [&ours, &theirs] {
        assert_eq!(transceiver.direction(), Stopped);
        assert_eq!(transceiver.current_direction(), Some(Stopped));
    }
    for peer in [&offerer, &answerer] {
        assert!(peer.connection.transceivers().is_empty());
        assert!(peer.connection.senders().is_empty());
        assert!(peer.connection.receivers().is_empty());
    }
    assert_eq!(
        theirs.receiver().track().ready_state(),
        RTCMediaStreamTrackState::Ended
    );
}

#[test]
fn one_that_was_never_negotiated_is_not_offered() {
    let (offerer, answerer) = pair();
    offerer
        .add_kind("audio", direction(Sendrecv))
        .stop()
        .unwrap();
    offerer.add_kind("video", direction(Sendrecv));
    offerer.negotiate_with(&answerer);
    assert_eq!(shown(&offerer), ["0 video sendrecv sendonly"]);
    assert_eq!(shown(&answerer), ["0 video recvonly recvonly"]);
}

#[test]
fn in_an_answer_a_stopping_one_still_has_its_place() {
    let (offerer, answerer) = pair();
    offerer.add_track(&offerer.audio(), &[]);
    offerer.offer_to(&answerer);
    answerer.transceiver(0).stop().unwrap();
    offerer.answered_by(&answerer);
    assert_eq!(shown(&offerer), ["0 audio sendrecv inactive"]);
    assert_eq!(shown(&answerer), ["0 audio stopped inactive"]);
    answerer.world.run();
    assert_eq!(answerer.events(&["negotiationneeded"]).len(), 1);
    answerer.negotiate_with(&offerer);
    assert!(offerer.connection.transceivers().is_empty());
    assert!(answerer.connection.transceivers().is_empty());
}

#[test]
fn the_section_of_a_stopped_one_is_used_again() {
    let (offerer, answerer) = pair();
    offerer.add_track(&offerer.audio(), &[]);
    offerer.negotiate_with(&answerer);
    offerer.transceiver(0).stop().unwrap();
    offerer.negotiate_with(&answerer);
    offerer.add_track(&offerer.video(), &[]);
    offerer.negotiate_with(&answerer);
    assert_eq!(offerer.local_sdp().matches("\r\nm=").count(), 1);
    assert_eq!(offerer.connection.transceivers().len(), 1);
    assert_ne!(offerer.transceiver(0).mid().as_deref(), Some("0"));
}

#[test]
fn a_closed_connection_refuses() {
    let (peer, _) = pair();
    let transceiver = peer.add_kind("audio", direction(Sendrecv));
    peer.connection.close();
    assert_eq!(refusal(transceiver.stop()), ErrorName::InvalidStateError);
}

#[test]
fn stopping_in_the_middle_of_a_negotiation_waits_for_the_next() {
    let (offerer, answerer) = pair();
    offerer.add_track(&offerer.audio(), &[]);
    offerer.offer_to(&answerer);
    offerer.transceiver(0).stop().unwrap();
    offerer.answered_by(&answerer);
    assert_eq!(shown(&offerer), ["0 audio stopped sendonly"]);
    offerer.negotiate_with(&answerer);
    assert!(offerer.connection.transceivers().is_empty());
}
