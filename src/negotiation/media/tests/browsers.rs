//! The descriptions of browsers, read, written back and answered.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

/// All m-sections of audio and video, with the name of their description.
fn sections() -> Vec<(String, SessionDescription, usize)> {
    let mut all = Vec::new();
    for (name, sdp) in fixtures() {
        for index in 0..sdp.media.len() {
            if sdp.media[index].is_rtp() {
                all.push((format!("{name} {index}"), sdp.clone(), index));
            }
        }
    }
    assert!(all.len() > 40);
    all
}

#[test]
fn every_section_is_read_whole() {
    for (name, sdp, index) in sections() {
        let section = &sdp.media[index];
        let media = MediaDescription::read(&sdp, index).unwrap();
        assert_eq!(media.formats(), section.m_line().fmts, "{name}");
        let values = |attribute: &str| {
            let values = section.lines.attributes(attribute);
            values.map(str::to_owned).collect::<Vec<_>>()
        };
        let mut rtpmaps: Vec<String> = Vec::new();
        let (mut fmtps, mut feedback) = (Vec::new(), 0);
        for codec in media.codecs.iter() {
            let number = codec.payload_type;
            rtpmaps.push(format!("{number} {}", codec.rtpmap()));
            fmtps.extend(
                codec
                    .sdp_fmtp_line
                    .iter()
                    .map(|fmtp| format!("{number} {fmtp}")),
            );
            feedback += codec.rtcp_feedback.len();
        }
        let sorted = |mut lines: Vec<String>| {
            // Firefox writes the one channel of some.
            for line in &mut lines {
                *line = line.strip_suffix("/1").unwrap_or(line).to_owned();
            }
            lines.sort();
            lines
        };
        assert_eq!(sorted(rtpmaps), sorted(values("rtpmap")), "{name}");
        assert_eq!(sorted(fmtps), sorted(values("fmtp")), "{name}");
        assert_eq!(feedback, values("rtcp-fb").len(), "{name}");
        let extensions: Vec<String> = media.extensions.iter().map(Extension::to_value).collect();
        assert_eq!(extensions, values("extmap"), "{name}");
        let msids: Vec<String> = media.msids.iter().map(Msid::to_value).collect();
        assert_eq!(msids, values("msid"), "{name}");
        assert_eq!(
            media.ssrc_groups.len(),
            values("ssrc-group").len(),
            "{name}"
        );
        for ssrc in &media.ssrcs {
            let line = format!("{ssrc} cname:{}", media.cname.as_deref().unwrap());
            assert!(values("ssrc").contains(&line), "{name} {line}");
        }
        assert!(
            section.lines.has_attribute(media.direction.as_str()),
            "{name}"
        );
        // What browsers answer to receive alone has no audio that could be reduced.
        assert_eq!(
            media.rtcp_mux,
            section.lines.has_attribute("rtcp-mux"),
            "{name}"
        );
        assert_eq!(
            media.rtcp_rsize,
            section.lines.has_attribute("rtcp-rsize"),
            "{name}"
        );
        check_media(&sdp, index).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn every_section_is_written_back_to_the_same_meaning() {
    for (name, sdp, index) in sections() {
        let media = MediaDescription::read(&sdp, index).unwrap();
        assert_eq!(written(&media).1, media, "{name}");
    }
}

#[test]
fn bundled_sections_of_browsers_agree() {
    for (name, sdp) in fixtures() {
        let members = 0..sdp.media.len();
        check_bundled(&sdp, members).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn all_that_browsers_send_is_accepted() {
    for name in [
        "chromium-av-dc-offer",
        "chromium-audio-offer",
        "firefox-av-dc-offer",
        "firefox-audio-offer",
    ] {
        let sdp = fixture(name);
        for index in 0..sdp.media.len() {
            let Some(offer) = MediaDescription::read(&sdp, index) else {
                continue;
            };
            let answer = Side::of(offer.kind).answer(&offer).unwrap();
            assert_eq!(answer.formats(), offer.formats(), "{name} {index}");
            assert_eq!(answer.direction, Direction::Sendrecv);
            for (ours, theirs) in answer.codecs.iter().zip(offer.codecs.iter()) {
                assert!(ours.is_same_format(theirs), "{name} {ours:?} {theirs:?}");
                let given = |feedback| theirs.rtcp_feedback.contains(feedback);
                assert!(ours.rtcp_feedback.iter().all(given), "{name} {ours:?}");
            }
            for extension in &answer.extensions {
                let offered = |offered: &&Extension| offered.uri == extension.uri;
                let offered = offer.extensions.iter().find(offered).unwrap();
                assert_eq!(offered.id, extension.id, "{name}");
            }
            assert!(
                answer
                    .extensions
                    .iter()
                    .any(|extension| extension.uri.ends_with(":mid"))
            );
        }
    }
}

#[test]
fn what_only_a_browser_decodes_is_left_out() {
    let offer = MediaDescription::read(&fixture("chromium-recvonly-offer"), 1).unwrap();
    assert_eq!(offer.direction, Direction::Recvonly);
    let answer = Side::of(MediaKind::Video).answer(&offer).unwrap();
    assert_eq!(answer.direction, Direction::Sendonly);
    let left_out: Vec<String> = offer
        .codecs
        .iter()
        .filter(|codec| answer.codec(codec.payload_type).is_none())
        .filter(|codec| !codec.is_rtx())
        .map(|codec| codec.sdp_fmtp_line.clone().unwrap_or_default())
        .collect();
    for fmtp in &left_out {
        let foreign = [
            "profile-id=1",
            "profile-id=3",
            "profile-level-id=f4001f",
            "profile=1",
        ];
        assert!(
            foreign.iter().any(|foreign| fmtp.contains(foreign)),
            "{fmtp}"
        );
    }
    assert_eq!(left_out.len(), 5);
    for rtx in answer.codecs.iter().filter(|codec| codec.is_rtx()) {
        let apt = rtx.associated_payload_type().unwrap();
        assert!(answer.codec(apt).is_some(), "{rtx:?}");
    }
}

#[test]
fn browsers_agree_with_each_other_as_we_read_them() {
    for browser in ["chromium", "firefox"] {
        let offer = fixture(&format!("{browser}-av-dc-offer"));
        let answer = fixture(&format!("{browser}-av-dc-answer"));
        for index in 0..2 {
            let local = MediaDescription::read(&offer, index).unwrap();
            let remote = MediaDescription::read(&answer, index).unwrap();
            let negotiated = Negotiated::new(&local, &remote);
            assert_eq!(
                codec_names(&negotiated.send_codecs),
                codec_names(&remote.codecs)
            );
            assert_eq!(
                negotiated.receive_codecs.len(),
                remote.codecs.len(),
                "{browser}"
            );
            assert_eq!(
                negotiated.extensions.len(),
                remote.extensions.len(),
                "{browser}"
            );
            assert_eq!(negotiated.rtcp_rsize, local.rtcp_rsize, "{browser}");
            assert_eq!(negotiated.send_rids, None);
        }
    }
}

#[test]
fn a_browser_offers_again() {
    // The numbers of the first offer stay those of all that follow, whoever makes them.
    for name in ["chromium-av-dc-offer", "firefox-av-dc-offer"] {
        let offer = MediaDescription::read(&fixture(name), 1).unwrap();
        let mut side = Side::of(MediaKind::Video);
        let answer = side.answer(&offer).unwrap();
        let again = side.offer();
        assert_eq!(
            again.formats()[..answer.codecs.len()],
            answer.formats(),
            "{name}"
        );
        assert!(again.codecs.len() > answer.codecs.len(), "{name}");
        for extension in &answer.extensions {
            let same = |other: &&Extension| other.uri == extension.uri;
            let kept = again.extensions.iter().find(same).unwrap();
            assert_eq!(kept.id, extension.id, "{name}");
        }
        let mut second = Side::of(MediaKind::Video);
        second.numbers = side.numbers.clone();
        for codec in second.offer().codecs.iter() {
            let same = again.codec(codec.payload_type).unwrap();
            assert!(same.is_same_format(codec), "{name} {codec:?} {same:?}");
        }
    }
}

proptest! {
    #[test]
    fn a_damaged_section_is_read_written_and_answered(
        which in any::<prop::sample::Index>(),
        picks in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..8),
        insertion in "[ -~]{0,12}",
        kind in 0u8..4,
    ) {
        static SECTIONS: LazyLock<Vec<(String, SessionDescription, usize)>> = LazyLock::new(sections);
        let sections = &*SECTIONS;
        let (_, sdp, index) = &sections[which.index(sections.len())];
        let mut text = sdp.media[*index].to_string();
        for (at, from) in picks {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            if lines.len() < 2 {
                break;
            }
            let (at, from) = (at.index(lines.len()), from.index(lines.len()));
            match kind {
                0 => drop(lines.remove(at)),
                1 => lines.swap(at, from),
                2 => lines[at] = lines[from].replace("a=rtpmap", "a=fmtp"),
                _ => {
                    let line = &mut lines[at];
                    let place = from.min(line.len());
                    let place = (0..=place).rev().find(|place| line.is_char_boundary(*place)).unwrap();
                    line.insert_str(place, &insertion);
                }
            }
            text = lines.iter().map(|line| format!("{line}\r\n")).collect();
        }
        let Ok(sdp) = SessionDescription::parse(&format!("{SESSION}{text}")) else {
            return Ok(());
        };
        let _ = (check_media(&sdp, 0), check_bundled(&sdp, 0..sdp.media.len()));
        let Some(offer) = MediaDescription::read(&sdp, 0) else {
            return Ok(());
        };
        if !offer.codecs.is_empty() {
            let mut known = offer.clone();
            known.bandwidth = None;
            if known.cname.is_none() {
                known.ssrcs.clear();
                known.ssrc_groups.clear();
            }
            prop_assert_eq!(read_back(&known), known);
        }
        let mut side = Side::of(offer.kind);
        if let Some(answer) = side.answer(&offer) {
            for codec in answer.codecs.iter() {
                let offered = offer.codec(codec.payload_type).unwrap();
                prop_assert!(codec.is_same_format(offered));
                prop_assert_eq!(
                    answer.codecs.iter().filter(|other| other.payload_type == codec.payload_type).count(),
                    1
                );
                if let Some(apt) = codec.associated_payload_type() {
                    prop_assert!(answer.codec(apt).is_some());
                }
            }
            let negotiated = side.negotiated();
            for codec in &negotiated.send_codecs {
                prop_assert!(offer.codecs.iter().any(|offered| offered.payload_type == codec.payload_type));
            }
            let again = side.offer();
            for codec in answer.codecs.iter() {
                let same = again.codec(codec.payload_type);
                prop_assert!(same.is_some_and(|same| same.is_same_format(codec)), "{:?} {:?}", codec, same);
            }
        }
    }

    #[test]
    fn any_lines_are_read(
        lines in prop::collection::vec(
            "a=(rtpmap|fmtp|rtcp-fb|extmap|msid|rid|simulcast|ssrc|ssrc-group|ptime|sendonly):?[ -~]{0,40}",
            0..12,
        ),
        formats in prop::collection::vec(0u8..=255, 1..6),
    ) {
        let m_line = MLine {
            media: "audio".to_owned(),
            port: 9,
            port_count: None,
            proto: "UDP/TLS/RTP/SAVPF".to_owned(),
            fmts: formats.iter().map(u8::to_string).collect(),
        };
        // Past the checks of the parser, so that nothing depends on them.
        let mut section = MediaSection::new(m_line);
        for line in &lines {
            section.lines.push('a', &line[2..]);
        }
        let mut sdp = parse("");
        sdp.media.push(section);
        let _ = (check_media(&sdp, 0), check_bundled(&sdp, 0..1));
        let offer = MediaDescription::read(&sdp, 0).unwrap();
        prop_assert!(offer.codecs.len() <= formats.len());
        let _ = Side::of(MediaKind::Audio).answer(&offer);
    }
}
