//! The descriptions of browsers.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::sdp::SessionDescription;

use super::super::media::MediaDescription;

use super::*;

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/sdp/{name}.sdp"));
    fs::read_to_string(path).unwrap()
}

/// The m-lines of a description without their formats.
fn m_lines(text: &str) -> Vec<String> {
    let words = |line: &str| line.split(' ').take(3).collect::<Vec<_>>().join(" ");
    text.lines()
        .filter(|line| line.starts_with("m="))
        .map(words)
        .collect()
}

#[test]
fn every_offer_is_answered_in_full() {
    let offers = [
        "audio-offer",
        "av-dc-created",
        "av-dc-offer",
        "dc-offer",
        "directions-offer",
        "ice-restart-offer",
        "ice-restart-reoffer",
        "max-bundle-offer",
        "recvonly-offer",
    ];
    for (browser, offer) in ["chromium", "firefox"]
        .into_iter()
        .flat_map(|browser| offers.map(|offer| (browser, offer)))
    {
        let name = format!("{browser}-{offer}");
        let text = fixture(&name);
        let mut peer = Peer::new(1);
        let plan = peer.set_remote(SdpType::Offer, &text);
        let answer = peer.create_answer();
        let expected: Vec<String> = m_lines(&text)
            .iter()
            .map(|line| {
                let mut words = line.split(' ');
                let (media, proto) = (words.next().unwrap(), words.nth(1).unwrap());
                format!("{media} 9 {proto}")
            })
            .collect();
        assert_eq!(m_lines(&answer), expected, "{name}");
        let sdp = SessionDescription::parse(&answer).unwrap();
        let accepted: Vec<&str> = sdp
            .media
            .iter()
            .filter(|media| media.m_line().port != 0)
            .filter_map(|media| media.mid())
            .collect();
        let groups = sdp.bundle_groups();
        let grouped: Vec<&str> = groups
            .iter()
            .flat_map(|(_, group)| &group.mids)
            .map(String::as_str)
            .collect();
        assert_eq!(grouped, accepted, "{name}");
        assert_eq!(plan.transports.len(), 1, "{name}");
        let offered = SessionDescription::parse(&text).unwrap();
        for (index, (answered, offered_section)) in sdp.media.iter().zip(&offered.media).enumerate()
        {
            assert_eq!(answered.mid(), offered_section.mid(), "{name}");
            for format in &answered.m_line().fmts {
                let offered = &offered_section.m_line().fmts;
                assert!(offered.contains(format), "{name}: {format}");
            }
            let Some(media) = MediaDescription::read(&offered, index) else {
                continue;
            };
            // What nobody adds a track to is received where the peer sends.
            let answered = MediaDescription::read(&sdp, index).unwrap();
            let expected = Direction::of(false, media.direction.sends());
            assert_eq!(answered.direction, expected, "{name}");
            assert!(answered.rtcp_mux && !answered.codecs.is_empty(), "{name}");
        }
        assert!(!answer.contains("bundle-only"), "{name}");
        let plan = peer.set_local(SdpType::Answer, &answer);
        assert_eq!(plan.transports.len(), 1, "{name}");
        for transport in &plan.transports {
            let remote = transport.remote.as_ref().unwrap();
            assert!(remote.credentials.ufrag.len() >= 4, "{name}");
            assert_eq!(
                transport.dtls.as_ref().unwrap().role,
                DtlsRole::Client,
                "{name}"
            );
        }
    }
}

#[test]
fn the_plan_for_chromium_has_what_its_offer_says() {
    let mut peer = Peer::new(1);
    peer.set_remote(SdpType::Offer, &fixture("chromium-dc-offer"));
    let answer = peer.create_answer();
    assert!(answer.contains("a=setup:active\r\n"));
    assert!(
        answer.contains("a=ice-options:trickle\r\n"),
        "ice2 was not offered"
    );
    let plan = peer.set_local(SdpType::Answer, &answer);
    let transport = &plan.transports[0];
    let remote = transport.remote.as_ref().unwrap();
    assert_eq!(remote.credentials.ufrag, "aIq8");
    assert_eq!(remote.credentials.pwd, "fVtvWeoKrS6+A7UIAYwE2gGz");
    assert_eq!(remote.candidates.len(), 6);
    assert_eq!((remote.lite, remote.end_of_candidates), (false, false));
    assert!(
        transport.dtls.as_ref().unwrap().fingerprints[0]
            .value
            .starts_with("6B:07:5D")
    );
    let SctpPlan::Negotiated(sctp) = plan.sctp else {
        panic!("{:?}", plan.sctp);
    };
    assert_eq!(sctp.remote_max_message_size, 262_144);
}

