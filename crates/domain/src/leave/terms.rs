//! What a version of a kind of leave says, and what it may not say.

use serde::{Deserialize, Serialize};

use super::{
    floor::{Floor, Law, comes_suddenly, counting_law, countings, is_sensitive, pay_law, pieces, takes_proof},
    kind::LeaveKind,
    rule::{Basis, CountMode, LeaveRule, LeaveUnit, Notice, Proof},
};
use crate::{
    coded::coded_enum,
    problem::{FieldError, FieldReason},
};

/// Characters of where a version is written.
pub const MAX_SOURCE: u16 = 200;

/// Days that a version may give each time.
const MAX_DAYS: i32 = 400;

/// Working days of notice and for papers to follow.
const MAX_WORKDAYS: i32 = 30;

/// Half days up to which no papers are asked for.
const MAX_PROOF_FROM: i32 = 60;

coded_enum! {
    /// A part of what a version says, in the order in which it is shown; also the name of its field.
    pub enum TermsField {
        /// How many days each time.
        Days = "days",
        /// Which days count.
        Counts = "counts",
        /// The smallest piece.
        Unit = "unit",
        /// Whether wages go on.
        Paid = "paid",
        /// What has to be handed in, and until when.
        Proof = "proof",
        /// Who sees it.
        Private = "private_proof",
        /// How early it has to be asked for.
        Notice = "notice",
        /// Whether a rest is carried on.
        Carry = "carry",
        /// Where it is written.
        Source = "source",
    }
}

/// What a version says about a kind of leave: all that the law leaves to the agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveTerms {
    /// Days each time; none for kinds that are not bounded by what happened.
    pub days: Option<i32>,
    /// Which days count.
    pub counts: CountMode,
    /// The smallest piece.
    pub unit: LeaveUnit,
    /// Whether wages go on.
    pub paid: bool,
    /// What has to be handed in, if anything.
    pub proof: Option<Proof>,
    /// Whether the proof is for HR alone.
    pub private_proof: bool,
    /// How early.
    pub notice: Notice,
    /// Years that what is left may be carried on.
    pub carry_years: i32,
    /// Where it is written.
    pub source: String,
}

impl From<&LeaveRule> for LeaveTerms {
    fn from(rule: &LeaveRule) -> Self {
        let days = match rule.basis {
            Basis::PerEvent { days } => Some(days),
            Basis::Granted | Basis::Overtime | Basis::Open => None,
        };
        Self {
            days,
            counts: rule.counts,
            unit: rule.unit,
            paid: rule.paid,
            proof: rule.proof,
            private_proof: rule.private_proof,
            notice: rule.notice,
            carry_years: rule.carry_years,
            source: rule.source.clone(),
        }
    }
}

impl LeaveTerms {
    /// What is wrong with them for a kind above its floor: every field, and the law where one stands against it.
    ///
    /// How much annual leave there is (5, 10 or 15 days), and that it is counted in working days, is law alone.
    pub fn faults(&self, kind: LeaveKind, floor: &Floor) -> Vec<FieldError> {
        let checks = [
            (TermsField::Days, self.check_days(kind, floor)),
            (TermsField::Counts, self.check_counts(kind, floor)),
            (TermsField::Unit, allowed(pieces(kind).contains(&self.unit))),
            (TermsField::Paid, if self.paid { Ok(()) } else { pay_law(kind).map_or(Ok(()), broken) }),
            (TermsField::Proof, self.check_proof(kind)),
            (
                TermsField::Private,
                if is_sensitive(kind) && !self.private_proof { broken(Law::Privacy) } else { Ok(()) },
            ),
            (TermsField::Notice, self.check_notice(kind)),
            (TermsField::Carry, self.check_carry(kind)),
            (TermsField::Source, self.check_source()),
        ];
        let fault = |(field, check): (TermsField, Result<(), FieldReason>)| {
            check.err().map(|reason| FieldError::new(field.code(), reason))
        };
        checks.into_iter().filter_map(fault).collect()
    }

    fn check_days(&self, kind: LeaveKind, floor: &Floor) -> Result<(), FieldReason> {
        match self.days {
            None if is_by_event(kind) => Err(FieldReason::Required),
            None => Ok(()),
            Some(_) if kind == LeaveKind::Annual => broken(Law::Annual),
            Some(_) if !is_by_event(kind) => Err(FieldReason::OutOfRange),
            Some(days) if days < floor.days => broken(floor.law),
            Some(days) => in_range(days, (0, MAX_DAYS)),
        }
    }

