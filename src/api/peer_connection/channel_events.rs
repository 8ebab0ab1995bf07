//! webrtc-pc's procedures of data channels that the network starts.

use std::sync::Arc;

use super::RTCPeerConnection;
use super::state::State;
use crate::api::data_channel::{RTCDataChannel, RTCDataChannelInit, priority_of};
use crate::api::enums::{RTCDataChannelState, RTCSctpTransportState};
use crate::api::error::{Error, ErrorName, RtcErrorDetailType, RtcErrorFields};
use crate::api::event::{Event, EventDetail, EventType, Target};
use crate::api::task::Steps;
use crate::session::{ChannelKey, ChannelParameters, Command, MessageData, SctpError};

impl RTCPeerConnection {
    /// The "RTCSctpTransport connected" procedure. The network side announces each channel as open in events of their own.
    pub(super) fn sctp_connected(
        self: &Arc<Self>,
        state: &mut State,
        max_channels: u16,
        steps: &mut Steps,
    ) {
        let Some(transport) = state.sctp_transport.clone() else {
            return;
        };
        {
            let mut slots = transport.slots.lock();
            slots.state = RTCSctpTransportState::Connected;
            slots.max_channels = Some(max_channels);
        }
        let target = Target::SctpTransport(transport);
        steps.fire(Event::new(EventType::StateChange, target));
        // Before the network side's own events about these channels.
        for channel in state.data_channels.values() {
            if channel.id().is_some_and(|id| id >= max_channels) {
                let channel = Arc::clone(channel);
                steps.then(move |connection, steps| {
                    connection.unable_to_create(&channel, steps);
                });
            }
        }
    }

    /// The association ended: so did every channel on it.
    pub(super) fn sctp_closed(
        self: &Arc<Self>,
        state: &mut State,
        error: Option<SctpError>,
        steps: &mut Steps,
    ) {
        if let Some(transport) = state.sctp_transport.clone() {
            let mut slots = transport.slots.lock();
            let before = std::mem::replace(&mut slots.state, RTCSctpTransportState::Closed);
            drop(slots);
            if before != RTCSctpTransportState::Closed {
                let target = Target::SctpTransport(transport);
                steps.fire(Event::new(EventType::StateChange, target));
            }
        }
        for channel in state.data_channels.values() {
            let channel = Arc::clone(channel);
            let error = error.clone();
            steps.then(move |connection, steps| {
                connection.announce_as_closed(&channel, error.as_ref(), steps);
            });
        }
    }

    /// "Announcing a data channel instance": `datachannel` and `open` are fired in one task.
    pub(super) fn announce_instance(
        self: &Arc<Self>,
        state: &mut State,
        key: ChannelKey,
        stream_id: u16,
        parameters: ChannelParameters,
        steps: &mut Steps,
    ) {
        if !state.stream_ids.insert(stream_id) {
            log::debug!("the peer opened a data channel with the id {stream_id}, which is in use");
            self.link.send(Command::CloseChannel { channel: key });
            return;
        }
        let init = RTCDataChannelInit {
            ordered: parameters.ordered,
            max_packet_life_time: parameters.max_packet_life_time,
            max_retransmits: parameters.max_retransmits,
            protocol: parameters.protocol,
            negotiated: false,
            id: None,
            priority: priority_of(parameters.priority),
        };
        let channel = RTCDataChannel::create(
            self.channel_context(),
            key,
            parameters.label,
            init,
            Some(stream_id),
        );
        state.data_channels.insert(key, Arc::clone(&channel));
        {
            let mut slots = channel.slots.lock();
            slots.opened = true;
            // Sending is possible within the datachannel event already.
            slots.enter(RTCDataChannelState::Open);
        }
        steps.fire(Event::with(
            EventType::DataChannel,
            Target::PeerConnection(Arc::clone(self)),
            EventDetail::DataChannel {
                channel: Arc::clone(&channel),
            },
        ));
        steps.then(move |_, steps| announce_as_open(&channel, steps));
    }

    pub(super) fn channel_opened(state: &State, key: ChannelKey, steps: &mut Steps) {
        if let Some(channel) = state.data_channels.get(&key)
            && channel.ready_state() == RTCDataChannelState::Connecting
        {
            announce_as_open(channel, steps);
        }
    }

    /// "Receiving messages on a data channel".
    pub(super) fn message_received(
        state: &State,
        key: ChannelKey,
        binary: bool,
        data: MessageData,
        steps: &mut Steps,
    ) {
        let Some(channel) = state.data_channels.get(&key) else {
            return;
        };
        {
            let mut slots = channel.slots.lock();
            if slots.ready_state() != RTCDataChannelState::Open {
                return;
            }
            slots.traffic.note_received(data.len() as u64);
        }
        let data = if binary { data } else { decode_utf8(data) };
        steps.fire(Event::with(
            EventType::Message,
            Target::DataChannel(Arc::clone(channel)),
            EventDetail::Message { data, binary },
        ));
    }

