//! Empty windows (空岗): a shift is on and nobody is there (domain 1.K-4: uncovered, alarm to the lead, then to
//! the supervisor).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{HolderState, HolderStatus, PresenceSettings, Timetable};
use crate::{
    ids::{ActId, PostId, VacancyId, WindowId},
    problem::{Problem, check_text},
    roster::SlotKind,
};

/// Characters of the note with which an alarm is acknowledged.
pub const MAX_VACANCY_NOTE: u16 = 200;

/// Takes an alarm in hand. One that arrives later counts from its arrival, for nobody has heard of it before; when
/// somebody is there again by then, or another has it in hand, it is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeVacancyCommand {
    /// Made with the form: sent twice, it is taken once.
    pub id: ActId,
    /// The alarm.
    pub vacancy: VacancyId,
    /// What is done about it.
    pub note: String,
}

impl TakeVacancyCommand {
    /// The note without blanks around it.
    ///
    /// # Errors
    /// At `note`: it is missing or too long.
    pub fn sound_note(&self) -> Result<String, Problem> {
        check_text("note", Some(self.note.clone()), (MAX_VACANCY_NOTE, true)).map(Option::unwrap_or_default)
    }
}

/// Since when a person's post is to be staffed by them without a break: from an arrival's due time to the next
/// departure's, as rostered, since somebody covers while they are on leave; after hours of leave with which the
/// shift began, from their end. Nothing during the midday break, before and after work, and on a day off.
pub fn working_since(timetable: &Timetable, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let slots: Vec<_> = timetable.slots_on(timetable.work_date_at(now)).collect();
    let next = slots.iter().position(|slot| slot.rostered > now)?;
    let (last, next) = (slots.get(next.checked_sub(1)?)?, slots.get(next)?);
    let since = if last.due <= now { last.due } else { last.rostered };
    (last.kind == SlotKind::In && next.kind == SlotKind::Out).then_some(since)
}

/// Somebody who should or could be at a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostPresence {
    /// Since when they are to be at work there; see [`working_since`].
    pub working_since: Option<DateTime<Utc>>,
    /// Whether they are there.
    pub present: bool,
    /// When they last left, if they did: for a while, or because their leave began.
    pub left_at: Option<DateTime<Utc>>,
}

impl PostPresence {
    /// From where somebody is by their punches and outings.
    pub fn of(status: &HolderStatus, working_since: Option<DateTime<Utc>>) -> Self {
        let left = matches!(status.state, HolderState::Away | HolderState::Finished | HolderState::OnLeave);
        Self { working_since, present: status.state == HolderState::OnPost, left_at: status.since.filter(|_| left) }
    }
}

/// Since when a post is empty although somebody is to be at work there. It begins with the shift, or when the
/// last one left.
pub fn empty_since(people: &[PostPresence]) -> Option<DateTime<Utc>> {
    if people.iter().any(|person| person.present) {
        return None;
    }
    let begun = people.iter().filter_map(|person| person.working_since).min()?;
    let left = people.iter().filter_map(|person| person.left_at).max();
    Some(left.map_or(begun, |left| left.max(begun)))
}

/// An alarm that has not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenVacancy {
    /// When the lead was told.
    pub raised_at: DateTime<Utc>,
    /// Whether the supervisor was told, too.
    pub escalated: bool,
    /// When somebody has last taken it in hand.
    pub taken_at: Option<DateTime<Utc>>,
}

/// Until when it counts that somebody has taken an alarm in hand at an instant.
pub fn taken_until(taken_at: DateTime<Utc>, settings: &PresenceSettings) -> DateTime<Utc> {
    taken_at + TimeDelta::minutes(settings.taken_min.into())
}

/// Since when a window is empty at which, by its demand, somebody is to be and nobody is rostered. `people` are those
/// of all its posts; `hall_working_since` is when the first shift that serves the half has begun at the hall, since a
/// demand has no hours of its own.
pub fn unstaffed_since(people: &[PostPresence], hall_working_since: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    // Where somebody is rostered, their post tells.
    if people.iter().any(|person| person.present || person.working_since.is_some()) {
        return None;
    }
    let begun = hall_working_since?;
    let left = people.iter().filter_map(|person| person.left_at).max();
    Some(left.map_or(begun, |left| left.max(begun)))
}

/// What is to be done about a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VacancyStep {
    /// Nothing.
    Rest,
    /// Tell the lead: it is empty since then.
    Raise(DateTime<Utc>),
    /// Tell the supervisor, too.
    Escalate,
    /// Somebody is there, or the shift is over.
    End,
}

/// The next step. Asked again at the same moment, after the step was taken, there is nothing left to do.
pub fn vacancy_step(
    open: Option<OpenVacancy>,
    empty_since: Option<DateTime<Utc>>,
    settings: &PresenceSettings,
    now: DateTime<Utc>,
) -> VacancyStep {
    let minutes = |n: i32| TimeDelta::minutes(n.into());
    match (open, empty_since) {
        (None, Some(since)) if now - since >= minutes(settings.vacancy_grace_min) => VacancyStep::Raise(since),
        (Some(_), None) => VacancyStep::End,
        (Some(open), Some(_)) if !open.escalated => {
            let waited = now - open.raised_at >= minutes(settings.escalate_min);
            let in_hand = open.taken_at.is_some_and(|taken_at| now < taken_until(taken_at, settings));
            if waited && !in_hand { VacancyStep::Escalate } else { VacancyStep::Rest }
        }
        _ => VacancyStep::Rest,
    }
}

