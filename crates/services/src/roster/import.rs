use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use domain::{
    calendar::WorkCalendar,
    ids::{HallId, PersonId, ShiftId},
    policy::Scope,
    problem::FieldReason,
    roster::{PersonRoster, RosterColumn, RosterImportError, RosterImportReport, clashes},
    time::hall_date,
};
use store::{
    Connection,
    repo::roster::{self as repo, EntryRecord},
};

use super::{
    Line, Roster,
    bringer::Bringer,
    check::Span,
    editor::AHEAD,
    in_use::InUse,
    sheet::{RosterRow, Sheet, bad_cell, sign_in_name},
};
use crate::{
    accounts::people_by_sign_in_names,
    attendance::JUDGED_DAYS,
    caller::Caller,
    error::{Error, Result},
    org::{hold_hall, posts_held, window_posts},
    table::{Row, Table},
};

/// Roster lines by whose and when.
type Lines = BTreeMap<(PersonId, NaiveDate), EntryRecord>;

/// What a file comes to.
#[derive(Default)]
pub(super) struct FilePlan {
    pub(super) report: RosterImportReport,
    /// The roster lines to add.
    new: Vec<EntryRecord>,
}

impl Roster {
    /// Imports roster lines of a hall from a CSV or XLSX file with the columns of [`RosterColumn`]: all of
    /// them, or with any bad cell or hard finding none. What stands already is left, what differs gets a new revision. A dry
    /// run tells what would happen.
    pub async fn import(
        &self,
        caller: &Caller,
        hall: HallId,
        file_name: &str,
        bytes: Vec<u8>,
        dry_run: bool,
    ) -> Result<RosterImportReport> {
        let bringer = Bringer::caller(self.0.db.read(), caller, hall).await?;
        self.import_days(bringer, file_name, bytes, dry_run).await
    }

    /// The same from the command line, by whoever runs the server; the hall by its name.
    pub async fn import_by_operator(
        &self,
        hall: &str,
        file_name: &str,
        bytes: Vec<u8>,
        dry_run: bool,
    ) -> Result<RosterImportReport> {
        let bringer = Bringer::operator(self.0.db.read(), hall).await?;
        self.import_days(bringer, file_name, bytes, dry_run).await
    }

    async fn import_days(
        &self,
        bringer: Bringer,
        file_name: &str,
        bytes: Vec<u8>,
        dry_run: bool,
    ) -> Result<RosterImportReport> {
        let table = Table::read_off_thread(file_name.to_owned(), bytes).await?;
        let calendar = self.calendar().current().await?;
        let hall = bringer.hall.id;
        if dry_run {
            return Ok(self.plan(self.0.db.read(), &bringer, &table, &calendar).await?.report);
        }
        let report = self
            .0
            .db
            .write((self.clone(), bringer, table, calendar), move |tx, (me, bringer, table, calendar)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    let mut plan = me.plan(tx, bringer, table, calendar).await?;
                    if !plan.report.is_blocked() {
                        me.publish_file(tx, bringer, &plan, calendar).await?;
                        plan.report.applied = true;
                    }
                    Ok::<_, Error>(plan.report)
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(report)
    }

    async fn plan(
        &self,
        db: &impl Connection,
        bringer: &Bringer,
        table: &Table,
        calendar: &WorkCalendar,
    ) -> Result<FilePlan> {
        let mut plan = FilePlan::default();
        plan.report.errors = header_faults(table, RosterColumn::DAY_FILE, &[RosterColumn::Window]);
        if !plan.report.errors.is_empty() {
            return Ok(plan);
        }
        let sheet = self.sheet(db, bringer.hall.id, table).await?;
        let mut rows = plan.read(&sheet, table);
        let dates: BTreeSet<NaiveDate> = rows.iter().map(|row| row.entry.date).collect();
        if let (Some(&from), Some(&to)) = (dates.first(), dates.last()) {
            // A shift can clash with that of the day before or after.
            let around = (from - Days::new(1), to + Days::new(1));
            self.compare(db, (&mut plan, calendar), &mut rows, around).await?;
            if plan.report.errors.is_empty() {
                plan.report.findings = self.day_findings(db, bringer, (&plan, &rows), (calendar, (from, to))).await?;
            }
        }
        plan.report.errors.sort_by_key(|error| (error.line, error.column));
        Ok(plan)
    }

    /// What the rows are held against.
    pub(super) async fn sheet(&self, db: &impl Connection, hall: HallId, table: &Table) -> Result<Sheet> {
        let today = hall_date(self.0.clock.now());
        let (first, last) = (today - JUDGED_DAYS, today + AHEAD);
        let names = table.rows().filter_map(|row| sign_in_name(row.get(RosterColumn::SignInName.code())));
        let names: BTreeSet<String> = names.map(|name| name.as_str().to_owned()).collect();
        let names: Vec<String> = names.into_iter().collect();
        let people = people_by_sign_in_names(db, &names).await?;
        let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
        let mut windows = BTreeMap::<String, Vec<_>>::new();
        for place in window_posts(db, hall, &[Scope::Hall(hall)]).await? {
            if let Some((post, _)) = place.post {
                windows.entry(place.code).or_default().push(post);
            }
        }
        let known = InUse::of(db, hall, today).await?;
        Ok(Sheet {
            hall,
            people: people.into_iter().map(|person| (person.sign_in_name.clone(), person)).collect(),
            shifts: known.all().map(|shift| (shift.name.clone(), shift.id)).collect(),
            successions: known.successions(),
            windows,
            held: posts_held(db, &ids, first, last).await?,
            first,
            last,
        })
    }

    /// Holds the rows against the roster as it stands: what is new, what changes, and which shifts would
    /// overlap with their neighbours, published or imported.
    async fn compare(
        &self,
        db: &impl Connection,
        (plan, calendar): (&mut FilePlan, &WorkCalendar),
        rows: &mut [RosterRow],
        (from, to): Span,
    ) -> Result<()> {
        let people: BTreeSet<PersonId> = rows.iter().map(|row| row.person).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let mut lines = Lines::new();
        for record in repo::find_entries(db, &people, from, to).await? {
            lines.insert((record.person, record.entry.date), record);
        }
        self.keep_past(db, rows, &lines).await?;
        plan.count(rows, &mut lines);
        let mut rosters = BTreeMap::<PersonId, PersonRoster>::new();
        for ((person, _), record) in lines {
            rosters.entry(person).or_default().entries.push(record.entry);
        }
        for (person, pattern) in repo::find_patterns(db, &people, from, to).await? {
            rosters.entry(person).or_default().patterns.push(pattern);
        }
        let shifts = self.shifts_of(db, rosters.values()).await?;
        for (person, roster) in rosters {
            let duties = roster.duties(from, to, calendar, &shifts).map_err(Error::internal)?;
            plan.note_clashes(person, &clashes(&duties), rows);
        }
        Ok(())
    }

    /// Up to today, a row that names the shift that the line was published with means that very shift, also
    /// if another has its name by now: what people worked by doesn't change afterwards.
    async fn keep_past(&self, db: &impl Connection, rows: &mut [RosterRow], lines: &Lines) -> Result<()> {
        let named: BTreeSet<ShiftId> = lines.values().filter_map(|line| line.entry.shift).collect();
        let shifts = self.shifts_by_id(db, named).await?;
        let name = |shift: Option<ShiftId>| shift.and_then(|id| shifts.get(&id)).map(|shift| shift.name.as_str());
        let today = hall_date(self.0.clock.now());
        for row in rows.iter_mut().filter(|row| row.entry.date <= today) {
            let line = lines.get(&(row.person, row.entry.date));
            if let Some(line) = line.filter(|line| name(line.entry.shift) == Some(row.shift_text.as_str())) {
                row.entry.shift = line.entry.shift;
            }
        }
        Ok(())
    }
}

impl FilePlan {
    /// Whose lines are new.
    pub(super) fn people(&self) -> Vec<PersonId> {
        let people: BTreeSet<PersonId> = self.new.iter().map(|line| line.person).collect();
        people.into_iter().collect()
    }

