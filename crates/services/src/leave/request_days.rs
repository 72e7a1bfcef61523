//! Who is away when, as the other slices ask.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::FlowState,
    attendance::Timetable,
    calendar::WorkCalendar,
    ids::{ApprovalId, PersonId},
    leave::{CoverState, DayLeave, DutyDays, Period},
    roster::Duty,
    time::{hall_date, hall_midnight},
};
use store::{
    Connection,
    repo::leave::{self as repo, LeaveRequestRecord},
};

use super::Leave;
use crate::error::Result;

/// The granted leave of some people on some dates.
#[derive(Debug, Default)]
pub(crate) struct LeaveDays(BTreeMap<PersonId, Vec<LeaveRequestRecord>>);

/// Reads it, in one query.
pub(crate) async fn leave_days(
    db: &impl Connection,
    people: &[PersonId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<LeaveDays> {
    let mut days = LeaveDays::default();
    for record in repo::list_leave_between(db, people, (from, to), &[FlowState::Approved]).await? {
        days.0.entry(record.person).or_default().push(record);
    }
    Ok(days)
}

impl Leave {
    /// What somebody's roster has otherwise than the calendar on some days.
    pub(super) async fn duty_days(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        person: PersonId,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<DutyDays> {
        let duties = self.roster().duties_of(db, calendar, &[person], from, to).await?;
        Ok(DutyDays::of(duties.get(&person).map(Vec::as_slice).unwrap_or_default(), calendar))
    }
}

impl LeaveDays {
    /// Takes in the leave of other people.
    pub(crate) fn add(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// When of a date somebody is on leave.
    pub(crate) fn on(&self, person: PersonId, date: NaiveDate) -> DayLeave {
        let own = self.0.get(&person).into_iter().flatten();
        own.map(|record| record.period.on(date)).fold(DayLeave::default(), DayLeave::and)
    }

    /// The slots of somebody's duties, fitted to their leave.
    pub(crate) fn timetable(&self, person: PersonId, duties: &[Duty]) -> Timetable {
        Timetable::with_leave(duties, |date| self.on(person, date))
    }

    /// Somebody's leave, each with what names it.
    pub(crate) fn spans(&self, person: PersonId) -> impl Iterator<Item = (ApprovalId, Period)> {
        self.0.get(&person).into_iter().flatten().map(|record| (record.id, record.period))
    }

    /// Who has confirmed to cover for somebody at a moment.
    pub(crate) fn cover_of(&self, person: PersonId, at: DateTime<Utc>) -> Option<PersonId> {
        let date = hall_date(at);
        let minute = (at - hall_midnight(date)).num_minutes();
        let own = self.0.get(&person)?.iter().filter(|record| record.period.on(date).covers(minute));
        own.filter_map(|record| record.cover).find(|(_, state)| *state == CoverState::Confirmed).map(|(who, _)| who)
    }

    /// Everybody who has confirmed to cover for one of them.
    pub(crate) fn covers(&self) -> impl Iterator<Item = PersonId> {
        let records = self.0.values().flatten();
        let confirmed = records.filter_map(|record| record.cover).filter(|(_, state)| *state == CoverState::Confirmed);
        confirmed.map(|(who, _)| who)
    }
}
