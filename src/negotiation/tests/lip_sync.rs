//! Groups of what is to be played together.

use super::*;

fn groups(text: &str) -> Vec<&str> {
    let lines = text
        .lines()
        .filter_map(|line| line.strip_prefix("a=group:LS "));
    lines.collect()
}

#[test]
fn sections_that_share_a_stream_are_a_group_after_that_of_bundle() {
    let mut a = Peer::new(1);
    a.add_track(MediaKind::Audio, &["s"]);
    a.add_track(MediaKind::Video, &["t", "s"]);
    a.add_track(MediaKind::Video, &["t"]);
    a.add_track(MediaKind::Audio, &["alone"]);
    a.add(MediaKind::Audio, Direction::Recvonly, &["s"]);
    let offer = a.create_offer();
    assert_eq!(groups(&offer), ["0 1", "1 2"]);
    let first = offer.lines().find(|line| line.starts_with("a=group"));
    assert_eq!(first, Some("a=group:BUNDLE 0 1 2 3 4"));
}

#[test]
fn the_answer_keeps_what_its_streams_leave_of_a_group() {
    for (streams, expected) in [
        ([&["x"][..], &["x"]], &["0 1"][..]),
        ([&["x"], &["y"]], &[]),
        ([&[], &[]], &["0 1"]),
        ([&["x"], &[]], &["0 1"]),
    ] {
        let (mut a, mut b) = (Peer::new(1), Peer::new(2));
        for kind in [MediaKind::Audio, MediaKind::Video] {
            a.add_track(kind, &["s"]);
        }
        b.add_track(MediaKind::Audio, streams[0]);
        b.add_track(MediaKind::Video, streams[1]);
        let offer = a.create_offer();
        a.set_local(SdpType::Offer, &offer);
        b.set_remote(SdpType::Offer, &offer);
        let answer = b.create_answer();
        assert_eq!(groups(&answer), expected, "{streams:?}");
        b.set_local(SdpType::Answer, &answer);
        a.set_remote(SdpType::Answer, &answer);
        // A group stays while it has two sections.
        for transceiver in &mut a.state.transceivers {
            transceiver.direction = Direction::Recvonly;
        }
        assert_eq!(groups(&a.create_offer()), ["0 1"]);
        a.stop(0);
        assert_eq!(groups(&a.create_offer()), [""; 0]);
    }
}
