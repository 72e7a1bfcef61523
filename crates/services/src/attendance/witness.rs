use chrono::{DateTime, Utc};
use domain::{
    attendance::{AdjustmentCause, AttendanceError, PunchView},
    ids::PunchId,
    policy::Action,
    problem::Problem,
    time::hall_date,
};
use store::repo::attendance as repo;

use super::Attendance;
use crate::{
    audit,
    caller::Caller,
    error::{Error, Result},
};

impl Attendance {
    /// Says that the caller has seen the person of a punch at the hall: the second proof where nothing else
    /// shows it. For leads and supervisors of the person, never for oneself, and on the day of the slot only,
    /// since memory does not last longer.
    pub async fn witness(&self, caller: &Caller, punch: PunchId) -> Result<()> {
        let record = repo::find_punch(self.0.db.read(), punch).await?.ok_or(Problem::NotFound)?;
        self.check_person(caller, Action::PunchWitness, record.person).await?;
        let now = self.0.clock.now();
        if !record.view.lacks_proof() {
            return Err(Problem::Conflict.into());
        }
        if !is_of_today(&record.view, now) {
            return Err(AttendanceError::WitnessTooLate.into());
        }
        let (person, date) = (record.person, record.view.date());
        self.0
            .db
            .write((self.clone(), caller.clone()), move |tx, (me, caller)| {
                Box::pin(async move {
                    let kept = repo::create_witness(tx, punch, caller.actor.person, now).await;
                    kept.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
                    me.facts_changed(tx, person, date, AdjustmentCause::Decision).await?;
                    let act = audit::Act::about(person, "attendance.witness", punch.to_string());
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await?;
        if let Some(hall) = record.hall {
            self.0.db.live().publish(hall);
        }
        Ok(())
    }

    /// Says that the caller has looked at the flags of a punch, or at why it was made outside all slots. Nothing else
    /// comes of it.
    pub async fn flags_seen(&self, caller: &Caller, punch: PunchId) -> Result<()> {
        let record = repo::find_punch(self.0.db.read(), punch).await?.ok_or(Problem::NotFound)?;
        self.check_person(caller, Action::PunchDecide, record.person).await?;
        if !record.view.is_worth_a_look() {
            return Err(Problem::NotFound.into());
        }
        let (now, person) = (self.0.clock.now(), record.person);
        self.0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    let kept = repo::create_flags_seen(tx, punch, caller.actor.person, now).await;
                    kept.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
                    let act = audit::Act::about(person, "attendance.flags_seen", punch.to_string());
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
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
