//! DTLS (RFC 6347) over datagrams, with the certificate fingerprint checked before anything passes.
//!
//! Sans-IO: `handle_*` changes the state, `poll_*` says what is to be sent, what happened and when to call again.

mod certificate;
mod early;
mod event;
mod fingerprint;
mod idle;
#[cfg(test)]
mod openssl_program;
mod retransmission;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(crate) use certificate::{Certificate, CertificateError, DEFAULT_LIFETIME, KeyAlgorithm};
pub(crate) use event::{Connected, DtlsError, ErrorKind, Event, SendError};
pub(crate) use fingerprint::{Fingerprint, HashAlgorithm};

use crate::sys::openssl::{Connection, Failure, ReadOutcome};
use early::Early;
use fingerprint::Expected;
use idle::Idle;
use retransmission::Retransmission;

/// Which side of the handshake, from `a=setup`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// `active`: sends the ClientHello.
    Client,
    /// `passive`.
    Server,
}

enum State {
    /// Not started: the role and the peer's fingerprints are not known yet.
    New,
    Handshaking {
        connection: Connection,
        retransmission: Retransmission,
        early: Early,
    },
    Connected {
        connection: Connection,
        idle: Idle,
    },
    /// Closed or failed; the connection stays until its last record is out.
    Ended(Option<Connection>),
}

/// One DTLS association.
pub(crate) struct Dtls {
    certificate: Arc<Certificate>,
    mtu: usize,
    rtt: Option<Duration>,
    state: State,
    events: VecDeque<Event>,
}

impl Dtls {
    /// An association that waits for `start`. No datagram of the handshake will be larger than `mtu`, which leaves out the headers
    /// of IP and UDP.
    pub(crate) fn new(certificate: Arc<Certificate>, mtu: usize) -> Self {
        Self {
            certificate,
            mtu,
            rtt: None,
            state: State::New,
            events: VecDeque::new(),
        }
    }

    /// Tells the round-trip time, for the first retransmission of flights that begin later.
    pub(crate) fn set_round_trip_time(&mut self, rtt: Duration) {
        self.rtt = Some(rtt);
    }

    /// Begins the handshake. The peer must prove to have a certificate with one of `fingerprints`. Only the first call counts.
    pub(crate) fn start(&mut self, now: Instant, role: Role, fingerprints: &[Fingerprint]) {
        if !matches!(self.state, State::New) {
            return;
        }
        let expected = Expected::new(fingerprints);
        let verifier = Box::new(move |chain: &[Vec<u8>]| {
            chain.first().is_some_and(|leaf| expected.matches(leaf))
        });
        let connection = self
            .certificate
            .context()
            .and_then(|context| Connection::new(context, role == Role::Server, self.mtu, verifier));
        match connection {
            Ok(connection) => {
                self.state = State::Handshaking {
                    connection,
                    retransmission: Retransmission::default(),
                    early: Early::default(),
                };
                self.handshake(now, &[], &mut |_| {});
            }
            Err(errors) => {
                self.state = State::Ended(None);
                self.events
                    .push_back(Event::Failed(DtlsError::local(&errors)));
            }
        }
    }

    /// Takes a datagram from the peer. `received` gets application data, once the peer's fingerprint has been verified; this can be
    /// in the very call that completes the handshake, before `Event::Connected` has been polled.
    pub(crate) fn handle_datagram(
        &mut self,
        now: Instant,
        datagram: &[u8],
        received: &mut dyn FnMut(&[u8]),
    ) {
        if datagram.is_empty() {
            return;
        }
        match &mut self.state {
            State::Handshaking { early, .. } => {
                let datagram = early.sort_out(datagram);
                if !datagram.is_empty() {
                    self.handshake(now, &datagram, received);
                }
            }
            State::Connected { idle, .. } => {
                idle.handle_datagram(now);
                self.read(datagram, received);
            }
            State::New | State::Ended(_) => {}
        }
    }

    /// How much longer a record of application data is than the data, at most.
    pub(crate) fn overhead(&self) -> usize {
        match &self.state {
            State::Connected { connection, .. } | State::Ended(Some(connection)) => {
                connection.overhead()
            }
            _ => Connection::LARGEST_OVERHEAD,
        }
    }

