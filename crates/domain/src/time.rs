//! Time at the hall. All of mainland China keeps UTC+8 without daylight saving since 1991, so a fixed
//! offset is exact here and spares the phone a time-zone database.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// Seconds east of UTC at every hall.
const HALL_SECONDS: i32 = 8 * 3600;

/// UTC+8, the hall's clock.
pub const HALL_OFFSET: FixedOffset = FixedOffset::east_opt(HALL_SECONDS).expect("eight hours are a valid offset");

/// What the hall's wall clock shows at an instant.
pub fn hall_time(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&HALL_OFFSET).naive_local()
}

/// The date at the hall at an instant.
pub fn hall_date(at: DateTime<Utc>) -> NaiveDate {
    hall_time(at).date()
}

/// The instant at which a date begins at the hall.
pub fn hall_midnight(date: NaiveDate) -> DateTime<Utc> {
    let utc = date.and_time(NaiveTime::MIN) - HALL_OFFSET;
    utc.and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hall_is_eight_hours_ahead() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let midnight = hall_midnight(date);
        assert_eq!(midnight.to_rfc3339(), "2026-11-23T16:00:00+00:00");
        assert_eq!(hall_date(midnight), date);
        assert_eq!(hall_date(midnight - chrono::TimeDelta::milliseconds(1)), date.pred_opt().unwrap());
    }
}
