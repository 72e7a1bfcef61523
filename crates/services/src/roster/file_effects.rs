//! What files and new weeks do to people's days: what speaks against it, and who is told.

use chrono::Days;
use domain::{
    attendance::{AdjustmentCause, next_month},
    calendar::{WorkCalendar, last_of_month},
    ids::{PersonId, PostId},
    roster::{Duty, FindingView, PersonChanges, PersonRoster, Plan, RosterChange, RosterEntry, RosterImportFinding},
    time::hall_date,
};
use store::{Connection, Tx, repo::roster as repo};

use super::{
    Duties, Line, Roster, bringer::Bringer, check::Span, import::FilePlan, patterns::WeekPlan, plans::Proposal,
    sheet::RosterRow,
};
use crate::error::{Error, Result};

/// Days of a new week that its receipt names.
const TOLD_DAYS: Days = Days::new(31);

impl Roster {
    /// What speaks against new lines of a hall's people, as against a draft that is published. `line` says which
    /// row of the file a finding belongs to.
    async fn file_findings(
        &self,
        db: &impl Connection,
        bringer: &Bringer,
        proposal: Proposal<'_>,
        (calendar, span): (&WorkCalendar, Span),
        line: impl Fn(&FindingView) -> Option<u32>,
    ) -> Result<Vec<RosterImportFinding>> {
        let findings = self.new_findings(db, calendar, bringer.hall.id, proposal, &[span]).await?;
        let findings = self.named_for(db, bringer.sees_protection(), &bringer.place(), findings).await?;
        let at_line = |found: FindingView| RosterImportFinding { line: line(&found).unwrap_or(1), found };
        Ok(findings.into_iter().map(at_line).collect())
    }

    /// The same of a file of days.
    pub(super) async fn day_findings(
        &self,
        db: &impl Connection,
        bringer: &Bringer,
        (plan, rows): (&FilePlan, &[RosterRow]),
        when: (&WorkCalendar, Span),
    ) -> Result<Vec<RosterImportFinding>> {
        let (people, lines) = (plan.people(), plan.lines());
        let proposal = Proposal { people: &people, lines: &lines, overtime: None };
        let line = |found: &FindingView| {
            let of_person = || rows.iter().filter(|row| found.finding.person == Some(row.person));
            let inside = |row: &&RosterRow| (found.finding.from..=found.finding.to).contains(&row.entry.date);
            let inside = of_person().filter(inside).map(|row| row.line).min();
            inside.or_else(|| of_person().map(|row| row.line).min())
        };
        self.file_findings(db, bringer, proposal, when, line).await
    }

    /// Publishes the lines of a file as if they had been painted: new revisions, a receipt and a notice for each
    /// person whose days change, an audit line.
    pub(super) async fn publish_file(
        &self,
        tx: &Tx,
        bringer: &Bringer,
        plan: &FilePlan,
        calendar: &WorkCalendar,
    ) -> Result<()> {
        let (people, lines) = (plan.people(), plan.lines());
        let dates = || lines.iter().map(|(_, line)| line.date);
        if let (Some(from), Some(to)) = (dates().min(), dates().max()) {
            let before = self.duties_of(tx, calendar, &people, from, to).await?;
            let after = self.duties_with(tx, calendar, &people, &lines, (from, to)).await?;
            let receipts = self.write_lines(tx, bringer.hall.id, &lines, &changes(&before, &after)).await?;
            self.tell_published(tx, bringer.person(), &receipts).await?;
        }
        let detail = format!("{} added, {} changed", plan.report.added, plan.report.changed);
        bringer.record(tx, self.0.clock.now(), "roster.import", detail).await
    }

