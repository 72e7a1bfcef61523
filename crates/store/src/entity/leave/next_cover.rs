//! Who is asked to take over from the one who covers.

use sea_orm::entity::prelude::*;

use crate::entity::Instant;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leave_next_cover")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: Uuid,
    pub person_id: Uuid,
    pub asked_by: Uuid,
    pub asked_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}
