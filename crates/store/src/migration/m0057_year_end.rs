//! What people say of annual leave that is not taken in its year: whether its rest may be taken in the next, asked for in
//! the program or given on paper; and what they do without in writing, where the latest paper of a year counts.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum LeaveCarry {
    Table,
    PersonId,
    Year,
    State,
    SignedOn,
    Paper,
    SaidBy,
    SaidAt,
}

#[derive(DeriveIden)]
enum LeaveWaiver {
    Table,
    Id,
    PersonId,
    Year,
    HalfDays,
    SignedOn,
    Paper,
    RecordedBy,
    RecordedAt,
}

const STATES: [&str; 3] = ["asked", "agreed", "declined"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let carry = Table::create()
            .table(LeaveCarry::Table)
            .col(uuid(LeaveCarry::PersonId))
            .col(integer(LeaveCarry::Year))
            .col(string(LeaveCarry::State).check(Expr::col(LeaveCarry::State).is_in(STATES)))
            .col(date_null(LeaveCarry::SignedOn))
            .col(text_null(LeaveCarry::Paper))
            .col(uuid(LeaveCarry::SaidBy))
            .col(instant(LeaveCarry::SaidAt))
            .primary_key(Index::create().col(LeaveCarry::PersonId).col(LeaveCarry::Year))
            .foreign_key(&mut references(LeaveCarry::PersonId, Person::Table, Person::Id))
            .foreign_key(&mut references(LeaveCarry::SaidBy, Person::Table, Person::Id))
            .take();
        manager.create_table(carry).await?;
        let waiver = Table::create()
            .table(LeaveWaiver::Table)
            .col(pk_uuid(LeaveWaiver::Id))
            .col(uuid(LeaveWaiver::PersonId))
            .col(integer(LeaveWaiver::Year))
            .col(integer(LeaveWaiver::HalfDays).check(Expr::col(LeaveWaiver::HalfDays).gte(0)))
            .col(date(LeaveWaiver::SignedOn))
            .col(text(LeaveWaiver::Paper))
            .col(uuid(LeaveWaiver::RecordedBy))
            .col(instant(LeaveWaiver::RecordedAt))
            .foreign_key(&mut references(LeaveWaiver::PersonId, Person::Table, Person::Id))
            .foreign_key(&mut references(LeaveWaiver::RecordedBy, Person::Table, Person::Id))
            .take();
        manager.create_table(waiver).await?;
        let year = Index::create()
            .name("leave_waiver_year")
            .table(LeaveWaiver::Table)
            .col(LeaveWaiver::PersonId)
            .col(LeaveWaiver::Year)
            .take();
        manager.create_index(year).await
    }
}
