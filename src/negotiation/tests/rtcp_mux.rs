//! rtcpMuxPolicy: RTCP on a transport of its own (RFC 5761; web-platform-tests: RTCConfiguration-rtcpMuxPolicy).

use super::*;
use crate::sdp::candidate::CandidateAttribute;

fn peer(seed: u64) -> Peer {
    let mut peer = Peer::new(seed);
    peer.state.rtcp_mux_policy = RtcpMuxPolicy::Negotiate;
    peer
}

/// As of a peer that can neither bundle nor multiplex.
fn without_mux(text: &str) -> String {
    text.lines()
        .filter(|line| *line != "a=rtcp-mux" && !line.starts_with("a=group:"))
        .map(|line| format!("{line}\r\n"))
        .collect()
}

fn components(plan: &Plan) -> Vec<u16> {
    let transports = plan.transports.iter();
    transports.map(|transport| transport.component).collect()
}

fn candidate(component: u16, port: u16, ufrag: &str) -> CandidateAttribute {
    let text = format!("1 {component} udp 1 192.0.2.1 {port} typ host ufrag {ufrag}");
    CandidateAttribute::parse(&text).unwrap()
}

#[test]
fn a_peer_that_multiplexes_leaves_one_component() {
    let (mut a, mut b) = (peer(1), Peer::new(2));
    a.add_track(MediaKind::Audio, &["s"]);
    let offer = a.create_offer();
    assert!(offer.contains("a=rtcp-mux\r\n") && !offer.contains("a=rtcp-mux-only"));
    let offered = a.set_local(SdpType::Offer, &offer);
    assert_eq!(components(&offered), [1, 2]);
    b.set_remote(SdpType::Offer, &offer);
    let answer = b.create_answer();
    assert_eq!(components(&b.set_local(SdpType::Answer, &answer)), [1]);
    let agreed = a.set_remote(SdpType::Answer, &answer);
    assert_eq!(components(&agreed), [1]);
    assert_eq!(agreed.discarded, [offered.transports[1].key]);
    // What is agreed on stays.
    let again = a.create_offer();
    assert_eq!(components(&a.set_local(SdpType::Offer, &again)), [1]);
}

#[test]
fn a_peer_without_mux_keeps_both_components() {
    let (mut a, mut b) = (peer(1), peer(2));
    a.add_track(MediaKind::Audio, &["s"]);
    b.add_track(MediaKind::Audio, &["t"]);
    let offer = a.create_offer();
    let offered = a.set_local(SdpType::Offer, &offer);
    let received = b.set_remote(SdpType::Offer, &without_mux(&offer));
    assert_eq!(components(&received), [1, 2]);
    let answer = b.create_answer();
    assert!(!answer.contains("a=rtcp-mux") && answer.contains("a=rtcp:9 IN IP4 0.0.0.0\r\n"));
    let answered = b.set_local(SdpType::Answer, &answer);
    let agreed = a.set_remote(SdpType::Answer, &answer);
    for plan in [&answered, &agreed] {
        assert_eq!(components(plan), [1, 2]);
        let [rtp, rtcp] = &plan.transports[..] else {
            unreachable!();
        };
        assert_ne!(rtp.key, rtcp.key);
        let credentials = |plan: &TransportPlan| plan.remote.as_ref().unwrap().credentials.clone();
        assert_eq!(credentials(rtp), credentials(rtcp));
        assert_eq!(rtp.dtls, rtcp.dtls);
    }
    let keys = |plan: &Plan| plan.transports.iter().map(|t| t.key).collect::<Vec<_>>();
    assert_eq!(keys(&offered), keys(&agreed));
    // And stays so in what follows.
    let again = a.create_offer();
    let plan = a.set_local(SdpType::Offer, &again);
    assert_eq!(keys(&plan), keys(&agreed));
}

#[test]
fn bundled_sections_and_the_policy_require_multiplex() {
    let mut strict = Peer::new(1);
    let mut a = peer(2);
    a.add_track(MediaKind::Audio, &["s"]);
    let offer = a.create_offer();
    let error = strict
        .state
        .check_remote(SdpType::Offer, &without_mux(&offer))
        .unwrap_err();
    assert!(error.message.contains("RTCP mux"), "{error}");
    let bundled = offer.replace("a=rtcp-mux\r\n", "");
    assert!(bundled.contains("a=group:BUNDLE"));
    let b = peer(3);
    assert!(b.state.check_remote(SdpType::Offer, &bundled).is_err());
    a.set_local(SdpType::Offer, &offer);
    strict.set_remote(SdpType::Offer, &offer);
    let answer = without_mux(&strict.create_answer());
    assert!(a.state.check_remote(SdpType::Answer, &answer).is_ok());
}

#[test]
fn candidates_go_to_their_component() {
    let (mut a, mut b) = (peer(1), peer(2));
    a.add_track(MediaKind::Audio, &["s"]);
    let offer = a.create_offer();
    let plan = a.set_local(SdpType::Offer, &offer);
    let [rtp, rtcp] = [plan.transports[0].key, plan.transports[1].key];
    let credentials = plan.transports[0].local.clone().unwrap().credentials;
    let ufrag = &credentials.ufrag;
    let mut gathered = |key, candidate: Option<&CandidateAttribute>| {
        a.state
            .add_local_candidate(key, &credentials, candidate)
            .unwrap()
    };
    let section = Some(("0".to_owned(), 0));
    assert_eq!(gathered(rtp, Some(&candidate(1, 1000, ufrag))), section);
    assert_eq!(gathered(rtcp, Some(&candidate(2, 1001, ufrag))), section);
    // The end is that of both.
    assert_eq!(gathered(rtp, None), None);
    assert_eq!(gathered(rtcp, None), section);
    let local = a.state.local_description().unwrap().sdp().to_string();
    for line in [
        "m=audio 1000 ",
        "a=rtcp:1001 IN IP4 192.0.2.1\r\n",
        "a=end-of-candidates\r\n",
    ] {
        assert!(local.contains(line), "{line}\n{local}");
    }
    b.set_remote(SdpType::Offer, &without_mux(&local));
    let answer = b.create_answer();
    let answered = b.set_local(SdpType::Answer, &answer);
    let ports: Vec<Vec<u16>> = answered
        .transports
        .iter()
        .map(|transport| {
            let candidates = &transport.remote.as_ref().unwrap().candidates;
            candidates.iter().map(|candidate| candidate.port).collect()
        })
        .collect();
    assert_eq!(ports, [[1000], [1001]]);
    // Trickled ones as well; the end is for both.
    let mut targets = |candidate: Option<&CandidateAttribute>| {
        let targets = b
            .state
            .add_remote_candidate(Some("0"), None, None, candidate)
            .unwrap();
        targets[0].transports.clone()
    };
    let keys: Vec<_> = answered.transports.iter().map(|t| t.key).collect();
    assert_eq!(targets(Some(&candidate(1, 1002, ufrag))), keys[..1]);
    assert_eq!(targets(Some(&candidate(2, 1003, ufrag))), keys[1..]);
    assert_eq!(targets(None), keys);
}
