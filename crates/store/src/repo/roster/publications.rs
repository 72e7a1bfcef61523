use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ids::{HallId, PersonId, PublicationId, ReceiptId},
    roster::{Finding, RosterChange, RosterNews},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, PaginatorTrait, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::{
        accounts::person,
        instant,
        roster::{
            entry,
            planning::{publication, receipt},
        },
    },
    repo::{CHUNK, among, json},
};

/// A publication of a hall's month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicationRecord {
    /// The publication.
    pub id: PublicationId,
    /// The hall.
    pub hall: HallId,
    /// The first date of the month.
    pub month: NaiveDate,
    /// Who published.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
    /// Why rules of the house were broken.
    pub reason: Option<String>,
    /// Which.
    pub findings: Vec<Finding>,
}

/// Stores a publication.
pub async fn create_publication(db: &impl ConnectionTrait, new: &PublicationRecord) -> Result<(), DbErr> {
    let columns = publication::ActiveModel {
        id: Set(new.id.uuid()),
        hall_id: Set(new.hall.uuid()),
        month: Set(new.month),
        published_by: Set(new.by.uuid()),
        published_at: Set(instant(new.at)),
        reason: Set(new.reason.clone()),
        findings: Set(json::write(&new.findings)?),
    };
    publication::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// How many roster lines some people have had from one date to another, both included. Lines are only ever
/// added, so an unchanged number means that nothing has changed.
pub async fn count_lines(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<i64, DbErr> {
    let mut lines = 0;
    for people in people.chunks(CHUNK) {
        let count = entry::Entity::find()
            .filter(among(db, entry::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(entry::COLUMN.work_date.between(from, to))
            .count(db)
            .await?;
        lines += i64::try_from(count).map_err(|error| DbErr::Type(error.to_string()))?;
    }
    Ok(lines)
}

/// What was published to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptRecord {
    /// The receipt.
    pub id: ReceiptId,
    /// Whose.
    pub person: PersonId,
    /// The days that changed, by date; not empty.
    pub changes: Vec<RosterChange>,
}

/// Stores receipts of something published now at a hall; nobody has given them yet.
pub async fn create_receipts(
    db: &impl ConnectionTrait,
    hall: HallId,
    receipts: &[ReceiptRecord],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    for receipts in receipts.chunks(CHUNK) {
        let rows = receipts.iter().filter_map(|new| {
            let dates = || new.changes.iter().map(|change| change.date);
            Some((new, dates().min()?, dates().max()?))
        });
        let rows = rows.map(|(new, from, to)| {
            Ok(receipt::ActiveModel {
                id: Set(new.id.uuid()),
                hall_id: Set(hall.uuid()),
                person_id: Set(new.person.uuid()),
                from_on: Set(from),
                to_on: Set(to),
                published_at: Set(instant(now)),
                seen_at: Set(None),
                changes: Set(json::write(&new.changes)?),
            })
        });
        let rows = rows.collect::<Result<Vec<_>, DbErr>>()?;
        receipt::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The receipts that a person has not given yet, oldest first.
pub async fn list_open_receipts(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<RosterNews>, DbErr> {
    let rows = receipt::Entity::find()
        .filter(receipt::COLUMN.person_id.eq(person.uuid()))
        .filter(receipt::COLUMN.seen_at.is_null())
        .order_by_asc(receipt::COLUMN.published_at)
        .order_by_asc(receipt::COLUMN.id)
        .all(db)
        .await?;
    let news = |row: receipt::Model| {
        Ok(RosterNews {
            receipt: ReceiptId::from_uuid(row.id),
            published_at: row.published_at.0,
            changes: json::read(&row.changes)?,
        })
    };
    rows.into_iter().map(news).collect()
}

/// Marks receipts of a person as given; those that were given before stay as they were.
pub async fn acknowledge(
    db: &impl ConnectionTrait,
    person: PersonId,
    receipts: &[ReceiptId],
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let done = receipt::Entity::update_many()
        .col_expr(receipt::Column::SeenAt, Expr::value(instant(now)))
        .filter(receipt::COLUMN.person_id.eq(person.uuid()))
        .filter(among(db, receipt::Column::Id, receipts.iter().map(|id| id.uuid())))
        .filter(receipt::COLUMN.seen_at.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// Whose receipts about some dates of a hall are open, with the name and when it was published, by 工号.
pub async fn list_unacknowledged(
    db: &impl ConnectionTrait,
    hall: HallId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(PersonId, String, DateTime<Utc>)>, DbErr> {
    let rows: Vec<(Uuid, String, crate::entity::Instant)> = receipt::Entity::find()
        .join(
            sea_orm::JoinType::InnerJoin,
            receipt::Entity::belongs_to(person::Entity).from(receipt::Column::PersonId).to(person::Column::Id).into(),
        )
        .filter(receipt::COLUMN.hall_id.eq(hall.uuid()))
        .filter(receipt::COLUMN.seen_at.is_null())
        .filter(receipt::COLUMN.from_on.lte(to))
        .filter(receipt::COLUMN.to_on.gte(from))
        .order_by_asc(person::COLUMN.sign_in_name)
        .order_by_asc(receipt::COLUMN.published_at)
        .select_only()
        .column(receipt::Column::PersonId)
        .column(person::Column::Name)
        .column(receipt::Column::PublishedAt)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(person, name, at)| (PersonId::from_uuid(person), name, at.0)).collect())
}
