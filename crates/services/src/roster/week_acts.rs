//! Usual weeks as they are given and ended on the screen.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use domain::{
    calendar::WorkCalendar,
    ids::{PersonId, PostId},
    problem::{FieldError, FieldReason, Problem},
    roster::{EndWeekCommand, NewWeek, WeekCommand, WeekOutcome, WeeklyPattern},
    time::hall_date,
};
use store::{Tx, repo::roster as repo};

use super::{
    Roster,
    bringer::Bringer,
    check::Span,
    editor::{AHEAD, whole},
    in_use::InUse,
    patterns::WeekPlan,
    sheet::post_at,
    versions::continued,
    week::WeekRow,
};
use crate::{
    caller::Caller,
    error::Result,
    org::{hold_hall, posts_held, window_posts},
};

impl Roster {
    /// Gives some people of a hall a usual week, all of them or, where a hard rule would be broken, none. It ends each
    /// one's week of that day, and holds until their next one begins. Whose days change is told.
    ///
    /// # Errors
    /// [`Problem::Invalid`] as [`WeekCommand::read`] has it; at `people` when one does not work at the hall on that
    /// day, and at a day or `window` that the hall does not have. Shifts that would overlap are found as the rules are,
    /// with whose and when.
    pub async fn set_week(&self, caller: &Caller, command: WeekCommand) -> Result<WeekOutcome> {
        let bringer = Bringer::caller(self.0.db.read(), caller, command.hall).await?;
        let span = self.week_span();
        let week = command.read(span)?;
        let calendar = self.calendar().current().await?;
        let hall = command.hall;
        let context = (self.clone(), bringer, week, calendar);
        let outcome = self
            .0
            .db
            .write(context, move |tx, (me, bringer, week, calendar)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    let plan = me.planned_week(tx, bringer, week, span, calendar).await?;
                    let detail = format!("{} people from {}", plan.people.len(), week.from);
                    me.settle_weeks(tx, bringer, plan, ("roster.set_week", detail)).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(outcome)
    }

    /// Ends the week that somebody has on a day with that day, and what only goes on with it from the day on which
    /// other versions of its shifts begin. Another week that begins later stays.
    ///
    /// # Errors
    /// [`Problem::Invalid`] at `last`; [`Problem::NotFound`] when they have no week then, or none that goes on.
    pub async fn end_week(&self, caller: &Caller, command: EndWeekCommand) -> Result<WeekOutcome> {
        let bringer = Bringer::caller(self.0.db.read(), caller, command.hall).await?;
        let last = command.last(self.week_span())?;
        let calendar = self.calendar().current().await?;
        let (hall, person) = (command.hall, command.person);
        let outcome = self
            .0
            .db
            .write((self.clone(), bringer, calendar), move |tx, (me, bringer, calendar)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    me.check_staff(tx, bringer, &BTreeSet::from([person]), (last, last)).await?;
                    let known = InUse::of(tx, hall, hall_date(me.0.clock.now())).await?;
                    let patterns = repo::find_patterns(tx, &[person], last, last + AHEAD).await?;
                    let patterns = patterns.into_iter().map(|(_, pattern)| pattern).collect();
                    let mut plan = ended_week(person, patterns, last, &known)?;
                    me.hold_weeks(tx, bringer, &mut plan, calendar).await?;
                    me.settle_weeks(tx, bringer, plan, ("roster.end_week", format!("{person}, {last}"))).await
                })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(outcome)
    }

    /// The days on which a week can begin or end on the screen: from today on, so that what was worked stays.
    fn week_span(&self) -> Span {
        let today = hall_date(self.0.clock.now());
        (today, today + AHEAD)
    }

