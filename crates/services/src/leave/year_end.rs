//! What people say of annual leave that is not taken in its year: its rest goes over to the next with their consent
//! alone, given here by themselves or on a paper that HR has; and what they do without in writing.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ids::{HallId, LotId, PersonId},
    leave::{
        AnswerCarryCommand, AskCarryCommand, CarryCommand, CarryState, CarryView, LeaveError, LeaveKind, LeaveLot,
        Line, LotSource, Movement, SignedPaper, WaiverCommand, annual::year_span, may_carry,
    },
    notices::NoticeContent,
    policy::Action,
    problem::{FieldReason, Problem},
};
use store::{
    Connection, Tx,
    repo::{
        accounts::PersonRecord,
        leave::{self as repo, CarryRecord, LotRecord},
    },
};

use super::{
    Leave,
    account::Account,
    adjust::{about_lots, empty},
};
use crate::{
    accounts::{lock_person, person_record, place_of},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    received::Sent,
};

/// The day, and the moment.
type At = (NaiveDate, DateTime<Utc>);

impl Leave {
    /// Asks somebody, for HR, whether the rest of a year may be taken in the next; they are told, and answer by
    /// themselves. Asked again while they have not answered, nothing happens; after a no, they are asked anew.
    ///
    /// # Errors
    /// At `year`; [`LeaveError::CarriedAlready`], [`LeaveError::NoCarry`], [`LeaveError::NothingLeft`].
    pub async fn ask_carry(&self, caller: &Caller, command: AskCarryCommand) -> Result<()> {
        let AskCarryCommand { person, year } = command;
        caller.check(Action::LeaveAdjust, &place_of(&person_record(self.0.db.read(), person).await?))?;
        let at = self.carry_at(year)?;
        self.0
            .db
            .write((self.clone(), caller.clone()), move |tx, (me, caller)| {
                Box::pin(async move {
                    let of = lock_person(tx, person).await?;
                    let said = said_of(tx, (person, year)).await?;
                    if said.is_some_and(|said| said.state == CarryState::Asked) {
                        return Ok(());
                    }
                    me.rest_of(tx, &of, year).await?;
                    let by = caller.actor.person;
                    let asked = CarryRecord { person, year, state: CarryState::Asked, signed: None, by };
                    repo::put_carry(tx, &asked, at.1).await?;
                    me.notices().by(by).tell(tx, vec![(person, NoticeContent::CarryAsked { year })]).await?;
                    let act = Act::about(person, "leave.ask_carry", year.to_string());
                    audit::record(tx, caller, at.1, act).await?;
                    Ok::<_, Error>(())
                })
            })
            .await
    }

    /// Says whether the rest of a year of one's own may be taken in the next, where HR has asked; with a yes it is
    /// carried over at once. Whoever asked is told. The same answer again is the same answer.
    ///
    /// # Errors
    /// Where nobody has asked there is nothing to answer; another answer than before is a conflict.
    pub async fn answer_carry(&self, caller: &Caller, command: AnswerCarryCommand) -> Result<()> {
        caller.check_own(Action::LeaveCarryAnswer)?;
        let AnswerCarryCommand { year, yes } = command;
        let at = self.carry_at(year)?;
        self.0
            .db
            .write((self.clone(), caller.clone()), move |tx, (me, caller)| {
                Box::pin(async move {
                    let of = lock_person(tx, caller.actor.person).await?;
                    let asked = said_of(tx, (of.id, year)).await?.ok_or(Problem::NotFound)?;
                    let state = if yes { CarryState::Agreed } else { CarryState::Declined };
                    match asked.state {
                        CarryState::Asked => {}
                        before if before == state => return Ok(()),
                        CarryState::Agreed | CarryState::Declined => return Err(Problem::Conflict.into()),
                    }
                    if yes {
                        me.carry(tx, caller, (&of, year), at).await?;
                    }
                    let said = CarryRecord { person: of.id, year, state, signed: None, by: of.id };
                    repo::put_carry(tx, &said, at.1).await?;
                    let told = NoticeContent::CarryAnswered { person: of.id, by: of.name.clone(), yes };
                    me.notices().by(of.id).tell(tx, vec![(asked.by, told)]).await?;
                    let act = Act::about(of.id, "leave.answer_carry", format!("{year}: {}", state.code()));
                    audit::record(tx, caller, at.1, act).await?;
                    Ok::<_, Error>(())
                })
            })
            .await
    }

    /// Carries the rest of a year over by a consent on paper, for HR; the person is told that it was done.
    ///
    /// # Errors
    /// At `year`, `signed_on` and `paper`; as for [`Self::ask_carry`].
    pub async fn carry_over(&self, caller: &Caller, command: CarryCommand) -> Result<()> {
        let person = person_record(self.0.db.read(), command.person).await?;
        caller.check(Action::LeaveAdjust, &place_of(&person))?;
        let at = self.carry_at(command.year)?;
        command.validate(at.0)?;
        let (person, year, signed) = (command.person, command.year, kept(command.signed));
        self.0
            .db
            .write((self.clone(), caller.clone(), signed), move |tx, (me, caller, signed)| {
                Box::pin(async move {
                    let of = lock_person(tx, person).await?;
                    let units = me.carry(tx, caller, (&of, year), at).await?;
                    let (state, by) = (CarryState::Agreed, caller.actor.person);
                    let said = CarryRecord { person, year, state, signed: Some(signed.clone()), by };
                    repo::put_carry(tx, &said, at.1).await?;
                    me.tell_changed(tx, caller, person).await?;
                    let SignedPaper { signed_on, paper } = signed;
                    let detail = format!("{units} half days of {year}, signed {signed_on}: {paper}");
                    let act = Act::about(person, "leave.carry_over", detail);
                    audit::record(tx, caller, at.1, act).await?;
                    Ok::<_, Error>(())
                })
            })
            .await
    }

