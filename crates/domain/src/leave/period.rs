//! When somebody is away: halves of days, or hours of them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{LeaveKind, STANDARD_HALF, WorkDays};
use crate::{calendar::DayKind, roster::Half};

/// Minute of the day at which the afternoon begins, for leave: in the midday break of every shift.
pub const AWAY_AFTER: i32 = 12 * 60 + 30;

/// Minutes of a day.
const WHOLE_DAY: i32 = 24 * 60;

/// Hours of a day, in minutes from its midnight on the hall's wall. The last minute is left out: what ends at
/// 10:00 and what begins then do not touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hours {
    /// From this minute.
    pub from: i32,
    /// To this one, at most the next midnight.
    pub to: i32,
}

impl Hours {
    /// Minutes between.
    pub const fn minutes(self) -> i32 {
        self.to - self.from
    }

    /// Whether they are hours of one day, in order.
    pub const fn is_sound(self) -> bool {
        0 <= self.from && self.from < self.to && self.to <= WHOLE_DAY
    }

    const fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// What of its days a period takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum Extent {
    /// Whole days, but perhaps a half at either end.
    Halves {
        /// The half of the first day with which it starts.
        starts: Half,
        /// The half of the last day with which it ends.
        ends: Half,
    },
    /// The same hours of each of them.
    Hours(Hours),
}

/// Days, both ends included, and what of them is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What of them.
    pub extent: Extent,
}

/// When of a day somebody is on leave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayLeave {
    /// The morning.
    pub morning: bool,
    /// The afternoon.
    pub afternoon: bool,
    /// Hours, in order; they may lie in a half that is taken, too.
    #[serde(default)]
    pub hours: Vec<Hours>,
}

impl DayLeave {
    /// The whole day.
    pub const WHOLE: Self = Self { morning: true, afternoon: true, hours: Vec::new() };

    /// Whether the whole day is.
    pub const fn is_whole(&self) -> bool {
        self.morning && self.afternoon
    }

    /// Whether a half of it is.
    pub const fn is_half(&self) -> bool {
        self.morning || self.afternoon
    }

    /// Whether any of it is.
    pub const fn is_any(&self) -> bool {
        self.is_half() || !self.hours.is_empty()
    }

    /// Whether a minute of the work-date lies in it; minutes from its midnight, which may go beyond the day.
    pub fn covers(&self, minute: i64) -> bool {
        let half = if minute < i64::from(AWAY_AFTER) { self.morning } else { self.afternoon };
        half || self.hours.iter().any(|hours| (i64::from(hours.from)..i64::from(hours.to)).contains(&minute))
    }

    /// Whether it takes a half: the half itself, or hours that are more than half of its working time. For an
    /// appointment of an hour, somebody is there all the same.
    pub fn takes(&self, half: Half) -> bool {
        let taken = if half == Half::Morning { self.morning } else { self.afternoon };
        let whole = half_day(half);
        let within = |hours: &Hours| (hours.to.min(whole.to) - hours.from.max(whole.from)).max(0);
        taken || self.hours.iter().map(within).sum::<i32>() > STANDARD_HALF / 2
    }

    /// The first minute from one on that is not on leave; minutes from the day's midnight.
    pub fn free_from(&self, minute: i32) -> i32 {
        let mut spans: Vec<Hours> = self.spans().collect();
        spans.sort_unstable();
        spans.into_iter().fold(minute, |free, span| if span.from <= free { free.max(span.to) } else { free })
    }

    /// Both together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.morning |= other.morning;
        self.afternoon |= other.afternoon;
        self.hours.extend(other.hours);
        self.hours.sort_unstable();
        self
    }

    /// Whether the two share a minute.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.spans().any(|mine| other.spans().any(|theirs| mine.overlaps(theirs)))
    }

    /// Everything that is taken, its halves as the hours that they are.
    fn spans(&self) -> impl Iterator<Item = Hours> {
        let taken = [(self.morning, Half::Morning), (self.afternoon, Half::Afternoon)];
        let halves = taken.into_iter().filter(|(taken, _)| *taken).map(|(_, half)| half_day(half));
        halves.chain(self.hours.iter().copied())
    }
}

const fn half_day(half: Half) -> Hours {
    match half {
        Half::Morning => Hours { from: 0, to: AWAY_AFTER },
        Half::Afternoon => Hours { from: AWAY_AFTER, to: WHOLE_DAY },
    }
}

/// What a period comes to by the calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workdays {
    /// Half working days; of hours, as many halves of a standard day as hold them.
    pub half_days: i32,
    /// Minutes on working days, where it is by the hour.
    #[serde(default)]
    pub minutes: Option<i32>,
    /// Make-up days (调休上班) among them, which people forget.
    pub make_up: Vec<NaiveDate>,
}

impl Period {
    /// Whole days.
    pub const fn whole(from: NaiveDate, to: NaiveDate) -> Self {
        Self::halves((from, Half::Morning), (to, Half::Afternoon))
    }

    /// From a half of a day to a half of a day.
    pub const fn halves((from, starts): (NaiveDate, Half), (to, ends): (NaiveDate, Half)) -> Self {
        Self { from, to, extent: Extent::Halves { starts, ends } }
    }

