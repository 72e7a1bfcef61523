//! Inboxes, and one request with everything about it.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use domain::{
    approvals::{
        ApprovalRow, ApprovalView, ApprovalsError, FlowState, HopView, InboxView, Seat, StepView, Subject, UNDO,
    },
    ids::{ApprovalId, DecisionId, PersonId},
    policy::Action,
    problem::Problem,
};
use store::{
    Connection,
    repo::approvals::{self as repo, ApprovalRecord, HopRecord},
};

use super::{Approvals, approval_of, bench::seat_of, decide::undoable, place_of};
use crate::{accounts::names_of, caller::Caller, error::Result, pages::PageSize};

/// Requests on one page.
pub(super) const PAGE: PageSize = PageSize(30);

pub(super) type Names = HashMap<PersonId, String>;

impl Approvals {
    /// What waits for the caller, oldest first; `after` is what the page before gave as its `next`.
    pub async fn inbox(&self, caller: &Caller, after: Option<ApprovalId>) -> Result<InboxView> {
        caller.check_own(Action::ApprovalView)?;
        let found = repo::list_waiting(self.0.db.read(), caller.actor.person, after, PAGE.to_read()).await?;
        self.page(caller, found).await
    }

    /// What the caller has decided or handed over, newest first.
    pub async fn decided(&self, caller: &Caller, before: Option<ApprovalId>) -> Result<InboxView> {
        caller.check_own(Action::ApprovalView)?;
        let found = repo::list_decided(self.0.db.read(), caller.actor.person, before, PAGE.to_read()).await?;
        self.page(caller, found).await
    }

    pub(super) async fn page(&self, caller: &Caller, found: Vec<ApprovalRecord>) -> Result<InboxView> {
        let db = self.0.db.read();
        let (found, next) = PAGE.cut(found, |record| record.id);
        let waiting = repo::count_waiting(db, caller.actor.person).await?;
        Ok(InboxView {
            as_of: self.now(),
            waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
            rows: self.rows(db, caller, &found).await?,
            next,
            undo: self.undo_offer(db, caller).await?,
        })
    }

    /// The caller's decisions that can be undone still.
    async fn undo_offer(
        &self,
        db: &impl Connection,
        caller: &Caller,
    ) -> Result<Option<(Vec<ApprovalId>, DateTime<Utc>)>> {
        let last = repo::list_last_decisions(db, caller.actor.person, self.now() - UNDO).await?;
        let first = last.iter().map(|(_, at)| *at).min();
        Ok(first.map(|at| (last.into_iter().map(|(id, _)| id).collect(), at + UNDO)))
    }

    /// The lines of some requests.
    async fn rows(
        &self,
        db: &impl Connection,
        caller: &Caller,
        records: &[ApprovalRecord],
    ) -> Result<Vec<ApprovalRow>> {
        let ids: Vec<ApprovalId> = records.iter().map(|record| record.id).collect();
        let seats = repo::list_seats(db, &ids).await?;
        let mentioned = seats.values().flatten().map(|seat| seat.person);
        let mentioned: Vec<PersonId> = mentioned.chain(records.iter().map(|record| record.requester)).collect();
        let names = names_of(db, &mentioned).await?;
        let calendar = self.calendar().current().await?;
        let mut subjects = self.subjects(db, (caller, &calendar), records).await?;
        let none = Vec::new();
        let row = |record: &ApprovalRecord| {
            let seats = seats.get(&record.id).unwrap_or(&none);
            Some(row(record, subjects.remove(&record.id)?, seats, &names))
        };
        Ok(records.iter().filter_map(row).collect())
    }

    /// One request: how it got here, who can act now, and what the caller can do.
    pub async fn view(&self, caller: &Caller, approval: ApprovalId) -> Result<ApprovalView> {
        let record = self.visible(self.0.db.read(), caller, approval).await?;
        self.view_of(caller, &record).await
    }

    /// The same for a slice that has settled itself that the caller may see it.
    pub(crate) async fn view_of(&self, caller: &Caller, record: &ApprovalRecord) -> Result<ApprovalView> {
        let (db, now, me) = (self.0.db.read(), self.now(), caller.actor.person);
        let bench = self.bench(db, record).await?;
        let seats = record.flow.seats(&bench);
        let mine = seat_of(&seats, me).map(|seat| seat.via);
        let hops = repo::list_hops(db, record.id).await?;
        let takers = match mine {
            Some(_) => self.can_take_over(db, record, &bench, me).await?,
            None => Vec::new(),
        };
        let copies = repo::list_copies(db, record.id).await?;
        let told = hops.iter().flat_map(|hop| hop.actor.into_iter().chain(hop.holder).chain(hop.to.iter().copied()));
        let seated = seats.iter().map(|seat| seat.person);
        let mentioned = told.chain(seated).chain(takers.iter().copied()).chain([record.requester]);
        let mentioned: Vec<PersonId> = mentioned.chain(copies.iter().flat_map(|copy| [copy.person, copy.by])).collect();
        let names = names_of(db, &mentioned).await?;
        let calendar = self.calendar().current().await?;
        let mut subjects = self.subjects(db, (caller, &calendar), std::slice::from_ref(record)).await?;
        let subject = subjects.remove(&record.id).ok_or(Problem::NotFound)?;
        let last = undoable(&hops, record.flow.version).filter(|hop| hop.actor == Some(me));
        let undo_until = last.map(|hop| hop.at + UNDO).filter(|until| *until >= now);
        let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
        Ok(ApprovalView {
            as_of: now,
            row: row(record, subject, &seats, &names),
            steps: steps(record),
            hops: hops.iter().map(|hop| hop_view(hop, &names)).collect(),
            mine,
            own: record.requester == me,
            decision: DecisionId::new(),
            undo_until,
            hand_over_to: takers.into_iter().map(|person| (person, name(person))).collect(),
            copies: Self::copy_views(&copies, &names),
            can_copy: mine.is_some() || self.can_copy(db, caller, record).await?,
        })
    }

