//! When people want no hints.

use std::collections::HashMap;

use domain::{ids::PersonId, notices::QuietHours};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, entity::prelude::*, sea_query::OnConflict};

use crate::{
    entity::notices::quiet_hours,
    repo::{CHUNK, among},
};

/// What some people have said; who is not in it has said nothing.
pub async fn list_quiet_hours(
    db: &impl ConnectionTrait,
    people: &[PersonId],
) -> Result<HashMap<PersonId, QuietHours>, DbErr> {
    let mut found = HashMap::new();
    for people in people.chunks(CHUNK) {
        let rows = quiet_hours::Entity::find()
            .filter(among(db, quiet_hours::Column::PersonId, people.iter().map(|id| id.uuid())))
            .all(db)
            .await?;
        for row in rows {
            found.insert(PersonId::from_uuid(row.person_id), hours(&row)?);
        }
    }
    Ok(found)
}

/// Stores what a person says, in place of what they said before.
pub async fn set_quiet_hours(db: &impl ConnectionTrait, person: PersonId, quiet: QuietHours) -> Result<(), DbErr> {
    let said = quiet_hours::ActiveModel {
        person_id: Set(person.uuid()),
        from_minute: Set(quiet.from().into()),
        to_minute: Set(quiet.to().into()),
    };
    let anew = OnConflict::column(quiet_hours::Column::PersonId)
        .update_columns([quiet_hours::Column::FromMinute, quiet_hours::Column::ToMinute])
        .to_owned();
    quiet_hours::Entity::insert(said).on_conflict(anew).exec_without_returning(db).await.map(drop)
}

fn hours(row: &quiet_hours::Model) -> Result<QuietHours, DbErr> {
    let minute = |minute: i32| u16::try_from(minute).map_err(|error| DbErr::Type(error.to_string()));
    QuietHours::new(minute(row.from_minute)?, minute(row.to_minute)?).map_err(|error| DbErr::Type(error.to_string()))
}
