//! The threads, sockets, timers, the clock and the dispatcher of callbacks.
//!
//! A runtime has one thread (a shard) or a few; each connection stays on its shard for life. Nothing here knows the W3C: the
//! world above sends commands through a `Link` and gets events through an `EventSink`.

use std::{
    cell::Cell,
    fmt, io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use parking_lot::Mutex;

mod bind;
mod clock;
mod dispatcher;
mod drain;
mod driver;
mod helper;
mod inbox;
mod interfaces;
mod later;
mod link;
mod send_queue;
mod shard;
mod sockets;
#[cfg(test)]
mod tests;
mod timers;
mod transmit;

pub(crate) use dispatcher::{Callback, Callbacks, DispatchError, DispatchMode, Dispatcher, Task};
pub(crate) use driver::{Ended, EventSink, Notifier, SessionDriver, WeakSink};
pub(crate) use link::Link;

use crate::{
    random::{Random, SystemRandom},
    sys::{
        fork::{ForkGuard, pin_library},
        threads,
    },
};

use inbox::{Inbox, Message, NewConnection, notifier};
use shard::{ConnectionKey, Counters, Shard, Shared};

/// The most threads that a runtime may have.
const MAX_SHARDS: u32 = 64;

thread_local! {
    /// The runtime whose thread this is; 0 for the application's threads.
    static THREAD_OF: Cell<u64> = const { Cell::new(0) };
}

/// How a runtime is to be.
#[derive(Clone, Debug)]
pub(crate) struct RuntimeOptions {
    pub(crate) dispatch: DispatchMode,
    /// Connections are spread over so many threads.
    pub(crate) threads: u32,
    pub(crate) thread_name: String,
    /// Let the kernel segment and join datagrams of one size, where it can.
    pub(crate) offload: bool,
}

impl Default for RuntimeOptions {
    fn default() -> Self {
        Self {
            dispatch: DispatchMode::default(),
            threads: 1,
            thread_name: "duologue".into(),
            offload: true,
        }
    }
}

/// Why a runtime did nothing.
#[derive(Debug)]
pub(crate) enum RuntimeError {
    /// The process is a forked child of the one that made the runtime.
    Forked,
    ShutDown,
    /// Not between 1 and the most there may be.
    Threads(u32),
    /// The system gave no thread, poll or pipe.
    Io(io::Error),
}

impl fmt::Display for RuntimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forked => write!(f, "this process is a forked child: make a new runtime"),
            Self::ShutDown => write!(f, "the runtime was shut down"),
            Self::Threads(count) => write!(f, "{count} threads: must be 1 to {MAX_SHARDS}"),
            Self::Io(error) => write!(f, "the system refused the runtime: {error}"),
        }
    }
}

impl std::error::Error for RuntimeError {}

impl From<io::Error> for RuntimeError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The threads, sockets and callbacks of any number of connections. Clones are the same runtime; the last one shuts it down.
#[derive(Clone)]
pub(crate) struct Runtime(Arc<Inner>);

