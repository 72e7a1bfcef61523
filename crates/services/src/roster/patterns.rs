use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use domain::{
    calendar::WorkCalendar,
    ids::{HallId, PatternId, PersonId, ShiftId},
    problem::FieldReason,
    roster::{
        PersonChanges, PersonRoster, RosterColumn, RosterImportReport, Shifts, Succession, WeeklyPattern, clashes,
    },
    time::hall_date,
};
use store::{Connection, Tx, repo::roster as repo};

use super::{
    Roster,
    bringer::Bringer,
    check::Span,
    import::header_faults,
    in_use::InUse,
    sheet::{Sheet, bad_cell},
    shifts::CLASH_DAYS,
    week::WeekRow,
};
use crate::{
    caller::Caller,
    error::{Error, Result},
    org::hold_hall,
    table::Table,
};

/// What new weeks come to.
#[derive(Default)]
pub(super) struct WeekPlan {
    pub(super) report: RosterImportReport,
    /// The patterns to add.
    pub(super) new: Vec<(PersonId, WeeklyPattern)>,
    /// Those that stand otherwise: corrected, or ended by one that begins later.
    pub(super) changed: BTreeMap<PatternId, WeeklyPattern>,
    /// Those that are dropped before they begin: the week that they only go on with ends before.
    pub(super) gone: Vec<PatternId>,
    /// Whose week changes, and the first day on which anybody's does.
    pub(super) people: BTreeSet<PersonId>,
    pub(super) from: Option<NaiveDate>,
    /// Whose rows begin when, and the line that each stands on.
    pub(super) rows: Vec<(PersonId, NaiveDate, u32)>,
    /// The patterns of the file's people as they are to be.
    pub(super) rosters: BTreeMap<PersonId, PersonRoster>,
    /// Who is told of which days.
    pub(super) told: Vec<PersonChanges>,
}

impl Roster {
    /// Imports weekly patterns of a hall's people from a CSV or XLSX file with the columns of
    /// [`RosterColumn::WEEK_FILE`]: all of them, or with any bad cell or hard finding none. A pattern ends the one before it
    /// the day before it begins; one that begins on the same day is corrected; what stands already is left. A
    /// dry run tells what would happen.
    pub async fn import_patterns(
        &self,
        caller: &Caller,
        hall: HallId,
        file_name: &str,
        bytes: Vec<u8>,
        dry_run: bool,
    ) -> Result<RosterImportReport> {
        let bringer = Bringer::caller(self.0.db.read(), caller, hall).await?;
        self.import_weeks(bringer, file_name, bytes, dry_run).await
    }

    /// The same from the command line, by whoever runs the server; the hall by its name.
    pub async fn import_patterns_by_operator(
        &self,
        hall: &str,
        file_name: &str,
        bytes: Vec<u8>,
        dry_run: bool,
    ) -> Result<RosterImportReport> {
        let bringer = Bringer::operator(self.0.db.read(), hall).await?;
        self.import_weeks(bringer, file_name, bytes, dry_run).await
    }

    async fn import_weeks(
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
            return Ok(self.plan_weeks(self.0.db.read(), &bringer, &table, &calendar).await?.report);
        }
        let report = self
            .0
            .db
            .write((self.clone(), bringer, table, calendar), move |tx, (me, bringer, table, calendar)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    let mut plan = me.plan_weeks(tx, bringer, table, calendar).await?;
                    if !plan.report.is_blocked() {
                        me.publish_weeks(tx, bringer, &plan).await?;
                        plan.report.applied = true;
                    }
                    Ok::<_, Error>(plan.report)
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(report)
    }

    async fn plan_weeks(
        &self,
        db: &impl Connection,
        bringer: &Bringer,
        table: &Table,
        calendar: &WorkCalendar,
    ) -> Result<WeekPlan> {
        let mut plan = WeekPlan::default();
        plan.report.errors =
            header_faults(table, RosterColumn::WEEK_FILE, &[RosterColumn::MakeUp, RosterColumn::Window]);
        if !plan.report.errors.is_empty() {
            return Ok(plan);
        }
        let sheet = self.sheet(db, bringer.hall.id, table).await?;
        let rows = plan.read(&sheet, table);
        let mut plan = self.place_weeks(db, bringer.hall.id, (plan, &rows), (sheet.first, sheet.last)).await?;
        self.note_week_clashes(db, &mut plan, &rows, calendar).await?;
        if plan.report.errors.is_empty() {
            self.hold_weeks(db, bringer, &mut plan, calendar).await?;
        }
        plan.report.errors.sort_by_key(|error| (error.line, error.column));
        Ok(plan)
    }

    /// Puts weeks that begin between two dates among the patterns of their people.
    pub(super) async fn place_weeks(
        &self,
        db: &impl Connection,
        hall: HallId,
        (mut plan, rows): (WeekPlan, &[WeekRow]),
        (first, last): Span,
    ) -> Result<WeekPlan> {
        let known = InUse::of(db, hall, hall_date(self.0.clock.now())).await?;
        let mut rows = rows.to_vec();
        for row in &mut rows {
            row.days = known.week_from(row.days, row.from);
        }
        rows.sort_by_key(|row| (row.person, row.from));
        let people: BTreeSet<PersonId> = rows.iter().map(|row| row.person).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let mut rosters = BTreeMap::<PersonId, PersonRoster>::new();
        let earliest = rows.iter().map(|row| row.from).min().unwrap_or(first);
        for (person, pattern) in repo::find_patterns(db, &people, earliest, last).await? {
            rosters.entry(person).or_default().patterns.push(pattern);
        }
        let named = rosters.values().flat_map(|roster| &roster.patterns).flat_map(|pattern| pattern.days);
        let named: BTreeSet<ShiftId> = named.chain(rows.iter().flat_map(|row| row.days)).flatten().collect();
        let shifts = self.shifts_by_id(db, named).await?;
        for row in &rows {
            plan.place(row, &mut rosters.entry(row.person).or_default().patterns, (&shifts, &known), first);
        }
        plan.rows = rows.iter().map(|row| (row.person, row.from, row.line)).collect();
        plan.rosters = rosters;
        for Succession { old, new, from } in known.successions() {
            plan.follow(&BTreeMap::from([(old, new)]), from);
        }
        Ok(plan)
    }

