//! RTCRtpTransceiver: which m-section goes with which transceiver, and what rollback leaves alone.

use super::*;

fn replace(peer: &Peer, sender: &RTCRtpSender, track: Option<Arc<RTCMediaStreamTrack>>) {
    let (promise, completion) = Promise::new();
    sender.replace_track(track, completion).unwrap();
    peer.world.run();
    promise.take().unwrap();
}

/// Which of the answerer's transceivers gets the m-section of an offer of audio.
fn paired(prepare: impl Fn(&Peer)) -> Vec<String> {
    let (offerer, answerer) = pair();
    offerer.add_kind("audio", direction(Sendrecv));
    prepare(&answerer);
    offerer.offer_to(&answerer);
    assert_eq!(answerer.events(&["track"]), ["track audio []"]);
    let mids = answerer.connection.transceivers().into_iter();
    mids.map(|transceiver| transceiver.mid().unwrap_or_else(|| "null".to_owned()))
        .collect()
}

#[test]
fn addtrack_alone_makes_a_transceiver_pair() {
    assert_eq!(paired(|_| {}), ["0"]);
    assert_eq!(
        paired(|peer| drop(peer.add_kind("audio", direction(Sendrecv)))),
        ["null", "0"]
    );
    let replaced = |peer: &Peer| {
        let transceiver = peer.add_kind("audio", direction(Sendrecv));
        replace(peer, transceiver.sender(), Some(peer.audio()));
    };
    assert_eq!(paired(replaced), ["null", "0"]);
    let added = |peer: &Peer| {
        peer.add_kind("audio", direction(Sendrecv));
        peer.add_track(&peer.audio(), &[]);
    };
    assert_eq!(paired(added), ["0"]);
    // What it made still does without its track, and as long as it is only stopping: that counts in offers alone.
    let taken = |peer: &Peer| {
        let sender = peer.add_track(&peer.audio(), &[]);
        replace(peer, &sender, None);
    };
    assert_eq!(paired(taken), ["0"]);
    let stopped = |peer: &Peer| {
        peer.add_track(&peer.audio(), &[]);
        peer.transceiver(0).stop().unwrap();
    };
    assert_eq!(paired(stopped), ["0"]);
    assert_eq!(
        paired(|peer| drop(peer.add_track(&peer.video(), &[]))),
        ["null", "0"]
    );
}

#[test]
fn a_stream_without_track_is_told_of() {
    let (offerer, answerer) = pair();
    let stream = offerer.stream();
    let init = RTCRtpTransceiverInit {
        streams: vec![Arc::clone(&stream)],
        ..RTCRtpTransceiverInit::default()
    };
    offerer.add_kind("audio", init);
    offerer.offer_to(&answerer);
    assert_eq!(
        answerer.events(&["track"]),
        [format!("track audio [{}]", stream.id())]
    );
}

#[test]
fn a_track_that_is_removed_and_added_again_gets_another_transceiver() {
    let (one, other) = pair();
    let (track, stream) = (one.audio(), one.stream());
    let first = one.add_track(&track, &[&stream]);
    one.negotiate_with(&other);
    one.connection.remove_track(&first).unwrap();
    let second = one.add_track(&track, &[&stream]);
    one.negotiate_with(&other);
    assert_eq!(
        shown(&other),
        ["0 audio recvonly inactive", "1 audio recvonly recvonly"]
    );
    one.connection.remove_track(&second).unwrap();
    one.add_track(&track, &[&stream]);
    // As an answerer it has a place for it only if the offer has.
    other.add_kind("audio", direction(Sendrecv));
    other.negotiate_with(&one);
    assert_eq!(
        shown(&other),
        [
            "0 audio recvonly inactive",
            "1 audio recvonly inactive",
            "2 audio sendrecv sendrecv"
        ]
    );
}

#[test]
fn tracks_follow_rollbacks_of_both_kinds_through_one_stream() {
    let (one, other) = pair();
    let stream = one.stream();
    let audio = one.add_track(&one.audio(), &[&stream]);
    let video = one.add_track(&one.video(), &[&stream]);
    one.transceiver(1).set_direction(Sendonly).unwrap();
    one.offer_to(&other);
    let received = Arc::clone(&other.connection.remote_streams()[0]);
    let count = |expected: usize| assert_eq!(received.tracks().len(), expected);
    count(2);
    other.set_remote(RTCSdpType::Rollback, "").unwrap();
    count(0);
    other
        .set_remote(RTCSdpType::Offer, &one.local_sdp())
        .unwrap();
    assert!(Arc::ptr_eq(
        &other.connection.remote_streams()[0],
        &received
    ));
    count(2);
    one.answered_by(&other);
    one.connection.remove_track(&audio).unwrap();
    one.connection.remove_track(&video).unwrap();
    assert_eq!(
        shown(&one),
        ["0 audio recvonly sendonly", "1 video inactive sendonly"]
    );
    one.offer_to(&other);
    count(0);
    other.set_remote(RTCSdpType::Rollback, "").unwrap();
    count(2);
    one.rollback().unwrap();
    // With the other as the offerer they go by the answer.
    other.offer_to(&one);
    count(2);
    other.answered_by(&one);
    count(0);
    assert_eq!(
        shown(&other),
        ["0 audio recvonly inactive", "1 video recvonly inactive"]
    );
}

