//! What the agency has published about a kind of leave at a hall.

use sea_orm::entity::prelude::*;

use crate::entity::Instant;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leave_rule")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub hall_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub from_on: Date,
    #[sea_orm(column_type = "Text")]
    pub terms: String,
    pub published_by: Uuid,
    pub published_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}
