//! RTCPeerConnection-getStats.https.html, RTCPeerConnection-mandatory-getStats.https.html

use std::collections::BTreeSet;

use super::set_up::Story;
use super::*;
use crate::api::enums::{RTCDataChannelState, RTCDtlsTransportState, RTCIceTransportState};
use crate::api::stats::{
    RTCDataChannelStats, RTCDtlsRole, RTCIceCandidatePairStats, RTCPeerConnectionStats, RTCStats,
    RTCStatsIceCandidatePairState, RTCStatsReport, RTCStatsType, RTCTransportStats, StatsDetail,
    Value,
};

impl Story {
    fn stats(&self, end: usize) -> Arc<RTCStatsReport> {
        let (promise, completion) = Promise::new();
        let connection = &self.ends[end].connection;
        connection.get_stats(None, completion).expect("no selector");
        self.go_on_until(|| !promise.is_pending());
        promise.take().expect("a report")
    }

    /// The first end comes to another network.
    fn move_first_end(&self) {
        let address = std::net::Ipv4Addr::new(10, 0, 1, 1);
        let internet = self.ends[0].world.internet.as_ref();
        internet
            .expect("it is connected")
            .move_host(0, address.into());
    }

    /// Both ends hear their candidates' counterparts again.
    fn restart(&mut self) {
        self.ends[0].connection.restart_ice();
        self.signal();
    }
}

impl Peer {
    /// Of a connection whose network side is a script.
    pub(super) fn stats(&self) -> Arc<RTCStatsReport> {
        let (promise, completion) = Promise::new();
        self.connection
            .get_stats(None, completion)
            .expect("no selector");
        self.world.run();
        promise.take().expect("a report")
    }
}

pub(super) fn of_type(report: &RTCStatsReport, stats_type: RTCStatsType) -> Vec<&RTCStats> {
    let stats = report.stats().iter();
    stats
        .filter(|stats| stats.stats_type() == stats_type)
        .collect()
}

pub(super) fn find<'a>(report: &'a RTCStatsReport, id: &str) -> &'a RTCStats {
    let at = report.position(id);
    &report.stats()[at.unwrap_or_else(|| panic!("{id} is there"))]
}

/// Every reference leads somewhere.
pub(super) fn check_references(report: &RTCStatsReport) {
    for stats in report.stats() {
        for (name, value) in stats.members() {
            if let Value::Text(id) = value
                && name.ends_with("_id")
            {
                assert!(report.position(&id).is_some(), "{name} of {}", stats.id);
            }
        }
    }
}

fn connection(report: &RTCStatsReport) -> &RTCPeerConnectionStats {
    match &of_type(report, RTCStatsType::PeerConnection)[..] {
        [
            RTCStats {
                detail: StatsDetail::PeerConnection(stats),
                ..
            },
        ] => stats,
        other => panic!("{other:?}"),
    }
}

fn channels(report: &RTCStatsReport) -> Vec<&RTCDataChannelStats> {
    let stats = of_type(report, RTCStatsType::DataChannel).into_iter();
    stats
        .map(|stats| match &stats.detail {
            StatsDetail::DataChannel(stats) => stats,
            other => panic!("{other:?}"),
        })
        .collect()
}

fn transport(report: &RTCStatsReport) -> &RTCTransportStats {
    match &of_type(report, RTCStatsType::Transport)[..] {
        [
            RTCStats {
                detail: StatsDetail::Transport(stats),
                ..
            },
        ] => stats,
        other => panic!("{other:?}"),
    }
}

fn selected_pair(report: &RTCStatsReport) -> &RTCIceCandidatePairStats {
    let id = transport(report).selected_candidate_pair_id.as_ref();
    match &find(report, id.expect("a pair is selected")).detail {
        StatsDetail::CandidatePair(stats) => stats,
        other => panic!("{other:?}"),
    }
}

fn ids(report: &RTCStatsReport, stats_type: RTCStatsType) -> BTreeSet<String> {
    let stats = of_type(report, stats_type).into_iter();
    stats.map(|stats| stats.id.clone()).collect()
}

#[test]
fn a_new_connection_reports_on_itself_alone() {
    let peer = World::new().peer();
    let report = peer.stats();
    assert_eq!(report.stats().len(), 1);
    assert_eq!(
        connection(&report),
        &RTCPeerConnectionStats {
            data_channels_opened: 0,
            data_channels_closed: 0,
        }
    );
    assert!(report.stats()[0].timestamp >= 1.8e12);
}

