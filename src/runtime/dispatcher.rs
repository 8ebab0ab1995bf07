//! The task queue of a runtime: the only place that calls the application.
//!
//! A task's step changes visible state and yields callbacks; they are made one at a time with no lock held; then comes the
//! task's next step, then the next task. So within a callback nothing changes but by its own calls. What is left over when a
//! dispatch reaches its limit waits in the middle of its task.
//!
//! After `finish` nobody dispatches any more. Then `queue` keeps what comes (its caller may hold locks that the task needs),
//! and `run_leftovers` delivers it: the C functions end with it, where no lock is held.

use std::{
    collections::VecDeque,
    io::{Read, Write},
    os::fd::{AsRawFd, RawFd},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicBool, Ordering},
    thread::{self, ThreadId},
};

use mio::unix::pipe;
use parking_lot::Mutex;

use crate::sys::fork::ForkGuard;

#[cfg(test)]
mod tests;

/// One call out to the application.
pub(crate) type Callback = Box<dyn FnOnce() + Send>;

/// The callbacks that a step yields, in the order in which they are made.
pub(crate) type Callbacks = VecDeque<Callback>;

/// A task of the W3C's task queue, as one or more steps.
pub(crate) trait Task: Send {
    /// Runs one step. True if more follow; they run after the callbacks of this one were made.
    fn step(&mut self, callbacks: &mut Callbacks) -> bool;
}

/// A task of one step.
#[cfg(test)]
struct OneStep<F>(Option<F>);

#[cfg(test)]
impl<F: FnOnce(&mut Callbacks) + Send> Task for OneStep<F> {
    fn step(&mut self, callbacks: &mut Callbacks) -> bool {
        if let Some(step) = self.0.take() {
            step(callbacks);
        }
        false
    }
}

/// Who makes the callbacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DispatchMode {
    /// The first shard's thread, between drains.
    #[default]
    Thread,
    /// The application, by `Dispatcher::dispatch`.
    Manual,
}

/// Why `dispatch` did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DispatchError {
    /// The runtime dispatches on a thread of its own.
    WrongMode,
    /// Called from within a callback.
    Recursive,
    /// Another thread is dispatching.
    OtherThread,
    /// The process is a forked child of the one that made the runtime.
    Forked,
}

/// Tells whoever dispatches that something waits.
enum Signal {
    /// Wakes the first shard.
    Wake(Box<dyn Fn() + Send + Sync>),
    /// Holds one byte exactly while something waits.
    Pipe(pipe::Sender, pipe::Receiver),
}

/// The task in progress, between two callbacks.
#[derive(Default)]
struct Current {
    callbacks: Callbacks,
    task: Option<Box<dyn Task>>,
}

impl Current {
    fn is_empty(&self) -> bool {
        self.callbacks.is_empty() && self.task.is_none()
    }
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Box<dyn Task>>,
    current: Current,
    /// The thread that makes callbacks now.
    running: Option<ThreadId>,
    /// The thread that did so last.
    last: Option<ThreadId>,
    signalled: bool,
    /// `finish` was called: who dispatches goes on until nothing is left.
    finishing: bool,
}

impl Queue {
    fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.current.is_empty()
    }
}

/// The W3C task queue of one runtime.
pub(crate) struct Dispatcher {
    mode: DispatchMode,
    fork: ForkGuard,
    signal: Signal,
    queue: Mutex<Queue>,
    /// `finish` is through; set under the queue's lock.
    finished: AtomicBool,
}

impl Dispatcher {
    /// A dispatcher for `dispatch`.
    pub(super) fn manual() -> std::io::Result<Self> {
        let (sender, receiver) = pipe::new()?;
        Ok(Self::new(
            DispatchMode::Manual,
            Signal::Pipe(sender, receiver),
        ))
    }

    /// A dispatcher for `run_some`; `wake` wakes the thread that calls it.
    pub(super) fn on_thread(wake: Box<dyn Fn() + Send + Sync>) -> Self {
        Self::new(DispatchMode::Thread, Signal::Wake(wake))
    }

    fn new(mode: DispatchMode, signal: Signal) -> Self {
        Self {
            mode,
            fork: ForkGuard::new(),
            signal,
            queue: Mutex::default(),
            finished: AtomicBool::new(false),
        }
    }

    pub(crate) fn mode(&self) -> DispatchMode {
        self.mode
    }

    /// Puts a task at the end of the queue. Never runs anything itself.
    pub(crate) fn queue(&self, task: Box<dyn Task>) {
        if self.fork.is_child() {
            std::mem::forget(task);
            return;
        }
        let mut queue = self.queue.lock();
        queue.waiting.push_back(task);
        // Who dispatches now looks again before it leaves.
        if queue.running.is_none() && !queue.signalled {
            self.raise(&mut queue);
        }
    }

    /// Queues a task of one step.
    #[cfg(test)]
    pub(crate) fn queue_step(&self, step: impl FnOnce(&mut Callbacks) + Send + 'static) {
        self.queue(Box::new(OneStep(Some(step))));
    }

    /// Queues a task that makes one callback and changes nothing.
    #[cfg(test)]
    pub(crate) fn queue_callback(&self, callback: Callback) {
        self.queue_step(move |callbacks| callbacks.push_back(callback));
    }

