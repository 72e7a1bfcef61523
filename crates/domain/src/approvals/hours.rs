use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::WorkCalendar,
    ids::HallId,
    problem::{FieldErrors, FieldReason, Problem},
    time::{hall_date, hall_midnight, minute_of, wall_time},
};

/// When a hall is open on a working day, and so when requests are looked at: in minutes from midnight on its wall.
/// Without a break, it begins and ends at the same minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeHours {
    /// It opens.
    pub opens: i32,
    /// The break begins.
    pub pauses: i32,
    /// The break is over.
    pub resumes: i32,
    /// It closes.
    pub closes: i32,
}

/// 08:30–12:00 and 13:30–17:30, where a hall has not said otherwise.
pub const OFFICE_HOURS: OfficeHours = OfficeHours { opens: 510, pauses: 720, resumes: 810, closes: 1_050 };

/// Working minutes of a day, where a time limit is meant in days and not a hall's.
pub const WORKDAY_MINUTES: i32 = OFFICE_HOURS.minutes();

/// Days that are looked at for working time; no break of the calendar is nearly as long.
const REACH: usize = 400;

impl OfficeHours {
    /// Working minutes of a day.
    pub const fn minutes(self) -> i32 {
        (self.pauses - self.opens) + (self.closes - self.resumes)
    }

    const fn parts(self) -> [(i32, i32); 2] {
        [(self.opens, self.pauses), (self.resumes, self.closes)]
    }
}

/// The moment at which so many working minutes have passed since `start`, by the State Council calendar and a hall's
/// hours.
pub fn after_working_minutes(
    start: DateTime<Utc>,
    minutes: i32,
    (calendar, hours): (&WorkCalendar, OfficeHours),
) -> DateTime<Utc> {
    let mut left = TimeDelta::minutes(i64::from(minutes));
    for date in hall_date(start).iter_days().take(REACH).filter(|date| calendar.is_workday(*date)) {
        for (opens, closes) in hours.parts() {
            let at = |minute: i32| hall_midnight(date) + TimeDelta::minutes(i64::from(minute));
            let (begins, ends) = (at(opens).max(start), at(closes));
            if begins >= ends {
                continue;
            }
            if left <= ends - begins {
                return begins + left;
            }
            left -= ends - begins;
        }
    }
    start + left
}

/// A hall's hours as a form has them, `HH:MM`; both times of the break are left out where there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursCommand {
    /// The hall.
    pub hall: HallId,
    /// It opens.
    pub opens: String,
    /// The break begins.
    #[serde(default)]
    pub pauses: String,
    /// The break is over.
    #[serde(default)]
    pub resumes: String,
    /// It closes.
    pub closes: String,
}

impl HoursCommand {
    /// The same, as they stand.
    pub fn of(hall: HallId, hours: OfficeHours) -> Self {
        let there = hours.pauses < hours.resumes;
        let pause = |minute| if there { wall_time(minute) } else { String::new() };
        Self {
            hall,
            opens: wall_time(hours.opens),
            pauses: pause(hours.pauses),
            resumes: pause(hours.resumes),
            closes: wall_time(hours.closes),
        }
    }

    /// The hours that are meant.
    ///
    /// # Errors
    /// The field that is missing, no time of day, or not after the one before it.
    pub fn hours(&self) -> Result<OfficeHours, Problem> {
        let mut errors = FieldErrors::default();
        let required = |text: &str| match text.trim() {
            "" => Err(FieldReason::Required),
            text => minute_of(text).map(i32::from),
        };
        let opens = errors.take("opens", required(&self.opens));
        let after = |before: Option<i32>| {
            move |minute: i32| match before {
                Some(before) if minute <= before => Err(FieldReason::EndsBeforeStart),
                _ => Ok(minute),
            }
        };
        let pause = !(self.pauses.trim().is_empty() && self.resumes.trim().is_empty());
        let (mut pauses, mut resumes) = (None, None);
        if pause {
            pauses = errors.take("pauses", required(&self.pauses).and_then(after(opens)));
            resumes = errors.take("resumes", required(&self.resumes).and_then(after(pauses)));
        }
        let closes = errors.take("closes", required(&self.closes).and_then(after(resumes.or(opens))));
        let (Some(opens), Some(closes)) = (opens, closes) else { return Err(errors.into()) };
        match (pause, pauses, resumes) {
            (false, ..) => Ok(OfficeHours { opens, pauses: closes, resumes: closes, closes }),
            (true, Some(pauses), Some(resumes)) => Ok(OfficeHours { opens, pauses, resumes, closes }),
            (true, ..) => Err(errors.into()),
        }
    }
}

