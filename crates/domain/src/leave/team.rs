//! Who of a team is away when, and what that leaves at the windows.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{CoverView, HandoverBrief, LeaveKind, Period};
use crate::{
    calendar::DayKind,
    ids::{ApprovalId, HallId, PersonId, WindowId},
    org::Side,
    roster::{CoverageDemand, Half},
};

/// Days that can be asked for at once: a month, or the weeks around it.
pub const MAX_TEAM_DAYS: i64 = 42;

/// Somebody who by the roster serves a half of a date at a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Serving {
    /// Who.
    pub person: PersonId,
    /// Where.
    pub window: WindowId,
    /// When.
    pub date: NaiveDate,
    /// Which half of it.
    pub half: Half,
}

/// Granted leave, with who has confirmed to cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Who.
    pub person: PersonId,
    /// When.
    pub period: Period,
    /// Who covers.
    pub cover: Option<PersonId>,
}

/// How many are at a window in a half of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamCell {
    /// Left of those who serve there by the roster, and who covers for them.
    pub there: i32,
    /// Needed: what the hall has set for the window, else one where anybody serves there.
    pub need: i32,
}

impl TeamCell {
    /// How many are missing.
    pub const fn missing(self) -> i32 {
        if self.there < self.need { self.need - self.there } else { 0 }
    }
}

/// What is left at each window in each half of a date, for which somebody is rostered or needed. Who is away
/// for most of a half is not there, who has an appointment of an hour is; who covers goes over from their own window.
/// On days off, nobody is needed but by the roster.
pub fn coverage(
    serving: &[Serving],
    absences: &[Absence],
    demand: &[CoverageDemand],
    dates: &[(NaiveDate, bool)],
) -> BTreeMap<(WindowId, NaiveDate, Half), TeamCell> {
    let mut cells = BTreeMap::<(WindowId, NaiveDate, Half), TeamCell>::new();
    for one in serving {
        let cell = cells.entry((one.window, one.date, one.half)).or_default();
        (cell.need, cell.there) = (1, cell.there + 1);
    }
    for need in demand {
        for (date, _) in dates.iter().filter(|(_, workday)| *workday) {
            cells.entry((need.window, *date, need.half)).or_default().need = need.people;
        }
    }
    let mut absent = HashMap::<PersonId, Vec<&Absence>>::new();
    for absence in absences {
        absent.entry(absence.person).or_default().push(absence);
    }
    let absences_of = |person: PersonId, date: NaiveDate, half: Half| {
        let of_person = absent.get(&person).into_iter().flatten();
        of_person.filter(move |absence| absence.period.on(date).takes(half))
    };
    let is_away = |person, date, half| absences_of(person, date, half).next().is_some();
    let mut count = |window: WindowId, one: &Serving, by: i32| {
        if let Some(cell) = cells.get_mut(&(window, one.date, one.half)) {
            cell.there += by;
        }
    };
    // Where those go who cover. Of a large hall most are neither away nor cover.
    let mut covered = HashMap::<(PersonId, NaiveDate, Half), WindowId>::new();
    for one in serving.iter().filter(|one| is_away(one.person, one.date, one.half)) {
        count(one.window, one, -1);
        let cover = absences_of(one.person, one.date, one.half).find_map(|absence| absence.cover);
        if let Some(cover) = cover.filter(|cover| !is_away(*cover, one.date, one.half)) {
            covered.insert((cover, one.date, one.half), one.window);
        }
    }
    // Somebody without a shift covers nothing.
    for one in serving {
        if let Some(window) = covered.get(&(one.person, one.date, one.half)) {
            count(one.window, one, -1);
            count(*window, one, 1);
        }
    }
    cells.retain(|_, cell| cell.there > 0 || cell.need > 0);
    cells
}

/// Somebody's leave as their team's calendar shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamAway {
    /// The request.
    pub request: ApprovalId,
    /// 姓名.
    pub name: String,
    /// The window that they leave.
    pub window: Option<String>,
    /// Whether they are A or B there.
    pub side: Option<Side>,
    /// What for; left out for who need not know.
    pub kind: Option<LeaveKind>,
    /// When.
    pub period: Period,
    /// Whether it is granted; else it waits.
    pub granted: bool,
    /// Who covers.
    pub cover: Option<CoverView>,
    /// How far the handover is, where so long a leave wants one.
    pub handover: Option<HandoverBrief>,
}

/// A date of a team's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamDay {
    /// The date.
    pub date: NaiveDate,
    /// What kind of day it is.
    pub kind: DayKind,
}

/// A window of a team's calendar, with the halves of each date in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamWindow {
    /// Its code and what it serves.
    pub label: String,
    /// Morning and afternoon of each date; nothing where nobody is rostered or needed.
    pub days: Vec<[Option<TeamCell>; 2]>,
}

/// Who is away, and what that leaves, from one date to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamView {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The hall.
    pub hall: HallId,
    /// Its name.
    pub hall_name: String,
    /// The dates.
    pub days: Vec<TeamDay>,
    /// Leave that is granted or waits, by its first day.
    pub away: Vec<TeamAway>,
    /// The windows in their order.
    pub windows: Vec<TeamWindow>,
}

