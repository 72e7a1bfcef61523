//! Recording what a round has found, explaining it, deciding it.

use domain::{
    attendance::{PatrolCommand, may_decide, may_explain, patrol_state, patrol_text},
    ids::{PatrolId, PatrolNoteId},
    notices::NoticeContent,
    policy::{Action, Place},
    problem::{FieldReason, Problem},
    time::hall_date,
};
use store::{
    Tx,
    repo::attendance::{self as repo, PatrolDecisionRecord, PatrolRecord, PatrolRow},
};

use super::Attendance;
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
    /// themselves. The person sees it at once. Sent again under the same id, it is recorded once.
    pub async fn record_patrol(&self, caller: &Caller, command: PatrolCommand) -> Result<PatrolId> {
        let (db, now, me) = (self.0.db.read(), self.0.clock.now(), caller.actor.person);
        let (hall, places) = window_places(db, command.window).await?;
        let zone = places.first().map(|place| place.zone);
        let agency = hall_record(db, hall).await?.agency;
        caller.check(Action::PatrolRecord, &Place { zone, ..Place::hall(agency, hall) }.about(command.person))?;
        let (found_at, note) = command.checked(now)?;
        let posts: Vec<_> = places.iter().filter_map(|place| Some(place.post.as_ref()?.0)).collect();
        let answering = self.answering_for(db, hall, &posts, found_at).await?;
        if !answering.iter().any(|(person, _)| *person == command.person) {
            return Err(Problem::field("person", FieldReason::Unknown).into());
        }
        let sent = Sent::new(me, command.id.uuid(), &command)?;
        let record = PatrolRecord {
            id: command.id,
            hall,
            window: command.window,
            person: command.person,
            kind: command.kind,
            found_at,
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

    async fn keep_patrol(&self, tx: &Tx, caller: &Caller, record: &PatrolRecord) -> Result<()> {
        let kept = repo::create_patrol(tx, record).await;
        kept.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
        let found = NoticeContent::PatrolFound { record: record.id };
        Notices(self.0.clone()).by(record.inspector).tell(tx, vec![(record.person, found)]).await?;
        let detail = format!("{} {}", record.id, record.kind.code());
        let act = audit::Act::about(record.person, "attendance.record_patrol", detail);
        Ok(audit::record(tx, caller, record.at, act).await?)
    }

    /// Says what the caller has to say to a record about them: the same day, and before it is decided. Said
    /// again, both are kept. Sent again under the same `note`, it is said once.
    pub async fn explain_patrol(
        &self,
        caller: &Caller,
        note: PatrolNoteId,
        record: PatrolId,
        text: &str,
    ) -> Result<()> {
        let (db, now, me) = (self.0.db.read(), self.0.clock.now(), caller.actor.person);
        let row = self.readable_patrol(db, caller, record).await?;
        let place = self.patrol_place(db, &row).await?;
        caller.check(Action::PatrolExplain, &place)?;
        let text = patrol_text(text).map_err(|reason| Problem::field("text", reason))?;
        let sent = Sent::new(me, note.uuid(), &(record, &text))?;
        self.0
            .db
            .write((self.clone(), caller.clone(), sent, text), move |tx, (attendance, caller, sent, text)| {
                Box::pin(async move {
                    let explained = async {
                        let row = repo::find_patrol(tx, record).await?.ok_or(Problem::NotFound)?;
                        may_explain(row.record.found_at, row.decision.is_some(), now)?;
                        repo::create_patrol_note(tx, note, record, text, now).await?;
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
    /// not before the person was heard or has let the day pass, and once.
    pub async fn decide_patrol(&self, caller: &Caller, record: PatrolId, upheld: bool, reason: &str) -> Result<()> {
        let (db, now, me) = (self.0.db.read(), self.0.clock.now(), caller.actor.person);
        let row = self.readable_patrol(db, caller, record).await?;
        caller.check(Action::PatrolDecide, &self.patrol_place(db, &row).await?)?;
        let reason = patrol_text(reason).map_err(|reason| Problem::field("reason", reason))?;
        let decision = PatrolDecisionRecord { by: me, at: now, upheld, reason };
        self.0
            .db
            .write((self.clone(), caller.clone(), decision), move |tx, (attendance, caller, decision)| {
                Box::pin(async move {
                    let row = repo::find_patrol(tx, record).await?.ok_or(Problem::NotFound)?;
                    let settled = row.decision.as_ref().map(|decision| decision.upheld);
                    let state = patrol_state(row.record.found_at, !row.notes.is_empty(), settled, now);
                    may_decide(state, (row.record.inspector, row.record.person), me)?;
                    let kept = repo::create_patrol_decision(tx, record, decision).await;
                    kept.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
                    let decided = NoticeContent::PatrolDecided { upheld: decision.upheld, record };
                    Notices(attendance.0.clone()).by(decision.by).tell(tx, vec![(row.record.person, decided)]).await?;
                    let word = if decision.upheld { "upheld" } else { "dismissed" };
                    let detail = format!("{record} {word}");
                    let act = audit::Act::about(row.record.person, "attendance.decide_patrol", detail);
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await
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
