//! The peer's candidates: signalled (RFC 8838 section 11) and peer-reflexive (RFC 8445 section 7.3.1.3).

use std::net::{IpAddr, SocketAddr};

use super::candidate::{canonical, is_usable, same_address};
use super::session::IceSession;
use super::shared::Shared;
use super::{CandidateId, Event, RemoteCandidate};
use crate::sdp::candidate::{CandidateAttribute, CandidateProtocol, CandidateType};

/// Candidates that the peer signals for one ICE session.
pub(super) const MAX_SIGNALLED: usize = 100;
/// Candidates that it makes by sending from somewhere.
pub(super) const MAX_PEER_REFLEXIVE: usize = 32;

impl IceSession {
    /// Takes a signalled candidate, or says why it is of no use.
    pub(super) fn add_signalled(
        &mut self,
        shared: &mut Shared,
        attribute: &CandidateAttribute,
    ) -> Result<(), &'static str> {
        if attribute.protocol != CandidateProtocol::Udp {
            return Err("the protocol is not UDP");
        }
        if attribute.component != shared.component {
            return Err("it is of another component");
        }
        if let (Some(ufrag), Some(remote)) = (signalled_ufrag(attribute), &self.remote)
            && ufrag != remote.credentials.ufrag
        {
            return Err("it is of another ICE session");
        }
        let Ok(ip) = attribute.address.parse::<IpAddr>() else {
            return Err("the address is a name");
        };
        let address = canonical(SocketAddr::new(ip, attribute.port));
        if !is_usable(address) {
            return Err("nothing can be sent to the address");
        }
        if let Some(index) = self
            .remotes
            .iter()
            .position(|r| same_address(r.address, address))
        {
            self.replace(shared, index, attribute);
            return Ok(());
        }
        let signalled = |remote: &&RemoteCandidate| remote.attribute.kind != CandidateType::Prflx;
        if self.remotes.iter().filter(signalled).count() >= MAX_SIGNALLED {
            shared.counters.over_limit += 1;
            return Err("there are too many");
        }
        let id = shared.candidate_id();
        self.remotes.push(RemoteCandidate {
            id,
            address,
            attribute: attribute.clone(),
        });
        self.pair_remote(shared, id);
        Ok(())
    }

    /// A peer-reflexive candidate gives way to the signalled one, a signalled one only to a better one; pairs, their states
    /// and the selection stay.
    fn replace(&mut self, shared: &mut Shared, index: usize, attribute: &CandidateAttribute) {
        let known = &mut self.remotes[index];
        let was_learned = known.attribute.kind == CandidateType::Prflx;
        if !was_learned && known.attribute.priority >= attribute.priority {
            return;
        }
        known.attribute = attribute.clone();
        let id = known.id;
        self.recompute_priorities(shared);
        // The signalled candidate may pair with sockets that the peer's own checks did not come to.
        self.pair_remote(shared, id);
    }

    /// The candidate that a request came from, learned if need be.
    pub(super) fn learn(
        &mut self,
        shared: &mut Shared,
        from: SocketAddr,
        priority: u32,
    ) -> Option<CandidateId> {
        let same = |remote: &&RemoteCandidate| same_address(remote.address, from);
        if let Some(remote) = self.remotes.iter().find(same) {
            return Some(remote.id);
        }
        let learned = |remote: &&RemoteCandidate| remote.attribute.kind == CandidateType::Prflx;
        if self.remotes.iter().filter(learned).count() >= MAX_PEER_REFLEXIVE {
            shared.counters.over_limit += 1;
            // A peer whose NAT forgets it now and then would come to the end of any bound.
            let unused = |remote: &&RemoteCandidate| learned(remote) && !self.is_in_use(remote.id);
            let oldest = self.remotes.iter().find(unused)?.id;
            self.remove_remote(oldest);
        }
        let id = shared.candidate_id();
        let attribute = CandidateAttribute {
            // RFC 8445 section 7.3.1.3: an arbitrary one, different from all others.
            foundation: format!("prflx{}", id.0),
            component: shared.component,
            protocol: CandidateProtocol::Udp,
            priority,
            address: from.ip().to_string(),
            port: from.port(),
            kind: CandidateType::Prflx,
            related: None,
            tcp_type: None,
            extensions: Vec::new(),
        };
        shared.event(Event::RemoteCandidate(attribute.clone()));
        self.remotes.push(RemoteCandidate {
            id,
            address: from,
            attribute,
        });
        Some(id)
    }

    fn is_in_use(&self, remote: CandidateId) -> bool {
        self.pairs
            .iter()
            .any(|pair| pair.remote == remote && pair.is_valid())
    }
}

/// RFC 8838 section 4: the ICE session that a candidate belongs to, if it says so.
pub(super) fn signalled_ufrag(attribute: &CandidateAttribute) -> Option<&str> {
    let mut extensions = attribute.extensions.iter();
    let (_, ufrag) = extensions.find(|(key, _)| key == "ufrag")?;
    Some(ufrag)
}
