//! Threads for what takes long and may block: certificates, names.

use std::{collections::VecDeque, sync::Arc, thread::JoinHandle, time::Duration};

use parking_lot::{Condvar, Mutex};

use crate::sys::{fork::pin_library, threads};

use super::{THREAD_OF, dispatcher::guarded};

/// At most so many threads at once.
const MAX_THREADS: usize = 2;
/// A thread without work ends after this.
const IDLE: Duration = Duration::from_secs(5);
/// At most so many names wait to be resolved.
const MAX_NAMES: usize = 256;

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    /// Names wait apart: at the end they are dropped, jobs are not.
    names: VecDeque<Job>,
    threads: Vec<JoinHandle<()>>,
    running: usize,
    idle: usize,
    /// Threads inside the system's resolver, which can take long to answer.
    resolving: usize,
    closed: bool,
}

struct Shared {
    /// The runtime's id.
    owner: u64,
    state: Mutex<State>,
    changed: Condvar,
}

/// The helper threads of a runtime; made when there is work.
#[derive(Clone)]
pub(super) struct Helper(Arc<Shared>);

impl Helper {
    /// The helper of the runtime with this id.
    pub(super) fn new(owner: u64) -> Self {
        Self(Arc::new(Shared {
            owner,
            state: Mutex::default(),
            changed: Condvar::new(),
        }))
    }

    /// Runs `job` on a helper thread. After `close`, and if no thread can be had, it runs here.
    pub(super) fn run(&self, job: Job) {
        let mut state = self.0.state.lock();
        if state.closed || !self.ensure_thread(&mut state) {
            drop(state);
            guarded(job);
            return;
        }
        state.jobs.push_back(job);
        self.0.changed.notify_one();
    }

    /// Runs `job`, which asks the system's resolver. False if too many wait already; the job is dropped then.
    pub(super) fn resolve(&self, job: Job) -> bool {
        let mut state = self.0.state.lock();
        if state.closed || state.names.len() >= MAX_NAMES || !self.ensure_thread(&mut state) {
            return false;
        }
        state.names.push_back(job);
        self.0.changed.notify_one();
        true
    }

    /// Takes no work any more. Jobs that wait are done, names are dropped.
    pub(super) fn close(&self) {
        let mut state = self.0.state.lock();
        state.closed = true;
        let names = std::mem::take(&mut state.names);
        self.0.changed.notify_all();
        drop(state);
        drop(names);
    }

    /// After `close`: waits until the jobs are done. A thread that waits for a name server is left to end by itself.
    pub(super) fn join(&self) {
        let mut state = self.0.state.lock();
        while state.running > state.resolving {
            self.0.changed.wait(&mut state);
        }
        let threads = std::mem::take(&mut state.threads);
        if state.resolving > 0 {
            pin_library();
            return;
        }
        drop(state);
        for thread in threads {
            let _ = thread.join();
        }
    }

    fn ensure_thread(&self, state: &mut State) -> bool {
        if state.idle > state.jobs.len() + state.names.len() || state.running == MAX_THREADS {
            return true;
        }
        state.threads.retain(|thread| !thread.is_finished());
        let shared = Arc::clone(&self.0);
        match threads::spawn("duologue-helper", move || shared.work()) {
            Ok(thread) => {
                state.threads.push(thread);
                state.running += 1;
                true
            }
            Err(error) => {
                log::warn!("cannot start a helper thread: {error}");
                state.running > 0
            }
        }
    }
}

impl Shared {
    fn work(&self) {
        THREAD_OF.set(self.owner);
        let mut state = self.state.lock();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                drop(state);
                guarded(job);
                state = self.state.lock();
            } else if let Some(name) = state.names.pop_front() {
                state.resolving += 1;
                drop(state);
                guarded(name);
                state = self.state.lock();
                state.resolving -= 1;
            } else if state.closed {
                break;
            } else {
                state.idle += 1;
                let timed_out = self.changed.wait_for(&mut state, IDLE).timed_out();
                state.idle -= 1;
                if timed_out && state.jobs.is_empty() && state.names.is_empty() {
                    break;
                }
            }
        }
        state.running -= 1;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn there_are_never_more_threads_than_that() {
        let helper = Helper::new(1);
        let (said, heard) = mpsc::channel();
        let (open, gate) = mpsc::channel::<()>();
        let gate = Arc::new(Mutex::new(gate));
        for _ in 0..10 {
            let (said, gate) = (said.clone(), Arc::clone(&gate));
            helper.run(Box::new(move || {
                said.send(std::thread::current().id())
                    .expect("the test waits");
                let _ = gate.lock().recv();
            }));
        }
        let mut threads: Vec<_> = (0..2).map(|_| heard.recv().expect("a job")).collect();
        assert_eq!(helper.0.state.lock().running, MAX_THREADS);
        drop(open);
        threads.extend((2..10).map(|_| heard.recv().expect("a job")));
        threads.sort_unstable_by_key(|id| format!("{id:?}"));
        threads.dedup();
        assert_eq!(threads.len(), MAX_THREADS);
        helper.close();
        helper.join();
        assert_eq!(helper.0.state.lock().running, 0);
    }

    #[test]
    fn names_that_wait_are_bounded_and_dropped_at_the_end() {
        let helper = Helper::new(1);
        let (said, heard) = mpsc::channel();
        let (open, gate) = mpsc::channel::<()>();
        let gate = Arc::new(Mutex::new(gate));
        let job = || {
            let (said, gate) = (said.clone(), Arc::clone(&gate));
            Box::new(move || {
                said.send(()).expect("the test waits");
                let _ = gate.lock().recv();
            })
        };
        assert!(helper.resolve(job()) && helper.resolve(job()));
        (0..2).for_each(|_| heard.recv().expect("two are being resolved"));
        let taken = (0..MAX_NAMES + 5).filter(|_| helper.resolve(job())).count();
        assert_eq!(taken, MAX_NAMES);
        helper.close();
        // Both threads are in the resolver: nobody waits for them.
        helper.join();
        assert!(!helper.resolve(job()));
        drop(open);
        drop(said);
        assert!(heard.recv().is_err(), "the others were dropped");
    }

    #[test]
    fn a_panicking_job_and_the_end_leave_work_to_be_done() {
        let helper = Helper::new(1);
        let (said, heard) = mpsc::channel();
        helper.run(Box::new(|| panic!("a job's")));
        let first = said.clone();
        helper.run(Box::new(move || first.send(1).expect("the test waits")));
        helper.close();
        helper.join();
        assert_eq!(heard.try_recv(), Ok(1));
        helper.run(Box::new(move || said.send(2).expect("the test waits")));
        assert_eq!(heard.try_recv(), Ok(2), "here, at once");
    }
}
