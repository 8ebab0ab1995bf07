//! Ends: of links, sessions, runtimes, processes.

use super::*;

#[test]
fn a_panicking_session_is_dropped_alone() {
    let runtime = runtime(DispatchMode::Thread, 1);
    let (a, mut b) = talkers(&runtime, &runtime);
    let bad = attach(&runtime, |_, _, _| panic!("a session's"));
    bad.link.send(poke(1));
    assert_eq!(bad.ended.recv_timeout(PATIENCE), Ok(Ended::Panicked));
    bad.link.send(poke(1));
    a.link.send(send(b"still here"));
    assert_eq!(b.next_text(), "still here");
}

#[test]
fn the_last_link_closes_and_removes_the_session() {
    let runtime = runtime(DispatchMode::Thread, 1);
    let (said, heard) = mpsc::channel();
    let session = attach(&runtime, move |_, _, input| {
        if matches!(input, In::Command(Command::Close)) {
            said.send(()).expect("the test waits");
        }
    });
    let second = session.link.clone();
    drop(session.link);
    second.send(Command::Close);
    drop(second);
    assert_eq!(heard.recv_timeout(PATIENCE), Ok(()));
    // The behaviour, and the sender in it, are dropped with the session; Close came once.
    assert_eq!(
        heard.recv_timeout(PATIENCE),
        Err(mpsc::RecvTimeoutError::Disconnected)
    );
    drop(session.sink);
}

#[test]
fn shutdown_ends_sessions_and_joins() {
    let runtime = runtime(DispatchMode::Thread, 2);
    let sessions: Vec<_> = (0..5).map(|_| attach(&runtime, |_, _, _| {})).collect();
    runtime.shutdown();
    for session in &sessions {
        assert_eq!(session.ended.try_recv(), Ok(Ended::Shutdown));
        session.link.send(poke(1));
    }
    assert!(matches!(runtime.check(), Err(RuntimeError::ShutDown)));
    runtime.shutdown();
}

#[test]
fn shutdown_from_a_callback_returns_and_delivers_the_rest() {
    let runtime = runtime(DispatchMode::Thread, 2);
    let (said, heard) = mpsc::channel();
    let dispatcher = Arc::clone(runtime.dispatcher());
    let inner = runtime.clone();
    let first = said.clone();
    dispatcher.queue_step(move |callbacks| {
        callbacks.push_back(Box::new(move || {
            inner.shutdown();
            first.send("shut down").expect("the test waits");
        }));
        callbacks.push_back(Box::new(move || {
            said.send("the rest").expect("the test waits");
        }));
    });
    drop(runtime);
    assert_eq!(heard.recv_timeout(PATIENCE), Ok("shut down"));
    assert_eq!(heard.recv_timeout(PATIENCE), Ok("the rest"));
    assert!(heard.recv_timeout(PATIENCE).is_err(), "nothing else");
}

#[test]
fn manual_mode_delivers_what_is_queued_at_shutdown() {
    let runtime = runtime(DispatchMode::Manual, 1);
    let here = std::thread::current().id();
    let (said, heard) = mpsc::channel();
    runtime.dispatcher().queue_callback(Box::new(move || {
        said.send(std::thread::current().id())
            .expect("the test waits");
    }));
    runtime.shutdown();
    assert_eq!(heard.try_recv(), Ok(here));
}

#[test]
fn jobs_run_in_any_case() {
    let runtime = runtime(DispatchMode::Manual, 1);
    let (said, heard) = mpsc::channel();
    for i in 0..50 {
        let said = said.clone();
        let job = Box::new(move || said.send(i).expect("the test waits"));
        runtime.background(job).expect("a running runtime");
    }
    drop(said);
    runtime.shutdown();
    let mut all: Vec<_> = heard.iter().collect();
    all.sort_unstable();
    assert_eq!(all, (0..50).collect::<Vec<_>>());
}

#[test]
fn a_forked_child_gets_errors_and_waits_for_nothing() {
    let runtime = runtime(DispatchMode::Thread, 1);
    let (a, mut b) = talkers(&runtime, &runtime);
    let code = crate::sys::fork::in_forked_child(|| {
        a.link.send(send(b"from the child"));
        a.link.detach();
        let answers = [
            runtime.is_forked_child(),
            matches!(
                runtime.background(Box::new(|| {})),
                Err(RuntimeError::Forked)
            ),
            runtime.dispatcher().dispatch(1) == Err(DispatchError::Forked),
        ];
        runtime.shutdown();
        drop(runtime.clone());
        i32::from(answers.iter().all(|answer| *answer))
    });
    assert_eq!(code, 1);
    a.link.send(send(b"from the parent"));
    assert_eq!(b.next_text(), "from the parent");
}

