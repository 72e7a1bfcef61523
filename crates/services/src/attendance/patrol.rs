//! Reading what rounds have found.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use domain::{
    attendance::{
        PatrolChoices, PatrolDecision, PatrolList, PatrolView, explain_until, may_decide, may_explain, patrol_state,
    },
    ids::{HallId, PatrolId, PersonId, PostId, WindowId},
    policy::{Action, Place},
    problem::Problem,
};
use store::{
    Connection,
    repo::attendance::{self as repo, PatrolRow},
};

use super::Attendance;
use crate::{
    accounts::names_of,
    caller::Caller,
    error::Result,
    org::{default_hall, hall_record, reachable_hall, window_label, window_posts},
    pages::PageSize,
};

/// Records on one page.
const PAGE: PageSize = PageSize(30);

impl Attendance {
    /// The records about me and, for those who may read them, about the windows of their scope; the latest
    /// first.
    pub async fn patrols(&self, caller: &Caller, after: Option<PatrolId>) -> Result<PatrolList> {
        caller.check_own(Action::PatrolView)?;
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let scopes = caller.actor.scopes(Action::PatrolView);
        let rows = repo::list_patrols(db, caller.actor.person, &scopes, after, PAGE.to_read()).await?;
        let (rows, next) = PAGE.cut(rows, |row| row.record.id);
        let names = names(db, &rows).await?;
        let mut records = Vec::with_capacity(rows.len());
        for row in rows {
            let place = self.patrol_place(db, &row).await?;
            records.push(view(row, &place, caller, &names, now));
        }
        let may_record = !caller.actor.scopes(Action::PatrolRecord).is_empty();
        Ok(PatrolList { as_of: now, records, next, may_record })
    }

    /// One record, for whom it is about and for those who may read it.
    pub async fn patrol(&self, caller: &Caller, id: PatrolId) -> Result<PatrolView> {
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let row = self.readable_patrol(db, caller, id).await?;
        let place = self.patrol_place(db, &row).await?;
        let names = names(db, std::slice::from_ref(&row)).await?;
        Ok(view(row, &place, caller, &names, now))
    }

    /// The windows of a hall that the caller makes rounds in, and who answers for one of them now.
    pub async fn patrol_choices(
        &self,
        caller: &Caller,
        hall: Option<HallId>,
        window: Option<WindowId>,
    ) -> Result<PatrolChoices> {
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let hall = match hall {
            Some(hall) => hall,
            None => default_hall(db, caller, Action::PatrolRecord).await?,
        };
        reachable_hall(db, caller, Action::PatrolRecord, hall).await?;
        let places = window_posts(db, hall, &caller.actor.scopes(Action::PatrolRecord)).await?;
        let window = window.filter(|window| places.iter().any(|place| place.window == *window));
        let chosen = places.iter().filter(|place| Some(place.window) == window);
        let posts: Vec<_> = chosen.filter_map(|place| Some(place.post.as_ref()?.0)).collect();
        let mut people = if posts.is_empty() { Vec::new() } else { self.answering_for(db, hall, &posts, now).await? };
        people.retain(|(person, _)| *person != caller.actor.person);
        let mut windows: Vec<(WindowId, String)> =
            places.iter().map(|place| (place.window, window_label(place))).collect();
        windows.dedup();
        Ok(PatrolChoices { hall, windows, window, people })
    }

    /// Who answers for some posts of a hall now: their holders, A before B, then who is there for one of them, as the
    /// board shows it: by the roster, standing in, or covering for leave.
    pub(super) async fn answering_for(
        &self,
        db: &impl Connection,
        hall: HallId,
        posts: &[PostId],
        now: DateTime<Utc>,
    ) -> Result<Vec<(PersonId, String)>> {
        let calendar = self.calendar().current().await?;
        let (holders, presence) = self.presence_at_posts(db, &calendar, (hall, posts), now).await?;
        let there = presence.people().filter(|person| presence.post(*person).is_some_and(|post| posts.contains(&post)));
        let covering =
            holders.iter().filter_map(|held| presence.leave_cover(held.person, presence.status(held.person)));
        let mut people: Vec<(PersonId, String)> = Vec::new();
        for held in &holders {
            if people.iter().all(|(known, _)| *known != held.person) {
                people.push((held.person, held.name.clone()));
            }
        }
        let others: BTreeSet<PersonId> =
            there.chain(covering).filter(|person| people.iter().all(|(known, _)| known != person)).collect();
        if !others.is_empty() {
            let mut others: Vec<_> = names_of(db, &Vec::from_iter(others)).await?.into_iter().collect();
            others.sort_by(|(_, one), (_, other)| one.cmp(other));
            people.extend(others);
        }
        Ok(people)
    }

    /// A record that the caller may read; any other is not there.
    pub(super) async fn readable_patrol(
        &self,
        db: &impl Connection,
        caller: &Caller,
        id: PatrolId,
    ) -> Result<PatrolRow> {
        let row = repo::find_patrol(db, id).await?.ok_or(Problem::NotFound)?;
        let place = self.patrol_place(db, &row).await?;
        match caller.check(Action::PatrolView, &place) {
            Ok(()) => Ok(row),
            Err(_) => Err(Problem::NotFound.into()),
        }
    }

    pub(super) async fn patrol_place(&self, db: &impl Connection, row: &PatrolRow) -> Result<Place> {
        let agency = hall_record(db, row.record.hall).await?.agency;
        Ok(Place { zone: Some(row.zone), ..Place::hall(agency, row.record.hall) }.about(row.record.person))
    }
}

async fn names(db: &impl Connection, rows: &[PatrolRow]) -> Result<HashMap<PersonId, String>> {
    let people = rows.iter().flat_map(|row| {
        let decider = row.decision.as_ref().map(|decision| decision.by);
        [Some(row.record.person), Some(row.record.inspector), decider].into_iter().flatten()
    });
    let people: Vec<PersonId> = people.collect();
    if people.is_empty() { Ok(HashMap::new()) } else { names_of(db, &people).await }
}

fn view(
    row: PatrolRow,
    place: &Place,
    caller: &Caller,
    names: &HashMap<PersonId, String>,
    now: DateTime<Utc>,
) -> PatrolView {
    let PatrolRow { record, window, notes, decision, .. } = row;
    let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
    let (me, decided) = (caller.actor.person, decision.is_some());
    let upheld = decision.as_ref().map(|decision| decision.upheld);
    let state = patrol_state(record.found_at, !notes.is_empty(), upheld, now);
    let may_act = caller.check(Action::PatrolDecide, place).is_ok()
        && may_decide(state, (record.inspector, record.person), me).is_ok();
    PatrolView {
        id: record.id,
        person: record.person,
        name: name(record.person),
        window,
        kind: record.kind,
        found_at: record.found_at,
        note: record.note,
        inspector: name(record.inspector),
        state,
        explain_until: explain_until(record.found_at),
        explanations: notes,
        decision: decision.map(|decision| PatrolDecision {
            by: name(decision.by),
            at: decision.at,
            upheld: decision.upheld,
            reason: decision.reason,
        }),
        may_explain: record.person == me && may_explain(record.found_at, decided, now).is_ok(),
        may_decide: may_act,
    }
}
