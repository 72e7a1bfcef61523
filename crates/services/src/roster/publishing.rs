//! Publishing a draft: first what it would change and what speaks against it, then the new lines.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    calendar::WorkCalendar,
    ids::{HallId, PersonId, PublicationId},
    notices::HallNews,
    policy::Action,
    problem::{FieldReason, Problem},
    roster::{
        Assignment, DraftRef, Finding, MAX_PUBLISH_REASON, PersonChanges, PublicationReview, PublishCommand, Published,
        RosterChange, RosterError,
    },
};
use store::{
    Connection, Tx,
    repo::roster::{self as repo, CellRecord, DraftRecord, PublicationRecord},
};

use super::{
    Line, Roster,
    drafting::{cells_of, save},
    editor::{Month, line_of},
    placing::Windows,
};
use crate::{
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::{hold_hall, reachable_hall},
};

/// A draft as far as it is the caller's to publish.
struct Planned {
    month: Month,
    draft: Option<DraftRecord>,
    /// Its cells, those that change nothing any more included.
    cells: Vec<CellRecord>,
    /// The lines that they become.
    lines: Vec<Line>,
    /// The same as it is read.
    people: Vec<PersonChanges>,
    /// How many lines these people's days have had so far.
    published: i64,
    findings: Vec<Finding>,
}

impl Roster {
    /// What publishing a hall's month would change, and what speaks against it. Nothing is written.
    pub async fn review_roster(&self, caller: &Caller, hall: HallId, month: NaiveDate) -> Result<PublicationReview> {
        let db = self.0.db.read();
        let calendar = self.calendar().current().await?;
        let planned = self.planned(db, &calendar, caller, (hall, month)).await?;
        Ok(PublicationReview {
            as_of: self.0.clock.now(),
            hall,
            month: planned.month.first,
            version: planned.draft.map_or(0, |draft| draft.version),
            lines: planned.published,
            findings: self.named(db, caller, &planned.month.place(), planned.findings).await?,
            people: planned.people,
        })
    }

