//! Asking for leave: as a draft, anew, changed.

use domain::{
    approvals::{Amount, ApprovalKind, FlowState, Holding},
    attendance::LateAct,
    calendar::{WorkCalendar, after_workdays},
    ids::{ApprovalId, HallId, PersonId},
    leave::{
        CoverState, LeaveCommand, LeaveKind, LeaveRequestError, LeaveRule, Period, Workdays, befalls, check_cover,
    },
    photos::PhotoSubject,
    policy::Action,
    problem::Problem,
};
use store::{
    Tx,
    repo::{
        approvals::ApprovalRecord,
        leave::{self as repo, LeaveRequestRecord},
    },
};

use super::{
    Leave,
    request_facts::{Facts, Whose},
};
use crate::{
    approvals::{CHANGEABLE, Filing, Moment},
    audit::{self, Act},
    caller::Caller,
    error::Result,
    org::hold_hall,
    received::Sent,
};

/// What is asked, with how it is asked.
struct Asked {
    command: LeaveCommand,
    period: Period,
    hall: HallId,
    how: How,
}

/// How something is asked.
pub(super) enum How {
    /// In a form. A change is known by its version; a draft that is kept again is the same draft.
    Form(Option<Sent>),
    /// In one tap: a sudden case, and where it arrived later than it was reported.
    Tap(Sent, Option<LateAct>),
}

impl How {
    /// As what it was sent.
    const fn sent(&self) -> Option<&Sent> {
        match self {
            Self::Form(sent) => sent.as_ref(),
            Self::Tap(sent, _) => Some(sent),
        }
    }
}

impl Leave {
    /// Keeps a draft, asks for leave, or changes what was asked and asks again; only ever for oneself. Asked
    /// twice with the same id and words, it is one request; changed twice at the same version, it is one change.
    ///
    /// What is asked for is held in the ledger, and the days are the request's: two of a post never plan to be
    /// both away, nor does somebody who has promised to cover. Illness and other sudden cases are kept whatever was
    /// promised, and who leads is told that somebody is missing. Those who decide are asked from the first step on.
    pub async fn ask(&self, caller: &Caller, command: LeaveCommand) -> Result<ApprovalId> {
        caller.check_own(Action::LeaveAsk)?;
        let period = command.period(self.today())?;
        let changes = command.version.filter(|_| !command.draft);
        let sent = changes.map(|version| Sent::of_request(caller.actor.person, (command.id, Some(version)), &command));
        self.keep_and_ask(caller, (command, period), How::Form(sent.transpose()?)).await
    }

