//! Papers that were handed in and can't be used.

use sea_orm::entity::prelude::*;

use crate::entity::Instant;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leave_papers_refusal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub request_id: Uuid,
    pub at: Instant,
    pub refused_by: Uuid,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub due_on: Date,
}

impl ActiveModelBehavior for ActiveModel {}
