//! What annual leave that was not taken is worth (办法 10 to 12).

use serde::{Deserialize, Serialize};

use super::{
    annual::{Entitlement, YEAR_DAYS},
    count::units_of_day,
    kind::LeaveKind,
    year_end::Waiver,
};

/// Hundredths of the 21.75 days for which a month is paid.
const PAID_DAYS: i64 = 2_175;

/// What is paid on top of the wage for half days that the employer did not arrange, in fen: 300 %, of which 100 % is the
/// wage already paid (办法 10). `monthly` is the average of the last twelve months without overtime pay, in fen (办法
/// 11). Half a fen is rounded up. Nothing is paid on top for what was waived in writing.
pub fn unused_pay(half_days: i32, monthly: i64) -> i64 {
    (i64::from(half_days) * monthly * 200 + PAID_DAYS) / (PAID_DAYS * 2)
}

/// The wage of a day, in fen, by that of a month; half a fen is rounded up. To be shown: the pay itself is rounded once.
pub const fn daily_wage(monthly: i64) -> i64 {
    (monthly * 200 + PAID_DAYS) / (PAID_DAYS * 2)
}

/// An amount in yuan as people write it, in fen: digits, and up to two after a point. More than nothing, and less than
/// ten million yuan.
pub fn fen_of(yuan: &str) -> Option<i64> {
    let (whole, rest) = yuan.trim().split_once('.').unwrap_or((yuan.trim(), "0"));
    let digits = |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole, 7) || !digits(rest, 2) {
        return None;
    }
    let fen = whole.parse::<i64>().ok()? * 100 + format!("{rest:0<2}").parse::<i64>().ok()?;
    (fen > 0).then_some(fen)
}

/// Annual leave that is paid where it is not taken: of a year, and by the end of it, or by the last day of who leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unused {
    /// The year.
    pub year: i32,
    /// Half days that can still be taken.
    pub left: i32,
    /// Half days that can't any more.
    pub expired: i32,
    /// Whole days in place of these, for somebody who leaves in the year: see [`leaving_days_to_pay`].
    pub on_leaving: Option<i32>,
    /// What the person does without in writing.
    pub waiver: Option<Waiver>,
}

impl Unused {
    /// Half days that are to be paid if no more of it is taken.
    pub fn unpaid(&self) -> i32 {
        self.on_leaving.map_or(self.left + self.expired, |days| days * units_of_day(LeaveKind::Annual))
    }

    /// Of those, half days that the person does without in writing: nothing is paid on top for them (办法 10).
    pub fn waived(&self) -> i32 {
        let waived = self.waiver.as_ref().map_or(0, |waiver| waiver.half_days);
        waived.min(self.unpaid())
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
        leave::{
            SignedPaper,
            annual::{Service, TierChange, entitlement},
        },
        roster::samples::date,
    };

    #[test]
    fn three_hundred_percent_of_which_one_hundred_is_paid() {
        // 5,220 a month ÷ 21.75 = 240 a day.
        assert_eq!(daily_wage(522_000), 24_000);
        assert_eq!(unused_pay(2, 522_000), 48_000);
        assert_eq!(unused_pay(10, 522_000), 240_000);
        assert_eq!(unused_pay(2, 500_000), 45_977);
        // 5,000 ÷ 21.75 = 229.885…
        assert_eq!(daily_wage(500_000), 22_989);
        // Half a day is not lost.
        assert_eq!(unused_pay(5, 522_000), 120_000);
        assert_eq!(unused_pay(0, 522_000), 0);
    }

    #[test]
    fn wages_as_people_write_them() {
        let right = [("5220", 522_000), (" 5220.5 ", 522_050), ("5220.05", 522_005), ("0.01", 1)];
        for (text, fen) in right {
            assert_eq!(fen_of(text), Some(fen), "{text}");
        }
        for wrong in ["", "0", "0.00", "-5220", "5,220", "5220.", ".5", "5220.005", "１２", "10000000", "1.2.3"] {
            assert_eq!(fen_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_waived_is_never_more_than_what_is_unpaid() {
        let of = |on_leaving, half_days| {
            let signed = SignedPaper { signed_on: date(2026, 12, 1), paper: "申请书".to_owned() };
            let waiver = Some(Waiver { half_days, signed });
            let unused = Unused { year: 2026, left: 5, expired: 2, on_leaving, waiver };
            (unused.unpaid(), unused.waived())
        };
        assert_eq!((of(None, 4), of(None, 8)), ((7, 4), (7, 7)));
        // Who leaves: whole days in place of the balance.
        assert_eq!((of(Some(1), 1), of(Some(1), 4), of(Some(0), 4)), ((2, 1), (2, 2), (0, 0)));
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