    /// Whether this thread makes the callbacks: the first shard's in THREAD mode, the one that dispatches or did so last in
    /// MANUAL mode. Waiting for a callback there would wait for ever. After `finish` it is the thread that delivers leftovers, only
    /// while it does: who waits then delivers them first.
    pub(crate) fn is_callback_thread(&self) -> bool {
        if self.fork.is_child() {
            return false;
        }
        let queue = self.queue.lock();
        let last = match self.finished.load(Ordering::Acquire) {
            true => None,
            false => queue.last,
        };
        queue.running.or(last) == Some(thread::current().id())
    }

    /// The descriptor that is readable while something waits to be dispatched (MANUAL mode).
    pub(crate) fn fd(&self) -> Option<RawFd> {
        match &self.signal {
            Signal::Wake(_) => None,
            Signal::Pipe(_, receiver) => Some(receiver.as_raw_fd()),
        }
    }

    /// MANUAL mode: makes at most `max` callbacks of the tasks that are queued now; says how many it made.
    pub(crate) fn dispatch(&self, max: usize) -> Result<usize, DispatchError> {
        if self.fork.is_child() {
            return Err(DispatchError::Forked);
        }
        if self.mode == DispatchMode::Thread {
            return Err(DispatchError::WrongMode);
        }
        self.run(max)
    }

    /// THREAD mode: the same, for the first shard's thread.
    pub(super) fn run_some(&self, max: usize) -> usize {
        self.run(max).unwrap_or(0)
    }

    /// Names the callback thread before it makes its first callback (THREAD mode).
    pub(super) fn adopt_thread(&self) {
        self.queue.lock().last = Some(thread::current().id());
    }

    /// Whether something waits.
    pub(super) fn has_work(&self) -> bool {
        !self.queue.lock().is_empty()
    }

    /// Delivers everything that is queued, and whatever that queues; then there are only leftovers. If a dispatch is under way
    /// (`finish` may be called from within a callback), that one does it before it returns.
    pub(super) fn finish(&self) {
        self.queue.lock().finishing = true;
        let _ = self.run(usize::MAX);
    }

    /// Like `finish` on a thread that must make no callbacks: all that is queued are leftovers now.
    pub(super) fn abandon(&self) {
        let mut queue = self.queue.lock();
        queue.finishing = true;
        if queue.running.is_none() {
            self.finished.store(true, Ordering::Release);
        }
    }

    /// After `finish`, delivers on this thread what was queued since; before it, nothing. The caller holds no lock.
    pub(crate) fn run_leftovers(&self) {
        if self.finished.load(Ordering::Acquire) && !self.fork.is_child() {
            let _ = self.run(usize::MAX);
        }
    }

    fn run(&self, max: usize) -> Result<usize, DispatchError> {
        let me = thread::current().id();
        let (mut current, mut tasks_left) = {
            let mut queue = self.queue.lock();
            match queue.running {
                Some(thread) if thread == me => return Err(DispatchError::Recursive),
                Some(_) => return Err(DispatchError::OtherThread),
                None => {}
            }
            queue.running = Some(me);
            queue.last = Some(me);
            (std::mem::take(&mut queue.current), queue.waiting.len())
        };
        let mut made = 0;
        let mut max = max;
        loop {
            while made < max {
                if let Some(callback) = current.callbacks.pop_front() {
                    guarded(callback);
                    made += 1;
                } else if let Some(mut task) = current.task.take() {
                    let more = guarded(|| task.step(&mut current.callbacks)).unwrap_or(false);
                    if more {
                        current.task = Some(task);
                    } else {
                        guarded(|| drop(task));
                    }
                } else if tasks_left > 0 {
                    tasks_left -= 1;
                    current.task = self.queue.lock().waiting.pop_front();
                } else {
                    break;
                }
            }
            let mut queue = self.queue.lock();
            if queue.finishing && !(current.is_empty() && queue.waiting.is_empty()) {
                max = usize::MAX;
                tasks_left = queue.waiting.len();
                continue;
            }
            queue.current = std::mem::take(&mut current);
            queue.running = None;
            if queue.finishing {
                self.finished.store(true, Ordering::Release);
            }
            match (queue.is_empty(), queue.signalled) {
                (true, true) => self.lower(&mut queue),
                (false, false) => self.raise(&mut queue),
                _ => {}
            }
            return Ok(made);
        }
    }

    fn raise(&self, queue: &mut Queue) {
        queue.signalled = true;
        match &self.signal {
            Signal::Wake(wake) => wake(),
            Signal::Pipe(sender, _) => {
                if let Err(error) = (&*sender).write(&[1]) {
                    log::error!("cannot signal waiting callbacks: {error}");
                }
            }
        }
    }

    fn lower(&self, queue: &mut Queue) {
        queue.signalled = false;
        if let Signal::Pipe(_, receiver) = &self.signal {
            // There is exactly one byte unless the application read it.
            let _ = (&*receiver).read(&mut [0; 8]);
        }
    }
}

/// Runs code that may be wrong: a panic of one task must not take the others with it.
pub(super) fn guarded<T>(call: impl FnOnce() -> T) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(value) => Some(value),
        Err(panic) => {
            let text = panic
                .downcast_ref::<&str>()
                .copied()
                .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
                .unwrap_or("no message");
            log::error!("a panic was stopped: {text}");
            None
        }
    }
}
