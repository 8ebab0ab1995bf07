//! The threads, sockets, timers, the clock and the dispatcher of callbacks.
