//! Retransmission of requests over UDP (RFC 8489 section 6.2.1).

use std::time::{Duration, Instant};

/// How often a request is sent.
const RC: u32 = 7;
/// How long to wait after the last one, as a multiple of the initial RTO.
const RM: u32 = 16;

/// When a request is to be sent again.
#[derive(Clone, Debug)]
pub(crate) struct Retransmission {
    rto: Duration,
    rc: u32,
    sent: u32,
    deadline: Instant,
}

/// What is due now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetransmissionStep {
    Wait,
    Send,
    GiveUp,
}

impl Retransmission {
    /// The request has just been sent for the first time.
    pub(crate) fn start(now: Instant, rto: Duration) -> Self {
        Self {
            rto,
            rc: RC,
            sent: 1,
            deadline: now + rto,
        }
    }

    /// Gives up after `rc` requests.
    pub(crate) fn with_rc(self, rc: u32) -> Self {
        Self { rc, ..self }
    }

    pub(crate) fn deadline(&self) -> Instant {
        self.deadline
    }

    /// With the defaults: sent at 0, 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 s, given up at 39.5 s.
    pub(crate) fn step(&mut self, now: Instant) -> RetransmissionStep {
        if now < self.deadline {
            return RetransmissionStep::Wait;
        }
        if self.sent >= self.rc {
            return RetransmissionStep::GiveUp;
        }
        let gap = if self.sent + 1 == self.rc {
            self.rto * RM
        } else {
            self.rto * (1 << self.sent)
        };
        // From the deadline, so that late timers do not add up; but after a long sleep not all that was missed at once.
        self.deadline = (self.deadline + gap).max(now + self.rto);
        self.sent += 1;
        RetransmissionStep::Send
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the origin of virtual time")]
    fn follows_the_schedule_of_the_rfc() {
        let origin = Instant::now();
        let mut retransmission = Retransmission::start(origin, Duration::from_millis(500));
        let mut sent = vec![0];
        loop {
            let deadline = retransmission.deadline();
            assert_eq!(
                retransmission.step(deadline - Duration::from_millis(1)),
                RetransmissionStep::Wait
            );
            match retransmission.step(deadline) {
                RetransmissionStep::Send => sent.push((deadline - origin).as_millis()),
                RetransmissionStep::GiveUp => {
                    assert_eq!((deadline - origin).as_millis(), 39_500);
                    break;
                }
                RetransmissionStep::Wait => unreachable!("the deadline has come"),
            }
        }
        assert_eq!(sent, [0, 500, 1_500, 3_500, 7_500, 15_500, 31_500]);
    }
}
