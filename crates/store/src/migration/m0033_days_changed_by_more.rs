//! More can change a day than before: what adjusts a locked month, and what had a day judged again.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, m0001_org::Hall, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(Clone, Copy, DeriveIden)]
enum DayAdjustment {
    Table,
    Id,
    PersonId,
    HallId,
    WorkDate,
    Month,
    Before,
    After,
    Cause,
    At,
}

#[derive(DeriveIden)]
enum MonthAdjustment {
    Table,
}

#[derive(DeriveIden)]
enum DayResult {
    Table,
    StaleCause,
}

#[derive(DeriveIden)]
enum DayRecount {
    Table,
    Cause,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A new table: SQLite can't drop a CHECK, and the one on the cause was too narrow.
        manager.create_table(adjustment()).await?;
        manager.exec_stmt(carried_over()?).await?;
        manager.drop_table(Table::drop().table(MonthAdjustment::Table).take()).await?;
        for index in indices() {
            manager.create_index(index).await?;
        }
        let stale = Table::alter().table(DayResult::Table).add_column(string_null(DayResult::StaleCause)).take();
        manager.alter_table(stale).await?;
        let recount = Table::alter().table(DayRecount::Table).add_column(string_null(DayRecount::Cause)).take();
        manager.alter_table(recount).await
    }
}

/// Causes grow, so they have no CHECK.
fn adjustment() -> TableCreateStatement {
    Table::create()
        .table(DayAdjustment::Table)
        .col(pk_uuid(DayAdjustment::Id))
        .col(uuid(DayAdjustment::PersonId))
        .col(uuid(DayAdjustment::HallId))
        .col(date(DayAdjustment::WorkDate))
        .col(date(DayAdjustment::Month))
        .col(text(DayAdjustment::Before))
        .col(text(DayAdjustment::After))
        .col(string(DayAdjustment::Cause))
        .col(instant(DayAdjustment::At))
        .foreign_key(&mut references(DayAdjustment::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(DayAdjustment::HallId, Hall::Table, Hall::Id))
        .take()
}

/// All lines, word for word.
fn carried_over() -> Result<InsertStatement, DbErr> {
    let columns = [
        DayAdjustment::Id,
        DayAdjustment::PersonId,
        DayAdjustment::HallId,
        DayAdjustment::WorkDate,
        DayAdjustment::Month,
        DayAdjustment::Before,
        DayAdjustment::After,
        DayAdjustment::Cause,
        DayAdjustment::At,
    ];
    let lines = Query::select().columns(columns).from(MonthAdjustment::Table).take();
    let mut insert = Query::insert();
    insert
        .into_table(DayAdjustment::Table)
        .columns(columns)
        .select_from(lines)
        .map_err(|error| DbErr::Migration(error.to_string()))?;
    Ok(insert)
}

fn indices() -> [IndexCreateStatement; 2] {
    [
        Index::create()
            .name("day_adjustment_person")
            .table(DayAdjustment::Table)
            .col(DayAdjustment::PersonId)
            .col(DayAdjustment::WorkDate)
            .take(),
        Index::create()
            .name("day_adjustment_hall")
            .table(DayAdjustment::Table)
            .col(DayAdjustment::HallId)
            .col(DayAdjustment::Month)
            .take(),
    ]
}
