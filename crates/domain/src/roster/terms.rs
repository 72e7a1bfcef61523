use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::last_of_month,
    coded::coded_enum,
    ids::{CertificationId, HoursPermitId, PersonId, ProtectionId, WindowId},
    problem::{FieldErrors, FieldReason, Problem},
};

coded_enum! {
    /// Over what 综合计算工时 adds hours up (劳部发〔1994〕503号, domain.md 2.4).
    pub enum HoursPeriod {
        /// Monday to Sunday.
        Week = "week",
        /// A calendar month.
        Month = "month",
        /// A calendar quarter.
        Quarter = "quarter",
        /// A calendar year.
        Year = "year",
    }
}

impl HoursPeriod {
    /// The first and last date of the period around a date.
    pub fn around(self, date: NaiveDate) -> (NaiveDate, NaiveDate) {
        let first = |month: u32| NaiveDate::from_ymd_opt(date.year(), month, 1).unwrap_or(date);
        let months = |month: u32, length: u32| (first(month), last_of_month(first(month) + Months::new(length - 1)));
        match self {
            // Only the first and last weeks that a date can name are not whole.
            Self::Week => {
                let week = date.week(Weekday::Mon);
                (week.checked_first_day().unwrap_or(date), week.checked_last_day().unwrap_or(date))
            }
            Self::Month => months(date.month(), 1),
            Self::Quarter => months(date.month0() / 3 * 3 + 1, 3),
            Self::Year => months(1, 12),
        }
    }
}

/// A permit by which a person's hours are added up over a period. Without one that is valid on a date,
/// standard hours hold there: eight a day, forty a week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursPermit {
    /// The permit.
    pub id: HoursPermitId,
    /// The period of adding up.
    pub period: HoursPeriod,
    /// First day of its validity.
    pub from: NaiveDate,
    /// Last day of its validity.
    pub to: NaiveDate,
}

impl HoursPermit {
    /// Whether it is valid on a date.
    pub fn covers(&self, date: NaiveDate) -> bool {
        (self.from..=self.to).contains(&date)
    }
}

coded_enum! {
    /// Why somebody may not be given nights or overtime. Only HR and the person see which.
    pub enum ProtectionKind {
        /// Pregnant for seven months or more (女职工劳动保护特别规定 6).
        LatePregnancy = "late_pregnancy",
        /// With a child of less than a year (the same, 9).
        Nursing = "nursing",
    }
}

/// A protected period: dates and kind, and nothing else that could be known about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// The period.
    pub id: ProtectionId,
    /// Why. Never leaves the server but for HR and the person.
    pub kind: ProtectionKind,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Protection {
    /// Whether it holds on a date.
    pub fn covers(&self, date: NaiveDate) -> bool {
        (self.from..=self.to).contains(&date)
    }
}

/// Somebody may serve at a window, over a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certification {
    /// The certification.
    pub id: CertificationId,
    /// The window.
    pub window: WindowId,
    /// First day.
    pub from: NaiveDate,
    /// Last day; open when absent.
    pub to: Option<NaiveDate>,
}

impl Certification {
    /// Whether it holds on a date.
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.from <= date && self.to.is_none_or(|to| date <= to)
    }
}

/// Longest protected period in days: from the seventh month of pregnancy to the child's first birthday is
/// less than sixteen months.
const MAX_PROTECTION: Days = Days::new(500);

/// Longest validity of a permit in days; they are given for a year or two.
const MAX_PERMIT: Days = Days::new(366 * 5);

/// Records a protected period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectionCommand {
    /// Whose.
    pub person: PersonId,
    /// Why.
    pub kind: ProtectionKind,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl ProtectionCommand {
    /// What is wrong with it, if anything is.
    pub fn validate(&self) -> Result<(), Problem> {
        period(self.from, self.to, MAX_PROTECTION)
    }
}

/// Records a permit for comprehensive hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermitCommand {
    /// Whose.
    pub person: PersonId,
    /// The period of adding up.
    pub period: HoursPeriod,
    /// First day of its validity.
    pub from: NaiveDate,
    /// Last day of its validity.
    pub to: NaiveDate,
}

impl PermitCommand {
    /// What is wrong with it, if anything is.
    pub fn validate(&self) -> Result<(), Problem> {
        period(self.from, self.to, MAX_PERMIT)
    }
}

fn period(from: NaiveDate, to: NaiveDate, longest: Days) -> Result<(), Problem> {
    let mut errors = FieldErrors::default();
    let end = if to < from {
        Err(FieldReason::EndsBeforeStart)
    } else if from.checked_add_days(longest).is_none_or(|latest| latest < to) {
        Err(FieldReason::OutOfRange)
    } else {
        Ok(())
    };
    match errors.take("to", end) {
        Some(()) => Ok(()),
        None => Err(errors.into()),
    }
}

/// What HR and the person see of the terms that the roster has to keep to; ended ones are not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsView {
    /// Permits for comprehensive hours, the latest first.
    pub permits: Vec<HoursPermit>,
    /// Protected periods, the latest first.
    pub protections: Vec<Protection>,
    /// Whether the viewer may change them.
    pub editable: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    #[test]
    fn periods_around_a_date() {
        let cases = [
            (HoursPeriod::Week, date(2026, 11, 25), date(2026, 11, 23), date(2026, 11, 29)),
            (HoursPeriod::Month, date(2026, 2, 14), date(2026, 2, 1), date(2026, 2, 28)),
            (HoursPeriod::Quarter, date(2026, 11, 25), date(2026, 10, 1), date(2026, 12, 31)),
            (HoursPeriod::Quarter, date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
            (HoursPeriod::Year, date(2026, 11, 25), date(2026, 1, 1), date(2026, 12, 31)),
        ];
        for (period, at, from, to) in cases {
            assert_eq!(period.around(at), (from, to), "{period:?} {at}");
        }
    }

    #[test]
    fn a_period_ends_after_it_begins_and_not_too_late() {
        let command = |to| ProtectionCommand {
            person: PersonId::new(),
            kind: ProtectionKind::Nursing,
            from: date(2026, 1, 1),
            to,
        };
        assert_eq!(command(date(2026, 12, 31)).validate(), Ok(()));
        let wrong = |reason| Err(Problem::field("to", reason));
        assert_eq!(command(date(2025, 12, 31)).validate(), wrong(FieldReason::EndsBeforeStart));
        assert_eq!(command(date(2028, 1, 1)).validate(), wrong(FieldReason::OutOfRange));
    }
}
