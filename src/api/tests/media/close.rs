//! RTCPeerConnection-close: transceivers and tracks.

use super::*;
use crate::api::enums::RTCMediaStreamTrackState;

#[test]
fn transceivers_are_stopped_and_received_tracks_end() {
    let (offerer, answerer) = pair();
    let local = offerer.audio();
    offerer.add_track(&local, &[]);
    offerer.add_kind("video", direction(Recvonly));
    offerer.negotiate_with(&answerer);
    let transceiver = offerer.transceiver(0);
    let track = transceiver.receiver().track();
    offerer.log.listen_to(track.event_target());
    offerer.world.run();
    offerer.log.take();
    offerer.connection.close();
    assert_eq!(
        shown(&offerer),
        ["0 audio stopped stopped", "1 video stopped stopped"]
    );
    assert!(offerer.connection.senders().is_empty());
    assert!(offerer.connection.receivers().is_empty());
    assert_eq!(track.ready_state(), RTCMediaStreamTrackState::Ended);
    assert_eq!(
        transceiver.sender().transport().unwrap().state().as_str(),
        "closed"
    );
    offerer.world.run();
    // Of the connection's own events none follows.
    assert_eq!(offerer.log.take(), [format!("{} ended", track.id())]);
    assert_eq!(local.ready_state(), RTCMediaStreamTrackState::Live);
    assert!(Arc::ptr_eq(&transceiver.sender().track().unwrap(), &local));
    let result = transceiver.set_direction(Sendrecv);
    assert_eq!(refusal(result), ErrorName::InvalidStateError);
}

#[test]
fn it_may_come_within_each_event_of_a_description() {
    for at in ["signalingstatechange", "addstream", "track"] {
        let (offerer, answerer) = pair();
        let stream = offerer.stream();
        offerer.add_track(&offerer.audio(), &[&stream]);
        offerer.set_local_implicitly().unwrap();
        let event_type = EventType::parse(at).unwrap();
        let connection = Arc::downgrade(&answerer.connection);
        let listener = Calls(move |_: &Event| {
            if let Some(connection) = connection.upgrade() {
                connection.close();
            }
        });
        let target = answerer.connection.event_target();
        target.add_event_listener(event_type, Arc::new(listener));
        answerer.log.take();
        let result = answerer.set_remote(RTCSdpType::Offer, &offerer.local_sdp());
        assert_eq!(refusal(result), ErrorName::AbortError);
        let mut events = answerer.log.take();
        let last = events.pop().unwrap();
        assert!(last.starts_with(at), "{last} follows {at}");
    }
}
