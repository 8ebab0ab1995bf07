//! Golden files and hostile input.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::*;

const MINIMAL: &str = "v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";

/// Every description of tests/fixtures/sdp with its name.
fn fixtures() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sdp");
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sdp"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    found.sort();
    assert!(found.len() >= 24, "the fixtures are missing");
    found
}

fn error(text: &str) -> SdpError {
    SessionDescription::parse(text).expect_err(text)
}

#[test]
fn every_fixture_is_written_back_as_it_was() {
    for (name, text) in fixtures() {
        let description =
            SessionDescription::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(description.to_string(), text, "{name}");
        let unix = text.replace("\r\n", "\n");
        assert_eq!(
            SessionDescription::parse(&unix).unwrap().to_string(),
            unix,
            "{name}"
        );
        assert_eq!(description.line_count(), text.lines().count(), "{name}");
    }
}

#[test]
fn every_fixture_has_its_views() {
    for (name, text) in fixtures() {
        let description = SessionDescription::parse(&text).unwrap();
        let lines = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
        assert_eq!(description.media.len(), lines("m="), "{name}");
        let candidates: usize = description
            .media
            .iter()
            .map(|media| media.candidates().count())
            .sum();
        assert_eq!(candidates, lines("a=candidate:"), "{name}");
        assert_eq!(
            description.bundle_groups().len(),
            lines("a=group:BUNDLE"),
            "{name}"
        );
        for (index, section) in description.media.iter().enumerate() {
            let m_line = text.lines().nth(section.line_number() - 1).unwrap();
            assert_eq!(m_line, format!("m={}", section.m_line()), "{name}");
            assert!(description.ice_ufrag(index).unwrap().len() >= 4, "{name}");
            assert!(description.ice_pwd(index).unwrap().len() >= 22, "{name}");
            assert_eq!(description.fingerprints(index).len(), 1, "{name}");
            assert!(description.setup(index).is_some(), "{name}");
            assert!(description.has_ice_option(index, "trickle"), "{name}");
            assert_eq!(
                section.is_data_channel(),
                section.is_application(),
                "{name}"
            );
            assert_eq!(section.is_rtp(), !section.is_application(), "{name}");
        }
    }
}

#[test]
fn typed_values_of_an_offer() {
    let (_, text) = fixtures()
        .into_iter()
        .find(|(name, _)| name == "firefox-av-dc-offer")
        .unwrap();
    let description = SessionDescription::parse(&text).unwrap();
    let groups = description.bundle_groups();
    assert_eq!(groups[0].1.mids, ["0", "1", "2"]);
    let data = &description.media[2];
    assert_eq!(data.mid(), Some("2"));
    assert_eq!(data.m_line().port, 43408);
    assert_eq!(data.sctp_port(), Some(5000));
    assert_eq!(data.max_message_size(), Some(1_073_741_823));
    assert!(data.has_end_of_candidates());
    assert_eq!(description.ice_ufrag(2), Some("12253711"));
    assert_eq!(description.setup(2), Some(Setup::Actpass));
    let fingerprint = &description.fingerprints(2)[0];
    assert_eq!(fingerprint.algorithm, "sha-256");
    assert!(fingerprint.value.starts_with("C2:5D:1A"));
}

#[test]
fn the_early_form_of_data_channels_is_known() {
    let text = format!(
        "{MINIMAL}m=application 9 DTLS/SCTP 5000\r\na=sctpmap:5000 webrtc-datachannel 1024\r\n"
    );
    let description = SessionDescription::parse(&text).unwrap();
    assert!(description.media[0].is_data_channel());
    assert_eq!(description.media[0].sctp_port(), Some(5000));
    assert_eq!(description.media[0].max_message_size(), None);
}

