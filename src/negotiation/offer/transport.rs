//! What an offer says of a transport.

use std::collections::BTreeMap;

use crate::random::Random;
use crate::sdp::Setup;

use super::super::section::TransportLines;
use super::super::state::{IceCredentials, NegotiationState};
use super::super::topology::TransportKey;
use super::OfferOptions;
use super::layout::Layout;

impl NegotiationState {
    /// What is said of each transport, by the section that describes it.
    pub(super) fn offer_transports(
        &mut self,
        layout: &Layout,
        options: &OfferOptions,
        random: &mut dyn Random,
    ) -> BTreeMap<usize, TransportLines> {
        let mut transports = BTreeMap::new();
        for (index, key) in layout.carriers() {
            transports.insert(index, self.offer_transport(key, layout, options, random));
        }
        transports
    }

    fn offer_transport(
        &mut self,
        key: Option<TransportKey>,
        layout: &Layout,
        options: &OfferOptions,
        random: &mut dyn Random,
    ) -> TransportLines {
        let credentials = self.offer_credentials(key, layout, options, random);
        let gathered = key
            .map(|key| self.gathered(key, &credentials))
            .unwrap_or_default();
        TransportLines {
            credentials,
            fingerprints: self.fingerprints.clone(),
            setup: Setup::Actpass,
            rtcp: false,
            rtcp_mux: false,
            gathered,
        }
    }

    /// The credentials stay unless ICE is to restart (RFC 9429 sections 5.2.2 and 5.2.3.1). A transport that is new takes those
    /// of the others.
    fn offer_credentials(
        &mut self,
        key: Option<TransportKey>,
        layout: &Layout,
        options: &OfferOptions,
        random: &mut dyn Random,
    ) -> IceCredentials {
        let local = |key: TransportKey| self.links.get(&key)?.local.clone();
        let own = key.and_then(local);
        let present = own.or_else(|| layout.known_transports().find_map(local));
        let Some(present) = present else {
            return self.propose_credentials(false, random);
        };
        let restart = options.ice_restart
            || self.needs_ice_restart
            || self.credentials_to_replace.contains(&present);
        match restart {
            true => self.propose_credentials(true, random),
            false => present,
        }
    }
}
