//! Connections with more transceivers than conferences have: nothing is lost or mixed up between them.
//!
//! `DUOLOGUE_TRANSCEIVERS` says how many there are.

use std::collections::HashSet;

use super::*;
use crate::sdp::SessionDescription;
use crate::sdp::candidate::CandidateAttribute;
use crate::session::TransportId;

/// Two tracks a stream.
fn add_tracks(peer: &Peer, count: usize) {
    for number in (0..count).step_by(2) {
        let stream = peer.stream();
        peer.add_track(&peer.audio(), &[&stream]);
        if number + 1 < count {
            peer.add_track(&peer.video(), &[&stream]);
        }
    }
}

/// Both sides have the same m-sections, as many transceivers, and send and receive in all of them.
fn assert_connected(peers: [&Peer; 2], count: usize) {
    let [ours, theirs] = peers.map(|peer| peer.connection.transceivers());
    assert_eq!((ours.len(), theirs.len()), (count, count));
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(ours.mid(), theirs.mid());
        assert_eq!(ours.kind(), theirs.kind());
        for transceiver in [ours, theirs] {
            assert_eq!(transceiver.current_direction(), Some(Sendrecv));
        }
    }
    let mids: HashSet<Option<String>> = ours.iter().map(|ours| ours.mid()).collect();
    assert_eq!(mids.len(), count);
    for peer in peers {
        let sdp = SessionDescription::parse(&peer.local_sdp()).expect("it is our own");
        let described: HashSet<Option<String>> = sdp
            .media
            .iter()
            .map(|section| section.mid().map(str::to_owned))
            .collect();
        assert_eq!(sdp.media.len(), count);
        assert_eq!(described, mids);
        let groups = sdp.bundle_groups();
        assert_eq!((groups.len(), groups[0].1.mids.len()), (1, count));
    }
}

/// What has no place in a description that was not changed: its version.
fn without_origin(sdp: &str) -> Vec<&str> {
    sdp.lines().filter(|line| !line.starts_with("o=")).collect()
}

#[test]
fn many_transceivers_are_negotiated_again_and_again() {
    let count = std::env::var("DUOLOGUE_TRANSCEIVERS").ok();
    let count = count.and_then(|count| count.parse().ok()).unwrap_or(30);
    let (a, b) = pair();
    add_tracks(&a, count);
    add_tracks(&b, count);
    a.negotiate_with(&b);
    assert_connected([&a, &b], count);
    // A candidate of either side stands in the section that describes the transport.
    let text = "candidate:1 1 udp 1 192.0.2.1 9999 typ host";
    a.deliver(vec![session::Event::LocalCandidate {
        transport: TransportId(1),
        candidate: CandidateAttribute::parse(text).expect("it is a candidate"),
        url: None,
    }]);
    b.add_candidate(RTCIceCandidateInit {
        candidate: text.to_owned(),
        sdp_m_line_index: Some(0),
        ..RTCIceCandidateInit::default()
    })
    .expect("there is such a section");
    let remote = b.connection.remote_description();
    for sdp in [&a.local_sdp(), remote.expect("A's offer").sdp()] {
        let sdp = SessionDescription::parse(sdp).expect("it was taken");
        let candidates = sdp.media.iter().map(|section| section.candidates().count());
        assert_eq!(candidates.collect::<Vec<_>>()[..2], [1, 0]);
    }
    // Nothing changes.
    let before = b.local_sdp();
    a.negotiate_with(&b);
    assert_connected([&a, &b], count);
    assert_eq!(without_origin(&b.local_sdp()), without_origin(&before));
    // One comes, and then the first goes.
    a.add_kind("video", direction(Sendrecv));
    b.add_track(&b.video(), &[]);
    a.negotiate_with(&b);
    assert_connected([&a, &b], count + 1);
    a.transceiver(0).stop().expect("the connection is open");
    a.negotiate_with(&b);
    for peer in [&a, &b] {
        assert_eq!(peer.connection.transceivers().len(), count);
    }
    // Its section is used again.
    a.add_kind("audio", direction(Sendrecv));
    b.add_track(&b.audio(), &[]);
    a.negotiate_with(&b);
    assert_connected([&a, &b], count + 1);
}