    /// The patterns that a new week comes to, held against the rules.
    async fn planned_week(
        &self,
        tx: &Tx,
        bringer: &Bringer,
        week: &NewWeek,
        span: Span,
        calendar: &WorkCalendar,
    ) -> Result<WeekPlan> {
        let hall = bringer.hall.id;
        self.check_staff(tx, bringer, &week.people, (week.from, week.from)).await?;
        let known = InUse::of(tx, hall, hall_date(self.0.clock.now())).await?;
        let unknown = |day: &Option<_>| day.is_some_and(|id| known.on(id, week.from).is_none());
        if let Some(nth) = week.days.iter().position(unknown) {
            return Err(Problem::Invalid(vec![FieldError::new(&format!("days[{nth}]"), FieldReason::Unknown)]).into());
        }
        let places = window_posts(tx, hall, &whole(hall)).await?;
        let at_window = places.iter().filter(|place| Some(place.window) == week.window);
        let posts: Vec<PostId> = at_window.filter_map(|place| place.post.as_ref().map(|(post, _)| *post)).collect();
        if week.window.is_some() && posts.is_empty() {
            return Err(Problem::field("window", FieldReason::Unknown).into());
        }
        let people: Vec<PersonId> = week.people.iter().copied().collect();
        let held = posts_held(tx, &people, week.from, week.from).await?;
        let row = |(person, line): (&PersonId, u32)| WeekRow {
            line,
            person: *person,
            days: week.days,
            make_up: week.make_up,
            post: post_at(&posts, &held, *person, week.from),
            from: week.from,
        };
        let rows: Vec<WeekRow> = people.iter().zip(1..).map(row).collect();
        let mut plan = self.place_weeks(tx, hall, (WeekPlan::default(), &rows), span).await?;
        if let Some(error) = plan.report.errors.first() {
            return Err(Problem::field("from", error.reason).into());
        }
        self.hold_weeks(tx, bringer, &mut plan, calendar).await?;
        Ok(plan)
    }

    /// Stores planned weeks with an act, unless a hard rule speaks against them.
    async fn settle_weeks(
        &self,
        tx: &Tx,
        bringer: &Bringer,
        mut plan: WeekPlan,
        (action, detail): (&str, String),
    ) -> Result<WeekOutcome> {
        let now = self.0.clock.now();
        let applied = !plan.report.is_blocked();
        if applied && !plan.people.is_empty() {
            self.write_weeks(tx, bringer, &plan).await?;
            bringer.record(tx, now, action, detail).await?;
        }
        Ok(WeekOutcome {
            applied,
            changed: plan.people.len(),
            unchanged: usize::try_from(plan.report.unchanged).unwrap_or(usize::MAX),
            from: plan.from.unwrap_or_else(|| hall_date(now)),
            findings: std::mem::take(&mut plan.report.findings).into_iter().map(|row| row.found).collect(),
        })
    }

    /// All of some people must work at the hall between two dates.
    async fn check_staff(
        &self,
        tx: &Tx,
        bringer: &Bringer,
        people: &BTreeSet<PersonId>,
        (from, to): Span,
    ) -> Result<()> {
        let hall = bringer.hall.id;
        let staff = repo::list_workers_between(tx, hall, &whole(hall), from, to, from).await?;
        let staff: BTreeSet<PersonId> = staff.into_iter().map(|worker| worker.id).collect();
        if people.is_subset(&staff) { Ok(()) } else { Err(Problem::field("people", FieldReason::NotAllowed).into()) }
    }
}

/// Somebody's week of a day as it ends with that day.
fn ended_week(person: PersonId, mut patterns: Vec<WeeklyPattern>, last: NaiveDate, known: &InUse) -> Result<WeekPlan> {
    let covering = patterns.iter().filter(|pattern| pattern.covers(last)).max_by_key(|pattern| pattern.from);
    let week = covering.cloned().ok_or(Problem::NotFound)?;
    let mut plan = WeekPlan { from: Some(last + Days::new(1)), ..WeekPlan::default() };
    let mut stood = week.clone();
    while let Some(nth) = continued(&patterns, &stood, known) {
        stood = patterns.remove(nth);
        plan.gone.push(stood.id);
    }
    if week.to == Some(last) && plan.gone.is_empty() {
        return Err(Problem::NotFound.into());
    }
    patterns.retain(|pattern| pattern.id != week.id);
    let ended = WeeklyPattern { to: Some(last), ..week };
    plan.changed.insert(ended.id, ended.clone());
    patterns.push(ended);
    plan.people.insert(person);
    plan.report.changed = 1;
    plan.rosters.entry(person).or_default().patterns = patterns;
    Ok(plan)
}
