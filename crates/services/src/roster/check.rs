//! Roster lines held against the rules, before they are published.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    calendar::WorkCalendar,
    ids::{HallId, PersonId, WindowId},
    policy::{Action, Place},
    roster::{Finding, FindingView, Half, Presence, check_coverage},
};
use store::{Connection, repo::roster as repo};

use super::{Duties, Line, Roster, editor::whole, plans::Proposal};
use crate::{
    accounts::names_of,
    caller::Caller,
    error::Result,
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
        let proposal = Proposal { people: &people, lines, overtime: None };
        self.findings_of(db, calendar, hall, proposal, spans).await
    }

    /// The same of anything that somebody means to change.
    pub(super) async fn findings_of(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        hall: HallId,
        proposal: Proposal<'_>,
        spans: &[Span],
    ) -> Result<Vec<Finding>> {
        let Some(span) = around(spans) else { return Ok(Vec::new()) };
        let plans = self.plans(db, calendar, &[hall], (proposal.people, proposal.lines), span).await?;
        plans.findings(hall, proposal, spans)
    }

    /// What somebody means to change breaks, or breaks worse than what stands.
    pub(super) async fn new_findings(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        hall: HallId,
        proposal: Proposal<'_>,
        spans: &[Span],
    ) -> Result<Vec<Finding>> {
        let Some(span) = around(spans) else { return Ok(Vec::new()) };
        let plans = self.plans(db, calendar, &[hall], (proposal.people, proposal.lines), span).await?;
        plans.new_findings(hall, proposal, spans)
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
        findings: Vec<Finding>,
    ) -> Result<Vec<FindingView>> {
        self.named_for(db, caller.check(Action::WorkTermsEdit, place).is_ok(), place, findings).await
    }

    /// The same, where it is known whether the reader may see why somebody is protected.
    pub(super) async fn named_for(
        &self,
        db: &impl Connection,
        private: bool,
        place: &Place,
        mut findings: Vec<Finding>,
    ) -> Result<Vec<FindingView>> {
        if findings.is_empty() {
            return Ok(Vec::new());
        }
        findings.sort_by_key(|found| (!found.rule.is_hard(), found.rule, found.from));
        let people: Vec<PersonId> = findings.iter().filter_map(|found| found.person).collect();
        let (names, windows) = (names_of(db, &people).await?, window_names(db, place).await?);
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

/// From the first of some spans to the last.
fn around(spans: &[Span]) -> Option<Span> {
    let first = spans.iter().map(|span| span.0).min();
    first.zip(spans.iter().map(|span| span.1).max())
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
