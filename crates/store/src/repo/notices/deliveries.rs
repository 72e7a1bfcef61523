//! Hints on their way. Written with their notices; taken in hand by one server at a time, since a lease says whose
//! they are until when.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ids::{DeliveryId, NoticeId, PersonId, SubscriptionId},
    notices::{DeliveryFault, DeliveryState},
    policy::Scope,
};
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect, QueryTrait,
    entity::prelude::*, sea_query::Query,
};

use crate::{
    entity::{
        accounts::{person, session},
        instant,
        notices::{delivery, notice, subscription},
    },
    repo::{CHUNK, among, scope, word},
};

/// A hint to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewDelivery {
    /// What it is about.
    pub notice: NoticeId,
    /// The device.
    pub subscription: SubscriptionId,
    /// Not before then.
    pub due_at: DateTime<Utc>,
}

/// A hint in this server's hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeasedDelivery {
    /// Its id.
    pub id: DeliveryId,
    /// What it is about.
    pub notice: NoticeId,
    /// The device.
    pub subscription: SubscriptionId,
    /// Which try this is, from 1.
    pub tries: u32,
}

/// A hint that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndeliveredRecord {
    /// Its id.
    pub id: DeliveryId,
    /// Whom it was for.
    pub person: PersonId,
    /// The device.
    pub device: String,
    /// When it was given up.
    pub at: DateTime<Utc>,
    /// Why.
    pub fault: DeliveryFault,
    /// Whether the notice was read since.
    pub read: bool,
    /// Whose act it tells of.
    pub caused_by: Option<PersonId>,
}

