//! Overtime as who asked follows it, and as who decides sees it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    approvals::FlowState,
    calendar::WorkCalendar,
    ids::{ApprovalId, PersonId},
    policy::Action,
    problem::Problem,
    roster::{
        ComingOvertime, ComingOvertimes, Lot, OvertimeAct, OvertimeAsked, OvertimeBook, OvertimeCard, OvertimeFacts,
        OvertimeFlag, OvertimeRow, OvertimeView, balance, may_cancel_overtime,
    },
    time::hall_date,
};
use store::{
    Connection,
    repo::{
        approvals::{ApprovalRecord, find_approvals},
        roster::{self as repo, OvertimeRecord},
    },
};

use super::{
    Roster,
    plans::{Plans, Proposal},
    time_off::free,
};
use crate::{
    accounts::names_of,
    approvals::{approval_of, place_of},
    caller::Caller,
    error::Result,
    leave,
    org::halls_in,
    pages::PageSize,
};

/// Requests of mine on one page.
const PAGE: PageSize = PageSize(20);

/// Lots that were paid out and are shown.
const PAID_SHOWN: usize = 12;

/// The background of a request: the minutes that its month holds without it, and what should be looked at.
type Background = (Option<i32>, Vec<OvertimeFlag>);

impl Roster {
    /// A page of my requests, newest first, and the time off that I have earned; `before` is what the page before gave
    /// as its `next`.
    pub async fn overtime_book(&self, caller: &Caller, before: Option<ApprovalId>) -> Result<OvertimeBook> {
        caller.check_own(Action::OvertimeAsk)?;
        let (db, me) = (self.0.db.read(), caller.actor.person);
        let as_of = self.0.clock.now();
        let lots = free(self.time_off_lots(db, me).await?, &leave::uses_of(db, me).await?);
        let records = repo::list_own_overtime(db, me, before, PAGE.to_read()).await?;
        let (records, next) = PAGE.cut(records, |record| record.id);
        let requests = self.overtime_rows(db, me, records).await?;
        let balance = balance(&lots, hall_date(as_of));
        let (lots, spent): (Vec<Lot>, Vec<Lot>) = lots.into_iter().partition(|lot| lot.left > 0);
        let mut paid_out: Vec<Lot> = spent.into_iter().filter(|lot| lot.paid.is_some()).collect();
        paid_out.sort_by_key(|lot| std::cmp::Reverse(lot.paid.map(|(_, on)| on)));
        paid_out.truncate(PAID_SHOWN);
        Ok(OvertimeBook { as_of, balance, lots, paid_out, requests, next })
    }

    async fn overtime_rows(
        &self,
        db: &impl Connection,
        me: PersonId,
        records: Vec<OvertimeRecord>,
    ) -> Result<Vec<OvertimeRow>> {
        let ids: Vec<ApprovalId> = records.iter().map(|record| record.id).collect();
        let approvals = find_approvals(db, &ids).await?;
        let mut waits_for = self.approvals().waits_for(db, &ids).await?;
        let dates: Vec<NaiveDate> = records.iter().map(|record| record.date).collect();
        let mut worked = self.attendance().counted_overtime(db, me, &dates).await?;
        let calendar = self.calendar().current().await?;
        let row = |record: OvertimeRecord| {
            let approval = approvals.iter().find(|approval| approval.id == record.id)?;
            let state = approval.flow.state;
            Some(OvertimeRow {
                id: record.id,
                state,
                worked: worked.remove(&record.date).filter(|_| state == FlowState::Approved),
                waits_for: waits_for.remove(&record.id).unwrap_or_default(),
                due_at: approval.due_at.filter(|_| state == FlowState::InReview),
                facts: facts(&calendar, record),
            })
        };
        Ok(records.into_iter().filter_map(row).collect())
    }

    /// A request of the caller's own: where it is on its way, and what they can do about it.
    pub async fn overtime(&self, caller: &Caller, id: ApprovalId) -> Result<OvertimeView> {
        let record = self.own_overtime(caller, id).await?;
        let approval = self.approvals().view(caller, id).await?;
        let acts = OvertimeAct::own(approval.row.state, record.date, hall_date(self.0.clock.now()));
        Ok(OvertimeView { approval, acts })
    }

    /// What was asked for, of a request of the caller's own that is to be changed.
    pub async fn overtime_to_change(&self, caller: &Caller, id: ApprovalId) -> Result<OvertimeAsked> {
        let record = self.own_overtime(caller, id).await?;
        let flow = approval_of(self.0.db.read(), id).await?.flow;
        if !OvertimeAct::own(flow.state, record.date, hall_date(self.0.clock.now())).contains(&OvertimeAct::Change) {
            return Err(domain::roster::RosterError::Settled.into());
        }
        let calendar = self.calendar().current().await?;
        Ok(OvertimeAsked { id, version: flow.version, facts: facts(&calendar, record) })
    }

    async fn own_overtime(&self, caller: &Caller, id: ApprovalId) -> Result<OvertimeRecord> {
        let mine = |record: &OvertimeRecord| record.person == caller.actor.person;
        let record = repo::find_overtime(self.0.db.read(), id).await?.filter(mine);
        record.ok_or_else(|| Problem::NotFound.into())
    }

