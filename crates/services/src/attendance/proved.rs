//! Punches that nobody tapped: of an approved correction, or off a paper sheet.

use std::collections::BTreeSet;

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

use super::{Attendance, facts::PersonFacts};
use crate::error::Result;

/// Punches that others answer for.
pub(super) struct ProvedPunches {
    pub(super) hall: HallId,
    /// The work-date of their slots.
    pub(super) date: NaiveDate,
    /// Whose they are, and when they were made; those of one person in the order of time.
    pub(super) made: Vec<(PersonId, DateTime<Utc>)>,
    /// What shows that they were there: a correction or a paper.
    pub(super) proof: Proof,
    pub(super) reason: String,
}

impl ProvedPunches {
    /// A punch as it is stored, judged beside those of its day.
    fn punch(&self, (person, at): (PersonId, DateTime<Utc>), facts: &PersonFacts, now: DateTime<Utc>) -> NewPunch {
        let place = FenceVerdict::Proved { proof: self.proof };
        NewPunch {
            person,
            hall: Some(self.hall),
            at,
            arrived_at: now,
            sent_device_at: None,
            source: if self.proof == Proof::Paper { PunchSource::Paper } else { PunchSource::Correction },
            command: PunchCommand {
                id: PunchId::new(),
                device_at: None,
                evidence: None,
                position: PositionReport::default(),
                reason: Some(self.reason.clone()),
                code: None,
            },
            // Nobody's browser: those who answer for it are in the audit trail.
            user_agent: String::new(),
            judgement: judge(&facts.timetable, &facts.punches, at, place, None),
            slot_kind: facts.timetable.locate(at).map(|slot| slot.kind),
            device: None,
            code: None,
            flags: Vec::new(),
        }
    }
}

impl Attendance {
    /// Adds such punches beside those that are there, and judges their days again: with as many queries for a whole
    /// sheet as for one punch, since with SQLite everybody else's punches wait for them.
    pub(super) async fn add_proved(&self, tx: &Tx, new: ProvedPunches, now: DateTime<Utc>) -> Result<Vec<PunchId>> {
        let people: BTreeSet<PersonId> = new.made.iter().map(|(person, _)| *person).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        repo::lock_punches_of(tx, &people).await?;
        let calendar = self.calendar().current_in(tx).await?;
        let mut facts = self.facts(tx, &calendar, &people, new.date, new.date).await?;
        let mut punches = Vec::with_capacity(new.made.len());
        for (person, at) in new.made.iter().copied() {
            let facts = facts.get_mut(&person).ok_or(Problem::NotFound)?;
            let punch = new.punch((person, at), facts, now);
            facts.punches.push(PunchMark { id: punch.command.id, at, needs_review: false });
            punches.push(punch);
        }
        repo::create_punches(tx, &punches).await?;
        let cause = match new.proof {
            Proof::Paper => AdjustmentCause::Paper,
            Proof::HallCode | Proof::Witness | Proof::Correction => AdjustmentCause::Correction,
        };
        self.all_changed(tx, &people, new.date, cause).await?;
        Ok(punches.into_iter().map(|punch| punch.command.id).collect())
    }
}
