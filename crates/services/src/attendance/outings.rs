//! Who is out, who stands in for whom, and what a person sees of it.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    attendance::{
        AttendanceError, BoardOuting, LateAct, OutingAct, OutingState, OutingView, OutingsView, PresenceSettings,
    },
    ids::{HallId, OutingId, PersonId, PostId, ZoneId},
    policy::{Action, Place},
    time::{hall_date, hall_midnight},
};
use store::{
    Connection,
    repo::{
        attendance::{self as repo, OutingRecord},
        org::PostPlace,
    },
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
        let records = open_outings(db, hall, now).await?;
        let names = names(db, &records.iter().collect::<Vec<_>>()).await?;
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

/// Leaves out why somebody is out for those who need not know.
pub(super) fn hide_reason(caller: &Caller, place: &Place, reason: &mut String) {
    if caller.check(Action::OutingReasonView, place).is_err() {
        reason.clear();
    }
}

/// How an outing stands at an instant; `wait_min` is its hall's.
pub(super) fn state_at(record: &OutingRecord, wait_min: i32, now: DateTime<Utc>) -> OutingState {
    record.state.at(record.left_at.unwrap_or(record.asked_at), wait_min, now)
}

/// The outings of a hall that are open at an instant.
async fn open_outings(db: &impl Connection, hall: HallId, now: DateTime<Utc>) -> Result<Vec<OutingRecord>> {
    let mut records = repo::list_open_outings(db, hall).await?;
    // Mostly nobody waits, and boards read this all day.
    let asked = records.iter().any(|record| record.state == OutingState::Asked);
    let waits = if asked { repo::find_presence(db, hall).await?.outing_wait_min } else { 0 };
    records.retain(|record| state_at(record, waits, now).is_open());
    Ok(records)
}

async fn names(db: &impl Connection, records: &[&OutingRecord]) -> Result<HashMap<PersonId, String>> {
    let people: Vec<PersonId> =
        records.iter().flat_map(|record| [Some(record.person), record.cover]).flatten().collect();
    if people.is_empty() { Ok(HashMap::new()) } else { names_of(db, &people).await }
}

impl Attendance {
    /// Where I stand with going out: mine, whom I could stand in for, who could stand in for me.
    pub async fn outings(&self, caller: &Caller) -> Result<OutingsView> {
        caller.check_own(Action::Outing)?;
        let (db, now, me) = (self.0.db.read(), self.0.clock.now(), caller.actor.person);
        let Some(hall) = caller.actor.hall else { return Ok(nowhere(now)) };
        let settings = repo::find_presence(db, hall).await?;
        let known = Known::of(db, hall, me, now).await?;
        self.outings_of(me, (hall, &settings), known, now).await
    }

    /// What the first screen shows of it to somebody who has clocked in, with a post or without. Mostly nobody at the
    /// hall is out or asks to be, and in the morning everybody opens that screen at once: then nobody has to look for
    /// who could stand in.
    pub(super) async fn outings_at_work(
        &self,
        caller: &Caller,
        (hall, settings): (HallId, &PresenceSettings),
        has_post: bool,
    ) -> Result<OutingsView> {
        caller.check_own(Action::Outing)?;
        let (now, me) = (self.0.clock.now(), caller.actor.person);
        let known = Known::of(self.0.db.read(), hall, me, now).await?;
        if known.open.is_empty() && known.own.is_empty() {
            let nowhere = nowhere(now);
            let hindrance = if has_post { None } else { nowhere.hindrance };
            return Ok(OutingsView { longest: settings.outing_max_min, hindrance, ..nowhere });
        }
        self.outings_of(me, (hall, settings), known, now).await
    }

    async fn outings_of(
        &self,
        me: PersonId,
        (hall, settings): (HallId, &PresenceSettings),
        Known { open, own }: Known,
        now: DateTime<Utc>,
    ) -> Result<OutingsView> {
        let db = self.0.db.read();
        let mut view = OutingsView { longest: settings.outing_max_min, ..nowhere(now) };
        let calendar = self.calendar().current().await?;
        let mut others = Vec::new();
        if let Some(post) = self.post_now(db, &calendar, me, now).await? {
            let open = open.into_iter().filter(|record| record.person != me);
            let (asked, out): (Vec<_>, Vec<_>) = open.partition(|record| record.state == OutingState::Asked);
            let left = asked.iter().map(|record| (record.post, record.person));
            let left: Vec<(PostId, PersonId)> = [(post, me)].into_iter().chain(left).collect();
            let mut teams = self.teams(db, &calendar, hall, &left, now).await?.into_iter();
            if let Some(own) = teams.next() {
                view.hindrance = own.leaving(me);
                view.covers = own.free();
            }
            let free = asked.into_iter().zip(teams).filter(|(_, team)| team.is_free(me));
            others.extend(free.map(|(record, _)| (record, vec![OutingAct::Cover])));
            let covered = out.into_iter().filter(|record| record.cover == Some(me));
            others.extend(covered.map(|record| (record, Vec::new())));
        }
        let all: Vec<&OutingRecord> = others.iter().map(|(record, _)| record).chain(&own).collect();
        let shown = Shown::of(db, &all, Some(settings.outing_wait_min)).await?;
        view.others = others.iter().map(|(record, acts)| shown.view(record, acts.clone(), now)).collect();
        for record in &own {
            let outing = shown.view(record, own_acts(shown.state(record, now)), now);
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
            let outings = Outings::of(db, hall, now).await?;
            let out: Vec<&OutingRecord> = outings.out().collect();
            let shown = Shown::of(db, &out, None).await?;
            for record in out {
                let place = Place { zone: shown.zone(record), ..Place::hall(agency, hall) }.about(record.person);
                if caller.check(Action::PunchDecide, &place).is_ok() {
                    let view = shown.view(record, Vec::new(), now);
                    views.extend(view.minutes_over(now).is_some().then_some(view));
                }
            }
        }
        Ok(views)
    }
}

/// What a person's outings page follows from before anybody is looked for.
struct Known {
    /// Those that are open at the hall.
    open: Vec<OutingRecord>,
    /// The person's own of today.
    own: Vec<OutingRecord>,
}

impl Known {
    async fn of(db: &impl Connection, hall: HallId, person: PersonId, now: DateTime<Utc>) -> Result<Self> {
        let open = open_outings(db, hall, now).await?;
        let own = repo::list_own_outings(db, person, hall_midnight(hall_date(now)), SHOWN).await?;
        Ok(Self { open, own })
    }
}

/// Of somebody who is at no post of any hall.
fn nowhere(as_of: DateTime<Utc>) -> OutingsView {
    OutingsView {
        as_of,
        longest: PresenceSettings::default().outing_max_min,
        hindrance: Some(AttendanceError::NotOnPost),
        mine: None,
        others: Vec::new(),
        covers: Vec::new(),
        over: Vec::new(),
    }
}

/// Names and places of some outings, and what arrived late of them, read once for all.
pub(super) struct Shown {
    /// How long an ask waits; without it outings are shown as they were stored.
    wait_min: Option<i32>,
    names: HashMap<PersonId, String>,
    places: Vec<PostPlace>,
    late: HashMap<OutingId, Vec<LateAct>>,
}

impl Shown {
    pub(super) async fn of(db: &impl Connection, records: &[&OutingRecord], wait_min: Option<i32>) -> Result<Self> {
        if records.is_empty() {
            return Ok(Self { wait_min, names: HashMap::new(), places: Vec::new(), late: HashMap::new() });
        }
        let mut posts: Vec<PostId> = records.iter().map(|record| record.post).collect();
        posts.sort_unstable();
        posts.dedup();
        let ids: Vec<_> = records.iter().map(|record| record.id.uuid()).collect();
        let late = repo::late_acts_of(db, &ids).await?;
        let late = late.into_iter().map(|(id, acts)| (OutingId::from_uuid(id), acts)).collect();
        Ok(Self { wait_min, names: names(db, records).await?, places: post_places(db, &posts).await?, late })
    }

    fn place(&self, record: &OutingRecord) -> Option<&PostPlace> {
        self.places.iter().find(|place| place.post.as_ref().is_some_and(|(post, _)| *post == record.post))
    }

    /// The zone of the window that is left.
    pub(super) fn zone(&self, record: &OutingRecord) -> Option<ZoneId> {
        Some(self.place(record)?.zone)
    }

    fn state(&self, record: &OutingRecord, now: DateTime<Utc>) -> OutingState {
        self.wait_min.map_or(record.state, |wait_min| state_at(record, wait_min, now))
    }

    pub(super) fn view(&self, record: &OutingRecord, acts: Vec<OutingAct>, now: DateTime<Utc>) -> OutingView {
        let name = |person: PersonId| self.names.get(&person).cloned();
        OutingView {
            id: record.id,
            person: record.person,
            name: name(record.person).unwrap_or_default(),
            window: self.place(record).map(window_label).unwrap_or_default(),
            reason: record.reason.clone(),
            minutes: record.minutes,
            state: self.state(record, now),
            version: record.version,
            asked_at: record.asked_at,
            left_at: record.left_at,
            back_at: record.back_at,
            cover: record.cover.and_then(name),
            late: self.late.get(&record.id).cloned().unwrap_or_default(),
            acts,
        }
    }
}

fn own_acts(state: OutingState) -> Vec<OutingAct> {
    match state {
        OutingState::Asked => vec![OutingAct::LeaveUncovered, OutingAct::Withdraw],
        OutingState::Out => vec![OutingAct::Return],
        OutingState::Back | OutingState::Withdrawn | OutingState::Lapsed => Vec::new(),
    }
}
