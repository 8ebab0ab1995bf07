//! The network side of one connection, without IO.
//!
//! Commands and input go in, `poll_output` drains what came of them: mutate, then drain until nothing is left.

mod command;
mod event;
mod io;
mod vocabulary;

pub(crate) use command::*;
pub(crate) use event::*;
pub(crate) use io::*;
pub(crate) use vocabulary::*;
