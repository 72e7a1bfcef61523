//! What a round has found, and what was said to it, that arrived later than it was written down: both times, and what is in
//! doubt about the first.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum PatrolRecord {
    Table,
    RecordedLate,
}

#[derive(DeriveIden)]
enum PatrolNote {
    Table,
    SaidLate,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let record = Table::alter().table(PatrolRecord::Table).add_column(text_null(PatrolRecord::RecordedLate)).take();
        manager.alter_table(record).await?;
        let note = Table::alter().table(PatrolNote::Table).add_column(text_null(PatrolNote::SaidLate)).take();
        manager.alter_table(note).await
    }
}
