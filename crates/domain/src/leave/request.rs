use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Birth, BirthForm, Extent, Hours, LeaveKind, Period};
use crate::{
    approvals::LeaveDelegation,
    calendar::WorkCalendar,
    coded::coded_enum,
    ids::{ActId, ApprovalId, PersonId, PhotoId},
    problem::{FieldErrors, FieldReason, Problem},
    roster::Half,
    time::{minute_of, wall_time},
};

/// Characters of the reason.
pub const MAX_REQUEST_REASON: u16 = 200;

/// Days ahead that leave can begin.
pub const LEAVE_AHEAD: Days = Days::new(366);

/// Days back that leave can begin: a sudden case is put on paper afterwards.
pub const LEAVE_BACK: Days = Days::new(31);

coded_enum! {
    /// In what somebody asks for leave.
    #[derive(Default)]
    pub enum LeaveBy {
        /// Days and halves of days.
        #[default]
        Days = "days",
        /// Hours of a day.
        Hours = "hours",
    }
}

/// Leave by the hour as a form has it; where it is by days, the times do not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursForm {
    /// Which of the two.
    #[serde(default)]
    pub by: LeaveBy,
    /// From this time on the hall's wall, `HH:MM`.
    #[serde(default)]
    pub from: String,
    /// To this one.
    #[serde(default)]
    pub to: String,
}

impl HoursForm {
    /// Some hours, as a form has them.
    pub fn of(hours: Hours) -> Self {
        Self { by: LeaveBy::Hours, from: wall_time(hours.from), to: wall_time(hours.to) }
    }

    /// The hours, if it is by the hour; faults are those of `from_time` and `to_time`.
    fn hours(&self, errors: &mut FieldErrors) -> Option<Hours> {
        if self.by == LeaveBy::Days {
            return None;
        }
        let from = errors.take("from_time", required_minute(&self.from));
        let after = |to| if from.is_some_and(|from| to <= from) { Err(FieldReason::EndsBeforeStart) } else { Ok(to) };
        let to = errors.take("to_time", required_minute(&self.to).and_then(after));
        Some(Hours { from: from?, to: to? })
    }
}

fn required_minute(time: &str) -> Result<i32, FieldReason> {
    if time.trim().is_empty() { Err(FieldReason::Required) } else { minute_of(time).map(i32::from) }
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
    /// Whether it is by the hour instead, and from when to when.
    #[serde(default)]
    pub hours: HoursForm,
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
    /// Who decides in my place meanwhile, where I decide anything.
    #[serde(default)]
    pub delegation: LeaveDelegation,
    /// What maternity leave is taken for; of other kinds it does not matter.
    #[serde(default)]
    pub birth: BirthForm,
    /// 改期: the granted leave whose place it is to take.
    #[serde(default)]
    pub moves: Option<ApprovalId>,
}

/// What a form asks about while it is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeaveQuestion {
    /// The request that the form is for.
    pub request: ApprovalId,
    /// What for.
    pub kind: LeaveKind,
    /// When.
    pub period: Period,
    /// What maternity leave is taken for.
    pub birth: Option<Birth>,
    /// The granted leave whose place it is to take.
    pub moves: Option<ApprovalId>,
}

impl LeaveQuestion {
    /// Of days alone.
    pub const fn of(request: ApprovalId, kind: LeaveKind, period: Period) -> Self {
        Self { request, kind, period, birth: None, moves: None }
    }
}

