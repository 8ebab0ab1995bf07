//! Attributes of which negotiation reads the values.

use std::fmt;

use super::candidate::is_token_char;

/// `a=setup` (RFC 4145 section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setup {
    Active,
    Passive,
    Actpass,
    Holdconn,
}

impl Setup {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Passive => "passive",
            Self::Actpass => "actpass",
            Self::Holdconn => "holdconn",
        }
    }

    pub(crate) fn parse(value: &str) -> Option<Self> {
        [Self::Active, Self::Passive, Self::Actpass, Self::Holdconn]
            .into_iter()
            .find(|setup| value.eq_ignore_ascii_case(setup.as_str()))
    }
}

impl fmt::Display for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `a=fingerprint` (RFC 8122 section 5): the hash function in lower case, the digest in upper case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Fingerprint {
    pub(crate) algorithm: String,
    pub(crate) value: String,
}

impl Fingerprint {
    pub(crate) fn parse(value: &str) -> Option<Self> {
        let (algorithm, digest) = value.split_once(' ')?;
        let is_byte = |byte: &str| byte.len() == 2 && byte.bytes().all(|b| b.is_ascii_hexdigit());
        let algorithm = algorithm.to_ascii_lowercase();
        let right_length =
            digest_length(&algorithm).is_none_or(|length| digest.split(':').count() == length);
        let valid = !algorithm.is_empty()
            && algorithm.bytes().all(is_token_char)
            && digest.split(':').all(is_byte)
            && right_length;
        valid.then(|| Self {
            algorithm,
            value: digest.to_ascii_uppercase(),
        })
    }

    /// Whether the hash function is one that a certificate can be checked with. RFC 8122 section 5.1 forbids MD2 and MD5.
    pub(crate) fn is_usable(&self) -> bool {
        digest_length(&self.algorithm).is_some() && !self.algorithm.starts_with("md")
    }
}

fn digest_length(algorithm: &str) -> Option<usize> {
    Some(match algorithm {
        "md2" | "md5" => 16,
        "sha-1" => 20,
        "sha-224" => 28,
        "sha-256" => 32,
        "sha-384" => 48,
        "sha-512" => 64,
        _ => return None,
    })
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.algorithm, self.value)
    }
}

/// `a=group` (RFC 5888 section 5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) semantics: String,
    pub(crate) mids: Vec<String>,
}

impl Group {
    pub(crate) fn parse(value: &str) -> Option<Self> {
        // Chromium puts a space before the values of some attributes, and one may trail.
        let mut words = value.split_ascii_whitespace();
        let semantics = words.next()?;
        let mids: Vec<String> = words.map(str::to_owned).collect();
        let valid = is_token(semantics) && mids.iter().all(|mid| is_token(mid));
        valid.then(|| Self {
            semantics: semantics.to_owned(),
            mids,
        })
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.semantics)?;
        self.mids.iter().try_for_each(|mid| write!(f, " {mid}"))
    }
}

/// `token` (RFC 8866 section 9).
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_char)
}

/// A decimal number without a sign.
pub(super) fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    let digits = !text.is_empty() && text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn setup_is_read_in_any_case() {
        for setup in [
            Setup::Active,
            Setup::Passive,
            Setup::Actpass,
            Setup::Holdconn,
        ] {
            assert_eq!(Setup::parse(&setup.to_string().to_uppercase()), Some(setup));
        }
        assert_eq!(Setup::parse("activ"), None);
        assert_eq!(Setup::parse(""), None);
    }

    #[test]
    fn fingerprints_are_brought_to_one_case() {
        let sha1 = "SHA-1 4a:ad:b9:b1:3f:82:18:3b:54:02:12:df:3e:5d:49:6b:19:e5:7c:ab";
        let fingerprint = Fingerprint::parse(sha1).unwrap();
        assert_eq!(
            fingerprint.to_string(),
            "sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB"
        );
        assert!(fingerprint.is_usable());
        assert!(!Fingerprint::parse("sha-3 00").unwrap().is_usable());
        assert!(
            !Fingerprint::parse(&format!("md5 {}", ["00"; 16].join(":")))
                .unwrap()
                .is_usable()
        );
    }

    #[test]
    fn wrong_fingerprints_are_refused() {
        for value in [
            "",
            "sha-256",
            "sha-1 00:11",
            "x 0",
            "x 00:",
            "x :00",
            "x 0g",
            "(x 00",
            " 00",
        ] {
            assert_eq!(Fingerprint::parse(value), None, "{value:?}");
        }
    }

    #[test]
    fn groups_keep_the_order_of_mids() {
        let group = Group::parse("BUNDLE a 1 b").unwrap();
        assert_eq!(group.mids, ["a", "1", "b"]);
        assert_eq!(group.to_string(), "BUNDLE a 1 b");
        assert_eq!(Group::parse("BUNDLE").unwrap().mids.len(), 0);
        assert_eq!(Group::parse("BUNDLE a(b"), None);
        assert_eq!(Group::parse(""), None);
    }
}
