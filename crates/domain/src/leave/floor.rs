//! What the law lets nobody go below, and what it settles so that nobody may set it otherwise.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    kind::LeaveKind,
    profile::{ProfileRule, Province},
    rule::{Basis, CountMode, LeaveRule, LeaveUnit},
    terms::is_by_event,
};
use crate::coded::coded_enum;

coded_enum! {
    /// A law that a version would break, as a refusal names it.
    pub enum Law {
        /// 职工带薪年休假条例 3, 5: 5, 10 or 15 working days, carried over by a year at most.
        Annual = "annual",
        /// 劳部发〔1994〕479号 4: days off inside an illness count.
        MedicalPeriod = "medical_period",
        /// 劳部发〔1995〕309号 59: pay goes on while somebody is ill.
        SickPay = "sick_pay",
        /// 工资支付暂行规定 11: pay goes on in annual, marriage and bereavement leave.
        Pay = "pay",
        /// 劳动法 44: rest for work on a day off.
        Overtime = "overtime",
        /// (80)劳总薪字29号: one day at least.
        Family = "family",
        /// 女职工劳动保护特别规定 7: 98 days.
        Maternity = "maternity",
        /// 女职工劳动保护特别规定 6: examinations are working time.
        Prenatal = "prenatal",
        /// 女职工劳动保护特别规定 9: an hour a day is working time.
        Nursing = "nursing",
        /// 工伤保险条例 33: pay goes on, days off count.
        Injury = "injury",
        /// 劳动法 51: pay goes on.
        Civic = "civic",
        /// What the hall's province gives, once the agency has confirmed it.
        Province = "province",
        /// 个人信息保护法 28: health and family are for who has to know.
        Privacy = "privacy",
    }
}

/// How little a kind of leave may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Floor {
    /// Days each time; 0 where the law names none.
    pub days: i32,
    /// No version may count more kinds of days.
    pub counts: CountMode,
    /// Which law says so.
    pub law: Law,
    /// Where it is written.
    pub source: String,
}

/// The floor of a kind on a date at a place.
pub fn floor_of(kind: LeaveKind, date: NaiveDate, province: Option<Province>) -> Floor {
    let local = province.and_then(|province| ProfileRule::in_force(province, kind, date));
    match local {
        Some(local) => {
            Floor { days: local.days(), counts: local.counts, law: Law::Province, source: local.source.to_owned() }
        }
        None => national(kind),
    }
}

fn national(kind: LeaveKind) -> Floor {
    let (days, law, source) = match kind {
        LeaveKind::Maternity => (98, Law::Maternity, "女职工劳动保护特别规定 7"),
        // One to three days, by what the house decides.
        LeaveKind::Marriage | LeaveKind::Bereavement => (1, Law::Family, "(80)劳总薪字29号"),
        // A right of the provinces alone, which nobody has confirmed here.
        LeaveKind::Paternity => (0, Law::Province, "各省人口与计划生育条例"),
        _ => (0, counting_law(kind), ""),
    };
    let counts = countings(kind).first().copied().unwrap_or(CountMode::CalendarDays);
    Floor { days, counts, law, source: source.to_owned() }
}

/// The ways in which a kind may be counted, the one that counts most days first.
pub(super) const fn countings(kind: LeaveKind) -> &'static [CountMode] {
    match kind {
        LeaveKind::Marriage | LeaveKind::Maternity | LeaveKind::Paternity | LeaveKind::Bereavement => {
            &[CountMode::CalendarDays, CountMode::CalendarPlusHolidays, CountMode::Workdays]
        }
        // Their days add up to a period of the law's.
        LeaveKind::Sick | LeaveKind::Injury => &[CountMode::CalendarDays],
        // Nobody takes leave of a day off.
        _ => &[CountMode::Workdays],
    }
}

/// The law by which a kind is counted, for those that leave no choice.
pub(super) const fn counting_law(kind: LeaveKind) -> Law {
    match kind {
        LeaveKind::Annual => Law::Annual,
        LeaveKind::Sick => Law::MedicalPeriod,
        LeaveKind::Injury => Law::Injury,
        LeaveKind::Personal => Law::Pay,
        LeaveKind::Compensatory => Law::Overtime,
        LeaveKind::Prenatal => Law::Prenatal,
        LeaveKind::Nursing => Law::Nursing,
        LeaveKind::Official => Law::Civic,
        LeaveKind::Maternity => Law::Maternity,
        LeaveKind::Marriage | LeaveKind::Bereavement => Law::Family,
        LeaveKind::Paternity | LeaveKind::Childcare => Law::Province,
    }
}

/// The pieces in which a kind may be taken: those that its ledger can count.
pub(super) const fn pieces(kind: LeaveKind) -> &'static [LeaveUnit] {
    match kind.measure() {
        super::Measure::HalfDays => &[LeaveUnit::HalfDay, LeaveUnit::Day],
        super::Measure::Minutes => &[LeaveUnit::Minute],
    }
}

/// The law by which wages go on; none where the house decides.
pub(super) const fn pay_law(kind: LeaveKind) -> Option<Law> {
    match kind {
        LeaveKind::Personal => None,
        LeaveKind::Sick => Some(Law::SickPay),
        LeaveKind::Annual | LeaveKind::Marriage | LeaveKind::Bereavement => Some(Law::Pay),
        LeaveKind::Compensatory => Some(Law::Overtime),
        LeaveKind::Maternity => Some(Law::Maternity),
        LeaveKind::Paternity | LeaveKind::Childcare => Some(Law::Province),
        LeaveKind::Prenatal => Some(Law::Prenatal),
        LeaveKind::Nursing => Some(Law::Nursing),
        LeaveKind::Injury => Some(Law::Injury),
        LeaveKind::Official => Some(Law::Civic),
    }
}

