//! One transport: an ICE agent, DTLS over its path, and what keeps them in step.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use crate::random::Random;
use crate::sdp::candidate::CandidateAttribute;
use crate::transport::dtls::{self, Dtls};
use crate::transport::ice::{self, Agent, AgentConfig};
use crate::transport::sctp;
use crate::transport::{Fragmentation, SocketId};

use super::data::Data;
use super::statistics::{DtlsSession, DtlsStatistics, Traffic, TransportStatistics};
use super::{
    Certificate, Credentials, DtlsRole, DtlsState, Event, Fingerprint, IceCandidateError, IceRole,
    IceTransportPolicy, IceTransportState, LocalInterface, Outlet, SelectedPair, TransportId,
};

/// The datagrams of the handshake, before the path is known.
const DTLS_MTU: usize = ice::BASE_PATH_MTU as usize;

/// An SCTP packet that Ethernet does not take, and that peers have room for.
const FRAGMENTED: usize = 1_540;

/// RFC 8656 section 12.4: what a relay's header adds to data on a channel.
const TURN_HEADER: usize = 4;

/// DTLS datagrams that are kept from a validated address until the descriptions say what DTLS is to be. A ClientHello of today's
/// browsers takes two or three.
const MAX_EARLY_DATAGRAMS: usize = 16;

/// Where DTLS is, as far as others must know.
enum Phase {
    /// There was none yet.
    New,
    Handshaking {
        role: DtlsRole,
    },
    Connected {
        role: DtlsRole,
    },
    Ended,
}

/// What the descriptions say of an association that has not begun: the first, or one with a peer that has another certificate
/// (RFC 8842 section 5.5). It waits for its path.
struct Agreed {
    role: DtlsRole,
    fingerprints: Vec<Fingerprint>,
}

struct Socket {
    id: SocketId,
    interface: LocalInterface,
}

pub(super) struct Transport {
    pub(super) id: TransportId,
    pub(super) agent: Agent,
    /// The peer said that there are no more candidates; the agent hears it when the last name is resolved.
    pub(super) remote_ended: bool,
    certificate: Arc<Certificate>,
    dtls: Dtls,
    phase: Phase,
    next: Option<Agreed>,
    /// Flights of a handshake that came before the descriptions or the path of its association.
    early: Vec<Vec<u8>>,
    sockets: Vec<Socket>,
    ice_state: IceTransportState,
    record: Vec<u8>,
    traffic: Traffic,
    dtls_role: Option<DtlsRole>,
    dtls_session: Option<DtlsSession>,
    /// What it had come to when the descriptions dropped it, and when.
    removed: Option<(Instant, Box<TransportStatistics>)>,
    closed: bool,
}

impl Transport {
    pub(super) fn new(
        id: TransportId,
        component: u16,
        local: Credentials,
        role: IceRole,
        policy: IceTransportPolicy,
        certificate: Arc<Certificate>,
        random: Box<dyn Random>,
    ) -> Self {
        let policy = match policy {
            IceTransportPolicy::All => ice::TransportPolicy::All,
            IceTransportPolicy::Public => ice::TransportPolicy::Public,
            IceTransportPolicy::Relay => ice::TransportPolicy::Relay,
        };
        Self {
            id,
            agent: Agent::new(
                AgentConfig {
                    component,
                    local,
                    role,
                    policy,
                },
                random,
            ),
            remote_ended: false,
            dtls: Dtls::new(Arc::clone(&certificate), DTLS_MTU),
            certificate,
            phase: Phase::New,
            next: None,
            early: Vec::new(),
            sockets: Vec::new(),
            ice_state: IceTransportState::New,
            record: Vec::new(),
            traffic: Traffic::default(),
            dtls_role: None,
            dtls_session: None,
            removed: None,
            closed: false,
        }
    }

    pub(super) fn owns(&self, socket: SocketId) -> bool {
        self.sockets.iter().any(|own| own.id == socket)
    }

    pub(super) fn add_socket(
        &mut self,
        now: Instant,
        id: SocketId,
        address: SocketAddr,
        interface: LocalInterface,
    ) {
        self.agent.add_local_socket(now, id, address, &interface);
        self.sockets.push(Socket { id, interface });
    }

