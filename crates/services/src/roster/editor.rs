//! The month of a hall as its editors see it: what is published, and what the draft makes of it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use domain::{
    ids::{HallId, PersonId, ShiftId},
    policy::{Action, Place, Scope},
    problem::{FieldReason, Problem},
    roster::{
        DraftState, Duty, Finding, OpenReceipt, Placing, Plan, RosterEntry, RosterSheet, SheetCell, SheetDay, SheetRow,
        Shift, Uncovered,
    },
    time::hall_date,
};
use store::{
    Connection,
    repo::{
        org::HallRecord,
        roster::{self as repo, CellRecord, DraftRecord, PersonName},
    },
};

use super::{Duties, Line, Roster, check::window_names, drafting::cells_of, in_use::InUse, placing::Windows};
use crate::{
    accounts::names_of,
    attendance::JUDGED_DAYS,
    caller::Caller,
    error::Result,
    org::{Posts, reachable_hall, window_label},
};

/// Days ahead that a roster can be drafted for; those back are the days that are judged anew.
pub(super) const AHEAD: Days = Days::new(400);

/// A month of a hall, and whose rows in it the caller may look at.
pub(super) struct Month {
    pub(super) hall: HallRecord,
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    /// The dates that can be changed.
    pub(super) open: (NaiveDate, NaiveDate),
    /// Who works there in the month, inside the caller's scope, by 工号.
    pub(super) workers: Vec<PersonName>,
    /// The caller, whose own row is for somebody else to change.
    me: PersonId,
}

impl Month {
    pub(super) fn place(&self) -> Place {
        Place::hall(self.hall.agency, self.hall.id)
    }

    pub(super) fn people(&self) -> Vec<PersonId> {
        self.workers.iter().map(|worker| worker.id).collect()
    }

    /// The people whose cells the caller may change.
    pub(super) fn editable(&self) -> impl Iterator<Item = &PersonName> {
        self.workers.iter().filter(|worker| worker.id != self.me)
    }

    /// Whether a cell can be changed: a day of the month that is open and on which the person is employed.
    pub(super) fn has_cell(&self, worker: &PersonName, date: NaiveDate) -> bool {
        (self.first..=self.last).contains(&date)
            && (self.open.0..=self.open.1).contains(&date)
            && worker.hired_on <= date
            && worker.left_on.is_none_or(|last| date <= last)
    }

    /// The cells of a draft that are the caller's to publish or to take back.
    pub(super) fn own_cells(&self, cells: Vec<CellRecord>) -> Vec<CellRecord> {
        let editable: BTreeSet<PersonId> = self.editable().map(|worker| worker.id).collect();
        cells.into_iter().filter(|cell| editable.contains(&cell.person)).collect()
    }
}

impl Roster {
    /// A month of a hall for its editors. Leads get the people of their zone.
    pub(super) async fn month(
        &self,
        db: &impl Connection,
        caller: &Caller,
        hall: HallId,
        month: NaiveDate,
    ) -> Result<Month> {
        use chrono::Datelike;
        let hall = reachable_hall(db, caller, Action::RosterEdit, hall).await?;
        let today = hall_date(self.0.clock.now());
        let open = (today - JUDGED_DAYS, today + AHEAD);
        let first = month.with_day(1).unwrap_or(month);
        if !(open.0 - AHEAD..=open.1).contains(&first) {
            return Err(Problem::field("month", FieldReason::OutOfRange).into());
        }
        let last = domain::calendar::last_of_month(first);
        let scopes = caller.actor.scopes(Action::RosterEdit);
        let on = today.clamp(first, last);
        let workers = repo::list_workers_between(db, hall.id, &scopes, first, last, on).await?;
        Ok(Month { hall, first, last, open, workers, me: caller.actor.person })
    }

