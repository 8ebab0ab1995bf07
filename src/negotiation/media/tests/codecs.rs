//! Which codecs are offered and answered, in which order, and under which payload types.

use std::sync::Arc;

use super::*;

fn preferred(kind: MediaKind, wanted: &[&str]) -> Vec<Codec> {
    let codecs = &capabilities(kind).codecs;
    wanted
        .iter()
        .flat_map(|name| codecs.iter().filter(move |codec| codec.is(name)))
        .cloned()
        .collect()
}

#[test]
fn an_offer_of_audio_reads_as_jsep_says() {
    let offer = Side::of(MediaKind::Audio).offer();
    let expected = "m=audio 9 UDP/TLS/RTP/SAVPF 111 97 9 0 8 13 98 99\r\n\
        a=sendrecv\r\n\
        a=rtpmap:111 opus/48000/2\r\n\
        a=fmtp:111 minptime=10;useinbandfec=1\r\n\
        a=rtcp-fb:111 transport-cc\r\n\
        a=rtpmap:97 red/48000/2\r\n\
        a=fmtp:97 111/111\r\n\
        a=rtpmap:9 G722/8000\r\n\
        a=rtpmap:0 PCMU/8000\r\n\
        a=rtpmap:8 PCMA/8000\r\n\
        a=rtpmap:13 CN/8000\r\n\
        a=rtpmap:98 telephone-event/48000\r\n\
        a=rtpmap:99 telephone-event/8000\r\n\
        a=maxptime:120\r\n\
        a=extmap-allow-mixed\r\n\
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n\
        a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n\
        a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n\
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n\
        a=msid:stream track\r\n\
        a=rtcp-rsize\r\n\
        a=ssrc:1111 cname:cname of ours\r\n";
    assert_eq!(written(&offer).0, expected);
}

#[test]
fn an_offer_of_video_names_each_codec_with_its_retransmissions() {
    let offer = Side::of(MediaKind::Video).offer();
    assert_eq!(
        names(&offer.codecs)[..4],
        [
            "96 VP8",
            "97 rtx apt=96",
            "98 VP9 profile-id=0",
            "99 rtx apt=98"
        ]
    );
    let mut numbers: Vec<u8> = offer
        .codecs
        .iter()
        .map(|codec| codec.payload_type)
        .collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(
        numbers.len(),
        offer.codecs.len(),
        "each number stands for one format"
    );
    assert!(
        numbers
            .iter()
            .all(|number| (35..=63).contains(number) || (96..=127).contains(number))
    );
    for pair in offer.codecs.windows(2) {
        let retransmitted = pair[0].is_primary() || pair[0].is_red();
        assert_eq!(pair[1].is_rtx(), retransmitted, "{pair:?}");
    }
    let last: Vec<&str> = codec_names(&offer.codecs)
        .into_iter()
        .rev()
        .take(4)
        .collect();
    assert_eq!(last, ["flexfec-03", "ulpfec", "rtx", "red"]);
    assert_eq!(offer.ssrc_groups[0].ssrcs, [1111, 2222]);
    assert_eq!(offer.ssrcs, [1111, 2222]);
}

#[test]
fn audio_and_video_share_one_space_of_payload_types() {
    let mut audio = Side::of(MediaKind::Audio);
    let first = audio.offer();
    let mut video = Side::of(MediaKind::Video);
    video.numbers = audio.numbers.clone();
    let second = video.offer();
    assert_eq!(
        second.codecs.len(),
        Side::of(MediaKind::Video).offer().codecs.len()
    );
    assert!(
        first
            .codecs
            .iter()
            .all(|codec| second.codec(codec.payload_type).is_none())
    );
    let shared = |uri: &str| {
        [&first, &second].map(|media| {
            media
                .extensions
                .iter()
                .find(|extension| extension.uri == uri)
                .unwrap()
                .id
        })
    };
    let [one, other] = shared("urn:ietf:params:rtp-hdrext:sdes:mid");
    assert_eq!(one, other);
    let mut ids: Vec<(u16, &str)> = [&first, &second]
        .into_iter()
        .flat_map(|media| &media.extensions)
        .map(|extension| (extension.id, extension.uri.as_str()))
        .collect();
    ids.sort();
    ids.dedup();
    assert!(ids.windows(2).all(|pair| pair[0].0 != pair[1].0), "{ids:?}");
}

