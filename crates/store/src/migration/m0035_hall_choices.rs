//! What was the same for every hall, and is each hall's to choose. Those that have chosen nothing keep what was.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum HallPresence {
    Table,
    TakenMin,
    OutingWaitMin,
    LateClaimHours,
    AccuracyM,
}

#[derive(DeriveIden)]
enum RosterRule {
    Table,
    TimeOffMonths,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let number = |column: HallPresence, before: i32| ColumnDef::new(column).integer().not_null().default(before).take();
        // One column a statement: SQLite adds no more at once.
        for mut column in [
            number(HallPresence::TakenMin, 10),
            number(HallPresence::OutingWaitMin, 30),
            number(HallPresence::LateClaimHours, 12),
            number(HallPresence::AccuracyM, 200),
        ] {
            manager.alter_table(Table::alter().table(HallPresence::Table).add_column(&mut column).take()).await?;
        }
        let months = &mut ColumnDef::new(RosterRule::TimeOffMonths).integer().not_null().default(6).take();
        manager.alter_table(Table::alter().table(RosterRule::Table).add_column(months).take()).await
    }
}
