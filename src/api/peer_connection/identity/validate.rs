//! webrtc-identity, "Verifying Identity Assertions".

use std::sync::Arc;

use super::{Outstanding, PeerIdentity, not_registered};
use crate::api::error::{Error, ErrorName, RtcErrorDetailType};
use crate::api::event::EventType;
use crate::api::identity::assertion::{self, Covered, DescriptionIdentity};
use crate::api::identity::name::{self, Identity as IdentityName};
use crate::api::identity::provider::Registration;
use crate::api::identity::request::Asked;
use crate::api::identity::{
    IdpFailure, RTCIdentityAssertion, RTCIdentityAssertionResult, RTCIdentityProviderDetails,
    RTCIdentityValidationResult,
};
use crate::api::peer_connection::RTCPeerConnection;
use crate::api::peer_connection::state::State;
use crate::api::task::Steps;

/// So many validations may wait for their turn: a peer decides how often it sends another assertion.
const MAX_VALIDATIONS: usize = 16;

/// What setRemoteDescription has to do with the identity of the description in hand.
#[derive(Debug)]
pub(in crate::api::peer_connection) enum RemoteIdentity {
    /// It does not wait for it.
    Free,
    Validating,
    Validated(Result<(), Error>),
}

/// An assertion that is to be validated.
pub(super) struct Validation {
    assertion: String,
    description: DescriptionIdentity,
    /// setRemoteDescription waits for it.
    awaited: bool,
    /// The provider, as far as it is known.
    idp: RTCIdentityProviderDetails,
    pub(super) outstanding: Option<Outstanding>,
}

/// What a validation came to.
struct Validated {
    name: String,
    covered: Covered,
}

/// Why it failed: in the provider or with what it said, or by naming somebody else.
enum Refusal {
    Idp(IdpFailure),
    Mismatch(String),
}

impl Validation {
    /// `None`: the description has no identity.
    fn new(description: DescriptionIdentity, awaited: bool) -> Option<Self> {
        Some(Self {
            assertion: description.assertion.clone()?,
            description,
            awaited,
            idp: RTCIdentityProviderDetails {
                domain: String::new(),
                protocol: String::new(),
            },
            outstanding: None,
        })
    }

    pub(super) fn abort(&self) {
        if let Some(outstanding) = &self.outstanding {
            outstanding.abort();
        }
    }
}

impl State {
    /// What providers are told; an origin that is none is "null" (RFC 6454 section 6.1).
    pub(super) fn origin(&self) -> String {
        let origin = self.configuration.duologue.origin.clone();
        origin.unwrap_or_else(|| "null".to_owned())
    }

    /// An assertion that was validated stays valid for the same certificates (RFC 8827 section 5.4).
    fn is_validated(&self, description: &DescriptionIdentity) -> bool {
        let Some((assertion, covered)) = &self.identity.validated else {
            return false;
        };
        let same = description
            .assertion
            .as_ref()
            .is_none_or(|given| given == assertion);
        same && description.is_within(covered)
    }
}

impl RTCPeerConnection {
    /// With a target peer identity "the identity validation MUST be completed before the promise is resolved": it is before the
    /// description is applied, so that a refused one changes nothing.
    pub(in crate::api::peer_connection) fn begin_remote_identity(
        &self,
        state: &mut State,
        sdp: &str,
    ) {
        state.identity.remote = RemoteIdentity::Free;
        let Some(target) = &state.identity.target else {
            return;
        };
        let message = format!("the description has no identity; that of {target:?} is expected");
        state.identity.remote = RemoteIdentity::Validated(Ok(()));
        // What is no description is refused by the regular steps.
        let Some(description) = DescriptionIdentity::of(sdp) else {
            return;
        };
        if description.has_no_fingerprint() || state.is_validated(&description) {
            return;
        }
        let Some(validation) = Validation::new(description, true) else {
            let error = Error::new(ErrorName::OperationError, message);
            state.identity.remote = RemoteIdentity::Validated(Err(error));
            return;
        };
        state.identity.remote = RemoteIdentity::Validating;
        self.add_validation(state, validation);
    }

