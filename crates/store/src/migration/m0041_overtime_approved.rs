//! Overtime goes the way of all requests: each has an approval, which says how it stands and who decides.

use sea_orm_migration::{prelude::*, schema::*};

use super::{carried, instant, m0001_org::Hall, m0002_accounts::Person, m0017_approvals::Approval, references};

mod carry_over;
mod notices;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Overtime {
    Table,
    Id,
    PersonId,
    HallId,
    WorkDate,
    Minutes,
    Reason,
    Compensation,
    AskedAt,
    Holding,
}

/// As it was.
#[derive(DeriveIden)]
enum OvertimeRequest {
    Table,
    Id,
    PersonId,
    HallId,
    WorkDate,
    Minutes,
    Reason,
    Compensation,
    State,
    Version,
    Answer,
    AskedAt,
    SettledBy,
    SettledAt,
}

#[derive(DeriveIden)]
enum TimeOffEntry {
    Table,
    Id,
    LotId,
    PersonId,
    Kind,
    Minutes,
    OvertimeId,
    OnDate,
    ExpiresOn,
    At,
}

/// As it was.
#[derive(DeriveIden)]
enum CompLeaveEntry {
    Table,
    Id,
    LotId,
    PersonId,
    Kind,
    Minutes,
    OvertimeId,
    OnDate,
    ExpiresOn,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // New tables: SQLite can't drop columns that a CHECK names, nor point a key elsewhere.
        manager.create_table(overtime()).await?;
        carry_over::carry_over(manager).await?;
        notices::carry_over(manager).await?;
        manager.create_table(ledger()).await?;
        manager.exec_stmt(copied_ledger()?).await?;
        manager.drop_table(Table::drop().table(CompLeaveEntry::Table).take()).await?;
        manager.drop_table(Table::drop().table(OvertimeRequest::Table).take()).await?;
        for index in indices() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// What it holds is kept beside the approval, since a constraint rests on it: a day is asked for once.
fn overtime() -> TableCreateStatement {
    Table::create()
        .table(Overtime::Table)
        .col(pk_uuid(Overtime::Id))
        .col(uuid(Overtime::PersonId))
        .col(uuid(Overtime::HallId))
        .col(date(Overtime::WorkDate))
        .col(integer(Overtime::Minutes).check(Expr::col(Overtime::Minutes).gt(0)))
        .col(text(Overtime::Reason))
        .col(string(Overtime::Compensation).check(Expr::col(Overtime::Compensation).is_in(["pay", "time_off"])))
        .col(instant(Overtime::AskedAt))
        .col(string(Overtime::Holding).check(Expr::col(Overtime::Holding).is_in(["nothing", "held", "given"])))
        .foreign_key(&mut references(Overtime::Id, Approval::Table, Approval::Id))
        .foreign_key(&mut references(Overtime::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(Overtime::HallId, Hall::Table, Hall::Id))
        .take()
}

/// The ledger of time off as it was, but that its lines point to the new table.
fn ledger() -> TableCreateStatement {
    Table::create()
        .table(TimeOffEntry::Table)
        .col(pk_uuid(TimeOffEntry::Id))
        .col(uuid(TimeOffEntry::LotId))
        .col(uuid(TimeOffEntry::PersonId))
        .col(string(TimeOffEntry::Kind).check(Expr::col(TimeOffEntry::Kind).is_in(["earned", "paid_out"])))
        .col(integer(TimeOffEntry::Minutes))
        .col(uuid(TimeOffEntry::OvertimeId))
        .col(date(TimeOffEntry::OnDate))
        .col(date(TimeOffEntry::ExpiresOn))
        .col(instant(TimeOffEntry::At))
        .foreign_key(&mut references(TimeOffEntry::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(TimeOffEntry::OvertimeId, Overtime::Table, Overtime::Id))
        // A lot is earned once, and what is left of it is paid out once.
        .index(Index::create().unique().name("time_off_line").col(TimeOffEntry::LotId).col(TimeOffEntry::Kind))
        .take()
}

fn copied_ledger() -> Result<InsertStatement, DbErr> {
    let old = Query::select()
        .columns([
            CompLeaveEntry::Id,
            CompLeaveEntry::LotId,
            CompLeaveEntry::PersonId,
            CompLeaveEntry::Kind,
            CompLeaveEntry::Minutes,
            CompLeaveEntry::OvertimeId,
            CompLeaveEntry::OnDate,
            CompLeaveEntry::ExpiresOn,
            CompLeaveEntry::At,
        ])
        .from(CompLeaveEntry::Table)
        .take();
    let mut copy = Query::insert()
        .into_table(TimeOffEntry::Table)
        .columns([
            TimeOffEntry::Id,
            TimeOffEntry::LotId,
            TimeOffEntry::PersonId,
            TimeOffEntry::Kind,
            TimeOffEntry::Minutes,
            TimeOffEntry::OvertimeId,
            TimeOffEntry::OnDate,
            TimeOffEntry::ExpiresOn,
            TimeOffEntry::At,
        ])
        .take();
    let filled = copy
        .select_from(old)
        .map_err(|error| DbErr::Query(sea_orm_migration::sea_orm::RuntimeErr::Internal(error.to_string())))?;
    Ok(filled.take())
}

fn indices() -> [IndexCreateStatement; 5] {
    let holding = || Expr::col(Overtime::Holding);
    let by_person = || Index::create().table(Overtime::Table).col(Overtime::PersonId).col(Overtime::WorkDate).take();
    [
        // One request a day that is not refused or taken back.
        by_person().unique().name("overtime_day").and_where(holding().ne("nothing")).take(),
        by_person().name("overtime_person").take(),
        Index::create()
            .name("overtime_hall")
            .table(Overtime::Table)
            .col(Overtime::HallId)
            .col(Overtime::WorkDate)
            .and_where(holding().ne("nothing"))
            .take(),
        Index::create().name("time_off_person").table(TimeOffEntry::Table).col(TimeOffEntry::PersonId).take(),
        Index::create().name("time_off_overtime").table(TimeOffEntry::Table).col(TimeOffEntry::OvertimeId).take(),
    ]
}
