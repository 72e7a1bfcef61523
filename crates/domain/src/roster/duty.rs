use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Shift, WeeklyPattern};
use crate::{
    calendar::{DayKind, WorkCalendar},
    coded::coded_enum,
    ids::{PostId, ShiftId},
};

/// The shifts that days name. Each is there once, however many days it fills: a month of a large hall has a hundred
/// thousand of them.
pub type Shifts = BTreeMap<ShiftId, Arc<Shift>>;

/// What a person is to do on a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assignment {
    /// Work this shift.
    Shift(Arc<Shift>),
    /// A day off; the duty's day kind tells whether by weekend, holiday or roster.
    Rest,
    /// Nobody has said anything: 无排班.
    Unscheduled,
}

coded_enum! {
    /// What decided a duty.
    pub enum DutySource {
        /// A published roster line.
        Entry = "entry",
        /// The weekly pattern with the calendar.
        Pattern = "pattern",
        /// Nothing did.
        Nothing = "nothing",
    }
}

/// A person's day by the roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// The work-date: the day the shift begins, for a shift across midnight too.
    pub date: NaiveDate,
    /// What the calendar says of the date; decides the overtime class, whatever the assignment.
    pub day_kind: DayKind,
    /// What is to be done.
    pub assignment: Assignment,
    /// Where.
    pub post: Option<PostId>,
    /// What decided it.
    pub source: DutySource,
}

impl Duty {
    /// The shift, on a day that has one.
    pub fn shift(&self) -> Option<&Shift> {
        match &self.assignment {
            Assignment::Shift(shift) => Some(shift),
            Assignment::Rest | Assignment::Unscheduled => None,
        }
    }
}

/// A published roster line: one person, one date. There is at most one for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterEntry {
    /// The work-date.
    pub date: NaiveDate,
    /// The shift; `None` is a day off.
    pub shift: Option<ShiftId>,
    /// Where.
    pub post: Option<PostId>,
}

/// A roster line or pattern names a shift that isn't there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown shift {0}")]
pub struct UnknownShift(pub ShiftId);

/// Everything that decides a person's days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonRoster {
    /// Their roster lines in the period asked about.
    pub entries: Vec<RosterEntry>,
    /// Their patterns; where two hold on a date, the one that began later counts.
    pub patterns: Vec<WeeklyPattern>,
}

impl PersonRoster {
    /// Lets a line take the place of the one of its date.
    pub fn overlay(&mut self, line: RosterEntry) {
        self.entries.retain(|entry| entry.date != line.date);
        self.entries.push(line);
    }

    /// The duty of one date.
    pub fn duty_on(&self, date: NaiveDate, calendar: &WorkCalendar, shifts: &Shifts) -> Result<Duty, UnknownShift> {
        let day_kind = calendar.day_kind(date);
        let entry = self.entries.iter().find(|entry| entry.date == date);
        let pattern = self.patterns.iter().filter(|pattern| pattern.covers(date)).max_by_key(|pattern| pattern.from);
        let (shift, post, source) = match (entry, pattern) {
            (Some(entry), _) => (entry.shift, entry.post, DutySource::Entry),
            (None, Some(pattern)) => (pattern.shift_on(date, day_kind), pattern.post, DutySource::Pattern),
            (None, None) => {
                let (assignment, source) = (Assignment::Unscheduled, DutySource::Nothing);
                return Ok(Duty { date, day_kind, assignment, post: None, source });
            }
        };
        let assignment = match shift {
            Some(id) => Assignment::Shift(shifts.get(&id).ok_or(UnknownShift(id))?.clone()),
            None => Assignment::Rest,
        };
        Ok(Duty { date, day_kind, assignment, post, source })
    }

