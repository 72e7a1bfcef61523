//! Forms that were sent without a script and refused, sealed.

use chrono::{DateTime, Utc};
use domain::ids::{PersonId, SessionId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, entity::prelude::*, sea_query::OnConflict};

use crate::entity::{accounts::refused_form, instant};

/// Keeps a form for a person's session; the one before it goes.
pub async fn keep_refused_form(
    db: &impl ConnectionTrait,
    (session, person): (SessionId, PersonId),
    sealed: Vec<u8>,
    expires_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns = refused_form::ActiveModel {
        session_id: Set(session.uuid()),
        person_id: Set(person.uuid()),
        sealed: Set(sealed),
        expires_at: Set(instant(expires_at)),
    };
    let latest = OnConflict::column(refused_form::Column::SessionId)
        .update_columns([refused_form::Column::Sealed, refused_form::Column::ExpiresAt])
        .to_owned();
    refused_form::Entity::insert(columns).on_conflict(latest).exec_without_returning(db).await.map(drop)
}

/// The form of a session, unless its time is over.
pub async fn find_refused_form(
    db: &impl ConnectionTrait,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<Option<Vec<u8>>, DbErr> {
    let row = refused_form::Entity::find_by_id(session.uuid()).one(db).await?;
    Ok(row.filter(|row| row.expires_at.0 > now).map(|row| row.sealed))
}
