//! Certificate fingerprints (RFC 8122).

use openssl::hash::{MessageDigest, hash};
use openssl::memcmp;

/// The hash functions of RFC 8122 section 5 that still say something, the weakest first. md5 and md2 do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum HashAlgorithm {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

impl HashAlgorithm {
    /// Reads the name that SDP uses, in any case; `None` for one that is unknown or refused.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        [
            Self::Sha1,
            Self::Sha224,
            Self::Sha256,
            Self::Sha384,
            Self::Sha512,
        ]
        .into_iter()
        .find(|algorithm| algorithm.name().eq_ignore_ascii_case(name))
    }

    /// The name that SDP uses.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "sha-1",
            Self::Sha224 => "sha-224",
            Self::Sha256 => "sha-256",
            Self::Sha384 => "sha-384",
            Self::Sha512 => "sha-512",
        }
    }

    /// The fingerprint of an encoded certificate: upper-case hexadecimal bytes with colons, as in SDP.
    pub(crate) fn fingerprint(self, der: &[u8]) -> String {
        of_der(der, self).unwrap_or_default()
    }

    pub(super) fn digest(self) -> MessageDigest {
        match self {
            Self::Sha1 => MessageDigest::sha1(),
            Self::Sha224 => MessageDigest::sha224(),
            Self::Sha256 => MessageDigest::sha256(),
            Self::Sha384 => MessageDigest::sha384(),
            Self::Sha512 => MessageDigest::sha512(),
        }
    }
}

/// What an `a=fingerprint` line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    pub(crate) algorithm: String,
    /// Hexadecimal bytes with colons between.
    pub(crate) value: String,
}

/// The fingerprint of a certificate as upper-case hexadecimal bytes with colons.
pub(super) fn of_der(der: &[u8], algorithm: HashAlgorithm) -> Option<String> {
    let digest = hash(algorithm.digest(), der).ok()?;
    let bytes: Vec<String> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    Some(bytes.join(":"))
}

/// The fingerprints that a peer may prove to have: those with the strongest hash function that it offered and we know.
pub(super) struct Expected {
    algorithm: Option<HashAlgorithm>,
    values: Vec<Vec<u8>>,
}

impl Expected {
    /// RFC 8122 section 5: of the hash functions offered the most preferred one counts, and one match among its fingerprints
    /// is enough. A line that cannot be read matches nothing, but still says which function was offered.
    pub(super) fn new(fingerprints: &[Fingerprint]) -> Self {
        let offered = || {
            fingerprints
                .iter()
                .filter_map(|line| Some((HashAlgorithm::parse(&line.algorithm)?, line)))
        };
        let algorithm = offered().map(|(algorithm, _)| algorithm).max();
        let values = offered()
            .filter(|(offered, _)| Some(*offered) == algorithm)
            .filter_map(|(_, line)| parse_hex(&line.value))
            .collect();
        Self { algorithm, values }
    }

    /// Whether the certificate has one of the fingerprints.
    pub(super) fn matches(&self, der: &[u8]) -> bool {
        let Some(algorithm) = self.algorithm else {
            return false;
        };
        let Ok(digest) = hash(algorithm.digest(), der) else {
            return false;
        };
        self.values
            .iter()
            .any(|value| value.len() == digest.len() && memcmp::eq(value, &digest))
    }
}

/// `2UHEX *(":" 2UHEX)`, in either case.
fn parse_hex(value: &str) -> Option<Vec<u8>> {
    value
        .split(':')
        .map(|pair| {
            let digits = pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_hexdigit());
            digits.then(|| u8::from_str_radix(pair, 16).ok())?
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(algorithm: &str, value: &str) -> Fingerprint {
        Fingerprint {
            algorithm: algorithm.to_owned(),
            value: value.to_owned(),
        }
    }

    /// SHA-1 and SHA-256 of "abc" (FIPS 180-4 examples).
    const SHA1: &str = "A9:99:3E:36:47:06:81:6A:BA:3E:25:71:78:50:C2:6C:9C:D0:D8:9D";
    const SHA256: &str = "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:\
        B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";

    #[test]
    fn writes_upper_case_with_colons() {
        assert_eq!(of_der(b"abc", HashAlgorithm::Sha1).as_deref(), Some(SHA1));
        assert_eq!(
            of_der(b"abc", HashAlgorithm::Sha256).as_deref(),
            Some(SHA256)
        );
    }

    #[test]
    fn compares_without_regard_to_case() {
        let lower = line("SHA-256", &SHA256.to_lowercase());
        assert!(Expected::new(&[lower]).matches(b"abc"));
    }

    #[test]
    fn one_of_several_with_the_same_hash_is_enough() {
        let other = of_der(b"other", HashAlgorithm::Sha256).expect("SHA-256 exists");
        let expected = Expected::new(&[line("sha-256", &other), line("sha-256", SHA256)]);
        assert!(expected.matches(b"abc"));
        assert!(expected.matches(b"other"));
        assert!(!expected.matches(b"third"));
    }

    #[test]
    fn only_the_strongest_hash_counts() {
        let wrong = SHA256.replace("BA", "BB");
        assert!(!Expected::new(&[line("sha-1", SHA1), line("sha-256", &wrong)]).matches(b"abc"));
        assert!(Expected::new(&[line("md5", "00"), line("sha-1", SHA1)]).matches(b"abc"));
        // A stronger function that cannot be read does not make the weaker one good.
        assert!(!Expected::new(&[line("sha-1", SHA1), line("sha-512", "zz")]).matches(b"abc"));
    }

    #[test]
    fn refuses_md5_and_what_cannot_be_read() {
        // MD5 of "abc".
        let md5 = "90:01:50:98:3C:D2:4F:B0:D6:96:3F:7D:28:E1:7F:72";
        assert!(!Expected::new(&[line("md5", md5)]).matches(b"abc"));
        assert!(!Expected::new(&[]).matches(b"abc"));
        for value in [
            "",
            ":",
            SHA256.trim_end_matches("AD"),
            &SHA256[3..],
            "+1:+2",
        ] {
            assert!(!Expected::new(&[line("sha-256", value)]).matches(b"abc"));
        }
        assert!(!Expected::new(&[line("sha-256", &SHA256.replace(':', ""))]).matches(b"abc"));
    }
}
