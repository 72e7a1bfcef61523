//! Corrections (补卡): asked for, changed and taken back by the person. Who decides is the approval's business.

use chrono::NaiveDate;
use domain::{
    approvals::{Amount, ApprovalKind, Holding, WithdrawCommand},
    attendance::{
        AttendanceError, CorrectedSlot, CorrectionAsked, CorrectionCommand, CorrectionFacts, CorrectionForm,
        correction_until, lacks_overtime, may_correct,
    },
    calendar::last_of_month,
    ids::{ApprovalId, HallId, PersonId, ZoneId},
    policy::Action,
    problem::{FieldReason, Problem},
    roster::SlotKind,
    time::{check_years, hall_date},
};
use store::{
    Connection, Tx,
    repo::attendance::{self as repo, CorrectionRecord},
};

use super::{Attendance, close::first_of};
use crate::{
    approvals::{CHANGEABLE, Filing, Moment, approval_of, check_change, hold},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    received::Sent,
};

impl Attendance {
    /// What of a day of mine can be corrected, and how often still.
    pub async fn correction_form(&self, caller: &Caller, date: NaiveDate) -> Result<CorrectionForm> {
        self.form_of(caller, (ApprovalId::new(), date), None).await
    }

    /// The same for a request of mine that is to be changed.
    pub async fn correction_to_change(&self, caller: &Caller, id: ApprovalId) -> Result<CorrectionForm> {
        let db = self.0.db.read();
        let mine = |record: &CorrectionRecord| record.person == caller.actor.person;
        let record = repo::find_correction(db, id).await?.filter(mine).ok_or(Problem::NotFound)?;
        let approval = approval_of(db, id).await?;
        if !CHANGEABLE.contains(&approval.flow.state) {
            return Err(AttendanceError::Settled.into());
        }
        self.form_of(caller, (id, record.date), Some((record, approval.flow.version))).await
    }

    async fn form_of(
        &self,
        caller: &Caller,
        (id, date): (ApprovalId, NaiveDate),
        changed: Option<(CorrectionRecord, i32)>,
    ) -> Result<CorrectionForm> {
        caller.check_own(Action::CorrectionAsk)?;
        check_years("date", date)?;
        let hall = caller.actor.hall.ok_or(Problem::Denied)?;
        let (db, me, now) = (self.0.db.read(), caller.actor.person, self.0.clock.now());
        let calendar = self.calendar().current().await?;
        let rules = repo::find_rules(db, hall).await?;
        let facts = self.facts(db, &calendar, &[me], date, date).await?.remove(&me);
        let result = facts.and_then(|facts| facts.result(date, &calendar, now)).ok_or(Problem::NotFound)?;
        let asked = repo::list_corrections_of(db, me, date, date).await?;
        let waits = |slot: CorrectedSlot| {
            let held = |record: &&CorrectionRecord| record.holding == Holding::Held && record.id != id;
            asked.iter().filter(held).any(|record| record.slot == slot)
        };
        let until = correction_until(date, &rules);
        let asked_at = changed.as_ref().map_or(now, |(record, _)| record.asked_at);
        let faulty = result.slots.iter().filter(|slot| may_correct(slot)).map(|slot| slot.seq);
        let ends = SlotKind::ALL.iter().copied().filter(|_| lacks_overtime(&result));
        Ok(CorrectionForm {
            date,
            open: faulty.filter(|seq| !waits(CorrectedSlot::Slot(*seq))).collect(),
            open_overtime: ends.filter(|kind| !waits(CorrectedSlot::Overtime(*kind))).collect(),
            overtime: result.overtime,
            left: (rules.correction_limit - used(db, me, date, id).await?).max(0),
            until,
            too_late: hall_date(asked_at) > until,
            slots: result.slots,
            asked: changed.map(|(record, version)| CorrectionAsked {
                id,
                version,
                slot: record.slot,
                at: record.at,
                reason: record.reason,
            }),
        })
    }