#[test]
fn the_promise_is_settled_later() {
    let peer = World::new().peer();
    let (promise, completion) = Promise::new();
    peer.connection
        .get_stats(None, completion)
        .expect("no selector");
    assert!(promise.is_pending());
    peer.world.run();
    assert!(promise.take().is_ok());
}

#[test]
fn ids_cannot_be_foreseen() {
    let world = World::new();
    let (one, other) = (world.peer(), world.peer());
    let id = |peer: &Peer| peer.stats().stats()[0].id.clone();
    assert_eq!(id(&one), id(&one));
    assert_ne!(id(&one), id(&other));
}

#[test]
fn what_is_mandatory_of_a_connection_is_there() {
    let story = Story::told();
    for end in [0, 1] {
        let report = story.stats(end);
        check_references(&report);
        let of = transport(&report);
        assert!(of.bytes_sent > 1000 && of.bytes_received > 1000, "{of:?}");
        assert!(of.packets_sent > 4 && of.packets_received > 4);
        assert_eq!(of.dtls_state, RTCDtlsTransportState::Connected);
        assert!(
            [
                RTCIceTransportState::Connected,
                RTCIceTransportState::Completed
            ]
            .contains(&of.ice_state)
        );
        assert_eq!(of.tls_version.as_deref(), Some("FEFD"));
        let cipher = of.dtls_cipher.as_deref().expect("agreed");
        assert!(cipher.starts_with("TLS_ECDHE_ECDSA_"), "{cipher}");
        assert_eq!(of.selected_candidate_pair_changes, 1);
        let pair = selected_pair(&report);
        assert_eq!(pair.state, RTCStatsIceCandidatePairState::Succeeded);
        assert!(pair.nominated && pair.responses_received > 0 && pair.requests_sent > 0);
        assert_eq!(
            (pair.bytes_sent, pair.bytes_received),
            (of.bytes_sent, of.bytes_received)
        );
        assert!(
            pair.last_packet_sent_timestamp
                .is_some_and(|at| at >= 1.8e12)
        );
    }
    let roles = [0, 1].map(|end| transport(&story.stats(end)).dtls_role);
    assert!(roles.contains(&RTCDtlsRole::Client) && roles.contains(&RTCDtlsRole::Server));
}

#[test]
fn certificates_are_those_of_the_descriptions() {
    let story = Story::told();
    let report = story.stats(0);
    let fingerprint = |id: &Option<String>| match &find(&report, id.as_ref().expect("known")).detail
    {
        StatsDetail::Certificate(stats) => {
            format!("{} {}", stats.fingerprint_algorithm, stats.fingerprint)
        }
        other => panic!("{other:?}"),
    };
    let of = transport(&report);
    let [ours, theirs] = [&story.ends[0], &story.ends[1]].map(Peer::local_sdp);
    assert!(ours.contains(&fingerprint(&of.local_certificate_id)));
    assert!(theirs.contains(&fingerprint(&of.remote_certificate_id)));
}

#[test]
fn candidates_are_those_that_were_signalled() {
    let story = Story::told();
    let report = story.stats(0);
    let pair = selected_pair(&report);
    for (id, address) in [
        (&pair.local_candidate_id, "10.0.0.1"),
        (&pair.remote_candidate_id, "10.0.0.2"),
    ] {
        let (StatsDetail::LocalCandidate(stats) | StatsDetail::RemoteCandidate(stats)) =
            &find(&report, id).detail
        else {
            panic!("{id} is a candidate");
        };
        assert_eq!(stats.address.0.as_deref(), Some(address));
        assert_eq!(stats.protocol, "udp");
        assert!(stats.port > 0 && stats.priority.is_some() && stats.url.is_none());
    }
    let ufrag = transport(&report).ice_local_username_fragment.clone();
    let ufrag = ufrag.expect("known");
    assert!(story.ends[0].local_sdp().contains(&ufrag));
}