#[test]
fn two_of_us_agree_on_everything() {
    for kind in [MediaKind::Audio, MediaKind::Video] {
        let (mut a, mut b) = (Side::of(kind), Side::of(kind));
        let (offer, answer) = negotiate(&mut a, &mut b);
        assert_eq!(offer.codecs, answer.codecs);
        assert_eq!(offer.extensions, answer.extensions);
        let (a, b) = (a.negotiated(), b.negotiated());
        assert_eq!(a.send_codecs, b.receive_codecs);
        assert_eq!(b.send_codecs, a.receive_codecs);
        assert_eq!(a.send_codecs, *offer.codecs);
        assert_eq!(
            (a.direction, b.direction),
            (Direction::Sendrecv, Direction::Sendrecv)
        );
        assert!(a.rtcp_rsize && b.rtcp_rsize);
        assert_eq!((a.send_rids, b.send_rids), (None, None));
    }
}

#[test]
fn preferences_order_and_exclude_what_is_offered() {
    let mut side = Side::of(MediaKind::Video);
    side.transceiver.preferred_codecs = preferred(MediaKind::Video, &["AV1", "rtx", "VP8"]);
    assert_eq!(
        codec_names(&side.offer().codecs),
        ["AV1", "rtx", "VP8", "rtx"]
    );
    side.transceiver.preferred_codecs = preferred(MediaKind::Video, &["VP8", "AV1"]);
    assert_eq!(codec_names(&side.offer().codecs), ["VP8", "AV1"]);
    side.transceiver.preferred_codecs =
        preferred(MediaKind::Video, &["ulpfec", "red", "VP9", "rtx"]);
    assert_eq!(
        codec_names(&side.offer().codecs),
        ["ulpfec", "red", "rtx", "VP9", "rtx", "VP9", "rtx"]
    );
    let mut side = Side::of(MediaKind::Audio);
    side.transceiver.preferred_codecs = preferred(MediaKind::Audio, &["red", "PCMU"]);
    assert_eq!(
        codec_names(&side.offer().codecs),
        ["PCMU"],
        "RED needs what it carries"
    );
    side.transceiver.preferred_codecs = preferred(MediaKind::Audio, &["red", "opus"]);
    let offer = side.offer();
    assert_eq!(codec_names(&offer.codecs), ["red", "opus"]);
    assert_eq!(offer.codecs[0].sdp_fmtp_line.as_deref(), Some("111/111"));
}

#[test]
fn preferences_order_and_exclude_what_is_answered() {
    let offer = Side::of(MediaKind::Video).offer();
    let mut side = Side::of(MediaKind::Video);
    side.transceiver.preferred_codecs = preferred(MediaKind::Video, &["VP9", "rtx", "VP8"]);
    let answer = side.answer(&offer).unwrap();
    assert_eq!(
        codec_names(&answer.codecs),
        ["VP9", "rtx", "VP9", "rtx", "VP8", "rtx"]
    );
    for codec in answer.codecs.iter() {
        assert_eq!(offer.codec(codec.payload_type).unwrap(), codec);
    }
    let mut side = Side::of(MediaKind::Video);
    side.transceiver.preferred_codecs = preferred(MediaKind::Video, &["H265"]);
    assert_eq!(codec_names(&side.answer(&offer).unwrap().codecs), ["H265"]);
}

