use sea_orm_migration::{prelude::*, schema::*};

use super::instant;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
pub(super) enum CalendarVersion {
    Table,
    Id,
    Year,
    Version,
    Content,
    ImportedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A year is published as a whole and never edited, so it is one JSON document.
        let version = Table::create()
            .table(CalendarVersion::Table)
            .col(pk_uuid(CalendarVersion::Id))
            .col(integer(CalendarVersion::Year))
            .col(integer(CalendarVersion::Version))
            .col(text(CalendarVersion::Content))
            .col(instant(CalendarVersion::ImportedAt))
            .index(
                Index::create()
                    .unique()
                    .name("calendar_year_version")
                    .col(CalendarVersion::Year)
                    .col(CalendarVersion::Version),
            )
            .take();
        manager.create_table(version).await
    }
}
