//! What an answer says of a transport.

use std::collections::BTreeMap;

use crate::random::Random;
use crate::sdp::{SessionDescription, Setup};

use super::super::plan::DtlsRole;
use super::super::section::TransportLines;
use super::super::state::{IceCredentials, NegotiationState, fingerprint_set, section_credentials};
use super::super::topology::{Bundles, Topology, TransportKey, parameters_of};

impl NegotiationState {
    /// What is said of each transport, by the section that describes it.
    pub(super) fn answer_transports(
        &mut self,
        offer: &SessionDescription,
        topology: &Topology,
        bundles: &Bundles,
        random: &mut dyn Random,
    ) -> BTreeMap<usize, TransportLines> {
        let mut transports = BTreeMap::new();
        for (index, section) in topology.sections.iter().enumerate() {
            if section.is_rejected() || section.carrier != index {
                continue;
            }
            let parameters = parameters_of(offer, bundles, index);
            let key = self.latest_topology().transport_of(&section.mid);
            let transport = self.answer_transport(offer, parameters, key, random);
            transports.insert(index, transport);
        }
        transports
    }

    /// `parameters` is the section of the offer that describes the transport.
    fn answer_transport(
        &mut self,
        offer: &SessionDescription,
        parameters: usize,
        key: Option<TransportKey>,
        random: &mut dyn Random,
    ) -> TransportLines {
        let credentials = self.answer_credentials(offer, parameters, key, random);
        let gathered = key.map(|key| self.gathered(key, &credentials));
        TransportLines {
            gathered: gathered.unwrap_or_default(),
            credentials,
            setup: self.answer_setup(offer, parameters, key),
            rtcp: false,
            rtcp_mux: false,
            fingerprints: self.fingerprints.clone(),
        }
    }

    /// The credentials stay unless the offer restarts ICE (RFC 9429 section 5.3.2).
    fn answer_credentials(
        &mut self,
        offer: &SessionDescription,
        parameters: usize,
        key: Option<TransportKey>,
        random: &mut dyn Random,
    ) -> IceCredentials {
        let remote = section_credentials(offer, parameters);
        let link = key.and_then(|key| self.links.get(&key));
        let present = link.and_then(|link| link.local.as_ref());
        match (present, link) {
            (Some(present), Some(link)) if link.remote == remote => present.clone(),
            (present, _) => {
                let restart = present.is_some();
                self.propose_credentials(restart, random)
            }
        }
    }

    /// RFC 5763 section 5 and RFC 8842 section 5.3: active where the choice is ours; the role of a DTLS association
    /// that goes on stays.
    fn answer_setup(
        &self,
        offer: &SessionDescription,
        parameters: usize,
        key: Option<TransportKey>,
    ) -> Setup {
        let link = key.and_then(|key| self.links.get(&key));
        let continued = link.filter(|link| link.fingerprints == fingerprint_set(offer, parameters));
        match (
            offer.setup(parameters),
            continued.and_then(|link| link.dtls_role),
        ) {
            (Some(Setup::Active), _) | (_, Some(DtlsRole::Server)) => Setup::Passive,
            _ => Setup::Active,
        }
    }
}
