//! Annual leave by law: 职工带薪年休假条例 and 企业职工带薪年休假实施办法.
//!
//! [`entitlement`] gives a year's days and, step by step, why. It is the one place in which leave is rounded:
//! what is left of a whole day is dropped, once, at the end (办法 5, 12).

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::coded::coded_enum;

/// Half days of paid personal leave in a year with which annual leave is gone (条例 4(2): 20 days).
pub const PERSONAL_LIMIT: i32 = 40;

/// Days of a month of sick leave, added up from days here and there.
pub const SICK_MONTH: i32 = 30;

/// Days by which a year is divided, in leap years too (办法 5).
pub(super) const YEAR_DAYS: i32 = 365;

/// Full years of all work after which a tier begins, and its days (条例 3).
const TIERS: [(u32, i32); 3] = [(1, 5), (10, 10), (20, 15)];

coded_enum! {
    /// What a tenth or twentieth anniversary in the middle of a year does. The law is silent.
    pub enum TierChange {
        /// Days before and after are weighed, and rounded once together.
        Weighted = "weighted",
        /// The higher tier counts for the whole year.
        WholeYear = "whole_year",
    }
}

/// What of a person's work counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// Where counting of all working years begins, earlier employers included; gaps are taken off beforehand.
    pub service_from: NaiveDate,
    /// Since when they have worked without a break, at this employer and those before it (办法 3; 人社厅函〔2009〕149号).
    pub continuous_from: NaiveDate,
    /// First day with this employer.
    pub hired_on: NaiveDate,
    /// Last day, once it is known.
    pub left_on: Option<NaiveDate>,
}

/// What was taken in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearFacts {
    /// Calendar days of sick leave, in half days.
    pub sick: i32,
    /// Paid personal leave, in half days.
    pub paid_personal: i32,
    /// Annual leave of that year, in half days.
    pub annual: i32,
}

/// Why there is no annual leave (条例 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Exclusion {
    /// Sick leave of some months in total.
    Sick {
        /// Half days of it.
        taken: i32,
        /// Months from which on.
        months: i32,
    },
    /// Twenty days of paid personal leave.
    Personal {
        /// Half days of it.
        taken: i32,
    },
}

/// One step of the derivation. Days are whole unless it says half days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "step")]
pub enum Step {
    /// All work counts from here (条例 3, 办法 4).
    Service {
        /// Where counting begins.
        from: NaiveDate,
        /// Full years at the end of the year, or at the last day.
        years: i32,
    },
    /// After a break, work has gone on without one from here (办法 3).
    Continuous {
        /// Its first day.
        from: NaiveDate,
    },
    /// Twelve months of continuous work are full on this day (办法 3).
    Qualifies {
        /// The day.
        on: NaiveDate,
    },
    /// Before that there is none this year.
    NotYet,
    /// Not employed in this year.
    NotEmployed,
    /// A stretch of the year at one tier (条例 3, 办法 5).
    Stretch {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
        /// Calendar days.
        days: i32,
        /// What a whole year gives.
        tier: i32,
    },
    /// The whole year at one tier (条例 3).
    WholeYear {
        /// What it gives.
        tier: i32,
    },
    /// Days times tier, added up, by 365; what is left of a day is dropped (办法 5; 12 for who leaves).
    Rounded {
        /// Days times tier.
        sum: i32,
        /// Whole days.
        days: i32,
        /// Whether it is for somebody who leaves.
        leaving: bool,
    },
    /// None this year (条例 4).
    Excluded(Exclusion),
    /// The year's leave was taken before that, so there is none next year instead (办法 8).
    ExcludedLater(Exclusion),
    /// It happened last year after leave had been taken: none this year (办法 8).
    ExcludedBefore(Exclusion),
}

/// A year's annual leave and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entitlement {
    /// Whole working days.
    pub days: i32,
    /// The same in days by 365, before what is left of a day is dropped.
    pub exact: i32,
    /// Step by step.
    pub steps: Vec<Step>,
}

/// Days of annual leave of a calendar year (办法 18), by what is known of it and of the year before.
pub fn entitlement(
    year: i32,
    service: &Service,
    (before, now): (YearFacts, YearFacts),
    change: TierChange,
) -> Entitlement {
    let (Some(first), Some(last)) = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31)) else {
        return Entitlement { days: 0, exact: 0, steps: vec![Step::NotEmployed] };
    };
    let start = first.max(service.hired_on);
    let end = service.left_on.map_or(last, |left| left.min(last));
    if end < start {
        return Entitlement { days: 0, exact: 0, steps: vec![Step::NotEmployed] };
    }
    let years = full_years(service.service_from, end);
    let mut steps = vec![Step::Service { from: service.service_from, years }];
    let qualifies = qualifies_on(service);
    if qualifies > start && service.continuous_from != service.service_from {
        steps.push(Step::Continuous { from: service.continuous_from });
    }
    if qualifies > end {
        steps.push(Step::Qualifies { on: qualifies });
        steps.push(Step::NotYet);
        return Entitlement { days: 0, exact: 0, steps };
    }
    if qualifies > start {
        steps.push(Step::Qualifies { on: qualifies });
    }
    // The tier of the year before is the one at its end.
    let years_before = full_years(service.service_from, first - Days::new(1));
    let excluded = exclusion(years_before, before).filter(|_| before.annual > 0);
    if let Some(why) = excluded {
        steps.push(Step::ExcludedBefore(why));
        return Entitlement { days: 0, exact: 0, steps };
    }
    let (days, exact) = prorated((start.max(qualifies), end), service, (first, last), change, &mut steps);
    match exclusion(years, now) {
        Some(why) if now.annual > 0 => steps.push(Step::ExcludedLater(why)),
        Some(why) => {
            steps.push(Step::Excluded(why));
            return Entitlement { days: 0, exact: 0, steps };
        }
        None => {}
    }
    Entitlement { days, exact, steps }
}