#[test]
fn ice_options_are_found_at_either_level_and_with_commas() {
    let text = format!(
        "{MINIMAL}a=ice-options:ice2,trickle\r\nm=audio 9 X 0\r\na=ice-options: renomination\r\n"
    );
    let description = SessionDescription::parse(&text).unwrap();
    for option in ["ice2", "trickle", "renomination"] {
        assert!(description.has_ice_option(0, option), "{option}");
    }
    assert!(!description.has_ice_option(1, "renomination"));
    assert!(!description.has_ice_option(0, "ice"));
}

#[test]
fn unknown_lines_ends_and_trailers_survive() {
    let text = format!("{MINIMAL}y=unknown\na=x-new: a  b \r\nm=audio 9 A/B 0\nq=\r\ni= \n\r\n\n");
    let description = SessionDescription::parse(&text).unwrap();
    assert_eq!(description.to_string(), text);
    let unfinished = format!("{MINIMAL}a=last");
    assert_eq!(
        SessionDescription::parse(&unfinished).unwrap().to_string(),
        unfinished
    );
}

#[test]
fn truncation_at_each_line_is_read_or_names_the_last_line() {
    for (name, text) in fixtures() {
        let mut end = 0;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            end += line.len();
            match SessionDescription::parse(&text[..end]) {
                Ok(description) => {
                    assert!(index >= 3, "{name}");
                    assert_eq!(description.to_string(), text[..end], "{name}");
                }
                Err(error) => assert!(index < 3 && error.line == index + 1, "{name}: {error}"),
            }
        }
    }
}

#[test]
fn truncation_at_each_byte_is_no_panic() {
    for (_, text) in fixtures().into_iter().filter(|(_, text)| text.len() < 3000) {
        for end in 0..text.len() {
            if let Ok(description) = SessionDescription::parse(&text[..end]) {
                assert_eq!(description.to_string(), text[..end]);
            }
        }
    }
}

#[test]
fn errors_carry_the_line() {
    for (tail, line) in [
        ("a=\r\n", 5),
        ("b=x\r\n", 5),
        ("a=x\r\nv=0\r\n", 6),
        ("a=x\r\nt=0 0\r\n", 6),
        ("xx\r\n", 5),
        ("\r\na=x\r\n", 5),
        ("a=a\0b\r\n", 5),
        ("a=a\rb\r\n", 5),
        ("=x\r\n", 5),
        ("a=group:\r\n", 5),
        ("a=setup:maybe\r\n", 5),
        ("a=ice-ufrag:ab cd\r\n", 5),
        ("a=ice-ufrag:abcd\r\na=ice-ufrag:abcd\r\n", 6),
        ("a=fingerprint:sha-256 00\r\n", 5),
        ("c=IN IP4\r\n", 5),
        ("m=audio 9\r\n", 5),
        ("m=audio 9 X 0\r\no=- 1 2 IN IP4 0.0.0.0\r\n", 6),
        ("m=audio 9 X 0\r\na=candidate:1 1 udp 1 10.0.0.1\r\n", 6),
        ("m=audio 9 X 0\r\na=mid:a b\r\n", 6),
        ("m=audio 9 X 0\r\na=mid:a\r\na=mid:b\r\n", 7),
        ("m=audio 9 X 0\r\na=sctp-port:70000\r\n", 6),
        ("m=audio 9 X 0\r\na=max-message-size:-1\r\n", 6),
        ("m=audio 9 X 0\r\na=rtpmap:300 x/1\r\n", 6),
        ("m=audio 9 X 0\r\na=extmap:1/both x\r\n", 6),
        ("m=audio 9 X 0\r\na=ssrc:4294967296 cname:x\r\n", 6),
        ("m=audio 9 X 0\r\na=rid:1 both\r\n", 6),
        ("m=audio 9 X 0\r\na=ice-options:\r\n", 6),
    ] {
        let text = format!("{MINIMAL}{tail}");
        assert_eq!(error(&text).line, line, "{text:?}");
    }
    assert_eq!(error("").line, 1);
    assert_eq!(error("v=1\r\n").line, 1);
    assert_eq!(error("o=- 1 2 IN IP4 0.0.0.0\r\n").line, 1);
    assert_eq!(error("v=0\r\ns=-\r\n").line, 2);
    assert_eq!(error("v=0\r\no=- x 2 IN IP4 0.0.0.0\r\n").line, 2);
    assert_eq!(
        error("v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nt=0\r\n").line,
        4
    );
}

