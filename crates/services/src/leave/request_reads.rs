//! My leave, one request, and who asks me to cover.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::{ApprovalKind, FlowState, Subject},
    ids::{ApprovalId, PersonId},
    leave::{
        AWAY_AFTER, BackQuestion, CoverAsk, CoverState, LeaveAct, LeaveRow, LeaveUnit, LeaveView, MoveView, MyLeave,
        PapersState,
    },
    policy::Action,
    problem::Problem,
    roster::Half,
    time::hall_midnight,
};
use store::{
    Connection,
    repo::{
        approvals::{ApprovalRecord, list_of_requester},
        leave::{self as repo, LeaveRequestRecord},
    },
};

use super::{
    Leave,
    papers::{checks_papers, takes_papers, wants_ruling},
    request_facts::Whose,
    rule_book, rule_books,
};
use crate::{
    accounts::names_of,
    approvals::{CHANGEABLE, approval_of, place_of},
    caller::Caller,
    error::Result,
    pages::PageSize,
};

/// Requests of mine on one page.
const PAGE: PageSize = PageSize(30);

impl Leave {
    /// A page of the caller's requests, newest first, and whom they cover or are asked to from today on; `before` is
    /// what the page before gave as its `next`.
    pub async fn mine(&self, caller: &Caller, before: Option<ApprovalId>) -> Result<MyLeave> {
        caller.check_own(Action::LeaveAsk)?;
        let (db, me) = (self.0.db.read(), caller.actor.person);
        let approvals = list_of_requester(db, me, ApprovalKind::Leave, before, PAGE.to_read()).await?;
        let (approvals, next) = PAGE.cut(approvals, |approval| approval.id);
        let ids: Vec<ApprovalId> = approvals.iter().map(|approval| approval.id).collect();
        let requests = repo::find_leave_requests(db, &ids).await?;
        let mut waits_for = self.approvals().waits_for(db, &ids).await?;
        let calendar = self.calendar().current().await?;
        let (papers, today) = (self.papers_facts(db, &ids).await?, self.today());
        let books = rule_books(db, &requests).await?;
        let rule =
            |request: &LeaveRequestRecord| Some(books.get(&request.hall)?.rule(request.kind, request.period.from));
        let row = |approval: &ApprovalRecord| {
            let request = requests.iter().find(|request| request.id == approval.id)?;
            Some(LeaveRow {
                id: approval.id,
                state: approval.flow.state,
                kind: request.kind,
                period: request.period,
                workdays: request.period.workdays((&*calendar, &request.duty)),
                waits_for: waits_for.remove(&approval.id).unwrap_or_default(),
                due_at: approval.due_at,
                back_on: request.back_on,
                papers: rule(request).and_then(|rule| papers.papers(request, &rule, today)),
            })
        };
        Ok(MyLeave {
            as_of: self.0.clock.now(),
            sudden: ApprovalId::new(),
            sudden_kinds: rule_book(db, caller.actor.hall).await?.sudden_kinds(today),
            requests: approvals.iter().filter_map(row).collect(),
            next,
            covers: self.covers(db, caller).await?,
        })
    }

