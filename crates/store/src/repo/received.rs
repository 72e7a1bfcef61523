//! What phones have sent: a command sent again is recognised by its person and id.

use chrono::{DateTime, Utc};
use domain::ids::PersonId;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, entity::prelude::*};

use crate::entity::{instant, received::command};

/// A command that was received, and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// SHA-256 of the command.
    pub digest: Vec<u8>,
    /// The answer as JSON.
    pub answer: String,
}

/// What a person's phone has sent under an id, if it has.
pub async fn find(db: &impl ConnectionTrait, person: PersonId, client_id: Uuid) -> Result<Option<Received>, DbErr> {
    let row = command::Entity::find_by_id((person.uuid(), client_id)).one(db).await?;
    Ok(row.map(|row| Received { digest: row.digest, answer: row.answer }))
}

/// Remembers a command and its answer; one that is there already is a unique violation.
pub async fn create(
    db: &impl ConnectionTrait,
    person: PersonId,
    client_id: Uuid,
    new: Received,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns = command::ActiveModel {
        person_id: Set(person.uuid()),
        client_id: Set(client_id),
        digest: Set(new.digest),
        answer: Set(new.answer),
        at: Set(instant(now)),
    };
    command::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}
