use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{LeaveKind, LeaveSpan};
use crate::{
    calendar::{DayKind, WorkCalendar},
    ids::{ApprovalId, PersonId, PhotoId},
    problem::{FieldErrors, FieldReason, Problem},
    roster::Half,
};

/// Characters of the reason.
pub const MAX_REQUEST_REASON: u16 = 200;

/// Days ahead that leave can begin.
pub const LEAVE_AHEAD: Days = Days::new(366);

/// Days back that leave can begin: a sudden case is put on paper afterwards.
pub const LEAVE_BACK: Days = Days::new(31);

/// Minute of the day at which the afternoon begins, for leave: in the midday break of every shift.
pub const AWAY_AFTER: i32 = 12 * 60 + 30;

/// Days and halves of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The half of the first day with which it starts.
    pub starts: Half,
    /// The half of the last day with which it ends.
    pub ends: Half,
}

/// Which halves of a day somebody is on leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayLeave {
    /// The morning.
    pub morning: bool,
    /// The afternoon.
    pub afternoon: bool,
}

impl DayLeave {
    /// The whole day.
    pub const WHOLE: Self = Self { morning: true, afternoon: true };

    /// Whether the whole day is.
    pub const fn is_whole(self) -> bool {
        self.morning && self.afternoon
    }

    /// Whether any of it is.
    pub const fn is_any(self) -> bool {
        self.morning || self.afternoon
    }

    /// Whether a minute of the work-date lies in it; minutes from its midnight, which may go beyond the day.
    pub const fn covers(self, minute: i64) -> bool {
        if minute < AWAY_AFTER as i64 { self.morning } else { self.afternoon }
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self { morning: self.morning || other.morning, afternoon: self.afternoon || other.afternoon }
    }
}

/// What a period comes to by the calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workdays {
    /// Half working days.
    pub half_days: i32,
    /// Make-up days (调休上班) among them, which people forget.
    pub make_up: Vec<NaiveDate>,
}

impl Period {
    /// Whole days.
    pub const fn whole(from: NaiveDate, to: NaiveDate) -> Self {
        Self { from, to, starts: Half::Morning, ends: Half::Afternoon }
    }

    /// The same as the ledger counts it.
    pub const fn span(self) -> LeaveSpan {
        LeaveSpan::Days { from: self.from, to: self.to, starts: self.starts, ends: self.ends }
    }

    /// Whether it ends before it starts: two halves of one day in the wrong order, too.
    pub fn is_backwards(self) -> bool {
        self.to < self.from || (self.from == self.to && self.starts == Half::Afternoon && self.ends == Half::Morning)
    }

    /// All its dates.
    pub fn dates(self) -> impl Iterator<Item = NaiveDate> {
        self.from.iter_days().take_while(move |date| *date <= self.to)
    }

    /// Which halves of a date it takes.
    pub fn on(self, date: NaiveDate) -> DayLeave {
        if date < self.from || self.to < date {
            return DayLeave::default();
        }
        DayLeave {
            morning: date > self.from || self.starts == Half::Morning,
            afternoon: date < self.to || self.ends == Half::Afternoon,
        }
    }

    /// Whether the two share half a day.
    pub fn overlaps(self, other: Self) -> bool {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        let shared = |date| {
            let (mine, theirs) = (self.on(date), other.on(date));
            (mine.morning && theirs.morning) || (mine.afternoon && theirs.afternoon)
        };
        // Between the first and the last common day both take whole days.
        from <= to && (shared(from) || shared(to) || (to - from).num_days() > 1)
    }

    /// Half working days by the State Council calendar.
    pub fn workdays(self, calendar: &WorkCalendar) -> Workdays {
        let mut counted = Workdays::default();
        for date in self.dates().filter(|date| calendar.is_workday(*date)) {
            let day = self.on(date);
            counted.half_days += i32::from(day.morning) + i32::from(day.afternoon);
            if day.is_any() && calendar.day_kind(date) == DayKind::MakeUpWorkday {
                counted.make_up.push(date);
            }
        }
        counted
    }