#[test]
fn an_answer_without_a_codec_that_encodes_is_none() {
    for lines in [
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97\na=rtpmap:96 theora/90000\na=rtpmap:97 rtx/90000\na=fmtp:97 apt=96",
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97\na=rtpmap:96 red/90000\na=rtpmap:97 ulpfec/90000",
        "m=video 9 UDP/TLS/RTP/SAVPF 96\na=rtpmap:96 H264/90000\na=fmtp:96 profile-level-id=640c1f",
        "m=video 9 UDP/TLS/RTP/SAVPF 72\na=rtcp-mux\na=rtpmap:72 VP8/90000",
        "m=video 9 UDP/TLS/RTP/SAVPF 96",
    ] {
        assert_eq!(
            Side::of(MediaKind::Video).answer(&media(lines)),
            None,
            "{lines}"
        );
    }
    for lines in [
        "m=audio 9 UDP/TLS/RTP/SAVPF 13 101\na=rtpmap:101 telephone-event/8000",
        "m=audio 9 UDP/TLS/RTP/SAVPF 3 18",
    ] {
        assert_eq!(
            Side::of(MediaKind::Audio).answer(&media(lines)),
            None,
            "{lines}"
        );
    }
}

#[test]
fn static_payload_types_need_no_rtpmap() {
    let offer = media("m=audio 9 UDP/TLS/RTP/SAVPF 0 8 9 13 3 77 200 x 0");
    assert_eq!(
        names(&offer.codecs),
        ["0 PCMU", "8 PCMA", "9 G722", "13 CN", "3 GSM"]
    );
    let answer = Side::of(MediaKind::Audio).answer(&offer).unwrap();
    assert_eq!(
        names(&answer.codecs),
        ["0 PCMU", "8 PCMA", "9 G722", "13 CN"]
    );
}

#[test]
fn each_codec_is_answered_once() {
    let offer = media(
        "m=video 9 UDP/TLS/RTP/SAVPF 100 101 102 103 104
        a=rtpmap:100 VP8/90000
        a=rtpmap:101 VP8/90000
        a=rtpmap:102 rtx/90000
        a=fmtp:102 apt=100
        a=rtpmap:103 rtx/90000
        a=fmtp:103 apt=101
        a=rtpmap:104 rtx/90000
        a=fmtp:104 apt=100",
    );
    let answer = Side::of(MediaKind::Video).answer(&offer).unwrap();
    assert_eq!(names(&answer.codecs), ["100 VP8", "102 rtx apt=100"]);
}

#[test]
fn red_of_audio_stays_with_what_it_carries() {
    let red = |fmtp: &str| {
        let offer = media(&format!(
            "m=audio 9 UDP/TLS/RTP/SAVPF 63 111 0
            a=rtpmap:63 red/48000/2
            {fmtp}
            a=rtpmap:111 opus/48000/2"
        ));
        let answer = Side::of(MediaKind::Audio).answer(&offer).unwrap();
        names(&answer.codecs).join(", ")
    };
    let opus = "111 opus minptime=10;useinbandfec=1, 0 PCMU";
    assert_eq!(red("a=fmtp:63 111/111"), format!("63 red 111/111, {opus}"));
    assert_eq!(
        red("a=fmtp:63 111/111/111"),
        format!("63 red 111/111/111, {opus}")
    );
    assert_eq!(red("a=fmtp:63 96/96"), opus);
    assert_eq!(red(""), opus);
}

#[test]
fn feedback_is_what_both_give() {
    let offer = media(
        "m=video 9 UDP/TLS/RTP/SAVPF 96 98
        a=rtpmap:96 VP8/90000
        a=rtpmap:98 VP9/90000
        a=rtcp-fb:* NACK PLI
        a=rtcp-fb:96 nack
        a=rtcp-fb:96 ccm tmmbr
        a=rtcp-fb:98 transport-cc",
    );
    let mut side = Side::of(MediaKind::Video);
    let answer = side.answer(&offer).unwrap();
    assert_eq!(answer.codecs[0].rtcp_feedback, ["nack", "nack pli"]);
    assert_eq!(answer.codecs[1].rtcp_feedback, ["transport-cc", "nack pli"]);
    assert_eq!(
        side.negotiated().send_codecs[0].rtcp_feedback,
        ["nack", "NACK PLI"]
    );
}

