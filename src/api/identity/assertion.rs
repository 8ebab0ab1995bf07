//! What the assertion looks like in `a=identity`, and what it covers (RFC 8827 sections 5 and 7.4).

use std::collections::BTreeSet;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

use super::{
    DEFAULT_PROTOCOL, RTCIdentityAssertionResult, RTCIdentityProviderDetails, has_separator,
};
use crate::sdp::{Fingerprint, SessionDescription};

/// The longest value of an `a=identity` that is made or looked at.
const MAX_ENCODED: usize = 256 * 1024;

/// RFC 4648 section 4. RFC 8844 section 4.3 knows of variations in padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// "The assertion is converted to a JSON string, base64-encoded". `None` if it is too long.
pub(crate) fn encode(result: &RTCIdentityAssertionResult) -> Option<String> {
    let json = format!(
        r#"{{"idp":{{"domain":{},"protocol":{}}},"assertion":{}}}"#,
        quoted(&result.idp.domain),
        quoted(&result.idp.protocol),
        quoted(&result.assertion),
    );
    let encoded = BASE64.encode(json);
    (encoded.len() <= MAX_ENCODED).then_some(encoded)
}

/// What the value of an `a=identity` says; an error names what is wrong with it.
pub(crate) fn decode(value: &str) -> Result<RTCIdentityAssertionResult, &'static str> {
    // What follows the first space are extensions, of which there are none.
    let encoded = value.split(' ').next().unwrap_or_default();
    if encoded.len() > MAX_ENCODED {
        return Err("it is too long");
    }
    let json = BASE64.decode(encoded).map_err(|_| "it is not base64")?;
    let value: Value = serde_json::from_slice(&json).map_err(|_| "it is not JSON")?;
    let text = |value: &Value, name: &str| value.get(name)?.as_str().map(str::to_owned);
    let idp = value.get("idp").ok_or("it has no idp")?;
    let domain = text(idp, "domain").ok_or("it has no idp.domain")?;
    let protocol = match idp.get("protocol") {
        None => DEFAULT_PROTOCOL.to_owned(),
        Some(Value::String(protocol)) => protocol.clone(),
        Some(_) => return Err("its idp.protocol is not a text"),
    };
    if has_separator(&protocol) {
        return Err("its idp.protocol has a '/' or '\\'");
    }
    Ok(RTCIdentityAssertionResult {
        idp: RTCIdentityProviderDetails { domain, protocol },
        assertion: text(&value, "assertion").ok_or("it has no assertion")?,
    })
}

/// The `contents` for these certificates.
pub(crate) fn contents(fingerprints: &[Fingerprint]) -> String {
    let fingerprints: Vec<String> = fingerprints
        .iter()
        .map(|fingerprint| {
            format!(
                r#"{{"algorithm":{},"digest":{}}}"#,
                quoted(&fingerprint.algorithm),
                quoted(&fingerprint.value)
            )
        })
        .collect();
    format!(r#"{{"fingerprint":[{}]}}"#, fingerprints.join(","))
}

/// Fingerprints that an assertion covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Covered(BTreeSet<Fingerprint>);

/// What `contents` covers; `None` if it is malformed.
pub(crate) fn covered_by_contents(contents: &str) -> Option<Covered> {
    let value: Value = serde_json::from_str(contents).ok()?;
    let list = value.get("fingerprint")?.as_array()?;
    list.iter()
        .map(|entry| {
            let algorithm = entry.get("algorithm")?.as_str()?;
            let digest = entry.get("digest")?.as_str()?;
            Fingerprint::parse(&format!("{algorithm} {digest}"))
        })
        .collect::<Option<_>>()
        .map(Covered)
}

/// What of a description concerns the identity of who made it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DescriptionIdentity {
    /// The value of the first `a=identity`. "Relying parties MAY elect to ignore all but the first."
    pub(crate) assertion: Option<String>,
    /// "Every a=fingerprint attribute in the session description".
    fingerprints: BTreeSet<Fingerprint>,
    /// There is a fingerprint that is none, so that nothing covers it.
    malformed: bool,
}

impl DescriptionIdentity {
    /// `None`: this is no description, as will be said when it is applied.
    pub(crate) fn of(sdp: &str) -> Option<Self> {
        SessionDescription::parse(sdp).ok().as_ref().map(Self::from)
    }

    /// Whether there is no certificate that a connection could be set up with.
    pub(crate) fn has_no_fingerprint(&self) -> bool {
        self.fingerprints.is_empty() && !self.malformed
    }

    /// Whether an assertion is one over this description.
    pub(crate) fn is_within(&self, covered: &Covered) -> bool {
        !self.malformed && self.fingerprints.is_subset(&covered.0)
    }
}

