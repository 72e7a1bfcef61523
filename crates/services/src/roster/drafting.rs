//! Changing a draft. Each change holds the hall against other editors, and is refused if the draft is no
//! longer the one that the editor has before them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    calendar::WorkCalendar,
    ids::{DraftId, PersonId},
    policy::Action,
    problem::{FieldReason, Problem},
    roster::{Brush, DraftRef, DraftState, Duty, Placing, Stroke, is_monday},
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::roster::{self as repo, CellRecord, DraftRecord},
};

use super::{
    Duties, Roster,
    editor::Month,
    in_use::InUse,
    placing::Windows,
    strokes::{laid, settled, stroke},
};
use crate::{
    caller::Caller,
    error::{Error, Result},
    org::{hold_hall, reachable_hall},
};

/// Cells as they are to be, by whose and when; nothing where the draft forgets one.
pub(super) type Cells = BTreeMap<(PersonId, NaiveDate), Option<CellRecord>>;

/// How the cells that are to be painted are found.
#[derive(Clone)]
enum Change {
    /// These, one after the other.
    Paint(Vec<Stroke>),
    /// Those of these people from these dates to the end of the month, by the days of a cycle as it was typed.
    LayCycle(Vec<(PersonId, NaiveDate)>, String),
    /// Those of the week after a Monday's, by what this one shows.
    CopyWeek(NaiveDate),
    /// All that the editor may change, back to what is published.
    Discard,
}

impl Roster {
    /// Paints cells of a draft. Cells that say what is published already leave it.
    pub async fn paint_roster(&self, caller: &Caller, draft: DraftRef, strokes: Vec<Stroke>) -> Result<DraftState> {
        self.change_draft(caller, draft, Change::Paint(strokes)).await
    }

    /// Lays a cycle of days, written with the short names of the hall's shifts, over the rows of some cells: from each
    /// cell's date to the end of the month. Days that can't be changed, holidays and their breaks keep what they have.
    ///
    /// # Errors
    /// [`Problem::Invalid`] at `cycle` when it is not one, see [`domain::roster::Cycle::parse`]; at `cells` when there
    /// is no day to paint.
    pub async fn lay_cycle(
        &self,
        caller: &Caller,
        draft: DraftRef,
        starts: Vec<(PersonId, NaiveDate)>,
        typed: String,
    ) -> Result<DraftState> {
        self.change_draft(caller, draft, Change::LayCycle(starts, typed)).await
    }

    /// Copies what the draft shows for the week of a Monday, shifts and where they are worked, to the week after it.
    /// Only days of the draft's month are written; holidays and their breaks keep what they have. Of a window that is
    /// closed by now only the shift is copied.
    pub async fn copy_roster_week(&self, caller: &Caller, draft: DraftRef, monday: NaiveDate) -> Result<DraftState> {
        if !is_monday(monday) {
            return Err(Problem::field("monday", FieldReason::Malformed).into());
        }
        if (monday - draft.first()).num_days().abs() > 40 {
            return Err(Problem::field("monday", FieldReason::OutOfRange).into());
        }
        self.change_draft(caller, draft, Change::CopyWeek(monday)).await
    }

    /// Forgets what was drafted for the people in the caller's scope.
    pub async fn discard_roster_draft(&self, caller: &Caller, draft: DraftRef) -> Result<DraftState> {
        self.change_draft(caller, draft, Change::Discard).await
    }

    async fn change_draft(&self, caller: &Caller, draft: DraftRef, change: Change) -> Result<DraftState> {
        reachable_hall(self.0.db.read(), caller, Action::RosterEdit, draft.hall).await?;
        let now = self.0.clock.now();
        let calendar = self.calendar().current().await?;
        let context = (self.clone(), caller.clone(), change, calendar);
        let version = self
            .0
            .db
            .write(context, move |tx, (me, caller, change, calendar)| {
                Box::pin(async move {
                    hold_hall(tx, draft.hall).await?;
                    let month = me.month(tx, caller, draft.hall, draft.month).await?;
                    let (record, cells) = current(tx, &month, draft).await?;
                    let (calendar, shifts): (&WorkCalendar, _) =
                        (calendar, InUse::of(tx, draft.hall, hall_date(now)).await?);
                    let given = (&shifts, calendar);
                    let strokes = match change {
                        Change::Paint(strokes) => strokes.clone(),
                        Change::LayCycle(starts, typed) => laid(&month, given, (starts, typed))?,
                        Change::CopyWeek(monday) => me.copied(tx, (&month, &cells), *monday, given).await?,
                        Change::Discard => {
                            let own = month.own_cells(cells.clone()).into_iter();
                            own.map(|cell| stroke((cell.person, cell.date), Brush::Clear)).collect()
                        }
                    };
                    let people: BTreeSet<PersonId> = strokes.iter().map(|stroke| stroke.person).collect();
                    let people: Vec<PersonId> = people.into_iter().collect();
                    let span = (month.first, month.last);
                    let windows = Windows::of(tx, draft.hall, &people, span).await?;
                    let strokes = settled(&month, strokes, (&shifts, &windows))?;
                    let duties = me.duties_of(tx, calendar, &people, span.0, span.1).await?;
                    let id = save(tx, &month, record, caller.actor.person, now).await?;
                    let cells = painted(&strokes, &cells, &duties, &windows);
                    keep(tx, id, cells, (&duties, &windows)).await?;
                    Ok::<_, Error>(draft.version + 1)
                })
            })
            .await?;
        self.draft_state(caller, draft.hall, draft.month, version).await
    }
}

