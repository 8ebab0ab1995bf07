//! Datagram packetization layer path MTU discovery (RFC 8899) for the pair in use.
//!
//! The probes are consent checks that an attribute pads to the size in question, and which may not be fragmented; the peer's
//! response, which is small, says that the size works in our direction. Nothing is probed before something large was sent: who
//! sends small messages, or none, gains nothing. Sizes are those of UDP payloads.
//!
//! ```text
//! Base -- something large was sent --> Probing (the largest size first) -- response --> Complete
//!             a size has failed: the next smaller one --^  |  ^-- confirmation, or 10 minutes have passed --|
//!                                                          '-- none is left --------------> Complete
//! ```

use std::time::{Duration, Instant};

/// BASE_PLPMTU, and the least that is ever assumed: IPv6's minimum MTU without the headers of IPv6 and UDP.
pub(crate) const BASE: u16 = 1280 - 40 - 8;

/// The packets that paths take whose first or narrowest link is Ethernet, PPPoE, VXLAN, WireGuard, or some other tunnel. None is
/// larger than Ethernet's, since that is what peers have buffers for.
const PACKETS: [u16; 5] = [1500, 1492, 1450, 1420, 1400];

/// Pion reads into a buffer of so many bytes. It drops what is larger, but for checks, which tell nothing of that.
const LARGEST: u16 = 1460;

/// Whoever sends a datagram as large as this would send larger ones.
const LARGE: usize = 1000;

/// RFC 8899 section 5.1.2.
const MAX_PROBES: u8 = 3;
/// RFC 8899 section 5.1.1: not less than a second, and derived from the round-trip time where that is known.
const PROBE_TIMER: Duration = Duration::from_secs(1);
const PROBE_ROUND_TRIPS: u32 = 3;
const PMTU_RAISE_TIMER: Duration = Duration::from_secs(600);
/// While large datagrams are sent; as often as consent is checked.
const CONFIRMATION_TIMER: Duration = Duration::from_secs(5);

/// The search on one path.
#[derive(Debug)]
pub(super) struct PathMtu {
    /// IP and UDP.
    headers: u16,
    /// The PLPMTU: the size that is known to work, or `BASE`.
    size: u16,
    state: State,
    /// When larger sizes are worth another try; there has been one.
    raise_at: Option<Instant>,
    /// Something large was sent since the last probe.
    in_use: bool,
    /// The peer does not answer anything: that is no matter of sizes.
    suspended: bool,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Base,
    /// RFC 8899's Search if `size` is larger than what is known to work, else a confirmation.
    Probing {
        size: u16,
        /// How many probes of this size have left, and when the first did.
        probes: u8,
        since: Instant,
        deadline: Instant,
    },
    Complete {
        confirm_at: Instant,
    },
}

/// What is to be sent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Probe {
    pub(super) size: u16,
    /// The one before was not answered. A small check goes with this one, to tell a size that does not work from a path that does not.
    pub(super) with_check: bool,
}

impl PathMtu {
    pub(super) fn new(is_ipv4: bool) -> Self {
        Self {
            headers: if is_ipv4 { 20 + 8 } else { 40 + 8 },
            size: BASE,
            state: State::Base,
            raise_at: None,
            in_use: false,
            suspended: false,
        }
    }

    pub(super) fn size(&self) -> u16 {
        self.size
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        if self.suspended {
            return None;
        }
        match self.state {
            State::Probing { deadline, .. } => Some(deadline),
            State::Complete { confirm_at } if self.in_use => {
                let confirm = Some(confirm_at).filter(|_| self.size > BASE);
                let raise = self.raise_at.filter(|_| self.size < self.largest());
                confirm.into_iter().chain(raise).min()
            }
            State::Base | State::Complete { .. } => None,
        }
    }

    /// A datagram was sent; true if that changes the deadline.
    pub(super) fn note_sent(&mut self, now: Instant, len: usize) -> bool {
        if self.in_use || len < LARGE {
            return false;
        }
        self.in_use = true;
        if let State::Base = self.state {
            self.probe(now, self.largest());
        }
        true
    }

    /// The probe that is due. `heard_at` is when the peer last answered anything on the path.
    pub(super) fn handle_timeout(
        &mut self,
        now: Instant,
        heard_at: Option<Instant>,
        round_trip: Option<Duration>,
    ) -> Option<Probe> {
        if self.deadline().is_none_or(|at| now < at) {
            return None;
        }
        match self.state {
            State::Base => {}
            State::Probing {
                size,
                probes,
                since,
                ..
            } => {
                let hears = heard_at.is_some_and(|at| at > since);
                if probes >= MAX_PROBES && hears {
                    self.fail(now, size);
                }
            }
            State::Complete { confirm_at } if self.size > BASE && confirm_at <= now => {
                self.probe(now, self.size);
            }
            State::Complete { .. } => self.probe(now, self.largest()),
        }
        let State::Probing {
            size,
            probes,
            since,
            deadline,
        } = &mut self.state
        else {
            return None;
        };
        if *probes == 0 {
            *since = now;
        }
        let with_check = *probes > 0;
        *probes = probes.saturating_add(1);
        let round_trips = round_trip.unwrap_or_default() * PROBE_ROUND_TRIPS;
        *deadline = now + PROBE_TIMER.max(round_trips);
        self.in_use = false;
        Some(Probe {
            size: *size,
            with_check,
        })
    }

