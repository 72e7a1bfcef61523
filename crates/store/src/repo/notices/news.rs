//! News on their way to groups. Written with what happened; a robot is in one server's hand at a time, and all that is
//! due for its group goes there in one message.

use chrono::{DateTime, Utc};
use domain::{
    ids::{DeliveryId, HallId, PersonId, RobotId},
    notices::{DeliveryState, HallNews, HallTopic, RobotFault, RobotState},
};
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect, QueryTrait,
    entity::prelude::*,
};

use super::robots::{self, RobotRecord};
use crate::{
    entity::{
        instant,
        notices::{news, robot},
    },
    repo::{among, json, word},
};

/// News to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNews {
    /// The robot that says it.
    pub robot: RobotId,
    /// What it says.
    pub news: HallNews,
    /// Whose act it tells of, if it is anybody's; they hear of it if it can't be delivered.
    pub sender: Option<PersonId>,
    /// Not before then.
    pub due_at: DateTime<Utc>,
    /// Nobody needs it after that.
    pub good_until: DateTime<Utc>,
}

/// News in this server's hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsRecord {
    /// Its id.
    pub id: DeliveryId,
    /// What it says.
    pub news: HallNews,
    /// Whose act it tells of.
    pub sender: Option<PersonId>,
    /// Which try this is, from 1.
    pub tries: u32,
    /// Nobody needs it after that.
    pub good_until: DateTime<Utc>,
    /// Why the last try failed.
    pub fault: Option<RobotFault>,
}

/// News that were given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndeliveredNewsRecord {
    /// Its id.
    pub id: DeliveryId,
    /// The robot's name.
    pub robot: String,
    /// What it was about.
    pub topic: HallTopic,
    /// When it was given up.
    pub at: DateTime<Utc>,
    /// Why.
    pub fault: RobotFault,
}

/// Writes news.
pub async fn create_news(db: &impl ConnectionTrait, new: &[NewNews]) -> Result<(), DbErr> {
    let rows = new.iter().map(|new| {
        Ok(news::ActiveModel {
            id: Set(DeliveryId::new().uuid()),
            robot_id: Set(new.robot.uuid()),
            topic: Set(new.news.topic().code().to_owned()),
            content: Set(json::write(&new.news)?),
            sender_id: Set(new.sender.map(PersonId::uuid)),
            state: Set(DeliveryState::Waiting.code().to_owned()),
            tries: Set(0),
            due_at: Set(instant(new.due_at)),
            good_until: Set(instant(new.good_until)),
            fault: Set(None),
            settled_at: Set(None),
        })
    });
    let rows = rows.collect::<Result<Vec<_>, DbErr>>()?;
    if rows.is_empty() {
        return Ok(());
    }
    news::Entity::insert_many(rows).exec_without_returning(db).await.map(drop)
}

/// Robots with something to say that may speak and are in nobody's hand.
fn ready(now: DateTime<Utc>) -> Condition {
    let due = news::Entity::find()
        .select_only()
        .column(news::Column::RobotId)
        .filter(news::COLUMN.state.eq(DeliveryState::Waiting.code()))
        .filter(news::COLUMN.due_at.lte(instant(now)))
        .into_query();
    let free =
        Condition::any().add(robot::COLUMN.leased_until.is_null()).add(robot::COLUMN.leased_until.lte(instant(now)));
    Condition::all()
        .add(robot::COLUMN.state.eq(RobotState::Active.code()))
        .add(robot::COLUMN.free_at.lte(instant(now)))
        .add(free)
        .add(Expr::col((robot::Entity, robot::Column::Id)).in_subquery(due))
}

/// Whether any robot has something to say.
pub async fn has_due_news(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let one: Option<Uuid> =
        robot::Entity::find().filter(ready(now)).select_only().column(robot::Column::Id).into_tuple().one(db).await?;
    Ok(one.is_some())
}