#[test]
fn objects_keep_their_ids_and_counters_grow() {
    let story = Story::told();
    let before = story.stats(0);
    story
        .channel
        .send(false, &[b'x'; 5000])
        .expect("it is open");
    // The peer's channel is not listened to; its statistics tell.
    let arrived = |report: &RTCStatsReport| channels(report)[0].bytes_received == 5000;
    story.go_on_until(|| arrived(&story.stats(1)));
    let after = story.stats(0);
    for stats_type in [
        RTCStatsType::PeerConnection,
        RTCStatsType::DataChannel,
        RTCStatsType::Transport,
        RTCStatsType::CandidatePair,
        RTCStatsType::LocalCandidate,
        RTCStatsType::RemoteCandidate,
        RTCStatsType::Certificate,
    ] {
        assert!(!ids(&before, stats_type).is_empty());
        assert_eq!(ids(&before, stats_type), ids(&after, stats_type));
    }
    assert!(transport(&after).bytes_sent >= transport(&before).bytes_sent + 5000);
    assert!(after.stats()[0].timestamp >= before.stats()[0].timestamp);
}

#[test]
fn data_channels_count_their_messages() {
    let story = Story::told();
    story.channel.send(false, b"12345").expect("it is open");
    story.channel.send(true, b"678").expect("it is open");
    let report = story.stats(0);
    let of = channels(&report)[0];
    assert_eq!(
        (of.label.as_str(), of.state),
        ("c", RTCDataChannelState::Open)
    );
    assert_eq!(of.data_channel_identifier, story.channel.id());
    assert_eq!((of.messages_sent, of.bytes_sent), (2, 8));
    assert_eq!((of.messages_received, of.bytes_received), (1, 4));
    assert_eq!(connection(&report).data_channels_opened, 1);
}

#[test]
fn a_closed_data_channel_is_still_told_of() {
    let story = Story::told();
    story.channel.close();
    assert_eq!(connection(&story.stats(0)).data_channels_closed, 1);
    let is_closed = || story.channel.ready_state() == RTCDataChannelState::Closed;
    story.go_on_until(is_closed);
    let report = story.stats(0);
    assert_eq!(channels(&report)[0].state, RTCDataChannelState::Closed);
    assert_eq!(channels(&report)[0].messages_received, 1);
    let counts = connection(&report);
    assert_eq!(
        (counts.data_channels_opened, counts.data_channels_closed),
        (1, 1)
    );
}

#[test]
fn a_channel_that_never_opened_is_not_counted() {
    let peer = World::new().peer();
    let channel = peer.channel("c");
    channel.close();
    peer.world.run();
    let report = peer.stats();
    assert_eq!(channels(&report)[0].state, RTCDataChannelState::Closed);
    let counts = connection(&report);
    assert_eq!(
        (counts.data_channels_opened, counts.data_channels_closed),
        (0, 0)
    );
}

#[test]
fn closed_channels_make_room_for_others() {
    let peer = World::new().peer();
    let ended = stats_ended(&peer);
    for number in 0..260 {
        peer.channel(&format!("c{number}")).close();
        peer.world.run();
    }
    let report = peer.stats();
    let labels: Vec<_> = channels(&report)
        .iter()
        .map(|of| of.label.clone())
        .collect();
    assert_eq!(labels.len(), 256);
    assert_eq!(labels[0], "c4");
    let gone: Vec<_> = ended.lock().iter().map(|stats| stats.id.clone()).collect();
    assert_eq!(gone.len(), 4);
    assert!(gone.iter().all(|id| report.position(id).is_none()));
    // Names count too.
    peer.channel(&"x".repeat(65_000)).close();
    peer.channel("last").close();
    peer.world.run();
    assert_eq!(channels(&peer.stats()).len(), 2 + (65_536 - 65_004) / 4);
}

#[test]
fn after_close_the_last_numbers_stay() {
    let story = Story::told();
    let before = story.stats(0);
    story.ends[0].connection.close();
    for _ in 0..2 {
        let after = story.stats(0);
        check_references(&after);
        assert_eq!(transport(&after).dtls_state, RTCDtlsTransportState::Closed);
        assert_eq!(
            transport(&after).bytes_received,
            transport(&before).bytes_received
        );
        assert_eq!(
            ids(&before, RTCStatsType::CandidatePair),
            ids(&after, RTCStatsType::CandidatePair)
        );
        assert_eq!(channels(&after)[0].state, RTCDataChannelState::Closed);
    }
}

#[test]
fn a_runtime_that_ends_while_the_connection_is_made_leaves_no_promise_open() {
    let world = World::new();
    *world.ends_at_once.lock() = true;
    let connection = world.peer().connection;
    assert_eq!(connection.signaling_state(), RTCSignalingState::Closed);
    let (promise, completion) = Promise::new();
    connection.get_stats(None, completion).expect("no selector");
    world.run();
    assert!(promise.take().is_ok());
}

