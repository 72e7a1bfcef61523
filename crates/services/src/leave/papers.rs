//! The papers that leave wants: who may hand them in and see them, who is told when they do not come, and
//! what is decided then.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Timelike, Utc};
use domain::{
    approvals::{FlowState, Holding},
    ids::{ApprovalId, PersonId},
    leave::{
        LeaveRequestError, LeaveRule, Papers, PapersRuled, PapersRuling, PapersState, RulePapersCommand, papers_late,
        papers_state, reminds_on,
    },
    notices::NoticeContent,
    photos::PhotoView,
    policy::{Action, Place},
    problem::Problem,
    time::hall_time,
};
use store::{
    Connection, Tx,
    repo::{
        approvals::ApprovalRecord,
        leave::{self as repo, LeaveRequestRecord, PapersRecord, RefusalRecord},
    },
};

use super::Leave;
use crate::{
    accounts::{name_of, people_who_may},
    approvals::{CHANGEABLE, Moment, approval_of, place_of},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
};

/// How far back papers are chased: what is older was there before anybody was told.
const CHASED: Days = Days::new(62);

/// How far ahead the earliest reminder is: a due day after the longest run of days off.
const AHEAD: Days = Days::new(21);

/// Nobody is woken for papers.
const FROM_HOUR: u32 = 8;

/// What is known of the papers of some requests.
pub(super) struct PapersFacts {
    photos: HashMap<uuid::Uuid, Vec<PhotoView>>,
    records: HashMap<ApprovalId, PapersRecord>,
    refusals: HashMap<ApprovalId, RefusalRecord>,
}

impl PapersFacts {
    /// Photos of a request.
    pub(super) fn photos(&self, request: ApprovalId) -> &[PhotoView] {
        self.photos.get(&request.uuid()).map_or(&[], Vec::as_slice)
    }

    /// When those came that count: not those that somebody has refused.
    pub(super) fn came(&self, request: ApprovalId) -> Vec<DateTime<Utc>> {
        let refused = self.refusals.get(&request).map(|refusal| refusal.at);
        let counts = |at: &DateTime<Utc>| refused.is_none_or(|refused| refused < *at);
        self.photos(request).iter().map(|photo| photo.at).filter(counts).collect()
    }

    /// The papers of a request, if any are wanted.
    pub(super) fn papers(&self, request: &LeaveRequestRecord, rule: &LeaveRule, today: NaiveDate) -> Option<Papers> {
        let due_on = request.papers_due_on?;
        let came = self.came(request.id);
        let photos = came.len();
        let checked_at = request.papers_checked.map(|(at, _)| at);
        let state = papers_state((due_on, today), photos, checked_at.is_some(), self.ruling(request.id));
        let late = papers_late(due_on, &came, checked_at);
        Some(Papers { due_on, state, photos, checked_at, late, private: rule.private_proof })
    }

    fn ruling(&self, request: ApprovalId) -> Option<PapersRuling> {
        self.records.get(&request).and_then(|record| record.ruling.as_ref()).map(|(ruling, ..)| *ruling)
    }
}

impl Leave {
    pub(super) async fn papers_facts(&self, db: &impl Connection, ids: &[ApprovalId]) -> Result<PapersFacts> {
        let things: Vec<_> = ids.iter().map(|id| id.uuid()).collect();
        Ok(PapersFacts {
            photos: self.photos().of(db, &things).await?,
            records: repo::find_papers(db, ids).await?,
            refusals: repo::find_refusals(db, ids).await?,
        })
    }

    /// Refuses photos for leave that is not the caller's own, was settled without, or whose papers were checked.
    pub(crate) async fn check_takes_papers(
        &self,
        db: &impl Connection,
        caller: &Caller,
        request: ApprovalId,
    ) -> Result<()> {
        caller.check_own(Action::LeaveAsk)?;
        let mine = |found: &LeaveRequestRecord| found.person == caller.actor.person;
        let found = repo::find_leave_request(db, request).await?.filter(mine).ok_or(Problem::NotFound)?;
        let approval = approval_of(db, request).await?;
        if takes_papers(&found, &approval) { Ok(()) } else { Err(LeaveRequestError::NotNow.into()) }
    }

