//! What arrives later than it was done, beside punches, and the lead's look at it.

use chrono::{DateTime, Utc};
use domain::{
    attendance::{LateAct, LateKind, OutingSeenCommand, OutingView, Sending, Tapped},
    ids::{HallId, PersonId},
    policy::{Action, Place},
    problem::Problem,
};
use store::{
    Connection,
    repo::attendance::{self as repo, OutingRecord},
};

use super::{Attendance, outings::Shown, punch::to_millis};
use crate::{
    audit,
    caller::Caller,
    error::Result,
    org::{agencies_of, halls_in},
    received::Sent,
};

/// Outings that arrived late and are shown to the lead.
const SHOWN: u64 = 60;

/// How a write came: what the phone knew of the time at the tap, and when it sent it.
#[derive(Clone, Debug)]
pub(super) struct Came {
    pub(super) tap: Option<Tapped>,
    pub(super) sending: Option<Sending>,
}

impl Attendance {
    /// When what a person has sent was done, if that was earlier than it arrived.
    pub(super) fn late_act(
        &self,
        person: PersonId,
        kind: LateKind,
        came: &Came,
        late_hours: i32,
    ) -> Result<Option<LateAct>> {
        let arrived_at = to_millis(self.0.clock.now());
        let evidence = self.trusted(person, came.tap.as_ref().and_then(|tap| tap.evidence.as_ref()))?;
        let late = LateAct::of(kind, came.tap.as_ref(), evidence, (came.sending, arrived_at), late_hours);
        Ok(late.map(|late| LateAct { made_at: to_millis(late.made_at), ..late }))
    }

    /// When a sudden case that somebody has sent from a hall was reported, if that was earlier than it arrived.
    pub(crate) async fn late_report(
        &self,
        (person, hall): (PersonId, HallId),
        tap: Option<&Tapped>,
        sending: Option<Sending>,
    ) -> Result<Option<LateAct>> {
        let hours = self.presence_of(Some(hall)).await?.late_claim_hours;
        self.late_act(person, LateKind::Report, &Came { tap: tap.cloned(), sending }, hours)
    }

    /// Outings of the last days of which something arrived late and that nobody has looked at, of the people whose
    /// punches the caller decides on.
    pub(super) async fn late_outings(
        &self,
        db: &impl Connection,
        caller: &Caller,
        since: DateTime<Utc>,
    ) -> Result<Vec<OutingView>> {
        let halls = halls_in(db, &caller.actor.scopes(Action::PunchDecide)).await?;
        let records = repo::list_late_outings(db, &halls, since, SHOWN).await?;
        let shown = Shown::of(db, &records.iter().collect::<Vec<_>>(), None).await?;
        let agencies = agencies_of(db, &halls).await?;
        let now = self.0.clock.now();
        let decides = |record: &&OutingRecord| {
            agencies.get(&record.hall).is_some_and(|agency| {
                let place = Place { zone: shown.zone(record), ..Place::hall(*agency, record.hall) };
                caller.check(Action::PunchDecide, &place.about(record.person)).is_ok()
            })
        };
        Ok(records.iter().filter(decides).map(|record| shown.view(record, Vec::new(), now)).collect())
    }

    /// Says that the caller has looked at what arrived late of an outing until they read it. Nothing else comes of it.
    /// Sent again under the same id, it is said once.
    pub async fn outing_seen(&self, caller: &Caller, command: OutingSeenCommand) -> Result<()> {
        let (outing, me) = (command.outing, caller.actor.person);
        let record: OutingRecord = repo::find_outing(self.0.db.read(), outing).await?.ok_or(Problem::NotFound)?;
        self.check_person(caller, Action::PunchDecide, record.person).await?;
        if repo::late_acts_of(self.0.db.read(), &[outing.uuid()]).await?.is_empty() {
            return Err(Problem::NotFound.into());
        }
        let sent = Sent::new(me, command.id.uuid(), &command)?;
        let (now, person) = (self.0.clock.now(), record.person);
        // Nobody has seen what is still to come, whatever a phone says.
        let seen_at = command.seen_at.min(now);
        self.0
            .db
            .write((caller.clone(), sent), move |tx, (caller, sent)| {
                Box::pin(async move {
                    let seen = async {
                        if !repo::is_outing_unseen(tx, outing).await? {
                            return Err(Problem::Conflict.into());
                        }
                        repo::create_outing_seen(tx, outing, me, seen_at).await?;
                        let act = audit::Act::about(person, "attendance.outing_seen", outing.to_string());
                        Ok(audit::record(tx, caller, now, act).await?)
                    };
                    sent.once(tx, now, seen).await
                })
            })
            .await
    }
}
