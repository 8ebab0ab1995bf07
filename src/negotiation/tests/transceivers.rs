//! Transceivers and their m-sections (web-platform-tests: RTCPeerConnection-createOffer, RTCPeerConnection-createAnswer,
//! RTCRtpTransceiver, RTCRtpTransceiver-direction, RTCRtpTransceiver-stop).

use super::*;

fn m_lines(text: &str) -> Vec<(String, u16)> {
    let sdp = SessionDescription::parse(text).unwrap();
    let line = |section: &crate::sdp::MediaSection| {
        let m_line = section.m_line();
        (m_line.media.clone(), m_line.port)
    };
    sdp.media.iter().map(line).collect()
}

fn expected(sections: &[(&str, u16)]) -> Vec<(String, u16)> {
    let own = |(media, port): &(&str, u16)| ((*media).to_owned(), *port);
    sections.iter().map(own).collect()
}

#[test]
fn sections_stand_in_the_order_of_transceivers_and_data_comes_last() {
    let mut a = Peer::with_data(1);
    a.add(MediaKind::Video, Direction::Sendonly, &["s"]);
    a.add(MediaKind::Audio, Direction::Recvonly, &[]);
    let offer = a.create_offer();
    assert_eq!(
        m_lines(&offer),
        expected(&[("video", 9), ("audio", 9), ("application", 9)])
    );
    assert!(offer.contains("a=group:BUNDLE 0 1 2\r\n"));
    let audio = &offer[offer.find("m=audio").unwrap()..];
    assert!(
        audio.contains("a=recvonly\r\n") && !audio.contains("a=msid") && !audio.contains("a=ssrc")
    );
    let video = &offer[offer.find("m=video").unwrap()..offer.find("m=audio").unwrap()];
    for line in [
        "a=sendonly\r\n",
        "a=msid:s track-0\r\n",
        "a=rtcp-mux\r\n",
        "a=rtcp-mux-only\r\n",
        "a=rtcp-rsize\r\n",
        "a=rtcp:9 IN IP4 0.0.0.0\r\n",
        "a=setup:actpass\r\n",
        "a=ssrc-group:FID ",
    ] {
        assert_eq!(video.matches(line).count(), 1, "{line}\n{video}");
    }
    // Nothing is associated before the offer is applied; until then the mids stay.
    assert_eq!(a.mids(), [None, None]);
    let again = a.create_offer();
    assert_eq!(again.replace(" 2 IN IP4", " 1 IN IP4"), offer);
    a.set_local(SdpType::Offer, &again);
    assert_eq!(a.mids(), [Some("0"), Some("1")]);
}

#[test]
fn a_stopped_transceiver_that_was_never_offered_has_no_section() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add(MediaKind::Audio, Direction::Sendonly, &[]);
    a.add(MediaKind::Video, Direction::Sendrecv, &[]);
    a.stop(0);
    assert!(a.state.is_negotiation_needed());
    assert_eq!(m_lines(&a.create_offer()), expected(&[("video", 9)]));
    // With the answer there is nothing more to be said of it.
    let [.., agreed] = negotiate(&mut a, &mut b);
    assert_eq!(agreed.media.stopped, agreed.media.removed);
    assert_eq!(agreed.media.removed, [TransceiverKey(1)]);
    assert_eq!(a.mids().len(), 1);
    assert!(!a.state.is_negotiation_needed());
}

#[test]
fn stopping_ends_on_both_sides_with_the_answer() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add_track(MediaKind::Audio, &["s"]);
    a.add_track(MediaKind::Video, &["s"]);
    negotiate(&mut a, &mut b);
    let (stopped, other) = (a.state.transceivers[0].key, b.state.transceivers[0].key);
    a.stop(0);
    assert!(a.state.is_negotiation_needed());
    // Its own answers are not affected: RFC 9143 would have the whole group rejected.
    let [.., answered, _] = negotiate(&mut b, &mut a);
    assert!(!answered.sections[0].is_rejected());
    assert_eq!(a.current_directions()[0], Some(Direction::Inactive));
    let offer = a.create_offer();
    assert_eq!(m_lines(&offer), expected(&[("audio", 0), ("video", 9)]));
    assert!(offer.contains("a=group:BUNDLE 1\r\n"));
    a.set_local(SdpType::Offer, &offer);
    // B -> stopped at once, and gone with its answer.
    let received = b.set_remote(SdpType::Offer, &offer);
    assert_eq!(received.media.stopped, [other]);
    assert_eq!(received.media.remove, []);
    assert!(b.state.transceivers[0].stopped);
    let answer = b.create_answer();
    let answered = b.set_local(SdpType::Answer, &answer);
    assert_eq!(answered.media.removed, [other]);
    let agreed = a.set_remote(SdpType::Answer, &answer);
    assert_eq!(
        (agreed.media.stopped, agreed.media.removed),
        (vec![stopped], vec![stopped])
    );
    // The transport was described by the section that went, and goes on.
    assert!(agreed.discarded.is_empty());
    assert_eq!(agreed.transports[0].mid, "1");
    assert_eq!(
        agreed.transports[0].remote.as_ref().unwrap().change,
        Change::Unchanged
    );
    for peer in [&a, &b] {
        assert_eq!(peer.mids(), [Some("1")]);
        assert!(!peer.state.is_negotiation_needed());
    }
}

