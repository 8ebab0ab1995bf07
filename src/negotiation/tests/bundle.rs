//! BUNDLE, its policies, and peers that do not know it (web-platform-tests: RTCPeerConnection-bundle,
//! RTCBundlePolicy, protocol/bundle).

use super::*;

const POLICIES: [BundlePolicy; 3] = [
    BundlePolicy::Balanced,
    BundlePolicy::MaxCompat,
    BundlePolicy::MaxBundle,
];

/// Two videos, an audio and data.
fn offerer(policy: BundlePolicy) -> Peer {
    let mut peer = Peer::with_data(1);
    peer.state.bundle_policy = policy;
    for kind in [MediaKind::Video, MediaKind::Audio, MediaKind::Video] {
        peer.add(kind, Direction::Sendrecv, &[]);
    }
    peer
}

fn answerer(policy: BundlePolicy) -> Peer {
    let mut peer = Peer::new(2);
    peer.state.bundle_policy = policy;
    peer
}

fn without_groups(text: &str) -> String {
    let lines = text.split_inclusive('\n');
    lines.filter(|line| !line.starts_with("a=group")).collect()
}

fn is_rejected(plan: &Plan) -> Vec<bool> {
    plan.sections
        .iter()
        .map(|section| section.is_rejected())
        .collect()
}

/// A's offer to B and B's answer to A, changed on the way.
fn negotiate_through(a: &mut Peer, b: &mut Peer, change: impl Fn(&str) -> String) -> [Plan; 4] {
    let offer = a.create_offer();
    let first = a.set_local(SdpType::Offer, &offer);
    let second = b.set_remote(SdpType::Offer, &change(&offer));
    let answer = b.create_answer();
    let third = b.set_local(SdpType::Answer, &answer);
    let fourth = a.set_remote(SdpType::Answer, &change(&answer));
    [first, second, third, fourth]
}

#[test]
fn the_policy_says_which_sections_describe_a_transport() {
    for (policy, bundle_only) in [
        (BundlePolicy::Balanced, [false, false, true, false]),
        (BundlePolicy::MaxCompat, [false; 4]),
        (BundlePolicy::MaxBundle, [false, true, true, true]),
    ] {
        let mut a = offerer(policy);
        let offer = a.create_offer();
        assert!(offer.contains("a=group:BUNDLE 0 1 2 3\r\n"));
        let sdp = SessionDescription::parse(&offer).unwrap();
        for (section, bundle_only) in sdp.media.iter().zip(bundle_only) {
            assert_eq!(section.is_bundle_only(), bundle_only, "{policy:?}");
            assert_eq!(section.m_line().port, if bundle_only { 0 } else { 9 });
            // All say the same of the transport, for peers that read each section by itself.
            for name in ["ice-ufrag", "ice-pwd", "fingerprint", "setup"] {
                let first = sdp.media[0].lines.attribute(name);
                assert_eq!(section.lines.attribute(name), first, "{name}");
            }
        }
        let plan = a.set_local(SdpType::Offer, &offer);
        let described = bundle_only.iter().filter(|only| !**only).count();
        assert_eq!(plan.transports.len(), described, "{policy:?}");
        let mut keys: Vec<_> = plan
            .transports
            .iter()
            .map(|transport| transport.key)
            .collect();
        keys.dedup();
        assert_eq!(keys.len(), described);
    }
}

#[test]
fn a_peer_that_bundles_takes_everything_on_one_transport() {
    for (ours, theirs) in POLICIES
        .into_iter()
        .flat_map(|ours| POLICIES.map(|theirs| (ours, theirs)))
    {
        let (mut a, mut b) = (offerer(ours), answerer(theirs));
        let [offered, _, answered, agreed] = negotiate(&mut a, &mut b);
        for plan in [&answered, &agreed] {
            assert_eq!(is_rejected(plan), [false; 4], "{ours:?} {theirs:?}");
            assert_eq!(plan.transports.len(), 1);
        }
        assert_eq!(agreed.transports[0].key, offered.transports[0].key);
        assert_eq!(agreed.discarded.len(), offered.transports.len() - 1);
        // From then on nothing is bundle-only.
        let offer = a.create_offer();
        assert!(!offer.contains("a=bundle-only") && !offer.contains("rtcp-mux-only"));
        assert!(!offer.contains("a=rtcp:"));
        let [offered, .., agreed] = negotiate(&mut a, &mut b);
        assert_eq!(offered.transports.len(), 1);
        assert!(agreed.discarded.is_empty());
        // So it is when the other side offers.
        let [offered, ..] = negotiate(&mut b, &mut a);
        assert_eq!(offered.transports.len(), 1);
    }
}

