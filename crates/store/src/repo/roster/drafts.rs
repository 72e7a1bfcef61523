use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ids::{DraftId, HallId, PersonId, PostId, ShiftId},
    roster::Placing,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, entity::prelude::*, sea_query::OnConflict};

use crate::{
    entity::{
        instant,
        roster::planning::{cell, draft},
    },
    repo::{CHUNK, among},
};

/// A hall's month in planning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftRecord {
    /// The draft.
    pub id: DraftId,
    /// Counts up with every change.
    pub version: i32,
    /// Who changed it last.
    pub edited_by: PersonId,
    /// When.
    pub edited_at: DateTime<Utc>,
}

/// A cell of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellRecord {
    /// Whose.
    pub person: PersonId,
    /// The date.
    pub date: NaiveDate,
    /// The shift; none is a day off.
    pub shift: Option<ShiftId>,
    /// Where.
    pub place: Placing<PostId>,
}

/// The draft of a hall's month, if there is one.
pub async fn find_draft(
    db: &impl ConnectionTrait,
    hall: HallId,
    month: NaiveDate,
) -> Result<Option<DraftRecord>, DbErr> {
    let row = draft::Entity::find()
        .filter(draft::COLUMN.hall_id.eq(hall.uuid()))
        .filter(draft::COLUMN.month.eq(month))
        .one(db)
        .await?;
    Ok(row.map(|row| DraftRecord {
        id: DraftId::from_uuid(row.id),
        version: row.version,
        edited_by: PersonId::from_uuid(row.edited_by),
        edited_at: row.edited_at.0,
    }))
}

/// Stores a draft; a second one of the same month is a unique violation.
pub async fn create_draft(
    db: &impl ConnectionTrait,
    hall: HallId,
    month: NaiveDate,
    new: DraftRecord,
) -> Result<(), DbErr> {
    let columns = draft::ActiveModel {
        id: Set(new.id.uuid()),
        hall_id: Set(hall.uuid()),
        month: Set(month),
        version: Set(new.version),
        edited_by: Set(new.edited_by.uuid()),
        edited_at: Set(instant(new.edited_at)),
    };
    draft::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Stores who changed a draft, and its new version; says whether it still was the version before it.
pub async fn update_draft(db: &impl ConnectionTrait, changed: DraftRecord) -> Result<bool, DbErr> {
    let done = draft::Entity::update_many()
        .col_expr(draft::Column::Version, Expr::value(changed.version))
        .col_expr(draft::Column::EditedBy, Expr::value(changed.edited_by.uuid()))
        .col_expr(draft::Column::EditedAt, Expr::value(instant(changed.edited_at)))
        .filter(draft::COLUMN.id.eq(changed.id.uuid()))
        .filter(draft::COLUMN.version.eq(changed.version - 1))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The cells of a draft, by person and date.
pub async fn list_cells(db: &impl ConnectionTrait, draft: DraftId) -> Result<Vec<CellRecord>, DbErr> {
    let rows = cell::Entity::find()
        .filter(cell::COLUMN.draft_id.eq(draft.uuid()))
        .order_by_asc(cell::COLUMN.person_id)
        .order_by_asc(cell::COLUMN.work_date)
        .all(db)
        .await?;
    let record = |row: cell::Model| CellRecord {
        person: PersonId::from_uuid(row.person_id),
        date: row.work_date,
        shift: row.shift_id.map(ShiftId::from_uuid),
        place: match row.post_id {
            Some(post) => Placing::At(PostId::from_uuid(post)),
            None if row.own_post => Placing::Own,
            None => Placing::Published,
        },
    };
    Ok(rows.into_iter().map(record).collect())
}

/// Whether any draft gives a shift to somebody on a date or later.
pub async fn is_drafted(db: &impl ConnectionTrait, shift: ShiftId, from: NaiveDate) -> Result<bool, DbErr> {
    let cell = cell::Entity::find()
        .filter(cell::COLUMN.shift_id.eq(shift.uuid()))
        .filter(cell::COLUMN.work_date.gte(from))
        .one(db)
        .await?;
    Ok(cell.is_some())
}

/// Stores cells, each in the place of the one that was there.
pub async fn put_cells(db: &impl ConnectionTrait, draft: DraftId, cells: &[CellRecord]) -> Result<(), DbErr> {
    use cell::Column::{DraftId, OwnPost, PersonId, PostId as Post, ShiftId as Shift, WorkDate};
    let replace = OnConflict::columns([DraftId, PersonId, WorkDate]).update_columns([Shift, Post, OwnPost]).to_owned();
    for cells in cells.chunks(CHUNK) {
        let rows = cells.iter().map(|record| cell::ActiveModel {
            draft_id: Set(draft.uuid()),
            person_id: Set(record.person.uuid()),
            work_date: Set(record.date),
            shift_id: Set(record.shift.map(ShiftId::uuid)),
            post_id: Set(match record.place {
                Placing::At(post) => Some(post.uuid()),
                Placing::Own | Placing::Published => None,
            }),
            own_post: Set(record.place == Placing::Own),
        });
        cell::Entity::insert_many(rows).on_conflict(replace.clone()).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Takes cells out of a draft.
pub async fn remove_cells(
    db: &impl ConnectionTrait,
    draft: DraftId,
    cells: &[(PersonId, NaiveDate)],
) -> Result<(), DbErr> {
    for by_person in cells.chunk_by(|a, b| a.0 == b.0) {
        let Some((person, _)) = by_person.first() else { continue };
        cell::Entity::delete_many()
            .filter(cell::COLUMN.draft_id.eq(draft.uuid()))
            .filter(cell::COLUMN.person_id.eq(person.uuid()))
            .filter(among(db, cell::Column::WorkDate, by_person.iter().map(|(_, date)| *date)))
            .exec(db)
            .await?;
    }
    Ok(())
}
