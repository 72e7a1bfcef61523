use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    attendance::{
        AdjustmentCause, AttendanceError, ClaimDoubt, ClaimSettings, CodeVerdict, FenceSettings, FenceVerdict, Proof,
        PunchCommand, PunchFlag, PunchMark, PunchReceipt, Sending, Timetable, claim, fence_verdict, is_double_tap,
        judge,
    },
    ids::{DeviceId, HallId, PersonId, PunchId},
    policy::Action,
    problem::Problem,
    time::hall_date,
};
use store::{
    Tx,
    repo::attendance::{self as repo, EarlierPunch, NewPunch, PunchRecord},
};

use super::{
    Attendance, code,
    consent::{as_agreed, same_punch},
    dates_around,
    flagging::Noticed,
};
use crate::{
    caller::Caller,
    error::{Error, Result},
    org::fences,
};

/// How far back a double tap can reach.
const DOUBLE_TAP: TimeDelta = TimeDelta::minutes(1);

/// A punch on its way into the database, with everything that does not depend on other punches.
struct Tap {
    attendance: Attendance,
    person: PersonId,
    hall: Option<HallId>,
    /// When it counts: on arrival, or as claimed by a phone that had no network.
    at: DateTime<Utc>,
    doubt: Option<ClaimDoubt>,
    arrived_at: DateTime<Utc>,
    sending: Option<Sending>,
    command: PunchCommand,
    user_agent: String,
    timetable: Timetable,
    /// What the position says.
    place: FenceVerdict,
    /// What the hall's code says, as far as the code itself tells.
    code: Option<CodeVerdict>,
    device: Option<DeviceId>,
    flags: Vec<PunchFlag>,
    /// Whether the person is out, so that this punch says that they are back.
    is_out: bool,
}

impl Attendance {
    /// Clocks the caller in or out; which of the two, and how it counts, the server's time decides, or for
    /// one made without a network the time that its phone can show. Never refused for being late, early,
    /// outside the fence or unrostered: that is what it is judged to be. Sent again under the same id, it is
    /// answered as the first time.
    pub async fn punch(
        &self,
        caller: &Caller,
        command: PunchCommand,
        sending: Option<Sending>,
    ) -> Result<PunchReceipt> {
        caller.check_own(Action::Punch)?;
        let command = normalised(command);
        command.validate()?;
        let tap = self.tap(caller, command, sending).await?;
        let receipt = self.0.db.write(tap, |tx, tap| Box::pin(record(tx, tap))).await?;
        if let (false, Some(hall)) = (receipt.repeated, caller.actor.hall) {
            self.0.db.live().publish(hall);
        }
        Ok(receipt)
    }

    /// Reads what a punch is judged by. Outside the write: none of it changes because of punches, and with
    /// SQLite all other punches would wait for these queries.
    async fn tap(&self, caller: &Caller, command: PunchCommand, sending: Option<Sending>) -> Result<Tap> {
        let (person, hall) = (caller.actor.person, caller.actor.hall);
        let (db, arrived_at) = (self.0.db.read(), self.0.clock.now());
        let evidence = self.trusted(person, command.evidence.as_ref())?;
        let claim = claim(command.device_at, evidence, sending, arrived_at, ClaimSettings::default());
        let (at, doubt) = claim.map_or((arrived_at, None), |claim| (to_millis(claim.at), claim.doubt));
        let (from, to) = dates_around(at);
        let facts = repo::find_punch_facts(db, person).await?.ok_or(Problem::SignedOut)?;
        let calendar = self.calendar().of_versions(db, facts.calendar_versions).await?;
        let mut duties = self.roster().duties_of(db, &calendar, &[person], from, to).await?;
        let fences = fences(db, hall).await?;
        let command = as_agreed(command, facts.consent);
        let place = fence_verdict(&fences, command.position.reading(), FenceSettings::default());
        let timetable = Timetable::new(&duties.remove(&person).unwrap_or_default());
        let user_agent = caller.visitor.user_agent.clone();
        let code = self.code_verdict(&command, hall, place, (at, doubt))?;
        let device = caller.visitor.device;
        let by_position = (code == Some(CodeVerdict::Accepted)).then_some(place);
        let noticed = Noticed { person, at, position: &command.position, device, by_position };
        let flags = self.flags_of(noticed, &facts.presence).await?;
        Ok(Tap {
            attendance: self.clone(),
            person,
            hall,
            at,
            doubt,
            arrived_at,
            sending,
            command,
            user_agent,
            timetable,
            place,
            code,
            device,
            flags,
            is_out: facts.is_out,
        })
    }

