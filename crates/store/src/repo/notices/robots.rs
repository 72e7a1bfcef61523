//! Group robots as they are set up, and how they fare.

use chrono::{DateTime, Utc};
use domain::{
    ids::{HallId, PersonId, RobotId},
    notices::{HallTopic, QuietHours, RobotFailure, RobotKind, RobotState},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, entity::prelude::*};

use crate::{
    entity::{instant, notices::robot},
    repo::{json, word},
};

/// A robot as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RobotRecord {
    /// Its id.
    pub id: RobotId,
    /// Its hall.
    pub hall: HallId,
    /// What people call it; no two of a hall have the same.
    pub name: String,
    /// Whose it is.
    pub kind: RobotKind,
    /// The host of its address.
    pub host: String,
    /// The last characters of its token.
    pub tail: String,
    /// Its address and secret, sealed.
    pub sealed: Vec<u8>,
    /// Whether there is a secret.
    pub signed: bool,
    /// What its group is told.
    pub topics: Vec<HallTopic>,
    /// When it is not.
    pub quiet: QuietHours,
    /// How it stands.
    pub state: RobotState,
    /// Counts its changes.
    pub version: i32,
    /// Who set it last.
    pub set_by: PersonId,
    /// When a message was last taken.
    pub sent_at: Option<DateTime<Utc>>,
    /// When and why one last was not, unless one was since.
    pub failed: Option<(DateTime<Utc>, RobotFailure)>,
}

