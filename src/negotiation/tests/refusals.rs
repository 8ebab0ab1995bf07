//! What is refused, with which error and which line.

use super::*;

const UFRAG: &str = "a=ice-ufrag:abcd";
const PWD: &str = "a=ice-pwd:abcdefghijklmnopqrstuv";

/// An offer of data channels, line by line.
fn offer_lines() -> Vec<String> {
    let lines = [
        "v=0",
        "o=- 1 1 IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
        "c=IN IP4 0.0.0.0",
        "a=mid:0",
        UFRAG,
        PWD,
        &format!("a=fingerprint:{FINGERPRINT}"),
        "a=setup:actpass",
        "a=sctp-port:5000",
    ];
    lines.map(str::to_owned).to_vec()
}

fn text(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\r\n")).collect()
}

/// The offer with the line that begins like `line` replaced by it, or with it added.
fn offer_with(changes: &[&str]) -> String {
    let mut lines = offer_lines();
    for change in changes {
        let name = change.split([':', ' ']).next().unwrap();
        match lines
            .iter_mut()
            .find(|line| line.starts_with(name) && name.len() > 1)
        {
            Some(line) => *line = (*change).to_owned(),
            None => lines.push((*change).to_owned()),
        }
    }
    text(&lines)
}

fn offer_without(name: &str) -> String {
    let mut lines = offer_lines();
    lines.retain(|line| !line.starts_with(name));
    text(&lines)
}

fn refusal(
    state: &NegotiationState,
    kind: SdpType,
    text: &str,
) -> (NegotiationErrorName, Option<usize>) {
    match state.check_remote(kind, text) {
        Ok(_) => panic!("accepted:\n{text}"),
        Err(error) => (error.name, error.sdp_line),
    }
}

fn assert_offer_refused(text: &str, line: usize) {
    let expected = (NegotiationErrorName::InvalidAccessError, Some(line));
    assert_eq!(
        refusal(&NegotiationState::default(), SdpType::Offer, text),
        expected,
        "{text}"
    );
}

#[test]
fn the_offer_itself_is_good() {
    Peer::new(1).set_remote(SdpType::Offer, &text(&offer_lines()));
}

#[test]
fn what_a_section_must_have() {
    for name in [
        "a=ice-ufrag",
        "a=ice-pwd",
        "a=fingerprint",
        "a=setup",
        "a=sctp-port",
    ] {
        assert_offer_refused(&offer_without(name), 6);
    }
}

#[test]
fn values_that_are_out_of_bounds() {
    assert_offer_refused(&offer_with(&["a=ice-ufrag:abc"]), 9);
    assert_offer_refused(
        &offer_with(&[&format!("a=ice-ufrag:{}", "a".repeat(257))]),
        9,
    );
    assert_offer_refused(&offer_with(&["a=ice-pwd:abcdefghijklmnopqrstu"]), 10);
    assert_offer_refused(
        &offer_with(&[&format!("a=ice-pwd:{}", "a".repeat(257))]),
        10,
    );
    assert_offer_refused(&offer_with(&["a=fingerprint:sha-3 00:11"]), 11);
    assert_offer_refused(&offer_with(&["a=setup:holdconn"]), 12);
    for good in [
        format!("a=ice-ufrag:{}", "a".repeat(256)),
        format!("a=ice-pwd:{}", "a".repeat(256)),
    ] {
        assert!(
            NegotiationState::default()
                .check_remote(SdpType::Offer, &offer_with(&[&good]))
                .is_ok()
        );
    }
}

#[test]
fn what_is_not_sdp_has_the_line_where_it_is_not() {
    for (change, line) in [
        ("a=setup:maybe", 12),
        ("a=ice-ufrag:a-b", 9),
        ("a=candidate:1 1 udp", 14),
        ("a=mid:", 8),
    ] {
        let expected = (NegotiationErrorName::SdpSyntaxError, Some(line));
        assert_eq!(
            refusal(
                &NegotiationState::default(),
                SdpType::Offer,
                &offer_with(&[change])
            ),
            expected
        );
    }
    let expected = (NegotiationErrorName::SdpSyntaxError, Some(1));
    assert_eq!(
        refusal(&NegotiationState::default(), SdpType::Offer, "garbage"),
        expected
    );
}

