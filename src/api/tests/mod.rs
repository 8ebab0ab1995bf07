//! Scenarios on a stand-in for the runtime: tasks run when a test says so, the network is a script.
//!
//! Files are named after those of web-platform-tests that cover the same ground.

mod add_ice_candidate;
mod chain;
mod close;
mod configuration;
mod data_channel;
mod description;
mod event_target;
mod get_stats;
mod handover;
mod identity;
mod identity_chaos;
mod isolated_tracks;
mod media;
mod media_stream;
mod media_stream_track;
mod negotiation_needed;
mod network;
mod peer_identity;
mod rtcp_mux;
mod set_up;
mod transports;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::configuration::RTCConfiguration;
use super::enums::{IdlStrings, RTCSdpType, RTCSignalingState};
use super::environment::{Ended, Environment, EventSink, Link, WeakSink};
use super::error::{Error, ErrorName};
use super::event::{Event, EventDetail, EventType, Target};
use super::event_target::{EventTarget, Listener};
use super::ice_candidate::RTCIceCandidateInit;
use super::identity::provider::IdentityProviders;
use super::peer_connection::{Completion, RTCOfferOptions, RTCPeerConnection};
use super::session_description::{RTCLocalSessionDescriptionInit, RTCSessionDescriptionInit};
use super::task::{Callbacks, Task};
use crate::random::{Random, SeededRandom};
use crate::session::{self, Command};

type Job = Box<dyn FnOnce() + Send>;

/// A task, and when it is to be queued.
type Later = (Duration, Box<dyn Task>);

/// The runtime's stand-in.
pub(super) struct World {
    tasks: Mutex<VecDeque<Box<dyn Task>>>,
    /// Tasks to be queued later, and how much time has passed.
    later: Mutex<(Duration, Vec<Later>)>,
    jobs: Mutex<Vec<Job>>,
    random: Mutex<SeededRandom>,
    networks: Mutex<Vec<Arc<Network>>>,
    pub(super) identity_providers: IdentityProviders,
    /// Where the connections are that talk to each other; without it the network is a script.
    internet: Option<Arc<network::Internet>>,
    pub(super) unix_time_ms: Mutex<u64>,
    /// The runtime ends as soon as it has a network side.
    pub(super) ends_at_once: Mutex<bool>,
    origin: Instant,
}

/// One connection's network side: what it was told, and the way to tell it something.
pub(super) struct Network {
    pub(super) commands: Mutex<Vec<Command>>,
    sink: WeakSink,
    host: Option<Arc<network::Host>>,
    origin: Instant,
}

impl Environment for World {
    fn queue_task(&self, task: Box<dyn Task>) {
        self.tasks.lock().push_back(task);
    }

    fn queue_task_after(&self, delay: Duration, task: Box<dyn Task>) {
        let mut later = self.later.lock();
        let at = later.0 + delay;
        later.1.push((at, task));
    }

    fn is_callback_thread(&self) -> bool {
        true
    }

    fn connect(&self, sink: WeakSink) -> Result<Arc<dyn Link>, String> {
        let network = Arc::new(Network {
            origin: self.origin,
            commands: Mutex::default(),
            host: self
                .internet
                .as_ref()
                .map(|internet| internet.host(sink.clone())),
            sink,
        });
        self.networks.lock().push(Arc::clone(&network));
        if *self.ends_at_once.lock() {
            let sink = network.sink.upgrade().expect("it is being connected");
            sink.ended(Ended::Shutdown);
        }
        Ok(network)
    }

    fn run_in_background(&self, job: Job) {
        self.jobs.lock().push(job);
    }

    fn random(&self, out: &mut [u8]) {
        self.random.lock().fill(out);
    }

    fn unix_time_ms(&self) -> u64 {
        *self.unix_time_ms.lock()
    }

    fn now(&self) -> Instant {
        match &self.internet {
            Some(internet) => internet.now(),
            None => self.origin,
        }
    }

    fn unix_time_of(&self, at: Instant) -> f64 {
        let since = at.saturating_duration_since(self.origin);
        self.unix_time_ms() as f64 + since.as_secs_f64() * 1000.0
    }

    fn identity_providers(&self) -> &IdentityProviders {
        &self.identity_providers
    }
}

