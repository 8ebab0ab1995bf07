//! RTCRtpSender-replaceTrack.

use super::*;

impl Peer {
    pub(super) fn replace_track(
        &self,
        sender: &RTCRtpSender,
        track: Option<&Arc<RTCMediaStreamTrack>>,
    ) -> Result<(), Error> {
        let (promise, completion) = Promise::new();
        sender.replace_track(track.cloned(), completion)?;
        assert!(promise.is_pending());
        self.world.run();
        promise.take()
    }
}

#[test]
fn errors_come_in_the_texts_order() {
    let (peer, _) = pair();
    let transceiver = peer.add_kind("audio", direction(Sendrecv));
    let sender = transceiver.sender();
    let (audio, video) = (peer.audio(), peer.video());
    assert_eq!(
        refusal(peer.replace_track(sender, Some(&video))),
        ErrorName::TypeError
    );
    transceiver.stop().unwrap();
    assert_eq!(
        refusal(peer.replace_track(sender, Some(&video))),
        ErrorName::TypeError
    );
    assert_eq!(
        refusal(peer.replace_track(sender, Some(&audio))),
        ErrorName::InvalidStateError
    );
    peer.connection.close();
    assert_eq!(
        refusal(peer.replace_track(sender, Some(&video))),
        ErrorName::TypeError
    );
    assert_eq!(
        refusal(peer.replace_track(sender, None)),
        ErrorName::InvalidStateError
    );
}

#[test]
fn it_is_replaced_in_a_task_without_negotiation() {
    let (offerer, answerer) = pair();
    let (one, other) = (offerer.audio(), offerer.audio());
    let sender = offerer.add_track(&one, &[]);
    offerer.negotiate_with(&answerer);
    offerer.world.run();
    offerer.log.take();
    let (promise, completion) = Promise::new();
    sender
        .replace_track(Some(Arc::clone(&other)), completion)
        .unwrap();
    assert!(Arc::ptr_eq(&sender.track().unwrap(), &one));
    offerer.world.run();
    promise.take().unwrap();
    assert!(Arc::ptr_eq(&sender.track().unwrap(), &other));
    offerer.replace_track(&sender, None).unwrap();
    assert!(sender.track().is_none());
    offerer.replace_track(&sender, Some(&one)).unwrap();
    assert!(Arc::ptr_eq(&sender.track().unwrap(), &one));
    assert!(offerer.log.take().is_empty());
    assert_eq!(shown(&offerer), ["0 audio sendrecv sendonly"]);
}

#[test]
fn the_description_keeps_the_id_of_the_first_track() {
    let (peer, _) = pair();
    let (one, other) = (peer.audio(), peer.audio());
    let sender = peer.add_track(&one, &[]);
    peer.replace_track(&sender, Some(&other)).unwrap();
    let offer = peer.create_offer().unwrap().sdp;
    assert!(offer.contains(one.id()) && !offer.contains(other.id()));
}

#[test]
fn a_sender_whose_track_was_replaced_by_none_can_be_used_again() {
    let (peer, _) = pair();
    let sender = peer.add_track(&peer.audio(), &[]);
    peer.replace_track(&sender, None).unwrap();
    assert_eq!(shown(&peer), ["null audio sendrecv null"]);
    assert!(Arc::ptr_eq(&sender, &peer.add_track(&peer.audio(), &[])));
}

#[test]
fn it_waits_in_the_chain() {
    let (peer, _) = pair();
    let log = Log::default();
    let sender = peer.add_track(&peer.audio(), &[]);
    let track = peer.audio();
    let note = log.clone();
    peer.connection
        .create_offer(
            RTCOfferOptions::default(),
            Box::new(move |_| note.add("offer")),
        )
        .unwrap();
    let note = log.clone();
    let seen = Arc::clone(&sender);
    sender
        .replace_track(
            Some(Arc::clone(&track)),
            Box::new(move |_| note.add(seen.track().unwrap().id())),
        )
        .unwrap();
    peer.world.run();
    assert_eq!(log.take(), ["offer", track.id()]);
}

#[test]
fn one_that_waits_when_its_transceiver_stops_is_rejected() {
    let (peer, _) = pair();
    let sender = peer.add_track(&peer.audio(), &[]);
    peer.connection
        .create_offer(RTCOfferOptions::default(), Box::new(|_| {}))
        .unwrap();
    let (promise, completion) = Promise::new();
    sender.replace_track(None, completion).unwrap();
    peer.transceiver(0).stop().unwrap();
    peer.world.run();
    assert_eq!(promise.error(), ErrorName::InvalidStateError);
    assert!(sender.track().is_some());
}

#[test]
fn close_rejects_what_is_open() {
    let (peer, _) = pair();
    let sender = peer.add_track(&peer.audio(), &[]);
    let (promise, completion) = Promise::new();
    sender.replace_track(None, completion).unwrap();
    peer.connection.close();
    peer.world.run();
    assert_eq!(promise.error(), ErrorName::AbortError);
    assert!(sender.track().is_some());
}
