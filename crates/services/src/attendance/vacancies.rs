//! Watching the posts: who is told of an empty window, and of somebody who is out for longer than asked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    attendance::{
        PostPresence, PresenceSettings, TakeVacancyCommand, VacancyStep, VacancyTaken, VacancyView, empty_since,
        taken_until, unstaffed_since, vacancy_step,
    },
    ids::{HallId, PersonId, PostId, VacancyId, WindowId},
    notices::NoticeContent,
    policy::{Action, Place, Role, Scope},
    problem::Problem,
    roster::Half,
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::{
        attendance::{self as repo, VacancyRecord},
        org::{HallRecord, HeldPost, PostPlace},
    },
};

use super::{Attendance, alarms::Spot, whereabouts::Presence};
use crate::{
    accounts::names_of,
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    jobs::each,
    org::{all_halls, hall_record, post_places, window_posts},
    received::Sent,
    roster::demand_of,
};

/// Who is or should be at each post.
type AtPosts = BTreeMap<PostId, Vec<PostPresence>>;

impl Attendance {
    /// Raises, passes on and ends the alarms of empty windows, and notes who is out for longer than asked. Run
    /// again, or by two servers at once, it does nothing more: what it writes is bound to what is written.
    pub(crate) async fn watch_posts(&self) -> Result<()> {
        let now = self.0.clock.now();
        self.0.db.write(self.clone(), move |tx, me| Box::pin(async move { me.lapse(tx).await })).await?;
        let (_, halls) = all_halls(self.0.db.read()).await?;
        let watched = each(halls, |hall| async move { self.watch_hall(&hall, now).await }).await;
        watched.and(self.note_overdue(now).await)
    }

    async fn watch_hall(&self, hall: &HallRecord, now: DateTime<Utc>) -> Result<()> {
        let steps = {
            let _turn = self.turn().await?;
            self.steps(hall.id, now).await?
        };
        if steps.is_empty() {
            return Ok(());
        }
        let (id, agency) = (hall.id, hall.agency);
        self.0
            .db
            .write((self.clone(), steps), move |tx, (me, steps)| {
                Box::pin(async move {
                    for (post, open, step) in steps {
                        let spot = Spot::of(tx, agency, id, *post).await?;
                        let taken = take_step(tx, (id, *post, &spot), open.as_ref(), *step, now).await?;
                        let Some(act) = taken else { continue };
                        audit::note(tx, agency, now, act).await?;
                        me.tell_step(tx, &spot, *step, now).await?;
                    }
                    Ok::<_, Error>(())
                })
            })
            .await?;
        self.0.db.live().publish(hall.id);
        Ok(())
    }

    /// Who hears of a step. Its end is seen on the board.
    async fn tell_step(&self, tx: &Tx, spot: &Spot, step: VacancyStep, now: DateTime<Utc>) -> Result<()> {
        let (rung, again) = match step {
            VacancyStep::Raise(_) => (Role::Lead, false),
            VacancyStep::Escalate => (Role::Supervisor, true),
            VacancyStep::End | VacancyStep::Rest => return Ok(()),
        };
        let content = NoticeContent::WindowEmpty { window: spot.window.clone(), again };
        self.alarm(tx, spot, rung, &content, now).await
    }

