use super::*;
use crate::{
    leave::{Province, floor::floor_of, rule_of},
    roster::samples::date,
};

fn terms(kind: LeaveKind) -> LeaveTerms {
    LeaveTerms::from(&rule_of(kind, date(2026, 11, 26), None))
}

fn faults(kind: LeaveKind, province: Option<Province>, terms: &LeaveTerms) -> Vec<(String, FieldReason)> {
    let floor = floor_of(kind, date(2026, 11, 26), province);
    terms.faults(kind, &floor).into_iter().map(|fault| (fault.field, fault.reason)).collect()
}

#[test]
fn the_law_itself_could_be_published() {
    for &kind in LeaveKind::ALL {
        assert_eq!(faults(kind, None, &terms(kind)), [], "{kind:?}");
    }
}

#[test]
fn what_is_below_the_law_names_it() {
    use LeaveKind::{Annual, Bereavement, Childcare, Injury, Marriage, Maternity, Nursing, Official, Personal, Sick};
    let of = |kind, change: fn(&mut LeaveTerms)| {
        let mut terms = terms(kind);
        change(&mut terms);
        (kind, terms)
    };
    let shanghai = Some(Province::Shanghai);
    let cases = [
        (of(Maternity, |terms| terms.days = Some(97)), None, "days", Law::Maternity),
        (of(Maternity, |terms| terms.days = Some(98)), shanghai, "days", Law::Province),
        (of(Marriage, |terms| terms.days = Some(0)), None, "days", Law::Family),
        (of(Bereavement, |terms| terms.days = Some(0)), shanghai, "days", Law::Family),
        (of(Annual, |terms| terms.days = Some(15)), None, "days", Law::Annual),
        (of(Annual, |terms| terms.counts = CountMode::CalendarDays), None, "counts", Law::Annual),
        (of(Annual, |terms| terms.carry_years = 2), None, "carry", Law::Annual),
        (of(Annual, |terms| terms.paid = false), None, "paid", Law::Pay),
        (of(Sick, |terms| terms.counts = CountMode::Workdays), None, "counts", Law::MedicalPeriod),
        (of(Sick, |terms| terms.paid = false), None, "paid", Law::SickPay),
        (of(Sick, |terms| terms.private_proof = false), None, "private_proof", Law::Privacy),
        (of(Childcare, |terms| terms.private_proof = false), None, "private_proof", Law::Privacy),
        (of(Injury, |terms| terms.paid = false), None, "paid", Law::Injury),
        (of(Nursing, |terms| terms.paid = false), None, "paid", Law::Nursing),
        (of(Official, |terms| terms.paid = false), None, "paid", Law::Civic),
        (of(Personal, |terms| terms.counts = CountMode::CalendarDays), None, "counts", Law::Pay),
    ];
    for ((kind, terms), province, field, law) in cases {
        let expected = [(field.to_owned(), FieldReason::Law(law))];
        assert_eq!(faults(kind, province, &terms), expected, "{kind:?} {field}");
    }
    let counts = LeaveTerms { days: Some(10), counts: CountMode::CalendarDays, ..terms(Marriage) };
    let expected = [("counts".to_owned(), FieldReason::Law(Law::Province))];
    assert_eq!(faults(Marriage, shanghai, &counts), expected, "Shanghai's ten days are working days");
}

#[test]
fn what_is_more_than_the_law_is_the_agencys() {
    let better = [
        (LeaveKind::Maternity, LeaveTerms { days: Some(188), ..terms(LeaveKind::Maternity) }),
        (LeaveKind::Bereavement, LeaveTerms { days: Some(5), ..terms(LeaveKind::Bereavement) }),
        (LeaveKind::Personal, LeaveTerms { paid: true, ..terms(LeaveKind::Personal) }),
        (LeaveKind::Annual, LeaveTerms { carry_years: 0, unit: LeaveUnit::Day, ..terms(LeaveKind::Annual) }),
        (LeaveKind::Marriage, LeaveTerms { days: Some(1), private_proof: true, ..terms(LeaveKind::Marriage) }),
    ];
    for (kind, terms) in better {
        assert_eq!(faults(kind, None, &terms), [], "{kind:?}");
    }
}

#[test]
fn what_makes_no_sense_is_refused_at_its_field() {
    let early = Some(Proof { from_half_days: 1, within_workdays: 0 });
    let cases = [
        (LeaveKind::Marriage, LeaveTerms { days: None, ..terms(LeaveKind::Marriage) }, "days", FieldReason::Required),
        (
            LeaveKind::Marriage,
            LeaveTerms { days: Some(401), ..terms(LeaveKind::Marriage) },
            "days",
            FieldReason::OutOfRange,
        ),
        (LeaveKind::Sick, LeaveTerms { days: Some(3), ..terms(LeaveKind::Sick) }, "days", FieldReason::OutOfRange),
        (
            LeaveKind::Sick,
            LeaveTerms { unit: LeaveUnit::Minute, ..terms(LeaveKind::Sick) },
            "unit",
            FieldReason::OutOfRange,
        ),
        (LeaveKind::Sick, LeaveTerms { proof: early, ..terms(LeaveKind::Sick) }, "proof", FieldReason::OutOfRange),
        (LeaveKind::Annual, LeaveTerms { proof: early, ..terms(LeaveKind::Annual) }, "proof", FieldReason::OutOfRange),
        (
            LeaveKind::Sick,
            LeaveTerms { notice: Notice { workdays: 3, sudden: false }, ..terms(LeaveKind::Sick) },
            "notice",
            FieldReason::OutOfRange,
        ),
        (
            LeaveKind::Annual,
            LeaveTerms { notice: Notice { workdays: 31, sudden: false }, ..terms(LeaveKind::Annual) },
            "notice",
            FieldReason::OutOfRange,
        ),
        (LeaveKind::Sick, LeaveTerms { carry_years: 1, ..terms(LeaveKind::Sick) }, "carry", FieldReason::OutOfRange),
        (
            LeaveKind::Sick,
            LeaveTerms { source: "  ".to_owned(), ..terms(LeaveKind::Sick) },
            "source",
            FieldReason::Required,
        ),
        (
            LeaveKind::Sick,
            LeaveTerms { source: "长".repeat(201), ..terms(LeaveKind::Sick) },
            "source",
            FieldReason::TooLong,
        ),
    ];
    for (kind, terms, field, reason) in cases {
        assert_eq!(faults(kind, None, &terms), [(field.to_owned(), reason)], "{kind:?} {field}");
    }
}

#[test]
fn what_changes_is_told_field_by_field() {
    let old = rule_of(LeaveKind::Bereavement, date(2026, 11, 26), None);
    let new = LeaveRule {
        basis: Basis::PerEvent { days: 5 },
        notice: Notice { workdays: 0, sudden: true },
        source: "员工手册 12".to_owned(),
        ..old.clone()
    };
    assert_eq!(new.changed_from(&old), [TermsField::Days, TermsField::Source]);
    assert_eq!(old.changed_from(&old), []);
}