    /// Some hours of a day.
    pub const fn of_hours(date: NaiveDate, hours: Hours) -> Self {
        Self { from: date, to: date, extent: Extent::Hours(hours) }
    }

    /// Its hours, if it is by the hour.
    pub const fn hours(self) -> Option<Hours> {
        match self.extent {
            Extent::Hours(hours) => Some(hours),
            Extent::Halves { .. } => None,
        }
    }

    /// How many days it touches, of whatever kind.
    pub fn days(self) -> i64 {
        (self.to - self.from).num_days() + 1
    }

    /// Whether it ends before it starts: two halves of one day or two times in the wrong order, too.
    pub fn is_backwards(self) -> bool {
        let within = match self.extent {
            Extent::Halves { starts, ends } => self.from == self.to && ends < starts,
            Extent::Hours(hours) => hours.to <= hours.from,
        };
        self.to < self.from || within
    }

    /// All its dates.
    pub fn dates(self) -> impl Iterator<Item = NaiveDate> {
        self.from.iter_days().take_while(move |date| *date <= self.to)
    }

    /// What it takes of a date.
    pub fn on(self, date: NaiveDate) -> DayLeave {
        if date < self.from || self.to < date {
            return DayLeave::default();
        }
        match self.extent {
            Extent::Halves { starts, ends } => DayLeave {
                morning: date > self.from || starts == Half::Morning,
                afternoon: date < self.to || ends == Half::Afternoon,
                hours: Vec::new(),
            },
            Extent::Hours(hours) => DayLeave { hours: vec![hours], ..DayLeave::default() },
        }
    }

    /// What of it lies on some days, both included.
    pub fn within(self, from: NaiveDate, to: NaiveDate) -> Option<Self> {
        let (first, last) = (self.from.max(from), self.to.min(to));
        let extent = match self.extent {
            Extent::Halves { starts, ends } => Extent::Halves {
                starts: if first == self.from { starts } else { Half::Morning },
                ends: if last == self.to { ends } else { Half::Afternoon },
            },
            hours @ Extent::Hours(_) => hours,
        };
        (first <= last).then_some(Self { from: first, to: last, extent })
    }

    /// What of it lies on a day and later.
    pub fn rest_from(self, day: NaiveDate) -> Option<Self> {
        self.within(day, self.to)
    }

    /// Whether the two share a minute.
    pub fn overlaps(self, other: Self) -> bool {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        let shared = |date| self.on(date).overlaps(&other.on(date));
        // What either takes between the first and the last common day is the same on all of them.
        let between = from.succ_opt().filter(|date| *date < to);
        from <= to && (shared(from) || shared(to) || between.is_some_and(shared))
    }

    /// What it comes to by the State Council calendar, or by that and somebody's roster.
    pub fn workdays<'a>(self, by: impl Into<WorkDays<'a>>) -> Workdays {
        let by = by.into();
        let (mut counted, mut minutes) = (Workdays::default(), 0);
        for date in self.dates().filter(|date| by.is_workday(*date)) {
            let day = self.on(date);
            counted.half_days += i32::from(day.morning) + i32::from(day.afternoon);
            minutes += day.hours.iter().map(|hours| hours.minutes()).sum::<i32>();
            if day.is_any() && by.calendar.day_kind(date) == DayKind::MakeUpWorkday {
                counted.make_up.push(date);
            }
        }
        if self.hours().is_some() {
            counted.half_days = (minutes + STANDARD_HALF - 1) / STANDARD_HALF;
            counted.minutes = Some(minutes);
        }
        counted
    }

    /// What is left of it for who is back on a date, from one of its halves on: nothing if that is its
    /// first half day or earlier. Of hours, the days before it are left.
    pub fn until_return(self, back: NaiveDate, half: Half) -> Option<Self> {
        let Extent::Halves { starts, ends: planned } = self.extent else {
            let to = back.pred_opt()?;
            return (self.from <= to).then(|| Self { to: to.min(self.to), ..self });
        };
        let (to, ends) = match half {
            Half::Morning => (back.pred_opt()?, Half::Afternoon),
            Half::Afternoon => (back, Half::Morning),
        };
        let rest = Self { to, extent: Extent::Halves { starts, ends }, ..self };
        if rest.is_backwards() {
            None
        } else if (to, ends) >= (self.to, planned) {
            Some(self)
        } else {
            Some(rest)
        }
    }
}

/// Whether two leaves of one person can't both be: they share a minute. The hour a day for a child gives way to
/// days and halves of another kind: it is part of the working time (女职工劳动保护特别规定 9), and who is away
/// all the same has none of it.
pub fn collide((kind, period): (LeaveKind, Period), (other_kind, other): (LeaveKind, Period)) -> bool {
    let daily = |kind: LeaveKind, period: Period| kind == LeaveKind::Nursing && period.hours().is_some();
    let gives_way =
        daily(kind, period) != daily(other_kind, other) && period.hours().is_some() != other.hours().is_some();
    !gives_way && period.overlaps(other)
}

#[cfg(test)]
mod tests;
