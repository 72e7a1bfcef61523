use chrono::{Days, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::ApprovalKind;
use crate::{
    coded::coded_enum,
    ids::{ActId, ApprovalId, DecisionId},
    policy::{NoSuchScope, Scope},
    problem::{FieldErrors, FieldReason, Problem, check_text},
};

/// Characters of a reason or comment.
pub const MAX_APPROVAL_TEXT: u16 = 200;

/// How long a decision can be undone.
pub const UNDO: TimeDelta = TimeDelta::seconds(10);

/// Requests in one batch.
pub const MAX_BULK: usize = 50;

/// People who can have a copy of one request.
pub const MAX_COPIES: usize = 10;

/// Days that a delegation can last.
pub const MAX_DELEGATION: Days = Days::new(92);

coded_enum! {
    /// What somebody says to a request.
    pub enum Verdict {
        /// 同意.
        Agree = "agree",
        /// 驳回: it is over.
        Reject = "reject",
        /// 退回修改: the requester changes it and asks again.
        SendBack = "send_back",
    }
}

/// Takes back a request of one's own. One that arrives when the request was changed or decided, or can't be taken back
/// any more, is refused with that reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawCommand {
    /// Made with the form: sent twice, it is done once.
    pub id: ActId,
    /// The request. Named in what is sent as it was when only overtime had one: phones may still keep such, and what was
    /// carried out is known by its words.
    #[serde(rename = "overtime", alias = "request")]
    pub request: ApprovalId,
    /// The version that was looked at.
    pub version: i32,
}

/// Decides on a request, as it was looked at. Made on the phone, where it may wait for a network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecideCommand {
    /// Made on the phone, or with the form: sent twice, it is one decision.
    pub id: DecisionId,
    /// The request.
    pub approval: ApprovalId,
    /// The version that was looked at.
    pub version: i32,
    /// What is said.
    pub verdict: Verdict,
    /// Why; needed unless it is agreed to.
    #[serde(default)]
    pub reason: Option<String>,
    /// Whether what wants looking at was looked at: needed to agree to a request that has flags.
    #[serde(default)]
    pub seen: bool,
}

impl DecideCommand {
    /// The same without blanks around the reason; refused at `reason` where one is needed and missing.
    pub fn checked(self) -> Result<Self, Problem> {
        let reason = check_text("reason", self.reason, (MAX_APPROVAL_TEXT, self.verdict != Verdict::Agree))?;
        Ok(Self { reason, ..self })
    }
}

/// Lets another decide in my place for some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegateCommand {
    /// 工号 of who decides instead.
    pub deputy: String,
    /// Only this kind of request; all if left out.
    #[serde(default)]
    pub kind: Option<ApprovalKind>,
    /// Only requests from there, one of the places where I decide, as [`Scope`] is written; from everywhere if
    /// left out.
    #[serde(default)]
    pub place: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Why.
    pub reason: String,
}

impl DelegateCommand {
    /// What is wrong with it by itself, if anything is; else where it holds, if not everywhere.
    pub fn validate(&self, today: NaiveDate) -> Result<Option<Scope>, Problem> {
        let mut errors = FieldErrors::default();
        let place = errors.take("place", scope_of(self.place.as_deref()));
        let from = if self.from >= today { Ok(()) } else { Err(FieldReason::OutOfRange) };
        let to = if self.to < self.from {
            Err(FieldReason::EndsBeforeStart)
        } else if self.to > today + MAX_DELEGATION {
            Err(FieldReason::OutOfRange)
        } else {
            Ok(())
        };
        let reason = match self.reason.trim().chars().count() {
            0 => Err(FieldReason::Required),
            n if n > usize::from(MAX_APPROVAL_TEXT) => Err(FieldReason::TooLong),
            _ => Ok(()),
        };
        let checks = [errors.take("from", from), errors.take("to", to), errors.take("reason", reason)];
        match place {
            Some(place) if checks.iter().all(Option::is_some) => Ok(place),
            _ => Err(errors.into()),
        }
    }
}

/// The place that a form names.
fn scope_of(place: Option<&str>) -> Result<Option<Scope>, FieldReason> {
    place.map(str::parse).transpose().map_err(|NoSuchScope| FieldReason::Unknown)
}

/// Who decides in my place while I am on leave, as the form for leave has it. The days are the leave's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveDelegation {
    /// 工号 of who decides instead; nobody if left out.
    #[serde(default)]
    pub deputy: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// As in [`DelegateCommand::kind`].
    #[serde(default)]
    pub kind: Option<ApprovalKind>,
    /// As in [`DelegateCommand::place`].
    #[serde(default)]
    pub place: Option<String>,
}

