//! protocol/handover.html: another end takes the place of the peer.

use std::time::Duration;

use super::get_stats::{check_references, of_type, stats_ended};
use super::*;
use crate::api::enums::{RTCIceGatheringState, RTCPeerConnectionState};
use crate::api::stats::{RTCStatsReport, RTCStatsType};

const PATIENCE: Duration = Duration::from_secs(60);

fn go_on_until(world: &Arc<World>, done: impl Fn() -> bool) {
    let internet = world.internet.as_ref().expect("it is connected");
    while !done() {
        world.run_jobs();
        assert!(
            world.run_task() || internet.step(PATIENCE),
            "nothing is left to happen"
        );
    }
}

/// The local description with its candidates.
fn gathered(peer: &Peer) -> String {
    let state = || peer.connection.ice_gathering_state();
    go_on_until(&peer.world, || state() == RTCIceGatheringState::Complete);
    peer.local_sdp()
}

fn negotiate(offerer: &Peer, answerer: &Peer) {
    offerer.set_local_implicitly().expect("an offer");
    answerer
        .set_remote(RTCSdpType::Offer, &gathered(offerer))
        .expect("the offer is taken");
    answerer.set_local_implicitly().expect("an answer");
    offerer
        .set_remote(RTCSdpType::Answer, &gathered(answerer))
        .expect("the answer is taken");
}

fn certificate_of_peer(peer: &Peer) -> Vec<u8> {
    let transceiver = &peer.connection.transceivers()[0];
    let dtls = transceiver.receiver().transport().expect("negotiated");
    dtls.remote_certificates()
        .first()
        .cloned()
        .unwrap_or_default()
}

fn is_connected(peer: &Peer) -> bool {
    peer.connection.connection_state() == RTCPeerConnectionState::Connected
}

fn three() -> (Peer, Peer, Peer) {
    let world = World::connected();
    let peers = (world.peer(), world.peer(), world.peer());
    let kind = crate::api::rtp::TrackOrKind::Kind("audio".to_owned());
    peers
        .0
        .connection
        .add_transceiver(kind, Default::default())
        .expect("the init is valid");
    negotiate(&peers.0, &peers.1);
    go_on_until(&world, || is_connected(&peers.0) && is_connected(&peers.1));
    (peers.0, peers.1, peers.2)
}

#[test]
fn the_answer_of_another_end_leads_to_it() {
    let (caller, first, second) = three();
    let before = certificate_of_peer(&caller);
    negotiate(&caller, &second);
    go_on_until(&caller.world, || {
        is_connected(&second) && certificate_of_peer(&caller) != before
    });
    assert!(is_connected(&caller));
    drop(first);
}

#[test]
fn the_offer_of_another_end_leads_to_it() {
    let (caller, first, second) = three();
    let before = certificate_of_peer(&caller);
    // What it would have answered to the first offer is forgotten: it only learns the sections.
    let first_offer = gathered(&caller);
    second
        .set_remote(RTCSdpType::Offer, &first_offer)
        .expect("the offer is taken");
    second.set_local_implicitly().expect("an answer");
    negotiate(&second, &caller);
    go_on_until(&caller.world, || {
        is_connected(&second) && certificate_of_peer(&caller) != before
    });
    assert!(is_connected(&caller));
    drop(first);
}

fn stats(peer: &Peer) -> Arc<RTCStatsReport> {
    let (promise, completion) = Promise::new();
    let asked = peer.connection.get_stats(None, completion);
    asked.expect("no selector");
    go_on_until(&peer.world, || !promise.is_pending());
    promise.take().expect("a report")
}

#[test]
fn our_candidates_stay_when_the_peer_becomes_another() {
    let (caller, first, second) = three();
    let candidates = |report: &RTCStatsReport| -> Vec<String> {
        let stats = of_type(report, RTCStatsType::LocalCandidate).into_iter();
        stats.map(|stats| stats.id.clone()).collect()
    };
    let ended = stats_ended(&caller);
    let before = candidates(&stats(&caller));
    let certificate = certificate_of_peer(&caller);
    negotiate(&caller, &second);
    // Both ends are known for a while.
    let report = stats(&caller);
    check_references(&report);
    assert_eq!(candidates(&report), before);
    go_on_until(&caller.world, || {
        is_connected(&second) && certificate_of_peer(&caller) != certificate
    });
    assert_eq!(candidates(&stats(&caller)), before);
    let deleted = |id: &String| ended.lock().iter().any(|stats| stats.id == *id);
    assert!(!before.iter().any(deleted));
    drop(first);
}
