//! Leave: whose rules apply, what is left, how it is derived; the ledger that requests hold and take from.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{
    ids::HallId,
    leave::{LeaveKind, LeaveRule, Province, rule_of},
    time::hall_date,
};
use store::{Connection, repo::leave as repo};

use crate::{
    Core, approvals::Approvals, attendance::Attendance, calendar::Calendar, error::Result, notices::Notices,
    photos::Photos, roster::Roster,
};

mod account;
mod adjust;
mod book;
mod booking;
mod grant;
mod rules;

// Asking for leave.
mod cover;
mod handover;
mod papers;
mod recount;
mod request_acts;
mod request_cards;
mod request_days;
mod request_facts;
mod request_forms;
mod request_moves;
mod request_reads;
mod requests;
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

    /// What applies to a kind of leave of the people of a hall on a day: the national rule, or what the
    /// agency has confirmed for the hall's province.
    pub async fn rule(
        &self,
        db: &impl Connection,
        hall: Option<HallId>,
        kind: LeaveKind,
        on: NaiveDate,
    ) -> Result<LeaveRule> {
        Ok(rule_of(kind, on, province_of(db, hall, on).await?))
    }
}

/// The province whose rules are confirmed for a hall on a day.
async fn province_of(db: &impl Connection, hall: Option<HallId>, on: NaiveDate) -> Result<Option<Province>> {
    let Some(hall) = hall else { return Ok(None) };
    Ok(repo::find_profile(db, hall, on).await?.and_then(|profile| profile.province))
}