    pub(super) fn has_socket(&mut self, interface: &LocalInterface) -> bool {
        self.sockets
            .iter()
            .any(|socket| socket.interface == *interface)
    }

    /// Drops the sockets of interfaces that went away, and names them.
    pub(super) fn remove_sockets_except(
        &mut self,
        now: Instant,
        keep: &[LocalInterface],
    ) -> Vec<SocketId> {
        let gone: Vec<_> = self
            .sockets
            .iter()
            .filter(|s| !keep.contains(&s.interface))
            .map(|s| s.id)
            .collect();
        for socket in &gone {
            self.remove_socket(now, *socket);
        }
        gone
    }

    pub(super) fn remove_socket(&mut self, now: Instant, socket: SocketId) {
        if self.owns(socket) {
            self.agent.remove_local_socket(now, socket);
            self.sockets.retain(|own| own.id != socket);
        }
    }

    pub(super) fn add_remote_candidate(&mut self, now: Instant, candidate: &CandidateAttribute) {
        if let Err(reason) = self.agent.add_remote_candidate(now, candidate) {
            log::debug!(
                "transport {}: the remote candidate {candidate} is of no use: {reason}",
                self.id.0
            );
        }
    }

    pub(super) fn start_dtls(&mut self, role: DtlsRole, fingerprints: Vec<Fingerprint>) {
        self.next = Some(Agreed { role, fingerprints });
    }

    /// Whether DTLS is connected, and if we are its client.
    pub(super) fn connected_as_client(&self) -> Option<bool> {
        match self.phase {
            Phase::Connected { role } => Some(role == DtlsRole::Client),
            _ => None,
        }
    }

    /// RFC 7983: the first byte tells the protocol.
    pub(super) fn handle_datagram(
        &mut self,
        now: Instant,
        socket: SocketId,
        from: SocketAddr,
        payload: &[u8],
        data: &mut Data,
    ) {
        match payload.first() {
            Some(0..=3) => self.agent.handle_datagram(now, socket, from, payload),
            Some(20..=63) if self.agent.is_validated(socket, from) => {
                self.note_received(now, (socket, from), payload.len());
                self.handle_dtls(now, payload, data);
            }
            // RTP and RTCP: counted, and no more yet.
            Some(128..=191) if self.agent.is_validated(socket, from) => {
                self.note_received(now, (socket, from), payload.len());
            }
            _ => log::trace!(
                "transport {}: a datagram of {} bytes from {from} is dropped",
                self.id.0,
                payload.len()
            ),
        }
    }

    fn handle_dtls(&mut self, now: Instant, payload: &[u8], data: &mut Data) {
        match self.phase {
            Phase::New => self.keep(payload),
            _ if self.next.is_some() && is_first_flight(payload) => self.keep(payload),
            Phase::Handshaking { .. } | Phase::Connected { .. } => {
                let id = self.id;
                self.dtls.handle_datagram(now, payload, &mut |packet| {
                    data.handle_packet(now, id, packet)
                });
            }
            Phase::Ended => {}
        }
    }

    fn keep(&mut self, datagram: &[u8]) {
        if self.early.len() < MAX_EARLY_DATAGRAMS {
            self.early.push(datagram.to_vec());
        }
    }

    pub(super) fn handle_timeout(&mut self, now: Instant) {
        self.agent.handle_timeout(now);
        self.dtls.handle_timeout(now);
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        self.agent
            .poll_timeout()
            .into_iter()
            .chain(self.dtls.poll_timeout())
            .min()
    }

    /// The largest SCTP packet that fits into a datagram for the path in use.
    pub(super) fn packet_size(&self) -> u16 {
        let size = match self.agent.path_mtu() {
            // Not measured: a relay may add to it.
            ice::BASE_PATH_MTU => DTLS_MTU - TURN_HEADER,
            size => usize::from(size),
        };
        let room = size - self.dtls.overhead();
        // SCTP packets are padded to a multiple of four.
        (room & !3) as u16
    }

    /// SCTP waits in vain for an acknowledgement.
    pub(super) fn doubt_path_mtu(&mut self, now: Instant) {
        self.agent.doubt_path_mtu(now);
    }

