use serde::{Deserialize, Serialize};

use super::{ApprovalKind, Level, WORKDAY_MINUTES};
use crate::{
    coded::coded_enum,
    problem::{FieldReason, Problem},
};

/// Working minutes that a lead has: half a day.
const LEAD_MINUTES: i32 = 4 * 60;

/// Working minutes that everybody above has: a day.
const DAY_MINUTES: i32 = WORKDAY_MINUTES;

/// Most steps of a route.
const MAX_STEPS: usize = 8;

coded_enum! {
    /// How many of those who can act must agree.
    pub enum Quorum {
        /// Any one of them.
        One = "one",
        /// Every one.
        All = "all",
    }
}

/// One step: who is asked, and how long they have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Who, along the organisation above the requester.
    pub level: Level,
    /// Whether one or all of them must agree.
    pub quorum: Quorum,
    /// Working minutes until they are reminded, and as many again until the step is lifted.
    pub minutes: i32,
}

/// How much is asked for, in what its kind is bounded by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Half days: of leave, and of what has no length.
    HalfDays(i32),
    /// Minutes: of overtime.
    Minutes(i32),
}

/// What a route depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// How much is asked for.
    pub amount: Amount,
    /// The slice's own word for what is asked, such as a leave type's code.
    pub subtype: String,
    /// The highest level that the requester is on, or whom else it is about, if any.
    pub requester: Option<Level>,
}

/// The steps of all requests that a condition holds for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Up to so many half days; no bound if left out.
    #[serde(default)]
    pub up_to_half_days: Option<i32>,
    /// Up to so many minutes, for what is asked in minutes; no bound if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to_minutes: Option<i32>,
    /// Only for these words of [`Facts::subtype`]; for all if empty.
    #[serde(default)]
    pub subtypes: Vec<String>,
    /// Only for requesters on this level; for all if left out.
    #[serde(default)]
    pub requester: Option<Level>,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

impl Route {
    /// For all, with these steps.
    pub const fn for_all(steps: Vec<Step>) -> Self {
        Self { up_to_half_days: None, up_to_minutes: None, subtypes: Vec::new(), requester: None, steps }
    }

    /// Whether it names no condition.
    fn holds_for_all(&self) -> bool {
        *self == Self::for_all(self.steps.clone())
    }

    fn holds(&self, facts: &Facts) -> bool {
        let (most, amount) = match facts.amount {
            Amount::HalfDays(amount) => (self.up_to_half_days, amount),
            Amount::Minutes(amount) => (self.up_to_minutes, amount),
        };
        most.is_none_or(|most| amount <= most)
            && (self.subtypes.is_empty() || self.subtypes.contains(&facts.subtype))
            && (self.requester.is_none() || self.requester == facts.requester)
    }
}

/// The routes of one kind of request: data, of which each change is a new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Routes {
    /// In order; the first that holds is taken.
    pub routes: Vec<Route>,
}

impl Routes {
    /// What halls do where nothing else was set.
    pub fn house(kind: ApprovalKind) -> Self {
        match kind {
            ApprovalKind::Leave => Self::house_leave(),
            ApprovalKind::Correction | ApprovalKind::Swap => Self::house_lead(DAY_MINUTES),
            // Nobody stays longer tonight on an answer that comes tomorrow.
            ApprovalKind::Overtime => Self::house_lead(LEAD_MINUTES),
        }
    }

    /// [GP], 1.F2: up to half a day the lead on duty, up to a day the lead, up to three days the site supervisor as
    /// well, beyond that the hall's management and the agency, too.
    fn house_leave() -> Self {
        let step = |level, minutes| Step { level, quorum: Quorum::One, minutes };
        let (lead, supervisor) = (step(Level::Lead, LEAD_MINUTES), step(Level::Supervisor, DAY_MINUTES));
        let duty_lead = step(Level::DutyLead, LEAD_MINUTES);
        let (host, hr) = (step(Level::Host, DAY_MINUTES), step(Level::Hr, DAY_MINUTES));
        let route = |most, steps| Route { up_to_half_days: most, ..Route::for_all(steps) };
        Self {
            routes: vec![
                route(Some(1), vec![duty_lead]),
                route(Some(2), vec![lead]),
                route(Some(6), vec![lead, supervisor]),
                route(None, vec![lead, supervisor, host, hr]),
            ],
        }
    }

    /// Who was at the window, and who can stay there, is the lead's to know.
    fn house_lead(minutes: i32) -> Self {
        Self { routes: vec![Route::for_all(vec![Step { level: Level::Lead, quorum: Quorum::One, minutes }])] }
    }

    /// Whether a level is asked on any of them.
    pub fn ask(&self, level: Level) -> bool {
        self.routes.iter().flat_map(|route| &route.steps).any(|step| step.level == level)
    }

    /// What is wrong with them, if anything is: every request must find a route, and every route have steps.
    /// A bound that is not in the kind's measure would bind nothing.
    pub fn validate(&self, kind: ApprovalKind) -> Result<(), Problem> {
        let steps_fit = |route: &Route| (1..=MAX_STEPS).contains(&route.steps.len());
        if !self.routes.last().is_some_and(Route::holds_for_all) || !self.routes.iter().all(steps_fit) {
            return Err(Problem::field("routes", FieldReason::Required));
        }
        let of_another =
            |route: &Route| if kind.is_in_minutes() { route.up_to_half_days } else { route.up_to_minutes }.is_some();
        if self.routes.iter().any(of_another) {
            return Err(Problem::field("routes", FieldReason::NotAllowed));
        }
        let minutes_fit = |step: &Step| (1..=40 * DAY_MINUTES).contains(&step.minutes);
        if !self.routes.iter().flat_map(|route| &route.steps).all(minutes_fit) {
            return Err(Problem::field("minutes", FieldReason::OutOfRange));
        }
        Ok(())
    }