#[test]
fn a_zero_port_section_is_recycled_first_by_its_kind_then_by_other_media() {
    let (mut a, mut b) = (Peer::with_data(1), Peer::new(2));
    for kind in [MediaKind::Audio, MediaKind::Video] {
        a.add(kind, Direction::Sendrecv, &[]);
    }
    negotiate(&mut a, &mut b);
    a.stop(0);
    a.stop(1);
    // Before the answer nothing is free.
    let offer = a.create_offer();
    a.set_local(SdpType::Offer, &offer);
    a.add(MediaKind::Video, Direction::Sendrecv, &[]);
    let early = a.create_offer();
    let sections = [("audio", 0), ("video", 0), ("application", 9), ("video", 9)];
    assert_eq!(m_lines(&early), expected(&sections));
    a.rollback(Source::Local);
    a.state
        .transceivers
        .retain(|transceiver| transceiver.mid.is_some());
    negotiate(&mut a, &mut b);
    assert!(a.mids().is_empty() && b.mids().is_empty());
    for _ in 0..2 {
        a.add(MediaKind::Video, Direction::Sendrecv, &[]);
    }
    let offer = a.create_offer();
    let sections = [("video", 9), ("video", 0), ("application", 9)];
    assert_eq!(m_lines(&offer), expected(&sections));
    // Both have new mids, and the second video is bundle-only.
    let sdp = SessionDescription::parse(&offer).unwrap();
    let mids: Vec<&str> = sdp
        .media
        .iter()
        .filter_map(|section| section.mid())
        .collect();
    assert!(!mids.contains(&"0") && !mids.contains(&"1"), "{mids:?}");
    assert!(sdp.media[0].is_bundle_only() || sdp.media[1].is_bundle_only());
    let [_, received, _, agreed] = negotiate(&mut a, &mut b);
    assert_eq!(received.media.created.len(), 2);
    // Each took the section of its own kind first.
    assert_eq!(a.mids(), [Some("4"), Some("5")]);
    assert_eq!(b.mids(), [Some("5"), Some("4")]);
    assert!(agreed.sections.iter().all(|section| !section.is_rejected()));
}

#[test]
fn directions_intersect_in_the_answer() {
    use Direction::{Inactive, Recvonly, Sendonly, Sendrecv};
    for (offered, wanted, current) in [
        (Sendrecv, Sendrecv, Sendrecv),
        (Sendrecv, Sendonly, Sendonly),
        (Sendrecv, Inactive, Inactive),
        (Sendonly, Sendrecv, Recvonly),
        (Sendonly, Sendonly, Inactive),
        (Recvonly, Sendrecv, Sendonly),
        (Recvonly, Recvonly, Inactive),
        (Inactive, Sendrecv, Inactive),
    ] {
        let (mut a, mut b) = (Peer::new(1), Peer::new(2));
        a.add_track(MediaKind::Audio, &[]);
        negotiate(&mut a, &mut b);
        a.state.transceivers[0].direction = offered;
        b.state.transceivers[0].direction = wanted;
        negotiate(&mut a, &mut b);
        assert_eq!(
            b.current_directions(),
            [Some(current)],
            "{offered:?} {wanted:?}"
        );
        assert_eq!(a.current_directions(), [Some(current.reversed())]);
        // What each wants is in the descriptions, as far as the other lets it.
        assert!(!b.state.is_negotiation_needed(), "{offered:?} {wanted:?}");
    }
}

#[test]
fn a_section_without_a_common_codec_is_rejected_and_its_offerer_stopped() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add_track(MediaKind::Video, &["s"]);
    a.add_track(MediaKind::Audio, &["s"]);
    let only = |name: &str| {
        let codecs = &super::super::media::capabilities(MediaKind::Video).codecs;
        vec![codecs.iter().find(|codec| codec.is(name)).unwrap().clone()]
    };
    a.state.transceivers[0].preferred_codecs = only("VP8");
    b.add_track(MediaKind::Video, &[]);
    b.state.transceivers[0].preferred_codecs = only("VP9");
    let [.., answered, agreed] = negotiate(&mut a, &mut b);
    assert_eq!(answered.sections[0].kind, SectionKind::Rejected);
    assert_eq!(agreed.media.removed, [TransceiverKey(1)]);
    assert_eq!(a.mids(), [Some("1")]);
    // Who rejects a section keeps the transceiver, and offers it again.
    assert!(!b.state.transceivers[0].stopped);
    assert_eq!(b.current_directions()[0], Some(Direction::Inactive));
    assert!(b.state.is_negotiation_needed());
    let offer = b.create_offer();
    assert_eq!(m_lines(&offer), expected(&[("video", 9), ("audio", 9)]));
    let [_, received, ..] = negotiate(&mut b, &mut a);
    assert_eq!(received.media.created.len(), 1);
    assert_eq!(a.current_directions()[1], Some(Direction::Recvonly));
    assert!(!a.state.is_negotiation_needed() && !b.state.is_negotiation_needed());
}