/// Whether a proof of it tells of somebody's health or a child, so that no version may show it to others.
pub(super) const fn is_sensitive(kind: LeaveKind) -> bool {
    matches!(
        kind,
        LeaveKind::Sick
            | LeaveKind::Maternity
            | LeaveKind::Paternity
            | LeaveKind::Childcare
            | LeaveKind::Prenatal
            | LeaveKind::Nursing
            | LeaveKind::Injury
    )
}

/// Whether it can come without warning, so that nobody may be held to ask early.
pub(super) const fn comes_suddenly(kind: LeaveKind) -> bool {
    matches!(
        kind,
        LeaveKind::Sick | LeaveKind::Maternity | LeaveKind::Paternity | LeaveKind::Bereavement | LeaveKind::Injury
    )
}

/// Whether papers may be asked for: what is one's own by law needs no reason.
pub(super) const fn takes_proof(kind: LeaveKind) -> bool {
    !matches!(kind, LeaveKind::Annual | LeaveKind::Compensatory)
}

/// What a version of a kind may settle; all else is law.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own about the kind")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latitude {
    /// Whether it says how many days each time.
    pub days: bool,
    /// The ways of counting to choose from.
    pub counts: &'static [CountMode],
    /// The smallest pieces to choose from.
    pub units: &'static [LeaveUnit],
    /// Whether it may stop wages.
    pub pay: bool,
    /// Whether it may ask for papers.
    pub proof: bool,
    /// Whether it may show them to who decides.
    pub privacy: bool,
    /// Whether it may refuse sudden cases.
    pub refuses_sudden: bool,
    /// Whether it says if a rest is carried over.
    pub carry: bool,
}

impl Latitude {
    /// That of a kind.
    pub const fn of(kind: LeaveKind) -> Self {
        Self {
            days: is_by_event(kind),
            counts: countings(kind),
            units: pieces(kind),
            pay: pay_law(kind).is_none(),
            proof: takes_proof(kind),
            privacy: !is_sensitive(kind),
            refuses_sudden: !comes_suddenly(kind),
            carry: matches!(kind, LeaveKind::Annual),
        }
    }
}

/// The laws that settle something about a kind for good, each once.
pub fn laws_of(kind: LeaveKind) -> Vec<Law> {
    let counting = (countings(kind).len() == 1).then(|| counting_law(kind));
    let private = is_sensitive(kind).then_some(Law::Privacy);
    let mut laws: Vec<Law> = [counting, pay_law(kind), private].into_iter().flatten().collect();
    laws.dedup();
    laws
}

impl CountMode {
    /// How few days of a week it counts: more of it is better for who takes leave.
    pub(super) const fn mildness(self) -> u8 {
        match self {
            Self::CalendarDays => 0,
            Self::CalendarPlusHolidays => 1,
            Self::Workdays => 2,
        }
    }
}

impl LeaveRule {
    /// The same, raised to what the law gives on a day that was not yet known when a version was published:
    /// a province's rule that was confirmed later, say.
    #[must_use]
    pub(super) fn at_least(mut self, floor: &Floor) -> Self {
        let Basis::PerEvent { days } = self.basis else { return self };
        let below = days < floor.days || self.counts.mildness() < floor.counts.mildness();
        if below {
            self.basis = Basis::PerEvent { days: days.max(floor.days) };
            if self.counts.mildness() < floor.counts.mildness() {
                self.counts = floor.counts;
            }
            self.source.clone_from(&floor.source);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{leave::rules_on, roster::samples::date};

    #[test]
    fn the_law_itself_is_never_below_its_floor() {
        let today = date(2026, 11, 26);
        for province in [None].into_iter().chain(Province::ALL.iter().copied().map(Some)) {
            for rule in rules_on(today, province) {
                let floor = floor_of(rule.kind, today, province);
                assert_eq!(rule.clone().at_least(&floor), rule, "{province:?}");
                assert!(countings(rule.kind).contains(&rule.counts), "{:?}", rule.kind);
                assert!(pieces(rule.kind).contains(&rule.unit), "{:?}", rule.kind);
                assert!(rule.paid || pay_law(rule.kind).is_none(), "{:?}", rule.kind);
                assert!(rule.private_proof || !is_sensitive(rule.kind), "{:?}", rule.kind);
                assert!(rule.notice.sudden || !comes_suddenly(rule.kind), "{:?}", rule.kind);
                assert!(rule.proof.is_none() || takes_proof(rule.kind), "{:?}", rule.kind);
            }
        }
    }

    #[test]
    fn floors_of_the_nation_and_of_provinces() {
        let today = date(2026, 11, 26);
        let floor = |kind, province| {
            let floor = floor_of(kind, today, province);
            (floor.days, floor.law)
        };
        assert_eq!(floor(LeaveKind::Maternity, None), (98, Law::Maternity));
        assert_eq!(floor(LeaveKind::Maternity, Some(Province::Guangdong)), (178, Law::Province));
        assert_eq!(floor(LeaveKind::Marriage, None), (1, Law::Family));
        assert_eq!(floor(LeaveKind::Marriage, Some(Province::Shanghai)), (10, Law::Province));
        assert_eq!(floor(LeaveKind::Bereavement, Some(Province::Shanghai)), (1, Law::Family));
    }
}
