//! Anything in any order: every promise is settled once, and nobody but the target gets in.

use std::sync::Arc;
use std::time::Duration;

use super::identity::{Asked, IDP, Provider};
use super::peer_identity::{offer_of_alice, target};
use super::*;
use crate::api::error::RtcErrorDetailType;
use crate::api::identity::provider::DEFAULT_TIMEOUT;
use crate::api::identity::request::{Answer, IdentityRequest};
use crate::api::identity::{
    IdpFailure, RTCIdentityAssertion, RTCIdentityAssertionResult, RTCIdentityProviderOptions,
    RTCIdentityValidationResult,
};
use crate::api::peer_connection::RTCOfferOptions;

const SEEDS: u64 = 40;
const STEPS: usize = 120;

struct Chaos {
    random: SeededRandom,
    world: Arc<World>,
    provider: Provider,
    bob: Peer,
    has_target: bool,
    offers: Vec<String>,
    kept: Vec<(Arc<IdentityRequest>, Asked)>,
    texts: Vec<Promise<String>>,
    descriptions: Vec<Promise<RTCSessionDescriptionInit>>,
    done: Vec<Promise<()>>,
    identities: Vec<Promise<Arc<RTCIdentityAssertion>>>,
}

/// Three offers: by alice, by nobody, by somebody with a made-up assertion.
fn offers(world: &Arc<World>, provider: &Provider) -> Vec<String> {
    let (_alice, by_alice) = offer_of_alice(world, provider);
    let other = world.peer();
    other.channel("a");
    let by_nobody = other.create_offer().expect("an offer").sdp;
    let forged = by_nobody.replace("t=0 0\r\n", &format!("t=0 0\r\n{}", line(&by_alice)));
    vec![by_alice, by_nobody, forged]
}

/// The identity of a description.
fn line(sdp: &str) -> String {
    let line = sdp.lines().find(|line| line.starts_with("a=identity:"));
    format!("{}\r\n", line.expect("an identity"))
}

impl Chaos {
    fn new(seed: u64) -> Self {
        let world = World::new();
        let provider = Provider::register(&world, IDP);
        let offers = offers(&world, &provider);
        let has_target = seed.is_multiple_of(2);
        let bob = match has_target {
            true => world.connection(target("alice@idp.example")),
            false => world.peer(),
        };
        Self {
            random: SeededRandom(seed),
            world,
            provider,
            bob,
            has_target,
            offers,
            kept: Vec::new(),
            texts: Vec::new(),
            descriptions: Vec::new(),
            done: Vec::new(),
            identities: Vec::new(),
        }
    }

    fn below(&mut self, end: usize) -> usize {
        let number = self.random.u64() >> 8;
        usize::try_from(number % end as u64).expect("below the end")
    }

    fn step(&mut self) {
        let connection = Arc::clone(&self.bob.connection);
        match self.below(14) {
            0 => {
                let domain = ["idp.example", "nobody.example"][self.below(2)];
                let options = RTCIdentityProviderOptions::default();
                let _ = connection.set_identity_provider(domain, options);
            }
            1 => {
                let (promise, completion) = Promise::new();
                if connection.identity_assertion(completion).is_ok() {
                    self.texts.push(promise);
                }
            }
            2 => {
                let (promise, completion) = Promise::new();
                let options = RTCOfferOptions::default();
                if connection.create_offer(options, completion).is_ok() {
                    self.descriptions.push(promise);
                }
            }
            3 => {
                let (promise, completion) = Promise::new();
                let set = connection.set_local_description(Default::default(), completion);
                if set.is_ok() {
                    self.done.push(promise);
                }
            }
            4 | 5 => {
                let at = self.below(self.offers.len());
                let description = RTCSessionDescriptionInit {
                    sdp_type: RTCSdpType::Offer,
                    sdp: self.offers[at].clone(),
                };
                let (promise, completion) = Promise::new();
                let set = connection.set_remote_description(description, completion);
                if set.is_ok() {
                    self.done.push(promise);
                }
            }
            6 => {
                let (promise, completion) = Promise::new();
                connection.peer_identity(completion);
                self.identities.push(promise);
            }
            7 if self.provider.waiting() > 0 => {
                let question = self.provider.take();
                self.kept.push(question);
            }
            7..=9 => self.answer(),
            10 => {
                let time = Duration::from_secs(self.below(20) as u64);
                self.world.pass(time);
            }
            11 => self.world.run_jobs(),
            _ => drop(self.world.run_task()),
        }
        self.check();
    }