/// A hall with its hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallHours {
    /// What the hall is called.
    pub name: String,
    /// Its hours, as the form has them.
    pub hours: HoursCommand,
    /// Working minutes of its day.
    pub minutes: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_str(&format!("{text}+0800"), "%Y-%m-%d %H:%M%z").unwrap().to_utc()
    }

    fn form(opens: &str, pauses: &str, resumes: &str, closes: &str) -> HoursCommand {
        let [opens, pauses, resumes, closes] = [opens, pauses, resumes, closes].map(ToOwned::to_owned);
        HoursCommand { hall: HallId::new(), opens, pauses, resumes, closes }
    }

    #[test]
    fn only_office_hours_of_working_days_count() {
        let calendar = WorkCalendar::built_in();
        for (start, minutes, end) in [
            ("2026-11-24 08:30", 60, "2026-11-24 09:30"),
            // Over lunch.
            ("2026-11-24 11:30", 60, "2026-11-24 14:00"),
            // Made at night, it starts in the morning.
            ("2026-11-24 22:00", 30, "2026-11-25 09:00"),
            // Over a weekend.
            ("2026-11-27 17:00", 60, "2026-11-30 09:00"),
            // Over the National Day break; the make-up Saturday counts.
            ("2026-09-30 17:00", 60, "2026-10-08 09:00"),
            ("2026-10-09 17:00", 60, "2026-10-10 09:00"),
            // Exactly a day.
            ("2026-11-24 08:30", WORKDAY_MINUTES, "2026-11-24 17:30"),
            ("2026-11-24 10:00", WORKDAY_MINUTES, "2026-11-25 10:00"),
        ] {
            let passed = after_working_minutes(at(start), minutes, (&calendar, OFFICE_HOURS));
            assert_eq!(passed, at(end), "{start} + {minutes}");
        }
    }

    #[test]
    fn a_hall_without_a_break_has_the_noon_too() {
        let through = form("09:00", "", " ", "17:00").hours().unwrap();
        assert_eq!(through.minutes(), 480);
        let calendar = WorkCalendar::built_in();
        let passed = after_working_minutes(at("2026-11-24 11:30"), 60, (&calendar, through));
        assert_eq!(passed, at("2026-11-24 12:30"));
        assert_eq!(HoursCommand::of(HallId::new(), through).pauses, "");
    }

    #[test]
    fn hours_follow_each_other_and_each_fault_is_named() {
        assert_eq!(form("08:30", "12:00", "13:30", "17:30").hours(), Ok(OFFICE_HOURS));
        let cases = [
            (form("", "12:00", "13:30", "17:30"), "opens", FieldReason::Required),
            (form("8 Uhr", "12:00", "13:30", "17:30"), "opens", FieldReason::Malformed),
            (form("08:30", "08:30", "13:30", "17:30"), "pauses", FieldReason::EndsBeforeStart),
            (form("08:30", "12:00", "", "17:30"), "resumes", FieldReason::Required),
            (form("08:30", "12:00", "11:00", "17:30"), "resumes", FieldReason::EndsBeforeStart),
            (form("08:30", "12:00", "13:30", "13:00"), "closes", FieldReason::EndsBeforeStart),
            (form("08:30", "", "", "08:00"), "closes", FieldReason::EndsBeforeStart),
        ];
        for (wrong, field, reason) in cases {
            assert_eq!(wrong.hours(), Err(Problem::field(field, reason)), "{wrong:?}");
        }
    }
}
