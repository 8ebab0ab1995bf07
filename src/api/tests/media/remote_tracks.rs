//! RTCPeerConnection-setRemoteDescription-tracks and RTCPeerConnection-ontrack: which events, in which order.

use super::*;

/// Notes what happens to what a track event tells of.
fn follow(peer: &Peer) {
    let log = peer.log.clone();
    let listener = Calls(move |event: &Event| {
        if let EventDetail::Track { track, streams, .. } = &event.detail {
            log.listen_to(track.event_target());
            for stream in streams {
                log.listen_to(stream.event_target());
            }
        }
    });
    let target = peer.connection.event_target();
    target.add_event_listener(EventType::Track, Arc::new(listener));
}

const KINDS: &[&str] = &[
    "signalingstatechange",
    "mute",
    "unmute",
    "removetrack",
    "addtrack",
    "removestream",
    "addstream",
    "track",
    "set",
    "ended",
];

#[test]
fn tracks_come_with_their_streams_before_the_promise() {
    for streams in 0..3 {
        let (offerer, answerer) = pair();
        let streams: Vec<_> = (0..streams).map(|_| offerer.stream()).collect();
        offerer.add_track(&offerer.audio(), &streams.iter().collect::<Vec<_>>());
        offerer.offer_to(&answerer);
        let ids: Vec<_> = streams.iter().map(|stream| stream.id()).collect();
        let mut expected = vec!["signalingstatechange have-remote-offer".to_owned()];
        expected.extend(ids.iter().map(|id| format!("addstream {id}")));
        expected.push(format!("track audio [{}]", ids.join(" ")));
        expected.push("set".to_owned());
        assert_eq!(answerer.events(KINDS), expected);
        assert_eq!(answerer.connection.receivers().len(), 1);
    }
}

#[test]
fn what_the_event_tells_is_what_the_getters_give() {
    let (offerer, answerer) = pair();
    let stream = offerer.stream();
    offerer.add_track(&offerer.video(), &[&stream]);
    let log = answerer.log.clone();
    let listener = Calls(move |event: &Event| {
        let EventDetail::Track {
            receiver,
            track,
            streams,
            transceiver,
        } = &event.detail
        else {
            return;
        };
        let Target::PeerConnection(connection) = &event.target else {
            return;
        };
        assert!(Arc::ptr_eq(receiver, transceiver.receiver()));
        assert!(Arc::ptr_eq(receiver, &connection.receivers()[0]));
        assert!(Arc::ptr_eq(transceiver, &connection.transceivers()[0]));
        assert!(Arc::ptr_eq(track, receiver.track()));
        assert!(Arc::ptr_eq(&streams[0].tracks()[0], track));
        assert!(track.muted());
        assert_eq!(transceiver.mid().as_deref(), Some("0"));
        log.add("told");
    });
    let target = answerer.connection.event_target();
    target.add_event_listener(EventType::Track, Arc::new(listener));
    offerer.offer_to(&answerer);
    assert_eq!(answerer.events(&["told"]).len(), 1);
    let [received] = &answerer.connection.remote_streams()[..] else {
        panic!("one stream");
    };
    assert_eq!(received.id(), stream.id());
}

#[test]
fn a_stream_that_is_there_gets_the_track() {
    let (offerer, answerer) = pair();
    follow(&answerer);
    let stream = offerer.stream();
    offerer.add_track(&offerer.audio(), &[&stream]);
    offerer.offer_to(&answerer);
    offerer.answered_by(&answerer);
    offerer.add_track(&offerer.video(), &[&stream]);
    offerer.offer_to(&answerer);
    let video = answerer.transceiver(1);
    assert_eq!(
        answerer.events(KINDS),
        [
            "signalingstatechange have-remote-offer".to_owned(),
            format!("addtrack {}", video.receiver().track().id()),
            format!("track video [{}]", stream.id()),
            "set".to_owned(),
        ]
    );
    assert_eq!(answerer.connection.remote_streams()[0].tracks().len(), 2);
}

#[test]
fn two_tracks_share_a_stream_object() {
    let (offerer, answerer) = pair();
    let stream = offerer.stream();
    offerer.add_track(&offerer.audio(), &[&stream]);
    offerer.add_track(&offerer.video(), &[&stream]);
    offerer.offer_to(&answerer);
    let id = stream.id();
    assert_eq!(
        answerer.events(&["track", "set"]),
        [
            format!("track audio [{id}]"),
            format!("track video [{id}]"),
            "set".to_owned()
        ]
    );
    assert_eq!(answerer.connection.remote_streams().len(), 1);
}