/// Stores a new robot; the name of another one in the hall is a unique violation.
pub async fn create_robot(db: &impl ConnectionTrait, new: &RobotRecord, now: DateTime<Utc>) -> Result<(), DbErr> {
    let columns = robot::ActiveModel {
        id: Set(new.id.uuid()),
        hall_id: Set(new.hall.uuid()),
        name: Set(new.name.clone()),
        kind: Set(new.kind.code().to_owned()),
        host: Set(new.host.clone()),
        tail: Set(new.tail.clone()),
        sealed: Set(new.sealed.clone()),
        signed: Set(new.signed),
        topics: Set(json::write(&new.topics)?),
        quiet_from: Set(new.quiet.from().into()),
        quiet_to: Set(new.quiet.to().into()),
        state: Set(new.state.code().to_owned()),
        version: Set(new.version),
        set_by: Set(new.set_by.uuid()),
        created_at: Set(instant(now)),
        changed_at: Set(instant(now)),
        sent_at: Set(new.sent_at.map(instant)),
        failed_at: Set(new.failed.as_ref().map(|(at, _)| instant(*at))),
        fault: Set(new.failed.as_ref().map(|(_, failure)| failure.fault.code().to_owned())),
        answer: Set(new.failed.as_ref().map(|(_, failure)| failure.answer.clone())),
        told_at: Set(None),
        free_at: Set(instant(now)),
        leased_until: Set(None),
        leased_by: Set(None),
    };
    robot::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Changes a robot as whoever read its version wants it; says whether it was still that.
pub async fn update_robot(db: &impl ConnectionTrait, as_now: &RobotRecord, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let done = robot::Entity::update_many()
        .col_expr(robot::Column::Name, Expr::value(as_now.name.clone()))
        .col_expr(robot::Column::Kind, Expr::value(as_now.kind.code()))
        .col_expr(robot::Column::Host, Expr::value(as_now.host.clone()))
        .col_expr(robot::Column::Tail, Expr::value(as_now.tail.clone()))
        .col_expr(robot::Column::Sealed, Expr::value(as_now.sealed.clone()))
        .col_expr(robot::Column::Signed, Expr::value(as_now.signed))
        .col_expr(robot::Column::Topics, Expr::value(json::write(&as_now.topics)?))
        .col_expr(robot::Column::QuietFrom, Expr::value(i32::from(as_now.quiet.from())))
        .col_expr(robot::Column::QuietTo, Expr::value(i32::from(as_now.quiet.to())))
        .col_expr(robot::Column::State, Expr::value(as_now.state.code()))
        .col_expr(robot::Column::SetBy, Expr::value(as_now.set_by.uuid()))
        .col_expr(robot::Column::ChangedAt, Expr::value(instant(now)))
        .col_expr(robot::Column::FailedAt, Expr::value(as_now.failed.as_ref().map(|(at, _)| instant(*at))))
        .col_expr(robot::Column::Fault, Expr::value(as_now.failed.as_ref().map(|(_, failed)| failed.fault.code())))
        .col_expr(robot::Column::Answer, Expr::value(as_now.failed.as_ref().map(|(_, failed)| failed.answer.clone())))
        .col_expr(robot::Column::ToldAt, Expr::value(None::<i64>))
        .col_expr(robot::Column::Version, Expr::value(as_now.version + 1))
        .filter(robot::COLUMN.id.eq(as_now.id.uuid()))
        .filter(robot::COLUMN.version.eq(as_now.version))
        .filter(robot::COLUMN.state.ne(RobotState::Removed.code()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// A robot that was not removed.
pub async fn find_robot(db: &impl ConnectionTrait, id: RobotId) -> Result<Option<RobotRecord>, DbErr> {
    let row =
        robot::Entity::find_by_id(id.uuid()).filter(robot::COLUMN.state.ne(RobotState::Removed.code())).one(db).await?;
    row.map(record).transpose()
}

/// The robots of a hall that were not removed, by name.
pub async fn list_robots(db: &impl ConnectionTrait, hall: HallId) -> Result<Vec<RobotRecord>, DbErr> {
    let rows = robot::Entity::find()
        .filter(robot::COLUMN.hall_id.eq(hall.uuid()))
        .filter(robot::COLUMN.state.ne(RobotState::Removed.code()))
        .order_by_asc(robot::COLUMN.name)
        .all(db)
        .await?;
    rows.into_iter().map(record).collect()
}

/// Takes a robot from one state to another; says whether it was in the first. One that is removed forgets its address.
pub async fn set_robot_state(
    db: &impl ConnectionTrait,
    id: RobotId,
    (from, to): (RobotState, RobotState),
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let mut change = robot::Entity::update_many()
        .col_expr(robot::Column::State, Expr::value(to.code()))
        .col_expr(robot::Column::ChangedAt, Expr::value(instant(now)))
        .col_expr(robot::Column::ToldAt, Expr::value(None::<i64>));
    if to == RobotState::Removed {
        change = change.col_expr(robot::Column::Sealed, Expr::value(Vec::<u8>::new()));
    }
    let done =
        change.filter(robot::COLUMN.id.eq(id.uuid())).filter(robot::COLUMN.state.eq(from.code())).exec(db).await?;
    Ok(done.rows_affected == 1)
}

/// Takes the robot's next turn to speak, after which the following comes at an instant; says whether it had one.
pub async fn take_turn(
    db: &impl ConnectionTrait,
    id: RobotId,
    (now, next): (DateTime<Utc>, DateTime<Utc>),
) -> Result<bool, DbErr> {
    let done = robot::Entity::update_many()
        .col_expr(robot::Column::FreeAt, Expr::value(instant(next)))
        .filter(robot::COLUMN.id.eq(id.uuid()))
        .filter(robot::COLUMN.free_at.lte(instant(now)))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Notes that a message was taken. One that was held for dead is alive.
pub async fn note_robot_success(db: &impl ConnectionTrait, id: RobotId, now: DateTime<Utc>) -> Result<(), DbErr> {
    robot::Entity::update_many()
        .col_expr(robot::Column::SentAt, Expr::value(Some(instant(now))))
        .col_expr(robot::Column::FailedAt, Expr::value(None::<i64>))
        .col_expr(robot::Column::Fault, Expr::value(None::<String>))
        .col_expr(robot::Column::Answer, Expr::value(None::<String>))
        .col_expr(robot::Column::ToldAt, Expr::value(None::<i64>))
        .filter(robot::COLUMN.id.eq(id.uuid()))
        .exec(db)
        .await?;
    set_robot_state(db, id, (RobotState::Dead, RobotState::Active), now).await.map(drop)
}

/// Notes that a message was not taken.
pub async fn note_robot_failure(
    db: &impl ConnectionTrait,
    id: RobotId,
    failure: &RobotFailure,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    robot::Entity::update_many()
        .col_expr(robot::Column::FailedAt, Expr::value(Some(instant(now))))
        .col_expr(robot::Column::Fault, Expr::value(Some(failure.fault.code())))
        .col_expr(robot::Column::Answer, Expr::value(Some(failure.answer.clone())))
        .filter(robot::COLUMN.id.eq(id.uuid()))
        .exec(db)
        .await
        .map(drop)
}

/// Notes that whoever has set a robot up is told that it reaches nobody; says whether they were not yet.
pub async fn note_robot_told(db: &impl ConnectionTrait, id: RobotId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let done = robot::Entity::update_many()
        .col_expr(robot::Column::ToldAt, Expr::value(Some(instant(now))))
        .filter(robot::COLUMN.id.eq(id.uuid()))
        .filter(robot::COLUMN.told_at.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

pub(super) fn record(row: robot::Model) -> Result<RobotRecord, DbErr> {
    let minute = |minute: i32| u16::try_from(minute).map_err(|error| DbErr::Type(error.to_string()));
    let quiet = QuietHours::new(minute(row.quiet_from)?, minute(row.quiet_to)?);
    let failure = match row.fault.as_deref() {
        Some(fault) => Some(RobotFailure { fault: word(fault)?, answer: row.answer.unwrap_or_default() }),
        None => None,
    };
    Ok(RobotRecord {
        id: RobotId::from_uuid(row.id),
        hall: HallId::from_uuid(row.hall_id),
        name: row.name,
        kind: word(&row.kind)?,
        host: row.host,
        tail: row.tail,
        sealed: row.sealed,
        signed: row.signed,
        topics: json::read(&row.topics)?,
        quiet: quiet.map_err(|error| DbErr::Type(error.to_string()))?,
        state: word(&row.state)?,
        version: row.version,
        set_by: PersonId::from_uuid(row.set_by),
        sent_at: row.sent_at.map(|at| at.0),
        failed: row.failed_at.map(|at| at.0).zip(failure),
    })
}