/// Takes robots in hand until an instant, each with what it is to say now, the longest due first. That counts as a try,
/// so that what brings a server down does not do so for ever.
pub async fn lease_robots(
    db: &impl ConnectionTrait,
    holder: Uuid,
    (now, until): (DateTime<Utc>, DateTime<Utc>),
    (robots, news_each): (u64, u64),
) -> Result<Vec<(RobotRecord, Vec<NewsRecord>)>, DbErr> {
    let ids: Vec<Uuid> = robot::Entity::find()
        .filter(ready(now))
        .order_by_asc(robot::COLUMN.free_at)
        .order_by_asc(robot::COLUMN.id)
        .limit(robots)
        .select_only()
        .column(robot::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    // Of two servers at the same rows the second waits here, and finds them leased.
    robot::Entity::update_many()
        .col_expr(robot::Column::LeasedUntil, Expr::value(Some(instant(until))))
        .col_expr(robot::Column::LeasedBy, Expr::value(Some(holder)))
        .filter(robot::COLUMN.id.is_in(ids.clone()))
        .filter(ready(now))
        .exec(db)
        .await?;
    let ours = robot::Entity::find()
        .filter(among(db, robot::Column::Id, ids))
        .filter(robot::COLUMN.leased_by.eq(holder))
        .order_by_asc(robot::COLUMN.id)
        .all(db)
        .await?;
    let mut leased = Vec::with_capacity(ours.len());
    for row in ours {
        let news = take_due(db, row.id, now, news_each).await?;
        leased.push((robots::record(row)?, news));
    }
    Ok(leased)
}

async fn take_due(
    db: &impl ConnectionTrait,
    robot: Uuid,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<NewsRecord>, DbErr> {
    let rows = news::Entity::find()
        .filter(news::COLUMN.robot_id.eq(robot))
        .filter(news::COLUMN.state.eq(DeliveryState::Waiting.code()))
        .filter(news::COLUMN.due_at.lte(instant(now)))
        .order_by_asc(news::COLUMN.due_at)
        .order_by_asc(news::COLUMN.id)
        .limit(limit)
        .all(db)
        .await?;
    news::Entity::update_many()
        .col_expr(news::Column::Tries, Expr::col(news::Column::Tries).add(1))
        .filter(among(db, news::Column::Id, rows.iter().map(|row| row.id)))
        .exec(db)
        .await?;
    let record = |row: news::Model| {
        Ok(NewsRecord {
            id: DeliveryId::from_uuid(row.id),
            news: json::read(&row.content)?,
            sender: row.sender_id.map(PersonId::from_uuid),
            tries: u32::try_from(row.tries).unwrap_or_default() + 1,
            good_until: row.good_until.0,
            fault: row.fault.as_deref().map(word).transpose()?,
        })
    };
    rows.into_iter().map(record).collect()
}

/// Lets a robot go, to speak again at an instant; says whether it was still in this server's hand.
pub async fn release_robot(
    db: &impl ConnectionTrait,
    (id, holder): (RobotId, Uuid),
    free_at: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let done = robot::Entity::update_many()
        .col_expr(robot::Column::FreeAt, Expr::value(instant(free_at)))
        .col_expr(robot::Column::LeasedUntil, Expr::value(None::<i64>))
        .col_expr(robot::Column::LeasedBy, Expr::value(None::<Uuid>))
        .filter(robot::COLUMN.id.eq(id.uuid()))
        .filter(robot::COLUMN.leased_by.eq(holder))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Stores how news ended.
pub async fn settle_news(
    db: &impl ConnectionTrait,
    id: DeliveryId,
    how: (DeliveryState, Option<RobotFault>),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    settle(db, news::COLUMN.id.eq(id.uuid()), how, now).await
}

/// The same for all that still waits for a robot.
pub async fn settle_waiting_news(
    db: &impl ConnectionTrait,
    robot: RobotId,
    how: (DeliveryState, Option<RobotFault>),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    settle(db, news::COLUMN.robot_id.eq(robot.uuid()), how, now).await
}

async fn settle(
    db: &impl ConnectionTrait,
    which: sea_orm::sea_query::Expr,
    (state, fault): (DeliveryState, Option<RobotFault>),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    news::Entity::update_many()
        .col_expr(news::Column::State, Expr::value(state.code()))
        .col_expr(news::Column::Fault, Expr::value(fault.map(RobotFault::code)))
        .col_expr(news::Column::SettledAt, Expr::value(Some(instant(now))))
        .filter(which)
        .filter(news::COLUMN.state.eq(DeliveryState::Waiting.code()))
        .exec(db)
        .await
        .map(drop)
}

/// Leaves news to be tried again at an instant.
pub async fn retry_news(
    db: &impl ConnectionTrait,
    id: DeliveryId,
    fault: RobotFault,
    due_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    news::Entity::update_many()
        .col_expr(news::Column::DueAt, Expr::value(instant(due_at)))
        .col_expr(news::Column::Fault, Expr::value(Some(fault.code())))
        .filter(news::COLUMN.id.eq(id.uuid()))
        .filter(news::COLUMN.state.eq(DeliveryState::Waiting.code()))
        .exec(db)
        .await
        .map(drop)
}

/// News of some halls that were given up since an instant, the latest first.
pub async fn list_undelivered_news(
    db: &impl ConnectionTrait,
    halls: &[HallId],
    since: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<UndeliveredNewsRecord>, DbErr> {
    let theirs = robot::Entity::find()
        .select_only()
        .column(robot::Column::Id)
        .filter(among(db, robot::Column::HallId, halls.iter().map(|hall| hall.uuid())))
        .into_query();
    let rows = news::Entity::find()
        .filter(news::COLUMN.state.eq(DeliveryState::Failed.code()))
        .filter(news::COLUMN.settled_at.gt(instant(since)))
        .filter(Expr::col((news::Entity, news::Column::RobotId)).in_subquery(theirs))
        .order_by_desc(news::COLUMN.settled_at)
        .order_by_desc(news::COLUMN.id)
        .limit(limit)
        .find_also_related(robot::Entity)
        .all(db)
        .await?;
    let whole = |(row, robot): (news::Model, Option<robot::Model>)| {
        Some((row.id, robot?.name, row.topic, row.settled_at?.0, row.fault?))
    };
    rows.into_iter()
        .filter_map(whole)
        .map(|(id, robot, topic, at, fault)| {
            let (topic, fault) = (word(&topic)?, word(&fault)?);
            Ok(UndeliveredNewsRecord { id: DeliveryId::from_uuid(id), robot, topic, at, fault })
        })
        .collect()
}

/// Housekeeping: what was settled before an instant.
pub async fn remove_old_news(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<(), DbErr> {
    news::Entity::delete_many().filter(news::COLUMN.settled_at.lt(instant(before))).exec(db).await.map(drop)
}
