//! Two connections that are called in any order, with descriptions that somebody edited on the way.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::edit;
use crate::api::configuration::RTCConfiguration;
use crate::api::enums::{IdlStrings, RTCRtpTransceiverDirection, RTCSdpType, RTCSignalingState};
use crate::api::environment::{Environment, EventSink, Link, WeakSink};
use crate::api::error::Error;
use crate::api::ice_candidate::RTCIceCandidateInit;
use crate::api::identity::provider::IdentityProviders;
use crate::api::media_stream::RTCMediaStream;
use crate::api::media_stream_track::RTCMediaStreamTrack;
use crate::api::peer_connection::{Completion, RTCOfferOptions, RTCPeerConnection};
use crate::api::rtp::{
    RTCRtpEncodingParameters, RTCRtpSender, RTCRtpTransceiver, RTCRtpTransceiverInit,
    RTCSetParameterOptions, TrackOrKind,
};
use crate::api::session_description::{RTCLocalSessionDescriptionInit, RTCSessionDescriptionInit};
use crate::api::stats::{RTCStatsReport, Value};
use crate::api::task::{Callbacks, Task};
use crate::negotiation::media::MediaKind;
use crate::random::{Random, SeededRandom};
use crate::session::{Command, Event, Statistics};

const MAX_CALLS: usize = 96;
const MAX_TEXTS: usize = 16;

/// Runs a script: each call takes what it needs from the bytes.
pub fn calls(data: &[u8]) {
    run(data);
}

/// Gives the number of promises that were fulfilled.
fn run(data: &[u8]) -> usize {
    let world = World::new();
    let connections = [world.connection(), world.connection()];
    let mut script = Script { data, world };
    for _ in 0..MAX_CALLS {
        if script.data.is_empty() {
            break;
        }
        let at = usize::from(script.byte() & 1);
        script.call(&connections[at]);
        connections.iter().for_each(check);
    }
    for connection in &connections {
        connection.close();
        check(connection);
    }
    script.world.run();
    assert_eq!(script.world.open_promises.load(Ordering::Relaxed), 0);
    script.world.fulfilled.load(Ordering::Relaxed)
}

/// The runtime's stand-in: tasks run when the script says so, and nothing comes from the network.
struct World {
    tasks: Mutex<VecDeque<Box<dyn Task>>>,
    random: Mutex<SeededRandom>,
    texts: Arc<Mutex<Vec<String>>>,
    open_promises: Arc<AtomicUsize>,
    fulfilled: Arc<AtomicUsize>,
    identity_providers: IdentityProviders,
    origin: Instant,
}

/// A network side that counts nothing.
struct NoNetwork {
    sink: WeakSink,
    origin: Instant,
}

impl Link for NoNetwork {
    fn send(&self, command: Command) {
        let sink: Option<Arc<dyn EventSink>> = self.sink.upgrade();
        if let Command::GetStatistics { request } = command
            && let Some(sink) = sink
        {
            let statistics = Box::new(Statistics {
                at: self.origin,
                transports: Vec::new(),
            });
            sink.deliver(vec![Event::Statistics {
                request,
                statistics,
            }]);
        }
    }
}

impl Environment for World {
    fn queue_task(&self, task: Box<dyn Task>) {
        self.tasks.lock().push_back(task);
    }

    fn queue_task_after(&self, _: Duration, task: Box<dyn Task>) {
        self.queue_task(task);
    }

    fn connect(&self, sink: WeakSink) -> Result<Arc<dyn Link>, String> {
        Ok(Arc::new(NoNetwork {
            sink,
            origin: self.origin,
        }))
    }

    fn run_in_background(&self, job: Box<dyn FnOnce() + Send>) {
        job();
    }

    fn random(&self, out: &mut [u8]) {
        self.random.lock().fill(out);
    }

    fn unix_time_ms(&self) -> u64 {
        1_800_000_000_000
    }

    fn now(&self) -> Instant {
        self.origin
    }

    fn unix_time_of(&self, at: Instant) -> f64 {
        1.8e12 + at.saturating_duration_since(self.origin).as_secs_f64() * 1000.0
    }

    fn identity_providers(&self) -> &IdentityProviders {
        &self.identity_providers
    }

    fn is_callback_thread(&self) -> bool {
        true
    }
}

impl World {
    fn new() -> Arc<Self> {
        #[expect(clippy::disallowed_methods, reason = "the origin of virtual time")]
        let origin = Instant::now();
        Arc::new(Self {
            origin,
            tasks: Mutex::default(),
            random: Mutex::new(SeededRandom(1)),
            texts: Arc::default(),
            open_promises: Arc::default(),
            fulfilled: Arc::default(),
            identity_providers: IdentityProviders::default(),
        })
    }

