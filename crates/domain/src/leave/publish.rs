//! A new version of a kind of leave as HR fills it in, and what publishing it would do.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    kind::LeaveKind,
    rule::{CountMode, LeaveRule, LeaveUnit, Notice, Proof},
    terms::{LeaveTerms, TermsField, is_by_event},
};
use crate::{
    approvals::{halves, parse_halves},
    ids::HallId,
    problem::{FieldError, FieldReason},
};

/// Days ahead from which a version can apply at the latest.
pub const PUBLISH_AHEAD: Days = Days::new(366);

/// A new version as it is filled in. Numbers are text, so that what is no number is told at its field; a box
/// that is not ticked sends nothing.
#[expect(clippy::struct_excessive_bools, reason = "each is a box of the form")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishForm {
    /// The hall.
    pub hall: HallId,
    /// The kind.
    pub kind: LeaveKind,
    /// The number of the version that was looked at, 0 before the first.
    pub latest: i32,
    /// The first day on which it applies.
    pub from: String,
    /// Days each time; empty for kinds that nothing bounds by what happened.
    #[serde(default)]
    pub days: String,
    /// Which days count.
    pub counts: CountMode,
    /// The smallest piece.
    pub unit: LeaveUnit,
    /// Whether wages go on.
    #[serde(default)]
    pub paid: bool,
    /// Whether papers are asked for.
    #[serde(default)]
    pub proof: bool,
    /// From how many days on, by half days.
    #[serde(default)]
    pub proof_from: String,
    /// Working days after the first day of leave until which they may follow; 0 is before it.
    #[serde(default)]
    pub proof_within: String,
    /// Whether they are for HR alone.
    #[serde(default)]
    pub private_proof: bool,
    /// Working days ahead.
    pub notice: String,
    /// Whether a sudden case may be reported.
    #[serde(default)]
    pub sudden: bool,
    /// Whether what is left of a year may be carried over.
    #[serde(default)]
    pub carry: bool,
    /// Where it is written.
    pub source: String,
}

impl PublishForm {
    /// What stands in the form at first: what holds now, from tomorrow on.
    pub fn of(hall: HallId, latest: i32, rule: &LeaveRule, today: NaiveDate) -> Self {
        let terms = LeaveTerms::from(rule);
        let proof = terms.proof.unwrap_or(Proof { from_half_days: 1, within_workdays: 3 });
        Self {
            hall,
            kind: rule.kind,
            latest,
            from: (today + Days::new(1)).to_string(),
            days: terms.days.map(|days| days.to_string()).unwrap_or_default(),
            counts: terms.counts,
            unit: terms.unit,
            paid: terms.paid,
            proof: terms.proof.is_some(),
            proof_from: halves(proof.from_half_days),
            proof_within: proof.within_workdays.to_string(),
            private_proof: terms.private_proof,
            notice: terms.notice.workdays.to_string(),
            sudden: terms.notice.sudden,
            carry: terms.carry_years > 0,
            source: terms.source,
        }
    }

    /// From when on, and what it says. It applies from today on at the earliest: what was is not made anew.
    ///
    /// # Errors
    /// Every field that can't be read, by its name. What the law says against it is asked afterwards.
    pub fn read(&self, today: NaiveDate) -> Result<(NaiveDate, LeaveTerms), Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut number = |field: &str, text: &str, read: fn(&str) -> Option<i32>| {
            let reason = match read(text.trim()) {
                _ if text.trim().is_empty() => FieldReason::Required,
                None => FieldReason::Malformed,
                Some(number) => return number,
            };
            faults.push(FieldError::new(field, reason));
            0
        };
        let bounded = is_by_event(self.kind) || !self.days.trim().is_empty();
        let days = bounded.then(|| number("days", &self.days, whole));
        let proof = self.proof.then(|| Proof {
            from_half_days: number("proof_from", &self.proof_from, parse_halves),
            within_workdays: number("proof_within", &self.proof_within, whole),
        });
        let notice = Notice { workdays: number("notice", &self.notice, whole), sudden: self.sudden };
        let from = match self.from.trim().parse::<NaiveDate>() {
            Ok(from) if (today..=today + PUBLISH_AHEAD).contains(&from) => from,
            parsed => {
                let reason = if parsed.is_ok() { FieldReason::OutOfRange } else { FieldReason::NoSuchDate };
                faults.push(FieldError::new("from", reason));
                today
            }
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        let terms = LeaveTerms {
            days,
            counts: self.counts,
            unit: self.unit,
            paid: self.paid,
            proof,
            private_proof: self.private_proof,
            notice,
            carry_years: i32::from(self.carry),
            source: self.source.trim().to_owned(),
        };
        Ok((from, terms))
    }
}

/// A number of at most four digits.
fn whole(text: &str) -> Option<i32> {
    let digits = text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// What publishing a version would do, told before it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishPreview {
    /// What stands against it; nothing else is told then.
    pub faults: Vec<FieldError>,
    /// What it would change, where nothing stands against it.
    pub change: Option<LeaveChange>,
}

/// What a version changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveChange {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, where a version that is published already begins later.
    pub until: Option<NaiveDate>,
    /// What would apply on the first day without it.
    pub old: LeaveRule,
    /// What applies with it.
    pub new: LeaveRule,
    /// The parts that differ.
    pub fields: Vec<TermsField>,
    /// Requests under way that begin in its time.
    pub in_review: u64,
    /// Leave that is granted and begins in its time.
    pub granted: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{leave::rule_of, roster::samples::date};

    fn form(kind: LeaveKind) -> PublishForm {
        let today = date(2026, 11, 26);
        PublishForm::of(HallId::new(), 0, &rule_of(kind, today, None), today)
    }

    #[test]
    fn what_is_shown_is_read_back() {
        let today = date(2026, 11, 26);
        for &kind in LeaveKind::ALL {
            let terms = LeaveTerms::from(&rule_of(kind, today, None));
            assert_eq!(form(kind).read(today), Ok((date(2026, 11, 27), terms)), "{kind:?}");
        }
    }

    #[test]
    fn what_can_not_be_read_is_named() {
        let wrong = PublishForm {
            from: "2026-02-30".to_owned(),
            days: "三".to_owned(),
            proof_from: "1.3".to_owned(),
            proof_within: String::new(),
            notice: "-1".to_owned(),
            ..form(LeaveKind::Bereavement)
        };
        let faults = wrong.read(date(2026, 11, 26)).unwrap_err();
        let faults: Vec<_> = faults.iter().map(|fault| (fault.field.as_str(), fault.reason)).collect();
        let expected = [
            ("days", FieldReason::Malformed),
            ("proof_from", FieldReason::Malformed),
            ("proof_within", FieldReason::Required),
            ("notice", FieldReason::Malformed),
            ("from", FieldReason::NoSuchDate),
        ];
        assert_eq!(faults, expected);
    }

    #[test]
    fn a_version_applies_from_today_on_and_within_a_year() {
        let from = |text: &str| {
            let form = PublishForm { from: text.to_owned(), ..form(LeaveKind::Annual) };
            form.read(date(2026, 11, 26)).map(|(from, _)| from)
        };
        assert_eq!(from("2026-11-26"), Ok(date(2026, 11, 26)));
        for text in ["2026-11-25", "2027-11-28"] {
            assert_eq!(from(text), Err(vec![FieldError::new("from", FieldReason::OutOfRange)]), "{text}");
        }
    }
}
