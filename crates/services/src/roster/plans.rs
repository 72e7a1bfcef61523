//! Everything that some people's days are held against, read once: for one proposal, or for a page of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{Days, NaiveDate};
use domain::{
    calendar::{WorkCalendar, last_of_month},
    ids::{HallId, PersonId},
    roster::{
        Certification, CheckFrame, Duty, Finding, HoursPermit, NEIGHBOUR_DAYS, PersonPlan, PersonRoster, Protection,
        Shifts, check_person, overtime_of_month, worsened,
    },
};
use store::{
    Connection,
    repo::roster::{self as repo, OvertimeRecord},
};

use super::{Duties, Line, Roster, check::Span};
use crate::{
    error::{Error, Result},
    leave::{LeaveDays, leave_days},
    org::Posts,
};

/// What somebody means to change, to be held against the rules with what stands.
#[derive(Clone, Copy, Default)]
pub(super) struct Proposal<'a> {
    /// Whose days are looked at, whether a line of theirs changes or not.
    pub(super) people: &'a [PersonId],
    /// Lines to be published.
    pub(super) lines: &'a [Line],
    /// Overtime to be approved.
    pub(super) overtime: Option<&'a OvertimeRecord>,
}

/// What proposals about some people's days between two dates are held against.
pub(super) struct Plans<'a> {
    calendar: &'a WorkCalendar,
    /// The dates that are looked at.
    span: Span,
    /// Those whose duties decide about them.
    needed: Span,
    rosters: BTreeMap<PersonId, PersonRoster>,
    shifts: Arc<Shifts>,
    posts: Posts,
    permits: BTreeMap<PersonId, Vec<HoursPermit>>,
    protections: BTreeMap<PersonId, Vec<Protection>>,
    certified: BTreeMap<PersonId, Vec<Certification>>,
    overtime: BTreeMap<PersonId, Vec<(NaiveDate, i32)>>,
    leave: LeaveDays,
    /// Those of the halls that let only certified people serve at a window.
    certifying: BTreeSet<HallId>,
}

impl Roster {
    /// Reads it for all of some people; `lines` are those of the proposals that name shifts or posts which none of
    /// the people has. A dozen queries, however many people and proposals there are.
    pub(super) async fn plans<'a>(
        &self,
        db: &impl Connection,
        calendar: &'a WorkCalendar,
        halls: &[HallId],
        (people, lines): (&[PersonId], &[Line]),
        (from, to): Span,
    ) -> Result<Plans<'a>> {
        let permits = grouped(repo::find_permits(db, people, from).await?);
        let needed = needed((from, to), permits.values().flatten());
        let rosters = self.rosters_of(db, people, needed).await?;
        let mut with_lines = rosters.clone();
        for (person, line) in lines {
            if let Some(roster) = with_lines.get_mut(person) {
                roster.overlay(line.clone());
            }
        }
        let shifts = self.shifts_of(db, rosters.values().chain(with_lines.values())).await?;
        let mut duties = duties_of(&rosters, calendar, &shifts, needed)?;
        for (person, changed) in duties_of(&with_lines, calendar, &shifts, needed)? {
            duties.entry(person).or_default().extend(changed);
        }
        let mut certifying = BTreeSet::new();
        for hall in halls {
            if repo::certification_required(db, *hall).await? {
                certifying.insert(*hall);
            }
        }
        let approved = repo::find_approved_overtime(db, people, needed.0, needed.1).await?;
        Ok(Plans {
            calendar,
            span: (from, to),
            needed,
            posts: Posts::of(db, &duties, from, to).await?,
            rosters,
            shifts,
            permits,
            protections: grouped(repo::find_protections(db, people, from).await?),
            certified: grouped(repo::find_certifications(db, people, from).await?),
            overtime: grouped(approved.iter().map(of_day).collect()),
            leave: leave_days(db, people, from, to).await?,
            certifying,
        })
    }
}

