use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
    mpsc,
};

use super::*;

type Log = Arc<Mutex<Vec<String>>>;

/// A task that logs each step and yields so many callbacks in each, which log too.
struct Steps {
    name: &'static str,
    log: Log,
    callbacks: VecDeque<usize>,
}

impl Task for Steps {
    fn step(&mut self, callbacks: &mut Callbacks) -> bool {
        self.log.lock().push(format!("{} step", self.name));
        for i in 0..self.callbacks.pop_front().unwrap_or(0) {
            let (name, log) = (self.name, Arc::clone(&self.log));
            callbacks.push_back(Box::new(move || log.lock().push(format!("{name}{i}"))));
        }
        !self.callbacks.is_empty()
    }
}

fn steps(name: &'static str, log: &Log, callbacks: &[usize]) -> Box<Steps> {
    Box::new(Steps {
        name,
        log: Arc::clone(log),
        callbacks: callbacks.iter().copied().collect(),
    })
}

fn taken(log: &Log) -> Vec<String> {
    std::mem::take(&mut *log.lock())
}

fn manual() -> Arc<Dispatcher> {
    Arc::new(Dispatcher::manual().expect("a pipe"))
}

fn readable(dispatcher: &Dispatcher) -> bool {
    let fd = dispatcher.fd().expect("MANUAL mode has a descriptor");
    crate::sys::poll::is_readable(fd)
}

#[test]
fn a_step_then_its_callbacks_then_the_next_step() {
    let (dispatcher, log) = (manual(), Log::default());
    dispatcher.queue(steps("a", &log, &[2, 1]));
    dispatcher.queue(steps("b", &log, &[1]));
    assert_eq!(dispatcher.dispatch(100), Ok(4));
    assert_eq!(
        taken(&log),
        ["a step", "a0", "a1", "a step", "a0", "b step", "b0"]
    );
    assert_eq!(dispatcher.dispatch(100), Ok(0));
}

#[test]
fn max_stops_within_a_task_and_the_rest_waits() {
    let (dispatcher, log) = (manual(), Log::default());
    dispatcher.queue(steps("a", &log, &[2, 1]));
    for expected in [&["a step", "a0"][..], &["a1"], &["a step", "a0"]] {
        assert!(readable(&dispatcher));
        assert_eq!(dispatcher.dispatch(1), Ok(1));
        assert_eq!(taken(&log), expected);
    }
    assert!(!readable(&dispatcher));
    assert_eq!(dispatcher.dispatch(1), Ok(0));
    assert_eq!(dispatcher.dispatch(0), Ok(0));
}

#[test]
fn what_a_callback_queues_waits_for_the_next_dispatch() {
    let (dispatcher, log) = (manual(), Log::default());
    let (again, later) = (Arc::clone(&dispatcher), Arc::clone(&log));
    dispatcher.queue_callback(Box::new(move || again.queue(steps("b", &later, &[1]))));
    assert_eq!(dispatcher.dispatch(100), Ok(1));
    assert!(taken(&log).is_empty());
    assert!(readable(&dispatcher));
    assert_eq!(dispatcher.dispatch(100), Ok(1));
    assert_eq!(taken(&log), ["b step", "b0"]);
    assert!(!readable(&dispatcher));
}

#[test]
fn recursion_and_a_second_thread_are_refused() {
    let dispatcher = manual();
    let (inner, results) = (Arc::clone(&dispatcher), Arc::new(Mutex::new(Vec::new())));
    let seen = Arc::clone(&results);
    dispatcher.queue_callback(Box::new(move || {
        assert!(inner.is_callback_thread());
        seen.lock().push(inner.dispatch(1));
        let other = Arc::clone(&inner);
        let thread = std::thread::spawn(move || {
            assert!(!other.is_callback_thread());
            other.dispatch(1)
        });
        seen.lock().push(thread.join().expect("no panic"));
    }));
    assert_eq!(dispatcher.dispatch(1), Ok(1));
    assert_eq!(
        *results.lock(),
        [
            Err(DispatchError::Recursive),
            Err(DispatchError::OtherThread)
        ]
    );
}

#[test]
fn in_thread_mode_the_application_does_not_dispatch() {
    let wakes = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&wakes);
    let dispatcher = Dispatcher::on_thread(Box::new(move || {
        count.fetch_add(1, Ordering::Relaxed);
    }));
    assert_eq!(dispatcher.fd(), None);
    assert_eq!(dispatcher.dispatch(1), Err(DispatchError::WrongMode));
    dispatcher.queue_callback(Box::new(|| {}));
    dispatcher.queue_callback(Box::new(|| {}));
    assert_eq!(wakes.load(Ordering::Relaxed), 1, "one wake for both");
    assert_eq!(dispatcher.run_some(10), 2);
    dispatcher.queue_callback(Box::new(|| {}));
    assert_eq!(wakes.load(Ordering::Relaxed), 2);
}

