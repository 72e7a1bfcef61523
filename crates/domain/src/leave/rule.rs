//! What applies to a kind of leave, from which date on, and where that is written.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{kind::LeaveKind, profile::Province};
use crate::coded::coded_enum;

coded_enum! {
    /// Which days of a span count.
    pub enum CountMode {
        /// Working days of the State Council calendar, make-up days among them.
        Workdays = "workdays",
        /// Every day.
        CalendarDays = "calendar_days",
        /// Every day but statutory holidays, by which it grows longer.
        CalendarPlusHolidays = "calendar_plus_holidays",
    }
}

coded_enum! {
    /// The smallest piece that can be taken.
    pub enum LeaveUnit {
        /// Minutes.
        Minute = "minute",
        /// Half a day.
        HalfDay = "half_day",
        /// A day.
        Day = "day",
    }
}

/// What bounds how much can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Basis {
    /// The lots of the ledger.
    Granted,
    /// Time off earned by overtime: lots, too, but those of the overtime ledger.
    Overtime,
    /// At most so many days each time, by what happened.
    PerEvent {
        /// Days, counted as the rule counts.
        days: i32,
    },
    /// Nothing but the approver's judgement.
    Open,
}

/// What has to be handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// From how many half days on; 1 is always.
    pub from_half_days: i32,
    /// Working days after the first day of leave until which it may follow; 0 is before the leave.
    pub within_workdays: i32,
}

/// Working days after the first day of a leave that was reported without a word until which its reason is due, where
/// the kind wants no papers: as long as the law's rule gives for a sick note.
const REASON_WITHIN: i32 = 3;

/// How early it has to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Working days ahead.
    pub workdays: i32,
    /// Whether a sudden case may be reported within an hour of the shift's start instead.
    pub sudden: bool,
}

/// What applies to a kind of leave from a day on: the law, or what the agency has published beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveRule {
    /// The kind.
    pub kind: LeaveKind,
    /// The first day on which it applies.
    pub from: NaiveDate,
    /// Which of the hall's published versions it is; 0 is the law alone.
    pub version: i32,
    /// Which days count.
    pub counts: CountMode,
    /// The smallest piece.
    pub unit: LeaveUnit,
    /// What bounds it.
    pub basis: Basis,
    /// Whether wages go on.
    pub paid: bool,
    /// What has to be handed in, if anything.
    pub proof: Option<Proof>,
    /// How early.
    pub notice: Notice,
    /// Years that what is left may be carried on, with consent.
    pub carry_years: i32,
    /// Whether the proof tells of somebody's health or family (PIPL 28): then it is for HR alone.
    pub private_proof: bool,
    /// Where it is written.
    pub source: String,
    /// The province whose rule it is, when it is one that the agency has confirmed.
    pub province: Option<Province>,
}

/// Who looks at somebody's leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Whose leave it is.
    Own,
    /// HR of their agency.
    Hr,
    /// Who decides on it, or leads them.
    Decider,
    /// Who has a copy of the request.
    Copied,
    /// The management of the hall, which is not their employer.
    Host,
    /// Everybody else who may see that they are away.
    Colleague,
}

/// What is shown of somebody's leave. Dates always are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The kind; else only that it is leave.
    pub kind: bool,
    /// The reason and what was handed in; else only whether the proof was checked.
    pub proof: bool,
}

impl LeaveRule {
    /// What somebody may see: a lead the kind and the dates, never the sick note; the host, which is not the employer,
    /// no kind that tells of health or family (PIPL 28).
    pub const fn seen_by(&self, viewer: Viewer) -> Seen {
        match viewer {
            Viewer::Own | Viewer::Hr => Seen { kind: true, proof: true },
            Viewer::Decider => Seen { kind: true, proof: !self.private_proof },
            Viewer::Host => Seen { kind: !self.private_proof, proof: false },
            Viewer::Copied => Seen { kind: true, proof: false },
            Viewer::Colleague => Seen { kind: false, proof: false },
        }
    }

    /// Within how many working days after the first day of so long a leave papers are due, if any are. Of a sudden case
    /// that is `unexplained` so far, the reason in writing is the paper where the kind wants no other.
    pub fn papers_within(&self, half_days: i32, unexplained: bool) -> Option<i32> {
        match self.proof {
            Some(proof) => (half_days >= proof.from_half_days).then_some(proof.within_workdays),
            None => unexplained.then_some(REASON_WITHIN),
        }
    }

    /// Whether lots of a ledger bound it.
    pub const fn is_limited(&self) -> bool {
        matches!(self.basis, Basis::Granted | Basis::Overtime)
    }

    /// What one request may come to, in the measure of the kind; nothing where lots or nobody bounds it. Of maternity
    /// leave, for a plain birth: see [`Self::limit`].
    pub const fn event_limit(&self) -> Option<i32> {
        match self.basis {
            Basis::PerEvent { days } => Some(days * super::count::units_of_day(self.kind)),
            Basis::Granted | Basis::Overtime | Basis::Open => None,
        }
    }
}

mod law;

pub use law::rule_of;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    #[test]
    fn a_lead_sees_kind_and_dates_and_not_the_sick_note() {
        let day = date(2026, 11, 24);
        let sick = rule_of(LeaveKind::Sick, day, None);
        assert_eq!(sick.seen_by(Viewer::Decider), Seen { kind: true, proof: false });
        assert_eq!(sick.seen_by(Viewer::Copied), Seen { kind: true, proof: false });
        assert_eq!(sick.seen_by(Viewer::Hr), Seen { kind: true, proof: true });
        for outside in [Viewer::Host, Viewer::Colleague] {
            assert_eq!(sick.seen_by(outside), Seen { kind: false, proof: false });
        }
        let marriage = rule_of(LeaveKind::Marriage, day, None);
        assert_eq!(marriage.seen_by(Viewer::Decider), Seen { kind: true, proof: true });
        assert_eq!(marriage.seen_by(Viewer::Host), Seen { kind: true, proof: false });
    }

    #[test]
    fn what_was_reported_without_a_word_is_explained_where_no_papers_are_wanted() {
        let none = rule_of(LeaveKind::Personal, date(2026, 11, 24), None);
        let from_a_day = LeaveRule { proof: Some(Proof { from_half_days: 2, within_workdays: 5 }), ..none.clone() };
        let cases = [
            // (the rule, half days, whether nobody knows why, within)
            (&none, 2, false, None),
            (&none, 1, true, Some(REASON_WITHIN)),
            (&from_a_day, 2, false, Some(5)),
            (&from_a_day, 2, true, Some(5)),
            (&from_a_day, 1, true, None),
        ];
        for (rule, half_days, unexplained, within) in cases {
            assert_eq!(rule.papers_within(half_days, unexplained), within, "{:?} {half_days}", rule.proof);
        }
    }
}
