//! 育儿假: a right of the provinces, for each parent and every year of a child until a birthday. A year of a child
//! begins on its birthday; what of it was not taken is gone with it.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    book::MAX_LEAVE_REASON,
    profile::{Certainty, ProfileRule, Province},
    rule_book::RuleBook,
};
use crate::{
    coded::coded_enum,
    ids::{ChildId, PersonId},
    problem::{FieldErrors, FieldReason, Problem, check_text},
};

/// The birthday with which it ends in every province: nobody needs to know of an older child.
pub const CHILD_LIMIT: u32 = 6;

/// Children that somebody can have on record at once.
pub const MAX_CHILDREN: usize = 8;

/// Days ahead for which leave is granted, as far as it can be asked for.
const AHEAD: Days = Days::new(366);

coded_enum! {
    /// How a child stands that a parent has told of.
    pub enum ChildState {
        /// Told; nobody has looked at it yet.
        Declared = "declared",
        /// HR has seen the proof.
        Confirmed = "confirmed",
        /// HR could not.
        Refused = "refused",
        /// The parent has taken their consent back (PIPL 15).
        TakenBack = "taken_back",
        /// Past the age up to which it gives leave.
        Grown = "grown",
    }
}

impl ChildState {
    /// Whether the birth date is still needed; once it is not, it is erased (PIPL 47).
    pub const fn is_kept(self) -> bool {
        matches!(self, Self::Declared | Self::Confirmed)
    }
}

/// A parent tells of a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclareChildCommand {
    /// Made with the form: sent twice, it is one child.
    pub id: ChildId,
    /// When it was born.
    pub born_on: NaiveDate,
    /// Consent of its own for what is told of a child (PIPL 29, 31). A box that is not ticked sends nothing.
    #[serde(default)]
    pub consent: bool,
}

impl DeclareChildCommand {
    /// What is wrong with it, if anything is: born to come or too long ago, no consent.
    pub fn validate(&self, today: NaiveDate) -> Result<(), Problem> {
        let born = if today < self.born_on || birthday(self.born_on, CHILD_LIMIT) <= today {
            Err(FieldReason::OutOfRange)
        } else {
            Ok(())
        };
        let consent = if self.consent { Ok(()) } else { Err(FieldReason::Required) };
        let mut errors = FieldErrors::default();
        let checks = [errors.take("born_on", born), errors.take("consent", consent)];
        if checks.iter().all(Option::is_some) { Ok(()) } else { Err(errors.into()) }
    }
}

coded_enum! {
    /// What HR says to it.
    pub enum ChildVerdict {
        /// The proof was seen.
        Confirm = "confirm",
        /// It was not, or it is wrong.
        Refuse = "refuse",
    }
}

/// HR confirms a child or refuses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleChildCommand {
    /// Whose parent.
    pub person: PersonId,
    /// The child.
    pub child: ChildId,
    /// Which of the two.
    pub verdict: ChildVerdict,
    /// Why it is refused; the parent reads it.
    #[serde(default)]
    pub reason: String,
}

impl RuleChildCommand {
    /// The reason for a refusal, which has to be there; none where it is confirmed.
    ///
    /// # Errors
    /// At `reason`.
    pub fn sound_reason(&self) -> Result<Option<String>, Problem> {
        match self.verdict {
            ChildVerdict::Confirm => Ok(None),
            ChildVerdict::Refuse => check_text("reason", Some(self.reason.clone()), (MAX_LEAVE_REASON, true)),
        }
    }
}

/// The day on which somebody is so many years old; of who was born on 29 February, the 28th in common years.
pub fn birthday(born_on: NaiveDate, age: u32) -> NaiveDate {
    born_on.checked_add_months(Months::new(12 * age)).unwrap_or(NaiveDate::MAX)
}

/// What a year of a child gives one parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChildGrant {
    /// Which of its years, from 0: the age at its beginning.
    pub age: u32,
    /// The first day that can be taken.
    pub from: NaiveDate,
    /// The last: the day before a birthday.
    pub to: NaiveDate,
    /// The rule that says how many days, and until which age.
    pub rule: &'static ProfileRule,
}

/// What the years of a child give a parent who works here between two days, by the rules of the hall: of the year
/// that runs today and of those that begin within the time for which leave can be asked. A part of a year, since
/// somebody came in it or a rule did, gives all of its days: no province takes any off.
pub fn child_grants(
    born_on: NaiveDate,
    (hired_on, left_on): (NaiveDate, Option<NaiveDate>),
    book: &RuleBook,
    today: NaiveDate,
) -> Vec<ChildGrant> {
    let end = left_on.unwrap_or(NaiveDate::MAX);
    let grant = |age| {
        let from = birthday(born_on, age).max(hired_on);
        let to = birthday(born_on, age + 1) - Days::new(1);
        if to < today || today + AHEAD < from || to < from || end < from {
            return None;
        }
        let (from, rule) = book.childcare((from, to))?;
        let counts = rule.until_age.is_some_and(|until| age < until) && from <= end;
        counts.then_some(ChildGrant { age, from, to, rule })
    };
    (0..CHILD_LIMIT).filter_map(grant).collect()
}