    /// Sends one SCTP packet; without a path it is lost, as on any network.
    pub(super) fn send(&mut self, now: Instant, packet: &[u8], outlet: &mut dyn Outlet) {
        let Some((socket, to)) = self.agent.send_path() else {
            return;
        };
        let fits = packet.len() + self.dtls.overhead() <= usize::from(self.agent.path_mtu());
        // Cut when the path took more, it cannot be made smaller any more. Linux fragments for IPv6 only what is too large for the
        // first link too.
        let longer = (!fits && to.is_ipv6()).then(|| sctp::padded(packet, FRAGMENTED));
        let packet = longer.as_deref().unwrap_or(packet);
        let (id, dtls) = (self.id, &mut self.dtls);
        let mut len = 0;
        let mut write = |out: &mut Vec<u8>| {
            let start = out.len();
            let sent = dtls.send(packet, out);
            len = out.len() - start;
            if let Err(error) = &sent {
                log::debug!("transport {}: a packet was not sent: {error:?}", id.0);
            }
            sent.is_ok()
        };
        if fits {
            outlet.transmit_written(socket, to, &mut write);
        } else {
            self.record.clear();
            if write(&mut self.record) {
                outlet.transmit_with(socket, to, &self.record, Fragmentation::AtSource);
            }
        }
        if len > 0 {
            self.note_sent(now, (socket, to), len);
        }
    }

    fn note_received(&mut self, now: Instant, (socket, from): (SocketId, SocketAddr), len: usize) {
        self.traffic.note_received(len);
        self.agent.note_received(now, socket, from, len);
    }

    fn note_sent(&mut self, now: Instant, (socket, to): (SocketId, SocketAddr), len: usize) {
        self.traffic.note_sent(len);
        self.agent.note_sent(now, socket, to, len);
    }

    /// Drains ICE and DTLS; whether there was anything.
    pub(super) fn drain(&mut self, now: Instant, outlet: &mut dyn Outlet, data: &mut Data) -> bool {
        let mut more = self.drain_ice(now, outlet);
        if let Some((at, statistics)) = self.removed.take() {
            outlet.event(Event::TransportStatisticsEnded { at, statistics });
        }
        more |= self.try_start(now, outlet, data);
        more |= self.drain_flights(now, outlet);
        more | self.drain_dtls_events(outlet, data)
    }

    fn drain_ice(&mut self, now: Instant, outlet: &mut dyn Outlet) -> bool {
        let mut more = false;
        // The selected pair comes first and the state that goes with it next: one cause, one event.
        let mut selected_pair = None;
        while let Some(output) = self.agent.poll_output() {
            more = true;
            match output {
                ice::Output::Transmit {
                    socket,
                    to,
                    payload,
                    fragmentation,
                } => outlet.transmit_with(socket, to, &payload, fragmentation),
                ice::Output::Event(event) => self.translate(now, event, &mut selected_pair, outlet),
            }
        }
        if selected_pair.is_some() {
            outlet.event(Event::IceStateChange {
                transport: self.id,
                state: self.ice_state,
                selected_pair,
            });
        }
        more
    }

    fn translate(
        &mut self,
        now: Instant,
        event: ice::Event,
        selected: &mut Option<SelectedPair>,
        outlet: &mut dyn Outlet,
    ) {
        let transport = self.id;
        outlet.event(match event {
            ice::Event::SelectedPairChange {
                local,
                local_url,
                remote,
            } => {
                *selected = Some(SelectedPair {
                    local,
                    local_url,
                    remote,
                });
                return;
            }
            ice::Event::StateChange(state) => {
                self.ice_state = state;
                Event::IceStateChange {
                    transport,
                    state,
                    selected_pair: selected.take(),
                }
            }
            ice::Event::LocalCandidate {
                attribute: candidate,
                url,
            } => Event::LocalCandidate {
                transport,
                candidate,
                url,
            },
            ice::Event::GatheringStateChange(state) => {
                Event::IceGatheringStateChange { transport, state }
            }
            ice::Event::CandidateError {
                address,
                port,
                url,
                error_code,
                error_text,
            } => Event::IceCandidateError {
                transport,
                error: IceCandidateError {
                    address,
                    port,
                    url,
                    error_code,
                    error_text,
                },
            },
            // getRemoteCandidates shows those that the application gave, and it has them already.
            ice::Event::RemoteCandidate(_) => return,
            ice::Event::RoleChange(role) => Event::IceRoleChange { transport, role },
            ice::Event::StatisticsEnded(statistics) => Event::IceStatisticsEnded {
                transport,
                at: now,
                statistics: Box::new(statistics),
            },
        });
    }

