//! What gathering needs of the world: addresses, sockets and the servers' names, asked for and tied to the answers.

use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

use crate::sdp::candidate::CandidateAttribute;
use crate::transport::SocketId;
use crate::transport::ice::interfaces::{SelectOptions, select_addresses};

use super::{
    IceConfiguration, IceServer, IceServerScheme, IceTransportPolicy, IoRequest, LocalInterface,
    Outlet, RequestId, Session, TransportId,
};

/// Names of remote candidates that may be looked up at once; more are dropped.
const MAX_REMOTE_NAMES: usize = 32;

/// What an answer is for.
enum Pending {
    Bind {
        transport: TransportId,
        interface: LocalInterface,
    },
    Server {
        transport: TransportId,
        server: IceServer,
    },
    RemoteCandidate {
        transport: TransportId,
        candidate: CandidateAttribute,
    },
}

#[derive(Default)]
pub(super) struct Gathering {
    configuration: IceConfiguration,
    requests: VecDeque<IoRequest>,
    pending: HashMap<RequestId, Pending>,
    /// Transports that wait for the machine's addresses.
    waiting: Vec<TransportId>,
    next_request: u32,
}

impl Gathering {
    pub(super) fn configure(&mut self, configuration: IceConfiguration) {
        self.configuration = configuration;
    }

    pub(super) fn policy(&self) -> IceTransportPolicy {
        self.configuration.policy
    }

    pub(super) fn drain(&mut self, outlet: &mut dyn Outlet) -> bool {
        let more = !self.requests.is_empty();
        for request in self.requests.drain(..) {
            outlet.request(request);
        }
        more
    }

    /// Closes the sockets of a transport that ended.
    pub(super) fn forget(&mut self, transport: TransportId, sockets: Vec<SocketId>) {
        self.pending
            .retain(|_, pending| pending.transport() != transport);
        self.waiting.retain(|waiting| *waiting != transport);
        self.requests
            .extend(sockets.into_iter().map(IoRequest::CloseSocket));
    }

    fn ask(&mut self, pending: Pending, request: impl FnOnce(RequestId) -> IoRequest) {
        let id = RequestId(self.next_request);
        self.next_request = self.next_request.wrapping_add(1);
        self.pending.insert(id, pending);
        self.requests.push_back(request(id));
    }

    fn is_waiting_for(&self, transport: TransportId) -> bool {
        let sources = |p: &Pending| {
            !matches!(p, Pending::RemoteCandidate { .. }) && p.transport() == transport
        };
        self.waiting.contains(&transport) || self.pending.values().any(sources)
    }
}

impl Pending {
    fn transport(&self) -> TransportId {
        match self {
            Self::Bind { transport, .. }
            | Self::Server { transport, .. }
            | Self::RemoteCandidate { transport, .. } => *transport,
        }
    }
}

impl Session {
    pub(super) fn gather(&mut self, now: Instant, id: TransportId) {
        let Some(transport) = self.transports.iter_mut().find(|t| t.id == id) else {
            return;
        };
        transport.agent.start_gathering(now);
        let gathering = &mut self.gathering;
        let wants_sockets = gathering.configuration.policy != IceTransportPolicy::Relay;
        if wants_sockets && !gathering.waiting.contains(&id) {
            gathering.waiting.push(id);
            gathering.requests.push_back(IoRequest::Interfaces);
        }
        for server in gathering.configuration.servers.clone() {
            match (server.scheme, server.host.parse::<IpAddr>()) {
                (IceServerScheme::Stun, _)
                    if gathering.configuration.policy == IceTransportPolicy::Relay => {}
                (IceServerScheme::Stun, Ok(address)) => {
                    transport.agent.add_stun_server(
                        now,
                        &server.url,
                        SocketAddr::new(address, server.port),
                    );
                }
                (IceServerScheme::Stun, Err(_)) => {
                    let host = server.host.clone();
                    gathering.ask(
                        Pending::Server {
                            transport: id,
                            server,
                        },
                        |request| IoRequest::Resolve { request, host },
                    );
                }
                (IceServerScheme::Stuns | IceServerScheme::Turn | IceServerScheme::Turns, _) => {
                    transport.agent.stun_server_failed(
                        now,
                        &server.url,
                        701,
                        "no transport to this server is supported",
                    );
                }
            }
        }
        self.finish_sources(now, id);
    }

    pub(super) fn handle_interfaces(&mut self, now: Instant, interfaces: &[LocalInterface]) {
        let configuration = &self.gathering.configuration;
        let options = SelectOptions {
            loopback: configuration.include_loopback,
            bind_address: configuration.bind_address,
            only_interfaces: configuration.interfaces.clone(),
            ..SelectOptions::default()
        };
        let port_range = configuration.port_range;
        let selected = select_addresses(interfaces, &options);
        for id in std::mem::take(&mut self.gathering.waiting) {
            let Some(transport) = self.transports.iter_mut().find(|t| t.id == id) else {
                continue;
            };
            for interface in &selected {
                // After a restart the sockets that are still of use serve the new generation too.
                if transport.has_socket(interface) {
                    continue;
                }
                let address = interface.address;
                let pending = Pending::Bind {
                    transport: id,
                    interface: interface.clone(),
                };
                self.gathering.ask(pending, |request| IoRequest::Bind {
                    request,
                    address,
                    port_range,
                });
            }
            let gone = transport.remove_sockets_except(now, &selected);
            self.gathering
                .requests
                .extend(gone.into_iter().map(IoRequest::CloseSocket));
            self.finish_sources(now, id);
        }
    }

