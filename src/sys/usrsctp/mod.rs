//! libusrsctp behind a safe interface: one [`Socket`] an association, packets and events in and out, no threads.
//!
//! - The library is one global stack; [`stack`] holds the lock around every call, and keeps its clock.
//! - Its callbacks run inside such calls with locks of the library held, so they only queue ([`mailbox`]).
//! - What stands for an address, and goes on the wire in state cookies, is a random word looked up in a table.
//! - The first socket starts the stack; the last one ends it, so that the shared library can be unloaded.
#![expect(unsafe_code, reason = "the border to a C library")]

mod checksum;
mod configuration;
mod mailbox;
mod notification;
mod received;
mod socket;
mod stack;
#[cfg(any(test, fuzzing))]
mod test_clock;

pub(crate) use checksum::{is_right as has_right_checksum, padded};
pub(crate) use mailbox::{Event, Notifier};
pub(crate) use notification::Notification;
pub(crate) use received::Received;
pub(crate) use socket::{Options, Reliability, SendError, SendInfo, Socket};
pub(crate) use stack::next_tick;
#[cfg(test)]
pub(crate) use test_clock::turn as virtual_time_turn;