    /// Refuses who may not see the papers to somebody else's leave: those that tell of health or family are
    /// for HR alone, others for who checks papers. A refusal says that there is nothing.
    pub(crate) async fn check_sees_proof(
        &self,
        db: &impl Connection,
        caller: &Caller,
        request: ApprovalId,
    ) -> Result<()> {
        let found = repo::find_leave_request(db, request).await?.ok_or(Problem::NotFound)?;
        let rule = self.rule(db, Some(found.hall), found.kind, found.period.from).await?;
        let approval = approval_of(db, request).await?;
        if sees_proof(caller, &rule, &place_of(&approval)) { Ok(()) } else { Err(Problem::NotFound.into()) }
    }

    /// Decides what follows from papers that have not come in time: the leave stands, or it does not count and
    /// its days are judged anew without it. For leads and above, never for oneself, and only once.
    pub async fn rule_papers(&self, caller: &Caller, command: RulePapersCommand) -> Result<()> {
        let reason = command.sound_reason()?;
        let approval = approval_of(self.0.db.read(), command.id).await?;
        caller.check(Action::LeavePapers, &place_of(&approval))?;
        let context = (self.clone(), caller.clone(), self.approvals().moment().await?, (command, reason));
        self.0
            .db
            .write(context, |tx, (me, caller, moment, ruled)| {
                Box::pin(async move { me.keep_ruling(tx, caller, moment, ruled).await })
            })
            .await?;
        if let Some(hall) = approval.hall {
            self.0.db.live().publish(hall);
        }
        Ok(())
    }

    async fn keep_ruling(
        &self,
        tx: &Tx,
        caller: &Caller,
        moment: &Moment,
        (command, reason): &(RulePapersCommand, String),
    ) -> Result<()> {
        let (id, by) = (command.id, caller.actor.person);
        let found = repo::find_leave_request(tx, id).await?.ok_or(Problem::NotFound)?;
        let approval = approval_of(tx, id).await?;
        let rule = self.rule(tx, Some(found.hall), found.kind, found.period.from).await?;
        let facts = self.papers_facts(tx, &[id]).await?;
        if !wants_ruling(&found, &approval, facts.papers(&found, &rule, self.today())) {
            return Err(LeaveRequestError::NotNow.into());
        }
        if approval.flow.version != command.version {
            return Err(Problem::Conflict.into());
        }
        let before = facts.records.get(&id).cloned().unwrap_or_default();
        let ruling = Some((command.ruling, reason.clone(), by, moment.now));
        repo::put_papers(tx, id, &PapersRecord { ruling, ..before }).await?;
        if command.ruling == PapersRuling::Unexcused {
            self.approvals().cancel(tx, id, (command.version, by), None).await?;
            self.moved(tx, moment, id, (Holding::Given, Holding::Nothing)).await?;
        }
        let excused = command.ruling == PapersRuling::Excused;
        let told = NoticeContent::PapersRuled { excused, request: id };
        self.notices().by(by).tell(tx, vec![(found.person, told)]).await?;
        let act = Act::about(found.person, "leave.rule_papers", format!("{id} {}", command.ruling.code()));
        Ok(audit::record(tx, caller, moment.now, act).await?)
    }

    /// What was decided about the papers of a request, if anything was.
    pub(super) async fn ruled(&self, db: &impl Connection, request: ApprovalId) -> Result<Option<PapersRuled>> {
        let record = repo::find_papers(db, &[request]).await?.remove(&request);
        let Some((ruling, reason, by, at)) = record.and_then(|record| record.ruling) else { return Ok(None) };
        let by = name_of(db, by).await?;
        Ok(Some(PapersRuled { ruling, reason, by, at }))
    }

