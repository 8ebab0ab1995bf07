//! RTCPeerConnection-addIceCandidate.html

use super::*;

const CANDIDATE: &str = "candidate:1 1 udp 2113929471 192.0.2.1 10000 typ host";

fn init(candidate: &str) -> RTCIceCandidateInit {
    RTCIceCandidateInit {
        candidate: candidate.to_owned(),
        sdp_mid: Some("0".to_owned()),
        sdp_m_line_index: Some(0),
        username_fragment: None,
    }
}

fn remote_sdp(peer: &Peer) -> String {
    let description = peer.connection.remote_description();
    description.expect("a remote description").sdp().to_owned()
}

fn delivered(peer: &Peer) -> usize {
    let commands = peer.network.take();
    let candidates = commands
        .iter()
        .filter(|command| matches!(command, Command::AddRemoteCandidate { .. }));
    candidates.count()
}

#[test]
fn what_is_wrong_is_refused_and_changes_nothing() {
    let (offerer, _) = negotiated_pair();
    let before = remote_sdp(&offerer);
    offerer.network.take();
    let with = |change: fn(&mut RTCIceCandidateInit)| {
        let mut candidate = init(CANDIDATE);
        change(&mut candidate);
        candidate
    };
    for (candidate, name) in [
        (
            with(|c| (c.sdp_mid, c.sdp_m_line_index) = (None, None)),
            ErrorName::TypeError,
        ),
        (
            with(|c| c.sdp_mid = Some("no such".to_owned())),
            ErrorName::OperationError,
        ),
        (
            with(|c| (c.sdp_mid, c.sdp_m_line_index) = (None, Some(1))),
            ErrorName::OperationError,
        ),
        (
            with(|c| c.username_fragment = Some("no such".to_owned())),
            ErrorName::OperationError,
        ),
        (
            with(|c| c.candidate = "candidate:1 1 udp".to_owned()),
            ErrorName::OperationError,
        ),
        (
            with(|c| c.candidate = "(Invalid) candidate".to_owned()),
            ErrorName::OperationError,
        ),
    ] {
        let text = format!("{candidate:?}");
        assert_eq!(refusal(offerer.add_candidate(candidate)), name, "{text}");
    }
    assert_eq!(remote_sdp(&offerer), before);
    assert_eq!(delivered(&offerer), 0);
}

#[test]
fn without_a_remote_description_it_is_an_invalid_state() {
    let peer = World::new().peer();
    assert_eq!(
        refusal(peer.add_candidate(init(CANDIDATE))),
        ErrorName::InvalidStateError
    );
    assert_eq!(
        refusal(peer.add_candidate(RTCIceCandidateInit::default())),
        ErrorName::InvalidStateError
    );
}

#[test]
fn a_candidate_goes_to_its_transport_and_into_the_description() {
    let (offerer, _) = negotiated_pair();
    offerer.network.take();
    let before = offerer.connection.remote_description().expect("it is set");
    offerer.add_candidate(init(CANDIDATE)).expect("a good one");
    let after = offerer.connection.remote_description().expect("it is set");
    assert!(!Arc::ptr_eq(&before, &after), "a new object");
    assert!(after.sdp().contains(&format!("a={CANDIDATE}\r\n")));
    assert!(
        !before.sdp().contains(CANDIDATE),
        "the old one is as it was"
    );
    let again = offerer.connection.remote_description().expect("it is set");
    assert!(
        Arc::ptr_eq(&after, &again),
        "the same while nothing changes"
    );
    assert_eq!(delivered(&offerer), 1);
    let sctp = offerer.connection.sctp().expect("negotiated");
    let transport = sctp.transport();
    let remote = transport.ice_transport().remote_candidates();
    assert_eq!(remote[0].candidate(), CANDIDATE);
}

#[test]
fn the_mid_counts_more_than_the_index() {
    let (offerer, _) = negotiated_pair();
    let mut candidate = init(CANDIDATE);
    candidate.sdp_m_line_index = Some(7);
    offerer.add_candidate(candidate).expect("the mid is right");
    let mut candidate = init(CANDIDATE);
    candidate.sdp_mid = None;
    offerer
        .add_candidate(candidate)
        .expect("the index is right");
}

#[test]
fn an_empty_candidate_ends_the_candidates() {
    let (offerer, _) = negotiated_pair();
    offerer.network.take();
    offerer
        .add_candidate(RTCIceCandidateInit::default())
        .expect("of all sections");
    assert!(remote_sdp(&offerer).contains("a=end-of-candidates\r\n"));
    assert!(
        offerer
            .network
            .take()
            .iter()
            .any(|command| matches!(command, Command::RemoteEndOfCandidates { .. }))
    );
}

#[test]
fn a_candidate_before_the_answer_goes_with_the_answer() {
    let world = World::new();
    let (offerer, answerer) = (world.peer(), world.peer());
    offerer.channel("x");
    offerer.set_local_implicitly().expect("an offer");
    answerer
        .set_remote(RTCSdpType::Offer, &offerer.local_sdp())
        .expect("a good offer");
    answerer.add_candidate(init(CANDIDATE)).expect("a good one");
    assert_eq!(delivered(&answerer), 0);
    answerer.set_local_implicitly().expect("an answer");
    assert_eq!(delivered(&answerer), 1);
}

#[test]
fn a_candidate_of_an_unknown_kind_is_taken_and_ignored() {
    let (offerer, _) = negotiated_pair();
    offerer.network.take();
    offerer
        .add_candidate(init("candidate:1 1 quic 1 192.0.2.1 10000 typ host"))
        .expect("peers may know more than we do");
    assert_eq!(delivered(&offerer), 0);
}

#[test]
fn a_peer_cannot_fill_the_memory() {
    let (offerer, _) = negotiated_pair();
    offerer.network.take();
    let mut refused = 0;
    for port in 1..1500 {
        let candidate = format!("candidate:1 1 udp 1 192.0.2.1 {port} typ host");
        refused += u32::from(offerer.add_candidate(init(&candidate)).is_err());
    }
    assert!(delivered(&offerer) <= 256);
    assert!(refused > 0);
}

#[test]
fn each_generation_may_have_its_candidates() {
    let (offerer, answerer) = negotiated_pair();
    for round in 0..4 {
        answerer.connection.restart_ice();
        answerer.negotiate_with(&offerer);
        offerer.network.take();
        for number in 1..=100 {
            let port = 1000 * (round + 1) + number;
            let candidate = format!("candidate:1 1 udp 1 192.0.2.1 {port} typ host");
            offerer.add_candidate(init(&candidate)).expect("a good one");
        }
        assert_eq!(delivered(&offerer), 100, "round {round}");
    }
    let sctp = offerer.connection.sctp().expect("negotiated");
    let transport = sctp.transport();
    assert_eq!(transport.ice_transport().remote_candidates().len(), 100);
}
