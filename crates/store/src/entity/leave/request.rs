//! A request for leave; how it stands is its approval's to say.

use sea_orm::entity::prelude::*;

use crate::entity::Instant;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leave_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub hall_id: Uuid,
    pub post_id: Option<Uuid>,
    pub kind: String,
    pub from_on: Date,
    pub to_on: Date,
    pub starts: String,
    pub ends: String,
    /// Minutes of the day, where it is by the hour; the halves are those of whole days then.
    pub from_minute: Option<i32>,
    pub to_minute: Option<i32>,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub cover_id: Option<Uuid>,
    pub cover_state: Option<String>,
    pub sudden: bool,
    pub papers_due_on: Option<Date>,
    pub papers_checked_at: Option<Instant>,
    pub papers_checked_by: Option<Uuid>,
    pub back_on: Option<Date>,
    /// Days on which the roster had it otherwise than the calendar, as JSON; none where it had not.
    #[sea_orm(column_type = "Text", nullable)]
    pub duty_days: Option<String>,
    /// What maternity leave is taken for, as JSON: of somebody's health, for her and for HR alone.
    #[sea_orm(column_type = "Text", nullable)]
    pub birth: Option<String>,
    /// The granted leave whose place it is to take.
    pub moves_id: Option<Uuid>,
    /// The request that has taken its place.
    pub moved_to_id: Option<Uuid>,
    /// When a sudden case was reported and when it arrived, as JSON; none where it arrived at once.
    #[sea_orm(column_type = "Text", nullable)]
    pub reported_late: Option<String>,
    pub asked_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}