    /// Looks at the hall's code where the position does not do. What the screen showed then can be said only
    /// if "then" is certain.
    fn code_verdict(
        &self,
        command: &PunchCommand,
        hall: Option<HallId>,
        place: FenceVerdict,
        (at, doubt): (DateTime<Utc>, Option<ClaimDoubt>),
    ) -> Result<Option<CodeVerdict>> {
        match (&command.code, hall) {
            (Some(_), Some(_)) if place.needs_review() && doubt.is_some() => Ok(Some(CodeVerdict::TimeUnknown)),
            (Some(typed), Some(hall)) if place.needs_review() => Ok(Some(self.code_maker(hall)?.judge(typed, at))),
            _ => Ok(None),
        }
    }
}

/// The command as it can be stored and compared: milliseconds, nothing that is empty.
fn normalised(mut command: PunchCommand) -> PunchCommand {
    command.device_at = command.device_at.map(to_millis);
    let trimmed = |text: Option<String>| {
        let text = text.map(|text| text.trim().to_owned());
        text.filter(|text| !text.is_empty())
    };
    command.reason = trimmed(command.reason);
    command.code = trimmed(command.code);
    command
}

fn to_millis(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}

/// Stores a punch, or finds the one that it repeats. Of two taps at once the second waits for the first and
/// then sees it: see [`repo::lock_punches_of`].
async fn record(tx: &Tx, tap: &Tap) -> Result<PunchReceipt> {
    repo::lock_punches_of(tx, tap.person).await?;
    let (since, until) = tap.reach();
    let earlier = repo::find_earlier(tx, tap.command.id, tap.person, since, until).await?;
    if let Some(same) = earlier.iter().find(|punch| punch.mark.id == tap.command.id) {
        return sent_again(tx, tap, *same).await;
    }
    let marks: Vec<PunchMark> = earlier.iter().map(|punch| punch.mark).collect();
    let code = match tap.code {
        Some(code) => Some(code::settle(tx, tap.person, tap.code_slot(), code, tap.arrived_at).await?),
        None => None,
    };
    let place = match code {
        Some(CodeVerdict::Accepted) => FenceVerdict::Proved { proof: Proof::HallCode },
        _ => tap.place,
    };
    let needs_review = place.needs_review() || tap.doubt.is_some();
    // What was made without a network may arrive after what was made later, so the last one is not the nearest.
    if let Some(last) = marks.iter().find(|mark| is_double_tap(mark, tap.at, needs_review)) {
        return Ok(PunchReceipt { punch: stored(tx, last.id).await?.view, repeated: true, code });
    }
    let new = tap.judged(&marks, place, code);
    repo::create_punch(tx, &new).await.map_err(id_taken)?;
    if code == Some(CodeVerdict::Accepted) {
        repo::create_code_use(tx, tap.person, tap.code_slot(), new.command.id, tap.arrived_at).await?;
    }
    if tap.is_out {
        repo::end_outings_of(tx, tap.person, tap.at).await?;
    }
    if tap.at < tap.arrived_at {
        // The day may have been judged without it.
        let date = new.view().date();
        tap.attendance.facts_changed(tx, tap.person, date, AdjustmentCause::LatePunch).await?;
    }
    Ok(PunchReceipt { punch: new.view(), repeated: false, code })
}

async fn sent_again(tx: &Tx, tap: &Tap, same: EarlierPunch) -> Result<PunchReceipt> {
    if same.person != tap.person {
        return Err(AttendanceError::IdTaken.into());
    }
    let first = stored(tx, same.mark.id).await?;
    if !same_punch(&first.command, &tap.command) {
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

impl Tap {
    /// From when to before when other punches matter: those of the same slot, and the same tap.
    fn reach(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let slot = self.timetable.locate(self.at);
        let (start, end) = slot.map_or((self.at, self.at), |slot| (slot.start, slot.end));
        (start.min(self.at - DOUBLE_TAP), end.max(self.at + DOUBLE_TAP))
    }

    /// For which slot a code is used up; outside any, slot 0 of the date.
    fn code_slot(&self) -> (NaiveDate, i16) {
        self.timetable.locate(self.at).map_or((hall_date(self.at), 0), |slot| (slot.work_date, slot.seq))
    }

    fn judged(&self, earlier: &[PunchMark], place: FenceVerdict, code: Option<CodeVerdict>) -> NewPunch {
        // Used up meanwhile, the code says nothing against the position either.
        let proved = code == Some(CodeVerdict::Accepted);
        let flags = self.flags.iter().copied().filter(|flag| proved || *flag != PunchFlag::CodeElsewhere);
        NewPunch {
            person: self.person,
            hall: self.hall,
            at: self.at,
            arrived_at: self.arrived_at,
            sent_device_at: self.sending.map(|sending| to_millis(sending.device_at)),
            source: self.command.source(),
            command: self.command.clone(),
            user_agent: self.user_agent.clone(),
            judgement: judge(&self.timetable, earlier, self.at, place, self.doubt),
            slot_kind: self.timetable.locate(self.at).map(|slot| slot.kind),
            device: self.device,
            code,
            flags: flags.collect(),
        }
    }
}