#[test]
fn candidates_of_unknown_kinds_pass() {
    let text = format!("{MINIMAL}m=audio 9 X 0\r\na=candidate:1 1 sctp 1 10.0.0.1 1 typ host\r\n");
    let description = SessionDescription::parse(&text).unwrap();
    assert_eq!(description.media[0].candidates().count(), 0);
    assert_eq!(description.to_string(), text);
}

#[test]
fn sizes_are_bounded() {
    let session = |count: usize| format!("{MINIMAL}{}", "q=x\n".repeat(count - 4));
    assert!(SessionDescription::parse(&session(MAX_SESSION_LINES)).is_ok());
    assert_eq!(
        error(&session(MAX_SESSION_LINES + 1)).line,
        MAX_SESSION_LINES + 1
    );
    let lines = |count: usize| format!("{MINIMAL}m=audio 9 X 0\n{}", "a=x\n".repeat(count - 5));
    assert!(SessionDescription::parse(&lines(MAX_LINES)).is_ok());
    assert_eq!(error(&lines(MAX_LINES + 1)).line, MAX_LINES + 1);
    let sections = |count: usize| format!("{MINIMAL}{}", "m=audio 0 X 0\n".repeat(count));
    assert!(SessionDescription::parse(&sections(MAX_SECTIONS)).is_ok());
    assert_eq!(error(&sections(MAX_SECTIONS + 1)).line, 5 + MAX_SECTIONS);
    let bytes = |count: usize| format!("{MINIMAL}a={}", "x".repeat(count - MINIMAL.len() - 2));
    assert!(SessionDescription::parse(&bytes(MAX_BYTES)).is_ok());
    assert_eq!(error(&bytes(MAX_BYTES + 1)).line, 1);
}

#[test]
fn sections_can_be_built() {
    let mut description = SessionDescription::parse(MINIMAL).unwrap();
    let m_line = MLine::parse("application 9 UDP/DTLS/SCTP webrtc-datachannel").unwrap();
    let mut section = MediaSection::new(m_line);
    section.lines.push('c', "IN IP4 0.0.0.0");
    section.lines.push_attribute("mid", "0");
    section.lines.push_flag("bundle-only");
    section.set_port(7);
    description.media.push(section);
    let expected = format!(
        "{MINIMAL}m=application 7 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=bundle-only\r\n"
    );
    assert_eq!(description.to_string(), expected);
}

#[test]
fn lines_added_to_an_unfinished_text_end_as_it_should() {
    let mut description = SessionDescription::parse(&format!("{MINIMAL}m=audio 9 X 0")).unwrap();
    description.media[0].lines.push_flag("end-of-candidates");
    assert_eq!(
        description.to_string(),
        format!("{MINIMAL}m=audio 9 X 0\r\na=end-of-candidates")
    );
}

proptest! {
    #[test]
    fn any_text_is_written_back_or_refused(text in "(.|[\r\n])*") {
        if let Ok(description) = SessionDescription::parse(&text) {
            prop_assert_eq!(description.to_string(), text);
        }
    }

    #[test]
    fn a_damaged_offer_is_written_back_or_refused(
        which in 0usize..24,
        position in any::<prop::sample::Index>(),
        insertion in "[ -~\r\n]{0,8}",
        deleted in 0usize..12,
    ) {
        let (_, mut text) = fixtures().swap_remove(which);
        let start = position.index(text.len());
        let end = (start + deleted).min(text.len());
        text.replace_range(start..end, &insertion);
        if let Ok(description) = SessionDescription::parse(&text) {
            prop_assert_eq!(description.to_string(), text);
            for index in 0..description.media.len() {
                let _ = (description.setup(index), description.fingerprints(index));
            }
        }
    }
}
