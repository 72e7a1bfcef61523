use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    ids::{ApprovalId, HandoverItemId, PersonId},
    leave::{HandoverItem, HandoverPart},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, TryInsertResult, entity::prelude::*};

use crate::{
    entity::{
        instant,
        leave::after::{item, sign, told},
    },
    repo::{CHUNK, among, word},
};

/// Notes that people are told something about a request; says whether they were not told before.
pub async fn tell_once(
    db: &impl ConnectionTrait,
    id: ApprovalId,
    what: &str,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let row = told::ActiveModel { request_id: Set(id.uuid()), what: Set(what.to_owned()), at: Set(instant(now)) };
    let inserted = told::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(db).await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1..)))
}

/// Of some requests, those about which something was told.
pub async fn list_told(db: &impl ConnectionTrait, ids: &[ApprovalId], what: &str) -> Result<Vec<ApprovalId>, DbErr> {
    let mut found = Vec::new();
    for ids in ids.chunks(CHUNK) {
        let rows = told::Entity::find()
            .filter(among(db, told::Column::RequestId, ids.iter().map(|id| id.uuid())))
            .filter(told::COLUMN.what.eq(what))
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|row| ApprovalId::from_uuid(row.request_id)));
    }
    Ok(found)
}

/// A list as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandoverRecord {
    /// Its items, the first added first.
    pub items: Vec<HandoverItem>,
    /// Whose word was given, and when.
    pub signs: BTreeMap<HandoverPart, (PersonId, DateTime<Utc>)>,
}

/// The lists of some requests; none where nothing was written yet.
pub async fn find_handovers(
    db: &impl ConnectionTrait,
    ids: &[ApprovalId],
) -> Result<BTreeMap<ApprovalId, HandoverRecord>, DbErr> {
    let mut found = BTreeMap::<ApprovalId, HandoverRecord>::new();
    for ids in ids.chunks(CHUNK) {
        let uuids = || ids.iter().map(|id| id.uuid());
        let items = item::Entity::find()
            .filter(among(db, item::Column::RequestId, uuids()))
            .order_by_asc(item::COLUMN.added_at)
            .order_by_asc(item::COLUMN.id)
            .all(db)
            .await?;
        for row in items {
            let list = found.entry(ApprovalId::from_uuid(row.request_id)).or_default();
            let id = HandoverItemId::from_uuid(row.id);
            list.items.push(HandoverItem { id, text: row.content, taken_at: row.taken_at.map(|at| at.0) });
        }
        for row in sign::Entity::find().filter(among(db, sign::Column::RequestId, uuids())).all(db).await? {
            let list = found.entry(ApprovalId::from_uuid(row.request_id)).or_default();
            list.signs.insert(word(&row.part)?, (PersonId::from_uuid(row.person_id), row.at.0));
        }
    }
    Ok(found)
}

/// Adds an item to a list. Sent twice, it is one.
pub async fn add_handover_item(
    db: &impl ConnectionTrait,
    request: ApprovalId,
    (id, text): (HandoverItemId, &str),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = item::ActiveModel {
        id: Set(id.uuid()),
        request_id: Set(request.uuid()),
        content: Set(text.to_owned()),
        added_at: Set(instant(now)),
        taken_at: Set(None),
        taken_by: Set(None),
    };
    item::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(db).await.map(drop)
}

/// Notes that an item of a list was taken; says whether there is such an item that was not.
pub async fn take_handover_item(
    db: &impl ConnectionTrait,
    (request, id): (ApprovalId, HandoverItemId),
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let done = item::Entity::update_many()
        .col_expr(item::Column::TakenAt, Expr::value(instant(now)))
        .col_expr(item::Column::TakenBy, Expr::value(by.uuid()))
        .filter(item::COLUMN.id.eq(id.uuid()))
        .filter(item::COLUMN.request_id.eq(request.uuid()))
        .filter(item::COLUMN.taken_at.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Stores somebody's word for a whole list.
pub async fn sign_handover(
    db: &impl ConnectionTrait,
    request: ApprovalId,
    (part, by): (HandoverPart, PersonId),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = sign::ActiveModel {
        request_id: Set(request.uuid()),
        part: Set(part.code().to_owned()),
        person_id: Set(by.uuid()),
        at: Set(instant(now)),
    };
    sign::Entity::insert(row).exec_without_returning(db).await.map(drop)
}