    /// Appends exactly one record with `data` to `out`.
    pub(crate) fn send(&mut self, data: &[u8], out: &mut Vec<u8>) -> Result<(), SendError> {
        let State::Connected { connection, idle } = &mut self.state else {
            return Err(SendError::NotConnected);
        };
        if data.is_empty() || data.len() > connection.max_plaintext() {
            return Err(SendError::Size {
                max: connection.max_plaintext(),
            });
        }
        idle.handle_send();
        connection
            .write(data, out)
            .map_err(|failure| SendError::Failed(failure.reason))
    }

    /// Appends the next datagram of the handshake, or alert, to `out`; false when there is none.
    pub(crate) fn poll_transmit(&mut self, out: &mut Vec<u8>) -> bool {
        match &mut self.state {
            State::New | State::Ended(None) => false,
            State::Handshaking { connection, .. } | State::Connected { connection, .. } => {
                connection.transmit(self.mtu, out)
            }
            State::Ended(ended) => {
                let transmitted = ended
                    .as_mut()
                    .is_some_and(|connection| connection.transmit(self.mtu, out));
                if !transmitted {
                    *ended = None;
                }
                transmitted
            }
        }
    }

    /// When to call `handle_timeout`.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::Handshaking { retransmission, .. } => retransmission.deadline(),
            State::Connected { idle, .. } => idle.deadline(),
            State::New | State::Ended(_) => None,
        }
    }

    /// Sends the last flight again if its time has come (RFC 6347 section 4.2.4); gives memory back if nothing happens.
    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        match &mut self.state {
            State::Handshaking {
                connection,
                retransmission,
                ..
            } => {
                if retransmission.expire(now) {
                    connection.retransmit();
                }
            }
            State::Connected { connection, idle } => {
                if idle.expire(now) {
                    connection.release_buffers();
                }
            }
            State::New | State::Ended(_) => {}
        }
    }

    /// What happened.
    pub(crate) fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// Queues close_notify. What the peer sends from here on is ignored.
    pub(crate) fn close(&mut self) {
        self.state = match std::mem::replace(&mut self.state, State::Ended(None)) {
            State::Handshaking { mut connection, .. } | State::Connected { mut connection, .. } => {
                connection.shutdown();
                State::Ended(Some(connection))
            }
            State::New => State::Ended(None),
            ended @ State::Ended(_) => ended,
        };
    }

    /// Keys for another protocol (RFC 5705, without context), as DTLS-SRTP wants them. False unless connected.
    #[cfg_attr(not(test), expect(dead_code, reason = "SRTP takes its keys from here"))]
    pub(crate) fn export_keying_material(&self, label: &str, out: &mut [u8]) -> bool {
        match &self.state {
            State::Connected { connection, .. } => connection
                .session()
                .export_keying_material(out, label, None)
                .is_ok(),
            _ => false,
        }
    }

    fn handshake(&mut self, now: Instant, datagram: &[u8], received: &mut dyn FnMut(&[u8])) {
        let State::Handshaking {
            connection,
            retransmission,
            ..
        } = &mut self.state
        else {
            return;
        };
        match connection.handshake(datagram) {
            Ok(false) => retransmission.follow(now, connection.flight(), self.rtt),
            Ok(true) => self.connected(now, received),
            Err(failure) => self.fail(failure),
        }
    }

    fn connected(&mut self, now: Instant, received: &mut dyn FnMut(&[u8])) {
        if let State::Handshaking {
            mut connection,
            early,
            ..
        } = std::mem::replace(&mut self.state, State::Ended(None))
        {
            self.events
                .push_back(Event::Connected(Connected::of(&mut connection)));
            self.state = State::Connected {
                connection,
                idle: Idle::new(now),
            };
            self.read(&early.into_data(), received);
        }
    }

    fn read(&mut self, datagram: &[u8], received: &mut dyn FnMut(&[u8])) {
        let State::Connected { connection, .. } = &mut self.state else {
            return;
        };
        match connection.read(datagram, received) {
            Ok(ReadOutcome::Open) => {}
            Ok(ReadOutcome::Closed) => {
                // RFC 5246 section 7.2.1: answer with a close_notify of one's own.
                self.close();
                self.events.push_back(Event::Closed);
            }
            Err(failure) => self.fail(failure),
        }
    }

    fn fail(&mut self, failure: Failure) {
        self.state = match std::mem::replace(&mut self.state, State::Ended(None)) {
            State::Handshaking { connection, .. } | State::Connected { connection, .. } => {
                State::Ended(Some(connection))
            }
            other => other,
        };
        self.events
            .push_back(Event::Failed(DtlsError::new(failure)));
    }
}
