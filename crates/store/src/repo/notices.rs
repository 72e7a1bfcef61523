//! Inboxes: written to in the transaction of what happened.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    ids::{NoticeId, PersonId},
    notices::{Notice, NoticeContent, NoticeReceipt},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QuerySelect, entity::prelude::*};

use crate::{
    entity::{
        instant,
        notices::{delivery, notice},
    },
    repo::{CHUNK, among, json, newest},
};

mod deliveries;
mod news;
mod quiet;
mod robots;
mod subscriptions;

pub use deliveries::{
    LeasedDelivery, NewDelivery, UndeliveredRecord, count_undelivered_of, create_deliveries, has_due_deliveries,
    lease_deliveries, list_undelivered, remove_old_hints, retry_delivery, settle_delivery,
};
pub use news::{
    NewNews, NewsRecord, UndeliveredNewsRecord, create_news, has_due_news, lease_robots, list_undelivered_news,
    release_robot, remove_old_news, retry_news, settle_news, settle_waiting_news,
};
pub use quiet::{list_quiet_hours, set_quiet_hours};
pub use robots::{
    RobotRecord, create_robot, find_robot, list_robots, note_robot_failure, note_robot_success, note_robot_told,
    set_robot_state, take_turn, update_robot,
};
pub use subscriptions::{
    SubscriptionRecord, create_subscription, end_subscription, find_subscription, list_subscriptions, note_failure,
    note_success, renew_subscription,
};

/// A notice to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// Its id.
    pub id: NoticeId,
    /// Whose inbox.
    pub person: PersonId,
    /// What it says.
    pub content: NoticeContent,
    /// The thing that the receipt is for, where one is asked for; else what it is about, where it is held.
    pub about: Option<Uuid>,
    /// Whose act it tells of; nobody's, where it comes by itself.
    pub caused_by: Option<PersonId>,
}

