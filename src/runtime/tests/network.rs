//! Datagrams, requests, timers, batches.

use super::*;

#[test]
fn two_sessions_talk_over_loopback() {
    let runtime = runtime(DispatchMode::Thread, 1);
    let (mut a, mut b) = talkers(&runtime, &runtime);
    a.link.send(send(b"ping"));
    assert_eq!(b.next_text(), "ping");
    b.link.send(send(b"pong"));
    assert_eq!(a.next_text(), "pong");
}

#[test]
fn a_connection_stays_on_its_shard_and_shards_talk() {
    let runtime = runtime(DispatchMode::Manual, 3);
    let pairs: Vec<_> = (0..4).map(|_| talkers(&runtime, &runtime)).collect();
    for (i, (a, mut b)) in pairs.into_iter().enumerate() {
        let text = format!("pair {i}");
        a.link.send(send(text.as_bytes()));
        assert_eq!(b.next_text(), text);
    }
}

#[test]
fn a_port_range_is_kept_and_exhausted_with_an_error() {
    let runtime = runtime(DispatchMode::Thread, 1);
    let free = std::net::UdpSocket::bind((LOOPBACK, 0)).expect("a port");
    let port = free.local_addr().expect("bound").port();
    drop(free);
    let mut session = attach(&runtime, move |fake, _, input| match input {
        In::Command(Command::Gather { transport }) => {
            fake.bind(Some((port, port + transport.0 as u16 - 1)));
        }
        In::Bound(Ok((_, address))) => fake.message(address.to_string().as_bytes()),
        In::Bound(Err(error)) => fake.message(error.as_bytes()),
        _ => {}
    });
    session.link.send(poke(1));
    assert_eq!(session.next_address().port(), port);
    session.link.send(poke(1));
    let error = session.next_text();
    assert!(
        error.contains(&format!("{port}-{port}")) && error.contains("127.0.0.1"),
        "{error}"
    );
    session.link.send(poke(0));
    assert!(session.next_text().contains("no range"));
}

#[test]
fn requests_are_answered() {
    let runtime = runtime(DispatchMode::Thread, 1);
    let mut session = attach(&runtime, |fake, _, input| match input {
        In::Command(Command::Gather { transport }) => fake.request(match transport.0 {
            0 => IoRequest::Interfaces,
            n => IoRequest::Resolve {
                request: RequestId(n),
                // The last is no name at all, so that nobody is asked.
                host: ["192.0.2.5", "localhost", "no..name"][n as usize - 1].into(),
            },
        }),
        In::Interfaces(list) => {
            let found = list.iter().any(|i| i.loopback && i.address == LOOPBACK);
            fake.message(if found { b"loopback" } else { b"none" });
        }
        In::Resolved(Ok(addresses)) => fake.message(format!("{addresses:?}").as_bytes()),
        In::Resolved(Err(error)) => fake.message(error.as_bytes()),
        _ => {}
    });
    session.link.send(poke(0));
    assert_eq!(session.next_text(), "loopback");
    session.link.send(poke(1));
    assert_eq!(session.next_text(), "[192.0.2.5]");
    session.link.send(poke(2));
    let local = session.next_text();
    assert!(
        local.contains("127.0.0.1") || local.contains("::1"),
        "{local}"
    );
    session.link.send(poke(3));
    let error = session.next_text();
    assert!(error.contains("cannot resolve \"no..name\""), "{error}");
}

#[test]
fn a_timer_comes_when_it_is_due() {
    let runtime = runtime(DispatchMode::Thread, 1);
    let mut session = attach(&runtime, |fake, now, input| match input {
        In::Command(Command::Gather { transport }) => {
            fake.deadline = Some(now + Duration::from_millis(transport.0.into()));
        }
        In::Timeout => fake.message(b"due"),
        _ => {}
    });
    let start = runtime.now();
    session.link.send(poke(500_000));
    session.link.send(poke(30));
    assert_eq!(session.next_text(), "due");
    assert!(runtime.now() - start >= Duration::from_millis(30));
}

