use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ids::{CertificationId, HoursPermitId, PersonId, ProtectionId, WindowId},
    roster::{Certification, HoursPermit, Protection},
};
use sea_orm::{ActiveValue::Set, Condition, ConnectionTrait, DbErr, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    entity::{
        instant,
        roster::terms::{certification, permit, protection},
    },
    repo::{CHUNK, among, word},
};

/// Stores a permit for comprehensive hours.
pub async fn create_permit(db: &impl ConnectionTrait, person: PersonId, new: &HoursPermit) -> Result<(), DbErr> {
    let columns = permit::ActiveModel {
        id: Set(new.id.uuid()),
        person_id: Set(person.uuid()),
        period: Set(new.period.code().to_owned()),
        from_on: Set(new.from),
        to_on: Set(new.to),
        withdrawn_at: Set(None),
    };
    permit::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// The permits of some people that are valid on a date or later, the latest first.
pub async fn find_permits(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    from: NaiveDate,
) -> Result<Vec<(PersonId, HoursPermit)>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let rows = permit::Entity::find()
            .filter(among(db, permit::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(permit::COLUMN.to_on.gte(from))
            .filter(permit::COLUMN.withdrawn_at.is_null())
            .order_by_desc(permit::COLUMN.from_on)
            .all(db)
            .await?;
        for row in rows {
            let (id, period) = (HoursPermitId::from_uuid(row.id), word(&row.period)?);
            let permit = HoursPermit { id, period, from: row.from_on, to: row.to_on };
            found.push((PersonId::from_uuid(row.person_id), permit));
        }
    }
    Ok(found)
}

/// Takes a person's permit back; says whether it was there.
pub async fn withdraw_permit(
    db: &impl ConnectionTrait,
    person: PersonId,
    id: HoursPermitId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let done = permit::Entity::update_many()
        .col_expr(permit::Column::WithdrawnAt, Expr::value(instant(now)))
        .filter(permit::COLUMN.id.eq(id.uuid()))
        .filter(permit::COLUMN.person_id.eq(person.uuid()))
        .filter(permit::COLUMN.withdrawn_at.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Stores a protected period.
pub async fn create_protection(db: &impl ConnectionTrait, person: PersonId, new: &Protection) -> Result<(), DbErr> {
    let columns = protection::ActiveModel {
        id: Set(new.id.uuid()),
        person_id: Set(person.uuid()),
        kind: Set(new.kind.code().to_owned()),
        from_on: Set(new.from),
        to_on: Set(new.to),
        withdrawn_at: Set(None),
    };
    protection::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// The protected periods of some people that hold on a date or later, the latest first.
pub async fn find_protections(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    from: NaiveDate,
) -> Result<Vec<(PersonId, Protection)>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let rows = protection::Entity::find()
            .filter(among(db, protection::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(protection::COLUMN.to_on.gte(from))
            .filter(protection::COLUMN.withdrawn_at.is_null())
            .order_by_desc(protection::COLUMN.from_on)
            .all(db)
            .await?;
        for row in rows {
            let (id, kind) = (ProtectionId::from_uuid(row.id), word(&row.kind)?);
            let protection = Protection { id, kind, from: row.from_on, to: row.to_on };
            found.push((PersonId::from_uuid(row.person_id), protection));
        }
    }
    Ok(found)
}

/// Takes a person's protected period back; says whether it was there.
pub async fn withdraw_protection(
    db: &impl ConnectionTrait,
    person: PersonId,
    id: ProtectionId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let done = protection::Entity::update_many()
        .col_expr(protection::Column::WithdrawnAt, Expr::value(instant(now)))
        .filter(protection::COLUMN.id.eq(id.uuid()))
        .filter(protection::COLUMN.person_id.eq(person.uuid()))
        .filter(protection::COLUMN.withdrawn_at.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Stores a certification for a window.
pub async fn create_certification(
    db: &impl ConnectionTrait,
    person: PersonId,
    new: &Certification,
) -> Result<(), DbErr> {
    let columns = certification::ActiveModel {
        id: Set(new.id.uuid()),
        person_id: Set(person.uuid()),
        window_id: Set(new.window.uuid()),
        from_on: Set(new.from),
        to_on: Set(new.to),
        withdrawn_at: Set(None),
    };
    certification::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// The certifications of some people that hold on a date or later, by their first day.
pub async fn find_certifications(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    from: NaiveDate,
) -> Result<Vec<(PersonId, Certification)>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let rows = certification::Entity::find()
            .filter(among(db, certification::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(
                Condition::any().add(certification::COLUMN.to_on.is_null()).add(certification::COLUMN.to_on.gte(from)),
            )
            .filter(certification::COLUMN.withdrawn_at.is_null())
            .order_by_asc(certification::COLUMN.from_on)
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(certification_of));
    }
    Ok(found)
}

/// Who is certified for some windows on a date.
pub async fn list_certified(
    db: &impl ConnectionTrait,
    windows: &[WindowId],
    on: NaiveDate,
) -> Result<Vec<(WindowId, PersonId)>, DbErr> {
    let rows: Vec<(Uuid, Uuid)> = certification::Entity::find()
        .filter(among(db, certification::Column::WindowId, windows.iter().map(|window| window.uuid())))
        .filter(certification::COLUMN.from_on.lte(on))
        .filter(Condition::any().add(certification::COLUMN.to_on.is_null()).add(certification::COLUMN.to_on.gte(on)))
        .filter(certification::COLUMN.withdrawn_at.is_null())
        .select_only()
        .column(certification::Column::WindowId)
        .column(certification::Column::PersonId)
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    let certified = |(window, person)| (WindowId::from_uuid(window), PersonId::from_uuid(person));
    Ok(rows.into_iter().map(certified).collect())
}

fn certification_of(row: certification::Model) -> (PersonId, Certification) {
    let certification = Certification {
        id: CertificationId::from_uuid(row.id),
        window: WindowId::from_uuid(row.window_id),
        from: row.from_on,
        to: row.to_on,
    };
    (PersonId::from_uuid(row.person_id), certification)
}

/// A certification that was not taken back, and whose it is.
pub async fn find_certification(
    db: &impl ConnectionTrait,
    id: CertificationId,
) -> Result<Option<(PersonId, Certification)>, DbErr> {
    let row = certification::Entity::find_by_id(id.uuid())
        .filter(certification::COLUMN.withdrawn_at.is_null())
        .one(db)
        .await?;
    Ok(row.map(certification_of))
}

/// Takes a certification back; says whether it was there.
pub async fn withdraw_certification(
    db: &impl ConnectionTrait,
    id: CertificationId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let done = certification::Entity::update_many()
        .col_expr(certification::Column::WithdrawnAt, Expr::value(instant(now)))
        .filter(certification::COLUMN.id.eq(id.uuid()))
        .filter(certification::COLUMN.withdrawn_at.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
