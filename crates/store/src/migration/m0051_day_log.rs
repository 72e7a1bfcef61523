//! A day of a hall is looked up by the day: its outings and its alarms, over or not.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Outing {
    Table,
    HallId,
    AskedAt,
}

#[derive(DeriveIden)]
enum Vacancy {
    Table,
    HallId,
    RaisedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let outings =
            Index::create().name("outing_day").table(Outing::Table).col(Outing::HallId).col(Outing::AskedAt).take();
        manager.create_index(outings).await?;
        let alarms = Index::create()
            .name("vacancy_day")
            .table(Vacancy::Table)
            .col(Vacancy::HallId)
            .col(Vacancy::RaisedAt)
            .take();
        manager.create_index(alarms).await
    }
}
