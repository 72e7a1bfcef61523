//! Routes as HR edits them: days and hours instead of half days and minutes, and rows that may stay empty.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Amount, ApprovalKind, Level, Quorum, Route, Routes, Step, Via, WORKDAY_MINUTES};
use crate::problem::{FieldError, FieldReason, Problem};

/// Working minutes of half an hour, the smallest step of a time limit.
const HALF_HOUR: i32 = 30;

/// Longest time limit, in half hours: forty days.
const MAX_HALF_HOURS: i32 = 40 * WORKDAY_MINUTES / HALF_HOUR;

/// Longest bound, in half days.
const MAX_HALF_DAYS: i32 = 2 * 366;

/// Longest bound of a day's hours, in half hours.
const MAX_DAY_HALF_HOURS: i32 = 2 * 24;

/// A step as it is filled in; a row without a level is no step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepForm {
    /// Who is asked.
    #[serde(default)]
    pub level: Option<Level>,
    /// Whether one or all of them must agree; one where it is left out.
    #[serde(default)]
    pub quorum: Option<Quorum>,
    /// Working hours, by half hours.
    #[serde(default)]
    pub hours: String,
}

/// A route as it is filled in; one without steps is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteForm {
    /// Up to so many days, by half days; no bound if empty.
    #[serde(default)]
    pub up_to_days: String,
    /// Up to so many hours, by half hours, for what is asked in minutes; no bound if empty.
    #[serde(default)]
    pub up_to_hours: String,
    /// Only for these words of what is asked; for all if none.
    #[serde(default)]
    pub subtypes: Vec<String>,
    /// Only for requesters on this level.
    #[serde(default)]
    pub requester: Option<Level>,
    /// The steps, in order.
    #[serde(default)]
    pub steps: Vec<StepForm>,
}

impl From<&Route> for RouteForm {
    fn from(route: &Route) -> Self {
        let step =
            |step: &Step| StepForm { level: Some(step.level), quorum: Some(step.quorum), hours: hours(step.minutes) };
        Self {
            up_to_days: route.up_to_half_days.map(halves).unwrap_or_default(),
            up_to_hours: route.up_to_minutes.map(hours).unwrap_or_default(),
            subtypes: route.subtypes.clone(),
            requester: route.requester,
            steps: route.steps.iter().map(step).collect(),
        }
    }
}

/// `2.5` for a hundred and fifty minutes; a length that is no half hour is shown as the next longer one.
fn hours(minutes: i32) -> String {
    halves(minutes.div_euclid(HALF_HOUR) + i32::from(minutes % HALF_HOUR > 0))
}

/// How much of a kind so many halves are: half hours of what is asked in minutes, half days of all else.
pub fn amount_of(kind: ApprovalKind, halves: i32) -> Amount {
    if kind.is_in_minutes() { Amount::Minutes(halves * HALF_HOUR) } else { Amount::HalfDays(halves) }
}

/// `2.5` for five halves.
pub fn halves(n: i32) -> String {
    if n % 2 == 0 { (n / 2).to_string() } else { format!("{}.5", n / 2) }
}

/// How many halves a number is: whole, or with `.5`.
pub fn parse_halves(text: &str) -> Option<i32> {
    let (whole, half) = match text.trim().split_once('.') {
        None => (text.trim(), 0),
        Some((whole, "0")) => (whole, 0),
        Some((whole, "5")) => (whole, 1),
        Some(_) => return None,
    };
    let digits = !whole.is_empty() && whole.len() <= 4 && whole.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| whole.parse::<i32>().ok()).flatten().map(|whole| whole * 2 + half)
}

/// What the rows of a kind say. Every wrong cell is named, such as `routes[1].steps[0].hours`; positions count from 0.
pub fn read_routes(kind: ApprovalKind, forms: &[RouteForm]) -> Result<Routes, Problem> {
    let (mut routes, mut faults) = (Vec::new(), Vec::new());
    for (nth, form) in forms.iter().enumerate() {
        let mut number = |field: String, text: &str, (least, most): (i32, i32)| {
            let read = parse_halves(text);
            let reason = match read {
                _ if text.trim().is_empty() => FieldReason::Required,
                None => FieldReason::Malformed,
                Some(n) if n < least || n > most => FieldReason::OutOfRange,
                Some(n) => return Some(n),
            };
            faults.push(FieldError::new(&field, reason));
            None
        };
        let mut bound = |field: &str, text: &str, most: i32| {
            let text = text.trim();
            (!text.is_empty()).then(|| number(format!("routes[{nth}].{field}"), text, (1, most))).flatten()
        };
        let up_to_half_days = bound("up_to_days", &form.up_to_days, MAX_HALF_DAYS);
        let half_hours = bound("up_to_hours", &form.up_to_hours, MAX_DAY_HALF_HOURS);
        let up_to_minutes = half_hours.map(|halves| halves * HALF_HOUR);
        let mut steps = Vec::new();
        for (row, step) in form.steps.iter().enumerate() {
            let Some(level) = step.level else { continue };
            let limit = number(format!("routes[{nth}].steps[{row}].hours"), &step.hours, (1, MAX_HALF_HOURS));
            let quorum = step.quorum.unwrap_or(Quorum::One);
            steps.push(Step { level, quorum, minutes: limit.unwrap_or(1) * HALF_HOUR });
        }
        let subtypes = form.subtypes.clone();
        let bounds = [&form.up_to_days, &form.up_to_hours];
        let conditions =
            bounds.iter().any(|bound| !bound.trim().is_empty()) || !subtypes.is_empty() || form.requester.is_some();
        let route = Route { up_to_half_days, up_to_minutes, subtypes, requester: form.requester, steps };
        if route.steps.is_empty() && conditions {
            faults.push(FieldError::new(&format!("routes[{nth}].steps"), FieldReason::Required));
        }
        if !route.steps.is_empty() {
            routes.push(route);
        }
    }
    if !faults.is_empty() {
        return Err(Problem::Invalid(faults));
    }
    let routes = Routes { routes };
    routes.validate(kind)?;
    Ok(routes)
}

