//! Punches that nobody tapped: of an approved correction, or off a paper sheet.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::{AdjustmentCause, FenceVerdict, PositionReport, Proof, PunchCommand, PunchMark, PunchSource, judge},
    ids::{HallId, PersonId, PunchId},
    problem::Problem,
};
use store::{
    Tx,
    repo::attendance::{self as repo, NewPunch},
};

use super::Attendance;
use crate::error::Result;

/// A punch that others answer for.
pub(super) struct ProvedPunch {
    pub(super) person: PersonId,
    pub(super) hall: HallId,
    /// The work-date of its slot.
    pub(super) date: NaiveDate,
    pub(super) at: DateTime<Utc>,
    /// What shows that the person was there: a correction or a paper.
    pub(super) proof: Proof,
    pub(super) reason: String,
}

impl Attendance {
    /// Adds such a punch beside those that are there, and judges its day again. The person's punches must be
    /// held ([`repo::lock_punches_of`]).
    pub(super) async fn add_proved(&self, tx: &Tx, new: ProvedPunch, now: DateTime<Utc>) -> Result<PunchId> {
        let (source, cause) = match new.proof {
            Proof::Paper => (PunchSource::Paper, AdjustmentCause::Paper),
            Proof::HallCode | Proof::Witness | Proof::Correction => {
                (PunchSource::Correction, AdjustmentCause::Correction)
            }
        };
        let calendar = self.calendar().current_in(tx).await?;
        let facts = self.facts(tx, &calendar, &[new.person], new.date, new.date).await?.remove(&new.person);
        let facts = facts.ok_or(Problem::NotFound)?;
        let slot = facts.timetable.locate(new.at);
        let earlier: Vec<PunchMark> = facts.punches.clone();
        let place = FenceVerdict::Proved { proof: new.proof };
        let id = PunchId::new();
        let punch = NewPunch {
            person: new.person,
            hall: Some(new.hall),
            at: new.at,
            arrived_at: now,
            sent_device_at: None,
            source,
            command: PunchCommand {
                id,
                device_at: None,
                evidence: None,
                position: PositionReport::default(),
                reason: Some(new.reason),
                code: None,
            },
            // Nobody's browser: those who answer for it are in the audit trail.
            user_agent: String::new(),
            judgement: judge(&facts.timetable, &earlier, new.at, place, None),
            slot_kind: slot.map(|slot| slot.kind),
            device: None,
            code: None,
            flags: Vec::new(),
        };
        repo::create_punches(tx, &[punch]).await?;
        self.facts_changed(tx, new.person, new.date, cause).await?;
        Ok(id)
    }
}