    /// Notes the rows whose weeks, or the published days in them, would overlap from one day to the next.
    async fn note_week_clashes(
        &self,
        db: &impl Connection,
        plan: &mut WeekPlan,
        rows: &[WeekRow],
        calendar: &WorkCalendar,
    ) -> Result<()> {
        let Some((first, last)) = plan.from.zip(rows.iter().map(|row| row.from).max()) else { return Ok(()) };
        let (from, to) = (first - Days::new(1), last + CLASH_DAYS);
        let people: Vec<PersonId> = plan.people.iter().copied().collect();
        let mut rosters = plan.rosters.clone();
        for record in repo::find_entries(db, &people, from, to).await? {
            rosters.entry(record.person).or_default().entries.push(record.entry);
        }
        let shifts = self.shifts_of(db, rosters.values()).await?;
        for row in rows.iter().filter(|row| plan.people.contains(&row.person)) {
            let Some(roster) = rosters.get(&row.person) else { continue };
            let (from, to) = (row.from - Days::new(1), row.from + CLASH_DAYS);
            let duties = roster.duties(from, to, calendar, &shifts).map_err(Error::internal)?;
            if !clashes(&duties).is_empty() {
                plan.report.errors.push(row.bad_start(FieldReason::Overlaps));
            }
        }
        Ok(())
    }
}

impl WeekPlan {
    /// Stores the patterns as they are to be.
    pub(super) async fn store(&self, tx: &Tx) -> Result<()> {
        for pattern in self.changed.values() {
            repo::update_pattern(tx, pattern).await?;
        }
        repo::remove_patterns(tx, &self.gone).await?;
        Ok(repo::create_patterns(tx, &self.new).await?)
    }

    /// Reads all rows; of two for the same person and first day, the second is wrong.
    fn read(&mut self, sheet: &Sheet, table: &Table) -> Vec<WeekRow> {
        let mut seen = BTreeSet::new();
        let mut rows = Vec::new();
        for row in table.rows() {
            let Some(week) = sheet.read_week(row, &mut self.report.errors) else { continue };
            if seen.insert((week.person, week.from)) {
                rows.push(week);
            } else {
                self.report.errors.push(bad_cell(row, RosterColumn::From, FieldReason::Twice));
            }
        }
        rows
    }

    /// Puts a row among its person's patterns, of which each ends before the next begins. What would change
    /// days before `first` is refused: they are no longer judged again.
    fn place(
        &mut self,
        row: &WeekRow,
        patterns: &mut Vec<WeeklyPattern>,
        (shifts, known): (&Shifts, &InUse),
        first: NaiveDate,
    ) {
        let same = patterns.iter().position(|pattern| pattern.from == row.from);
        let days = same.map_or(row.days, |same| kept(patterns[same].days, row, shifts));
        let stands =
            |pattern: &WeeklyPattern| (pattern.days, pattern.make_up, pattern.post) == (days, row.make_up, row.post);
        if same.is_some_and(|same| stands(&patterns[same])) {
            self.report.unchanged += 1;
            return;
        }
        if row.from < first {
            self.report.errors.push(row.bad_start(FieldReason::OutOfRange));
            return;
        }
        self.people.insert(row.person);
        self.from = Some(self.from.map_or(row.from, |from| from.min(row.from)));
        self.carry_on(row, patterns, known);
        if let Some(same) = same {
            let pattern = WeeklyPattern { days, make_up: row.make_up, post: row.post, ..patterns[same].clone() };
            self.report.changed += 1;
            self.changed.insert(pattern.id, pattern.clone());
            patterns[same] = pattern;
            return;
        }
        let day_before = |date: NaiveDate| date - Days::new(1);
        for pattern in patterns.iter_mut().filter(|pattern| pattern.covers(row.from)) {
            pattern.to = Some(day_before(row.from));
            self.stand(pattern);
        }
        let next = patterns.iter().map(|pattern| pattern.from).filter(|from| *from > row.from).min();
        let WeekRow { person, make_up, post, from, .. } = *row;
        let pattern = WeeklyPattern { id: PatternId::new(), days, make_up, post, from, to: next.map(day_before) };
        self.report.added += 1;
        self.new.push((person, pattern.clone()));
        patterns.push(pattern);
    }
}

/// The days of a row that begins where a pattern does. Where the row names the shift that stands there, it
/// means that very one, also if another has its name by now: what people worked by doesn't change afterwards.
fn kept(stored: [Option<ShiftId>; 7], row: &WeekRow, shifts: &Shifts) -> [Option<ShiftId>; 7] {
    let name = |day: Option<ShiftId>| day.and_then(|id| shifts.get(&id)).map(|shift| shift.name.as_str());
    let mut days = row.days;
    for (day, stored) in days.iter_mut().zip(stored) {
        if name(*day) == name(stored) {
            *day = stored;
        }
    }
    days
}
