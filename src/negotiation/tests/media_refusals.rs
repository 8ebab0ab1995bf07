//! What is refused of media, with which error and which line (web-platform-tests:
//! RTCPeerConnection-setRemoteDescription-offer, RTCPeerConnection-setRemoteDescription-answer, protocol/).

use super::*;

fn offer() -> String {
    let mut a = Peer::new(1);
    a.add(MediaKind::Audio, Direction::Sendrecv, &["s"]);
    a.add(MediaKind::Video, Direction::Sendrecv, &["s"]);
    a.create_offer()
}

/// The number of the line that begins like this, of those after `after`.
fn line_of(text: &str, after: &str, start: &str) -> usize {
    let mut lines = text
        .lines()
        .enumerate()
        .skip_while(|(_, line)| !line.starts_with(after));
    lines.find(|(_, line)| line.starts_with(start)).unwrap().0 + 1
}

fn assert_refused(peer: &Peer, kind: SdpType, text: &str, line: usize) {
    match peer.state.check_remote(kind, text) {
        Ok(_) => panic!("accepted:\n{text}"),
        Err(error) => assert_eq!(
            (error.name, error.sdp_line),
            (NegotiationErrorName::InvalidAccessError, Some(line)),
            "{error}\n{text}"
        ),
    }
}

#[test]
fn offers_of_media_that_contradict_themselves() {
    let good = offer();
    let peer = Peer::new(2);
    peer.state.check_remote(SdpType::Offer, &good).unwrap();
    let video = line_of(&good, "m=video", "m=video");
    let in_video = |from: &str, to: &str| {
        let (head, tail) = good.split_at(good.find("m=video").unwrap());
        format!("{head}{}", tail.replacen(from, to, 1))
    };
    for (text, after, line) in [
        // A payload type with two meanings, in the section and in the group.
        (
            in_video("a=rtpmap:", "a=rtpmap:96 H264/90000\r\na=rtpmap:"),
            "m=video",
            None,
        ),
        (
            in_video("a=rtcp-mux\r\na=rtcp-mux-only\r\n", ""),
            "m=video",
            Some("m=video"),
        ),
        (
            in_video("a=rtcp-mux\r\n", "a=rtcp-mux-only\r\n"),
            "m=video",
            Some("a=rtcp-mux-only"),
        ),
        (
            in_video("a=rtcp-rsize", "a=simulcast:recv x\r\na=rtcp-rsize"),
            "m=video",
            Some("a=simulcast"),
        ),
        (
            in_video("a=mid:1", "a=mid:0").replace("BUNDLE 0 1", "BUNDLE 0"),
            "m=video",
            Some("a=mid"),
        ),
    ] {
        match line {
            Some(line) => {
                // What the carrier says of RTCP mux holds for all that it carries.
                let text = text.replace("a=group:BUNDLE 0 1\r\n", "");
                assert_refused(&peer, SdpType::Offer, &text, line_of(&text, after, line));
            }
            None => {
                let error = peer.state.check_remote(SdpType::Offer, &text).unwrap_err();
                assert_eq!(
                    error.name,
                    NegotiationErrorName::InvalidAccessError,
                    "{error}"
                );
                assert!(error.sdp_line.unwrap() > video);
            }
        }
    }
}

#[test]
fn a_later_offer_may_not_change_what_a_section_is() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add(MediaKind::Audio, Direction::Sendrecv, &[]);
    negotiate(&mut a, &mut b);
    a.add(MediaKind::Video, Direction::Sendrecv, &[]);
    let offer = a.create_offer();
    let at = line_of(&offer, "m=audio", "m=audio");
    for text in [
        offer.replace("m=audio", "m=video"),
        offer
            .replace("a=mid:0", "a=mid:5")
            .replace("BUNDLE 0", "BUNDLE 5"),
    ] {
        assert_refused(&b, SdpType::Offer, &text, at);
    }
    // Once it is rejected, it may.
    a.stop(0);
    negotiate(&mut a, &mut b);
    a.add(MediaKind::Audio, Direction::Sendrecv, &[]);
    negotiate(&mut a, &mut b);
    assert_eq!(b.mids().len(), 2);
}

#[test]
fn answers_with_media_that_do_not_fit_the_offer() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.state.bundle_policy = BundlePolicy::MaxBundle;
    a.add(MediaKind::Audio, Direction::Sendonly, &["s"]);
    a.add(MediaKind::Video, Direction::Recvonly, &[]);
    b.add_track(MediaKind::Video, &["t"]);
    let offer = a.create_offer();
    a.set_local(SdpType::Offer, &offer);
    b.set_remote(SdpType::Offer, &offer);
    let answer = b.create_answer();
    a.state.check_remote(SdpType::Answer, &answer).unwrap();
    // Who was not asked to send may not, and who is not sent anything may not receive.
    let sends = answer.replacen("a=recvonly", "a=sendrecv", 1);
    let line = line_of(&sends, "m=audio", "a=sendrecv");
    assert_refused(&a, SdpType::Answer, &sends, line);
    assert_refused(&a, SdpType::Pranswer, &sends, line);
    let receives = answer.replacen("a=sendonly", "a=recvonly", 1);
    assert_refused(
        &a,
        SdpType::Answer,
        &receives,
        line_of(&receives, "m=video", "a=recvonly"),
    );
    // A bundle-only section cannot stand alone.
    let alone = answer.replace("BUNDLE 0 1", "BUNDLE 0");
    assert_refused(
        &a,
        SdpType::Answer,
        &alone,
        line_of(&alone, "m=video", "m=video"),
    );
    // A rejected section may stand anywhere.
    let rejected = answer
        .replace("m=video 9", "m=video 0")
        .replace("BUNDLE 0 1", "BUNDLE 0");
    a.state.check_remote(SdpType::Answer, &rejected).unwrap();
}

#[test]
fn what_browsers_tolerate_is_tolerated() {
    let good = offer();
    let munged = [
        // No mid, no msid, no groups, other orders of codecs, unknown lines.
        good.replace("a=mid:0\r\n", "")
            .replace("a=mid:1\r\n", "")
            .replace("a=group:BUNDLE 0 1\r\n", ""),
        good.replace("a=msid:s track-0\r\n", ""),
        good.replace("a=rtcp-rsize\r\n", "b=AS:500\r\na=unknown:x\r\n"),
        good.replace("a=sendrecv\r\n", ""),
        good.replace("UDP/TLS/RTP/SAVPF", "TCP/DTLS/RTP/SAVPF"),
        good.replace("a=extmap-allow-mixed\r\n", ""),
        good.replace("\r\n", "\n"),
    ];
    for text in munged {
        let mut peer = Peer::new(2);
        peer.set_remote(SdpType::Offer, &text);
        let answer = peer.create_answer();
        let plan = peer.set_local(SdpType::Answer, &answer);
        assert!(
            plan.sections.iter().all(|section| !section.is_rejected()),
            "{text}\n{answer}"
        );
    }
}
