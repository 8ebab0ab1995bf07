//! The network side of one connection, without IO.
//!
//! Commands and input go in, [`Session::poll_output`] drains what came of them: mutate, then drain until nothing is left.

mod command;
mod data;
mod event;
mod gathering;
mod io;
mod message;
mod statistics;
mod transport;
mod vocabulary;

#[cfg(any(test, fuzzing))]
pub(crate) mod adversary;
#[cfg(any(test, fuzzing))]
mod pair;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Instant;

pub(crate) use command::*;
pub(crate) use event::*;
pub(crate) use io::*;
pub(crate) use message::MessageData;
#[cfg(test)]
pub(crate) use message::Weight;
pub(crate) use statistics::*;
pub(crate) use vocabulary::*;

use crate::random::Random;
use data::Data;
use gathering::Gathering;
use transport::Transport;

/// Makes the generators that a session's parts own.
pub(crate) type RandomFactory = Box<dyn FnMut() -> Box<dyn Random> + Send>;

/// Called from anywhere, also with locks held, when the session has output although nothing went in.
pub(crate) type Notifier = Arc<dyn Fn() + Send + Sync>;

/// The network side of one connection.
pub(crate) struct Session {
    random: RandomFactory,
    transports: Vec<Transport>,
    gathering: Gathering,
    data: Data,
    life: Life,
    /// Requests that wait for the next drain.
    asked: Vec<StatisticsId>,
    /// Of a session that was closed.
    last_statistics: Option<Box<Statistics>>,
}

/// `Closing` until the last output, which tells the peer, is drained.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Life {
    Open,
    Closing,
    Closed,
}

impl Session {
    pub(crate) fn new(random: RandomFactory, notifier: Notifier) -> Self {
        Self {
            random,
            transports: Vec::new(),
            gathering: Gathering::default(),
            data: Data::new(notifier),
            life: Life::Open,
            asked: Vec::new(),
            last_statistics: None,
        }
    }

    pub(crate) fn handle_command(&mut self, now: Instant, command: Command) {
        if let Command::GetStatistics { request } = command {
            self.asked.push(request);
            return;
        }
        if self.life != Life::Open {
            return;
        }
        match command {
            Command::GetStatistics { .. } => {}
            Command::SetIceConfiguration(configuration) => self.gathering.configure(configuration),
            Command::AddTransport {
                transport,
                component,
                credentials,
                role,
                certificate,
            } => {
                let policy = self.gathering.policy();
                let made = Transport::new(
                    transport,
                    component,
                    credentials,
                    role,
                    policy,
                    certificate,
                    (self.random)(),
                );
                self.transports.push(made);
            }
            Command::Gather { transport } => self.gather(now, transport),
            Command::StartSctp {
                transport,
                parameters,
            } => self.data.configure(transport, parameters),
            Command::OpenChannel {
                channel,
                stream_id,
                parameters,
            } => {
                self.data.open(now, channel, stream_id, parameters);
            }
            Command::Send {
                channel,
                binary,
                data,
            } => self.data.send(now, channel, binary, data),
            Command::CloseChannel { channel } => self.data.close_channel(now, channel),
            Command::RemoveTransport { transport } => {
                self.data.forget_transport(transport);
                self.with(transport, |t| t.remove(now));
            }
            Command::Close => {
                self.last_statistics = Some(Box::new(self.statistics(now)));
                self.life = Life::Closing;
                self.data.shutdown(now);
            }
            Command::RestartIce {
                transport,
                credentials,
            } => {
                self.with(transport, |t| t.agent.restart(now, credentials));
            }
            Command::SetIceRole { transport, role } => {
                self.with(transport, |t| t.agent.set_role(now, role))
            }
            Command::SetRemoteIceParameters {
                transport,
                credentials,
                lite,
            } => {
                self.with(transport, |t| {
                    t.agent.set_remote_credentials(now, credentials, lite)
                });
            }
            Command::AddRemoteCandidate {
                transport,
                candidate,
            } => {
                self.add_remote_candidate(now, transport, candidate);
            }
            Command::RemoteEndOfCandidates { transport } => {
                self.remote_end_of_candidates(now, transport);
            }
            Command::StartDtls {
                transport,
                role,
                fingerprints,
            } => {
                self.with(transport, |t| t.start_dtls(role, fingerprints));
            }
        }
    }

    pub(crate) fn handle_input(&mut self, now: Instant, input: Input<'_>) {
        if self.life != Life::Open {
            return;
        }
        match input {
            Input::Datagram {
                socket,
                from,
                payload,
            } => {
                let Some(transport) = self.transports.iter_mut().find(|t| t.owns(socket)) else {
                    return;
                };
                transport.handle_datagram(now, socket, from, payload, &mut self.data);
            }
            Input::Interfaces(interfaces) => self.handle_interfaces(now, &interfaces),
            Input::Bound { request, result } => self.handle_bound(now, request, result),
            Input::Resolved { request, result } => self.handle_resolved(now, request, result),
            Input::TooLarge { socket, size } => {
                for transport in &mut self.transports {
                    transport.agent.note_too_large(now, socket, size);
                }
            }
            Input::SocketLost(socket) => {
                for transport in &mut self.transports {
                    transport.remove_socket(now, socket);
                }
            }
        }
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        for transport in &mut self.transports {
            transport.handle_timeout(now);
        }
        self.data.handle_timeout(now);
    }

    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        let transports = self.transports.iter().filter_map(Transport::poll_timeout);
        transports.chain(self.data.poll_timeout()).min()
    }

    /// Drains everything there is, up to a burst of data; then `poll_timeout` says that there is more.
    pub(crate) fn poll_output(&mut self, now: Instant, outlet: &mut dyn Outlet) {
        self.data.refill(self.life == Life::Closing);
        self.drain(now, outlet);
        if self.life == Life::Closing {
            self.life = Life::Closed;
            self.transports.iter_mut().for_each(Transport::close);
        }
        self.bury(now, outlet);
        for request in std::mem::take(&mut self.asked) {
            outlet.event(Event::Statistics {
                request,
                statistics: Box::new(self.statistics(now)),
            });
        }
    }

    fn drain(&mut self, now: Instant, outlet: &mut dyn Outlet) {
        loop {
            let mut more = self
                .data
                .drain(now, outlet, &mut self.transports, &mut self.random);
            for transport in &mut self.transports {
                more |= transport.drain(now, outlet, &mut self.data);
            }
            more |= self.gathering.drain(outlet);
            if !more {
                break;
            }
        }
    }

    /// Drops the transports that were closed, once their last datagrams are out.
    fn bury(&mut self, now: Instant, outlet: &mut dyn Outlet) {
        if !self.transports.iter().any(Transport::is_closed) {
            return;
        }
        self.drain(now, outlet);
        for transport in self
            .transports
            .extract_if(.., |transport| transport.is_closed())
        {
            self.gathering
                .forget(transport.id, transport.into_sockets());
        }
        self.gathering.drain(outlet);
    }

    fn with(&mut self, id: TransportId, action: impl FnOnce(&mut Transport)) {
        match self.transports.iter_mut().find(|t| t.id == id) {
            Some(transport) => action(transport),
            None => log::debug!("a command names the transport {}, which is gone", id.0),
        }
    }
}
