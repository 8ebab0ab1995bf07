//! webrtc-pc, "close the connection".

use super::RTCPeerConnection;
use super::operations_chain::aborted;
use super::state::State;
use crate::api::enums::{
    RTCDataChannelState, RTCDtlsTransportState, RTCIceConnectionState, RTCIceTransportState,
    RTCPeerConnectionState, RTCSctpTransportState,
};
use crate::api::task::Steps;
use crate::negotiation::SignalingState;
use crate::session::Command;

impl RTCPeerConnection {
    /// `close()`. When it returns every getter says closed, and no event follows. Promises that are still open are rejected
    /// with an AbortError in a task.
    pub(crate) fn close(&self) {
        let mut state = self.state.lock();
        self.close_the_connection(&mut state);
    }

    fn close_the_connection(&self, state: &mut State) {
        if state.is_closed {
            return;
        }
        state.is_closed = true;
        self.silenced.begin();
        state.negotiation.signaling_state = SignalingState::Closed;
        state.pool = None;
        state.stop_all();
        for channel in std::mem::take(&mut state.data_channels).into_values() {
            channel.slots.lock().enter(RTCDataChannelState::Closed);
            state.statistics.keep_channel(&channel);
        }
        if let Some(sctp) = &state.sctp_transport {
            sctp.slots.lock().state = RTCSctpTransportState::Closed;
        }
        for transport in &state.transports {
            transport.dtls.slots.lock().state = RTCDtlsTransportState::Closed;
            let mut ice = transport.dtls.ice_transport().slots.lock();
            ice.state = RTCIceTransportState::Closed;
            ice.selected_pair = None;
        }
        // SCTP abort, close_notify and the end of the ICE agent.
        self.link.send(Command::Close);
        state.ice_connection_state = RTCIceConnectionState::Closed;
        state.connection_state = RTCPeerConnectionState::Closed;
        let mut steps = Steps::default();
        for operation in state.operations.drain(..) {
            steps.call(operation.settled(Err(aborted())));
        }
        state.identity.close(&mut steps);
        if !steps.is_empty() {
            self.queue_steps(steps);
        }
    }
}

impl State {
    /// "Stop the RTCRtpTransceiver" for each that is not stopped. The tracks of receivers are seen as ended at once; their events
    /// follow, because tracks outlive connections.
    fn stop_all(&mut self) {
        for object in self.collect_active() {
            let mut slots = object.context.slots.lock();
            let was_stopping = slots.transceiver.stopping;
            slots.stop();
            if let Some(transceiver) = self.negotiation.transceiver_mut(object.key()) {
                transceiver.clone_from(&slots.transceiver);
            }
            drop(slots);
            if !was_stopping {
                object.receiver().track().source().end_now();
            }
        }
    }
}

impl Drop for RTCPeerConnection {
    fn drop(&mut self) {
        self.close();
        self.abort_stats();
    }
}
