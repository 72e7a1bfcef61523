//! Leave: whose rules apply, what is left, how it is derived; the ledger that requests hold and take from.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

use chrono::NaiveDate;
use domain::{
    ids::{HallId, PersonId},
    leave::{LeaveKind, LeaveRule, RuleBook},
    time::hall_date,
};
use store::{
    Connection,
    repo::leave::{self as repo, LeaveRequestRecord},
};

use crate::{
    Core, approvals::Approvals, attendance::Attendance, calendar::Calendar, error::Result, notices::Notices,
    photos::Photos, roster::Roster,
};

mod account;
mod adjust;
mod book;
mod booking;
mod children;
mod grant;
mod grant_childcare;
mod rules;
mod types;
mod year_end;

// Asking for leave.
mod bound;
mod cover;
mod cover_named;
mod gap;
mod handover;
mod papers;
mod papers_refused;
mod recount;
mod request_acts;
mod request_cards;
mod request_days;
mod request_facts;
mod request_forms;
mod request_moves;
mod request_reads;
mod requests;
mod rescheduled;
mod sudden;
mod team;
mod watch;

pub(crate) use account::uses_of;
pub(crate) use request_days::{LeaveDays, leave_days};
pub(crate) use request_reads::back_question;

/// Balances, their derivation, leave rules; the ledger for requests; requests, and who covers.
#[derive(Clone)]
pub struct Leave(pub(crate) Arc<Core>);

impl Leave {
    fn today(&self) -> NaiveDate {
        hall_date(self.0.clock.now())
    }

    fn calendar(&self) -> Calendar {
        Calendar(self.0.clone())
    }

    fn approvals(&self) -> Approvals {
        Approvals(self.0.clone())
    }

    fn attendance(&self) -> Attendance {
        Attendance(self.0.clone())
    }

    fn notices(&self) -> Notices {
        Notices(self.0.clone())
    }

    fn photos(&self) -> Photos {
        Photos(self.0.clone())
    }

    fn roster(&self) -> Roster {
        Roster(self.0.clone())
    }

    /// What applies to leave of a kind that begins on a day, for the people of a hall: the law of the nation or
    /// of the province that the agency has confirmed, and what it has published above that.
    pub async fn rule(
        &self,
        db: &impl Connection,
        hall: Option<HallId>,
        kind: LeaveKind,
        on: NaiveDate,
    ) -> Result<LeaveRule> {
        Ok(rule_book(db, hall).await?.rule(kind, on))
    }
}

/// The leave at a hall that nobody has decided on and that takes some days, both included: how much of it, and the
/// first with the first of those days.
pub(crate) async fn open_leave(
    db: &impl Connection,
    hall: HallId,
    days: (NaiveDate, NaiveDate),
    limit: u64,
) -> Result<(u64, Vec<(PersonId, NaiveDate)>)> {
    Ok(repo::open_leave(db, hall, days, limit).await?)
}

/// All that decides about leave at a hall; for who is at none, the law alone.
async fn rule_book(db: &impl Connection, hall: Option<HallId>) -> Result<RuleBook> {
    let Some(hall) = hall else { return Ok(RuleBook::default()) };
    let versions = repo::list_versions(db, hall).await?.into_iter().map(|record| record.version);
    Ok(RuleBook::new(repo::list_profiles(db, hall).await?, versions.collect()))
}

/// The same for the halls of some requests.
async fn rule_books(db: &impl Connection, requests: &[LeaveRequestRecord]) -> Result<BTreeMap<HallId, RuleBook>> {
    let mut books = BTreeMap::new();
    for request in requests {
        if let Entry::Vacant(place) = books.entry(request.hall) {
            place.insert(rule_book(db, Some(request.hall)).await?);
        }
    }
    Ok(books)
}