#[test]
fn a_panic_takes_nothing_else_with_it() {
    let (dispatcher, log) = (manual(), Log::default());
    dispatcher.queue_callback(Box::new(|| panic!("a callback's")));
    dispatcher.queue_step(|_| panic!("a step's"));
    dispatcher.queue(steps("a", &log, &[1]));
    assert_eq!(dispatcher.dispatch(100), Ok(2));
    assert_eq!(taken(&log), ["a step", "a0"]);
    assert_eq!(dispatcher.dispatch(100), Ok(0), "it can still be used");
}

#[test]
fn finish_delivers_all_and_what_that_queues() {
    let (dispatcher, log) = (manual(), Log::default());
    let (again, later) = (Arc::clone(&dispatcher), Arc::clone(&log));
    dispatcher.queue(steps("a", &log, &[3]));
    assert_eq!(dispatcher.dispatch(1), Ok(1));
    dispatcher.queue_callback(Box::new(move || again.queue(steps("b", &later, &[1]))));
    dispatcher.finish();
    assert_eq!(taken(&log), ["a step", "a0", "a1", "a2", "b step", "b0"]);
    assert!(!readable(&dispatcher));
}

#[test]
fn finish_within_a_callback_is_done_by_the_dispatch_around_it() {
    let (dispatcher, log) = (manual(), Log::default());
    let inner = Arc::clone(&dispatcher);
    let during = Arc::clone(&log);
    dispatcher.queue_callback(Box::new(move || {
        inner.finish();
        during.lock().push("finish returned".into());
    }));
    dispatcher.queue(steps("a", &log, &[2]));
    assert_eq!(dispatcher.dispatch(1), Ok(3));
    assert_eq!(taken(&log), ["finish returned", "a step", "a0", "a1"]);
}

#[test]
fn leftovers_wait_for_a_thread_without_locks() {
    let (dispatcher, log) = (manual(), Log::default());
    dispatcher.run_leftovers();
    dispatcher.finish();
    dispatcher.queue(steps("a", &log, &[1]));
    assert!(taken(&log).is_empty(), "queue runs nothing itself");
    dispatcher.run_leftovers();
    assert_eq!(taken(&log), ["a step", "a0"]);
}

#[test]
fn after_finish_only_who_delivers_makes_the_callbacks() {
    let dispatcher = manual();
    assert_eq!(dispatcher.dispatch(1), Ok(0));
    assert!(dispatcher.is_callback_thread());
    dispatcher.finish();
    assert!(!dispatcher.is_callback_thread(), "it may wait");
    let (inner, within) = (Arc::clone(&dispatcher), Arc::new(Mutex::new(false)));
    let seen = Arc::clone(&within);
    dispatcher.queue_callback(Box::new(move || *seen.lock() = inner.is_callback_thread()));
    dispatcher.run_leftovers();
    assert!(*within.lock());
    assert!(!dispatcher.is_callback_thread());
}

#[test]
fn no_wake_up_is_lost_between_threads() {
    const THREADS: usize = 4;
    const TASKS: usize = 2_000;
    let dispatcher = manual();
    let made = Arc::new(AtomicUsize::new(0));
    let (done, all_done) = mpsc::channel();
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let (dispatcher, made, done) = (dispatcher.clone(), made.clone(), done.clone());
            std::thread::spawn(move || {
                for _ in 0..TASKS {
                    let made = Arc::clone(&made);
                    dispatcher.queue_callback(Box::new(move || {
                        made.fetch_add(1, Ordering::Relaxed);
                    }));
                }
                done.send(()).expect("the test waits");
            })
        })
        .collect();
    let fd = dispatcher.fd().expect("a descriptor");
    while made.load(Ordering::Relaxed) < THREADS * TASKS {
        assert!(
            crate::sys::poll::wait_readable(fd, 60_000),
            "a task waits but the descriptor does not say so"
        );
        dispatcher.dispatch(3).expect("this thread dispatches");
    }
    for _ in 0..THREADS {
        all_done.recv().expect("each thread ends");
    }
    assert!(!readable(&dispatcher));
    for thread in threads {
        thread.join().expect("no panic");
    }
}

#[test]
fn a_forked_child_gets_an_answer() {
    let dispatcher = manual();
    dispatcher.queue_callback(Box::new(|| {}));
    let code = crate::sys::fork::in_forked_child(|| {
        dispatcher.queue_callback(Box::new(|| {}));
        dispatcher.run_leftovers();
        i32::from(dispatcher.dispatch(1) == Err(DispatchError::Forked))
            + 2 * i32::from(dispatcher.is_callback_thread())
    });
    assert_eq!(code, 1);
    assert_eq!(dispatcher.dispatch(9), Ok(1));
}
