use std::collections::BTreeMap;

use domain::{approvals::OfficeHours, ids::HallId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, entity::prelude::*, sea_query::OnConflict};

use crate::{entity::approvals::hall_hours, repo::among};

/// The hours of some halls; those that have not set any are left out.
pub async fn list_hall_hours(
    db: &impl ConnectionTrait,
    halls: &[HallId],
) -> Result<BTreeMap<HallId, OfficeHours>, DbErr> {
    let halls = halls.iter().map(|hall| hall.uuid());
    let rows = hall_hours::Entity::find().filter(among(db, hall_hours::Column::HallId, halls)).all(db).await?;
    let hours = |row: hall_hours::Model| {
        let hall_hours::Model { opens, pauses, resumes, closes, .. } = row;
        (HallId::from_uuid(row.hall_id), OfficeHours { opens, pauses, resumes, closes })
    };
    Ok(rows.into_iter().map(hours).collect())
}

/// Sets a hall's hours, in place of those before.
pub async fn set_hall_hours(db: &impl ConnectionTrait, hall: HallId, hours: OfficeHours) -> Result<(), DbErr> {
    let columns = hall_hours::ActiveModel {
        hall_id: Set(hall.uuid()),
        opens: Set(hours.opens),
        pauses: Set(hours.pauses),
        resumes: Set(hours.resumes),
        closes: Set(hours.closes),
    };
    let replace = OnConflict::column(hall_hours::Column::HallId)
        .update_columns([
            hall_hours::Column::Opens,
            hall_hours::Column::Pauses,
            hall_hours::Column::Resumes,
            hall_hours::Column::Closes,
        ])
        .to_owned();
    hall_hours::Entity::insert(columns).on_conflict(replace).exec_without_returning(db).await.map(drop)
}
