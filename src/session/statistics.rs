//! What webrtc-stats wants to know of the network side.

use std::time::Instant;

use super::Session;
use super::command::TransportId;
use super::vocabulary::*;

/// The network side of a connection at some moment.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statistics {
    /// When it was looked at.
    pub(crate) at: Instant,
    pub(crate) transports: Vec<TransportStatistics>,
}

/// `RTCTransportStats` with the candidates and pairs of the transport.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TransportStatistics {
    pub(crate) transport: TransportId,
    pub(crate) traffic: Traffic,
    /// Of the current ICE session.
    pub(crate) ufrag: String,
    pub(crate) dtls: DtlsStatistics,
    pub(crate) ice: IceStatistics,
    pub(crate) selected_pair: Option<PairId>,
    /// How often another pair was selected, or none any more.
    pub(crate) selected_pair_changes: u32,
}

/// What went over a transport, without ICE's own datagrams and the headers of IP and UDP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traffic {
    pub(crate) packets_sent: u64,
    pub(crate) packets_received: u64,
    pub(crate) bytes_sent: u64,
    pub(crate) bytes_received: u64,
}

/// What DTLS has come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DtlsStatistics {
    /// Once the handshake began.
    pub(crate) role: Option<DtlsRole>,
    /// Once it ended well.
    pub(crate) session: Option<DtlsSession>,
}

/// What the handshake agreed on, with the names that webrtc-stats asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DtlsSession {
    pub(crate) tls_version: &'static str,
    pub(crate) cipher: &'static str,
    pub(crate) srtp_cipher: Option<&'static str>,
}

impl Traffic {
    pub(super) fn note_sent(&mut self, len: usize) {
        self.packets_sent += 1;
        self.bytes_sent += len as u64;
    }

    pub(super) fn note_received(&mut self, len: usize) {
        self.packets_received += 1;
        self.bytes_received += len as u64;
    }
}

impl Session {
    /// What there is to know now; of a session that was closed, what there was to know then.
    pub(super) fn statistics(&self, now: Instant) -> Statistics {
        match &self.last_statistics {
            Some(last) => Statistics::clone(last),
            None => Statistics {
                at: now,
                transports: self.transports.iter().map(|t| t.statistics()).collect(),
            },
        }
    }
}
