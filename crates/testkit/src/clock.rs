use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use services::Clock;

/// A clock that stands still until a test moves it.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<Mutex<DateTime<Utc>>>);

impl TestClock {
    /// Stands at the given time.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    /// Jumps to a time at the hall, such as `2026-11-24 08:27`.
    pub fn set(&self, hall_time: &str) {
        *self.lock() = parse(hall_time);
    }

    /// Moves on, or back.
    pub fn advance(&self, by: TimeDelta) {
        *self.lock() += by;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, DateTime<Utc>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.lock()
    }
}

/// The instant of a wall-clock time at the hall.
pub(crate) fn parse(hall_time: &str) -> DateTime<Utc> {
    let text = format!("{hall_time}:00+0800");
    DateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%z").expect("a time such as 2026-11-24 08:27").to_utc()
}
