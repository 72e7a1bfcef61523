//! What applies to a kind of leave, from which date on, and where that is written.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    kind::LeaveKind,
    profile::{ProfileRule, Province},
};
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

/// How early it has to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Working days ahead.
    pub workdays: i32,
    /// Whether a sudden case may be reported within an hour of the shift's start instead.
    pub sudden: bool,
}

/// One version of what applies to a kind of leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveRule {
    /// The kind.
    pub kind: LeaveKind,
    /// The first day on which this version applies.
    pub from: NaiveDate,
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
    /// Everybody else who may see that they are away: colleagues, the host.
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
    /// What somebody may see: a lead the kind and the dates, never the sick note.
    pub const fn seen_by(&self, viewer: Viewer) -> Seen {
        match viewer {
            Viewer::Own | Viewer::Hr => Seen { kind: true, proof: true },
            Viewer::Decider => Seen { kind: true, proof: !self.private_proof },
            Viewer::Colleague => Seen { kind: false, proof: false },
        }
    }

    /// Whether lots of a ledger bound it.
    pub const fn is_limited(&self) -> bool {
        matches!(self.basis, Basis::Granted | Basis::Overtime)
    }

    /// What one request may come to, in the measure of the kind; nothing where lots or nobody bounds it. A
    /// difficult birth or more children give more ([`super::maternity_days`]): the approver reads the proof.
    pub const fn event_limit(&self) -> Option<i32> {
        match self.basis {
            Basis::PerEvent { days } => Some(days * super::count::units_of_day(self.kind)),
            Basis::Granted | Basis::Overtime | Basis::Open => None,
        }
    }

    /// A rule of the law that ships with the program, before any other word about it.
    fn law(kind: LeaveKind, basis: Basis, source: &str) -> Self {
        Self {
            kind,
            from: NaiveDate::from_ymd_opt(2008, 1, 1).unwrap_or_default(),
            counts: CountMode::Workdays,
            unit: LeaveUnit::HalfDay,
            basis,
            paid: true,
            proof: None,
            notice: Notice { workdays: 1, sudden: false },
            carry_years: 0,
            private_proof: false,
            source: source.to_owned(),
            province: None,
        }
    }

    fn of_province(self, rule: &ProfileRule) -> Self {
        let basis = if self.basis == Basis::Granted { Basis::Granted } else { Basis::PerEvent { days: rule.days() } };
        let province = Some(rule.province);
        Self { from: rule.from(), counts: rule.counts, basis, source: rule.source.to_owned(), province, ..self }
    }
}

/// The rules in force on a date, one a kind, in the order in which they are listed to people. A province's
/// rule stands in for the national one where the agency has confirmed it for the hall: what applies is the
/// law of the host's place (劳动合同法 61, 劳务派遣暂行规定 18).
pub fn rules_on(date: NaiveDate, province: Option<Province>) -> Vec<LeaveRule> {
    LeaveKind::ALL.iter().map(|kind| rule_of(*kind, date, province)).collect()
}

/// The rule of one kind on a date.
pub fn rule_of(kind: LeaveKind, date: NaiveDate, province: Option<Province>) -> LeaveRule {
    let national = national(kind);
    let local = province.and_then(|province| ProfileRule::in_force(province, kind, date));
    match local {
        Some(local) => national.of_province(local),
        None => national,
    }
}

