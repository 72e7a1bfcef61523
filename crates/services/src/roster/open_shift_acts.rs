//! What is done about an offered shift: claiming it, giving it to one, taking it back.

use std::collections::BTreeSet;

use domain::{
    calendar::WorkCalendar,
    ids::{HallId, OpenShiftId, PersonId},
    policy::Action,
    problem::{FieldReason, Problem},
    roster::{
        ClaimCommand, FillCommand, OpenState, PersonChanges, PlanName, RosterChange, RosterError, WithdrawOfferCommand,
    },
    time::hall_date,
};
use store::{
    Tx,
    repo::roster::{self as repo, OfferRecord},
};

use super::{
    Roster,
    editor::whole,
    open_shifts::{act, line, offering, span},
};
use crate::{
    audit,
    caller::Caller,
    error::{Error, Result},
    org::{hold_hall, window_posts},
    received::Sent,
};

impl Roster {
    /// Claims an offered shift, or takes the claim back. Only who is free on the date can have it. Sent again under the
    /// same id, it is done once.
    pub async fn claim_shift(&self, caller: &Caller, command: ClaimCommand) -> Result<()> {
        caller.check_own(Action::ShiftClaim)?;
        let calendar = self.calendar().current().await?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let context = (self.clone(), caller.clone(), command, sent, calendar);
        self.0
            .db
            .write(context, move |tx, (me, caller, command, sent, calendar)| {
                Box::pin(async move {
                    let offer = open_offer(tx, caller, command.offer).await?;
                    let now = me.0.clock.now();
                    sent.once(tx, now, me.keep_claim(tx, calendar, caller, (&offer, command.claim))).await
                })
            })
            .await
    }

    async fn keep_claim(
        &self,
        tx: &Tx,
        calendar: &WorkCalendar,
        caller: &Caller,
        (offer, claim): (&OfferRecord, bool),
    ) -> Result<()> {
        let (me, now, id) = (caller.actor.person, self.0.clock.now(), offer.id);
        offer.state.settle(OpenState::Filled)?;
        if offer.date <= hall_date(now) {
            return Err(RosterError::Settled.into());
        }
        if !claim {
            if !repo::withdraw_claim(tx, id, me, now).await? {
                return Err(Problem::NotFound.into());
            }
            return Ok(audit::record(tx, caller, now, act("roster.withdraw_claim", offer, "")).await?);
        }
        let free = self.duty(tx, calendar, me, offer).await?.is_some_and(|duty| duty.shift().is_none());
        if !free {
            return Err(RosterError::NotFree.into());
        }
        let twice = |error| Error::unless_unique(error, RosterError::AskedAlready.into());
        repo::create_claim(tx, id, me, now).await.map_err(twice)?;
        self.tell_claimed(tx, offer, me).await?;
        Ok(audit::record(tx, caller, now, act("roster.claim_shift", offer, "")).await?)
    }