    pub(super) fn buffered_amount_decreased(
        state: &State,
        key: ChannelKey,
        bytes: u64,
        steps: &mut Steps,
    ) {
        let Some(channel) = state.data_channels.get(&key) else {
            return;
        };
        let mut slots = channel.slots.lock();
        let before = slots.buffered_amount;
        slots.buffered_amount = before.saturating_sub(bytes);
        let threshold = u64::from(slots.buffered_amount_low_threshold);
        let became_low = before > threshold && slots.buffered_amount <= threshold;
        drop(slots);
        if became_low {
            steps.fire(channel_event(EventType::BufferedAmountLow, channel));
        }
    }

    /// The peer began the "closing procedure".
    pub(super) fn channel_closing(state: &State, key: ChannelKey, steps: &mut Steps) {
        let Some(channel) = state.data_channels.get(&key) else {
            return;
        };
        let mut slots = channel.slots.lock();
        match slots.ready_state() {
            RTCDataChannelState::Connecting | RTCDataChannelState::Open => {
                slots.enter(RTCDataChannelState::Closing);
                drop(slots);
                steps.fire(channel_event(EventType::Closing, channel));
            }
            RTCDataChannelState::Closing | RTCDataChannelState::Closed => {}
        }
    }

    pub(super) fn channel_closed(
        state: &mut State,
        key: ChannelKey,
        error: Option<SctpError>,
        steps: &mut Steps,
    ) {
        if let Some(channel) = state.data_channels.get(&key).cloned() {
            close_channel(state, &channel, error.as_ref(), steps);
        }
    }

    /// "Announcing a data channel as closed".
    pub(super) fn announce_as_closed(
        self: &Arc<Self>,
        channel: &Arc<RTCDataChannel>,
        error: Option<&SctpError>,
        steps: &mut Steps,
    ) {
        let mut state = self.state.lock();
        if !state.is_closed {
            close_channel(&mut state, channel, error, steps);
        }
    }

    /// "Error on creating data channels".
    fn unable_to_create(self: &Arc<Self>, channel: &Arc<RTCDataChannel>, steps: &mut Steps) {
        let mut state = self.state.lock();
        if state.is_closed || channel.ready_state() == RTCDataChannelState::Closed {
            return;
        }
        forget(&mut state, channel, steps);
        steps.fire(data_channel_failure(channel));
        steps.fire(channel_event(EventType::Close, channel));
    }
}

fn close_channel(
    state: &mut State,
    channel: &Arc<RTCDataChannel>,
    error: Option<&SctpError>,
    steps: &mut Steps,
) {
    if channel.ready_state() == RTCDataChannelState::Closed {
        return;
    }
    forget(state, channel, steps);
    if let Some(error) = error {
        steps.fire(Event::with(
            EventType::Error,
            Target::DataChannel(Arc::clone(channel)),
            EventDetail::Error {
                error: sctp_failure(error),
            },
        ));
    }
    steps.fire(channel_event(EventType::Close, channel));
}

/// Sets the state to closed and frees the id.
fn forget(state: &mut State, channel: &Arc<RTCDataChannel>, steps: &mut Steps) {
    let mut slots = channel.slots.lock();
    slots.enter(RTCDataChannelState::Closed);
    if let Some(id) = slots.id {
        state.stream_ids.remove(id);
    }
    drop(slots);
    state.data_channels.remove(&channel.key);
    state.statistics.replace_channel(channel, steps);
}

/// "Announcing a data channel as open".
fn announce_as_open(channel: &Arc<RTCDataChannel>, steps: &mut Steps) {
    let mut slots = channel.slots.lock();
    match slots.ready_state() {
        RTCDataChannelState::Closing | RTCDataChannelState::Closed => return,
        RTCDataChannelState::Connecting | RTCDataChannelState::Open => {}
    }
    slots.enter(RTCDataChannelState::Open);
    drop(slots);
    steps.fire(channel_event(EventType::Open, channel));
}

fn channel_event(event_type: EventType, channel: &Arc<RTCDataChannel>) -> Event {
    Event::new(event_type, Target::DataChannel(Arc::clone(channel)))
}

/// The `error` event of a channel that could not be created.
pub(super) fn data_channel_failure(channel: &Arc<RTCDataChannel>) -> Event {
    let error = rtc_error(
        RtcErrorDetailType::DataChannelFailure,
        "the data channel could not be created: there is no stream for it".to_owned(),
    );
    Event::with(
        EventType::Error,
        Target::DataChannel(Arc::clone(channel)),
        EventDetail::Error { error },
    )
}

fn sctp_failure(error: &SctpError) -> Error {
    let mut failure = rtc_error(RtcErrorDetailType::SctpFailure, error.message.clone());
    if let Some(fields) = &mut failure.rtc {
        fields.sctp_cause_code = error.cause_code.map(i32::from);
    }
    failure
}

/// An `RTCError`: its name is OperationError.
pub(super) fn rtc_error(error_detail: RtcErrorDetailType, message: String) -> Error {
    Error {
        name: ErrorName::OperationError,
        message,
        rtc: Some(Box::new(RtcErrorFields::new(error_detail))),
    }
}

/// "UTF-8 decode": what is malformed becomes U+FFFD.
fn decode_utf8(data: MessageData) -> MessageData {
    match std::str::from_utf8(&data) {
        Ok(_) => data,
        Err(_) => {
            let text = String::from_utf8_lossy(&data).into_owned();
            data.replaced(text.into_bytes())
        }
    }
}
