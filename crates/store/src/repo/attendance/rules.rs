use domain::{attendance::AttendanceRules, ids::HallId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, entity::prelude::*, sea_query::OnConflict};

use crate::entity::attendance::correction::rule;

/// A hall's rules; the usual ones where it has set none.
pub async fn find_rules(db: &impl ConnectionTrait, hall: HallId) -> Result<AttendanceRules, DbErr> {
    let row = rule::Entity::find_by_id(hall.uuid()).one(db).await?;
    Ok(row.map_or_else(AttendanceRules::default, |row| AttendanceRules {
        correction_limit: row.correction_limit,
        correction_days: row.correction_days,
        confirmation_required: row.confirmation_required,
        position_days: row.position_days,
    }))
}

/// Stores a hall's rules.
pub async fn put_rules(db: &impl ConnectionTrait, hall: HallId, rules: &AttendanceRules) -> Result<(), DbErr> {
    use rule::Column::{ConfirmationRequired, CorrectionDays, CorrectionLimit, HallId, PositionDays};
    let columns = rule::ActiveModel {
        hall_id: Set(hall.uuid()),
        correction_limit: Set(rules.correction_limit),
        correction_days: Set(rules.correction_days),
        confirmation_required: Set(rules.confirmation_required),
        position_days: Set(rules.position_days),
    };
    let replace = OnConflict::column(HallId)
        .update_columns([CorrectionLimit, CorrectionDays, ConfirmationRequired, PositionDays])
        .to_owned();
    rule::Entity::insert(columns).on_conflict(replace).exec_without_returning(db).await.map(drop)
}
