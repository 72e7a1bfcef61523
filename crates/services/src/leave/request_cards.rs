//! A request's facts, as who decides on it sees them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::Days;
use domain::{
    approvals::{FlowState, Holding},
    calendar::WorkCalendar,
    ids::{ApprovalId, HallId, PersonId},
    leave::{CoverState, CoverView, LeaveCard, LeaveFlag, LeaveRule, PapersState, RuleBook, Viewer, cost, total},
    policy::Role,
    problem::Problem,
};
use store::{
    Connection,
    repo::{
        approvals::ApprovalRecord,
        leave::{self as repo, LeaveRequestRecord},
    },
};

use super::{
    Leave,
    papers::{PapersFacts, sees_proof},
    request_facts::{Facts, Whose},
    rule_books,
};
use crate::{
    accounts::names_of,
    approvals::place_of,
    attendance::has_punched,
    caller::Caller,
    error::Result,
    roster::{Roster, has_open_swap, has_overtime},
};

/// What the cards of a list have in common.
#[derive(Clone, Copy)]
struct Around<'a> {
    names: &'a HashMap<PersonId, String>,
    papers: &'a PapersFacts,
    books: &'a BTreeMap<HallId, RuleBook>,
    facts: &'a Facts,
    copied: &'a BTreeSet<ApprovalId>,
}

impl Leave {
    /// The cards of some requests, as the caller may know them.
    pub(crate) async fn cards(
        &self,
        db: &impl Connection,
        (caller, calendar): (&Caller, &WorkCalendar),
        approvals: &[&ApprovalRecord],
    ) -> Result<BTreeMap<ApprovalId, LeaveCard>> {
        if approvals.is_empty() {
            return Ok(BTreeMap::new());
        }
        let ids: Vec<ApprovalId> = approvals.iter().map(|approval| approval.id).collect();
        let requests = repo::find_leave_requests(db, &ids).await?;
        let covers: Vec<PersonId> = requests.iter().filter_map(|request| Some(request.cover?.0)).collect();
        let names = names_of(db, &covers).await?;
        let moved: Vec<ApprovalId> = requests.iter().filter_map(|request| request.moves).collect();
        let moved = repo::find_leave_requests(db, &moved).await?;
        let short = repo::find_shortfalls(db, &ids).await?;
        let papers = self.papers_facts(db, &ids).await?;
        let books = rule_books(db, &requests).await?;
        let whose: Vec<Whose> = requests.iter().map(Whose::from).collect();
        let facts = self.posts_left(db, &whose).await?;
        let copied = &self.approvals().only_copied(db, caller, approvals).await?;
        let mut cards = BTreeMap::new();
        for (request, facts) in requests.iter().zip(&facts) {
            let approval = approvals.iter().find(|approval| approval.id == request.id);
            if let Some(approval) = approval {
                let around = Around { names: &names, papers: &papers, books: &books, facts, copied };
                let mut card = self.card(db, (caller, calendar), (approval, request), around).await?;
                let old = moved.iter().find(|old| request.moves == Some(old.id));
                card.moves = old.map(|old| old.period);
                card.flags
                    .extend(short.get(&request.id).filter(|_| card.kind.is_some()).map(|_| LeaveFlag::CalendarShort));
                if copied.contains(&request.id) {
                    // What decides is for those who do.
                    card = LeaveCard { left: None, papers: None, flags: Vec::new(), late: None, ..card };
                }
                cards.insert(request.id, card);
            }
        }
        Ok(cards)
    }

    async fn card(
        &self,
        db: &impl Connection,
        (caller, calendar): (&Caller, &WorkCalendar),
        (approval, request): (&ApprovalRecord, &LeaveRequestRecord),
        Around { names, papers, books, facts, copied }: Around<'_>,
    ) -> Result<LeaveCard> {
        let book = books.get(&request.hall).ok_or(Problem::NotFound)?;
        let rule = book.rule(request.kind, request.period.from);
        let workdays = request.period.workdays((calendar, &request.duty));
        let open = matches!(approval.flow.state, FlowState::InReview | FlowState::Draft | FlowState::Returned);
        let held = approval.flow.state.holding() != Holding::Nothing;
        let left = self.left(db, calendar, request, (&rule, held)).await?;
        let mut flags = if open { self.flags(db, calendar, request, (facts, &rule, left)).await? } else { Vec::new() };
        let photos = papers.photos(request.id);
        let papers = papers.papers(request, &rule, self.today());
        let late = papers.is_some_and(|papers| papers.state == PapersState::Overdue);
        flags.extend((open && late).then_some(LeaveFlag::PapersLate));
        let seen = rule.seen_by(if copied.contains(&request.id) { Viewer::Copied } else { viewer(caller, approval) });
        flags.retain(|flag| seen.kind || !flag.tells_of_the_kind());
        let cover = request.cover.map(|(person, state)| CoverView {
            person,
            name: names.get(&person).cloned().unwrap_or_default(),
            state,
        });
        Ok(LeaveCard {
            kind: Some(request.kind).filter(|_| seen.kind),
            period: request.period,
            workdays,
            reason: Some(request.reason.clone()).filter(|reason| seen.proof && !reason.is_empty()),
            birth: rule.birth_days(request.birth, request.period.from).filter(|_| seen.proof),
            moves: None,
            window: facts.window().filter(|_| request.post.is_some()),
            cover,
            papers: papers.filter(|_| seen.kind),
            photos: if sees_proof(caller, &rule, &place_of(approval)) { photos.to_vec() } else { Vec::new() },
            left: left.filter(|_| seen.kind),
            flags,
            late: request.late,
        })
    }