/// The stretches of a year weighed by their tiers, rounded down once.
fn prorated(
    (start, end): (NaiveDate, NaiveDate),
    service: &Service,
    (first, last): (NaiveDate, NaiveDate),
    change: TierChange,
    steps: &mut Vec<Step>,
) -> (i32, i32) {
    let stretches = stretches((start, end), service.service_from, change);
    if let [(_, _, tier)] = stretches[..]
        && (start, end) == (first, last)
    {
        steps.push(Step::WholeYear { tier });
        return (tier, tier * YEAR_DAYS);
    }
    let mut sum = 0;
    for &(from, to, tier) in &stretches {
        let days = days_between(from, to);
        steps.push(Step::Stretch { from, to, days, tier });
        sum += days * tier;
    }
    // A leap year has a day more than it is divided by: never more than the highest tier.
    let highest = stretches.iter().map(|(_, _, tier)| *tier).max().unwrap_or_default();
    let days = (sum / YEAR_DAYS).min(highest);
    steps.push(Step::Rounded { sum, days, leaving: end < last });
    (days, sum)
}

/// A span cut where a tier begins.
fn stretches(
    (start, end): (NaiveDate, NaiveDate),
    service_from: NaiveDate,
    change: TierChange,
) -> Vec<(NaiveDate, NaiveDate, i32)> {
    if change == TierChange::WholeYear {
        return vec![(start, end, tier(full_years(service_from, end)))];
    }
    let cuts = TIERS.iter().map(|(years, _)| anniversary(service_from, *years));
    let mut begins: Vec<NaiveDate> = cuts.filter(|cut| start < *cut && *cut <= end).collect();
    begins.insert(0, start);
    let ends = begins.iter().skip(1).map(|begin| *begin - Days::new(1)).chain([end]);
    let cut = begins.iter().zip(ends);
    cut.map(|(from, to)| (*from, to, tier(full_years(service_from, *from)))).collect()
}

/// What is against annual leave in a year, at so many years of work.
fn exclusion(years: i32, facts: YearFacts) -> Option<Exclusion> {
    let months = match years {
        ..10 => 2,
        10..20 => 3,
        _ => 4,
    };
    if facts.sick >= months * SICK_MONTH * 2 {
        return Some(Exclusion::Sick { taken: facts.sick, months });
    }
    (facts.paid_personal >= PERSONAL_LIMIT).then_some(Exclusion::Personal { taken: facts.paid_personal })
}

/// Days of a whole year at so many full years of work (条例 3).
pub fn tier(years: i32) -> i32 {
    TIERS.iter().rev().find(|(from, _)| i64::from(years) >= i64::from(*from)).map_or(0, |(_, days)| *days)
}

/// Full years from one day to another; the anniversary itself completes one.
pub fn full_years(from: NaiveDate, to: NaiveDate) -> i32 {
    to.years_since(from).and_then(|years| i32::try_from(years).ok()).unwrap_or_default()
}

/// Days from one day to another, both counted.
fn days_between(from: NaiveDate, to: NaiveDate) -> i32 {
    i32::try_from((to - from).num_days() + 1).unwrap_or_default()
}

/// The day on which so many years are full.
fn anniversary(from: NaiveDate, years: u32) -> NaiveDate {
    from.checked_add_months(Months::new(12 * years)).unwrap_or(NaiveDate::MAX)
}

/// The day from which somebody has a right to annual leave (办法 3).
pub fn qualifies_on(service: &Service) -> NaiveDate {
    anniversary(service.continuous_from, 1)
}

/// The year of a lot and the last day on which it can be taken without being carried over.
pub fn year_span(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = (NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?);
    Some((first, last))
}

/// The years for which leave is granted on a day: its own and the next, since leave can be asked for a year ahead.
/// What changes about the next one until it begins is granted anew.
pub fn years_to_grant(today: NaiveDate) -> std::ops::RangeInclusive<i32> {
    today.year()..=today.year() + 1
}

#[cfg(test)]
mod tests;
