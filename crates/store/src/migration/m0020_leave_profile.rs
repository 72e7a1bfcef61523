//! Whose provincial leave rules apply at a hall, from when on.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, m0001_org::Hall, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum LeaveProfile {
    Table,
    Id,
    HallId,
    Province,
    FromOn,
    ConfirmedBy,
    ConfirmedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Without a province the national rules apply alone. Rows are only ever added: for a day, the latest
        // row from the latest day up to it counts.
        let profile = Table::create()
            .table(LeaveProfile::Table)
            .col(pk_uuid(LeaveProfile::Id))
            .col(uuid(LeaveProfile::HallId))
            .col(string_null(LeaveProfile::Province))
            .col(date(LeaveProfile::FromOn))
            .col(uuid(LeaveProfile::ConfirmedBy))
            .col(instant(LeaveProfile::ConfirmedAt))
            .foreign_key(&mut references(LeaveProfile::HallId, Hall::Table, Hall::Id))
            .foreign_key(&mut references(LeaveProfile::ConfirmedBy, Person::Table, Person::Id))
            .take();
        manager.create_table(profile).await?;
        let index = Index::create()
            .name("leave_profile_hall")
            .table(LeaveProfile::Table)
            .col(LeaveProfile::HallId)
            .col(LeaveProfile::FromOn)
            .take();
        manager.create_index(index).await
    }
}