#[test]
fn h264_is_answered_at_our_level_if_levels_may_differ() {
    let answered = |fmtp: &str| {
        let offer = media(&format!(
            "m=video 9 UDP/TLS/RTP/SAVPF 102\na=rtpmap:102 H264/90000\na=fmtp:102 {fmtp}"
        ));
        let mut side = Side::of(MediaKind::Video);
        let answer = side.answer(&offer)?;
        // What we send is what the other side said that it receives.
        assert_eq!(
            side.negotiated().send_codecs[0].sdp_fmtp_line.as_deref(),
            Some(fmtp)
        );
        answer.codecs[0].sdp_fmtp_line.clone()
    };
    assert_eq!(
        answered("level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e00c").unwrap(),
        "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"
    );
    assert_eq!(
        answered("packetization-mode=1;profile-level-id=42e00c").unwrap(),
        "packetization-mode=1;profile-level-id=42e00c"
    );
    assert_eq!(
        answered("packetization-mode=1;profile-level-id=640033").unwrap(),
        "packetization-mode=1;profile-level-id=64001f"
    );
    assert_eq!(
        answered("packetization-mode=2;profile-level-id=42e01f"),
        None
    );
}

#[test]
fn a_later_offer_keeps_order_and_numbers_of_the_answer() {
    let (mut a, mut b) = (Side::of(MediaKind::Video), Side::of(MediaKind::Video));
    b.transceiver.preferred_codecs = preferred(MediaKind::Video, &["AV1", "rtx", "VP8"]);
    let (first, _) = negotiate(&mut a, &mut b);
    let second = a.offer();
    assert_eq!(
        codec_names(&second.codecs)[..5],
        ["AV1", "rtx", "VP8", "rtx", "VP9"]
    );
    assert_eq!(second.codecs.len(), first.codecs.len());
    for codec in second.codecs.iter() {
        assert_eq!(first.codec(codec.payload_type), Some(codec));
    }
    // And so does one of the side that answered, which names what it left out before.
    b.transceiver.preferred_codecs.clear();
    for codec in b.offer().codecs.iter() {
        let known = first.codec(codec.payload_type).unwrap();
        assert!(known.is_same_format(codec), "{codec:?}");
    }
}

#[test]
fn numbers_of_the_other_side_are_taken_over() {
    // Both had numbers in mind; the offer that is answered decides.
    let offer = media(
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97 120 121
        a=rtpmap:96 H264/90000
        a=fmtp:96 profile-level-id=42e01f;packetization-mode=1
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt=96
        a=rtpmap:120 VP8/90000
        a=rtpmap:121 rtx/90000
        a=fmtp:121 apt=120",
    );
    let mut side = Side::of(MediaKind::Video);
    assert_eq!(names(&side.offer().codecs)[0], "96 VP8");
    side.answer(&offer).unwrap();
    let again = side.offer();
    assert_eq!(names(&again.codecs)[2..4], ["120 VP8", "121 rtx apt=120"]);
    let mut another = Side::of(MediaKind::Video);
    another.numbers = side.numbers.clone();
    let another = another.offer();
    assert_eq!(names(&another.codecs)[..2], ["120 VP8", "121 rtx apt=120"]);
    for codec in another.codecs.iter() {
        let same = again.codec(codec.payload_type).unwrap();
        assert!(same.is_same_format(codec), "{codec:?} {same:?}");
    }
}

#[test]
fn an_answer_may_use_other_numbers() {
    let mut side = Side::of(MediaKind::Video);
    let offer = side.offer();
    let answer = media(
        "m=video 9 UDP/TLS/RTP/SAVPF 98 99
        a=rtpmap:98 VP8/90000
        a=rtpmap:99 rtx/90000
        a=fmtp:99 apt=98",
    );
    side.answered(&offer, &answer);
    let negotiated = side.negotiated();
    assert_eq!(names(&negotiated.send_codecs), ["98 VP8", "99 rtx apt=98"]);
    assert_eq!(
        names(&negotiated.receive_codecs),
        ["96 VP8", "97 rtx apt=96"]
    );
    // What we receive keeps our numbers.
    assert_eq!(
        names(&side.offer().codecs)[..3],
        ["96 VP8", "97 rtx apt=96", "98 VP9 profile-id=0"]
    );
}

