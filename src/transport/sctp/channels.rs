//! Data channels over one SCTP association (RFC 8831).

use std::collections::VecDeque;
use std::time::Instant;

use super::association::{Association, AssociationEvent, MessageData, SendError};
use super::channel::{Channel, Outgoing, Ppid, Progress};
use super::dcep::Dcep;
use super::early::{Early, EarlyMessages};
use super::number_map::NumberMap;
use super::usrsctp::{AssociationConfig, FEW_STREAMS, UsrsctpAssociation};
use crate::random::Random;
use crate::sys::usrsctp::Notifier;

/// An SCTP packet that fits into 1,280 bytes with DTLS 1.2's record (37), UDP (8), IPv6 (40) and a TURN channel header (4).
pub(crate) const DEFAULT_MTU: u16 = 1188;

/// An SCTP packet that fits into 1,500 bytes with DTLS 1.2's record (37), UDP (8) and IPv4 (20).
pub(crate) const LARGEST_MTU: u16 = 1432;

/// The labels and protocols of the channels that a peer opens may take so much memory.
const MAX_PEER_NAMES: usize = 1024 * 1024;

/// Parts of unfinished messages may take so much beside one message of the largest size.
const MAX_PARTS: u64 = 16 * 1024 * 1024;

/// Names a data channel within its connection; ids of streams are used again, keys are not. Those of channels that
/// the peer opened have the top bit set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ChannelKey(pub(crate) u64);

const PEER_KEYS: u64 = 1 << 63;

