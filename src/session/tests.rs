//! Two sessions over a network of their own, in virtual time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::pair::*;
use super::*;
use crate::random::SeededRandom;

#[test]
fn a_channel_opens_and_carries_messages_both_ways() {
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    pair.command(
        0,
        Command::Send {
            channel: CHANNEL,
            binary: false,
            data: b"ping".to_vec(),
        },
    );
    pair.run_until(Duration::from_secs(5), |ends| {
        received(&ends[1]) == [b"ping"]
    });
    let incoming = pair.ends[1].events.iter().find_map(|event| match event {
        Event::ChannelIncoming { channel, .. } => Some(*channel),
        _ => None,
    });
    let channel = incoming.expect("the channel came in");
    pair.command(
        1,
        Command::Send {
            channel,
            binary: true,
            data: vec![7; 100_000],
        },
    );
    pair.run_until(Duration::from_secs(5), |ends| {
        received(&ends[0]) == [vec![7; 100_000]]
    });
}

#[test]
fn set_up_takes_a_few_round_trips_and_waits_for_no_timer() {
    let mut pair = Pair::new();
    let start = pair.now;
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    // Check, DTLS in two round trips, SCTP in two: 20 ms each.
    assert!(
        pair.now - start <= Duration::from_millis(140),
        "{:?}",
        pair.now - start
    );
}

#[test]
fn what_overtakes_the_answer_is_kept() {
    // The answerer checks and says hello before the offerer has the answer.
    let mut pair = Pair::new();
    pair.add_transports();
    pair.describe_remote(1);
    pair.run_for(Duration::from_millis(90));
    assert!(pair.ends[1].saw(|event| matches!(
        event,
        Event::DtlsStateChange {
            state: DtlsState::Connecting,
            ..
        }
    )));
    let answered = pair.now;
    pair.describe_remote(0);
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    assert!(
        pair.now - answered <= Duration::from_millis(120),
        "{:?}",
        pair.now - answered
    );
}

#[test]
fn a_wrong_fingerprint_ends_it_and_nothing_passes() {
    let mut pair = Pair::new();
    pair.describe_with_wrong_fingerprint();
    pair.open(0);
    pair.run_for(Duration::from_secs(10));
    let failed = |event: &Event| {
        matches!(event, Event::DtlsStateChange { state: DtlsState::Failed(error), .. }
            if error.kind == DtlsErrorKind::FingerprintFailure)
    };
    assert!(pair.ends[1].saw(failed));
    assert!(pair.ends[1].saw(|event| matches!(event, Event::SctpClosed { error: Some(_) })));
    assert!(!pair.ends.iter().any(opened));
}

impl Pair {
    fn describe_with_wrong_fingerprint(&mut self) {
        let stranger = End::new(99, "10.0.0.99").certificate;
        let right = std::mem::replace(&mut self.ends[0].certificate, stranger);
        let wrong = self.ends[0].fingerprint();
        self.ends[0].certificate = right;
        self.add_transports();
        let credentials = self.ends[0].credentials.clone();
        self.command(
            1,
            Command::SetRemoteIceParameters {
                transport: TRANSPORT,
                credentials,
                lite: false,
            },
        );
        let role = DtlsRole::Client;
        self.command(
            1,
            Command::StartDtls {
                transport: TRANSPORT,
                role,
                fingerprints: vec![wrong],
            },
        );
        let parameters = SctpParameters {
            local_port: 5000,
            remote_port: 5000,
            local_max_message_size: 0,
        };
        self.command(
            1,
            Command::StartSctp {
                transport: TRANSPORT,
                parameters,
            },
        );
        self.describe_remote(0);
    }
}

#[test]
fn any_datagram_of_the_set_up_may_be_lost() {
    for lost in 1..=40 {
        let mut pair = Pair::new();
        pair.loses = Box::new(move |n, _| n == lost);
        pair.describe();
        pair.open(0);
        pair.run_until(Duration::from_secs(20), |ends| ends.iter().all(opened));
    }
}

