//! webrtc-identity, "RTCPeerConnection Interface Extensions".

mod generate;
mod isolation;
mod validate;

use std::collections::VecDeque;
use std::sync::{Arc, Weak};

pub(super) use generate::AssertionSlot;
pub(super) use validate::RemoteIdentity;
use validate::Validation;

use super::RTCPeerConnection;
use super::operations_chain::{Completion, closed};
use super::state::State;
use crate::api::error::{Error, ErrorName, RtcErrorDetailType};
use crate::api::event::{Event, EventDetail, EventType, Target};
use crate::api::identity::assertion::{Covered, DescriptionIdentity};
use crate::api::identity::provider::Registration;
use crate::api::identity::request::{Answer, Asked, IdentityRequest, IdentityRequestId};
use crate::api::identity::{
    IdpFailure, RTCIdentityAssertion, RTCIdentityProviderDetails, RTCIdentityProviderOptions,
    has_separator,
};
use crate::api::task::{Callback, ConnectionTask, Steps};

/// What the connection knows of identities.
pub(super) struct Identity {
    /// "The current identity provider values".
    provider: Option<(String, RTCIdentityProviderOptions)>,
    pub(super) assertion: AssertionSlot,
    /// Who called getIdentityAssertion and waits.
    assertion_promises: Vec<Completion<String>>,
    peer: PeerIdentity,
    /// "The target peer identity", which cannot be changed once set.
    target: Option<String>,
    /// The first runs, the others wait: "only one identity validation can run at a time".
    validations: VecDeque<Validation>,
    /// What the identity of the description in hand came to.
    pub(super) remote: RemoteIdentity,
    /// The assertion that was validated last, and what it covers.
    validated: Option<(String, Covered)>,
    /// That of the remote description; `None` without one.
    description: Option<DescriptionIdentity>,
    /// The configuration named the peer from the start.
    isolates_remote_tracks: bool,
    login_url: Option<String>,
    error_info: Option<String>,
    last_request: IdentityRequestId,
}

/// `[[PeerIdentity]]`: a promise.
enum PeerIdentity {
    Pending(Vec<Completion<Arc<RTCIdentityAssertion>>>),
    Resolved(Arc<RTCIdentityAssertion>),
    Rejected(Error),
}

/// A request that a provider has, and how to see whether it still has it.
pub(super) struct Outstanding {
    id: IdentityRequestId,
    /// The provider and whoever it shares this with hold it: with the last reference the request fails.
    request: Weak<IdentityRequest>,
    registration: Arc<Registration>,
}

impl Outstanding {
    fn abort(&self) {
        if let Some(request) = self.request.upgrade() {
            request.abort();
        }
    }
}

impl Identity {
    pub(super) fn new(target: Option<String>) -> Self {
        Self {
            provider: None,
            assertion: AssertionSlot::None,
            assertion_promises: Vec::new(),
            peer: PeerIdentity::Pending(Vec::new()),
            isolates_remote_tracks: target.is_some(),
            description: None,
            target,
            validations: VecDeque::new(),
            remote: RemoteIdentity::Free,
            validated: None,
            login_url: None,
            error_info: None,
            last_request: IdentityRequestId(0),
        }
    }

    /// Whether "configuration.peerIdentity is set and its value differs from the target peer identity".
    pub(super) fn differs_from_target(&self, peer_identity: Option<&str>) -> bool {
        peer_identity.is_some() && peer_identity != self.target.as_deref()
    }

    /// The connection closes: every promise is rejected, and providers need not answer any more.
    pub(super) fn close(&mut self, steps: &mut Steps) {
        if let AssertionSlot::Requested(outstanding) = &self.assertion {
            outstanding.abort();
        }
        self.assertion = AssertionSlot::None;
        for validation in self.validations.drain(..) {
            validation.abort();
        }
        for promise in self.assertion_promises.drain(..) {
            steps.call(Box::new(move || promise(Err(aborted()))));
        }
        if let PeerIdentity::Pending(promises) = &mut self.peer {
            for promise in promises.drain(..) {
                steps.call(Box::new(move || promise(Err(aborted()))));
            }
        }
    }
}

impl RTCPeerConnection {
    /// `setIdentityProvider`.
    pub(crate) fn set_identity_provider(
        self: &Arc<Self>,
        provider: &str,
        options: RTCIdentityProviderOptions,
    ) -> Result<(), Error> {
        let mut state = self.state.lock();
        if state.is_closed {
            return Err(closed());
        }
        if has_separator(&options.protocol) {
            return Err(Error::new(
                ErrorName::SyntaxError,
                format!("the protocol {:?} has a '/' or '\\'", options.protocol),
            ));
        }
        let values = Some((provider.to_owned(), options));
        if state.identity.provider == values {
            return Ok(());
        }
        state.identity.provider = values;
        // "Discard any stored identity assertion", and who waits for one gets it from the new provider.
        self.restart_assertion(&mut state);
        Ok(())
    }

    /// `getIdentityAssertion`: base64 of JSON, as in `a=identity`.
    pub(crate) fn identity_assertion(
        self: &Arc<Self>,
        completion: Completion<String>,
    ) -> Result<(), Error> {
        let mut state = self.state.lock();
        if state.is_closed {
            return Err(closed());
        }
        if state.identity.provider.is_none() {
            return Err(Error::new(
                ErrorName::InvalidStateError,
                "no identity provider was set",
            ));
        }
        if let AssertionSlot::Ready(assertion) = &state.identity.assertion {
            let assertion = assertion.clone();
            self.queue_callback(Box::new(move || completion(Ok(assertion))));
            return Ok(());
        }
        state.identity.assertion_promises.push(completion);
        self.begin_assertion(&mut state);
        Ok(())
    }

