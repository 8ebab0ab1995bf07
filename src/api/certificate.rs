//! `RTCCertificate`.

use std::sync::Arc;

use super::object::{Object, ObjectKind};
use crate::session::Certificate;

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
    pub(crate) fn create(
        certificate: Arc<Certificate>,
        expires: u64,
        fingerprints: Vec<RTCDtlsFingerprint>,
    ) -> Arc<Self> {
        Arc::new(Self {
            object: Object::new(ObjectKind::Certificate),
            certificate,
            expires,
            fingerprints,
        })
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

    pub(crate) fn certificate(&self) -> &Arc<Certificate> {
        &self.certificate
    }
}
