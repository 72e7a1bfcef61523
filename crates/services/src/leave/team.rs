//! The calendar of a team: who is away by window, and what is left there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::{
    approvals::FlowState,
    ids::{ApprovalId, HallId, PersonId, PostId, WindowId},
    leave::{
        Absence, CoverState, CoverView, HandoverBrief, MAX_TEAM_DAYS, Serving, TeamAway, TeamDay, TeamView, TeamWindow,
        coverage,
    },
    policy::{Action, Place, Role},
    problem::{FieldReason, Problem},
    roster::Half,
};
use store::{
    Connection,
    repo::{
        leave::{self as repo, LeaveRequestRecord},
        org::{HallRecord, PostPlace},
    },
};

use super::Leave;
use crate::{
    accounts::names_of,
    caller::Caller,
    error::Result,
    org::{Posts, default_hall, post_holders_between, post_places, reachable_hall, window_label, window_posts},
    roster::{Duties, demand_of, people_named_for, workers_of},
};

/// How much of what somebody is away for the caller may know.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Knows {
    /// HR and who leads: every kind; what proves it is not in a calendar.
    Kinds,
    /// The hall's management: that they are away.
    Nothing,
}

impl Leave {
    /// Who of a hall is away from one date to another, both included, at most six weeks, and what is left at
    /// its windows. Leads see those who hold a post in their zone, and its windows. `hall` left out is the
    /// caller's own, or the first that they may look into.
    pub async fn team(
        &self,
        caller: &Caller,
        hall: Option<HallId>,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<TeamView> {
        let (db, action) = (self.0.db.read(), Action::LeaveTeam);
        let hall = match hall {
            Some(hall) => hall,
            None => default_hall(db, caller, action).await?,
        };
        let hall = reachable_hall(db, caller, action, hall).await?;
        if to < from || (to - from).num_days() >= MAX_TEAM_DAYS {
            return Err(Problem::field("to", FieldReason::OutOfRange).into());
        }
        let scopes = caller.actor.scopes(action);
        let workers = workers_of(db, hall.id, &scopes, (from, to), self.today()).await?;
        let people: Vec<PersonId> = workers.iter().map(|(person, _)| *person).collect();
        let requests = repo::list_leave_between(db, &people, (from, to), &FlowState::HOLDING).await?;
        let away: Vec<PersonId> = requests.iter().map(|request| request.person).collect();
        let granted = repo::list_leave_between(db, &away, (from, to), &[FlowState::Approved]).await?;
        let granted: Vec<ApprovalId> = granted.into_iter().map(|request| request.id).collect();
        let places = window_posts(db, hall.id, &scopes).await?;
        let at_work = may_serve(db, &places, &people, (from, to)).await?;
        let covers = requests.iter().filter_map(|request| Some(request.cover?.0));
        let at_work: BTreeSet<PersonId> = at_work.into_iter().chain(covers).chain(away).collect();
        let at_work: Vec<PersonId> = at_work.into_iter().collect();
        let calendar = self.calendar().current().await?;
        let duties = self.roster().duties_of(db, &calendar, &at_work, from, to).await?;
        let posts = Posts::of(db, &duties, from, to).await?;
        let dates: Vec<NaiveDate> = from.iter_days().take_while(|date| *date <= to).collect();
        let days = dates.iter().map(|date| TeamDay { date: *date, kind: calendar.day_kind(*date) }).collect();
        let workdays: Vec<(NaiveDate, bool)> = dates.iter().map(|date| (*date, calendar.is_workday(*date))).collect();
        let demand = demand_of(db, hall.id).await?;
        let cells = coverage(&serving(&duties, &posts), &absences(&requests, &granted), &demand, &workdays);
        let windows = windows_of(&places);
        let window = |(id, label): (WindowId, String)| {
            let cell = |date: NaiveDate, half| cells.get(&(id, date, half)).copied();
            let days = dates.iter().map(|date| [cell(*date, Half::Morning), cell(*date, Half::Afternoon)]).collect();
            TeamWindow { label, days }
        };
        Ok(TeamView {
            as_of: self.0.clock.now(),
            days,
            away: self.away_rows(caller, &hall, (&requests, &granted), (&workers, &posts)).await?,
            windows: windows.into_iter().map(window).collect(),
            hall: hall.id,
            hall_name: hall.name,
        })
    }

    async fn away_rows(
        &self,
        caller: &Caller,
        hall: &HallRecord,
        (requests, granted): (&[LeaveRequestRecord], &[ApprovalId]),
        (workers, posts): (&[(PersonId, String)], &Posts),
    ) -> Result<Vec<TeamAway>> {
        let db = self.0.db.read();
        let names: HashMap<PersonId, &String> = workers.iter().map(|(person, name)| (*person, name)).collect();
        let covers: Vec<PersonId> = requests.iter().filter_map(|request| Some(request.cover?.0)).collect();
        let cover_names = names_of(db, &covers).await?;
        let left: Vec<_> = requests.iter().filter_map(|request| request.post).collect();
        let places = post_places(db, &left).await?;
        let references: Vec<&LeaveRequestRecord> = requests.iter().collect();
        let briefs: BTreeMap<ApprovalId, HandoverBrief> = self.briefs(db, &references).await?;
        let knows = knows(caller, hall);
        let row = |request: &LeaveRequestRecord| {
            let place = request.post.and_then(|post| places.iter().find(|place| is_at(place, post)));
            let own = request.post.and_then(|post| posts.own(post, request.person, request.period.from));
            let cover = request.cover.map(|(person, state)| CoverView {
                person,
                name: cover_names.get(&person).cloned().unwrap_or_default(),
                state,
            });
            TeamAway {
                request: request.id,
                name: names.get(&request.person).map(|name| (*name).clone()).unwrap_or_default(),
                window: place.map(window_label),
                side: own.map(|held| held.side),
                kind: (knows == Knows::Kinds).then_some(request.kind),
                period: request.period,
                granted: granted.contains(&request.id),
                cover,
                handover: briefs.get(&request.id).copied(),
            }
        };
        Ok(requests.iter().map(row).collect())
    }
}

fn is_at(place: &PostPlace, post: PostId) -> bool {
    place.post.as_ref().is_some_and(|(id, _)| *id == post)
}

fn knows(caller: &Caller, hall: &HallRecord) -> Knows {
    let place = Place::hall(hall.agency, hall.id);
    let has = |role: Role| caller.actor.grants.iter().any(|grant| grant.role == role && grant.scope.covers(&place));
    // The lead of a zone has no say over the whole hall, and sees only their own people.
    let leads = caller.actor.grants.iter().any(|grant| grant.role == Role::Lead) || has(Role::Supervisor);
    if has(Role::Hr) || leads { Knows::Kinds } else { Knows::Nothing }
}

/// Those of some people who hold one of some posts or are named for one, on any date from one to another: the others'
/// duties change nothing at a window, and a large hall has thousands of them.
async fn may_serve(
    db: &impl Connection,
    places: &[PostPlace],
    people: &[PersonId],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<PersonId>> {
    let posts: Vec<PostId> = places.iter().filter_map(|place| Some(place.post.as_ref()?.0)).collect();
    let holders = post_holders_between(db, &posts, (from, to)).await?;
    let named = people_named_for(db, &posts, from, to).await?;
    let serving: BTreeSet<PersonId> = holders.iter().map(|held| held.person).chain(named).collect();
    Ok(people.iter().copied().filter(|person| serving.contains(person)).collect())
}

/// Who serves where by the roster.
fn serving(duties: &Duties, posts: &Posts) -> Vec<Serving> {
    let mut serving = Vec::new();
    for (person, duty) in duties.iter().flat_map(|(person, duties)| duties.iter().map(move |duty| (*person, duty))) {
        let place = posts.post_of(person, duty).and_then(|post| posts.place(post));
        let (Some(shift), Some(place)) = (duty.shift(), place) else { continue };
        let halves = Half::ALL.iter().filter(|half| shift.serves(**half));
        let at = |half: &Half| Serving { person, window: place.window, date: duty.date, half: *half };
        serving.extend(halves.map(at));
    }
    serving
}

fn absences(requests: &[LeaveRequestRecord], granted: &[ApprovalId]) -> Vec<Absence> {
    let granted = requests.iter().filter(|request| granted.contains(&request.id));
    let confirmed = |(person, state): (PersonId, CoverState)| (state == CoverState::Confirmed).then_some(person);
    let absence = |request: &LeaveRequestRecord| Absence {
        person: request.person,
        period: request.period,
        cover: request.cover.and_then(confirmed),
    };
    granted.map(absence).collect()
}

/// Each window once, in the order of zones and windows.
fn windows_of(places: &[PostPlace]) -> Vec<(WindowId, String)> {
    let mut windows: Vec<(WindowId, String)> = places.iter().map(|place| (place.window, window_label(place))).collect();
    windows.dedup_by_key(|(window, _)| *window);
    windows
}