#[test]
fn mids_and_groups_that_do_not_fit() {
    let second = "m=application 0 UDP/DTLS/SCTP webrtc-datachannel";
    let mut lines = offer_lines();
    lines.extend([second.to_owned(), "a=mid:0".to_owned()]);
    assert_offer_refused(&text(&lines), 15);
    assert_offer_refused(&offer_with(&["a=group:BUNDLE 0 1"]), 5);
    assert_offer_refused(&offer_with(&["a=group:BUNDLE 0 0"]), 5);
    let mut lines = offer_lines();
    lines.insert(5, "a=group:BUNDLE 0".to_owned());
    assert_offer_refused(&text(&lines), 6);
}

#[test]
fn keys_and_profiles_without_dtls() {
    assert_offer_refused(
        &offer_with(&["a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x"]),
        14,
    );
    for proto in ["RTP/AVP", "RTP/SAVPF", "TCP/TLS/RTP/SAVPF", "RTP/X"] {
        let mut lines = offer_lines();
        lines.push(format!("m=audio 9 {proto} 0"));
        // Without DTLS it is nothing, whatever it is called.
        assert_offer_refused(&text(&lines), 14);
        // A rejected one is looked at no further.
        *lines.last_mut().unwrap() = format!("m=audio 0 {proto} 0");
        assert!(
            NegotiationState::default()
                .check_remote(SdpType::Offer, &text(&lines))
                .is_ok()
        );
    }
}

#[test]
fn profiles_of_other_names_mean_dtls_where_there_is_a_fingerprint() {
    let complete = |proto: &str| {
        let mut lines = offer_lines();
        lines.extend([&format!("m=audio 9 {proto} 0"), UFRAG, PWD].map(str::to_owned));
        lines.extend([
            format!("a=fingerprint:{FINGERPRINT}"),
            "a=setup:actpass".to_owned(),
            "a=rtcp-mux".to_owned(),
        ]);
        text(&lines)
    };
    for proto in [
        "RTP/AVP",
        "RTP/AVPF",
        "RTP/SAVP",
        "RTP/SAVPF",
        "UDP/TLS/RTP/SAVP",
    ] {
        let mut peer = Peer::new(2);
        peer.set_remote(SdpType::Offer, &complete(proto));
        let answer = peer.create_answer();
        assert!(
            answer.contains(&format!("\r\nm=audio 9 {proto} 0\r\n")),
            "{answer}"
        );
    }
    for proto in ["RTP/X", "TCP/TLS/RTP/SAVPF", "UDP/RTP/SAVPF"] {
        assert_offer_refused(&complete(proto), 14);
    }
}

#[test]
fn media_without_rtcp_mux_or_with_unknown_rids() {
    let mut lines = offer_lines();
    lines.extend(["m=audio 9 UDP/TLS/RTP/SAVPF 0", UFRAG, PWD].map(str::to_owned));
    lines.extend([
        format!("a=fingerprint:{FINGERPRINT}"),
        "a=setup:actpass".to_owned(),
    ]);
    assert_offer_refused(&text(&lines), 14);
    lines.push("a=rtcp-mux".to_owned());
    assert!(
        NegotiationState::default()
            .check_remote(SdpType::Offer, &text(&lines))
            .is_ok()
    );
    lines.extend([
        "a=rid:h send".to_owned(),
        "a=simulcast:send h;~l".to_owned(),
    ]);
    assert_offer_refused(&text(&lines), 21);
    lines.push("a=rid:l send".to_owned());
    assert!(
        NegotiationState::default()
            .check_remote(SdpType::Offer, &text(&lines))
            .is_ok()
    );
}