    /// A hall's month as it is published and drafted, with what it lacks and who has not acknowledged it.
    pub async fn roster_sheet(&self, caller: &Caller, hall: HallId, month: NaiveDate) -> Result<RosterSheet> {
        let db = self.0.db.read();
        let month = self.month(db, caller, hall, month).await?;
        let (first, last) = (month.first, month.last);
        let draft = repo::find_draft(db, hall, first).await?;
        let all_cells = cells_of(db, draft).await?;
        let calendar = self.calendar().current().await?;
        let people = month.people();
        let duties = self.duties_of(db, &calendar, &people, first, last).await?;
        let posts = Posts::of(db, &duties, first, last).await?;
        let protected = repo::find_protections(db, &people, first).await?;
        let protected: BTreeSet<PersonId> =
            protected.iter().filter(|(_, period)| period.from <= last).map(|(person, _)| *person).collect();
        let lines = self.lines_of(db, &calendar, &all_cells, (first, last)).await?;
        let uncovered = self.uncovered(db, &calendar, hall, &lines, (first, last)).await?;
        let cells = month.own_cells(all_cells);
        let in_use = InUse::of(db, hall, hall_date(self.0.clock.now())).await?;
        let shifts = self.palette(db, &in_use, &duties, &cells).await?;
        let windows = Windows::of(db, hall, &people, (first, last)).await?;
        let day = |date| {
            let open = (month.open.0..=month.open.1).contains(&date);
            SheetDay { date, kind: calendar.day_kind(date), open }
        };
        Ok(RosterSheet {
            as_of: self.0.clock.now(),
            hall,
            month: first,
            draft: DraftState {
                version: draft.map_or(0, |draft| draft.version),
                drafted: u32::try_from(cells.len()).unwrap_or(u32::MAX),
                uncovered: named_gaps(db, &month.place(), uncovered).await?,
            },
            edited: self.edited(db, draft).await?,
            shifts,
            brushes: in_use.open.iter().map(|shift| shift.id).collect(),
            successions: in_use.successions(),
            windows: windows.list(),
            days: first.iter_days().take_while(|date| *date <= last).map(day).collect(),
            unacknowledged: self.unacknowledged(db, &month).await?,
            rows: rows(&month, duties, (&posts, &windows), &cells, &protected),
        })
    }

    /// How the draft of a month stands after the caller has made it the given version.
    pub(super) async fn draft_state(
        &self,
        caller: &Caller,
        hall: HallId,
        month: NaiveDate,
        version: i32,
    ) -> Result<DraftState> {
        let db = self.0.db.read();
        let month = self.month(db, caller, hall, month).await?;
        let cells = cells_of(db, repo::find_draft(db, hall, month.first).await?).await?;
        let (calendar, span) = (self.calendar().current().await?, (month.first, month.last));
        let lines = self.lines_of(db, &calendar, &cells, span).await?;
        let uncovered = self.uncovered(db, &calendar, hall, &lines, span).await?;
        Ok(DraftState {
            version,
            drafted: u32::try_from(month.own_cells(cells).len()).unwrap_or(u32::MAX),
            uncovered: named_gaps(db, &month.place(), uncovered).await?,
        })
    }

    /// The shifts in use at a hall and those that any cell names.
    async fn palette(
        &self,
        db: &impl Connection,
        in_use: &InUse,
        duties: &Duties,
        cells: &[CellRecord],
    ) -> Result<Vec<Shift>> {
        let mut shifts: BTreeMap<ShiftId, &Shift> =
            duties.values().flatten().filter_map(|duty| duty.shift()).map(|shift| (shift.id, shift)).collect();
        let drafted: BTreeSet<ShiftId> = cells.iter().filter_map(|cell| cell.shift).collect();
        let known = self.shifts_by_id(db, drafted.clone()).await?;
        shifts.extend(drafted.iter().filter_map(|id| Some((*id, &**known.get(id)?))));
        shifts.extend(in_use.all().map(|shift| (shift.id, shift)));
        let mut shifts: Vec<Shift> = shifts.into_values().cloned().collect();
        shifts.sort_by_key(|shift| shift.slots.first().map(|slot| slot.due));
        Ok(shifts)
    }

