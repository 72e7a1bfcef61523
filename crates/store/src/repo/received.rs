//! What phones have sent: a command sent again is recognised by its person and id.

use chrono::{DateTime, Utc};
use domain::ids::PersonId;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, TryInsertResult, entity::prelude::*};

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

/// Puts a command's mark, unless it is there already; says whether it did. Of two at once the second waits until the
/// first has committed, and finds its mark, or was rolled back, and puts its own.
pub async fn claim(
    db: &impl ConnectionTrait,
    (person, client_id): (PersonId, Uuid),
    digest: Vec<u8>,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let columns = command::ActiveModel {
        person_id: Set(person.uuid()),
        client_id: Set(client_id),
        digest: Set(digest),
        // Until it is carried out, in the same transaction.
        answer: Set(String::new()),
        at: Set(instant(now)),
    };
    let claimed = command::Entity::insert(columns).on_conflict_do_nothing().exec_without_returning(db).await?;
    Ok(matches!(claimed, TryInsertResult::Inserted(1)))
}

/// Remembers what a claimed command was answered, as JSON.
pub async fn answer(
    db: &impl ConnectionTrait,
    (person, client_id): (PersonId, Uuid),
    answer: String,
) -> Result<(), DbErr> {
    command::Entity::update_many()
        .col_expr(command::Column::Answer, Expr::value(answer))
        .filter(command::COLUMN.person_id.eq(person.uuid()))
        .filter(command::COLUMN.client_id.eq(client_id))
        .exec(db)
        .await
        .map(drop)
}
