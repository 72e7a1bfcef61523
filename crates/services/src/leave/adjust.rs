//! What HR does to balances by hand.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{
    ids::{HallId, LotId, PersonId},
    leave::{
        AdjustCommand, Basis, CarryCommand, Direction, LeaveError, LeaveKind, LeaveLot, Line, LotSource, Movement,
        annual::year_span,
    },
    notices::NoticeContent,
    policy::Action,
    problem::{FieldReason, Problem},
};
use store::{
    Connection, Tx,
    repo::leave::{self as repo, EntryRecord, LotRecord},
};

use super::Leave;
use crate::{
    accounts::{lock_person, person_record, place_of},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
};

impl Leave {
    /// Adds to somebody's balance or takes off it, in half days, with a reason that they read. Only kinds
    /// with lots of their own: time off is earned by overtime alone.
    pub async fn adjust(&self, caller: &Caller, command: AdjustCommand) -> Result<()> {
        let person = person_record(self.0.db.read(), command.person).await?;
        caller.check(Action::LeaveAdjust, &place_of(&person))?;
        let (now, today) = (self.0.clock.now(), self.today());
        if self.rule(self.0.db.read(), person.hall, command.kind, today).await?.basis != Basis::Granted {
            return Err(LeaveError::NotKept.into());
        }
        command.validate(today)?;
        self.0
            .db
            .write((self.clone(), caller.clone(), command), move |tx, (me, caller, command)| {
                Box::pin(async move {
                    lock_person(tx, command.person).await?;
                    match command.direction {
                        Direction::Add => add(tx, caller, command, (today, now)).await?,
                        Direction::TakeOff => me.take_off(tx, command, (today, now)).await?,
                    }
                    me.tell_changed(tx, caller, command.person).await?;
                    let (kind, way, n) = (command.kind.code(), command.direction.code(), command.half_days);
                    let detail = format!("{kind}: {way} {n} half days, {}", command.reason.trim());
                    audit::record(tx, caller, now, Act::about(command.person, "leave.adjust", detail)).await?;
                    Ok::<_, Error>(())
                })
            })
            .await
    }

    /// Tells somebody that HR has changed their balance.
    pub(super) async fn tell_changed(&self, tx: &Tx, caller: &Caller, person: PersonId) -> Result<()> {
        let told = vec![(person, NoticeContent::LeaveAdjusted)];
        self.notices().by(caller.actor.person).tell(tx, told).await
    }

    /// Takes off what is free, of the lot that expires first before others.
    async fn take_off(&self, tx: &Tx, command: &AdjustCommand, at: (NaiveDate, DateTime<Utc>)) -> Result<()> {
        let mut lots = self.account(tx, command.person, &[command.kind]).await?.lots(command.kind);
        // Not of the next year, which is not there yet.
        lots.retain(|lot| lot.is_valid(at.0));
        lots.sort_by_key(|lot| (lot.expires_on, lot.id));
        let (mut left, mut lines) = (command.half_days, Vec::new());
        for lot in lots {
            let units = left.min(lot.free());
            if units > 0 {
                left -= units;
                lines.push(Line { lot: Some(lot.id), movement: Movement::Adjust, units: -units, day: at.0 });
            }
        }
        if left > 0 {
            return Err(LeaveError::BelowTaken.into());
        }
        about_lots(tx, (command.person, command.kind), &lines, at.1).await
    }

    /// Carries what is left of a year over to the next, until its end: the person has agreed to it (条例 5,
    /// 办法 9), and is told that it was done. Once a year, from its December on.
    pub async fn carry_over(&self, caller: &Caller, command: CarryCommand) -> Result<()> {
        let person = person_record(self.0.db.read(), command.person).await?;
        caller.check(Action::LeaveAdjust, &place_of(&person))?;
        let (now, today) = (self.0.clock.now(), self.today());
        if !may_carry(command.year, today) {
            return Err(Problem::field("year", FieldReason::OutOfRange).into());
        }
        self.0
            .db
            .write((self.clone(), caller.clone()), move |tx, (me, caller)| {
                Box::pin(async move {
                    let units = me.carry(tx, caller, command, (today, now)).await?;
                    me.tell_changed(tx, caller, command.person).await?;
                    let detail = format!("{} half days of {}", units, command.year);
                    audit::record(tx, caller, now, Act::about(command.person, "leave.carry_over", detail)).await?;
                    Ok::<_, Error>(())
                })
            })
            .await
    }

