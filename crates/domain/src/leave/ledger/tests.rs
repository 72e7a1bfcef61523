use super::*;
use crate::{
    leave::{Balance, balance_on},
    roster::samples::date,
};

fn lot(year: i32, granted: i32, expires_on: NaiveDate) -> LeaveLot {
    LeaveLot {
        id: LotId::new(),
        kind: LeaveKind::Annual,
        source: LotSource::Granted,
        year,
        valid_from: date(year, 1, 1),
        expires_on,
        granted,
        pending: 0,
        used: 0,
    }
}

fn days(dates: &[NaiveDate]) -> Vec<LeaveDay> {
    dates.iter().map(|date| LeaveDay { date: *date, units: 2 }).collect()
}

#[test]
fn the_lot_that_expires_first_goes_first_and_pending_is_shown_apart() {
    let old = LeaveLot { valid_from: date(2025, 1, 1), ..lot(2025, 3, date(2026, 12, 31)) };
    let new = lot(2026, 10, date(2027, 12, 31));
    let lots = [new.clone(), old.clone()];
    let lines = hold(&lots, &days(&[date(2026, 11, 24), date(2026, 11, 25)]), true).unwrap();
    let taken: Vec<_> = lines.iter().map(|line| (line.lot, line.units)).collect();
    assert_eq!(taken, [(Some(old.id), 2), (Some(old.id), 1), (Some(new.id), 1)]);
    let balance = balance_on(&settled(&lots, &lines), date(2026, 11, 24));
    assert_eq!((balance.granted, balance.left, balance.pending, balance.free()), (13, 13, 4, 9));
}

#[test]
fn leave_over_new_year_takes_each_day_from_its_own_year() {
    let (this, next) = (lot(2026, 2, date(2026, 12, 31)), lot(2027, 10, date(2027, 12, 31)));
    let lots = [this.clone(), next.clone()];
    let wanted = days(&[date(2026, 12, 31), date(2027, 1, 4)]);
    let lines = hold(&lots, &wanted, true).unwrap();
    assert_eq!(lines.iter().map(|line| line.lot).collect::<Vec<_>>(), [Some(this.id), Some(next.id)]);
    // Next year's lot is of no use for a day of this year.
    let refused = hold(&lots, &days(&[date(2026, 12, 30), date(2026, 12, 31)]), true);
    assert_eq!(refused, Err(LeaveError::NotEnough));
}

#[test]
fn what_has_expired_is_gone_the_day_after() {
    let mut spent = lot(2026, 8, date(2026, 9, 1));
    (spent.used, spent.pending) = (2, 1);
    let on = |day| balance_on(std::slice::from_ref(&spent), day);
    assert_eq!(on(date(2026, 9, 1)), Balance { granted: 8, used: 2, expired: 0, left: 6, pending: 1 });
    assert_eq!(on(date(2026, 9, 2)), Balance { granted: 8, used: 2, expired: 6, left: 0, pending: 0 });
    assert_eq!(on(date(2025, 12, 31)), Balance::default(), "not begun");
    assert_eq!(on(date(2027, 1, 1)), Balance::default(), "of another year");
}

#[test]
fn carried_days_expire_by_what_was_not_used_of_them() {
    // Five carried: used 3 → 2 expire; used 6 → none do.
    for (used, expired) in [(6, 4), (10, 0)] {
        let carried = LeaveLot { used, ..lot(2026, 10, date(2026, 6, 30)) };
        assert_eq!(balance_on(&[carried], date(2026, 7, 1)).expired, expired);
    }
}

#[test]
fn an_early_return_gives_the_last_days_back() {
    let lots = [lot(2026, 10, date(2026, 12, 31))];
    let wanted = days(&[date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)]);
    let mut lines = hold(&lots, &wanted, true).unwrap();
    lines.extend(consume(&held(&lines)));
    lines.extend(release(&held(&lines), Some(date(2026, 11, 25))));
    let after = settled(&lots, &lines);
    assert_eq!((after[0].used, after[0].pending, after[0].free()), (4, 0, 6));
    assert!(release(&held(&lines), Some(date(2026, 11, 25))).is_empty());
}

#[test]
fn a_published_calendar_recounts_approved_leave_both_ways() {
    let lots = [lot(2027, 10, date(2027, 12, 31))];
    let provisional = days(&[date(2027, 10, 8), date(2027, 10, 11)]);
    let mut lines = hold(&lots, &provisional, true).unwrap();
    lines.extend(consume(&held(&lines)));
    // The notice makes Saturday the ninth a working day and the eighth a day off.
    let published = days(&[date(2027, 10, 9), date(2027, 10, 11)]);
    let more = recount(&settled(&lots, &lines), &held(&lines), &published, true).unwrap();
    lines.extend(more);
    let after = settled(&lots, &lines);
    assert_eq!((after[0].used, after[0].pending), (4, 0));
    assert_eq!(recount(&after, &held(&lines), &published, true), Ok(Vec::new()));
}

#[test]
fn a_grant_follows_the_law_down_to_what_was_taken() {
    let fresh = lot(2026, 0, date(2026, 12, 31));
    assert_eq!(regrant(0, &fresh, 10), 10);
    let taken = LeaveLot { granted: 10, used: 4, pending: 2, ..fresh };
    let cases = [(10, 0), (20, 10), (8, -2), (4, -4), (0, -4)];
    for (wanted, change) in cases {
        assert_eq!(regrant(10, &taken, wanted), change, "{wanted}");
        let after = LeaveLot { granted: taken.granted + change, ..taken.clone() };
        assert_eq!(regrant(10 + change, &after, wanted), 0, "again {wanted}");
    }
}

#[test]
fn unlimited_kinds_are_recorded_without_a_lot() {
    let mut lines = hold(&[], &days(&[date(2026, 11, 24)]), false).unwrap();
    lines.extend(consume(&held(&lines)));
    let expected = [Held { lot: None, day: date(2026, 11, 24), pending: 0, used: 2 }];
    assert_eq!(held(&lines), expected);
}
