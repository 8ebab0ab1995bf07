//! RTCPeerConnection-getIdentityAssertion, and what offers and answers have of it.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::*;
use crate::api::error::RtcErrorDetailType;
use crate::api::identity::provider::{DEFAULT_TIMEOUT, IdentityProvider, Registration};
use crate::api::identity::request::{Answer, IdentityRequest};
use crate::api::identity::{
    IdpFailure, RTCIdentityAssertionResult, RTCIdentityProviderDetails, RTCIdentityProviderOptions,
    RTCIdentityValidationResult, assertion,
};

/// What a provider was asked.
#[derive(Clone)]
pub(super) enum Asked {
    Generate {
        contents: String,
        origin: String,
        options: RTCIdentityProviderOptions,
    },
    Validate {
        assertion: String,
        origin: String,
    },
}

type Question = (Arc<IdentityRequest>, Asked);

/// A provider that answers when the test says so.
#[derive(Clone, Default)]
pub(super) struct Provider(Arc<Mutex<Vec<Question>>>);

impl IdentityProvider for Provider {
    fn generate_assertion(
        &self,
        request: &Arc<IdentityRequest>,
        contents: &str,
        origin: &str,
        options: &RTCIdentityProviderOptions,
    ) {
        let asked = Asked::Generate {
            contents: contents.to_owned(),
            origin: origin.to_owned(),
            options: options.clone(),
        };
        self.0.lock().push((Arc::clone(request), asked));
    }

    fn validate_assertion(&self, request: &Arc<IdentityRequest>, assertion: &str, origin: &str) {
        let asked = Asked::Validate {
            assertion: assertion.to_owned(),
            origin: origin.to_owned(),
        };
        self.0.lock().push((Arc::clone(request), asked));
    }
}

impl Provider {
    pub(super) fn register(world: &World, domain: &str) -> Self {
        let provider = Self::default();
        world.identity_providers.register(Registration {
            domain: Some(domain.to_owned()),
            protocol: None,
            trusted_for: Vec::new(),
            timeout: DEFAULT_TIMEOUT,
            provider: Box::new(provider.clone()),
        });
        provider
    }

    pub(super) fn waiting(&self) -> usize {
        self.0.lock().len()
    }

    /// The oldest request.
    pub(super) fn take(&self) -> Question {
        self.0.lock().remove(0)
    }

    /// What `answer` of the test provider says: an assertion is the user's name, a line break and the contents.
    pub(super) fn answer(&self, user: &str) -> Result<(), Error> {
        let (request, asked) = self.take();
        let idp = request.idp().clone();
        request.answer(match asked {
            Asked::Generate { contents, .. } => Answer::Assertion(RTCIdentityAssertionResult {
                assertion: format!("{user}@{}\n{contents}", idp.domain),
                idp,
            }),
            Asked::Validate { assertion, .. } => {
                let (identity, contents) = assertion.split_once('\n').expect("an assertion");
                Answer::Validation(RTCIdentityValidationResult {
                    identity: identity.to_owned(),
                    contents: contents.to_owned(),
                })
            }
        })
    }

    pub(super) fn fail(&self, failure: IdpFailure) {
        let (request, _) = self.take();
        request
            .answer(Answer::Failure(failure))
            .expect("it is waited for");
    }
}

pub(super) const IDP: &str = "idp.example";

pub(super) fn details(domain: &str) -> RTCIdentityProviderDetails {
    RTCIdentityProviderDetails {
        domain: domain.to_owned(),
        protocol: "default".to_owned(),
    }
}

pub(super) fn detail(error: &Error) -> Option<RtcErrorDetailType> {
    error.rtc.as_ref().map(|fields| fields.error_detail)
}

fn options() -> RTCIdentityProviderOptions {
    RTCIdentityProviderOptions::default()
}

/// A connection with a provider, which waits for its certificate.
fn peer_with_provider() -> (Peer, Provider) {
    let world = World::new();
    let provider = Provider::register(&world, IDP);
    let peer = world.peer();
    peer.channel("a");
    peer.connection
        .set_identity_provider(IDP, options())
        .expect("it is open");
    (peer, provider)
}

fn get_assertion(peer: &Peer) -> Promise<String> {
    let (promise, completion) = Promise::new();
    peer.connection
        .identity_assertion(completion)
        .expect("there is a provider");
    promise
}

fn create_offer(peer: &Peer) -> Promise<RTCSessionDescriptionInit> {
    let (promise, completion) = Promise::new();
    peer.connection
        .create_offer(RTCOfferOptions::default(), completion)
        .expect("it is stable");
    promise
}

fn identity_of(sdp: &str) -> &str {
    let mut lines = sdp.lines();
    let line = lines.find_map(|line| line.strip_prefix("a=identity:"));
    line.expect("an a=identity")
}

