//! Errors of negotiation.

use std::fmt;

use crate::sdp::SdpError;

/// The name under which webrtc-pc reports an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::enum_variant_names, reason = "the names are those of the text")]
pub(crate) enum NegotiationErrorName {
    InvalidAccessError,
    InvalidModificationError,
    InvalidStateError,
    OperationError,
    /// An `RTCError` with this `errorDetail`.
    SdpSyntaxError,
}

/// Why a step of negotiation is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NegotiationError {
    pub(crate) name: NegotiationErrorName,
    pub(crate) message: String,
    /// The line of the description, from 1.
    pub(crate) sdp_line: Option<usize>,
}

impl NegotiationError {
    pub(super) fn new(name: NegotiationErrorName, message: impl Into<String>) -> Self {
        Self {
            name,
            message: message.into(),
            sdp_line: None,
        }
    }

    /// The content of a description is invalid.
    pub(super) fn invalid(line: usize, message: impl Into<String>) -> Self {
        Self {
            name: NegotiationErrorName::InvalidAccessError,
            message: message.into(),
            sdp_line: Some(line),
        }
    }
}

impl From<SdpError> for NegotiationError {
    fn from(error: SdpError) -> Self {
        Self {
            name: NegotiationErrorName::SdpSyntaxError,
            message: error.message,
            sdp_line: Some(error.line),
        }
    }
}

impl fmt::Display for NegotiationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sdp_line {
            Some(line) => write!(f, "{:?}: line {line}: {}", self.name, self.message),
            None => write!(f, "{:?}: {}", self.name, self.message),
        }
    }
}

impl std::error::Error for NegotiationError {}