    pub(super) fn handle_bound(
        &mut self,
        now: Instant,
        request: RequestId,
        result: Result<(SocketId, SocketAddr), String>,
    ) {
        let transport = match self.gathering.pending.remove(&request) {
            Some(Pending::Bind {
                transport,
                interface,
            }) => {
                match (
                    result,
                    self.transports.iter_mut().find(|t| t.id == transport),
                ) {
                    (Ok((socket, address)), Some(found)) => {
                        found.add_socket(now, socket, address, interface)
                    }
                    (Ok((socket, _)), None) => self
                        .gathering
                        .requests
                        .push_back(IoRequest::CloseSocket(socket)),
                    (Err(error), _) => log::warn!("no candidate on {}: {error}", interface.address),
                }
                transport
            }
            _ => {
                // The transport went while the socket was made.
                if let Ok((socket, _)) = result {
                    self.gathering
                        .requests
                        .push_back(IoRequest::CloseSocket(socket));
                }
                return;
            }
        };
        self.finish_sources(now, transport);
    }

    pub(super) fn handle_resolved(
        &mut self,
        now: Instant,
        request: RequestId,
        result: Result<Vec<IpAddr>, String>,
    ) {
        match self.gathering.pending.remove(&request) {
            Some(Pending::Server {
                transport: id,
                server,
            }) => {
                let Some(transport) = self.transports.iter_mut().find(|t| t.id == id) else {
                    return;
                };
                match result {
                    Ok(addresses) => {
                        // One of each family serves; more would only repeat what they say.
                        let v4 = addresses.iter().find(|address| address.is_ipv4());
                        let v6 = addresses.iter().find(|address| address.is_ipv6());
                        for address in v4.into_iter().chain(v6) {
                            let address = SocketAddr::new(*address, server.port);
                            transport.agent.add_stun_server(now, &server.url, address);
                        }
                    }
                    Err(error) => transport
                        .agent
                        .stun_server_failed(now, &server.url, 701, &error),
                }
                self.finish_sources(now, id);
            }
            Some(Pending::RemoteCandidate {
                transport: id,
                candidate,
            }) => {
                let Some(transport) = self.transports.iter_mut().find(|t| t.id == id) else {
                    return;
                };
                match result.as_ref().map(|addresses| addresses.first()) {
                    Ok(Some(address)) => {
                        let candidate = CandidateAttribute {
                            address: address.to_string(),
                            ..candidate
                        };
                        transport.add_remote_candidate(now, &candidate);
                    }
                    Ok(None) => {
                        log::debug!("the remote candidate {} has no address", candidate.address)
                    }
                    Err(error) => {
                        log::debug!("the remote candidate {}: {error}", candidate.address)
                    }
                }
                self.finish_remote_names(now, id);
            }
            Some(Pending::Bind { .. }) | None => {}
        }
    }

    pub(super) fn add_remote_candidate(
        &mut self,
        now: Instant,
        id: TransportId,
        candidate: CandidateAttribute,
    ) {
        let Some(transport) = self.transports.iter_mut().find(|t| t.id == id) else {
            return;
        };
        if candidate.address.parse::<IpAddr>().is_ok() {
            transport.add_remote_candidate(now, &candidate);
            return;
        }
        let names = |p: &&Pending| matches!(p, Pending::RemoteCandidate { .. });
        if self.gathering.pending.values().filter(names).count() >= MAX_REMOTE_NAMES {
            log::debug!(
                "too many remote candidates with names: {} is dropped",
                candidate.address
            );
            return;
        }
        let host = candidate.address.clone();
        let pending = Pending::RemoteCandidate {
            transport: id,
            candidate,
        };
        self.gathering
            .ask(pending, |request| IoRequest::Resolve { request, host });
    }

    pub(super) fn remote_end_of_candidates(&mut self, now: Instant, id: TransportId) {
        self.with(id, |transport| transport.remote_ended = true);
        self.finish_remote_names(now, id);
    }

    /// The end of the remote candidates takes effect when the last name is resolved.
    fn finish_remote_names(&mut self, now: Instant, id: TransportId) {
        let names = |p: &Pending| matches!(p, Pending::RemoteCandidate { transport, .. } if *transport == id);
        if self.gathering.pending.values().any(names) {
            return;
        }
        self.with(id, |transport| {
            if transport.remote_ended {
                transport.agent.remote_end_of_candidates(now);
            }
        });
    }

    fn finish_sources(&mut self, now: Instant, id: TransportId) {
        if !self.gathering.is_waiting_for(id) {
            self.with(id, |transport| {
                transport.agent.gathering_sources_complete(now)
            });
        }
    }
}
