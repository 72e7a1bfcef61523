use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::FlowState,
    ids::{ApprovalId, PersonId},
    leave::CoverState,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, entity::prelude::*, sea_query::OnConflict};

use super::requests::{LeaveRequestRecord, in_states, record_of};
use crate::{
    entity::{
        instant,
        leave::{next_cover, request},
    },
    repo::{CHUNK, among},
};

/// Stores who covers, and what they have said.
pub async fn put_cover(
    db: &impl ConnectionTrait,
    id: ApprovalId,
    (person, state): (PersonId, CoverState),
) -> Result<(), DbErr> {
    request::Entity::update_many()
        .col_expr(request::Column::CoverId, Expr::value(person.uuid()))
        .col_expr(request::Column::CoverState, Expr::value(state.code()))
        .filter(request::COLUMN.id.eq(id.uuid()))
        .exec(db)
        .await
        .map(drop)
}

/// Stores who is asked to take over, in place of whoever was asked before.
pub async fn put_next_cover(
    db: &impl ConnectionTrait,
    id: ApprovalId,
    (person, by): (PersonId, PersonId),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use next_cover::Column::{AskedAt, AskedBy, PersonId as Person, RequestId};
    let row = next_cover::ActiveModel {
        request_id: Set(id.uuid()),
        person_id: Set(person.uuid()),
        asked_by: Set(by.uuid()),
        asked_at: Set(instant(now)),
    };
    let instead = OnConflict::column(RequestId).update_columns([Person, AskedBy, AskedAt]).to_owned();
    next_cover::Entity::insert(row).on_conflict(instead).exec_without_returning(db).await.map(drop)
}

/// Nobody is asked to take over any more.
pub async fn clear_next_cover(db: &impl ConnectionTrait, id: ApprovalId) -> Result<(), DbErr> {
    next_cover::Entity::delete_by_id(id.uuid()).exec(db).await.map(drop)
}

/// Who is asked to take over, of some requests.
pub async fn find_next_covers(
    db: &impl ConnectionTrait,
    ids: &[ApprovalId],
) -> Result<BTreeMap<ApprovalId, PersonId>, DbErr> {
    let mut found = BTreeMap::new();
    for ids in ids.chunks(CHUNK) {
        let asked = among(db, next_cover::Column::RequestId, ids.iter().map(|id| id.uuid()));
        for row in next_cover::Entity::find().filter(asked).all(db).await? {
            found.insert(ApprovalId::from_uuid(row.request_id), PersonId::from_uuid(row.person_id));
        }
    }
    Ok(found)
}

/// The leave in one of some states, from a day on, at which some people are asked to take over; each with who.
pub async fn list_next_covered_by(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    from: NaiveDate,
    states: &[FlowState],
) -> Result<Vec<(PersonId, LeaveRequestRecord)>, DbErr> {
    let mut asked = BTreeMap::new();
    for people in people.chunks(CHUNK) {
        let of_people = among(db, next_cover::Column::PersonId, people.iter().map(|id| id.uuid()));
        for row in next_cover::Entity::find().filter(of_people).all(db).await? {
            asked.insert(row.request_id, PersonId::from_uuid(row.person_id));
        }
    }
    let ids: Vec<Uuid> = asked.keys().copied().collect();
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let rows = in_states(states)
            .filter(among(db, request::Column::Id, ids.iter().copied()))
            .filter(request::COLUMN.to_on.gte(from))
            .all(db)
            .await?;
        for row in rows {
            let Some(person) = asked.get(&row.id).copied() else { continue };
            found.push((person, record_of(row)?));
        }
    }
    Ok(found)
}
