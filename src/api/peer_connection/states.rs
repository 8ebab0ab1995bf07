//! The aggregated states, derived as the tables of webrtc-pc, "State Definitions", say.

use std::collections::HashSet;
use std::sync::Arc;

use super::RTCPeerConnection;
use super::state::State;
use crate::api::dtls_transport::RTCDtlsTransport;
use crate::api::enums::{
    RTCDtlsTransportState, RTCIceConnectionState, RTCIceGathererState, RTCIceGatheringState,
    RTCIceTransportState, RTCPeerConnectionState,
};
use crate::api::event::EventType;
use crate::api::task::Steps;

impl State {
    /// "The set of transports considered": those of transceivers and that of the SCTP transport.
    pub(super) fn transports_considered(&self) -> Vec<Arc<RTCDtlsTransport>> {
        let mut transports = Vec::new();
        let mut known = HashSet::new();
        let mut add = |transport: &Arc<RTCDtlsTransport>| {
            if known.insert(Arc::as_ptr(transport)) {
                transports.push(Arc::clone(transport));
            }
        };
        for transceiver in self.transceivers.values() {
            let slots = transceiver.context.slots.lock();
            slots.transports.sender.iter().for_each(&mut add);
            slots.transports.receiver.iter().for_each(&mut add);
        }
        if let Some(sctp) = &self.sctp_transport {
            add(&sctp.transport());
        }
        transports
    }

    fn derive_ice_gathering_state(&self) -> RTCIceGatheringState {
        let transports = self.transports_considered();
        let states: Vec<_> = transports
            .iter()
            .map(|dtls| dtls.ice_transport().gathering_state())
            .collect();
        gathering_state(&states)
    }

    fn derive_ice_connection_state(&self) -> RTCIceConnectionState {
        if self.network_lost && !self.is_closed {
            return RTCIceConnectionState::Failed;
        }
        let transports = self.transports_considered();
        let states: Vec<_> = transports
            .iter()
            .map(|dtls| dtls.ice_transport().state())
            .collect();
        ice_connection_state(self.is_closed, &states)
    }

    fn derive_connection_state(&self) -> RTCPeerConnectionState {
        let transports = self.transports_considered();
        let states: Vec<_> = transports.iter().map(|dtls| dtls.state()).collect();
        connection_state(self.ice_connection_state, &states)
    }
}

impl RTCPeerConnection {
    /// Derives the gathering state; its event follows if it changed.
    pub(super) fn update_ice_gathering_state(self: &Arc<Self>, state: &mut State) -> bool {
        let new_state = state.derive_ice_gathering_state();
        std::mem::replace(&mut state.ice_gathering_state, new_state) != new_state
    }

    /// Derives the ICE connection state and with it the connection state, and fires their events in this order.
    pub(super) fn update_connection_states(self: &Arc<Self>, state: &mut State, steps: &mut Steps) {
        let new_state = state.derive_ice_connection_state();
        if std::mem::replace(&mut state.ice_connection_state, new_state) != new_state {
            steps.fire(self.event(EventType::IceConnectionStateChange));
        }
        let new_state = state.derive_connection_state();
        if std::mem::replace(&mut state.connection_state, new_state) != new_state {
            steps.fire(self.event(EventType::ConnectionStateChange));
        }
    }

    /// A task for when transports were made or dropped by signaling.
    pub(super) fn queue_update_of_states(&self) {
        self.queue_then(|connection, steps| {
            let mut state = connection.state.lock();
            if state.is_closed {
                return;
            }
            if connection.update_ice_gathering_state(&mut state) {
                steps.fire(connection.event(EventType::IceGatheringStateChange));
            }
            connection.update_connection_states(&mut state, steps);
        });
    }
}

fn gathering_state(transports: &[RTCIceGathererState]) -> RTCIceGatheringState {
    if transports.contains(&RTCIceGathererState::Gathering) {
        RTCIceGatheringState::Gathering
    } else if transports.is_empty() || transports.contains(&RTCIceGathererState::New) {
        RTCIceGatheringState::New
    } else {
        RTCIceGatheringState::Complete
    }
}

fn ice_connection_state(
    is_closed: bool,
    transports: &[RTCIceTransportState],
) -> RTCIceConnectionState {
    use RTCIceTransportState as Ice;
    let any = |wanted: &[Ice]| transports.iter().any(|state| wanted.contains(state));
    let all = |wanted: &[Ice]| transports.iter().all(|state| wanted.contains(state));
    if is_closed {
        RTCIceConnectionState::Closed
    } else if any(&[Ice::Failed]) {
        RTCIceConnectionState::Failed
    } else if any(&[Ice::Disconnected]) {
        RTCIceConnectionState::Disconnected
    } else if all(&[Ice::New, Ice::Closed]) {
        RTCIceConnectionState::New
    } else if any(&[Ice::New, Ice::Checking]) {
        RTCIceConnectionState::Checking
    } else if all(&[Ice::Completed, Ice::Closed]) {
        RTCIceConnectionState::Completed
    } else {
        RTCIceConnectionState::Connected
    }
}

