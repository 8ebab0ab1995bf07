//! The times that the W3C world asks to be told of.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::event::Event;
use super::io::Outlet;

#[derive(Default)]
pub(super) struct Timers {
    running: BTreeSet<(Instant, u64)>,
    due: Vec<u64>,
}

impl Timers {
    pub(super) fn set(&mut self, now: Instant, timer: u64, after: Duration) {
        self.running.insert((now + after, timer));
    }

    pub(super) fn handle_timeout(&mut self, now: Instant) {
        while let Some((at, timer)) = self.running.first().copied()
            && at <= now
        {
            self.running.pop_first();
            self.due.push(timer);
        }
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        self.running.first().map(|(at, _)| *at)
    }

    /// Whether there was anything.
    pub(super) fn drain(&mut self, outlet: &mut dyn Outlet) -> bool {
        let due = std::mem::take(&mut self.due);
        let any = !due.is_empty();
        for timer in due {
            outlet.event(Event::Timer { timer });
        }
        any
    }
}
