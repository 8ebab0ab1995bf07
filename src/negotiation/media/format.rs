//! What of a codec's parameters both sides have to agree on, and what an answer says of the others.

use super::codec::Codec;
use super::h264::{Profile, ProfileLevelId};
use super::parameters::Parameters;

/// The parameters that make two payload types of one codec different formats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// A codec of which all parameters say what a receiver would like (opus, VP8), or are references.
    Plain,
    /// RFC 6184 section 8.2.2.
    H264 {
        profile: Profile,
        packetization_mode: u32,
    },
    /// RFC 7798 section 7.2.2.
    H265 {
        profile_space: u32,
        profile_id: u32,
        tier: u32,
        interoperability: [Option<String>; 2],
        single_stream: bool,
    },
    /// RFC 9628 section 6.
    Vp9 { profile: u32 },
    /// Section 7.2 of the AV1 format. A decoder of one profile decodes lower ones too, yet peers offer each by itself.
    Av1 { profile: u32, tier: u32 },
}

impl Format {
    /// Absent if the parameters have values that they cannot have.
    pub(super) fn of(codec: &Codec) -> Option<Self> {
        type Reader = fn(&Parameters<'_>) -> Option<Format>;
        const READERS: [(&str, Reader); 4] = [
            ("H264", Format::of_h264),
            ("H265", Format::of_h265),
            ("VP9", Format::of_vp9),
            ("AV1", Format::of_av1),
        ];
        match READERS.iter().find(|(name, _)| codec.is(name)) {
            Some((_, read)) => read(&Parameters::of(codec.sdp_fmtp_line.as_deref())),
            None => Some(Self::Plain),
        }
    }

    fn of_h264(parameters: &Parameters<'_>) -> Option<Self> {
        Some(Self::H264 {
            profile: profile_level_id(parameters)?.profile(),
            packetization_mode: parameters.number("packetization-mode", 0)?,
        })
    }

    fn of_h265(parameters: &Parameters<'_>) -> Option<Self> {
        let number = |name, inferred| parameters.number(name, inferred);
        Some(Self::H265 {
            profile_space: number("profile-space", 0)?,
            profile_id: number("profile-id", 1)?,
            tier: number("tier-flag", 0)?,
            interoperability: ["interop-constraints", "profile-compatibility-indicator"]
                .map(|name| parameters.get(name).map(str::to_ascii_lowercase)),
            single_stream: parameters
                .get("tx-mode")
                .is_none_or(|mode| mode.eq_ignore_ascii_case("SRST")),
        })
    }

    fn of_vp9(parameters: &Parameters<'_>) -> Option<Self> {
        Some(Self::Vp9 {
            profile: parameters.number("profile-id", 0)?,
        })
    }

    fn of_av1(parameters: &Parameters<'_>) -> Option<Self> {
        Some(Self::Av1 {
            profile: parameters.number("profile", 0)?,
            tier: parameters.number("tier", 0)?,
        })
    }
}

fn profile_level_id(parameters: &Parameters<'_>) -> Option<ProfileLevelId> {
    match parameters.get("profile-level-id") {
        Some(text) => ProfileLevelId::parse(text),
        None => Some(ProfileLevelId::INFERRED),
    }
}

/// The parameters that an answer gives a format that `local` and `offered` have in common: what we receive.
pub(super) fn answered_fmtp(local: &Codec, offered: &Codec) -> Option<String> {
    let mut parameters = Parameters::of(local.sdp_fmtp_line.as_deref());
    let theirs = Parameters::of(offered.sdp_fmtp_line.as_deref());
    if local.is("H264") {
        return answered_h264(parameters, &theirs);
    }
    if local.is("H265") {
        // RFC 7798 section 7.2.2: levels may differ, each side says what it receives; the rest is the offer's.
        for name in ["interop-constraints", "profile-compatibility-indicator"] {
            parameters.set(name, theirs.get(name));
        }
    }
    match parameters.to_line() {
        // Those in another form, as of telephone-event.
        None => local.sdp_fmtp_line.clone(),
        line => line,
    }
}

/// RFC 6184 section 8.2.2: the levels may differ only if both sides say so.
fn answered_h264(ours: Parameters<'_>, theirs: &Parameters<'_>) -> Option<String> {
    let asymmetry = ours.flag("level-asymmetry-allowed") && theirs.flag("level-asymmetry-allowed");
    let level = profile_level_id(&ours)?
        .answer(profile_level_id(theirs)?, asymmetry)
        .to_string();
    let mut ours = ours;
    ours.set("level-asymmetry-allowed", asymmetry.then_some("1"));
    ours.set("profile-level-id", Some(&level));
    ours.to_line()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codec(name: &str, fmtp: Option<&str>) -> Codec {
        Codec {
            mime_type: format!("video/{name}"),
            clock_rate: 90_000,
            sdp_fmtp_line: fmtp.map(str::to_owned),
            ..Codec::default()
        }
    }

    #[test]
    fn an_answer_says_what_we_receive() {
        for (name, ours, offered, answer) in [
            ("VP8", None, Some("max-fs=12288;max-fr=60"), None),
            ("VP9", Some("profile-id=0"), None, Some("profile-id=0")),
            (
                "AV1",
                Some("level-idx=5;profile=0;tier=0"),
                Some("level-idx=8;profile=0"),
                Some("level-idx=5;profile=0;tier=0"),
            ),
            (
                "H264",
                Some("level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"),
                Some("profile-level-id=42e00c;packetization-mode=1;level-asymmetry-allowed=1"),
                Some("level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"),
            ),
            (
                "H264",
                Some("level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"),
                Some("profile-level-id=42e00c;packetization-mode=1"),
                Some("packetization-mode=1;profile-level-id=42e00c"),
            ),
            (
                "H264",
                Some("level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"),
                Some("profile-level-id=42e034;packetization-mode=1"),
                Some("packetization-mode=1;profile-level-id=42e01f"),
            ),
            (
                "H265",
                Some("level-id=93;profile-id=1;tier-flag=0;tx-mode=SRST"),
                Some("profile-id=1;level-id=180"),
                Some("level-id=93;profile-id=1;tier-flag=0;tx-mode=SRST"),
            ),
            ("telephone-event", Some("0-15"), Some("0-16"), Some("0-15")),
        ] {
            let written = answered_fmtp(&codec(name, ours), &codec(name, offered));
            assert_eq!(written.as_deref(), answer, "{name} {offered:?}");
        }
    }
}
