use chrono::{DateTime, Utc};
use domain::ids::{FeedId, PersonId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, entity::prelude::*};

use crate::entity::{instant, roster::feed};

/// Stores a secret address of a person's roster; a second one that is not revoked is a unique violation.
pub async fn create_feed(
    db: &impl ConnectionTrait,
    person: PersonId,
    token_hash: Vec<u8>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns = feed::ActiveModel {
        id: Set(FeedId::new().uuid()),
        person_id: Set(person.uuid()),
        token_hash: Set(token_hash),
        created_at: Set(instant(now)),
        revoked_at: Set(None),
    };
    feed::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Revokes the address of a person, if there is one; says whether there was.
pub async fn revoke_feed(db: &impl ConnectionTrait, person: PersonId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let done = feed::Entity::update_many()
        .col_expr(feed::Column::RevokedAt, Expr::value(Some(instant(now))))
        .filter(feed::COLUMN.person_id.eq(person.uuid()))
        .filter(feed::COLUMN.revoked_at.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected > 0)
}

/// When a person's address was made, if they have one.
pub async fn find_feed(db: &impl ConnectionTrait, person: PersonId) -> Result<Option<DateTime<Utc>>, DbErr> {
    let row = feed::Entity::find()
        .filter(feed::COLUMN.person_id.eq(person.uuid()))
        .filter(feed::COLUMN.revoked_at.is_null())
        .one(db)
        .await?;
    Ok(row.map(|row| row.created_at.0))
}

/// Whose roster an address shows, unless it was revoked.
pub async fn find_feed_owner(db: &impl ConnectionTrait, token_hash: &[u8]) -> Result<Option<PersonId>, DbErr> {
    let row = feed::Entity::find()
        .filter(feed::COLUMN.token_hash.eq(token_hash))
        .filter(feed::COLUMN.revoked_at.is_null())
        .one(db)
        .await?;
    Ok(row.map(|row| PersonId::from_uuid(row.person_id)))
}
