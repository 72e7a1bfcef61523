//! What the form for leave needs, and what it tells while it is filled in.

use chrono::{Datelike, NaiveDate};
use domain::{
    approvals::LeaveDelegation,
    ids::{ApprovalId, HallId},
    leave::{
        CoverState, DutyDays, LEAVE_AHEAD, LEAVE_BACK, LeaveChoices, LeaveFlag, LeaveKind, LeavePreview, LeaveQuestion,
        Period, SoFar, befalls, cost, total,
    },
    policy::Action,
    problem::{FieldReason, Problem},
};
use store::repo::leave::{self as repo, LeaveRequestRecord};

use super::{Leave, request_facts::Whose, requests::papers_due, rule_book};
use crate::{
    approvals::{CHANGEABLE, approval_of, decided_in, decides},
    caller::Caller,
    error::Result,
    org::places_in,
};

impl Leave {
    /// What the form needs: for a new request, or for one of the caller's that is not settled yet.
    pub async fn choices(&self, caller: &Caller, request: Option<ApprovalId>) -> Result<LeaveChoices> {
        caller.check_own(Action::LeaveAsk)?;
        let (db, today, me) = (self.0.db.read(), self.today(), caller.actor.person);
        let hall = caller.actor.hall.ok_or(Problem::Denied)?;
        let known = match request {
            Some(id) => {
                let found = repo::find_leave_request(db, id).await?.filter(|found| found.person == me);
                Some(found.ok_or(Problem::NotFound)?)
            }
            None => None,
        };
        let version = match &known {
            Some(known) => {
                let flow = approval_of(db, known.id).await?.flow;
                if !CHANGEABLE.contains(&flow.state) {
                    return Err(Problem::NotFound.into());
                }
                Some(flow.version)
            }
            None => None,
        };
        let id = request.unwrap_or_else(ApprovalId::new);
        let period = known.as_ref().map_or(Period::whole(today, today), |known| known.period);
        let facts = self
            .facts(
                db,
                (Whose { person: me, period, but: id, moves: known.as_ref().and_then(|known| known.moves) }, hall),
                None,
            )
            .await?;
        let rules = rule_book(db, Some(hall)).await?.rules(today);
        let calendar = self.calendar().current().await?;
        let years = (today.year() - 1..=today.year() + 2).filter_map(|year| calendar.year(year).cloned());
        Ok(LeaveChoices {
            today,
            id,
            version,
            moves: match known.as_ref().and_then(|known| known.moves) {
                Some(old) => repo::find_leave_request(db, old).await?.map(|old| (old.id, old.period)),
                None => None,
            },
            so_far: match known {
                Some(known) => {
                    let delegation = self.approvals().delegated_with(db, known.id).await?;
                    Some(so_far(known, delegation))
                }
                None => None,
            },
            kinds: LeaveKind::ALL.to_vec(),
            proven: rules.iter().filter(|rule| rule.proof.is_some()).map(|rule| rule.kind).collect(),
            window: facts.window(),
            needs_cover: facts.rules.needs_cover(),
            covers: self.choices_of(db, facts.candidates()).await?,
            decides: decides(caller),
            // Others have nothing to hand over, and their form asks for nothing.
            places: if decides(caller) { places_in(db, &decided_in(caller)).await? } else { Vec::new() },
            calendar: years.collect(),
            duty: self.duty_days(db, &calendar, me, (today - LEAVE_BACK, today + LEAVE_AHEAD)).await?,
        })
    }

    /// What the form needs to move a granted leave of the caller's: its own words, for a new request that is to take its
    /// place.
    ///
    /// # Errors
    /// [`domain::leave::LeaveRequestError::Begun`] and [`domain::leave::LeaveRequestError::NotNow`] where it can't be moved.
    pub async fn choices_to_move(&self, caller: &Caller, old: ApprovalId) -> Result<LeaveChoices> {
        caller.check_own(Action::LeaveAsk)?;
        let db = self.0.db.read();
        let found = repo::find_leave_request(db, old).await?.filter(|found| found.person == caller.actor.person);
        let found = found.ok_or(Problem::NotFound)?;
        self.check_old(db, &found, None).await?;
        let choices = self.choices(caller, None).await?;
        let moves = Some((old, found.period));
        let delegation = self.approvals().delegated_with(db, old).await?;
        Ok(LeaveChoices { kinds: vec![found.kind], moves, so_far: Some(so_far(found, delegation)), ..choices })
    }