impl Plans<'_> {
    /// What the days of a proposal's people break in some spans, if it came true at a hall.
    pub(super) fn findings(&self, hall: HallId, proposal: Proposal<'_>, spans: &[Span]) -> Result<Vec<Finding>> {
        let people: BTreeSet<PersonId> = proposal.people.iter().copied().collect();
        let (calendar, certification_required) = (self.calendar, self.certifying.contains(&hall));
        let mut findings = Vec::new();
        for person in people {
            let plan = self.plan(person, proposal)?;
            for (from, to) in spans {
                let frame = CheckFrame { from: *from, to: *to, calendar, certification_required };
                let new: Vec<Finding> =
                    check_person(&plan, &frame).into_iter().filter(|found| !findings.contains(found)).collect();
                findings.extend(new);
            }
        }
        Ok(findings)
    }

    /// What a proposal breaks, or breaks worse than what stands.
    pub(super) fn new_findings(&self, hall: HallId, proposal: Proposal<'_>, spans: &[Span]) -> Result<Vec<Finding>> {
        let stands = Proposal { people: proposal.people, ..Proposal::default() };
        Ok(worsened(&self.findings(hall, stands, spans)?, self.findings(hall, proposal, spans)?))
    }

    /// The minutes of overtime that stand in a date's month; see [`overtime_of_month`].
    pub(super) fn overtime_of_month(&self, person: PersonId, date: NaiveDate) -> Result<Option<i32>> {
        Ok(overtime_of_month(&self.plan(person, Proposal::default())?, date))
    }

    /// Whether somebody is on leave all day.
    pub(super) fn is_on_leave(&self, person: PersonId, date: NaiveDate) -> bool {
        self.leave.on(person, date).is_whole()
    }

    fn plan(&self, person: PersonId, Proposal { lines, overtime, .. }: Proposal<'_>) -> Result<PersonPlan> {
        let mut roster = self.rosters.get(&person).cloned().unwrap_or_default();
        for (_, line) in lines.iter().filter(|(of, _)| *of == person) {
            roster.overlay(line.clone());
        }
        let (first, last) = self.needed;
        let duties = roster.duties(first, last, self.calendar, &self.shifts).map_err(Error::internal)?;
        let dates = || self.span.0.iter_days().take_while(|date| *date <= self.span.1);
        let window = |duty: &Duty| {
            let inside = self.span.0 <= duty.date && duty.date <= self.span.1;
            let post = self.posts.post_of(person, duty).filter(|_| inside)?;
            Some((duty.date, self.posts.place(post)?.window))
        };
        let of = |proposed: &&OvertimeRecord| proposed.person == person;
        let approved = self.overtime.get(&person).into_iter().flatten().copied();
        Ok(PersonPlan {
            person,
            windows: duties.iter().filter_map(window).collect(),
            permits: self.permits.get(&person).cloned().unwrap_or_default(),
            protections: self.protections.get(&person).cloned().unwrap_or_default(),
            leave: dates().filter(|date| self.is_on_leave(person, *date)).collect(),
            certified: self.certified.get(&person).cloned().unwrap_or_default(),
            overtime: approved.chain(overtime.filter(of).map(|proposed| of_day(proposed).1)).collect(),
            duties,
        })
    }
}

fn of_day(record: &OvertimeRecord) -> (PersonId, (NaiveDate, i32)) {
    (record.person, (record.date, record.minutes))
}

fn duties_of(
    rosters: &BTreeMap<PersonId, PersonRoster>,
    calendar: &WorkCalendar,
    shifts: &Shifts,
    (from, to): Span,
) -> Result<Duties> {
    let duties = |(person, roster): (&PersonId, &PersonRoster)| {
        Ok((*person, roster.duties(from, to, calendar, shifts).map_err(Error::internal)?))
    };
    rosters.iter().map(duties).collect()
}

/// The dates whose duties decide about a span: the months it touches with the days around them, and every
/// period that a permit adds up over.
fn needed<'a>((from, to): Span, permits: impl Iterator<Item = &'a HoursPermit>) -> Span {
    use chrono::Datelike;
    let mut first = from.with_day(1).unwrap_or(from) - Days::new(NEIGHBOUR_DAYS);
    let mut last = last_of_month(to) + Days::new(NEIGHBOUR_DAYS);
    for permit in permits.filter(|permit| permit.from <= to && from <= permit.to) {
        first = first.min(permit.period.around(from).0);
        last = last.max(permit.period.around(to).1);
    }
    (first, last)
}

fn grouped<T>(found: Vec<(PersonId, T)>) -> BTreeMap<PersonId, Vec<T>> {
    let mut people = BTreeMap::<PersonId, Vec<T>>::new();
    for (person, item) in found {
        people.entry(person).or_default().push(item);
    }
    people
}