    /// A request that the caller may follow: their own or one about them, one that they can decide on or have decided
    /// on, one at a place that they answer for, or one of which they have a copy. Any other is not found.
    pub(super) async fn visible(
        &self,
        db: &impl Connection,
        caller: &Caller,
        approval: ApprovalId,
    ) -> Result<ApprovalRecord> {
        let record = approval_of(db, approval).await?;
        if self.others(db, &[&record]).await?.get(&approval) == Some(&caller.actor.person) {
            return Ok(record);
        }
        if record.flow.state == FlowState::Draft && record.requester != caller.actor.person {
            return Err(Problem::NotFound.into());
        }
        let visible = caller.check(Action::ApprovalView, &place_of(&record)).is_ok()
            || self.has_a_say(db, caller, &record).await?
            || !repo::copied_of(db, caller.actor.person, &[approval]).await?.is_empty();
        if visible { Ok(record) } else { Err(Problem::NotFound.into()) }
    }

    /// Whether the caller can decide on a request now, or has.
    pub(crate) async fn has_a_say(
        &self,
        db: &impl Connection,
        caller: &Caller,
        record: &ApprovalRecord,
    ) -> Result<bool> {
        let me = caller.actor.person;
        if repo::has_decided(db, me, record.id).await? {
            return Ok(true);
        }
        Ok(record.flow.seats(&self.bench(db, record).await?).iter().any(|seat| seat.person == me))
    }

    /// Who can act on some requests now, by name.
    pub(crate) async fn waits_for(
        &self,
        db: &impl Connection,
        ids: &[ApprovalId],
    ) -> Result<BTreeMap<ApprovalId, Vec<String>>> {
        let seats = repo::list_seats(db, ids).await?;
        let people: Vec<PersonId> = seats.values().flatten().map(|seat| seat.person).collect();
        let names = names_of(db, &people).await?;
        Ok(seats.into_iter().map(|(id, seats)| (id, seat_names(&seats, &names))).collect())
    }

    /// The levels that a request would go through, and a refusal where nobody could decide it.
    pub(crate) async fn foresee(
        &self,
        db: &impl Connection,
        filing: &super::Filing,
    ) -> Result<Vec<domain::approvals::Level>> {
        let today = domain::time::hall_date(self.now());
        let ladder = super::bench::Ladder::of(db, filing.agency, today).await?;
        let routes = self.routes_of(db, filing.agency, filing.kind).await?.1;
        let steps = routes.steps(&super::facts(filing, ladder.level_of(filing.requester)));
        if steps.is_empty() {
            return Err(ApprovalsError::NobodyCanDecide.into());
        }
        Ok(steps.into_iter().map(|step| step.level).collect())
    }
}

fn row(record: &ApprovalRecord, subject: Subject, seats: &[Seat], names: &Names) -> ApprovalRow {
    ApprovalRow {
        id: record.id,
        version: record.flow.version,
        requester: names.get(&record.requester).cloned().unwrap_or_default(),
        state: record.flow.state,
        subject,
        submitted_at: record.submitted_at,
        due_at: record.due_at,
        waits_for: seat_names(seats, names),
    }
}

fn seat_names(seats: &[Seat], names: &Names) -> Vec<String> {
    let mut people: Vec<PersonId> = seats.iter().map(|seat| seat.person).collect();
    people.sort_unstable();
    people.dedup();
    people.iter().filter_map(|person| names.get(person).cloned()).collect()
}

fn steps(record: &ApprovalRecord) -> Vec<StepView> {
    let flow = &record.flow;
    let steps = flow.steps.iter().enumerate().map(|(nth, step)| StepView {
        level: step.level,
        quorum: step.quorum,
        done: nth < flow.step || flow.state == FlowState::Approved,
        current: nth == flow.step && flow.state == FlowState::InReview,
    });
    steps.collect()
}

fn hop_view(hop: &HopRecord, names: &Names) -> HopView {
    let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
    HopView {
        id: hop.id,
        at: hop.at,
        actor: hop.actor.map(name),
        on_behalf_of: hop.holder.map(name),
        act: hop.act,
        to: hop.to.iter().map(|person| name(*person)).collect(),
        text: hop.text.clone(),
    }
}
