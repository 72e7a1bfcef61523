use chrono::{DateTime, Utc};
use domain::{
    ids::{ChildId, PersonId},
    leave::ChildState,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::{instant, leave::child},
    repo::word,
};

/// A child that a parent has told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildRecord {
    /// The child.
    pub id: ChildId,
    /// Its parent.
    pub person: PersonId,
    /// When it was born, sealed; none where that is not needed any more.
    pub sealed: Option<Vec<u8>>,
    /// How it stands.
    pub state: ChildState,
    /// Why it was refused.
    pub reason: Option<String>,
    /// When it was told of, which is when consent was given.
    pub declared_at: DateTime<Utc>,
}

/// Stores a child that somebody has told of. A second one of the same id is a unique violation.
pub async fn create_child(db: &impl ConnectionTrait, new: &ChildRecord) -> Result<(), DbErr> {
    let columns = child::ActiveModel {
        id: Set(new.id.uuid()),
        person_id: Set(new.person.uuid()),
        sealed: Set(new.sealed.clone()),
        state: Set(new.state.code().to_owned()),
        reason: Set(new.reason.clone()),
        declared_at: Set(instant(new.declared_at)),
        settled_at: Set(None),
        settled_by: Set(None),
    };
    child::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Stores how a child stands from now on, and who has said so; nobody where time has. Where when it was born is not
/// needed any more, it is erased.
pub async fn settle_child(
    db: &impl ConnectionTrait,
    id: ChildId,
    (state, reason): (ChildState, Option<&str>),
    (by, now): (Option<PersonId>, DateTime<Utc>),
) -> Result<(), DbErr> {
    let mut update = child::Entity::update_many()
        .col_expr(child::Column::State, Expr::value(state.code()))
        .col_expr(child::Column::Reason, Expr::value(reason))
        .col_expr(child::Column::SettledAt, Expr::value(instant(now)))
        .col_expr(child::Column::SettledBy, Expr::value(by.map(PersonId::uuid)))
        .filter(child::COLUMN.id.eq(id.uuid()));
    if !state.is_kept() {
        update = update.col_expr(child::Column::Sealed, Expr::value(None::<Vec<u8>>));
    }
    update.exec(db).await.map(drop)
}

/// One child.
pub async fn find_child(db: &impl ConnectionTrait, id: ChildId) -> Result<Option<ChildRecord>, DbErr> {
    child::Entity::find_by_id(id.uuid()).one(db).await?.map(record_of).transpose()
}

/// The children that somebody has told of, in that order.
pub async fn list_children(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<ChildRecord>, DbErr> {
    let rows = child::Entity::find()
        .filter(child::COLUMN.person_id.eq(person.uuid()))
        .order_by_asc(child::COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(record_of).collect()
}

/// Children whose birth date is kept, by id after one of them: a page of the job that grants their years.
pub async fn list_kept_children(
    db: &impl ConnectionTrait,
    after: Option<ChildId>,
    limit: u64,
) -> Result<Vec<ChildRecord>, DbErr> {
    let kept = ChildState::ALL.iter().filter(|state| state.is_kept()).map(|state| state.code());
    let mut query = child::Entity::find().filter(child::COLUMN.state.is_in(kept));
    if let Some(after) = after {
        query = query.filter(child::COLUMN.id.gt(after.uuid()));
    }
    let rows = query.order_by_asc(child::COLUMN.id).limit(limit).all(db).await?;
    rows.into_iter().map(record_of).collect()
}

fn record_of(row: child::Model) -> Result<ChildRecord, DbErr> {
    Ok(ChildRecord {
        id: ChildId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person_id),
        sealed: row.sealed,
        state: word(&row.state)?,
        reason: row.reason,
        declared_at: row.declared_at.0,
    })
}