impl LeaveDelegation {
    /// The same without blanks around, and where it holds, if not everywhere; nothing where neither who nor why was
    /// filled in.
    ///
    /// # Errors
    /// `deputy` or `delegation_reason`, where only the other was, or the reason is too long; `delegation_place`, where
    /// that is none.
    pub fn checked(&self) -> Result<Option<(Self, Option<Scope>)>, Problem> {
        let (deputy, reason) = (self.deputy.trim(), self.reason.trim());
        if deputy.is_empty() && reason.is_empty() {
            return Ok(None);
        }
        let reason = check_text("delegation_reason", Some(reason.to_owned()), (MAX_APPROVAL_TEXT, true))?;
        if deputy.is_empty() {
            return Err(Problem::field("deputy", FieldReason::Required));
        }
        let scope = scope_of(self.place.as_deref()).map_err(|reason| Problem::field("delegation_place", reason))?;
        let checked = Self { deputy: deputy.to_owned(), reason: reason.unwrap_or_default(), ..self.clone() };
        Ok(Some((checked, scope)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(verdict: Verdict, reason: Option<&str>) -> DecideCommand {
        let reason = reason.map(ToOwned::to_owned);
        DecideCommand { id: DecisionId::new(), approval: ApprovalId::new(), version: 1, verdict, reason, seen: false }
    }

    #[test]
    fn who_says_no_says_why() {
        for verdict in [Verdict::Reject, Verdict::SendBack] {
            let silent = command(verdict, Some("  ")).checked();
            assert_eq!(silent, Err(Problem::field("reason", FieldReason::Required)), "{verdict:?}");
            assert_eq!(command(verdict, Some(" 人手不够 ")).checked().unwrap().reason.as_deref(), Some("人手不够"));
        }
        assert!(command(Verdict::Agree, None).checked().is_ok());
        let long = command(Verdict::Agree, Some(&"长".repeat(201))).checked();
        assert_eq!(long, Err(Problem::field("reason", FieldReason::TooLong)));
    }

    #[test]
    fn a_request_taken_back_has_the_words_it_had_when_only_overtime_could_be() {
        let (id, request) = (ActId::new(), ApprovalId::new());
        let (command, kept) = (
            WithdrawCommand { id, request, version: 2 },
            format!(r#"{{"id":"{id}","overtime":"{request}","version":2}}"#),
        );
        assert_eq!(serde_json::to_string(&command).unwrap(), kept, "else it is another command under its id");
        assert_eq!(serde_json::from_str::<WithdrawCommand>(&kept).unwrap(), command);
        let form = format!(r#"{{"id":"{id}","request":"{request}","version":2}}"#);
        assert_eq!(serde_json::from_str::<WithdrawCommand>(&form).unwrap(), command);
    }

    #[test]
    fn a_delegation_has_a_near_end() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let base = || DelegateCommand {
            deputy: "w001".to_owned(),
            kind: None,
            place: None,
            from: today,
            to: today + Days::new(3),
            reason: "休假".to_owned(),
        };
        assert_eq!(base().validate(today), Ok(None));
        let zone = Scope::Zone(crate::ids::ZoneId::new());
        assert_eq!(DelegateCommand { place: Some(zone.to_string()), ..base() }.validate(today), Ok(Some(zone)));
        let cases = [
            (DelegateCommand { place: Some("moon:1".to_owned()), ..base() }, "place", FieldReason::Unknown),
            (DelegateCommand { from: today - Days::new(1), ..base() }, "from", FieldReason::OutOfRange),
            (DelegateCommand { to: today - Days::new(1), ..base() }, "to", FieldReason::EndsBeforeStart),
            (DelegateCommand { to: today + Days::new(93), ..base() }, "to", FieldReason::OutOfRange),
            (DelegateCommand { reason: " ".to_owned(), ..base() }, "reason", FieldReason::Required),
        ];
        for (wrong, field, reason) in cases {
            assert_eq!(wrong.validate(today), Err(Problem::field(field, reason)));
        }
    }

    #[test]
    fn a_deputy_for_leave_is_named_with_a_reason_or_not_at_all() {
        let named = |deputy: &str, reason: &str| LeaveDelegation {
            deputy: deputy.to_owned(),
            reason: reason.to_owned(),
            ..LeaveDelegation::default()
        };
        let wish = |deputy: &str, reason: &str| named(deputy, reason).checked();
        assert_eq!(wish(" ", ""), Ok(None));
        assert_eq!(wish(" w001 ", "休假 "), Ok(Some((named("w001", "休假"), None))));
        let nowhere = LeaveDelegation { place: Some("there".to_owned()), ..named("w001", "休假") };
        assert_eq!(nowhere.checked(), Err(Problem::field("delegation_place", FieldReason::Unknown)));
        assert_eq!(wish("w001", " "), Err(Problem::field("delegation_reason", FieldReason::Required)));
        assert_eq!(wish("", "休假"), Err(Problem::field("deputy", FieldReason::Required)));
        let long = wish("w001", &"长".repeat(201));
        assert_eq!(long, Err(Problem::field("delegation_reason", FieldReason::TooLong)));
    }
}
