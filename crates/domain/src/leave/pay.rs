//! What annual leave that was not taken is worth (办法 10 to 12).

use serde::{Deserialize, Serialize};

use super::{
    annual::{Entitlement, YEAR_DAYS},
    book::LeaveBook,
    count::units_of_day,
    kind::LeaveKind,
};

/// Hundredths of the 21.75 days for which a month is paid.
const PAID_DAYS: i64 = 2_175;

/// Whose choice it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unused {
    /// The employer could not arrange it: 300 %, of which 100 % is the wage already paid.
    NotArranged,
    /// The worker waived it in writing after it was offered: the wage alone.
    Waived,
}

/// What is paid on top of the wage for half days not taken, in fen: `monthly` is the average of the last twelve
/// months without overtime pay, in fen. Half a fen is rounded up.
pub fn unused_pay(half_days: i32, monthly: i64, why: Unused) -> i64 {
    let percent = match why {
        Unused::NotArranged => 200,
        Unused::Waived => 0,
    };
    (i64::from(half_days) * monthly * percent + PAID_DAYS) / (PAID_DAYS * 2)
}

impl LeaveBook {
    /// Half days of annual leave that are to be paid if no more of it is taken: what has expired and what is left;
    /// for somebody who leaves, what [`leaving_days_to_pay`] says.
    pub fn unpaid(&self) -> i32 {
        if let Some(days) = self.annual.pay_on_leaving {
            return days * units_of_day(LeaveKind::Annual);
        }
        let kept = self.balances.iter().find(|kept| kept.kind == LeaveKind::Annual);
        kept.map_or(0, |kept| kept.balance.left + kept.balance.expired)
    }
}

/// Whole days to be paid to somebody who leaves: what the days that have passed have earned, less what was
/// taken; what is left of a day is dropped, what was taken too much is not taken back (办法 12).
pub fn leaving_days_to_pay(earned: &Entitlement, taken_half_days: i32) -> i32 {
    ((2 * earned.exact - YEAR_DAYS * taken_half_days) / (2 * YEAR_DAYS)).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        leave::annual::{Service, TierChange, entitlement},
        roster::samples::date,
    };

    #[test]
    fn three_hundred_percent_of_which_one_hundred_is_paid() {
        // 5,220 a month ÷ 21.75 = 240 a day.
        assert_eq!(unused_pay(2, 522_000, Unused::NotArranged), 48_000);
        assert_eq!(unused_pay(10, 522_000, Unused::NotArranged), 240_000);
        assert_eq!(unused_pay(10, 522_000, Unused::Waived), 0);
        assert_eq!(unused_pay(2, 500_000, Unused::NotArranged), 45_977);
        // Half a day is not lost.
        assert_eq!(unused_pay(5, 522_000, Unused::NotArranged), 120_000);
    }

    #[test]
    fn who_leaves_is_paid_whole_days_and_never_pays_back() {
        let earned = |from| {
            let left_on = Some(date(2026, 6, 30));
            let service = Service { service_from: from, continuous_from: from, hired_on: from, left_on };
            entitlement(2026, &service, Default::default(), TierChange::Weighted)
        };
        let (five, ten) = (earned(date(2020, 1, 1)), earned(date(2014, 1, 1)));
        // 2.48 − 1 = 1.48; 2.48 − 0.5 = 1.98; 4.96 − 6 is below zero.
        assert_eq!(leaving_days_to_pay(&five, 2), 1);
        assert_eq!(leaving_days_to_pay(&five, 1), 1);
        assert_eq!(leaving_days_to_pay(&ten, 12), 0);
        assert_eq!(leaving_days_to_pay(&ten, 0), 4);
    }
}
