//! What an identity provider is asked, and how it answers: any thread, at once or later, once.

use std::sync::{Arc, Weak};

use parking_lot::Mutex;

use super::{
    IdpFailure, RTCIdentityAssertionResult, RTCIdentityProviderDetails, RTCIdentityValidationResult,
};
use crate::api::environment::Environment;
use crate::api::error::{Error, ErrorName, RtcErrorDetailType};
use crate::api::object::{Object, ObjectKind};
use crate::api::peer_connection::RTCPeerConnection;

/// Names a request within its connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct IdentityRequestId(pub(crate) u64);

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Generate,
    Validate,
}

/// What a provider says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Assertion(RTCIdentityAssertionResult),
    Validation(RTCIdentityValidationResult),
    Failure(IdpFailure),
}

/// A request that a provider is to answer. When the last reference goes unanswered, the provider has failed.
#[repr(C)]
pub(crate) struct IdentityRequest {
    object: Object,
    id: IdentityRequestId,
    asked: Asked,
    idp: RTCIdentityProviderDetails,
    connection: Weak<RTCPeerConnection>,
    environment: Arc<dyn Environment>,
    fate: Mutex<Fate>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Pending,
    Answered,
    TimedOut,
    /// The connection was closed or asks another provider.
    Aborted,
}

impl IdentityRequest {
    pub(crate) fn new(
        id: IdentityRequestId,
        asked: Asked,
        idp: RTCIdentityProviderDetails,
        connection: Weak<RTCPeerConnection>,
        environment: Arc<dyn Environment>,
    ) -> Arc<Self> {
        Arc::new(Self {
            object: Object::new(ObjectKind::IdentityRequest),
            id,
            asked,
            idp,
            connection,
            environment,
            fate: Mutex::new(Fate::Pending),
        })
    }

    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    pub(crate) fn idp(&self) -> &RTCIdentityProviderDetails {
        &self.idp
    }

    pub(crate) fn environment(&self) -> &Arc<dyn Environment> {
        &self.environment
    }

    /// Whether an answer is still waited for.
    pub(crate) fn is_pending(&self) -> bool {
        *self.fate.lock() == Fate::Pending
    }

    /// Settles the request; what comes of it comes in a task.
    pub(crate) fn answer(&self, answer: Answer) -> Result<(), Error> {
        let fits = match &answer {
            Answer::Assertion(_) => self.asked == Asked::Generate,
            Answer::Validation(_) => self.asked == Asked::Validate,
            Answer::Failure(_) => true,
        };
        if !fits {
            return Err(Error::new(
                ErrorName::TypeError,
                match self.asked {
                    Asked::Generate => "the request is one to generate an assertion",
                    Asked::Validate => "the request is one to validate an assertion",
                },
            ));
        }
        self.end(Fate::Answered)?;
        if let Some(connection) = self.connection.upgrade() {
            connection.queue_idp_answer(self.id, answer);
        }
        Ok(())
    }

    /// Nothing waits for an answer any more.
    pub(crate) fn abort(&self) {
        let _ = self.end(Fate::Aborted);
    }

    /// True if there was no answer.
    pub(crate) fn time_out(&self) -> bool {
        self.end(Fate::TimedOut).is_ok()
    }

    fn end(&self, fate: Fate) -> Result<(), Error> {
        let mut current = self.fate.lock();
        let (name, message) = match *current {
            Fate::Pending => {
                *current = fate;
                return Ok(());
            }
            Fate::Answered => (
                ErrorName::InvalidStateError,
                "the request was answered already",
            ),
            Fate::TimedOut => (ErrorName::TimeoutError, "the answer comes too late"),
            Fate::Aborted => (
                ErrorName::AbortError,
                "the connection was closed or asks another provider",
            ),
        };
        Err(Error::new(name, message))
    }
}

impl Drop for IdentityRequest {
    fn drop(&mut self) {
        if *self.fate.get_mut() == Fate::Pending {
            let message = "the identity provider let the request go without an answer";
            let failure = IdpFailure::new(RtcErrorDetailType::IdpExecutionFailure, message);
            // Fails only if there is nobody to tell.
            let _ = self.answer(Answer::Failure(failure));
        }
    }
}
