use std::collections::BTreeMap;

use chrono::Days;
use domain::{
    attendance::{
        AdjustmentCause, DecidePunchCommand, ExplainedView, FencePolicy, FlaggedView, MAX_REASON, PresenceSettings,
        ReviewItem, ReviewView,
    },
    ids::{HallId, PersonId, PunchId},
    notices::NoticeContent,
    policy::{Action, Denied},
    problem::{Problem, check_text},
    time::{hall_date, hall_midnight},
};
use store::{
    Tx,
    repo::attendance::{self as repo, NewDecision},
};

use super::{Attendance, witness::is_of_today};
use crate::{
    audit,
    caller::Caller,
    error::{Error, Result},
    notices::Notices,
    pages::PageSize,
    received::Sent,
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
    /// asks for a correction. The day it belongs to is judged again. Sent again under the same id, it is said once.
    pub async fn decide(&self, caller: &Caller, command: DecidePunchCommand) -> Result<()> {
        let record = repo::find_punch(self.0.db.read(), command.punch).await?.ok_or(Problem::NotFound)?;
        self.check_person(caller, Action::PunchDecide, record.person).await?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let policy = self.presence_of(record.hall).await?.policy;
        let context = (self.clone(), caller.clone(), command, sent);
        self.0
            .db
            .write(context, move |tx, (me, caller, command, sent)| {
                Box::pin(async move {
                    let now = me.0.clock.now();
                    sent.once(tx, now, Box::pin(me.keep_decision(tx, caller, command, policy))).await
                })
            })
            .await?;
        if let Some(hall) = record.hall {
            self.0.db.live().publish(hall);
        }
        Ok(())
    }

    async fn keep_decision(
        &self,
        tx: &Tx,
        caller: &Caller,
        command: &DecidePunchCommand,
        policy: FencePolicy,
    ) -> Result<()> {
        let (now, by, accepted) = (self.0.clock.now(), caller.actor.person, command.accepted);
        let record = repo::find_punch(tx, command.punch).await?.ok_or(Problem::NotFound)?;
        // Where the hall asks for a second proof, whoever does without it has to say why.
        let unproved = record.view.lacks_proof() && policy == FencePolicy::SecondProof;
        let reason = check_text("reason", command.reason.clone(), (MAX_REASON, !accepted || unproved))?;
        if !record.view.waits_for_decision() {
            return Err(Problem::Conflict.into());
        }
        let (person, date) = (record.person, record.view.date());
        let kept = repo::create_decision(tx, &NewDecision { punch: command.punch, by, accepted, reason }, now).await;
        kept.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
        self.facts_changed(tx, person, date, AdjustmentCause::Decision).await?;
        let decided = NoticeContent::PunchDecided { accepted, date };
        Notices(self.0.clone()).by(by).tell(tx, vec![(person, decided)]).await?;
        let word = if accepted { "accepted" } else { "refused" };
        let act = audit::Act::about(person, "attendance.decide", format!("{} {word}", command.punch));
        Ok(audit::record(tx, caller, now, act).await?)
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