#[test]
fn unknown_media_are_no_reason_to_refuse() {
    let mut lines = offer_lines();
    lines.extend(
        [
            "m=image 7 udptl t38",
            "m=application 7 UDP/BFCP *",
            "m=application 7 UDP/DTLS/SCTP other",
        ]
        .map(str::to_owned),
    );
    let mut peer = Peer::new(1);
    peer.set_remote(SdpType::Offer, &text(&lines));
    let answer = peer.create_answer();
    for line in [
        "m=image 0 udptl t38\r\n",
        "m=application 0 UDP/BFCP *\r\n",
        "m=application 0 UDP/DTLS/SCTP other\r\n",
    ] {
        assert!(answer.contains(line), "{answer}");
    }
    // No mid was offered, none is answered.
    assert_eq!(answer.matches("a=mid:").count(), 1);
    peer.set_local(SdpType::Answer, &answer);
}

#[test]
fn bundle_only_data_channels_go_down_with_what_carries_them() {
    let mut lines = offer_lines();
    let transport: Vec<String> = lines.drain(8..12).collect();
    lines[4] = "a=group:BUNDLE a 0".to_owned();
    lines[5] = "m=application 0 UDP/DTLS/SCTP webrtc-datachannel".to_owned();
    lines.push("a=bundle-only".to_owned());
    let media = ["m=audio 9 UDP/TLS/RTP/SAVPF 96", "a=mid:a", "a=rtcp-mux"].map(str::to_owned);
    lines.splice(5..5, media.into_iter().chain(transport));
    let mut peer = Peer::new(1);
    let plan = peer.set_remote(SdpType::Offer, &text(&lines));
    assert!(plan.transports.is_empty());
    let answer = peer.create_answer();
    assert_eq!(answer.matches(" 0 UDP/").count(), 2);
    assert!(!answer.contains("a=group"));
}

#[test]
fn a_second_section_of_data_channels_is_rejected() {
    let mut lines = offer_lines();
    lines.retain(|line| !line.starts_with("a=group"));
    let second: Vec<String> = lines[4..]
        .iter()
        .map(|line| line.replace("mid:0", "mid:1"))
        .collect();
    lines.extend(second);
    let mut peer = Peer::new(1);
    let plan = peer.set_remote(SdpType::Offer, &text(&lines));
    assert_eq!(plan.sections[1].kind, SectionKind::Rejected);
    assert_eq!(peer.create_answer().matches("m=application 0 ").count(), 1);
}

/// A peer that has set its offer, and a good answer to it.
fn offerer() -> (Peer, String) {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    let offer = a.create_offer();
    a.set_local(SdpType::Offer, &offer);
    b.set_remote(SdpType::Offer, &offer);
    (a, b.create_answer())
}

#[test]
fn answers_that_do_not_match_the_offer() {
    let (a, answer) = offerer();
    let line_of = |start: &str| {
        answer
            .lines()
            .position(|line| line.starts_with(start))
            .unwrap()
            + 1
    };
    let m_line = line_of("m=");
    let extra = format!("{answer}m=audio 0 UDP/TLS/RTP/SAVPF 0\r\n");
    let session_part = &answer[..answer.find("m=").unwrap()].replace("a=group:BUNDLE 0\r\n", "");
    let changed = |from: &str, to: &str| answer.replace(from, to);
    for (text, line) in [
        (changed("UDP/DTLS/SCTP", "TCP/DTLS/SCTP"), m_line),
        (
            changed(
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
                "m=audio 9 UDP/DTLS/SCTP 0",
            ),
            m_line,
        ),
        (
            changed("mid:0", "mid:1").replace("BUNDLE 0", "BUNDLE 1"),
            m_line,
        ),
        (changed("webrtc-datachannel", "other"), m_line),
        (changed("setup:active", "setup:actpass"), line_of("a=setup")),
        (extra, answer.lines().count() + 1),
        (session_part.clone(), 1),
    ] {
        let expected = (NegotiationErrorName::InvalidAccessError, Some(line));
        assert_eq!(
            refusal(&a.state, SdpType::Answer, &text),
            expected,
            "{text}"
        );
        assert_eq!(
            refusal(&a.state, SdpType::Pranswer, &text),
            expected,
            "{text}"
        );
    }
    assert!(a.state.check_remote(SdpType::Answer, &answer).is_ok());
}

