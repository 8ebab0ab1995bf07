//! The only clock of the library.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The monotonic time that sessions are told.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where the core's time comes from"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Milliseconds since 1970: what certificates expire by and what the W3C's timestamps show.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where the core's time comes from"
)]
pub(crate) fn unix_ms() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0.0, |since| since.as_secs_f64() * 1000.0)
}