fn connection_state(
    ice: RTCIceConnectionState,
    transports: &[RTCDtlsTransportState],
) -> RTCPeerConnectionState {
    use RTCDtlsTransportState as Dtls;
    let all = |wanted: &[Dtls]| transports.iter().all(|state| wanted.contains(state));
    if ice == RTCIceConnectionState::Closed {
        RTCPeerConnectionState::Closed
    } else if ice == RTCIceConnectionState::Failed || transports.contains(&Dtls::Failed) {
        RTCPeerConnectionState::Failed
    } else if ice == RTCIceConnectionState::Disconnected {
        RTCPeerConnectionState::Disconnected
    } else if ice == RTCIceConnectionState::New && all(&[Dtls::New, Dtls::Closed]) {
        RTCPeerConnectionState::New
    } else if is_connected(ice) && all(&[Dtls::Connected, Dtls::Closed]) {
        RTCPeerConnectionState::Connected
    } else {
        RTCPeerConnectionState::Connecting
    }
}

/// The table names "connected" alone; "completed" is a later form of it, and a connection would otherwise fall back to
/// "connecting" when its checks end.
fn is_connected(ice: RTCIceConnectionState) -> bool {
    matches!(
        ice,
        RTCIceConnectionState::Connected | RTCIceConnectionState::Completed
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use RTCDtlsTransportState as Dtls;
    use RTCIceTransportState as Ice;

    #[test]
    fn gathering_follows_the_table() {
        use RTCIceGathererState as Gatherer;
        assert_eq!(gathering_state(&[]), RTCIceGatheringState::New);
        for (states, expected) in [
            (
                [Gatherer::New, Gatherer::Complete],
                RTCIceGatheringState::New,
            ),
            (
                [Gatherer::New, Gatherer::Gathering],
                RTCIceGatheringState::Gathering,
            ),
            (
                [Gatherer::Complete, Gatherer::Complete],
                RTCIceGatheringState::Complete,
            ),
        ] {
            assert_eq!(gathering_state(&states), expected);
        }
    }

    #[test]
    fn the_ice_connection_follows_the_table() {
        for (states, expected) in [
            (vec![], RTCIceConnectionState::New),
            (vec![Ice::New, Ice::Closed], RTCIceConnectionState::New),
            (
                vec![Ice::New, Ice::Connected],
                RTCIceConnectionState::Checking,
            ),
            (
                vec![Ice::Completed, Ice::Checking],
                RTCIceConnectionState::Checking,
            ),
            (
                vec![Ice::Completed, Ice::Closed],
                RTCIceConnectionState::Completed,
            ),
            (
                vec![Ice::Completed, Ice::Connected],
                RTCIceConnectionState::Connected,
            ),
            (
                vec![Ice::Disconnected, Ice::New],
                RTCIceConnectionState::Disconnected,
            ),
            (
                vec![Ice::Disconnected, Ice::Failed],
                RTCIceConnectionState::Failed,
            ),
        ] {
            assert_eq!(ice_connection_state(false, &states), expected, "{states:?}");
        }
        assert_eq!(
            ice_connection_state(true, &[Ice::Failed]),
            RTCIceConnectionState::Closed
        );
    }

    #[test]
    fn the_connection_follows_the_table() {
        use RTCIceConnectionState as IceConnection;
        for (ice, dtls, expected) in [
            (IceConnection::New, vec![], RTCPeerConnectionState::New),
            (
                IceConnection::New,
                vec![Dtls::New, Dtls::Closed],
                RTCPeerConnectionState::New,
            ),
            (
                IceConnection::Checking,
                vec![Dtls::New],
                RTCPeerConnectionState::Connecting,
            ),
            (
                IceConnection::Connected,
                vec![Dtls::Connecting],
                RTCPeerConnectionState::Connecting,
            ),
            (
                IceConnection::Completed,
                vec![Dtls::Connected],
                RTCPeerConnectionState::Connected,
            ),
            (
                IceConnection::Connected,
                vec![Dtls::Failed],
                RTCPeerConnectionState::Failed,
            ),
            (
                IceConnection::Disconnected,
                vec![Dtls::Connected],
                RTCPeerConnectionState::Disconnected,
            ),
        ] {
            assert_eq!(connection_state(ice, &dtls), expected, "{ice:?} {dtls:?}");
        }
    }
}
