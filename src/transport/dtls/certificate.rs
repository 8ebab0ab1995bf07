//! Certificates of the local end: made by us (webrtc-pc "generateCertificate") or given as PEM.

use std::fmt;
use std::time::Duration;

use once_cell::sync::OnceCell;
use openssl::asn1::{Asn1Integer, Asn1Time, Asn1TimeRef};
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, Private};
use openssl::rsa::Rsa;
use openssl::ssl::{SslContext, SslContextRef};
use openssl::x509::{X509, X509Builder, X509NameBuilder};

use super::fingerprint::{self, HashAlgorithm};
use crate::random::Random;
use crate::sys::openssl::new_context;

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// webrtc-pc "generateCertificate": at most 365 days.
const MAX_LIFETIME: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How long a certificate lives if the application does not say.
pub(crate) const DEFAULT_LIFETIME: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The modulus lengths that are neither laughable nor a way to keep a core busy for minutes.
const RSA_MODULUS_BITS: std::ops::RangeInclusive<u32> = 1024..=8192;

/// The algorithms of `RTCPeerConnection.generateCertificate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyAlgorithm {
    /// ECDSA on P-256.
    EcdsaP256,
    /// RSASSA-PKCS1-v1_5 with public exponent 65537.
    Rsa {
        modulus_bits: u32,
        /// SHA-256, -384 or -512.
        hash: HashAlgorithm,
    },
}

/// Why there is no certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CertificateError {
    /// The algorithm or its parameters are not supported.
    NotSupported(String),
    /// The PEM text cannot be used.
    Invalid(String),
    /// OpenSSL failed.
    Operation(String),
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSupported(message) | Self::Invalid(message) | Self::Operation(message) => {
                f.write_str(message)
            }
        }
    }
}

impl From<ErrorStack> for CertificateError {
    fn from(errors: ErrorStack) -> Self {
        let reason = errors.errors().first().and_then(|error| error.reason());
        Self::Operation(reason.unwrap_or("the operation failed").to_owned())
    }
}

/// A certificate with its private key. Immutable: share it.
pub(crate) struct Certificate {
    certificate: X509,
    key: PKey<Private>,
    der: Vec<u8>,
    expires_ms: i64,
    /// Made for the first connection, shared by all.
    context: OnceCell<SslContext>,
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("sha_256", &self.fingerprint(HashAlgorithm::Sha256))
            .field("expires_ms", &self.expires_ms)
            .finish_non_exhaustive()
    }
}

impl Certificate {
    /// A new key and a certificate that it signs itself. Slow with RSA (a second with 4,096 bits): call it off the runtime thread.
    pub(crate) fn generate(
        algorithm: KeyAlgorithm,
        now_unix_seconds: i64,
        lifetime: Duration,
        random: &mut dyn Random,
    ) -> Result<Self, CertificateError> {
        let (key, hash) = generate_key(algorithm)?;
        let lifetime = lifetime.min(MAX_LIFETIME).as_secs() as i64;
        let name = {
            let mut name = X509NameBuilder::new()?;
            name.append_entry_by_nid(Nid::COMMONNAME, &format!("{:016x}", random.u64()))?;
            name.build()
        };
        // RFC 5280 section 4.1.2.2: positive, at most 20 octets.
        let serial = BigNum::from_slice(&(random.u64() >> 1).max(1).to_be_bytes())?;
        // A day earlier, for peers whose clock is behind.
        let not_before = now_unix_seconds.saturating_sub(DAY_SECONDS);
        let not_after = now_unix_seconds.saturating_add(lifetime);
        let mut builder = X509Builder::new()?;
        builder.set_version(2)?;
        builder.set_serial_number(Asn1Integer::from_bn(&serial)?.as_ref())?;
        builder.set_subject_name(&name)?;
        builder.set_issuer_name(&name)?;
        builder.set_not_before(Asn1Time::from_unix(not_before)?.as_ref())?;
        builder.set_not_after(Asn1Time::from_unix(not_after)?.as_ref())?;
        builder.set_pubkey(&key)?;
        builder.sign(&key, hash.digest())?;
        Self::new(builder.build(), key)
    }

    /// A certificate and its unencrypted private key, both in one PEM text, in any order. Of a chain the first one counts.
    pub(crate) fn from_pem(pem: &[u8]) -> Result<Self, CertificateError> {
        let invalid = |what: &str| CertificateError::Invalid(what.to_owned());
        let certificate = X509::from_pem(pem)
            .map_err(|_| invalid("there is no certificate that can be read in the PEM text"))?;
        // The callback, so that OpenSSL does not ask the terminal for a passphrase.
        let key = PKey::private_key_from_pem_callback(pem, |_| Ok(0))
            .map_err(|_| invalid("there is no unencrypted private key in the PEM text"))?;
        let matches = certificate
            .public_key()
            .is_ok_and(|public| key.public_eq(&public));
        if !matches {
            return Err(invalid("the private key is not that of the certificate"));
        }
        check_key(&key)?;
        Self::new(certificate, key)
    }

