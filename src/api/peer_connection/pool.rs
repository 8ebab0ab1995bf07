//! The ICE candidate pool (RFC 9429 section 3.5.4).

use std::sync::Arc;

use super::RTCPeerConnection;
use super::state::{CertificateSlot, State};
use crate::api::environment::EnvironmentRandom;
use crate::negotiation::IceCredentials;
use crate::session::{Command, Credentials, Event, IceRole, TransportId};

/// Transports of the pool are named apart from those that descriptions make.
const POOLED: u32 = 0x8000_0000;

/// A transport that gathers before a description wants it. Its events wait until one does ("[[EarlyCandidates]]").
pub(super) struct PooledTransport {
    pub(super) id: TransportId,
    pub(super) credentials: IceCredentials,
    pub(super) early: Vec<Event>,
}

impl RTCPeerConnection {
    /// Brings the pool to the size that the configuration asks for. Without media one transport is all that can be used.
    pub(super) fn update_pool(&self, state: &mut State) {
        if state.is_closed || state.set_local_description_called {
            return;
        }
        let wanted = state.configuration.ice_candidate_pool_size > 0;
        match (&state.pool, wanted) {
            (None, true) => self.fill_pool(state),
            (Some(_), false) => self.discard_pool(state),
            (None, false) | (Some(_), true) => {}
        }
    }

    fn fill_pool(&self, state: &mut State) {
        let CertificateSlot::Ready(certificate) = &state.certificate else {
            return;
        };
        let mut random = EnvironmentRandom(Arc::clone(&self.environment));
        let credentials = IceCredentials::generate(&mut random);
        state.last_pooled_transport += 1;
        let transport = TransportId(POOLED | state.last_pooled_transport);
        self.link.send(Command::AddTransport {
            transport,
            component: 1,
            credentials: session_credentials(&credentials),
            role: IceRole::Controlling,
            certificate: Arc::clone(certificate.certificate()),
        });
        self.link.send(Command::Gather { transport });
        state.negotiation.credentials_pool = vec![credentials.clone()];
        state.pool = Some(PooledTransport {
            id: transport,
            credentials,
            early: Vec::new(),
        });
    }

    /// "Any existing pooled candidates will be discarded."
    pub(super) fn discard_pool(&self, state: &mut State) {
        if let Some(pooled) = state.pool.take() {
            state.negotiation.credentials_pool.clear();
            self.link.send(Command::RemoveTransport {
                transport: pooled.id,
            });
        }
    }
}

pub(super) fn session_credentials(credentials: &IceCredentials) -> Credentials {
    Credentials {
        ufrag: credentials.ufrag.clone(),
        pwd: credentials.pwd.clone(),
    }
}

/// The transport that an event belongs to.
pub(super) fn transport_of(event: &Event) -> Option<TransportId> {
    match event {
        Event::IceGatheringStateChange { transport, .. }
        | Event::LocalCandidate { transport, .. }
        | Event::IceCandidateError { transport, .. }
        | Event::IceStateChange { transport, .. }
        | Event::IceRoleChange { transport, .. }
        | Event::DtlsStateChange { transport, .. }
        | Event::IceStatisticsEnded { transport, .. } => Some(*transport),
        Event::SctpConnected { .. }
        | Event::SctpClosed { .. }
        | Event::ChannelIncoming { .. }
        | Event::ChannelOpen { .. }
        | Event::Message { .. }
        | Event::BufferedAmountDecrease { .. }
        | Event::ChannelClosing { .. }
        | Event::ChannelClosed { .. }
        | Event::Statistics { .. }
        | Event::TransportStatisticsEnded { .. } => None,
    }
}