#[test]
fn an_answer_cannot_accept_what_was_rejected_or_group_what_was_not() {
    // A was offered audio, rejected it, and offers again with data channels beside it.
    let mut a = Peer::new(1);
    let mut lines = offer_lines();
    lines.truncate(4);
    lines.extend(
        [
            "m=audio 9 UDP/TLS/RTP/SAVPF 96",
            "a=mid:a",
            UFRAG,
            PWD,
            "a=rtcp-mux",
        ]
        .map(str::to_owned),
    );
    lines.extend([
        format!("a=fingerprint:{FINGERPRINT}"),
        "a=setup:actpass".to_owned(),
    ]);
    a.set_remote(SdpType::Offer, &text(&lines));
    let answer = a.create_answer();
    a.set_local(SdpType::Answer, &answer);
    // The application gives the transceiver up.
    a.stop(0);
    let offer = a.create_offer();
    a.set_local(SdpType::Offer, &offer);
    let accepted = text(&lines).replace("setup:actpass", "setup:active");
    let expected = (NegotiationErrorName::InvalidAccessError, Some(5));
    assert_eq!(refusal(&a.state, SdpType::Answer, &accepted), expected);
    let grouped = accepted
        .replace("m=audio 9", "m=audio 0")
        .replace("t=0 0\r\n", "t=0 0\r\na=group:BUNDLE a\r\n");
    assert_eq!(refusal(&a.state, SdpType::Answer, &grouped), expected);
}

#[test]
fn later_offers_keep_their_sections() {
    let mut peer = Peer::new(1);
    let offer = text(&offer_lines());
    peer.set_remote(SdpType::Offer, &offer);
    let renamed = offer
        .replace("mid:0", "mid:1")
        .replace("BUNDLE 0", "BUNDLE 1");
    let session_part = offer[..offer.find("m=").unwrap()].replace("a=group:BUNDLE 0\r\n", "");
    let expected = |line| (NegotiationErrorName::InvalidAccessError, Some(line));
    // In have-remote-offer as if it had been answered, and when it is.
    for _ in 0..2 {
        assert_eq!(refusal(&peer.state, SdpType::Offer, &renamed), expected(6));
        assert_eq!(
            refusal(&peer.state, SdpType::Offer, &session_part),
            expected(1)
        );
        if peer.state.signaling_state == SignalingState::HaveRemoteOffer {
            let answer = peer.create_answer();
            peer.set_local(SdpType::Answer, &answer);
        }
    }
}

#[test]
fn dtls_goes_on_with_its_role_and_certificate_or_restarts_with_ice() {
    let mut peer = Peer::new(1);
    let offer = text(&offer_lines());
    peer.set_remote(SdpType::Offer, &offer);
    let answer = peer.create_answer();
    peer.set_local(SdpType::Answer, &answer);
    let expected = |line| (NegotiationErrorName::InvalidAccessError, Some(line));
    let other = format!("sha-1 {}", ["AA"; 20].join(":"));
    let changed = offer.replace(FINGERPRINT, &other);
    assert_eq!(refusal(&peer.state, SdpType::Offer, &changed), expected(11));
    // We are the client.
    let active = offer.replace("setup:actpass", "setup:active");
    assert_eq!(refusal(&peer.state, SdpType::Offer, &active), expected(12));
    // With new credentials another association may begin, in the other role too.
    let restarted = active
        .replace(FINGERPRINT, &other)
        .replace("ufrag:abcd", "ufrag:efgh");
    peer.set_remote(SdpType::Offer, &restarted);
    let answer = peer.create_answer();
    assert!(answer.contains("a=setup:passive\r\n"));
    let plan = peer.set_local(SdpType::Answer, &answer);
    let dtls = plan.transports[0].dtls.as_ref().unwrap();
    assert_eq!(
        (dtls.change, dtls.role),
        (Change::Restart, DtlsRole::Server)
    );
}