/// A version of an agency's routes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutesVersion {
    /// Counts from 1; 0 is the house's rule.
    pub version: i32,
    /// Since when it holds; always, for the house's rule.
    pub since: Option<DateTime<Utc>>,
    /// What it says.
    pub routes: Routes,
}

/// The routes of a kind of request at an agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutesView {
    /// The kind.
    pub kind: ApprovalKind,
    /// What holds.
    pub current: RoutesVersion,
    /// What held before, the latest first.
    pub earlier: Vec<RoutesVersion>,
}

/// A step of a request that somebody might make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriedStep {
    /// Who is asked.
    pub level: Level,
    /// Whether one or all of them must agree.
    pub quorum: Quorum,
    /// Working minutes that they have.
    pub minutes: i32,
    /// Who could decide today, and why; nobody where everybody in the house is barred.
    pub people: Vec<(String, Via)>,
}

/// A request that somebody might make, for a look at who would decide it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TryCommand {
    /// 工号 of who asks.
    pub person: String,
    /// How many days, by half days; of what is asked in minutes, how many hours, by half hours.
    pub amount: String,
    /// The slice's word for what is asked.
    pub subtype: String,
}

/// What became of edited routes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoutesOutcome {
    /// They hold, as this version.
    Published(i32),
    /// They were tried only.
    Tried(Vec<TriedStep>),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(level: Option<Level>, hours: &str) -> StepForm {
        StepForm { level, quorum: None, hours: hours.to_owned() }
    }

    #[test]
    fn what_is_shown_is_read_back() {
        let house = Routes::house(ApprovalKind::Leave);
        let forms: Vec<RouteForm> = house.routes.iter().map(RouteForm::from).collect();
        assert_eq!(forms[2].up_to_days, "3");
        assert_eq!(read_routes(ApprovalKind::Leave, &forms), Ok(house));
    }

    #[test]
    fn halves_are_whole_or_with_five() {
        let cases = [("2.5", Some(5)), (" 3 ", Some(6)), ("0.5", Some(1)), ("3.0", Some(6)), ("2.25", None)];
        for (text, expected) in cases.into_iter().chain([("", None), ("-1", None), ("x", None), ("99999", None)]) {
            assert_eq!(parse_halves(text), expected, "{text}");
        }
    }

    #[test]
    fn empty_rows_are_left_out_and_wrong_cells_are_named() {
        let all = RouteForm { steps: vec![step(Some(Level::Hr), "8"), step(None, "")], ..RouteForm::default() };
        let read = read_routes(ApprovalKind::Leave, &[RouteForm::default(), all.clone()]).unwrap();
        assert_eq!((read.routes.len(), read.routes[0].steps.len()), (1, 1));
        let short = RouteForm {
            up_to_days: "1.3".to_owned(),
            steps: vec![step(Some(Level::Lead), "4"), step(Some(Level::Hr), "")],
            ..RouteForm::default()
        };
        let empty = RouteForm { requester: Some(Level::Lead), ..RouteForm::default() };
        let Err(Problem::Invalid(faults)) = read_routes(ApprovalKind::Leave, &[short, empty, all]) else {
            panic!("read")
        };
        let faults: Vec<_> = faults.into_iter().map(|fault| (fault.field, fault.reason)).collect();
        let expected = [
            ("routes[0].up_to_days", FieldReason::Malformed),
            ("routes[0].steps[1].hours", FieldReason::Required),
            ("routes[1].steps", FieldReason::Required),
        ];
        assert_eq!(faults, expected.map(|(field, reason)| (field.to_owned(), reason)));
    }

    #[test]
    fn overtime_is_bounded_in_hours() {
        let all = RouteForm { steps: vec![step(Some(Level::Hr), "8")], ..RouteForm::default() };
        let short = RouteForm { up_to_hours: "1.5".to_owned(), ..all.clone() };
        let read = read_routes(ApprovalKind::Overtime, &[short.clone(), all.clone()]).unwrap();
        assert_eq!(read.routes[0].up_to_minutes, Some(90));
        assert_eq!(RouteForm::from(&read.routes[0]).up_to_hours, "1.5");
        let long = RouteForm { up_to_hours: "24.5".to_owned(), ..all.clone() };
        let refused = read_routes(ApprovalKind::Overtime, &[long, all.clone()]);
        assert_eq!(refused, Err(Problem::field("routes[0].up_to_hours", FieldReason::OutOfRange)));
        let in_days = RouteForm { up_to_days: "1".to_owned(), ..all.clone() };
        for (kind, other) in [(ApprovalKind::Overtime, in_days), (ApprovalKind::Leave, short)] {
            let refused = read_routes(kind, &[other, all.clone()]);
            assert_eq!(refused, Err(Problem::field("routes", FieldReason::NotAllowed)), "{kind:?}");
        }
    }

    #[test]
    fn the_last_route_must_hold_for_all() {
        let bound =
            RouteForm { up_to_days: "3".to_owned(), steps: vec![step(Some(Level::Lead), "4")], ..RouteForm::default() };
        assert_eq!(read_routes(ApprovalKind::Leave, &[bound]), Err(Problem::field("routes", FieldReason::Required)));
    }
}
