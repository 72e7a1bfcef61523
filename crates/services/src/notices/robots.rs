//! Group robots (群机器人): whoever answers for a hall lets its group chat hear what concerns all of it.

use chrono::{DateTime, Utc};
use domain::{
    ids::{HallId, PersonId, RobotId},
    notices::{
        DeliveryState, MAX_ROBOTS, ROBOT_PACE, RobotAct, RobotCommand, RobotFailure, RobotFault, RobotSettings,
        RobotState, RobotView, RobotsView,
    },
    policy::{Action, Place},
    problem::{FieldReason, Problem},
};
use store::{
    Tx,
    repo::{
        notices::{self as repo, RobotRecord},
        org::HallRecord,
    },
};

use self::wire::Hook;
use super::Notices;
use crate::{
    accounts::names_of,
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::{hall_record, hold_hall},
};

mod sending;
mod wire;
mod words;

impl Notices {
    /// The robots of a hall, for whoever may set them.
    pub async fn robots(&self, caller: &Caller, hall: HallId) -> Result<RobotsView> {
        let record = self.robots_hall(caller, hall).await?;
        let db = self.0.db.read();
        let robots = repo::list_robots(db, hall).await?;
        let people: Vec<PersonId> = robots.iter().map(|robot| robot.set_by).collect();
        let names = names_of(db, &people).await?;
        let view = |robot: RobotRecord| RobotView {
            id: robot.id,
            version: robot.version,
            name: robot.name,
            kind: robot.kind,
            host: robot.host,
            tail: robot.tail,
            signed: robot.signed,
            topics: robot.topics,
            quiet: robot.quiet,
            state: robot.state,
            set_by: names.get(&robot.set_by).cloned().unwrap_or_default(),
            sent_at: robot.sent_at,
            failed: robot.failed,
        };
        Ok(RobotsView { hall, hall_name: record.name, robots: robots.into_iter().map(view).collect() })
    }

