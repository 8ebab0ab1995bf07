//! Applications that call anything at any time, with descriptions of any age: nothing panics, and every promise is settled.
//!
//! `DUOLOGUE_CARELESS_SEEDS` says how many runs there are.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::api::configuration::RTCConfiguration;
use crate::api::enums::{RTCBundlePolicy, RTCIceTransportPolicy, RTCRtcpMuxPolicy};
use crate::api::rtp::RTCSetParameterOptions;

/// What the two applications of one run do.
const CALLS: usize = 120;

struct Run {
    random: SeededRandom,
    peers: [Peer; 2],
    /// Every description that was ever made.
    descriptions: Arc<Mutex<Vec<String>>>,
    open: Arc<AtomicUsize>,
}

impl Run {
    fn new(seed: u64) -> Self {
        let mut random = SeededRandom(seed);
        let world = World::new();
        *world.random.lock() = SeededRandom(seed + 1);
        let mut configuration = || RTCConfiguration {
            bundle_policy: [
                RTCBundlePolicy::Balanced,
                RTCBundlePolicy::MaxCompat,
                RTCBundlePolicy::MaxBundle,
            ][random.u32() as usize % 3],
            rtcp_mux_policy: [RTCRtcpMuxPolicy::Require, RTCRtcpMuxPolicy::Negotiate]
                [random.u32() as usize % 2],
            ice_candidate_pool_size: [0, 1][random.u32() as usize % 2],
            ..RTCConfiguration::default()
        };
        let peers = [configuration(), configuration()].map(|it| world.connection(it));
        Self {
            random,
            peers,
            descriptions: Arc::default(),
            open: Arc::default(),
        }
    }

    fn below(&mut self, count: usize) -> usize {
        self.random.u32() as usize % count.max(1)
    }

