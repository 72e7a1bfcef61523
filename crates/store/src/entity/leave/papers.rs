//! What became of the papers that a request for leave wants.

use sea_orm::entity::prelude::*;

use crate::entity::Instant;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leave_papers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: Uuid,
    pub reminded_at: Option<Instant>,
    pub overdue_at: Option<Instant>,
    pub ruling: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub ruled_by: Option<Uuid>,
    pub ruled_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}
