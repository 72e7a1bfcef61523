//! Recording what a round has found, explaining it, deciding it.

use chrono::{DateTime, Utc};
use domain::{
    attendance::{
        ClaimDoubt, DecidePatrolCommand, LateAct, LateKind, PatrolCommand, PatrolWord, PatrolWordCommand, Sending,
        may_decide, may_explain, patrol_state, patrol_text,
    },
    ids::{HallId, PatrolId, PersonId, PostId},
    notices::NoticeContent,
    policy::{Action, Place},
    problem::{FieldReason, Problem},
    time::hall_date,
};
use store::{
    Tx,
    repo::attendance::{self as repo, PatrolDecisionRecord, PatrolRecord, PatrolRow},
};

use super::{Attendance, answering::posts_of, late::Came};
use crate::{
    accounts::{name_of, people_who_may},
    audit,
    caller::Caller,
    error::{Error, Result},
    notices::Notices,
    org::{hall_record, window_places},
    received::Sent,
};

impl Attendance {
    /// Records what was found about somebody who answered for a window then. For inspectors, and never about
    /// themselves. The person sees it at once. Sent again under the same id, it is recorded once. What comes of one that
    /// arrives late is said at [`PatrolCommand`].
    pub async fn record_patrol(
        &self,
        caller: &Caller,
        command: PatrolCommand,
        sending: Option<Sending>,
    ) -> Result<PatrolId> {
        let (db, now, me) = (self.0.db.read(), self.0.clock.now(), caller.actor.person);
        let (hall, places) = window_places(db, command.window).await?;
        let zone = places.first().map(|place| place.zone);
        let agency = hall_record(db, hall).await?.agency;
        caller.check(Action::PatrolRecord, &Place { zone, ..Place::hall(agency, hall) }.about(command.person))?;
        let late_hours = self.presence_of(Some(hall)).await?.late_claim_hours;
        let came = Came { tap: command.tap.clone(), sending };
        let late = self.late_act(me, LateKind::Patrol, &came, late_hours)?;
        let (found_at, note) = command.checked(late.map_or(now, |late| late.counts_at()), now)?;
        self.check_answers(command.person, (hall, &posts_of(&places)), &moments(found_at, late)).await?;
        let sent = Sent::new(me, command.id.uuid(), &command)?;
        let record = PatrolRecord {
            id: command.id,
            hall,
            window: command.window,
            person: command.person,
            kind: command.kind,
            found_at,
            late,
            note,
            inspector: me,
            at: now,
        };
        self.0
            .db
            .write((self.clone(), caller.clone(), record, sent), move |tx, (attendance, caller, record, sent)| {
                Box::pin(async move { sent.once(tx, now, attendance.keep_patrol(tx, caller, record)).await })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(command.id)
    }

    /// Whether somebody answered for one of some posts at one of some moments.
    async fn check_answers(
        &self,
        person: PersonId,
        (hall, posts): (HallId, &[PostId]),
        moments: &[DateTime<Utc>],
    ) -> Result<()> {
        for moment in moments {
            let answering = self.answering(self.0.db.read(), (hall, posts), *moment).await?;
            if answering.people_for(posts).iter().any(|(known, _)| *known == person) {
                return Ok(());
            }
        }
        Err(Problem::field("person", FieldReason::Unknown).into())
    }

    async fn keep_patrol(&self, tx: &Tx, caller: &Caller, record: &PatrolRecord) -> Result<()> {
        let kept = repo::create_patrol(tx, record).await;
        kept.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
        let found = NoticeContent::PatrolFound { record: record.id };
        Notices(self.0.clone()).by(record.inspector).tell(tx, vec![(record.person, found)]).await?;
        let detail = format!("{} {}", record.id, record.kind.code());
        let act = audit::Act::about(record.person, "attendance.record_patrol", detail);
        Ok(audit::record(tx, caller, record.at, act).await?)
    }

    /// Says what the caller has to say to a record about them: in time ([`domain::attendance::explain_until`]),
    /// and before it is decided. Said again, both are kept. Sent again under the same `note`, it is said once.
    /// What comes of one that arrives late is said at [`PatrolWordCommand`].
    pub async fn explain_patrol(
        &self,
        caller: &Caller,
        command: PatrolWordCommand,
        sending: Option<Sending>,
    ) -> Result<()> {
        let (db, now, me) = (self.0.db.read(), self.0.clock.now(), caller.actor.person);
        let PatrolWordCommand { note, record, text, tap } = command;
        let row = self.readable_patrol(db, caller, record).await?;
        let place = self.patrol_place(db, &row).await?;
        caller.check(Action::PatrolExplain, &place)?;
        let text = patrol_text(&text).map_err(|reason| Problem::field("text", reason))?;
        let sent = Sent::new(me, note.uuid(), &(record, &text))?;
        let late_hours = self.presence_of(Some(row.record.hall)).await?.late_claim_hours;
        let late = self.late_act(me, LateKind::PatrolWord, &Came { tap, sending }, late_hours)?;
        let word = PatrolWord { at: now, late, text };
        self.0
            .db
            .write((self.clone(), caller.clone(), sent, word), move |tx, (attendance, caller, sent, word)| {
                Box::pin(async move {
                    let explained = async {
                        let row = repo::find_patrol(tx, record).await?.ok_or(Problem::NotFound)?;
                        let said_at = word.late.map_or(now, |late| late.counts_at());
                        may_explain(row.record.at, row.decision.is_some(), said_at)?;
                        repo::create_patrol_note(tx, note, record, word).await?;
                        attendance.tell_explained(tx, &row, &place).await?;
                        let act = audit::Act::about(me, "attendance.explain_patrol", record.to_string());
                        Ok(audit::record(tx, caller, now, act).await?)
                    };
                    sent.once(tx, now, explained).await
                })
            })
            .await
    }

    /// Decides whether a record stands, and says why. For supervisors; never who wrote it or whom it is about,
    /// not before the person was heard or has let their time pass, once, and not past words that were not read. Sent
    /// again under the same id, it is decided once.
    pub async fn decide_patrol(&self, caller: &Caller, command: DecidePatrolCommand) -> Result<()> {
        let db = self.0.db.read();
        let row = self.readable_patrol(db, caller, command.record).await?;
        caller.check(Action::PatrolDecide, &self.patrol_place(db, &row).await?)?;
        let reason = patrol_text(&command.reason).map_err(|reason| Problem::field("reason", reason))?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let command = DecidePatrolCommand { reason, ..command };
        self.0
            .db
            .write((self.clone(), caller.clone(), command, sent), move |tx, (attendance, caller, command, sent)| {
                Box::pin(async move {
                    let now = attendance.0.clock.now();
                    sent.once(tx, now, attendance.keep_patrol_decision(tx, caller, command)).await
                })
            })
            .await
    }

    /// `command` is checked.
    async fn keep_patrol_decision(&self, tx: &Tx, caller: &Caller, command: &DecidePatrolCommand) -> Result<()> {
        let (me, now, record) = (caller.actor.person, self.0.clock.now(), command.record);
        let row = repo::find_patrol(tx, record).await?.ok_or(Problem::NotFound)?;
        let settled = row.decision.as_ref().map(|decision| decision.upheld);
        let state = patrol_state(row.record.at, !row.notes.is_empty(), settled, now);
        may_decide(state, (row.record.inspector, row.record.person), me)?;
        if usize::try_from(command.heard) != Ok(row.notes.len()) {
            return Err(Problem::Conflict.into());
        }
        let upheld = command.upheld;
        let decision = PatrolDecisionRecord { by: me, at: now, upheld, reason: command.reason.clone() };
        let kept = repo::create_patrol_decision(tx, record, &decision).await;
        kept.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
        let decided = NoticeContent::PatrolDecided { upheld, record };
        Notices(self.0.clone()).by(me).tell(tx, vec![(row.record.person, decided)]).await?;
        let word = if upheld { "upheld" } else { "dismissed" };
        let act = audit::Act::about(row.record.person, "attendance.decide_patrol", format!("{record} {word}"));
        Ok(audit::record(tx, caller, now, act).await?)
    }

    /// Tells who decides, the first time that something is said: they were waiting for it. Never who has written the
    /// record.
    async fn tell_explained(&self, tx: &Tx, row: &PatrolRow, place: &Place) -> Result<()> {
        if !row.notes.is_empty() {
            return Ok(());
        }
        let today = hall_date(self.0.clock.now());
        let mut deciders = people_who_may(tx, Action::PatrolDecide, place, today).await?;
        deciders.retain(|decider| *decider != row.record.inspector);
        let by = name_of(tx, row.record.person).await?;
        let explained = NoticeContent::PatrolExplained { by, record: row.record.id };
        Notices(self.0.clone())
            .by(row.record.person)
            .tell(tx, deciders.into_iter().map(|decider| (decider, explained.clone())).collect())
            .await
    }
}

/// When somebody has to have answered for the window. Where the phone can't show when it was found, nobody is to be taken
/// for a stranger because its clock is wrong: whoever answers for it on arrival will do as well, and who decides is told.
fn moments(found_at: DateTime<Utc>, late: Option<LateAct>) -> Vec<DateTime<Utc>> {
    let unshown = |late: &LateAct| matches!(late.doubt, Some(ClaimDoubt::NoTicket | ClaimDoubt::ClockChanged));
    let arrived_at = late.filter(unshown).map(|late| late.arrived_at);
    std::iter::once(found_at).chain(arrived_at).collect()
}