    /// A description was applied. Without a target, the validation of one that the peer made starts now, and nothing waits for it.
    pub(in crate::api::peer_connection) fn remote_description_changed(
        self: &Arc<Self>,
        state: &mut State,
        is_new: bool,
        steps: &mut Steps,
    ) {
        let remote = state.negotiation.remote_description();
        let description = remote.map(|remote| DescriptionIdentity::from(remote.sdp()));
        state.identity.description.clone_from(&description);
        // With a target it was validated before.
        let is_free = matches!(state.identity.remote, RemoteIdentity::Free);
        let Some(description) = description.filter(|_| is_new && is_free) else {
            return;
        };
        if state.is_validated(&description) {
            return;
        }
        let Some(validation) = Validation::new(description, false) else {
            return;
        };
        if state.identity.validations.len() < MAX_VALIDATIONS {
            self.add_validation(state, validation);
            return;
        }
        let failure = IdpFailure::new(
            RtcErrorDetailType::IdpExecutionFailure,
            format!("{MAX_VALIDATIONS} identities wait to be validated already"),
        );
        self.identity_refused(state, &validation, Refusal::Idp(failure), steps);
        Self::end_if_targeted(state, steps);
    }

    /// An identity was refused that nothing waited for. If there is a target by now, the description, which was applied, is not the
    /// target's.
    fn end_if_targeted(state: &State, steps: &mut Steps) {
        if state.identity.target.is_some() {
            steps.then(|connection, _| connection.close());
        }
    }

    fn add_validation(&self, state: &mut State, validation: Validation) {
        state.identity.validations.push_back(validation);
        if state.identity.validations.len() == 1 {
            self.run_first_validation(state);
        }
    }

    fn run_first_validation(&self, state: &mut State) {
        let Some(validation) = state.identity.validations.front_mut() else {
            return;
        };
        let decoded = match assertion::decode(&validation.assertion) {
            Ok(decoded) => decoded,
            Err(why) => {
                let message = format!("the identity assertion is malformed: {why}");
                return self.fail_validation(invalid(message));
            }
        };
        let RTCIdentityAssertionResult { idp, assertion } = decoded;
        validation.idp = idp.clone();
        let providers = self.environment.identity_providers();
        let Some(registration) = providers.find(&idp.domain, &idp.protocol) else {
            return self.fail_validation(not_registered(&idp));
        };
        let origin = state.origin();
        let outstanding = self.ask(
            state,
            Asked::Validate,
            idp,
            registration,
            move |registration, request| {
                let provider = &registration.provider;
                provider.validate_assertion(request, &assertion, &origin);
            },
        );
        if let Some(validation) = state.identity.validations.front_mut() {
            validation.outstanding = Some(outstanding);
        }
    }

    /// The first validation fails without a provider's part in it; in a task like all others.
    fn fail_validation(&self, failure: IdpFailure) {
        self.queue_then(move |connection, steps| {
            let mut state = connection.state.lock();
            if !state.is_closed {
                connection.validation_answered(&mut state, Err(failure), steps);
            }
        });
    }

    pub(super) fn validation_answered(
        self: &Arc<Self>,
        state: &mut State,
        result: Result<RTCIdentityValidationResult, IdpFailure>,
        steps: &mut Steps,
    ) {
        let Some(validation) = state.identity.validations.pop_front() else {
            return;
        };
        let verified = result
            .and_then(|result| verify(&validation, result))
            .and_then(|validated| check_present(state, &validation, validated))
            .map_err(Refusal::Idp)
            .and_then(|validated| check_target(state, validated));
        let result = match verified {
            Ok(validated) => {
                self.identity_validated(state, &validation, validated, steps);
                Ok(())
            }
            Err(refusal) => Err(self.identity_refused(state, &validation, refusal, steps)),
        };
        if validation.awaited {
            state.identity.remote = RemoteIdentity::Validated(result);
            self.resume_first(state);
        } else if result.is_err() {
            Self::end_if_targeted(state, steps);
        }
        self.run_first_validation(state);
    }