    /// A probe was answered, perhaps late.
    pub(super) fn acknowledge(&mut self, now: Instant, acknowledged: u16) {
        if acknowledged > self.size {
            self.size = acknowledged;
            self.raise_at = Some(now + PMTU_RAISE_TIMER);
            self.complete(now);
        } else if matches!(self.state, State::Probing { size, .. } if size == acknowledged) {
            self.complete(now);
        }
    }

    /// The system would not send a probe of this size: the first link does not take it.
    pub(super) fn refuse(&mut self, now: Instant, refused: u16) {
        if let State::Probing { size, .. } = self.state
            && size == refused
        {
            self.fail(now, size);
        }
    }

    /// Data does not get through (RFC 8899 section 4.3): is it the size?
    pub(super) fn doubt(&mut self, now: Instant) {
        if self.size > BASE && matches!(self.state, State::Complete { .. }) {
            self.probe(now, self.size);
        }
    }

    /// Whether the peer does not answer at all. When it does again, what was known is to be confirmed.
    pub(super) fn suspend(&mut self, now: Instant, suspended: bool) {
        if self.suspended == suspended {
            return;
        }
        self.suspended = suspended;
        if suspended {
            return;
        }
        match self.state {
            State::Probing { size, .. } => self.probe(now, size),
            State::Complete { .. } if self.size > BASE => self.probe(now, self.size),
            State::Complete { .. } => {
                self.state = State::Base;
                self.in_use = false;
            }
            State::Base => {}
        }
    }

    fn probe(&mut self, now: Instant, size: u16) {
        self.state = State::Probing {
            size,
            probes: 0,
            since: now,
            deadline: now,
        };
    }

    /// The size does not work. If it did once, there is no saying what does but the base.
    fn fail(&mut self, now: Instant, failed: u16) {
        if failed <= self.size {
            self.size = BASE;
        }
        let next = self
            .sizes()
            .find(|size| *size < failed && *size > self.size);
        match next {
            Some(next) => self.probe(now, next),
            None => {
                self.raise_at = Some(now + PMTU_RAISE_TIMER);
                self.complete(now);
            }
        }
    }

    fn complete(&mut self, now: Instant) {
        self.state = State::Complete {
            confirm_at: now + CONFIRMATION_TIMER,
        };
    }

    fn largest(&self) -> u16 {
        payload(PACKETS[0], self.headers)
    }

    /// From the largest to the smallest.
    fn sizes(&self) -> impl Iterator<Item = u16> + use<> {
        let headers = self.headers;
        PACKETS
            .into_iter()
            .map(move |packet| payload(packet, headers))
    }
}