    /// What asking for some days would mean: how many they are, who would decide, what stands against it.
    pub async fn preview(&self, caller: &Caller, question: LeaveQuestion) -> Result<LeavePreview> {
        let LeaveQuestion { request, kind, period, birth, moves } = question;
        caller.check_own(Action::LeaveAsk)?;
        let (db, me) = (self.0.db.read(), caller.actor.person);
        let hall = caller.actor.hall.ok_or(Problem::Denied)?;
        check_span(period)?;
        let calendar = self.calendar().current().await?;
        let facts = self.facts(db, (Whose { person: me, period, but: request, moves }, hall), None).await?;
        let rule = self.rule(db, Some(hall), kind, period.from).await?;
        let duty = self.duty_days(db, &calendar, me, (period.from, period.to)).await?;
        let workdays = period.workdays((&*calendar, &duty));
        let asked = LeaveRequestRecord { duty, birth, moves, ..self.imagined(caller, (request, hall), kind, period) };
        let filing = Self::filing_of(caller, (hall, kind), &facts, &workdays);
        let busy = facts.candidates().into_iter().map(|(person, _)| person);
        let left = self.left(db, &calendar, &asked, (&rule, false)).await?;
        let cost = cost(period, &rule, (&*calendar, &asked.duty)).map_or(0, |days| total(&days));
        let mut flags = self.flags(db, &calendar, &asked, (&facts, &rule, left)).await?;
        // Nobody has been asked to cover yet; who is away is said in full where it stands against the request.
        flags.retain(|flag| !matches!(flag, LeaveFlag::CoverUnconfirmed | LeaveFlag::PartnerAway));
        let rest = period.rest_from(self.today()).filter(|_| !befalls(kind, false));
        Ok(LeavePreview {
            levels: self.approvals().foresee(db, &filing).await?,
            overlaps: self.own_overlap(db, &asked).await?,
            partner_away: rest.is_some_and(|rest| facts.rules.partner_is_away(rest)),
            needs_cover: rest.is_some_and(|rest| facts.rules.needs_cover_from(rest.from)),
            busy: busy.filter(|person| !facts.rules.is_free(*person, period)).collect(),
            birth: rule.birth_days(birth, period.from),
            costs: left.map(|left| (cost, left)),
            flags,
            papers_due_on: papers_due(&rule, period, (&workdays, &calendar), false),
            workdays,
        })
    }

    fn imagined(
        &self,
        caller: &Caller,
        (id, hall): (ApprovalId, HallId),
        kind: LeaveKind,
        period: Period,
    ) -> LeaveRequestRecord {
        LeaveRequestRecord {
            id,
            person: caller.actor.person,
            hall,
            post: None,
            kind,
            period,
            reason: String::new(),
            cover: None,
            sudden: false,
            papers_due_on: None,
            papers_checked: None,
            back_on: None,
            duty: DutyDays::default(),
            birth: None,
            moves: None,
            moved_to: None,
            late: None,
            asked_at: self.0.clock.now(),
        }
    }
}

/// Refuses what can't be counted.
fn check_span(period: Period) -> Result<()> {
    let wrong = |field, reason| Err(Problem::field(field, reason).into());
    let years = |date: NaiveDate| (2000..2100).contains(&date.year());
    if !years(period.from) || !years(period.to) {
        return wrong("from", FieldReason::OutOfRange);
    }
    if period.is_backwards() {
        return wrong("to", FieldReason::EndsBeforeStart);
    }
    if period.hours().is_some_and(|hours| !hours.is_sound()) {
        return wrong("to_time", FieldReason::OutOfRange);
    }
    if period.days() > domain::leave::MAX_SPAN {
        return wrong("to", FieldReason::OutOfRange);
    }
    Ok(())
}

fn so_far(known: LeaveRequestRecord, delegation: LeaveDelegation) -> SoFar {
    let cover = known.cover.filter(|(_, state)| *state != CoverState::Declined);
    SoFar {
        kind: known.kind,
        period: known.period,
        reason: known.reason,
        cover: cover.map(|(person, _)| person),
        delegation,
        birth: known.birth.map(Into::into).unwrap_or_default(),
    }
}
