//! What somebody has said to taking the rest of a year in the next.

use sea_orm::entity::prelude::*;

use crate::entity::Instant;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leave_carry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    pub state: String,
    /// The paper on which it was said, where there is one.
    pub signed_on: Option<Date>,
    #[sea_orm(column_type = "Text", nullable)]
    pub paper: Option<String>,
    /// Who has asked, answered or recorded the paper.
    pub said_by: Uuid,
    pub said_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}
