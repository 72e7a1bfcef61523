//! Leave.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::time::hall_date;

use crate::{Core, approvals::Approvals, attendance::Attendance, calendar::Calendar};

mod cover;
mod request_acts;
mod request_cards;
mod request_days;
mod request_facts;
mod request_forms;
mod request_moves;
mod request_reads;
mod requests;

pub(crate) use request_days::{LeaveDays, leave_days};

/// Asking for leave, covering for it.
#[derive(Clone)]
pub struct Leave(pub(crate) Arc<Core>);

impl Leave {
    fn approvals(&self) -> Approvals {
        Approvals(self.0.clone())
    }

    fn attendance(&self) -> Attendance {
        Attendance(self.0.clone())
    }

    fn calendar(&self) -> Calendar {
        Calendar(self.0.clone())
    }

    fn today(&self) -> NaiveDate {
        hall_date(self.0.clock.now())
    }
}