#[test]
fn a_peer_without_bundle_gets_what_the_policies_leave() {
    use BundlePolicy::{Balanced, MaxBundle, MaxCompat};
    let (no, yes) = (false, true);
    for (ours, theirs, rejected) in [
        (Balanced, MaxCompat, [no, no, yes, no]),
        (MaxCompat, MaxCompat, [no; 4]),
        (MaxBundle, MaxCompat, [no, yes, yes, yes]),
        (MaxCompat, Balanced, [no, no, yes, no]),
        (MaxCompat, MaxBundle, [no, yes, yes, yes]),
    ] {
        let (mut a, mut b) = (offerer(ours), answerer(theirs));
        let [offered, _, answered, agreed] = negotiate_through(&mut a, &mut b, without_groups);
        assert_eq!(is_rejected(&answered), rejected, "{ours:?} {theirs:?}");
        assert_eq!(is_rejected(&agreed), rejected);
        let accepted = rejected.iter().filter(|rejected| !**rejected).count();
        assert_eq!(
            (answered.transports.len(), agreed.transports.len()),
            (accepted, accepted)
        );
        assert_eq!(agreed.discarded.len(), offered.transports.len() - accepted);
        // Each transport is told of its own peer.
        for (one, other) in answered.transports.iter().zip(&agreed.transports) {
            assert_eq!(
                one.local.as_ref().unwrap().credentials,
                other.remote.as_ref().unwrap().credentials
            );
            assert_eq!(one.mid, other.mid);
        }
        let senders = a
            .state
            .transceivers
            .iter()
            .map(|it| it.sender.transport.unwrap());
        let mut keys: Vec<_> = senders.collect();
        keys.dedup();
        assert_eq!(keys.len(), a.state.transceivers.len());
        // What was not bundled stays so; data channels that were rejected are offered again, for they are still wanted.
        let offer = a.create_offer();
        let groups = offer.lines().filter(|line| line.starts_with("a=group"));
        assert_eq!(groups.count(), usize::from(rejected[3]), "{offer}");
        let [.., agreed] = negotiate_through(&mut a, &mut b, without_groups);
        assert!(agreed.discarded.is_empty() || rejected[3]);
        let change = |transport: &TransportPlan| transport.remote.as_ref().unwrap().change;
        assert!(
            agreed
                .transports
                .iter()
                .all(|it| change(it) == Change::Unchanged)
        );
    }
}

#[test]
fn what_stands_alone_stays_when_the_peer_offers() {
    let (mut a, mut b) = (
        offerer(BundlePolicy::Balanced),
        answerer(BundlePolicy::MaxCompat),
    );
    negotiate_through(&mut a, &mut b, without_groups);
    a.add(MediaKind::Video, Direction::Sendrecv, &[]);
    let [.., agreed] = negotiate_through(&mut a, &mut b, without_groups);
    let accepted = is_rejected(&agreed).iter().filter(|it| !**it).count();
    assert_eq!(agreed.transports.len(), accepted);
    // The second section of a kind on a transport of its own would be refused if it were new.
    let [_, _, answered, _] = negotiate_through(&mut b, &mut a, without_groups);
    assert_eq!(is_rejected(&answered), is_rejected(&agreed));
}

#[test]
fn a_peer_can_bundle_a_part() {
    let (mut a, mut b) = (
        offerer(BundlePolicy::MaxCompat),
        answerer(BundlePolicy::MaxCompat),
    );
    let part = |text: &str| text.replace("BUNDLE 0 1 2 3", "BUNDLE 1 0");
    let [offered, _, answered, agreed] = negotiate_through(&mut a, &mut b, part);
    assert_eq!(offered.transports.len(), 4);
    // The peer's first mid is that of the tagged section.
    let mids = |plan: &Plan| -> Vec<String> {
        let transports = plan.transports.iter();
        transports.map(|transport| transport.mid.clone()).collect()
    };
    assert_eq!(mids(&answered), ["1", "2", "3"]);
    assert_eq!(mids(&agreed), ["1", "2", "3"]);
    assert_eq!(agreed.discarded, [offered.transports[0].key]);
    assert_eq!(agreed.sections[0].transport, agreed.sections[1].transport);
    let offer = a.create_offer();
    assert!(offer.contains("a=group:BUNDLE 1 0\r\n"), "{offer}");
    let [offered, ..] = negotiate(&mut a, &mut b);
    assert_eq!(offered.transports.len(), 3);
    // A section that is added joins the group.
    a.add(MediaKind::Audio, Direction::Sendrecv, &[]);
    let offer = a.create_offer();
    assert!(offer.contains("a=group:BUNDLE 1 0 4\r\n"), "{offer}");
    let [.., agreed] = negotiate(&mut a, &mut b);
    assert_eq!(agreed.sections[4].transport, agreed.sections[0].transport);
}

