//! When a flight is sent again (RFC 6347 section 4.2.4.1).

use std::time::{Duration, Instant};

/// The first wait when the round-trip time is not known. Real-time applications may choose less than the usual second.
const INITIAL: Duration = Duration::from_millis(100);
const MIN_INITIAL: Duration = Duration::from_millis(50);
const MAX_INITIAL: Duration = Duration::from_secs(1);

/// Waits double up to this one. There is no end: the session gives up when ICE does.
const MAX: Duration = Duration::from_millis(12_800);

/// The timer of the flight that waits for an answer.
#[derive(Default)]
pub(super) struct Retransmission {
    running: Option<Running>,
}

struct Running {
    flight: u32,
    wait: Duration,
    deadline: Instant,
}

impl Retransmission {
    /// Starts, stops or leaves the timer alone, according to the number of the flight that waits for an answer.
    pub(super) fn follow(&mut self, now: Instant, flight: Option<u32>, rtt: Option<Duration>) {
        match (&self.running, flight) {
            (Some(running), Some(flight)) if running.flight == flight => {}
            (_, None) => self.running = None,
            (_, Some(flight)) => {
                let wait = rtt.map_or(INITIAL, |rtt| (rtt * 2).clamp(MIN_INITIAL, MAX_INITIAL));
                self.running = Some(Running {
                    flight,
                    wait,
                    deadline: now + wait,
                });
            }
        }
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.running.as_ref().map(|running| running.deadline)
    }

    /// True when the time has come to send the flight again; then waits twice as long.
    pub(super) fn expire(&mut self, now: Instant) -> bool {
        match &mut self.running {
            Some(running) if running.deadline <= now => {
                running.wait = (running.wait * 2).min(MAX);
                running.deadline = now + running.wait;
                true
            }
            _ => false,
        }
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
    fn waits_double_up_to_the_longest() {
        let mut now = origin();
        let mut timer = Retransmission::default();
        timer.follow(now, Some(1), None);
        let mut waits = Vec::new();
        for _ in 0..10 {
            let deadline = timer.deadline().expect("runs");
            assert!(!timer.expire(deadline - Duration::from_nanos(1)));
            assert!(timer.expire(deadline));
            waits.push((deadline - now).as_millis());
            now = deadline;
        }
        assert_eq!(
            waits,
            [100, 200, 400, 800, 1600, 3200, 6400, 12_800, 12_800, 12_800]
        );
    }

    #[test]
    fn another_flight_begins_anew_and_the_same_does_not() {
        let now = origin();
        let mut timer = Retransmission::default();
        timer.follow(now, Some(1), None);
        let later = now + Duration::from_millis(60);
        timer.follow(later, Some(1), None);
        assert_eq!(timer.deadline(), Some(now + INITIAL));
        timer.follow(later, Some(2), Some(Duration::from_millis(80)));
        assert_eq!(timer.deadline(), Some(later + Duration::from_millis(160)));
        timer.follow(later, None, None);
        assert_eq!(timer.deadline(), None);
    }

    #[test]
    fn round_trip_times_are_taken_within_limits() {
        let now = origin();
        for (rtt, wait) in [(0, 50), (10, 50), (100, 200), (3000, 1000)] {
            let mut timer = Retransmission::default();
            timer.follow(now, Some(1), Some(Duration::from_millis(rtt)));
            assert_eq!(timer.deadline(), Some(now + Duration::from_millis(wait)));
        }
    }
}
