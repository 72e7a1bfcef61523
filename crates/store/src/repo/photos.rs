//! Photos that people hand in: what is known of each. The pictures themselves are not in the database.

use chrono::{DateTime, Utc};
use domain::{
    ids::{PersonId, PhotoId},
    photos::PhotoSubject,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::{instant, photos::photo},
    repo::{CHUNK, among},
};

/// A photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoRecord {
    /// The photo.
    pub id: PhotoId,
    /// Who handed it in.
    pub owner: PersonId,
    /// What it belongs to, once it does.
    pub subject: Option<PhotoSubject>,
    /// SHA-256 of the picture before it was sealed.
    pub digest: Vec<u8>,
    /// Bytes of the same.
    pub size: i32,
    /// Points from left to right.
    pub width: i32,
    /// Points from top to bottom.
    pub height: i32,
    /// What it is encoded as.
    pub media_type: String,
    /// When it was handed in.
    pub at: DateTime<Utc>,
}

/// Notes a photo whose picture is about to be stored.
pub async fn create_photo(db: &impl ConnectionTrait, new: &PhotoRecord) -> Result<(), DbErr> {
    let columns = photo::ActiveModel {
        id: Set(new.id.uuid()),
        owner_id: Set(new.owner.uuid()),
        used_for: Set(None),
        subject_id: Set(None),
        digest: Set(new.digest.clone()),
        size: Set(new.size),
        width: Set(new.width),
        height: Set(new.height),
        media_type: Set(new.media_type.clone()),
        at: Set(instant(new.at)),
        stored_at: Set(None),
        attached_at: Set(None),
        erased_at: Set(None),
    };
    photo::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Notes that the picture is stored.
pub async fn put_stored(db: &impl ConnectionTrait, id: PhotoId, now: DateTime<Utc>) -> Result<(), DbErr> {
    photo::Entity::update_many()
        .col_expr(photo::Column::StoredAt, Expr::value(instant(now)))
        .filter(photo::COLUMN.id.eq(id.uuid()))
        .exec(db)
        .await
        .map(drop)
}

/// A photo whose picture is there.
pub async fn find_photo(db: &impl ConnectionTrait, id: PhotoId) -> Result<Option<PhotoRecord>, DbErr> {
    there().filter(photo::COLUMN.id.eq(id.uuid())).one(db).await?.map(record_of).transpose()
}

/// The same picture of the same person that belongs to nothing yet, or to one thing already: sent again, it is
/// one photo.
pub async fn find_same(
    db: &impl ConnectionTrait,
    owner: PersonId,
    digest: &[u8],
    subject: Option<PhotoSubject>,
) -> Result<Option<PhotoRecord>, DbErr> {
    let free = photo::COLUMN.subject_id.is_null();
    let there = there().filter(photo::COLUMN.owner_id.eq(owner.uuid())).filter(photo::COLUMN.digest.eq(digest));
    let found = match subject {
        None => there.filter(free),
        Some(subject) => there.filter(free.or(photo::COLUMN.subject_id.eq(subject.uuid()))),
    };
    // One that is attached comes first: NULL sorts differently on the two databases.
    let mut found = found.all(db).await?;
    found.sort_by_key(|row| row.subject_id.is_none());
    found.into_iter().next().map(record_of).transpose()
}

/// Gives photos of somebody that belong to nothing yet to one thing; says how many there were.
pub async fn attach_photos(
    db: &impl ConnectionTrait,
    owner: PersonId,
    ids: &[PhotoId],
    subject: PhotoSubject,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let done = photo::Entity::update_many()
        .col_expr(photo::Column::UsedFor, Expr::value(subject.used_for().code()))
        .col_expr(photo::Column::SubjectId, Expr::value(subject.uuid()))
        .col_expr(photo::Column::AttachedAt, Expr::value(instant(now)))
        .filter(among(db, photo::Column::Id, ids.iter().map(|id| id.uuid())))
        .filter(photo::COLUMN.owner_id.eq(owner.uuid()))
        .filter(photo::COLUMN.subject_id.is_null())
        .filter(photo::COLUMN.stored_at.is_not_null())
        .filter(photo::COLUMN.erased_at.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// Photos of some things, in the order in which they came.
pub async fn list_photos(db: &impl ConnectionTrait, subjects: &[Uuid]) -> Result<Vec<PhotoRecord>, DbErr> {
    let mut found = Vec::new();
    for subjects in subjects.chunks(CHUNK) {
        let rows = there()
            .filter(among(db, photo::Column::SubjectId, subjects.iter().copied()))
            .order_by_asc(photo::COLUMN.id)
            .all(db)
            .await?;
        for row in rows {
            found.push(record_of(row)?);
        }
    }
    Ok(found)
}

/// Which of some pictures belong to what: each digest with the bare ids of its things.
pub async fn list_uses(db: &impl ConnectionTrait, digests: &[Vec<u8>]) -> Result<Vec<(Vec<u8>, Uuid)>, DbErr> {
    let mut found = Vec::new();
    for digests in digests.chunks(CHUNK) {
        let rows = photo::Entity::find()
            .filter(among(db, photo::Column::Digest, digests.iter().cloned()))
            .filter(photo::COLUMN.subject_id.is_not_null())
            .all(db)
            .await?;
        found.extend(rows.into_iter().filter_map(|row| Some((row.digest, row.subject_id?))));
    }
    Ok(found)
}

/// How many photos of somebody belong to nothing.
pub async fn count_loose(db: &impl ConnectionTrait, owner: PersonId) -> Result<u64, DbErr> {
    photo::Entity::find()
        .filter(photo::COLUMN.owner_id.eq(owner.uuid()))
        .filter(photo::COLUMN.subject_id.is_null())
        .count(db)
        .await
}

/// Photos from before an instant that belong to nothing.
pub async fn list_orphans(db: &impl ConnectionTrait, before: DateTime<Utc>, limit: u64) -> Result<Vec<PhotoId>, DbErr> {
    let rows = photo::Entity::find()
        .filter(photo::COLUMN.subject_id.is_null())
        .filter(photo::COLUMN.at.lt(instant(before)))
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| PhotoId::from_uuid(row.id)).collect())
}

/// Photos that have belonged to something since before an instant, and whose pictures are still there.
pub async fn list_outlived(
    db: &impl ConnectionTrait,
    before: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<PhotoId>, DbErr> {
    let rows = there().filter(photo::COLUMN.attached_at.lt(instant(before))).limit(limit).all(db).await?;
    Ok(rows.into_iter().map(|row| PhotoId::from_uuid(row.id)).collect())
}

/// Takes a photo out of use that belongs to nothing, before its picture is erased; says whether it did.
pub async fn retire_orphan(db: &impl ConnectionTrait, id: PhotoId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let done = photo::Entity::update_many()
        .col_expr(photo::Column::ErasedAt, Expr::value(instant(now)))
        .filter(photo::COLUMN.id.eq(id.uuid()))
        .filter(photo::COLUMN.subject_id.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Forgets a photo that belongs to nothing, once its picture is erased.
pub async fn delete_orphan(db: &impl ConnectionTrait, id: PhotoId) -> Result<(), DbErr> {
    photo::Entity::delete_many()
        .filter(photo::COLUMN.id.eq(id.uuid()))
        .filter(photo::COLUMN.subject_id.is_null())
        .exec(db)
        .await
        .map(drop)
}

/// Notes that a photo's picture is gone; that there was one stays known.
pub async fn put_erased(db: &impl ConnectionTrait, id: PhotoId, now: DateTime<Utc>) -> Result<(), DbErr> {
    photo::Entity::update_many()
        .col_expr(photo::Column::ErasedAt, Expr::value(instant(now)))
        .filter(photo::COLUMN.id.eq(id.uuid()))
        .exec(db)
        .await
        .map(drop)
}

fn there() -> Select<photo::Entity> {
    photo::Entity::find().filter(photo::COLUMN.stored_at.is_not_null()).filter(photo::COLUMN.erased_at.is_null())
}

fn record_of(row: photo::Model) -> Result<PhotoRecord, DbErr> {
    let used_for = row.used_for.as_deref().map(str::parse).transpose();
    let used_for = used_for.map_err(|_| DbErr::Type("a photo is used for what is nothing".to_owned()))?;
    Ok(PhotoRecord {
        id: PhotoId::from_uuid(row.id),
        owner: PersonId::from_uuid(row.owner_id),
        subject: used_for.zip(row.subject_id).map(|(used_for, id)| PhotoSubject::of(used_for, id)),
        digest: row.digest,
        size: row.size,
        width: row.width,
        height: row.height,
        media_type: row.media_type,
        at: row.at.0,
    })
}