    fn identity_validated(
        self: &Arc<Self>,
        state: &mut State,
        validation: &Validation,
        validated: Validated,
        steps: &mut Steps,
    ) {
        let identity = &mut state.identity;
        identity.login_url = None;
        identity.error_info = None;
        identity.validated = Some((validation.assertion.clone(), validated.covered));
        // "Authenticating the peer also establishes a target peer identity."
        identity.target.get_or_insert(validated.name.clone());
        let PeerIdentity::Pending(promises) = &mut identity.peer else {
            return;
        };
        let promises = std::mem::take(promises);
        let idp = &validation.idp.domain;
        let assertion = RTCIdentityAssertion::create(idp, &validated.name);
        identity.peer = PeerIdentity::Resolved(Arc::clone(&assertion));
        steps.fire(self.event(EventType::PeerIdentity));
        for promise in promises {
            let assertion = Arc::clone(&assertion);
            steps.call(Box::new(move || promise(Ok(assertion))));
        }
    }

    fn identity_refused(
        self: &Arc<Self>,
        state: &mut State,
        validation: &Validation,
        refusal: Refusal,
        steps: &mut Steps,
    ) -> Error {
        let (failure, error) = match refusal {
            Refusal::Idp(failure) => {
                let error = failure.error();
                (failure, error)
            }
            Refusal::Mismatch(message) => {
                let failure = invalid(message.clone());
                (failure, Error::new(ErrorName::OperationError, message))
            }
        };
        let event_type = EventType::IdpValidationError;
        self.note_failure(state, event_type, &validation.idp, &failure, steps);
        if let PeerIdentity::Pending(promises) = &mut state.identity.peer {
            // "If there is no target peer identity, set peerIdentity to a new unresolved promise."
            for promise in std::mem::take(promises) {
                let error = error.clone();
                steps.call(Box::new(move || promise(Err(error))));
            }
            if state.identity.target.is_some() {
                state.identity.peer = PeerIdentity::Rejected(error.clone());
            }
        }
        error
    }
}

/// What is left to be checked when the provider found the assertion good.
fn verify(
    validation: &Validation,
    result: RTCIdentityValidationResult,
) -> Result<Validated, IdpFailure> {
    let Some(covered) = assertion::covered_by_contents(&result.contents) else {
        return Err(invalid(
            "the contents of the identity assertion are malformed",
        ));
    };
    if !validation.description.is_within(&covered) {
        return Err(invalid(
            "the identity assertion does not cover all fingerprints of the description",
        ));
    }
    let Some(identity) = IdentityName::parse(&result.identity) else {
        return Err(invalid(format!(
            "the identity {:?} is not of the form user@domain",
            result.identity
        )));
    };
    let registration: Option<&Registration> = validation
        .outstanding
        .as_ref()
        .map(|outstanding| &*outstanding.registration);
    let idp = &validation.idp.domain;
    if !registration.is_some_and(|registration| registration.may_assert(idp, &identity)) {
        return Err(invalid(format!(
            "the identity provider {idp:?} does not speak for {:?}",
            identity.domain
        )));
    }
    Ok(Validated {
        name: result.identity,
        covered,
    })
}

/// RFC 8827 section 5.4: when the fingerprints change, the identities that were established before are void. So is one that was being
/// established for a description that another one has replaced.
fn check_present(
    state: &State,
    validation: &Validation,
    validated: Validated,
) -> Result<Validated, IdpFailure> {
    let replaced = match &state.identity.description {
        Some(present) if !validation.awaited => !present.is_within(&validated.covered),
        _ => false,
    };
    match replaced {
        true => Err(invalid(
            "the description was replaced by one that the identity assertion does not cover",
        )),
        false => Ok(validated),
    }
}

fn check_target(state: &State, validated: Validated) -> Result<Validated, Refusal> {
    match &state.identity.target {
        Some(target) if !name::same_identity(target, &validated.name) => {
            Err(Refusal::Mismatch(format!(
                "the peer is {:?}, not {target:?} as expected",
                validated.name
            )))
        }
        _ => Ok(validated),
    }
}

fn invalid(message: impl Into<String>) -> IdpFailure {
    IdpFailure::new(RtcErrorDetailType::IdpTokenInvalid, message)
}
