use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, instant_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Job {
    Table,
    Name,
    DueAt,
    LeasedUntil,
    LeasedBy,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let job = Table::create()
            .table(Job::Table)
            .col(ColumnDef::new(Job::Name).string().not_null().primary_key())
            .col(instant(Job::DueAt))
            .col(instant_null(Job::LeasedUntil))
            .col(uuid_null(Job::LeasedBy))
            .take();
        manager.create_table(job).await
    }
}
