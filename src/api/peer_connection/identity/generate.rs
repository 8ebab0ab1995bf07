//! webrtc-identity, "Requesting Identity Assertions".

use std::sync::Arc;

use super::{Outstanding, not_registered};
use crate::api::error::{Error, ErrorName, RtcErrorDetailType};
use crate::api::event::{Event, EventDetail, EventType, Target};
use crate::api::identity::assertion;
use crate::api::identity::request::Asked;
use crate::api::identity::{
    IdpFailure, RTCIdentityAssertionResult, RTCIdentityProviderDetails, RTCIdentityProviderOptions,
    has_separator,
};
use crate::api::peer_connection::RTCPeerConnection;
use crate::api::peer_connection::create_description::fingerprints;
use crate::api::peer_connection::state::{CertificateSlot, State};
use crate::api::task::Steps;

/// Our own assertion.
pub(in crate::api::peer_connection) enum AssertionSlot {
    /// Nobody asked for one yet.
    None,
    /// It waits for the certificate that it is to cover.
    AwaitsCertificate,
    Requested(Outstanding),
    /// A task that says why there is none is queued.
    Failing(IdpFailure),
    /// Stored for all offers and answers to come.
    Ready(String),
    /// The next call that wants an assertion asks again.
    Failed(Error),
}

impl AssertionSlot {
    fn is_under_way(&self) -> bool {
        matches!(
            self,
            Self::AwaitsCertificate | Self::Requested(_) | Self::Failing(_)
        )
    }
}

impl State {
    /// Whether an offer or answer has to wait for the assertion.
    pub(in crate::api::peer_connection) fn awaits_assertion(&self) -> bool {
        self.identity.assertion.is_under_way()
    }

    /// The value of `a=identity` for a description that is made now; `None` without a provider.
    pub(in crate::api::peer_connection) fn assertion_for_description(
        &self,
    ) -> Result<Option<String>, Error> {
        if self.identity.provider.is_none() {
            return Ok(None);
        }
        match &self.identity.assertion {
            AssertionSlot::Ready(assertion) => Ok(Some(assertion.clone())),
            // "If provider was unable to produce an identity assertion, reject p with a NotReadableError"; what the provider
            // said comes with it.
            AssertionSlot::Failed(error) => Err(Error {
                name: ErrorName::NotReadableError,
                ..error.clone()
            }),
            _ => Err(Error::new(
                ErrorName::NotReadableError,
                "there is no identity assertion yet",
            )),
        }
    }

    fn assertion_is_wanted(&self) -> bool {
        !self.identity.assertion_promises.is_empty()
            || (self.awaiting && self.first_makes_description())
    }
}

impl RTCPeerConnection {
    /// "Begin the identity assertion request process if it has not already begun", where a provider was set.
    pub(in crate::api::peer_connection) fn begin_assertion(&self, state: &mut State) {
        let wanted = matches!(
            state.identity.assertion,
            AssertionSlot::None | AssertionSlot::Failed(_)
        );
        if wanted && state.identity.provider.is_some() {
            state.identity.assertion = AssertionSlot::AwaitsCertificate;
            self.request_assertion(state);
        }
    }

    /// Begins at an operation's first step only; one that failed before stays failed for this operation.
    pub(in crate::api::peer_connection) fn begin_assertion_unless_failed(&self, state: &mut State) {
        if matches!(state.identity.assertion, AssertionSlot::None) {
            self.begin_assertion(state);
        }
    }

