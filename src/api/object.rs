//! What every object that C holds a pointer to begins with.

use std::sync::atomic::{AtomicU32, Ordering};

use parking_lot::Mutex;

const ALIVE: u32 = 0x6475_6f6c;
const DEAD: u32 = 0xdead_6475;

/// The interface that an object implements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum ObjectKind {
    Runtime = 1,
    PeerConnection,
    SessionDescription,
    IceCandidate,
    IceCandidatePair,
    Certificate,
    DataChannel,
    SctpTransport,
    DtlsTransport,
    IceTransport,
    MediaStream,
    MediaStreamTrack,
    IdentityAssertion,
    IdentityRequest,
    RtpTransceiver,
    RtpSender,
    RtpReceiver,
    DtmfSender,
    StatsReport,
}

/// How many values C can borrow of one object. A peer that makes up names has no more room than that.
const MAX_TEXTS: usize = 256;

/// A text that C borrowed, and the member that it is of.
type BorrowedText = (&'static str, Box<[u8]>);

/// The first field of every object behind a C handle (the types are `repr(C)`): with it `ffi` can tell what a pointer
/// points to, and sees most pointers that are stale.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Object {
    magic: AtomicU32,
    kind: ObjectKind,
    /// What C borrowed of this object's texts, by member.
    texts: Mutex<Vec<BorrowedText>>,
}

impl Object {
    pub(crate) fn new(kind: ObjectKind) -> Self {
        Self {
            magic: AtomicU32::new(ALIVE),
            kind,
            texts: Mutex::default(),
        }
    }

    /// The kind, if this still is an object.
    pub(crate) fn kind(&self) -> Option<ObjectKind> {
        (self.magic.load(Ordering::Relaxed) == ALIVE).then_some(self.kind)
    }

    /// The text of a member, ended by NUL, where it stays as long as the object lives, also when the member changes. Made when it
    /// is first asked for.
    pub(crate) fn borrowed_text(&self, member: &'static str, text: &str) -> *const u8 {
        let mut texts = self.texts.lock();
        let known = |(known, bytes): &&BorrowedText| {
            *known == member
                && bytes
                    .split_last()
                    .is_some_and(|(_, of)| of == text.as_bytes())
        };
        if let Some((_, bytes)) = texts.iter().find(known) {
            return bytes.as_ptr();
        }
        let mut bytes = Vec::with_capacity(text.len() + 1);
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(0);
        let bytes = bytes.into_boxed_slice();
        let pointer = bytes.as_ptr();
        texts.push((member, bytes));
        pointer
    }

    /// As `borrowed_text`, of a member that changes: each value stays, so that no pointer dangles. `None` after too many values.
    pub(crate) fn borrowed_value(&self, member: &'static str, text: &str) -> Option<*const u8> {
        let mut texts = self.texts.lock();
        let known = texts.iter().find(|(known, bytes)| {
            *known == member && bytes.strip_suffix(&[0]) == Some(text.as_bytes())
        });
        if let Some((_, bytes)) = known {
            return Some(bytes.as_ptr());
        }
        if texts.len() >= MAX_TEXTS {
            return None;
        }
        let bytes: Box<[u8]> = text.bytes().chain([0]).collect();
        let pointer = bytes.as_ptr();
        texts.push((member, bytes));
        Some(pointer)
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        self.magic.store(DEAD, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_stays_and_there_is_an_end_to_them() {
        let object = Object::new(ObjectKind::RtpTransceiver);
        let first = object.borrowed_value("mid", "a").expect("there is room");
        let second = object.borrowed_value("mid", "").expect("there is room");
        assert_ne!(first, second);
        assert_eq!(object.borrowed_value("mid", "a"), Some(first));
        for number in 2..MAX_TEXTS {
            assert!(object.borrowed_value("mid", &number.to_string()).is_some());
        }
        assert_eq!(object.borrowed_value("mid", "one more"), None);
        assert_eq!(object.borrowed_value("mid", "a"), Some(first));
    }
}
