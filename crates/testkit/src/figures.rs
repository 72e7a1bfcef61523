//! What benches share: settings from `cargo xtask bench`, and figures out of measured times.

use std::time::Duration;

/// A setting that `cargo xtask bench` hands over.
pub fn setting(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set; run this through `cargo xtask bench`"))
}

/// Measured times, in order.
#[derive(Clone, Debug, Default)]
pub struct Times(Vec<Duration>);

impl FromIterator<Duration> for Times {
    fn from_iter<I: IntoIterator<Item = Duration>>(times: I) -> Self {
        let mut times: Vec<Duration> = times.into_iter().collect();
        times.sort_unstable();
        Self(times)
    }
}

impl Times {
    /// How many.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that so many of a thousand stay below; nothing measured is no time.
    pub fn permille(&self, share: usize) -> Duration {
        self.0.get(self.0.len() * share / 1000).copied().unwrap_or_default()
    }

    /// The middle one.
    pub fn median(&self) -> Duration {
        self.permille(500)
    }

    /// What 99 of 100 stay below.
    pub fn p99(&self) -> Duration {
        self.permille(990)
    }

    /// The longest.
    pub fn worst(&self) -> Duration {
        self.0.last().copied().unwrap_or_default()
    }
}

/// How many a second.
#[expect(clippy::cast_precision_loss, reason = "counts of a bench")]
pub fn rate(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}