struct Inner {
    id: u64,
    fork: ForkGuard,
    dispatcher: Arc<Dispatcher>,
    shared: Arc<Shared>,
    shards: Vec<(Arc<Inbox>, Arc<Counters>)>,
    next_shard: AtomicUsize,
    shut_down: AtomicBool,
    /// In MANUAL mode all shards; in THREAD mode the first, which joins the others.
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Runtime {
    pub(crate) fn new(options: &RuntimeOptions) -> Result<Self, RuntimeError> {
        static NEXT_ID: AtomicU64 = AtomicU64::new(1);
        if !(1..=MAX_SHARDS).contains(&options.threads) {
            return Err(RuntimeError::Threads(options.threads));
        }
        let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        let shared = Arc::new(Shared::new(id));
        let mut shards = Vec::new();
        for _ in 0..options.threads {
            shards.push(Shard::new(Arc::clone(&shared), options.offload)?);
        }
        let dispatcher = Arc::new(match options.dispatch {
            DispatchMode::Manual => Dispatcher::manual()?,
            DispatchMode::Thread => {
                let first = Arc::clone(shards[0].inbox());
                Dispatcher::on_thread(Box::new(move || first.wake()))
            }
        });
        let known = |shard: &Shard| (Arc::clone(shard.inbox()), Arc::clone(shard.counters()));
        let runtime = Self(Arc::new(Inner {
            id,
            fork: ForkGuard::new(),
            dispatcher,
            shared,
            shards: shards.iter().map(known).collect(),
            next_shard: AtomicUsize::new(0),
            shut_down: AtomicBool::new(false),
            threads: Mutex::default(),
        }));
        // If a thread cannot be had, dropping the runtime ends those that were.
        runtime.start(options, shards)?;
        Ok(runtime)
    }

    fn start(&self, options: &RuntimeOptions, mut shards: Vec<Shard>) -> io::Result<()> {
        let mut threads = self.0.threads.lock();
        let id = self.0.id;
        let first = shards.remove(0);
        for (i, shard) in shards.into_iter().enumerate() {
            let name = format!("{}-{}", options.thread_name, i + 1);
            threads.push(threads::spawn(&name, move || {
                THREAD_OF.set(id);
                shard.run();
            })?);
        }
        let body = match options.dispatch {
            DispatchMode::Manual => first_manual(first),
            DispatchMode::Thread => {
                let finish = Finish {
                    dispatcher: Arc::clone(&self.0.dispatcher),
                    shared: Arc::clone(&self.0.shared),
                    others: std::mem::take(&mut *threads),
                };
                first_dispatching(first, finish)
            }
        };
        threads.push(threads::spawn(&options.thread_name, move || {
            THREAD_OF.set(id);
            body();
        })?);
        Ok(())
    }

    /// Puts a session on a shard, where it stays until its link is dropped. `make` gets the notifier by which the session's
    /// libraries say that there is output.
    pub(crate) fn attach(
        &self,
        make: impl FnOnce(Notifier) -> Box<dyn SessionDriver>,
        sink: WeakSink,
    ) -> Result<Link, RuntimeError> {
        self.check()?;
        let key = ConnectionKey(
            self.0
                .shared
                .next_connection
                .fetch_add(1, Ordering::Relaxed),
        );
        let shard = self.0.next_shard.fetch_add(1, Ordering::Relaxed) % self.0.shards.len();
        let inbox = &self.0.shards[shard].0;
        let (notifier, dirty) = notifier(Arc::clone(inbox), key);
        let link = Link::new(key, Arc::clone(inbox), self.0.fork);
        let new = NewConnection {
            key,
            session: make(notifier),
            sink,
            dirty,
        };
        match inbox.push(Message::Attach(Box::new(new))) {
            true => Ok(link),
            false => Err(RuntimeError::ShutDown),
        }
    }

    pub(crate) fn dispatcher(&self) -> &Arc<Dispatcher> {
        &self.0.dispatcher
    }

    /// A generator for a session.
    pub(crate) fn random(&self) -> Box<dyn Random> {
        Box::new(SystemRandom)
    }

    /// The monotonic time.
    pub(crate) fn now(&self) -> Instant {
        clock::now()
    }

    /// Milliseconds since 1970, by a clock that never goes back.
    pub(crate) fn unix_ms_of(&self, at: Instant) -> f64 {
        clock::unix_ms_of(at)
    }

    /// Milliseconds since 1970.
    pub(crate) fn now_unix_ms(&self) -> f64 {
        clock::unix_ms()
    }

    /// Runs a job that takes long on a helper thread. It runs in any case but in a forked child: while the runtime ends, and
    /// here if it has ended, so the caller holds no lock.
    pub(crate) fn background(&self, job: Box<dyn FnOnce() + Send>) -> Result<(), RuntimeError> {
        if self.0.fork.is_child() {
            std::mem::forget(job);
            return Err(RuntimeError::Forked);
        }
        self.0.shared.helper.run(job);
        Ok(())
    }

    /// Queues a task when a time has passed. Tasks that are still to come when the runtime ends are dropped.
    pub(crate) fn queue_task_after(&self, delay: Duration, task: Box<dyn Task>) {
        if self.0.fork.is_child() {
            std::mem::forget(task);
            return;
        }
        let dispatcher = Arc::clone(&self.0.dispatcher);
        let job = Box::new(move || dispatcher.queue(task));
        self.0.shards[0]
            .0
            .push(Message::Later(clock::now() + delay, job));
    }

    /// Whether this process is a child of the one that made the runtime. Then nothing of it may be used.
    #[cfg(test)]
    pub(crate) fn is_forked_child(&self) -> bool {
        self.0.fork.is_child()
    }

    /// Whether calls are still answered.
    pub(crate) fn check(&self) -> Result<(), RuntimeError> {
        if self.0.fork.is_child() {
            return Err(RuntimeError::Forked);
        }
        if self.0.shut_down.load(Ordering::Acquire) {
            return Err(RuntimeError::ShutDown);
        }
        Ok(())
    }

    /// How often the shards woke up and drained a connection, so far.
    #[cfg(test)]
    fn counts(&self) -> (u64, u64) {
        let sum = |pick: fn(&Counters) -> &AtomicU64| {
            let each = self.0.shards.iter();
            each.map(|(_, counters)| pick(counters).load(Ordering::Relaxed))
                .sum()
        };
        (sum(|c| &c.wake_ups), sum(|c| &c.drains))
    }

    /// Ends everything: closes all sessions and sockets, delivers what is queued, joins the threads. On one of the runtime's
    /// own threads it does not wait: they end by themselves then.
    pub(crate) fn shutdown(&self) {
        self.0.shutdown();
    }
}

impl Inner {
    fn shutdown(&self) {
        if self.fork.is_child() || self.shut_down.swap(true, Ordering::AcqRel) {
            return;
        }
        let on_own_thread = THREAD_OF.get() == self.id;
        let manual = self.dispatcher.mode() == DispatchMode::Manual;
        if on_own_thread {
            pin_library();
            if manual {
                // Before the sessions say that they ended: what that queues is for the application's next call.
                self.dispatcher.abandon();
            }
        }
        for (inbox, _) in &self.shards {
            inbox.push(Message::Stop);
        }
        let threads = std::mem::take(&mut *self.threads.lock());
        if on_own_thread {
            self.shared.helper.close();
            return;
        }
        for thread in threads {
            let _ = thread.join();
        }
        if manual {
            self.shared.helper.close();
            self.shared.helper.join();
            self.dispatcher.finish();
        }
        self.dispatcher.run_leftovers();
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if self.fork.is_child() {
            // The threads are the parent's, a lock may be held for ever, and dropping a thread's handle would detach it.
            std::mem::forget(std::mem::take(self.threads.get_mut()));
            std::mem::forget(Arc::clone(&self.shared));
            std::mem::forget(Arc::clone(&self.dispatcher));
            return;
        }
        self.shutdown();
    }
}

/// What the thread that makes callbacks does at its end.
struct Finish {
    dispatcher: Arc<Dispatcher>,
    shared: Arc<Shared>,
    others: Vec<JoinHandle<()>>,
}

impl Finish {
    fn run(self) {
        for thread in self.others {
            let _ = thread.join();
        }
        self.shared.helper.close();
        self.shared.helper.join();
        self.dispatcher.finish();
    }
}

fn first_manual(shard: Shard) -> Box<dyn FnOnce() + Send> {
    Box::new(move || shard.run())
}

fn first_dispatching(mut shard: Shard, finish: Finish) -> Box<dyn FnOnce() + Send> {
    Box::new(move || {
        shard.set_dispatcher(Arc::clone(&finish.dispatcher));
        finish.dispatcher.adopt_thread();
        shard.run();
        finish.run();
    })
}