    /// The certificate is there, or the provider is another one.
    pub(in crate::api::peer_connection) fn request_assertion(&self, state: &mut State) {
        let awaits = matches!(state.identity.assertion, AssertionSlot::AwaitsCertificate);
        if !awaits || matches!(state.certificate, CertificateSlot::Pending) {
            return;
        }
        let Some((domain, options)) = state.identity.provider.clone() else {
            return;
        };
        let covered = match fingerprints(state) {
            Ok(covered) => covered,
            Err(error) => {
                let failure =
                    IdpFailure::new(RtcErrorDetailType::IdpExecutionFailure, error.message);
                return self.fail_assertion(state, failure);
            }
        };
        let idp = RTCIdentityProviderDetails {
            domain,
            protocol: options.protocol.clone(),
        };
        let providers = self.environment.identity_providers();
        let Some(registration) = providers.find(&idp.domain, &idp.protocol) else {
            return self.fail_assertion(state, not_registered(&idp));
        };
        let contents = assertion::contents(&covered);
        let origin = state.origin();
        // "If this value is omitted, [...] the value from RTCConfiguration is used."
        let options = RTCIdentityProviderOptions {
            peer_identity: options
                .peer_identity
                .or_else(|| state.configuration.peer_identity.clone()),
            ..options
        };
        let outstanding = self.ask(
            state,
            Asked::Generate,
            idp,
            registration,
            move |registration, request| {
                let provider = &registration.provider;
                provider.generate_assertion(request, &contents, &origin, &options);
            },
        );
        state.identity.assertion = AssertionSlot::Requested(outstanding);
    }

    /// The provider is another one: who waits does so for its assertion.
    pub(super) fn restart_assertion(self: &Arc<Self>, state: &mut State) {
        if let AssertionSlot::Requested(outstanding) = &state.identity.assertion {
            outstanding.abort();
        }
        state.identity.assertion = AssertionSlot::None;
        if state.assertion_is_wanted() {
            self.begin_assertion(state);
        }
    }

    /// Promises are not settled within the call that asked.
    fn fail_assertion(&self, state: &mut State, failure: IdpFailure) {
        state.identity.assertion = AssertionSlot::Failing(failure);
        self.queue_then(|connection, steps| {
            let mut state = connection.state.lock();
            // Another provider may have been set, and may have failed too. A connection that is closed waits for none.
            if let AssertionSlot::Failing(failure) = &state.identity.assertion {
                let failure = failure.clone();
                connection.assertion_answered(&mut state, Err(failure), steps);
            }
        });
    }

    /// The provider answered: the event, the promises, and then the operation that waits.
    pub(super) fn assertion_answered(
        self: &Arc<Self>,
        state: &mut State,
        result: Result<RTCIdentityAssertionResult, IdpFailure>,
        steps: &mut Steps,
    ) {
        let result = match result.and_then(|assertion| encode(&assertion)) {
            Ok(assertion) => {
                state.identity.login_url = None;
                state.identity.error_info = None;
                state.identity.assertion = AssertionSlot::Ready(assertion.clone());
                steps.fire(Event::with(
                    EventType::IdentityResult,
                    Target::PeerConnection(Arc::clone(self)),
                    EventDetail::Identity {
                        assertion: assertion.clone(),
                    },
                ));
                Ok(assertion)
            }
            Err(failure) => {
                let error = failure.error();
                state.identity.assertion = AssertionSlot::Failed(error.clone());
                let idp = state.identity.own_provider();
                let event_type = EventType::IdpAssertionError;
                self.note_failure(state, event_type, &idp, &failure, steps);
                Err(error)
            }
        };
        for promise in state.identity.assertion_promises.drain(..) {
            let result = result.clone();
            steps.call(Box::new(move || promise(result)));
        }
        self.resume_first(state);
    }
}

impl super::Identity {
    fn own_provider(&self) -> RTCIdentityProviderDetails {
        let (domain, protocol) = match &self.provider {
            Some((domain, options)) => (domain.clone(), options.protocol.clone()),
            None => Default::default(),
        };
        RTCIdentityProviderDetails { domain, protocol }
    }
}

/// A result that the peer could not read is none.
fn encode(result: &RTCIdentityAssertionResult) -> Result<String, IdpFailure> {
    let failure = |message| IdpFailure::new(RtcErrorDetailType::IdpExecutionFailure, message);
    if has_separator(&result.idp.protocol) {
        return Err(failure(
            "the identity provider's assertion is for a protocol with a '/' or '\\'",
        ));
    }
    assertion::encode(result)
        .ok_or_else(|| failure("the identity provider's assertion is too long"))
}