#[test]
fn removal_mutes_the_track_and_takes_it_from_its_stream() {
    let (offerer, answerer) = pair();
    follow(&answerer);
    let stream = offerer.stream();
    let sender = offerer.add_track(&offerer.audio(), &[&stream]);
    offerer.offer_to(&answerer);
    offerer.answered_by(&answerer);
    let receiver = Arc::clone(answerer.transceiver(0).receiver());
    let track = Arc::clone(receiver.track());
    let received = Arc::clone(&answerer.connection.remote_streams()[0]);
    // As if packets had come.
    track.source().queue_set_muted(false);
    answerer.world.run();
    offerer.connection.remove_track(&sender).unwrap();
    offerer.offer_to(&answerer);
    assert_eq!(
        answerer.events(KINDS),
        [
            "signalingstatechange have-remote-offer".to_owned(),
            format!("{} mute", track.id()),
            format!("removetrack {}", track.id()),
            format!("removestream {}", stream.id()),
            "set".to_owned(),
        ]
    );
    assert!(track.muted() && received.tracks().is_empty());
    assert!(Arc::ptr_eq(&answerer.connection.receivers()[0], &receiver));
    // It comes back: the same track, in the same stream.
    offerer.answered_by(&answerer);
    offerer.transceiver(0).set_direction(Sendrecv).unwrap();
    offerer.offer_to(&answerer);
    assert_eq!(
        answerer.events(&["track", "addtrack"]),
        [
            format!("addtrack {}", track.id()),
            format!("track audio [{}]", stream.id())
        ]
    );
    assert!(Arc::ptr_eq(&received.tracks()[0], &track));
}

#[test]
fn the_answerers_own_choice_removes_a_track_with_its_answer() {
    let (offerer, answerer) = pair();
    follow(&answerer);
    let stream = offerer.stream();
    offerer.add_track(&offerer.audio(), &[&stream]);
    offerer.offer_to(&answerer);
    let transceiver = answerer.transceiver(0);
    let track = Arc::clone(transceiver.receiver().track());
    track.source().queue_set_muted(false);
    transceiver.set_direction(Inactive).unwrap();
    answerer.world.run();
    answerer.log.take();
    answerer.set_local_implicitly().unwrap();
    assert_eq!(
        answerer.events(KINDS),
        [
            "signalingstatechange stable".to_owned(),
            format!("{} mute", track.id()),
            format!("removetrack {}", track.id()),
            format!("removestream {}", stream.id()),
        ]
    );
}

#[test]
fn an_answer_brings_tracks_too() {
    let (offerer, answerer) = pair();
    let stream = answerer.stream();
    offerer.add_track(&offerer.audio(), &[]);
    answerer.add_track(&answerer.audio(), &[&stream]);
    offerer.offer_to(&answerer);
    offerer.answered_by(&answerer);
    assert_eq!(
        offerer.events(KINDS),
        [
            "signalingstatechange stable".to_owned(),
            format!("addstream {}", stream.id()),
            format!("track audio [{}]", stream.id()),
            "set".to_owned(),
        ]
    );
    assert_eq!(shown(&offerer), ["0 audio sendrecv sendrecv"]);
}

#[test]
fn nothing_is_told_of_what_is_not_sent() {
    let (offerer, answerer) = pair();
    offerer.add_kind("audio", direction(Recvonly));
    offerer.add_kind("video", direction(Inactive));
    offerer.offer_to(&answerer);
    assert_eq!(answerer.events(&["track", "set"]), ["set"]);
    assert_eq!(answerer.connection.transceivers().len(), 2);
}

#[test]
fn a_renegotiation_tells_a_track_once() {
    let (offerer, answerer) = pair();
    let stream = offerer.stream();
    offerer.add_track(&offerer.audio(), &[&stream]);
    for expected in [1, 0, 0] {
        offerer.offer_to(&answerer);
        assert_eq!(answerer.events(&["track"]).len(), expected);
        offerer.answered_by(&answerer);
        assert!(offerer.events(&["track"]).is_empty());
    }
}

#[test]
fn streams_of_a_peer_that_invents_ever_new_ones_are_forgotten() {
    let (offerer, answerer) = pair();
    let sender = offerer.add_track(&offerer.audio(), &[]);
    for _ in 0..20 {
        sender.set_streams(vec![offerer.stream()]).unwrap();
        offerer.negotiate_with(&answerer);
    }
    assert_eq!(answerer.connection.known_streams(), 1);
}

#[test]
fn a_policy_to_encrypt_header_extensions_refuses_media() {
    use crate::api::enums::RTCRtpHeaderEncryptionPolicy;
    let world = World::new();
    let offerer = world.peer();
    let answerer = world.connection(RTCConfiguration {
        rtp_header_encryption_policy: RTCRtpHeaderEncryptionPolicy::Require,
        ..RTCConfiguration::default()
    });
    offerer.channel("data");
    offerer.negotiate_with(&answerer);
    offerer.add_track(&offerer.audio(), &[]);
    offerer.set_local_implicitly().unwrap();
    let result = answerer.set_remote(RTCSdpType::Offer, &offerer.local_sdp());
    assert_eq!(refusal(result), ErrorName::InvalidAccessError);
    assert!(answerer.connection.transceivers().is_empty());
}