    /// A promise that is counted until it is settled.
    fn promise<T: 'static>(&self) -> Completion<T> {
        let open = Arc::clone(&self.open);
        open.fetch_add(1, Ordering::Relaxed);
        Box::new(move |_| {
            open.fetch_sub(1, Ordering::Relaxed);
        })
    }

    /// The same for one that gives a description.
    fn described(&self) -> Completion<RTCSessionDescriptionInit> {
        let (settled, descriptions) = (self.promise::<()>(), Arc::clone(&self.descriptions));
        Box::new(move |result| {
            descriptions.lock().extend(result.ok().map(|it| it.sdp));
            settled(Ok(()));
        })
    }

    /// A refusal at once is no promise.
    fn called(&self, result: Result<(), Error>) {
        if result.is_err() {
            self.open.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Some description, most often one of the newest, as it was made or as nobody would make it.
    fn description(&mut self) -> String {
        let known = self.descriptions.lock().clone();
        let Some(newest) = known.len().checked_sub(1) else {
            return String::new();
        };
        let age = match self.below(3) {
            0 => self.below(known.len()),
            _ => self.below(2).min(newest),
        };
        let sdp = known[newest - age].clone();
        match self.below(12) {
            0 => sdp.replace("m=audio 9", "m=audio 0"),
            1 => sdp.replacen("a=mid:0", "a=mid:7", 1),
            2 => sdp.replace("a=group:BUNDLE", "a=group:OTHER"),
            3 => sdp + "a=rid:a recv\r\na=rid:b recv\r\na=simulcast:recv a;b\r\n",
            4 => sdp.replace("a=rtcp-mux\r\n", ""),
            _ => sdp,
        }
    }

    fn sdp_type(&mut self) -> RTCSdpType {
        let types = [
            RTCSdpType::Offer,
            RTCSdpType::Offer,
            RTCSdpType::Answer,
            RTCSdpType::Answer,
            RTCSdpType::Pranswer,
            RTCSdpType::Rollback,
        ];
        types[self.below(types.len())]
    }

    fn call(&mut self) {
        let at = self.below(2);
        let connection = Arc::clone(&self.peers[at].connection);
        match self.below(12) {
            0 | 1 => {
                let options = RTCOfferOptions {
                    ice_restart: self.below(4) == 0,
                    offer_to_receive_audio: [None, Some(true), Some(false)][self.below(3)],
                    offer_to_receive_video: None,
                };
                self.called(connection.create_offer(options, self.described()));
            }
            2 => self.called(connection.create_answer(self.described())),
            3..=5 => self.set_local(at),
            6..=8 => {
                let (sdp_type, sdp) = (self.sdp_type(), self.description());
                let description = RTCSessionDescriptionInit { sdp_type, sdp };
                let promise = self.promise();
                self.called(connection.set_remote_description(description, promise));
            }
            9 => {
                let candidate = RTCIceCandidateInit {
                    candidate: ["candidate:1 1 udp 1 192.0.2.1 9 typ host", ""][self.below(2)]
                        .to_owned(),
                    sdp_mid: [None, Some("0".to_owned()), Some("1".to_owned())][self.below(3)]
                        .clone(),
                    sdp_m_line_index: [None, Some(0), Some(2)][self.below(3)],
                    username_fragment: None,
                };
                let promise = self.promise();
                self.called(connection.add_ice_candidate(candidate, promise));
            }
            _ => self.change(at),
        }
    }

    fn set_local(&mut self, at: usize) {
        let sdp_type = match self.below(2) {
            0 => None,
            _ => Some(self.sdp_type()),
        };
        let sdp = match self.below(2) {
            0 => String::new(),
            _ => self.description(),
        };
        let description = RTCLocalSessionDescriptionInit { sdp_type, sdp };
        let peer = Arc::clone(&self.peers[at].connection);
        let (settled, descriptions) = (self.promise::<()>(), Arc::clone(&self.descriptions));
        let described = Arc::downgrade(&peer);
        let completion: Completion<()> = Box::new(move |result| {
            let local = described.upgrade().and_then(|it| it.local_description());
            descriptions
                .lock()
                .extend(local.map(|it| it.sdp().to_owned()));
            settled(result);
        });
        self.called(peer.set_local_description(description, completion));
    }

    fn change(&mut self, at: usize) {
        let (kind, number) = (self.below(2), self.below(10));
        let direction = [Sendrecv, Sendonly, Recvonly, Inactive][self.below(4)];
        let which = self.below(8);
        let peer = &self.peers[at];
        let connection = &peer.connection;
        let kind = [MediaKind::Audio, MediaKind::Video][kind];
        let transceivers = connection.transceivers();
        let any = transceivers.get(which % transceivers.len().max(1));
        match (number, any) {
            (0, _) => drop(connection.add_track(peer.world.track(kind), vec![peer.stream()])),
            (1, _) => {
                let init = RTCRtpTransceiverInit {
                    direction,
                    streams: Vec::new(),
                    send_encodings: [vec![], vec![rid("a"), rid("b")]][which % 2].clone(),
                };
                drop(peer.try_add_kind(kind.as_str(), init));
            }
            (2, Some(any)) => drop(connection.remove_track(any.sender())),
            (3, Some(any)) => drop(any.set_direction(direction)),
            (4, Some(any)) => drop(any.stop()),
            (5, Some(any)) => {
                let promise = self.promise();
                let parameters = any.sender().parameters();
                let options = RTCSetParameterOptions::default();
                self.called(any.sender().set_parameters(parameters, options, promise));
            }
            (6, Some(any)) => {
                let promise = self.promise();
                self.called(any.sender().replace_track(None, promise));
            }
            (7, Some(any)) => {
                let codecs = RTCRtpSender::capabilities(any.kind().as_str());
                let codec = codecs
                    .expect("a kind of media")
                    .codecs
                    .swap_remove(which % 3);
                drop(any.set_codec_preferences(vec![codec]));
            }
            (8, _) if which < 4 => connection.restart_ice(),
            (8, _) => {
                let mut configuration = connection.configuration();
                configuration.ice_transport_policy =
                    [RTCIceTransportPolicy::All, RTCIceTransportPolicy::Relay][which % 2];
                drop(connection.set_configuration(configuration));
            }
            _ => drop(connection.create_data_channel("x", Default::default())),
        }
    }

    fn go(mut self) {
        let closes_at = self.below(CALLS * 2);
        for number in 0..CALLS {
            if number == closes_at {
                self.peers[0].connection.close();
            }
            self.call();
            match self.below(3) {
                0 => self.peers[0].world.run(),
                1 => drop(self.peers[0].world.run_task()),
                _ => {}
            }
        }
        self.peers[0].world.run();
        self.peers.iter().for_each(is_sound);
        assert_eq!(self.open.load(Ordering::Relaxed), 0, "open promises");
    }
}

/// No two transceivers have one mid, and current descriptions have the same m-sections.
fn is_sound(peer: &Peer) {
    let transceivers = peer.connection.transceivers();
    let mut mids: Vec<_> = transceivers.iter().filter_map(|it| it.mid()).collect();
    let count = mids.len();
    mids.sort();
    mids.dedup();
    assert_eq!(mids.len(), count, "{:?}", shown(peer));
    let sections = [
        peer.connection.current_local_description(),
        peer.connection.current_remote_description(),
    ]
    .map(|description| description.map(|it| it.sdp().matches("\r\nm=").count()));
    assert_eq!(sections[0], sections[1]);
}

#[test]
fn nothing_panics_and_every_promise_is_settled() {
    let seeds = std::env::var("DUOLOGUE_CARELESS_SEEDS");
    let seeds = seeds.ok().and_then(|seeds| seeds.parse().ok());
    for seed in 0..seeds.unwrap_or(60) {
        let result = std::panic::catch_unwind(|| Run::new(seed).go());
        assert!(result.is_ok(), "seed {seed}");
    }
}
