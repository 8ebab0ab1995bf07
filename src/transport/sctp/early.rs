//! Messages that are ahead of the channel they are for.

use std::collections::{BTreeSet, VecDeque};

use super::association::MessageData;

/// How many messages, and bytes of them, are kept for a connection.
const MAX_MESSAGES: usize = 256;
const MAX_BYTES: usize = 1024 * 1024;

pub(super) struct Early {
    pub(super) stream: u16,
    pub(super) ppid: u32,
    pub(super) data: MessageData,
}

#[derive(Default)]
pub(super) struct EarlyMessages {
    messages: VecDeque<Early>,
    bytes: usize,
    /// Streams, and whether of their unordered messages, on which a long message is not kept.
    skipping: BTreeSet<(u16, bool)>,
}

impl EarlyMessages {
    /// False if there is no room.
    pub(super) fn push(&mut self, message: Early) -> bool {
        let bytes = self.bytes + message.data.len();
        if self.messages.len() == MAX_MESSAGES || bytes > MAX_BYTES {
            return false;
        }
        self.bytes = bytes;
        self.messages.push_back(message);
        true
    }

    pub(super) fn is_skipping(&self, stream: u16, unordered: bool) -> bool {
        self.skipping.contains(&(stream, unordered))
    }

    pub(super) fn set_skipping(&mut self, stream: u16, unordered: bool, skipping: bool) {
        if skipping {
            self.skipping.insert((stream, unordered));
        } else {
            self.skipping.remove(&(stream, unordered));
        }
    }

    pub(super) fn stop_skipping(&mut self, stream: u16) {
        self.skipping.remove(&(stream, false));
        self.skipping.remove(&(stream, true));
    }

    /// The messages of a stream, in order.
    pub(super) fn take(&mut self, stream: u16) -> VecDeque<Early> {
        if self.messages.iter().all(|early| early.stream != stream) {
            return VecDeque::new();
        }
        let (taken, kept): (VecDeque<_>, VecDeque<_>) = std::mem::take(&mut self.messages)
            .into_iter()
            .partition(|early| early.stream == stream);
        self.messages = kept;
        self.bytes -= taken.iter().map(|early| early.data.len()).sum::<usize>();
        taken
    }

    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn forget(&mut self, stream: u16) {
        drop(self.take(stream));
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}
