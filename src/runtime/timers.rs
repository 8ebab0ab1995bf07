//! The deadlines of a shard's connections.

use std::{
    collections::{BTreeSet, HashMap},
    time::Instant,
};

use super::shard::ConnectionKey;

/// One entry a connection at most. An entry may be earlier than the deadline that it stands for, never later: traffic moves
/// deadlines on with every packet, and this way that costs a comparison.
#[derive(Default)]
pub(super) struct Timers {
    order: BTreeSet<(Instant, ConnectionKey)>,
    entries: HashMap<ConnectionKey, Instant>,
}

impl Timers {
    /// When the shard has to wake up.
    pub(super) fn next(&self) -> Option<Instant> {
        self.order.first().map(|(at, _)| *at)
    }

    /// Makes sure that `connection` comes up by `deadline`. A deadline that went away leaves its entry: it comes up once for nothing.
    pub(super) fn arm(&mut self, connection: ConnectionKey, deadline: Option<Instant>) {
        let Some(deadline) = deadline else { return };
        match self.entries.get_mut(&connection) {
            Some(entry) if *entry <= deadline => {}
            Some(entry) => {
                self.order.remove(&(*entry, connection));
                *entry = deadline;
                self.order.insert((deadline, connection));
            }
            None => {
                self.entries.insert(connection, deadline);
                self.order.insert((deadline, connection));
            }
        }
    }

    /// Takes the next entry that is due. Its connection must be armed again.
    pub(super) fn pop_due(&mut self, now: Instant) -> Option<ConnectionKey> {
        let (at, connection) = *self.order.first()?;
        if at > now {
            return None;
        }
        self.order.pop_first();
        self.entries.remove(&connection);
        Some(connection)
    }

    pub(super) fn remove(&mut self, connection: ConnectionKey) {
        if let Some(at) = self.entries.remove(&connection) {
            self.order.remove(&(at, connection));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::runtime::clock;

    const A: ConnectionKey = ConnectionKey(1);
    const B: ConnectionKey = ConnectionKey(2);

    #[test]
    fn entries_come_up_in_order_and_only_when_due() {
        let start = clock::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut timers = Timers::default();
        timers.arm(A, Some(at(20)));
        timers.arm(B, Some(at(10)));
        assert_eq!(timers.next(), Some(at(10)));
        assert_eq!(timers.pop_due(at(9)), None);
        assert_eq!(timers.pop_due(at(30)), Some(B));
        assert_eq!(timers.pop_due(at(30)), Some(A));
        assert_eq!(timers.next(), None);
    }

    #[test]
    fn a_connection_has_one_entry_the_earliest() {
        let start = clock::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut timers = Timers::default();
        for ms in [50, 40, 60, 30, 70] {
            timers.arm(A, Some(at(ms)));
        }
        timers.arm(A, None);
        assert_eq!(timers.order.len(), 1);
        assert_eq!(timers.next(), Some(at(30)));
        timers.remove(A);
        assert_eq!(timers.next(), None);
        assert!(timers.entries.is_empty());
    }
}