    /// Records, for HR, the paper by which somebody does without leave of a year; they are told. It changes what days
    /// not taken are paid with, and no balance. Sent again under the same id, it is recorded once.
    ///
    /// # Errors
    /// At `year`, `half_days`, `signed_on` and `paper`.
    pub async fn waive(&self, caller: &Caller, command: WaiverCommand) -> Result<()> {
        let person = person_record(self.0.db.read(), command.person).await?;
        caller.check(Action::LeaveAdjust, &place_of(&person))?;
        command.validate(self.today())?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let command = WaiverCommand { signed: kept(command.signed), ..command };
        self.0
            .db
            .write((self.clone(), caller.clone(), command, sent), |tx, (me, caller, command, sent)| {
                Box::pin(async move {
                    lock_person(tx, command.person).await?;
                    sent.once(tx, me.0.clock.now(), Box::pin(me.waived(tx, caller, command))).await
                })
            })
            .await
    }

    async fn waived(&self, tx: &Tx, caller: &Caller, command: &WaiverCommand) -> Result<()> {
        let (now, by) = (self.0.clock.now(), caller.actor.person);
        let other = |error| Error::unless_unique(error, Problem::Conflict);
        repo::create_waiver(tx, command, (by, now)).await.map_err(other)?;
        self.notices().by(by).tell(tx, vec![(command.person, NoticeContent::WaiverRecorded)]).await?;
        let SignedPaper { signed_on, paper } = &command.signed;
        let detail = format!("{} half days of {}, signed {signed_on}: {paper}", command.half_days, command.year);
        Ok(audit::record(tx, caller, now, Act::about(command.person, "leave.waive", detail)).await?)
    }

    /// The years whose rest can be carried over on a day, the older first.
    pub(super) async fn carries_of(
        &self,
        db: &impl Connection,
        person: &PersonRecord,
        (account, on): (&Account, NaiveDate),
    ) -> Result<Vec<CarryView>> {
        let said = repo::list_carries(db, person.id).await?;
        let mut found = Vec::new();
        for lot in account.lots(LeaveKind::Annual) {
            let rest = lot.source == LotSource::Granted && lot.free() > 0 && may_carry(lot.year, on);
            let state = said.iter().find(|said| said.year == lot.year).map(|said| said.state);
            let open = rest && state != Some(CarryState::Agreed);
            if open && self.lets_carry(db, person.hall, lot.year).await? {
                found.push(CarryView { year: lot.year, half_days: lot.free(), state });
            }
        }
        found.sort_by_key(|view| view.year);
        Ok(found)
    }

    /// Now, where the rest of a year can be carried over.
    fn carry_at(&self, year: i32) -> Result<At> {
        let at = (self.today(), self.0.clock.now());
        if may_carry(year, at.0) { Ok(at) } else { Err(Problem::field("year", FieldReason::OutOfRange).into()) }
    }

    /// Whether the rule of a year's last day lets its rest be carried over.
    async fn lets_carry(&self, db: &impl Connection, hall: Option<HallId>, year: i32) -> Result<bool> {
        let (_, last) = year_span(year).ok_or(Problem::NotFound)?;
        Ok(self.rule(db, hall, LeaveKind::Annual, last).await?.carry_years > 0)
    }

    /// The lot of a year of which something is left that can be carried over and was not.
    async fn rest_of(&self, tx: &Tx, person: &PersonRecord, year: i32) -> Result<LeaveLot> {
        if !self.lets_carry(tx, person.hall, year).await? {
            return Err(LeaveError::NoCarry.into());
        }
        let said = said_of(tx, (person.id, year)).await?;
        if said.is_some_and(|said| said.state == CarryState::Agreed) {
            return Err(LeaveError::CarriedAlready.into());
        }
        let account = self.account(tx, person.id, &[LeaveKind::Annual]).await?;
        let lot = account.granted(LeaveKind::Annual, year).filter(|lot| lot.free() > 0).cloned();
        Ok(lot.ok_or(LeaveError::NothingLeft)?)
    }

    /// Moves what is left of a year to a lot of the next, and says how many half days it is.
    async fn carry(
        &self,
        tx: &Tx,
        caller: &Caller,
        (person, year): (&PersonRecord, i32),
        (today, now): At,
    ) -> Result<i32> {
        let old = self.rest_of(tx, person, year).await?;
        let (first, last) = year_span(year + 1).ok_or(Problem::NotFound)?;
        let lot = LeaveLot {
            id: LotId::new(),
            source: LotSource::Carried,
            valid_from: first,
            expires_on: last,
            ..empty(old.kind, year)
        };
        let record = LotRecord { person: person.id, lot, child: None, reason: None, by: Some(caller.actor.person) };
        let twice = |error| Error::unless_unique(error, LeaveError::CarriedAlready.into());
        repo::create_lot(tx, &record, now).await.map_err(twice)?;
        let line = |lot, units| Line { lot: Some(lot), movement: Movement::Carry, units, day: today };
        let lines = [line(old.id, -old.free()), line(record.lot.id, old.free())];
        about_lots(tx, (person.id, old.kind), &lines, now).await?;
        Ok(old.free())
    }
}

/// What somebody has said of a year, or was asked.
async fn said_of(tx: &Tx, (person, year): (PersonId, i32)) -> Result<Option<CarryRecord>> {
    Ok(repo::list_carries(tx, person).await?.into_iter().find(|said| said.year == year))
}

/// A paper as it is kept: without blanks around its words.
fn kept(signed: SignedPaper) -> SignedPaper {
    SignedPaper { paper: signed.paper.trim().to_owned(), ..signed }
}
