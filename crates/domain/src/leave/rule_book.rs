//! What applies at a hall: the law, and above it what the agency has published, each from a day on.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    floor::{Floor, floor_of, is_sensitive},
    kind::LeaveKind,
    profile::{ProfileRule, Province},
    rule::{Basis, LeaveRule, rule_of},
    terms::LeaveTerms,
};

/// A published version of a kind of leave at a hall. It is never changed: another one takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveVersion {
    /// The kind.
    pub kind: LeaveKind,
    /// Counts from 1, in the order of publication.
    pub number: i32,
    /// The first day on which it applies.
    pub from: NaiveDate,
    /// What it says.
    pub terms: LeaveTerms,
}

/// All that decides about leave at a hall.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleBook {
    provinces: Vec<(NaiveDate, Option<Province>)>,
    versions: Vec<LeaveVersion>,
}

impl RuleBook {
    /// From whose province's rules were confirmed from which day on, and what was published; both in the
    /// order in which that was said.
    pub const fn new(provinces: Vec<(NaiveDate, Option<Province>)>, versions: Vec<LeaveVersion>) -> Self {
        Self { provinces, versions }
    }

    /// The same with one version more.
    #[must_use]
    pub fn with(mut self, version: LeaveVersion) -> Self {
        self.versions.push(version);
        self
    }

    /// The province whose rules are confirmed for a day, and since when: the latest word about the latest day.
    pub fn confirmed(&self, on: NaiveDate) -> Option<(Province, NaiveDate)> {
        let begun = self.provinces.iter().filter(|(from, _)| *from <= on);
        let (from, province) = *begun.max_by_key(|(from, _)| *from)?;
        Some((province?, from))
    }

    /// What nothing at this hall may go below on a day.
    pub fn floor(&self, kind: LeaveKind, on: NaiveDate) -> Floor {
        floor_of(kind, on, self.province(on))
    }

    /// What applies to a kind of leave that begins on a day. Published versions give more than the law or
    /// settle what it leaves open; where it has come to give more than one of them, the law holds.
    pub fn rule(&self, kind: LeaveKind, on: NaiveDate) -> LeaveRule {
        let law = rule_of(kind, on, self.province(on));
        match self.version(kind, on) {
            Some(version) => law.published_as(version).at_least(&self.floor(kind, on)),
            None => law,
        }
    }

    /// One rule a kind on a day, in the order in which they are listed to people.
    pub fn rules(&self, on: NaiveDate) -> Vec<LeaveRule> {
        LeaveKind::ALL.iter().map(|kind| self.rule(*kind, on)).collect()
    }

    /// The kinds of which a sudden case can be reported on a day.
    pub fn sudden_kinds(&self, on: NaiveDate) -> Vec<LeaveKind> {
        let sudden = |kind: &LeaveKind| self.rule(*kind, on).notice.sudden;
        LeaveKind::ALL.iter().copied().filter(sudden).collect()
    }

    /// What applies to a kind next, and from which day on; nothing where nothing is going to change.
    pub fn next(&self, kind: LeaveKind, after: NaiveDate) -> Option<(NaiveDate, LeaveRule)> {
        let now = self.rule(kind, after);
        let mut days: Vec<NaiveDate> = self.turns(kind).filter(|day| *day > after).collect();
        days.sort_unstable();
        let rules = days.into_iter().map(|day| (day, self.rule(kind, day)));
        let differs = |rule: &LeaveRule| rule.version != now.version || !rule.changed_from(&now).is_empty();
        rules.into_iter().find(|(_, rule)| differs(rule))
    }

    /// The versions of a kind, the one that was published last first.
    pub fn versions(&self, kind: LeaveKind) -> impl DoubleEndedIterator<Item = &LeaveVersion> {
        self.versions.iter().rev().filter(move |version| version.kind == kind)
    }

    /// The number of the version of a kind that was published last; 0 before the first.
    pub fn latest(&self, kind: LeaveKind) -> i32 {
        self.versions(kind).map(|version| version.number).max().unwrap_or_default()
    }

    /// The last day on which a version applies: the day before the next begins; none where no other does. A
    /// version that another one has replaced before its first day has none either, see [`Self::is_replaced`].
    pub fn until(&self, version: &LeaveVersion) -> Option<NaiveDate> {
        let later = self.versions(version.kind).filter(|other| other.from > version.from);
        later.map(|other| other.from - Days::new(1)).min()
    }

    /// Whether a later version begins on the same day, so that this one never applies.
    pub fn is_replaced(&self, version: &LeaveVersion) -> bool {
        let mut same = self.versions(version.kind).filter(|other| other.from == version.from);
        same.any(|other| other.number > version.number)
    }

    /// What a province gives for a year of a child, and from which of its days on: the first on which a rule of the
    /// hall's is in force. No nation-wide law gives any.
    pub fn childcare(&self, (from, to): (NaiveDate, NaiveDate)) -> Option<(NaiveDate, &'static ProfileRule)> {
        let mut days: Vec<NaiveDate> =
            self.turns(LeaveKind::Childcare).filter(|day| from < *day && *day <= to).collect();
        days.push(from);
        days.sort_unstable();
        let rule = |on: NaiveDate| ProfileRule::in_force(self.province(on)?, LeaveKind::Childcare, on);
        days.into_iter().find_map(|on| Some((on, rule(on)?)))
    }

    fn province(&self, on: NaiveDate) -> Option<Province> {
        self.confirmed(on).map(|(province, _)| province)
    }

    fn version(&self, kind: LeaveKind, on: NaiveDate) -> Option<&LeaveVersion> {
        let begun = self.versions(kind).filter(|version| version.from <= on);
        begun.max_by_key(|version| (version.from, version.number))
    }

    /// Days on which the rule of a kind may change.
    fn turns(&self, kind: LeaveKind) -> impl Iterator<Item = NaiveDate> {
        let published = self.versions(kind).map(|version| version.from);
        let confirmed = self.provinces.iter().flat_map(move |(from, province)| {
            let local = (*province).into_iter().flat_map(ProfileRule::of).filter(move |rule| rule.kind == kind);
            std::iter::once(*from).chain(local.map(ProfileRule::from))
        });
        published.chain(confirmed)
    }
}

impl LeaveRule {
    /// The law's rule with a version over it.
    fn published_as(self, version: &LeaveVersion) -> Self {
        let terms = &version.terms;
        let basis = match (self.basis, terms.days) {
            (Basis::PerEvent { .. }, Some(days)) => Basis::PerEvent { days },
            (basis, _) => basis,
        };
        Self {
            from: version.from,
            version: version.number,
            counts: terms.counts,
            unit: terms.unit,
            basis,
            paid: terms.paid,
            proof: terms.proof,
            notice: terms.notice,
            carry_years: terms.carry_years,
            private_proof: terms.private_proof || is_sensitive(self.kind),
            source: terms.source.clone(),
            ..self
        }
    }
}

#[cfg(test)]
mod tests;