#[test]
fn thread_mode_dispatches_on_the_first_shard() {
    let runtime = runtime(DispatchMode::Thread, 1);
    let (said, heard) = mpsc::channel();
    let dispatcher = Arc::clone(runtime.dispatcher());
    runtime.dispatcher().queue_callback(Box::new(move || {
        let answer = (
            std::thread::current().name().map(String::from),
            dispatcher.is_callback_thread(),
        );
        said.send(answer).expect("the test waits");
    }));
    assert_eq!(
        heard.recv_timeout(PATIENCE),
        Ok((Some("duologue".into()), true))
    );
    assert!(!runtime.dispatcher().is_callback_thread());
}

#[test]
fn options_are_checked() {
    for threads in [0, 65] {
        let options = RuntimeOptions {
            threads,
            ..RuntimeOptions::default()
        };
        assert!(matches!(Runtime::new(&options), Err(RuntimeError::Threads(n)) if n == threads));
    }
}

#[test]
fn a_forked_child_may_make_a_runtime_of_its_own() {
    let parents = runtime(DispatchMode::Thread, 1);
    let code = crate::sys::fork::in_forked_child(|| {
        let own = runtime(DispatchMode::Thread, 2);
        let (a, mut b) = talkers(&own, &own);
        a.link.send(send(b"in the child"));
        let text = b.next_text();
        own.shutdown();
        i32::from(text == "in the child" && parents.is_forked_child())
    });
    assert_eq!(code, 1);
}

#[test]
fn manual_mode_shuts_down_within_a_callback() {
    let runtime = runtime(DispatchMode::Manual, 2);
    let session = attach(&runtime, |_, _, _| {});
    let (said, heard) = mpsc::channel();
    let dispatcher = Arc::clone(runtime.dispatcher());
    let first = said.clone();
    dispatcher.queue_callback(Box::new(move || {
        runtime.shutdown();
        drop(runtime);
        first.send(1).expect("the test waits");
    }));
    dispatcher.queue_callback(Box::new(move || said.send(2).expect("the test waits")));
    assert_eq!(dispatcher.dispatch(1), Ok(2), "the rest comes at once");
    assert_eq!(heard.iter().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(session.ended.try_recv(), Ok(Ended::Shutdown));
}

#[test]
fn the_last_reference_may_go_on_a_thread_of_the_runtime() {
    for mode in [DispatchMode::Thread, DispatchMode::Manual] {
        let runtime = runtime(mode, 1);
        let session = attach(&runtime, |_, _, _| {});
        let dispatcher = Arc::clone(runtime.dispatcher());
        let (said, heard) = mpsc::channel();
        let last = runtime.clone();
        let job = Box::new(move || {
            drop(last);
            said.send(()).expect("the test waits");
        });
        // The job may run after the test's own reference went, or before: either is the last.
        runtime.background(job).expect("a running runtime");
        drop(runtime);
        assert_eq!(heard.recv_timeout(PATIENCE), Ok(()));
        assert_eq!(session.ended.recv_timeout(PATIENCE), Ok(Ended::Shutdown));
        let (said, heard) = mpsc::channel();
        dispatcher.queue_callback(Box::new(move || said.send(()).expect("the test waits")));
        dispatcher.run_leftovers();
        assert_eq!(heard.recv_timeout(PATIENCE), Ok(()), "{mode:?}");
    }
}

#[test]
fn jobs_run_here_when_the_runtime_has_ended() {
    let runtime = runtime(DispatchMode::Thread, 1);
    runtime.shutdown();
    let (said, heard) = mpsc::channel();
    let job = Box::new(move || said.send(()).expect("the test waits"));
    runtime.background(job).expect("it is run");
    assert_eq!(heard.try_recv(), Ok(()));
    let refused = runtime.attach(
        |_| unreachable!("not asked"),
        std::sync::Weak::<Sink>::new(),
    );
    assert!(matches!(refused, Err(RuntimeError::ShutDown)));
}

#[test]
fn sends_race_with_shutdown() {
    for _ in 0..20 {
        let runtime = runtime(DispatchMode::Thread, 2);
        let sessions: Vec<_> = (0..4).map(|_| attach(&runtime, |_, _, _| {})).collect();
        std::thread::scope(|scope| {
            for session in &sessions {
                let (link, dispatcher) = (&session.link, runtime.dispatcher());
                scope.spawn(move || {
                    for i in 0..200 {
                        link.send(poke(i));
                        dispatcher.queue_callback(Box::new(|| {}));
                    }
                });
            }
            scope.spawn(|| runtime.shutdown());
        });
        for session in &sessions {
            assert_eq!(session.ended.recv_timeout(PATIENCE), Ok(Ended::Shutdown));
        }
    }
}