#[test]
fn only_transceivers_of_add_track_take_up_sections_that_want_to_receive() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add(MediaKind::Audio, Direction::Sendonly, &[]);
    a.add(MediaKind::Audio, Direction::Sendrecv, &[]);
    // B -> one of addTransceiver, one of addTrack of another kind, and one that fits.
    b.add(MediaKind::Audio, Direction::Sendrecv, &[]);
    b.add_track(MediaKind::Video, &[]);
    b.add_track(MediaKind::Audio, &[]);
    let [_, received, ..] = negotiate(&mut a, &mut b);
    assert_eq!(received.media.created.len(), 1);
    assert_eq!(b.mids(), [None, None, Some("1"), Some("0")]);
    assert!(b.state.is_negotiation_needed());
    negotiate(&mut b, &mut a);
    assert_eq!(b.mids(), [Some("2"), Some("3"), Some("1"), Some("0")]);
    assert_eq!(a.mids(), [Some("0"), Some("1"), Some("2"), Some("3")]);
}

#[test]
fn codecs_of_senders_and_receivers_follow_the_descriptions() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add(MediaKind::Audio, Direction::Sendonly, &[]);
    let offer = a.create_offer();
    a.set_local(SdpType::Offer, &offer);
    // Who does not receive is not prepared to.
    assert!(a.state.transceivers[0].receiver.receive_codecs.is_empty());
    b.set_remote(SdpType::Offer, &offer);
    assert!(b.state.transceivers[0].receiver.receive_codecs.is_empty());
    let answer = b.create_answer();
    b.set_local(SdpType::Answer, &answer);
    assert!(!b.state.transceivers[0].receiver.receive_codecs.is_empty());
    a.set_remote(SdpType::Answer, &answer);
    let sender = &a.state.transceivers[0].sender;
    assert_eq!(
        sender.send_codecs,
        b.state.transceivers[0].receiver.receive_codecs
    );
    // An encoding's codec that is not negotiated any more is forgotten.
    let agreed = sender.send_codecs[0].clone();
    let other = super::super::media::Codec {
        mime_type: "audio/other".to_owned(),
        ..agreed.clone()
    };
    for (codec, kept) in [(agreed, true), (other, false)] {
        a.state.transceivers[0].sender.send_encodings[0].codec = Some(codec);
        negotiate(&mut a, &mut b);
        let encoding = &a.state.transceivers[0].sender.send_encodings[0];
        assert_eq!(encoding.codec.is_some(), kept);
    }
}

#[test]
fn header_extensions_that_are_not_wanted_are_not_negotiated() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.add(MediaKind::Audio, Direction::Sendrecv, &[]);
    let uri = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
    let stop = |peer: &mut Peer| {
        let extensions = &mut peer.state.transceivers[0].header_extensions_to_negotiate;
        let level = extensions.iter_mut().find(|extension| extension.uri == uri);
        level.unwrap().direction = None;
    };
    let offer = a.create_offer();
    assert!(offer.contains(uri));
    a.set_local(SdpType::Offer, &offer);
    b.set_remote(SdpType::Offer, &offer);
    stop(&mut b);
    let answer = b.create_answer();
    assert!(!answer.contains(uri));
    b.set_local(SdpType::Answer, &answer);
    a.set_remote(SdpType::Answer, &answer);
    for peer in [&a, &b] {
        let transceiver = &peer.state.transceivers[0];
        let negotiated = &transceiver.header_extensions_negotiated;
        assert!(!negotiated.is_empty());
        assert!(negotiated.iter().all(|extension| extension.uri != uri));
        // The next offer alters nothing.
        let wanted = &transceiver.header_extensions_to_negotiate;
        let level = wanted.iter().find(|extension| extension.uri == uri);
        assert_eq!(level.unwrap().direction, None);
    }
    assert!(!a.create_offer().contains(uri));
}

#[test]
fn data_that_are_always_negotiated_come_first_and_carry_the_media() {
    let (mut a, mut b) = (Peer::new(1), Peer::new(2));
    a.state.always_negotiate_data_channels = true;
    assert!(!a.state.is_negotiation_needed());
    a.add(MediaKind::Audio, Direction::Sendrecv, &[]);
    let offer = a.create_offer();
    assert_eq!(
        m_lines(&offer),
        expected(&[("application", 9), ("audio", 9)])
    );
    let [.., agreed] = negotiate(&mut a, &mut b);
    assert_eq!(
        (agreed.transports.len(), agreed.transports[0].mid.as_str()),
        (1, "0")
    );
    // RTCP is multiplexed with the media that the section carries.
    let offer = a.create_offer();
    let data = &offer[..offer.find("m=audio").unwrap()];
    assert!(data.contains("a=rtcp-mux\r\n"), "{offer}");
    negotiate(&mut a, &mut b);
}
