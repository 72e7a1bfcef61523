//! Swaps as the two follow them, and as who decides sees them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::{
    approvals::FlowState,
    calendar::WorkCalendar,
    ids::{ApprovalId, HallId, PersonId},
    policy::Action,
    problem::Problem,
    roster::{Finding, RosterError, SwapAsked, SwapCard, SwapFacts, SwapPage, SwapRow, SwapSide, SwapView},
    time::hall_date,
};
use store::{
    Connection,
    repo::{
        approvals::{ApprovalRecord, find_approvals},
        roster::{self as repo, SwapRecord},
    },
};

use super::{
    Line, Roster,
    plans::Proposal,
    swap_acts::side_of,
    swap_facts::{first, spans},
    swaps::standing,
};
use crate::{
    accounts::names_of,
    approvals::{approval_of, place_of},
    caller::Caller,
    error::Result,
    pages::PageSize,
};

/// Swaps of mine on one page.
const PAGE: PageSize = PageSize(20);

/// The background of a swap: whether a roster has moved on, and what both would break.
type Background = (bool, Vec<Finding>);

impl Roster {
    /// A page of my swaps, asked by me or of me, newest first; `before` is what the page before gave as its `next`.
    pub async fn my_swaps(&self, caller: &Caller, before: Option<ApprovalId>) -> Result<SwapPage> {
        caller.check_own(Action::SwapAsk)?;
        let (db, me) = (self.0.db.read(), caller.actor.person);
        let swaps = repo::list_own_swaps(db, me, before, PAGE.to_read()).await?;
        let (swaps, next) = PAGE.cut(swaps, |swap| swap.id);
        let names = names(db, &swaps).await?;
        let ids: Vec<ApprovalId> = swaps.iter().map(|swap| swap.id).collect();
        let approvals = find_approvals(db, &ids).await?;
        let mut waits_for = self.approvals().waits_for(db, &ids).await?;
        let today = self.today();
        let row = |swap: SwapRecord| {
            let approval = approvals.iter().find(|approval| approval.id == swap.id)?;
            let standing = standing(approval, &swap);
            Some(SwapRow {
                id: swap.id,
                version: approval.flow.version,
                standing,
                asked_at: swap.asked_at,
                waits_for: waits_for.remove(&swap.id).unwrap_or_default(),
                due_at: approval.due_at.filter(|_| standing.state == FlowState::InReview),
                acts: standing.acts(side_of(&swap, me)?, first(&swap), today).to_vec(),
                facts: facts(swap, &names),
            })
        };
        Ok(SwapPage { swaps: swaps.into_iter().filter_map(row).collect(), next })
    }

    /// One swap of the caller's, asked by them or of them: where it is on its way, and what they can do about it.
    pub async fn swap(&self, caller: &Caller, id: ApprovalId) -> Result<SwapView> {
        let (swap, side) = self.own_swap(caller, id).await?;
        let approval = approval_of(self.0.db.read(), id).await?;
        let (standing, today) = (standing(&approval, &swap), self.today());
        Ok(SwapView {
            approval: self.approvals().view_of(caller, &approval).await?,
            standing,
            acts: standing.acts(side, first(&swap), today).to_vec(),
            may_change: standing.may_change(side, first(&swap), today),
        })
    }

    /// What was asked for, of a swap of the caller's that is to be changed.
    pub async fn swap_to_change(&self, caller: &Caller, id: ApprovalId) -> Result<SwapAsked> {
        let (swap, side) = self.own_swap(caller, id).await?;
        let db = self.0.db.read();
        let approval = approval_of(db, id).await?;
        if !standing(&approval, &swap).may_change(side, first(&swap), self.today()) {
            return Err(RosterError::Settled.into());
        }
        let names = names(db, std::slice::from_ref(&swap)).await?;
        Ok(SwapAsked { id, version: approval.flow.version, partner: swap.partner, facts: facts(swap, &names) })
    }

    async fn own_swap(&self, caller: &Caller, id: ApprovalId) -> Result<(SwapRecord, SwapSide)> {
        let swap = repo::find_swap(self.0.db.read(), id).await?.ok_or(Problem::NotFound)?;
        let side = side_of(&swap, caller.actor.person).ok_or(Problem::NotFound)?;
        Ok((swap, side))
    }

