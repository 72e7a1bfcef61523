//! By what leave is counted: the days on which somebody's roster had it otherwise than the calendar when they asked,
//! and since when they have worked without a break.

use sea_orm_migration::{prelude::*, schema::*};

use super::{m0002_accounts::Person, m0018_leave_requests::LeaveRequest};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Column {
    DutyDays,
    ContinuousFrom,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let request = Table::alter().table(LeaveRequest::Table).add_column(text_null(Column::DutyDays)).take();
        manager.alter_table(request).await?;
        let person = Table::alter().table(Person::Table).add_column(date_null(Column::ContinuousFrom)).take();
        manager.alter_table(person).await
    }
}