#[test]
fn the_provider_is_asked_with_contents_origin_and_options() {
    let world = World::new();
    let provider = Provider::register(&world, "idp.example:8443");
    let mut configuration = RTCConfiguration {
        peer_identity: Some("bob@example.org".into()),
        ..Default::default()
    };
    configuration.duologue.origin = Some("https://app.example".into());
    let peer = world.connection(configuration);
    let given = RTCIdentityProviderOptions {
        protocol: "proto?x".into(),
        username_hint: Some("alice".into()),
        peer_identity: None,
    };
    peer.connection
        .set_identity_provider("IDP.example:8443", given.clone())
        .unwrap();
    let promise = get_assertion(&peer);
    assert_eq!(provider.waiting(), 0, "never within the call");
    world.run();
    let (request, asked) = provider.take();
    assert_eq!(request.idp().domain, "IDP.example:8443");
    assert_eq!(request.idp().protocol, "proto?x");
    let Asked::Generate {
        contents,
        origin,
        options,
    } = asked
    else {
        panic!("it is to generate");
    };
    assert_eq!(origin, "https://app.example");
    assert_eq!(
        options,
        RTCIdentityProviderOptions {
            peer_identity: Some("bob@example.org".into()),
            ..given
        }
    );
    let offer = {
        peer.channel("a");
        let answer = RTCIdentityAssertionResult {
            idp: details("other.example"),
            assertion: "opaque".into(),
        };
        request.answer(Answer::Assertion(answer.clone())).unwrap();
        world.run();
        let text = promise.take().unwrap();
        assert_eq!(assertion::decode(&text), Ok(answer));
        let offer = peer.create_offer().unwrap();
        assert_eq!(identity_of(&offer.sdp), text);
        offer
    };
    let covered = assertion::covered_by_contents(&contents).unwrap();
    let description = assertion::DescriptionIdentity::of(&offer.sdp).unwrap();
    assert!(description.is_within(&covered) && !description.has_no_fingerprint());
}

#[test]
fn an_offer_waits_for_certificate_and_assertion() {
    let (peer, provider) = peer_with_provider();
    let promise = create_offer(&peer);
    while peer.world.run_task() {}
    assert_eq!(provider.waiting(), 0, "there is no certificate yet");
    peer.world.run();
    assert_eq!(provider.waiting(), 1);
    assert!(promise.is_pending());
    provider.answer("alice").unwrap();
    assert!(promise.is_pending(), "never within the call");
    peer.world.run();
    let offer = promise.take().unwrap();
    assert_eq!(peer.log.take(), ["identityresult", "negotiationneeded"]);
    // Stored "for use with future offers or answers".
    let text = get_assertion(&peer);
    peer.world.run();
    assert_eq!(text.take().unwrap(), identity_of(&offer.sdp));
    let again = peer.create_offer().unwrap();
    assert_eq!(identity_of(&again.sdp), identity_of(&offer.sdp));
    assert_eq!(provider.waiting(), 0);
    assert_eq!(peer.log.take(), Vec::<String>::new());
}

#[test]
fn several_who_wait_get_one_assertion() {
    let (peer, provider) = peer_with_provider();
    let first = get_assertion(&peer);
    let second = get_assertion(&peer);
    let offer = create_offer(&peer);
    peer.world.run();
    assert_eq!(provider.waiting(), 1);
    provider.answer("alice").unwrap();
    peer.world.run();
    let text = first.take().unwrap();
    assert_eq!(second.take().unwrap(), text);
    assert_eq!(identity_of(&offer.take().unwrap().sdp), text);
}

#[test]
fn set_local_description_without_argument_has_the_assertion() {
    let (peer, provider) = peer_with_provider();
    let (promise, completion) = Promise::new();
    peer.connection
        .set_local_description(Default::default(), completion)
        .unwrap();
    peer.world.run();
    assert!(promise.is_pending());
    provider.answer("alice").unwrap();
    peer.world.run();
    promise.take().unwrap();
    identity_of(&peer.local_sdp());
}

#[test]
fn a_provider_that_came_after_an_offer_makes_it_inaccurate() {
    let world = World::new();
    let provider = Provider::register(&world, IDP);
    let peer = world.peer();
    peer.channel("a");
    let offer = peer.create_offer().unwrap();
    assert!(!offer.sdp.contains("a=identity"));
    peer.connection
        .set_identity_provider(IDP, options())
        .unwrap();
    let (promise, completion) = Promise::new();
    peer.connection
        .set_local_description(Default::default(), completion)
        .unwrap();
    world.run();
    provider.answer("alice").unwrap();
    world.run();
    promise.take().unwrap();
    identity_of(&peer.local_sdp());
}