/// webrtc-pc's `RTCDataChannelInit` and label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChannelParameters {
    pub(crate) label: String,
    pub(crate) protocol: String,
    pub(crate) ordered: bool,
    pub(crate) max_packet_life_time: Option<u16>,
    pub(crate) max_retransmits: Option<u16>,
    pub(crate) negotiated: bool,
    pub(crate) priority: u16,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct SctpConfig {
    pub(crate) local_port: u16,
    pub(crate) remote_port: u16,
    /// What our description says; 0 for no limit. A channel on which the peer sends more is closed.
    pub(crate) local_max_message_size: u64,
    /// Streams in each direction; channel ids are below. A peer that asks for all of them costs us 40 bytes each.
    pub(crate) max_channels: u16,
    /// The DTLS client opens channels with even ids, the server with odd ones (RFC 8832 section 6).
    pub(crate) is_dtls_client: bool,
    pub(crate) mtu: u16,
    /// What `set_mtu` may raise that to later.
    pub(crate) largest_mtu: u16,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SctpError {
    pub(crate) cause_code: Option<u16>,
    pub(crate) message: String,
}

#[derive(Debug)]
pub(crate) enum ChannelsEvent {
    Connected {
        max_channels: u16,
    },
    /// The association is over, and all channels with it.
    Closed {
        error: Option<SctpError>,
    },
    /// The peer opened a channel. It is open; nothing else is said of that.
    Incoming {
        key: ChannelKey,
        stream_id: u16,
        parameters: ChannelParameters,
    },
    /// A channel of ours is open.
    Open {
        key: ChannelKey,
    },
    Message {
        key: ChannelKey,
        binary: bool,
        data: MessageData,
    },
    /// Bytes of user data were handed to the network, or dropped.
    BufferedAmountDecrease {
        key: ChannelKey,
        bytes: u64,
    },
    /// The peer began to close the channel.
    Closing {
        key: ChannelKey,
    },
    ChannelClosed {
        key: ChannelKey,
        error: Option<SctpError>,
    },
}

/// The data channels of one connection, sans-IO: change it, then drain packets and events, then ask for the timeout.
pub(crate) struct Channels {
    association: Box<dyn Association>,
    config: SctpConfig,
    phase: Phase,
    /// The peer can reset streams (RFC 6525).
    can_reset: bool,
    channels: NumberMap<ChannelKey, Channel>,
    by_stream: NumberMap<u16, ChannelKey>,
    /// Channels with something to send, in the order of their turns.
    ready: VecDeque<ChannelKey>,
    /// Channels of which bytes were handed over since that was last reported.
    handed_over: Vec<ChannelKey>,
    /// Streams to reset once the present call is over.
    to_reset: Vec<u16>,
    early: EarlyMessages,
    events: VecDeque<ChannelsEvent>,
    next_peer_key: u64,
    peer_names: usize,
    parts: u64,
    now: Instant,
    dropped: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Connecting,
    Up {
        outbound_streams: u16,
        max_outbound_streams: u16,
        interleaving: bool,
    },
    Over,
}

impl Channels {
    /// `notifier` is called, perhaps on another thread, when there is something to drain that no call here has caused.
    pub(crate) fn new(
        now: Instant,
        config: SctpConfig,
        random: Box<dyn Random>,
        notifier: Option<Notifier>,
    ) -> Self {
        let association = AssociationConfig {
            local_port: config.local_port,
            remote_port: config.remote_port,
            mtu: config.mtu,
            largest_mtu: config.largest_mtu,
            max_streams: config.max_channels,
            first_streams: FEW_STREAMS,
        };
        let association = UsrsctpAssociation::new(now, association, random, notifier);
        Self::over(now, config, Box::new(association))
    }

    pub(crate) fn over(
        now: Instant,
        config: SctpConfig,
        association: Box<dyn Association>,
    ) -> Self {
        Self {
            association,
            config,
            phase: Phase::Connecting,
            can_reset: false,
            channels: NumberMap::default(),
            by_stream: NumberMap::default(),
            ready: VecDeque::new(),
            handed_over: Vec::new(),
            to_reset: Vec::new(),
            early: EarlyMessages::default(),
            events: VecDeque::new(),
            next_peer_key: PEER_KEYS,
            peer_names: 0,
            parts: 0,
            now,
            dropped: 0,
        }
    }

    /// Begins the handshake; both sides do.
    pub(crate) fn start(&mut self, now: Instant) {
        self.now = now;
        self.association.associate(now);
        self.take_in();
    }

    /// Opens a channel, now or as soon as the association is up.
    pub(crate) fn open(
        &mut self,
        now: Instant,
        key: ChannelKey,
        stream_id: u16,
        parameters: ChannelParameters,
    ) {
        self.now = now;
        if self.phase == Phase::Over || self.channels.contains_key(&key) {
            return;
        }
        if stream_id >= self.config.max_channels || self.by_stream.contains_key(&stream_id) {
            self.refuse(key, "the stream id is in use or beyond the limit");
            return;
        }
        let mut channel = Channel::new(stream_id, parameters);
        if !channel.parameters.negotiated {
            channel
                .queue
                .push_back(Outgoing::dcep(Dcep::open(&channel.parameters)));
        }
        self.channels.insert(key, channel);
        self.by_stream.insert(stream_id, key);
        if matches!(self.phase, Phase::Up { .. }) {
            self.begin(key);
        }
    }

    /// Queues a message. What is sent on a channel that is closing or unknown is dropped.
    pub(crate) fn send(&mut self, now: Instant, key: ChannelKey, binary: bool, data: Vec<u8>) {
        self.now = now;
        let Some(channel) = self.channels.get_mut(&key).filter(|c| !c.closing) else {
            return;
        };
        channel.enqueue(now, binary, data);
        self.make_ready(key);
    }

    /// Begins the closing procedure: what is queued goes out first, then both sides reset their streams.
    pub(crate) fn close(&mut self, now: Instant, key: ChannelKey) {
        self.now = now;
        let Some(channel) = self.channels.get_mut(&key) else {
            return;
        };
        channel.closing = true;
        match self.phase {
            // Nobody knows of it yet.
            Phase::Connecting => self.forget(key, None),
            _ => self.reset_if_drained(key),
        }
    }

    /// Takes in one SCTP packet that DTLS has opened.
    pub(crate) fn handle_packet(&mut self, now: Instant, packet: &[u8]) {
        self.now = now;
        self.association.handle_input(now, packet);
        self.take_in();
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        self.now = now;
        self.association.handle_timeout(now);
        self.take_in();
    }

    /// The largest packet that the path takes, from now on.
    pub(crate) fn set_mtu(&mut self, now: Instant, mtu: u16) {
        self.now = now;
        self.association.set_mtu(now, mtu);
    }

    /// Whether what was sent has not been acknowledged for a while; asked once, said once.
    pub(crate) fn take_stall(&mut self) -> bool {
        self.association.take_stall()
    }

    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        self.association.poll_timeout()
    }

    /// The next SCTP packet for the peer.
    pub(crate) fn poll_packet(&mut self) -> Option<&[u8]> {
        self.push_out();
        self.association.poll_packet()
    }

    pub(crate) fn poll_event(&mut self) -> Option<ChannelsEvent> {
        self.push_out();
        if self.events.is_empty() {
            self.take_in();
            self.report_amounts();
        }
        self.events.pop_front()
    }

    /// Ends the association with an ABORT (webrtc-pc, "close the connection"). No event follows.
    pub(crate) fn shutdown(&mut self, now: Instant) {
        self.now = now;
        self.association.abort(now);
        self.end();
        self.events.clear();
    }

    /// What the peer sent and nobody could make sense of.
    #[cfg(test)]
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }
}