    /// Tells people of papers that are due, once on the working day before and once when the day has passed;
    /// then who leads them, too. Run again, it tells nobody twice.
    pub(crate) async fn chase_papers(&self) -> Result<()> {
        let (db, today) = (self.0.db.read(), self.today());
        if hall_time(self.0.clock.now()).hour() < FROM_HOUR {
            return Ok(());
        }
        let calendar = self.calendar().current().await?;
        let waiting = repo::list_awaiting_papers(db, (today - CHASED, today + AHEAD)).await?;
        let ids: Vec<ApprovalId> = waiting.iter().map(|request| request.id).collect();
        let facts = self.papers_facts(db, &ids).await?;
        for request in waiting {
            let Some(due_on) = request.papers_due_on.filter(|_| facts.came(request.id).is_empty()) else { continue };
            let known = facts.records.get(&request.id);
            let reminded = known.is_some_and(|record| record.reminded_at.is_some());
            let told = known.is_some_and(|record| record.overdue_at.is_some() || record.ruling.is_some());
            if (due_on < today && !told) || (reminds_on(due_on, today, &calendar) && !reminded) {
                self.0
                    .db
                    .write((self.clone(), request), move |tx, (me, request)| {
                        Box::pin(async move { me.chase(tx, request, due_on).await })
                    })
                    .await?;
            }
        }
        Ok(())
    }

    async fn chase(&self, tx: &Tx, request: &LeaveRequestRecord, due_on: NaiveDate) -> Result<()> {
        let (id, now, today) = (request.id, self.0.clock.now(), self.today());
        let before = repo::find_papers(tx, &[id]).await?.remove(&id).unwrap_or_default();
        if due_on >= today {
            let told = NoticeContent::PapersDue { due_on, request: id };
            self.notices().tell(tx, vec![(request.person, told)]).await?;
            return Ok(repo::put_papers(tx, id, &PapersRecord { reminded_at: Some(now), ..before }).await?);
        }
        let place = place_of(&approval_of(tx, id).await?);
        let leads = people_who_may(tx, Action::LeavePapers, &place, today).await?;
        let by = name_of(tx, request.person).await?;
        let missing = |lead: PersonId| (lead, NoticeContent::PapersMissing { by: by.clone(), request: id });
        let mut told = vec![(request.person, NoticeContent::PapersOverdue { request: id })];
        told.extend(leads.into_iter().map(missing));
        self.notices().tell(tx, told).await?;
        Ok::<_, Error>(repo::put_papers(tx, id, &PapersRecord { overdue_at: Some(now), ..before }).await?)
    }
}

/// Whether somebody may see the papers themselves.
pub(super) fn sees_proof(caller: &Caller, rule: &LeaveRule, place: &Place) -> bool {
    let own = place.person == Some(caller.actor.person);
    let action = if rule.private_proof || own { Action::LeaveProofView } else { Action::LeavePapers };
    caller.check(action, place).is_ok()
}

/// Whether somebody may say that they have checked the papers: who may see them, and not one's own.
pub(super) fn checks_papers(caller: &Caller, rule: &LeaveRule, place: &Place) -> Result<()> {
    caller.check(Action::LeavePapers, place)?;
    if sees_proof(caller, rule, place) { Ok(()) } else { Err(Problem::Denied.into()) }
}

/// Whether photos of papers can still be handed in and taken back.
pub(super) fn takes_papers(found: &LeaveRequestRecord, approval: &ApprovalRecord) -> bool {
    let state = approval.flow.state;
    found.papers_checked.is_none() && (CHANGEABLE.contains(&state) || state == FlowState::Approved)
}

/// Whether somebody has to decide what follows: leave was granted, and its papers have not come. What is not
/// granted yet is decided like any request, with its papers marked as overdue.
pub(super) fn wants_ruling(found: &LeaveRequestRecord, approval: &ApprovalRecord, papers: Option<Papers>) -> bool {
    let overdue = papers.is_some_and(|papers| papers.state == PapersState::Overdue);
    approval.flow.state == FlowState::Approved && found.back_on.is_none_or(|back| back > found.period.from) && overdue
}