    async fn edited(
        &self,
        db: &impl Connection,
        draft: Option<DraftRecord>,
    ) -> Result<Option<(String, chrono::DateTime<chrono::Utc>)>> {
        let Some(draft) = draft else { return Ok(None) };
        let name = names_of(db, &[draft.edited_by]).await?.remove(&draft.edited_by);
        Ok(name.map(|name| (name, draft.edited_at)))
    }

    async fn unacknowledged(&self, db: &impl Connection, month: &Month) -> Result<Vec<OpenReceipt>> {
        let people: BTreeSet<PersonId> = month.people().into_iter().collect();
        let open = repo::list_unacknowledged(db, month.hall.id, month.first, month.last).await?;
        let open = open.into_iter().filter(|(person, ..)| people.contains(person));
        Ok(open.map(|(_, name, published_at)| OpenReceipt { name, published_at }).collect())
    }
}

/// A cell as the roster line that it would become: where the draft sends somebody, else where they are published; a
/// day off is spent at no post, and who works at their own is sent to none.
pub(super) fn line_of(cell: &CellRecord, duty: Option<&Duty>) -> Line {
    let post = cell.place.resolve(duty.and_then(|duty| duty.post), None);
    (cell.person, RosterEntry { date: cell.date, shift: cell.shift, post: cell.shift.and(post) })
}

/// What a cell says.
pub(super) fn plan_of(cell: &CellRecord) -> Plan {
    cell.shift.map_or(Plan::Rest, Plan::Shift)
}

/// The people's rows, in the order of windows; who holds no post stands last.
fn rows(
    month: &Month,
    mut duties: Duties,
    (posts, windows): (&Posts, &Windows),
    cells: &[CellRecord],
    protected: &BTreeSet<PersonId>,
) -> Vec<SheetRow> {
    let drafted: BTreeMap<(PersonId, NaiveDate), &CellRecord> =
        cells.iter().map(|cell| ((cell.person, cell.date), cell)).collect();
    let mut rows = Vec::with_capacity(month.workers.len());
    for worker in &month.workers {
        let duties = duties.remove(&worker.id).unwrap_or_default();
        // Where they are sent for a day is not where they belong.
        let own = duties.iter().find_map(|duty| windows.own(worker.id, duty.date));
        let post = own.or_else(|| duties.iter().find_map(|duty| posts.post_of(worker.id, duty)));
        let place = post.and_then(|post| posts.place(post));
        let cell = |duty: &Duty| {
            let drafted = drafted.get(&(worker.id, duty.date));
            let published = posts.post_of(worker.id, duty).and_then(|post| posts.place(post));
            SheetCell {
                published: Plan::from(&duty.assignment),
                draft: drafted.map(|cell| plan_of(cell)),
                window: published.map(|place| place.window),
                own: windows.own(worker.id, duty.date).and_then(|post| windows.window(post)),
                placing: drafted.map_or(Placing::Published, |cell| windows.placing(cell)),
                open: month.has_cell(worker, duty.date),
            }
        };
        let row = SheetRow {
            person: worker.id,
            name: worker.name.clone(),
            place: place.map(window_label),
            home: place.map(|place| place.window),
            editable: worker.id != month.me,
            protected: protected.contains(&worker.id),
            cells: duties.iter().map(cell).collect(),
        };
        rows.push((post.and_then(|post| posts.position(post)).unwrap_or(usize::MAX), row));
    }
    rows.sort_by_key(|(position, _)| *position);
    rows.into_iter().map(|(_, row)| row).collect()
}

async fn named_gaps(db: &impl Connection, place: &Place, gaps: Vec<Finding>) -> Result<Vec<Uncovered>> {
    let windows = window_names(db, place).await?;
    let gap = |gap: Finding| {
        let window = windows.get(&gap.window?)?.clone();
        Some(Uncovered { date: gap.from, half: gap.half?, window, missing: gap.amount })
    };
    Ok(gaps.into_iter().filter_map(gap).collect())
}

/// The whole hall, for what is read whoever asks.
pub(super) const fn whole(hall: HallId) -> [Scope; 1] {
    [Scope::Hall(hall)]
}
