//! Answering, deciding and reading swaps.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::{
    calendar::WorkCalendar,
    ids::{HallId, PersonId, SwapId},
    policy::{Action, Place},
    problem::{FieldReason, Problem, check_text},
    roster::{
        Finding, FindingView, MAX_SWAP_REASON, PersonChanges, RosterChange, RosterError, SwapAct, SwapState, SwapView,
        exchange,
    },
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::roster::{self as repo, SwapRecord},
};

use super::{Line, Roster, check::Span, plans::Proposal, swaps::Facts};
use crate::{
    accounts::{leaders_among, names_of},
    audit::{self, Act},
    caller::Caller,
    error::Result,
    org::{agencies_of, halls_in, hold_hall},
};

/// Swaps of mine that are shown.
const SHOWN: u64 = 20;

/// What a swap would change.
struct Outcome {
    lines: Vec<Line>,
    told: Vec<PersonChanges>,
}

impl Roster {
    /// My latest swaps, asked by me or of me.
    pub async fn my_swaps(&self, caller: &Caller) -> Result<Vec<SwapView>> {
        caller.check_own(Action::SwapAsk)?;
        let db = self.0.db.read();
        let me = caller.actor.person;
        let swaps = repo::list_own_swaps(db, me, SHOWN).await?;
        let names = swap_names(db, &swaps).await?;
        let today = self.today();
        let acts = |swap: &SwapRecord| match swap.state.on(first(swap), today) {
            SwapState::Asked if swap.partner == me => vec![SwapAct::Agree, SwapAct::Decline],
            SwapState::Asked | SwapState::Agreed if swap.asker == me => vec![SwapAct::Withdraw],
            _ => Vec::new(),
        };
        Ok(swaps.iter().map(|swap| view(swap, &names, today, (acts(swap), Vec::new()))).collect())
    }

    /// The swaps that two have agreed on and that the caller may decide, each with what speaks against it.
    pub async fn swaps_to_decide(&self, caller: &Caller) -> Result<Vec<SwapView>> {
        let scopes = caller.actor.scopes(Action::SwapDecide);
        if scopes.is_empty() {
            return Err(Problem::Denied.into());
        }
        let (db, today) = (self.0.db.read(), self.today());
        let halls = halls_in(db, &scopes).await?;
        let swaps = repo::list_agreed_swaps(db, &halls, today).await?;
        let names = swap_names(db, &swaps).await?;
        let calendar = self.calendar().current().await?;
        let people: Vec<PersonId> = names.keys().copied().collect();
        let (agencies, leaders) = (agencies_of(db, &halls).await?, leaders_among(db, &people, today).await?);
        let facts = self.facts_of_swaps(db, &calendar, &swaps).await?;
        let mut mine = Vec::new();
        for (swap, facts) in swaps.into_iter().zip(facts) {
            let Some(agency) = agencies.get(&swap.hall) else { continue };
            let places = facts.places(&swap, *agency, &leaders);
            // Who decides depends on both windows and on who the two are: more than a query can tell.
            if places.iter().all(|place| caller.check(Action::SwapDecide, place).is_ok()) {
                // One of the two rosters may have changed since: approving would be refused.
                let lines = outcome(&swap, &facts, &names).map(|outcome| outcome.lines).unwrap_or_default();
                mine.push((swap, places[0], lines));
            }
        }
        let found = self.findings_of_swaps(db, &calendar, &mine).await?;
        let mut views = Vec::new();
        for ((swap, place, _), findings) in mine.iter().zip(found) {
            let findings = self.named(db, caller, place, findings).await?;
            views.push(view(swap, &names, today, (vec![SwapAct::Approve, SwapAct::Reject], findings)));
        }
        Ok(views)
    }