#[cfg(test)]
impl Channels {
    /// For tests that break the rules.
    pub(super) fn association_mut(&mut self) -> &mut dyn Association {
        self.association.as_mut()
    }

    pub(super) fn early_bytes(&self) -> usize {
        self.early.bytes()
    }
}

/// From the association up.
impl Channels {
    fn take_in(&mut self) {
        while let Some(event) = self.association.poll_event() {
            self.on_event(event);
        }
    }

    fn on_event(&mut self, event: AssociationEvent) {
        match event {
            AssociationEvent::Up {
                outbound_streams,
                max_outbound_streams,
                max_inbound_streams,
                interleaving,
                can_reset,
            } => {
                self.can_reset = can_reset;
                self.phase = Phase::Up {
                    outbound_streams,
                    max_outbound_streams,
                    interleaving,
                };
                let max_channels = max_outbound_streams.min(max_inbound_streams);
                self.events
                    .push_back(ChannelsEvent::Connected { max_channels });
                let mut keys: Vec<ChannelKey> = self.channels.keys().copied().collect();
                keys.sort_unstable();
                for key in keys {
                    self.begin(key);
                }
            }
            AssociationEvent::Lost {
                cause_code,
                message,
            } => {
                self.end();
                let error = Some(SctpError {
                    cause_code,
                    message: message.to_owned(),
                });
                self.events.push_back(ChannelsEvent::Closed { error });
            }
            AssociationEvent::Data {
                stream,
                ppid,
                unordered,
                end,
                data,
            } => self.on_data(stream, ppid, unordered, end, data),
            AssociationEvent::DataAborted { stream } => {
                if let Some(channel) = self.channel_at(stream) {
                    let dropped = channel.parts.abandon();
                    self.parts -= dropped;
                }
                self.early.stop_skipping(stream);
            }
            AssociationEvent::IncomingReset { streams } => self.on_incoming_reset(&streams),
            AssociationEvent::OutgoingReset { streams, refused } => {
                self.on_outgoing_reset(&streams, refused);
            }
            AssociationEvent::StreamsAdded {
                outbound_streams,
                refused,
            } => self.on_streams_added(outbound_streams, refused),
        }
    }

    fn on_data(&mut self, stream: u16, ppid: u32, unordered: bool, end: bool, data: MessageData) {
        let usable = self.channel_at(stream).is_some_and(|c| !c.incoming_reset);
        if !usable {
            self.on_early_data(stream, ppid, unordered, end, data);
            return;
        }
        let limit = match self.config.local_max_message_size {
            0 => u64::MAX,
            limit => limit,
        };
        let Some(channel) = self.channel_at(stream) else {
            return;
        };
        let before = channel.parts.held();
        let progress = channel.parts.add(ppid, unordered, end, data, limit);
        let after = channel.parts.held();
        self.parts = self.parts - before + after;
        match progress {
            Progress::Partial => {
                if self.parts > MAX_PARTS.saturating_add(self.config.local_max_message_size) {
                    self.give_up("the peer sends too many unfinished messages");
                }
            }
            Progress::Complete { ppid, data } => self.on_message(stream, ppid, data),
            Progress::TooLarge => {
                self.close_with_error(stream, "the peer sent too large a message")
            }
        }
    }

    /// Data on a stream without a channel: an OPEN makes one, other messages may be for a negotiated one to come, and for
    /// the next user of a stream of which the peer knows sooner than we that it is free.
    fn on_early_data(
        &mut self,
        stream: u16,
        ppid: u32,
        unordered: bool,
        end: bool,
        data: MessageData,
    ) {
        let is_rest = self.early.is_skipping(stream, unordered);
        self.early.set_skipping(stream, unordered, !end);
        if !end || is_rest {
            self.drop_message(stream, "it is part of a long message for no channel");
            return;
        }
        self.on_whole_early(stream, ppid, data);
    }