    /// Holds new weeks against the rules from the first day that changes to the end of the month after it, or
    /// after this one, and notes who is to be told of which days.
    pub(super) async fn hold_weeks(
        &self,
        db: &impl Connection,
        bringer: &Bringer,
        plan: &mut WeekPlan,
        calendar: &WorkCalendar,
    ) -> Result<()> {
        let (Some(from), today) = (plan.from, hall_date(self.0.clock.now())) else { return Ok(()) };
        let to = last_of_month(next_month(last_of_month(from.max(today))));
        let people: Vec<PersonId> = plan.people.iter().copied().collect();
        let before = self.duties_of(db, calendar, &people, from, to).await?;
        let after = self.planned_duties(db, calendar, plan, (from, to)).await?;
        let lines: Vec<Line> = after
            .iter()
            .flat_map(|(person, duties)| {
                let stood = before.get(person).map(Vec::as_slice).unwrap_or_default();
                let differ = |(before, after): &(&Duty, &Duty)| place(before) != place(after);
                stood.iter().zip(duties).filter(differ).map(move |(_, duty)| (*person, entry(duty)))
            })
            .collect();
        let proposal = Proposal { people: &people, lines: &lines, overtime: None };
        let line = |found: &FindingView| {
            let of_person = plan.rows.iter().filter(|(person, ..)| found.finding.person == Some(*person));
            let begun = of_person.filter(|(_, from, _)| *from <= found.finding.to);
            begun.max_by_key(|(_, from, _)| *from).map(|(.., line)| *line)
        };
        plan.report.findings = self.file_findings(db, bringer, proposal, (calendar, (from, to)), line).await?;
        let since = from.max(today);
        plan.told = changes(&before, &after);
        for told in &mut plan.told {
            told.changes.retain(|change| (since..since + TOLD_DAYS).contains(&change.date));
        }
        plan.told.retain(|told| !told.changes.is_empty());
        Ok(())
    }

    /// The duties of a plan's people, were its weeks stored.
    async fn planned_duties(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        plan: &WeekPlan,
        (from, to): Span,
    ) -> Result<Duties> {
        let mut rosters = plan.rosters.clone();
        rosters.retain(|person, _| plan.people.contains(person));
        let people: Vec<PersonId> = rosters.keys().copied().collect();
        for record in repo::find_entries(db, &people, from, to).await? {
            rosters.entry(record.person).or_default().entries.push(record.entry);
        }
        let shifts = self.shifts_of(db, rosters.values()).await?;
        let duties = |roster: PersonRoster| roster.duties(from, to, calendar, &shifts).map_err(Error::internal);
        rosters.into_iter().map(|(person, roster)| Ok((person, duties(roster)?))).collect()
    }

    /// Publishes the weeks of a file, and keeps the act.
    pub(super) async fn publish_weeks(&self, tx: &Tx, bringer: &Bringer, plan: &WeekPlan) -> Result<()> {
        self.write_weeks(tx, bringer, plan).await?;
        let detail = format!("{} added, {} changed", plan.report.added, plan.report.changed);
        bringer.record(tx, self.0.clock.now(), "roster.import_patterns", detail).await
    }

    /// Stores weeks, has days judged again that they change, and tells whose days to come they are.
    pub(super) async fn write_weeks(&self, tx: &Tx, bringer: &Bringer, plan: &WeekPlan) -> Result<()> {
        let now = self.0.clock.now();
        if let Some(from) = plan.from.filter(|from| *from <= hall_date(now)) {
            let people: Vec<PersonId> = plan.people.iter().copied().collect();
            let span = (from, hall_date(now));
            self.attendance().reopen_days(tx, &people, span, AdjustmentCause::Roster).await?;
        }
        plan.store(tx).await?;
        let receipts = self.leave_receipts(tx, bringer.hall.id, &plan.told).await?;
        self.tell_published(tx, bringer.person(), &receipts).await
    }
}

/// What is to be done where on a day.
fn place(duty: &Duty) -> (Plan, Option<PostId>) {
    (Plan::from(&duty.assignment), duty.post)
}

/// A day as a line of its own.
fn entry(duty: &Duty) -> RosterEntry {
    RosterEntry { date: duty.date, shift: duty.shift().map(|shift| shift.id), post: duty.post }
}

/// What becomes different from some duties to others of the same dates.
fn changes(before: &Duties, after: &Duties) -> Vec<PersonChanges> {
    let of_person = |(person, after): (&PersonId, &Vec<Duty>)| {
        let before = before.get(person).map(Vec::as_slice).unwrap_or_default();
        let differ = |(before, after): &(&Duty, &Duty)| Plan::from(&before.assignment) != Plan::from(&after.assignment);
        let change =
            |(before, after): (&Duty, &Duty)| RosterChange::between(after.date, &before.assignment, &after.assignment);
        let changes = before.iter().zip(after).filter(differ).map(change);
        // Of a shift in whose place came one with the same times nobody has to be told.
        let changes: Vec<RosterChange> = changes.filter(|change| change.from != change.to).collect();
        (!changes.is_empty()).then(|| PersonChanges { person: *person, name: String::new(), changes })
    };
    after.iter().filter_map(of_person).collect()
}
