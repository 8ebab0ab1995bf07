//! The runtime as the environment of the W3C objects.

use std::sync::{Arc, Weak};

use super::environment::{Environment, EventSink, Link};
use super::task::{Callbacks, Task};
use crate::runtime::{self, Ended, Runtime};
use crate::session::{Command, Event, RandomFactory, Session};

/// The environment of the connections of a runtime. It does not keep the threads: who shuts the runtime down does.
pub(crate) fn environment(runtime: Runtime) -> Arc<dyn Environment> {
    Arc::new(Network { runtime })
}

struct Network {
    runtime: Runtime,
}

impl Environment for Network {
    fn queue_task(&self, task: Box<dyn Task>) {
        self.runtime.dispatcher().queue(Box::new(Queued(task)));
    }

    fn connect(&self, sink: Weak<dyn EventSink>) -> Result<Arc<dyn Link>, String> {
        let sink = Arc::new(NetworkSink(sink));
        let generators = self.runtime.clone();
        let random: RandomFactory = Box::new(move || generators.random());
        let weak_sink: Weak<dyn runtime::EventSink> = Arc::<NetworkSink>::downgrade(&sink);
        let link = self
            .runtime
            .attach(
                |notifier| Box::new(Session::new(random, notifier)),
                weak_sink,
            )
            .map_err(|error| error.to_string())?;
        Ok(Arc::new(NetworkLink { link, _sink: sink }))
    }

    fn run_in_background(&self, job: Box<dyn FnOnce() + Send>) {
        // Only a runtime that ended or a forked child refuses; its promises are of no use to anybody then.
        if let Err(error) = self.runtime.background(job) {
            log::debug!("a job was not started: {error}");
        }
    }

    fn random(&self, out: &mut [u8]) {
        self.runtime.random().fill(out);
    }

    fn unix_time_ms(&self) -> u64 {
        self.runtime.now_unix_ms() as u64
    }

    fn is_callback_thread(&self) -> bool {
        self.runtime.dispatcher().is_callback_thread()
    }

    fn run_leftovers(&self) {
        self.runtime.dispatcher().run_leftovers();
    }
}

/// The way down; as long as it is there, events come up.
struct NetworkLink {
    link: runtime::Link,
    _sink: Arc<NetworkSink>,
}

impl Link for NetworkLink {
    fn send(&self, command: Command) {
        self.link.send(command);
    }
}

struct NetworkSink(Weak<dyn EventSink>);

impl runtime::EventSink for NetworkSink {
    fn deliver(self: Arc<Self>, events: Vec<Event>) {
        if let Some(sink) = self.0.upgrade() {
            sink.deliver(events);
        }
    }

    fn ended(self: Arc<Self>, reason: Ended) {
        match reason {
            Ended::Panicked => log::error!("a connection ended by an internal error"),
            Ended::Shutdown => log::debug!("a connection outlived its runtime"),
        }
    }
}

/// A task of a connection as the dispatcher takes it.
struct Queued(Box<dyn Task>);

impl runtime::Task for Queued {
    fn step(&mut self, callbacks: &mut Callbacks) -> bool {
        self.0.step(callbacks)
    }
}