#[test]
fn a_burst_arrives_whole_and_in_order() {
    for offload in [true, false] {
        let runtime = runtime_with(RuntimeOptions {
            offload,
            ..RuntimeOptions::default()
        });
        let mut receiver = attach(&runtime, talker);
        receiver.link.send(poke(1));
        let to = receiver.next_address();
        let sender = attach(&runtime, move |fake, _, input| match input {
            In::Command(Command::Gather { .. }) => fake.bind(None),
            In::Bound(Ok(_)) => {
                // Two full runs of equal sizes, a shorter end, and sizes that do not fit together.
                for i in 0..100u8 {
                    fake.transmit(to, &[i; 200]);
                }
                for i in 100..120u8 {
                    fake.transmit(to, &vec![i; usize::from(i)]);
                }
            }
            _ => {}
        });
        sender.link.send(poke(1));
        for i in 0..120u8 {
            let len = if i < 100 { 200 } else { usize::from(i) };
            assert_eq!(receiver.next_message(), vec![i; len], "offload: {offload}");
        }
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
#[test]
fn a_probe_that_the_first_link_does_not_take_comes_back() {
    let runtime = runtime(DispatchMode::Manual, 1);
    let mut receiver = attach(&runtime, talker);
    receiver.link.send(poke(1));
    let to = receiver.next_address();
    let sender = attach(&runtime, move |fake, _, input| match input {
        In::Command(Command::Gather { .. }) => fake.bind(None),
        In::Bound(Ok((socket, _))) => {
            // No UDP datagram over IPv4 has so many bytes.
            for size in [1472, 65_520] {
                fake.transmit_with(socket, to, &vec![7; size], Fragmentation::Forbidden);
            }
        }
        In::TooLarge(_, size) => fake.message(&size.to_be_bytes()),
        _ => {}
    });
    sender.link.send(poke(1));
    assert_eq!(receiver.next_message(), vec![7; 1472]);
    let batch = sender.batches.recv_timeout(PATIENCE).expect("events");
    assert!(matches!(&batch[..], [Event::Message { data, .. }]
        if **data == 65_520usize.to_be_bytes()));
}

#[test]
fn the_events_of_a_drain_come_together() {
    let runtime = runtime(DispatchMode::Manual, 1);
    let session = attach(&runtime, |fake, _, input| {
        if let In::Command(Command::Gather { .. }) = input {
            (0..5).for_each(|i| fake.message(&[i]));
        }
    });
    session.link.send(poke(1));
    let batch = session.batches.recv_timeout(PATIENCE).expect("events");
    assert_eq!(batch.len(), 5);
}

#[test]
fn idle_connections_cost_nothing() {
    let runtime = runtime(DispatchMode::Thread, 1);
    let calls = Arc::new(AtomicUsize::new(0));
    let idle: Vec<_> = (0..1000)
        .map(|i| {
            let calls = Arc::clone(&calls);
            let session = attach(&runtime, move |fake, now, input| {
                calls.fetch_add(1, Ordering::Relaxed);
                match input {
                    In::Command(_) if i % 10 == 0 => fake.bind(None),
                    In::Command(_) => fake.message(b"ready"),
                    In::Bound(_) => fake.message(b"ready"),
                    _ => {}
                }
                fake.deadline = Some(now + Duration::from_secs(600));
            });
            session.link.send(poke(1));
            session
        })
        .collect();
    let (a, mut b) = talkers(&runtime, &runtime);
    for session in &idle {
        session.batches.recv_timeout(PATIENCE).expect("ready");
    }
    a.link.send(send(b"0"));
    assert_eq!(b.next_text(), "0");

    let calls_before = calls.load(Ordering::Relaxed);
    let (wake_ups, drains) = runtime.counts();
    for i in 1..=50 {
        let text = i.to_string();
        a.link.send(send(text.as_bytes()));
        assert_eq!(b.next_text(), text);
    }
    let (wake_ups_after, drains_after) = runtime.counts();
    assert_eq!(calls.load(Ordering::Relaxed), calls_before);
    // Each message drains the sender and the receiver; a wake-up each, and one more where the thread looked once too often.
    let (wake_ups, drains) = (wake_ups_after - wake_ups, drains_after - drains);
    assert!((50..=101).contains(&drains), "{drains} drains");
    assert!((50..=201).contains(&wake_ups), "{wake_ups} wake-ups");
}

#[test]
fn a_notifier_drains_from_any_thread_and_once() {
    let runtime = runtime(DispatchMode::Manual, 1);
    let (said, heard) = mpsc::channel();
    struct Noticed(mpsc::Sender<()>);
    impl SessionDriver for Noticed {
        fn handle_command(&mut self, _: Instant, _: Command) {}
        fn handle_input(&mut self, _: Instant, _: Input<'_>) {}
        fn handle_timeout(&mut self, _: Instant) {}
        fn poll_timeout(&self) -> Option<Instant> {
            None
        }
        fn poll_output(&mut self, _: Instant, _: &mut dyn Outlet) {
            let _ = self.0.send(());
        }
    }
    let mut notify = None;
    let sink: WeakSink = std::sync::Weak::<Sink>::new();
    let link = runtime.attach(
        |notifier| {
            notify = Some(notifier);
            Box::new(Noticed(said))
        },
        sink,
    );
    let link = link.expect("a running runtime");
    let notify = notify.expect("given");
    assert_eq!(heard.recv_timeout(PATIENCE), Ok(()), "the first drain");
    for _ in 0..100 {
        let notify = Arc::clone(&notify);
        std::thread::spawn(move || notify())
            .join()
            .expect("no panic");
        assert_eq!(heard.recv_timeout(PATIENCE), Ok(()));
    }
    drop(link);
    while heard.recv_timeout(PATIENCE).is_ok() {}
    notify();
}

#[test]
fn a_send_from_a_callback_needs_no_wake_up() {
    let runtime = runtime(DispatchMode::Thread, 1);
    let (a, mut b) = talkers(&runtime, &runtime);
    let link = a.link.clone();
    runtime
        .dispatcher()
        .queue_callback(Box::new(move || link.send(send(b"from a callback"))));
    assert_eq!(b.next_text(), "from a callback");
}
