//! Leave that is moved: a request names the granted leave whose place it is to take, and that one which has taken its.

use sea_orm_migration::{prelude::*, schema::*};

use super::m0018_leave_requests::LeaveRequest;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(Clone, Copy, DeriveIden)]
enum Column {
    MovesId,
    MovedToId,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in [Column::MovesId, Column::MovedToId] {
            let request = Table::alter().table(LeaveRequest::Table).add_column(uuid_null(column)).take();
            manager.alter_table(request).await?;
        }
        let moves = Index::create()
            .name("leave_request_moves")
            .table(LeaveRequest::Table)
            .col(Column::MovesId)
            .and_where(Expr::col(Column::MovesId).is_not_null())
            .take();
        manager.create_index(moves).await
    }
}