    /// Whether what is left of a year's annual leave may be carried over: by the rule of the year's last day.
    pub(super) async fn carries(&self, db: &impl Connection, hall: Option<HallId>, year: i32) -> Result<bool> {
        let (_, last) = year_span(year).ok_or(Problem::NotFound)?;
        Ok(self.rule(db, hall, LeaveKind::Annual, last).await?.carry_years > 0)
    }

    async fn carry(
        &self,
        tx: &Tx,
        caller: &Caller,
        command: CarryCommand,
        (today, now): (NaiveDate, DateTime<Utc>),
    ) -> Result<i32> {
        let kind = LeaveKind::Annual;
        let hall = lock_person(tx, command.person).await?.hall;
        if !self.carries(tx, hall, command.year).await? {
            return Err(LeaveError::NoCarry.into());
        }
        let account = self.account(tx, command.person, &[kind]).await?;
        let old = account.granted(kind, command.year).filter(|lot| lot.free() > 0).ok_or(LeaveError::NothingToTake)?;
        let (first, last) = year_span(command.year + 1).ok_or(Problem::NotFound)?;
        let new = LeaveLot {
            id: LotId::new(),
            source: LotSource::Carried,
            valid_from: first,
            expires_on: last,
            ..empty(kind, command.year)
        };
        let record =
            LotRecord { person: command.person, lot: new, child: None, reason: None, by: Some(caller.actor.person) };
        let twice = |error| Error::unless_unique(error, LeaveError::CarriedAlready.into());
        repo::create_lot(tx, &record, now).await.map_err(twice)?;
        let line = |lot, units| Line { lot: Some(lot), movement: Movement::Carry, units, day: today };
        let lines = [line(old.id, -old.free()), line(record.lot.id, old.free())];
        about_lots(tx, (command.person, kind), &lines, now).await?;
        Ok(old.free())
    }
}

async fn add(tx: &Tx, caller: &Caller, command: &AdjustCommand, at: (NaiveDate, DateTime<Utc>)) -> Result<()> {
    let (today, now) = at;
    let lot = LeaveLot { valid_from: today, expires_on: command.expires_on, ..empty(command.kind, today.year()) };
    let line = Line { lot: Some(lot.id), movement: Movement::Adjust, units: command.half_days, day: today };
    let reason = Some(command.reason.trim().to_owned());
    let record = LotRecord { person: command.person, lot, child: None, reason, by: Some(caller.actor.person) };
    repo::create_lot(tx, &record, now).await?;
    about_lots(tx, (command.person, command.kind), &[line], now).await
}

/// Whether the rest of a year can be carried over on a day.
pub(super) fn may_carry(year: i32, on: NaiveDate) -> bool {
    year == on.year() - 1 || (year == on.year() && on.month() == 12)
}

fn empty(kind: LeaveKind, year: i32) -> LeaveLot {
    LeaveLot {
        id: LotId::new(),
        kind,
        source: LotSource::Adjusted,
        year,
        valid_from: NaiveDate::default(),
        expires_on: NaiveDate::default(),
        granted: 0,
        pending: 0,
        used: 0,
    }
}

/// Adds lines that are about lots and no request.
async fn about_lots(tx: &Tx, of: (PersonId, LeaveKind), lines: &[Line], now: DateTime<Utc>) -> Result<()> {
    let (person, kind) = of;
    let record = |line: &Line| EntryRecord { person, kind, request: None, line: *line };
    let records: Vec<EntryRecord> = lines.iter().map(record).collect();
    Ok(repo::add_lines(tx, &records, now).await?)
}