    /// What is to be done about the posts of a hall.
    async fn steps(
        &self,
        hall: HallId,
        now: DateTime<Utc>,
    ) -> Result<Vec<(PostId, Option<VacancyRecord>, VacancyStep)>> {
        let (db, today) = (self.0.db.read(), hall_date(now));
        let places = window_posts(db, hall, &[Scope::Hall(hall)]).await?;
        let posts: Vec<PostId> = places.iter().filter_map(|place| Some(place.post.as_ref()?.0)).collect();
        let calendar = self.calendar().current().await?;
        let holders = self.holders_now(db, &calendar, &posts, now).await?;
        let mut people = self.roster().hall_people(db, hall, today).await?;
        people.extend(holders.iter().map(|held| held.person));
        people.sort_unstable();
        people.dedup();
        let presence = self.presence_at(db, &calendar, hall, &people, now).await?;
        let settings = repo::find_presence(db, hall).await?;
        let mut open: BTreeMap<PostId, VacancyRecord> =
            repo::list_open_vacancies(db, hall).await?.into_iter().map(|alarm| (alarm.post, alarm)).collect();
        let at_posts = at_posts(&people, &holders, &presence);
        let part = Half::at(now);
        let serving: Vec<PersonId> = people.iter().copied().filter(|person| presence.serves(*person, part)).collect();
        let staffed: BTreeSet<PostId> =
            serving.iter().flat_map(|person| posts_of(*person, &holders, &presence)).collect();
        let working = serving.iter().filter_map(|person| presence.working_since(*person)).min();
        let mut unstaffed = if calendar.is_workday(today) {
            let need = demand_of(db, hall).await?.into_iter().filter(|need| need.half == part);
            unstaffed(&places, need.map(|need| need.window), (&staffed, &at_posts), working)
        } else {
            // On days that the calendar gives off, a hall needs nobody.
            BTreeMap::new()
        };
        let mut steps = Vec::new();
        for post in posts {
            let empty = at_posts.get(&post).and_then(|people| empty_since(people));
            let empty = empty.or_else(|| unstaffed.remove(&post));
            let alarm = open.remove(&post);
            let step = vacancy_step(alarm.as_ref().map(VacancyRecord::open), empty, &settings, now);
            if step != VacancyStep::Rest {
                steps.push((post, alarm, step));
            }
        }
        // Of posts that were closed meanwhile.
        steps.extend(open.into_iter().map(|(post, alarm)| (post, Some(alarm), VacancyStep::End)));
        Ok(steps)
    }

    /// The open alarms about some windows of a hall.
    pub(super) async fn alarms(
        &self,
        db: &impl Connection,
        hall: HallId,
        windows: &[PostPlace],
    ) -> Result<Vec<VacancyView>> {
        let open = repo::list_open_vacancies(db, hall).await?;
        let takers: Vec<PersonId> = open.iter().filter_map(|alarm| Some(alarm.taken.as_ref()?.0)).collect();
        if open.is_empty() {
            return Ok(Vec::new());
        }
        let settings = repo::find_presence(db, hall).await?;
        let names = if takers.is_empty() { HashMap::new() } else { names_of(db, &takers).await? };
        let view = |alarm: VacancyRecord| {
            let of_post = |place: &&PostPlace| place.post.as_ref().is_some_and(|(post, _)| *post == alarm.post);
            let place = windows.iter().find(of_post)?;
            let taken = alarm.taken.map(|taken| taken_view(taken, &names, &settings));
            Some(VacancyView {
                id: alarm.id,
                post: alarm.post,
                window: place.window,
                since: alarm.since,
                raised_at: alarm.raised_at,
                escalated_at: alarm.escalated_at,
                taken,
            })
        };
        Ok(open.into_iter().filter_map(view).collect())
    }

    /// Takes an alarm in hand, with a word of what is done about it; for as long as the hall lets that count, it is not
    /// passed on to the supervisor, and whoever else takes it is told. It ends by itself, when somebody is there. Sent
    /// again under the same id, it is taken once.
    pub async fn take_vacancy(&self, caller: &Caller, command: TakeVacancyCommand) -> Result<()> {
        let (db, id) = (self.0.db.read(), command.vacancy);
        let alarm = repo::find_vacancy(db, id).await?.ok_or(Problem::NotFound)?;
        let agency = hall_record(db, alarm.hall).await?.agency;
        let zone = post_places(db, &[alarm.post]).await?.first().map(|place| place.zone);
        caller.check(Action::VacancyTake, &Place { zone, ..Place::hall(agency, alarm.hall) })?;
        let note = command.sound_note()?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let now = self.0.clock.now();
        self.0
            .db
            .write((caller.clone(), note, sent), move |tx, (caller, note, sent)| {
                Box::pin(async move {
                    let taken = async {
                        let settings = repo::find_presence(tx, alarm.hall).await?;
                        let since = now - TimeDelta::minutes(settings.taken_min.into());
                        if !repo::take_vacancy(tx, id, (caller.actor.person, note.as_str()), since, now).await? {
                            return Err(Problem::Conflict.into());
                        }
                        let subject = ("vacancy", id.uuid());
                        let act = Act { action: "attendance.take_vacancy", subject, detail: note.clone() };
                        Ok(audit::record(tx, caller, now, act).await?)
                    };
                    sent.once(tx, now, taken).await
                })
            })
            .await?;
        self.0.db.live().publish(alarm.hall);
        Ok(())
    }
}

