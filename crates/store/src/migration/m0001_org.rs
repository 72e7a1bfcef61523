use sea_orm_migration::{prelude::*, schema::*};

use super::references;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
pub(super) enum Agency {
    Table,
    Id,
    Name,
}

#[derive(DeriveIden)]
pub(super) enum Hall {
    Table,
    Id,
    AgencyId,
    Name,
    OpenedOn,
    ClosedOn,
}

#[derive(DeriveIden)]
pub(super) enum Zone {
    Table,
    Id,
    HallId,
    Name,
    Position,
    OpenedOn,
    ClosedOn,
}

#[derive(DeriveIden)]
pub(super) enum ServiceWindow {
    Table,
    Id,
    HallId,
    ZoneId,
    Code,
    Name,
    OpenedOn,
    ClosedOn,
}

#[derive(DeriveIden)]
pub(super) enum Post {
    Table,
    Id,
    WindowId,
    Name,
    OpenedOn,
    ClosedOn,
}

#[derive(DeriveIden)]
enum Fence {
    Table,
    Id,
    HallId,
    Name,
    LatE7,
    LngE7,
    RadiusM,
    EnteredDatum,
    ClosedOn,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let agency = Table::create().table(Agency::Table).col(pk_uuid(Agency::Id)).col(string(Agency::Name)).take();
        let hall = Table::create()
            .table(Hall::Table)
            .col(pk_uuid(Hall::Id))
            .col(uuid(Hall::AgencyId))
            .col(string(Hall::Name))
            .col(date(Hall::OpenedOn))
            .col(date_null(Hall::ClosedOn))
            .foreign_key(&mut references(Hall::AgencyId, Agency::Table, Agency::Id))
            .take();
        let zone = Table::create()
            .table(Zone::Table)
            .col(pk_uuid(Zone::Id))
            .col(uuid(Zone::HallId))
            .col(string(Zone::Name))
            .col(integer(Zone::Position))
            .col(date(Zone::OpenedOn))
            .col(date_null(Zone::ClosedOn))
            .foreign_key(&mut references(Zone::HallId, Hall::Table, Hall::Id))
            .take();
        // The hall stands here too, so that a window's code is unique in its hall by constraint.
        let window = Table::create()
            .table(ServiceWindow::Table)
            .col(pk_uuid(ServiceWindow::Id))
            .col(uuid(ServiceWindow::HallId))
            .col(uuid(ServiceWindow::ZoneId))
            .col(string(ServiceWindow::Code))
            .col(string(ServiceWindow::Name))
            .col(date(ServiceWindow::OpenedOn))
            .col(date_null(ServiceWindow::ClosedOn))
            .foreign_key(&mut references(ServiceWindow::HallId, Hall::Table, Hall::Id))
            .foreign_key(&mut references(ServiceWindow::ZoneId, Zone::Table, Zone::Id))
            .take();
        let post = Table::create()
            .table(Post::Table)
            .col(pk_uuid(Post::Id))
            .col(uuid(Post::WindowId))
            .col(string(Post::Name))
            .col(date(Post::OpenedOn))
            .col(date_null(Post::ClosedOn))
            .foreign_key(&mut references(Post::WindowId, ServiceWindow::Table, ServiceWindow::Id))
            .take();
        let fence = Table::create()
            .table(Fence::Table)
            .col(pk_uuid(Fence::Id))
            .col(uuid(Fence::HallId))
            .col(string(Fence::Name))
            .col(integer(Fence::LatE7))
            .col(integer(Fence::LngE7))
            .col(integer(Fence::RadiusM).check(Expr::col(Fence::RadiusM).between(30, 1000)))
            .col(string(Fence::EnteredDatum).check(Expr::col(Fence::EnteredDatum).is_in(["wgs84", "gcj02"])))
            .col(date_null(Fence::ClosedOn))
            .foreign_key(&mut references(Fence::HallId, Hall::Table, Hall::Id))
            .take();
        for table in [agency, hall, zone, window, post, fence] {
            manager.create_table(table).await?;
        }
        // Names are unique among what is open: a closed window's code can go on another sign.
        let names = [
            open_unique("hall_name", Hall::Table, Hall::AgencyId, Hall::Name, Hall::ClosedOn),
            open_unique("zone_name", Zone::Table, Zone::HallId, Zone::Name, Zone::ClosedOn),
            open_unique(
                "window_code",
                ServiceWindow::Table,
                ServiceWindow::HallId,
                ServiceWindow::Code,
                ServiceWindow::ClosedOn,
            ),
            open_unique("post_name", Post::Table, Post::WindowId, Post::Name, Post::ClosedOn),
        ];
        for index in names {
            manager.create_index(index).await?;
        }
        let by_hall = Index::create().name("fence_hall").table(Fence::Table).col(Fence::HallId).take();
        manager.create_index(by_hall).await
    }
}

/// A unique index over the rows that are not closed.
fn open_unique<I: IntoIden>(name: &str, table: I, within: I, unique: I, closed_on: I) -> IndexCreateStatement {
    Index::create()
        .unique()
        .name(name)
        .table(table)
        .col(within)
        .col(unique)
        .and_where(Expr::col(closed_on).is_null())
        .take()
}