fn national(kind: LeaveKind) -> LeaveRule {
    let later = |within_workdays| Some(Proof { from_half_days: 1, within_workdays });
    let sudden = Notice { workdays: 0, sudden: true };
    let (event, law) = (|days| Basis::PerEvent { days }, LeaveRule::law);
    match kind {
        LeaveKind::Annual => LeaveRule {
            notice: Notice { workdays: 3, sudden: false },
            carry_years: 1,
            ..law(kind, Basis::Granted, "职工带薪年休假条例 3、5；企业职工带薪年休假实施办法")
        },
        LeaveKind::Sick => LeaveRule {
            counts: CountMode::CalendarDays,
            proof: later(3),
            notice: sudden,
            private_proof: true,
            ..law(kind, Basis::Open, "劳部发〔1994〕479号；劳部发〔1995〕236号")
        },
        LeaveKind::Personal => {
            LeaveRule { paid: false, notice: sudden, ..law(kind, Basis::Open, "单位规章制度") }
        }
        LeaveKind::Compensatory => LeaveRule { unit: LeaveUnit::Minute, ..law(kind, Basis::Overtime, "劳动法 44") },
        LeaveKind::Marriage => {
            LeaveRule { unit: LeaveUnit::Day, proof: later(5), ..law(kind, event(3), "(80)劳总薪字29号") }
        }
        LeaveKind::Maternity => LeaveRule {
            counts: CountMode::CalendarDays,
            unit: LeaveUnit::Day,
            proof: later(15),
            notice: sudden,
            private_proof: true,
            ..law(kind, event(98), "女职工劳动保护特别规定 7")
        },
        // A right of the provinces alone: without a confirmed profile there is none by law.
        LeaveKind::Paternity => LeaveRule {
            unit: LeaveUnit::Day,
            proof: later(15),
            notice: sudden,
            private_proof: true,
            ..law(kind, event(0), "各省人口与计划生育条例")
        },
        LeaveKind::Childcare => {
            LeaveRule { private_proof: true, ..law(kind, Basis::Granted, "各省人口与计划生育条例") }
        }
        LeaveKind::Prenatal => LeaveRule {
            unit: LeaveUnit::Minute,
            proof: later(3),
            private_proof: true,
            ..law(kind, Basis::Open, "女职工劳动保护特别规定 6")
        },
        LeaveKind::Nursing => LeaveRule {
            unit: LeaveUnit::Minute,
            private_proof: true,
            ..law(kind, Basis::Open, "女职工劳动保护特别规定 9")
        },
        LeaveKind::Bereavement => LeaveRule {
            unit: LeaveUnit::Day,
            proof: later(5),
            notice: sudden,
            private_proof: true,
            ..law(kind, event(3), "(80)劳总薪字29号")
        },
        LeaveKind::Injury => LeaveRule {
            counts: CountMode::CalendarDays,
            unit: LeaveUnit::Day,
            proof: later(3),
            notice: sudden,
            private_proof: true,
            ..law(kind, Basis::Open, "工伤保险条例 33")
        },
        LeaveKind::Official => LeaveRule { proof: later(3), ..law(kind, Basis::Open, "劳动法 51") },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    #[test]
    fn a_lead_sees_kind_and_dates_and_not_the_sick_note() {
        let day = date(2026, 11, 24);
        let sick = rule_of(LeaveKind::Sick, day, None);
        assert_eq!(sick.seen_by(Viewer::Decider), Seen { kind: true, proof: false });
        assert_eq!(sick.seen_by(Viewer::Hr), Seen { kind: true, proof: true });
        assert_eq!(sick.seen_by(Viewer::Colleague), Seen { kind: false, proof: false });
        let marriage = rule_of(LeaveKind::Marriage, day, None);
        assert_eq!(marriage.seen_by(Viewer::Decider), Seen { kind: true, proof: true });
    }

    #[test]
    fn a_province_counts_only_where_it_is_confirmed_and_from_its_date() {
        let days = |kind, day, province| match rule_of(kind, day, province).basis {
            Basis::PerEvent { days } => days,
            other => panic!("{other:?}"),
        };
        let now = date(2026, 11, 24);
        let cases = [
            (LeaveKind::Marriage, None, 3),
            (LeaveKind::Marriage, Some(Province::Shanghai), 10),
            (LeaveKind::Marriage, Some(Province::Guangdong), 3),
            (LeaveKind::Marriage, Some(Province::Zhejiang), 13),
            (LeaveKind::Marriage, Some(Province::Sichuan), 25),
            (LeaveKind::Maternity, None, 98),
            (LeaveKind::Maternity, Some(Province::Shanghai), 158),
            (LeaveKind::Maternity, Some(Province::Guangdong), 178),
            (LeaveKind::Maternity, Some(Province::Zhejiang), 158),
            (LeaveKind::Paternity, None, 0),
            (LeaveKind::Paternity, Some(Province::Shanghai), 10),
            (LeaveKind::Paternity, Some(Province::Guangdong), 15),
        ];
        for (kind, province, expected) in cases {
            assert_eq!(days(kind, now, province), expected, "{kind:?} {province:?}");
        }
        assert_eq!(days(LeaveKind::Marriage, date(2024, 6, 1), Some(Province::Zhejiang)), 3, "not yet in force");
        assert_eq!(days(LeaveKind::Marriage, date(2025, 10, 31), Some(Province::Sichuan)), 3);
    }

    #[test]
    fn every_kind_has_one_rule_whose_unit_is_what_the_ledger_counts() {
        let rules = rules_on(date(2026, 11, 24), None);
        assert_eq!(rules.len(), LeaveKind::ALL.len());
        for rule in rules {
            let minutes = rule.kind.measure() == super::super::Measure::Minutes;
            assert_eq!(rule.unit == LeaveUnit::Minute, minutes, "{:?}", rule.kind);
            assert!(!rule.source.is_empty());
        }
    }
}