#[test]
fn heavy_loss_only_slows_it_down() {
    for seed in 0..10 {
        let mut pair = Pair::new();
        let mut random = SeededRandom(seed);
        pair.loses = Box::new(move |_, _| random.u32().is_multiple_of(5));
        pair.describe();
        pair.open(0);
        pair.run_until(Duration::from_secs(60), |ends| ends.iter().all(opened));
        for n in 0..50u8 {
            pair.command(
                0,
                Command::Send {
                    channel: CHANNEL,
                    binary: true,
                    data: vec![n; 2000],
                },
            );
        }
        pair.run_until(Duration::from_secs(120), |ends| {
            received(&ends[1]).len() == 50
        });
        assert!(
            received(&pair.ends[1])
                .iter()
                .zip(0u8..)
                .all(|(data, n)| **data == vec![n; 2000])
        );
    }
}

#[test]
fn close_tells_the_peer_and_gives_the_sockets_back() {
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    pair.command(0, Command::Close);
    assert!(pair.ends[0].sockets.is_empty());
    assert!(pair.ends[0].session.poll_timeout().is_none());
    pair.run_until(Duration::from_secs(5), |ends| {
        ends[1].saw(|event| matches!(event, Event::SctpClosed { .. }))
    });
}

#[test]
fn strangers_are_not_heard() {
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    let socket = *pair.ends[0].sockets.values().next().expect("a socket");
    let sent = pair.sent;
    for first in 0..=255u8 {
        let payload = [first; 200];
        let from = "203.0.113.9:9".parse().expect("a literal address");
        pair.ends[0].session.handle_input(
            pair.now,
            Input::Datagram {
                socket,
                from,
                payload: &payload,
            },
        );
        pair.drain(0);
    }
    assert_eq!(pair.sent, sent);
    pair.command(
        0,
        Command::Send {
            channel: CHANNEL,
            binary: false,
            data: b"still here".to_vec(),
        },
    );
    pair.run_until(Duration::from_secs(5), |ends| {
        received(&ends[1]) == [b"still here"]
    });
}

#[test]
fn a_silent_peer_is_noticed_and_an_ice_restart_brings_it_back() {
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    pair.loses = Box::new(|_, _| true);
    let state = |wanted: IceTransportState| move |event: &Event| matches!(event, Event::IceStateChange { state, .. } if *state == wanted);
    pair.run_until(Duration::from_secs(20), |ends| {
        ends.iter()
            .all(|end| end.saw(state(IceTransportState::Disconnected)))
    });
    pair.run_until(Duration::from_secs(60), |ends| {
        ends.iter()
            .all(|end| end.saw(state(IceTransportState::Failed)))
    });
    pair.loses = Box::new(|_, _| false);
    for end in &mut pair.ends {
        end.events.clear();
        end.credentials = Credentials::generate(&mut SeededRandom(
            u64::from(end.credentials.ufrag.as_bytes()[0]) + 1000,
        ));
    }
    for end in [0, 1] {
        let credentials = pair.ends[end].credentials.clone();
        pair.command(
            end,
            Command::RestartIce {
                transport: TRANSPORT,
                credentials,
            },
        );
    }
    for end in [0, 1] {
        let credentials = pair.ends[1 - end].credentials.clone();
        pair.command(
            end,
            Command::SetRemoteIceParameters {
                transport: TRANSPORT,
                credentials,
                lite: false,
            },
        );
    }
    for end in [0, 1] {
        pair.command(
            end,
            Command::Gather {
                transport: TRANSPORT,
            },
        );
    }
    pair.run_until(Duration::from_secs(10), |ends| {
        ends.iter()
            .all(|end| end.saw(state(IceTransportState::Connected)))
    });
    pair.command(
        0,
        Command::Send {
            channel: CHANNEL,
            binary: false,
            data: b"again".to_vec(),
        },
    );
    pair.run_until(Duration::from_secs(120), |ends| {
        received(&ends[1]) == [b"again"]
    });
}

#[test]
fn an_idle_connection_wakes_for_consent_alone() {
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    pair.run_for(Duration::from_secs(60));
    let mut steps = 0;
    let until = pair.now + Duration::from_secs(600);
    while pair.step(until) {
        steps += 1;
    }
    // A consent check each 4 to 6 seconds and end: its timer, its arrival, and the response's.
    assert!(steps < 2 * 3 * 600 / 4 + 20, "{steps} steps in ten minutes");
}

