//! What somebody says of annual leave that is not taken in its year: that its rest may be taken in the next (条例 5,
//! 办法 9), or, in writing, that they do without (办法 10). Nobody says it for them.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::book::{MAX_ADJUSTMENT, MAX_LEAVE_REASON};
use crate::{
    coded::coded_enum,
    ids::{PersonId, WaiverId},
    problem::{FieldErrors, FieldReason, Problem},
};

/// How long ago a paper can have been signed that is recorded now.
const SIGNED_WITHIN: Months = Months::new(24);

coded_enum! {
    /// What somebody has said to taking the rest of a year in the next.
    pub enum CarryState {
        /// They were asked and have not answered.
        Asked = "asked",
        /// Yes, here or on paper: it is carried over.
        Agreed = "agreed",
        /// No.
        Declined = "declined",
    }
}

/// The rest of a year that could be carried over now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarryView {
    /// The year whose rest it is.
    pub year: i32,
    /// Half days of it.
    pub half_days: i32,
    /// What was said so far; none where nobody was asked.
    pub state: Option<CarryState>,
}

/// HR asks somebody to agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskCarryCommand {
    /// Who.
    pub person: PersonId,
    /// The year whose rest it is.
    pub year: i32,
}

/// Somebody answers for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerCarryCommand {
    /// The year whose rest it is.
    pub year: i32,
    /// Whether it may be taken in the next.
    #[serde(default)]
    pub yes: bool,
}

/// A paper that somebody has signed, where HR has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedPaper {
    /// When it was signed.
    pub signed_on: NaiveDate,
    /// What it is and where it is kept; the person reads it.
    pub paper: String,
}

impl SignedPaper {
    fn check(&self, today: NaiveDate, errors: &mut FieldErrors) {
        let since = today.checked_sub_months(SIGNED_WITHIN).unwrap_or(today);
        let signed = if (since..=today).contains(&self.signed_on) { Ok(()) } else { Err(FieldReason::OutOfRange) };
        let paper = match self.paper.trim().chars().count() {
            0 => Err(FieldReason::Required),
            n if n > usize::from(MAX_LEAVE_REASON) => Err(FieldReason::TooLong),
            _ => Ok(()),
        };
        errors.take("signed_on", signed);
        errors.take("paper", paper);
    }
}

/// HR carries the rest of a year over by a consent on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarryCommand {
    /// Who.
    pub person: PersonId,
    /// The year whose rest it is.
    pub year: i32,
    /// The consent.
    pub signed: SignedPaper,
}

impl CarryCommand {
    /// What is wrong with it, if anything is.
    pub fn validate(&self, today: NaiveDate) -> Result<(), Problem> {
        let mut errors = FieldErrors::default();
        self.signed.check(today, &mut errors);
        errors.check()
    }
}

/// Whether the rest of a year can be carried over on a day: of this year from December on, of last year all year.
pub fn may_carry(year: i32, on: NaiveDate) -> bool {
    year == on.year() - 1 || (year == on.year() && on.month() == 12)
}

/// What somebody does without in writing, after it was offered to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// Half days of a year's annual leave.
    pub half_days: i32,
    /// Their paper.
    pub signed: SignedPaper,
}

/// HR records such a paper. Of several for a year the latest counts, so that one of no days takes a wrong one back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaiverCommand {
    /// Made with the form: sent twice, it is one record.
    pub id: WaiverId,
    /// Who.
    pub person: PersonId,
    /// The year whose leave it is.
    pub year: i32,
    /// Half days of it.
    pub half_days: i32,
    /// The paper.
    pub signed: SignedPaper,
}

impl WaiverCommand {
    /// What is wrong with it, if anything is.
    pub fn validate(&self, today: NaiveDate) -> Result<(), Problem> {
        let range = |right: bool| if right { Ok(()) } else { Err(FieldReason::OutOfRange) };
        let mut errors = FieldErrors::default();
        errors.take("year", range(self.year == today.year() || self.year == today.year() - 1));
        errors.take("half_days", range((0..=MAX_ADJUSTMENT).contains(&self.half_days)));
        self.signed.check(today, &mut errors);
        errors.check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    fn signed() -> SignedPaper {
        SignedPaper { signed_on: date(2026, 12, 1), paper: "本人申请，存人事档案".to_owned() }
    }

    /// 2.1: at most one more year, so from the December of a year until the end of the next.
    #[test]
    fn a_rest_is_carried_over_from_december_to_the_end_of_the_next_year() {
        let cases = [
            (date(2026, 11, 30), false),
            (date(2026, 12, 1), true),
            (date(2027, 1, 1), true),
            (date(2027, 12, 31), true),
            (date(2028, 1, 1), false),
        ];
        for (on, expected) in cases {
            assert_eq!(may_carry(2026, on), expected, "{on}");
        }
    }

    #[test]
    fn a_paper_was_signed_before_today_and_is_named() {
        let today = date(2026, 12, 20);
        let (person, right) = (PersonId::new(), signed());
        let check = |signed: SignedPaper| CarryCommand { person, year: 2026, signed }.validate(today);
        assert_eq!(check(right.clone()), Ok(()));
        let wrong = |field, reason| Err(Problem::field(field, reason));
        for signed_on in [date(2026, 12, 21), date(2024, 12, 19)] {
            assert_eq!(check(SignedPaper { signed_on, ..signed() }), wrong("signed_on", FieldReason::OutOfRange));
        }
        assert_eq!(check(SignedPaper { paper: " ".into(), ..right }), wrong("paper", FieldReason::Required));
        assert_eq!(check(SignedPaper { paper: "纸".repeat(201), ..signed() }), wrong("paper", FieldReason::TooLong));
    }

    #[test]
    fn a_waiver_is_of_this_year_or_the_last() {
        let today = date(2026, 12, 20);
        let of = |year, half_days| WaiverCommand {
            id: WaiverId::new(),
            person: PersonId::new(),
            year,
            half_days,
            signed: signed(),
        };
        for (year, half_days) in [(2026, 6), (2025, 1), (2026, 0)] {
            assert_eq!(of(year, half_days).validate(today), Ok(()), "{year} {half_days}");
        }
        let wrong = |field| Err(Problem::field(field, FieldReason::OutOfRange));
        assert_eq!(of(2027, 6).validate(today), wrong("year"));
        assert_eq!(of(2024, 6).validate(today), wrong("year"));
        assert_eq!(of(2026, -1).validate(today), wrong("half_days"));
    }
}
