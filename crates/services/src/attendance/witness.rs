use chrono::{DateTime, Utc};
use domain::{
    attendance::{
        AdjustmentCause, AttendanceError, FlagsSeenCommand, LateAct, LateKind, PunchView, Sending, WitnessCommand,
    },
    policy::Action,
    problem::Problem,
    time::hall_date,
};
use store::{Tx, repo::attendance as repo};

use super::{Attendance, late::Came};
use crate::{
    audit,
    caller::Caller,
    error::{Error, Result},
    received::Sent,
};

impl Attendance {
    /// Says that the caller has seen the person of a punch at the hall: the second proof where nothing else
    /// shows it. For leads and supervisors of the person, never for oneself, and on the day of the slot only
    /// ([`WitnessCommand`]). Sent again under the same id, it is said once.
    pub async fn witness(&self, caller: &Caller, command: WitnessCommand, sending: Option<Sending>) -> Result<()> {
        let record = repo::find_punch(self.0.db.read(), command.punch).await?.ok_or(Problem::NotFound)?;
        self.check_person(caller, Action::PunchWitness, record.person).await?;
        let me = caller.actor.person;
        let late_hours = self.presence_of(record.hall).await?.late_claim_hours;
        let came = Came { tap: command.tap.clone(), sending };
        let late = self.late_act(me, LateKind::Witness, &came, late_hours)?;
        let sent = Sent::new(me, command.id.uuid(), &command)?;
        let context = (self.clone(), caller.clone(), command, sent);
        self.0
            .db
            .write(context, move |tx, (attendance, caller, command, sent)| {
                Box::pin(async move {
                    let now = attendance.0.clock.now();
                    sent.once(tx, now, Box::pin(attendance.keep_witness(tx, caller, command, late))).await
                })
            })
            .await?;
        if let Some(hall) = record.hall {
            self.0.db.live().publish(hall);
        }
        Ok(())
    }

    async fn keep_witness(
        &self,
        tx: &Tx,
        caller: &Caller,
        command: &WitnessCommand,
        late: Option<LateAct>,
    ) -> Result<()> {
        let (me, now, punch) = (caller.actor.person, self.0.clock.now(), command.punch);
        let record = repo::find_punch(tx, punch).await?.ok_or(Problem::NotFound)?;
        if !record.view.lacks_proof() {
            return Err(Problem::Conflict.into());
        }
        let at = late.map_or(now, |late| late.counts_at());
        if !is_of_today(&record.view, at) {
            return Err(AttendanceError::WitnessTooLate.into());
        }
        let kept = repo::create_witness(tx, punch, me, at).await;
        kept.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
        if let Some(late) = late {
            repo::create_late_act(tx, (me, command.id.uuid()), punch.uuid(), &late).await?;
        }
        self.facts_changed(tx, record.person, record.view.date(), AdjustmentCause::Decision).await?;
        let act = audit::Act::about(record.person, "attendance.witness", punch.to_string());
        Ok(audit::record(tx, caller, now, act).await?)
    }

    /// Says that the caller has looked at the flags of a punch, or at why it was made outside all slots. Nothing else
    /// comes of it. Sent again under the same id, it is said once.
    pub async fn flags_seen(&self, caller: &Caller, command: FlagsSeenCommand) -> Result<()> {
        let (punch, me) = (command.punch, caller.actor.person);
        let record = repo::find_punch(self.0.db.read(), punch).await?.ok_or(Problem::NotFound)?;
        self.check_person(caller, Action::PunchDecide, record.person).await?;
        if !record.view.is_worth_a_look() {
            return Err(Problem::NotFound.into());
        }
        let sent = Sent::new(me, command.id.uuid(), &command)?;
        let (now, person) = (self.0.clock.now(), record.person);
        self.0
            .db
            .write((caller.clone(), sent), move |tx, (caller, sent)| {
                Box::pin(async move {
                    let seen = async {
                        let kept = repo::create_flags_seen(tx, punch, me, now).await;
                        kept.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
                        let act = audit::Act::about(person, "attendance.flags_seen", punch.to_string());
                        Ok(audit::record(tx, caller, now, act).await?)
                    };
                    sent.once(tx, now, seen).await
                })
            })
            .await
    }
}

/// Whether the day of a punch's slot is under way; of a night shift, either of its two dates.
pub(super) fn is_of_today(punch: &PunchView, now: DateTime<Utc>) -> bool {
    let today = hall_date(now);
    punch.date() == today || hall_date(punch.at) == today
}
