//! RTCRtpSender-getStats.https.html, RTCRtpReceiver-getStats.https.html, simulcast/getStats.https.html

use super::super::get_stats::{check_references, find, of_type, stats_ended};
use super::*;
use crate::api::stats::{
    RTCCodecStats, RTCOutboundRtpStreamStats, RTCStatsReport, RTCStatsType, StatsDetail,
};

fn outbound(report: &RTCStatsReport) -> Vec<&RTCOutboundRtpStreamStats> {
    let stats = of_type(report, RTCStatsType::OutboundRtp).into_iter();
    stats
        .map(|stats| match &stats.detail {
            StatsDetail::OutboundRtp(stats) => stats,
            other => panic!("{other:?}"),
        })
        .collect()
}

fn codec<'a>(report: &'a RTCStatsReport, of: &RTCOutboundRtpStreamStats) -> &'a RTCCodecStats {
    match &find(report, of.codec_id.as_ref().expect("a codec")).detail {
        StatsDetail::Codec(stats) => stats,
        other => panic!("{other:?}"),
    }
}

fn sender_stats(peer: &Peer, sender: &Arc<RTCRtpSender>) -> Arc<RTCStatsReport> {
    let (promise, completion) = Promise::new();
    sender.get_stats(completion).expect("it never refuses");
    peer.world.run();
    promise.take().expect("a report")
}

fn count(report: &RTCStatsReport, stats_type: RTCStatsType) -> usize {
    of_type(report, stats_type).len()
}

#[test]
fn streams_are_there_from_the_answer_on() {
    let (a, b) = pair();
    a.add_track(&a.video(), &[]);
    assert!(outbound(&a.stats()).is_empty());
    a.offer_to(&b);
    assert!(outbound(&a.stats()).is_empty());
    a.answered_by(&b);
    let report = a.stats();
    check_references(&report);
    let [of] = outbound(&report)[..] else {
        panic!("one stream");
    };
    assert_eq!((of.kind.as_str(), of.mid.as_deref()), ("video", Some("0")));
    assert!(of.active && of.rid.is_none() && of.encoding_index == Some(0));
    assert_eq!((of.packets_sent, of.bytes_sent), (0, 0));
    let sdp = a.local_sdp();
    assert!(sdp.contains(&format!("a=ssrc:{} ", of.ssrc)));
    let rtx = of.rtx_ssrc.expect("RTX is negotiated");
    assert!(sdp.contains(&format!("a=ssrc-group:FID {} {rtx}\r\n", of.ssrc)));
    let codec = codec(&report, of);
    assert_eq!(codec.mime_type, "video/VP8");
    assert_eq!(codec.clock_rate, Some(90_000));
    // The answerer sends nothing.
    assert!(outbound(&b.stats()).is_empty());
}

#[test]
fn audio_has_no_members_of_video() {
    let (a, b) = pair();
    a.add_track(&a.audio(), &[]);
    a.negotiate_with(&b);
    let report = a.stats();
    let of = outbound(&report)[0];
    assert_eq!(of.kind, "audio");
    assert!(of.frames_sent.is_none() && of.fir_count.is_none() && of.rtx_ssrc.is_none());
    assert_eq!(codec(&report, of).channels, Some(2));
}

#[test]
fn streams_of_one_transport_share_their_codec() {
    let (a, b) = pair();
    a.add_track(&a.video(), &[]);
    a.add_track(&a.video(), &[]);
    a.negotiate_with(&b);
    let report = a.stats();
    assert_eq!(outbound(&report).len(), 2);
    assert_ne!(outbound(&report)[0].ssrc, outbound(&report)[1].ssrc);
    assert_eq!(count(&report, RTCStatsType::Codec), 1);
    assert_eq!(count(&report, RTCStatsType::Transport), 1);
}

#[test]
fn each_encoding_of_a_simulcast_has_its_stream() {
    let (a, b) = pair();
    let init = encodings(vec![rid("l"), rid("m"), rid("h")]);
    let transceiver = a.add_kind("video", init);
    a.offer_to(&b);
    // A peer that takes two of the three.
    let offer = a.local_sdp();
    let answer = answer_with_simulcast(&b, &offer, "l;h");
    a.set_remote(RTCSdpType::Answer, &answer)
        .expect("a good answer");
    let report = sender_stats(&a, transceiver.sender());
    let rids: Vec<_> = outbound(&report)
        .iter()
        .map(|of| (of.rid.clone().unwrap_or_default(), of.encoding_index))
        .collect();
    assert_eq!(rids, [("l".to_owned(), Some(0)), ("h".to_owned(), Some(1))]);
    let ssrcs: Vec<_> = outbound(&report).iter().map(|of| of.ssrc).collect();
    assert_ne!(ssrcs[0], ssrcs[1]);
}

/// The answer of `peer`, which receives the versions of `rids`.
fn answer_with_simulcast(peer: &Peer, offer: &str, rids: &str) -> String {
    peer.set_local_implicitly().expect("an answer");
    let mut answer = peer.local_sdp();
    assert!(offer.contains("a=simulcast:send l;m;h"));
    if !answer.contains("a=simulcast:") {
        for rid in rids.split(';') {
            answer += &format!("a=rid:{rid} recv\r\n");
        }
        answer += &format!("a=simulcast:recv {rids}\r\n");
    }
    answer
}