    /// The duties of the dates from `from` to `to`, both included.
    pub fn duties(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        calendar: &WorkCalendar,
        shifts: &Shifts,
    ) -> Result<Vec<Duty>, UnknownShift> {
        from.iter_days().take_while(|date| *date <= to).map(|date| self.duty_on(date, calendar, shifts)).collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::*;
    use crate::{
        calendar::Festival,
        ids::PatternId,
        roster::samples::{date, four, office},
    };

    struct World {
        calendar: WorkCalendar,
        shifts: Shifts,
        weekday: ShiftId,
        friday: ShiftId,
    }

    impl World {
        fn new() -> Self {
            let (office, four) = (office(), four());
            let (weekday, friday) = (office.id, four.id);
            let shifts = [office, four].into_iter().map(|shift| (shift.id, Arc::new(shift))).collect();
            Self { calendar: WorkCalendar::built_in(), shifts, weekday, friday }
        }

        fn pattern(&self, from: NaiveDate) -> WeeklyPattern {
            let (day, friday) = (Some(self.weekday), Some(self.friday));
            let days = [day, day, day, day, friday, None, None];
            WeeklyPattern { id: PatternId::new(), days, make_up: Weekday::Mon, post: None, from, to: None }
        }

        /// The id of the shift on a date, and what decided it.
        fn ask(&self, roster: &PersonRoster, day: NaiveDate) -> (Option<ShiftId>, DutySource) {
            let duty = roster.duty_on(day, &self.calendar, &self.shifts).unwrap();
            (duty.shift().map(|shift| shift.id), duty.source)
        }
    }

    #[test]
    fn a_pattern_follows_the_calendar() {
        let world = World::new();
        let roster = PersonRoster { entries: vec![], patterns: vec![world.pattern(date(2026, 1, 1))] };
        let cases = [
            (date(2026, 11, 24), Some(world.weekday)),
            (date(2026, 11, 27), Some(world.friday)),
            (date(2026, 11, 28), None),
            // A Thursday and a Wednesday in the National Day break: the festival and a swapped day.
            (date(2026, 10, 1), None),
            (date(2026, 10, 7), None),
            // A make-up Saturday is worked as a Monday.
            (date(2026, 10, 10), Some(world.weekday)),
        ];
        for (day, shift) in cases {
            assert_eq!(world.ask(&roster, day), (shift, DutySource::Pattern), "{day}");
        }
    }

    #[test]
    fn the_make_up_weekday_can_be_chosen_and_saturdays_can_be_worked() {
        let world = World::new();
        let mut pattern = world.pattern(date(2026, 1, 1));
        pattern.make_up = Weekday::Fri;
        pattern.days[5] = Some(world.weekday);
        let roster = PersonRoster { entries: vec![], patterns: vec![pattern] };
        assert_eq!(world.ask(&roster, date(2026, 10, 10)).0, Some(world.friday));
        assert_eq!(world.ask(&roster, date(2026, 11, 28)).0, Some(world.weekday));
        // The Saturday of a break stays off.
        assert_eq!(world.ask(&roster, date(2026, 10, 3)).0, None);
    }

    #[test]
    fn a_roster_line_goes_before_pattern_and_calendar() {
        let world = World::new();
        let line = |date, shift| RosterEntry { date, shift, post: None };
        let holiday = date(2026, 10, 1);
        let entries = vec![line(holiday, Some(world.friday)), line(date(2026, 11, 24), None)];
        let roster = PersonRoster { entries, patterns: vec![world.pattern(date(2026, 1, 1))] };
        let duty = roster.duty_on(holiday, &world.calendar, &world.shifts).unwrap();
        assert_eq!((duty.shift().unwrap().id, duty.source), (world.friday, DutySource::Entry));
        assert_eq!(duty.day_kind, DayKind::StatutoryHoliday(Festival::NationalDay));
        assert_eq!(world.ask(&roster, date(2026, 11, 24)), (None, DutySource::Entry));
    }

    #[test]
    fn the_later_pattern_counts_and_a_pattern_ends() {
        let world = World::new();
        let (mut old, mut new) = (world.pattern(date(2026, 1, 1)), world.pattern(date(2026, 6, 1)));
        old.days[0] = Some(world.friday);
        new.to = Some(date(2026, 6, 30));
        let roster = PersonRoster { entries: vec![], patterns: vec![new, old] };
        assert_eq!(world.ask(&roster, date(2026, 5, 25)).0, Some(world.friday));
        assert_eq!(world.ask(&roster, date(2026, 6, 8)).0, Some(world.weekday));
        assert_eq!(world.ask(&roster, date(2026, 7, 6)).0, Some(world.friday));
    }

    #[test]
    fn nothing_said_is_unscheduled_and_an_unknown_shift_is_an_error() {
        let world = World::new();
        let day = date(2026, 11, 24);
        let nobody = PersonRoster::default().duty_on(day, &world.calendar, &world.shifts).unwrap();
        assert_eq!((nobody.assignment, nobody.source), (Assignment::Unscheduled, DutySource::Nothing));
        let stranger = ShiftId::new();
        let entries = vec![RosterEntry { date: day, shift: Some(stranger), post: None }];
        let roster = PersonRoster { entries, patterns: vec![] };
        assert_eq!(roster.duty_on(day, &world.calendar, &world.shifts), Err(UnknownShift(stranger)));
        assert!(roster.duties(day, day, &world.calendar, &world.shifts).is_err());
    }
}
