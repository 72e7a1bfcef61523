//! A swap of days between two people; how it stands is its approval's to say.

use sea_orm::entity::prelude::*;

use crate::entity::Instant;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "swap_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub hall_id: Uuid,
    pub asker_id: Uuid,
    pub partner_id: Uuid,
    pub give_on: Date,
    pub take_on: Date,
    #[sea_orm(column_type = "Text")]
    pub given: String,
    #[sea_orm(column_type = "Text")]
    pub taken: String,
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    pub asked_at: Instant,
    pub consent: String,
    pub holding: String,
}

impl ActiveModelBehavior for ActiveModel {}
