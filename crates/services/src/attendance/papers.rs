//! Paper sign-in sheets of a power cut: typed in by one person, confirmed by a second.

use chrono::NaiveDate;
use domain::{
    attendance::{
        AttendanceError, MAX_REASON, PaperAct, PaperActCommand, PaperBook, PaperState, PaperView, Proof, may_confirm,
    },
    ids::{HallId, PersonId},
    policy::{Action, Place},
    problem::{FieldReason, Problem, check_text},
    time::{check_years, hall_date},
};
use store::{
    Connection, Tx,
    repo::attendance::{self as repo, PaperRecord},
};

use super::{Attendance, proved::ProvedPunches};
use crate::{
    accounts::names_of,
    audit::{self, Act},
    caller::Caller,
    error::Result,
    org::{default_hall, hall_agency, reachable_hall},
    received::Sent,
};

/// More people than one form could hold.
pub(super) const EVERYBODY: u64 = 5_000;

/// Sheets that are shown.
const SHOWN: u64 = 20;

impl Attendance {
    /// What can be typed in for a date at a hall, and its latest sheets. Leads get the people of their zone.
    pub async fn paper_book(
        &self,
        caller: &Caller,
        hall: Option<HallId>,
        date: Option<NaiveDate>,
    ) -> Result<PaperBook> {
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let action =
            if caller.actor.scopes(Action::PaperEnter).is_empty() { Action::PaperConfirm } else { Action::PaperEnter };
        let hall = match hall {
            Some(hall) => hall,
            None => default_hall(db, caller, action).await?,
        };
        reachable_hall(db, caller, action, hall).await?;
        let today = hall_date(now);
        let date = date.unwrap_or(today);
        check_years("date", date)?;
        let may_enter = action == Action::PaperEnter;
        let rows = if may_enter { self.paper_rows(db, caller, hall, date).await? } else { Vec::new() };
        let mut sheets = self.paper_views(db, caller, repo::list_papers(db, hall, SHOWN).await?).await?;
        sheets.sort_by_key(|sheet| sheet.state != PaperState::Entered);
        Ok(PaperBook { hall, today, date, may_enter, rows, sheets })
    }

