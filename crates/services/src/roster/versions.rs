//! Weeks that go on with other versions of their shifts. They are stored as a pattern for each version; to people they
//! are one week, which is given another and ended as one.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use domain::{
    ids::{PatternId, PersonId, ShiftId},
    roster::WeeklyPattern,
};
use store::{Connection, repo::roster as repo};

use super::{editor::AHEAD, in_use::InUse, patterns::WeekPlan, week::WeekRow};
use crate::error::Result;

/// The weeks that name a replaced shift as they go on with the one in its place from a day on; what lies before stays.
/// Nothing is written.
pub(super) async fn follow(
    db: &impl Connection,
    replaced: &BTreeMap<ShiftId, ShiftId>,
    from: NaiveDate,
) -> Result<WeekPlan> {
    let mut people = BTreeSet::<PersonId>::new();
    for old in replaced.keys() {
        people.extend(repo::find_patterns_naming(db, *old, from).await?.into_iter().map(|(person, _)| person));
    }
    let people: Vec<PersonId> = people.into_iter().collect();
    let mut plan = WeekPlan { from: Some(from), ..WeekPlan::default() };
    for (person, pattern) in repo::find_patterns(db, &people, from, from + AHEAD).await? {
        plan.rosters.entry(person).or_default().patterns.push(pattern);
    }
    plan.follow(replaced, from);
    Ok(plan)
}

impl WeekPlan {
    /// Lets the weeks go on with the shifts that take the place of others from a day on; what lies before stays.
    pub(super) fn follow(&mut self, replaced: &BTreeMap<ShiftId, ShiftId>, from: NaiveDate) {
        let mut rosters = std::mem::take(&mut self.rosters);
        for (person, roster) in &mut rosters {
            let mut begun = Vec::new();
            for pattern in roster.patterns.iter_mut().filter(|pattern| pattern.to.is_none_or(|last| from <= last)) {
                let days = pattern.days.map(|day| day.map(|shift| *replaced.get(&shift).unwrap_or(&shift)));
                if days == pattern.days {
                    continue;
                }
                self.people.insert(*person);
                if pattern.from < from {
                    begun.push(WeeklyPattern { id: PatternId::new(), days, from, ..pattern.clone() });
                    pattern.to = Some(from - Days::new(1));
                } else {
                    pattern.days = days;
                }
                self.stand(pattern);
            }
            self.new.extend(begun.iter().map(|pattern| (*person, pattern.clone())));
            roster.patterns.extend(begun);
        }
        self.rosters = rosters;
    }

    /// Notes how a pattern is to stand: in the place of the stored one, or as the new one that it is.
    pub(super) fn stand(&mut self, pattern: &WeeklyPattern) {
        match self.new.iter_mut().find(|(_, new)| new.id == pattern.id) {
            Some((_, new)) => *new = pattern.clone(),
            None => {
                self.changed.insert(pattern.id, pattern.clone());
            }
        }
    }

    /// Gives what only goes on with the week of a row's first day the row's week too: to people it is one week.
    pub(super) fn carry_on(&mut self, row: &WeekRow, patterns: &mut [WeeklyPattern], known: &InUse) {
        let covering = patterns.iter().filter(|pattern| pattern.covers(row.from)).max_by_key(|pattern| pattern.from);
        let mut week = covering.cloned();
        while let Some(nth) = week.as_ref().and_then(|week| continued(patterns, week, known)) {
            let stood = patterns[nth].clone();
            let days = known.week_from(row.days, stood.from);
            patterns[nth] = WeeklyPattern { days, make_up: row.make_up, post: row.post, ..stood.clone() };
            self.stand(&patterns[nth]);
            week = Some(stood);
        }
    }
}

/// The pattern that goes on with another's week from the day on which other versions of its shifts begin.
pub(super) fn continued(patterns: &[WeeklyPattern], week: &WeeklyPattern, known: &InUse) -> Option<usize> {
    let from = week.to? + Days::new(1);
    known.successions().iter().find(|step| step.from == from)?;
    let stands = (known.week_from(week.days, from), week.make_up, week.post);
    patterns.iter().position(|next| next.from == from && (next.days, next.make_up, next.post) == stands)
}
