//! A paper by which somebody does without annual leave.

use sea_orm::entity::prelude::*;

use crate::entity::Instant;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leave_waiver")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub year: i32,
    pub half_days: i32,
    pub signed_on: Date,
    #[sea_orm(column_type = "Text")]
    pub paper: String,
    pub recorded_by: Uuid,
    pub recorded_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}
