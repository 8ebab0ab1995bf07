//! `profile-level-id` of H.264 (RFC 6184 section 8.1).

use std::fmt;

/// What a decoder has to know, by profile_idc and profile-iop together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    ConstrainedBaseline,
    Baseline,
    Main,
    Extended,
    High,
    ConstrainedHigh,
    High10,
    High422,
    High444,
    High10Intra,
    High422Intra,
    High444Intra,
    Cavlc444Intra,
    /// A combination that the table does not have.
    Other(u8, u8),
}

/// profile_idc, profile-iop as bits that have to be so, and what that means (RFC 6184 table 5; constrained high is of later
/// editions of H.264).
const PROFILES: [(u8, &[u8; 8], Profile); 16] = [
    (0x42, b"x1xx0000", Profile::ConstrainedBaseline),
    (0x4d, b"1xxx0000", Profile::ConstrainedBaseline),
    (0x58, b"11xx0000", Profile::ConstrainedBaseline),
    (0x42, b"x0xx0000", Profile::Baseline),
    (0x58, b"10xx0000", Profile::Baseline),
    (0x4d, b"0x0x0000", Profile::Main),
    (0x58, b"00xx0000", Profile::Extended),
    (0x64, b"00000000", Profile::High),
    (0x64, b"00001100", Profile::ConstrainedHigh),
    (0x6e, b"00000000", Profile::High10),
    (0x7a, b"00000000", Profile::High422),
    (0xf4, b"00000000", Profile::High444),
    (0x6e, b"00010000", Profile::High10Intra),
    (0x7a, b"00010000", Profile::High422Intra),
    (0xf4, b"00010000", Profile::High444Intra),
    (0x2c, b"00010000", Profile::Cavlc444Intra),
];

/// constraint_set3_flag, which makes level 11 of the older profiles level 1b.
const SET3: u8 = 0x10;

/// The three bytes of `profile-level-id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ProfileLevelId {
    profile_idc: u8,
    profile_iop: u8,
    level_idc: u8,
}

impl ProfileLevelId {
    /// Baseline at level 1, which the absence of the parameter stands for.
    pub(super) const INFERRED: Self = Self {
        profile_idc: 0x42,
        profile_iop: 0,
        level_idc: 10,
    };

    pub(super) fn parse(text: &str) -> Option<Self> {
        let hex = text.len() == 6 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let [_, profile_idc, profile_iop, level_idc] = u32::from_str_radix(text, 16)
            .ok()
            .filter(|_| hex)?
            .to_be_bytes();
        Some(Self {
            profile_idc,
            profile_iop,
            level_idc,
        })
    }

    pub(super) fn profile(self) -> Profile {
        let fits = |bits: &[u8; 8]| {
            bits.iter().enumerate().all(|(index, bit)| {
                let set = self.profile_iop & (0x80 >> index) != 0;
                *bit == b'x' || (*bit == b'1') == set
            })
        };
        PROFILES
            .iter()
            .find(|(idc, bits, _)| *idc == self.profile_idc && fits(bits))
            .map_or(
                Profile::Other(self.profile_idc, self.profile_iop),
                |(_, _, profile)| *profile,
            )
    }

    /// Orders levels; level 1b lies between 1 and 1.1.
    fn level(self) -> u16 {
        let is_1b = self.level_idc == 9
            || (self.level_idc == 11
                && self.profile_iop & SET3 != 0
                && matches!(self.profile_idc, 0x42 | 0x4d | 0x58));
        match is_1b {
            true => 21,
            false => u16::from(self.level_idc) * 2,
        }
    }

    /// What an answer says: our profile, at our level if the levels may differ, else at one that both can.
    pub(super) fn answer(self, offered: Self, asymmetry_allowed: bool) -> Self {
        match asymmetry_allowed || self.level() <= offered.level() {
            true => self,
            // The profile is the same, but a level 1b is written in the bits of the profile.
            false => offered,
        }
    }
}

impl fmt::Display for ProfileLevelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (profile, level) = (self.profile_idc, self.level_idc);
        write!(f, "{profile:02x}{:02x}{level:02x}", self.profile_iop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ProfileLevelId {
        ProfileLevelId::parse(text).unwrap()
    }

    #[test]
    fn profiles_follow_the_table() {
        for (text, profile) in [
            ("42e01f", Profile::ConstrainedBaseline),
            ("42c02a", Profile::ConstrainedBaseline),
            ("42F01F", Profile::ConstrainedBaseline),
            ("4d8028", Profile::ConstrainedBaseline),
            ("58e01f", Profile::ConstrainedBaseline),
            ("42001f", Profile::Baseline),
            ("42a01f", Profile::Baseline),
            ("58a01f", Profile::Baseline),
            ("4d001f", Profile::Main),
            ("4d4028", Profile::Main),
            ("58001f", Profile::Extended),
            ("640032", Profile::High),
            ("640c1f", Profile::ConstrainedHigh),
            ("f4001f", Profile::High444),
            ("2c101f", Profile::Cavlc444Intra),
            ("42001f", Profile::Baseline),
            ("4d201f", Profile::Other(0x4d, 0x20)),
            ("00001f", Profile::Other(0, 0)),
        ] {
            assert_eq!(id(text).profile(), profile, "{text}");
            assert_eq!(id(text).to_string(), text.to_lowercase());
        }
        for text in ["", "42e01", "42e01f0", "42e0+f", "42é1f", "zzzzzz"] {
            assert_eq!(ProfileLevelId::parse(text), None, "{text}");
        }
        assert_eq!(ProfileLevelId::INFERRED.to_string(), "42000a");
    }

    #[test]
    fn answers_keep_to_the_lower_level_unless_levels_may_differ() {
        for (ours, offered, lower) in [
            ("42e01f", "42e034", "42e01f"),
            ("42e01f", "42e00a", "42e00a"),
            ("42e01f", "42f00b", "42f00b"),
            ("42e00b", "42f00b", "42f00b"),
            ("42e00a", "42f00b", "42e00a"),
            ("42e01f", "4dc00c", "4dc00c"),
        ] {
            let answer = |asymmetry| id(ours).answer(id(offered), asymmetry).to_string();
            assert_eq!(answer(false), lower, "{ours} {offered}");
            assert_eq!(answer(true), ours, "{ours} {offered}");
        }
    }
}
