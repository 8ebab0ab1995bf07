//! Candidates that come after the descriptions.

use crate::sdp::candidate::CandidateAttribute;

use super::*;

fn candidate(number: u16) -> CandidateAttribute {
    CandidateAttribute::parse(&format!(
        "{number} 1 udp 2130706431 192.0.2.{} {number} typ host",
        number % 250
    ))
    .unwrap()
}

fn remote_sdp(peer: &Peer) -> String {
    peer.state.remote_description().unwrap().sdp().to_string()
}

fn error_name(result: Result<Vec<CandidateTarget>, NegotiationError>) -> NegotiationErrorName {
    result.unwrap_err().name
}

#[test]
fn local_candidates_appear_in_descriptions_and_in_later_offers() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let offer = a.create_offer();
    let plan = a.set_local(SdpType::Offer, &offer);
    let key = plan.transports[0].key;
    let credentials = plan.transports[0]
        .local
        .as_ref()
        .unwrap()
        .credentials
        .clone();
    let place = a
        .state
        .add_local_candidate(key, &credentials, Some(&candidate(7)))
        .unwrap();
    assert_eq!(place, Some(("0".to_owned(), 0)));
    let local = a.state.local_description().unwrap().sdp().to_string();
    assert!(
        local
            .contains("m=application 7 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 192.0.2.7\r\n"),
        "{local}"
    );
    assert!(local.ends_with("typ host\r\n"));
    a.state
        .add_local_candidate(key, &credentials, None)
        .unwrap();
    a.state
        .add_local_candidate(key, &credentials, None)
        .unwrap();
    b.set_remote(SdpType::Offer, &offer);
    let answer = b.create_answer();
    b.set_local(SdpType::Answer, &answer);
    a.set_remote(SdpType::Answer, &answer);
    let again = a.create_offer();
    assert!(again.contains("m=application 7 "), "{again}");
    assert!(again.contains("c=IN IP4 192.0.2.7\r\n"));
    assert!(again.ends_with(
        "a=candidate:7 1 udp 2130706431 192.0.2.7 7 typ host\r\na=end-of-candidates\r\n"
    ));
    assert_eq!(again.matches("a=end-of-candidates").count(), 1);
    // A restart begins without any.
    let restart = a.create_offer_with(OfferOptions { ice_restart: true });
    assert!(!restart.contains("a=candidate") && restart.contains("m=application 9 "));
    // Those of a generation that no description has any more go nowhere.
    let other = IceCredentials::generate(&mut SeededRandom(5));
    a.state
        .add_local_candidate(key, &other, Some(&candidate(8)))
        .unwrap();
    assert!(
        !a.state
            .local_description()
            .unwrap()
            .sdp()
            .to_string()
            .contains("a=candidate:8")
    );
    let gone = a
        .state
        .add_local_candidate(TransportKey(99), &credentials, Some(&candidate(9)));
    assert_eq!(gone, Ok(None));
}

#[test]
fn remote_candidates_wait_for_the_answer_or_go_at_once() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let offer = a.create_offer();
    a.set_local(SdpType::Offer, &offer);
    b.set_remote(SdpType::Offer, &offer);
    let early = b
        .state
        .add_remote_candidate(Some("0"), None, None, Some(&candidate(7)))
        .unwrap();
    assert_eq!(early[0].delivery, Delivery::WithTheAnswer);
    let answer = b.create_answer();
    let plan = b.set_local(SdpType::Answer, &answer);
    assert_eq!(
        plan.transports[0].remote.as_ref().unwrap().candidates,
        [candidate(7)]
    );
    let late = b
        .state
        .add_remote_candidate(None, Some(0), None, Some(&candidate(8)))
        .unwrap();
    let expected = CandidateTarget {
        m_line_index: 0,
        mid: "0".to_owned(),
        transports: vec![plan.transports[0].key],
        delivery: Delivery::Now,
    };
    assert_eq!(late, [expected]);
    let text = remote_sdp(&b);
    assert!(
        text.contains("192.0.2.7 7 typ host\r\na=candidate:8 "),
        "{text}"
    );
    // Twice is once.
    b.state
        .add_remote_candidate(Some("0"), None, None, Some(&candidate(8)))
        .unwrap();
    assert_eq!(remote_sdp(&b), text);
    // The end for all sections.
    let ended = b
        .state
        .add_remote_candidate(None, None, None, None)
        .unwrap();
    assert_eq!(ended.len(), 1);
    assert!(remote_sdp(&b).ends_with("a=end-of-candidates\r\n"));
}

#[test]
fn a_candidate_must_fit_the_remote_description() {
    use NegotiationErrorName::{InvalidStateError, OperationError};
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let some = candidate(7);
    let state = &mut b.state;
    assert_eq!(
        error_name(state.add_remote_candidate(Some("0"), None, None, Some(&some))),
        InvalidStateError
    );
    assert_eq!(
        error_name(state.add_remote_candidate(None, None, None, None)),
        InvalidStateError
    );
    let offer = a.create_offer();
    b.set_remote(SdpType::Offer, &offer);
    let state = &mut b.state;
    assert_eq!(
        error_name(state.add_remote_candidate(Some("1"), None, None, Some(&some))),
        OperationError
    );
    // The mid goes before the index.
    assert_eq!(
        error_name(state.add_remote_candidate(Some("1"), Some(0), None, Some(&some))),
        OperationError
    );
    assert!(
        state
            .add_remote_candidate(Some("0"), Some(9), None, Some(&some))
            .is_ok()
    );
    assert_eq!(
        error_name(state.add_remote_candidate(None, Some(1), None, Some(&some))),
        OperationError
    );
    assert_eq!(
        error_name(state.add_remote_candidate(Some("0"), None, Some("wrong"), Some(&some))),
        OperationError
    );
}