    /// Publishes a draft as it was reviewed: new revisions of the lines, a receipt for each person, an audit
    /// line. Refused when the draft or the roster under it has changed since, or when a hard rule is broken;
    /// soft ones need a reason.
    pub async fn publish_roster(&self, caller: &Caller, command: PublishCommand) -> Result<Published> {
        reachable_hall(self.0.db.read(), caller, Action::RosterEdit, command.hall).await?;
        let reason = command.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
        if reason.is_some_and(|reason| reason.chars().count() > usize::from(MAX_PUBLISH_REASON)) {
            return Err(Problem::field("reason", FieldReason::TooLong).into());
        }
        let (reason, hall) = (reason.map(ToOwned::to_owned), command.hall);
        let calendar = self.calendar().current().await?;
        let context = (self.clone(), caller.clone(), command, reason, calendar);
        let published = self
            .0
            .db
            .write(context, |tx, (me, caller, command, reason, calendar)| {
                Box::pin(async move {
                    hold_hall(tx, command.hall).await?;
                    let planned = me.planned(tx, calendar, caller, (command.hall, command.month)).await?;
                    check(&planned, command.draft(), command.lines, reason.as_deref())?;
                    me.write_publication(tx, caller, planned, reason.clone()).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(published)
    }

    async fn planned(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        caller: &Caller,
        (hall, month): (HallId, NaiveDate),
    ) -> Result<Planned> {
        let month = self.month(db, caller, hall, month).await?;
        let span = (month.first, month.last);
        let draft = repo::find_draft(db, hall, month.first).await?;
        let cells = month.own_cells(cells_of(db, draft).await?);
        let people: Vec<PersonId> = cells.chunk_by(|a, b| a.person == b.person).map(|cells| cells[0].person).collect();
        let duties = self.duties_of(db, calendar, &people, span.0, span.1).await?;
        let windows = Windows::of(db, hall, &people, span).await?;
        let shifts = self.shifts_by_id(db, cells.iter().filter_map(|cell| cell.shift).collect()).await?;
        let mut lines = Vec::new();
        let mut changes = BTreeMap::<PersonId, Vec<RosterChange>>::new();
        for cell in &cells {
            let duty = duties.get(&cell.person).and_then(|days| days.iter().find(|duty| duty.date == cell.date));
            let Some(duty) = duty.filter(|duty| !windows.is_published(cell, duty)) else { continue };
            let shift = cell.shift.and_then(|id| shifts.get(&id)).cloned();
            let to = shift.map_or(Assignment::Rest, Assignment::Shift);
            let change = windows.told(RosterChange::between(cell.date, &duty.assignment, &to), cell, duty);
            changes.entry(cell.person).or_default().push(change);
            lines.push(line_of(cell, Some(duty)));
        }
        let mut findings = self.findings(db, calendar, hall, &lines, &[span]).await?;
        let gaps = self.uncovered(db, calendar, hall, &lines, span).await?;
        findings.extend(gaps.into_iter().filter(|gap| lines.iter().any(|(_, line)| line.date == gap.from)));
        let published = repo::count_lines(db, &people, span.0, span.1).await?;
        let named = |worker: &repo::PersonName| {
            let changes = changes.remove(&worker.id)?;
            Some(PersonChanges { person: worker.id, name: worker.name.clone(), changes })
        };
        let people = month.workers.iter().filter_map(named).collect();
        Ok(Planned { month, draft, cells, lines, people, published, findings })
    }

    async fn write_publication(
        &self,
        tx: &Tx,
        caller: &Caller,
        planned: Planned,
        reason: Option<String>,
    ) -> Result<Published> {
        let (now, id, month) = (self.0.clock.now(), PublicationId::new(), &planned.month);
        let by = caller.actor.person;
        let receipts = self.write_lines(tx, month.hall.id, &planned.lines, &planned.people).await?;
        self.tell_published(tx, Some(by), &receipts).await?;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let news = HallNews::RosterPublished { month: month.first, people: count(planned.people.len()) };
        self.notices().tell_groups(tx, month.hall.id, news, Some(by)).await?;
        let publication = PublicationRecord {
            id,
            hall: month.hall.id,
            month: month.first,
            by,
            at: now,
            reason: reason.clone(),
            findings: planned.findings,
        };
        repo::create_publication(tx, &publication).await?;
        let draft = save(tx, month, planned.draft, by, now).await?;
        let cells: Vec<_> = planned.cells.iter().map(|cell| (cell.person, cell.date)).collect();
        repo::remove_cells(tx, draft, &cells).await?;
        let (days, people) = (planned.lines.len(), planned.people.len());
        let against: Vec<&str> = publication.findings.iter().map(|found| found.rule.code()).collect();
        let why = reason.map(|reason| format!(", against {}: {reason}", against.join(" "))).unwrap_or_default();
        let detail = format!("{}: {days} days of {people} people{why}", month.first.format("%Y-%m"));
        let act = Act { action: "roster.publish", subject: ("hall", month.hall.id.uuid()), detail };
        audit::record(tx, caller, now, act).await?;
        Ok(Published { id, days: count(days), people: count(people) })
    }
}

/// Whether what is planned is what was reviewed, and may be published.
fn check(planned: &Planned, meant: DraftRef, lines: i64, reason: Option<&str>) -> Result<()> {
    if planned.draft.map_or(0, |draft| draft.version) != meant.version || planned.published != lines {
        return Err(Problem::Conflict.into());
    }
    if planned.lines.is_empty() {
        return Err(RosterError::NothingToPublish.into());
    }
    if planned.findings.iter().any(|found| found.rule.is_hard()) {
        return Err(RosterError::Blocked.into());
    }
    if !planned.findings.is_empty() && reason.is_none() {
        return Err(Problem::field("reason", FieldReason::Required).into());
    }
    Ok::<_, Error>(())
}
