//! Words for what a rule of a kind of leave says.

use domain::leave::{CountMode, LeaveKind, LeaveRule, LeaveTerms, LeaveUnit, Proof, TermsField, VersionState};
use leptos_i18n::I18nContext;

use super::words;
use crate::{
    citations::cite,
    i18n::{Locale, t_string},
    kit::Tone,
};

type I18n = I18nContext<Locale>;

/// What a part of a rule is called.
pub(super) fn name(i18n: I18n, field: TermsField) -> &'static str {
    match field {
        TermsField::Days => t_string!(i18n, leave_balance.limit),
        TermsField::Counts => t_string!(i18n, leave_balance.counts),
        TermsField::Unit => t_string!(i18n, leave_balance.unit),
        TermsField::Paid => t_string!(i18n, leave_balance.pay),
        TermsField::Proof => t_string!(i18n, leave_balance.proof),
        TermsField::Private => t_string!(i18n, leave_types.private),
        TermsField::Notice => t_string!(i18n, leave_balance.notice),
        TermsField::Carry => t_string!(i18n, leave_types.carry_name),
        TermsField::Source => t_string!(i18n, leave_balance.source),
    }
}

/// What it says.
pub(super) fn value(i18n: I18n, kind: LeaveKind, terms: &LeaveTerms, field: TermsField) -> String {
    let word = match field {
        TermsField::Days => return limit(i18n, kind, terms.days),
        TermsField::Counts => counts(i18n, terms.counts),
        TermsField::Unit => unit(i18n, terms.unit),
        TermsField::Paid if terms.paid => t_string!(i18n, leave_balance.paid),
        TermsField::Paid => t_string!(i18n, leave_balance.unpaid),
        TermsField::Proof => return proof(i18n, terms.proof),
        TermsField::Private if terms.private_proof => t_string!(i18n, leave_types.private_yes),
        TermsField::Private => t_string!(i18n, leave_types.private_no),
        TermsField::Notice if terms.notice.sudden => t_string!(i18n, leave_balance.notice_sudden),
        TermsField::Notice => return t_string!(i18n, leave_balance.notice_days, n = terms.notice.workdays),
        TermsField::Carry if terms.carry_years > 0 => t_string!(i18n, leave_types.carry_yes),
        TermsField::Carry => t_string!(i18n, leave_types.carry_no),
        TermsField::Source => return cite(i18n.get_locale_untracked(), &terms.source),
    };
    word.to_owned()
}

/// A rule in a line: how much, how days are counted, and in what units.
pub(super) fn brief(i18n: I18n, rule: &LeaveRule) -> String {
    let terms = LeaveTerms::from(rule);
    let shown = [TermsField::Days, TermsField::Counts, TermsField::Unit];
    shown.map(|field| value(i18n, rule.kind, &terms, field)).join(" · ")
}

/// The parts of a rule that mean something for its kind, with what they say.
pub(super) fn parts(i18n: I18n, rule: &LeaveRule) -> Vec<(&'static str, String)> {
    let terms = LeaveTerms::from(rule);
    let means = |field: &TermsField| match field {
        TermsField::Private => terms.proof.is_some(),
        TermsField::Carry => rule.kind == LeaveKind::Annual,
        _ => true,
    };
    let shown = TermsField::ALL.iter().filter(|field| means(field));
    shown.map(|field| (name(i18n, *field), value(i18n, rule.kind, &terms, *field))).collect()
}

fn limit(i18n: I18n, kind: LeaveKind, days: Option<i32>) -> String {
    match (days, kind) {
        (Some(0), _) => t_string!(i18n, leave_balance.limit_province).to_owned(),
        (Some(days), _) => t_string!(i18n, leave_balance.limit_event, n = days),
        (None, LeaveKind::Annual | LeaveKind::Compensatory | LeaveKind::Childcare) => {
            t_string!(i18n, leave_balance.limit_granted).to_owned()
        }
        (None, _) => t_string!(i18n, leave_balance.limit_none).to_owned(),
    }
}

/// Which days count.
pub(super) fn counts(i18n: I18n, counts: CountMode) -> &'static str {
    match counts {
        CountMode::Workdays => t_string!(i18n, leave_balance.counts_workdays),
        CountMode::CalendarDays => t_string!(i18n, leave_balance.counts_calendar),
        CountMode::CalendarPlusHolidays => t_string!(i18n, leave_balance.counts_plus),
    }
}

/// The smallest piece.
pub(super) fn unit(i18n: I18n, unit: LeaveUnit) -> &'static str {
    match unit {
        LeaveUnit::Minute => t_string!(i18n, leave_balance.unit_minute),
        LeaveUnit::HalfDay => t_string!(i18n, leave_balance.unit_half_day),
        LeaveUnit::Day => t_string!(i18n, leave_balance.unit_day),
    }
}

fn proof(i18n: I18n, proof: Option<Proof>) -> String {
    let Some(proof) = proof else { return t_string!(i18n, leave_balance.proof_none).to_owned() };
    let until = match proof.within_workdays {
        0 => t_string!(i18n, leave_balance.proof_before).to_owned(),
        n => t_string!(i18n, leave_balance.proof_within, n = n),
    };
    if proof.from_half_days <= 1 {
        return until;
    }
    t_string!(i18n, leave_types.proof_from_days, n = words::day_count(proof.from_half_days), proof = until)
}

/// Which version a rule is.
pub(super) fn version(i18n: I18n, number: i32) -> String {
    if number == 0 {
        t_string!(i18n, leave_types.law_version).to_owned()
    } else {
        t_string!(i18n, leave_types.version, n = number)
    }
}

/// What differs between two rules of a kind, part by part: what it was and what it is.
pub(super) fn changes(
    i18n: I18n,
    kind: LeaveKind,
    (old, new): (&LeaveTerms, &LeaveTerms),
) -> Vec<(&'static str, String)> {
    let line = |field: TermsField| {
        let (was, is) = (value(i18n, kind, old, field), value(i18n, kind, new, field));
        (name(i18n, field), t_string!(i18n, leave_types.change, old = was, new = is))
    };
    new.changed_from(old).into_iter().map(line).collect()
}

/// How a version stands: word and colour.
pub(super) fn state(i18n: I18n, state: VersionState) -> (&'static str, Tone) {
    match state {
        VersionState::Upcoming => (t_string!(i18n, leave_types.state_upcoming), Tone::Wait),
        VersionState::InForce => (t_string!(i18n, leave_types.state_in_force), Tone::Ok),
        VersionState::Past => (t_string!(i18n, leave_types.state_past), Tone::Neutral),
        VersionState::Replaced => (t_string!(i18n, leave_types.state_replaced), Tone::Neutral),
    }
}