/// Who has taken an alarm in hand, as people read it.
pub(super) fn taken_view(
    (by, at, note): (PersonId, DateTime<Utc>, String),
    names: &HashMap<PersonId, String>,
    settings: &PresenceSettings,
) -> VacancyTaken {
    let by = names.get(&by).cloned().unwrap_or_default();
    VacancyTaken { by, at, until: taken_until(at, settings), note }
}

/// Who is or should be at each post: who works there by the roster, and its holders, wherever they work.
fn at_posts(people: &[PersonId], holders: &[HeldPost], presence: &Presence) -> AtPosts {
    let mut posts = AtPosts::new();
    for person in people {
        let at = posts_of(*person, holders, presence);
        let status = presence.status(*person);
        let here = PostPresence::of(&status, presence.working_since(*person));
        // Whoever covers for somebody on leave counts at that post, wherever they work else.
        let cover = presence.leave_cover(*person, status);
        let cover = cover.map(|cover| PostPresence::of(&presence.status(cover), None));
        for post in at {
            posts.entry(post).or_default().extend([Some(here), cover].into_iter().flatten());
        }
    }
    posts
}

/// Where a person is or should be: the post that their roster names, else those that they hold. Who stands in at another
/// window is there, and not at their own.
fn posts_of(person: PersonId, holders: &[HeldPost], presence: &Presence) -> Vec<PostId> {
    let held = || holders.iter().filter(|held| held.person == person).map(|held| held.post);
    presence.post(person).map_or_else(|| held().collect(), |post| vec![post])
}

/// The first posts of windows that need somebody in this half of the day, and at which nobody is rostered in it or
/// there; each with since when. Where somebody is rostered, if only from later on, their post tells.
fn unstaffed(
    places: &[PostPlace],
    needed: impl Iterator<Item = WindowId>,
    (staffed, at_posts): (&BTreeSet<PostId>, &AtPosts),
    hall_working_since: Option<DateTime<Utc>>,
) -> BTreeMap<PostId, DateTime<Utc>> {
    let mut unstaffed = BTreeMap::new();
    for window in needed {
        let posts = places.iter().filter(|place| place.window == window);
        let posts: Vec<PostId> = posts.filter_map(|place| Some(place.post.as_ref()?.0)).collect();
        if posts.iter().any(|post| staffed.contains(post)) {
            continue;
        }
        let there: Vec<PostPresence> = posts.iter().filter_map(|post| at_posts.get(post)).flatten().copied().collect();
        if let (Some(post), Some(since)) = (posts.first(), unstaffed_since(&there, hall_working_since)) {
            unstaffed.insert(*post, since);
        }
    }
    unstaffed
}

/// Takes one step, and says what to leave in the trail; nothing, where another server was faster.
async fn take_step(
    tx: &Tx,
    (hall, post, spot): (HallId, PostId, &Spot),
    open: Option<&VacancyRecord>,
    step: VacancyStep,
    now: DateTime<Utc>,
) -> Result<Option<Act<'static>>> {
    let act = |action, id: VacancyId| Act { action, subject: ("vacancy", id.uuid()), detail: post.to_string() };
    match (step, open) {
        (VacancyStep::Raise(since), _) => {
            let id = VacancyId::new();
            // Where nobody leads, the supervisors are told at once: then it is theirs from the first minute.
            let escalated_at = spot.leads(tx, now).await?.is_empty().then_some(now);
            let new = VacancyRecord { id, hall, post, since, raised_at: now, escalated_at, taken: None };
            let raised = repo::create_vacancy(tx, &new).await?;
            Ok(raised.then(|| act("attendance.raise_vacancy", id)))
        }
        (VacancyStep::Escalate, Some(open)) => {
            let passed_on = repo::escalate_vacancy(tx, open.id, now).await?;
            Ok(passed_on.then(|| act("attendance.escalate_vacancy", open.id)))
        }
        (VacancyStep::End, Some(open)) => {
            repo::end_vacancy(tx, open.id, now).await?;
            Ok(Some(act("attendance.end_vacancy", open.id)))
        }
        _ => Ok(None),
    }
}
