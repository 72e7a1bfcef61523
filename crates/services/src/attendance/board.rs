use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Days, Utc};
use domain::{
    attendance::{
        BoardCover, BoardHolder, BoardView, BoardWindow, BoardZone, HolderState, HolderStatus, PunchMark, Timetable,
        cover_state, holder_status,
    },
    ids::{HallId, PersonId, PostId},
    policy::Action,
    time::{hall_date, hall_midnight},
};
use store::repo::{
    attendance as repo,
    org::{HeldPost, PostPlace},
};

use super::{Attendance, by_person, dates_around};
use crate::{
    accounts::names_of,
    caller::Caller,
    error::Result,
    leave::{LeaveDays, leave_days},
    org::{default_hall, post_holders, reachable_hall, window_posts},
    roster::Duties,
};

/// Everybody's whereabouts at one moment.
struct Presence {
    timetables: Timetables,
    punches: BTreeMap<PersonId, Vec<PunchMark>>,
    /// Whether a shift of anybody's at the hall is under way.
    hall_open: bool,
    leave: LeaveDays,
    /// What those who cover are called.
    names: HashMap<PersonId, String>,
    now: DateTime<Utc>,
}

type Timetables = BTreeMap<PersonId, Timetable>;

impl Attendance {
    /// Who is at which window now, at a hall, or without one at the caller's own or the first that they may
    /// see. Leads see the windows of their zone.
    pub async fn board(&self, caller: &Caller, hall: Option<HallId>) -> Result<BoardView> {
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let hall = match hall {
            Some(hall) => hall,
            None => default_hall(db, caller, Action::BoardView).await?,
        };
        let record = reachable_hall(db, caller, Action::BoardView, hall).await?;
        let (today, (from, to)) = (hall_date(now), dates_around(now));
        let windows = window_posts(db, hall, &caller.actor.scopes(Action::BoardView)).await?;
        let posts: Vec<PostId> = windows.iter().filter_map(|place| Some(place.post.as_ref()?.0)).collect();
        let holders = post_holders(db, &posts, today).await?;
        let mut shown: Vec<PersonId> = holders.iter().map(|held| held.person).collect();
        let leave = leave_days(db, &shown, from, to).await?;
        let covers = leave.covers();
        let names = names_of(db, &covers).await?;
        shown.extend(covers);
        shown.sort_unstable();
        shown.dedup();
        let calendar = self.calendar().current().await?;
        let timetables = timetables(&self.roster().duties_of(db, &calendar, &shown, from, to).await?);
        // The others of the hall are asked only where those shown don't tell: with a whole hall's rosters and
        // punches every time, fifty open boards would keep a server busy.
        let hall_open = under_way(&timetables, now) || {
            let others = self.roster().hall_people(db, hall, today).await?;
            under_way(&self::timetables(&self.roster().duties_of(db, &calendar, &others, from, to).await?), now)
        };
        // Where somebody is follows from the punches of the work-date that they are in.
        let spans = timetables.values().filter_map(|timetable| timetable.span_of(timetable.work_date_at(now)));
        let since = spans.map(|(start, _)| start).min().unwrap_or(now);
        let punches = by_person(repo::list_marks(db, &shown, since, hall_midnight(to + Days::new(1))).await?);
        let presence = Presence { timetables, punches, hall_open, leave, names, now };
        let zones = zones(&windows, &holders, &presence);
        Ok(BoardView { as_of: now, hall, hall_name: record.name, zones })
    }
}

impl Presence {
    fn status(&self, person: PersonId) -> HolderStatus {
        let nothing = Timetable::default();
        let timetable = self.timetables.get(&person).unwrap_or(&nothing);
        let punches = self.punches.get(&person).map(Vec::as_slice).unwrap_or_default();
        holder_status(timetable, punches, self.leave.on(person, timetable.work_date_at(self.now)), self.now)
    }

    /// Who covers for somebody who is on leave now.
    fn cover(&self, person: PersonId, status: HolderStatus) -> Option<BoardCover> {
        let cover = self.leave.cover_of(person, hall_date(self.now))?;
        let name = self.names.get(&cover).cloned().unwrap_or_default();
        let on_leave = status.state == HolderState::OnLeave;
        on_leave.then(|| BoardCover { person: cover, name, status: self.status(cover) })
    }
}

fn timetables(duties: &Duties) -> Timetables {
    duties.iter().map(|(person, duties)| (*person, Timetable::new(duties))).collect()
}

/// Whether a shift of anybody's is under way.
fn under_way(timetables: &Timetables, now: DateTime<Utc>) -> bool {
    timetables.values().any(|timetable| {
        let span = timetable.span_of(timetable.work_date_at(now));
        span.is_some_and(|(start, end)| start <= now && now < end)
    })
}

/// The windows, each read once for each of its posts, gathered by zone and window.
fn zones(windows: &[PostPlace], holders: &[HeldPost], presence: &Presence) -> Vec<BoardZone> {
    let by_zone = windows.chunk_by(|a, b| a.zone == b.zone);
    by_zone
        .filter_map(|windows| {
            let zone = windows.first()?;
            let windows = windows.chunk_by(|a, b| a.window == b.window);
            let windows = windows.filter_map(|posts| board_window(posts, holders, presence)).collect();
            Some(BoardZone { zone: zone.zone, name: zone.zone_name.clone(), windows })
        })
        .collect()
}

fn board_window(posts: &[PostPlace], holders: &[HeldPost], presence: &Presence) -> Option<BoardWindow> {
    let window = posts.first()?;
    let mut shown = Vec::new();
    let mut state = None;
    for place in posts {
        let post = place.post.as_ref().map(|(post, _)| *post);
        let of_post: Vec<BoardHolder> = holders
            .iter()
            .filter(|held| Some(held.post) == post)
            .map(|held| {
                let status = presence.status(held.person);
                BoardHolder {
                    post: held.post,
                    side: held.side,
                    person: held.person,
                    name: held.name.clone(),
                    status,
                    cover: presence.cover(held.person, status),
                }
            })
            .collect();
        let covers = of_post.iter().filter_map(|holder| holder.cover.as_ref());
        let states: Vec<HolderState> =
            of_post.iter().map(|holder| holder.status.state).chain(covers.map(|cover| cover.status.state)).collect();
        state = state.max(Some(cover_state(&states, presence.hall_open)));
        shown.extend(of_post);
    }
    Some(BoardWindow {
        window: window.window,
        code: window.code.clone(),
        name: window.window_name.clone(),
        state: state?,
        holders: shown,
    })
}
