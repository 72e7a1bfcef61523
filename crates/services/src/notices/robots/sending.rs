//! Speaking in groups: robots taken in hand in one transaction, what they have to say sent outside of any, and what
//! became of it stored in another. A robot says all that is due at once, and then pauses for its platform's sake.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    ids::{HallId, PersonId},
    notices::{
        DeliveryState, HINT_LIFE, HallNews, NEWS_A_MESSAGE, NoticeContent, QuietHours, ROBOT_PACE, RobotFailure,
        RobotFault, RobotState, UndeliveredNews,
    },
    policy::Action,
    problem::Problem,
};
use futures::{StreamExt, stream};
use store::{
    Tx,
    repo::{
        notices::{self as repo, NewNews, NewsRecord, RobotRecord},
        org::HallRecord,
    },
};
use uuid::Uuid;

use super::{act, wire::Hook, words};
use crate::{
    audit,
    caller::Caller,
    clock,
    error::{Error, Result},
    notices::{Notices, deliver::LISTED},
    org::{hall_record, halls_in},
    outgoing::Answer,
};

/// Robots in one server's hand at a time, and how many of them speak at once.
const ROBOTS: u64 = 24;
const AT_ONCE: usize = 8;

/// How long they are in its hand: the whole batch at its slowest takes half of it.
const LEASE: TimeDelta = TimeDelta::minutes(2);

/// Bytes of an answer that are looked at: the platforms' have some hundred.
const LOOK: usize = 4096;

/// How long a platform that has had too much is left alone when it does not say itself.
const REST: TimeDelta = TimeDelta::minutes(1);

/// Why a message was not taken, and how long its platform wants to be left alone.
pub(super) struct NotTaken {
    pub(super) failure: RobotFailure,
    wait: Option<TimeDelta>,
}

impl NotTaken {
    fn new(fault: RobotFault) -> Self {
        Self { failure: RobotFailure { fault, answer: String::new() }, wait: None }
    }

    /// When the robot may speak again.
    pub(super) fn free_at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let rest = if self.failure.fault == RobotFault::TooFast { REST } else { ROBOT_PACE };
        now + self.wait.unwrap_or(rest).clamp(ROBOT_PACE, HINT_LIFE)
    }
}

/// A robot's turn: what it says now, and what it has not said in time.
struct Turn {
    robot: RobotRecord,
    hall: HallRecord,
    due: Vec<NewsRecord>,
    late: Vec<NewsRecord>,
}

impl Notices {
    /// Has a hall's robots say something, those that were set up for it, in the transaction of what happened. `sender`
    /// is whose act it tells of: they hear of it when it can't be delivered.
    pub(crate) async fn tell_groups(
        &self,
        tx: &Tx,
        hall: HallId,
        news: HallNews,
        sender: Option<PersonId>,
    ) -> Result<()> {
        let (now, topic) = (self.0.clock.now(), news.topic());
        let (mut new, mut told) = (Vec::new(), Vec::new());
        for robot in repo::list_robots(tx, hall).await?.into_iter().filter(|robot| robot.topics.contains(&topic)) {
            match robot.state {
                RobotState::Active => {
                    let due_at = if topic.is_urgent() { now } else { robot.quiet.rings_at(now) };
                    let good_until = due_at + topic.life();
                    new.push(NewNews { robot: robot.id, news: news.clone(), sender, due_at, good_until });
                }
                // It is known already that it says nothing.
                RobotState::Dead => {
                    told.extend(sender.map(|sender| (sender, NoticeContent::GroupMissed { robot: robot.name, topic })));
                }
                RobotState::Paused | RobotState::Removed => {}
            }
        }
        repo::create_news(tx, &new).await?;
        self.tell(tx, told).await
    }

    /// Has the robots speak that have something to say and are in no other server's hand, a bounded number of them;
    /// returns how many those were. To be called again and again; costs one short read while nothing is due.
    pub async fn speak(&self) -> Result<usize> {
        let (now, holder) = (self.0.clock.now(), Uuid::now_v7());
        if !repo::has_due_news(self.0.db.read(), now).await? {
            return Ok(0);
        }
        let leased = self
            .0
            .db
            .write((), move |tx, ()| {
                Box::pin(async move {
                    let limits = (ROBOTS, NEWS_A_MESSAGE);
                    Ok::<_, Error>(repo::lease_robots(tx, holder, (now, now + LEASE), limits).await?)
                })
            })
            .await?;
        let count = leased.len();
        let mut turns = Vec::with_capacity(count);
        for (robot, news) in leased {
            let hall = hall_record(self.0.db.read(), robot.hall).await?;
            let (due, late) = news.into_iter().partition(|news| news.good_until > now);
            turns.push(Turn { robot, hall, due, late });
        }
        let speaking = turns.into_iter().map(|turn| async move {
            if turn.due.is_empty() {
                return (turn, None);
            }
            let text = words::message(&turn.hall.name, turn.due.iter().map(|news| &news.news), &self.0.origin);
            let said = self.say(&turn.robot, &text).await;
            (turn, Some(said))
        });
        let said: Vec<_> = stream::iter(speaking).buffer_unordered(AT_ONCE).collect().await;
        let now = self.0.clock.now();
        self.0
            .db
            .write((self.clone(), said), move |tx, (me, said)| {
                Box::pin(async move {
                    for (turn, said) in said {
                        me.note_turn(tx, (turn, holder), said.as_ref(), now).await?;
                    }
                    Ok::<_, Error>(())
                })
            })
            .await?;
        Ok(count)
    }