    /// Confirms or refuses a sheet that somebody else has typed in, or takes one's own back. A confirmation adds
    /// a punch a line; the days are judged again. Sent again under the same id, it is done once.
    pub async fn act_on_paper(&self, caller: &Caller, command: PaperActCommand) -> Result<()> {
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let answer = check_text("answer", command.answer.clone(), (MAX_REASON, false))?;
        let context = (self.clone(), caller.clone(), PaperActCommand { answer, ..command }, sent);
        let hall = self
            .0
            .db
            .write(context, move |tx, (me, caller, command, sent)| {
                Box::pin(async move {
                    sent.once(tx, me.0.clock.now(), Box::pin(me.settle_paper(tx, caller, command))).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    async fn settle_paper(&self, tx: &Tx, caller: &Caller, command: &PaperActCommand) -> Result<HallId> {
        let (me, now, version, act) = (caller.actor.person, self.0.clock.now(), command.version, command.act);
        let (record, answer) = (repo::find_paper(tx, command.sheet).await?, command.answer.clone());
        let record = record.ok_or(Problem::NotFound)?;
        if act == PaperAct::Withdraw {
            if me != record.entered.0 {
                return Err(Problem::NotFound.into());
            }
        } else {
            self.check_second(tx, caller, &record).await?;
        }
        let state = record.state.after(act)?;
        if record.version != version {
            return Err(Problem::Conflict.into());
        }
        if act == PaperAct::Refuse && answer.is_none() {
            return Err(Problem::field("answer", FieldReason::Required).into());
        }
        let changed = PaperRecord { state, version: version + 1, answer, settled: Some((me, now)), ..record };
        if !repo::update_paper(tx, &changed).await? {
            return Err(Problem::Conflict.into());
        }
        if state == PaperState::Confirmed {
            self.add_lines(tx, &changed).await?;
        }
        let word = match act {
            PaperAct::Confirm => "attendance.confirm_paper",
            PaperAct::Refuse => "attendance.refuse_paper",
            PaperAct::Withdraw => "attendance.withdraw_paper",
        };
        audit::record(tx, caller, now, self::act(word, &changed)).await?;
        Ok(changed.hall)
    }

    /// The second person: allowed to for everybody on the sheet, and neither who typed it in nor anybody who
    /// stands on it.
    async fn check_second(&self, db: &impl Connection, caller: &Caller, record: &PaperRecord) -> Result<()> {
        if !self.reaches_all(db, caller, Action::PaperConfirm, record).await? {
            return Err(Problem::Denied.into());
        }
        let people: Vec<PersonId> = record.lines.iter().map(|line| line.person).collect();
        if may_confirm(caller.actor.person, record.entered.0, &people) {
            Ok(())
        } else {
            Err(AttendanceError::SecondPerson.into())
        }
    }

    /// Whether everybody on a sheet is inside the caller's scopes: a lead's zone may hold only some of them.
    async fn reaches_all(
        &self,
        db: &impl Connection,
        caller: &Caller,
        action: Action,
        record: &PaperRecord,
    ) -> Result<bool> {
        if caller.check(action, &self.hall_place(db, record.hall).await?).is_ok() {
            return Ok(true);
        }
        let scopes = caller.actor.scopes(action);
        let on = (scopes.as_slice(), hall_date(self.0.clock.now()));
        let mine = repo::list_rostered(db, record.hall, (record.date, record.date), on, None, EVERYBODY).await?;
        Ok(record.lines.iter().all(|line| mine.iter().any(|person| person.id == line.person)))
    }

    async fn add_lines(&self, tx: &Tx, record: &PaperRecord) -> Result<()> {
        let now = self.0.clock.now();
        let mut lines = record.lines.clone();
        lines.sort_by_key(|line| (line.person, line.at));
        let new = ProvedPunches {
            hall: record.hall,
            date: record.date,
            made: lines.iter().map(|line| (line.person, line.at)).collect(),
            proof: Proof::Paper,
            reason: record.reason.clone(),
        };
        self.add_proved(tx, new, now).await.map(drop)
    }

    async fn paper_views(
        &self,
        db: &impl Connection,
        caller: &Caller,
        records: Vec<PaperRecord>,
    ) -> Result<Vec<PaperView>> {
        let mut seen = Vec::with_capacity(records.len());
        for record in records {
            let own = record.entered.0 == caller.actor.person;
            if own || self.reaches_all(db, caller, Action::PaperConfirm, &record).await? {
                seen.push(record);
            }
        }
        let records = seen;
        let people = records.iter().flat_map(|record| {
            let settled = record.settled.map(|(by, _)| by);
            record.lines.iter().map(|line| line.person).chain([record.entered.0]).chain(settled)
        });
        let people: Vec<PersonId> = people.collect();
        let names = names_of(db, &people).await?;
        let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
        let mut views = Vec::with_capacity(records.len());
        for record in records {
            let acts = match record.state {
                PaperState::Entered if record.entered.0 == caller.actor.person => vec![PaperAct::Withdraw],
                PaperState::Entered if self.check_second(db, caller, &record).await.is_ok() => {
                    vec![PaperAct::Confirm, PaperAct::Refuse]
                }
                _ => Vec::new(),
            };
            views.push(PaperView {
                id: record.id,
                version: record.version,
                date: record.date,
                reason: record.reason,
                entered: (name(record.entered.0), record.entered.1),
                state: record.state,
                settled: record.settled.map(|(by, at)| (name(by), at)),
                answer: record.answer,
                lines: record.lines.iter().map(|line| (name(line.person), line.kind, line.at)).collect(),
                acts,
            });
        }
        Ok(views)
    }

    /// The place of a hall, for the permission table.
    pub(super) async fn hall_place(&self, db: &impl Connection, hall: HallId) -> Result<Place> {
        Ok(Place::hall(hall_agency(db, hall).await?, hall))
    }
}

pub(super) fn act(action: &'static str, record: &PaperRecord) -> Act<'static> {
    let detail = format!("{}, {} lines", record.date, record.lines.len());
    Act { action, subject: ("paper_sheet", record.id.uuid()), detail }
}