    /// Starts DTLS once the role is known and there is a path, and gives it what came early. After a restart of ICE the
    /// association of before goes on until the new path is there, since that leads to the new peer.
    fn try_start(&mut self, now: Instant, outlet: &mut dyn Outlet, data: &mut Data) -> bool {
        if self.agent.send_path().is_none() || self.agent.is_restarting() || self.closed {
            return false;
        }
        let Some(Agreed { role, fingerprints }) = self.next.take() else {
            return false;
        };
        if !matches!(self.phase, Phase::New) {
            self.dtls = Dtls::new(Arc::clone(&self.certificate), DTLS_MTU);
        }
        self.phase = Phase::Handshaking { role };
        self.dtls_role = Some(role);
        self.dtls_session = None;
        outlet.event(Event::DtlsStateChange {
            transport: self.id,
            state: DtlsState::Connecting,
        });
        if let Some(rtt) = self.agent.round_trip_time() {
            self.dtls.set_round_trip_time(rtt);
        }
        self.dtls.start(now, role, &fingerprints);
        for datagram in std::mem::take(&mut self.early) {
            self.handle_dtls(now, &datagram, data);
        }
        true
    }

    fn drain_flights(&mut self, now: Instant, outlet: &mut dyn Outlet) -> bool {
        let Some((socket, to)) = self.agent.send_path() else {
            return false;
        };
        let mut more = false;
        loop {
            self.record.clear();
            if !self.dtls.poll_transmit(&mut self.record) {
                return more;
            }
            outlet.transmit(socket, to, &self.record);
            self.note_sent(now, (socket, to), self.record.len());
            more = true;
        }
    }

    fn drain_dtls_events(&mut self, outlet: &mut dyn Outlet, data: &mut Data) -> bool {
        let mut more = false;
        while let Some(event) = self.dtls.poll_event() {
            more = true;
            let state = match event {
                dtls::Event::Connected(connected) => {
                    if let Phase::Handshaking { role } = self.phase {
                        self.phase = Phase::Connected { role };
                    }
                    self.dtls_session = Some(DtlsSession {
                        tls_version: connected.tls_version,
                        cipher: connected.cipher,
                        srtp_cipher: connected.srtp_profile.map(|profile| profile.name()),
                    });
                    DtlsState::Connected {
                        remote_certificates: connected.remote_certificates,
                    }
                }
                dtls::Event::Failed(error) => {
                    self.phase = Phase::Ended;
                    data.transport_lost(self.id, Some(&error));
                    DtlsState::Failed(error)
                }
                dtls::Event::Closed => {
                    self.phase = Phase::Ended;
                    data.transport_lost(self.id, None);
                    DtlsState::Closed
                }
            };
            outlet.event(Event::DtlsStateChange {
                transport: self.id,
                state,
            });
        }
        more
    }

    pub(super) fn statistics(&self) -> TransportStatistics {
        TransportStatistics {
            transport: self.id,
            traffic: self.traffic,
            ufrag: self.agent.local_credentials().ufrag.clone(),
            dtls: DtlsStatistics {
                role: self.dtls_role,
                session: self.dtls_session,
            },
            ice: self.agent.statistics(),
            selected_pair: self.agent.selected_pair().map(|pair| pair.id),
            selected_pair_changes: self.agent.selected_pair_changes(),
        }
    }

    /// The descriptions have no use for it any more.
    pub(super) fn remove(&mut self, now: Instant) {
        self.removed = Some((now, Box::new(self.statistics())));
        self.close();
    }

    /// Queues close_notify. The sockets can be closed when the output is drained.
    pub(super) fn close(&mut self) {
        self.dtls.close();
        self.phase = Phase::Ended;
        self.closed = true;
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    pub(super) fn into_sockets(self) -> Vec<SocketId> {
        self.sockets.into_iter().map(|socket| socket.id).collect()
    }
}

/// Whether a datagram begins with a handshake record that is not encrypted: of an association that begins.
fn is_first_flight(datagram: &[u8]) -> bool {
    const HANDSHAKE: u8 = 22;
    matches!(datagram, [HANDSHAKE, _, _, 0, 0, ..])
}