#[test]
fn the_plan_for_firefox_takes_what_the_session_part_says() {
    let mut peer = Peer::new(1);
    peer.set_remote(SdpType::Offer, &fixture("firefox-av-dc-offer"));
    let answer = peer.create_answer();
    let plan = peer.set_local(SdpType::Answer, &answer);
    let transport = &plan.transports[0];
    assert_eq!((transport.mid.as_str(), transport.m_line_index), ("0", 0));
    let remote = transport.remote.as_ref().unwrap();
    assert_eq!(remote.candidates[0].port, 50963);
    assert!(remote.end_of_candidates);
    assert!(
        transport.dtls.as_ref().unwrap().fingerprints[0]
            .value
            .starts_with("C2:5D:1A")
    );
    let kinds: Vec<SectionKind> = plan.sections.iter().map(|section| section.kind).collect();
    assert_eq!(
        kinds,
        [
            SectionKind::Media(MediaKind::Audio),
            SectionKind::Media(MediaKind::Video),
            SectionKind::Application
        ]
    );
}

#[test]
fn sections_without_an_address_share_the_candidates_of_the_first() {
    for name in ["chromium-max-bundle-offer", "firefox-max-bundle-offer"] {
        let mut peer = Peer::new(1);
        let offer = fixture(name);
        peer.set_remote(SdpType::Offer, &offer);
        let answer = peer.create_answer();
        let plan = peer.set_local(SdpType::Answer, &answer);
        let remote = plan.transports[0].remote.as_ref().unwrap();
        let first = &SessionDescription::parse(&offer).unwrap().media[0];
        // Firefox has candidates for RTCP too, which is multiplexed.
        let rtp = first
            .candidates()
            .filter(|candidate| candidate.component == 1);
        assert_eq!(remote.candidates, rtp.collect::<Vec<_>>(), "{name}");
        assert!(!remote.candidates.is_empty(), "{name}");
        assert!(answer.contains("a=rtcp-mux\r\n"), "{name}");
    }
}

#[test]
fn answers_of_browsers_to_our_offer() {
    for (name, size, ended) in [
        ("chromium-dc-answer", 262_144, false),
        ("firefox-dc-answer", 1_073_741_823, true),
    ] {
        let mut peer = Peer::with_data(1);
        let offer = peer.create_offer();
        peer.set_local(SdpType::Offer, &offer);
        let plan = peer.set_remote(SdpType::Answer, &fixture(name));
        let transport = &plan.transports[0];
        assert_eq!(
            transport.dtls.as_ref().unwrap().role,
            DtlsRole::Server,
            "{name}"
        );
        assert_eq!(
            transport.remote.as_ref().unwrap().end_of_candidates,
            ended,
            "{name}"
        );
        let SctpPlan::Negotiated(sctp) = plan.sctp else {
            panic!("{name}: {:?}", plan.sctp);
        };
        assert_eq!(sctp.remote_max_message_size, size, "{name}");
        assert_eq!(peer.state.signaling_state, SignalingState::Stable, "{name}");
    }
}

#[test]
fn a_browser_restarts_ice() {
    for browser in ["chromium", "firefox"] {
        let mut peer = Peer::new(1);
        peer.set_remote(
            SdpType::Offer,
            &fixture(&format!("{browser}-ice-restart-offer")),
        );
        let answer = peer.create_answer();
        let before = peer
            .set_local(SdpType::Answer, &answer)
            .transports
            .remove(0);
        peer.set_remote(
            SdpType::Offer,
            &fixture(&format!("{browser}-ice-restart-reoffer")),
        );
        let answer = peer.create_answer();
        let after = peer
            .set_local(SdpType::Answer, &answer)
            .transports
            .remove(0);
        assert_eq!(before.key, after.key, "{browser}");
        let (old, new) = (before.local.unwrap(), after.local.unwrap());
        assert_ne!(old.credentials, new.credentials, "{browser}");
        assert_eq!(new.change, Change::Restart, "{browser}");
        assert_eq!(after.remote.unwrap().change, Change::Restart, "{browser}");
        // DTLS goes on, with the roles it has.
        let (old, new) = (before.dtls.unwrap(), after.dtls.unwrap());
        assert_eq!(
            (new.change, new.role),
            (Change::Unchanged, old.role),
            "{browser}"
        );
    }
}

