//! Messages that are ahead of the channel they are for.

use std::collections::VecDeque;

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

    pub(super) fn forget(&mut self, stream: u16) {
        drop(self.take(stream));
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}