    /// The steps of a request. Those on the requester's own level or below begin one level up, and what then
    /// falls together is one step. Empty only where [`Routes::validate`] was not asked.
    pub fn steps(&self, facts: &Facts) -> Vec<Step> {
        let route = self.routes.iter().find(|route| route.holds(facts));
        let mut steps: Vec<Step> = Vec::new();
        for step in route.map(|route| route.steps.as_slice()).unwrap_or_default() {
            let lowest = facts.requester.map_or(Level::DutyLead, |own| own.up().unwrap_or(own));
            let lifted = Step { level: step.level.max(lowest), ..*step };
            if steps.last().is_none_or(|last| last.level != lifted.level) {
                steps.push(lifted);
            }
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(half_days: i32, requester: Option<Level>) -> Vec<Level> {
        let facts = Facts { amount: Amount::HalfDays(half_days), subtype: "personal".to_owned(), requester };
        Routes::house(ApprovalKind::Leave).steps(&facts).into_iter().map(|step| step.level).collect()
    }

    #[test]
    fn the_house_asks_by_length() {
        use Level::{DutyLead, Host, Hr, Lead, Supervisor};
        for (half_days, expected) in [
            (1, vec![DutyLead]),
            (2, vec![Lead]),
            (3, vec![Lead, Supervisor]),
            (6, vec![Lead, Supervisor]),
            (7, vec![Lead, Supervisor, Host, Hr]),
        ] {
            assert_eq!(levels(half_days, None), expected, "{half_days}");
        }
    }

    #[test]
    fn those_who_lead_begin_one_level_up() {
        use Level::{Host, Hr, Lead, Supervisor};
        for (half_days, own, expected) in [
            (1, Lead, vec![Supervisor]),
            (6, Lead, vec![Supervisor]),
            (7, Lead, vec![Supervisor, Host, Hr]),
            (1, Supervisor, vec![Host]),
            (7, Supervisor, vec![Host, Hr]),
            (7, Hr, vec![Hr]),
        ] {
            assert_eq!(levels(half_days, Some(own)), expected, "{half_days} {own:?}");
        }
    }

    #[test]
    fn the_first_route_that_holds_is_taken() {
        let step = Step { level: Level::Hr, quorum: Quorum::All, minutes: 60 };
        let mut routes = Routes::house(ApprovalKind::Leave);
        let injury = Route { subtypes: vec!["injury".to_owned()], ..Route::for_all(vec![step]) };
        routes.routes.insert(0, injury);
        assert_eq!(routes.validate(ApprovalKind::Leave), Ok(()));
        let facts = |subtype: &str| Facts { amount: Amount::HalfDays(1), subtype: subtype.to_owned(), requester: None };
        assert_eq!(routes.steps(&facts("injury")), [step]);
        assert_eq!(routes.steps(&facts("sick"))[0].level, Level::DutyLead);
    }

    #[test]
    fn what_is_known_at_the_window_is_the_leads_alone_and_a_leads_own_goes_one_up() {
        let levels = |kind, amount, requester| {
            let facts = Facts { amount, subtype: String::new(), requester };
            Routes::house(kind).steps(&facts).into_iter().map(|step| step.level).collect::<Vec<_>>()
        };
        for (kind, amount) in [
            (ApprovalKind::Correction, Amount::HalfDays(1)),
            (ApprovalKind::Overtime, Amount::Minutes(660)),
            (ApprovalKind::Swap, Amount::HalfDays(1)),
        ] {
            assert_eq!(levels(kind, amount, None), [Level::Lead]);
            assert_eq!(levels(kind, amount, Some(Level::Lead)), [Level::Supervisor]);
        }
    }

    #[test]
    fn overtime_is_bounded_by_its_minutes() {
        let step = |level| Step { level, quorum: Quorum::One, minutes: 60 };
        let short = Route { up_to_minutes: Some(120), ..Route::for_all(vec![step(Level::Lead)]) };
        let routes = Routes { routes: vec![short, Route::for_all(vec![step(Level::Supervisor)])] };
        assert_eq!(routes.validate(ApprovalKind::Overtime), Ok(()));
        for (minutes, level) in [(120, Level::Lead), (121, Level::Supervisor)] {
            let facts = Facts { amount: Amount::Minutes(minutes), subtype: String::new(), requester: None };
            assert_eq!(routes.steps(&facts)[0].level, level, "{minutes}");
        }
        let text = serde_json::to_string(&Routes::house(ApprovalKind::Leave)).unwrap();
        assert!(!text.contains("minutes\":null"), "{text}");
    }

    #[test]
    fn routes_that_leave_a_request_without_steps_are_refused() {
        for kind in ApprovalKind::ALL {
            assert_eq!(Routes::house(*kind).validate(*kind), Ok(()), "{kind:?}");
        }
        let mut open = Routes::house(ApprovalKind::Leave);
        open.routes.pop();
        let mut empty = Routes::house(ApprovalKind::Leave);
        empty.routes[1].steps.clear();
        let mut hasty = Routes::house(ApprovalKind::Leave);
        hasty.routes[0].steps[0].minutes = 0;
        for wrong in [open, empty, hasty, Routes { routes: vec![] }] {
            assert!(wrong.validate(ApprovalKind::Leave).is_err(), "{wrong:?}");
        }
    }
}
