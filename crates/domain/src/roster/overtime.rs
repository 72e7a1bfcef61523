use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::OvertimeClass,
    coded::coded_enum,
    ids::{ActId, ApprovalId, LotId},
    problem::{FieldErrors, FieldReason, Problem},
};

/// Characters of the reason for overtime, and of why it is cancelled.
pub const MAX_OVERTIME_REASON: u16 = 200;

/// Most minutes of overtime on a working day (劳动法 41: three hours).
pub const MAX_WORKDAY_OVERTIME: i32 = 180;

/// Most minutes of overtime on a day off: a standard day and three hours.
pub const MAX_DAY_OFF_OVERTIME: i32 = 480 + MAX_WORKDAY_OVERTIME;

/// Days ahead that overtime can be asked for.
const AHEAD: Days = Days::new(62);

/// Months in which earned time off is to be taken; what is left then is paid.
pub const TIME_OFF_MONTHS: i32 = 6;

/// The longest that a hall may choose.
pub const MAX_TIME_OFF_MONTHS: i32 = 12;

coded_enum! {
    /// What overtime is made good with.
    pub enum Compensation {
        /// Pay: 150 % on a working day, 200 % on a day off, 300 % on a statutory holiday.
        Pay = "pay",
        /// Time off (调休), minute for minute.
        TimeOff = "time_off",
    }
}

/// Whether overtime of a class may be made good with time off: only that of a day off may (劳动法 44).
pub const fn may_take_time_off(class: OvertimeClass) -> bool {
    matches!(class, OvertimeClass::RestDay)
}

/// Asks for overtime before it is worked, or changes what was asked. Asked without a network it may arrive when its date
/// is over: then it is refused at the date, since nobody may approve it after the fact any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OvertimeCommand {
    /// The request, made by who asks: sent twice, it is asked once.
    pub id: ApprovalId,
    /// The version that was looked at, of a request that is changed.
    #[serde(default)]
    pub version: Option<i32>,
    /// The date, from today on.
    pub date: NaiveDate,
    /// How long.
    pub minutes: i32,
    /// What for.
    pub reason: String,
    /// What it is to be made good with.
    pub compensation: Compensation,
}

impl OvertimeCommand {
    /// What is wrong with it, if anything is; `class` is that of the date.
    pub fn validate(&self, today: NaiveDate, class: OvertimeClass) -> Result<(), Problem> {
        let longest = if matches!(class, OvertimeClass::Workday) { MAX_WORKDAY_OVERTIME } else { MAX_DAY_OFF_OVERTIME };
        let date = if (today..=today + AHEAD).contains(&self.date) { Ok(()) } else { Err(FieldReason::OutOfRange) };
        let minutes = if (1..=longest).contains(&self.minutes) { Ok(()) } else { Err(FieldReason::OutOfRange) };
        let reason = match self.reason.trim().chars().count() {
            0 => Err(FieldReason::Required),
            n if n > usize::from(MAX_OVERTIME_REASON) => Err(FieldReason::TooLong),
            _ => Ok(()),
        };
        let paid = self.compensation == Compensation::Pay || may_take_time_off(class);
        let mut errors = FieldErrors::default();
        let checks = [
            errors.take("date", date),
            errors.take("minutes", minutes),
            errors.take("reason", reason),
            errors.take("compensation", if paid { Ok(()) } else { Err(FieldReason::NotAllowed) }),
        ];
        if checks.iter().all(Option::is_some) { Ok(()) } else { Err(errors.into()) }
    }
}

/// Takes back somebody's overtime that was approved, as far as its day is not over by then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelOvertimeCommand {
    /// Made with the form: sent twice, it is done once.
    pub id: ActId,
    /// The request.
    pub overtime: ApprovalId,
    /// The version that was looked at.
    pub version: i32,
    /// Why, for the person to read.
    pub reason: Option<String>,
}

/// The months of time off that a hall may choose.
pub fn check_time_off_months(months: i32) -> Result<(), Problem> {
    let fits = (1..=MAX_TIME_OFF_MONTHS).contains(&months);
    if fits { Ok(()) } else { Err(Problem::field("months", FieldReason::OutOfRange)) }
}

