//! What was the same for every hall, and is each hall's to choose: those that have chosen nothing keep what was. And
//! whose act a notice tells of.

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

#[derive(DeriveIden)]
enum Notice {
    Table,
    CausedBy,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let number =
            |column: HallPresence, before: i32| ColumnDef::new(column).integer().not_null().default(before).take();
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
        manager.alter_table(Table::alter().table(RosterRule::Table).add_column(months).take()).await?;
        // Whose act a notice tells of: they are told when it reaches no phone. Nobody's, where a job has written it.
        let by = &mut ColumnDef::new(Notice::CausedBy).uuid().null().take();
        manager.alter_table(Table::alter().table(Notice::Table).add_column(by).take()).await?;
        let caused = Index::create()
            .name("notice_caused")
            .table(Notice::Table)
            .col(Notice::CausedBy)
            .and_where(Expr::col(Notice::CausedBy).is_not_null())
            .take();
        manager.create_index(caused).await
    }
}
