//! A child for whom a parent has leave.

use sea_orm::entity::prelude::*;

use crate::entity::Instant;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leave_child")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    /// When it was born, sealed; none once it is not needed any more.
    pub sealed: Option<Vec<u8>>,
    pub state: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub declared_at: Instant,
    pub settled_at: Option<Instant>,
    pub settled_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
