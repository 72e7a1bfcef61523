//! What screens show of balances and rules, and what HR does by hand.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    annual::Entitlement,
    child::ChildView,
    festival::HalfDayFestival,
    kind::LeaveKind,
    ledger::LotSource,
    ledger_balance::Balance,
    medical::SickAccount,
    pay::Unused,
    profile::{Certainty, Condition, ProfileRule, Province},
    rule::LeaveRule,
    year_end::CarryView,
};
use crate::{
    coded::coded_enum,
    ids::{ChildId, HallId, LotId, PersonId, WaiverId},
    problem::{FieldErrors, FieldReason, Problem},
};

/// Characters of a reason that HR gives.
pub const MAX_LEAVE_REASON: u16 = 200;

/// Half days that can be added or taken off at once.
pub const MAX_ADJUSTMENT: i32 = 120;

/// The leave of one person on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveBook {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// The day.
    pub on: NaiveDate,
    /// Kinds that have an account.
    pub balances: Vec<KindBalance>,
    /// How the year's annual leave is derived.
    pub annual: AnnualLeave,
    /// Sick leave held against the medical period, while one runs.
    pub sick: Option<SickAccount>,
    /// What annual leave is paid where it is not taken, of this year and of what has expired with the last: only where
    /// there is any. A phone may have kept an older reading.
    #[serde(default)]
    pub unused: Vec<Unused>,
    /// The years the rest of whose annual leave can be carried over now, and what the person has said to it; a phone
    /// may have kept an older reading.
    #[serde(default)]
    pub carries: Vec<CarryView>,
    /// The children for whom there is leave, or was asked for.
    pub children: Vec<ChildView>,
    /// The id of the waiver that the viewer may record next, so that a form sent twice is one.
    #[serde(default = "WaiverId::new")]
    pub new_waiver: WaiverId,
    /// The id of the child that the viewer may tell of next, so that a form sent twice is one child.
    pub new_child: ChildId,
    /// What the hall's province gives for a child on the day; none where none is confirmed or it gives none.
    pub childcare: Option<ProfileView>,
    /// Whether the viewer may change balances by hand.
    pub may_adjust: bool,
    /// Whether the viewer may say whether a child is confirmed.
    pub may_rule: bool,
}

/// A year's annual leave with its derivation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnualLeave {
    /// The year.
    pub year: i32,
    /// Days and steps.
    pub entitlement: Entitlement,
    /// Half days that the ledger has granted by law for it; more than the entitlement where that was lowered
    /// after days were taken.
    pub granted: i32,
    /// Whole days to be paid to somebody who leaves in this year.
    pub pay_on_leaving: Option<i32>,
}

/// The account of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindBalance {
    /// The kind.
    pub kind: LeaveKind,
    /// Where it stands.
    pub balance: Balance,
    /// The lots behind it and those to come, the one that expires first at the top.
    pub lots: Vec<LotView>,
}

/// A lot as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotView {
    /// The lot.
    pub id: LotId,
    /// Where it comes from.
    pub source: LotSource,
    /// The year it is for.
    pub year: i32,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    pub expires_on: NaiveDate,
    /// Its size.
    pub granted: i32,
    /// Taken.
    pub used: i32,
    /// Asked for.
    pub pending: i32,
    /// What had expired and was paid.
    pub paid_out: i32,
    /// Why, where HR made it.
    pub reason: Option<String>,
}

coded_enum! {
    /// Which way HR changes a balance.
    pub enum Direction {
        /// More.
        Add = "add",
        /// Less.
        TakeOff = "take_off",
    }
}

/// HR changes a balance by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdjustCommand {
    /// Whose.
    pub person: PersonId,
    /// Which kind.
    pub kind: LeaveKind,
    /// Which way.
    pub direction: Direction,
    /// By how many half days.
    pub half_days: i32,
    /// The last day on which what is added can be taken.
    pub expires_on: NaiveDate,
    /// Why; the person reads it.
    pub reason: String,
}

