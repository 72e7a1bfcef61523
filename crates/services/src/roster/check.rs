//! Roster lines held against the rules, before they are published.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use domain::{
    calendar::{WorkCalendar, last_of_month},
    ids::{HallId, PersonId, WindowId},
    policy::{Action, Place},
    roster::{
        CheckFrame, Finding, FindingView, Half, HoursPermit, NEIGHBOUR_DAYS, PersonPlan, Presence, check_coverage,
        check_person,
    },
};
use store::{Connection, repo::roster as repo};

use super::{Duties, Line, Roster, editor::whole};
use crate::{
    accounts::names_of,
    caller::Caller,
    error::Result,
    leave::leave_days,
    org::{Posts, window_label, window_posts},
};

/// A span of dates, both included.
pub(super) type Span = (NaiveDate, NaiveDate);

impl Roster {
    /// What the days of the people in `lines` break in some spans of dates, if these lines were published.
    pub(super) async fn findings(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        hall: HallId,
        lines: &[Line],
        spans: &[Span],
    ) -> Result<Vec<Finding>> {
        let people: BTreeSet<PersonId> = lines.iter().map(|(person, _)| *person).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        self.findings_of(db, calendar, hall, (&people, lines), spans).await
    }

    /// The same for some people, whether a line of theirs is to be published or not.
    pub(super) async fn findings_of(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        hall: HallId,
        (people, lines): (&[PersonId], &[Line]),
        spans: &[Span],
    ) -> Result<Vec<Finding>> {
        let (Some(from), Some(to)) = (spans.iter().map(|span| span.0).min(), spans.iter().map(|span| span.1).max())
        else {
            return Ok(Vec::new());
        };
        let mut permits = grouped(repo::find_permits(db, people, from).await?);
        let mut protections = grouped(repo::find_protections(db, people, from).await?);
        let mut certified = grouped(repo::find_certifications(db, people, from).await?);
        let (first, last) = needed((from, to), permits.values().flatten());
        let mut overtime = grouped(repo::find_approved_overtime(db, people, first, last).await?);
        let duties = self.duties_with(db, calendar, people, lines, (first, last)).await?;
        let posts = Posts::of(db, &duties, from, to).await?;
        let leave = leave_days(db, people, from, to).await?;
        let certification_required = repo::certification_required(db, hall).await?;
        let mut findings = Vec::new();
        for (person, duties) in duties {
            let dates = || from.iter_days().take_while(|date| *date <= to);
            let window = |date: NaiveDate| {
                let duty = duties.iter().find(|duty| duty.date == date)?;
                Some((date, posts.place(posts.post_of(person, duty)?)?.window))
            };
            let plan = PersonPlan {
                person,
                windows: dates().filter_map(window).collect(),
                permits: permits.remove(&person).unwrap_or_default(),
                protections: protections.remove(&person).unwrap_or_default(),
                leave: dates().filter(|date| leave.on(person, *date).is_whole()).collect(),
                certified: certified.remove(&person).unwrap_or_default(),
                overtime: overtime.remove(&person).unwrap_or_default().into_iter().collect(),
                duties,
            };
            for (from, to) in spans {
                let frame = CheckFrame { from: *from, to: *to, calendar, certification_required };
                let new = check_person(&plan, &frame).into_iter().filter(|found| !findings.contains(found));
                let new: Vec<Finding> = new.collect();
                findings.extend(new);
            }
        }
        Ok(findings)
    }

    /// The half days on which a window of a hall would have too few people, if some lines were published.
    pub(super) async fn uncovered(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        hall: HallId,
        lines: &[Line],
        (from, to): Span,
    ) -> Result<Vec<Finding>> {
        let demand = repo::list_demand(db, hall).await?;
        if demand.is_empty() {
            return Ok(Vec::new());
        }
        let workers = repo::list_workers_between(db, hall, &whole(hall), from, to, from).await?;
        let people: Vec<PersonId> = workers.iter().map(|worker| worker.id).collect();
        let duties = self.duties_with(db, calendar, &people, lines, (from, to)).await?;
        let posts = Posts::of(db, &duties, from, to).await?;
        let dates = from.iter_days().take_while(|date| *date <= to);
        Ok(check_coverage(&demand, &presence(&duties, &posts), dates, calendar))
    }

    /// Findings with names in them. Why somebody is protected is for those who may record it: others don't
    /// see the article either, since it tells.
    pub(super) async fn named(
        &self,
        db: &impl Connection,
        caller: &Caller,
        place: &Place,
        mut findings: Vec<Finding>,
    ) -> Result<Vec<FindingView>> {
        if findings.is_empty() {
            return Ok(Vec::new());
        }
        findings.sort_by_key(|found| (!found.rule.is_hard(), found.rule, found.from));
        let people: Vec<PersonId> = findings.iter().filter_map(|found| found.person).collect();
        let (names, windows) = (names_of(db, &people).await?, window_names(db, place).await?);
        let private = caller.check(Action::WorkTermsEdit, place).is_ok();
        let view = |finding: Finding| FindingView {
            name: finding.person.and_then(|person| names.get(&person).cloned()),
            window: finding.window.and_then(|window| windows.get(&window).cloned()),
            basis: finding.rule.basis().filter(|_| private || !finding.rule.is_private()).map(ToOwned::to_owned),
            finding,
        };
        Ok(findings.into_iter().map(view).collect())
    }
}

/// The windows of a place's hall as they are shown.
pub(super) async fn window_names(db: &impl Connection, place: &Place) -> Result<BTreeMap<WindowId, String>> {
    let Some(hall) = place.hall else { return Ok(BTreeMap::new()) };
    let places = window_posts(db, hall, &whole(hall)).await?;
    Ok(places.iter().map(|place| (place.window, window_label(place))).collect())
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

fn presence(duties: &Duties, posts: &Posts) -> Presence {
    let mut presence = Presence::new();
    for (person, duties) in duties {
        for duty in duties {
            let Some(shift) = duty.shift() else { continue };
            let place = posts.post_of(*person, duty).and_then(|post| posts.place(post));
            let Some(place) = place else { continue };
            for half in Half::ALL.iter().filter(|half| shift.serves(**half)) {
                *presence.entry((duty.date, place.window, *half)).or_default() += 1;
            }
        }
    }
    presence
}

fn grouped<T>(found: Vec<(PersonId, T)>) -> BTreeMap<PersonId, Vec<T>> {
    let mut people = BTreeMap::<PersonId, Vec<T>>::new();
    for (person, item) in found {
        people.entry(person).or_default().push(item);
    }
    people
}