impl Link for Network {
    fn send(&self, command: Command) {
        match &self.host {
            Some(host) => host.send(command),
            // A script counts nothing.
            None if let Command::GetStatistics { request } = command => {
                let statistics = Box::new(session::Statistics {
                    at: self.origin,
                    transports: Vec::new(),
                });
                self.deliver(vec![session::Event::Statistics {
                    request,
                    statistics,
                }]);
            }
            None => self.commands.lock().push(command),
        }
    }
}

impl Network {
    /// One drain of the network side.
    pub(super) fn deliver(&self, events: Vec<session::Event>) {
        let sink: Option<Arc<dyn EventSink>> = self.sink.upgrade();
        if let Some(sink) = sink {
            sink.deliver(events);
        }
    }

    /// The names of the commands since the last look.
    pub(super) fn take(&self) -> Vec<Command> {
        std::mem::take(&mut *self.commands.lock())
    }
}

impl World {
    pub(super) fn new() -> Arc<Self> {
        Self::with(None)
    }

    /// A world whose connections can reach each other.
    pub(super) fn connected() -> Arc<Self> {
        Self::with(Some(network::Internet::new()))
    }

    fn with(internet: Option<Arc<network::Internet>>) -> Arc<Self> {
        #[expect(clippy::disallowed_methods, reason = "the origin of virtual time")]
        let origin = internet.as_ref().map_or_else(Instant::now, |it| it.now());
        Arc::new(Self {
            origin,
            internet,
            tasks: Mutex::default(),
            later: Mutex::default(),
            jobs: Mutex::default(),
            random: Mutex::new(SeededRandom(1)),
            networks: Mutex::default(),
            identity_providers: IdentityProviders::default(),
            unix_time_ms: Mutex::new(1_800_000_000_000),
            ends_at_once: Mutex::default(),
        })
    }

    /// Does the work of the helper threads.
    pub(super) fn run_jobs(&self) {
        for job in std::mem::take(&mut *self.jobs.lock()) {
            job();
        }
    }

    /// Runs one task to its end, with the callbacks of each step before the next one.
    pub(super) fn run_task(&self) -> bool {
        let Some(mut task) = self.tasks.lock().pop_front() else {
            return false;
        };
        let mut callbacks = Callbacks::new();
        loop {
            let more = task.step(&mut callbacks);
            while let Some(callback) = callbacks.pop_front() {
                callback();
            }
            if !more {
                return true;
            }
        }
    }

    /// Runs everything there is to run.
    pub(super) fn run(&self) {
        loop {
            self.run_jobs();
            if !self.run_task() && self.jobs.lock().is_empty() {
                return;
            }
        }
    }

    /// Lets time pass for tasks that are queued later, and runs them.
    pub(super) fn pass(&self, time: Duration) {
        let due = {
            let mut later = self.later.lock();
            later.0 += time;
            let now = later.0;
            let due: Vec<_> = later.1.extract_if(.., |(at, _)| *at <= now).collect();
            due
        };
        self.tasks
            .lock()
            .extend(due.into_iter().map(|(_, task)| task));
        self.run();
    }

    pub(super) fn connection(self: &Arc<Self>, configuration: RTCConfiguration) -> Peer {
        self.try_connection(configuration)
            .expect("the configuration is valid")
    }

    pub(super) fn try_connection(
        self: &Arc<Self>,
        configuration: RTCConfiguration,
    ) -> Result<Peer, Error> {
        let environment: Arc<dyn Environment> = Arc::clone(self) as Arc<dyn Environment>;
        let connection = RTCPeerConnection::new(environment, configuration)?;
        let network = self.networks.lock().last().cloned();
        let log = Log::default();
        log.listen_to(connection.event_target());
        Ok(Peer {
            world: Arc::clone(self),
            connection,
            network: network.expect("the connection has a network side"),
            log,
        })
    }

    pub(super) fn peer(self: &Arc<Self>) -> Peer {
        self.connection(RTCConfiguration::default())
    }
}

/// What happened, in order.
#[derive(Clone, Default)]
pub(super) struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub(super) fn add(&self, entry: impl Into<String>) {
        self.0.lock().push(entry.into());
    }

    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock())
    }

    /// Notes every event that the target can have.
    pub(super) fn listen_to(&self, target: &EventTarget) {
        for event_type in EventType::ALL {
            target.add_event_listener(*event_type, Arc::new(Note(self.clone())));
        }
    }
}

