use std::collections::BTreeMap;

use chrono::Days;
use domain::{
    attendance::{
        AdjustmentCause, ExplainedView, FencePolicy, FlaggedView, MAX_REASON, PresenceSettings, ReviewItem, ReviewView,
    },
    ids::{HallId, PersonId, PunchId},
    notices::NoticeContent,
    policy::{Action, Denied},
    problem::{FieldReason, Problem},
    time::{hall_date, hall_midnight},
};
use store::repo::attendance::{self as repo, NewDecision, PunchRecord};

use super::{Attendance, witness::is_of_today};
use crate::{
    audit,
    caller::Caller,
    error::{Error, Result},
    notices::Notices,
    pages::PageSize,
};

/// Punches on one page of those that wait.
const PAGE: PageSize = PageSize(30);

/// How far back flags are shown that nobody has looked at.
const FLAG_DAYS: Days = Days::new(7);

/// How many of them.
const FLAGS: u64 = 60;

impl Attendance {
    /// The punches that wait for a word of the caller's, however old: of the people they lead, not their own. One
    /// of a month that is not locked keeps it from being locked, one of a locked month is adjusted.
    pub async fn review(&self, caller: &Caller, after: Option<PunchId>) -> Result<ReviewView> {
        let scopes = caller.actor.scopes(Action::PunchDecide);
        if scopes.is_empty() {
            return Err(Denied.into());
        }
        let now = self.0.clock.now();
        let today = hall_date(now);
        let me = caller.actor.person;
        let db = self.0.db.read();
        let found = repo::list_undecided(db, &scopes, me, today, after, PAGE.to_read()).await?;
        let (found, next) = PAGE.cut(found, |(record, _)| record.view.id);
        let mut policies = BTreeMap::<Option<HallId>, FencePolicy>::new();
        let mut items = Vec::with_capacity(found.len());
        for (record, name) in found {
            let policy = match policies.get(&record.hall) {
                Some(policy) => *policy,
                None => self.presence_of(record.hall).await?.policy,
            };
            policies.insert(record.hall, policy);
            let may_witness = record.view.lacks_proof() && is_of_today(&record.view, now);
            items.push(ReviewItem { person: record.person, name, punch: record.view, policy, may_witness });
        }
        // Above the first page only.
        let (overdue, late, flagged, explained) = match after {
            Some(_) => Default::default(),
            None => {
                let lately = (hall_midnight(today - FLAG_DAYS), today);
                let flagged = repo::list_flagged(db, &scopes, me, lately, FLAGS).await?;
                let explained = repo::list_explained(db, &scopes, me, lately, FLAGS).await?;
                let late = self.late_outings(db, caller, lately.0).await?;
                (self.overdue_outings(db, caller).await?, late, flagged, explained)
            }
        };
        let flagged = flagged.into_iter().map(|flagged| FlaggedView {
            person: flagged.person,
            name: flagged.name,
            punch: flagged.punch,
            at: flagged.at,
            flags: flagged.flags,
        });
        let explained = explained.into_iter().map(|(record, name)| ExplainedView {
            name,
            punch: record.view.id,
            at: record.view.at,
            verdict: record.view.judgement.verdict,
            reason: record.view.reason.unwrap_or_default(),
        });
        let (flagged, explained) = (flagged.collect(), explained.collect());
        Ok(ReviewView { as_of: now, items, next, overdue, late, flagged, explained })
    }

    /// What is asked where a punch was made.
    pub(super) async fn presence_of(&self, hall: Option<HallId>) -> Result<PresenceSettings> {
        match hall {
            Some(hall) => Ok(repo::find_presence(self.0.db.read(), hall).await?),
            None => Ok(PresenceSettings::default()),
        }
    }

    /// Says whether a punch that was not shown to be in time and at the hall counts; why is needed for a no, and
    /// for a yes where the hall asks for a second proof that is not there. Once: who sees it otherwise later
    /// asks for a correction. The day it belongs to is judged again.
    pub async fn decide(&self, caller: &Caller, punch: PunchId, accepted: bool, reason: &str) -> Result<()> {
        let reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        let record = repo::find_punch(self.0.db.read(), punch).await?.ok_or(Problem::NotFound)?;
        self.check_person(caller, Action::PunchDecide, record.person).await?;
        // Where the hall asks for a second proof, whoever does without it has to say why.
        let unproved =
            record.view.lacks_proof() && self.presence_of(record.hall).await?.policy == FencePolicy::SecondProof;
        if (!accepted || unproved) && reason.is_none() {
            return Err(Problem::field("reason", FieldReason::Required).into());
        }
        if reason.as_ref().is_some_and(|reason| reason.chars().count() > usize::from(MAX_REASON)) {
            return Err(Problem::field("reason", FieldReason::TooLong).into());
        }
        if !record.view.waits_for_decision() {
            return Err(Problem::Conflict.into());
        }
        let decision = NewDecision { punch, by: caller.actor.person, accepted, reason };
        self.keep_decision(caller, &record, decision).await?;
        if let Some(hall) = record.hall {
            self.0.db.live().publish(hall);
        }
        Ok(())
    }

    async fn keep_decision(&self, caller: &Caller, record: &PunchRecord, decision: NewDecision) -> Result<()> {
        let (now, person, date) = (self.0.clock.now(), record.person, record.view.date());
        self.0
            .db
            .write((self.clone(), caller.clone(), decision), move |tx, (me, caller, decision)| {
                Box::pin(async move {
                    let kept = repo::create_decision(tx, decision, now).await;
                    kept.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
                    me.facts_changed(tx, person, date, AdjustmentCause::Decision).await?;
                    let decided = NoticeContent::PunchDecided { accepted: decision.accepted, date };
                    Notices(me.0.clone()).by(caller.actor.person).tell(tx, vec![(person, decided)]).await?;
                    let word = if decision.accepted { "accepted" } else { "refused" };
                    let act = audit::Act::about(person, "attendance.decide", format!("{} {word}", decision.punch));
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await
    }

    /// Refuses who may not do something about a person's attendance.
    pub(super) async fn check_person(&self, caller: &Caller, action: Action, person: PersonId) -> Result<()> {
        if person == caller.actor.person {
            return Ok(caller.check_own(action)?);
        }
        let (scopes, today) = (caller.actor.scopes(action), hall_date(self.0.clock.now()));
        let covered = store::repo::scope::covers_person(self.0.db.read(), &scopes, person, today).await?;
        if covered { Ok(()) } else { Err(Denied.into()) }
    }
}
