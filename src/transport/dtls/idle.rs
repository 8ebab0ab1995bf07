//! Notices that a connection is idle, so that its record buffers can be given back.

use std::time::{Duration, Instant};

/// How long nothing may happen before a connection counts as idle. It is noticed within twice that time.
const INTERVAL: Duration = Duration::from_secs(1);

/// Looks at intervals whether anything happened, so that sending and receiving cost no timer each.
pub(super) struct Idle {
    active: bool,
    deadline: Option<Instant>,
}

impl Idle {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            active: false,
            deadline: Some(now + INTERVAL),
        }
    }

    pub(super) fn handle_datagram(&mut self, now: Instant) {
        self.active = true;
        if self.deadline.is_none() {
            self.deadline = Some(now + INTERVAL);
        }
    }

    /// Of an idle connection this starts no timer: that does the peer's answer.
    pub(super) fn handle_send(&mut self) {
        self.active = true;
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// True when nothing has happened for an interval; then it waits for the next datagram.
    pub(super) fn expire(&mut self, now: Instant) -> bool {
        match self.deadline {
            Some(deadline) if deadline <= now => {}
            _ => return false,
        }
        let idle = !std::mem::take(&mut self.active);
        self.deadline = (!idle).then(|| now + INTERVAL);
        idle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::disallowed_methods, reason = "the origin of virtual time")]
    fn origin() -> Instant {
        Instant::now()
    }

    #[test]
    fn is_idle_after_an_interval_without_anything() {
        let now = origin();
        let mut idle = Idle::new(now);
        assert!(!idle.expire(now));
        assert!(idle.expire(now + INTERVAL));
        assert_eq!(idle.deadline(), None);
        assert!(!idle.expire(now + INTERVAL * 2));
    }

    #[test]
    fn data_puts_it_off() {
        let now = origin();
        let mut idle = Idle::new(now);
        idle.handle_send();
        assert!(!idle.expire(now + INTERVAL));
        idle.handle_datagram(now + INTERVAL);
        assert_eq!(idle.deadline(), Some(now + INTERVAL * 2));
        assert!(!idle.expire(now + INTERVAL * 2));
        assert!(idle.expire(now + INTERVAL * 3));
    }

    #[test]
    fn a_datagram_begins_it_anew() {
        let now = origin();
        let mut idle = Idle::new(now);
        assert!(idle.expire(now + INTERVAL));
        idle.handle_send();
        assert_eq!(idle.deadline(), None);
        idle.handle_datagram(now + INTERVAL * 5);
        assert_eq!(idle.deadline(), Some(now + INTERVAL * 6));
    }
}