impl LeaveCommand {
    /// When it is asked for, if nothing is wrong with the command by itself. A draft may be without a reason.
    /// By the hour, only [`LeaveKind::Nursing`] goes over several days, at the same time of each; of all
    /// others it would not be clear whether the nights between are meant.
    ///
    /// # Errors
    /// Wrong fields by name, the times as `from_time` and `to_time`, how many were born as `children`.
    pub fn period(&self, today: NaiveDate) -> Result<Period, Problem> {
        let reach = (today - LEAVE_BACK)..=(today + LEAVE_AHEAD);
        let mut errors = FieldErrors::default();
        let by_hours = self.hours.by == LeaveBy::Hours;
        let kind = if by_hours && !self.kind.is_by_the_hour() { Err(FieldReason::NotByTheHour) } else { Ok(()) };
        let from = if reach.contains(&self.from) { Ok(()) } else { Err(FieldReason::OutOfRange) };
        let (starts, ends) = if by_hours { (Half::Morning, Half::Afternoon) } else { (self.starts, self.ends) };
        let days = Period { from: self.from, to: self.to, extent: Extent::Halves { starts, ends } };
        let to = if days.is_backwards() {
            Err(FieldReason::EndsBeforeStart)
        } else if days.days() > super::MAX_SPAN {
            Err(FieldReason::OutOfRange)
        } else if by_hours && self.from != self.to && self.kind != LeaveKind::Nursing {
            Err(FieldReason::OneDay)
        } else {
            Ok(())
        };
        let reason = match self.reason.trim().chars().count() {
            0 if !self.draft => Err(FieldReason::Required),
            n if n > usize::from(MAX_REQUEST_REASON) => Err(FieldReason::TooLong),
            _ => Ok(()),
        };
        let checks = [("by", kind), ("from", from), ("to", to), ("reason", reason)]
            .map(|(name, check)| errors.take(name, check));
        let hours = self.hours.hours(&mut errors);
        let birth = self.birth.check(self.kind, &mut errors);
        if birth.is_none() || checks.iter().any(Option::is_none) || hours.is_some() != by_hours {
            return Err(errors.into());
        }
        Ok(Period { extent: hours.map_or(days.extent, Extent::Hours), ..days })
    }
}

/// The same as a form has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionForm {
    /// The request that the form is for.
    pub request: ApprovalId,
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
    /// By the hour instead.
    #[serde(default)]
    pub hours: Option<Hours>,
    /// What maternity leave is taken for.
    #[serde(default)]
    pub birth: BirthForm,
    /// The granted leave whose place it is to take.
    #[serde(default)]
    pub moves: Option<ApprovalId>,
}

impl QuestionForm {
    /// About some days, with what is answered beside them.
    pub fn of(request: ApprovalId, kind: LeaveKind, period: Period) -> Self {
        let (starts, ends) = match period.extent {
            Extent::Halves { starts, ends } => (starts, ends),
            Extent::Hours(_) => (Half::Morning, Half::Afternoon),
        };
        let (from, to, hours) = (period.from, period.to, period.hours());
        Self { request, kind, from, to, starts, ends, hours, birth: BirthForm::default(), moves: None }
    }
}

impl From<QuestionForm> for LeaveQuestion {
    fn from(form: QuestionForm) -> Self {
        let days = Period::halves((form.from, form.starts), (form.to, form.ends));
        let period = Period { extent: form.hours.map_or(days.extent, Extent::Hours), ..days };
        let birth = form.birth.of(form.kind);
        Self { birth, moves: form.moves, ..Self::of(form.request, form.kind, period) }
    }
}

/// 销假: says on which day one is back, or was. Of leave by the hour, the first day on which it is not taken:
/// the first of its days where it was not taken at all, the one after its last where it was. One that arrives a day or
/// more after that first day needs a punch of it that has arrived before ([`Returned::needs_punch`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnCommand {
    /// Made with the form: sent twice, it is said once.
    pub id: ActId,
    /// The request.
    pub request: ApprovalId,
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
    /// Refuses a day on which nobody can be back from a leave, at `back_on`: before it, long after it, or still to
    /// come, since only being there shows it. What has not begun can be given up as a whole. Hours are taken or not:
    /// who was there all day is not missed after them.
    pub fn check(period: Period, back_on: NaiveDate, today: NaiveDate) -> Result<(), Problem> {
        let given_up = back_on == period.from && today < period.from;
        let reached = back_on <= today || given_up || period.hours().is_some();
        let near = period.from <= back_on && back_on <= period.to + LEAVE_BACK;
        if near && reached { Ok(()) } else { Err(Problem::field("back_on", FieldReason::OutOfRange)) }
    }

    /// Whether a punch has to show it: what is given back of days that are over was worked.
    pub fn needs_punch(self, back_on: NaiveDate, today: NaiveDate) -> bool {
        back_on < today && matches!(self, Self::NotTaken | Self::Early(_))
    }

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