struct Note(Log);

impl Listener for Note {
    fn call(&self, event: &Event) {
        // Has tests of its own; it would come in the middle of all others.
        if event.event_type != EventType::StatsEnded {
            self.0.add(describe(event));
        }
    }
}

/// The event with the state that it announces.
fn describe(event: &Event) -> String {
    let name = event.event_type.as_str();
    match (&event.detail, &event.target) {
        (EventDetail::IceCandidate { candidate, .. }, _) => match candidate {
            None => format!("{name} null"),
            Some(candidate) if candidate.candidate().is_empty() => format!("{name} end"),
            Some(candidate) => format!("{name} {}", candidate.address().unwrap_or("?")),
        },
        (EventDetail::DataChannel { channel }, _) => format!("{name} {}", channel.label()),
        (EventDetail::Track { track, streams, .. }, _) => {
            let streams: Vec<_> = streams.iter().map(|stream| stream.id()).collect();
            format!("{name} {} [{}]", track.kind().as_str(), streams.join(" "))
        }
        (EventDetail::MediaStream { stream }, _) => format!("{name} {}", stream.id()),
        (EventDetail::ToneChange { tone }, _) => format!("{name} {tone:?}"),
        (EventDetail::MediaStreamTrack { track }, _) => format!("{name} {}", track.id()),
        (EventDetail::Message { data, .. }, _) => {
            format!("{name} {}", String::from_utf8_lossy(data))
        }
        (EventDetail::Error { error }, _) => {
            let detail = error.rtc.as_ref().map(|fields| fields.error_detail);
            format!("{name} {detail:?}")
        }
        (
            EventDetail::IdentityError {
                idp,
                protocol,
                login_url,
            },
            _,
        ) => {
            let login_url = login_url.as_deref().unwrap_or("null");
            format!("{name} {idp} {protocol} {login_url}")
        }
        (_, Target::PeerConnection(connection)) => match event.event_type {
            EventType::SignalingStateChange => {
                format!("{name} {}", connection.signaling_state().as_str())
            }
            EventType::IceConnectionStateChange => {
                format!("{name} {}", connection.ice_connection_state().as_str())
            }
            EventType::IceGatheringStateChange => {
                format!("{name} {}", connection.ice_gathering_state().as_str())
            }
            EventType::ConnectionStateChange => {
                format!("{name} {}", connection.connection_state().as_str())
            }
            _ => name.to_owned(),
        },
        (_, Target::IceTransport(ice)) => format!("ice {name} {}", ice.state().as_str()),
        (_, Target::DtlsTransport(dtls)) => format!("dtls {name} {}", dtls.state().as_str()),
        (_, Target::SctpTransport(sctp)) => format!("sctp {name} {}", sctp.state().as_str()),
        (_, Target::DtmfSender(_) | Target::RtpReceiver(_)) => name.to_owned(),
        (_, Target::MediaStream(stream)) => format!("{name} {}", stream.id()),
        (_, Target::MediaStreamTrack(track)) => format!("{} {name}", track.id()),
        (_, Target::DataChannel(channel)) => {
            format!(
                "{} {name} {}",
                channel.label(),
                channel.ready_state().as_str()
            )
        }
    }
}

/// A listener that runs a closure.
pub(super) struct Calls<F>(pub(super) F);

impl<F: Fn(&Event) + Send + Sync> Listener for Calls<F> {
    fn call(&self, event: &Event) {
        (self.0)(event);
    }
}

/// What a promise was settled with.
pub(super) struct Promise<T>(Arc<Mutex<Option<Result<T, Error>>>>);

impl<T: Send + 'static> Promise<T> {
    pub(super) fn new() -> (Self, Completion<T>) {
        let slot = Arc::new(Mutex::new(None));
        let filled = Arc::clone(&slot);
        let completion: Completion<T> = Box::new(move |result| {
            let before = filled.lock().replace(result);
            assert!(before.is_none(), "a promise is settled once");
        });
        (Self(slot), completion)
    }

    pub(super) fn is_pending(&self) -> bool {
        self.0.lock().is_none()
    }

    pub(super) fn take(&self) -> Result<T, Error> {
        self.0.lock().take().expect("the promise was settled")
    }

    pub(super) fn error(&self) -> ErrorName {
        match self.take() {
            Ok(_) => panic!("the promise was fulfilled"),
            Err(error) => error.name,
        }
    }
}

