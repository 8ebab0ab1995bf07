//! What a DTLS association tells the session.

use std::fmt;
use std::sync::Arc;

use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::srtp::SrtpProfileId;

use crate::sys::openssl::{Connection, Failure, alert_description};

/// What happened to the association.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// The handshake is complete and the peer's fingerprint verified.
    Connected(Connected),
    /// It failed for good. An alert may wait to be transmitted.
    Failed(DtlsError),
    /// The peer closed it with close_notify.
    Closed,
}

/// What the handshake agreed on, with the names that webrtc-stats asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Connected {
    /// DER, leaf first.
    pub(crate) remote_certificates: Arc<[Vec<u8>]>,
    pub(crate) srtp_profile: Option<SrtpProfile>,
    /// `dtlsCipher`: the name in IANA's registry.
    pub(crate) cipher: &'static str,
    /// `tlsVersion`: four upper-case hexadecimal digits.
    pub(crate) tls_version: &'static str,
    /// `tlsGroup`: the name in IANA's registry.
    pub(crate) group: &'static str,
}

impl Connected {
    pub(super) fn of(connection: &mut Connection) -> Self {
        let remote_certificates = connection.take_peer_chain().into();
        let group = connection.group();
        let session = connection.session();
        Self {
            remote_certificates,
            srtp_profile: session
                .selected_srtp_profile()
                .and_then(|profile| SrtpProfile::from_id(profile.id())),
            cipher: session
                .current_cipher()
                .and_then(|cipher| cipher.standard_name())
                .unwrap_or(""),
            tls_version: "FEFD",
            group: group_name(group),
        }
    }
}

/// The SRTP protection profiles that we negotiate (RFC 5764, RFC 7714).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SrtpProfile {
    AeadAes128Gcm,
    AeadAes256Gcm,
    Aes128CmHmacSha1_80,
}

impl SrtpProfile {
    fn from_id(id: SrtpProfileId) -> Option<Self> {
        match id {
            SrtpProfileId::SRTP_AEAD_AES_128_GCM => Some(Self::AeadAes128Gcm),
            SrtpProfileId::SRTP_AEAD_AES_256_GCM => Some(Self::AeadAes256Gcm),
            SrtpProfileId::SRTP_AES128_CM_SHA1_80 => Some(Self::Aes128CmHmacSha1_80),
            _ => None,
        }
    }

    /// `srtpCipher`: the name in IANA's registry.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::AeadAes128Gcm => "SRTP_AEAD_AES_128_GCM",
            Self::AeadAes256Gcm => "SRTP_AEAD_AES_256_GCM",
            Self::Aes128CmHmacSha1_80 => "SRTP_AES128_CM_HMAC_SHA1_80",
        }
    }
}

/// Which `RTCErrorDetailType` a failure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    /// `fingerprint-failure`: the peer's certificate is not the one that the description announced.
    FingerprintFailure,
    /// `dtls-failure`.
    DtlsFailure,
}

/// Why an association failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DtlsError {
    pub(crate) kind: ErrorKind,
    /// The number of the fatal alert that went out.
    pub(crate) sent_alert: Option<u8>,
    /// The number of the fatal alert that came in.
    pub(crate) received_alert: Option<u8>,
    pub(crate) message: String,
}

impl DtlsError {
    pub(super) fn new(failure: Failure) -> Self {
        let (kind, message) = if failure.rejected {
            (
                ErrorKind::FingerprintFailure,
                "the remote certificate does not match the fingerprints of the remote description"
                    .to_owned(),
            )
        } else {
            let message = match failure.received_alert {
                Some(alert) => format!(
                    "the remote end sent the alert {alert} ({})",
                    alert_description(alert)
                ),
                None => failure.reason,
            };
            (ErrorKind::DtlsFailure, message)
        };
        Self {
            kind,
            sent_alert: failure.sent_alert,
            received_alert: failure.received_alert,
            message,
        }
    }

    pub(super) fn local(errors: &ErrorStack) -> Self {
        let reason = errors.errors().first().and_then(|error| error.reason());
        Self {
            kind: ErrorKind::DtlsFailure,
            sent_alert: None,
            received_alert: None,
            message: reason.unwrap_or("DTLS could not be set up").to_owned(),
        }
    }
}

impl fmt::Display for DtlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Why data was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SendError {
    NotConnected,
    /// A record carries 1 to `max` bytes.
    Size {
        max: usize,
    },
    Failed(String),
}

/// The name in IANA's registry of TLS groups for OpenSSL's number.
fn group_name(nid: i32) -> &'static str {
    const X25519: i32 = 1034;
    match Nid::from_raw(nid) {
        Nid::X9_62_PRIME256V1 => "secp256r1",
        Nid::SECP384R1 => "secp384r1",
        _ if nid == X25519 => "x25519",
        _ => "",
    }
}