    /// Of some swaps, who was asked by whoever asks.
    pub(crate) async fn swap_partners(
        &self,
        db: &impl Connection,
        ids: &[ApprovalId],
    ) -> Result<BTreeMap<ApprovalId, PersonId>> {
        let swaps = repo::find_swaps(db, ids).await?;
        Ok(swaps.into_iter().map(|swap| (swap.id, swap.partner)).collect())
    }

    /// The cards of some swaps, as the caller may know them: what speaks against it tells of the other one's leave and
    /// protection, so the two themselves see none of that, as little as who has but a copy.
    pub(crate) async fn swap_cards(
        &self,
        db: &impl Connection,
        (caller, calendar): (&Caller, &WorkCalendar),
        approvals: &[&ApprovalRecord],
    ) -> Result<BTreeMap<ApprovalId, SwapCard>> {
        let ids: Vec<ApprovalId> = approvals.iter().map(|approval| approval.id).collect();
        let swaps: BTreeMap<ApprovalId, SwapRecord> =
            repo::find_swaps(db, &ids).await?.into_iter().map(|swap| (swap.id, swap)).collect();
        let mut open = Vec::new();
        for approval in approvals {
            let Some(swap) = swaps.get(&approval.id) else { continue };
            let told = matches!(approval.flow.state, FlowState::InReview | FlowState::Returned)
                && side_of(swap, caller.actor.person).is_none();
            if told && self.sees_background(db, caller, approval).await? {
                open.push((*approval, swap));
            }
        }
        let of_open: Vec<&SwapRecord> = open.iter().map(|(_, swap)| *swap).collect();
        let background = self.swap_background(db, calendar, &of_open).await?;
        let mut told = BTreeMap::new();
        for ((approval, swap), (moved, findings)) in open.iter().zip(background) {
            told.insert(swap.id, (moved, self.named(db, caller, &place_of(approval), findings).await?));
        }
        let swaps: Vec<SwapRecord> = swaps.into_values().collect();
        let names = names(db, &swaps).await?;
        let card = |swap: SwapRecord| {
            let (moved, findings) = told.remove(&swap.id).unwrap_or_default();
            (swap.id, SwapCard { moved, findings, facts: facts(swap, &names) })
        };
        Ok(swaps.into_iter().map(card).collect())
    }

    /// What each of some swaps would break, read once for all of them.
    async fn swap_background(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        swaps: &[&SwapRecord],
    ) -> Result<Vec<Background>> {
        let dates = || swaps.iter().flat_map(|swap| [swap.give.0, swap.take.0]);
        let (Some(from), Some(to)) = (dates().min(), dates().max()) else { return Ok(Vec::new()) };
        let halls: BTreeSet<HallId> = swaps.iter().map(|swap| swap.hall).collect();
        let halls: Vec<HallId> = halls.into_iter().collect();
        let facts = self.facts_of_swaps(db, calendar, swaps).await?;
        let outcomes = facts.iter().zip(swaps).map(|(facts, swap)| facts.outcome(swap).map(|outcome| outcome.lines));
        let outcomes: Vec<_> = outcomes.collect();
        let lines: Vec<Line> = outcomes.iter().flatten().flatten().cloned().collect();
        let people: BTreeSet<PersonId> = swaps.iter().flat_map(|swap| [swap.asker, swap.partner]).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let plans = self.plans(db, calendar, &halls, (&people, &lines), (from, to)).await?;
        let of = |(swap, outcome): (&&SwapRecord, &std::result::Result<Vec<Line>, Problem>)| {
            let Ok(lines) = outcome else { return Ok((true, Vec::new())) };
            let proposal = Proposal { people: &[swap.asker, swap.partner], lines, overtime: None };
            Ok((false, plans.findings(swap.hall, proposal, &spans(swap))?))
        };
        swaps.iter().zip(&outcomes).map(of).collect()
    }

    fn today(&self) -> NaiveDate {
        hall_date(self.0.clock.now())
    }
}

async fn names(db: &impl Connection, swaps: &[SwapRecord]) -> Result<HashMap<PersonId, String>> {
    let people: Vec<PersonId> = swaps.iter().flat_map(|swap| [swap.asker, swap.partner]).collect();
    names_of(db, &people).await
}

fn facts(swap: SwapRecord, names: &HashMap<PersonId, String>) -> SwapFacts {
    let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
    SwapFacts {
        asker: name(swap.asker),
        partner: name(swap.partner),
        give: swap.give,
        take: swap.take,
        reason: swap.reason,
    }
}