    /// Answers a question somehow.
    fn answer(&mut self) {
        if self.kept.is_empty() && self.provider.waiting() > 0 {
            let question = self.provider.take();
            self.kept.push(question);
        }
        if self.kept.is_empty() {
            return;
        }
        let at = self.below(self.kept.len());
        let (request, asked) = self.kept.swap_remove(at);
        let idp = request.idp().clone();
        let answer = match (self.below(5), asked) {
            (0, _) => return,
            (1, _) => Answer::Failure(IdpFailure::new(RtcErrorDetailType::IdpNeedLogin, "no")),
            (_, Asked::Generate { contents, .. }) => {
                let assertion = format!("bob@idp.example\n{contents}");
                Answer::Assertion(RTCIdentityAssertionResult { idp, assertion })
            }
            (kind, Asked::Validate { assertion, .. }) => {
                let (identity, contents) = assertion.split_once('\n').expect("an assertion");
                let identity = if kind == 2 {
                    "mallory@idp.example"
                } else {
                    identity
                };
                Answer::Validation(RTCIdentityValidationResult {
                    identity: identity.to_owned(),
                    contents: contents.to_owned(),
                })
            }
        };
        let pending = request.is_pending();
        assert_eq!(request.answer(answer).is_ok(), pending);
    }

    fn check(&self) {
        if let Some(description) = self.bob.connection.remote_description()
            && self.has_target
        {
            let sdp = description.sdp();
            assert!(sdp == self.offers[0], "only alice is let in: {sdp}");
        }
    }

    /// Whatever is left is answered, or takes too long.
    fn settle(&mut self) {
        loop {
            self.world.run();
            while self.provider.waiting() > 0 {
                drop(self.provider.take());
            }
            self.world.run();
            self.check();
            if self.provider.waiting() == 0 {
                break;
            }
        }
        self.world.pass(DEFAULT_TIMEOUT);
        self.world.run();
    }

    fn assert_settled(&self) {
        assert!(!self.texts.iter().any(Promise::is_pending));
        assert!(!self.descriptions.iter().any(Promise::is_pending));
        assert!(!self.done.iter().any(Promise::is_pending));
    }
}

#[test]
fn every_promise_is_settled_without_closing() {
    for seed in 0..SEEDS {
        let mut chaos = Chaos::new(seed);
        for _ in 0..STEPS {
            chaos.step();
        }
        chaos.settle();
        // Those that were kept time out one after the other: each lets the next begin.
        for _ in 0..chaos.kept.len() + 20 {
            chaos.settle();
        }
        chaos.assert_settled();
        chaos.bob.connection.close();
        chaos.world.run();
        assert!(!chaos.identities.iter().any(Promise::is_pending));
    }
}

#[test]
fn every_promise_is_settled_by_closing() {
    for seed in 0..SEEDS {
        let mut chaos = Chaos::new(seed);
        for _ in 0..chaos.below(STEPS) {
            chaos.step();
        }
        chaos.bob.connection.close();
        assert!(chaos.kept.iter().all(|(request, _)| !request.is_pending()));
        chaos.bob.log.take();
        let asked = chaos.provider.waiting();
        chaos.world.run();
        chaos.assert_settled();
        assert!(!chaos.identities.iter().any(Promise::is_pending));
        assert_eq!(chaos.bob.log.take(), Vec::<String>::new());
        assert_eq!(chaos.provider.waiting(), asked, "nobody is asked any more");
    }
}
