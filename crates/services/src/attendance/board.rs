use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    attendance::{
        BoardCover, BoardHolder, BoardView, BoardWindow, BoardZone, HolderState, HolderStatus, PunchFlag, VacancyView,
        cover_state,
    },
    formats::Mobile,
    ids::{HallId, PersonId, PostId, ZoneId},
    org::Side,
    policy::{Action, Place, Role},
    time::{hall_date, hall_midnight},
};
use store::repo::{
    attendance as repo,
    org::{HeldPost, PostPlace},
};

use super::{
    Attendance, dates_around,
    outings::hide_reason,
    whereabouts::{Presence, any_under_way},
};
use crate::{
    accounts::{names_of, phones_for},
    caller::Caller,
    error::Result,
    org::{default_hall, post_places, reachable_hall, window_posts},
};

/// What is shown of a hall.
struct Shown {
    presence: Presence,
    holders: Vec<HeldPost>,
    /// Whom the roster names for a post now.
    rostered: BTreeMap<PostId, Vec<PersonId>>,
    /// Whether a shift of anybody's at the hall is under way.
    hall_open: bool,
    flags: BTreeMap<PersonId, Vec<PunchFlag>>,
    /// The alarms that the reader is told of.
    alarms: Vec<VacancyView>,
    /// What everybody is called.
    names: HashMap<PersonId, String>,
    /// The numbers that the reader may know.
    phones: HashMap<PersonId, Mobile>,
    /// The windows' codes of the posts at which somebody shown works now.
    codes: HashMap<PostId, String>,
}

impl Shown {
    /// Where people work who are not at the post that they hold.
    fn elsewhere(&self) -> Vec<PostId> {
        let away = |held: &HeldPost| self.presence.post(held.person).filter(|post| *post != held.post);
        let posts: BTreeSet<PostId> = self.holders.iter().filter_map(away).collect();
        posts.into_iter().collect()
    }
}

impl Attendance {
    /// Who is at which window now, at a hall, or without one at the caller's own or the first that they may
    /// see. Leads see the windows of their zone.
    pub async fn board(&self, caller: &Caller, hall: Option<HallId>) -> Result<BoardView> {
        let _turn = self.turn().await?;
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let hall = match hall {
            Some(hall) => hall,
            None => default_hall(db, caller, Action::BoardView).await?,
        };
        let record = reachable_hall(db, caller, Action::BoardView, hall).await?;
        let (today, (from, to)) = (hall_date(now), dates_around(now));
        let windows = window_posts(db, hall, &caller.actor.scopes(Action::BoardView)).await?;
        let posts: Vec<PostId> = windows.iter().filter_map(|place| Some(place.post.as_ref()?.0)).collect();
        let calendar = self.calendar().current().await?;
        let (holders, presence) = self.presence_at_posts(db, &calendar, (hall, &posts), now).await?;
        let shown: Vec<PersonId> = presence.people().collect();
        let mut names: HashMap<_, _> = holders.iter().map(|held| (held.person, held.name.clone())).collect();
        let others: Vec<PersonId> = shown.iter().copied().filter(|person| !names.contains_key(person)).collect();
        if !others.is_empty() {
            names.extend(names_of(db, &others).await?);
        }
        // The others of the hall are asked only where those shown don't tell: with a whole hall's rosters and
        // punches every time, fifty open boards would keep a server busy.
        let hall_open = presence.is_any_under_way() || {
            let others = self.roster().hall_people(db, hall, today).await?;
            any_under_way(&self.roster().duties_of(db, &calendar, &others, from, to).await?, &presence.leave, now)
        };
        // For who asks about them; nobody else needs to know.
        let asks = !caller.actor.scopes(Action::PunchDecide).is_empty();
        let flags = if asks { repo::flags_since(db, &shown, hall_midnight(today)).await? } else { BTreeMap::new() };
        let mut alarms = self.alarms(db, hall, &windows).await?;
        // Who leads there at once, all others when it has lasted.
        let leads = |zone: ZoneId| {
            let place = Place { zone: Some(zone), ..Place::hall(record.agency, hall) };
            caller.actor.grants.iter().any(|grant| grant.role == Role::Lead && grant.scope.covers(&place))
        };
        let told = |alarm: &VacancyView| {
            let place = windows.iter().find(|place| place.window == alarm.window);
            alarm.escalated_at.is_some() || place.is_some_and(|place| leads(place.zone))
        };
        alarms.retain(told);
        let phones = phones_for(db, caller, &shown).await?;
        let mut rostered = BTreeMap::<PostId, Vec<PersonId>>::new();
        for person in shown {
            if let Some(post) = presence.rostered_at(person) {
                rostered.entry(post).or_default().push(person);
            }
        }
        let codes = HashMap::new();
        let mut shown = Shown { presence, holders, rostered, hall_open, flags, alarms, names, phones, codes };
        shown.codes = window_codes(db, &windows, shown.elsewhere()).await?;
        let mut zones = zones(&windows, &shown);
        hide_reasons(caller, Place::hall(record.agency, hall), &mut zones);
        Ok(BoardView { as_of: now, hall, hall_name: record.name, zones })
    }
}

