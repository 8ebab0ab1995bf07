//! webrtc-pc, "Statistics Model": the stats objects of a connection.
//!
//! A request goes down to the network side, which answers with what it has counted; the report is made in the task of that
//! answer, of this and of the visible slots.

mod channels;
mod ended;
mod get_stats;
mod media_sources;
mod streams;
mod transports;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use openssl::sha::sha256;

use super::state::State;
use super::transport::Transport;
use crate::api::data_channel::ChannelCounts;
use crate::api::enums::IdlStrings;
use crate::api::environment::Environment;
use crate::api::stats::{RTCStats, RTCStatsType, StatsDetail};
use crate::session::{self, StatisticsId};
use channels::ClosedChannels;
use get_stats::Request;
pub(in crate::api) use get_stats::StatsSelector;
use media_sources::MediaSources;

/// What a connection keeps for statistics alone.
pub(super) struct Statistics {
    /// "Stats ids MUST NOT be predictable by an application".
    salt: [u8; 16],
    pub(super) counts: Arc<ChannelCounts>,
    closed_channels: ClosedChannels,
    pub(super) media_sources: MediaSources,
    last_request: u64,
    pending: BTreeMap<StatisticsId, Request>,
    /// The last answer of the network side: all there is once that has ended.
    last: Option<Box<session::Statistics>>,
    network_ended: bool,
}

impl Statistics {
    pub(super) fn new(environment: &dyn Environment) -> Self {
        let mut salt = [0; 16];
        environment.random(&mut salt);
        Self {
            salt,
            counts: Arc::default(),
            closed_channels: ClosedChannels::default(),
            media_sources: MediaSources::default(),
            last_request: 0,
            pending: BTreeMap::new(),
            last: None,
            network_ended: false,
        }
    }
}

/// Makes the stats objects of one moment.
struct Gatherer<'a> {
    state: &'a State,
    environment: &'a dyn Environment,
    timestamp: f64,
}

impl<'a> Gatherer<'a> {
    fn new(state: &'a State, environment: &'a dyn Environment, at: Instant) -> Self {
        Self {
            state,
            environment,
            timestamp: environment.unix_time_of(at),
        }
    }

    /// "Gather stats for the whole connection".
    fn all(&self, network: &session::Statistics) -> Vec<RTCStats> {
        let mut all = vec![self.connection()];
        all.extend(self.channels());
        for transport in &self.state.transports {
            let mut counted = network.transports.iter();
            let counted = counted.find(|it| it.transport == transport.id);
            all.push(self.transport(transport, counted));
            if let Some(counted) = counted {
                all.extend(self.ice(transport, &counted.ice));
            }
        }
        all.extend(self.certificates());
        all.extend(self.streams());
        all
    }

    /// What is known without the network side, and may be deleted by what the application or the peer does.
    fn local(&self) -> Vec<RTCStats> {
        let mut local = self.certificates();
        local.extend(self.streams());
        local
    }

    fn stats(&self, id: String, detail: StatsDetail) -> RTCStats {
        RTCStats {
            id,
            timestamp: self.timestamp,
            detail,
        }
    }

    /// An id that says what it is of, and no more: a hash, "as long as it uses a salt that is unique to the peer connection".
    fn id(&self, stats_type: RTCStatsType, name: &str) -> String {
        let stats_type = stats_type.as_str();
        let mut input = self.state.statistics.salt.to_vec();
        input.extend_from_slice(stats_type.as_bytes());
        input.push(0);
        input.extend_from_slice(name.as_bytes());
        let mut id = format!("{stats_type}-");
        for byte in &sha256(&input)[..8] {
            id += &format!("{byte:02x}");
        }
        id
    }
}