    /// The new lines with whose they are.
    pub(super) fn lines(&self) -> Vec<Line> {
        self.new.iter().map(|line| (line.person, line.entry.clone())).collect()
    }

    /// Reads all rows; of two for the same person and date, the second is wrong.
    fn read(&mut self, sheet: &Sheet, table: &Table) -> Vec<RosterRow> {
        let mut seen = BTreeSet::new();
        let read = |row: Row<'_>| {
            let read = sheet.read(row, &mut self.report.errors)?;
            if seen.insert((read.person, read.entry.date)) {
                return Some(read);
            }
            self.report.errors.push(bad_cell(row, RosterColumn::Date, FieldReason::Twice));
            None
        };
        table.rows().filter_map(read).collect()
    }

    /// Counts what is new, changed or as it was, and puts the new lines in the place of the old ones.
    fn count(&mut self, rows: &[RosterRow], lines: &mut Lines) {
        for row in rows {
            let key = (row.person, row.entry.date);
            let revision = match lines.get(&key) {
                Some(line) if line.entry == row.entry => {
                    self.report.unchanged += 1;
                    continue;
                }
                Some(line) => {
                    self.report.changed += 1;
                    line.revision + 1
                }
                None => {
                    self.report.added += 1;
                    1
                }
            };
            let line = EntryRecord { person: row.person, entry: row.entry.clone(), revision };
            lines.insert(key, line.clone());
            self.new.push(line);
        }
    }

    /// Notes an overlap at the row of its later date, or, if that is none of the file's, of its earlier one.
    fn note_clashes(&mut self, person: PersonId, clashes: &[(NaiveDate, NaiveDate)], rows: &[RosterRow]) {
        for (earlier, later) in clashes {
            let of = |date: &NaiveDate| rows.iter().find(|row| row.person == person && row.entry.date == *date);
            let Some(row) = of(later).or_else(|| of(earlier)) else { continue };
            self.report.errors.push(RosterImportError {
                line: row.line,
                column: RosterColumn::Shift,
                reason: FieldReason::Overlaps,
                value: row.shift_text.clone(),
            });
        }
    }
}

/// Each required column that a file lacks, and each of those and of others that are read which it has twice, as an error
/// of its header line.
pub(super) fn header_faults(
    table: &Table,
    required: &[RosterColumn],
    others: &[RosterColumn],
) -> Vec<RosterImportError> {
    let headers = |columns: &[RosterColumn]| columns.iter().map(|column| column.code()).collect::<Vec<&str>>();
    let (required, read) = (headers(required), headers(&[required, others].concat()));
    let missing = table.missing(&required).into_iter().map(|header| (header, FieldReason::Required, ""));
    let twice = table.twice(&read).into_iter().map(|header| (header, FieldReason::Twice, header));
    let error = |(header, reason, value): (&str, FieldReason, &str)| {
        let column = header.parse::<RosterColumn>().ok()?;
        Some(RosterImportError { line: 1, column, reason, value: value.to_owned() })
    };
    let mut faults: Vec<_> = missing.chain(twice).filter_map(error).collect();
    faults.sort_by_key(|fault| fault.column);
    faults
}
