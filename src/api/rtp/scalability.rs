//! `scalabilityMode` (webrtc-svc): which codec can do which.

use super::RTCRtpCodec;

/// The modes of webrtc-svc, "Scalability modes": what VP9 and AV1 can do.
const MODES: &[&str] = &[
    "L1T1",
    "L1T2",
    "L1T3",
    "L2T1",
    "L2T2",
    "L2T3",
    "L3T1",
    "L3T2",
    "L3T3",
    "L2T1h",
    "L2T2h",
    "L2T3h",
    "L3T1h",
    "L3T2h",
    "L3T3h",
    "S2T1",
    "S2T2",
    "S2T3",
    "S2T1h",
    "S2T2h",
    "S2T3h",
    "S3T1",
    "S3T2",
    "S3T3",
    "S3T1h",
    "S3T2h",
    "S3T3h",
    "L2T1_KEY",
    "L2T2_KEY",
    "L2T2_KEY_SHIFT",
    "L2T3_KEY",
    "L2T3_KEY_SHIFT",
    "L3T1_KEY",
    "L3T2_KEY",
    "L3T2_KEY_SHIFT",
    "L3T3_KEY",
    "L3T3_KEY_SHIFT",
];

/// Of a codec with temporal layers alone.
const TEMPORAL_MODES: &[&str] = &["L1T1", "L1T2", "L1T3"];

/// Whether frames of the codec can be described as the mode's.
pub(super) fn is_supported(codec: &RTCRtpCodec, mode: &str) -> bool {
    let modes = if codec.is("VP9") || codec.is("AV1") {
        MODES
    } else if codec.is("VP8") || codec.is("H264") || codec.is("H265") {
        TEMPORAL_MODES
    } else {
        &[]
    };
    modes.contains(&mode)
}

/// The mode that is configured where one was wanted: another with as many layers in time if the codec does not know it, because the
/// text lets getParameters say what is, and what it says has to be what can be set.
pub(in crate::api) fn configured(codec: &RTCRtpCodec, wanted: &str) -> Option<String> {
    let layers_in_time = wanted
        .split_once('T')
        .and_then(|(_, layers)| layers.get(..1));
    let temporal = layers_in_time.map(|layers| format!("L1T{layers}"));
    let mut modes = [Some(wanted.to_owned()), temporal].into_iter().flatten();
    modes.find(|mode| is_supported(codec, mode))
}

/// Whether the mode sends its simulcast encodings in one RTP stream.
pub(super) fn is_s_mode(mode: &str) -> bool {
    mode.starts_with('S')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_in_space_are_for_vp9_and_av1() {
        let codec = |name: &str| RTCRtpCodec {
            mime_type: format!("video/{name}"),
            clock_rate: 90_000,
            ..RTCRtpCodec::default()
        };
        for (name, mode, supported) in [
            ("VP8", "L1T3", true),
            ("vp8", "L2T1", false),
            ("VP9", "L3T3_KEY", true),
            ("AV1", "S2T1h", true),
            ("AV1", "l1t1", false),
            ("AV1", "", false),
            ("rtx", "L1T1", false),
        ] {
            assert_eq!(is_supported(&codec(name), mode), supported, "{name} {mode}");
        }
    }
}