/// The windows, each read once for each of its posts, gathered by zone and window.
fn zones(windows: &[PostPlace], shown: &Shown) -> Vec<BoardZone> {
    let by_zone = windows.chunk_by(|a, b| a.zone == b.zone);
    by_zone
        .filter_map(|windows| {
            let zone = windows.first()?;
            let windows = windows.chunk_by(|a, b| a.window == b.window);
            let windows = windows.filter_map(|posts| board_window(posts, shown)).collect();
            Some(BoardZone { zone: zone.zone, name: zone.zone_name.clone(), windows })
        })
        .collect()
}

/// Leaves out why people are out where the reader need not know.
fn hide_reasons(caller: &Caller, hall: Place, zones: &mut [BoardZone]) {
    for zone in zones {
        let place = Place { zone: Some(zone.zone), ..hall };
        for holder in zone.windows.iter_mut().flat_map(|window| &mut window.holders) {
            if let Some(outing) = &mut holder.outing {
                hide_reason(caller, &place.about(holder.person), &mut outing.reason);
            }
        }
    }
}

fn board_window(posts: &[PostPlace], shown: &Shown) -> Option<BoardWindow> {
    let window = posts.first()?;
    let mut all = Vec::new();
    let mut state = None;
    for place in posts {
        let post = place.post.as_ref().map(|(post, _)| *post);
        let of_post = post.map(|post| people_of(post, shown)).unwrap_or_default();
        let here = || of_post.iter().filter(|holder| holder.elsewhere.is_none());
        let covers = here().filter_map(|holder| holder.cover.as_ref());
        let standing_in = here().filter_map(|holder| shown.presence.outings.cover_of(holder.person));
        let states: Vec<HolderState> = here()
            .map(|holder| holder.status.state)
            .chain(covers.map(|cover| cover.status.state))
            .chain(standing_in.map(|cover| shown.presence.status(cover).state))
            .collect();
        state = state.max(Some(cover_state(&states, shown.hall_open)));
        all.extend(of_post);
    }
    let alarms = shown.alarms.iter().filter(|alarm| alarm.window == window.window);
    Some(BoardWindow {
        window: window.window,
        code: window.code.clone(),
        name: window.window_name.clone(),
        state: state?,
        holders: all,
        alarms: alarms.cloned().collect(),
    })
}

/// The holders of a post, A before B, then who works there by the roster without holding it.
fn people_of(post: PostId, shown: &Shown) -> Vec<BoardHolder> {
    let holders: Vec<(PersonId, Option<Side>)> =
        shown.holders.iter().filter(|held| held.post == post).map(|held| (held.person, Some(held.side))).collect();
    let is_holder = |person: PersonId| holders.iter().any(|(holder, _)| *holder == person);
    let rostered = shown.rostered.get(&post).into_iter().flatten();
    let rostered = rostered.filter(|person| !is_holder(**person)).map(|person| (*person, None));
    holders.iter().copied().chain(rostered).map(|(person, side)| on_board(post, person, side, shown)).collect()
}

fn on_board(post: PostId, person: PersonId, side: Option<Side>, shown: &Shown) -> BoardHolder {
    let presence = &shown.presence;
    let status = presence.status(person);
    let elsewhere = presence.post(person).filter(|at| *at != post);
    BoardHolder {
        post,
        side,
        person,
        name: shown.names.get(&person).cloned().unwrap_or_default(),
        status,
        elsewhere: elsewhere.map(|at| shown.codes.get(&at).cloned().unwrap_or_default()),
        cover: leave_cover(person, status, shown),
        outing: presence.outings.on_board(person),
        covers: presence.outings.covered_by(person),
        phone: shown.phones.get(&person).cloned(),
        flags: shown.flags.get(&person).cloned().unwrap_or_default(),
    }
}

/// The codes of the windows that some posts are at. Most are on the board; a roster may name another's.
async fn window_codes(
    db: &impl store::Connection,
    windows: &[PostPlace],
    posts: Vec<PostId>,
) -> Result<HashMap<PostId, String>> {
    let code = |place: &PostPlace| Some((place.post.as_ref()?.0, place.code.clone()));
    let known: HashMap<PostId, String> = windows.iter().filter_map(code).collect();
    let others: Vec<PostId> = posts.iter().copied().filter(|post| !known.contains_key(post)).collect();
    if others.is_empty() {
        return Ok(known);
    }
    Ok(known.into_iter().chain(post_places(db, &others).await?.iter().filter_map(code)).collect())
}

/// Who covers for somebody who is on leave now.
fn leave_cover(person: PersonId, status: HolderStatus, shown: &Shown) -> Option<BoardCover> {
    let cover = shown.presence.leave_cover(person, status)?;
    let name = shown.names.get(&cover).cloned().unwrap_or_default();
    Some(BoardCover { person: cover, name, status: shown.presence.status(cover) })
}
