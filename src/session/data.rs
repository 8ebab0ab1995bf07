//! SCTP over the DTLS of one transport, and the data channels on it.

use std::time::Instant;

use crate::transport::sctp::{Channels, ChannelsEvent, DEFAULT_MTU, LARGEST_MTU, SctpConfig};

use super::message::Unread;
use super::transport::Transport;
use super::{
    ChannelKey, ChannelParameters, DtlsError, Event, Notifier, Outlet, RandomFactory, SctpError,
    SctpParameters, TransportId,
};

/// Streams in each direction.
const MAX_CHANNELS: u16 = 65_535;

/// SCTP packets kept from before the association exists.
const MAX_EARLY_PACKETS: usize = 64;

/// So much may wait for the application. Beyond it packets are dropped, which slows the peer as any loss does; an application
/// that does not dispatch for minutes loses the association.
const MAX_UNREAD: usize = 16 * 1024 * 1024;

/// Packets that go out in one drain. A congestion window of megabytes, sent at once, would overrun the socket buffers of the
/// way; with a limit the runtime reads in between, and other connections get their turn.
const MAX_BURST: usize = 128;

/// Elsewhere the runtime does not know how to forbid fragmentation, and paths are never measured.
const PROBES: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// What `api` asked for before the association exists; `api` bounds what it sends.
enum Waiting {
    Open(ChannelKey, u16, ChannelParameters),
    Send(ChannelKey, bool, Vec<u8>),
}

impl Waiting {
    fn key(&self) -> ChannelKey {
        match self {
            Self::Open(key, ..) | Self::Send(key, ..) => *key,
        }
    }
}

/// The association's life: described, running, ended for good.
#[expect(
    clippy::large_enum_variant,
    reason = "one a connection, and nearly always running"
)]
enum State {
    Waiting {
        wanted: Option<(TransportId, SctpParameters)>,
        calls: Vec<Waiting>,
        early: Vec<Vec<u8>>,
    },
    Running {
        transport: TransportId,
        channels: Channels,
    },
    Ended,
}

impl State {
    fn waiting() -> Self {
        Self::Waiting {
            wanted: None,
            calls: Vec::new(),
            early: Vec::new(),
        }
    }
}

pub(super) struct Data {
    state: State,
    notifier: Notifier,
    /// An event that no engine gives: the loss of the transport.
    lost: Option<SctpError>,
    /// Channels that ended without anybody but us knowing of them.
    closed: Vec<(ChannelKey, Option<SctpError>)>,
    unread: Unread,
    /// The largest packet for the path in use.
    mtu: u16,
    /// Packets left to send in this drain.
    budget: usize,
    /// The drain ended with packets left: the next one is due at once.
    unfinished: Option<Instant>,
}

impl Data {
    pub(super) fn new(notifier: Notifier) -> Self {
        Self {
            state: State::waiting(),
            notifier,
            lost: None,
            closed: Vec::new(),
            unread: Unread::default(),
            mtu: DEFAULT_MTU,
            budget: 0,
            unfinished: None,
        }
    }

    pub(super) fn configure(&mut self, transport: TransportId, parameters: SctpParameters) {
        match &mut self.state {
            State::Waiting { wanted, .. } => *wanted = Some((transport, parameters)),
            // An association's parameters are those of the description that began it.
            State::Running { .. } | State::Ended => {}
        }
    }

    pub(super) fn open(
        &mut self,
        now: Instant,
        key: ChannelKey,
        stream_id: u16,
        parameters: ChannelParameters,
    ) {
        match &mut self.state {
            State::Waiting { calls, .. } => calls.push(Waiting::Open(key, stream_id, parameters)),
            State::Running { channels, .. } => channels.open(now, key, stream_id, parameters),
            State::Ended => {
                let error = SctpError {
                    cause_code: None,
                    message: "the SCTP association has ended".to_owned(),
                };
                self.closed.push((key, Some(error)));
            }
        }
    }