    /// The approved overtime to come that the caller may take back, by date.
    pub async fn coming_overtime(&self, caller: &Caller) -> Result<ComingOvertimes> {
        let scopes = caller.actor.scopes(Action::OvertimeCancel);
        if scopes.is_empty() {
            return Err(Problem::Denied.into());
        }
        let (db, as_of) = (self.0.db.read(), self.0.clock.now());
        let halls = halls_in(db, &scopes).await?;
        let records = repo::list_coming_overtime(db, &halls, hall_date(as_of)).await?;
        let ids: Vec<ApprovalId> = records.iter().map(|record| record.id).collect();
        let approvals: BTreeMap<ApprovalId, ApprovalRecord> =
            find_approvals(db, &ids).await?.into_iter().map(|approval| (approval.id, approval)).collect();
        let people: Vec<PersonId> = records.iter().map(|record| record.person).collect();
        let names = names_of(db, &people).await?;
        let calendar = self.calendar().current().await?;
        let coming = |record: OvertimeRecord| {
            let approval = approvals.get(&record.id)?;
            // Nobody takes back their own by this: the table says so of each.
            caller.check(Action::OvertimeCancel, &place_of(approval)).ok()?;
            Some(ComingOvertime {
                id: record.id,
                version: approval.flow.version,
                name: names.get(&record.person).cloned().unwrap_or_default(),
                facts: facts(&calendar, record),
            })
        };
        Ok(ComingOvertimes { as_of, overtime: records.into_iter().filter_map(coming).collect() })
    }

    /// The cards of some requests, as the caller may know them: who has but a copy sees what is asked for, not what
    /// the person's month or protection has to do with it.
    pub(crate) async fn overtime_cards(
        &self,
        db: &impl Connection,
        (caller, calendar): (&Caller, &WorkCalendar),
        approvals: &[&ApprovalRecord],
    ) -> Result<BTreeMap<ApprovalId, OvertimeCard>> {
        let ids: Vec<ApprovalId> = approvals.iter().map(|approval| approval.id).collect();
        let records = repo::find_overtimes(db, &ids).await?;
        let today = hall_date(self.0.clock.now());
        let cancellable = |record: &OvertimeRecord| {
            let approval = approvals.iter().find(|approval| approval.id == record.id);
            approval.is_some_and(|approval| {
                may_cancel_overtime(approval.flow.state, record.date, today)
                    && caller.check(Action::OvertimeCancel, &place_of(approval)).is_ok()
            })
        };
        let mut told = BTreeSet::new();
        for approval in approvals {
            let open = matches!(approval.flow.state, FlowState::InReview | FlowState::Returned);
            if open && self.sees_background(db, caller, approval).await? {
                told.insert(approval.id);
            }
        }
        let open: Vec<&OvertimeRecord> = records.iter().filter(|record| told.contains(&record.id)).collect();
        let mut background = self.overtime_background(db, calendar, &open).await?;
        let card = |record: OvertimeRecord| {
            let (month, flags) = background.remove(&record.id).unwrap_or_default();
            let cancellable = cancellable(&record);
            (record.id, OvertimeCard { month, flags, cancellable, facts: facts(calendar, record) })
        };
        Ok(records.into_iter().map(card).collect())
    }

    /// Whether somebody may know what a request is held against: who answers for the place, and who has a say in it.
    pub(super) async fn sees_background(
        &self,
        db: &impl Connection,
        caller: &Caller,
        approval: &ApprovalRecord,
    ) -> Result<bool> {
        Ok(caller.check(Action::ApprovalView, &place_of(approval)).is_ok()
            || self.approvals().has_a_say(db, caller, approval).await?)
    }

    /// What open requests are held against, read once for all of them.
    async fn overtime_background(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        open: &[&OvertimeRecord],
    ) -> Result<BTreeMap<ApprovalId, Background>> {
        let dates = || open.iter().map(|record| record.date);
        let (Some(from), Some(to)) = (dates().min(), dates().max()) else { return Ok(BTreeMap::new()) };
        let people: BTreeSet<PersonId> = open.iter().map(|record| record.person).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        // No rule about overtime asks for a certificate, so no hall is named.
        let plans = self.plans(db, calendar, &[], (&people, &[]), (from, to)).await?;
        let today = hall_date(self.0.clock.now());
        let mut background = BTreeMap::new();
        for record in open {
            let mut flags = against(&plans, record)?;
            let others = [
                (record.date < today, OvertimeFlag::DayOver),
                (plans.is_on_leave(record.person, record.date), OvertimeFlag::OnLeave),
            ];
            flags.extend(others.into_iter().filter_map(|(holds, flag)| holds.then_some(flag)));
            background.insert(record.id, (plans.overtime_of_month(record.person, record.date)?, flags));
        }
        Ok(background)
    }

    /// What the law has against overtime: what it breaks, or breaks worse than what stands.
    pub(super) async fn law_against(&self, db: &impl Connection, record: &OvertimeRecord) -> Result<Vec<OvertimeFlag>> {
        let calendar = self.calendar().current_in(db).await?;
        let span = (record.date, record.date);
        against(&self.plans(db, &calendar, &[], (&[record.person], &[]), span).await?, record)
    }
}

fn against(plans: &Plans<'_>, record: &OvertimeRecord) -> Result<Vec<OvertimeFlag>> {
    let (people, span) = ([record.person], (record.date, record.date));
    let proposal = Proposal { people: &people, lines: &[], overtime: Some(record) };
    let findings = plans.new_findings(record.hall, proposal, &[span])?;
    let mut flags: Vec<OvertimeFlag> = findings.iter().filter_map(|found| OvertimeFlag::of(found.rule)).collect();
    flags.dedup();
    Ok(flags)
}

fn facts(calendar: &WorkCalendar, record: OvertimeRecord) -> OvertimeFacts {
    OvertimeFacts {
        date: record.date,
        class: calendar.overtime_class(record.date),
        minutes: record.minutes,
        reason: record.reason,
        compensation: record.compensation,
    }
}