impl AdjustCommand {
    /// What is wrong with it, if anything is.
    pub fn validate(&self, today: NaiveDate) -> Result<(), Problem> {
        let size = (1..=MAX_ADJUSTMENT).contains(&self.half_days);
        let last = today.checked_add_months(chrono::Months::new(36)).unwrap_or(today);
        let expires = self.direction == Direction::TakeOff || (today..=last).contains(&self.expires_on);
        let reason = match self.reason.trim().chars().count() {
            0 => Err(FieldReason::Required),
            n if n > usize::from(MAX_LEAVE_REASON) => Err(FieldReason::TooLong),
            _ => Ok(()),
        };
        let range = |right: bool| if right { Ok(()) } else { Err(FieldReason::OutOfRange) };
        let mut errors = FieldErrors::default();
        let checks = [
            errors.take("half_days", range(size)),
            errors.take("expires_on", range(expires)),
            errors.take("reason", reason),
        ];
        if checks.iter().all(Option::is_some) { Ok(()) } else { Err(errors.into()) }
    }
}

/// The rules of a hall on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesView {
    /// The hall.
    pub hall: HallId,
    /// Its name.
    pub hall_name: String,
    /// The day.
    pub on: NaiveDate,
    /// The province whose profile is confirmed, and since when.
    pub confirmed: Option<(Province, NaiveDate)>,
    /// One a kind.
    pub rules: Vec<LeaveRule>,
    /// What comes next, from which day on, of kinds that are going to change.
    pub next: Vec<(NaiveDate, LeaveRule)>,
    /// What each province would bring.
    pub profiles: Vec<ProfileView>,
    /// The half days off from this day on to the end of the next year.
    pub half_days: Vec<(HalfDayFestival, NaiveDate)>,
    /// Whether the viewer may confirm one.
    pub may_confirm: bool,
}

/// A line of a province's profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileView {
    /// The province.
    pub province: Province,
    /// The kind.
    pub kind: LeaveKind,
    /// Days in all.
    pub days: i32,
    /// Days in all on a condition.
    pub more: Option<(Condition, i32)>,
    /// The birthday before which a child gives it.
    pub until_age: Option<u32>,
    /// Where it is written.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
}

impl From<&ProfileRule> for ProfileView {
    fn from(rule: &ProfileRule) -> Self {
        Self {
            province: rule.province,
            kind: rule.kind,
            days: rule.days(),
            more: rule.more,
            until_age: rule.until_age,
            source: rule.source.to_owned(),
            certainty: rule.certainty,
        }
    }
}

/// HR confirms, having read the sources, that a province's rules apply at a hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileCommand {
    /// The hall.
    pub hall: HallId,
    /// The province; none goes back to the national rules.
    pub province: Option<Province>,
    /// The first day on which it applies.
    pub from: NaiveDate,
    /// That the sources were read and checked. A box that is not ticked sends nothing.
    #[serde(default)]
    pub checked: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    #[test]
    fn wrong_fields_of_an_adjustment() {
        let today = date(2026, 11, 24);
        let right = AdjustCommand {
            person: PersonId::new(),
            kind: LeaveKind::Annual,
            direction: Direction::Add,
            half_days: 2,
            expires_on: date(2026, 12, 31),
            reason: "先进个人奖励".to_owned(),
        };
        assert_eq!(right.validate(today), Ok(()));
        let less = AdjustCommand { direction: Direction::TakeOff, expires_on: date(2020, 1, 1), ..right.clone() };
        assert_eq!(less.validate(today), Ok(()));
        let cases = [
            (AdjustCommand { half_days: 0, ..right.clone() }, "half_days", FieldReason::OutOfRange),
            (AdjustCommand { half_days: 121, ..right.clone() }, "half_days", FieldReason::OutOfRange),
            (AdjustCommand { expires_on: date(2026, 11, 23), ..right.clone() }, "expires_on", FieldReason::OutOfRange),
            (AdjustCommand { reason: " ".into(), ..right }, "reason", FieldReason::Required),
        ];
        for (command, field, reason) in cases {
            assert_eq!(command.validate(today), Err(Problem::field(field, reason)), "{command:?}");
        }
    }
}
