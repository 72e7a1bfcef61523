//! Reading what rounds have found.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    attendance::{
        PatrolChoices, PatrolDecision, PatrolList, PatrolView, PatrolWindow, explain_until, may_decide, may_explain,
        patrol_state,
    },
    ids::{HallId, PatrolId, PersonId},
    policy::{Action, Place},
    problem::Problem,
};
use store::{
    Connection,
    repo::{
        attendance::{self as repo, PatrolRow},
        org::PostPlace,
    },
};

use super::{Attendance, answering::posts_of};
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
        Ok(PatrolList { as_of: now, records, next })
    }

    /// One record, for whom it is about and for those who may read it.
    pub async fn patrol(&self, caller: &Caller, id: PatrolId) -> Result<PatrolView> {
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let row = self.readable_patrol(db, caller, id).await?;
        let place = self.patrol_place(db, &row).await?;
        let names = names(db, std::slice::from_ref(&row)).await?;
        Ok(view(row, &place, caller, &names, now))
    }

    /// The windows of a hall that the caller makes rounds in, and who answers for each of them now.
    pub async fn patrol_choices(&self, caller: &Caller, hall: Option<HallId>) -> Result<PatrolChoices> {
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let hall = match hall {
            Some(hall) => hall,
            None => default_hall(db, caller, Action::PatrolRecord).await?,
        };
        reachable_hall(db, caller, Action::PatrolRecord, hall).await?;
        let places = window_posts(db, hall, &caller.actor.scopes(Action::PatrolRecord)).await?;
        let _turn = self.turn().await?;
        let answering = self.answering(db, (hall, &posts_of(&places)), now).await?;
        let of_window = |places: &[PostPlace]| {
            let place = places.first()?;
            let mut people = answering.people_for(&posts_of(places));
            people.retain(|(person, _)| *person != caller.actor.person);
            Some(PatrolWindow { window: place.window, name: window_label(place), people })
        };
        // In the order of zones and windows.
        let windows = places.chunk_by(|one, next| one.window == next.window).filter_map(of_window).collect();
        Ok(PatrolChoices { as_of: now, windows })
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
    let state = patrol_state(record.at, !notes.is_empty(), upheld, now);
    let may_act = caller.check(Action::PatrolDecide, place).is_ok()
        && may_decide(state, (record.inspector, record.person), me).is_ok();
    PatrolView {
        id: record.id,
        person: record.person,
        name: name(record.person),
        window,
        kind: record.kind,
        found_at: record.found_at,
        late: record.late,
        note: record.note,
        inspector: name(record.inspector),
        state,
        explain_until: explain_until(record.at),
        explanations: notes,
        decision: decision.map(|decision| PatrolDecision {
            by: name(decision.by),
            at: decision.at,
            upheld: decision.upheld,
            reason: decision.reason,
        }),
        may_explain: record.person == me && may_explain(record.at, decided, now).is_ok(),
        may_decide: may_act,
    }
}
