//! A draft can send somebody back to their own post, whatever is published; a shift can take the place of another from
//! a day to come.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum RosterDraftCell {
    Table,
    OwnPost,
}

#[derive(DeriveIden)]
enum Shift {
    Table,
    OpensOn,
    ReplacesId,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let own = boolean(RosterDraftCell::OwnPost).default(false).take();
        manager.alter_table(Table::alter().table(RosterDraftCell::Table).add_column(own).take()).await?;
        // One column a statement: SQLite adds no more at once, and no foreign key to a table that is there.
        for column in [date_null(Shift::OpensOn), uuid_null(Shift::ReplacesId)] {
            manager.alter_table(Table::alter().table(Shift::Table).add_column(column).take()).await?;
        }
        Ok(())
    }
}