    /// What each of some swaps would break, read once for all of them.
    async fn findings_of_swaps(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        swaps: &[(SwapRecord, Place, Vec<Line>)],
    ) -> Result<Vec<Vec<Finding>>> {
        let dates = || swaps.iter().flat_map(|(swap, ..)| [swap.give.0, swap.take.0]);
        let (Some(from), Some(to)) = (dates().min(), dates().max()) else { return Ok(Vec::new()) };
        let halls: BTreeSet<HallId> = swaps.iter().map(|(swap, ..)| swap.hall).collect();
        let halls: Vec<HallId> = halls.into_iter().collect();
        let lines: Vec<Line> = swaps.iter().flat_map(|(.., lines)| lines.clone()).collect();
        let people: BTreeSet<PersonId> = lines.iter().map(|(person, _)| *person).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let plans = self.plans(db, calendar, &halls, (&people, &lines), (from, to)).await?;
        let of = |(swap, _, lines): &(SwapRecord, Place, Vec<Line>)| {
            let both = [swap.asker, swap.partner];
            let people: &[PersonId] = if lines.is_empty() { &[] } else { &both };
            plans.findings(swap.hall, Proposal { people, lines, overtime: None }, &spans(swap))
        };
        swaps.iter().map(of).collect()
    }

    /// Answers a swap, takes it back, or decides it. An approval writes both rosters at once, unless a hard
    /// rule stands against it; a rejection says why. Of two who act at the same time, one is refused.
    pub async fn act_on_swap(
        &self,
        caller: &Caller,
        id: SwapId,
        version: i32,
        act: SwapAct,
        answer: Option<String>,
    ) -> Result<()> {
        let swap = repo::find_swap(self.0.db.read(), id).await?.ok_or(Problem::NotFound)?;
        let answer = check_text("answer", answer, (MAX_SWAP_REASON, false))?;
        let calendar = self.calendar().current().await?;
        let context = (self.clone(), caller.clone(), answer, calendar);
        self.0
            .db
            .write(context, move |tx, (me, caller, answer, calendar)| {
                Box::pin(async move {
                    hold_hall(tx, swap.hall).await?;
                    let swap = repo::find_swap(tx, id).await?.ok_or(Problem::NotFound)?;
                    me.settle(tx, calendar, caller, swap, (version, act, answer.clone())).await
                })
            })
            .await?;
        self.0.db.live().publish(swap.hall);
        Ok(())
    }

    pub(super) async fn settle(
        &self,
        tx: &Tx,
        calendar: &WorkCalendar,
        caller: &Caller,
        swap: SwapRecord,
        (version, act, answer): (i32, SwapAct, Option<String>),
    ) -> Result<()> {
        let now = self.0.clock.now();
        let facts = self.swap_facts(tx, calendar, &[swap.asker, swap.partner], (swap.give.0, swap.take.0)).await?;
        self.check_act(tx, caller, &swap, (act, &facts)).await?;
        if swap.version != version {
            return Err(Problem::Conflict.into());
        }
        let state = swap.state.on(first(&swap), self.today()).after(act)?;
        if act == SwapAct::Reject && answer.is_none() {
            return Err(Problem::field("answer", FieldReason::Required).into());
        }
        if act == SwapAct::Approve {
            let names = swap_names(tx, std::slice::from_ref(&swap)).await?;
            let outcome = outcome(&swap, &facts, &names)?;
            let findings = self.swap_findings(tx, calendar, &swap, &outcome).await?;
            if findings.iter().any(|found| found.rule.is_hard()) {
                return Err(RosterError::Blocked.into());
            }
            self.write_lines(tx, swap.hall, &outcome.lines, &outcome.told).await?;
        }
        let settled = Some((caller.actor.person, now));
        let changed = SwapRecord { state, version: version + 1, answer, settled, ..swap };
        if !repo::update_swap(tx, &changed).await? {
            return Err(Problem::Conflict.into());
        }
        self.tell_of_swap(tx, &changed, &facts, act).await?;
        let detail = format!("{}, {} for {}", act.code(), changed.give.0, changed.take.0);
        let act = Act { action: "roster.act_on_swap", subject: ("swap", changed.id.uuid()), detail };
        Ok(audit::record(tx, caller, now, act).await?)
    }