    /// The attribute `peerIdentity`: the completion is one that waits for the promise as it is now.
    pub(crate) fn peer_identity(&self, completion: Completion<Arc<RTCIdentityAssertion>>) {
        let mut state = self.state.lock();
        let is_closed = state.is_closed;
        let result = match &mut state.identity.peer {
            PeerIdentity::Resolved(identity) => Ok(Arc::clone(identity)),
            PeerIdentity::Rejected(error) => Err(error.clone()),
            PeerIdentity::Pending(_) if is_closed => Err(aborted()),
            PeerIdentity::Pending(promises) => {
                promises.push(completion);
                return;
            }
        };
        self.queue_callback(Box::new(move || completion(result)));
    }

    pub(crate) fn idp_login_url(&self) -> Option<String> {
        self.state.lock().identity.login_url.clone()
    }

    pub(crate) fn idp_error_info(&self) -> Option<String> {
        self.state.lock().identity.error_info.clone()
    }

    /// The answer of a provider, from any thread.
    pub(crate) fn queue_idp_answer(&self, id: IdentityRequestId, answer: Answer) {
        self.queue_then(move |connection, steps| {
            let mut state = connection.state.lock();
            connection.idp_answered(&mut state, id, answer, steps);
        });
    }

    /// "Expiration of this timer causes an IdP failure".
    fn idp_timed_out(self: &Arc<Self>, id: IdentityRequestId, steps: &mut Steps) {
        let mut state = self.state.lock();
        let identity = &state.identity;
        let generating = match &identity.assertion {
            AssertionSlot::Requested(outstanding) => Some(outstanding),
            _ => None,
        };
        let validating = identity
            .validations
            .front()
            .and_then(|validation| validation.outstanding.as_ref());
        let outstanding = [generating, validating].into_iter().flatten();
        let late = outstanding
            .filter(|outstanding| outstanding.id == id)
            .filter_map(|outstanding| outstanding.request.upgrade())
            .any(|request| request.time_out());
        if late {
            let message = "the identity provider did not answer in time";
            let failure = IdpFailure::new(RtcErrorDetailType::IdpTimeout, message);
            self.idp_answered(&mut state, id, Answer::Failure(failure), steps);
        }
    }

    fn idp_answered(
        self: &Arc<Self>,
        state: &mut State,
        id: IdentityRequestId,
        answer: Answer,
        steps: &mut Steps,
    ) {
        if state.is_closed {
            return;
        }
        let identity = &state.identity;
        let is = |outstanding: &Outstanding| outstanding.id == id;
        if matches!(&identity.assertion, AssertionSlot::Requested(outstanding) if is(outstanding)) {
            let result = match answer {
                Answer::Assertion(assertion) => Ok(assertion),
                Answer::Failure(failure) => Err(failure),
                Answer::Validation(_) => return,
            };
            self.assertion_answered(state, result, steps);
        } else if identity
            .validations
            .front()
            .and_then(|validation| validation.outstanding.as_ref())
            .is_some_and(is)
        {
            let result = match answer {
                Answer::Validation(validation) => Ok(validation),
                Answer::Failure(failure) => Err(failure),
                Answer::Assertion(_) => return,
            };
            self.validation_answered(state, result, steps);
        }
    }

    /// Makes a request of a provider and has the provider asked in a task.
    fn ask(
        &self,
        state: &mut State,
        asked: Asked,
        idp: RTCIdentityProviderDetails,
        registration: Arc<Registration>,
        call: impl FnOnce(&Registration, &Arc<IdentityRequest>) + Send + 'static,
    ) -> Outstanding {
        let id = IdentityRequestId(state.identity.last_request.0 + 1);
        state.identity.last_request = id;
        let environment = Arc::clone(&self.environment);
        let request = IdentityRequest::new(id, asked, idp, self.this.clone(), environment);
        let mut steps = Steps::default();
        steps.then(move |connection, steps| connection.idp_timed_out(id, steps));
        let timer = Box::new(ConnectionTask::new(self.this.clone(), steps));
        let outstanding = Outstanding {
            id,
            request: Arc::downgrade(&request),
            registration: Arc::clone(&registration),
        };
        self.queue_callback(Box::new(move || {
            if request.is_pending() {
                // The provider's time begins now, however long the application took for the callbacks before.
                let timeout = registration.timeout;
                request.environment().queue_task_after(timeout, timer);
                call(&registration, &request);
            }
        }));
        outstanding
    }

    fn queue_callback(&self, callback: Callback) {
        let mut steps = Steps::default();
        steps.call(callback);
        self.queue_steps(steps);
    }

    /// What a failure leaves to be read, and the legacy event that announces it.
    fn note_failure(
        self: &Arc<Self>,
        state: &mut State,
        event_type: EventType,
        idp: &RTCIdentityProviderDetails,
        failure: &IdpFailure,
        steps: &mut Steps,
    ) {
        state.identity.login_url.clone_from(&failure.login_url);
        state.identity.error_info.clone_from(&failure.error_info);
        steps.fire(Event::with(
            event_type,
            Target::PeerConnection(Arc::clone(self)),
            EventDetail::IdentityError {
                idp: idp.domain.clone(),
                protocol: idp.protocol.clone(),
                login_url: failure.login_url.clone(),
            },
        ));
    }
}

fn aborted() -> Error {
    Error::new(ErrorName::AbortError, "the peer connection was closed")
}

/// There is nobody to ask: what a browser says when it cannot load the provider's script.
fn not_registered(idp: &RTCIdentityProviderDetails) -> IdpFailure {
    let message = format!(
        "no identity provider is registered for {:?} with the protocol {:?}",
        idp.domain, idp.protocol
    );
    IdpFailure::new(RtcErrorDetailType::IdpLoadFailure, message)
}