/// The last day on which time off earned on a date can be taken, where a hall lets it last for some months.
pub fn lot_expires(earned: NaiveDate, months: i32) -> NaiveDate {
    earned.checked_add_months(Months::new(months.unsigned_abs())).unwrap_or(earned)
}

/// Time off that was earned: a lot with its source and its expiry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// The lot.
    pub id: LotId,
    /// The overtime that it was earned by.
    pub overtime: ApprovalId,
    /// The date of that overtime.
    pub earned_on: NaiveDate,
    /// The last day on which it can be taken.
    pub expires_on: NaiveDate,
    /// What was earned.
    pub minutes: i32,
    /// What is left of it: nothing once it was paid out.
    pub left: i32,
    /// What was paid out, and when, once it had expired.
    pub paid: Option<(i32, NaiveDate)>,
}

/// The minutes that are there to be taken on a day: earned by then, and not expired. What has expired is
/// paid, never lost.
pub fn balance(lots: &[Lot], on: NaiveDate) -> i32 {
    lots.iter().filter(|lot| lot.earned_on <= on && on <= lot.expires_on).map(|lot| lot.left).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::roster::samples::date;

    fn command() -> OvertimeCommand {
        let (minutes, reason, compensation) = (120, "盘点".to_owned(), Compensation::Pay);
        OvertimeCommand {
            id: ApprovalId::new(),
            version: None,
            date: date(2026, 11, 28),
            minutes,
            reason,
            compensation,
        }
    }

    #[test]
    fn only_a_day_off_is_made_good_with_time_off() {
        let today = date(2026, 11, 24);
        let time_off = OvertimeCommand { compensation: Compensation::TimeOff, ..command() };
        assert_eq!(time_off.validate(today, OvertimeClass::RestDay), Ok(()));
        for class in [OvertimeClass::Workday, OvertimeClass::Holiday] {
            let refused = Err(Problem::field("compensation", FieldReason::NotAllowed));
            assert_eq!(time_off.validate(today, class), refused, "{class:?}");
            assert_eq!(command().validate(today, class), Ok(()));
        }
    }

    #[test]
    fn wrong_fields() {
        let today = date(2026, 11, 24);
        let cases = [
            (OvertimeCommand { date: date(2026, 11, 23), ..command() }, "date", FieldReason::OutOfRange),
            (OvertimeCommand { minutes: 181, ..command() }, "minutes", FieldReason::OutOfRange),
            (OvertimeCommand { minutes: 0, ..command() }, "minutes", FieldReason::OutOfRange),
            (OvertimeCommand { reason: " ".into(), ..command() }, "reason", FieldReason::Required),
        ];
        for (command, field, reason) in cases {
            let refused = command.validate(today, OvertimeClass::Workday);
            assert_eq!(refused, Err(Problem::field(field, reason)), "{command:?}");
        }
        assert_eq!(OvertimeCommand { minutes: 480, ..command() }.validate(today, OvertimeClass::RestDay), Ok(()));
    }

    #[test]
    fn a_hall_chooses_for_how_long_time_off_can_be_taken() {
        assert_eq!(lot_expires(date(2026, 11, 28), TIME_OFF_MONTHS), date(2027, 5, 28));
        assert_eq!(lot_expires(date(2026, 11, 30), 3), date(2027, 2, 28), "the last day of a shorter month");
        for (months, fits) in [(0, false), (1, true), (12, true), (13, false)] {
            assert_eq!(check_time_off_months(months).is_ok(), fits, "{months}");
        }
    }

    proptest! {
        #[test]
        fn what_is_earned_is_there_until_it_expires(minutes in 1..660i32, after in 0..400u64) {
            let earned_on = date(2026, 11, 28);
            let lot = Lot {
                id: LotId::new(),
                overtime: ApprovalId::new(),
                earned_on,
                expires_on: lot_expires(earned_on, TIME_OFF_MONTHS),
                minutes,
                left: minutes,
                paid: None,
            };
            let on = earned_on + Days::new(after);
            let there = balance(std::slice::from_ref(&lot), on);
            prop_assert_eq!(there, if on <= lot.expires_on { minutes } else { 0 });
            prop_assert_eq!(balance(&[lot], date(2026, 11, 27)), 0);
        }
    }
}