    /// Who may do what: the one asked answers, the one who asked takes back, and neither of them decides. A
    /// stranger is told the same whether the swap is there or not.
    async fn check_act(
        &self,
        tx: &Tx,
        caller: &Caller,
        swap: &SwapRecord,
        (act, facts): (SwapAct, &Facts),
    ) -> Result<()> {
        let me = caller.actor.person;
        match act {
            SwapAct::Agree | SwapAct::Decline | SwapAct::Withdraw => {
                caller.check_own(Action::SwapAsk)?;
                let whose = if act == SwapAct::Withdraw { swap.asker } else { swap.partner };
                if me == whose { Ok(()) } else { Err(Problem::NotFound.into()) }
            }
            SwapAct::Approve | SwapAct::Reject => {
                for place in self.swap_places(tx, swap, facts).await? {
                    caller.check(Action::SwapDecide, &place)?;
                }
                Ok(())
            }
        }
    }

    /// What the two rosters would break on the days that change.
    async fn swap_findings(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        swap: &SwapRecord,
        outcome: &Outcome,
    ) -> Result<Vec<Finding>> {
        self.findings(db, calendar, swap.hall, &outcome.lines, &spans(swap)).await
    }

    fn today(&self) -> NaiveDate {
        hall_date(self.0.clock.now())
    }
}

/// The days that a swap changes.
fn spans(swap: &SwapRecord) -> [Span; 2] {
    [(swap.give.0, swap.give.0), (swap.take.0, swap.take.0)]
}

/// The first of a swap's days: on it, what is still open has expired.
fn first(swap: &SwapRecord) -> NaiveDate {
    swap.give.0.min(swap.take.0)
}

/// What each of the two is to do instead.
fn outcome(
    swap: &SwapRecord,
    facts: &Facts,
    names: &HashMap<PersonId, String>,
) -> std::result::Result<Outcome, Problem> {
    let (asker, partner) = (swap.asker, swap.partner);
    let (give, take) = (swap.give.0, swap.take.0);
    let (to_asker, to_partner) = exchange((give, take), &facts.pair(asker), &facts.pair(partner))?;
    let of = |person: PersonId, other: PersonId, lines: Vec<domain::roster::RosterEntry>| {
        let change = |date| RosterChange { date, from: facts.plan(person, date), to: facts.plan(other, date) };
        let mut changes: Vec<RosterChange> = lines.iter().map(|line| change(line.date)).collect();
        changes.sort_by_key(|change| change.date);
        let name = names.get(&person).cloned().unwrap_or_default();
        let lines: Vec<Line> = lines.into_iter().map(|line| (person, line)).collect();
        (lines, PersonChanges { person, name, changes })
    };
    let (mut lines, first) = of(asker, partner, to_asker);
    let (others, second) = of(partner, asker, to_partner);
    lines.extend(others);
    Ok(Outcome { lines, told: vec![first, second] })
}

async fn swap_names(db: &impl Connection, swaps: &[SwapRecord]) -> Result<HashMap<PersonId, String>> {
    let people: Vec<PersonId> = swaps.iter().flat_map(|swap| [swap.asker, swap.partner]).collect();
    names_of(db, &people).await
}

fn view(
    swap: &SwapRecord,
    names: &HashMap<PersonId, String>,
    today: NaiveDate,
    (acts, findings): (Vec<SwapAct>, Vec<FindingView>),
) -> SwapView {
    let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
    SwapView {
        id: swap.id,
        version: swap.version,
        state: swap.state.on(first(swap), today),
        asker: name(swap.asker),
        partner: name(swap.partner),
        give: swap.give.clone(),
        take: swap.take.clone(),
        reason: swap.reason.clone(),
        answer: swap.answer.clone(),
        asked_at: swap.asked_at,
        acts,
        findings,
    }
}