/// A connection under test.
pub(super) struct Peer {
    pub(super) world: Arc<World>,
    pub(super) connection: Arc<RTCPeerConnection>,
    pub(super) network: Arc<Network>,
    pub(super) log: Log,
}

impl Peer {
    pub(super) fn create_offer(&self) -> Result<RTCSessionDescriptionInit, Error> {
        self.create_offer_with(RTCOfferOptions::default())
    }

    pub(super) fn create_offer_with(
        &self,
        options: RTCOfferOptions,
    ) -> Result<RTCSessionDescriptionInit, Error> {
        let (promise, completion) = Promise::new();
        self.connection.create_offer(options, completion)?;
        self.world.run();
        promise.take()
    }

    pub(super) fn create_answer(&self) -> Result<RTCSessionDescriptionInit, Error> {
        let (promise, completion) = Promise::new();
        self.connection.create_answer(completion)?;
        self.world.run();
        promise.take()
    }

    pub(super) fn set_local(&self, sdp_type: Option<RTCSdpType>, sdp: &str) -> Result<(), Error> {
        let (promise, completion) = Promise::new();
        let description = RTCLocalSessionDescriptionInit {
            sdp_type,
            sdp: sdp.to_owned(),
        };
        self.connection
            .set_local_description(description, completion)?;
        self.world.run();
        promise.take()
    }

    /// `setLocalDescription()`.
    pub(super) fn set_local_implicitly(&self) -> Result<(), Error> {
        self.set_local(None, "")
    }

    pub(super) fn set_remote(&self, sdp_type: RTCSdpType, sdp: &str) -> Result<(), Error> {
        let (promise, completion) = Promise::new();
        let description = RTCSessionDescriptionInit {
            sdp_type,
            sdp: sdp.to_owned(),
        };
        self.connection
            .set_remote_description(description, completion)?;
        self.world.run();
        promise.take()
    }

    /// By the method that set the offer.
    pub(super) fn rollback(&self) -> Result<(), Error> {
        match self.connection.signaling_state() {
            RTCSignalingState::HaveRemoteOffer => self.set_remote(RTCSdpType::Rollback, ""),
            _ => self.set_local(Some(RTCSdpType::Rollback), ""),
        }
    }

    pub(super) fn add_candidate(&self, candidate: RTCIceCandidateInit) -> Result<(), Error> {
        let (promise, completion) = Promise::new();
        self.connection.add_ice_candidate(candidate, completion)?;
        self.world.run();
        promise.take()
    }

    pub(super) fn channel(&self, label: &str) -> Arc<super::data_channel::RTCDataChannel> {
        let channel = self
            .connection
            .create_data_channel(label, Default::default())
            .expect("the connection is open");
        self.log.listen_to(channel.event_target());
        channel
    }

    /// Delivers one drain and runs what comes of it.
    pub(super) fn deliver(&self, events: Vec<session::Event>) {
        self.network.deliver(events);
        self.world.run();
    }

    /// The text of localDescription.
    pub(super) fn local_sdp(&self) -> String {
        let description = self.connection.local_description();
        description.expect("a local description").sdp().to_owned()
    }

    /// The state of things after an offer of `self` was answered by `other`.
    pub(super) fn negotiate_with(&self, other: &Self) {
        self.set_local_implicitly().expect("an offer");
        other
            .set_remote(RTCSdpType::Offer, &self.local_sdp())
            .expect("the offer is taken");
        other.set_local_implicitly().expect("an answer");
        self.set_remote(RTCSdpType::Answer, &other.local_sdp())
            .expect("the answer is taken");
    }
}

/// Two connections with a channel, negotiated, with nothing in the logs.
pub(super) fn negotiated_pair() -> (Peer, Peer) {
    let world = World::new();
    let (offerer, answerer) = (world.peer(), world.peer());
    offerer.channel("first");
    offerer.negotiate_with(&answerer);
    offerer.log.take();
    answerer.log.take();
    (offerer, answerer)
}

/// The name of what a call was refused with.
pub(super) fn refusal<T>(result: Result<T, Error>) -> ErrorName {
    match result {
        Ok(_) => panic!("it was not refused"),
        Err(error) => error.name,
    }
}