    fn environment(self: &Arc<Self>) -> Arc<dyn Environment> {
        Arc::clone(self) as Arc<dyn Environment>
    }

    fn connection(self: &Arc<Self>) -> Arc<RTCPeerConnection> {
        RTCPeerConnection::new(self.environment(), RTCConfiguration::default())
            .expect("the default configuration is valid")
    }

    fn run_task(&self) -> bool {
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

    fn run(&self) {
        while self.run_task() {}
    }

    /// A promise that is to be settled, unless the call refuses it.
    fn promise<T: 'static>(
        &self,
        then: impl FnOnce(T) + Send + 'static,
        start: impl FnOnce(Completion<T>) -> Result<(), Error>,
    ) {
        let open = Arc::clone(&self.open_promises);
        open.fetch_add(1, Ordering::Relaxed);
        let settled = Arc::clone(&open);
        let fulfilled = Arc::clone(&self.fulfilled);
        let completion: Completion<T> = Box::new(move |result| {
            settled.fetch_sub(1, Ordering::Relaxed);
            if let Ok(value) = result {
                fulfilled.fetch_add(1, Ordering::Relaxed);
                then(value);
            }
        });
        if start(completion).is_err() {
            open.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

struct Script<'a> {
    data: &'a [u8],
    world: Arc<World>,
}

impl Script<'_> {
    fn byte(&mut self) -> u8 {
        match self.data.split_first() {
            Some((&byte, rest)) => {
                self.data = rest;
                byte
            }
            None => 0,
        }
    }

    /// Some bytes, their number before them.
    fn bytes(&mut self) -> Vec<u8> {
        let count = usize::from(self.byte()).min(self.data.len());
        let (taken, rest) = self.data.split_at(count);
        self.data = rest;
        taken.to_vec()
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        let at = usize::from(self.byte());
        of.get(at.checked_rem(of.len())?).cloned()
    }

    fn call(&mut self, connection: &Arc<RTCPeerConnection>) {
        match self.byte() % 25 {
            0 => self.create(connection, true),
            1 => self.create(connection, false),
            2 | 3 => self.world.promise(
                |()| {},
                |completion| {
                    let implied = RTCLocalSessionDescriptionInit::default();
                    connection.set_local_description(implied, completion)
                },
            ),
            4 => {
                let description = self.description();
                let local = RTCLocalSessionDescriptionInit {
                    sdp_type: Some(description.sdp_type),
                    sdp: description.sdp,
                };
                self.world.promise(
                    |()| {},
                    |completion| connection.set_local_description(local, completion),
                );
            }
            5 | 6 => {
                let description = self.description();
                self.set_remote(connection, description);
            }
            7 | 8 => {
                let mut description = self.description();
                description.sdp = edit(&description.sdp, &self.bytes());
                self.world.texts.lock().push(description.sdp.clone());
                self.set_remote(connection, description);
            }
            9 => self.publish(connection),
            10 => {
                let candidate = RTCIceCandidateInit {
                    candidate: String::from_utf8_lossy(&self.bytes()).into_owned(),
                    sdp_m_line_index: Some(u16::from(self.byte())),
                    ..RTCIceCandidateInit::default()
                };
                self.world.promise(
                    |()| {},
                    |completion| connection.add_ice_candidate(candidate, completion),
                );
            }
            11 => drop(connection.create_data_channel("data", Default::default())),
            12 => connection.restart_ice(),
            13 | 14 => {
                let streams = self.streams();
                let track = self.track();
                let _ = connection.add_track(track, streams);
            }
            15 => self.add_transceiver(connection),
            16 => {
                for _ in 0..=self.byte() % 8 {
                    self.world.run_task();
                }
            }
            17..=19 => self.world.run(),
            20 if self.byte() == 0 => connection.close(),
            24 => self.get_stats(connection),
            _ => {
                if let Some(transceiver) = self.pick(&connection.transceivers()) {
                    self.call_transceiver(connection, &transceiver);
                }
            }
        }
    }

    fn create(&mut self, connection: &Arc<RTCPeerConnection>, is_offer: bool) {
        let choice = [None, Some(false), Some(true)];
        let options = RTCOfferOptions {
            ice_restart: self.byte() & 1 == 1,
            offer_to_receive_audio: self.pick(&choice).flatten(),
            offer_to_receive_video: self.pick(&choice).flatten(),
        };
        let texts = Arc::clone(&self.world.texts);
        let keep = move |description: RTCSessionDescriptionInit| {
            texts.lock().push(description.sdp);
        };
        self.world.promise(keep, |completion| match is_offer {
            true => connection.create_offer(options, completion),
            false => connection.create_answer(completion),
        });
    }

    fn get_stats(&mut self, connection: &Arc<RTCPeerConnection>) {
        let tracks: Vec<_> = connection
            .senders()
            .iter()
            .filter_map(|sender| sender.track())
            .collect();
        let selector = match self.byte() & 3 {
            0 => self.pick(&tracks),
            _ => None,
        };
        self.world.promise(
            |report: Arc<RTCStatsReport>| check_report(&report),
            |completion| connection.get_stats(selector.as_ref(), completion),
        );
    }

    /// What the connection would send to the other.
    fn publish(&mut self, connection: &Arc<RTCPeerConnection>) {
        let local = connection.local_description();
        let mut texts = self.world.texts.lock();
        texts.extend(local.map(|local| local.sdp().to_owned()));
        let surplus = texts.len().saturating_sub(MAX_TEXTS);
        texts.drain(..surplus);
    }

    fn description(&mut self) -> RTCSessionDescriptionInit {
        let texts = self.world.texts.lock().clone();
        // The newest most often.
        let back = usize::from(self.byte() >> 5);
        let sdp = texts.iter().rev().nth(back).cloned().unwrap_or_default();
        let sdp_type = self.pick(RTCSdpType::ALL).unwrap_or(RTCSdpType::Offer);
        RTCSessionDescriptionInit { sdp_type, sdp }
    }

    fn set_remote(
        &self,
        connection: &Arc<RTCPeerConnection>,
        description: RTCSessionDescriptionInit,
    ) {
        self.world.promise(
            |()| {},
            |completion| connection.set_remote_description(description, completion),
        );
    }

    fn kind(&mut self) -> MediaKind {
        match self.byte() & 1 {
            0 => MediaKind::Audio,
            _ => MediaKind::Video,
        }
    }

    fn track(&mut self) -> Arc<RTCMediaStreamTrack> {
        let kind = self.kind();
        RTCMediaStreamTrack::new(&self.world.environment(), kind, None, String::new())
            .expect("the id is made up")
    }

    fn streams(&mut self) -> Vec<Arc<RTCMediaStream>> {
        let environment = self.world.environment();
        let count = self.byte() % 3;
        (0..count)
            .map(|_| RTCMediaStream::new(&environment, Vec::new()))
            .collect()
    }

    fn encoding(&mut self) -> RTCRtpEncodingParameters {
        let flags = self.byte();
        RTCRtpEncodingParameters {
            rid: (flags & 1 == 1).then(|| String::from_utf8_lossy(&self.bytes()).into_owned()),
            active: flags & 2 == 0,
            max_framerate: (flags & 4 == 4).then(|| f64::from(self.byte()) - 8.0),
            scale_resolution_down_by: (flags & 8 == 8).then(|| f64::from(self.byte()) / 16.0),
            scalability_mode: (flags & 16 == 16).then(|| "L1T2".to_owned()),
            codec: match flags & 32 {
                0 => None,
                _ => {
                    let capabilities = RTCRtpSender::capabilities(self.kind().as_str());
                    let codecs = capabilities.map(|it| it.codecs).unwrap_or_default();
                    self.pick(&codecs)
                }
            },
            ..RTCRtpEncodingParameters::default()
        }
    }

    fn add_transceiver(&mut self, connection: &Arc<RTCPeerConnection>) {
        let kind = TrackOrKind::Kind(self.kind().as_str().to_owned());
        let count = self.byte() % 4;
        let init = RTCRtpTransceiverInit {
            direction: self.direction(),
            streams: self.streams(),
            send_encodings: (0..count).map(|_| self.encoding()).collect(),
        };
        let _ = connection.add_transceiver(kind, init);
    }

    fn direction(&mut self) -> RTCRtpTransceiverDirection {
        let direction = self.pick(RTCRtpTransceiverDirection::ALL);
        direction.unwrap_or(RTCRtpTransceiverDirection::Sendrecv)
    }

    fn call_transceiver(
        &mut self,
        connection: &Arc<RTCPeerConnection>,
        transceiver: &Arc<RTCRtpTransceiver>,
    ) {
        let sender = transceiver.sender();
        match self.byte() % 10 {
            0 => drop(connection.remove_track(sender)),
            1 | 2 => {
                let direction = self.direction();
                let _ = transceiver.set_direction(direction);
            }
            3 => drop(transceiver.stop()),
            4 => {
                let capabilities = RTCRtpSender::capabilities(transceiver.kind().as_str());
                let mut codecs = capabilities.map(|it| it.codecs).unwrap_or_default();
                codecs.retain(|_| self.byte() & 1 == 1);
                let _ = transceiver.set_codec_preferences(codecs);
            }
            5 => {
                let mut extensions = transceiver.header_extensions_to_negotiate();
                for extension in &mut extensions {
                    extension.direction = self.direction();
                }
                let _ = transceiver.set_header_extensions_to_negotiate(extensions);
            }
            6 => {
                let mut parameters = sender.parameters();
                for encoding in &mut parameters.encodings {
                    let rid = encoding.rid.clone();
                    *encoding = self.encoding();
                    encoding.rid = rid;
                }
                self.world.promise(
                    |()| {},
                    |completion| {
                        let options = RTCSetParameterOptions::default();
                        sender.set_parameters(parameters, options, completion)
                    },
                );
            }
            7 => {
                let track = (self.byte() & 1 == 1).then(|| self.track());
                self.world.promise(
                    |()| {},
                    |completion| sender.replace_track(track, completion),
                );
            }
            8 => {
                let streams = self.streams();
                let _ = sender.set_streams(streams);
            }
            _ => {
                if let Some(dtmf) = sender.dtmf() {
                    let tones = String::from_utf8_lossy(&self.bytes()).into_owned();
                    let _ = dtmf.insert_dtmf(&tones, 100, 70);
                }
            }
        }
    }
}

/// What holds between two tasks, whatever was called.
fn check(connection: &Arc<RTCPeerConnection>) {
    let transceivers = connection.transceivers();
    let stopped = RTCRtpTransceiverDirection::Stopped;
    let mut mids = Vec::new();
    let mut active = 0;
    for transceiver in &transceivers {
        let is_stopped = transceiver.current_direction() == Some(stopped);
        assert!(!is_stopped || transceiver.direction() == stopped);
        active += usize::from(!is_stopped);
        mids.extend(transceiver.mid());
        let parameters = transceiver.sender().parameters();
        assert!(!parameters.encodings.is_empty());
        let rids = parameters.encodings.iter().map(|encoding| &encoding.rid);
        let named = rids.flatten().count();
        assert!(named == 0 || named == parameters.encodings.len());
        assert_eq!(
            transceiver.sender().dtmf().is_some(),
            transceiver.kind() == MediaKind::Audio
        );
    }
    assert_eq!(connection.senders().len(), active);
    assert_eq!(connection.receivers().len(), active);
    let count = mids.len();
    mids.sort();
    mids.dedup();
    assert_eq!(mids.len(), count, "two transceivers have one mid");
    match connection.signaling_state() {
        RTCSignalingState::Stable => {
            assert!(connection.pending_local_description().is_none());
            assert!(connection.pending_remote_description().is_none());
        }
        RTCSignalingState::Closed => assert_eq!(active, 0),
        _ => {}
    }
}

/// Each stats object has an id of its own, and what it refers to is there.
fn check_report(report: &RTCStatsReport) {
    for (at, stats) in report.stats().iter().enumerate() {
        assert_eq!(report.position(&stats.id), Some(at));
        for (name, value) in stats.members() {
            if let Value::Text(id) = value
                && name.ends_with("_id")
            {
                assert!(report.position(&id).is_some(), "{name} of {}", stats.id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `DUOLOGUE_SCRIPTS` says how many; the fuzz target goes on from there.
    #[test]
    fn random_scripts_break_nothing() {
        let scripts = std::env::var("DUOLOGUE_SCRIPTS");
        let scripts = scripts.ok().and_then(|it| it.parse().ok()).unwrap_or(12);
        let mut fulfilled = 0;
        for seed in 0..scripts {
            let mut random = SeededRandom(seed);
            let mut script = vec![0; 700];
            random.fill(&mut script);
            // Two connections that begin with an exchange get further.
            let mut begun = vec![
                0, 13, 1, 1, 0, 2, 0, 17, 0, 9, 1, 5, 0, 0, 1, 17, 1, 2, 1, 17, 1, 9, 0, 5, 0, 2,
                0, 17,
            ];
            begun.append(&mut script);
            fulfilled += run(&begun);
        }
        assert!(
            fulfilled as u64 > 8 * scripts,
            "{fulfilled} fulfilled promises in {scripts} scripts"
        );
        eprintln!("{fulfilled} fulfilled promises in {scripts} scripts");
    }
}
