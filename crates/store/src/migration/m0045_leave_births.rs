//! What maternity leave is taken for. A request from before says nothing: it is that of a plain birth.

use sea_orm_migration::{prelude::*, schema::*};

use super::m0018_leave_requests::LeaveRequest;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Column {
    Birth,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let request = Table::alter().table(LeaveRequest::Table).add_column(text_null(Column::Birth)).take();
        manager.alter_table(request).await
    }
}
