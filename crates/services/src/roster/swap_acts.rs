//! What the two say to a swap, and what follows when it has something in hand, or no longer.

use domain::{
    approvals::Holding,
    ids::{ApprovalId, PersonId},
    notices::NoticeContent,
    policy::Action,
    problem::Problem,
    roster::{Consent, RosterError, SwapAct, SwapAnswer, SwapSide},
    time::hall_date,
};
use store::{
    Tx,
    repo::{
        approvals::ApprovalRecord,
        roster::{self as repo, SwapRecord},
    },
};

use super::{
    Roster,
    swap_facts::{first, spans},
    swaps::{filing, standing},
};
use crate::{
    accounts::name_of,
    approvals::{Filing, Moment, check_version, hold},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::hold_hall,
    received::Sent,
};

impl Roster {
    /// Answers a swap that the caller was asked for, or takes back their own, before it is decided. What both have
    /// agreed to is submitted. Sent again under the same id, it is done once.
    pub async fn answer_swap(&self, caller: &Caller, command: SwapAnswer) -> Result<()> {
        caller.check_own(Action::SwapAsk)?;
        let found = repo::find_swap(self.0.db.read(), command.swap).await?.ok_or(Problem::NotFound)?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let context = (self.clone(), caller.clone(), self.approvals().moment().await?, (command, sent));
        self.0
            .db
            .write(context, |tx, (me, caller, moment, (command, sent))| {
                Box::pin(async move {
                    let approval = hold(tx, command.swap).await?;
                    let answered = Box::pin(me.keep_answer(tx, (caller, moment), (command, approval)));
                    sent.once(tx, moment.now, answered).await
                })
            })
            .await?;
        self.0.db.live().publish(found.hall);
        Ok(())
    }

    /// The one asked answers, and who asked takes back; whether a swap is there is told to nobody else.
    async fn keep_answer(
        &self,
        tx: &Tx,
        (caller, moment): (&Caller, &Moment),
        (command, approval): (&SwapAnswer, ApprovalRecord),
    ) -> Result<()> {
        let (id, me) = (command.swap, caller.actor.person);
        let swap = repo::find_swap(tx, id).await?.ok_or(Problem::NotFound)?;
        let side = side_of(&swap, me).filter(|side| *side == command.act.side()).ok_or(Problem::NotFound)?;
        hold_hall(tx, swap.hall).await?;
        check_version(&approval, command.version)?;
        if !standing(&approval, &swap).acts(side, first(&swap), moment.today()).contains(&command.act) {
            return Err(RosterError::Settled.into());
        }
        let detail = format!("{}, {} for {}", command.act.code(), swap.give.0, swap.take.0);
        match command.act {
            SwapAct::Agree => {
                let agreed = SwapRecord { consent: Consent::Agreed, ..swap };
                repo::update_swap(tx, &agreed).await?;
                self.approvals().note_answer(tx, id, me, true).await?;
                self.tell_answer(tx, &agreed).await?;
                self.submit_swap(tx, moment, &agreed, approval).await?;
            }
            SwapAct::Decline => {
                let declined = SwapRecord { consent: Consent::Declined, holding: Holding::Nothing, ..swap };
                repo::update_swap(tx, &declined).await?;
                self.approvals().decline(tx, id, command.version, me).await?;
                self.tell_answer(tx, &declined).await?;
            }
            SwapAct::Withdraw => {
                repo::update_swap(tx, &SwapRecord { holding: Holding::Nothing, ..swap }).await?;
                self.approvals().withdraw(tx, id, command.version).await?;
            }
        }
        let act = Act { action: "roster.answer_swap", subject: ("swap", id.uuid()), detail };
        Ok(audit::record(tx, caller, moment.now, act).await?)
    }

    async fn submit_swap(&self, tx: &Tx, moment: &Moment, swap: &SwapRecord, kept: ApprovalRecord) -> Result<()> {
        let dates = (swap.give.0, swap.take.0);
        let facts = self.swap_facts(tx, &moment.calendar, &[swap.asker, swap.partner], dates).await?;
        let filing = filing((swap.id, swap.asker), (kept.agency, kept.hall), dates);
        let filing = Filing { zone: facts.zone_of(swap), ..filing };
        self.approvals().submit(tx, moment, &filing, kept).await?;
        Ok(())
    }

