use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    accounts::Limit,
    ids::{PersonId, SessionId},
    policy::Grant,
};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbErr, ExprTrait, QueryOrder, entity::prelude::*, sea_query::OnConflict,
};

use super::{appointments::appointment_of, people::PersonRecord};
use crate::{
    entity::{
        accounts::{appointment, challenge, person, refused_form, session, throttle},
        instant,
    },
    repo::among,
};

/// A session to open.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
    /// SHA-256 of the token.
    pub token_hash: Vec<u8>,
    /// The browser's user agent, shortened.
    pub user_agent: String,
    /// The client's address.
    pub address: String,
    /// Sign-in.
    pub now: DateTime<Utc>,
    /// End, if it is not used before.
    pub expires_at: DateTime<Utc>,
}

/// A session as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRecord {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
    /// The browser's user agent.
    pub user_agent: String,
    /// Sign-in.
    pub created_at: DateTime<Utc>,
    /// Last recorded use.
    pub last_used_at: DateTime<Utc>,
    /// End, if it is not used before.
    pub expires_at: DateTime<Utc>,
}

impl From<session::Model> for SessionRecord {
    fn from(row: session::Model) -> Self {
        Self {
            id: SessionId::from_uuid(row.id),
            person: PersonId::from_uuid(row.person_id),
            user_agent: row.user_agent,
            created_at: row.created_at.0,
            last_used_at: row.last_used_at.0,
            expires_at: row.expires_at.0,
        }
    }
}

