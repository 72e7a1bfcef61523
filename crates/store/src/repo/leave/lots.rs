use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ids::{ChildId, LotId, PersonId},
    leave::{LeaveKind, LeaveLot},
};
use sea_orm::{ActiveValue::Set, Condition, ConnectionTrait, DbErr, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::{accounts::person, instant, leave::lot},
    repo::{CHUNK, accounts::PersonRecord, among, word},
};

/// A lot as stored, empty until its lines are added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotRecord {
    /// Whose.
    pub person: PersonId,
    /// The lot, with no size and nothing taken.
    pub lot: LeaveLot,
    /// The child whose year it is, of childcare leave by law.
    pub child: Option<ChildId>,
    /// Why, where HR made it.
    pub reason: Option<String>,
    /// Who made it; nobody where the program did.
    pub by: Option<PersonId>,
}

/// Stores a new lot. A second one of the law for the same year, or the same
/// year of a child, is a unique violation; so is a second one carried.
pub async fn create_lot(db: &impl ConnectionTrait, new: &LotRecord, now: DateTime<Utc>) -> Result<(), DbErr> {
    let columns = lot::ActiveModel {
        id: Set(new.lot.id.uuid()),
        person_id: Set(new.person.uuid()),
        kind: Set(new.lot.kind.code().to_owned()),
        source: Set(new.lot.source.code().to_owned()),
        year: Set(new.lot.year),
        child_id: Set(new.child.map(ChildId::uuid)),
        valid_from: Set(new.lot.valid_from),
        expires_on: Set(new.lot.expires_on),
        reason: Set(new.reason.clone()),
        created_by: Set(new.by.map(PersonId::uuid)),
        created_at: Set(instant(now)),
    };
    lot::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// The lots of some people and kinds, the one that expires first before the others.
pub async fn list_lots(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    kinds: &[LeaveKind],
) -> Result<Vec<LotRecord>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let rows = lot::Entity::find()
            .filter(among(db, lot::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(lot::COLUMN.kind.is_in(kinds.iter().map(|kind| kind.code())))
            .order_by_asc(lot::COLUMN.expires_on)
            .order_by_asc(lot::COLUMN.id)
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(record_of).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// People who are employed on any day from one date on, by id after one of them: a page of the job that
/// grants a year.
pub async fn list_employed(
    db: &impl ConnectionTrait,
    from: NaiveDate,
    after: Option<PersonId>,
    limit: u64,
) -> Result<Vec<PersonRecord>, DbErr> {
    let mut query = person::Entity::find()
        .filter(Condition::any().add(person::COLUMN.left_on.is_null()).add(person::COLUMN.left_on.gte(from)));
    if let Some(after) = after {
        query = query.filter(person::COLUMN.id.gt(after.uuid()));
    }
    let rows = query.order_by_asc(person::COLUMN.id).limit(limit).all(db).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

fn record_of(row: lot::Model) -> Result<LotRecord, DbErr> {
    Ok(LotRecord {
        person: PersonId::from_uuid(row.person_id),
        lot: LeaveLot {
            id: LotId::from_uuid(row.id),
            kind: word(&row.kind)?,
            source: word(&row.source)?,
            year: row.year,
            valid_from: row.valid_from,
            expires_on: row.expires_on,
            granted: 0,
            pending: 0,
            used: 0,
        },
        child: row.child_id.map(ChildId::from_uuid),
        reason: row.reason,
        by: row.created_by.map(PersonId::from_uuid),
    })
}