#[test]
fn candidates_of_both_generations_find_their_description() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let [first, ..] = negotiate(&mut a, &mut b);
    let old = first.transports[0]
        .local
        .as_ref()
        .unwrap()
        .credentials
        .ufrag
        .clone();
    let offer = a.create_offer_with(OfferOptions { ice_restart: true });
    let plan = a.set_local(SdpType::Offer, &offer);
    let new = plan.transports[0]
        .local
        .as_ref()
        .unwrap()
        .credentials
        .ufrag
        .clone();
    b.set_remote(SdpType::Offer, &offer);
    let of_old = b
        .state
        .add_remote_candidate(Some("0"), None, Some(&old), Some(&candidate(7)))
        .unwrap();
    assert_eq!(of_old[0].delivery, Delivery::Now);
    let of_new = b
        .state
        .add_remote_candidate(Some("0"), None, Some(&new), Some(&candidate(8)))
        .unwrap();
    assert_eq!(of_new[0].delivery, Delivery::WithTheAnswer);
    // Without a fragment it is the newest generation.
    b.state
        .add_remote_candidate(Some("0"), None, None, Some(&candidate(9)))
        .unwrap();
    let numbers = |description: &Option<Description>| -> Vec<u16> {
        let sdp = description.as_ref().unwrap().sdp();
        sdp.media[0]
            .candidates()
            .map(|candidate| candidate.port)
            .collect()
    };
    assert_eq!(numbers(&b.state.current_remote), [7]);
    assert_eq!(numbers(&b.state.pending_remote), [8, 9]);
}

#[test]
fn without_a_section_the_username_fragment_says_which_candidates_end() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    a.add(MediaKind::Audio, Direction::Sendrecv, &[]);
    // The second section has another generation.
    let offer = a.create_offer();
    let ufrag = a.state.proposed[&false].credentials.ufrag.clone();
    let at = offer.rfind(&ufrag).unwrap();
    let offer = format!("{}other{}", &offer[..at], &offer[at + ufrag.len()..]);
    b.set_remote(SdpType::Offer, &offer);
    let end_of =
        |ufrag: &str, b: &mut Peer| b.state.add_remote_candidate(None, None, Some(ufrag), None);
    let targets = end_of("other", &mut b).unwrap();
    let indices: Vec<usize> = targets.iter().map(|target| target.m_line_index).collect();
    assert_eq!(indices, [1]);
    let ended = |b: &Peer| -> Vec<bool> {
        let sdp = b.state.remote_description().unwrap().sdp();
        let sections = sdp.media.iter();
        sections
            .map(|section| section.has_end_of_candidates())
            .collect()
    };
    assert_eq!(ended(&b), [false, true]);
    assert!(
        b.state
            .check_remote_candidate(None, None, Some(&ufrag))
            .is_ok()
    );
    end_of(&ufrag, &mut b).unwrap();
    assert_eq!(ended(&b), [true, true]);
    // One of no section is wrong.
    let error = end_of("none", &mut b).unwrap_err();
    assert_eq!(error.name, NegotiationErrorName::OperationError);
    let error = b
        .state
        .check_remote_candidate(None, None, Some("none"))
        .unwrap_err();
    assert_eq!(error.name, NegotiationErrorName::OperationError);
}

#[test]
fn candidates_of_rejected_sections_are_taken_and_dropped() {
    let mut peer = Peer::new(1);
    let mut a = Peer::with_data(2);
    let offer = a.create_offer().replace("m=application", "m=unknown");
    peer.set_remote(SdpType::Offer, &offer);
    let before = remote_sdp(&peer);
    let targets = peer
        .state
        .add_remote_candidate(Some("0"), None, None, Some(&candidate(7)))
        .unwrap();
    assert!(targets.is_empty());
    assert_eq!(remote_sdp(&peer), before);
}

#[test]
fn the_number_of_candidates_is_bounded() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let offer = a.create_offer();
    b.set_remote(SdpType::Offer, &offer);
    for number in 1..=1024 {
        b.state
            .add_remote_candidate(Some("0"), None, None, Some(&candidate(number)))
            .unwrap();
    }
    let result = b
        .state
        .add_remote_candidate(Some("0"), None, None, Some(&candidate(1025)));
    assert_eq!(error_name(result), NegotiationErrorName::OperationError);
}

#[test]
fn trickle_is_known_when_a_description_is() {
    for (options, expected) in [("trickle", true), ("ice2 trickle", true), ("ice2", false)] {
        let mut peer = Peer::new(1);
        assert_eq!(peer.state.can_trickle_ice_candidates(), None);
        let offer = Peer::with_data(2).create_offer();
        peer.set_remote(SdpType::Offer, &offer.replace("trickle ice2", options));
        assert_eq!(
            peer.state.can_trickle_ice_candidates(),
            Some(expected),
            "{options}"
        );
    }
}