/// A year of a child with what was granted for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildYear {
    /// The age at its beginning.
    pub age: u32,
    /// The first day that can be taken.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
    /// Days by the rule.
    pub days: i32,
    /// Half days that the ledger has granted for it.
    pub granted: i32,
    /// Whose rule.
    pub province: Province,
    /// The birthday before which it gives any.
    pub until_age: u32,
    /// Where that is written.
    pub source: String,
    /// How sure that is.
    pub certainty: Certainty,
}

/// A child as its parent and HR see it. Nobody else learns of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildView {
    /// The child.
    pub id: ChildId,
    /// How it stands.
    pub state: ChildState,
    /// When it was born; erased where it is not needed any more.
    pub born_on: Option<NaiveDate>,
    /// The day on which it was told of.
    pub declared_on: NaiveDate,
    /// Why it was refused.
    pub reason: Option<String>,
    /// The year that runs and the next, where it is confirmed.
    pub years: Vec<ChildYear>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    fn book(from: NaiveDate, province: Province) -> RuleBook {
        RuleBook::new(vec![(from, Some(province))], Vec::new())
    }

    fn given(born_on: NaiveDate, book: &RuleBook, today: NaiveDate) -> Vec<(u32, NaiveDate, NaiveDate, i32)> {
        let grants = child_grants(born_on, (date(2020, 1, 1), None), book, today);
        grants.into_iter().map(|one| (one.age, one.from, one.to, one.rule.days())).collect()
    }

    #[test]
    fn each_year_from_birthday_to_birthday_until_the_age_limit() {
        let shanghai = book(date(2024, 1, 1), Province::Shanghai);
        let born = date(2025, 3, 16);
        let first = (0, date(2025, 3, 16), date(2026, 3, 15), 5);
        let second = (1, date(2026, 3, 16), date(2027, 3, 15), 5);
        let third = (2, date(2027, 3, 16), date(2028, 3, 15), 5);
        let cases = [
            (date(2025, 3, 16), vec![first, second]),
            (date(2026, 3, 14), vec![first, second]),
            // The third can be asked for from this day on, a year ahead.
            (date(2026, 3, 15), vec![first, second, third]),
            (date(2026, 11, 24), vec![second, third]),
            // 未满三周岁: the last day is the one before the third birthday.
            (date(2028, 3, 15), vec![third]),
            (date(2028, 3, 16), vec![]),
        ];
        for (today, expected) in cases {
            assert_eq!(given(born, &shanghai, today), expected, "{today}");
        }
    }

    #[test]
    fn by_the_province_that_is_confirmed_and_from_that_day_on() {
        let (born, today) = (date(2026, 1, 10), date(2026, 11, 24));
        let days = |province| given(born, &book(date(2026, 6, 1), province), today).first().map(|one| (one.1, one.3));
        let from = date(2026, 6, 1);
        // 2.2a: per parent and year.
        let cases = [
            (Province::Shanghai, Some((from, 5))),
            (Province::Beijing, Some((from, 5))),
            (Province::Guangdong, Some((from, 10))),
            (Province::Zhejiang, Some((from, 10))),
            (Province::Sichuan, Some((from, 10))),
            (Province::Henan, None),
        ];
        for (province, expected) in cases {
            assert_eq!(days(province), expected, "{province:?}");
        }
        assert_eq!(given(born, &RuleBook::default(), today), [], "no law of the nation gives any");
        let anhui = given(date(2021, 1, 10), &book(date(2024, 1, 1), Province::Anhui), today);
        assert_eq!(anhui.iter().map(|one| one.0).collect::<Vec<_>>(), [5], "until the sixth birthday");
    }

    #[test]
    fn only_for_days_of_this_employment() {
        let (book, born) = (book(date(2024, 1, 1), Province::Shanghai), date(2025, 3, 16));
        let here = |hired, left| child_grants(born, (hired, left), &book, date(2026, 11, 24));
        assert_eq!(here(date(2026, 11, 2), None)[0].from, date(2026, 11, 2));
        let leaves = here(date(2020, 1, 1), Some(date(2026, 12, 31)));
        assert_eq!(leaves.len(), 1, "the year that begins after the last day gives nothing");
    }

    #[test]
    fn what_can_not_be_told() {
        let today = date(2026, 11, 24);
        let told = |born_on, consent| DeclareChildCommand { id: ChildId::new(), born_on, consent }.validate(today);
        assert_eq!(told(today, true), Ok(()));
        assert_eq!(told(date(2020, 11, 25), true), Ok(()));
        let wrong = |field, reason| Err(Problem::field(field, reason));
        assert_eq!(told(date(2026, 11, 25), true), wrong("born_on", FieldReason::OutOfRange));
        assert_eq!(told(date(2020, 11, 24), true), wrong("born_on", FieldReason::OutOfRange));
        assert_eq!(told(today, false), wrong("consent", FieldReason::Required));
    }

    #[test]
    fn a_birthday_of_29_february() {
        assert_eq!(birthday(date(2024, 2, 29), 1), date(2025, 2, 28));
        assert_eq!(birthday(date(2024, 2, 29), 4), date(2028, 2, 29));
    }
}
