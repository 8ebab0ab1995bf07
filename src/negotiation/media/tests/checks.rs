//! What is refused, with its line.

use super::*;

/// The line of the error, counted from the m-line of these lines, and its message.
fn refused(
    lines: &str,
    check: impl Fn(&SessionDescription) -> Result<(), crate::sdp::SdpError>,
) -> Option<(usize, String)> {
    let error = check(&parse(lines)).err()?;
    Some((error.line - SESSION.lines().count(), error.message))
}

#[test]
fn sections_that_contradict_themselves_are_refused() {
    let m_line = "m=video 9 UDP/TLS/RTP/SAVPF 96 97";
    for (lines, line) in [
        ("a=rtpmap:96 VP8/90000\na=rtpmap:96 VP9/90000", Some(3)),
        ("a=rtpmap:96 VP8/90000\na=rtpmap:96 vp8/90000/1", None),
        ("a=rtpmap:96 VP8/x", Some(2)),
        ("a=rtpmap:200 VP8/90000", Some(2)),
        (
            "a=rtpmap:96 VP8/90000\na=rtpmap:97 rtx/90000\na=fmtp:97 apt=98",
            Some(4),
        ),
        (
            "a=rtpmap:96 VP8/90000\na=rtpmap:97 rtx/90000\na=fmtp:97 apt=96",
            None,
        ),
        ("a=rtpmap:96 VP8/90000\na=rtpmap:97 rtx/90000", None),
        // Not on the m-line, so that it does not matter.
        ("a=rtpmap:99 rtx/90000\na=fmtp:99 apt=98", None),
        ("a=extmap:1 a\na=extmap:1 b", Some(3)),
        ("a=extmap:1 a\na=extmap:1 a", None),
        ("a=extmap:1/sendonly a\na=extmap:2/recvonly a", None),
        ("a=extmap:0 a", Some(2)),
        ("a=extmap:256 a", Some(2)),
        ("a=extmap:255 a", None),
        ("a=extmap:4095 a", Some(2)),
        ("a=extmap:4096 a", None),
        ("a=extmap:4352 a", Some(2)),
        ("", None),
    ] {
        let found = refused(&format!("{m_line}\n{lines}"), |sdp| check_media(sdp, 0));
        assert_eq!(
            found.as_ref().map(|(line, _)| *line),
            line,
            "{lines} {found:?}"
        );
    }
    for formats in ["x", "128", "96 webrtc", "-1"] {
        let found = refused(&format!("m=video 9 UDP/TLS/RTP/SAVPF {formats}"), |sdp| {
            check_media(sdp, 0)
        });
        assert_eq!(found.map(|(line, _)| line), Some(1), "{formats}");
    }
}

#[test]
fn sections_of_a_group_that_contradict_each_other_are_refused() {
    let one = "m=audio 9 UDP/TLS/RTP/SAVPF 96 0\na=rtpmap:96 opus/48000/2\na=extmap:1 a";
    for (other, line) in [
        (
            "m=video 9 UDP/TLS/RTP/SAVPF 96\na=rtpmap:96 VP8/90000",
            Some(5),
        ),
        (
            "m=audio 9 UDP/TLS/RTP/SAVPF 96\na=rtpmap:96 opus/48000",
            Some(5),
        ),
        (
            "m=audio 9 UDP/TLS/RTP/SAVPF 96\na=rtpmap:96 OPUS/48000/2\na=fmtp:96 stereo=1",
            None,
        ),
        (
            "m=video 9 UDP/TLS/RTP/SAVPF 97\na=rtpmap:97 VP8/90000\na=extmap:1 a",
            None,
        ),
        (
            "m=video 9 UDP/TLS/RTP/SAVPF 97\na=rtpmap:97 VP8/90000\na=extmap:1 b",
            Some(6),
        ),
        (
            "m=video 9 UDP/TLS/RTP/SAVPF 97\na=rtpmap:97 VP8/90000\na=extmap:2 a",
            None,
        ),
        ("m=video 9 UDP/TLS/RTP/SAVPF 0", None),
        ("m=application 9 UDP/DTLS/SCTP webrtc-datachannel", None),
    ] {
        let found = refused(&format!("{one}\n{other}"), |sdp| {
            check_bundled(sdp, 0..sdp.media.len())
        });
        assert_eq!(
            found.as_ref().map(|(line, _)| *line),
            line,
            "{other} {found:?}"
        );
        // Apart they do not matter to each other.
        assert_eq!(
            check_bundled(&parse(&format!("{one}\n{other}")), 1..2),
            Ok(())
        );
    }
    let rtx = |apt: &str| {
        format!(
            "m=video 9 UDP/TLS/RTP/SAVPF 96 97 98\na=rtpmap:96 VP8/90000\na=rtpmap:97 VP9/90000\na=rtpmap:98 rtx/90000\na=fmtp:98 apt={apt}"
        )
    };
    let found = refused(&format!("{}\n{}", rtx("96"), rtx("97")), |sdp| {
        check_bundled(sdp, 0..2)
    });
    assert_eq!(found.map(|(line, _)| line), Some(9));
    let h264 = |level: &str| {
        format!(
            "m=video 9 UDP/TLS/RTP/SAVPF 96\na=rtpmap:96 H264/90000\na=fmtp:96 profile-level-id={level}"
        )
    };
    let both = |one: &str, other: &str| {
        refused(&format!("{}\n{}", h264(one), h264(other)), |sdp| {
            check_bundled(sdp, 0..2)
        })
    };
    assert_eq!(both("42e01f", "42e034"), None);
    assert!(both("42e01f", "64001f").is_some());
}
