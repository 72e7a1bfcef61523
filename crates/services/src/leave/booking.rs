//! What a request does to the ledger, inside the request's own transaction. Its service has asked the
//! permission table; nothing here is for screens.

use chrono::NaiveDate;
use domain::{
    calendar::CalendarVersion,
    ids::{LeaveId, PersonId},
    leave::{self, LeaveDay, LeaveKind, LeaveRule, Line, Movement, held},
};
use store::{
    Tx,
    repo::leave::{self as repo, EntryRecord},
};

use super::Leave;
use crate::{accounts::lock_person, error::Result};

/// What the ledger has of a request.
struct Booked {
    person: PersonId,
    kind: LeaveKind,
    lines: Vec<Line>,
}

impl Leave {
    /// Reserves the days of a new request. The person is held against a second request at the same time.
    ///
    /// # Errors
    /// [`leave::LeaveError::NotEnough`] when too little is free on the days on which it is wanted.
    pub async fn hold(
        &self,
        tx: &Tx,
        person: PersonId,
        request: LeaveId,
        rule: &LeaveRule,
        days: &[LeaveDay],
    ) -> Result<()> {
        lock_person(tx, person).await?;
        let lots = self.account(tx, person, &[rule.kind]).await?.lots(rule.kind);
        let lines = leave::hold(&lots, days, rule.is_limited())?;
        self.book(tx, (person, rule.kind), request, &lines).await
    }

    /// Takes what a request has reserved: it is approved. Done again, it does nothing.
    pub async fn consume(&self, tx: &Tx, request: LeaveId) -> Result<()> {
        let Some(booked) = booked(tx, request).await? else { return Ok(()) };
        let lines = leave::consume(&held(&booked.lines));
        self.book(tx, (booked.person, booked.kind), request, &lines).await
    }

    /// Gives back to its lots what a request has from a day on, or all of it: withdrawn, rejected, cancelled,
    /// or back early. Done again, it does nothing.
    pub async fn release(&self, tx: &Tx, request: LeaveId, from: Option<NaiveDate>) -> Result<()> {
        let Some(booked) = booked(tx, request).await? else { return Ok(()) };
        let lines = leave::release(&held(&booked.lines), from);
        self.book(tx, (booked.person, booked.kind), request, &lines).await?;
        self.pay_late(tx, &booked, &lines).await
    }

    /// Gives back the second half of one day of a request, to be called once.
    pub(super) async fn release_half(&self, tx: &Tx, request: LeaveId, day: NaiveDate) -> Result<()> {
        let Some(booked) = booked(tx, request).await? else { return Ok(()) };
        let lots = self.account(tx, booked.person, &[booked.kind]).await?.lots(booked.kind);
        let lines = leave::halve(&lots, &held(&booked.lines), day);
        self.book(tx, (booked.person, booked.kind), request, &lines).await?;
        self.pay_late(tx, &booked, &lines).await
    }

    /// Makes a request cost what it costs now: by a version of the calendar, which the lines name as their cause,
    /// or by another rule of its kind. Says whether that changed anything. Done again, it does nothing.
    ///
    /// # Errors
    /// [`leave::LeaveError::NotEnough`] when it costs more now than is free; nothing is changed then.
    pub async fn recount(
        &self,
        tx: &Tx,
        request: LeaveId,
        rule: &LeaveRule,
        days: &[LeaveDay],
        cause: Option<CalendarVersion>,
    ) -> Result<bool> {
        let Some(booked) = booked(tx, request).await? else { return Ok(false) };
        let lots = self.account(tx, booked.person, &[booked.kind]).await?.lots(booked.kind);
        let lines = leave::recount(&lots, &held(&booked.lines), days, rule.is_limited())?;
        self.book_by(tx, (booked.person, booked.kind), request, &lines, cause).await?;
        self.pay_late(tx, &booked, &lines).await?;
        Ok(!lines.is_empty())
    }

    /// What the ledger has of a request now, reserved or taken.
    pub(super) async fn booked_units(&self, tx: &Tx, request: LeaveId) -> Result<i32> {
        let lines = repo::list_request_lines(tx, request).await?;
        let parts = held(lines.iter().map(|record| &record.line));
        Ok(parts.iter().map(|part| part.pending + part.used).sum())
    }

    pub(super) async fn book(
        &self,
        tx: &Tx,
        of: (PersonId, LeaveKind),
        request: LeaveId,
        lines: &[Line],
    ) -> Result<()> {
        self.book_by(tx, of, request, lines, None).await
    }

    async fn book_by(
        &self,
        tx: &Tx,
        (person, kind): (PersonId, LeaveKind),
        request: LeaveId,
        lines: &[Line],
        cause: Option<CalendarVersion>,
    ) -> Result<()> {
        let record = |line: &Line| EntryRecord { person, kind, request: Some(request), line: *line };
        let records: Vec<EntryRecord> = lines.iter().map(record).collect();
        Ok(repo::add_lines_by(tx, &records, cause, self.0.clock.now()).await?)
    }

    /// Time off that comes back to a lot which has expired is paid as what had expired was: never lost.
    async fn pay_late(&self, tx: &Tx, booked: &Booked, lines: &[Line]) -> Result<()> {
        if booked.kind != LeaveKind::Compensatory {
            return Ok(());
        }
        let today = self.today();
        let lots = self.account(tx, booked.person, &[booked.kind]).await?.lots(booked.kind);
        let expired = |line: &&Line| {
            let back = matches!(line.movement, Movement::Drop | Movement::Return);
            back && lots.iter().any(|lot| Some(lot.id) == line.lot && lot.expires_on < today)
        };
        let paid = |line: &Line| EntryRecord {
            person: booked.person,
            kind: booked.kind,
            request: None,
            line: Line { movement: Movement::PayOut, units: -line.units, day: today, ..*line },
        };
        let records: Vec<EntryRecord> = lines.iter().filter(expired).map(paid).collect();
        Ok(repo::add_lines(tx, &records, self.0.clock.now()).await?)
    }
}

/// What the ledger has of a request, with its person held until the transaction ends.
async fn booked(tx: &Tx, request: LeaveId) -> Result<Option<Booked>> {
    let records = repo::list_request_lines(tx, request).await?;
    let Some(first) = records.first().copied() else { return Ok(None) };
    lock_person(tx, first.person).await?;
    // Read again: a change by somebody else may have come between.
    let records = repo::list_request_lines(tx, request).await?;
    let lines = records.into_iter().map(|record| record.line).collect();
    Ok(Some(Booked { person: first.person, kind: first.kind, lines }))
}
