use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{kind::LeaveKind, rule::LeaveRule};
use crate::{
    coded::coded_enum,
    problem::{FieldErrors, FieldReason},
};

/// Children of one birth that a form can name.
pub const MAX_BORN: u8 = 6;

/// Days more for a difficult birth, and for each further child (女职工劳动保护特别规定 7).
pub const MORE_DAYS: i32 = 15;

/// What maternity leave is taken for (女职工劳动保护特别规定 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Birth {
    /// A birth.
    Birth {
        /// Difficult: 15 days more.
        difficult: bool,
        /// Children; 15 days more for each further one.
        children: u8,
    },
    /// A miscarriage.
    Miscarriage {
        /// After four months of pregnancy: 42 days instead of 15.
        after_four_months: bool,
    },
}

coded_enum! {
    /// What happened, as a form asks.
    #[derive(Default)]
    pub enum BirthKind {
        /// A birth, or one to come.
        #[default]
        Birth = "birth",
        /// A miscarriage before four months.
        EarlyMiscarriage = "early_miscarriage",
        /// A miscarriage after that.
        LateMiscarriage = "late_miscarriage",
    }
}

/// The answers of a form that asks for maternity leave; for other kinds they do not matter. They are of somebody's
/// health: read by her and by HR alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BirthForm {
    /// What happened.
    pub what: BirthKind,
    /// Whether the birth was difficult; a caesarean is.
    pub difficult: bool,
    /// How many children were born.
    pub children: u8,
}

impl Default for BirthForm {
    fn default() -> Self {
        Self { what: BirthKind::Birth, difficult: false, children: 1 }
    }
}

impl From<Birth> for BirthForm {
    fn from(birth: Birth) -> Self {
        match birth {
            Birth::Birth { difficult, children } => Self { what: BirthKind::Birth, difficult, children },
            Birth::Miscarriage { after_four_months: false } => {
                Self { what: BirthKind::EarlyMiscarriage, ..Self::default() }
            }
            Birth::Miscarriage { after_four_months: true } => {
                Self { what: BirthKind::LateMiscarriage, ..Self::default() }
            }
        }
    }
}

impl BirthForm {
    /// What it says of a kind of leave; nothing of any but maternity leave.
    pub fn of(self, kind: LeaveKind) -> Option<Birth> {
        let Self { what, difficult, children } = self;
        (kind == LeaveKind::Maternity).then_some(match what {
            BirthKind::Birth => Birth::Birth { difficult, children: children.clamp(1, MAX_BORN) },
            BirthKind::EarlyMiscarriage => Birth::Miscarriage { after_four_months: false },
            BirthKind::LateMiscarriage => Birth::Miscarriage { after_four_months: true },
        })
    }

    /// Refuses a number of children that can't be.
    pub(super) fn check(self, kind: LeaveKind, errors: &mut FieldErrors) -> Option<()> {
        let counts = kind == LeaveKind::Maternity && self.what == BirthKind::Birth;
        let right = !counts || (1..=MAX_BORN).contains(&self.children);
        errors.take("children", if right { Ok(()) } else { Err(FieldReason::OutOfRange) })
    }
}

/// How many days maternity leave is, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BirthDays {
    /// What it is taken for.
    pub birth: Birth,
    /// What a plain birth gives, the province's part included.
    pub base: i32,
    /// Calendar days in all.
    pub days: i32,
    /// The last of them.
    pub until: NaiveDate,
    /// Where what a plain birth gives is written.
    pub source: String,
}

impl LeaveRule {
    /// What one request may come to, in the measure of the kind, by what happened; nothing where lots or nobody bound
    /// it.
    pub fn limit(&self, birth: Option<Birth>) -> Option<i32> {
        let units = self.event_limit()?;
        let Some(birth) = birth.filter(|_| self.kind == LeaveKind::Maternity) else { return Some(units) };
        let day = super::count::units_of_day(self.kind);
        Some(maternity_days(units / day, birth) * day)
    }

