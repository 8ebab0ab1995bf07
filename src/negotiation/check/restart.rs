//! ICE restarts (RFC 9429 section 5.10).

use std::collections::HashMap;

use super::super::description::Description;
use super::super::error::NegotiationError;
use super::super::state::{IceCredentials, section_credentials};
use super::super::topology::{Bundles, Carried, Topology, TransportKey, parameters_of};
use super::Check;

impl Check<'_> {
    /// The answer restarts ICE if the offer did. One that does so by itself is of another end, to which the call was handed over: RFC
    /// 8839 does not let a peer do that, but browsers take it.
    pub(super) fn restarts_match(&self, answered: &Topology) -> Result<(), NegotiationError> {
        let (ours, theirs) = (&self.state.current_local, &self.state.current_remote);
        let (Some(ours), Some(theirs)) = (ours, theirs) else {
            return Ok(());
        };
        let (ours, theirs) = (self.settled(ours), self.settled(theirs));
        for (index, section) in answered.sections.iter().enumerate() {
            if section.is_rejected() || section.carrier != index {
                continue;
            }
            let Some(key) = self.state.latest_topology().transport_of(&section.mid) else {
                continue;
            };
            if let (Some(ours), Some(before)) = (ours.get(&key), theirs.get(&key)) {
                self.restart_matches(index, key, ours, before)?;
            }
        }
        Ok(())
    }

    /// `ours` and `before` are our credentials and the peer's as of the last answer.
    fn restart_matches(
        &self,
        index: usize,
        key: TransportKey,
        ours: &IceCredentials,
        before: &IceCredentials,
    ) -> Result<(), NegotiationError> {
        let Some(link) = self.state.links.get(&key) else {
            return Ok(());
        };
        let parameters = parameters_of(self.sdp, &self.bundles, index);
        let answered = section_credentials(self.sdp, parameters);
        let restarts = link.local.as_ref() != Some(ours);
        let line = self.line_of(parameters, "ice-ufrag");
        match restarts && answered.as_ref() == Some(before) {
            true => Err(NegotiationError::invalid(
                line,
                "the offer restarts ICE and the answer does not",
            )),
            false => Ok(()),
        }
    }

    /// The credentials that a current description gives each transport.
    fn settled(&self, description: &Description) -> HashMap<TransportKey, IceCredentials> {
        let sdp = description.sdp();
        let topology = &self.state.topology;
        let bundles = Bundles::of(sdp, &topology.mids());
        let credentials = |carried: Carried| {
            sdp.media.get(carried.index)?;
            let parameters = parameters_of(sdp, &bundles, carried.index);
            Some((carried.key, section_credentials(sdp, parameters)?))
        };
        topology.carriers().filter_map(credentials).collect()
    }
}
