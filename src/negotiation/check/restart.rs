//! ICE restarts (RFC 9429 section 5.10).

use super::super::description::Description;
use super::super::error::NegotiationError;
use super::super::state::{IceCredentials, section_credentials};
use super::super::topology::{Bundles, Topology, TransportKey, parameters_of};
use super::Check;

impl Check<'_> {
    /// The answer restarts ICE if the offer did. One that does so by itself is of another end, to which the call was handed over: RFC
    /// 8839 does not let a peer do that, but browsers take it.
    pub(super) fn restarts_match(&self, answered: &Topology) -> Result<(), NegotiationError> {
        for (index, section) in answered.sections.iter().enumerate() {
            if section.is_rejected() || section.carrier != index {
                continue;
            }
            if let Some(key) = self.state.latest_topology().transport_of(&section.mid) {
                self.restart_matches(index, key)?;
            }
        }
        Ok(())
    }

    fn restart_matches(&self, index: usize, key: TransportKey) -> Result<(), NegotiationError> {
        let Some(link) = self.state.links.get(&key) else {
            return Ok(());
        };
        let (Some(ours), Some(before)) = (self.settled_local(key), self.settled_remote(key)) else {
            return Ok(());
        };
        let parameters = parameters_of(self.sdp, &self.bundles, index);
        let answered = section_credentials(self.sdp, parameters);
        let restarts = link.local.as_ref() != Some(&ours);
        let line = self.line_of(parameters, "ice-ufrag");
        match restarts && answered.as_ref() == Some(&before) {
            true => Err(NegotiationError::invalid(
                line,
                "the offer restarts ICE and the answer does not",
            )),
            false => Ok(()),
        }
    }

    /// Our credentials for a transport as of the last answer.
    fn settled_local(&self, key: TransportKey) -> Option<IceCredentials> {
        self.settled(self.state.current_local.as_ref()?, key)
    }

    /// Those of the peer.
    fn settled_remote(&self, key: TransportKey) -> Option<IceCredentials> {
        self.settled(self.state.current_remote.as_ref()?, key)
    }

    fn settled(&self, description: &Description, key: TransportKey) -> Option<IceCredentials> {
        let sdp = description.sdp();
        let topology = &self.state.topology;
        let index = topology
            .carriers()
            .find(|carried| carried.key == key)?
            .index;
        sdp.media.get(index)?;
        let bundles = Bundles::of(sdp, &topology.mids());
        section_credentials(sdp, parameters_of(sdp, &bundles, index))
    }
}