    /// The same for what was checked, also for a sudden case.
    pub(super) async fn keep_and_ask(
        &self,
        caller: &Caller,
        (command, period): (LeaveCommand, Period),
        how: How,
    ) -> Result<ApprovalId> {
        let hall = caller.actor.hall.ok_or(Problem::Denied)?;
        let id = command.id;
        let asked = Asked { command, period, hall, how };
        let context = (self.clone(), caller.clone(), self.approvals().moment().await?, asked);
        self.0
            .db
            .write(context, |tx, (me, caller, moment, asked)| {
                Box::pin(async move {
                    hold_hall(tx, asked.hall).await?;
                    let work = Box::pin(me.store(tx, caller, moment, asked));
                    match asked.how.sent() {
                        Some(sent) => sent.once(tx, moment.now, work).await,
                        None => work.await,
                    }
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        // Whoever decides meanwhile finds what waits, also where it begins today.
        self.approvals().reroute_of(caller.actor.person).await?;
        Ok(id)
    }

    async fn store(&self, tx: &Tx, caller: &Caller, moment: &Moment, asked: &Asked) -> Result<()> {
        let (command, period, person) = (&asked.command, asked.period, caller.actor.person);
        let known = repo::find_leave_request(tx, command.id).await?;
        let moves = known.as_ref().map_or(command.moves, |known| known.moves);
        let whose = Whose { person, period, but: command.id, moves };
        let facts = self.facts(tx, (whose, asked.hall), command.cover).await?;
        let rule = self.rule(tx, Some(asked.hall), command.kind, command.from).await?;
        let calendar = &*moment.calendar;
        let duty = self.duty_days(tx, calendar, person, (period.from, period.to)).await?;
        let workdays = period.workdays((calendar, &duty));
        let cover = cover_of(asked, known.as_ref());
        let reason = command.reason.trim().to_owned();
        let (tapped, late) = match asked.how {
            How::Tap(_, late) => (true, late),
            How::Form(_) => (false, known.as_ref().and_then(|known| known.late)),
        };
        let sudden = tapped || known.as_ref().is_some_and(|known| still_sudden(known, period));
        let record = LeaveRequestRecord {
            id: command.id,
            person,
            hall: asked.hall,
            post: facts.post(),
            kind: command.kind,
            period,
            papers_due_on: papers_due(&rule, period, (&workdays, calendar), sudden && reason.is_empty()),
            reason,
            cover,
            sudden,
            papers_checked: None,
            back_on: None,
            birth: command.birth.of(command.kind),
            moves,
            moved_to: None,
            duty,
            late,
            asked_at: moment.now,
        };
        let filing = filing(caller, &record, &facts, &workdays);
        let approvals = self.approvals();
        let kept = approvals.keep(tx, &filing).await?;
        if let Some(known) = &known {
            if repeated(&kept, known, &record, command) {
                return Ok(());
            }
            check_change(&kept, person, command)?;
            repo::update_leave_request(tx, &record).await?;
        } else {
            check_change(&kept, person, command)?;
            self.check_movable(tx, &record).await?;
            repo::create_leave_request(tx, &record).await?;
        }
        self.photos().attach(tx, caller, PhotoSubject::Leave(record.id), &command.photos).await?;
        let days = (period.from, period.to);
        let asked = (!command.draft, kept.flow.state != FlowState::Draft);
        approvals.delegate_with_leave(tx, caller, (record.id, days), asked, &command.delegation).await?;
        if command.draft {
            return Ok(());
        }
        period.count(&rule, (calendar, &record.duty))?;
        self.check_free(tx, &facts, &record).await?;
        let named = record.period.rest_from(moment.today()).filter(|_| !befalls(record.kind, record.sudden));
        // Where nobody could, who leads finds somebody.
        let nobody = record.cover.is_none() && facts.candidates().is_empty();
        if !nobody && (named.is_some() || record.cover.is_some()) {
            check_cover(&facts.rules, person, command.cover, named.unwrap_or(record.period))?;
        }
        let before = kept.flow.state.holding();
        if before == Holding::Held {
            // What was asked before is let go first: the new days may be the same.
            self.settle(tx, moment, record.id, (before, Holding::Nothing)).await?;
        }
        self.tell_covers(tx, known.as_ref().filter(|_| before == Holding::Held), &record).await?;
        let approval = approvals.submit(tx, moment, &filing, kept).await?;
        self.settle(tx, moment, record.id, (Holding::Nothing, Holding::Held)).await?;
        self.tell_gap(tx, &approval, (&record, &facts)).await?;
        let detail = format!("{}, {} to {}", record.kind.code(), record.period.from, record.period.to);
        let act = Act { action: "leave.ask", subject: ("leave_request", record.id.uuid()), detail };
        Ok(audit::record(tx, caller, moment.now, act).await?)
    }
}

/// Whether what was reported as sudden is still that, and not days that were planned since.
fn still_sudden(known: &LeaveRequestRecord, period: Period) -> bool {
    known.sudden && period.from == known.period.from && period.to <= known.period.to
}

/// Who covers: one who has said yes for the same days is not asked again.
fn cover_of(asked: &Asked, known: Option<&LeaveRequestRecord>) -> Option<(PersonId, CoverState)> {
    let person = asked.command.cover?;
    let before = known.filter(|known| known.period == asked.period).and_then(|known| known.cover);
    Some(before.filter(|(who, _)| *who == person).unwrap_or((person, CoverState::Asked)))
}

/// Whether the same was asked before: the form was sent twice.
fn repeated(
    kept: &ApprovalRecord,
    known: &LeaveRequestRecord,
    new: &LeaveRequestRecord,
    command: &LeaveCommand,
) -> bool {
    let words = |record: &LeaveRequestRecord| {
        (record.kind, record.period, record.reason.clone(), record.cover.map(|(person, _)| person), record.birth)
    };
    let asked = kept.flow.state != FlowState::Draft;
    command.version.is_none() && known.person == new.person && words(known) == words(new) && asked != command.draft
}

/// A request is changed by its requester, at the version that they saw, while nobody has settled it.
fn check_change(kept: &ApprovalRecord, person: PersonId, command: &LeaveCommand) -> Result<()> {
    if kept.requester != person {
        return Err(Problem::NotFound.into());
    }
    if command.version.unwrap_or(1) != kept.flow.version {
        return Err(Problem::Conflict.into());
    }
    let possible = CHANGEABLE.contains(&kept.flow.state) && !(command.draft && kept.flow.state == FlowState::InReview);
    if possible { Ok(()) } else { Err(LeaveRequestError::NotNow.into()) }
}

/// When the papers are due, if any are wanted for so long a leave; of a sudden case whose reason nobody knows, see
/// [`LeaveRule::papers_within`].
pub(super) fn papers_due(
    rule: &LeaveRule,
    period: Period,
    (workdays, calendar): (&Workdays, &WorkCalendar),
    unexplained: bool,
) -> Option<chrono::NaiveDate> {
    let within = rule.papers_within(workdays.half_days, unexplained)?;
    Some(after_workdays(period.from, within, calendar))
}

fn filing(caller: &Caller, record: &LeaveRequestRecord, facts: &Facts, workdays: &Workdays) -> Filing {
    Filing {
        id: record.id,
        kind: ApprovalKind::Leave,
        agency: caller.actor.agency,
        hall: Some(record.hall),
        zone: facts.zone(),
        requester: record.person,
        amount: Amount::HalfDays(workdays.half_days),
        subtype: record.kind.code().to_owned(),
    }
}

impl Leave {
    /// The same as a filing for what is not stored yet.
    pub(super) fn filing_of(
        caller: &Caller,
        (hall, kind): (HallId, LeaveKind),
        facts: &Facts,
        workdays: &Workdays,
    ) -> Filing {
        Filing {
            id: ApprovalId::new(),
            kind: ApprovalKind::Leave,
            agency: caller.actor.agency,
            hall: Some(hall),
            zone: facts.zone(),
            requester: caller.actor.person,
            amount: Amount::HalfDays(workdays.half_days),
            subtype: kind.code().to_owned(),
        }
    }
}
