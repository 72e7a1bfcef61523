use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::ids::{ChallengeId, InviteId, PasskeyId, PersonId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, PaginatorTrait, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::{
        accounts::{challenge, invite, passkey},
        instant,
    },
    repo::among,
};

/// An invitation as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InviteRecord {
    /// Its id.
    pub id: InviteId,
    /// Who is invited.
    pub person: PersonId,
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
}

/// Stores an invitation under the hash of its token.
pub async fn create_invite(
    db: &impl ConnectionTrait,
    record: InviteRecord,
    token_hash: Vec<u8>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns = invite::ActiveModel {
        id: Set(record.id.uuid()),
        person_id: Set(record.person.uuid()),
        token_hash: Set(token_hash),
        created_at: Set(instant(now)),
        expires_at: Set(instant(record.expires_at)),
        used_at: Set(None),
    };
    invite::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// The usable invitation of a token.
pub async fn find_invite(
    db: &impl ConnectionTrait,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<InviteRecord>, DbErr> {
    let found = invite::Entity::find()
        .filter(invite::COLUMN.token_hash.eq(token_hash.to_vec()))
        .filter(invite::COLUMN.used_at.is_null())
        .filter(invite::COLUMN.expires_at.gt(instant(now)))
        .one(db)
        .await?;
    Ok(found.map(|row| InviteRecord {
        id: InviteId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person_id),
        expires_at: row.expires_at.0,
    }))
}

/// Until when the newest usable invitation of a person lasts.
pub async fn open_invite_until(
    db: &impl ConnectionTrait,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, DbErr> {
    let found = invite::Entity::find()
        .filter(invite::COLUMN.person_id.eq(person.uuid()))
        .filter(invite::COLUMN.used_at.is_null())
        .filter(invite::COLUMN.expires_at.gt(instant(now)))
        .order_by_desc(invite::COLUMN.expires_at)
        .one(db)
        .await?;
    Ok(found.map(|row| row.expires_at.0))
}

/// Uses up an invitation; says whether it was still unused, so that of two at once only one wins.
pub async fn use_invite(db: &impl ConnectionTrait, id: InviteId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let used = invite::Entity::update_many()
        .col_expr(invite::Column::UsedAt, Expr::value(instant(now)))
        .filter(invite::COLUMN.id.eq(id.uuid()))
        .filter(invite::COLUMN.used_at.is_null())
        .exec(db)
        .await?;
    Ok(used.rows_affected == 1)
}

/// Withdraws the unused invitations of a person.
pub async fn end_open_invites(db: &impl ConnectionTrait, person: PersonId, now: DateTime<Utc>) -> Result<(), DbErr> {
    invite::Entity::update_many()
        .col_expr(invite::Column::UsedAt, Expr::value(instant(now)))
        .filter(invite::COLUMN.person_id.eq(person.uuid()))
        .filter(invite::COLUMN.used_at.is_null())
        .exec(db)
        .await
        .map(drop)
}

/// A passkey as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyRecord {
    /// Its id.
    pub id: PasskeyId,
    /// Whose.
    pub person: PersonId,
    /// The authenticator's own id of it.
    pub credential_id: Vec<u8>,
    /// webauthn-rs's credential, as JSON.
    pub credential: String,
    /// The device's name.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl From<passkey::Model> for PasskeyRecord {
    fn from(row: passkey::Model) -> Self {
        Self {
            id: PasskeyId::from_uuid(row.id),
            person: PersonId::from_uuid(row.person_id),
            credential_id: row.credential_id,
            credential: row.credential,
            name: row.name,
            created_at: row.created_at.0,
            last_used_at: row.last_used_at.map(|at| at.0),
        }
    }
}

/// Stores a passkey.
pub async fn create_passkey(db: &impl ConnectionTrait, record: PasskeyRecord) -> Result<(), DbErr> {
    let columns = passkey::ActiveModel {
        id: Set(record.id.uuid()),
        person_id: Set(record.person.uuid()),
        credential_id: Set(record.credential_id),
        credential: Set(record.credential),
        name: Set(record.name),
        created_at: Set(instant(record.created_at)),
        last_used_at: Set(record.last_used_at.map(instant)),
    };
    passkey::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// A passkey by the authenticator's id of it.
pub async fn find_passkey(db: &impl ConnectionTrait, credential_id: &[u8]) -> Result<Option<PasskeyRecord>, DbErr> {
    let found =
        passkey::Entity::find().filter(passkey::COLUMN.credential_id.eq(credential_id.to_vec())).one(db).await?;
    Ok(found.map(Into::into))
}

/// Passkeys of a person, newest first.
pub async fn find_passkeys(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<PasskeyRecord>, DbErr> {
    let rows = passkey::Entity::find()
        .filter(passkey::COLUMN.person_id.eq(person.uuid()))
        .order_by_desc(passkey::COLUMN.created_at)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// How many passkeys a person has.
pub async fn count_passkeys(db: &impl ConnectionTrait, person: PersonId) -> Result<u64, DbErr> {
    passkey::Entity::find().filter(passkey::COLUMN.person_id.eq(person.uuid())).count(db).await
}

/// Those of some people who have a passkey.
pub async fn people_with_passkeys(db: &impl ConnectionTrait, people: &[PersonId]) -> Result<HashSet<PersonId>, DbErr> {
    let found: Vec<Uuid> = passkey::Entity::find()
        .select_only()
        .column(passkey::Column::PersonId)
        .distinct()
        .filter(among(db, passkey::Column::PersonId, people.iter().map(|id| id.uuid())))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().map(PersonId::from_uuid).collect())
}

/// Notes a use: the authenticator's counter (inside `credential`) and the time.
pub async fn update_passkey_use(
    db: &impl ConnectionTrait,
    id: PasskeyId,
    credential: String,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    passkey::Entity::update_many()
        .col_expr(passkey::Column::Credential, Expr::value(credential))
        .col_expr(passkey::Column::LastUsedAt, Expr::value(instant(now)))
        .filter(passkey::COLUMN.id.eq(id.uuid()))
        .exec(db)
        .await
        .map(drop)
}

/// Removes a passkey of a person; says whether there was one. What it signed stays in the audit trail.
pub async fn remove_passkey(db: &impl ConnectionTrait, person: PersonId, id: PasskeyId) -> Result<bool, DbErr> {
    let removed = passkey::Entity::delete_many()
        .filter(passkey::COLUMN.id.eq(id.uuid()))
        .filter(passkey::COLUMN.person_id.eq(person.uuid()))
        .exec(db)
        .await?;
    Ok(removed.rows_affected == 1)
}

/// Keeps the server's half of a passkey ceremony.
pub async fn create_challenge(
    db: &impl ConnectionTrait,
    id: ChallengeId,
    state: String,
    expires_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns =
        challenge::ActiveModel { id: Set(id.uuid()), state: Set(state), expires_at: Set(instant(expires_at)) };
    challenge::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Takes it out again: a challenge is used once, whatever comes of it.
pub async fn take_challenge(
    db: &impl ConnectionTrait,
    id: ChallengeId,
    now: DateTime<Utc>,
) -> Result<Option<String>, DbErr> {
    let Some(found) = challenge::Entity::find_by_id(id.uuid()).one(db).await? else {
        return Ok(None);
    };
    let removed = challenge::Entity::delete_by_id(id.uuid()).exec(db).await?;
    Ok((removed.rows_affected == 1 && found.expires_at.0 > now).then_some(found.state))
}
