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
mod tests;
