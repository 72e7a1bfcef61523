//! How long before a shift a hall reminds whoever has not clocked in: not at all where nothing was chosen. And who was
//! reminded of what about a date, so that nobody is twice.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum HallPresence {
    Table,
    RemindMin,
}

#[derive(DeriveIden)]
enum AttendanceReminder {
    Table,
    PersonId,
    WorkDate,
    What,
    Id,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let minutes = &mut ColumnDef::new(HallPresence::RemindMin).integer().not_null().default(0).take();
        manager.alter_table(Table::alter().table(HallPresence::Table).add_column(minutes).take()).await?;
        let reminder = Table::create()
            .table(AttendanceReminder::Table)
            .col(uuid(AttendanceReminder::PersonId))
            .col(date(AttendanceReminder::WorkDate))
            .col(string(AttendanceReminder::What))
            .col(uuid(AttendanceReminder::Id))
            .col(instant(AttendanceReminder::At))
            .primary_key(
                Index::create()
                    .col(AttendanceReminder::WorkDate)
                    .col(AttendanceReminder::PersonId)
                    .col(AttendanceReminder::What),
            )
            .foreign_key(&mut references(AttendanceReminder::PersonId, Person::Table, Person::Id))
            .take();
        manager.create_table(reminder).await
    }
}
