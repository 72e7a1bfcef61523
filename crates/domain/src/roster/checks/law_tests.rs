//! Statutory examples of domain.md 2.2 about who is protected, each under its paragraph.

use super::{
    tests::{found, november, plan},
    *,
};
use crate::{
    attendance::Timetable,
    ids::ProtectionId,
    roster::{
        ProtectionKind,
        samples::{clock, shift, works},
    },
};

/// 22:00 to 06:00 of the next day.
fn from_ten() -> crate::roster::Shift {
    shift(&[(2100, 2200, 2300, 0), (2900, 3000, 3100, 0)])
}

/// 2.2, 孕期/哺乳 (女职工劳动保护特别规定 6, 9): from seven months on and until the child is one, the roster refuses a
/// 22:00 shift; the night is one of the evening's date, also where the protection ends with that evening or begins with
/// the next morning.
#[test]
fn par_2_2_a_shift_from_22_is_refused_by_its_own_date() {
    for kind in ProtectionKind::ALL {
        let protected = |from, to| {
            let mut plan = plan(|date| (date == november(11)).then(from_ten));
            plan.protections = vec![Protection { id: ProtectionId::new(), kind: *kind, from, to }];
            found(&plan)
        };
        let refused = [(RosterRule::ProtectedNight, november(11), november(11), 0)];
        assert_eq!(protected(november(1), november(30)), refused, "{kind:?}");
        assert_eq!(protected(november(1), november(11)), refused, "{kind:?}: the last day");
        assert_eq!(protected(november(12), november(30)), [], "{kind:?}: not the date that the night ends on");
    }
}

/// The same to the minute: work that ends at 22:00 is none of the night.
#[test]
fn par_2_2_work_until_22_is_no_night() {
    let until = |end: i32| {
        let late = move || shift(&[(1300, 1400, 1500, 0), (end - 100, end, end + 100, 0)]);
        let mut plan = plan(|date| (date == november(11)).then(late));
        plan.protections = vec![Protection {
            id: ProtectionId::new(),
            kind: ProtectionKind::Nursing,
            from: november(1),
            to: november(30),
        }];
        found(&plan)
    };
    assert_eq!(until(2200), []);
    let rules: Vec<RosterRule> = until(2201).into_iter().map(|(rule, ..)| rule).collect();
    assert!(rules.contains(&RosterRule::ProtectedNight), "{rules:?}");
}

/// The work-date of a 22:00 shift is the evening's, after midnight too; the morning's departure belongs to it.
#[test]
fn a_shift_from_22_across_midnight_has_the_evenings_work_date() {
    let (day, next) = (november(11), november(12));
    let timetable = Timetable::new(&[works(day, from_ten())]);
    for (at, date, seq) in [(clock(day, 22, 0), day, 1), (clock(next, 6, 0), day, 2)] {
        let slot = timetable.locate(at).unwrap();
        assert_eq!((slot.work_date, slot.seq), (date, seq), "{at}");
    }
    for (at, date) in [(clock(next, 0, 0), day), (clock(next, 3, 30), day), (clock(next, 9, 0), next)] {
        assert_eq!(timetable.work_date_at(at), date, "{at}");
    }
}
