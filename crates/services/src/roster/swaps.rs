//! Swapping days with a colleague: with whom it can be done, asking, and changing what was asked. Who decides is the
//! approval's business, once both have agreed.

use chrono::{Days, NaiveDate};
use domain::{
    approvals::{Amount, ApprovalKind, Holding},
    calendar::WorkCalendar,
    ids::{AgencyId, ApprovalId, HallId, PersonId},
    notices::NoticeContent,
    policy::Action,
    problem::{FieldReason, Problem},
    roster::{
        Consent, RosterError, SWAP_AHEAD, SwapChoices, SwapCommand, SwapOption, SwapSide, SwapSpan, SwapStanding,
        exchange,
    },
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::{
        approvals::ApprovalRecord,
        roster::{self as repo, SwapRecord},
    },
};

use super::{Roster, editor::whole, swap_facts::first};
use crate::{
    accounts::name_of,
    approvals::{Filing, Moment, check_change},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::hold_hall,
    received::Sent,
};

/// Days of mine that are offered for a swap.
const OFFERED: usize = 40;

impl Roster {
    /// My days that I can give, and for two dates the colleagues of my hall with whom they can be swapped.
    /// Of these it tells the name and the shift that would become mine, and nothing else of their roster.
    pub async fn swap_choices(&self, caller: &Caller, dates: Option<(NaiveDate, NaiveDate)>) -> Result<SwapChoices> {
        caller.check_own(Action::SwapAsk)?;
        let (db, me) = (self.0.db.read(), caller.actor.person);
        let Some(hall) = caller.actor.hall else {
            return Ok(SwapChoices { mine: Vec::new(), dates: None, options: Vec::new() });
        };
        let today = hall_date(self.0.clock.now());
        let (from, to) = (today + Days::new(1), today + Days::new(SWAP_AHEAD));
        let calendar = self.calendar().current().await?;
        let mine = self.duties_of(db, &calendar, &[me], from, to).await?.remove(&me).unwrap_or_default();
        let mine = mine.iter().filter_map(|duty| Some((duty.date, duty.shift()?.name.clone())));
        let mine = mine.take(OFFERED).collect();
        let dates = dates.filter(|(give, take)| (from..=to).contains(give) && (from..=to).contains(take));
        let options = match dates {
            Some(dates) => self.options(db, &calendar, (hall, me), dates).await?,
            None => Vec::new(),
        };
        Ok(SwapChoices { mine, dates, options })
    }

    async fn options(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        (hall, me): (HallId, PersonId),
        dates: (NaiveDate, NaiveDate),
    ) -> Result<Vec<SwapOption>> {
        let workers = repo::list_hall_workers(db, hall, &whole(hall), dates.0).await?;
        let people: Vec<PersonId> = workers.iter().map(|worker| worker.id).collect();
        let facts = self.swap_facts(db, calendar, &people, dates).await?;
        let mine = facts.pair(me);
        let possible =
            |worker: &&repo::PersonName| worker.id != me && exchange(dates, &mine, &facts.pair(worker.id)).is_ok();
        let option = |worker: &repo::PersonName| SwapOption {
            person: worker.id,
            name: worker.name.clone(),
            shift: facts.plan(worker.id, dates.1),
        };
        Ok(workers.iter().filter(possible).map(option).collect())
    }