#[test]
fn an_application_that_does_not_read_slows_the_peer_and_loses_nothing() {
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    for n in 0..200u8 {
        let data = vec![n; 200_000];
        let channel = CHANNEL;
        pair.command(
            0,
            Command::Send {
                channel,
                binary: true,
                data,
            },
        );
    }
    pair.run_for(Duration::from_secs(20));
    let unread: usize = received(&pair.ends[1]).iter().map(|data| data.len()).sum();
    assert!(unread > 8 << 20, "{unread} bytes got through");
    assert!(unread < 24 << 20, "{unread} bytes wait for the application");
    // It reads from now on.
    let mut next = 0;
    let until = pair.now + Duration::from_secs(300);
    while next < 200 {
        for event in std::mem::take(&mut pair.ends[1].events) {
            if let Event::Message { data, .. } = event {
                assert!(data.len() == 200_000 && data.iter().all(|byte| *byte == next));
                next += 1;
            }
        }
        assert!(next == 200 || pair.step(until), "{next} messages arrived");
    }
}

#[test]
fn a_channel_that_comes_after_the_end_is_closed() {
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    pair.command(0, Command::Close);
    pair.run_until(Duration::from_secs(5), |ends| {
        ends[1].saw(|event| matches!(event, Event::SctpClosed { .. }))
    });
    pair.open(1);
    assert!(pair.ends[1].saw(|event| {
        matches!(
            event,
            Event::ChannelClosed {
                channel: CHANNEL,
                error: Some(_)
            }
        )
    }));
}

#[test]
fn to_gather_twice_at_once_binds_once() {
    let mut pair = Pair::new();
    let (credentials, certificate) = {
        let end = &pair.ends[0];
        (end.credentials.clone(), end.certificate.clone())
    };
    let session = &mut pair.ends[0].session;
    session.handle_command(
        pair.now,
        Command::AddTransport {
            transport: TRANSPORT,
            component: 1,
            credentials,
            role: IceRole::Controlling,
            certificate,
        },
    );
    for _ in 0..2 {
        let transport = TRANSPORT;
        session.handle_command(pair.now, Command::Gather { transport });
    }
    pair.drain(0);
    assert_eq!(pair.ends[0].sockets.len(), 1);
}

#[test]
fn channels_that_come_and_go_wait_for_the_application_too() {
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    // The other end's application looks at nothing.
    for key in 10..500 {
        let channel = ChannelKey(key);
        let parameters = ChannelParameters {
            label: "l".repeat(60_000),
            protocol: String::new(),
            ordered: true,
            max_packet_life_time: None,
            max_retransmits: None,
            negotiated: false,
            priority: 256,
        };
        let stream_id = 3;
        pair.command(
            0,
            Command::OpenChannel {
                channel,
                stream_id,
                parameters,
            },
        );
        pair.command(0, Command::CloseChannel { channel });
        pair.run_for(Duration::from_millis(300));
    }
    let names = pair.ends[1].events.iter().map(|event| match event {
        Event::ChannelIncoming { parameters, .. } => parameters.label.len(),
        _ => 0,
    });
    let names: usize = names.sum();
    assert!(names > 8 << 20, "{names} bytes got through");
    assert!(names < 18 << 20, "{names} bytes wait for the application");
}

const IPV4: [&str; 2] = ["10.0.0.1", "10.0.0.2"];
const IPV6: [&str; 2] = ["2001:db8::1", "2001:db8::2"];

/// Sends messages of 16 KiB from end 0 and runs until end 1 has them all.
fn send_bulk(pair: &mut Pair, count: usize) {
    let before = received(&pair.ends[1]).len();
    for i in 0..count {
        pair.command(
            0,
            Command::Send {
                channel: CHANNEL,
                binary: true,
                data: vec![i as u8; 16 * 1024],
            },
        );
    }
    pair.run_until(Duration::from_secs(60), |ends| {
        received(&ends[1]).len() == before + count
    });
    let got = received(&pair.ends[1]);
    assert!((0..count).all(|i| got[before + i] == vec![i as u8; 16 * 1024]));
}

/// The longest datagram with data among those that have gone out since the last call, as `loses` sees them.
/// As many datagrams of the handshake as go over a path whose round trip takes twice `delay`.
fn handshake_datagrams(delay: Duration) -> usize {
    let mut pair = Pair::new();
    pair.delay = delay;
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    pair.loses = Box::new(move |_, payload| {
        let is_handshake = payload[0] == 22;
        seen.fetch_add(usize::from(is_handshake), Ordering::Relaxed);
        false
    });
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(20), |ends| ends.iter().all(opened));
    count.load(Ordering::Relaxed)
}