    /// The days of maternity leave that begins on a day; nothing of other kinds.
    pub fn birth_days(&self, birth: Option<Birth>, from: NaiveDate) -> Option<BirthDays> {
        let birth = birth.filter(|_| self.kind == LeaveKind::Maternity)?;
        let base = self.event_limit()? / super::count::units_of_day(self.kind);
        let days = maternity_days(base, birth);
        Some(BirthDays { birth, base, days, until: maternity_ends(from, days), source: self.source.clone() })
    }
}

/// Calendar days of maternity leave; `base` is what a plain birth gives, the province's part included.
pub fn maternity_days(base: i32, birth: Birth) -> i32 {
    match birth {
        Birth::Birth { difficult, children } => {
            base + if difficult { MORE_DAYS } else { 0 } + MORE_DAYS * i32::from(children.saturating_sub(1))
        }
        Birth::Miscarriage { after_four_months: false } => 15,
        Birth::Miscarriage { after_four_months: true } => 42,
    }
}

/// The last day of so many calendar days that begin on a day.
pub fn maternity_ends(from: NaiveDate, days: i32) -> NaiveDate {
    from + Days::new(u64::try_from(days - 1).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    #[test]
    fn days_by_what_happened() {
        let birth = |difficult, children| Birth::Birth { difficult, children };
        let cases = [
            (birth(false, 1), 98),
            (birth(true, 1), 113),
            (birth(false, 2), 113),
            (birth(true, 3), 143),
            (Birth::Miscarriage { after_four_months: false }, 15),
            (Birth::Miscarriage { after_four_months: true }, 42),
        ];
        for (birth, expected) in cases {
            assert_eq!(maternity_days(98, birth), expected, "{birth:?}");
        }
    }

    #[test]
    fn what_happened_moves_the_limit_of_the_province_too() {
        use crate::leave::{Province, rule_of};
        let birth = |difficult, children| Some(Birth::Birth { difficult, children });
        let miscarried = |after_four_months| Some(Birth::Miscarriage { after_four_months });
        let from = date(2026, 5, 1);
        for (province, birth, expected) in [
            (None, birth(false, 1), (98, (2026, 8, 6))),
            (None, birth(true, 2), (128, (2026, 9, 5))),
            (Some(Province::Shanghai), birth(false, 1), (158, (2026, 10, 5))),
            (Some(Province::Shanghai), birth(true, 1), (173, (2026, 10, 20))),
            (Some(Province::Guangdong), birth(false, 2), (193, (2026, 11, 9))),
            // A province adds to births alone.
            (Some(Province::Guangdong), miscarried(false), (15, (2026, 5, 15))),
            (Some(Province::Guangdong), miscarried(true), (42, (2026, 6, 11))),
        ] {
            let rule = rule_of(LeaveKind::Maternity, from, province);
            let (days, (year, month, day)) = expected;
            let found = rule.birth_days(birth, from).unwrap();
            assert_eq!((found.days, found.until), (days, date(year, month, day)), "{province:?} {birth:?}");
            assert_eq!(rule.limit(birth), Some(days * 2));
        }
        let marriage = rule_of(LeaveKind::Marriage, from, None);
        assert_eq!((marriage.limit(birth(true, 2)), marriage.birth_days(birth(true, 2), from)), (Some(6), None));
    }

    #[test]
    fn a_form_says_what_happened_for_maternity_leave_alone() {
        let form = BirthForm { difficult: true, children: 2, ..BirthForm::default() };
        let birth = Birth::Birth { difficult: true, children: 2 };
        assert_eq!(form.of(LeaveKind::Maternity), Some(birth));
        assert_eq!(form.of(LeaveKind::Sick), None);
        assert_eq!(BirthForm::from(birth), form);
        for kind in BirthKind::ALL {
            let form = BirthForm { what: *kind, ..BirthForm::default() };
            assert_eq!(form.of(LeaveKind::Maternity).map(BirthForm::from), Some(form), "{kind:?}");
        }
    }

    #[test]
    fn the_last_day_counts() {
        let cases = [(98, (8, 6)), (158, (10, 5)), (178, (10, 25)), (188, (11, 4))];
        for (days, (month, day)) in cases {
            assert_eq!(maternity_ends(date(2026, 5, 1), days), date(2026, month, day), "{days}");
        }
    }
}