    /// Gives an offered shift to one of those who have claimed it: their roster changes at once, unless a
    /// hard rule stands against it. Of two who give it away at the same time, one is refused. Sent again under the same
    /// id, it is done once.
    pub async fn fill_shift(&self, caller: &Caller, command: FillCommand) -> Result<()> {
        let calendar = self.calendar().current().await?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let context = (self.clone(), caller.clone(), command, sent, calendar);
        let hall = self
            .0
            .db
            .write(context, move |tx, (me, caller, command, sent, calendar)| {
                Box::pin(async move {
                    let hall = hold_hall_of(tx, command.offer).await?;
                    sent.once(tx, me.0.clock.now(), Box::pin(me.fill(tx, calendar, caller, command))).await?;
                    Ok::<_, Error>(hall)
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(())
    }

    /// With the hall held.
    async fn fill(&self, tx: &Tx, calendar: &WorkCalendar, caller: &Caller, command: &FillCommand) -> Result<()> {
        let (now, id, person) = (self.0.clock.now(), command.offer, command.person);
        let offer = repo::find_offer(tx, id).await?.ok_or(Problem::NotFound)?;
        let places = window_posts(tx, offer.hall, &whole(offer.hall)).await?;
        let place = self.offer_place(tx, &offer, &places).await?;
        caller.check(Action::ShiftGive, &self.claim_place(tx, &place, person).await?)?;
        let state = offer.state.settle(OpenState::Filled)?;
        if offer.date <= hall_date(now) {
            return Err(RosterError::Settled.into());
        }
        if offer.version != command.version {
            return Err(Problem::Conflict.into());
        }
        if !repo::list_claims(tx, &[id]).await?.iter().any(|(_, claimer)| *claimer == person) {
            return Err(Problem::field("person", FieldReason::Unknown).into());
        }
        self.write_filled(tx, calendar, &offer, (caller.actor.person, person)).await?;
        let filled = OfferRecord { state, version: offer.version + 1, filled_by: Some(person), ..offer };
        if !repo::update_offer(tx, filled).await? {
            return Err(Problem::Conflict.into());
        }
        self.tell_gone(tx, &filled, (caller.actor.person, Some(person))).await?;
        Ok(audit::record(tx, caller, now, act("roster.fill_shift", &filled, &person.to_string())).await?)
    }

    async fn write_filled(
        &self,
        tx: &Tx,
        calendar: &WorkCalendar,
        offer: &OfferRecord,
        (by, person): (PersonId, PersonId),
    ) -> Result<()> {
        let duty = self.duty(tx, calendar, person, offer).await?.filter(|duty| duty.shift().is_none());
        let duty = duty.ok_or(RosterError::NotFree)?;
        let lines = [line(offer, person)];
        let findings = self.findings(tx, calendar, offer.hall, &lines, &[span(offer)]).await?;
        if findings.iter().any(|found| found.rule.is_hard()) {
            return Err(RosterError::Blocked.into());
        }
        let shifts = self.shifts_by_id(tx, BTreeSet::from([offer.shift])).await?;
        let name = shifts.get(&offer.shift).map(|shift| shift.name.clone()).unwrap_or_default();
        let change = RosterChange {
            date: offer.date,
            from: PlanName::from(&duty.assignment),
            to: PlanName::Shift(name.clone()),
        };
        let told = PersonChanges { person, name: String::new(), changes: vec![change] };
        let receipts = self.write_lines(tx, offer.hall, &lines, &[told]).await?;
        let given = self.given(tx, offer, name).await?;
        let told = receipts.iter().map(|receipt| (receipt.person, given.clone(), receipt.id));
        self.notices().by(by).tell_with_receipt(tx, told.collect()).await
    }

    /// Takes an offer back. Sent again under the same id, it is done once.
    pub async fn withdraw_offer(&self, caller: &Caller, command: WithdrawOfferCommand) -> Result<()> {
        let offer = repo::find_offer(self.0.db.read(), command.offer).await?.ok_or(Problem::NotFound)?;
        offering(self.0.db.read(), caller, offer.hall).await?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        self.0
            .db
            .write((self.clone(), caller.clone(), command, sent), move |tx, (me, caller, command, sent)| {
                Box::pin(async move {
                    hold_hall(tx, offer.hall).await?;
                    sent.once(tx, me.0.clock.now(), me.withdraw(tx, caller, command)).await
                })
            })
            .await
    }

    async fn withdraw(&self, tx: &Tx, caller: &Caller, command: &WithdrawOfferCommand) -> Result<()> {
        let offer = repo::find_offer(tx, command.offer).await?.ok_or(Problem::NotFound)?;
        let state = offer.state.settle(OpenState::Withdrawn)?;
        if offer.version != command.version {
            return Err(Problem::Conflict.into());
        }
        let withdrawn = OfferRecord { state, version: offer.version + 1, ..offer };
        if !repo::update_offer(tx, withdrawn).await? {
            return Err(Problem::Conflict.into());
        }
        self.tell_gone(tx, &withdrawn, (caller.actor.person, None)).await?;
        let now = self.0.clock.now();
        Ok(audit::record(tx, caller, now, act("roster.withdraw_offer", &withdrawn, "")).await?)
    }
}

/// Holds the hall of an offer until the transaction ends.
async fn hold_hall_of(tx: &Tx, id: OpenShiftId) -> Result<HallId> {
    let hall = repo::find_offer(tx, id).await?.ok_or(Problem::NotFound)?.hall;
    hold_hall(tx, hall).await?;
    Ok(hall)
}

/// An offer of the caller's own hall, held until the transaction ends. That of another is not told of.
async fn open_offer(tx: &Tx, caller: &Caller, id: OpenShiftId) -> Result<OfferRecord> {
    let found = repo::find_offer(tx, id).await?.filter(|offer| caller.actor.hall == Some(offer.hall));
    let offer = found.ok_or(Problem::NotFound)?;
    hold_hall(tx, offer.hall).await?;
    repo::find_offer(tx, id).await?.ok_or_else(|| Problem::NotFound.into())
}
