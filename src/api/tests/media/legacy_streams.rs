//! RTCPeerConnection-legacy streams: addStream and its kin.

use super::*;

#[test]
fn a_stream_is_added_and_removed_track_by_track() {
    let (offerer, answerer) = pair();
    let stream = offerer.stream();
    let (audio, video) = (offerer.audio(), offerer.video());
    stream.add_track(&audio);
    stream.add_track(&video);
    offerer.connection.add_stream(&stream).unwrap();
    offerer.connection.add_stream(&stream).unwrap();
    assert_eq!(offerer.connection.senders().len(), 2);
    assert_eq!(offerer.connection.local_streams().len(), 1);
    offerer.offer_to(&answerer);
    assert_eq!(
        answerer.events(&["addstream"]),
        [format!("addstream {}", stream.id())]
    );
    let received = answerer.connection.stream_by_id(stream.id()).unwrap();
    assert_eq!(received.tracks().len(), 2);
    offerer.answered_by(&answerer);
    offerer.connection.remove_stream(&stream).unwrap();
    assert!(offerer.connection.local_streams().is_empty());
    assert!(offerer.connection.stream_by_id(stream.id()).is_none());
    offerer.offer_to(&answerer);
    assert_eq!(
        answerer.events(&["removestream"]),
        [format!("removestream {}", stream.id())]
    );
    assert!(answerer.connection.remote_streams().is_empty());
}

#[test]
fn a_stream_is_told_of_once_and_lost_with_its_last_track() {
    let (offerer, answerer) = pair();
    let stream = offerer.stream();
    let audio = offerer.add_track(&offerer.audio(), &[&stream]);
    offerer.negotiate_with(&answerer);
    offerer.add_track(&offerer.video(), &[&stream]);
    offerer.offer_to(&answerer);
    assert!(answerer.events(&["addstream"]).is_empty());
    offerer.answered_by(&answerer);
    offerer.connection.remove_track(&audio).unwrap();
    offerer.offer_to(&answerer);
    assert!(answerer.events(&["removestream"]).is_empty());
}

#[test]
fn what_is_removed_is_what_is_sent_with_the_stream() {
    let (peer, _) = pair();
    let (sent, other) = (peer.stream(), peer.stream());
    let (audio, video) = (peer.audio(), peer.video());
    sent.add_track(&audio);
    other.add_track(&audio);
    other.add_track(&video);
    peer.connection.add_stream(&sent).unwrap();
    // It was not added, though its track is sent.
    peer.connection.remove_stream(&other).unwrap();
    assert_eq!(peer.connection.local_streams().len(), 1);
    peer.connection.add_stream(&other).unwrap();
    peer.connection.remove_stream(&other).unwrap();
    let [only] = &peer.connection.local_streams()[..] else {
        panic!("one stream is left");
    };
    assert!(Arc::ptr_eq(only, &sent));
    // Its track may have left it meanwhile.
    sent.remove_track(&audio);
    peer.connection.remove_stream(&sent).unwrap();
    assert!(peer.connection.local_streams().is_empty());
}

#[test]
fn a_dtmf_sender_is_that_of_the_tracks_sender() {
    let (peer, _) = pair();
    let (audio, video) = (peer.audio(), peer.video());
    let sender = peer.add_track(&audio, &[]);
    peer.add_track(&video, &[]);
    let dtmf = peer.connection.create_dtmf_sender(&audio).unwrap();
    assert!(Arc::ptr_eq(&dtmf, &sender.dtmf().unwrap()));
    for track in [&video, &peer.audio()] {
        let result = peer.connection.create_dtmf_sender(track);
        assert_eq!(refusal(result), ErrorName::InvalidAccessError);
    }
    peer.connection.close();
    let result = peer.connection.create_dtmf_sender(&audio);
    assert_eq!(refusal(result), ErrorName::InvalidStateError);
    let stream = peer.stream();
    assert_eq!(
        refusal(peer.connection.add_stream(&stream)),
        ErrorName::InvalidStateError
    );
    assert_eq!(
        refusal(peer.connection.remove_stream(&stream)),
        ErrorName::InvalidStateError
    );
}
