//! Overtime: asked for before it is worked, decided in one step; the time off that it earns.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    ids::{HallId, LotId, OvertimeId, PersonId},
    notices::NoticeContent,
    policy::{Action, Place},
    problem::{FieldReason, Problem, check_text},
    roster::{
        Compensation, Lot, MAX_OVERTIME_REASON, OvertimeAct, OvertimeBook, OvertimeCommand, OvertimeState,
        OvertimeView, RosterError, balance, lot_expires,
    },
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::roster::{self as repo, OvertimeRecord},
};

use super::Roster;
use crate::{
    accounts::{leads_anywhere, lock_person, names_of},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    leave,
    org::{hall_agency, halls_in, hold_hall, holdings},
};

/// Requests of mine that are shown.
const SHOWN: u64 = 20;

/// Lots paid out in one run of the job.
const BATCH: u64 = 200;

impl Roster {
    /// My requests, and the time off that I have earned.
    pub async fn overtime_book(&self, caller: &Caller) -> Result<OvertimeBook> {
        caller.check_own(Action::OvertimeAsk)?;
        let (db, me) = (self.0.db.read(), caller.actor.person);
        let today = hall_date(self.0.clock.now());
        let lots = free(self.time_off_lots(db, me).await?, &leave::uses_of(db, me).await?);
        let records = repo::list_own_overtime(db, me, SHOWN).await?;
        let mut requests = Vec::with_capacity(records.len());
        for record in records {
            let acts = if record.state == OvertimeState::Asked { vec![OvertimeAct::Withdraw] } else { Vec::new() };
            requests.push(self.overtime_view(record, String::new(), acts).await?);
        }
        let balance = balance(&lots, today);
        let lots = lots.into_iter().filter(|lot| lot.left > 0).collect();
        Ok(OvertimeBook { today, balance, lots, requests })
    }

    /// The time off that somebody has earned: each lot with what of it was not paid out. What leave has taken
    /// of it stands in the leave ledger.
    pub(crate) async fn time_off_lots(&self, db: &impl Connection, person: PersonId) -> Result<Vec<Lot>> {
        Ok(repo::list_lots(db, person).await?)
    }

    async fn overtime_view(
        &self,
        record: OvertimeRecord,
        name: String,
        acts: Vec<OvertimeAct>,
    ) -> Result<OvertimeView> {
        let calendar = self.calendar().current().await?;
        Ok(OvertimeView {
            id: record.id,
            version: record.version,
            name,
            date: record.date,
            minutes: record.minutes,
            percent: calendar.overtime_class(record.date).percent(),
            reason: record.reason,
            compensation: record.compensation,
            state: record.state,
            answer: record.answer,
            asked_at: record.asked_at,
            acts,
        })
    }

    /// Asks for overtime. Only that of a day off can be made good with time off; the rest is paid.
    pub async fn ask_overtime(&self, caller: &Caller, command: OvertimeCommand) -> Result<OvertimeId> {
        caller.check_own(Action::OvertimeAsk)?;
        let now = self.0.clock.now();
        let class = self.calendar().current().await?.overtime_class(command.date);
        command.validate(hall_date(now), class)?;
        let hall = caller.actor.hall.ok_or(Problem::Denied)?;
        let record = OvertimeRecord {
            id: OvertimeId::new(),
            person: caller.actor.person,
            hall,
            date: command.date,
            minutes: command.minutes,
            reason: command.reason.trim().to_owned(),
            compensation: command.compensation,
            state: OvertimeState::Asked,
            version: 1,
            answer: None,
            asked_at: now,
            settled: None,
        };
        self.0
            .db
            .write((self.clone(), caller.clone(), record), move |tx, (me, caller, record)| {
                Box::pin(async move {
                    let twice = |error| Error::unless_unique(error, Problem::field("date", FieldReason::Taken));
                    repo::create_overtime(tx, record).await.map_err(twice)?;
                    me.tell_asked(tx, record, &me.overtime_place(tx, record).await?).await?;
                    audit::record(tx, caller, now, act("roster.ask_overtime", record)).await?;
                    Ok(record.id)
                })
            })
            .await
    }

    /// The requests that the caller may decide.
    pub async fn overtime_to_decide(&self, caller: &Caller) -> Result<Vec<OvertimeView>> {
        let scopes = caller.actor.scopes(Action::OvertimeDecide);
        if scopes.is_empty() {
            return Err(Problem::Denied.into());
        }
        let db = self.0.db.read();
        let records = repo::list_asked_overtime(db, &halls_in(db, &scopes).await?).await?;
        let people: Vec<PersonId> = records.iter().map(|record| record.person).collect();
        let mut names = names_of(db, &people).await?;
        let mut views = Vec::new();
        for record in records {
            // Whose lead decides depends on the post that is held on the date: more than a query can tell.
            let place = self.overtime_place(db, &record).await?;
            if caller.check(Action::OvertimeDecide, &place).is_ok() {
                let name = names.remove(&record.person).unwrap_or_default();
                let acts = vec![OvertimeAct::Approve, OvertimeAct::Reject];
                views.push(self.overtime_view(record, name, acts).await?);
            }
        }
        Ok(views)
    }

    /// Decides a request, or takes it back. An approval is refused where the law is against it; one that is
    /// to be made good with time off earns its minutes as a lot.
    pub async fn act_on_overtime(
        &self,
        caller: &Caller,
        id: OvertimeId,
        version: i32,
        act: OvertimeAct,
        answer: Option<String>,
    ) -> Result<()> {
        let answer = check_text("answer", answer, (MAX_OVERTIME_REASON, false))?;
        let context = (self.clone(), caller.clone(), answer);
        self.0
            .db
            .write(context, move |tx, (me, caller, answer)| {
                Box::pin(async move {
                    let record = repo::find_overtime(tx, id).await?.ok_or(Problem::NotFound)?;
                    hold_hall(tx, record.hall).await?;
                    let record = repo::find_overtime(tx, id).await?.ok_or(Problem::NotFound)?;
                    me.settle_overtime(tx, caller, record, (version, act, answer.clone())).await
                })
            })
            .await
    }

