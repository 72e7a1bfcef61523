//! A sudden case that arrived later than it was reported: both times, and what is in doubt about the first.

use sea_orm_migration::{prelude::*, schema::*};

use super::m0018_leave_requests::LeaveRequest;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
struct ReportedLate;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let request = Table::alter().table(LeaveRequest::Table).add_column(text_null(ReportedLate)).take();
        manager.alter_table(request).await
    }
}
