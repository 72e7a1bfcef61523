//! Alarms about posts where nobody is.

use chrono::{DateTime, Utc};
use domain::{
    attendance::OpenVacancy,
    ids::{HallId, PersonId, PostId, VacancyId},
};
use sea_orm::{ActiveValue::Set, Condition, ConnectionTrait, DbErr, QueryOrder, TryInsertResult, entity::prelude::*};

use crate::entity::{in_the_day::vacancy, instant};

/// An alarm as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VacancyRecord {
    /// The alarm.
    pub id: VacancyId,
    /// The hall.
    pub hall: HallId,
    /// The post.
    pub post: PostId,
    /// Empty since then.
    pub since: DateTime<Utc>,
    /// When the lead was told.
    pub raised_at: DateTime<Utc>,
    /// When the supervisor was told.
    pub escalated_at: Option<DateTime<Utc>>,
    /// Who has taken it in hand, when, and what they said.
    pub taken: Option<(PersonId, DateTime<Utc>, String)>,
}

impl VacancyRecord {
    /// As far as the rule needs it.
    pub fn open(&self) -> OpenVacancy {
        OpenVacancy {
            raised_at: self.raised_at,
            escalated: self.escalated_at.is_some(),
            taken_at: self.taken.as_ref().map(|(_, at, _)| *at),
        }
    }
}

/// Stores a new alarm, unless there is an open one about the post: another server was faster. Says whether it did.
pub async fn create_vacancy(db: &impl ConnectionTrait, new: &VacancyRecord) -> Result<bool, DbErr> {
    let columns = vacancy::ActiveModel {
        id: Set(new.id.uuid()),
        hall_id: Set(new.hall.uuid()),
        post_id: Set(new.post.uuid()),
        since: Set(instant(new.since)),
        raised_at: Set(instant(new.raised_at)),
        escalated_at: Set(new.escalated_at.map(instant)),
        taken_by: Set(new.taken.as_ref().map(|(by, ..)| by.uuid())),
        taken_at: Set(new.taken.as_ref().map(|(_, at, _)| instant(*at))),
        note: Set(new.taken.as_ref().map(|(.., note)| note.clone())),
        ended_at: Set(None),
    };
    let stored = vacancy::Entity::insert(columns).on_conflict_do_nothing().exec_without_returning(db).await?;
    Ok(matches!(stored, TryInsertResult::Inserted(1)))
}

/// Stores that the supervisor was told; says whether that was not so before.
pub async fn escalate_vacancy(db: &impl ConnectionTrait, id: VacancyId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let told = vacancy::Entity::update_many()
        .col_expr(vacancy::Column::EscalatedAt, Expr::value(Some(instant(now))))
        .filter(vacancy::COLUMN.id.eq(id.uuid()))
        .filter(vacancy::COLUMN.escalated_at.is_null())
        .exec(db)
        .await?;
    Ok(told.rows_affected == 1)
}

/// Stores that it is over.
pub async fn end_vacancy(db: &impl ConnectionTrait, id: VacancyId, now: DateTime<Utc>) -> Result<(), DbErr> {
    vacancy::Entity::update_many()
        .col_expr(vacancy::Column::EndedAt, Expr::value(Some(instant(now))))
        .filter(vacancy::COLUMN.id.eq(id.uuid()))
        .filter(vacancy::COLUMN.ended_at.is_null())
        .exec(db)
        .await
        .map(drop)
}

/// Stores who has taken an open alarm in hand; says whether nobody had since an instant. Who had it before is in the
/// audit trail.
pub async fn take_vacancy(
    db: &impl ConnectionTrait,
    id: VacancyId,
    (by, note): (PersonId, &str),
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let taken = vacancy::Entity::update_many()
        .col_expr(vacancy::Column::TakenBy, Expr::value(Some(by.uuid())))
        .col_expr(vacancy::Column::TakenAt, Expr::value(Some(instant(now))))
        .col_expr(vacancy::Column::Note, Expr::value(Some(note.to_owned())))
        .filter(vacancy::COLUMN.id.eq(id.uuid()))
        .filter(
            Condition::any().add(vacancy::COLUMN.taken_at.is_null()).add(vacancy::COLUMN.taken_at.lte(instant(since))),
        )
        .filter(vacancy::COLUMN.ended_at.is_null())
        .exec(db)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// An alarm, over or not.
pub async fn find_vacancy(db: &impl ConnectionTrait, id: VacancyId) -> Result<Option<VacancyRecord>, DbErr> {
    Ok(vacancy::Entity::find_by_id(id.uuid()).one(db).await?.map(vacancy_record))
}

/// A hall's open alarms, the oldest first.
pub async fn list_open_vacancies(db: &impl ConnectionTrait, hall: HallId) -> Result<Vec<VacancyRecord>, DbErr> {
    let rows = vacancy::Entity::find()
        .filter(vacancy::COLUMN.hall_id.eq(hall.uuid()))
        .filter(vacancy::COLUMN.ended_at.is_null())
        .order_by_asc(vacancy::COLUMN.since)
        .order_by_asc(vacancy::COLUMN.id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(vacancy_record).collect())
}

pub(super) fn vacancy_record(row: vacancy::Model) -> VacancyRecord {
    let taken = row.taken_by.zip(row.taken_at);
    VacancyRecord {
        id: VacancyId::from_uuid(row.id),
        hall: HallId::from_uuid(row.hall_id),
        post: PostId::from_uuid(row.post_id),
        since: row.since.0,
        raised_at: row.raised_at.0,
        escalated_at: row.escalated_at.map(|at| at.0),
        taken: taken.map(|(by, at)| (PersonId::from_uuid(by), at.0, row.note.unwrap_or_default())),
    }
}