    pub(super) fn send(&mut self, now: Instant, key: ChannelKey, binary: bool, data: Vec<u8>) {
        match &mut self.state {
            State::Waiting { calls, .. } => calls.push(Waiting::Send(key, binary, data)),
            State::Running { channels, .. } => channels.send(now, key, binary, data),
            State::Ended => {}
        }
    }

    pub(super) fn close_channel(&mut self, now: Instant, key: ChannelKey) {
        match &mut self.state {
            State::Waiting { calls, .. } => {
                calls.retain(|call| call.key() != key);
                self.closed.push((key, None));
            }
            State::Running { channels, .. } => channels.close(now, key),
            State::Ended => {}
        }
    }

    /// A packet that came through the DTLS of `from`.
    pub(super) fn handle_packet(&mut self, now: Instant, from: TransportId, packet: &[u8]) {
        match &mut self.state {
            State::Waiting { wanted, early, .. } => {
                let ours = wanted.is_none_or(|(transport, _)| transport == from);
                if ours && early.len() < MAX_EARLY_PACKETS {
                    early.push(packet.to_vec());
                }
            }
            State::Running {
                transport,
                channels,
            } if *transport == from && self.unread.bytes() < MAX_UNREAD => {
                channels.handle_packet(now, packet);
            }
            State::Running { .. } | State::Ended => {}
        }
    }