    async fn covers(&self, db: &impl Connection, caller: &Caller) -> Result<Vec<CoverAsk>> {
        let (me, today) = (caller.actor.person, self.today());
        let next = repo::list_next_covered_by(db, &[me], today, &FlowState::HOLDING).await?;
        let mut asked: Vec<(LeaveRequestRecord, bool)> = next.into_iter().map(|(_, request)| (request, true)).collect();
        let covered = repo::list_covered_by(db, &[me], today, &FlowState::HOLDING, true).await?;
        asked.extend(covered.into_iter().map(|request| (request, false)));
        let people: Vec<PersonId> = asked.iter().map(|(request, _)| request.person).collect();
        let names = names_of(db, &people).await?;
        let whose: Vec<Whose> = asked.iter().map(|(request, _)| request.into()).collect();
        let facts = self.posts_left(db, &whose).await?;
        let mut asks = Vec::with_capacity(asked.len());
        for ((request, takes_over), facts) in asked.into_iter().zip(facts) {
            let state = request.cover.filter(|_| !takes_over).map_or(CoverState::Asked, |(_, state)| state);
            let (mut successors, mut next) = (Vec::new(), None);
            if state == CoverState::Confirmed {
                let approval = approval_of(db, request.id).await?;
                successors = self.nameable(db, caller, (&approval, &request)).await?;
                next = self.next_cover(db, request.id).await?;
            }
            asks.push(CoverAsk {
                id: request.id,
                name: names.get(&request.person).cloned().unwrap_or_default(),
                period: request.period,
                window: facts.window(),
                state,
                takes_over,
                next,
                successors,
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
        // A copy is read with the approval, where it shows less.
        if !self.approvals().only_copied(db, caller, &[&record]).await?.is_empty() {
            return Err(Problem::NotFound.into());
        }
        let own = found.person == me;
        let state = record.flow.state;
        let open = FlowState::HOLDING.contains(&state);
        let handover = self.briefs(db, &[&found]).await?.remove(&request).filter(|_| open);
        let (rule, place) = (self.rule(db, Some(found.hall), found.kind, found.period.from).await?, place_of(&record));
        let papers = self.papers_facts(db, &[request]).await?.papers(&found, &rule, self.today());
        let unchecked = papers.is_some_and(|papers| {
            matches!(papers.state, PapersState::Awaited | PapersState::HandedIn | PapersState::Overdue)
        });
        let settles = caller.check(Action::LeavePapers, &place).is_ok() && wants_ruling(&found, &record, papers);
        let nameable = self.nameable(db, caller, (&record, &found)).await?;
        let acts = [
            (LeaveAct::Change, own && CHANGEABLE.contains(&state)),
            (LeaveAct::Withdraw, own && CHANGEABLE.contains(&state)),
            (LeaveAct::Move, own && self.check_old(db, &found, None).await.is_ok()),
            (LeaveAct::Return, own && state == FlowState::Approved && found.back_on.is_none()),
            (LeaveAct::CheckPapers, unchecked && checks_papers(caller, &rule, &place).is_ok()),
            (
                LeaveAct::RefusePapers,
                papers.is_some_and(|papers| papers.state == PapersState::HandedIn)
                    && checks_papers(caller, &rule, &place).is_ok(),
            ),
            (LeaveAct::AddPapers, own && takes_papers(&found, &record)),
            (LeaveAct::RulePapers, settles),
            (LeaveAct::NameCover, !nameable.is_empty()),
        ];
        // What follows from the kind is for who may know it.
        let known = matches!(&approval.row.subject, Subject::Leave(card) if card.kind.is_some());
        let recounts = if known { repo::list_recounts(db, request).await? } else { Vec::new() };
        let shortfall = repo::find_shortfalls(db, &[request]).await?.remove(&request).filter(|_| known);
        let ruled = self.ruled(db, request).await?.filter(|_| known);
        let refused = self.refused(db, request).await?.filter(|_| known);
        let (moves, moved_by) = self.moves(db, &found).await?;
        Ok(LeaveView {
            approval,
            moves,
            moved_by,
            today: self.today(),
            acts: acts.into_iter().filter_map(|(act, can)| can.then_some(act)).collect(),
            back_on: found.back_on,
            recounts,
            shortfall,
            handover,
            ruled,
            refused,
            next_cover: self.next_cover(db, request).await?,
            nameable,
        })
    }
}

impl Leave {
    /// The leave whose place a request is to take, and the request that is to take its own.
    async fn moves(
        &self,
        db: &impl Connection,
        found: &LeaveRequestRecord,
    ) -> Result<(Option<MoveView>, Option<MoveView>)> {
        let view = |of: LeaveRequestRecord, done| MoveView { request: of.id, period: of.period, done };
        let old = match found.moves {
            Some(old) => repo::find_leave_request(db, old).await?,
            None => None,
        };
        let old = old.map(|old| {
            let done = old.moved_to == Some(found.id);
            view(old, done)
        });
        let by = match found.moved_to {
            Some(by) => repo::find_leave_request(db, by).await?,
            None => repo::find_mover(db, found.id, &[FlowState::InReview]).await?,
        };
        Ok((old, by.map(|by| view(by, found.moved_to.is_some()))))
    }
}

/// The question whether somebody is back who has clocked in on a date while they are on leave.
pub(crate) async fn back_question(
    db: &impl Connection,
    person: PersonId,
    date: NaiveDate,
    punched: &[DateTime<Utc>],
) -> Result<Option<BackQuestion>> {
    let granted = repo::list_leave_between(db, &[person], (date, date), &[FlowState::Approved]).await?;
    let minute = |at: &DateTime<Utc>| (*at - hall_midnight(date)).num_minutes();
    // Who comes before hours of leave are over has only come early.
    let by_halves = |request: &&LeaveRequestRecord| request.back_on.is_none() && request.period.hours().is_none();
    for request in granted.iter().filter(by_halves) {
        let leave = request.period.on(date);
        let inside = punched.iter().map(minute).filter(|minute| (0..24 * 60).contains(minute) && leave.covers(*minute));
        let Some(first) = inside.min() else { continue };
        let half = if first < i64::from(AWAY_AFTER) { Half::Morning } else { Half::Afternoon };
        if half == Half::Afternoon && whole_days_alone(db, request).await? {
            // Half a day of these can't be given back: tomorrow's punch asks.
            continue;
        }
        let version = approval_of(db, request.id).await?.flow.version;
        let (request, until) = (request.id, request.period.to);
        return Ok(Some(BackQuestion { request, version, back_on: date, half, until }));
    }
    Ok(None)
}

async fn whole_days_alone(db: &impl Connection, request: &LeaveRequestRecord) -> Result<bool> {
    let rule = rule_book(db, Some(request.hall)).await?.rule(request.kind, request.period.from);
    Ok(rule.unit == LeaveUnit::Day)
}