#[test]
fn offers_truncated_at_each_line_are_answered_or_refused() {
    for name in [
        "chromium-dc-offer",
        "firefox-dc-offer",
        "firefox-av-dc-created",
    ] {
        let text = fixture(name);
        let mut end = 0;
        for line in text.split_inclusive('\n') {
            end += line.len();
            let mut peer = Peer::new(1);
            match peer.state.check_remote(SdpType::Offer, &text[..end]) {
                Ok(description) => {
                    peer.state.apply(Source::Remote, description).unwrap();
                    let answer = peer.create_answer();
                    peer.set_local(SdpType::Answer, &answer);
                }
                Err(error) => assert!(
                    error
                        .sdp_line
                        .is_some_and(|line| line <= text.lines().count()),
                    "{error}"
                ),
            }
        }
    }
}

proptest! {
    /// Lines of two real offers, mixed, doubled and lost: each result is refused, or taken through a whole exchange.
    #[test]
    fn a_damaged_offer_is_negotiated_or_refused(
        names in (0usize..4, 0usize..4),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        kind in 0u8..3,
    ) {
        let offers = ["chromium-dc-offer", "firefox-dc-offer", "firefox-max-bundle-offer", "chromium-av-dc-offer"];
        let donor = fixture(offers[names.1]);
        let donor: Vec<&str> = donor.lines().collect();
        let text = fixture(offers[names.0]);
        let mut lines: Vec<&str> = text.lines().collect();
        for pair in picks.chunks(2) {
            let at = pair[0].index(lines.len());
            match kind {
                0 => { lines.remove(at); }
                1 => lines.insert(at, donor[pair[0].index(donor.len())]),
                _ => lines[at] = donor[pair[pair.len() - 1].index(donor.len())],
            }
        }
        let text: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
        let mut peer = Peer::with_data(1);
        if let Ok(description) = peer.state.check_remote(SdpType::Offer, &text) {
            let offered = peer.state.apply(Source::Remote, description).unwrap();
            for index in 0..offered.sections.len() {
                let _ = peer.state.add_remote_candidate(None, Some(index as u16), None, None);
            }
            let answer = peer.create_answer();
            let answered = peer.set_local(SdpType::Answer, &answer);
            prop_assert_eq!(&offered.sections, &answered.sections);
            for transport in &answered.transports {
                prop_assert!(transport.remote.is_some() && transport.dtls.is_some());
            }
            // What was agreed can be offered again.
            let offer = peer.create_offer();
            peer.set_local(SdpType::Offer, &offer);
        }
    }
}

#[test]
fn the_largest_offer_is_dealt_with() {
    let mut offer = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=ice-ufrag:abcd\r\na=setup:actpass\r\na=group:BUNDLE".to_owned();
    offer.extend((0..1024).map(|mid| format!(" {mid}")));
    offer.push_str(&format!(
        "\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\na=fingerprint:{FINGERPRINT}\r\n"
    ));
    offer.extend((0..1024).map(|mid| {
        format!("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:{mid}\r\na=sctp-port:5000\r\n")
    }));
    let mut peer = Peer::new(1);
    for _ in 0..2 {
        peer.set_remote(SdpType::Offer, &offer);
        let answer = peer.create_answer();
        let plan = peer.set_local(SdpType::Answer, &answer);
        assert_eq!(plan.transports.len(), 1);
        assert_eq!(m_lines(&answer).len(), 1024);
    }
}

#[test]
fn the_largest_offer_of_media_is_dealt_with() {
    let mut offer = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=ice-ufrag:abcd\r\na=setup:actpass\r\na=group:BUNDLE".to_owned();
    offer.extend((0..1024).map(|mid| format!(" {mid}")));
    offer.push_str(&format!(
        "\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\na=fingerprint:{FINGERPRINT}\r\n"
    ));
    offer.extend((0..1024).map(|mid| {
        format!("m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:{mid}\r\na=rtcp-mux\r\na=msid:s\r\n")
    }));
    let mut peer = Peer::new(1);
    for round in 0..2 {
        let plan = peer.set_remote(SdpType::Offer, &offer);
        assert_eq!(plan.media.created.len(), [1024, 0][round]);
        let answer = peer.create_answer();
        let plan = peer.set_local(SdpType::Answer, &answer);
        assert_eq!(plan.transports.len(), 1);
        assert_eq!(m_lines(&answer).len(), 1024);
        assert_eq!(peer.state.transceivers.len(), 1024);
    }
    assert!(!peer.state.is_negotiation_needed());
}
