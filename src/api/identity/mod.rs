//! webrtc-identity: who the peer is, as an identity provider asserts it.
//!
//! Browsers load a provider's script from its domain. Here the application brings providers: functions that are registered
//! for a domain and a protocol.

pub(crate) mod assertion;
mod assertion_object;
pub(crate) mod name;
pub(crate) mod provider;
pub(crate) mod request;

pub(crate) use assertion_object::RTCIdentityAssertion;

use super::error::{Error, ErrorName, RtcErrorDetailType, RtcErrorFields};

/// `RTCIdentityProviderOptions`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RTCIdentityProviderOptions {
    pub(crate) protocol: String,
    pub(crate) username_hint: Option<String>,
    pub(crate) peer_identity: Option<String>,
}

impl Default for RTCIdentityProviderOptions {
    fn default() -> Self {
        Self {
            protocol: DEFAULT_PROTOCOL.to_owned(),
            username_hint: None,
            peer_identity: None,
        }
    }
}

/// The protocol of a provider that names none.
pub(crate) const DEFAULT_PROTOCOL: &str = "default";

/// `RTCIdentityProviderDetails`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RTCIdentityProviderDetails {
    pub(crate) domain: String,
    pub(crate) protocol: String,
}

/// `RTCIdentityAssertionResult`: also what `a=identity` carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RTCIdentityAssertionResult {
    pub(crate) idp: RTCIdentityProviderDetails,
    pub(crate) assertion: String,
}

/// `RTCIdentityValidationResult`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RTCIdentityValidationResult {
    pub(crate) identity: String,
    pub(crate) contents: String,
}

/// Why a provider failed (webrtc-identity, "IdP Error Handling").
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IdpFailure {
    pub(crate) detail: RtcErrorDetailType,
    pub(crate) message: String,
    pub(crate) http_request_status_code: Option<i32>,
    pub(crate) login_url: Option<String>,
    pub(crate) error_info: Option<String>,
}

impl IdpFailure {
    pub(crate) fn new(detail: RtcErrorDetailType, message: impl Into<String>) -> Self {
        Self {
            detail,
            message: message.into(),
            http_request_status_code: None,
            login_url: None,
            error_info: None,
        }
    }

    /// What a promise is rejected with: an `RTCError`.
    pub(crate) fn error(&self) -> Error {
        Error {
            name: ErrorName::OperationError,
            message: self.message.clone(),
            rtc: Some(Box::new(RtcErrorFields {
                http_request_status_code: self.http_request_status_code,
                ..RtcErrorFields::new(self.detail)
            })),
        }
    }
}

/// Whether a protocol could lead a browser outside of "/.well-known/idp-proxy/" (RFC 8827 section 7.5.1).
pub(crate) fn has_separator(protocol: &str) -> bool {
    protocol.contains(['/', '\\'])
}
