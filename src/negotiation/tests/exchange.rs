//! Audio and video between two peers (web-platform-tests: RTCPeerConnection-setDescription-transceiver,
//! RTCPeerConnection-ontrack).

use super::*;

#[test]
fn audio_video_and_data_share_one_transport() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    a.add_track(MediaKind::Audio, &["s"]);
    a.add_track(MediaKind::Video, &["s"]);
    b.add_track(MediaKind::Audio, &["t"]);
    assert!(a.state.is_negotiation_needed() && b.state.is_negotiation_needed());
    let [offered, received, answered, agreed] = negotiate(&mut a, &mut b);
    // Every kind can be had apart from the others, until the answer bundles them.
    assert_eq!(offered.transports.len(), 3);
    assert_eq!(received.transports.len(), 1);
    assert_eq!(answered.transports.len(), 1);
    assert_eq!(agreed.transports.len(), 1);
    assert_eq!(agreed.discarded.len(), 2);
    assert_eq!(agreed.transports[0].key, offered.transports[0].key);
    // B's audio goes where A's came from, and the video has a transceiver of its own.
    assert_eq!(received.media.created.len(), 1);
    let video = received.media.created[0];
    let audio = b.state.transceivers[0].key;
    let streams = vec!["s".to_owned()];
    assert_eq!(
        received.media.track_events,
        [(audio, streams.clone()), (video, streams)]
    );
    assert_eq!(a.mids(), [Some("0"), Some("1")]);
    assert_eq!(b.mids(), a.mids());
    assert_eq!(
        b.current_directions(),
        [Some(Direction::Sendrecv), Some(Direction::Recvonly)]
    );
    assert_eq!(
        a.current_directions(),
        [Some(Direction::Sendrecv), Some(Direction::Sendonly)]
    );
    let expected = [(a.state.transceivers[0].key, vec!["t".to_owned()])];
    assert_eq!(agreed.media.track_events, expected);
    for peer in [&a, &b] {
        assert!(!peer.state.is_negotiation_needed());
        for transceiver in &peer.state.transceivers {
            assert!(!transceiver.sender.send_codecs.is_empty());
            assert_eq!(
                transceiver.sender.transport,
                peer.state.topology.sections[0].transport
            );
        }
    }
}
