//! One ICE session: from new local credentials to the next restart (RFC 8445 section 9).

use std::collections::{HashSet, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::checks::CheckTransaction;
use super::consent::Consent;
use super::gathering::Gatherer;
use super::pair::CandidatePair;
use super::remotes::signalled_ufrag;
use super::requests::EarlyCheck;
use super::shared::Shared;
use super::{CandidateId, Credentials, PairId, RemoteCandidate, Role};
use crate::transport::SocketId;

/// Ta, RFC 8445 section 14.2: between two new transactions.
pub(super) const TA: Duration = Duration::from_millis(50);

/// What the peer's description said.
#[derive(Clone, Debug)]
pub(super) struct RemoteParameters {
    pub(super) credentials: Credentials,
    pub(super) lite: bool,
}

/// By what names a session went.
pub(super) struct FormerParameters {
    local: Credentials,
    remote_ufrag: Option<String>,
}

pub(super) struct IceSession {
    pub(super) gatherer: Gatherer,
    pub(super) local: Credentials,
    /// The parameters of the session before. A peer that restarts too may pair its new candidates with what it has of us
    /// until it knows of ours, and stay with those pairs, because our addresses have not changed. Chromium does.
    pub(super) former: Option<FormerParameters>,
    pub(super) remote: Option<RemoteParameters>,
    /// The peer has restarted, and our new credentials have not come yet.
    pub(super) peer_restarted: bool,
    pub(super) remotes: Vec<RemoteCandidate>,
    pub(super) remote_complete: bool,
    pub(super) pairs: Vec<CandidatePair>,
    pub(super) triggered: VecDeque<PairId>,
    pub(super) transactions: Vec<CheckTransaction>,
    pub(super) early: VecDeque<EarlyCheck>,
    /// Whom we know to be the peer: its authenticated check was answered, or it answered ours.
    pub(super) validated: HashSet<(SocketId, SocketAddr)>,
    /// No new transaction before this.
    pub(super) paced_until: Option<Instant>,
    /// The nominated pair in use.
    pub(super) selected: Option<PairId>,
    pub(super) selected_at: Option<Instant>,
    /// The pair whose check with USE-CANDIDATE is under way.
    pub(super) nominating: Option<PairId>,
    /// How long to wait for a better pair than the best valid one.
    pub(super) nomination_grace: Option<Instant>,
    /// The pair that carries data, and whether the peer still answers on it.
    pub(super) consent: Option<Consent>,
    /// Where and how large a probe was that the peer has just answered.
    pub(super) acknowledged_probe: Option<((SocketId, SocketAddr), u16)>,
    /// RFC 8863: no failure before this.
    pub(super) patience_until: Option<Instant>,
    pub(super) failed: bool,
    /// How often a request of the peer made us change our role.
    pub(super) role_changes: u32,
}

impl IceSession {
    pub(super) fn new(local: Credentials) -> Self {
        Self {
            gatherer: Gatherer::default(),
            local,
            former: None,
            remote: None,
            peer_restarted: false,
            remotes: Vec::new(),
            remote_complete: false,
            pairs: Vec::new(),
            triggered: VecDeque::new(),
            transactions: Vec::new(),
            early: VecDeque::new(),
            validated: HashSet::new(),
            paced_until: None,
            selected: None,
            selected_at: None,
            nominating: None,
            nomination_grace: None,
            consent: None,
            acknowledged_probe: None,
            patience_until: None,
            failed: false,
            role_changes: 0,
        }
    }

    pub(super) fn pair(&self, id: PairId) -> Option<&CandidatePair> {
        self.pairs.iter().find(|pair| pair.id == id)
    }

    pub(super) fn pair_mut(&mut self, id: PairId) -> Option<&mut CandidatePair> {
        self.pairs.iter_mut().find(|pair| pair.id == id)
    }

    pub(super) fn pair_on(&self, socket: SocketId, remote: SocketAddr) -> Option<&CandidatePair> {
        self.pairs
            .iter()
            .find(|pair| pair.path() == (socket, remote))
    }

    pub(super) fn remote_candidate(&self, id: CandidateId) -> Option<&RemoteCandidate> {
        self.remotes.iter().find(|remote| remote.id == id)
    }

    /// The credentials of ours that a request with these names uses, if it is one of this session.
    pub(super) fn credentials_for(&self, local: &str, remote: &str) -> Option<&Credentials> {
        if self.local.ufrag == local {
            return Some(&self.local);
        }
        let former = self.former.as_ref().filter(|it| it.local.ufrag == local)?;
        // With the peer's former name too it is one of the session before.
        let is_new =
            self.remote_ufrag() == Some(remote) && former.remote_ufrag.as_deref() != Some(remote);
        is_new.then_some(&former.local)
    }

    /// What the peer calls us on a pair.
    pub(super) fn own_ufrag(&self, pair: &CandidatePair) -> &str {
        match &self.former {
            Some(former) if pair.by_former_name => &former.local.ufrag,
            _ => &self.local.ufrag,
        }
    }

    /// What the session after this one knows as its former parameters.
    pub(super) fn parameters(&self) -> FormerParameters {
        FormerParameters {
            local: self.local.clone(),
            remote_ufrag: self.remote_ufrag().map(str::to_owned),
        }
    }

    fn remote_ufrag(&self) -> Option<&str> {
        Some(&self.remote.as_ref()?.credentials.ufrag)
    }

    pub(super) fn is_lite(&self) -> bool {
        self.remote.as_ref().is_some_and(|remote| remote.lite)
    }

    /// The pair that data is sent on.
    pub(super) fn active_pair(&self) -> Option<&CandidatePair> {
        self.pair(self.consent.as_ref()?.pair)
    }

    pub(super) fn is_suspect(&self) -> bool {
        self.consent.as_ref().is_some_and(|consent| consent.suspect)
    }

    /// A pair is selected and works: nothing but consent and the peer's own checks is left to do.
    pub(super) fn is_settled(&self) -> bool {
        self.selected.is_some() && !self.is_suspect()
    }

    /// Takes over the peer's parameters; there are none yet.
    pub(super) fn set_remote(&mut self, shared: &mut Shared, now: Instant, new: RemoteParameters) {
        if new.lite {
            // RFC 8445 section 6.1.1: of a full and a lite agent the full one controls.
            self.switch_role(shared, Role::Controlling);
        }
        let ufrag = new.credentials.ufrag.clone();
        self.remote = Some(new);
        // What came before them was taken on trust.
        let strangers: Vec<CandidateId> = self
            .remotes
            .iter()
            .filter(|known| signalled_ufrag(&known.attribute).is_some_and(|u| u != ufrag))
            .map(|known| known.id)
            .collect();
        for stranger in strangers {
            self.remove_remote(stranger);
        }
        self.replay_early_checks(shared, now);
    }

    /// RFC 8445 section 7.3.1.1: with the role the priorities of all pairs change.
    pub(super) fn switch_role(&mut self, shared: &mut Shared, role: Role) {
        if shared.role == role {
            return;
        }
        shared.switch_role(role);
        self.nominating = None;
        self.recompute_priorities(shared);
    }

    /// Sends what may be sent now.
    pub(super) fn pump(&mut self, shared: &mut Shared, now: Instant) {
        if self.failed {
            return;
        }
        self.consider_nomination(shared, now);
        while self.paced_until.is_none_or(|until| until <= now) {
            let Some(id) = self.take_next_check() else {
                break;
            };
            self.send_check(shared, now, id, false);
        }
    }

    pub(super) fn handle_timeout(&mut self, shared: &mut Shared, now: Instant) {
        if self.failed {
            return;
        }
        self.retransmit_checks(shared, now);
        self.handle_consent_timeout(shared, now);
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        if self.failed {
            return None;
        }
        let pacing = self.has_next_check().then_some(self.paced_until).flatten();
        let checks = self.transactions.iter().map(CheckTransaction::deadline);
        let consent = self.consent.as_ref().and_then(|consent| {
            let pair = self.pair(consent.pair)?;
            Some(consent.deadline(pair))
        });
        checks
            .chain(pacing)
            .chain(consent)
            .chain(self.nomination_grace)
            .min()
    }

    /// Every pair was checked and none works.
    pub(super) fn is_exhausted(&self) -> bool {
        !self
            .pairs
            .iter()
            .any(|pair| pair.is_valid() || (pair.is_pending() && !pair.has_failed))
    }

    /// Stops for good; what is known stays for statistics.
    pub(super) fn fail(&mut self) {
        self.failed = true;
        self.consent = None;
        self.selected = None;
        self.nominating = None;
        self.triggered.clear();
        self.transactions.clear();
        self.early.clear();
        self.validated.clear();
    }

    pub(super) fn remove_remote(&mut self, id: CandidateId) {
        self.remotes.retain(|remote| remote.id != id);
        self.remove_pairs(|pair| pair.remote == id);
    }

    pub(super) fn remove_socket(&mut self, socket: SocketId) {
        self.gatherer.remove_socket(socket);
        self.remove_pairs(|pair| pair.socket == socket);
        self.validated.retain(|(s, _)| *s != socket);
        self.early.retain(|early| early.socket != socket);
    }

    fn remove_pairs(&mut self, gone: impl Fn(&CandidatePair) -> bool) {
        let gone: Vec<PairId> = self
            .pairs
            .iter()
            .filter(|pair| gone(pair))
            .map(|pair| pair.id)
            .collect();
        for id in gone {
            self.remove_pair(id);
        }
    }
}