    fn check_counts(&self, kind: LeaveKind, floor: &Floor) -> Result<(), FieldReason> {
        if !countings(kind).contains(&self.counts) {
            broken(counting_law(kind))
        } else if self.counts.mildness() < floor.counts.mildness() {
            broken(floor.law)
        } else {
            Ok(())
        }
    }

    fn check_proof(&self, kind: LeaveKind) -> Result<(), FieldReason> {
        let Some(proof) = self.proof else { return Ok(()) };
        allowed(takes_proof(kind))?;
        in_range(proof.from_half_days, (1, MAX_PROOF_FROM))?;
        // Papers for what comes suddenly can't be there before it.
        in_range(proof.within_workdays, (i32::from(comes_suddenly(kind)), MAX_WORKDAYS))
    }

    fn check_notice(&self, kind: LeaveKind) -> Result<(), FieldReason> {
        in_range(self.notice.workdays, (0, MAX_WORKDAYS))?;
        allowed(self.notice.sudden || !comes_suddenly(kind))
    }

    fn check_carry(&self, kind: LeaveKind) -> Result<(), FieldReason> {
        match (kind, self.carry_years) {
            (_, 0) | (LeaveKind::Annual, 1) => Ok(()),
            (LeaveKind::Annual, _) => broken(Law::Annual),
            _ => Err(FieldReason::OutOfRange),
        }
    }

    fn check_source(&self) -> Result<(), FieldReason> {
        match self.source.trim().chars().count() {
            0 => Err(FieldReason::Required),
            n if n > usize::from(MAX_SOURCE) => Err(FieldReason::TooLong),
            _ => Ok(()),
        }
    }
}

/// Whether what happened bounds a kind.
pub(super) const fn is_by_event(kind: LeaveKind) -> bool {
    matches!(kind, LeaveKind::Marriage | LeaveKind::Maternity | LeaveKind::Paternity | LeaveKind::Bereavement)
}

const fn broken(law: Law) -> Result<(), FieldReason> {
    Err(FieldReason::Law(law))
}

const fn allowed(right: bool) -> Result<(), FieldReason> {
    if right { Ok(()) } else { Err(FieldReason::OutOfRange) }
}

const fn in_range(n: i32, (least, most): (i32, i32)) -> Result<(), FieldReason> {
    if least <= n && n <= most { Ok(()) } else { Err(FieldReason::OutOfRange) }
}

impl LeaveTerms {
    /// The parts in which they differ from others.
    pub fn changed_from(&self, old: &Self) -> Vec<TermsField> {
        let differs = |field: &TermsField| match field {
            TermsField::Days => self.days != old.days,
            TermsField::Counts => self.counts != old.counts,
            TermsField::Unit => self.unit != old.unit,
            TermsField::Paid => self.paid != old.paid,
            TermsField::Proof => self.proof != old.proof,
            TermsField::Private => self.private_proof != old.private_proof,
            TermsField::Notice => self.notice != old.notice,
            TermsField::Carry => self.carry_years != old.carry_years,
            TermsField::Source => self.source != old.source,
        };
        TermsField::ALL.iter().copied().filter(differs).collect()
    }
}

impl LeaveRule {
    /// The parts in which it differs from another rule of the kind.
    pub fn changed_from(&self, old: &Self) -> Vec<TermsField> {
        LeaveTerms::from(self).changed_from(&LeaveTerms::from(old))
    }
}

#[cfg(test)]
mod tests {
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
        use LeaveKind::{
            Annual, Bereavement, Childcare, Injury, Marriage, Maternity, Nursing, Official, Personal, Sick,
        };
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
            (
                LeaveKind::Marriage,
                LeaveTerms { days: None, ..terms(LeaveKind::Marriage) },
                "days",
                FieldReason::Required,
            ),
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
            (
                LeaveKind::Annual,
                LeaveTerms { proof: early, ..terms(LeaveKind::Annual) },
                "proof",
                FieldReason::OutOfRange,
            ),
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
            (
                LeaveKind::Sick,
                LeaveTerms { carry_years: 1, ..terms(LeaveKind::Sick) },
                "carry",
                FieldReason::OutOfRange,
            ),
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
}