#[test]
fn streams_stay_while_they_are_not_sent_and_go_with_their_transceiver() {
    let (a, b) = pair();
    a.add_track(&a.video(), &[]);
    a.negotiate_with(&b);
    let ended = stats_ended(&a);
    let id = |report: &RTCStatsReport| of_type(report, RTCStatsType::OutboundRtp)[0].id.clone();
    let before = id(&a.stats());
    a.transceiver(0)
        .set_direction(Inactive)
        .expect("it is not stopped");
    a.negotiate_with(&b);
    assert_eq!(id(&a.stats()), before);
    a.transceiver(0)
        .set_direction(Sendonly)
        .expect("it is not stopped");
    a.negotiate_with(&b);
    assert_eq!(id(&a.stats()), before);
    a.transceiver(0).stop().expect("the connection is open");
    assert_eq!(id(&a.stats()), before);
    assert!(ended.lock().is_empty());
    a.negotiate_with(&b);
    let report = a.stats();
    assert!(outbound(&report).is_empty());
    assert_eq!(count(&report, RTCStatsType::Codec), 0);
    let gone: Vec<_> = ended.lock().iter().map(|it| it.stats_type()).collect();
    assert!(gone.contains(&RTCStatsType::OutboundRtp) && gone.contains(&RTCStatsType::Codec));
    assert!(gone.contains(&RTCStatsType::MediaSource));
}

#[test]
fn a_track_that_comes_back_is_another_source() {
    let (a, b) = pair();
    let track = a.video();
    let sender = a.add_track(&track, &[]);
    let other = a.add_kind("video", RTCRtpTransceiverInit::default());
    a.negotiate_with(&b);
    let ended = stats_ended(&a);
    let source = |report: &RTCStatsReport| {
        let sources = of_type(report, RTCStatsType::MediaSource);
        assert!(sources.len() <= 1);
        sources.first().map(|stats| stats.id.clone())
    };
    let replace = |sender: &Arc<RTCRtpSender>, track: Option<&Arc<RTCMediaStreamTrack>>| {
        let (promise, completion) = Promise::new();
        let replaced = sender.replace_track(track.cloned(), completion);
        replaced.expect("the kind is right");
        a.world.run();
        promise.take().expect("it is replaced");
    };
    let first = source(&a.stats()).expect("the track is attached");
    // With another sender that has it, it stays what it is.
    replace(other.sender(), Some(&track));
    assert_eq!(source(&a.stats()).as_ref(), Some(&first));
    a.connection.remove_track(&sender).expect("it is ours");
    a.world.run();
    assert_eq!(source(&a.stats()).as_ref(), Some(&first));
    assert!(ended.lock().is_empty());
    replace(other.sender(), None);
    assert_eq!(source(&a.stats()), None);
    assert_eq!(ended.lock()[0].id, first);
    replace(other.sender(), Some(&track));
    let second = source(&a.stats()).expect("the track is attached");
    assert_ne!(first, second);
}

#[test]
fn a_selector_is_a_track_of_one_sender_or_receiver() {
    let (a, b) = pair();
    let track = a.video();
    let refused = |track: &Arc<RTCMediaStreamTrack>| {
        let refused = a.connection.get_stats(Some(track), Box::new(|_| {}));
        refused.expect_err("it is no selector").name
    };
    assert_eq!(refused(&track), ErrorName::InvalidAccessError);
    a.add_track(&track, &[]);
    let second = a.add_kind("video", direction(Sendonly));
    a.add_track(&a.audio(), &[]);
    a.negotiate_with(&b);
    let selected = |track: &Arc<RTCMediaStreamTrack>| {
        let (promise, completion) = Promise::new();
        let asked = a.connection.get_stats(Some(track), completion);
        asked.expect("it is a selector");
        a.world.run();
        promise.take().expect("a report")
    };
    let report = selected(&track);
    check_references(&report);
    assert_eq!(outbound(&report).len(), 1);
    assert_eq!(count(&report, RTCStatsType::Codec), 1);
    assert_eq!(count(&report, RTCStatsType::MediaSource), 1);
    assert_eq!(count(&report, RTCStatsType::Transport), 1);
    assert_eq!(count(&report, RTCStatsType::PeerConnection), 0);
    // Nothing has come yet.
    let received = selected(a.transceiver(0).receiver().track());
    assert!(received.stats().is_empty());
    let (promise, completion) = Promise::new();
    let replaced = second
        .sender()
        .replace_track(Some(Arc::clone(&track)), completion);
    replaced.expect("the kind is right");
    a.world.run();
    promise.take().expect("it is replaced");
    assert_eq!(refused(&track), ErrorName::InvalidAccessError);
}

#[test]
fn a_sender_without_a_connection_reports_nothing() {
    let world = World::new();
    let peer = world.peer();
    let sender = peer.add_track(&peer.audio(), &[]);
    let log = peer.log.clone();
    drop(peer);
    let (promise, completion) = Promise::new();
    sender.get_stats(completion).expect("it never refuses");
    world.run();
    assert!(promise.take().expect("a report").stats().is_empty());
    drop(log);
}

#[test]
fn another_codec_is_another_object() {
    let (a, b) = pair();
    let sender = a.add_track(&a.video(), &[]);
    a.negotiate_with(&b);
    let ended = stats_ended(&a);
    let before = a.stats();
    let mut parameters = sender.parameters();
    let codecs = parameters.codecs.clone();
    let vp9 = codecs
        .iter()
        .find(|codec| codec.is("VP9"))
        .expect("negotiated");
    parameters.encodings[0].codec = Some(vp9.clone());
    let (promise, completion) = Promise::new();
    let set = sender.set_parameters(parameters, Default::default(), completion);
    set.expect("the codec was negotiated");
    a.world.run();
    promise.take().expect("it is set");
    let after = a.stats();
    let (old, new) = (outbound(&before)[0], outbound(&after)[0]);
    assert_eq!(old.ssrc, new.ssrc);
    assert_eq!(codec(&after, new).mime_type, "video/VP9");
    assert_eq!(count(&after, RTCStatsType::Codec), 1);
    assert_eq!(ended.lock()[0].id, *old.codec_id.as_ref().expect("a codec"));
}
