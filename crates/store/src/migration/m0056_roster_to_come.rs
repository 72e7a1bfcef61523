//! A draft can send somebody back to their own post, whatever is published.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum RosterDraftCell {
    Table,
    OwnPost,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let own = boolean(RosterDraftCell::OwnPost).default(false).take();
        manager.alter_table(Table::alter().table(RosterDraftCell::Table).add_column(own).take()).await
    }
}