    /// Asks a colleague of the same hall for a swap, or for another one than before, to which they have to agree anew.
    /// The law is asked when it is decided; that the two days can be swapped at all, and that neither is promised
    /// already, now. Sent again under the same id, it is asked or changed once; with other words under that id, or
    /// of that version, it is a conflict.
    pub async fn ask_swap(&self, caller: &Caller, command: SwapCommand) -> Result<ApprovalId> {
        caller.check_own(Action::SwapAsk)?;
        let hall = caller.actor.hall.ok_or(Problem::Denied)?;
        let sent = Sent::of_request(caller.actor.person, (command.id, command.version), &command)?;
        let context = (self.clone(), caller.clone(), self.approvals().moment().await?, (command, sent, hall));
        let id = self
            .0
            .db
            .write(context, |tx, (me, caller, moment, (command, sent, hall))| {
                Box::pin(async move {
                    sent.once(tx, moment.now, Box::pin(me.keep_swap(tx, (caller, moment), command, *hall))).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(id)
    }

    async fn keep_swap(
        &self,
        tx: &Tx,
        (caller, moment): (&Caller, &Moment),
        command: &SwapCommand,
        hall: HallId,
    ) -> Result<ApprovalId> {
        let me = caller.actor.person;
        let filing = filing((command.id, me), (caller.actor.agency, Some(hall)), (command.give, command.take));
        // The approval first, then the hall: whoever decides holds them in this order, too.
        let kept = self.approvals().keep(tx, &filing).await?;
        hold_hall(tx, hall).await?;
        let known = repo::find_swap(tx, command.id).await?;
        check_change(&kept, me, command.version)?;
        if command.version.is_none() && known.is_some() {
            return Err(Problem::Conflict.into());
        }
        command.validate(moment.today())?;
        if let Some(known) = &known {
            check_may_change(&kept, known, (command.partner, moment.today()))?;
        }
        let swap = self.new_swap(tx, moment, (me, hall), command).await?;
        let twice = |error| Error::unless_unique(error, RosterError::AskedAlready.into());
        match known {
            Some(known) => {
                let changed = SwapRecord { asked_at: known.asked_at, ..swap };
                repo::update_swap(tx, &changed).await.map_err(twice)?;
                self.approvals().revise(tx, kept).await?;
            }
            None => repo::create_swap(tx, &swap).await.map_err(twice)?,
        }
        let (by, request) = (name_of(tx, me).await?, Some(command.id));
        let asked = NoticeContent::SwapAsked { by, give: command.give, take: command.take, request };
        self.notices().by(me).tell(tx, vec![(command.partner, asked)]).await?;
        let detail = format!("gives {}, takes {}", command.give, command.take);
        audit::record(tx, caller, moment.now, Act::about(command.partner, "roster.ask_swap", detail)).await?;
        Ok(command.id)
    }

    async fn new_swap(
        &self,
        tx: &Tx,
        moment: &Moment,
        (asker, hall): (PersonId, HallId),
        command: &SwapCommand,
    ) -> Result<SwapRecord> {
        let (partner, dates) = (command.partner, (command.give, command.take));
        let workers = repo::list_hall_workers(tx, hall, &whole(hall), command.give).await?;
        let known = |person: PersonId| workers.iter().any(|worker| worker.id == person);
        if partner == asker {
            return Err(Problem::field("partner", FieldReason::SamePerson).into());
        }
        // Whether somebody is elsewhere or nobody at all is not told.
        if !known(asker) || !known(partner) {
            return Err(Problem::field("partner", FieldReason::NotAllowed).into());
        }
        let facts = self.swap_facts(tx, &moment.calendar, &[asker, partner], dates).await?;
        exchange(dates, &facts.pair(asker), &facts.pair(partner))?;
        let swap = SwapRecord {
            id: command.id,
            hall,
            asker,
            partner,
            give: (dates.0, facts.plan(asker, dates.0)),
            take: (dates.1, facts.plan(partner, dates.1)),
            reason: command.reason.clone().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()),
            asked_at: moment.now,
            consent: Consent::Asked,
            holding: Holding::Held,
        };
        self.check_not_promised(tx, &swap).await?;
        Ok(swap)
    }

    /// Refuses a swap of which a day is in another one that is open, of either.
    pub(super) async fn check_not_promised(&self, tx: &Tx, swap: &SwapRecord) -> Result<()> {
        for person in [swap.asker, swap.partner] {
            if repo::has_open_swap(tx, person, &[swap.give.0, swap.take.0], Some(swap.id)).await? {
                return Err(RosterError::AskedAlready.into());
            }
        }
        Ok(())
    }
}

/// As its approval knows it, but for the zone. It has no length.
pub(super) fn filing(
    (id, asker): (ApprovalId, PersonId),
    (agency, hall): (AgencyId, Option<HallId>),
    (give, take): (NaiveDate, NaiveDate),
) -> Filing {
    Filing {
        id,
        kind: ApprovalKind::Swap,
        agency,
        hall,
        zone: None,
        requester: asker,
        amount: Amount::HalfDays(1),
        subtype: SwapSpan::of(give, take).code().to_owned(),
    }
}

/// Another colleague is another swap: the one who was asked is not left without a word.
fn check_may_change(kept: &ApprovalRecord, known: &SwapRecord, (partner, today): (PersonId, NaiveDate)) -> Result<()> {
    if !standing(kept, known).may_change(SwapSide::Asker, first(known), today) {
        return Err(RosterError::Settled.into());
    }
    if known.partner != partner {
        return Err(Problem::field("partner", FieldReason::NotAllowed).into());
    }
    Ok(())
}

/// How a swap stands.
pub(super) const fn standing(approval: &ApprovalRecord, swap: &SwapRecord) -> SwapStanding {
    SwapStanding { consent: swap.consent, state: approval.flow.state }
}
