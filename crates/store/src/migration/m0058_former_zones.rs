//! In which zones windows were before: a window that moves keeps the zone that it leaves, with its last day there.

use sea_orm_migration::{prelude::*, schema::*};

use super::{
    m0001_org::{Hall, ServiceWindow, Zone},
    references,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum FormerZone {
    Table,
    WindowId,
    Until,
    HallId,
    ZoneId,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let former = Table::create()
            .table(FormerZone::Table)
            .col(uuid(FormerZone::WindowId))
            .col(date(FormerZone::Until))
            .col(uuid(FormerZone::HallId))
            .col(uuid(FormerZone::ZoneId))
            .primary_key(Index::create().col(FormerZone::WindowId).col(FormerZone::Until))
            .foreign_key(&mut references(FormerZone::WindowId, ServiceWindow::Table, ServiceWindow::Id))
            .foreign_key(&mut references(FormerZone::HallId, Hall::Table, Hall::Id))
            .foreign_key(&mut references(FormerZone::ZoneId, Zone::Table, Zone::Id))
            .take();
        manager.create_table(former).await?;
        let of_hall = Index::create().name("former_zone_hall").table(FormerZone::Table).col(FormerZone::HallId).take();
        manager.create_index(of_hall).await
    }
}
