//! `RTCCertificate` and generateCertificate.

use std::sync::Arc;
use std::time::Duration;

use super::environment::{Environment, EnvironmentRandom};
use super::error::{Error, ErrorName};
use super::object::{Object, ObjectKind};
use super::task::OneCallback;
use crate::session::{
    Certificate, CertificateError, DEFAULT_CERTIFICATE_LIFETIME, HashAlgorithm, KeyAlgorithm,
};

/// 365 days: "the certificate cannot be valid for longer".
const MAX_LIFETIME_MS: u64 = 31_536_000_000;

/// `RTCDtlsFingerprint`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RTCDtlsFingerprint {
    pub(crate) algorithm: String,
    pub(crate) value: String,
}

/// The algorithms that generateCertificate takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeygenAlgorithm {
    /// `{ name: "ECDSA", namedCurve: "P-256" }`
    EcdsaP256,
    /// `{ name: "RSASSA-PKCS1-v1_5", modulusLength, publicExponent: 65537, hash: "SHA-256" }`
    RsassaPkcs1V15 { modulus_length: u32 },
}

/// `RTCCertificate`: immutable.
#[repr(C)]
pub(crate) struct RTCCertificate {
    object: Object,
    certificate: Arc<Certificate>,
    expires: u64,
    fingerprints: Vec<RTCDtlsFingerprint>,
}

impl RTCCertificate {
    fn create(certificate: Certificate, expires: u64) -> Arc<Self> {
        let algorithm = HashAlgorithm::Sha256;
        let fingerprints = vec![RTCDtlsFingerprint {
            algorithm: algorithm.name().to_owned(),
            // "in lowercase hex"
            value: certificate.fingerprint(algorithm).to_ascii_lowercase(),
        }];
        Arc::new(Self {
            object: Object::new(ObjectKind::Certificate),
            certificate: Arc::new(certificate),
            expires,
            fingerprints,
        })
    }

    /// `duologue_certificate_from_pem`: a certificate and its private key in one text.
    pub(crate) fn from_pem(pem: &[u8]) -> Result<Arc<Self>, Error> {
        let certificate = Certificate::from_pem(pem).map_err(error)?;
        let expires = u64::try_from(certificate.expires_ms()).unwrap_or(0);
        Ok(Self::create(certificate, expires))
    }

    /// `duologue_certificate_to_pem`: with the private key.
    pub(crate) fn to_pem(&self) -> Result<String, Error> {
        self.certificate.to_pem().map_err(error)
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    /// Milliseconds since 1970.
    pub(crate) fn expires(&self) -> u64 {
        self.expires
    }

    /// `getFingerprints`.
    pub(crate) fn fingerprints(&self) -> &[RTCDtlsFingerprint] {
        &self.fingerprints
    }

    pub(super) fn certificate(&self) -> &Arc<Certificate> {
        &self.certificate
    }
}

/// "generateCertificate"; `expires` in milliseconds from now. The completion is called from a task.
pub(crate) fn generate_certificate(
    environment: &Arc<dyn Environment>,
    algorithm: KeygenAlgorithm,
    expires: Option<u64>,
    completion: Box<dyn FnOnce(Result<Arc<RTCCertificate>, Error>) + Send>,
) -> Result<(), Error> {
    let queue = Arc::clone(environment);
    generate_in_background(environment, algorithm, expires, move |result| {
        let callback = Box::new(move || completion(result));
        queue.queue_task(OneCallback::new(callback));
    })
}

/// Makes the key and the certificate on another thread, which `done` is called on. No lock may be held.
pub(super) fn generate_in_background(
    environment: &Arc<dyn Environment>,
    algorithm: KeygenAlgorithm,
    expires: Option<u64>,
    done: impl FnOnce(Result<Arc<RTCCertificate>, Error>) + Send + 'static,
) -> Result<(), Error> {
    let algorithm = key_algorithm(algorithm)?;
    let lifetime_ms = match expires {
        Some(expires) => expires.min(MAX_LIFETIME_MS),
        None => DEFAULT_CERTIFICATE_LIFETIME.as_millis() as u64,
    };
    let now_ms = environment.unix_time_ms();
    let mut random = EnvironmentRandom(Arc::clone(environment));
    environment.run_in_background(Box::new(move || {
        let now_seconds = i64::try_from(now_ms / 1000).unwrap_or(i64::MAX);
        let lifetime = Duration::from_millis(lifetime_ms);
        let result = Certificate::generate(algorithm, now_seconds, lifetime, &mut random)
            .map(|certificate| RTCCertificate::create(certificate, now_ms + lifetime_ms))
            .map_err(error);
        done(result);
    }));
    Ok(())
}

/// What cannot be supported is found before any work.
fn key_algorithm(algorithm: KeygenAlgorithm) -> Result<KeyAlgorithm, Error> {
    match algorithm {
        KeygenAlgorithm::EcdsaP256 => Ok(KeyAlgorithm::EcdsaP256),
        KeygenAlgorithm::RsassaPkcs1V15 { modulus_length } => {
            if !(1024..=8192).contains(&modulus_length) {
                return Err(Error::new(
                    ErrorName::NotSupportedError,
                    format!(
                        "a modulus of {modulus_length} bits is not supported, only 1024 to 8192"
                    ),
                ));
            }
            Ok(KeyAlgorithm::Rsa {
                modulus_bits: modulus_length,
                hash: HashAlgorithm::Sha256,
            })
        }
    }
}

fn error(error: CertificateError) -> Error {
    let name = match &error {
        CertificateError::NotSupported(_) => ErrorName::NotSupportedError,
        CertificateError::Invalid(_) => ErrorName::SyntaxError,
        CertificateError::Operation(_) => ErrorName::OperationError,
    };
    Error::new(name, error.to_string())
}
