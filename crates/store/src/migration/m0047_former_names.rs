//! What zones and windows were called before: a name that changes is kept, with its last day.

use sea_orm_migration::{prelude::*, schema::*};

use super::{m0001_org::Hall, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum FormerName {
    Table,
    HallId,
    PlaceId,
    Until,
    Code,
    Name,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A zone or a window; a zone has no code.
        let former = Table::create()
            .table(FormerName::Table)
            .col(uuid(FormerName::PlaceId))
            .col(date(FormerName::Until))
            .col(uuid(FormerName::HallId))
            .col(string_null(FormerName::Code))
            .col(string(FormerName::Name))
            .primary_key(Index::create().col(FormerName::PlaceId).col(FormerName::Until))
            .foreign_key(&mut references(FormerName::HallId, Hall::Table, Hall::Id))
            .take();
        manager.create_table(former).await?;
        let of_hall = Index::create().name("former_name_hall").table(FormerName::Table).col(FormerName::HallId).take();
        manager.create_index(of_hall).await
    }
}
