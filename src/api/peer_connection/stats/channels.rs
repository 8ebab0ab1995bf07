//! "peer-connection" and "data-channel".

use std::collections::VecDeque;
use std::sync::atomic::Ordering;

use super::{Gatherer, Statistics};
use crate::api::data_channel::{ChannelTraffic, RTCDataChannel};
use crate::api::enums::RTCDataChannelState;
use crate::api::peer_connection::RTCPeerConnection;
use crate::api::stats::{
    RTCDataChannelStats, RTCPeerConnectionStats, RTCStats, RTCStatsType, StatsDetail,
};
use crate::api::task::Steps;
use crate::session::ChannelKey;

/// Channels that are closed stay visible, but a peer can open and close them without end: so many, with names of so many bytes.
const MAX_CLOSED: usize = 256;
const MAX_CLOSED_NAMES: usize = 64 * 1024;

/// What is left of channels that are closed, the oldest first.
#[derive(Default)]
pub(super) struct ClosedChannels {
    channels: VecDeque<ClosedChannel>,
    /// Of the labels and protocols.
    bytes: usize,
    /// Those that there was no room for any more, until they were told of.
    gone: Vec<ClosedChannel>,
}

pub(super) struct ClosedChannel {
    key: ChannelKey,
    label: String,
    protocol: String,
    id: Option<u16>,
    traffic: ChannelTraffic,
}

impl ClosedChannel {
    fn of(channel: &RTCDataChannel) -> Self {
        let slots = channel.slots.lock();
        Self {
            key: channel.key,
            label: channel.label().to_owned(),
            protocol: channel.protocol().to_owned(),
            id: slots.id,
            traffic: slots.traffic,
        }
    }

    fn bytes(&self) -> usize {
        self.label.len() + self.protocol.len()
    }
}

impl ClosedChannels {
    fn add(&mut self, channel: ClosedChannel) {
        self.bytes += channel.bytes();
        self.channels.push_back(channel);
        while self.channels.len() > MAX_CLOSED || self.bytes > MAX_CLOSED_NAMES {
            let Some(oldest) = self.channels.pop_front() else {
                break;
            };
            self.bytes -= oldest.bytes();
            self.gone.push(oldest);
        }
    }

    pub(super) fn take_gone(&mut self) -> Vec<ClosedChannel> {
        std::mem::take(&mut self.gone)
    }
}

impl Statistics {
    /// A channel was closed; its object may go.
    pub(in crate::api::peer_connection) fn keep_channel(&mut self, channel: &RTCDataChannel) {
        self.closed_channels.add(ClosedChannel::of(channel));
    }

    /// As `keep_channel`, within a task: another channel may be deleted for it.
    pub(in crate::api::peer_connection) fn replace_channel(
        &mut self,
        channel: &RTCDataChannel,
        steps: &mut Steps,
    ) {
        self.keep_channel(channel);
        if !self.closed_channels.gone.is_empty() {
            steps.then(RTCPeerConnection::channels_ended);
        }
    }
}

impl Gatherer<'_> {
    pub(super) fn connection(&self) -> RTCStats {
        let counts = &self.state.statistics.counts;
        let detail = RTCPeerConnectionStats {
            data_channels_opened: counts.opened.load(Ordering::Relaxed),
            data_channels_closed: counts.closed.load(Ordering::Relaxed),
        };
        self.stats(
            self.id(RTCStatsType::PeerConnection, ""),
            StatsDetail::PeerConnection(detail),
        )
    }

    pub(super) fn channels(&self) -> Vec<RTCStats> {
        let closed = self.state.statistics.closed_channels.channels.iter();
        let closed = closed.map(|channel| self.closed_channel(channel));
        let channels = self.state.data_channels.values().map(|channel| {
            let state = channel.ready_state();
            self.channel(&ClosedChannel::of(channel), state)
        });
        closed.chain(channels).collect()
    }

    pub(super) fn closed_channel(&self, channel: &ClosedChannel) -> RTCStats {
        self.channel(channel, RTCDataChannelState::Closed)
    }

    fn channel(&self, channel: &ClosedChannel, state: RTCDataChannelState) -> RTCStats {
        let traffic = &channel.traffic;
        let detail = RTCDataChannelStats {
            label: channel.label.clone(),
            protocol: channel.protocol.clone(),
            data_channel_identifier: channel.id,
            state,
            messages_sent: traffic.messages_sent,
            bytes_sent: traffic.bytes_sent,
            messages_received: traffic.messages_received,
            bytes_received: traffic.bytes_received,
        };
        let name = channel.key.0.to_string();
        let id = self.id(RTCStatsType::DataChannel, &name);
        self.stats(id, StatsDetail::DataChannel(detail))
    }
}
