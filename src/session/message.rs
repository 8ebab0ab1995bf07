//! What was received on its way to the application.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::transport::sctp;

/// What a message takes beside its bytes, so that a flood of empty ones counts too.
const OVERHEAD: usize = 256;

/// How much a connection has received that the application has not seen yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Unread(Arc<AtomicUsize>);

/// Counts as so many unread bytes until it is dropped.
#[derive(Debug, Default)]
pub(crate) struct Weight {
    bytes: usize,
    unread: Unread,
}

/// The bytes of a received message. They count as unread until they are dropped.
pub(crate) struct MessageData {
    bytes: sctp::MessageData,
    weight: Weight,
}

impl Unread {
    pub(super) fn bytes(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn count(&self, bytes: sctp::MessageData) -> MessageData {
        let weight = self.weigh(bytes.len());
        MessageData { bytes, weight }
    }

    /// Counts something of this size.
    pub(super) fn weigh(&self, bytes: usize) -> Weight {
        let bytes = bytes + OVERHEAD;
        self.0.fetch_add(bytes, Ordering::Relaxed);
        Weight {
            bytes,
            unread: self.clone(),
        }
    }
}

impl MessageData {
    /// A message of these bytes that counts for no connection.
    #[cfg(test)]
    pub(crate) fn uncounted(bytes: &[u8]) -> Self {
        Unread::default().count(sctp::MessageData::Copied(bytes.to_vec()))
    }

    /// The same message with other bytes.
    pub(crate) fn replaced(self, bytes: Vec<u8>) -> Self {
        self.weight.unread.count(sctp::MessageData::Copied(bytes))
    }
}

impl Deref for MessageData {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for MessageData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.bytes.len())
    }
}

impl Drop for Weight {
    fn drop(&mut self) {
        self.unread.0.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_until_it_is_dropped() {
        let unread = Unread::default();
        let first = unread.count(sctp::MessageData::Copied(vec![0; 1000]));
        let second = unread.count(sctp::MessageData::Empty);
        assert_eq!(unread.bytes(), 1000 + 2 * OVERHEAD);
        drop(first);
        assert_eq!(unread.bytes(), OVERHEAD);
        let longer = second.replaced(vec![0; 7]);
        assert_eq!((&*longer, unread.bytes()), (&[0; 7][..], 7 + OVERHEAD));
        drop(longer);
        assert_eq!(unread.bytes(), 0);
    }
}