    pub(super) fn handle_timeout(&mut self, now: Instant) {
        if let State::Running { channels, .. } = &mut self.state {
            channels.handle_timeout(now);
        }
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::Running { channels, .. } => self.unfinished.or_else(|| channels.poll_timeout()),
            State::Waiting { .. } | State::Ended => None,
        }
    }

    /// A drain begins; the last one has no limit.
    pub(super) fn refill(&mut self, last: bool) {
        self.budget = if last { usize::MAX } else { MAX_BURST };
        self.unfinished = None;
    }

    /// Starts what can start and drains packets and events; whether there was anything.
    pub(super) fn drain(
        &mut self,
        now: Instant,
        outlet: &mut dyn Outlet,
        transports: &mut [Transport],
        random: &mut RandomFactory,
    ) -> bool {
        let mut more = self.start(now, transports, random);
        if let Some(error) = self.lost.take() {
            outlet.event(Event::SctpClosed { error: Some(error) });
            more = true;
        }
        for (channel, error) in self.closed.drain(..) {
            outlet.event(Event::ChannelClosed { channel, error });
            more = true;
        }
        let State::Running {
            transport,
            channels,
        } = &mut self.state
        else {
            return more;
        };
        let transport = transports.iter_mut().find(|t| t.id == *transport);
        let mut ended = false;
        while let Some(event) = channels.poll_event() {
            if let ChannelsEvent::Closed { error } = &event {
                log::debug!("the SCTP association ended: {error:?}");
            }
            more = true;
            ended |= matches!(event, ChannelsEvent::Closed { .. });
            outlet.event(translate(event, &self.unread));
        }
        // An ABORT goes out whatever else did.
        let budget = if ended { usize::MAX } else { self.budget };
        if let Some(transport) = transport {
            if channels.take_stall() {
                log::debug!("SCTP packets are not acknowledged");
                transport.doubt_path_mtu(now);
            }
            if self.mtu != transport.packet_size() {
                self.mtu = transport.packet_size();
                log::debug!("SCTP packets may have {} bytes from now on", self.mtu);
                channels.set_mtu(now, self.mtu);
            }
            let mut sent = 0;
            while sent < budget
                && let Some(packet) = channels.poll_packet()
            {
                transport.send(now, packet, outlet);
                sent += 1;
            }
            more |= sent > 0;
            self.budget = self.budget.saturating_sub(sent);
            if self.budget == 0 {
                self.unfinished = Some(now);
            }
        }
        if ended {
            self.state = State::Ended;
        }
        more
    }

    fn start(
        &mut self,
        now: Instant,
        transports: &[Transport],
        random: &mut RandomFactory,
    ) -> bool {
        let State::Waiting {
            wanted: Some((id, parameters)),
            calls,
            early,
        } = &mut self.state
        else {
            return false;
        };
        let Some(transport) = transports.iter().find(|t| t.id == *id) else {
            return false;
        };
        let Some(is_dtls_client) = transport.connected_as_client() else {
            return false;
        };
        self.mtu = transport.packet_size();
        let config = SctpConfig {
            local_port: parameters.local_port,
            remote_port: parameters.remote_port,
            local_max_message_size: parameters.local_max_message_size,
            is_dtls_client,
            max_channels: MAX_CHANNELS,
            mtu: self.mtu,
            largest_mtu: if PROBES { LARGEST_MTU } else { self.mtu },
        };
        let mut channels = Channels::new(now, config, random(), Some(self.notifier.clone()));
        channels.start(now);
        for call in calls.drain(..) {
            match call {
                Waiting::Open(key, stream_id, parameters) => {
                    channels.open(now, key, stream_id, parameters)
                }
                Waiting::Send(key, binary, data) => channels.send(now, key, binary, data),
            }
        }
        for packet in early.drain(..) {
            channels.handle_packet(now, &packet);
        }
        self.state = State::Running {
            transport: *id,
            channels,
        };
        true
    }

    /// DTLS ended: there is no way to tell the peer, and no way back.
    pub(super) fn transport_lost(&mut self, id: TransportId, error: Option<&DtlsError>) {
        let ours = match &self.state {
            State::Waiting { wanted, .. } => wanted.is_some_and(|(transport, _)| transport == id),
            State::Running { transport, .. } => *transport == id,
            State::Ended => false,
        };
        if ours {
            let message = match error {
                Some(error) => format!("DTLS failed: {}", error.message),
                None => "the peer closed the DTLS transport".to_owned(),
            };
            self.lost = Some(SctpError {
                cause_code: None,
                message,
            });
            self.state = State::Ended;
        }
    }

    /// The descriptions dropped the transport: a later one may describe another association.
    pub(super) fn forget_transport(&mut self, id: TransportId) {
        let ours = match &self.state {
            State::Waiting { wanted, .. } => wanted.is_some_and(|(transport, _)| transport == id),
            State::Running { transport, .. } => *transport == id,
            State::Ended => true,
        };
        if ours {
            self.state = State::waiting();
        }
    }

    /// Queues the association's abort; the caller drains it before the transport goes.
    pub(super) fn shutdown(&mut self, now: Instant) {
        match &mut self.state {
            State::Running { channels, .. } => channels.shutdown(now),
            State::Waiting { .. } => self.state = State::Ended,
            State::Ended => {}
        }
    }
}

fn translate(event: ChannelsEvent, unread: &Unread) -> Event {
    match event {
        ChannelsEvent::Connected { max_channels } => Event::SctpConnected { max_channels },
        ChannelsEvent::Closed { error } => Event::SctpClosed { error },
        ChannelsEvent::Incoming {
            key,
            stream_id,
            parameters,
        } => Event::ChannelIncoming {
            channel: key,
            stream_id,
            weight: unread.weigh(parameters.label.len() + parameters.protocol.len()),
            parameters,
        },
        ChannelsEvent::Open { key } => Event::ChannelOpen { channel: key },
        ChannelsEvent::Message { key, binary, data } => Event::Message {
            channel: key,
            binary,
            data: unread.count(data),
        },
        ChannelsEvent::BufferedAmountDecrease { key, bytes } => Event::BufferedAmountDecrease {
            channel: key,
            bytes,
        },
        ChannelsEvent::Closing { key } => Event::ChannelClosing { channel: key },
        ChannelsEvent::ChannelClosed { key, error } => Event::ChannelClosed {
            channel: key,
            error,
        },
    }
}
