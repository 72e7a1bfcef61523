//! What HR does to balances by hand.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{
    ids::{LotId, PersonId},
    leave::{AdjustCommand, Basis, Direction, LeaveError, LeaveKind, LeaveLot, Line, LotSource, Movement},
    notices::NoticeContent,
    policy::Action,
};
use store::{
    Tx,
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

/// A lot with nothing in it yet.
pub(super) fn empty(kind: LeaveKind, year: i32) -> LeaveLot {
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
pub(super) async fn about_lots(tx: &Tx, of: (PersonId, LeaveKind), lines: &[Line], now: DateTime<Utc>) -> Result<()> {
    let (person, kind) = of;
    let record = |line: &Line| EntryRecord { person, kind, request: None, line: *line };
    let records: Vec<EntryRecord> = lines.iter().map(record).collect();
    Ok(repo::add_lines(tx, &records, now).await?)
}