/// Opens a session.
pub async fn create_session(db: &impl ConnectionTrait, new: NewSession) -> Result<(), DbErr> {
    let columns = session::ActiveModel {
        id: Set(new.id.uuid()),
        person_id: Set(new.person.uuid()),
        token_hash: Set(new.token_hash),
        user_agent: Set(new.user_agent),
        address: Set(new.address),
        created_at: Set(instant(new.now)),
        last_used_at: Set(instant(new.now)),
        expires_at: Set(instant(new.expires_at)),
        ended_at: Set(None),
    };
    session::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Somebody whose session is live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionHolder {
    /// The session.
    pub session: SessionRecord,
    /// Whose.
    pub person: PersonRecord,
    /// What they may on the day that was asked about.
    pub grants: Vec<Grant>,
}

/// Whose live sessions some tokens are, by the tokens' hashes, and what they may on a date: asked at every request,
/// so it is one query.
pub async fn find_session_holders(
    db: &impl ConnectionTrait,
    token_hashes: &[Vec<u8>],
    now: DateTime<Utc>,
    on: NaiveDate,
) -> Result<HashMap<Vec<u8>, SessionHolder>, DbErr> {
    // By their tokens alone: asked for those that have not expired as well, PostgreSQL looks through all of these.
    let rows = session::Entity::find()
        .filter(among(db, session::Column::TokenHash, token_hashes.iter().cloned()))
        .find_also_related(person::Entity)
        .and_also_related(appointment::Entity)
        .all(db)
        .await?;
    let mut found = HashMap::<Vec<u8>, SessionHolder>::new();
    for (session, person, appointment) in rows {
        let is_live = session.ended_at.is_none() && now < session.expires_at.0;
        let Some(person) = person.filter(|_| is_live) else { continue };
        // All of a person's appointments are a few; those of other dates are left out here, since a condition
        // on the joined rows would drop whoever has none.
        let held = appointment.as_ref().and_then(appointment_of).filter(|held| held.is_on(on));
        let holder = found.entry(session.token_hash.clone()).or_insert_with(|| SessionHolder {
            session: session.into(),
            person: person.into(),
            grants: Vec::new(),
        });
        holder.grants.extend(held.map(|held| held.grant));
    }
    Ok(found)
}

/// Live sessions of a person, last used first.
pub async fn list_sessions(
    db: &impl ConnectionTrait,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<SessionRecord>, DbErr> {
    let rows = session::Entity::find()
        .filter(session::COLUMN.person_id.eq(person.uuid()))
        .filter(session::COLUMN.ended_at.is_null())
        .filter(session::COLUMN.expires_at.gt(instant(now)))
        .order_by_desc(session::COLUMN.last_used_at)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Notes that a session is in use, and moves its end.
pub async fn touch_session(
    db: &impl ConnectionTrait,
    id: SessionId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    session::Entity::update_many()
        .col_expr(session::Column::LastUsedAt, Expr::value(instant(now)))
        .col_expr(session::Column::ExpiresAt, Expr::value(instant(expires_at)))
        .filter(session::COLUMN.id.eq(id.uuid()))
        .filter(session::COLUMN.ended_at.is_null())
        .exec(db)
        .await
        .map(drop)
}

/// Ends one session of a person, and with it what waits for its pages; says whether it was live.
pub async fn end_session(
    db: &impl ConnectionTrait,
    person: PersonId,
    id: SessionId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let ended = session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(instant(now)))
        .filter(session::COLUMN.id.eq(id.uuid()))
        .filter(session::COLUMN.person_id.eq(person.uuid()))
        .filter(session::COLUMN.ended_at.is_null())
        .exec(db)
        .await?;
    refused_form::Entity::delete_many()
        .filter(refused_form::COLUMN.session_id.eq(id.uuid()))
        .filter(refused_form::COLUMN.person_id.eq(person.uuid()))
        .exec(db)
        .await?;
    Ok(ended.rows_affected == 1)
}

/// Ends all sessions of a person, but perhaps one, and what waits for their pages; returns how many.
pub async fn end_sessions(
    db: &impl ConnectionTrait,
    person: PersonId,
    except: Option<SessionId>,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let mut update = session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(instant(now)))
        .filter(session::COLUMN.person_id.eq(person.uuid()))
        .filter(session::COLUMN.ended_at.is_null());
    let mut forms = refused_form::Entity::delete_many().filter(refused_form::COLUMN.person_id.eq(person.uuid()));
    if let Some(except) = except {
        update = update.filter(session::COLUMN.id.ne(except.uuid()));
        forms = forms.filter(refused_form::COLUMN.session_id.ne(except.uuid()));
    }
    forms.exec(db).await?;
    Ok(update.exec(db).await?.rows_affected)
}

/// Counts a try under a key; says whether it is still within the limit.
pub async fn count_try(db: &impl ConnectionTrait, key: &str, limit: Limit, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let since = now - limit.window;
    throttle::Entity::delete_many()
        .filter(throttle::COLUMN.key.eq(key))
        .filter(throttle::COLUMN.window_start.lte(instant(since)))
        .exec(db)
        .await?;
    let first = throttle::ActiveModel { key: Set(key.to_owned()), window_start: Set(instant(now)), tries: Set(1) };
    let counted = OnConflict::column(throttle::Column::Key)
        .value(throttle::Column::Tries, Expr::col((throttle::Entity, throttle::Column::Tries)).add(1))
        .to_owned();
    throttle::Entity::insert(first).on_conflict(counted).exec_without_returning(db).await?;
    let row = throttle::Entity::find_by_id(key).one(db).await?;
    Ok(row.is_some_and(|row| i64::from(row.tries) <= i64::from(limit.tries)))
}

/// Takes one try back, after a success: a hall that shares one address signs in every morning.
pub async fn forgive_try(db: &impl ConnectionTrait, key: &str) -> Result<(), DbErr> {
    throttle::Entity::update_many()
        .col_expr(throttle::Column::Tries, Expr::col(throttle::Column::Tries).sub(1))
        .filter(throttle::COLUMN.key.eq(key))
        .exec(db)
        .await
        .map(drop)
}

/// Forgets the tries under a key, after a success.
pub async fn clear_throttle(db: &impl ConnectionTrait, key: &str) -> Result<(), DbErr> {
    throttle::Entity::delete_by_id(key).exec(db).await.map(drop)
}

/// Housekeeping: challenges and refused forms past their end, and counters older than any limit's window.
pub async fn remove_expired(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), DbErr> {
    refused_form::Entity::delete_many().filter(refused_form::COLUMN.expires_at.lte(instant(now))).exec(db).await?;
    challenge::Entity::delete_many().filter(challenge::COLUMN.expires_at.lte(instant(now))).exec(db).await?;
    let old = instant(now - chrono::TimeDelta::days(2));
    throttle::Entity::delete_many().filter(throttle::COLUMN.window_start.lte(old)).exec(db).await.map(drop)
}