#[test]
fn a_rollback_leaves_alone_what_the_application_did_meanwhile() {
    let (peer, _) = pair();
    let sender = peer.add_track(&peer.audio(), &[]);
    peer.set_local_implicitly().unwrap();
    let other = peer.audio();
    peer.transceiver(0).set_direction(Sendonly).unwrap();
    replace(&peer, &sender, Some(Arc::clone(&other)));
    peer.rollback().unwrap();
    assert_eq!(shown(&peer), ["null audio sendonly null"]);
    assert!(Arc::ptr_eq(&sender.track().unwrap(), &other));
    peer.set_local_implicitly().unwrap();
    peer.transceiver(0).stop().unwrap();
    peer.rollback().unwrap();
    assert_eq!(shown(&peer), ["null audio stopped null"]);
}

#[test]
fn the_same_offer_can_be_set_and_rolled_back_again_and_again() {
    let (one, other) = pair();
    let stream = one.stream();
    one.add_track(&one.audio(), &[&stream]);
    one.set_local_implicitly().unwrap();
    let offer = one.local_sdp();
    let set = || {
        other.log.take();
        other.set_remote(RTCSdpType::Offer, &offer).unwrap();
        assert_eq!(shown(&other), ["0 audio recvonly null"]);
        assert_eq!(other.events(&["track"]).len(), 1);
        other.transceiver(0)
    };
    let roll_back = || other.set_remote(RTCSdpType::Rollback, "").unwrap();
    let first = set();
    roll_back();
    assert!(other.connection.transceivers().is_empty());
    let second = set();
    assert!(!Arc::ptr_eq(&first, &second));
    // Neither another track nor another direction keeps it.
    replace(&other, second.sender(), Some(other.audio()));
    second.set_direction(Sendrecv).unwrap();
    roll_back();
    assert!(other.connection.transceivers().is_empty());
    let third = set();
    other.add_track(&other.audio(), &[&other.stream()]);
    roll_back();
    assert_eq!(shown(&other), ["null audio sendrecv null"]);
    other.log.take();
    other.set_remote(RTCSdpType::Offer, &offer).unwrap();
    assert!(Arc::ptr_eq(&other.transceiver(0), &third));
    assert_eq!(
        other.events(&["track"]),
        [format!("track audio [{}]", stream.id())]
    );
    one.answered_by(&other);
    assert_eq!(shown(&one), ["0 audio sendrecv sendrecv"]);
    assert_eq!(one.events(&["track"]).len(), 1);
}

#[test]
fn what_was_stopped_by_an_offer_stays_so_after_its_rollback() {
    let (one, other) = pair();
    one.add_track(&one.audio(), &[]);
    one.negotiate_with(&other);
    one.transceiver(0).stop().unwrap();
    one.offer_to(&other);
    assert_eq!(shown(&other), ["0 audio stopped stopped"]);
    assert!(other.connection.receivers().is_empty());
    other.set_remote(RTCSdpType::Rollback, "").unwrap();
    assert_eq!(shown(&other), ["0 audio stopped stopped"]);
}

#[test]
fn a_track_is_told_of_although_its_transceiver_is_stopping() {
    let (one, other) = pair();
    one.add_track(&one.audio(), &[]);
    other.add_track(&other.audio(), &[]);
    one.offer_to(&other);
    one.transceiver(0).stop().unwrap();
    one.answered_by(&other);
    assert_eq!(one.events(&["track"]).len(), 1);
    assert_eq!(shown(&one), ["0 audio stopped sendrecv"]);
}

#[test]
fn each_step_of_a_two_way_negotiation_shows_what_it_should() {
    let (one, other) = pair();
    one.add_track(&one.audio(), &[]);
    other.add_track(&other.audio(), &[]);
    one.offer_to(&other);
    assert_eq!(shown(&one), ["0 audio sendrecv null"]);
    assert_eq!(shown(&other), ["0 audio sendrecv null"]);
    one.answered_by(&other);
    for (change, of_other, of_one, tracks) in [
        (Sendonly, "sendonly", "recvonly", 0),
        (Sendrecv, "sendrecv", "sendrecv", 1),
    ] {
        let before = shown(&one);
        other.transceiver(0).set_direction(change).unwrap();
        other.offer_to(&one);
        assert_eq!(shown(&one), before);
        assert!(one.events(&["track"]).is_empty());
        other.answered_by(&one);
        assert_eq!(other.events(&["track"]).len(), tracks);
        assert_eq!(shown(&one), [format!("0 audio sendrecv {of_one}")]);
        let direction = change.as_str();
        assert_eq!(shown(&other), [format!("0 audio {direction} {of_other}")]);
    }
}