#[test]
fn login_is_asked_for_and_then_done() {
    let (peer, provider) = peer_with_provider();
    let (offer, text) = (create_offer(&peer), get_assertion(&peer));
    peer.world.run();
    provider.fail(IdpFailure {
        login_url: Some("https://idp.example/login".into()),
        error_info: Some("{}".into()),
        http_request_status_code: Some(401),
        ..IdpFailure::new(RtcErrorDetailType::IdpNeedLogin, "who are you?")
    });
    peer.world.run();
    assert_eq!(
        peer.connection.idp_login_url().as_deref(),
        Some("https://idp.example/login")
    );
    assert_eq!(peer.connection.idp_error_info().as_deref(), Some("{}"));
    assert_eq!(
        peer.log.take(),
        [
            "idpassertionerror idp.example default https://idp.example/login",
            "negotiationneeded"
        ]
    );
    let error = text.take().unwrap_err();
    assert_eq!(error.name, ErrorName::OperationError);
    assert_eq!(error.message, "who are you?");
    assert_eq!(detail(&error), Some(RtcErrorDetailType::IdpNeedLogin));
    let fields = error.rtc.unwrap();
    assert_eq!(fields.http_request_status_code, Some(401));
    let error = offer.take().unwrap_err();
    assert_eq!(error.name, ErrorName::NotReadableError);
    assert_eq!(detail(&error), Some(RtcErrorDetailType::IdpNeedLogin));
    // "Another attempt at generating an identity assertion is likely to be successful."
    let offer = create_offer(&peer);
    peer.world.run();
    provider.answer("alice").unwrap();
    peer.world.run();
    identity_of(&offer.take().unwrap().sdp);
    assert_eq!(peer.connection.idp_login_url(), None);
    assert_eq!(peer.connection.idp_error_info(), None);
}

#[test]
fn a_provider_that_is_not_there_is_one_that_cannot_be_loaded() {
    let world = World::new();
    let peer = world.peer();
    peer.channel("a");
    peer.connection
        .set_identity_provider("nobody.example", options())
        .unwrap();
    let promise = get_assertion(&peer);
    assert!(promise.is_pending());
    world.run();
    let error = promise.take().unwrap_err();
    assert_eq!(detail(&error), Some(RtcErrorDetailType::IdpLoadFailure));
    let error = peer.create_offer().unwrap_err();
    assert_eq!(error.name, ErrorName::NotReadableError);
    // It may come later.
    let provider = Provider::register(&world, "nobody.example");
    let promise = get_assertion(&peer);
    world.run();
    provider.answer("alice").unwrap();
    world.run();
    promise.take().unwrap();
}

#[test]
fn a_late_answer_is_none() {
    let (peer, provider) = peer_with_provider();
    let promise = get_assertion(&peer);
    peer.world.run_jobs();
    // It is asked only after that, and has all its time.
    peer.world.pass(DEFAULT_TIMEOUT * 2);
    assert!(provider.waiting() == 1 && promise.is_pending());
    peer.world.pass(DEFAULT_TIMEOUT - Duration::from_millis(1));
    assert!(promise.is_pending());
    peer.world.pass(Duration::from_millis(1));
    let error = promise.take().unwrap_err();
    assert_eq!(detail(&error), Some(RtcErrorDetailType::IdpTimeout));
    assert_eq!(refusal(provider.answer("alice")), ErrorName::TimeoutError);
    // The timer of a request that was answered says nothing.
    let promise = get_assertion(&peer);
    peer.world.run();
    provider.answer("alice").unwrap();
    peer.world.run();
    promise.take().unwrap();
    peer.log.take();
    peer.world.pass(DEFAULT_TIMEOUT);
    assert_eq!(peer.log.take(), Vec::<String>::new());
}

#[test]
fn a_request_is_answered_once_and_by_what_was_asked_for() {
    let (peer, provider) = peer_with_provider();
    let promise = get_assertion(&peer);
    peer.world.run();
    let (request, _) = provider.take();
    let validation = RTCIdentityValidationResult {
        identity: "alice@idp.example".into(),
        contents: "{}".into(),
    };
    let wrong = request.answer(Answer::Validation(validation));
    assert_eq!(refusal(wrong), ErrorName::TypeError);
    assert!(request.is_pending());
    let good = Answer::Assertion(RTCIdentityAssertionResult {
        idp: details(IDP),
        assertion: String::new(),
    });
    request.answer(good.clone()).unwrap();
    assert!(!request.is_pending());
    assert_eq!(refusal(request.answer(good)), ErrorName::InvalidStateError);
    peer.world.run();
    promise.take().unwrap();
}

#[test]
fn a_request_that_is_dropped_has_failed() {
    let (peer, provider) = peer_with_provider();
    let promise = get_assertion(&peer);
    peer.world.run();
    drop(provider.take());
    peer.world.run();
    let error = promise.take().unwrap_err();
    assert_eq!(
        detail(&error),
        Some(RtcErrorDetailType::IdpExecutionFailure)
    );
}