#[test]
fn a_promise_of_before_close_is_fulfilled() {
    let story = Story::told();
    let (promise, completion) = Promise::new();
    let connection = &story.ends[0].connection;
    connection.get_stats(None, completion).expect("no selector");
    connection.close();
    story.go_on_until(|| !promise.is_pending());
    assert!(promise.take().is_ok());
}

#[test]
fn the_last_reference_rejects_what_is_open() {
    let world = World::new();
    let peer = world.peer();
    let (promise, completion) = Promise::new();
    peer.connection
        .get_stats(None, completion)
        .expect("no selector");
    drop(peer);
    world.run();
    assert_eq!(promise.error(), ErrorName::AbortError);
}

#[test]
fn without_a_network_side_there_is_a_report_all_the_same() {
    for reason in [
        crate::api::environment::Ended::Panicked,
        crate::api::environment::Ended::Shutdown,
    ] {
        let peer = World::new().peer();
        peer.channel("c");
        peer.network.sink.upgrade().expect("it lives").ended(reason);
        peer.world.run();
        assert_eq!(channels(&peer.stats()).len(), 1);
    }
}

#[test]
fn an_ice_restart_replaces_candidates_and_pairs() {
    let mut story = Story::told();
    let ended = stats_ended(&story.ends[0]);
    let before = story.stats(0);
    let pair = transport(&before).selected_candidate_pair_id.clone();
    story.restart();
    let changed = || transport(&story.stats(0)).selected_candidate_pair_id != pair;
    story.go_on_until(changed);
    let after = story.stats(0);
    check_references(&after);
    for stats_type in [
        RTCStatsType::CandidatePair,
        RTCStatsType::LocalCandidate,
        RTCStatsType::RemoteCandidate,
    ] {
        let (before, after) = (ids(&before, stats_type), ids(&after, stats_type));
        assert!(before.is_disjoint(&after), "{stats_type:?}");
        let gone: BTreeSet<_> = ended
            .lock()
            .iter()
            .filter(|stats| stats.stats_type() == stats_type)
            .map(|stats| stats.id.clone())
            .collect();
        assert_eq!(gone, before, "{stats_type:?}");
    }
    // "For a given object the last values": the pair went on to carry data until it was replaced.
    let last = ended.lock();
    let last = last.iter().find(|stats| Some(&stats.id) == pair.as_ref());
    let StatsDetail::CandidatePair(last) = &last.expect("the pair has ended").detail else {
        panic!("it is a pair");
    };
    assert!(last.bytes_sent >= selected_pair(&before).bytes_sent);
    assert!(transport(&after).bytes_sent >= last.bytes_sent);
    assert_eq!(transport(&after).selected_candidate_pair_changes, 2);
}

#[test]
fn a_pair_that_is_lost_with_its_address_is_told_of() {
    let mut story = Story::told();
    let ended = stats_ended(&story.ends[0]);
    let before = story.stats(0);
    let pair = transport(&before).selected_candidate_pair_id.clone();
    story.move_first_end();
    story.restart();
    let changed = || {
        let selected = transport(&story.stats(0))
            .selected_candidate_pair_id
            .clone();
        selected.is_some() && selected != pair
    };
    story.go_on_until(changed);
    for stats_type in [
        RTCStatsType::CandidatePair,
        RTCStatsType::LocalCandidate,
        RTCStatsType::RemoteCandidate,
    ] {
        let ended = ended.lock();
        let gone = ended.iter().filter(|it| it.stats_type() == stats_type);
        let gone: Vec<_> = gone.map(|stats| stats.id.clone()).collect();
        for id in ids(&before, stats_type) {
            let times = gone.iter().filter(|it| **it == id).count();
            assert_eq!(times, 1, "{stats_type:?}");
        }
    }
}

/// What `statsended` tells from now on.
pub(super) fn stats_ended(peer: &Peer) -> Arc<Mutex<Vec<RTCStats>>> {
    let ended = Arc::new(Mutex::new(Vec::new()));
    let all = Arc::clone(&ended);
    peer.connection.event_target().set_handler(
        EventType::StatsEnded,
        Some(Arc::new(Calls(move |event: &Event| {
            if let EventDetail::Stats { report } = &event.detail {
                all.lock().extend_from_slice(report.stats());
            }
        }))),
    );
    ended
}
