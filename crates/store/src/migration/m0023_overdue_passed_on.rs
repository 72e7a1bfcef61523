//! Somebody who stays out: when the supervisor was told, after the lead.

use sea_orm_migration::prelude::*;

use super::instant_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Outing {
    Table,
    OverduePassedOnAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = &mut instant_null(Outing::OverduePassedOnAt);
        manager.alter_table(Table::alter().table(Outing::Table).add_column(column).take()).await
    }
}