/// Writes hints.
pub async fn create_deliveries(db: &impl ConnectionTrait, new: &[NewDelivery]) -> Result<(), DbErr> {
    for new in new.chunks(CHUNK) {
        let rows = new.iter().map(|new| delivery::ActiveModel {
            id: Set(DeliveryId::new().uuid()),
            notice_id: Set(new.notice.uuid()),
            subscription_id: Set(new.subscription.uuid()),
            state: Set(DeliveryState::Waiting.code().to_owned()),
            tries: Set(0),
            due_at: Set(instant(new.due_at)),
            leased_until: Set(None),
            leased_by: Set(None),
            fault: Set(None),
            settled_at: Set(None),
        });
        delivery::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Hints that are due and in nobody's hand.
fn due(now: DateTime<Utc>) -> Condition {
    let free = Condition::any()
        .add(delivery::COLUMN.leased_until.is_null())
        .add(delivery::COLUMN.leased_until.lte(instant(now)));
    Condition::all()
        .add(delivery::COLUMN.state.eq(DeliveryState::Waiting.code()))
        .add(delivery::COLUMN.due_at.lte(instant(now)))
        .add(free)
}

/// Whether any hint is due.
pub async fn has_due_deliveries(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let one: Option<Uuid> = delivery::Entity::find()
        .filter(due(now))
        .select_only()
        .column(delivery::Column::Id)
        .into_tuple()
        .one(db)
        .await?;
    Ok(one.is_some())
}

/// Takes due hints in hand until an instant, the longest due first. That counts as a try, so that one which brings
/// a server down does not do so for ever.
pub async fn lease_deliveries(
    db: &impl ConnectionTrait,
    holder: Uuid,
    (now, until): (DateTime<Utc>, DateTime<Utc>),
    limit: u64,
) -> Result<Vec<LeasedDelivery>, DbErr> {
    let ids: Vec<Uuid> = delivery::Entity::find()
        .filter(due(now))
        .order_by_asc(delivery::COLUMN.due_at)
        .order_by_asc(delivery::COLUMN.id)
        .limit(limit)
        .select_only()
        .column(delivery::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    // Of two servers at the same rows the second waits here, and finds them leased.
    delivery::Entity::update_many()
        .col_expr(delivery::Column::LeasedUntil, Expr::value(Some(instant(until))))
        .col_expr(delivery::Column::LeasedBy, Expr::value(Some(holder)))
        .col_expr(delivery::Column::Tries, Expr::col(delivery::Column::Tries).add(1))
        .filter(delivery::COLUMN.id.is_in(ids.clone()))
        .filter(due(now))
        .exec(db)
        .await?;
    let rows = delivery::Entity::find()
        .filter(among(db, delivery::Column::Id, ids))
        .filter(delivery::COLUMN.leased_by.eq(holder))
        .order_by_asc(delivery::COLUMN.id)
        .all(db)
        .await?;
    let leased = |row: delivery::Model| LeasedDelivery {
        id: DeliveryId::from_uuid(row.id),
        notice: NoticeId::from_uuid(row.notice_id),
        subscription: SubscriptionId::from_uuid(row.subscription_id),
        tries: u32::try_from(row.tries).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(leased).collect())
}

/// Stores how a hint ended, unless its lease has passed to another server.
pub async fn settle_delivery(
    db: &impl ConnectionTrait,
    (id, holder): (DeliveryId, Uuid),
    (state, fault): (DeliveryState, Option<DeliveryFault>),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    delivery::Entity::update_many()
        .col_expr(delivery::Column::State, Expr::value(state.code()))
        .col_expr(delivery::Column::Fault, Expr::value(fault.map(DeliveryFault::code)))
        .col_expr(delivery::Column::SettledAt, Expr::value(Some(instant(now))))
        .filter(delivery::COLUMN.id.eq(id.uuid()))
        .filter(delivery::COLUMN.leased_by.eq(holder))
        .exec(db)
        .await
        .map(drop)
}

/// Gives a hint back, to be tried again at an instant, unless its lease has passed to another server.
pub async fn retry_delivery(
    db: &impl ConnectionTrait,
    (id, holder): (DeliveryId, Uuid),
    fault: DeliveryFault,
    due_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    delivery::Entity::update_many()
        .col_expr(delivery::Column::DueAt, Expr::value(instant(due_at)))
        .col_expr(delivery::Column::Fault, Expr::value(Some(fault.code())))
        .col_expr(delivery::Column::LeasedUntil, Expr::value(None::<i64>))
        .filter(delivery::COLUMN.id.eq(id.uuid()))
        .filter(delivery::COLUMN.leased_by.eq(holder))
        .exec(db)
        .await
        .map(drop)
}

/// Hints to people in some scopes, and those about somebody's acts, that were given up since an instant; the latest
/// first.
pub async fn list_undelivered(
    db: &impl ConnectionTrait,
    (scopes, by): (&[Scope], PersonId),
    (since, today): (DateTime<Utc>, NaiveDate),
    limit: u64,
) -> Result<Vec<UndeliveredRecord>, DbErr> {
    let people = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(scope::people_in(scopes, today))
        .into_query();
    let theirs = Query::select()
        .column(notice::Column::Id)
        .from(notice::Entity)
        .cond_where(
            Condition::any()
                .add(Expr::col(notice::Column::PersonId).in_subquery(people))
                .add(Expr::col(notice::Column::CausedBy).eq(by.uuid())),
        )
        .take();
    let rows = delivery::Entity::find()
        .filter(delivery::COLUMN.state.eq(DeliveryState::Failed.code()))
        .filter(delivery::COLUMN.settled_at.gt(instant(since)))
        .filter(Expr::col((delivery::Entity, delivery::Column::NoticeId)).in_subquery(theirs))
        .order_by_desc(delivery::COLUMN.settled_at)
        .order_by_desc(delivery::COLUMN.id)
        .limit(limit)
        .find_also_related(notice::Entity)
        .all(db)
        .await?;
    let devices = rows.iter().map(|(row, _)| row.subscription_id);
    let devices = subscription::Entity::find().filter(subscription::COLUMN.id.is_in(devices)).all(db).await?;
    let record = |(row, notice): (delivery::Model, Option<notice::Model>)| {
        let (notice, fault) = (notice?, row.fault?);
        let device = devices.iter().find(|device| device.id == row.subscription_id)?;
        Some((row.id, notice, device.device.clone(), row.settled_at?.0, fault))
    };
    rows.into_iter()
        .filter_map(record)
        .map(|(id, notice, device, at, fault)| {
            Ok(UndeliveredRecord {
                id: DeliveryId::from_uuid(id),
                person: PersonId::from_uuid(notice.person_id),
                device,
                at,
                fault: word(&fault)?,
                read: notice.read_at.is_some(),
                caused_by: notice.caused_by.map(PersonId::from_uuid),
            })
        })
        .collect()
}

/// How many hints about somebody's acts were given up since an instant, and not read in the inbox either.
pub async fn count_undelivered_of(db: &impl ConnectionTrait, by: PersonId, since: DateTime<Utc>) -> Result<u64, DbErr> {
    let theirs = Query::select()
        .column(notice::Column::Id)
        .from(notice::Entity)
        .and_where(Expr::col(notice::Column::CausedBy).eq(by.uuid()))
        .and_where(Expr::col(notice::Column::ReadAt).is_null())
        .take();
    delivery::Entity::find()
        .filter(delivery::COLUMN.state.eq(DeliveryState::Failed.code()))
        .filter(delivery::COLUMN.settled_at.gt(instant(since)))
        .filter(Expr::col((delivery::Entity, delivery::Column::NoticeId)).in_subquery(theirs))
        .count(db)
        .await
}

/// Housekeeping: what was settled before an instant, and then subscriptions that had ended by then.
pub async fn remove_old_hints(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<(), DbErr> {
    let old = instant(before);
    delivery::Entity::delete_many().filter(delivery::COLUMN.settled_at.lt(old)).exec(db).await?;
    let over = Query::select()
        .column(session::Column::Id)
        .from(session::Entity)
        .cond_where(Condition::any().add(session::COLUMN.ended_at.lt(old)).add(session::COLUMN.expires_at.lt(old)))
        .take();
    let used = Query::select().column(delivery::Column::SubscriptionId).from(delivery::Entity).take();
    let ended = Condition::any()
        .add(subscription::COLUMN.ended_at.lt(old))
        .add(Expr::col(subscription::Column::SessionId).in_subquery(over));
    subscription::Entity::delete_many()
        .filter(ended)
        .filter(Expr::col(subscription::Column::Id).not_in_subquery(used))
        .exec(db)
        .await
        .map(drop)
}
