use chrono::{DateTime, TimeDelta, Utc};

/// Where the time comes from. Nothing below the services reads a clock of its own.
pub trait Clock: Send + Sync {
    /// This moment, to the millisecond: what is stored is what was decided on.
    fn now(&self) -> DateTime<Utc>;
}

/// The computer's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        to_millis(Utc::now())
    }
}

/// A clock that runs, but shows another time: the demo's.
#[derive(Clone, Copy, Debug)]
pub struct OffsetClock(TimeDelta);

impl OffsetClock {
    /// Shows `start` now and runs on from there.
    pub fn starting_at(start: DateTime<Utc>) -> Self {
        Self(start - Utc::now())
    }
}

impl Clock for OffsetClock {
    fn now(&self) -> DateTime<Utc> {
        to_millis(Utc::now() + self.0)
    }
}

/// What time it really is, whatever the program's clock shows: for what others hold against clocks of their own, such
/// as the expiry of a signature. Nothing that is decided or stored comes from here.
pub(crate) fn real_now() -> DateTime<Utc> {
    Utc::now()
}

fn to_millis(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}