#[test]
fn numbers_run_out_without_harm() {
    let taken: String = (96..=127)
        .chain(35..=63)
        .map(|number| format!(" {number}"))
        .collect();
    let maps: String = (96..=127)
        .chain(35..=63)
        .map(|number| format!("a=rtpmap:{number} VP9/{number}\n"))
        .collect();
    let offer = media(&format!(
        "m=video 9 UDP/TLS/RTP/SAVPF{taken} 1\na=rtpmap:1 VP8/90000\n{maps}"
    ));
    let mut side = Side::of(MediaKind::Video);
    assert_eq!(names(&side.answer(&offer).unwrap().codecs), ["1 VP8"]);
    // Only now are the numbers used that the other side gave to what we do not know.
    let again = side.offer();
    assert_eq!(names(&again.codecs)[0], "1 VP8");
    assert_eq!(
        again.codecs.len(),
        Side::of(MediaKind::Video).offer().codecs.len()
    );
    let mut numbers = again.formats();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), again.codecs.len());
}

#[test]
fn directions_are_intersected_and_say_what_is_received() {
    use Direction::{Inactive, Recvonly, Sendonly, Sendrecv};
    for (theirs, ours, answered) in [
        (Sendrecv, Sendrecv, Sendrecv),
        (Sendonly, Sendrecv, Recvonly),
        (Sendrecv, Recvonly, Recvonly),
        (Recvonly, Recvonly, Inactive),
        (Inactive, Sendrecv, Inactive),
        (Recvonly, Sendrecv, Sendonly),
    ] {
        let (mut a, mut b) = (Side::of(MediaKind::Audio), Side::of(MediaKind::Audio));
        a.transceiver.direction = theirs;
        b.transceiver.direction = ours;
        let (offer, answer) = negotiate(&mut a, &mut b);
        assert_eq!((offer.direction, answer.direction), (theirs, answered));
        assert_eq!(answer.msids.is_empty(), !ours.sends());
        assert_eq!(answer.ssrcs.is_empty(), !answered.sends());
        let negotiated = b.negotiated();
        assert_eq!(negotiated.direction, answered);
        assert_eq!(negotiated.receive_codecs.is_empty(), !answered.receives());
        assert!(!negotiated.send_codecs.is_empty());
        assert_eq!(
            receive_codecs_of_offer(&offer).is_empty(),
            !theirs.receives()
        );
    }
}

#[test]
fn reduced_size_stays_off_once_it_was_refused() {
    let (mut a, mut b) = (Side::of(MediaKind::Audio), Side::of(MediaKind::Audio));
    let offer = a.offer();
    let mut answer = b.answer(&offer).unwrap();
    answer.rtcp_rsize = false;
    a.answered(&offer, &answer);
    assert!(!a.negotiated().rtcp_rsize);
    assert!(!a.offer().rtcp_rsize);
}

#[test]
fn a_track_of_no_stream_has_a_dash() {
    let mut side = Side::of(MediaKind::Audio);
    side.transceiver.sender.stream_ids.clear();
    assert_eq!(side.offer().msids[0].to_value(), "- track");
    side.transceiver.sender.stream_ids = vec!["a".into(), "b".into()];
    let msids: Vec<String> = side.offer().msids.iter().map(Msid::to_value).collect();
    assert_eq!(msids, ["a track", "b track"]);
}

