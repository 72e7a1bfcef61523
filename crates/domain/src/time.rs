//! Time at the hall. All of mainland China keeps UTC+8 without daylight saving since 1991, so a fixed
//! offset is exact here and spares the phone a time-zone database.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use crate::problem::{FieldReason, Problem};

/// Seconds east of UTC at every hall.
const HALL_SECONDS: i32 = 8 * 3600;

/// UTC+8, the hall's clock.
pub const HALL_OFFSET: FixedOffset = FixedOffset::east_opt(HALL_SECONDS).expect("eight hours are a valid offset");

/// The years that can be asked about.
const YEARS: RangeInclusive<i32> = 2000..=2100;

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

/// Whether a date that somebody asks about is of years in which there is anything. To be asked before it is reckoned
/// with: days and months added to the first and last dates that there are panic.
///
/// # Errors
/// `field` out of range.
pub fn check_years(field: &'static str, date: NaiveDate) -> Result<(), Problem> {
    if YEARS.contains(&date.year()) { Ok(()) } else { Err(Problem::field(field, FieldReason::OutOfRange)) }
}

/// The minute of the day of a time on the wall, `HH:MM`, as somebody types it.
///
/// # Errors
/// Malformed.
pub fn minute_of(time: &str) -> Result<u16, FieldReason> {
    let time = NaiveTime::parse_from_str(time.trim(), "%H:%M").map_err(|_| FieldReason::Malformed)?;
    u16::try_from(time.num_seconds_from_midnight() / 60).map_err(|_| FieldReason::Malformed)
}

/// Minutes from a work-date's midnight as a time on the wall: `08:30`, and `07:00` for 31 hours.
pub fn wall_time(minutes: i32) -> String {
    let minutes = minutes.rem_euclid(24 * 60);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
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

    #[test]
    fn dates_are_of_this_century() {
        let day = |year| NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
        for date in [day(2000), day(2026), day(2100)] {
            assert_eq!(check_years("date", date), Ok(()), "{date}");
        }
        for date in [NaiveDate::MIN, day(1999), day(2101), NaiveDate::MAX] {
            assert_eq!(check_years("on", date), Err(Problem::field("on", FieldReason::OutOfRange)), "{date}");
        }
    }

    #[test]
    fn a_time_on_the_wall_is_read_as_it_is_shown() {
        for minute in 0..24 * 60 {
            assert_eq!(minute_of(&format!(" {} ", wall_time(minute))).map(i32::from), Ok(minute));
        }
        assert_eq!([31 * 60, -30].map(wall_time), ["07:00", "23:30"]);
        for time in ["", "9", "24:00", "12:60", "noon"] {
            assert_eq!(minute_of(time), Err(FieldReason::Malformed), "{time}");
        }
    }
}
