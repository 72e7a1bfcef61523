//! Overtime as it is asked for, before it is worked, and as it is seen.

use chrono::NaiveDate;
use domain::{
    calendar::WorkCalendar,
    ids::{HallId, OvertimeId, PersonId},
    policy::{Action, Place},
    problem::{FieldReason, Problem},
    roster::{Lot, OvertimeAct, OvertimeBook, OvertimeCommand, OvertimeState, OvertimeView, balance},
    time::hall_date,
};
use store::{
    Connection,
    repo::roster::{self as repo, OvertimeRecord},
};

use super::{Roster, time_off::free};
use crate::{
    accounts::{leads_anywhere, names_of},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    leave,
    org::{hall_agency, halls_in, holdings},
    received::Sent,
};

/// Requests of mine that are shown.
const SHOWN: u64 = 20;

/// Lots that were paid out and are shown.
const PAID_SHOWN: usize = 12;

impl Roster {
    /// My requests, and the time off that I have earned.
    pub async fn overtime_book(&self, caller: &Caller) -> Result<OvertimeBook> {
        caller.check_own(Action::OvertimeAsk)?;
        let (db, me) = (self.0.db.read(), caller.actor.person);
        let today = hall_date(self.0.clock.now());
        let lots = free(self.time_off_lots(db, me).await?, &leave::uses_of(db, me).await?);
        let records = repo::list_own_overtime(db, me, SHOWN).await?;
        let dates: Vec<NaiveDate> = records.iter().map(|record| record.date).collect();
        let mut worked = self.attendance().counted_overtime(db, me, &dates).await?;
        let calendar = self.calendar().current().await?;
        let view = |record: OvertimeRecord| {
            let worked = worked.remove(&record.date).filter(|_| record.state == OvertimeState::Approved);
            let acts = record.state.acts(OvertimeAct::OWN, record.date, today);
            OvertimeView { worked, ..overtime_view(&calendar, record, String::new(), acts) }
        };
        let requests = records.into_iter().map(view).collect();
        let balance = balance(&lots, today);
        let (lots, spent): (Vec<Lot>, Vec<Lot>) = lots.into_iter().partition(|lot| lot.left > 0);
        let mut paid_out: Vec<Lot> = spent.into_iter().filter(|lot| lot.paid.is_some()).collect();
        paid_out.sort_by_key(|lot| std::cmp::Reverse(lot.paid.map(|(_, on)| on)));
        paid_out.truncate(PAID_SHOWN);
        Ok(OvertimeBook { today, balance, lots, paid_out, requests })
    }

    /// Asks for overtime. Only that of a day off can be made good with time off; the rest is paid. Refused where
    /// the law is against it, so that nobody waits for what can't be given. Sent again under the same id, it is asked
    /// once.
    pub async fn ask_overtime(&self, caller: &Caller, command: OvertimeCommand) -> Result<OvertimeId> {
        caller.check_own(Action::OvertimeAsk)?;
        let now = self.0.clock.now();
        let class = self.calendar().current().await?.overtime_class(command.date);
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let hall = caller.actor.hall.ok_or(Problem::Denied)?;
        let record = OvertimeRecord {
            id: command.id,
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
            .write((self.clone(), caller.clone(), (command, record), sent), move |tx, (me, caller, asked, sent)| {
                Box::pin(async move {
                    let (command, record) = asked;
                    if let Some(id) = sent.answered::<OvertimeId>(tx).await? {
                        return Ok(id);
                    }
                    command.validate(hall_date(now), class)?;
                    me.check_law(tx, record).await?;
                    let twice = |error| Error::unless_unique(error, Problem::field("date", FieldReason::Taken));
                    repo::create_overtime(tx, record).await.map_err(twice)?;
                    me.tell_asked(tx, record, &me.overtime_place(tx, record).await?).await?;
                    audit::record(tx, caller, now, act("roster.ask_overtime", record)).await?;
                    sent.remember(tx, &record.id, now).await?;
                    Ok(record.id)
                })
            })
            .await
    }

    /// The requests that the caller may decide, and the overtime to come that they may take back: by date.
    pub async fn overtime_to_decide(&self, caller: &Caller) -> Result<Vec<OvertimeView>> {
        let scopes = caller.actor.scopes(Action::OvertimeDecide);
        if scopes.is_empty() {
            return Err(Problem::Denied.into());
        }
        let (db, today) = (self.0.db.read(), hall_date(self.0.clock.now()));
        let halls = halls_in(db, &scopes).await?;
        let mut records = repo::list_asked_overtime(db, &halls).await?;
        records.extend(repo::list_coming_overtime(db, &halls, today).await?);
        let people: Vec<PersonId> = records.iter().map(|record| record.person).collect();
        let names = names_of(db, &people).await?;
        let calendar = self.calendar().current().await?;
        let mut views = Vec::new();
        for record in records {
            // Whose lead decides depends on the post that is held on the date: more than a query can tell.
            let place = self.overtime_place(db, &record).await?;
            if caller.check(Action::OvertimeDecide, &place).is_ok() {
                let name = names.get(&record.person).cloned().unwrap_or_default();
                let acts = record.state.acts(OvertimeAct::DECIDING, record.date, today);
                views.push(overtime_view(&calendar, record, name, acts));
            }
        }
        Ok(views)
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

    pub(super) async fn overtime_place(&self, db: &impl Connection, record: &OvertimeRecord) -> Result<Place> {
        self.decision_place(db, (record.person, record.hall), record.date).await
    }
}

fn overtime_view(
    calendar: &WorkCalendar,
    record: OvertimeRecord,
    name: String,
    acts: Vec<OvertimeAct>,
) -> OvertimeView {
    OvertimeView {
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
        worked: None,
        asked_at: record.asked_at,
        acts,
    }
}

pub(super) fn act(action: &'static str, record: &OvertimeRecord) -> Act<'static> {
    Act::about(record.person, action, format!("{}, {} minutes", record.date, record.minutes))
}