#[test]
fn the_group_goes_on_when_the_section_that_described_it_goes() {
    let (mut a, mut b) = (
        offerer(BundlePolicy::Balanced),
        answerer(BundlePolicy::Balanced),
    );
    let [.., first] = negotiate(&mut a, &mut b);
    a.stop(0);
    let offer = a.create_offer();
    assert!(offer.contains("a=group:BUNDLE 1 2 3\r\n"), "{offer}");
    let [offered, _, answered, agreed] = negotiate(&mut a, &mut b);
    for plan in [&offered, &answered, &agreed] {
        assert_eq!(plan.transports.len(), 1);
        assert_eq!(plan.transports[0].mid, "1");
    }
    assert_eq!(agreed.transports[0].key, first.transports[0].key);
    assert_eq!(
        answered.transports[0].local.as_ref().unwrap().change,
        Change::Unchanged
    );
    // A restart is told and answered in the new place.
    let offer = a.create_offer_with(OfferOptions { ice_restart: true });
    a.set_local(SdpType::Offer, &offer);
    b.set_remote(SdpType::Offer, &offer);
    let answer = b.create_answer();
    b.set_local(SdpType::Answer, &answer);
    let agreed = a.set_remote(SdpType::Answer, &answer);
    assert_eq!(
        agreed.transports[0].remote.as_ref().unwrap().change,
        Change::Restart
    );
}

#[test]
fn a_section_leaves_its_group_in_an_offer_of_the_peer() {
    let (mut a, mut b) = (
        offerer(BundlePolicy::MaxCompat),
        answerer(BundlePolicy::MaxCompat),
    );
    let [.., answered, _] = negotiate(&mut a, &mut b);
    let shared = answered.transports[0].key;
    // A -> OFFER -> B, with the first section on a transport of its own (RFC 9143 section 7.5.3).
    let offer = a.create_offer();
    let ufrag = offer.lines().find(|line| line.starts_with("a=ice-ufrag"));
    let moved = offer
        .replacen(ufrag.unwrap(), "a=ice-ufrag:moved", 1)
        .replace("BUNDLE 0 1 2 3", "BUNDLE 1 2 3");
    let plan = b.set_remote(SdpType::Offer, &moved);
    assert_eq!(plan.transports.len(), 2);
    // The transport stays with what has its credentials.
    assert_ne!(plan.sections[0].transport, Some(shared));
    assert_eq!(plan.sections[1].transport, Some(shared));
    assert_eq!(plan.sections[3].transport, Some(shared));
    let answer = b.create_answer();
    assert!(answer.contains("a=group:BUNDLE 1 2 3\r\n"));
    let plan = b.set_local(SdpType::Answer, &answer);
    let changes: Vec<Change> = plan
        .transports
        .iter()
        .map(|transport| transport.local.as_ref().unwrap().change)
        .collect();
    assert_eq!(changes, [Change::New, Change::Unchanged]);
}

#[test]
fn candidates_find_their_transport() {
    use crate::sdp::candidate::CandidateAttribute;
    let candidate = CandidateAttribute::parse("1 1 udp 2130706431 192.0.2.1 7 typ host").unwrap();
    let (mut a, mut b) = (
        offerer(BundlePolicy::MaxCompat),
        answerer(BundlePolicy::MaxCompat),
    );
    let [offered, ..] = negotiate_through(&mut a, &mut b, without_groups);
    for (index, transport) in offered.transports.iter().enumerate() {
        let mid = transport.mid.clone();
        let target = a
            .state
            .add_remote_candidate(Some(&mid), None, None, Some(&candidate))
            .unwrap();
        assert_eq!(
            (target[0].transports[0], target[0].delivery),
            (transport.key, Delivery::Now)
        );
        let credentials = transport.local.as_ref().unwrap().credentials.clone();
        let place = a
            .state
            .add_local_candidate(transport.key, &credentials, Some(&candidate))
            .unwrap();
        assert_eq!(place, Some((mid, index)));
    }
    let local = a.state.local_description().unwrap().sdp().to_string();
    assert_eq!(local.matches("a=candidate:1 ").count(), 4);
}

#[test]
fn candidates_of_a_transport_that_was_bundled_away_go_nowhere() {
    use crate::sdp::candidate::CandidateAttribute;
    let candidate = CandidateAttribute::parse("1 1 udp 2130706431 192.0.2.1 7 typ host").unwrap();
    let (mut a, mut b) = (
        offerer(BundlePolicy::Balanced),
        answerer(BundlePolicy::Balanced),
    );
    // A -> OFFER -> B, each section with its own credentials.
    let offer = a.create_offer();
    let at = offer.find("m=audio").unwrap();
    let ufrag = offer.lines().find(|line| line.starts_with("a=ice-ufrag"));
    let audio = offer[at..].replacen(ufrag.unwrap(), "a=ice-ufrag:other", 1);
    b.set_remote(SdpType::Offer, &format!("{}{audio}", &offer[..at]));
    let answer = b.create_answer();
    b.set_local(SdpType::Answer, &answer);
    let mut deliver = |mid: &str, candidate: Option<&CandidateAttribute>| {
        let targets = b
            .state
            .add_remote_candidate(Some(mid), None, None, candidate);
        targets.unwrap()[0].delivery
    };
    assert_eq!(deliver("0", Some(&candidate)), Delivery::Now);
    assert_eq!(deliver("1", Some(&candidate)), Delivery::WithTheAnswer);
    assert_eq!(deliver("1", None), Delivery::WithTheAnswer);
    assert_eq!(deliver("0", None), Delivery::Now);
}
