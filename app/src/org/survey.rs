//! Several readings of this phone's position, averaged: one alone may be tens of metres off.

use std::time::Duration;

use domain::{
    attendance::{NoPosition, PositionReport},
    geo::{Averaged, average},
};

use crate::{attendance::locate::locate, in_browser::pause};

/// Readings taken. With the pause between them they take some eight seconds, and longer where the phone
/// is slow to find itself.
pub(super) const READINGS: usize = 5;

const PAUSE: Duration = Duration::from_millis(1_500);

/// Where the phone stands, from [`READINGS`] readings; `progress` hears after each how many there are and
/// what they come to.
///
/// # Errors
/// Why a reading failed, if none came before it; later ones are done without.
pub(super) async fn survey(progress: impl Fn(usize, Averaged)) -> Result<Averaged, NoPosition> {
    let mut readings = Vec::with_capacity(READINGS);
    let mut result = Err(NoPosition::Unavailable);
    for turn in 0..READINGS {
        if turn > 0 {
            pause(PAUSE).await;
        }
        match locate().await {
            PositionReport::Reading(reading) => readings.push((reading.position, reading.accuracy_m)),
            PositionReport::Missing(reason) if readings.is_empty() => return Err(reason),
            PositionReport::Missing(_) => {}
        }
        if let Some(averaged) = average(&readings) {
            progress(turn + 1, averaged);
            result = Ok(averaged);
        }
    }
    result
}
