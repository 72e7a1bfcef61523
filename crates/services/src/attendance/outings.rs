//! Who is out, who stands in for whom, and what a person sees of it.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    attendance::{AttendanceError, BoardOuting, OutingAct, OutingState, OutingView, OutingsView},
    ids::{HallId, PersonId, PostId},
    policy::{Action, Place},
    time::hall_midnight,
};
use store::{
    Connection,
    repo::attendance::{self as repo, OutingRecord},
};

use super::Attendance;
use crate::{
    accounts::names_of,
    caller::Caller,
    error::Result,
    org::{hall_agency, halls_in, post_places, window_label},
};

/// Outings of today that a person is shown after their end.
const SHOWN: u64 = 10;

/// The open outings of a hall.
pub(super) struct Outings {
    pub(super) records: Vec<OutingRecord>,
    names: HashMap<PersonId, String>,
    now: DateTime<Utc>,
}

impl Outings {
    pub(super) async fn of(db: &impl Connection, hall: HallId, now: DateTime<Utc>) -> Result<Self> {
        let mut records = repo::list_open_outings(db, hall).await?;
        records.retain(|record| state_at(record, now).is_open());
        let names = names(db, &records).await?;
        Ok(Self { records, names, now })
    }

    fn out(&self) -> impl Iterator<Item = &OutingRecord> {
        self.records.iter().filter(|record| record.state == OutingState::Out)
    }

    /// Since when a person is out, if they are.
    pub(super) fn out_since(&self, person: PersonId) -> Option<DateTime<Utc>> {
        self.out().find(|record| record.person == person)?.left_at
    }

    /// Whom a person stands in for, by name.
    pub(super) fn covered_by(&self, person: PersonId) -> Option<String> {
        let record = self.out().find(|record| record.cover == Some(person))?;
        self.names.get(&record.person).cloned()
    }

    /// Who stands in for a person who is out.
    pub(super) fn cover_of(&self, person: PersonId) -> Option<PersonId> {
        self.out().find(|record| record.person == person)?.cover
    }

    /// Everybody who stands in for somebody.
    pub(super) fn covers(&self) -> impl Iterator<Item = PersonId> {
        self.out().filter_map(|record| record.cover)
    }

    /// The post at which a person stands in, if they do.
    pub(super) fn stands_in_at(&self, person: PersonId) -> Option<PostId> {
        Some(self.out().find(|record| record.cover == Some(person))?.post)
    }

    /// A person's outing as the board shows it.
    pub(super) fn on_board(&self, person: PersonId) -> Option<BoardOuting> {
        let record = self.out().find(|record| record.person == person)?;
        let due_back = record.left_at? + TimeDelta::minutes(record.minutes.into());
        let over = self.now - due_back;
        Some(BoardOuting {
            reason: record.reason.clone(),
            due_back,
            minutes_over: (over > TimeDelta::zero()).then(|| over.num_minutes()),
            cover: record.cover.and_then(|cover| self.names.get(&cover).cloned()),
        })
    }
}

/// How an outing stands at an instant.
pub(super) fn state_at(record: &OutingRecord, now: DateTime<Utc>) -> OutingState {
    record.state.at(record.left_at.unwrap_or(record.asked_at), now)
}

async fn names(db: &impl Connection, records: &[OutingRecord]) -> Result<HashMap<PersonId, String>> {
    let people: Vec<PersonId> =
        records.iter().flat_map(|record| [Some(record.person), record.cover]).flatten().collect();
    if people.is_empty() { Ok(HashMap::new()) } else { names_of(db, &people).await }
}

impl Attendance {
    /// Where I stand with going out: mine, whom I could stand in for, who could stand in for me.
    pub async fn outings(&self, caller: &Caller) -> Result<OutingsView> {
        caller.check_own(Action::Outing)?;
        let (db, now, me) = (self.0.db.read(), self.0.clock.now(), caller.actor.person);
        let mut view = OutingsView {
            as_of: now,
            longest: domain::attendance::PresenceSettings::default().outing_max_min,
            hindrance: Some(AttendanceError::NotOnPost),
            mine: None,
            others: Vec::new(),
            covers: Vec::new(),
            over: Vec::new(),
        };
        let Some(hall) = caller.actor.hall else { return Ok(view) };
        view.longest = repo::find_presence(db, hall).await?.outing_max_min;
        let calendar = self.calendar().current().await?;
        let post = self.post_now(db, &calendar, me, now).await?;
        if let Some(post) = post {
            let team = self.team(db, &calendar, (hall, post), me, now).await?;
            view.hindrance = team.leaving(me);
            view.covers = team.free();
            let others = team.presence.outings.records.iter().filter(|record| record.person != me);
            for record in others {
                let asked = record.state == OutingState::Asked
                    && self.team(db, &calendar, (hall, record.post), record.person, now).await?.is_free(me);
                let acts = if asked { vec![OutingAct::Cover] } else { Vec::new() };
                if asked || record.cover == Some(me) {
                    view.others.push(self.outing_view(db, record, acts, now).await?);
                }
            }
        }
        let since = hall_midnight(domain::time::hall_date(now));
        for record in repo::list_own_outings(db, me, since, SHOWN).await? {
            let acts = own_acts(state_at(&record, now));
            let outing = self.outing_view(db, &record, acts, now).await?;
            if outing.state.is_open() { view.mine = Some(outing) } else { view.over.push(outing) }
        }
        Ok(view)
    }

    /// Who is out for longer than they asked for, at the windows whose punches the caller decides on.
    pub(super) async fn overdue_outings(&self, db: &impl Connection, caller: &Caller) -> Result<Vec<OutingView>> {
        let now = self.0.clock.now();
        let mut views = Vec::new();
        for hall in halls_in(db, &caller.actor.scopes(Action::PunchDecide)).await? {
            let agency = hall_agency(db, hall).await?;
            for record in Outings::of(db, hall, now).await?.out() {
                let zone = post_places(db, &[record.post]).await?.first().map(|place| place.zone);
                let place = Place { zone, ..Place::hall(agency, hall) }.about(record.person);
                if caller.check(Action::PunchDecide, &place).is_ok() {
                    let view = self.outing_view(db, record, Vec::new(), now).await?;
                    views.extend(view.minutes_over(now).is_some().then_some(view));
                }
            }
        }
        Ok(views)
    }

    async fn outing_view(
        &self,
        db: &impl Connection,
        record: &OutingRecord,
        acts: Vec<OutingAct>,
        now: DateTime<Utc>,
    ) -> Result<OutingView> {
        let names = names(db, std::slice::from_ref(record)).await?;
        let places = post_places(db, &[record.post]).await?;
        Ok(OutingView {
            id: record.id,
            person: record.person,
            name: names.get(&record.person).cloned().unwrap_or_default(),
            window: places.first().map(window_label).unwrap_or_default(),
            reason: record.reason.clone(),
            minutes: record.minutes,
            state: state_at(record, now),
            version: record.version,
            asked_at: record.asked_at,
            left_at: record.left_at,
            back_at: record.back_at,
            cover: record.cover.and_then(|cover| names.get(&cover).cloned()),
            acts,
        })
    }
}

fn own_acts(state: OutingState) -> Vec<OutingAct> {
    match state {
        OutingState::Asked => vec![OutingAct::LeaveUncovered, OutingAct::Withdraw],
        OutingState::Out => vec![OutingAct::Return],
        OutingState::Back | OutingState::Withdrawn | OutingState::Lapsed => Vec::new(),
    }
}
