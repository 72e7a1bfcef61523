//! Punches into the database, those that came in together in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::{
    attendance::{AdjustmentCause, AttendanceError, CodeVerdict, FenceVerdict, Proof, PunchMark, PunchReceipt},
    ids::{PersonId, PunchId},
    problem::Problem,
};
use store::{
    Tx,
    repo::attendance::{self as repo, EarlierPunch, NewPunch, PunchRecord},
};

use super::{Attendance, code, consent::same_punch, tap::Tap};
use crate::error::{Error, Result};

/// What comes of a tap.
enum Outcome {
    /// It was there already.
    Known(PunchReceipt),
    /// It is new.
    New(NewPunch),
}

/// What taps are held against.
struct Earlier {
    /// Whose the punches with their ids are. One that a lead has refused meanwhile repeats nothing, but is still
    /// answered when it is sent again.
    owners: BTreeMap<PunchId, PersonId>,
    /// Those that count around them.
    punches: Vec<EarlierPunch>,
}

impl Attendance {
    /// Stores punches, or finds those that they repeat; in their order. Of two taps at once the second waits for the
    /// first and then sees it: see [`repo::lock_punches_of`].
    pub(super) async fn record_all(&self, tx: &Tx, taps: &[Tap]) -> Result<Vec<PunchReceipt>> {
        let people: Vec<PersonId> = taps.iter().map(|tap| tap.attempt.person).collect();
        repo::lock_punches_of(tx, &people).await?;
        let mut receipts = Vec::with_capacity(taps.len());
        let mut rest = taps;
        while !rest.is_empty() {
            let (round, later) = rest.split_at(strangers(rest));
            receipts.append(&mut self.record_round(tx, round).await?);
            rest = later;
        }
        Ok(receipts)
    }

    async fn record_round(&self, tx: &Tx, taps: &[Tap]) -> Result<Vec<PunchReceipt>> {
        let earlier = find_earlier(tx, taps).await?;
        let mut outcomes = Vec::with_capacity(taps.len());
        for tap in taps {
            outcomes.push((tap, outcome(tx, tap, &earlier).await?));
        }
        let new = outcomes.iter().filter_map(|(_, outcome)| match outcome {
            Outcome::New(punch) => Some(punch.clone()),
            Outcome::Known(_) => None,
        });
        repo::create_punches(tx, &new.collect::<Vec<_>>()).await.map_err(id_taken)?;
        let mut receipts = Vec::with_capacity(taps.len());
        for (tap, outcome) in outcomes {
            receipts.push(match outcome {
                Outcome::Known(receipt) => receipt,
                Outcome::New(punch) => {
                    self.follow_up(tx, tap, &punch).await?;
                    PunchReceipt { punch: punch.view(), repeated: false, code: punch.code }
                }
            });
        }
        Ok(receipts)
    }

    /// What else a new punch changes.
    async fn follow_up(&self, tx: &Tx, tap: &Tap, new: &NewPunch) -> Result<()> {
        let attempt = &tap.attempt;
        if new.code == Some(CodeVerdict::Accepted) {
            repo::create_code_use(tx, attempt.person, tap.code_slot(), new.command.id, attempt.arrived_at).await?;
        }
        if tap.is_out {
            repo::end_outings_of(tx, attempt.person, attempt.at).await?;
        }
        if attempt.at < attempt.arrived_at {
            // The day may have been judged without it.
            let date = new.view().date();
            self.facts_changed(tx, attempt.person, date, AdjustmentCause::LatePunch).await?;
        }
        Ok(())
    }
}

/// How many of the first taps have nothing to do with each other: another person's, under another id.
fn strangers(taps: &[Tap]) -> usize {
    let (mut people, mut ids) = (BTreeSet::new(), BTreeSet::new());
    let stranger = |tap: &&Tap| people.insert(tap.attempt.person) && ids.insert(tap.attempt.command.id);
    taps.iter().take_while(stranger).count()
}

async fn find_earlier(tx: &Tx, taps: &[Tap]) -> Result<Earlier> {
    let ids: Vec<PunchId> = taps.iter().map(|tap| tap.attempt.command.id).collect();
    let owners = repo::find_owners(tx, &ids).await?;
    let reaches = || taps.iter().map(Tap::reach);
    let since = reaches().map(|(since, _)| since).min();
    let until = reaches().map(|(_, until)| until).max();
    let Some((since, until)) = since.zip(until) else { return Ok(Earlier { owners, punches: Vec::new() }) };
    let people: Vec<PersonId> = taps.iter().map(|tap| tap.attempt.person).collect();
    Ok(Earlier { owners, punches: repo::list_marks(tx, &people, since, until).await? })
}

async fn outcome(tx: &Tx, tap: &Tap, earlier: &Earlier) -> Result<Outcome> {
    let (attempt, id) = (&tap.attempt, tap.attempt.command.id);
    if let Some(owner) = earlier.owners.get(&id) {
        return Ok(Outcome::Known(sent_again(tx, tap, *owner).await?));
    }
    let marks = marks_within(&earlier.punches, attempt.person, tap.reach());
    let code = match tap.code {
        Some(code) => Some(code::settle(tx, attempt.person, tap.code_slot(), code, attempt.arrived_at).await?),
        None => None,
    };
    let place = match code {
        Some(CodeVerdict::Accepted) => FenceVerdict::Proved { proof: Proof::HallCode },
        _ => tap.place,
    };
    let needs_review = place.needs_review() || attempt.doubt.is_some();
    // What was made without a network may arrive after what was made later, so the last one is not the nearest.
    if let Some(last) = marks.iter().find(|mark| tap.repeats(mark, needs_review)) {
        return Ok(Outcome::Known(PunchReceipt { punch: stored(tx, last.id).await?.view, repeated: true, code }));
    }
    Ok(Outcome::New(tap.judged(&marks, place, code)))
}

/// A person's own, within the reach of the tap: others in the round may reach farther.
fn marks_within(
    earlier: &[EarlierPunch],
    person: PersonId,
    (since, until): (DateTime<Utc>, DateTime<Utc>),
) -> Vec<PunchMark> {
    let own = earlier.iter().filter(|punch| punch.person == person).map(|punch| punch.mark);
    own.filter(|mark| (since..until).contains(&mark.at)).collect()
}

async fn sent_again(tx: &Tx, tap: &Tap, owner: PersonId) -> Result<PunchReceipt> {
    if owner != tap.attempt.person {
        return Err(AttendanceError::IdTaken.into());
    }
    let first = stored(tx, tap.attempt.command.id).await?;
    if !same_punch(&first.command, &tap.attempt.command) {
        return Err(Problem::Conflict.into());
    }
    let code = first.view.code;
    Ok(PunchReceipt { punch: first.view, repeated: true, code })
}

async fn stored(tx: &Tx, id: PunchId) -> Result<PunchRecord> {
    repo::find_punch(tx, id).await?.ok_or_else(|| Error::internal("a punch that was just found is gone"))
}

/// On PostgreSQL two people can send the same id at the same moment: neither sees the other's.
fn id_taken(error: store::DbErr) -> Error {
    if store::db::is_unique_violation(&error) { AttendanceError::IdTaken.into() } else { error.into() }
}
