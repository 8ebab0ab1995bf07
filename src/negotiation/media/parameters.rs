//! The parameters of a=fmtp.

/// The longest value of a=fmtp that is read; sets of H.265 parameters have hundreds of bytes.
pub(super) const MAX_FMTP: usize = 4096;

/// The parameters of a format in their order. Names are compared without regard to case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parameters<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Parameters<'a> {
    /// Reads `name=value;name=value`; absent if a part has no equals sign.
    pub(super) fn parse(line: &'a str) -> Option<Self> {
        line.split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| {
                let (name, value) = part.split_once('=')?;
                Some((name.trim(), value.trim()))
            })
            .collect::<Option<Vec<_>>>()
            .map(Self)
    }

    /// The parameters of a format; none if they are not in this form.
    pub(super) fn of(line: Option<&'a str>) -> Self {
        line.and_then(Self::parse).unwrap_or(Self(Vec::new()))
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        self.0
            .iter()
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }

    /// A number, or what is inferred from its absence; absent if it is none.
    pub(super) fn number(&self, name: &str, inferred: u32) -> Option<u32> {
        match self.get(name) {
            Some(value) => value.parse().ok(),
            None => Some(inferred),
        }
    }

    /// A parameter of two values.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.get(name) == Some("1")
    }

    /// Gives a parameter a value, at the end if it is new, or takes it away.
    pub(super) fn set(&mut self, name: &'a str, value: Option<&'a str>) {
        let at = self
            .0
            .iter()
            .position(|(found, _)| found.eq_ignore_ascii_case(name));
        match (at, value) {
            (Some(at), Some(value)) => self.0[at].1 = value,
            (Some(at), None) => drop(self.0.remove(at)),
            (None, Some(value)) => self.0.push((name, value)),
            (None, None) => {}
        }
    }

    /// In one order and one case, with what is inferred from a parameter's absence, so that what means the same is equal.
    pub(super) fn with_inferred(&self, codec: &str) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = self
            .0
            .iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_ascii_lowercase()))
            .collect();
        for (name, value) in inferred(codec) {
            if self.get(name).is_none() {
                all.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        all.sort();
        // The first of a name counts.
        all.dedup_by(|later, earlier| later.0 == earlier.0);
        all
    }

    pub(super) fn to_line(&self) -> Option<String> {
        let parts: Vec<String> = self
            .0
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        (!parts.is_empty()).then(|| parts.join(";"))
    }
}

/// What the payload formats infer from the absence of a parameter: RFC 7587 section 6.1, RFC 6184 section 8.1, RFC 7798
/// section 7.1, RFC 9628 section 6.1, and section 7.2 of the AV1 format.
fn inferred(codec: &str) -> &'static [(&'static str, &'static str)] {
    const INFERRED: &[(&str, &[(&str, &str)])] = &[
        (
            "opus",
            &[
                ("cbr", "0"),
                ("maxplaybackrate", "48000"),
                ("minptime", "3"),
                ("sprop-maxcapturerate", "48000"),
                ("sprop-stereo", "0"),
                ("stereo", "0"),
                ("usedtx", "0"),
                ("useinbandfec", "0"),
            ],
        ),
        (
            "H264",
            &[
                ("level-asymmetry-allowed", "0"),
                ("packetization-mode", "0"),
                ("profile-level-id", "42000a"),
            ],
        ),
        (
            "H265",
            &[
                ("level-id", "93"),
                ("profile-id", "1"),
                ("profile-space", "0"),
                ("tier-flag", "0"),
                ("tx-mode", "srst"),
            ],
        ),
        ("VP9", &[("profile-id", "0")]),
        (
            "AV1",
            &[("level-idx", "5"), ("profile", "0"), ("tier", "0")],
        ),
    ];
    INFERRED
        .iter()
        .find(|(name, _)| codec.eq_ignore_ascii_case(name))
        .map_or(&[], |(_, parameters)| parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_as_they_are_found() {
        let parameters = Parameters::parse(" Profile-ID=2 ;; max-fr=30; empty=;").unwrap();
        assert_eq!(parameters.get("profile-id"), Some("2"));
        assert_eq!(parameters.get("max-fr"), Some("30"));
        assert_eq!(parameters.get("empty"), Some(""));
        assert_eq!(parameters.get("max-fs"), None);
        assert_eq!(parameters.number("profile-id", 0), Some(2));
        assert_eq!(parameters.number("max-fs", 7), Some(7));
        assert_eq!(parameters.number("empty", 7), None);
        assert_eq!(
            parameters.to_line().unwrap(),
            "Profile-ID=2;max-fr=30;empty="
        );
        for line in ["0-15", "111/111", "a=1;b"] {
            assert_eq!(Parameters::parse(line), None, "{line}");
        }
        assert_eq!(Parameters::parse("").unwrap().to_line(), None);
    }

    #[test]
    fn parameters_are_set() {
        let mut parameters = Parameters::parse("a=1;b=2").unwrap();
        parameters.set("A", Some("3"));
        parameters.set("c", Some("4"));
        parameters.set("b", None);
        parameters.set("d", None);
        assert_eq!(parameters.to_line().unwrap(), "a=3;c=4");
    }

    #[test]
    fn inferred_parameters_equal_those_that_are_written() {
        let same = |codec, one, other| {
            let [one, other] =
                [one, other].map(|line| Parameters::parse(line).unwrap().with_inferred(codec));
            one == other
        };
        assert!(same("h264", "", "profile-level-id=42000A"));
        assert!(same("VP9", "profile-id=0", ""));
        assert!(same("av1", "tier=0;profile=0", "level-idx=5"));
        assert!(!same("VP8", "max-fs=0", ""));
        assert!(same("x", "a=1;a=1", "a=1"));
    }
}