/// Writes notices. With a moment that is still to come they are held until then: nobody sees them before.
pub async fn create_notices(db: &impl ConnectionTrait, new: &[NewNotice], at: DateTime<Utc>) -> Result<(), DbErr> {
    for new in new.chunks(CHUNK) {
        let rows = new.iter().map(|new| {
            Ok(notice::ActiveModel {
                id: Set(new.id.uuid()),
                person_id: Set(new.person.uuid()),
                kind: Set(new.content.kind().code().to_owned()),
                content: Set(json::write(&new.content)?),
                about_id: Set(new.about),
                asks_receipt: Set(new.content.asks_receipt()),
                at: Set(instant(at)),
                read_at: Set(None),
                acknowledged_at: Set(None),
                caused_by: Set(new.caused_by.map(PersonId::uuid)),
            })
        });
        let rows = rows.collect::<Result<Vec<_>, DbErr>>()?;
        notice::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// A page of somebody's inbox, the latest first, after a notice.
pub async fn list_notices(
    db: &impl ConnectionTrait,
    (person, now): (PersonId, DateTime<Utc>),
    after: Option<NoticeId>,
    limit: u64,
) -> Result<Vec<Notice>, DbErr> {
    let inbox = notice::Entity::find()
        .filter(notice::COLUMN.person_id.eq(person.uuid()))
        .filter(notice::COLUMN.at.lte(instant(now)));
    let rows = newest(inbox, notice::Column::Id, after.map(NoticeId::uuid), limit).all(db).await?;
    rows.into_iter().map(notice_of).collect()
}

/// Some notices, by their ids: whose each is, what it says, and whether it was read.
pub async fn find_notices(
    db: &impl ConnectionTrait,
    ids: &[NoticeId],
) -> Result<HashMap<NoticeId, (PersonId, Notice)>, DbErr> {
    let mut found = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        let rows = notice::Entity::find()
            .filter(among(db, notice::Column::Id, ids.iter().map(|id| id.uuid())))
            .all(db)
            .await?;
        for row in rows {
            let person = PersonId::from_uuid(row.person_id);
            found.insert(NoticeId::from_uuid(row.id), (person, notice_of(row)?));
        }
    }
    Ok(found)
}

/// How many notices in somebody's inbox are unread.
pub async fn count_unread(db: &impl ConnectionTrait, person: PersonId, now: DateTime<Utc>) -> Result<u64, DbErr> {
    notice::Entity::find()
        .filter(notice::COLUMN.person_id.eq(person.uuid()))
        .filter(notice::COLUMN.at.lte(instant(now)))
        .filter(notice::COLUMN.read_at.is_null())
        .count(db)
        .await
}

/// Marks somebody's notices up to one as read.
pub async fn mark_read(
    db: &impl ConnectionTrait,
    person: PersonId,
    up_to: NoticeId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    notice::Entity::update_many()
        .col_expr(notice::Column::ReadAt, Expr::value(instant(now)))
        .filter(notice::COLUMN.person_id.eq(person.uuid()))
        .filter(notice::COLUMN.id.lte(up_to.uuid()))
        .filter(notice::COLUMN.at.lte(instant(now)))
        .filter(notice::COLUMN.read_at.is_null())
        .exec(db)
        .await
        .map(drop)
}

/// Drops the notices about some things that are held still, with their hints; says whom they were for.
pub async fn remove_held(
    db: &impl ConnectionTrait,
    about: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Vec<PersonId>, DbErr> {
    let held: Vec<(Uuid, Uuid)> = notice::Entity::find()
        .filter(among(db, notice::Column::AboutId, about.iter().copied()))
        .filter(notice::COLUMN.at.gt(instant(now)))
        .select_only()
        .column(notice::Column::Id)
        .column(notice::Column::PersonId)
        .into_tuple()
        .all(db)
        .await?;
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let ids = || held.iter().map(|(id, _)| *id);
    delivery::Entity::delete_many().filter(among(db, delivery::Column::NoticeId, ids())).exec(db).await?;
    notice::Entity::delete_many().filter(among(db, notice::Column::Id, ids())).exec(db).await?;
    Ok(held.into_iter().map(|(_, person)| PersonId::from_uuid(person)).collect())
}

/// A receipt that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedReceipt {
    /// What it is for, where that keeps receipts itself.
    pub about: Option<Uuid>,
}

/// The receipt that somebody's notice asks for; nothing where no such notice asks them for one.
pub async fn find_receipt(
    db: &impl ConnectionTrait,
    person: PersonId,
    id: NoticeId,
) -> Result<Option<AskedReceipt>, DbErr> {
    let row = notice::Entity::find_by_id(id.uuid())
        .filter(notice::COLUMN.person_id.eq(person.uuid()))
        .filter(notice::COLUMN.asks_receipt.eq(true))
        .one(db)
        .await?;
    Ok(row.map(|row| AskedReceipt { about: row.about_id }))
}

/// Gives the receipt of a notice; one that was given before stays as it was.
pub async fn acknowledge_notice(
    db: &impl ConnectionTrait,
    person: PersonId,
    id: NoticeId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    give(db, person, notice::COLUMN.id.eq(id.uuid()), now).await
}

/// Gives the receipts of somebody's notices about some things.
pub async fn acknowledge_about(
    db: &impl ConnectionTrait,
    person: PersonId,
    about: &[Uuid],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    give(db, person, among(db, notice::Column::AboutId, about.iter().copied()), now).await
}

async fn give(
    db: &impl ConnectionTrait,
    person: PersonId,
    which: sea_orm::sea_query::Expr,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    notice::Entity::update_many()
        .col_expr(notice::Column::AcknowledgedAt, Expr::value(instant(now)))
        .col_expr(notice::Column::ReadAt, Expr::value(instant(now)))
        .filter(notice::COLUMN.person_id.eq(person.uuid()))
        .filter(which)
        .filter(notice::COLUMN.asks_receipt.eq(true))
        .filter(notice::COLUMN.acknowledged_at.is_null())
        .exec(db)
        .await
        .map(drop)
}

fn notice_of(row: notice::Model) -> Result<Notice, DbErr> {
    let receipt = match (row.asks_receipt, row.acknowledged_at) {
        (false, _) => NoticeReceipt::NotAsked,
        (true, None) => NoticeReceipt::Open,
        (true, Some(at)) => NoticeReceipt::Given(at.0),
    };
    Ok(Notice {
        id: NoticeId::from_uuid(row.id),
        at: row.at.0,
        content: json::read(&row.content)?,
        read: row.read_at.is_some(),
        receipt,
    })
}
