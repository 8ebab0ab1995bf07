//! What `getCapabilities` says: the codecs that can be packetised and described, and the header extensions.
//!
//! The application encodes and decodes, so this is no list of decoders. Sending and receiving do not differ.

use std::sync::LazyLock;

use super::codec::Codec;
use super::extension::{ExtensionCapability, implemented};
use super::{MediaKind, extension};

/// `RTCRtpCapabilities`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Capabilities {
    /// In the order in which they are offered. RTX stands here once, in a description once for each codec that it serves.
    pub(crate) codecs: Vec<Codec>,
    /// A direction is what is negotiated unless the application says otherwise.
    pub(crate) header_extensions: Vec<ExtensionCapability>,
}

/// `RTCRtpSender.getCapabilities` and `RTCRtpReceiver.getCapabilities`.
pub(crate) fn capabilities(kind: MediaKind) -> &'static Capabilities {
    static AUDIO: LazyLock<Capabilities> = LazyLock::new(|| Capabilities {
        codecs: audio(),
        header_extensions: implemented(MediaKind::Audio),
    });
    static VIDEO: LazyLock<Capabilities> = LazyLock::new(|| Capabilities {
        codecs: video(),
        header_extensions: implemented(MediaKind::Video),
    });
    match kind {
        MediaKind::Audio => &AUDIO,
        MediaKind::Video => &VIDEO,
    }
}

/// RFC 7874 asks for Opus, G.711, comfort noise and telephone events.
fn audio() -> Vec<Codec> {
    let codec = |name: &str, clock_rate, channels, fmtp: Option<&str>| Codec {
        mime_type: format!("audio/{name}"),
        clock_rate,
        channels: Some(channels),
        sdp_fmtp_line: fmtp.map(str::to_owned),
        ..Codec::default()
    };
    let mut opus = codec("opus", 48_000, 2, Some("minptime=10;useinbandfec=1"));
    opus.rtcp_feedback = vec!["transport-cc".to_owned()];
    vec![
        opus,
        codec("red", 48_000, 2, None),
        // RFC 3551 section 4.5.2: G.722 samples at 16 kHz, but its clock has 8 kHz.
        codec("G722", 8000, 1, None),
        codec("PCMU", 8000, 1, None),
        codec("PCMA", 8000, 1, None),
        codec("CN", 8000, 1, None),
        codec("telephone-event", 48_000, 1, None),
        codec("telephone-event", 8000, 1, None),
    ]
}

/// RFC 7742 asks for VP8 and H.264 constrained baseline.
fn video() -> Vec<Codec> {
    let feedback = ["goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"];
    let encoded = |name: &str, fmtp: Option<String>| Codec {
        mime_type: format!("video/{name}"),
        clock_rate: 90_000,
        sdp_fmtp_line: fmtp,
        rtcp_feedback: feedback.map(str::to_owned).to_vec(),
        ..Codec::default()
    };
    let helper = |name: &str, fmtp: Option<&str>| Codec {
        rtcp_feedback: Vec::new(),
        ..encoded(name, fmtp.map(str::to_owned))
    };
    let mut codecs = vec![encoded("VP8", None), helper("rtx", None)];
    for profile in [0, 2] {
        codecs.push(encoded("VP9", Some(format!("profile-id={profile}"))));
    }
    // Baseline, constrained baseline, main and high, at level 3.1.
    for profile in ["42001f", "42e01f", "4d001f", "64001f"] {
        for mode in [1, 0] {
            codecs.push(encoded(
                "H264",
                Some(format!(
                    "level-asymmetry-allowed=1;packetization-mode={mode};profile-level-id={profile}"
                )),
            ));
        }
    }
    codecs.push(encoded("AV1", Some("level-idx=5;profile=0;tier=0".into())));
    codecs.push(encoded(
        "H265",
        Some("level-id=93;profile-id=1;tier-flag=0;tx-mode=SRST".into()),
    ));
    codecs.push(helper("red", None));
    codecs.push(helper("ulpfec", None));
    codecs.push(helper("flexfec-03", Some("repair-window=10000000")));
    codecs
}

/// `[[HeaderExtensionsToNegotiate]]` of a connection's first transceiver of a kind.
pub(crate) fn default_header_extensions(kind: MediaKind) -> Vec<ExtensionCapability> {
    capabilities(kind).header_extensions.clone()
}

/// Why extensions cannot be negotiated so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeaderExtensionsError {
    /// There are more or fewer than there were.
    Length,
    /// The one at this place is another.
    Uri(usize),
    /// The one at this place has to be sent and received.
    Mandatory(usize),
}