    /// Has a robot say something, outside of any transaction.
    pub(super) async fn say(&self, robot: &RobotRecord, text: &str) -> std::result::Result<(), NotTaken> {
        // The platforms hold signatures against the time that it really is, which in a demo is not the program's.
        let letter = Hook::open(&self.0.id_number_key, &self.0.outgoing, robot.id, &robot.sealed)
            .and_then(|hook| Ok((hook.letter(text, clock::real_now())?, hook)));
        let (letter, hook) = letter.map_err(|error| {
            tracing::error!(robot = %robot.id, %error, "a robot can't speak");
            NotTaken::new(RobotFault::Refused)
        })?;
        let answer = self.0.outgoing.send(letter, LOOK).await;
        let Answer { status, wait, body } = answer.map_err(|_| NotTaken::new(RobotFault::Unreachable))?;
        hook.judge(status, &body).map_err(|failure| {
            // The platform's words are for whoever has set the robot up.
            tracing::warn!(robot = %robot.id, host = hook.host(), status, fault = failure.fault.code(), "not taken");
            NotTaken { failure, wait }
        })
    }

    /// Stores what became of a turn, unless the robot has passed to another server meanwhile.
    async fn note_turn(
        &self,
        tx: &Tx,
        (turn, holder): (&Turn, Uuid),
        said: Option<&std::result::Result<(), NotTaken>>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let Turn { robot, due, late, .. } = turn;
        let free_at = match said {
            Some(Err(not_taken)) => not_taken.free_at(now),
            Some(Ok(())) => now + ROBOT_PACE,
            None => now,
        };
        if !repo::release_robot(tx, (robot.id, holder), free_at).await? {
            return Ok(());
        }
        let mut missed = Vec::new();
        for news in late {
            // What was never tried was overtaken while no server ran.
            let how = if news.fault.is_some() { DeliveryState::Failed } else { DeliveryState::Moot };
            repo::settle_news(tx, news.id, (how, news.fault), now).await?;
            missed.extend(news.fault.is_some().then_some(news));
        }
        match said {
            None => {}
            Some(Ok(())) => {
                for news in due {
                    repo::settle_news(tx, news.id, (DeliveryState::Sent, None), now).await?;
                }
                repo::note_robot_success(tx, robot.id, now).await?;
            }
            Some(Err(not_taken)) => missed.extend(note_refusal(tx, turn, not_taken, now).await?),
        }
        self.tell_missed(tx, robot, &missed, now).await
    }

    /// Tells whose news did not arrive, and, once until it speaks again or is changed, whoever has set the robot up.
    async fn tell_missed(
        &self,
        tx: &Tx,
        robot: &RobotRecord,
        missed: &[&NewsRecord],
        now: DateTime<Utc>,
    ) -> Result<()> {
        if missed.is_empty() {
            return Ok(());
        }
        let mut told = Vec::new();
        if repo::note_robot_told(tx, robot.id, now).await? {
            told.push((robot.set_by, NoticeContent::RobotFailed { robot: robot.name.clone(), hall: robot.hall }));
        }
        let senders = missed.iter().filter_map(|news| Some((news.sender?, news.news.topic())));
        for (sender, topic) in senders.collect::<BTreeSet<_>>() {
            told.push((sender, NoticeContent::GroupMissed { robot: robot.name.clone(), topic }));
        }
        self.tell(tx, told).await
    }

    /// News of the caller's halls that reached no group in the last days.
    pub async fn undelivered_news(&self, caller: &Caller) -> Result<Vec<UndeliveredNews>> {
        let scopes = caller.actor.scopes(Action::UndeliveredView);
        if scopes.is_empty() {
            return Err(Problem::Denied.into());
        }
        let (db, (back, limit)) = (self.0.db.read(), LISTED);
        let halls = halls_in(db, &scopes).await?;
        let found = repo::list_undelivered_news(db, &halls, self.0.clock.now() - back, limit).await?;
        let view = |record: repo::UndeliveredNewsRecord| UndeliveredNews {
            id: record.id,
            robot: record.robot,
            topic: record.topic,
            at: record.at,
            fault: record.fault,
        };
        Ok(found.into_iter().map(view).collect())
    }
}

/// Stores that a message was not taken; returns which news are given up.
async fn note_refusal<'a>(
    tx: &Tx,
    turn: &'a Turn,
    not_taken: &NotTaken,
    now: DateTime<Utc>,
) -> Result<Vec<&'a NewsRecord>> {
    repo::note_robot_failure(tx, turn.robot.id, &not_taken.failure, now).await?;
    let (fault, mut missed) = (not_taken.failure.fault, Vec::new());
    for news in &turn.due {
        match fault.next_try(news.tries, not_taken.wait, (now, news.good_until)) {
            Some(again) => {
                let quiet = if news.news.topic().is_urgent() { QuietHours::none() } else { turn.robot.quiet };
                repo::retry_news(tx, news.id, fault, quiet.rings_at(again)).await?;
            }
            None => {
                repo::settle_news(tx, news.id, (DeliveryState::Failed, Some(fault)), now).await?;
                missed.push(news);
            }
        }
    }
    if fault == RobotFault::Gone {
        bury(tx, turn, now).await?;
    }
    Ok(missed)
}

/// A robot that its platform does not know says nothing more, and what still waits for it is given up.
async fn bury(tx: &Tx, turn: &Turn, now: DateTime<Utc>) -> Result<()> {
    let (robot, gone) = (&turn.robot, (DeliveryState::Failed, Some(RobotFault::Gone)));
    if repo::set_robot_state(tx, robot.id, (RobotState::Active, RobotState::Dead), now).await? {
        repo::settle_waiting_news(tx, robot.id, gone, now).await?;
        audit::note(tx, turn.hall.agency, now, act("notices.robot_dead", robot, "")).await?;
    }
    Ok(())
}
