//! What annual leave that was not taken is paid with, line by line (企业职工带薪年休假实施办法 10 to 12).

use domain::leave::{Unused, daily_wage, unused_pay};

use super::words::{Derived, day_count, days, derived};
use crate::{
    i18n::{Locale, td_string},
    when,
};

/// Of which year it is.
pub(super) fn heading(locale: Locale, unused: &Unused) -> String {
    td_string!(locale, leave_year_end.pay, year = unused.year)
}

/// How the pay is derived, where any days are left; with a monthly wage in fen also how much it is. The program keeps
/// no wages, so that without one there is no amount.
pub(super) fn payout(locale: Locale, unused: &Unused, monthly: Option<i64>) -> Vec<Derived> {
    let (unpaid, waived) = (unused.unpaid(), unused.waived());
    if unpaid <= 0 {
        return Vec::new();
    }
    let mut lines = vec![not_taken(locale, unused), without(locale, unused, waived)];
    let due = unpaid - waived;
    if due == 0 {
        return lines;
    }
    let n = day_count(due);
    lines.push(derived(locale, td_string!(locale, leave_more.pay_daily), "办法 11"));
    lines.push(derived(locale, td_string!(locale, leave_more.pay_rate, n = n.as_str()), "条例 5，办法 10"));
    if let Some(monthly) = monthly {
        let (wage, daily) = (yuan(monthly), yuan(daily_wage(monthly)));
        let text = td_string!(locale, leave_year_end.daily, wage = wage.as_str(), daily = daily);
        lines.push(derived(locale, text, "办法 11"));
        let pay = yuan(unused_pay(due, monthly));
        let text = td_string!(locale, leave_more.pay_sum, n = n.as_str(), wage = wage.as_str(), pay = pay);
        lines.push(derived(locale, text, "办法 10、11"));
    }
    lines
}

/// How many days are not taken, and where they come from.
fn not_taken(locale: Locale, unused: &Unused) -> Derived {
    let of = |units| days(locale, units);
    let unpaid = of(unused.unpaid());
    if unused.on_leaving.is_some() {
        return derived(locale, td_string!(locale, leave_more.pay_leaving, days = unpaid), "办法 12");
    }
    let (left, expired) = (of(unused.left), of(unused.expired));
    let text = td_string!(locale, leave_more.pay_days, days = unpaid, left = left, expired = expired);
    derived(locale, text, "办法 10")
}

/// What of them is done without in writing; where nothing is, what that would mean.
fn without(locale: Locale, unused: &Unused, given_up: i32) -> Derived {
    let text = match unused.waiver.as_ref().filter(|_| given_up > 0) {
        Some(waiver) => {
            let (days, date) = (days(locale, given_up), when::full_date(waiver.signed.signed_on, locale));
            let paper = waiver.signed.paper.as_str();
            td_string!(locale, leave_year_end.waived, days = days, date = date, paper = paper)
        }
        None => td_string!(locale, leave_more.pay_waived).to_owned(),
    };
    derived(locale, text, "办法 10")
}

/// `5220.50` for an amount in fen.
fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

#[cfg(test)]
mod tests {
    use domain::leave::{SignedPaper, Waiver};

    use super::*;
    use crate::leave::words::samples;

    fn unused(left: i32, expired: i32) -> Unused {
        samples::book(left, expired).unused.remove(0)
    }

    #[test]
    fn an_amount_only_with_a_wage() {
        let some = unused(5, 2);
        let text = |wage| payout(Locale::zh_CN, &some, wage).into_iter().map(|line| line.text).collect::<Vec<_>>();
        let without = text(None);
        assert_eq!(without[0], "未休 3.5 天：剩余 2.5 天，过期 1 天");
        assert!(without.iter().all(|line| !line.contains('元')), "{without:?}");
        // 3.5 × 240 × 200 %.
        let with = text(Some(522_000));
        assert_eq!(with[with.len() - 2], "日工资 = 5220.00 ÷ 21.75 = 240.00 元");
        assert_eq!(with[with.len() - 1], "月均工资 5220.00 元：另付 3.5 × 5220.00 ÷ 21.75 × 200% = 1680.00 元");
        assert!(payout(Locale::zh_CN, &unused(0, 0), None).is_empty());
    }

    #[test]
    fn for_what_is_done_without_in_writing_nothing_is_added() {
        let signed = SignedPaper {
            signed_on: chrono::NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
            paper: "申请书，存档案室".to_owned(),
        };
        let with = |half_days, wage| {
            let waiver = Some(Waiver { half_days, signed: signed.clone() });
            let some = Unused { waiver, ..unused(5, 2) };
            payout(Locale::zh_CN, &some, wage).into_iter().map(|line| line.text).collect::<Vec<_>>()
        };
        let some = with(4, Some(522_000));
        assert_eq!(some[1], "其中 2 天本人书面提出不休（2026年11月20日签，申请书，存档案室）：只发正常工资，不另付");
        // 1.5 × 240 × 200 %.
        assert!(some.last().unwrap().ends_with("× 200% = 720.00 元"), "{some:?}");
        for all in [7, 20] {
            let lines = with(all, Some(522_000));
            assert_eq!(lines.len(), 2, "{lines:?}");
            assert!(lines[1].starts_with("其中 3.5 天"), "never more than is left: {lines:?}");
        }
    }
}
