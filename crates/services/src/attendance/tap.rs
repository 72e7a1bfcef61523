//! A punch with all that it is judged by, beside other punches.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    attendance::{
        CodeVerdict, Fence, FenceVerdict, PunchFlag, PunchMark, Timetable, fence_verdict, is_double_tap, judge,
        too_late,
    },
    ids::{HallId, PersonId},
    problem::Problem,
    time::hall_date,
};
use store::repo::attendance::{self as repo, NewPunch, PunchFacts};

use super::{
    Attendance,
    consent::as_agreed,
    dates_around,
    flagging::{Noticed, PhoneFacts},
    punch::{Attempt, to_millis},
};
use crate::{
    error::Result,
    leave::{LeaveDays, leave_days},
    org::fences,
    roster::Duties,
};

/// How far back a double tap can reach.
const DOUBLE_TAP: TimeDelta = TimeDelta::minutes(1);

/// A punch on its way into the database, with everything that does not depend on other punches.
pub(super) struct Tap {
    /// As it came in, less a position that the person does not let us keep.
    pub(super) attempt: Attempt,
    timetable: Timetable,
    /// What the position says.
    pub(super) place: FenceVerdict,
    /// What the hall's code says, as far as the code itself tells.
    pub(super) code: Option<CodeVerdict>,
    flags: Vec<PunchFlag>,
    /// Whether the person is out, so that this punch says that they are back.
    pub(super) is_out: bool,
}

/// What some punches are judged by.
struct Background {
    facts: BTreeMap<PersonId, PunchFacts>,
    fences: BTreeMap<HallId, Vec<Fence>>,
    /// By the dates that they were read for.
    days: BTreeMap<(NaiveDate, NaiveDate), (Duties, LeaveDays)>,
    phones: PhoneFacts,
}

impl Attendance {
    /// Reads what some punches are judged by. Outside the write: none of it changes because of punches, and with
    /// SQLite all other punches would wait for these queries.
    pub(super) async fn taps(&self, attempts: Vec<Attempt>) -> Result<Vec<Tap>> {
        let background = self.background(&attempts).await?;
        attempts.into_iter().map(|attempt| self.tap(&background, attempt)).collect()
    }

    async fn background(&self, attempts: &[Attempt]) -> Result<Background> {
        let db = self.0.db.read();
        let people: Vec<PersonId> = attempts.iter().map(|attempt| attempt.person).collect();
        let halls: BTreeSet<HallId> = attempts.iter().filter_map(|attempt| attempt.hall).collect();
        let facts = repo::find_punch_facts(db, &people).await?;
        let versions = facts.values().next().map_or(0, |facts| facts.calendar_versions);
        let calendar = self.calendar().of_versions(db, versions).await?;
        // What is sent late looks at other dates than what is sent now.
        let mut by_dates = BTreeMap::<_, Vec<PersonId>>::new();
        for attempt in attempts {
            by_dates.entry(dates_around(attempt.at)).or_default().push(attempt.person);
        }
        let mut days = BTreeMap::new();
        for ((from, to), people) in by_dates {
            let duties = self.roster().duties_of(db, &calendar, &people, from, to).await?;
            days.insert((from, to), (duties, leave_days(db, &people, from, to).await?));
        }
        let agreed = |attempt: &&Attempt| facts.get(&attempt.person).is_some_and(|facts| facts.consent.allows());
        let agreed: Vec<&Attempt> = attempts.iter().filter(agreed).collect();
        let phones = PhoneFacts::of(db, attempts, &agreed).await?;
        Ok(Background { fences: fences(db, &halls).await?, facts, days, phones })
    }

    fn tap(&self, background: &Background, mut attempt: Attempt) -> Result<Tap> {
        let facts = background.facts.get(&attempt.person).ok_or(Problem::SignedOut)?;
        let timetable = background.timetable(&attempt);
        let fences = attempt.hall.and_then(|hall| background.fences.get(&hall));
        attempt.command = as_agreed(attempt.command, facts.consent);
        let late = || too_late(attempt.at, attempt.arrived_at, facts.presence.late_claim_hours);
        attempt.doubt = attempt.doubt.or_else(late);
        let reading = attempt.command.position.reading();
        let place = fence_verdict(fences.map_or(&[], Vec::as_slice), reading, facts.presence.fence());
        let code = self.code_verdict(&attempt, place)?;
        let by_position = (code == Some(CodeVerdict::Accepted)).then_some(place);
        let flags = background.phones.flags(&Noticed { attempt: &attempt, by_position }, &facts.presence);
        Ok(Tap { timetable, place, code, flags, is_out: facts.is_out, attempt })
    }

    /// Looks at the hall's code where the position does not do. What the screen showed then can be said only
    /// if "then" is certain.
    fn code_verdict(&self, attempt: &Attempt, place: FenceVerdict) -> Result<Option<CodeVerdict>> {
        match (&attempt.command.code, attempt.hall) {
            (Some(_), Some(_)) if place.needs_review() && attempt.doubt.is_some() => Ok(Some(CodeVerdict::TimeUnknown)),
            (Some(typed), Some(hall)) if place.needs_review() => {
                Ok(Some(self.code_maker(hall)?.judge(typed, attempt.at)))
            }
            _ => Ok(None),
        }
    }
}

impl Background {
    /// The slots around a punch, fitted to leave.
    fn timetable(&self, attempt: &Attempt) -> Timetable {
        let person = attempt.person;
        let Some((duties, leave)) = self.days.get(&dates_around(attempt.at)) else { return Timetable::default() };
        let duties = duties.get(&person).map(Vec::as_slice).unwrap_or_default();
        leave.timetable(person, duties)
    }
}

impl Tap {
    /// From when to before when other punches matter: those of the same slot, and the same tap.
    pub(super) fn reach(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let at = self.attempt.at;
        let (start, end) = self.timetable.locate(at).map_or((at, at), |slot| (slot.start, slot.end));
        (start.min(at - DOUBLE_TAP), end.max(at + DOUBLE_TAP))
    }

    /// Whether it is the same tap as an earlier punch.
    pub(super) fn repeats(&self, earlier: &PunchMark, needs_review: bool) -> bool {
        is_double_tap(&self.timetable, earlier, self.attempt.at, needs_review)
    }

    /// For which slot a code is used up; outside any, slot 0 of the date.
    pub(super) fn code_slot(&self) -> (NaiveDate, i16) {
        let at = self.attempt.at;
        self.timetable.locate(at).map_or((hall_date(at), 0), |slot| (slot.work_date, slot.seq))
    }

    /// The punch as it is stored.
    pub(super) fn judged(&self, earlier: &[PunchMark], place: FenceVerdict, code: Option<CodeVerdict>) -> NewPunch {
        // Used up meanwhile, the code says nothing against the position either.
        let proved = code == Some(CodeVerdict::Accepted);
        let flags = self.flags.iter().copied().filter(|flag| proved || *flag != PunchFlag::CodeElsewhere);
        let attempt = &self.attempt;
        NewPunch {
            person: attempt.person,
            hall: attempt.hall,
            at: attempt.at,
            arrived_at: attempt.arrived_at,
            sent_device_at: attempt.sending.map(|sending| to_millis(sending.device_at)),
            source: attempt.command.source(),
            command: attempt.command.clone(),
            user_agent: attempt.user_agent.clone(),
            judgement: judge(&self.timetable, earlier, attempt.at, place, attempt.doubt),
            slot_kind: self.timetable.locate(attempt.at).map(|slot| slot.kind),
            device: attempt.device,
            code,
            flags: flags.collect(),
        }
    }
}
