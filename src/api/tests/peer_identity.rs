//! RTCPeerConnection-peerIdentity: assertions of the peer, and the target peer identity.

use std::sync::Arc;

use super::identity::{Asked, IDP, Provider, detail};
use super::*;
use crate::api::error::RtcErrorDetailType;
use crate::api::identity::request::Answer;
use crate::api::identity::{
    IdpFailure, RTCIdentityAssertion, RTCIdentityAssertionResult, RTCIdentityProviderOptions,
    RTCIdentityValidationResult, assertion,
};

pub(super) fn target(name: &str) -> RTCConfiguration {
    RTCConfiguration {
        peer_identity: Some(name.to_owned()),
        ..Default::default()
    }
}

/// An offer by `alice@idp.example`.
pub(super) fn offer_of_alice(world: &Arc<World>, provider: &Provider) -> (Peer, String) {
    let alice = world.peer();
    alice.channel("a");
    alice
        .connection
        .set_identity_provider(IDP, RTCIdentityProviderOptions::default())
        .unwrap();
    let sdp = offer_again(&alice, provider);
    (alice, sdp)
}

fn offer_again(alice: &Peer, provider: &Provider) -> String {
    let (promise, completion) = Promise::new();
    alice
        .connection
        .set_local_description(Default::default(), completion)
        .unwrap();
    alice.world.run();
    if provider.waiting() > 0 {
        provider.answer("alice").unwrap();
        alice.world.run();
    }
    promise.take().unwrap();
    alice.local_sdp()
}

pub(super) fn peer_identity(peer: &Peer) -> Promise<Arc<RTCIdentityAssertion>> {
    let (promise, completion) = Promise::new();
    peer.connection.peer_identity(completion);
    promise
}

pub(super) fn set_offer(peer: &Peer, sdp: &str) -> Promise<()> {
    let (promise, completion) = Promise::new();
    let description = RTCSessionDescriptionInit {
        sdp_type: RTCSdpType::Offer,
        sdp: sdp.to_owned(),
    };
    peer.connection
        .set_remote_description(description, completion)
        .unwrap();
    peer.world.run();
    promise
}

pub(super) fn world_with_provider() -> (Arc<World>, Provider) {
    let world = World::new();
    let provider = Provider::register(&world, IDP);
    (world, provider)
}

/// The description with another assertion.
fn with_assertion(sdp: &str, text: &str) -> String {
    sdp.lines()
        .map(|line| match line.starts_with("a=identity:") {
            true => format!("a=identity:{text}\r\n"),
            false => format!("{line}\r\n"),
        })
        .collect()
}

#[test]
fn the_peer_is_identified_after_its_description_was_set() {
    let (world, provider) = world_with_provider();
    let (_alice, offer) = offer_of_alice(&world, &provider);
    let bob = world.peer();
    let promises = [peer_identity(&bob), peer_identity(&bob)];
    set_offer(&bob, &offer).take().unwrap();
    assert_eq!(bob.log.take(), ["signalingstatechange have-remote-offer"]);
    assert!(promises[0].is_pending());
    let (request, asked) = provider.take();
    let Asked::Validate { assertion, origin } = asked else {
        panic!("it is to validate");
    };
    assert_eq!(origin, "null");
    let (identity, contents) = assertion.split_once('\n').unwrap();
    request
        .answer(Answer::Validation(RTCIdentityValidationResult {
            identity: identity.to_owned(),
            contents: contents.to_owned(),
        }))
        .unwrap();
    world.run();
    assert_eq!(bob.log.take(), ["peeridentity"]);
    let [first, second] = promises.map(|promise| promise.take().unwrap());
    assert!(Arc::ptr_eq(&first, &second), "the same object");
    assert_eq!((&*first.idp(), &*first.name()), (IDP, "alice@idp.example"));
    let later = peer_identity(&bob);
    assert!(later.is_pending(), "never within the call");
    bob.connection.close();
    world.run();
    assert!(Arc::ptr_eq(&later.take().unwrap(), &first));
}

#[test]
fn without_a_target_a_bad_assertion_rejects_the_promise_alone() {
    let (world, provider) = world_with_provider();
    let (_alice, offer) = offer_of_alice(&world, &provider);
    let bob = world.peer();
    let promise = peer_identity(&bob);
    set_offer(&bob, &offer).take().unwrap();
    bob.log.take();
    provider.fail(IdpFailure {
        error_info: Some("why".into()),
        ..IdpFailure::new(RtcErrorDetailType::IdpTokenExpired, "too old")
    });
    world.run();
    assert_eq!(
        bob.log.take(),
        ["idpvalidationerror idp.example default null"]
    );
    assert_eq!(bob.connection.idp_error_info().as_deref(), Some("why"));
    let error = promise.take().unwrap_err();
    assert_eq!(error.name, ErrorName::OperationError);
    assert_eq!(detail(&error), Some(RtcErrorDetailType::IdpTokenExpired));
    // "A new unresolved promise": the next description may do better.
    let promise = peer_identity(&bob);
    world.run();
    assert!(promise.is_pending());
    bob.rollback().unwrap();
    set_offer(&bob, &offer).take().unwrap();
    provider.answer("").unwrap();
    world.run();
    assert_eq!(&*promise.take().unwrap().name(), "alice@idp.example");
}

