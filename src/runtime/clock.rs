//! The only clock of the library.

use std::{
    sync::OnceLock,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

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

/// High Resolution Time, `timeOrigin` + `now()`: the wall clock is read once, so that its corrections move nothing.
pub(crate) fn unix_ms_of(at: Instant) -> f64 {
    static ORIGIN: OnceLock<(Instant, f64)> = OnceLock::new();
    let (origin, origin_ms) = *ORIGIN.get_or_init(|| (now(), unix_ms()));
    let since = at.saturating_duration_since(origin).as_secs_f64();
    let before = origin.saturating_duration_since(at).as_secs_f64();
    origin_ms + (since - before) * 1000.0
}
