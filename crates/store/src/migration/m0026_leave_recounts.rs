//! Leave recounted by a new version of the calendar: which versions were looked at, what they have changed,
//! and where an account does not suffice.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, m0018_leave_requests::LeaveRequest, m0019_leave_ledger::LeaveEntry, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum LeaveRecount {
    Table,
    Year,
    Version,
    DoneAt,
}

#[derive(DeriveIden)]
enum LeaveShortfall {
    Table,
    RequestId,
    Wanted,
    Held,
    CalendarYear,
    CalendarVersion,
    At,
}

#[derive(DeriveIden)]
enum Cause {
    CalendarYear,
    CalendarVersion,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Years that ship with the program have no row of their own, so a version is named by its numbers.
        let recount = Table::create()
            .table(LeaveRecount::Table)
            .col(integer(LeaveRecount::Year))
            .col(integer(LeaveRecount::Version))
            .col(instant(LeaveRecount::DoneAt))
            .primary_key(Index::create().col(LeaveRecount::Year).col(LeaveRecount::Version))
            .take();
        manager.create_table(recount).await?;
        let shortfall = Table::create()
            .table(LeaveShortfall::Table)
            .col(pk_uuid(LeaveShortfall::RequestId))
            .col(integer(LeaveShortfall::Wanted))
            .col(integer(LeaveShortfall::Held))
            .col(integer(LeaveShortfall::CalendarYear))
            .col(integer(LeaveShortfall::CalendarVersion))
            .col(instant(LeaveShortfall::At))
            .foreign_key(&mut references(LeaveShortfall::RequestId, LeaveRequest::Table, LeaveRequest::Id))
            .take();
        manager.create_table(shortfall).await?;
        // SQLite adds one column at a time.
        for column in [integer_null(Cause::CalendarYear), integer_null(Cause::CalendarVersion)] {
            let entry = Table::alter().table(LeaveEntry::Table).add_column(column).take();
            manager.alter_table(entry).await?;
        }
        Ok(())
    }
}
