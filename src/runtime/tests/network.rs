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
