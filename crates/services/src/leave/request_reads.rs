//! My leave, one request, and who asks me to cover.

use std::collections::BTreeMap;

use domain::{
    approvals::{ApprovalKind, FlowState},
    ids::{ApprovalId, PersonId},
    leave::{CoverAsk, CoverState, LeaveAct, LeaveRow, LeaveView, MyLeave, PapersState},
    policy::Action,
    problem::Problem,
};
use store::{
    Connection,
    repo::{
        approvals::{ApprovalRecord, list_of_requester},
        leave as repo,
    },
};

use super::{
    Leave,
    papers::{checks_papers, place_of, takes_papers, wants_ruling},
};
use crate::{
    accounts::names_of,
    approvals::{CHANGEABLE, approval_of},
    caller::Caller,
    error::Result,
};

/// Requests of mine that are shown.
const SHOWN: u64 = 60;

impl Leave {
    /// The caller's latest requests, and whom they cover or are asked to from today on.
    pub async fn mine(&self, caller: &Caller) -> Result<MyLeave> {
        caller.check_own(Action::LeaveAsk)?;
        let (db, me) = (self.0.db.read(), caller.actor.person);
        let approvals = list_of_requester(db, me, ApprovalKind::Leave, SHOWN).await?;
        let ids: Vec<ApprovalId> = approvals.iter().map(|approval| approval.id).collect();
        let requests = repo::find_leave_requests(db, &ids).await?;
        let mut waits_for = self.approvals().waits_for(db, &ids).await?;
        let calendar = self.calendar().current().await?;
        let (papers, today) = (self.papers_facts(db, &ids).await?, self.today());
        let mut rules = BTreeMap::new();
        for request in &requests {
            rules.insert(request.id, self.rule(db, Some(request.hall), request.kind, request.period.from).await?);
        }
        let row = |approval: &ApprovalRecord| {
            let request = requests.iter().find(|request| request.id == approval.id)?;
            Some(LeaveRow {
                id: approval.id,
                state: approval.flow.state,
                kind: request.kind,
                period: request.period,
                workdays: request.period.workdays(&calendar),
                waits_for: waits_for.remove(&approval.id).unwrap_or_default(),
                due_at: approval.due_at,
                back_on: request.back_on,
                papers: papers.papers(request, rules.get(&request.id)?, today),
            })
        };
        Ok(MyLeave {
            as_of: self.0.clock.now(),
            sudden: ApprovalId::new(),
            requests: approvals.iter().filter_map(row).collect(),
            covers: self.covers(db, caller).await?,
        })
    }

    async fn covers(&self, db: &impl Connection, caller: &Caller) -> Result<Vec<CoverAsk>> {
        let states = [FlowState::InReview, FlowState::Approved];
        let asked = repo::list_covered_by(db, &[caller.actor.person], self.today(), &states, true).await?;
        let people: Vec<PersonId> = asked.iter().map(|request| request.person).collect();
        let names = names_of(db, &people).await?;
        let mut asks = Vec::with_capacity(asked.len());
        for request in asked {
            let facts = self.facts(db, (request.person, request.hall), request.period, request.id).await?;
            let state = request.cover.map_or(CoverState::Asked, |(_, state)| state);
            asks.push(CoverAsk {
                id: request.id,
                name: names.get(&request.person).cloned().unwrap_or_default(),
                period: request.period,
                window: facts.window(),
                state,
            });
        }
        Ok(asks)
    }

    /// One request: where it is on its way, and what the caller can do about it. For the requester and those
    /// who may follow it ([`crate::Approvals::view`]).
    pub async fn view(&self, caller: &Caller, request: ApprovalId) -> Result<LeaveView> {
        let (db, me) = (self.0.db.read(), caller.actor.person);
        let found = repo::find_leave_request(db, request).await?.ok_or(Problem::NotFound)?;
        let approval = self.approvals().view(caller, request).await?;
        let record = approval_of(db, request).await?;
        let own = found.person == me;
        let state = record.flow.state;
        let (rule, place) = (self.rule(db, Some(found.hall), found.kind, found.period.from).await?, place_of(&record));
        let papers = self.papers_facts(db, &[request]).await?.papers(&found, &rule, self.today());
        let unchecked = papers.is_some_and(|papers| {
            matches!(papers.state, PapersState::Awaited | PapersState::HandedIn | PapersState::Overdue)
        });
        let rules = caller.check(Action::LeavePapers, &place).is_ok() && wants_ruling(&found, &record, papers);
        let acts = [
            (LeaveAct::Change, own && CHANGEABLE.contains(&state)),
            (LeaveAct::Withdraw, own && CHANGEABLE.contains(&state)),
            (LeaveAct::Return, own && state == FlowState::Approved && found.back_on.is_none()),
            (LeaveAct::CheckPapers, unchecked && checks_papers(caller, &rule, &place).is_ok()),
            (LeaveAct::AddPapers, own && takes_papers(&found, &record)),
            (LeaveAct::RulePapers, rules),
        ];
        Ok(LeaveView {
            approval,
            today: self.today(),
            acts: acts.into_iter().filter_map(|(act, can)| can.then_some(act)).collect(),
            back_on: found.back_on,
            ruled: self.ruled(db, request).await?,
        })
    }
}