#[test]
fn results_that_nobody_could_read_are_failures() {
    let (peer, provider) = peer_with_provider();
    let bad_protocol = RTCIdentityProviderDetails {
        protocol: "a/b".into(),
        ..details(IDP)
    };
    for (idp, length) in [(bad_protocol, 1), (details(IDP), 1_000_000)] {
        let promise = get_assertion(&peer);
        peer.world.run();
        let (request, _) = provider.take();
        let answer = RTCIdentityAssertionResult {
            idp,
            assertion: "x".repeat(length),
        };
        request.answer(Answer::Assertion(answer)).unwrap();
        peer.world.run();
        let error = promise.take().unwrap_err();
        assert_eq!(
            detail(&error),
            Some(RtcErrorDetailType::IdpExecutionFailure)
        );
    }
}

#[test]
fn another_provider_serves_those_who_wait() {
    let (peer, provider) = peer_with_provider();
    let other = Provider::register(&peer.world, "other.example");
    let (text, offer) = (get_assertion(&peer), create_offer(&peer));
    peer.world.run();
    assert_eq!(provider.waiting(), 1);
    // The same values change nothing.
    peer.connection
        .set_identity_provider(IDP, options())
        .unwrap();
    assert_eq!(provider.waiting(), 1);
    peer.connection
        .set_identity_provider("other.example", options())
        .unwrap();
    assert_eq!(refusal(provider.answer("alice")), ErrorName::AbortError);
    peer.world.run();
    other.answer("bob").unwrap();
    peer.world.run();
    let text = text.take().unwrap();
    assert_eq!(
        assertion::decode(&text).unwrap().idp,
        details("other.example")
    );
    assert_eq!(identity_of(&offer.take().unwrap().sdp), text);
    // A stored assertion is discarded as well.
    peer.connection
        .set_identity_provider(IDP, options())
        .unwrap();
    let promise = get_assertion(&peer);
    peer.world.run();
    assert_eq!(provider.waiting(), 1);
    assert!(promise.is_pending());
}

#[test]
fn what_failed_is_the_provider_that_was_set_last() {
    let peer = World::new().peer();
    peer.world.run();
    let set = |domain: &str| peer.connection.set_identity_provider(domain, options());
    set("nobody.example").unwrap();
    let promise = get_assertion(&peer);
    set("nowhere.example").unwrap();
    peer.log.take();
    peer.world.run();
    let error = promise.take().unwrap_err();
    assert!(error.message.contains("nowhere.example"), "{error}");
    assert_eq!(
        peer.log.take(),
        ["idpassertionerror nowhere.example default null"]
    );
}

#[test]
fn set_identity_provider_and_get_identity_assertion_are_refused() {
    let world = World::new();
    let peer = world.peer();
    let with = |protocol: &str| RTCIdentityProviderOptions {
        protocol: protocol.into(),
        ..options()
    };
    for protocol in ["a/b", "..\\x"] {
        assert_eq!(
            refusal(peer.connection.set_identity_provider(IDP, with(protocol))),
            ErrorName::SyntaxError
        );
    }
    let assertion = || peer.connection.identity_assertion(Box::new(|_| panic!()));
    assert_eq!(refusal(assertion()), ErrorName::InvalidStateError);
    peer.connection.close();
    assert_eq!(
        refusal(peer.connection.set_identity_provider(IDP, with("a/b"))),
        ErrorName::InvalidStateError
    );
    assert_eq!(refusal(assertion()), ErrorName::InvalidStateError);
    world.run();
}

#[test]
fn closing_rejects_who_waits_and_tells_the_provider() {
    let (peer, provider) = peer_with_provider();
    let (text, offer) = (get_assertion(&peer), create_offer(&peer));
    peer.world.run();
    let (request, _) = provider.take();
    assert!(request.is_pending());
    peer.connection.close();
    assert!(!request.is_pending());
    assert!(text.is_pending(), "never within the call");
    let answer = RTCIdentityAssertionResult {
        idp: details(IDP),
        assertion: String::new(),
    };
    let late = request.answer(Answer::Assertion(answer));
    assert_eq!(refusal(late), ErrorName::AbortError);
    peer.world.run();
    assert_eq!(text.error(), ErrorName::AbortError);
    assert_eq!(offer.error(), ErrorName::AbortError);
}

#[test]
fn a_provider_is_not_asked_for_a_connection_that_was_closed_meanwhile() {
    let (peer, provider) = peer_with_provider();
    peer.world.run();
    let promise = get_assertion(&peer);
    peer.connection.close();
    peer.world.run();
    assert_eq!(provider.waiting(), 0);
    assert_eq!(promise.error(), ErrorName::AbortError);
}