/// The checks of `setHeaderExtensionsToNegotiate`, each an InvalidModificationError.
pub(crate) fn check_header_extensions(
    present: &[ExtensionCapability],
    extensions: &[ExtensionCapability],
) -> Result<(), HeaderExtensionsError> {
    if present.len() != extensions.len() {
        return Err(HeaderExtensionsError::Length);
    }
    for (index, (present, extension)) in present.iter().zip(extensions).enumerate() {
        if present.uri != extension.uri {
            return Err(HeaderExtensionsError::Uri(index));
        }
        let restricted = extension.direction != Some(super::Direction::Sendrecv);
        if restricted && extension::is_mandatory(&extension.uri) {
            return Err(HeaderExtensionsError::Mandatory(index));
        }
    }
    Ok(())
}

/// Why codecs cannot be preferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PreferencesError {
    /// This one is no capability.
    Unknown(Codec),
    /// None of them encodes.
    NothingToOffer,
}

/// The steps of `setCodecPreferences`: what `[[PreferredCodecs]]` becomes. The errors are InvalidModificationErrors.
pub(crate) fn codec_preferences(
    kind: MediaKind,
    codecs: &[Codec],
) -> Result<Vec<Codec>, PreferencesError> {
    let mut unique: Vec<Codec> = Vec::new();
    for codec in codecs {
        let known = capabilities(kind).codecs.iter();
        if !known.clone().any(|known| known.matches(codec, false)) {
            return Err(PreferencesError::Unknown(codec.clone()));
        }
        if !unique.iter().any(|earlier| earlier.matches(codec, false)) {
            unique.push(codec.clone());
        }
    }
    let useless = |codec: &Codec| codec.is_resilience() || codec.is_comfort_noise();
    if !codecs.is_empty() && unique.iter().all(useless) {
        return Err(PreferencesError::NothingToOffer);
    }
    Ok(unique)
}

#[cfg(test)]
mod tests {
    use super::super::Direction;
    use super::*;

    #[test]
    fn capabilities_are_distinct_and_of_their_kind() {
        for kind in [MediaKind::Audio, MediaKind::Video] {
            let codecs = &capabilities(kind).codecs;
            for (index, codec) in codecs.iter().enumerate() {
                assert_eq!(codec.kind(), Some(kind));
                assert_eq!(codec.channels.is_some(), kind == MediaKind::Audio);
                let same = codecs
                    .iter()
                    .position(|other| other.is_same_format(codec))
                    .unwrap();
                assert_eq!(same, index, "{codec:?}");
                let matching = codecs.iter().position(|other| other.matches(codec, false));
                assert_eq!(matching, Some(index), "{codec:?}");
            }
            assert!(codecs[0].is_primary());
        }
    }

    #[test]
    fn preferences_are_checked_and_made_unique() {
        let video = &capabilities(MediaKind::Video).codecs;
        let named = |name| video.iter().find(|codec| codec.is(name)).unwrap().clone();
        let [vp8, vp9, rtx, red] = ["VP8", "VP9", "rtx", "red"].map(named);
        let preferred = [
            vp9.clone(),
            rtx.clone(),
            vp9.clone(),
            vp8.clone(),
            rtx.clone(),
        ];
        assert_eq!(
            codec_preferences(MediaKind::Video, &preferred),
            Ok(vec![vp9, rtx.clone(), vp8.clone()])
        );
        assert_eq!(codec_preferences(MediaKind::Video, &[]), Ok(vec![]));
        assert_eq!(
            codec_preferences(MediaKind::Video, &[rtx, red]),
            Err(PreferencesError::NothingToOffer)
        );
        let unknown = Codec {
            clock_rate: 1000,
            ..vp8.clone()
        };
        assert_eq!(
            codec_preferences(MediaKind::Video, &[vp8.clone(), unknown.clone()]),
            Err(PreferencesError::Unknown(unknown))
        );
        assert_eq!(
            codec_preferences(MediaKind::Audio, std::slice::from_ref(&vp8)),
            Err(PreferencesError::Unknown(vp8))
        );
    }

    #[test]
    fn header_extensions_stay_in_their_places() {
        let present = default_header_extensions(MediaKind::Video);
        let check = |change: &dyn Fn(&mut Vec<ExtensionCapability>)| {
            let mut extensions = present.clone();
            change(&mut extensions);
            check_header_extensions(&present, &extensions)
        };
        assert_eq!(check(&|_| {}), Ok(()));
        assert_eq!(
            check(&|list| drop(list.pop())),
            Err(HeaderExtensionsError::Length)
        );
        assert_eq!(
            check(&|list| list.swap(0, 1)),
            Err(HeaderExtensionsError::Uri(0))
        );
        let mid = present
            .iter()
            .position(|extension| extension.uri == extension::MID)
            .unwrap();
        for direction in [None, Some(Direction::Recvonly)] {
            assert_eq!(
                check(&|list| list[mid].direction = direction),
                Err(HeaderExtensionsError::Mandatory(mid))
            );
        }
        let other = usize::from(mid == 0);
        assert_eq!(check(&|list| list[other].direction = None), Ok(()));
    }
}