impl From<&SessionDescription> for DescriptionIdentity {
    fn from(description: &SessionDescription) -> Self {
        let media = description.media.iter().map(|section| &section.lines);
        let fingerprints = std::iter::once(&description.session)
            .chain(media)
            .flat_map(|lines| lines.attributes("fingerprint"))
            .map(Fingerprint::parse);
        let mut identity = Self::default();
        for fingerprint in fingerprints {
            match fingerprint {
                Some(fingerprint) => drop(identity.fingerprints.insert(fingerprint)),
                None => identity.malformed = true,
            }
        }
        let assertion = description.session.attribute("identity");
        identity.assertion = assertion.map(|value| value.trim().to_owned());
        identity
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 8827 section 7.4.1.
    const EXAMPLE: &str = "eyJpZHAiOnsiZG9tYWluIjoiZXhhbXBsZS5vcmciLCJwcm90b2NvbCI6ImJvZ3Vz\
                           In0sImFzc2VydGlvbiI6IntcImlkZW50aXR5XCI6XCJib2JAZXhhbXBsZS5vcmdc\
                           IixcImNvbnRlbnRzXCI6XCJhYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3l6XCIsXCJz\
                           aWduYXR1cmVcIjpcIjAxMDIwMzA0MDUwNlwifSJ9";

    const SHA1: &str = "sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB";

    fn text_of(json: &str) -> String {
        BASE64.encode(json)
    }

    #[test]
    fn the_example_of_the_rfc_goes_both_ways() {
        let result = decode(EXAMPLE).unwrap();
        assert_eq!(result.idp.domain, "example.org");
        assert_eq!(result.idp.protocol, "bogus");
        assert_eq!(
            result.assertion,
            r#"{"identity":"bob@example.org","contents":"abcdefghijklmnopqrstuvwyz","signature":"010203040506"}"#
        );
        assert_eq!(encode(&result).as_deref(), Some(EXAMPLE));
    }

    #[test]
    fn padding_extensions_and_a_missing_protocol_are_no_obstacle() {
        let json = r#"{"idp":{"domain":"a.b"},"assertion":"x"}"#;
        let padded = text_of(json);
        assert!(padded.ends_with('='));
        let bare = padded.trim_end_matches('=');
        for value in [&padded, bare, &format!("{bare} extension=1")] {
            let result = decode(value).unwrap();
            assert_eq!(
                (&*result.idp.protocol, &*result.assertion),
                ("default", "x")
            );
        }
    }

    #[test]
    fn what_is_malformed_is_refused() {
        for json in [
            "",
            "[]",
            r#"{"idp":"a.b","assertion":"x"}"#,
            r#"{"idp":{"domain":1},"assertion":"x"}"#,
            r#"{"idp":{"domain":"a.b"}}"#,
            r#"{"idp":{"domain":"a.b"},"assertion":{}}"#,
            r#"{"idp":{"domain":"a.b","protocol":null},"assertion":"x"}"#,
            r#"{"idp":{"domain":"a.b","protocol":"../x"},"assertion":"x"}"#,
            r#"{"idp":{"domain":"a.b","protocol":"..\\x"},"assertion":"x"}"#,
            r#"{"idp":{"domain":"a.b"},"assertion":"x"} trailing"#,
        ] {
            assert!(decode(&text_of(json)).is_err(), "{json}");
        }
        assert_eq!(decode("(not base64)"), Err("it is not base64"));
        assert!(decode(&text_of(&"[".repeat(100_000))).is_err());
        for length in 0..EXAMPLE.len() {
            assert!(decode(&EXAMPLE[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn too_long_an_assertion_is_not_made() {
        let result = RTCIdentityAssertionResult {
            idp: RTCIdentityProviderDetails {
                domain: "a".into(),
                protocol: "b".into(),
            },
            assertion: "x".repeat(MAX_ENCODED),
        };
        assert_eq!(encode(&result), None);
    }

    #[test]
    fn contents_are_those_of_the_rfc() {
        let fingerprint = Fingerprint::parse(SHA1).unwrap();
        let contents = contents(std::slice::from_ref(&fingerprint));
        assert_eq!(
            contents,
            r#"{"fingerprint":[{"algorithm":"sha-1","digest":"4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB"}]}"#
        );
        let covered = covered_by_contents(&contents).unwrap();
        assert_eq!(covered.0.into_iter().collect::<Vec<_>>(), [fingerprint]);
        for wrong in [
            "",
            "{}",
            r#"{"fingerprint":{}}"#,
            r#"{"fingerprint":[{}]}"#,
            r#"{"fingerprint":[{"algorithm":"sha-1","digest":"00"}]}"#,
        ] {
            assert_eq!(covered_by_contents(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_fingerprint_of_a_description_is_to_be_covered() {
        let other = SHA1.replace("AB", "00");
        let head = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";
        let sdp = format!(
            "{head}a=identity:first\r\na=identity:second\r\na=fingerprint:{SHA1}\r\n\
             m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\n\
             a=fingerprint:{other}\r\n"
        );
        let identity = DescriptionIdentity::of(&sdp).unwrap();
        assert_eq!(identity.assertion.as_deref(), Some("first"));
        assert!(!identity.has_no_fingerprint());
        let covered = |texts: &[&str]| {
            let parsed: Vec<_> = texts
                .iter()
                .filter_map(|text| Fingerprint::parse(text))
                .collect();
            covered_by_contents(&contents(&parsed)).unwrap()
        };
        assert!(identity.is_within(&covered(&[&other, SHA1])));
        assert!(!identity.is_within(&covered(&[SHA1])));
        assert!(!identity.is_within(&covered(&[&other])));
        assert_eq!(DescriptionIdentity::of("nonsense"), None);
    }
}