#[test]
fn an_answer_restarts_ice_if_the_offer_does_or_for_another_end() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    negotiate(&mut a, &mut b);
    let first = a.state.current_remote.as_ref().unwrap().sdp().to_string();
    let offer = a.create_offer();
    a.set_local(SdpType::Offer, &offer);
    let ufrag = first
        .lines()
        .position(|line| line.starts_with("a=ice-ufrag"))
        .unwrap()
        + 1;
    let own = first.lines().nth(ufrag - 1).unwrap();
    let restarted = first.replace(own, "a=ice-ufrag:other");
    let expected = (NegotiationErrorName::InvalidAccessError, Some(ufrag));
    assert!(a.state.check_remote(SdpType::Answer, &restarted).is_ok());
    let offer = a.create_offer_with(OfferOptions { ice_restart: true });
    a.set_local(SdpType::Offer, &offer);
    assert_eq!(refusal(&a.state, SdpType::Answer, &first), expected);
    assert!(a.state.check_remote(SdpType::Answer, &restarted).is_ok());
}

#[test]
fn local_descriptions_must_be_the_created_ones() {
    let mut peer = Peer::with_data(1);
    let offer = peer.create_offer();
    let changed = offer.replace("a=setup:actpass", "a=setup:active");
    for (kind, text) in [
        (SdpType::Offer, &changed),
        (SdpType::Answer, &offer),
        (SdpType::Pranswer, &offer),
    ] {
        let error = peer.state.check_local(kind, text).unwrap_err();
        assert_eq!(error.name, NegotiationErrorName::InvalidModificationError);
    }
    let error = peer.state.check_local(SdpType::Rollback, "").unwrap_err();
    assert_eq!(error.name, NegotiationErrorName::InvalidStateError);
    assert!(peer.state.check_local(SdpType::Offer, &offer).is_ok());
}

#[test]
fn an_answer_belongs_to_the_offer_that_it_was_made_for() {
    let (mut a, mut b, mut c) = (Peer::with_data(1), Peer::new(2), Peer::with_data(3));
    c.add(MediaKind::Audio, Direction::Sendrecv, &[]);
    let offer = c.create_offer();
    b.set_remote(SdpType::Offer, &offer);
    let answer = b.create_answer();
    b.rollback(Source::Remote);
    let other = a.create_offer();
    b.set_remote(SdpType::Offer, &other);
    for kind in [SdpType::Answer, SdpType::Pranswer] {
        let error = b.state.check_local(kind, &answer).unwrap_err();
        assert_eq!(error.name, NegotiationErrorName::InvalidAccessError);
    }
    // Set again, its offer has it again.
    b.rollback(Source::Remote);
    b.set_remote(SdpType::Offer, &offer);
    b.set_local(SdpType::Answer, &answer);
}

#[test]
fn the_state_is_looked_at_before_the_syntax() {
    let expected = (NegotiationErrorName::InvalidStateError, None);
    let mut peer = Peer::with_data(1);
    for kind in [SdpType::Answer, SdpType::Pranswer, SdpType::Rollback] {
        assert_eq!(refusal(&peer.state, kind, "garbage"), expected);
    }
    let offer = peer.create_offer();
    peer.set_local(SdpType::Offer, &offer);
    assert_eq!(refusal(&peer.state, SdpType::Offer, "garbage"), expected);
    assert!(peer.state.needs_implicit_rollback(SdpType::Offer));
    assert_eq!(
        peer.state.create_answer(&mut peer.random).unwrap_err().name,
        NegotiationErrorName::InvalidStateError
    );
    peer.state.signaling_state = SignalingState::Closed;
    assert_eq!(refusal(&peer.state, SdpType::Offer, &offer), expected);
    assert!(!peer.state.needs_implicit_rollback(SdpType::Offer));
    let error = peer
        .state
        .create_offer(&OfferOptions::default(), &mut peer.random)
        .unwrap_err();
    assert_eq!(error.name, NegotiationErrorName::InvalidStateError);
}
