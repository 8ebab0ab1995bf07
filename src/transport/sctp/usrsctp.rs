//! An association of libusrsctp.
//!
//! libusrsctp's timers are polled: whoever has something under way lets them run every 10 ms. An association asks for that
//! only while it needs it: during the handshake, while data or a request of its own is unacknowledged, and for as long as
//! it may owe the peer a delayed acknowledgement. When nothing of this is the case, no timer of it is running.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::association::{Association, AssociationEvent, MessageData, SendError, SendInfo};
use crate::random::Random;
use crate::sys::usrsctp::{Event, Notification, Notifier, Options, Socket};
use crate::sys::usrsctp::{has_right_checksum, next_tick};

/// Streams of ours at first, with a peer that begins with so few too: more are added on demand.
pub(super) const FEW_STREAMS: u16 = 64;

/// Streams of ours with a peer that asks for many at once. Such stacks cannot add streams later as a rule, and browsers
/// use ids up to 1023.
const MANY_STREAMS: u16 = 1024;

/// After the last packet from the peer, as long as an acknowledgement may be delayed (20 ms), and two ticks.
const SETTLED: Duration = Duration::from_millis(40);

/// No acknowledgement for so long, while something waits for one, is unusual.
const STALL: Duration = Duration::from_secs(1);

/// What is fixed for an association.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AssociationConfig {
    pub(crate) local_port: u16,
    pub(crate) remote_port: u16,
    /// The longest SCTP packet at first, and what that may be raised to.
    pub(crate) mtu: u16,
    pub(crate) largest_mtu: u16,
    pub(crate) max_streams: u16,
    /// Streams of ours at first, `FEW_STREAMS` but in tests.
    pub(crate) first_streams: u16,
}

pub(crate) struct UsrsctpAssociation {
    socket: Option<Socket>,
    config: AssociationConfig,
    random: Box<dyn Random>,
    notifier: Option<Notifier>,
    options: Options,
    phase: Phase,
    /// What the peer's INIT or INIT ACK said.
    peer: Option<PeerStreams>,
    /// Requests (RFC 6525) that the peer has not answered.
    resets_pending: BTreeSet<u16>,
    add_pending: bool,
    busy_until: Instant,
    next_tick: Option<Instant>,
    progress: Progress,
    failure: Option<&'static str>,
}

/// Whether what is sent gets acknowledged.
#[derive(Default)]
struct Progress {
    /// Since when so many bytes, or more, have been unacknowledged.
    waiting: Option<(u32, Instant)>,
    stalled: bool,
}