/// An alarm as those see it who are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VacancyView {
    /// The alarm.
    pub id: VacancyId,
    /// The post.
    pub post: PostId,
    /// Its window.
    pub window: WindowId,
    /// Empty since then.
    pub since: DateTime<Utc>,
    /// When the lead was told.
    pub raised_at: DateTime<Utc>,
    /// When the supervisor was told.
    pub escalated_at: Option<DateTime<Utc>>,
    /// Who has taken it in hand, and what they say.
    pub taken: Option<VacancyTaken>,
}

/// Who has taken an alarm in hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VacancyTaken {
    /// 姓名.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Until when it counts. Then somebody takes it in hand anew.
    pub until: DateTime<Utc>,
    /// What they do about it.
    pub note: String,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::roster::samples::{clock, date, four, night, works};

    #[test]
    fn work_runs_from_an_arrival_to_the_next_departure() {
        let day = date(2026, 11, 24);
        let timetable = Timetable::new(&[works(day, four())]);
        let cases = [
            ((8, 0), None),
            ((8, 30), Some((8, 30))),
            ((11, 59), Some((8, 30))),
            ((12, 0), None),
            ((13, 29), None),
            ((13, 30), Some((13, 30))),
            ((17, 30), None),
        ];
        for ((hours, minutes), since) in cases {
            let since = since.map(|(hours, minutes)| clock(day, hours, minutes));
            assert_eq!(working_since(&timetable, clock(day, hours, minutes)), since, "{hours}:{minutes}");
        }
        assert_eq!(working_since(&Timetable::default(), clock(day, 9, 0)), None);
        let next = day.succ_opt().unwrap();
        let night = Timetable::new(&[works(day, night())]);
        assert!(working_since(&night, clock(next, 3, 0)).is_some(), "a night goes on after midnight");
    }

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + minutes * 60, 0).unwrap()
    }

    fn person(working: Option<i64>, present: bool, left: Option<i64>) -> PostPresence {
        PostPresence { working_since: working.map(at), present, left_at: left.map(at) }
    }

    #[test]
    fn a_post_is_empty_since_the_last_one_left() {
        let cases: [(&[PostPresence], Option<i64>); 7] = [
            (&[], None),
            (&[person(None, false, None)], None),
            (&[person(Some(0), false, None)], Some(0)),
            (&[person(Some(0), true, None)], None),
            // B is there, though not rostered.
            (&[person(Some(0), false, None), person(None, true, None)], None),
            (&[person(Some(0), false, Some(40)), person(None, false, Some(55))], Some(55)),
            // Who left before the shift began does not count.
            (&[person(Some(0), false, Some(-30))], Some(0)),
        ];
        for (people, since) in cases {
            assert_eq!(empty_since(people), since.map(at), "{people:?}");
        }
    }

    #[test]
    fn a_window_that_needs_somebody_is_empty_though_nobody_is_rostered() {
        let cases: [(&[PostPresence], Option<i64>, Option<i64>); 6] = [
            (&[], Some(0), Some(0)),
            (&[], None, None),
            (&[person(None, false, None)], Some(0), Some(0)),
            (&[person(None, true, None)], Some(0), None),
            (&[person(Some(0), false, None)], Some(0), None),
            // Who was there of their own accord, and left.
            (&[person(None, false, Some(40))], Some(0), Some(40)),
        ];
        for (people, working, since) in cases {
            assert_eq!(unstaffed_since(people, working.map(at)), since.map(at), "{people:?} {working:?}");
        }
    }

    #[test]
    fn the_lead_is_told_then_the_supervisor_and_it_ends_by_itself() {
        let settings = PresenceSettings::default();
        let open =
            |escalated, taken: Option<i64>| Some(OpenVacancy { raised_at: at(5), escalated, taken_at: taken.map(at) });
        let cases = [
            (None, None, 99, VacancyStep::Rest),
            (None, Some(at(0)), 4, VacancyStep::Rest),
            (None, Some(at(0)), 5, VacancyStep::Raise(at(0))),
            (open(false, None), Some(at(0)), 14, VacancyStep::Rest),
            (open(false, None), Some(at(0)), 15, VacancyStep::Escalate),
            (open(true, None), Some(at(0)), 60, VacancyStep::Rest),
            // Taken in hand it counts for ten minutes, and not for good.
            (open(false, Some(12)), Some(at(0)), 21, VacancyStep::Rest),
            (open(false, Some(12)), Some(at(0)), 22, VacancyStep::Escalate),
            (open(false, Some(5)), Some(at(0)), 15, VacancyStep::Escalate),
            (open(true, Some(12)), Some(at(0)), 60, VacancyStep::Rest),
            (open(true, Some(12)), None, 60, VacancyStep::End),
        ];
        for (open, empty, now, expected) in cases {
            assert_eq!(vacancy_step(open, empty, &settings, at(now)), expected, "{open:?} {now}");
        }
    }

    proptest! {
        #[test]
        fn a_step_that_was_taken_is_not_asked_for_again(
            empty in proptest::option::of(-100_i64..100), now in 0_i64..100, raised in proptest::option::of(-100_i64..0),
            escalated: bool, taken in proptest::option::of(-100_i64..0),
        ) {
            let settings = PresenceSettings::default();
            let open = raised.map(|raised| OpenVacancy { raised_at: at(raised), escalated, taken_at: taken.map(at) });
            let step = |open| vacancy_step(open, empty.map(at), &settings, at(now));
            let after = match step(open) {
                VacancyStep::Rest => open,
                VacancyStep::Raise(_) => Some(OpenVacancy { raised_at: at(now), escalated: false, taken_at: None }),
                VacancyStep::Escalate => open.map(|open| OpenVacancy { escalated: true, ..open }),
                VacancyStep::End => None,
            };
            prop_assert_eq!(step(after), VacancyStep::Rest);
        }
    }
}