    async fn settle_overtime(
        &self,
        tx: &Tx,
        caller: &Caller,
        record: OvertimeRecord,
        (version, act, answer): (i32, OvertimeAct, Option<String>),
    ) -> Result<()> {
        let now = self.0.clock.now();
        if act == OvertimeAct::Withdraw {
            caller.check_own(Action::OvertimeAsk)?;
            if caller.actor.person != record.person {
                return Err(Problem::NotFound.into());
            }
        } else {
            caller.check(Action::OvertimeDecide, &self.overtime_place(tx, &record).await?)?;
        }
        if record.version != version {
            return Err(Problem::Conflict.into());
        }
        let state = record.state.after(act)?;
        if act == OvertimeAct::Reject && answer.is_none() {
            return Err(Problem::field("answer", FieldReason::Required).into());
        }
        let settled = Some((caller.actor.person, now));
        let changed = OvertimeRecord { state, version: version + 1, answer, settled, ..record };
        if !repo::update_overtime(tx, &changed).await? {
            return Err(Problem::Conflict.into());
        }
        if state == OvertimeState::Approved {
            self.approved(tx, &changed).await?;
        }
        if act != OvertimeAct::Withdraw {
            let (approved, date) = (act == OvertimeAct::Approve, changed.date);
            let decided = NoticeContent::OvertimeDecided { approved, date };
            self.notices().by(caller.actor.person).tell(tx, vec![(changed.person, decided)]).await?;
        }
        let word = match act {
            OvertimeAct::Approve => "roster.approve_overtime",
            OvertimeAct::Reject => "roster.reject_overtime",
            OvertimeAct::Withdraw => "roster.withdraw_overtime",
        };
        Ok(audit::record(tx, caller, now, self::act(word, &changed)).await?)
    }

    /// Holds what is approved now against the law, and earns the lot.
    async fn approved(&self, tx: &Tx, record: &OvertimeRecord) -> Result<()> {
        let today = hall_date(self.0.clock.now());
        // Overtime is asked for before the fact.
        if record.date < today {
            return Err(RosterError::Settled.into());
        }
        let calendar = self.calendar().current_in(tx).await?;
        let span = (record.date, record.date);
        let findings = self.findings_of(tx, &calendar, record.hall, (&[record.person], &[]), &[span]).await?;
        if findings.iter().any(|found| found.rule.limits_overtime()) {
            return Err(RosterError::Blocked.into());
        }
        if record.compensation == Compensation::TimeOff {
            let lot = Lot {
                id: LotId::new(),
                overtime: record.id,
                earned_on: record.date,
                expires_on: lot_expires(record.date, repo::time_off_months(tx, record.hall).await?),
                minutes: record.minutes,
                left: record.minutes,
            };
            repo::earn_lot(tx, record.person, &lot, self.0.clock.now()).await?;
        }
        Ok(())
    }

    /// Where what somebody asks for about a date is decided: at the post that they hold on it. A lead's own is
    /// for those who lead the whole hall.
    pub(crate) async fn decision_place(
        &self,
        db: &impl Connection,
        (person, hall): (PersonId, HallId),
        date: NaiveDate,
    ) -> Result<Place> {
        let today = hall_date(self.0.clock.now());
        let leads = leads_anywhere(db, &[person], today).await?;
        let held = holdings(db, &[person], date).await?.remove(&person).unwrap_or_default();
        let covers = |from: NaiveDate, to: Option<NaiveDate>| from <= date && to.is_none_or(|to| date <= to);
        let zone = held.iter().find(|held| covers(held.holder.from, held.holder.to)).map(|held| held.zone);
        let place = Place::hall(hall_agency(db, hall).await?, hall).about(person);
        Ok(Place { zone: zone.filter(|_| !leads), ..place })
    }

    async fn overtime_place(&self, db: &impl Connection, record: &OvertimeRecord) -> Result<Place> {
        self.decision_place(db, (record.person, record.hall), record.date).await
    }

    /// Pays out what is left of time off that has expired. Run again, it finds nothing.
    pub(crate) async fn pay_out_expired(&self) -> Result<()> {
        let now = self.0.clock.now();
        let today = hall_date(now);
        let lots = repo::list_expired_lots(self.0.db.read(), today, BATCH).await?;
        if lots.is_empty() {
            return Ok(());
        }
        self.0
            .db
            .write(lots, move |tx, lots| {
                Box::pin(async move {
                    for (person, lot) in lots {
                        // Held, so that no leave is taken of it meanwhile.
                        lock_person(tx, *person).await?;
                        let uses = leave::uses_of(tx, *person).await?;
                        for lot in free(vec![lot.clone()], &uses) {
                            repo::pay_out_lot(tx, *person, &lot, (today, now)).await?;
                        }
                    }
                    Ok::<_, Error>(())
                })
            })
            .await
    }
}

/// Lots less what leave has taken or asked for of them.
fn free(mut lots: Vec<Lot>, uses: &BTreeMap<LotId, i32>) -> Vec<Lot> {
    for lot in &mut lots {
        lot.left -= uses.get(&lot.id).copied().unwrap_or_default();
    }
    lots
}

fn act(action: &'static str, record: &OvertimeRecord) -> Act<'static> {
    Act::about(record.person, action, format!("{}, {} minutes", record.date, record.minutes))
}