#[test]
fn limits_and_packet_times_of_the_other_side() {
    let read = |lines: &str| media(&format!("m=audio 9 UDP/TLS/RTP/SAVPF 0\n{lines}"));
    assert_eq!(read("b=AS:100").bandwidth, Some(79_000));
    assert_eq!(read("b=AS:1").bandwidth, Some(0));
    assert_eq!(read("b=TIAS:64000\nb=AS:100").bandwidth, Some(64_000));
    assert_eq!(read("b=AS:100\nb=TIAS:64000").bandwidth, Some(64_000));
    assert_eq!(read("b=AS:99999999999999999999").bandwidth, None);
    assert_eq!(read("b=CT:1").bandwidth, None);
    let offer = read("a=ptime:20\na=maxptime:60.0\na=ptime:40");
    assert_eq!((offer.ptime, offer.maxptime), (Some(20), Some(60)));
    let mut side = Side::of(MediaKind::Audio);
    side.answer(&offer).unwrap();
    assert_eq!(
        (side.negotiated().ptime, side.negotiated().maxptime),
        (Some(20), Some(60))
    );
}

#[test]
fn older_forms_are_read() {
    let old = media(
        "m=video 9 UDP/TLS/RTP/SAVPF 96
        a=rtpmap:96 VP8/90000
        a=ssrc-group:FID 1 2
        a=ssrc:1 cname:c
        a=ssrc:1 msid:s t
        a=ssrc:2 cname:c
        a=ssrc:2 msid:s t",
    );
    assert_eq!(old.msids.len(), 1);
    assert_eq!(old.msids[0].to_value(), "s t");
    assert_eq!(old.ssrcs, [1, 2]);
    assert_eq!(old.direction, Direction::Sendrecv);
    let inherited = SessionDescription::parse(&format!(
        "{SESSION}a=extmap-allow-mixed\r\na=recvonly\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=inactive\r\n"
    ))
    .unwrap();
    let read = |index| MediaDescription::read(&inherited, index).unwrap();
    assert_eq!(
        (read(0).direction, read(1).direction),
        (Direction::Recvonly, Direction::Inactive)
    );
    assert!(read(0).extmap_allow_mixed);
}

#[test]
fn what_is_read_is_bounded() {
    let many = |line: &dyn Fn(usize) -> String| -> MediaDescription {
        let lines: String = (0..2000).map(|index| line(index) + "\n").collect();
        media(&format!("m=audio 9 UDP/TLS/RTP/SAVPF 0\n{lines}"))
    };
    assert!(many(&|index| format!("a=msid:s{index} t")).msids.len() <= 64);
    assert!(many(&|index| format!("a=ssrc:{index} cname:c")).ssrcs.len() <= 128);
    assert!(many(&|index| format!("a=rid:r{index} send")).rids.len() <= 64);
    assert!(
        many(&|index| format!("a=extmap:{index} u{index}"))
            .extensions
            .len()
            <= 256
    );
    assert!(
        many(&|index| format!("a=rtcp-fb:0 x{index}")).codecs[0]
            .rtcp_feedback
            .len()
            <= 32
    );
    let long = |length| {
        media(&format!(
            "m=audio 9 UDP/TLS/RTP/SAVPF 0\na=fmtp:0 {}",
            "x".repeat(length)
        ))
    };
    assert_eq!((long(4096).codecs.len(), long(4097).codecs.len()), (1, 0));
}

#[test]
fn numbers_that_an_application_changed_are_kept() {
    let mut side = Side::of(MediaKind::Audio);
    let mut munged = side.offer();
    let codecs = Arc::make_mut(&mut munged.codecs);
    codecs.truncate(1);
    codecs[0].payload_type = 120;
    munged.extensions.truncate(1);
    munged.extensions[0].id = 9;
    side.numbers.take_over(&munged);
    let mut another = Side::of(MediaKind::Audio);
    another.numbers = side.numbers.clone();
    let offer = another.offer();
    assert!(offer.codecs[0].is("opus"));
    assert_eq!(offer.codecs[0].payload_type, 120);
    assert_eq!(offer.codecs[1].sdp_fmtp_line.as_deref(), Some("120/120"));
    assert_eq!(offer.extensions[0].id, 9);
    assert_eq!(offer.extensions[0].uri, munged.extensions[0].uri);
}
