//! Whether somebody has punched at the very same spot before is looked up by the spot, instead of by reading all
//! their punches of a month. Only what still has its coordinates is in the index, some hundred days.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Punch {
    Table,
    PersonId,
    LatE7,
    LngE7,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let spots = Index::create()
            .name("punch_spot")
            .table(Punch::Table)
            .col(Punch::PersonId)
            .col(Punch::LatE7)
            .col(Punch::LngE7)
            .col(Punch::At)
            .and_where(Expr::col(Punch::LatE7).is_not_null())
            .take();
        manager.create_index(spots).await
    }
}
