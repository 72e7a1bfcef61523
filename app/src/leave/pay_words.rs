//! What annual leave that was not taken is paid with, line by line (企业职工带薪年休假实施办法 10 to 12).

use domain::leave::{LeaveBook, LeaveKind, Unused, unused_pay};

use super::words::{Derived, day_count, days, derived};
use crate::i18n::{Locale, td_string};

/// How the pay is derived, where any days are left; with a monthly wage in yuan also how much it is. The program knows
/// no wages, so that without one there is no amount.
pub(super) fn payout(locale: Locale, book: &LeaveBook, monthly_wage: Option<u32>) -> Vec<Derived> {
    let unpaid = book.unpaid();
    if unpaid <= 0 {
        return Vec::new();
    }
    let of = |units| days(locale, units);
    let kept = book.balances.iter().find(|kept| kept.kind == LeaveKind::Annual);
    let first = match (book.annual.pay_on_leaving, kept) {
        (None, Some(kept)) => {
            let (left, expired) = (of(kept.balance.left), of(kept.balance.expired));
            let text = td_string!(locale, leave_more.pay_days, days = of(unpaid), left = left, expired = expired);
            derived(locale, text, "办法 10")
        }
        _ => derived(locale, td_string!(locale, leave_more.pay_leaving, days = of(unpaid)), "办法 12"),
    };
    let n = day_count(unpaid);
    let mut lines = vec![
        first,
        derived(locale, td_string!(locale, leave_more.pay_daily), "办法 11"),
        derived(locale, td_string!(locale, leave_more.pay_rate, n = n.as_str()), "条例 5，办法 10"),
        derived(locale, td_string!(locale, leave_more.pay_waived), "办法 10"),
    ];
    if let Some(wage) = monthly_wage {
        let fen = unused_pay(unpaid, i64::from(wage) * 100, Unused::NotArranged);
        let pay = format!("{}.{:02}", fen / 100, fen % 100);
        let text = td_string!(locale, leave_more.pay_sum, n = n.as_str(), wage = wage, pay = pay);
        lines.push(derived(locale, text, "办法 10、11"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_only_with_a_wage() {
        let book = crate::leave::words::samples::book(5, 2);
        let text = |wage| payout(Locale::zh_CN, &book, wage).into_iter().map(|line| line.text).collect::<Vec<_>>();
        let without = text(None);
        assert_eq!(without[0], "未休 3.5 天：剩余 2.5 天，过期 1 天");
        assert!(without.iter().all(|line| !line.contains('元')), "{without:?}");
        // 3.5 × 240 × 200 %.
        assert_eq!(text(Some(5_220)).last().unwrap(), "月均工资 5220 元：另付 3.5 × 5220 ÷ 21.75 × 200% = 1680.00 元");
        assert!(payout(Locale::zh_CN, &crate::leave::words::samples::book(0, 0), None).is_empty());
    }
}