#[test]
fn on_a_slow_path_no_flight_of_dtls_is_sent_twice() {
    let few = handshake_datagrams(Duration::from_millis(1));
    assert!(few > 0);
    assert_eq!(handshake_datagrams(Duration::from_millis(200)), few);
}

fn watch_lengths(pair: &mut Pair) -> Arc<AtomicUsize> {
    let longest = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&longest);
    pair.loses = Box::new(move |_, payload| {
        if payload[0] >= 20 {
            seen.fetch_max(payload.len(), Ordering::Relaxed);
        }
        false
    });
    longest
}

fn connected_and_watched(addresses: [&str; 2], mtu: usize) -> (Pair, Arc<AtomicUsize>) {
    let mut pair = Pair::new();
    for (end, address) in pair.ends.iter_mut().zip(addresses) {
        end.address = address.parse().expect("a literal address");
    }
    pair.mtu = mtu;
    let longest = watch_lengths(&mut pair);
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    (pair, longest)
}

#[test]
fn datagrams_grow_to_what_the_path_takes() {
    for (mtu, least) in [(1460, 1456), (1400, 1388), (1250, 1220)] {
        let (mut pair, longest) = connected_and_watched(IPV4, mtu);
        assert!(
            longest.load(Ordering::Relaxed) <= 1232,
            "before anything is known"
        );
        send_bulk(&mut pair, 20);
        pair.run_for(Duration::from_secs(20));
        longest.store(0, Ordering::Relaxed);
        send_bulk(&mut pair, 20);
        let longest = longest.load(Ordering::Relaxed);
        assert!((least..=mtu).contains(&longest), "{mtu}: {longest}");
    }
}

#[test]
fn a_path_that_shrinks_under_load_loses_nothing() {
    for (addresses, largest) in [(IPV4, 1460), (IPV6, 1452)] {
        let (mut pair, longest) = connected_and_watched(addresses, largest);
        send_bulk(&mut pair, 50);
        assert!(longest.load(Ordering::Relaxed) > largest - 8);
        // From here on routers drop what is larger, and say nothing.
        pair.mtu = 1300;
        let start = pair.now;
        send_bulk(&mut pair, 50);
        let took = pair.now - start;
        assert!(took < Duration::from_secs(12), "{took:?}");
        longest.store(0, Ordering::Relaxed);
        send_bulk(&mut pair, 50);
        assert!(longest.load(Ordering::Relaxed) <= 1232);
        let lost = |event: &Event| {
            matches!(event, Event::IceStateChange { state, .. }
                if [IceTransportState::Disconnected, IceTransportState::Failed].contains(state))
        };
        assert!(!pair.ends[0].saw(lost));
    }
}

#[test]
fn another_certificate_begins_another_association_on_the_new_path() {
    let mut pair = Pair::new();
    pair.describe();
    pair.open(0);
    pair.run_until(Duration::from_secs(5), |ends| ends.iter().all(opened));
    // Another machine takes over for end 1.
    pair.ends[1] = End::new(77, "10.0.0.77");
    pair.ends[0].credentials = Credentials::generate(&mut SeededRandom(78));
    pair.ends[0].events.clear();
    let transport = TRANSPORT;
    let (credentials, certificate) = {
        let end = &pair.ends[1];
        (end.credentials.clone(), end.certificate.clone())
    };
    pair.command(
        1,
        Command::AddTransport {
            transport,
            component: 1,
            credentials,
            role: IceRole::Controlled,
            certificate,
        },
    );
    let credentials = pair.ends[0].credentials.clone();
    pair.command(
        0,
        Command::RestartIce {
            transport,
            credentials,
        },
    );
    for end in [0, 1] {
        pair.command(end, Command::Gather { transport });
    }
    pair.describe_remote(1);
    pair.describe_remote(0);
    let expected = pair.ends[1].certificate.der().to_vec();
    let is_new = |event: &Event| match event {
        Event::DtlsStateChange {
            state: DtlsState::Connected {
                remote_certificates,
            },
            ..
        } => remote_certificates.first() == Some(&expected),
        _ => false,
    };
    pair.run_until(Duration::from_secs(30), |ends| ends[0].saw(is_new));
    let connecting = pair.ends[0].saw(|event| {
        matches!(
            event,
            Event::DtlsStateChange {
                state: DtlsState::Connecting,
                ..
            }
        )
    });
    assert!(connecting);
}