    /// What is left of it for who is back on a date, from one of its halves on: nothing if that is its
    /// first half day or earlier.
    pub fn until_return(self, back: NaiveDate, half: Half) -> Option<Self> {
        let (to, ends) = match half {
            Half::Morning => (back.pred_opt()?, Half::Afternoon),
            Half::Afternoon => (back, Half::Morning),
        };
        let rest = Self { to, ends, ..self };
        if rest.is_backwards() {
            None
        } else if (to, ends) >= (self.to, self.ends) {
            Some(self)
        } else {
            Some(rest)
        }
    }
}

/// Asks for leave, or changes what was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveCommand {
    /// Made with the form: sent twice, it is one request.
    pub id: ApprovalId,
    /// The version that is changed; none for a new request.
    #[serde(default)]
    pub version: Option<i32>,
    /// What for.
    pub kind: LeaveKind,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The half of the first day with which it starts.
    pub starts: Half,
    /// The half of the last day with which it ends.
    pub ends: Half,
    /// Why.
    pub reason: String,
    /// Who covers the post.
    #[serde(default)]
    pub cover: Option<PersonId>,
    /// Only kept, not asked yet.
    #[serde(default)]
    pub draft: bool,
    /// Photos of the papers that were handed in with the form.
    #[serde(default)]
    pub photos: Vec<PhotoId>,
}

impl LeaveCommand {
    /// The days that are asked for.
    pub const fn period(&self) -> Period {
        Period { from: self.from, to: self.to, starts: self.starts, ends: self.ends }
    }

    /// What is wrong with it by itself, if anything is. A draft may be without a reason.
    pub fn validate(&self, today: NaiveDate) -> Result<(), Problem> {
        let reach = (today - LEAVE_BACK)..=(today + LEAVE_AHEAD);
        let mut errors = FieldErrors::default();
        let from = if reach.contains(&self.from) { Ok(()) } else { Err(FieldReason::OutOfRange) };
        let to = if self.period().is_backwards() {
            Err(FieldReason::EndsBeforeStart)
        } else if (self.to - self.from).num_days() >= super::MAX_SPAN {
            Err(FieldReason::OutOfRange)
        } else {
            Ok(())
        };
        let reason = match self.reason.trim().chars().count() {
            0 if !self.draft => Err(FieldReason::Required),
            n if n > usize::from(MAX_REQUEST_REASON) => Err(FieldReason::TooLong),
            _ => Ok(()),
        };
        let checks = [errors.take("from", from), errors.take("to", to), errors.take("reason", reason)];
        if checks.iter().all(Option::is_some) { Ok(()) } else { Err(errors.into()) }
    }
}

/// Reports a sudden case in one tap: today, from this half of the day on. The papers follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuddenCommand {
    /// Made with the form.
    pub id: ApprovalId,
    /// What for: one of the kinds whose rule allows it.
    pub kind: LeaveKind,
}

/// 销假: says on which day one is back, or was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnCommand {
    /// The request.
    pub id: ApprovalId,
    /// The version that was looked at.
    pub version: i32,
    /// The first day at work again.
    pub back_on: NaiveDate,
    /// The half of that day with which work begins.
    #[serde(default = "morning")]
    pub half: Half,
}

const fn morning() -> Half {
    Half::Morning
}

/// What being back means for the leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Returned {
    /// It was not taken at all.
    NotTaken,
    /// It ends earlier; what was not used is given back.
    Early(Period),
    /// As planned.
    AsPlanned,
    /// So many days after its end: for people to look at.
    Late {
        /// Working days between.
        workdays: i32,
    },
}

impl Returned {
    /// What a return on a date means; whether the day is possible is asked before.
    pub fn of(period: Period, (back_on, half): (NaiveDate, Half), calendar: &WorkCalendar) -> Self {
        match period.until_return(back_on, half) {
            None => Self::NotTaken,
            Some(rest) if rest != period => Self::Early(rest),
            Some(_) => {
                let missed = calendar.workdays_between(period.to + Days::new(1), back_on - Days::new(1));
                if missed > 0 { Self::Late { workdays: missed } } else { Self::AsPlanned }
            }
        }
    }
}

#[cfg(test)]
mod tests;
