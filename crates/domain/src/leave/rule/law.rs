//! The rules of the law that ship with the program, national and of the provinces.

use chrono::NaiveDate;

use super::{Basis, CountMode, LeaveRule, LeaveUnit, Notice, Proof};
use crate::leave::{
    kind::LeaveKind,
    profile::{ProfileRule, Province},
};

impl LeaveRule {
    /// A rule of the law that ships with the program, before any other word about it.
    fn law(kind: LeaveKind, basis: Basis, source: &str) -> Self {
        Self {
            kind,
            from: NaiveDate::from_ymd_opt(2008, 1, 1).unwrap_or_default(),
            version: 0,
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
    use crate::{leave::Measure, roster::samples::date};

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
            let minutes = rule.kind.measure() == Measure::Minutes;
            assert_eq!(rule.unit == LeaveUnit::Minute, minutes, "{:?}", rule.kind);
            assert!(!rule.source.is_empty());
        }
    }
}