/// What fits. The length of a STUN message is a multiple of four.
fn payload(packet: u16, headers: u16) -> u16 {
    LARGEST.min(packet - headers) & !3
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A path in virtual time on which the round trip takes 10 ms.
    struct Path {
        now: Instant,
        mtu: PathMtu,
        takes: u16,
        answers: bool,
        heard_at: Option<Instant>,
        probes: Vec<u16>,
        checks: usize,
    }

    impl Path {
        #[expect(clippy::disallowed_methods, reason = "the origin of virtual time")]
        fn new(takes: u16) -> Self {
            Self {
                now: Instant::now(),
                mtu: PathMtu::new(true),
                takes,
                answers: true,
                heard_at: None,
                probes: Vec::new(),
                checks: 0,
            }
        }

        /// Runs for a time; a datagram of `len` bytes is sent every 100 ms.
        fn run(&mut self, seconds: u64, len: usize) {
            let end = self.now + Duration::from_secs(seconds);
            while self.now < end {
                self.mtu.note_sent(self.now, len);
                let next = self.now + Duration::from_millis(100);
                while let Some(at) = self.mtu.deadline().filter(|at| *at <= next) {
                    self.now = self.now.max(at);
                    self.fire();
                }
                self.now = next;
            }
        }

        fn fire(&mut self) {
            let rtt = Duration::from_millis(10);
            let Some(probe) = self.mtu.handle_timeout(self.now, self.heard_at, Some(rtt)) else {
                return;
            };
            self.probes.push(probe.size);
            self.checks += usize::from(probe.with_check);
            let arrives = probe.size <= self.takes;
            if self.answers && (arrives || probe.with_check) {
                self.now += rtt;
                self.heard_at = Some(self.now);
                if arrives {
                    self.mtu.acknowledge(self.now, probe.size);
                }
            }
        }
    }

    #[test]
    fn ethernet_takes_one_probe_and_small_messages_none() {
        let mut path = Path::new(1460);
        path.run(1_000, 400);
        assert_eq!((path.mtu.size(), path.mtu.deadline()), (BASE, None));
        assert!(path.probes.is_empty());
        path.run(1, 1_225);
        assert_eq!(path.mtu.size(), 1460);
        assert_eq!(path.probes, [1460]);
        assert_eq!(path.checks, 0);
        assert_eq!(PathMtu::new(false).largest(), 1452);
    }

    #[test]
    fn each_size_has_three_tries() {
        for (takes, found, failed) in [
            (1459, 1420, 1),
            (1400, 1392, 2),
            (1380, 1372, 3),
            (1300, BASE, 4),
        ] {
            let mut path = Path::new(takes);
            path.run(20, 1_225);
            assert_eq!(path.mtu.size(), found);
            let searching: Vec<_> = path.probes.iter().filter(|size| **size > takes).collect();
            assert_eq!(searching.len(), failed * usize::from(MAX_PROBES));
        }
    }

    #[test]
    fn what_the_system_refuses_is_not_tried_again() {
        let mut path = Path::new(1372);
        path.mtu.note_sent(path.now, 1_225);
        for size in [1460, 1420, 1392] {
            let probe = path.mtu.handle_timeout(path.now, None, None);
            assert_eq!(probe.map(|probe| probe.size), Some(size));
            path.mtu.refuse(path.now, size);
        }
        path.fire();
        assert_eq!(path.mtu.size(), 1372);
        // And where it refuses all, it stays as it was.
        let mut path = Path::new(0);
        path.mtu.note_sent(path.now, 1_225);
        while let Some(probe) = path.mtu.handle_timeout(path.now, None, None) {
            path.mtu.refuse(path.now, probe.size);
        }
        assert_eq!((path.mtu.size(), path.mtu.deadline()), (BASE, None));
    }

    #[test]
    fn sizes_are_confirmed_while_data_flows_and_only_then() {
        let mut path = Path::new(1460);
        path.run(600, 1_225);
        assert_eq!(path.mtu.size(), 1460);
        let count = path.probes.len();
        assert!((115..=121).contains(&count), "{count}");
        path.run(600, 100);
        assert!(path.probes.len() <= count + 1);
        assert_eq!(path.mtu.deadline(), None);
    }

    #[test]
    fn a_black_hole_is_left_and_the_search_goes_on_below() {
        let mut path = Path::new(1460);
        path.run(100, 1_225);
        path.takes = 1400;
        let from = path.probes.len();
        path.run(60, 1_225);
        assert_eq!(path.mtu.size(), 1392);
        let sizes: Vec<u16> = path.probes[from..].to_vec();
        assert_eq!(sizes[..7], [1460, 1460, 1460, 1420, 1420, 1420, 1392]);
    }

    #[test]
    fn doubt_brings_the_confirmation_forward() {
        let mut path = Path::new(1460);
        path.run(1, 1_225);
        path.takes = 1_240;
        path.mtu.doubt(path.now);
        assert_eq!(path.mtu.deadline(), Some(path.now));
        path.run(4, 1_225);
        assert_eq!(path.mtu.size(), BASE);
        // At the base there is nothing to doubt.
        let mut path = Path::new(1460);
        path.mtu.doubt(path.now);
        assert_eq!(path.mtu.deadline(), None);
    }

    #[test]
    fn larger_sizes_are_tried_again_after_ten_minutes() {
        let mut path = Path::new(1372);
        path.run(300, 1_225);
        assert_eq!(path.mtu.size(), 1372);
        path.takes = 1460;
        path.run(200, 1_225);
        assert_eq!(path.mtu.size(), 1372);
        path.run(200, 1_225);
        assert_eq!(path.mtu.size(), 1460);
        // What fails then costs nothing of what is known.
        path.takes = 1460 - 1;
        let mut path = Path::new(1420);
        path.run(1_300, 1_225);
        assert_eq!(path.mtu.size(), 1420);
    }

    #[test]
    fn silence_is_not_taken_for_a_matter_of_sizes() {
        let mut path = Path::new(1460);
        path.run(100, 1_225);
        path.answers = false;
        path.run(7, 1_225);
        assert_eq!(path.mtu.size(), 1460, "nobody answers anything");
        path.mtu.suspend(path.now, true);
        assert_eq!(path.mtu.deadline(), None);
        path.run(10, 1_225);
        path.answers = true;
        path.mtu.suspend(path.now, false);
        let probes = path.probes.len();
        path.run(1, 1_225);
        assert_eq!(path.probes[probes..], [1460], "it is confirmed at once");
        assert_eq!(path.mtu.size(), 1460);
    }

    #[test]
    fn late_answers_count_for_what_they_say() {
        let mut path = Path::new(0);
        path.run(4, 1_225);
        assert_eq!(path.probes[3], 1420);
        path.mtu.acknowledge(path.now, 1460);
        assert_eq!(path.mtu.size(), 1460);
        path.mtu.acknowledge(path.now, 1420);
        assert_eq!(path.mtu.size(), 1460);
        assert!(path.mtu.note_sent(path.now, 1_225));
        assert_eq!(path.mtu.deadline(), Some(path.now + CONFIRMATION_TIMER));
    }
}
