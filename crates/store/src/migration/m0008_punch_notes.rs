use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Punch {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum PunchNote {
    Table,
    Id,
    PunchId,
    Text,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A punch is never changed; what its person says about it afterwards is a fact of its own.
        let note = Table::create()
            .table(PunchNote::Table)
            .col(pk_uuid(PunchNote::Id))
            .col(uuid(PunchNote::PunchId))
            .col(text(PunchNote::Text))
            .col(instant(PunchNote::At))
            .foreign_key(&mut references(PunchNote::PunchId, Punch::Table, Punch::Id))
            .take();
        manager.create_table(note).await?;
        let by_punch = Index::create().name("punch_note_punch").table(PunchNote::Table).col(PunchNote::PunchId).take();
        manager.create_index(by_punch).await
    }
}