/// What somebody is to do on a date, if they are among those whose duties were read.
pub(super) fn duty_on(duties: &Duties, (person, date): (PersonId, NaiveDate)) -> Option<&Duty> {
    duties.get(&person)?.iter().find(|duty| duty.date == date)
}

/// Stores cells of a draft as they are to be; those that say what is published leave it. How many are stored.
pub(super) async fn keep(
    tx: &Tx,
    draft: DraftId,
    cells: Cells,
    (duties, windows): (&Duties, &Windows),
) -> Result<usize> {
    let (mut put, mut gone) = (Vec::new(), Vec::new());
    for (of, cell) in cells {
        let published = |cell: &CellRecord| duty_on(duties, of).is_some_and(|duty| windows.is_published(cell, duty));
        match cell.filter(|cell| !published(cell)) {
            Some(cell) => put.push(cell),
            None => gone.push(of),
        }
    }
    repo::put_cells(tx, draft, &put).await?;
    repo::remove_cells(tx, draft, &gone).await?;
    Ok(put.len())
}

/// What becomes of the cells that are painted, one stroke after the other: a window is added to the shift that is
/// there, and stays when another shift is painted over it.
fn painted(strokes: &[Stroke], drafted: &[CellRecord], duties: &Duties, windows: &Windows) -> Cells {
    let drafted: BTreeMap<_, CellRecord> = drafted.iter().map(|cell| ((cell.person, cell.date), *cell)).collect();
    let mut cells = Cells::new();
    for Stroke { person, date, brush } in strokes {
        let of = (*person, *date);
        let before = cells.get(&of).copied().unwrap_or_else(|| drafted.get(&of).copied());
        let cell = |shift, place| CellRecord { person: *person, date: *date, shift, place };
        let sent = |place| {
            let published = || duty_on(duties, of).and_then(Duty::shift).map(|shift| shift.id);
            match before.map_or_else(published, |cell| cell.shift) {
                Some(shift) => Some(cell(Some(shift), place)),
                None => before,
            }
        };
        let after = match brush {
            Brush::Clear => None,
            Brush::Rest => Some(cell(None, Placing::Published)),
            Brush::Shift(shift) => Some(cell(Some(*shift), before.map_or(Placing::Published, |cell| cell.place))),
            Brush::Window(window) => {
                sent(windows.post(*window, *person, *date).map_or(Placing::Published, Placing::At))
            }
            Brush::OwnPost => sent(Placing::Own),
        };
        cells.insert(of, after);
    }
    cells
}

/// The draft as it stands, which must be the one that was meant.
pub(super) async fn current(tx: &Tx, month: &Month, meant: DraftRef) -> Result<(Option<DraftRecord>, Vec<CellRecord>)> {
    let record = repo::find_draft(tx, month.hall.id, month.first).await?;
    if record.map_or(0, |draft| draft.version) != meant.version {
        return Err(Problem::Conflict.into());
    }
    Ok((record, cells_of(tx, record).await?))
}

/// The cells of a draft; none where there is no draft yet.
pub(super) async fn cells_of(db: &impl Connection, draft: Option<DraftRecord>) -> Result<Vec<CellRecord>> {
    match draft {
        Some(draft) => Ok(repo::list_cells(db, draft.id).await?),
        None => Ok(Vec::new()),
    }
}

/// Stores who has changed the draft, and when, as its next version.
pub(super) async fn save(
    tx: &Tx,
    month: &Month,
    record: Option<DraftRecord>,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<DraftId> {
    let Some(old) = record else {
        let new = DraftRecord { id: DraftId::new(), version: 1, edited_by: by, edited_at: now };
        let taken = |error| Error::unless_unique(error, Problem::Conflict);
        repo::create_draft(tx, month.hall.id, month.first, new).await.map_err(taken)?;
        return Ok(new.id);
    };
    let new = DraftRecord { version: old.version + 1, edited_by: by, edited_at: now, ..old };
    if repo::update_draft(tx, new).await? { Ok(old.id) } else { Err(Problem::Conflict.into()) }
}