    fn new(certificate: X509, key: PKey<Private>) -> Result<Self, CertificateError> {
        Ok(Self {
            der: certificate.to_der()?,
            expires_ms: unix_seconds(certificate.not_after())?.saturating_mul(1000),
            certificate,
            key,
            context: OnceCell::new(),
        })
    }

    /// The certificate and its private key (PKCS #8). Whoever has this text can speak in our name.
    pub(crate) fn to_pem(&self) -> Result<String, CertificateError> {
        let mut pem = self.certificate.to_pem()?;
        pem.extend(self.key.private_key_to_pem_pkcs8()?);
        String::from_utf8(pem).map_err(|_| CertificateError::Operation("not text".to_owned()))
    }

    /// When it ends, in milliseconds since 1970.
    pub(crate) fn expires_ms(&self) -> i64 {
        self.expires_ms
    }

    /// Upper-case hexadecimal bytes with colons, as in SDP.
    pub(crate) fn fingerprint(&self, algorithm: HashAlgorithm) -> String {
        fingerprint::of_der(&self.der, algorithm).unwrap_or_default()
    }

    /// The encoded certificate.
    pub(crate) fn der(&self) -> &[u8] {
        &self.der
    }

    pub(super) fn context(&self) -> Result<&SslContextRef, ErrorStack> {
        let context = self
            .context
            .get_or_try_init(|| new_context(&self.certificate, &self.key))?;
        Ok(context)
    }
}

fn generate_key(
    algorithm: KeyAlgorithm,
) -> Result<(PKey<Private>, HashAlgorithm), CertificateError> {
    match algorithm {
        KeyAlgorithm::EcdsaP256 => {
            let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
            let key = PKey::from_ec_key(EcKey::generate(&group)?)?;
            Ok((key, HashAlgorithm::Sha256))
        }
        KeyAlgorithm::Rsa { modulus_bits, hash } => {
            if !RSA_MODULUS_BITS.contains(&modulus_bits) {
                return Err(CertificateError::NotSupported(format!(
                    "a modulus of {modulus_bits} bits is not supported, only 1024 to 8192"
                )));
            }
            if hash < HashAlgorithm::Sha256 {
                return Err(CertificateError::NotSupported(format!(
                    "signatures with {} are not supported",
                    hash.name()
                )));
            }
            Ok((PKey::from_rsa(Rsa::generate(modulus_bits)?)?, hash))
        }
    }
}

fn check_key(key: &PKey<Private>) -> Result<(), CertificateError> {
    let supported = match key.id() {
        Id::EC => key.ec_key()?.group().curve_name() == Some(Nid::X9_62_PRIME256V1),
        Id::RSA => RSA_MODULUS_BITS.contains(&key.bits()),
        _ => false,
    };
    if supported {
        Ok(())
    } else {
        Err(CertificateError::NotSupported(
            "only keys on P-256 and RSA keys of 1024 to 8192 bits are supported".to_owned(),
        ))
    }
}