impl TeamView {
    /// Who is away on a date.
    pub fn away_on(&self, date: NaiveDate) -> impl Iterator<Item = &TeamAway> {
        self.away.iter().filter(move |away| away.period.on(date).is_any())
    }

    /// Windows and halves of the nth date with too few, and how many are missing.
    pub fn gaps_on(&self, nth: usize) -> impl Iterator<Item = (&TeamWindow, Half, i32)> {
        let halves = self.windows.iter().flat_map(move |window| {
            let cells = window.days.get(nth).copied().unwrap_or_default();
            Half::ALL.iter().zip(cells).map(move |(half, cell)| (window, *half, cell.map_or(0, TeamCell::missing)))
        });
        halves.filter(|(.., missing)| *missing > 0)
    }
}

#[cfg(test)]
mod tests {
    use Half::{Afternoon, Morning};

    use super::*;
    use crate::{leave::Hours, roster::samples::date};

    const DAY: (u32, u32) = (11, 25);

    struct Team {
        windows: [WindowId; 2],
        a: PersonId,
        b: PersonId,
        other: PersonId,
        serving: Vec<Serving>,
    }

    /// A and B at the first window in both halves, somebody else alone at the second.
    fn team() -> Team {
        let windows = [WindowId::new(), WindowId::new()];
        let [a, b, other] = [0; 3].map(|_| PersonId::new());
        let serve = |person, window| {
            Half::ALL.iter().map(move |half| Serving { person, window, date: date(2026, DAY.0, DAY.1), half: *half })
        };
        let serving = serve(a, windows[0]).chain(serve(b, windows[0])).chain(serve(other, windows[1])).collect();
        Team { windows, a, b, other, serving }
    }

    impl Team {
        fn missing(&self, absences: &[Absence], demand: &[CoverageDemand], workday: bool) -> Vec<(usize, Half, i32)> {
            let day = date(2026, DAY.0, DAY.1);
            let cells = coverage(&self.serving, absences, demand, &[(day, workday)]);
            let nth = |window: WindowId| self.windows.iter().position(|known| *known == window).unwrap();
            let gaps = cells.into_iter().filter(|(_, cell)| cell.missing() > 0);
            let mut gaps: Vec<_> = gaps.map(|((window, _, half), cell)| (nth(window), half, cell.missing())).collect();
            gaps.sort_unstable();
            gaps
        }
    }

    fn whole(person: PersonId, cover: Option<PersonId>) -> Absence {
        let day = date(2026, DAY.0, DAY.1);
        Absence { person, period: Period::whole(day, day), cover }
    }

    #[test]
    fn b_is_left_where_a_is_away_and_nobody_where_both_are() {
        let team = team();
        assert_eq!(team.missing(&[], &[], true), []);
        assert_eq!(team.missing(&[whole(team.a, Some(team.b))], &[], true), []);
        let both = [whole(team.a, None), whole(team.b, None)];
        assert_eq!(team.missing(&both, &[], true), [(0, Morning, 1), (0, Afternoon, 1)]);
    }

    #[test]
    fn who_covers_leaves_their_own_window() {
        let team = team();
        let half = |person, cover| Absence {
            period: Period::halves((date(2026, DAY.0, DAY.1), Morning), (date(2026, DAY.0, DAY.1), Morning)),
            ..whole(person, cover)
        };
        let absences = [half(team.a, Some(team.other)), half(team.b, None)];
        assert_eq!(team.missing(&absences, &[], true), [(1, Morning, 1)]);
        // Who is away themselves, or has no shift, covers nothing.
        let stranger = PersonId::new();
        for cover in [team.b, stranger] {
            let absences = [whole(team.a, Some(cover)), whole(team.b, None)];
            assert_eq!(team.missing(&absences, &[], true).len(), 2);
        }
    }

    #[test]
    fn what_a_hall_has_set_is_needed_on_working_days() {
        let team = team();
        let need = [CoverageDemand { window: team.windows[0], half: Morning, people: 2 }];
        assert_eq!(team.missing(&[whole(team.a, Some(team.b))], &need, true), [(0, Morning, 1)]);
        assert_eq!(team.missing(&[whole(team.a, Some(team.b))], &need, false), []);
        let empty = Team { serving: Vec::new(), ..team };
        assert_eq!(empty.missing(&[], &need, true), [(0, Morning, 2)]);
    }

    #[test]
    fn hours_leave_a_half_that_they_take_most_of() {
        let team = team();
        let away = |from, to| {
            let period = Period::of_hours(date(2026, DAY.0, DAY.1), Hours { from, to });
            team.missing(&[Absence { period, ..whole(team.other, None) }], &[], true)
        };
        assert_eq!(away(540, 600), [], "an appointment");
        assert_eq!(away(990, 1050), []);
        assert_eq!(away(540, 720), [(1, Morning, 1)]);
        assert_eq!(away(600, 1050), [(1, Morning, 1), (1, Afternoon, 1)]);
        assert_eq!(away(720, 1050), [(1, Afternoon, 1)], "half an hour of the morning");
    }
}
