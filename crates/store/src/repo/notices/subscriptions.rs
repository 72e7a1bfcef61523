//! Browsers that may be rung. One is live as long as nobody has ended it and the session lasts in which it was last
//! renewed: signing out, by whomever, silences it.

use chrono::{DateTime, Utc};
use domain::{
    accounts::Language,
    ids::{PersonId, SessionId, SubscriptionId},
    notices::DeliveryFault,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, ExprTrait, QueryOrder, entity::prelude::*, sea_query::Query};

use crate::{
    entity::{accounts::session, instant, notices::subscription},
    repo::{CHUNK, among, word},
};

/// A subscription as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionRecord {
    /// Its id.
    pub id: SubscriptionId,
    /// Whose inbox it rings for.
    pub person: PersonId,
    /// The session that it lives with.
    pub session: SessionId,
    /// Where its push service takes hints.
    pub endpoint: String,
    /// The browser's public key: a point of P-256, uncompressed.
    pub public_key: Vec<u8>,
    /// The secret shared with the browser.
    pub auth_secret: Vec<u8>,
    /// Browser and system.
    pub device: String,
    /// What its hints are written in.
    pub language: Language,
    /// Since when it may be rung.
    pub created_at: DateTime<Utc>,
    /// When a hint was last taken for it.
    pub sent_at: Option<DateTime<Utc>>,
    /// When and why one last was not.
    pub failed: Option<(DateTime<Utc>, DeliveryFault)>,
}

/// Stores a new subscription.
pub async fn create_subscription(db: &impl ConnectionTrait, new: &SubscriptionRecord) -> Result<(), DbErr> {
    let columns = subscription::ActiveModel {
        id: Set(new.id.uuid()),
        person_id: Set(new.person.uuid()),
        session_id: Set(new.session.uuid()),
        endpoint: Set(new.endpoint.clone()),
        public_key: Set(new.public_key.clone()),
        auth_secret: Set(new.auth_secret.clone()),
        device: Set(new.device.clone()),
        language: Set(new.language.code().to_owned()),
        created_at: Set(instant(new.created_at)),
        sent_at: Set(new.sent_at.map(instant)),
        failed_at: Set(new.failed.map(|(at, _)| instant(at))),
        fault: Set(new.failed.map(|(_, fault)| fault.code().to_owned())),
        ended_at: Set(None),
    };
    subscription::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Binds a subscription of the same person to the session, keys and language of now.
pub async fn renew_subscription(
    db: &impl ConnectionTrait,
    id: SubscriptionId,
    as_now: &SubscriptionRecord,
) -> Result<(), DbErr> {
    subscription::Entity::update_many()
        .col_expr(subscription::Column::SessionId, Expr::value(as_now.session.uuid()))
        .col_expr(subscription::Column::PublicKey, Expr::value(as_now.public_key.clone()))
        .col_expr(subscription::Column::AuthSecret, Expr::value(as_now.auth_secret.clone()))
        .col_expr(subscription::Column::Device, Expr::value(as_now.device.clone()))
        .col_expr(subscription::Column::Language, Expr::value(as_now.language.code()))
        .filter(subscription::COLUMN.id.eq(id.uuid()))
        .exec(db)
        .await
        .map(drop)
}

/// The subscription of an endpoint that nobody has ended, whether or not its session lasts.
pub async fn find_subscription(db: &impl ConnectionTrait, endpoint: &str) -> Result<Option<SubscriptionRecord>, DbErr> {
    let row = subscription::Entity::find()
        .filter(subscription::COLUMN.endpoint.eq(endpoint))
        .filter(subscription::COLUMN.ended_at.is_null())
        .one(db)
        .await?;
    row.map(record).transpose()
}

/// The live subscriptions of some people, the oldest first.
pub async fn list_subscriptions(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    now: DateTime<Utc>,
) -> Result<Vec<SubscriptionRecord>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let sessions = Query::select()
            .column(session::Column::Id)
            .from(session::Entity)
            .and_where(session::COLUMN.ended_at.is_null())
            .and_where(session::COLUMN.expires_at.gt(instant(now)))
            .take();
        let rows = subscription::Entity::find()
            .filter(among(db, subscription::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(subscription::COLUMN.ended_at.is_null())
            .filter(Expr::col(subscription::Column::SessionId).in_subquery(sessions))
            .order_by_asc(subscription::COLUMN.id)
            .all(db)
            .await?;
        for row in rows {
            found.push(record(row)?);
        }
    }
    Ok(found)
}

/// Ends a subscription; says whether it was not ended yet.
pub async fn end_subscription(
    db: &impl ConnectionTrait,
    id: SubscriptionId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let ended = subscription::Entity::update_many()
        .col_expr(subscription::Column::EndedAt, Expr::value(Some(instant(now))))
        .filter(subscription::COLUMN.id.eq(id.uuid()))
        .filter(subscription::COLUMN.ended_at.is_null())
        .exec(db)
        .await?;
    Ok(ended.rows_affected == 1)
}

/// Notes that a hint was taken; what went wrong before is over.
pub async fn note_success(db: &impl ConnectionTrait, id: SubscriptionId, now: DateTime<Utc>) -> Result<(), DbErr> {
    subscription::Entity::update_many()
        .col_expr(subscription::Column::SentAt, Expr::value(Some(instant(now))))
        .col_expr(subscription::Column::FailedAt, Expr::value(None::<i64>))
        .col_expr(subscription::Column::Fault, Expr::value(None::<String>))
        .filter(subscription::COLUMN.id.eq(id.uuid()))
        .exec(db)
        .await
        .map(drop)
}

/// Notes that a hint was not taken.
pub async fn note_failure(
    db: &impl ConnectionTrait,
    id: SubscriptionId,
    fault: DeliveryFault,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    subscription::Entity::update_many()
        .col_expr(subscription::Column::FailedAt, Expr::value(Some(instant(now))))
        .col_expr(subscription::Column::Fault, Expr::value(Some(fault.code())))
        .filter(subscription::COLUMN.id.eq(id.uuid()))
        .exec(db)
        .await
        .map(drop)
}

fn record(row: subscription::Model) -> Result<SubscriptionRecord, DbErr> {
    let fault = row.fault.as_deref().map(word).transpose()?;
    Ok(SubscriptionRecord {
        id: SubscriptionId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person_id),
        session: SessionId::from_uuid(row.session_id),
        endpoint: row.endpoint,
        public_key: row.public_key,
        auth_secret: row.auth_secret,
        device: row.device,
        language: word(&row.language)?,
        created_at: row.created_at.0,
        sent_at: row.sent_at.map(|at| at.0),
        failed: row.failed_at.map(|at| at.0).zip(fault),
    })
}