fn unix_seconds(time: &Asn1TimeRef) -> Result<i64, ErrorStack> {
    let since_1970 = Asn1Time::from_unix(0)?.diff(time)?;
    Ok(i64::from(since_1970.days) * DAY_SECONDS + i64::from(since_1970.secs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    /// 2026-01-01 00:00:00 UTC.
    const NOW: i64 = 1_767_225_600;

    fn generate(algorithm: KeyAlgorithm, lifetime: Duration) -> Certificate {
        Certificate::generate(algorithm, NOW, lifetime, &mut SeededRandom(1)).expect("generates")
    }

    fn rsa(modulus_bits: u32, hash: HashAlgorithm) -> KeyAlgorithm {
        KeyAlgorithm::Rsa { modulus_bits, hash }
    }

    #[test]
    fn ec_certificate_is_self_signed_and_valid_since_yesterday() {
        let made = generate(KeyAlgorithm::EcdsaP256, DEFAULT_LIFETIME);
        let x509 = X509::from_der(made.der()).expect("DER");
        assert!(x509.verify(&made.key).expect("verifies"));
        assert_eq!(unix_seconds(x509.not_before()).expect("time"), NOW - 86_400);
        assert_eq!(made.expires_ms(), (NOW + 30 * 86_400) * 1000);
        let nid = x509.signature_algorithm().object().nid();
        assert_eq!(nid, Nid::ECDSA_WITH_SHA256);
    }

    #[test]
    fn names_and_serials_differ() {
        let mut random = SeededRandom(7);
        let mut make = || {
            Certificate::generate(KeyAlgorithm::EcdsaP256, NOW, DEFAULT_LIFETIME, &mut random)
                .expect("generates")
        };
        let (one, other) = (make().certificate, make().certificate);
        let serial = |x509: &X509| x509.serial_number().to_bn().expect("number");
        assert_ne!(serial(&one), serial(&other));
        assert_ne!(
            one.subject_name().to_der().expect("DER"),
            other.subject_name().to_der().expect("DER")
        );
    }

    #[test]
    fn lifetime_ends_after_a_year() {
        let made = generate(KeyAlgorithm::EcdsaP256, Duration::from_secs(u64::MAX));
        assert_eq!(made.expires_ms(), (NOW + 365 * 86_400) * 1000);
        let made = generate(KeyAlgorithm::EcdsaP256, Duration::ZERO);
        assert_eq!(made.expires_ms(), NOW * 1000);
    }

    #[test]
    fn rsa_certificates_have_the_modulus_and_hash_asked_for() {
        let made = generate(rsa(1024, HashAlgorithm::Sha256), DEFAULT_LIFETIME);
        assert_eq!(made.key.bits(), 1024);
        let key = made.key.rsa().expect("RSA");
        assert_eq!(key.e().to_dec_str().expect("text").to_string(), "65537");
        let made = generate(rsa(1024, HashAlgorithm::Sha512), DEFAULT_LIFETIME);
        let nid = made.certificate.signature_algorithm().object().nid();
        assert_eq!(nid, Nid::SHA512WITHRSAENCRYPTION);
    }

    #[test]
    fn refuses_other_parameters() {
        for algorithm in [
            rsa(1023, HashAlgorithm::Sha256),
            rsa(8193, HashAlgorithm::Sha256),
            rsa(0, HashAlgorithm::Sha256),
            rsa(2048, HashAlgorithm::Sha1),
            rsa(2048, HashAlgorithm::Sha224),
        ] {
            let refused =
                Certificate::generate(algorithm, NOW, DEFAULT_LIFETIME, &mut SeededRandom(1));
            assert!(matches!(refused, Err(CertificateError::NotSupported(_))));
        }
    }

    #[test]
    fn pem_round_trip() {
        let made = generate(KeyAlgorithm::EcdsaP256, DEFAULT_LIFETIME);
        let pem = made.to_pem().expect("PEM");
        let read = Certificate::from_pem(pem.as_bytes()).expect("reads");
        assert_eq!(read.der(), made.der());
        assert_eq!(read.expires_ms(), made.expires_ms());
        assert_eq!(
            read.fingerprint(HashAlgorithm::Sha256),
            made.fingerprint(HashAlgorithm::Sha256)
        );
    }

    #[test]
    fn bad_pem_is_an_error() {
        let made = generate(KeyAlgorithm::EcdsaP256, DEFAULT_LIFETIME);
        let other = generate(KeyAlgorithm::EcdsaP256, DEFAULT_LIFETIME);
        let certificate = made.certificate.to_pem().expect("PEM");
        let mixed = [
            certificate.clone(),
            other.key.private_key_to_pem_pkcs8().expect("PEM"),
        ]
        .concat();
        let encrypted = [
            certificate.clone(),
            made.key
                .private_key_to_pem_pkcs8_passphrase(
                    openssl::symm::Cipher::aes_128_cbc(),
                    b"secret",
                )
                .expect("PEM"),
        ]
        .concat();
        for pem in [
            b"".to_vec(),
            b"nonsense".to_vec(),
            certificate,
            mixed,
            encrypted,
        ] {
            let refused = Certificate::from_pem(&pem);
            assert!(matches!(refused, Err(CertificateError::Invalid(_))));
        }
    }

    #[test]
    fn keys_on_other_curves_are_refused() {
        let group = EcGroup::from_curve_name(Nid::SECP521R1).expect("curve");
        let key = PKey::from_ec_key(EcKey::generate(&group).expect("key")).expect("key");
        let refused = check_key(&key);
        assert!(matches!(refused, Err(CertificateError::NotSupported(_))));
    }

    #[test]
    fn debug_output_has_no_key() {
        let made = generate(KeyAlgorithm::EcdsaP256, DEFAULT_LIFETIME);
        let text = format!("{made:?}");
        assert!(text.contains("sha_256") && !text.contains("PRIVATE") && !text.contains("key"));
    }
}