    /// Asks for a correction of a day of the caller's own; or changes one that nobody has settled, which asks
    /// everybody anew. Sent again under the same id, it is asked or changed once; with other words under that id, or of
    /// that version, it is a conflict.
    pub async fn ask_correction(&self, caller: &Caller, command: CorrectionCommand) -> Result<()> {
        caller.check_own(Action::CorrectionAsk)?;
        check_years("date", command.date)?;
        let hall = caller.actor.hall.ok_or(Problem::Denied)?;
        let sent = Sent::of_request(caller.actor.person, (command.id, command.version), &command)?;
        let context = (self.clone(), caller.clone(), self.approvals().moment().await?, (command, sent, hall));
        self.0
            .db
            .write(context, |tx, (me, caller, moment, (command, sent, hall))| {
                Box::pin(async move {
                    sent.once(tx, moment.now, Box::pin(me.keep_request(tx, (caller, moment), command, *hall))).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    async fn keep_request(
        &self,
        tx: &Tx,
        (caller, moment): (&Caller, &Moment),
        command: &CorrectionCommand,
        hall: HallId,
    ) -> Result<()> {
        let me = caller.actor.person;
        let filing = Filing {
            id: command.id,
            kind: ApprovalKind::Correction,
            agency: caller.actor.agency,
            hall: Some(hall),
            zone: None,
            requester: me,
            // A slot is less than half a day; nothing is shorter.
            amount: Amount::HalfDays(1),
            subtype: String::new(),
        };
        // The approval first, then the punches: whoever decides holds them in this order, too.
        let kept = self.approvals().keep(tx, &filing).await?;
        repo::lock_punches_of(tx, &[me]).await?;
        let known = repo::find_correction(tx, command.id).await?;
        check_change(&kept, me, command.version)?;
        // It stays one about its day.
        if command.version.is_some() && known.as_ref().is_some_and(|known| known.date != command.date) {
            return Err(Problem::field("date", FieldReason::NotAllowed).into());
        }
        if command.version.is_none() && known.is_some() {
            return Err(Problem::Conflict.into());
        }
        let (record, zone) = self.sound_request(tx, (caller, moment), command, (hall, known.as_ref())).await?;
        let stored = match known {
            Some(_) => repo::update_correction(tx, &record).await,
            None => repo::create_correction(tx, &record).await,
        };
        stored.map_err(|error| Error::unless_unique(error, AttendanceError::AskedAlready.into()))?;
        self.attach_evidence(tx, caller, command).await?;
        self.miss_no_more(tx, &[me], command.date).await?;
        let filing = Filing { zone, subtype: record.cause.code().to_owned(), ..filing };
        self.approvals().submit(tx, moment, &filing, kept).await?;
        Ok(audit::record(tx, caller, moment.now, act("attendance.ask_correction", &record)).await?)
    }

    /// What is asked, if it may be asked now, and the zone that it is about.
    async fn sound_request(
        &self,
        tx: &Tx,
        (caller, moment): (&Caller, &Moment),
        command: &CorrectionCommand,
        (hall, known): (HallId, Option<&CorrectionRecord>),
    ) -> Result<(CorrectionRecord, Option<ZoneId>)> {
        let (me, date, now) = (caller.actor.person, command.date, moment.now);
        let asked_at = known.map_or(now, |known| known.asked_at);
        let rules = repo::find_rules(tx, hall).await?;
        let facts = self.facts(tx, &moment.calendar, &[me], date, date).await?.remove(&me).ok_or(Problem::NotFound)?;
        let day = facts.result(date, &moment.calendar, now).ok_or(Problem::NotFound)?;
        let held_against = CorrectionFacts {
            timetable: &facts.timetable,
            punches: &facts.punches,
            day: &day,
            used: used(tx, me, date, command.id).await?,
            asked_on: hall_date(asked_at),
            rules: &rules,
        };
        let sound = command.proposed(&held_against, now)?;
        let record = CorrectionRecord {
            id: command.id,
            person: me,
            hall,
            date,
            slot: command.slot,
            kind: sound.kind,
            cause: sound.cause,
            at: sound.at,
            original: sound.original.map(|punch| (punch.id, punch.at)),
            reason: command.reason.trim().to_owned(),
            asked_at,
            holding: Holding::Held,
            punch: None,
        };
        let zone = self.roster().zone_on(tx, &moment.calendar, (me, date)).await?;
        Ok((record, zone))
    }

    /// The requester takes it back before it is settled. Sent again under the same id, it is done once.
    pub async fn withdraw_correction(&self, caller: &Caller, command: WithdrawCommand) -> Result<()> {
        caller.check_own(Action::CorrectionAsk)?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let hall = self
            .0
            .db
            .write((self.clone(), caller.clone(), sent), move |tx, (me, caller, sent)| {
                Box::pin(async move {
                    hold(tx, command.request).await?;
                    sent.once(tx, me.0.clock.now(), Box::pin(me.take_correction_back(tx, caller, command))).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    async fn take_correction_back(&self, tx: &Tx, caller: &Caller, command: WithdrawCommand) -> Result<HallId> {
        let (approvals, own) = (self.approvals(), (ApprovalKind::Correction, caller.actor.person));
        approvals.hold_own(tx, command.request, own, command.version).await?;
        approvals.withdraw(tx, command.request, command.version).await?;
        let record = repo::find_correction(tx, command.request).await?.ok_or(Problem::NotFound)?;
        let record = CorrectionRecord { holding: Holding::Nothing, ..record };
        repo::update_correction(tx, &record).await?;
        self.miss_again(tx, (record.person, record.date)).await?;
        let withdrawn = act("attendance.withdraw_correction", &record);
        audit::record(tx, caller, self.0.clock.now(), withdrawn).await?;
        Ok(record.hall)
    }
}

/// Other requests of a person for days of the month of a date that wait or were approved.
async fn used(db: &impl Connection, person: PersonId, date: NaiveDate, but: ApprovalId) -> Result<i32> {
    let first = first_of(date);
    let used = repo::count_corrections(db, person, (first, last_of_month(first)), but).await?;
    Ok(i32::try_from(used).unwrap_or(i32::MAX))
}

pub(super) fn act(action: &'static str, record: &CorrectionRecord) -> Act<'static> {
    Act::about(record.person, action, format!("{} slot {} at {}", record.date, record.slot, record.at))
}
