//! RTCPeerConnection-addTrack.

use super::*;

#[test]
fn a_closed_connection_takes_no_track() {
    let (peer, _) = pair();
    peer.connection.close();
    let result = peer.connection.add_track(peer.audio(), Vec::new());
    assert_eq!(refusal(result), ErrorName::InvalidStateError);
    assert!(peer.connection.transceivers().is_empty());
}

#[test]
fn a_track_gets_a_transceiver_that_sends_and_receives() {
    let (peer, _) = pair();
    let track = peer.audio();
    let sender = peer.add_track(&track, &[]);
    assert!(Arc::ptr_eq(&sender.track().unwrap(), &track));
    assert_eq!(shown(&peer), ["null audio sendrecv null"]);
    let transceiver = peer.transceiver(0);
    assert!(Arc::ptr_eq(transceiver.sender(), &sender));
    assert!(Arc::ptr_eq(&peer.connection.senders()[0], &sender));
    let receiver = transceiver.receiver();
    assert!(Arc::ptr_eq(&peer.connection.receivers()[0], receiver));
    let received = receiver.track();
    assert_eq!(received.kind(), MediaKind::Audio);
    assert_eq!(received.label(), "remote audio");
    assert!(received.muted());
    assert!(sender.transport().is_none() && receiver.transport().is_none());
    peer.world.run();
    assert_eq!(peer.log.take(), ["negotiationneeded"]);
}

#[test]
fn a_track_is_sent_once_by_a_connection() {
    let (peer, _) = pair();
    let track = peer.audio();
    peer.add_track(&track, &[]);
    let result = peer.connection.add_track(Arc::clone(&track), Vec::new());
    assert_eq!(refusal(result), ErrorName::InvalidAccessError);
    // Another connection may send it too, and this one its clone.
    peer.world.peer().add_track(&track, &[]);
    peer.add_track(&track.duplicate(), &[]);
    assert_eq!(peer.connection.senders().len(), 2);
}

#[test]
fn a_sender_without_track_that_never_sent_is_used() {
    let (peer, _) = pair();
    for (init, after) in [
        (direction(Sendrecv), Sendrecv),
        (direction(Recvonly), Sendrecv),
        (direction(Inactive), Sendonly),
        (direction(Sendonly), Sendonly),
    ] {
        let transceiver = peer.add_kind("audio", init);
        let sender = peer.add_track(&peer.audio(), &[]);
        assert!(Arc::ptr_eq(&sender, transceiver.sender()));
        assert_eq!(transceiver.direction(), after);
    }
    // Of another kind, or stopped: not used.
    let video = peer.add_kind("video", direction(Recvonly));
    let sender = peer.add_track(&peer.audio(), &[]);
    assert!(!Arc::ptr_eq(&sender, video.sender()));
    video.stop().unwrap();
    let sender = peer.add_track(&peer.video(), &[]);
    assert!(!Arc::ptr_eq(&sender, video.sender()));
}

#[test]
fn a_sender_that_has_sent_is_not_used_again() {
    let (offerer, answerer) = pair();
    let sender = offerer.add_track(&offerer.audio(), &[]);
    offerer.negotiate_with(&answerer);
    assert_eq!(shown(&offerer), ["0 audio sendrecv sendonly"]);
    offerer.connection.remove_track(&sender).unwrap();
    let other = offerer.add_track(&offerer.audio(), &[]);
    assert!(!Arc::ptr_eq(&sender, &other));
    // The answerer's has not: its direction was recvonly.
    let sender = answerer.add_track(&answerer.audio(), &[]);
    assert!(Arc::ptr_eq(&sender, answerer.transceiver(0).sender()));
    assert_eq!(shown(&answerer), ["0 audio sendrecv recvonly"]);
}

#[test]
fn a_removed_track_can_be_added_again_before_negotiation() {
    let (peer, _) = pair();
    let track = peer.audio();
    let sender = peer.add_track(&track, &[]);
    peer.connection.remove_track(&sender).unwrap();
    let again = peer.add_track(&track, &[]);
    assert!(Arc::ptr_eq(&sender, &again));
}

