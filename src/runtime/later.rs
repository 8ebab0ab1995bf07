//! What a shard does at a time of its own, for no connection: tasks that are queued later.

use std::{collections::BTreeMap, time::Instant};

/// Called on the shard's thread; it queues something and does nothing that waits.
pub(super) type Job = Box<dyn FnOnce() + Send>;

/// Jobs by their time; those of one time run in the order in which they came.
#[derive(Default)]
pub(super) struct Later {
    jobs: BTreeMap<(Instant, u64), Job>,
    count: u64,
}

impl Later {
    pub(super) fn push(&mut self, at: Instant, job: Job) {
        self.count += 1;
        self.jobs.insert((at, self.count), job);
    }

    /// When the shard has to wake up.
    pub(super) fn next(&self) -> Option<Instant> {
        self.jobs.first_key_value().map(|((at, _), _)| *at)
    }

    /// Takes the next job that is due.
    pub(super) fn pop_due(&mut self, now: Instant) -> Option<Job> {
        let entry = self.jobs.first_entry()?;
        (entry.key().0 <= now).then(|| entry.remove())
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use super::*;
    use crate::runtime::clock;

    #[test]
    fn jobs_come_in_the_order_of_their_times_and_only_when_due() {
        let start = clock::now();
        let at = |ms| start + Duration::from_millis(ms);
        let (sender, receiver) = mpsc::channel();
        let mut later = Later::default();
        for (ms, name) in [(20, 'c'), (10, 'a'), (10, 'b')] {
            let sender = sender.clone();
            later.push(at(ms), Box::new(move || sender.send(name).unwrap()));
        }
        assert_eq!(later.next(), Some(at(10)));
        assert!(later.pop_due(at(9)).is_none());
        while let Some(job) = later.pop_due(at(15)) {
            job();
        }
        assert_eq!(receiver.try_iter().collect::<String>(), "ab");
        assert_eq!(later.next(), Some(at(20)));
        later.pop_due(at(20)).unwrap()();
        assert_eq!(receiver.try_iter().collect::<String>(), "c");
        assert_eq!(later.next(), None);
    }
}
