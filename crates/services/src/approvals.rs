//! Requests on their way: filed by a slice, decided by whom the house names, followed by who asked.
//!
//! A slice files, changes and takes back its request inside its own transaction, and is called back in the
//! decision's one when what the request has in hand changes ([`owners`]). Who can act is kept beside each
//! request, so that an inbox is one query, and settled anew at every step, by a job each minute, and when a
//! decision comes in: what is kept is never what allows.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::{
        Amount, ApprovalKind, ApprovalsError, Facts, Flow, FlowState, HopAct, OfficeHours, Seat, WORKDAY_MINUTES,
        after_working_minutes,
    },
    calendar::WorkCalendar,
    ids::{AgencyId, ApprovalId, HallId, HopId, PersonId, ZoneId},
    policy::Place,
    problem::Problem,
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::approvals::{self as repo, ApprovalRecord, HopRecord},
};

use crate::{Core, attendance::Attendance, calendar::Calendar, error::Result, leave::Leave, roster::Roster};

mod bench;
mod comments;
mod copies;
mod decide;
mod filing;
mod hand_over;
mod hours;
mod look_after;
mod owners;
mod read;
mod routes;
mod rules;
mod stand_ins;
mod telling;
mod trying;

pub(crate) use filing::{CHANGEABLE, check_change};
pub(crate) use rules::{decided_in, decides};
pub(crate) use store::repo::approvals::InReview;

/// Working minutes after which a request that was sent back is given up: five days.
const RETURNED_MINUTES: i32 = 5 * WORKDAY_MINUTES;

/// Inboxes, decisions, who decides in whose place.
#[derive(Clone)]
pub struct Approvals(pub(crate) Arc<Core>);

/// A request as its slice files it.
#[derive(Clone, Debug)]
pub(crate) struct Filing {
    /// The slice's own id of it.
    pub(crate) id: ApprovalId,
    pub(crate) kind: ApprovalKind,
    pub(crate) agency: AgencyId,
    pub(crate) hall: Option<HallId>,
    /// The zone of the window that the requester works at.
    pub(crate) zone: Option<ZoneId>,
    pub(crate) requester: PersonId,
    /// How much.
    pub(crate) amount: Amount,
    /// The slice's own word for what is asked.
    pub(crate) subtype: String,
}

impl Approvals {
    fn calendar(&self) -> Calendar {
        Calendar(self.0.clone())
    }

    fn leave(&self) -> Leave {
        Leave(self.0.clone())
    }

    fn roster(&self) -> Roster {
        Roster(self.0.clone())
    }

    fn attendance(&self) -> Attendance {
        Attendance(self.0.clone())
    }

    /// This moment.
    pub(crate) async fn moment(&self) -> Result<Moment> {
        Ok(Moment { now: self.now(), calendar: self.calendar().current().await? })
    }

    fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    /// Stores where a request is now, who can act on it, and what happened.
    async fn save(&self, tx: &Tx, record: &ApprovalRecord, seats: &[Seat], hops: Vec<Hop>) -> Result<()> {
        let now = self.now();
        self.tell(tx, record, seats, &hops).await?;
        repo::update_approval(tx, record).await?;
        repo::put_seats(tx, record.id, seats).await?;
        for hop in hops {
            repo::create_hop(tx, &hop.record(record, seats, now)).await?;
        }
        Ok(())
    }
}

/// Something that has just happened to a request.
#[derive(Clone, Debug)]
struct Hop {
    act: HopAct,
    actor: Option<PersonId>,
    holder: Option<PersonId>,
    text: Option<String>,
    before: Option<Flow>,
}

impl Hop {
    const fn new(act: HopAct, actor: Option<PersonId>) -> Self {
        Self { act, actor, holder: None, text: None, before: None }
    }

    fn record(self, record: &ApprovalRecord, seats: &[Seat], at: DateTime<Utc>) -> HopRecord {
        let goes_on = !matches!(self.act, HopAct::Commented | HopAct::Confirmed | HopAct::Declined | HopAct::Skipped);
        let mut to: Vec<PersonId> = seats.iter().filter(|_| goes_on).map(|seat| seat.person).collect();
        to.sort_unstable();
        to.dedup();
        HopRecord {
            id: HopId::new(),
            approval: record.id,
            at,
            actor: self.actor,
            holder: self.holder,
            act: self.act,
            version: record.flow.version,
            to,
            text: self.text,
            before: self.before,
        }
    }
}

/// Where a request is, for the permission table.
pub(crate) fn place_of(record: &ApprovalRecord) -> Place {
    Place { agency: record.agency, hall: record.hall, zone: record.zone, person: Some(record.requester) }
}

/// A request, held against others until the transaction ends.
pub(crate) async fn hold(tx: &Tx, id: ApprovalId) -> Result<ApprovalRecord> {
    repo::lock_approval(tx, id).await?.ok_or_else(|| Problem::NotFound.into())
}

/// Refuses a version that is no longer the one that was looked at.
pub(crate) fn check_version(record: &ApprovalRecord, version: i32) -> Result<()> {
    if record.flow.version == version { Ok(()) } else { Err(Problem::Conflict.into()) }
}

/// When something happens, and the calendar by which time for it is counted: read before the transaction, so
/// that none waits for another connection.
#[derive(Clone)]
pub(crate) struct Moment {
    pub(crate) now: DateTime<Utc>,
    pub(crate) calendar: Arc<WorkCalendar>,
}

impl Moment {
    /// The date at the hall.
    pub(crate) fn today(&self) -> NaiveDate {
        hall_date(self.now)
    }

    /// Until when what a request waits for should have happened, by its hall's hours.
    fn due(&self, flow: &Flow, hours: OfficeHours) -> Option<DateTime<Utc>> {
        let minutes = match flow.state {
            FlowState::InReview => flow.steps.get(flow.step)?.minutes,
            FlowState::Returned => RETURNED_MINUTES,
            _ => return None,
        };
        Some(after_working_minutes(self.now, minutes, (&self.calendar, hours)))
    }
}

/// One request that must be there.
pub(crate) async fn approval_of(db: &impl Connection, id: ApprovalId) -> Result<ApprovalRecord> {
    repo::find_approval(db, id).await?.ok_or_else(|| Problem::NotFound.into())
}

/// What a slice is told when its request can't do what was asked.
fn settled() -> crate::Error {
    ApprovalsError::Settled.into()
}

/// What a route depends on, with the requester's own level.
fn facts(filing: &Filing, requester: Option<domain::approvals::Level>) -> Facts {
    Facts { amount: filing.amount, subtype: filing.subtype.clone(), requester }
}