#[test]
fn what_addtrack_made_takes_the_section_of_an_offer_and_what_addtransceiver_made_does_not() {
    for (by_track, expected) in [
        (true, vec!["0 audio sendrecv null"]),
        (
            false,
            vec!["null audio sendrecv null", "0 audio recvonly null"],
        ),
    ] {
        let (offerer, answerer) = pair();
        offerer.add_track(&offerer.audio(), &[]);
        if by_track {
            answerer.add_track(&answerer.audio(), &[]);
        } else {
            answerer.add_kind("audio", direction(Sendrecv));
        }
        offerer.offer_to(&answerer);
        assert_eq!(shown(&answerer), expected);
    }
}

#[test]
fn each_stream_is_named_once_in_the_description() {
    let (peer, _) = pair();
    let (one, other) = (peer.stream(), peer.stream());
    let track = peer.audio();
    peer.add_track(&track, &[&one, &other, &one]);
    let offer = peer.create_offer().unwrap().sdp;
    let msids: Vec<_> = offer
        .lines()
        .filter_map(|line| line.strip_prefix("a=msid:"))
        .collect();
    let of = |stream: &RTCMediaStream| format!("{} {}", stream.id(), track.id());
    assert_eq!(msids, [of(&one), of(&other)]);
}

#[test]
fn the_first_track_that_is_described_gives_its_id() {
    let described = |peer: &Peer| -> Vec<String> {
        let sdp = peer.local_sdp();
        let lines = sdp.lines();
        lines
            .filter_map(|line| line.strip_prefix("a=msid:- "))
            .map(str::to_owned)
            .collect()
    };
    let (offerer, answerer) = pair();
    let (audio, video) = (offerer.audio(), offerer.video());
    offerer.add_kind("audio", direction(Recvonly));
    let replaced = offerer.add_kind("video", direction(Sendrecv));
    // A description that does not say it decides nothing.
    offerer.connection.transceivers()[1]
        .set_direction(Recvonly)
        .unwrap();
    offerer.set_local_implicitly().unwrap();
    assert!(described(&offerer).is_empty());
    offerer.rollback().unwrap();
    offerer.add_track(&audio, &[]);
    replaced.set_direction(Sendrecv).unwrap();
    offerer
        .replace_track(replaced.sender(), Some(&video))
        .unwrap();
    offerer.offer_to(&answerer);
    let ids = [audio.id(), video.id()];
    assert_eq!(described(&offerer), ids);
    // The sender that the offer made.
    let track = answerer.audio();
    answerer.add_track(&track, &[]);
    offerer.answered_by(&answerer);
    assert_eq!(described(&answerer), [track.id()]);
    // Later ones go under the same name.
    let other = Some(offerer.video());
    offerer
        .replace_track(replaced.sender(), other.as_ref())
        .unwrap();
    offerer.set_local_implicitly().unwrap();
    assert_eq!(described(&offerer), ids);
}

#[test]
fn no_two_senders_have_one_name() {
    let (peer, _) = pair();
    let track = peer.audio();
    let of_track = || TrackOrKind::Track(Arc::clone(&track));
    for _ in 0..2 {
        let init = RTCRtpTransceiverInit::default();
        peer.connection.add_transceiver(of_track(), init).unwrap();
    }
    // One that was replaced comes back with a sender of its own.
    let video = peer.video();
    let sender = peer.add_track(&video, &[]);
    peer.replace_track(&sender, Some(&peer.video())).unwrap();
    peer.add_track(&video, &[]);
    peer.set_local_implicitly().unwrap();
    let sdp = peer.local_sdp();
    let lines = sdp.lines();
    let mut names: Vec<_> = lines
        .filter_map(|line| line.strip_prefix("a=msid:- "))
        .collect();
    assert_eq!((names[0], names[2]), (track.id(), video.id()));
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 4);
}