    fn on_whole_early(&mut self, stream: u16, ppid: u32, data: MessageData) {
        let is_free = !self.by_stream.contains_key(&stream);
        if is_free && ppid == Ppid::DCEP {
            self.on_message(stream, ppid, data);
        } else if !self.early.push(Early { stream, ppid, data }) {
            self.drop_message(stream, "there is no channel");
        }
    }

    fn on_message(&mut self, stream: u16, ppid: u32, data: MessageData) {
        if ppid == Ppid::DCEP {
            match Dcep::parse(&data) {
                Ok(Dcep::Ack) => self.on_ack(stream),
                Ok(Dcep::Open(parameters)) => self.on_open(stream, parameters),
                Err(error) => self.on_bad_open(stream, &format!("{error:?}")),
            }
            return;
        }
        let Some((binary, is_empty)) = Ppid::kind(ppid) else {
            self.drop_message(stream, "its payload protocol is unknown");
            return;
        };
        let Some(&key) = self.by_stream.get(&stream) else {
            return;
        };
        if let Some(channel) = self.channels.get_mut(&key) {
            channel.acknowledged = true;
        }
        let data = if is_empty { MessageData::Empty } else { data };
        self.events
            .push_back(ChannelsEvent::Message { key, binary, data });
    }

    fn on_ack(&mut self, stream: u16) {
        match self.channel_at(stream) {
            Some(channel) => channel.acknowledged = true,
            None => self.drop_message(stream, "it acknowledges no channel"),
        }
    }

    /// RFC 8832 section 6.
    fn on_open(&mut self, stream: u16, parameters: ChannelParameters) {
        let is_theirs = stream.is_multiple_of(2) != self.config.is_dtls_client;
        let names = parameters.label.len() + parameters.protocol.len();
        if self.by_stream.contains_key(&stream) {
            self.close_with_error(stream, "the peer opened a channel that was open");
        } else if !is_theirs {
            self.on_bad_open(stream, "the id has the wrong parity");
        } else if stream >= self.config.max_channels {
            self.on_bad_open(stream, "the id is beyond the limit");
        } else if self.peer_names + names > MAX_PEER_NAMES {
            self.on_bad_open(stream, "the labels take too much memory");
        } else {
            self.accept(stream, names, parameters);
        }
    }

    fn accept(&mut self, stream: u16, names: usize, parameters: ChannelParameters) {
        let key = ChannelKey(self.next_peer_key);
        self.next_peer_key += 1;
        self.peer_names += names;
        let mut channel = Channel::new(stream, parameters.clone());
        channel.acknowledged = true;
        channel.peer_names = names;
        channel.announced = true;
        channel.queue.push_back(Outgoing::dcep(Dcep::ack()));
        self.channels.insert(key, channel);
        self.by_stream.insert(stream, key);
        self.events.push_back(ChannelsEvent::Incoming {
            key,
            stream_id: stream,
            parameters,
        });
        self.begin(key);
    }

    fn on_bad_open(&mut self, stream: u16, what: &str) {
        self.drop_message(stream, what);
        if !self.by_stream.contains_key(&stream) {
            self.to_reset.push(stream);
        }
    }

    fn on_incoming_reset(&mut self, streams: &[u16]) {
        let all: Vec<u16>;
        let streams = if streams.is_empty() {
            all = self.by_stream.keys().copied().collect();
            &all
        } else {
            streams
        };
        for &stream in streams {
            let Some(&key) = self.by_stream.get(&stream) else {
                self.early.forget(stream);
                continue;
            };
            let Some(channel) = self.channels.get_mut(&key) else {
                continue;
            };
            channel.incoming_reset = true;
            self.parts -= channel.parts.abandon();
            if !channel.closing {
                channel.closing = true;
                self.events.push_back(ChannelsEvent::Closing { key });
            }
            self.reset_if_drained(key);
            self.forget_if_closed(key);
        }
    }

    fn on_outgoing_reset(&mut self, streams: &[u16], refused: bool) {
        let all: Vec<u16>;
        let streams = if streams.is_empty() {
            all = self.by_stream.keys().copied().collect();
            &all
        } else {
            streams
        };
        for &stream in streams {
            let Some(&key) = self.by_stream.get(&stream) else {
                continue;
            };
            if let Some(channel) = self.channels.get_mut(&key).filter(|c| c.reset_requested) {
                channel.outgoing_reset = true;
                // A peer that does not reset streams will not reset its own either.
                channel.incoming_reset |= refused;
            }
            self.forget_if_closed(key);
        }
    }

