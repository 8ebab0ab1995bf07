//! Candidate pairs (RFC 8445 section 6.1.2).

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::{CandidateId, Role};
use crate::transport::SocketId;

/// Names a pair for as long as its agent lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct PairId(pub(crate) u32);

/// RFC 8445 section 6.1.2.6, `RTCStatsIceCandidatePairState`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PairState {
    Frozen,
    Waiting,
    InProgress,
    Succeeded,
    Failed,
}

/// A pair of the checklist. It is on the valid list too when `valid_local` is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CandidatePair {
    pub(crate) id: PairId,
    /// The candidate whose base the checks are sent from.
    pub(crate) local: CandidateId,
    pub(crate) remote: CandidateId,
    pub(crate) socket: SocketId,
    pub(crate) remote_address: SocketAddr,
    pub(crate) priority: u64,
    pub(crate) foundation: String,
    pub(crate) state: PairState,
    /// The local candidate of the valid pair: the one that the peer sees (RFC 8445 section 7.2.5.3.2).
    pub(crate) valid_local: Option<CandidateId>,
    pub(crate) nominated: bool,
    /// The controlling peer has nominated the pair before our own check of it succeeded.
    pub(super) nominated_by_peer: bool,
    /// The peer checks the pair with our credentials of the session before, and wants to be answered as one that does.
    pub(super) by_former_name: bool,
    /// A check of the pair has failed once: what revives it does not put off the end.
    pub(super) has_failed: bool,
    /// The last response; consent to send counts from here (RFC 7675 section 5.1).
    pub(super) consent_at: Option<Instant>,
    pub(crate) statistics: PairStatistics,
}

/// `RTCIceCandidatePairStats`, as far as the pair itself knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PairStatistics {
    pub(crate) packets_sent: u64,
    pub(crate) packets_received: u64,
    pub(crate) bytes_sent: u64,
    pub(crate) bytes_received: u64,
    pub(crate) last_packet_sent: Option<Instant>,
    pub(crate) last_packet_received: Option<Instant>,
    pub(crate) total_round_trip_time: Duration,
    pub(crate) current_round_trip_time: Option<Duration>,
    pub(crate) requests_received: u64,
    pub(crate) requests_sent: u64,
    pub(crate) responses_received: u64,
    pub(crate) responses_sent: u64,
    pub(crate) consent_requests_sent: u64,
}

impl CandidatePair {
    pub(crate) fn is_valid(&self) -> bool {
        self.valid_local.is_some()
    }

    pub(super) fn path(&self) -> (SocketId, SocketAddr) {
        (self.socket, self.remote_address)
    }

    /// Whether a check may still make the pair valid.
    pub(super) fn is_pending(&self) -> bool {
        matches!(
            self.state,
            PairState::Frozen | PairState::Waiting | PairState::InProgress
        )
    }

    /// Takes the pair from the valid list, for another check.
    pub(super) fn invalidate(&mut self) {
        self.state = PairState::Waiting;
        self.valid_local = None;
        self.nominated = false;
    }

    pub(super) fn fail(&mut self) {
        self.invalidate();
        self.state = PairState::Failed;
        self.nominated_by_peer = false;
        self.has_failed = true;
    }
}

impl PairStatistics {
    pub(super) fn note_round_trip(&mut self, time: Duration) {
        self.total_round_trip_time += time;
        self.current_round_trip_time = Some(time);
    }
}

/// RFC 8445 section 5.1.2: a priority is at most this. The peer may say more.
const MAX_PRIORITY: u32 = (1 << 31) - 1;

/// RFC 8445 section 6.1.2.3: `2^32 * MIN(G,D) + 2 * MAX(G,D) + (G > D ? 1 : 0)`, G being the controlling side's.
pub(super) fn pair_priority(role: Role, local: u32, remote: u32) -> u64 {
    let (local, remote) = (local.min(MAX_PRIORITY), remote.min(MAX_PRIORITY));
    let (g, d) = match role {
        Role::Controlling => (u64::from(local), u64::from(remote)),
        Role::Controlled => (u64::from(remote), u64::from(local)),
    };
    (g.min(d) << 32) + 2 * g.max(d) + u64::from(g > d)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_compute_the_same_priority() {
        for (ours, theirs) in [(5, 7), (7, 5), (6, 6), (u32::MAX, u32::MAX)] {
            assert_eq!(
                pair_priority(Role::Controlling, ours, theirs),
                pair_priority(Role::Controlled, theirs, ours)
            );
        }
        assert_eq!(
            pair_priority(Role::Controlling, 7, 5),
            (5 << 32) + 2 * 7 + 1
        );
        assert_eq!(pair_priority(Role::Controlling, 5, 7), (5 << 32) + 2 * 7);
    }
}