/// What the provider says of the assertion, and what comes of it without a target.
fn validated_as(edit: impl FnOnce(&mut RTCIdentityValidationResult)) -> Result<String, Error> {
    let (world, provider) = world_with_provider();
    let (_alice, offer) = offer_of_alice(&world, &provider);
    let bob = world.peer();
    let promise = peer_identity(&bob);
    set_offer(&bob, &offer).take().unwrap();
    let (request, asked) = provider.take();
    let Asked::Validate { assertion, .. } = asked else {
        panic!("it is to validate");
    };
    let (identity, contents) = assertion.split_once('\n').unwrap();
    let mut result = RTCIdentityValidationResult {
        identity: identity.to_owned(),
        contents: contents.to_owned(),
    };
    edit(&mut result);
    request.answer(Answer::Validation(result)).unwrap();
    world.run();
    promise.take().map(|identity| identity.name().to_string())
}

#[test]
fn what_the_provider_found_good_is_checked_still() {
    let good = validated_as(|_| {});
    assert_eq!(good.as_deref(), Ok("alice@idp.example"));
    let more = validated_as(|result| {
        let more = r#""fingerprint":[{"algorithm":"sha-3","digest":"00"},"#;
        result.contents = result.contents.replace(r#""fingerprint":["#, more);
    });
    assert!(more.is_ok(), "more fingerprints than the description has");
    let lower_case = validated_as(|result| result.contents.make_ascii_lowercase());
    assert!(lower_case.is_ok());
    type Edit = fn(&mut RTCIdentityValidationResult);
    let edits: [(&str, Edit); 8] = [
        ("another certificate", |result| {
            let at = result.contents.find("digest\":\"").unwrap() + 9;
            let other = if result.contents[at..].starts_with('0') {
                "1"
            } else {
                "0"
            };
            result.contents.replace_range(at..=at, other);
        }),
        ("another function", |result| {
            result.contents = result.contents.replace("sha-256", "sha-512");
        }),
        ("no fingerprint", |result| {
            result.contents = r#"{"fingerprint":[]}"#.into();
        }),
        ("no contents", |result| result.contents.clear()),
        ("another domain", |result| {
            result.identity = "alice@example.org".into();
        }),
        ("a domain below", |result| {
            result.identity = "alice@x.idp.example".into();
        }),
        ("no domain", |result| result.identity = "alice".into()),
        ("two domains", |result| {
            result.identity = "alice@evil.example@idp.example".into();
        }),
    ];
    for (what, edit) in edits {
        let error = validated_as(edit).expect_err(what);
        assert_eq!(error.name, ErrorName::OperationError, "{what}");
        assert_eq!(
            detail(&error),
            Some(RtcErrorDetailType::IdpTokenInvalid),
            "{what}"
        );
    }
}

#[test]
fn what_is_malformed_or_of_nobody_fails_without_a_provider() {
    let (world, provider) = world_with_provider();
    let (_alice, offer) = offer_of_alice(&world, &provider);
    let unknown = assertion::encode(&RTCIdentityAssertionResult {
        idp: super::identity::details("nobody.example"),
        assertion: "x".into(),
    });
    for (text, expected) in [
        ("!", RtcErrorDetailType::IdpTokenInvalid),
        ("e30=", RtcErrorDetailType::IdpTokenInvalid),
        (
            unknown.as_deref().unwrap(),
            RtcErrorDetailType::IdpLoadFailure,
        ),
    ] {
        let bob = world.peer();
        let promise = peer_identity(&bob);
        let set = set_offer(&bob, &with_assertion(&offer, text));
        set.take().unwrap();
        let error = promise.take().unwrap_err();
        assert_eq!(detail(&error), Some(expected), "{text}");
        assert!(bob.log.take()[1].starts_with("idpvalidationerror "));
    }
    assert_eq!(provider.waiting(), 0);
}

#[test]
fn with_a_target_a_description_is_set_when_it_is_validated() {
    let (world, provider) = world_with_provider();
    let (_alice, offer) = offer_of_alice(&world, &provider);
    let bob = world.connection(target("alice@IDP.example"));
    let identity = peer_identity(&bob);
    let set = set_offer(&bob, &offer);
    assert!(set.is_pending());
    assert_eq!(bob.log.take(), Vec::<String>::new());
    assert!(bob.connection.remote_description().is_none());
    provider.answer("").unwrap();
    world.run();
    set.take().unwrap();
    assert_eq!(
        bob.log.take(),
        ["peeridentity", "signalingstatechange have-remote-offer"]
    );
    assert_eq!(&*identity.take().unwrap().name(), "alice@idp.example");
    bob.set_local_implicitly().unwrap();
}

#[test]
fn with_a_target_nobody_else_is_let_in() {
    let (world, provider) = world_with_provider();
    let (_alice, offer) = offer_of_alice(&world, &provider);
    let bob = world.connection(target("carol@idp.example"));
    let identity = peer_identity(&bob);
    let set = set_offer(&bob, &offer);
    provider.answer("").unwrap();
    world.run();
    assert_eq!(
        bob.log.take(),
        ["idpvalidationerror idp.example default null"]
    );
    let error = set.take().unwrap_err();
    assert_eq!(error.name, ErrorName::OperationError);
    assert_eq!(identity.take().unwrap_err(), error, "with the same error");
    assert!(bob.connection.remote_description().is_none());
    assert!(bob.network.take().iter().all(|command| !matches!(
        command,
        Command::SetRemoteIceParameters { .. } | Command::StartDtls { .. }
    )));
    // A target stays: so does the rejection.
    let again = peer_identity(&bob);
    world.run();
    assert_eq!(again.take().unwrap_err(), error);
}

#[test]
fn with_a_target_every_failure_rejects_the_description() {
    let (world, provider) = world_with_provider();
    let (_alice, offer) = offer_of_alice(&world, &provider);
    let anonymous: String = offer
        .lines()
        .filter(|line| !line.starts_with("a=identity"))
        .map(|line| format!("{line}\r\n"))
        .collect();
    let bob = world.connection(target("alice@idp.example"));
    let identity = peer_identity(&bob);
    let error = set_offer(&bob, &anonymous).take().unwrap_err();
    assert_eq!(error.name, ErrorName::OperationError);
    world.run();
    assert!(identity.is_pending(), "no assertion was present");
    let error = set_offer(&bob, &with_assertion(&offer, "!")).take();
    let error = error.unwrap_err();
    assert_eq!(detail(&error), Some(RtcErrorDetailType::IdpTokenInvalid));
    let set = set_offer(&bob, &offer);
    drop(provider.take());
    world.run();
    let error = set.take().unwrap_err();
    assert_eq!(
        detail(&error),
        Some(RtcErrorDetailType::IdpExecutionFailure)
    );
    let error = set_offer(&bob, "nonsense").take().unwrap_err();
    assert_eq!(detail(&error), Some(RtcErrorDetailType::SdpSyntaxError));
    assert!(bob.connection.remote_description().is_none());
    // The promise stays rejected; the connection may be set up all the same.
    let set = set_offer(&bob, &offer);
    provider.answer("").unwrap();
    world.run();
    set.take().unwrap();
}

#[test]
fn the_same_certificates_need_not_be_validated_again() {
    let (world, provider) = world_with_provider();
    let (alice, offer) = offer_of_alice(&world, &provider);
    let bob = world.connection(target("alice@idp.example"));
    let set = set_offer(&bob, &offer);
    provider.answer("").unwrap();
    world.run();
    set.take().unwrap();
    bob.set_local_implicitly().unwrap();
    alice
        .set_remote(RTCSdpType::Answer, &bob.local_sdp())
        .unwrap();
    let again = offer_again(&alice, &provider);
    set_offer(&bob, &again).take().unwrap();
    assert_eq!(provider.waiting(), 0);
}

#[test]
fn an_identity_that_was_validated_is_the_target_from_then_on() {
    let (world, provider) = world_with_provider();
    let (_alice, offer) = offer_of_alice(&world, &provider);
    let bob = world.peer();
    set_offer(&bob, &offer).take().unwrap();
    provider.answer("").unwrap();
    world.run();
    bob.log.take();
    assert_eq!(
        refusal(
            bob.connection
                .set_configuration(target("carol@idp.example"))
        ),
        ErrorName::InvalidModificationError
    );
    let same = bob
        .connection
        .set_configuration(target("alice@idp.example"));
    same.unwrap();
    bob.rollback().unwrap();
    bob.log.take();
    // Another certificate and somebody else's assertion.
    let mallory = world.peer();
    mallory.channel("a");
    mallory
        .connection
        .set_identity_provider(IDP, RTCIdentityProviderOptions::default())
        .unwrap();
    let (promise, completion) = Promise::new();
    mallory
        .connection
        .create_offer(RTCOfferOptions::default(), completion)
        .unwrap();
    world.run();
    provider.answer("mallory").unwrap();
    world.run();
    let set = set_offer(&bob, &promise.take().unwrap().sdp);
    assert!(set.is_pending());
    provider.answer("").unwrap();
    world.run();
    assert_eq!(set.error(), ErrorName::OperationError);
    let identity = peer_identity(&bob);
    world.run();
    assert_eq!(
        &*identity.take().unwrap().name(),
        "alice@idp.example",
        "the value will not change"
    );
}

#[test]
fn the_target_cannot_be_changed() {
    let world = World::new();
    let bob = world.connection(target("alice@idp.example"));
    let set = |configuration| bob.connection.set_configuration(configuration);
    assert_eq!(
        refusal(set(target("carol@idp.example"))),
        ErrorName::InvalidModificationError
    );
    set(target("alice@idp.example")).unwrap();
    set(RTCConfiguration::default()).unwrap();
    set(target("alice@idp.example")).unwrap();
    let other = world.peer();
    let set = other.connection.set_configuration(target("a@b"));
    assert_eq!(refusal(set), ErrorName::InvalidModificationError);
}

#[test]
fn one_validation_runs_at_a_time() {
    let (world, provider) = world_with_provider();
    let (_alice, offer) = offer_of_alice(&world, &provider);
    let bob = world.peer();
    let promise = peer_identity(&bob);
    for _ in 0..16 {
        set_offer(&bob, &offer).take().unwrap();
        bob.rollback().unwrap();
    }
    assert!(promise.is_pending());
    bob.log.take();
    set_offer(&bob, &offer).take().unwrap();
    assert!(bob.log.take()[1].starts_with("idpvalidationerror"));
    let error = promise.take().unwrap_err();
    assert_eq!(
        detail(&error),
        Some(RtcErrorDetailType::IdpExecutionFailure)
    );
    let promise = peer_identity(&bob);
    assert_eq!(provider.waiting(), 1);
    let mut answered = 0;
    while provider.waiting() > 0 {
        assert_eq!(provider.waiting(), 1);
        let failure = IdpFailure::new(RtcErrorDetailType::IdpTokenInvalid, "no");
        provider.fail(failure);
        world.run();
        answered += 1;
    }
    assert_eq!(answered, 16, "what a peer may have waiting is bounded");
    assert_eq!(promise.error(), ErrorName::OperationError);
}

#[test]
fn somebody_else_in_a_description_that_is_set_already_ends_the_connection() {
    let (world, provider) = world_with_provider();
    let (_alice, offer) = offer_of_alice(&world, &provider);
    let other = assertion::encode(&RTCIdentityAssertionResult {
        idp: super::identity::details(IDP),
        assertion: "mallory@idp.example\n{\"fingerprint\":[]}".into(),
    });
    let bob = world.peer();
    set_offer(&bob, &offer).take().unwrap();
    let second = with_assertion(&offer, &other.unwrap());
    bob.rollback().unwrap();
    set_offer(&bob, &second).take().unwrap();
    provider.answer("").unwrap();
    world.run();
    let identity = peer_identity(&bob);
    world.run();
    assert_eq!(&*identity.take().unwrap().name(), "alice@idp.example");
    provider.answer("").unwrap();
    world.run();
    assert_eq!(
        bob.connection.signaling_state(),
        crate::api::enums::RTCSignalingState::Closed
    );
}

#[test]
fn an_identity_is_not_that_of_a_description_that_came_later() {
    let (world, provider) = world_with_provider();
    let (_alice, offer) = offer_of_alice(&world, &provider);
    let mallory = world.peer();
    mallory.channel("a");
    let anonymous = mallory.create_offer().unwrap().sdp;
    let bob = world.peer();
    let identity = peer_identity(&bob);
    set_offer(&bob, &offer).take().unwrap();
    bob.rollback().unwrap();
    set_offer(&bob, &anonymous).take().unwrap();
    provider.answer("").unwrap();
    world.run();
    let error = identity.take().unwrap_err();
    assert_eq!(detail(&error), Some(RtcErrorDetailType::IdpTokenInvalid));
    let identity = peer_identity(&bob);
    world.run();
    assert!(identity.is_pending());
}

#[test]
fn closing_ends_a_validation() {
    let (world, provider) = world_with_provider();
    let (_alice, offer) = offer_of_alice(&world, &provider);
    let bob = world.connection(target("alice@idp.example"));
    let identity = peer_identity(&bob);
    let set = set_offer(&bob, &offer);
    let (request, _) = provider.take();
    bob.connection.close();
    assert!(!request.is_pending());
    drop(request);
    world.run();
    assert_eq!(set.error(), ErrorName::AbortError);
    assert_eq!(identity.error(), ErrorName::AbortError);
    let identity = peer_identity(&bob);
    world.run();
    assert_eq!(identity.error(), ErrorName::AbortError);
    assert_eq!(bob.log.take(), Vec::<String>::new());
}