    fn on_streams_added(&mut self, added: u16, refused: bool) {
        let Phase::Up {
            outbound_streams,
            max_outbound_streams,
            ..
        } = &mut self.phase
        else {
            return;
        };
        *outbound_streams = added.max(*outbound_streams);
        if refused {
            *max_outbound_streams = *outbound_streams;
        }
        let waiting: Vec<ChannelKey> = self
            .channels
            .iter()
            .filter(|(_, channel)| channel.waits_for_stream)
            .map(|(key, _)| *key)
            .collect();
        for key in waiting {
            self.begin(key);
        }
    }

    fn drop_message(&mut self, stream: u16, why: &str) {
        self.dropped += 1;
        log::debug!("a message on stream {stream} was dropped: {why}");
    }
}

/// The life of a channel.
impl Channels {
    /// Opens a channel for traffic once the association is up and its stream exists.
    fn begin(&mut self, key: ChannelKey) {
        let Phase::Up {
            outbound_streams,
            max_outbound_streams,
            ..
        } = self.phase
        else {
            return;
        };
        let Some(channel) = self.channels.get_mut(&key) else {
            return;
        };
        let stream = channel.stream;
        channel.waits_for_stream = stream >= outbound_streams;
        if stream >= max_outbound_streams {
            self.forget(key, Some("the peer does not take so many streams"));
            return;
        }
        if channel.waits_for_stream {
            return;
        }
        if !channel.announced {
            channel.announced = true;
            self.events.push_back(ChannelsEvent::Open { key });
        }
        self.make_ready(key);
        self.reset_if_drained(key);
        for early in self.early.take(stream) {
            self.on_message(stream, early.ppid, early.data);
        }
    }

    fn make_ready(&mut self, key: ChannelKey) {
        let Some(channel) = self.channels.get_mut(&key) else {
            return;
        };
        let is_open = channel.announced && !channel.waits_for_stream;
        if is_open && !channel.is_ready && !channel.queue.is_empty() {
            channel.is_ready = true;
            self.ready.push_back(key);
        }
    }

    fn reset_if_drained(&mut self, key: ChannelKey) {
        let Some(channel) = self.channels.get_mut(&key) else {
            return;
        };
        if channel.waits_for_stream && channel.closing {
            // It was never seen on the wire.
            self.forget(key, None);
        } else if channel.closing && channel.queue.is_empty() && !channel.reset_requested {
            channel.reset_requested = true;
            self.to_reset.push(channel.stream);
        }
    }

    fn forget_if_closed(&mut self, key: ChannelKey) {
        let is_closed = self
            .channels
            .get(&key)
            .is_some_and(|channel| channel.incoming_reset && channel.outgoing_reset);
        if is_closed {
            self.forget(key, None);
        }
    }

    /// Takes a channel off and says so.
    fn forget(&mut self, key: ChannelKey, error: Option<&str>) {
        let Some(mut channel) = self.channels.remove(&key) else {
            return;
        };
        self.by_stream.remove(&channel.stream);
        self.peer_names -= channel.peer_names;
        self.parts -= channel.parts.abandon();
        if channel.is_ready {
            self.ready.retain(|ready| *ready != key);
        }
        let bytes = channel.take_handed_over() + channel.discard_queue();
        if bytes > 0 {
            self.events
                .push_back(ChannelsEvent::BufferedAmountDecrease { key, bytes });
        }
        let error = error
            .map(|message| SctpError {
                cause_code: None,
                message: message.to_owned(),
            })
            .or(channel.error.take());
        self.events
            .push_back(ChannelsEvent::ChannelClosed { key, error });
        // The peer, which knew sooner that the stream was free, may have used it.
        for early in self.early.take(channel.stream) {
            self.on_whole_early(channel.stream, early.ppid, early.data);
        }
    }

    fn refuse(&mut self, key: ChannelKey, message: &str) {
        self.events.push_back(ChannelsEvent::ChannelClosed {
            key,
            error: Some(SctpError {
                cause_code: None,
                message: message.to_owned(),
            }),
        });
    }