    /// Sets a robot up, or changes one. Its address and secret are sealed; without a new address it keeps both.
    ///
    /// # Errors
    /// [`Problem::Invalid`] at a field: `address` when it is none of the three platforms', `name` when another robot of
    /// the hall has it. [`Problem::Conflict`] when somebody has changed the robot meanwhile.
    pub async fn set_robot(&self, caller: &Caller, command: RobotCommand) -> Result<RobotId> {
        let hall = self.robots_hall(caller, command.hall).await?;
        if hall.closed_on.is_some() {
            return Err(Problem::NotFound.into());
        }
        let settings = command.settings()?;
        let id = command.id.unwrap_or_else(RobotId::new);
        let pasted = command.id.is_none() || !command.address.trim().is_empty() || !command.secret.trim().is_empty();
        let hook = if pasted {
            let hook = Hook::pasted(&self.0.outgoing, &command.address, &command.secret)?;
            Some((hook.seal(&self.0.id_number_key, id)?, hook))
        } else {
            None
        };
        let now = self.0.clock.now();
        self.0
            .db
            .write((caller.clone(), command, settings, hook), move |tx, (caller, command, settings, hook)| {
                Box::pin(async move {
                    hold_hall(tx, command.hall).await?;
                    let act = match (command.id, hook) {
                        (None, Some(hook)) => {
                            let robot = add(tx, caller, (id, command.hall), settings, hook, now).await?;
                            act("notices.add_robot", &robot, "")
                        }
                        _ => {
                            let robot = change(tx, caller, (id, command), settings, hook.as_ref(), now).await?;
                            act("notices.change_robot", &robot, "")
                        }
                    };
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await?;
        Ok(id)
    }

    /// Silences a robot for a while, lets it speak again, or removes it for good; returns its hall. What still waits
    /// for one that is silenced is not said later.
    pub async fn act_on_robot(&self, caller: &Caller, id: RobotId, done: RobotAct) -> Result<HallId> {
        let robot = self.settable_robot(caller, id).await?;
        let (hall, now) = (robot.hall, self.0.clock.now());
        self.0
            .db
            .write((caller.clone(), robot), move |tx, (caller, robot)| {
                Box::pin(async move {
                    let to = done.on(robot.state).ok_or(Problem::Conflict)?;
                    if !repo::set_robot_state(tx, id, (robot.state, to), now).await? {
                        return Err(Problem::Conflict.into());
                    }
                    if to != RobotState::Active {
                        repo::settle_waiting_news(tx, id, (DeliveryState::Moot, None), now).await?;
                    }
                    let action = match done {
                        RobotAct::Pause => "notices.pause_robot",
                        RobotAct::Resume => "notices.resume_robot",
                        RobotAct::Remove => "notices.remove_robot",
                    };
                    Ok::<_, Error>(audit::record(tx, caller, now, act(action, robot, "")).await?)
                })
            })
            .await?;
        Ok(hall)
    }

    /// Has a robot say that it works; returns its hall and, where that was not taken, why. One that was held for dead
    /// is alive when it was.
    pub async fn test_robot(&self, caller: &Caller, id: RobotId) -> Result<(HallId, Option<RobotFailure>)> {
        let robot = self.settable_robot(caller, id).await?;
        let hall = robot.hall;
        let name = hall_record(self.0.db.read(), hall).await?.name;
        let now = self.0.clock.now();
        let turn = self.0.db.write((), move |tx, ()| {
            Box::pin(async move { Ok::<_, Error>(repo::take_turn(tx, id, (now, now + ROBOT_PACE)).await?) })
        });
        if !turn.await? {
            return Ok((hall, Some(RobotFailure { fault: RobotFault::TooFast, answer: String::new() })));
        }
        let said = self.say(&robot, &words::test(&name, &robot.name)).await;
        let now = self.0.clock.now();
        let failure = said.as_ref().err().map(|not_taken| not_taken.failure.clone());
        self.0
            .db
            .write((caller.clone(), robot, said), move |tx, (caller, robot, said)| {
                Box::pin(async move {
                    let outcome = match said {
                        Ok(()) => {
                            repo::note_robot_success(tx, id, now).await?;
                            "taken"
                        }
                        Err(not_taken) => {
                            repo::note_robot_failure(tx, id, &not_taken.failure, now).await?;
                            repo::take_turn(tx, id, (now + ROBOT_PACE, not_taken.free_at(now))).await?;
                            not_taken.failure.fault.code()
                        }
                    };
                    let act = act("notices.test_robot", robot, outcome);
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await?;
        Ok((hall, failure))
    }

    /// A hall whose robots the caller may set.
    async fn robots_hall(&self, caller: &Caller, hall: HallId) -> Result<HallRecord> {
        let record = hall_record(self.0.db.read(), hall).await?;
        caller.check(Action::RobotEdit, &Place::hall(record.agency, hall))?;
        Ok(record)
    }

    /// A robot that the caller may set. One of another hall is as if there were none.
    async fn settable_robot(&self, caller: &Caller, id: RobotId) -> Result<RobotRecord> {
        let robot = repo::find_robot(self.0.db.read(), id).await?.ok_or(Problem::NotFound)?;
        self.robots_hall(caller, robot.hall).await.map_err(|_| Problem::NotFound)?;
        Ok(robot)
    }
}

/// An act on a robot. Of its address the trail has what the screen shows.
fn act(action: &'static str, robot: &RobotRecord, outcome: &str) -> Act<'static> {
    let detail = format!("{} {} …{} {outcome}", robot.name, robot.host, robot.tail).trim_end().to_owned();
    Act { action, subject: ("robot", robot.id.uuid()), detail }
}

/// A sealed hook, and what may be known of it.
type Sealed = (Vec<u8>, Hook);

async fn add(
    tx: &Tx,
    caller: &Caller,
    (id, hall): (RobotId, HallId),
    settings: &RobotSettings,
    (sealed, hook): &Sealed,
    now: DateTime<Utc>,
) -> Result<RobotRecord> {
    if repo::list_robots(tx, hall).await?.len() >= MAX_ROBOTS {
        return Err(Problem::field("name", FieldReason::TooMany).into());
    }
    let robot = RobotRecord {
        id,
        hall,
        name: settings.name.clone(),
        kind: hook.kind(),
        host: hook.host(),
        tail: hook.tail(),
        sealed: sealed.clone(),
        signed: hook.is_signed(),
        topics: settings.topics.clone(),
        quiet: settings.quiet,
        state: RobotState::Active,
        version: 1,
        set_by: caller.actor.person,
        sent_at: None,
        failed: None,
    };
    repo::create_robot(tx, &robot, now).await.map_err(taken)?;
    Ok(robot)
}

async fn change(
    tx: &Tx,
    caller: &Caller,
    (id, command): (RobotId, &RobotCommand),
    settings: &RobotSettings,
    hook: Option<&Sealed>,
    now: DateTime<Utc>,
) -> Result<RobotRecord> {
    let found = repo::find_robot(tx, id).await?.filter(|robot| robot.hall == command.hall);
    let mut robot = found.ok_or(Problem::NotFound)?;
    robot.name.clone_from(&settings.name);
    robot.topics.clone_from(&settings.topics);
    robot.quiet = settings.quiet;
    robot.set_by = caller.actor.person;
    robot.version = command.version;
    if let Some((sealed, hook)) = hook {
        (robot.kind, robot.host, robot.tail) = (hook.kind(), hook.host(), hook.tail());
        (robot.sealed, robot.signed) = (sealed.clone(), hook.is_signed());
        // Another address may well be alive.
        robot.failed = None;
        if robot.state == RobotState::Dead {
            robot.state = RobotState::Active;
        }
    }
    if !repo::update_robot(tx, &robot, now).await.map_err(taken)? {
        return Err(Problem::Conflict.into());
    }
    Ok(robot)
}

/// A name that another robot of the hall has.
fn taken(error: store::DbErr) -> Error {
    Error::unless_unique(error, Problem::field("name", FieldReason::Taken))
}
