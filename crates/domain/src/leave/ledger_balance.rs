use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::ledger::LeaveLot;

/// Where an account stands on a day. What was granted is used, expired, or left; what is pending is part of
/// what is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Of all lots that have begun.
    pub granted: i32,
    /// Taken.
    pub used: i32,
    /// Not taken in time.
    pub expired: i32,
    /// Granted, less used, less expired.
    pub left: i32,
    /// Reserved of what is left.
    pub pending: i32,
}

impl Balance {
    /// What can still be asked for.
    pub const fn free(&self) -> i32 {
        self.left - self.pending
    }
}

/// The balance of some lots of one kind on a day: of those that have begun by then and that had not expired
/// before its year.
pub fn balance_on(lots: &[LeaveLot], day: NaiveDate) -> Balance {
    let mut sum = Balance::default();
    for lot in lots.iter().filter(|lot| lot.valid_from <= day && day.year() <= lot.expires_on.year()) {
        sum.granted += lot.granted;
        sum.used += lot.used;
        if lot.expires_on < day {
            sum.expired += lot.granted - lot.used;
        } else {
            sum.pending += lot.pending;
        }
    }
    sum.left = sum.granted - sum.used - sum.expired;
    sum
}