impl Progress {
    fn note(&mut self, now: Instant, queued: u32) {
        self.waiting = match self.waiting {
            _ if queued == 0 => None,
            Some((before, since)) if queued >= before => Some((queued, since)),
            _ => Some((queued, now)),
        };
        if let Some((_, since)) = &mut self.waiting
            && now >= *since + STALL
        {
            *since = now;
            self.stalled = true;
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    New,
    Associating,
    Up,
    Over,
}

#[derive(Clone, Copy, Debug)]
struct PeerStreams {
    outbound: u16,
    max_inbound: u16,
}

impl UsrsctpAssociation {
    pub(crate) fn new(
        now: Instant,
        config: AssociationConfig,
        random: Box<dyn Random>,
        notifier: Option<Notifier>,
    ) -> Self {
        let options = Options {
            local_port: config.local_port,
            remote_port: config.remote_port,
            mtu: config.mtu,
            largest_mtu: config.largest_mtu.max(config.mtu),
            outbound_streams: config.first_streams.min(config.max_streams),
            max_inbound_streams: config.max_streams,
            // A window for 250 Mbit/s at 130 ms, and messages of 256 KiB arrive in one piece.
            receive_buffer: 4 * 1024 * 1024,
            send_buffer: FIRST_SEND_BUFFER,
        };
        Self {
            socket: None,
            config,
            random,
            notifier,
            options,
            phase: Phase::New,
            peer: None,
            resets_pending: BTreeSet::new(),
            add_pending: false,
            busy_until: now,
            next_tick: None,
            progress: Progress::default(),
            failure: None,
        }
    }

    fn open(&mut self, now: Instant) {
        let opened = Socket::new(
            now,
            self.options,
            || self.random.u64(),
            self.notifier.clone(),
        )
        .and_then(|mut socket| socket.connect(now).map(|()| socket));
        match opened {
            Ok(socket) => self.socket = Some(socket),
            Err(error) => {
                log::debug!("no SCTP socket: {error}");
                self.failure = Some("the SCTP stack gave no socket");
            }
        }
    }

    /// Notes what the peer says about streams, and begins again with more of them if it is one that wants them at once.
    fn look_at_handshake(&mut self, now: Instant, packet: &[u8]) -> Handshake {
        let Some(peer) = peer_streams(packet).filter(|_| has_right_checksum(packet)) else {
            return Handshake::Continues;
        };
        self.peer = Some(peer);
        let wanted = MANY_STREAMS
            .min(self.config.max_streams)
            .min(peer.max_inbound);
        if peer.outbound <= FEW_STREAMS || self.options.outbound_streams >= wanted {
            return Handshake::Continues;
        }
        self.options.outbound_streams = wanted;
        // What the old socket has to say, an ABORT perhaps, goes with it.
        self.socket = None;
        self.open(now);
        match packet[12] {
            CHUNK_INIT => Handshake::Continues,
            // It answers the INIT that does not count any more.
            _ => Handshake::BeganAgain,
        }
    }

    fn can_add_streams(&self) -> bool {
        self.peer.is_some_and(|peer| peer.outbound <= FEW_STREAMS)
    }

    fn touch(&mut self, now: Instant) {
        self.busy_until = now + SETTLED;
        if self.next_tick.is_none() && self.phase != Phase::Over {
            self.next_tick = Some(next_tick(now));
        }
    }

    fn is_idle(&mut self, now: Instant) -> bool {
        let requests = !self.resets_pending.is_empty() || self.add_pending;
        if self.phase != Phase::Up || now < self.busy_until || requests {
            return self.phase == Phase::Over;
        }
        let Some(socket) = &mut self.socket else {
            return true;
        };
        // Abandoned messages leave the buffer at once, but the peer has yet to acknowledge that (RFC 3758).
        socket.queued() == 0
            && socket
                .status(now)
                .is_none_or(|status| status.unacknowledged_chunks == 0)
    }

    /// Lets more be under way as the congestion window grows, so that buffers are as large as the path needs them.
    fn grow_send_buffer(&mut self, now: Instant, len: usize) -> bool {
        let Some(socket) = &mut self.socket else {
            return false;
        };
        let size = socket.send_buffer();
        if socket.wants_whole(len) && size < 2 * len as u32 {
            socket.set_send_buffer(now, (2 * len as u32).min(LARGEST_SEND_BUFFER));
            return true;
        }
        let Some(status) = socket.status(now).filter(|_| size < LARGEST_SEND_BUFFER) else {
            return false;
        };
        if status.congestion_window.saturating_mul(2) < size {
            return false;
        }
        socket.set_send_buffer(now, (size * 2).min(LARGEST_SEND_BUFFER));
        true
    }

    fn translate(&mut self, notification: Notification) -> Option<AssociationEvent> {
        Some(match notification {
            Notification::Up {
                outbound_streams,
                inbound_streams: _,
                interleaving,
                reconfiguration,
                ..
            } => {
                self.phase = Phase::Up;
                let most = if self.can_add_streams() {
                    let peer = self.peer.map_or(outbound_streams, |peer| peer.max_inbound);
                    peer.min(self.config.max_streams)
                } else {
                    outbound_streams
                };
                AssociationEvent::Up {
                    outbound_streams,
                    max_outbound_streams: most.max(outbound_streams),
                    max_inbound_streams: self.config.max_streams,
                    interleaving,
                    can_reset: reconfiguration,
                }
            }
            Notification::Lost { cause_code } => {
                self.lost(cause_code, "the association was aborted")
            }
            Notification::CannotStart { cause_code } => {
                self.lost(cause_code, "the association could not be set up")
            }
            // Over one DTLS connection there is one peer, and it has no reason to begin anew.
            Notification::Restarted => self.lost(None, "the peer restarted the association"),
            Notification::ShutDown => {
                if self.phase == Phase::Over {
                    return None;
                }
                self.lost(None, "the peer shut the association down")
            }
            Notification::StreamsReset {
                incoming: true,
                streams,
                ..
            } => AssociationEvent::IncomingReset { streams },
            Notification::StreamsReset {
                outgoing: true,
                refused,
                streams,
                ..
            } => {
                if streams.is_empty() {
                    self.resets_pending.clear();
                }
                for stream in &streams {
                    self.resets_pending.remove(stream);
                }
                AssociationEvent::OutgoingReset { streams, refused }
            }
            Notification::StreamsChanged {
                outbound_streams,
                refused,
            } => {
                // The peer's adding streams of its own comes as such an event too.
                if !self.add_pending {
                    return None;
                }
                self.add_pending = false;
                AssociationEvent::StreamsAdded {
                    outbound_streams,
                    refused,
                }
            }
            Notification::PartialDeliveryAborted { stream } => {
                AssociationEvent::DataAborted { stream }
            }
            Notification::StreamsReset { .. } | Notification::SendFailed { .. } => return None,
        })
    }

    fn lost(&mut self, cause_code: Option<u16>, message: &'static str) -> AssociationEvent {
        self.phase = Phase::Over;
        self.next_tick = None;
        if let Some(socket) = &mut self.socket {
            socket.abort();
        }
        AssociationEvent::Lost {
            cause_code,
            message,
        }
    }
}

const FIRST_SEND_BUFFER: u32 = 256 * 1024;
const LARGEST_SEND_BUFFER: u32 = 8 * 1024 * 1024;

const CHUNK_INIT: u8 = 1;
const CHUNK_INIT_ACK: u8 = 2;

enum Handshake {
    Continues,
    BeganAgain,
}

/// The stream numbers in an INIT or INIT ACK chunk (RFC 9260 section 3.3.2).
fn peer_streams(packet: &[u8]) -> Option<PeerStreams> {
    let chunk = packet.get(12..32)?;
    if !matches!(chunk[0], CHUNK_INIT | CHUNK_INIT_ACK) {
        return None;
    }
    Some(PeerStreams {
        outbound: u16::from_be_bytes([chunk[12], chunk[13]]),
        max_inbound: u16::from_be_bytes([chunk[14], chunk[15]]),
    })
}

impl Association for UsrsctpAssociation {
    fn associate(&mut self, now: Instant) {
        if self.phase != Phase::New {
            return;
        }
        self.phase = Phase::Associating;
        self.open(now);
        self.touch(now);
    }

    fn send(
        &mut self,
        now: Instant,
        info: &SendInfo,
        data: &[u8],
        end: bool,
        more: bool,
    ) -> Result<usize, SendError> {
        let Some(socket) = self.socket.as_mut().filter(|_| self.phase == Phase::Up) else {
            return Err(SendError::Closed);
        };
        if socket.is_still_full(data.len()) {
            return Err(SendError::WouldBlock);
        }
        let mut sent = socket.send(now, info, data, end, more);
        if sent == Err(SendError::WouldBlock)
            && self.grow_send_buffer(now, data.len())
            && let Some(socket) = &mut self.socket
        {
            sent = socket.send(now, info, data, end, more);
        }
        if sent.is_ok() {
            self.touch(now);
        }
        sent
    }

    fn handle_input(&mut self, now: Instant, packet: &[u8]) {
        if self.phase == Phase::Associating
            && let Handshake::BeganAgain = self.look_at_handshake(now, packet)
        {
            return;
        }
        let Some(socket) = &mut self.socket else {
            return;
        };
        if socket.input(now, packet) {
            self.touch(now);
        } else {
            log::debug!("an SCTP packet with a wrong checksum was dropped");
        }
    }

    fn handle_timeout(&mut self, now: Instant) {
        if self.next_tick.is_none_or(|at| at > now) {
            return;
        }
        if let Some(socket) = &mut self.socket {
            socket.tick(now);
            self.progress.note(now, socket.queued());
        }
        self.next_tick = if self.is_idle(now) {
            if let Some(socket) = &mut self.socket {
                socket.release();
            }
            None
        } else {
            Some(next_tick(now))
        };
    }

    fn poll_timeout(&self) -> Option<Instant> {
        self.next_tick
    }

    fn set_mtu(&mut self, now: Instant, mtu: u16) {
        self.options.mtu = mtu.min(self.options.largest_mtu);
        if let Some(socket) = &mut self.socket {
            socket.set_mtu(now, self.options.mtu);
        }
    }

    fn take_stall(&mut self) -> bool {
        std::mem::take(&mut self.progress.stalled)
    }

    fn poll_packet(&mut self) -> Option<&[u8]> {
        self.socket.as_mut()?.poll_packet()
    }

    fn poll_event(&mut self) -> Option<AssociationEvent> {
        if let Some(message) = self.failure.take() {
            return Some(self.lost(None, message));
        }
        loop {
            match self.socket.as_mut()?.poll_event()? {
                Event::Data {
                    stream,
                    ppid,
                    unordered,
                    end,
                    data,
                } => {
                    return Some(AssociationEvent::Data {
                        stream,
                        ppid,
                        unordered,
                        end,
                        data: MessageData::Received(data),
                    });
                }
                Event::Notification(notification) => {
                    if let Some(event) = self.translate(notification) {
                        return Some(event);
                    }
                }
            }
        }
    }

    fn reset_streams(&mut self, now: Instant, streams: &[u16]) {
        let Some(socket) = &mut self.socket else {
            return;
        };
        match socket.reset_streams(now, streams) {
            Ok(()) => self.resets_pending.extend(streams),
            Err(error) => log::debug!("streams cannot be reset: {error}"),
        }
        self.touch(now);
    }

    fn add_streams(&mut self, now: Instant, count: u16) -> bool {
        if self.add_pending || !self.can_add_streams() {
            return false;
        }
        let Some(socket) = &mut self.socket else {
            return false;
        };
        self.add_pending = socket.add_streams(now, count).is_ok();
        self.touch(now);
        self.add_pending
    }

    fn abort(&mut self, _now: Instant) {
        self.phase = Phase::Over;
        self.next_tick = None;
        if let Some(socket) = &mut self.socket {
            socket.abort();
        }
    }
}