    /// What should be looked at before it is granted.
    pub(super) async fn flags(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        request: &LeaveRequestRecord,
        (facts, rule, left): (&Facts, &LeaveRule, Option<i32>),
    ) -> Result<Vec<LeaveFlag>> {
        let (period, today) = (request.period, self.today());
        let mut flags = Vec::new();
        let mut flag = |holds: bool, flag: LeaveFlag| flags.extend(holds.then_some(flag));
        flag(left.is_some_and(|left| left < 0), LeaveFlag::NotEnough);
        let over = |limit| cost(period, rule, (calendar, &request.duty)).is_ok_and(|days| total(&days) > limit);
        flag(rule.limit(request.birth).is_some_and(over), LeaveFlag::OverLimit);
        let state = request.cover.map(|(_, state)| state);
        flag(state == Some(CoverState::Declined), LeaveFlag::CoverDeclined);
        let to_come = period.to >= today;
        let unnamed = state.is_none() && facts.rules.needs_cover_from(today);
        flag(to_come && (state == Some(CoverState::Asked) || unnamed), LeaveFlag::CoverUnconfirmed);
        for hindrance in facts.hindrances(request.person, period) {
            flag(true, hindrance);
        }
        if let Some((cover, _)) = request.cover {
            flag(self.off_duty(db, calendar, cover, request).await?, LeaveFlag::CoverOffDuty);
        }
        flag(has_punched(db, request.person, period, today).await?, LeaveFlag::Punched);
        let dates: Vec<_> = period.dates().collect();
        flag(has_open_swap(db, request.person, &dates).await?, LeaveFlag::SwapOpen);
        flag(has_overtime(db, request.person, (period.from, period.to)).await?, LeaveFlag::Overtime);
        let asked_on = domain::time::hall_date(request.asked_at);
        let notice = calendar.workdays_between(asked_on + Days::new(1), period.from);
        flag(!request.sudden && period.from > asked_on && notice < rule.notice.workdays, LeaveFlag::ShortNotice);
        flag(!request.sudden && period.from <= asked_on && !rule.notice.sudden, LeaveFlag::ShortNotice);
        flag(request.sudden, LeaveFlag::Sudden);
        Ok(flags)
    }

    /// Whether who covers has no shift on a day on which the requester has one.
    async fn off_duty(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        cover: PersonId,
        request: &LeaveRequestRecord,
    ) -> Result<bool> {
        let (period, people) = (request.period, [cover, request.person]);
        let roster = Roster(self.0.clone());
        let duties = roster.duties_of(db, calendar, &people, period.from, period.to).await?;
        let works = |person: PersonId, date| {
            let own = duties.get(&person).into_iter().flatten();
            own.filter(|duty| duty.date == date).any(|duty| duty.shift().is_some())
        };
        Ok(period.dates().any(|date| works(request.person, date) && !works(cover, date)))
    }
}

/// As whom the caller looks at a request. The most that any of their roles may know.
fn viewer(caller: &Caller, approval: &ApprovalRecord) -> Viewer {
    if approval.requester == caller.actor.person {
        return Viewer::Own;
    }
    let place = place_of(approval);
    let has = |role: Role| caller.actor.grants.iter().any(|grant| grant.role == role && grant.scope.covers(&place));
    if has(Role::Hr) {
        Viewer::Hr
    } else if has(Role::Host) && !has(Role::Lead) && !has(Role::Supervisor) {
        Viewer::Host
    } else {
        // A deputy, or somebody to whom it was handed over, decides like who has the role.
        Viewer::Decider
    }
}