    async fn tell_answer(&self, tx: &Tx, swap: &SwapRecord) -> Result<()> {
        let (by, agreed) = (name_of(tx, swap.partner).await?, swap.consent == Consent::Agreed);
        let answered = NoticeContent::SwapAnswered { by, agreed, request: Some(swap.id) };
        self.notices().by(swap.partner).tell(tx, vec![(swap.asker, answered)]).await
    }

    /// Called by the approval in its own transaction. An approval writes both rosters at once; refused where a hard rule
    /// stands against it by now, where one of the rosters has moved on, or when the first of the days has come. Undone,
    /// each gets back what was theirs.
    pub(crate) async fn swap_moved(
        &self,
        tx: &Tx,
        moment: &Moment,
        id: ApprovalId,
        (was, is): (Holding, Holding),
    ) -> Result<()> {
        let swap = repo::find_swap(tx, id).await?.ok_or(Problem::NotFound)?;
        // Held, so that two decisions together don't do what each alone may not.
        hold_hall(tx, swap.hall).await?;
        if is == Holding::Given {
            self.exchange_days(tx, moment, &swap, true).await?;
        } else if was == Holding::Given {
            // As it stands, the partner works on the day that was given, and the asker on the one that was taken.
            let back = SwapRecord { asker: swap.partner, partner: swap.asker, ..swap.clone() };
            self.exchange_days(tx, moment, &back, false).await?;
        }
        if is == Holding::Held {
            // A decision is undone, and a day was promised to somebody else meanwhile.
            self.check_not_promised(tx, &swap).await?;
        }
        let stored = repo::update_swap(tx, &SwapRecord { holding: is, ..swap }).await;
        stored.map_err(|error| Error::unless_unique(error, RosterError::AskedAlready.into()))
    }

    /// Writes what each of the two is to do instead. What only goes back to what it was is not held against the rules.
    async fn exchange_days(&self, tx: &Tx, moment: &Moment, swap: &SwapRecord, checked: bool) -> Result<()> {
        if first(swap) <= moment.today() {
            return Err(RosterError::Settled.into());
        }
        let dates = (swap.give.0, swap.take.0);
        let facts = self.swap_facts(tx, &moment.calendar, &[swap.asker, swap.partner], dates).await?;
        let outcome = facts.outcome(swap)?;
        if checked {
            let findings = self.findings(tx, &moment.calendar, swap.hall, &outcome.lines, &spans(swap)).await?;
            if findings.iter().any(|found| found.rule.is_hard()) {
                return Err(RosterError::Blocked.into());
            }
        }
        self.write_lines(tx, swap.hall, &outcome.lines, &outcome.told).await?;
        Ok(())
    }

    /// Gives up what was not decided before the first of its days, and tells both. Run again, it finds nothing.
    pub(crate) async fn give_up_swaps(&self) -> Result<()> {
        let today = hall_date(self.0.clock.now());
        for id in repo::list_overdue_swaps(self.0.db.read(), today).await? {
            self.0
                .db
                .write(self.clone(), move |tx, me| {
                    Box::pin(async move {
                        if me.approvals().lapse(tx, id).await? {
                            let swap = repo::find_swap(tx, id).await?.ok_or(Problem::NotFound)?;
                            repo::update_swap(tx, &SwapRecord { holding: Holding::Nothing, ..swap }).await?;
                        }
                        Ok::<_, Error>(())
                    })
                })
                .await?;
        }
        Ok(())
    }
}

/// Which of the two somebody is, if either.
pub(super) fn side_of(swap: &SwapRecord, person: PersonId) -> Option<SwapSide> {
    if person == swap.asker { Some(SwapSide::Asker) } else { (person == swap.partner).then_some(SwapSide::Partner) }
}