    /// Closes a channel on which the peer broke the rules.
    fn close_with_error(&mut self, stream: u16, message: &str) {
        self.drop_message(stream, message);
        let Some(&key) = self.by_stream.get(&stream) else {
            return;
        };
        let Some(channel) = self.channels.get_mut(&key) else {
            return;
        };
        channel.error = Some(SctpError {
            cause_code: None,
            message: message.to_owned(),
        });
        if !channel.closing {
            channel.closing = true;
            self.events.push_back(ChannelsEvent::Closing { key });
        }
        self.reset_if_drained(key);
    }

    fn give_up(&mut self, message: &str) {
        log::debug!("the association is aborted: {message}");
        self.association.abort(self.now);
        self.end();
        self.events.push_back(ChannelsEvent::Closed {
            error: Some(SctpError {
                cause_code: None,
                message: message.to_owned(),
            }),
        });
    }

    fn end(&mut self) {
        self.phase = Phase::Over;
        self.channels.clear();
        self.by_stream.clear();
        self.ready.clear();
        self.handed_over.clear();
        self.to_reset.clear();
        self.early.clear();
        self.parts = 0;
        self.peer_names = 0;
    }

    fn channel_at(&mut self, stream: u16) -> Option<&mut Channel> {
        self.channels.get_mut(self.by_stream.get(&stream)?)
    }
}

/// From the channels down.
impl Channels {
    fn push_out(&mut self) {
        let Phase::Up {
            outbound_streams,
            max_outbound_streams,
            interleaving,
        } = self.phase
        else {
            return;
        };
        self.send_queued(interleaving);
        if !self.to_reset.is_empty() {
            let mut streams = std::mem::take(&mut self.to_reset);
            streams.retain(|stream| *stream < outbound_streams);
            streams.sort_unstable();
            streams.dedup();
            if !self.can_reset && !streams.is_empty() {
                self.on_outgoing_reset(&streams, true);
                return;
            }
            for streams in streams.chunks(MAX_STREAMS_A_RESET) {
                self.association.reset_streams(self.now, streams);
            }
        }
        if max_outbound_streams > outbound_streams {
            self.add_streams(outbound_streams, max_outbound_streams);
        }
    }

    /// Round robin, a message a turn.
    fn send_queued(&mut self, interleaving: bool) {
        while let Some(key) = self.ready.pop_front() {
            let Some(channel) = self.channels.get_mut(&key) else {
                continue;
            };
            if !channel.has_amount() {
                self.handed_over.push(key);
            }
            channel.drop_expired(self.now);
            let Some(message) = channel.queue.front() else {
                channel.is_ready = false;
                self.reset_if_drained(key);
                continue;
            };
            let more = channel.queue.len() > 1 || !self.ready.is_empty();
            let info = channel.send_info(message);
            let rest = &message.data[message.sent..];
            match self.association.send(self.now, &info, rest, true, more) {
                Ok(taken) => {
                    let is_whole = channel.hand_over(taken);
                    if !is_whole && !interleaving {
                        // Without I-DATA nothing else can be sent before the rest of it.
                        self.ready.push_front(key);
                        return;
                    }
                    self.ready.push_back(key);
                    if !is_whole {
                        return;
                    }
                }
                Err(SendError::WouldBlock) => {
                    self.ready.push_front(key);
                    return;
                }
                Err(error) => {
                    log::debug!("a message on stream {} was lost: {error:?}", channel.stream);
                    channel.discard_front();
                    self.ready.push_back(key);
                }
            }
        }
    }

    /// Asks for as many streams as the channels need that wait for theirs, and some to spare.
    fn add_streams(&mut self, outbound_streams: u16, max_outbound_streams: u16) {
        let highest = self
            .channels
            .values()
            .filter(|channel| channel.waits_for_stream)
            .map(|channel| channel.stream)
            .max();
        let Some(highest) = highest else { return };
        let wanted = (u32::from(highest) + 1).max(u32::from(outbound_streams) * 2);
        let wanted = wanted.min(u32::from(max_outbound_streams)) as u16;
        self.association
            .add_streams(self.now, wanted - outbound_streams);
    }

    fn report_amounts(&mut self) {
        for key in self.handed_over.drain(..) {
            let Some(channel) = self.channels.get_mut(&key) else {
                continue;
            };
            let bytes = channel.take_handed_over();
            if bytes > 0 {
                self.events
                    .push_back(ChannelsEvent::BufferedAmountDecrease { key, bytes });
            }
        }
    }
}

/// So many fit into one RE-CONFIG chunk.
const MAX_STREAMS_A_RESET: usize = 200;
