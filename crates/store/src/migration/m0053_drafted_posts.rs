//! A draft can say where somebody works, not only what.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum RosterDraftCell {
    Table,
    PostId,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // No foreign key: SQLite adds none to a table that is there. The line that is published has one.
        let post = Table::alter().table(RosterDraftCell::Table).add_column(uuid_null(RosterDraftCell::PostId)).take();
        manager.alter_table(post).await
    }
}
