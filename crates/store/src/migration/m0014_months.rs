//! Months: confirmed by each person, by the hall, locked by HR, and adjusted later. What a person says to the
//! reading of their position, and the secret addresses of their roster.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, instant_null, m0001_org::Hall, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum MonthAcceptance {
    Table,
    Id,
    PersonId,
    Month,
    At,
    LapsedAt,
}

#[derive(DeriveIden)]
enum MonthClose {
    Table,
    HallId,
    Month,
    State,
    Version,
    ConfirmedBy,
    ConfirmedAt,
    LockedBy,
    LockedAt,
    PositionsErasedAt,
}

#[derive(DeriveIden)]
enum MonthSheet {
    Table,
    Id,
    PersonId,
    HallId,
    Month,
    LastOn,
    Content,
    At,
}

#[derive(DeriveIden)]
enum MonthAdjustment {
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
enum LocationConsent {
    Table,
    Id,
    PersonId,
    Given,
    Wording,
    At,
}

#[derive(DeriveIden)]
enum RosterFeed {
    Table,
    Id,
    PersonId,
    TokenHash,
    CreatedAt,
    RevokedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [acceptance(), close(), sheet(), adjustment(), consent(), feed()] {
            manager.create_table(table).await?;
        }
        for index in indices() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// A person's word that their month is right; it lapses when a day of it comes out differently.
fn acceptance() -> TableCreateStatement {
    Table::create()
        .table(MonthAcceptance::Table)
        .col(pk_uuid(MonthAcceptance::Id))
        .col(uuid(MonthAcceptance::PersonId))
        .col(date(MonthAcceptance::Month))
        .col(instant(MonthAcceptance::At))
        .col(instant_null(MonthAcceptance::LapsedAt))
        .foreign_key(&mut references(MonthAcceptance::PersonId, Person::Table, Person::Id))
        .take()
}

fn close() -> TableCreateStatement {
    let states = ["open", "confirmed", "closing", "locked"];
    Table::create()
        .table(MonthClose::Table)
        .col(uuid(MonthClose::HallId))
        .col(date(MonthClose::Month))
        .col(string(MonthClose::State).check(Expr::col(MonthClose::State).is_in(states)))
        .col(integer(MonthClose::Version))
        .col(uuid_null(MonthClose::ConfirmedBy))
        .col(instant_null(MonthClose::ConfirmedAt))
        .col(uuid_null(MonthClose::LockedBy))
        .col(instant_null(MonthClose::LockedAt))
        .col(instant_null(MonthClose::PositionsErasedAt))
        .primary_key(Index::create().col(MonthClose::HallId).col(MonthClose::Month))
        .foreign_key(&mut references(MonthClose::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(MonthClose::ConfirmedBy, Person::Table, Person::Id))
        .foreign_key(&mut references(MonthClose::LockedBy, Person::Table, Person::Id))
        .take()
}

/// Written once and never changed.
fn sheet() -> TableCreateStatement {
    Table::create()
        .table(MonthSheet::Table)
        .col(pk_uuid(MonthSheet::Id))
        .col(uuid(MonthSheet::PersonId))
        .col(uuid(MonthSheet::HallId))
        .col(date(MonthSheet::Month))
        .col(date(MonthSheet::LastOn))
        .col(text(MonthSheet::Content))
        .col(instant(MonthSheet::At))
        .foreign_key(&mut references(MonthSheet::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(MonthSheet::HallId, Hall::Table, Hall::Id))
        .index(Index::create().unique().name("sheet_month").col(MonthSheet::PersonId).col(MonthSheet::Month))
        .take()
}

fn adjustment() -> TableCreateStatement {
    let causes = ["correction", "late_punch", "decision", "paper"];
    Table::create()
        .table(MonthAdjustment::Table)
        .col(pk_uuid(MonthAdjustment::Id))
        .col(uuid(MonthAdjustment::PersonId))
        .col(uuid(MonthAdjustment::HallId))
        .col(date(MonthAdjustment::WorkDate))
        .col(date(MonthAdjustment::Month))
        .col(text(MonthAdjustment::Before))
        .col(text(MonthAdjustment::After))
        .col(string(MonthAdjustment::Cause).check(Expr::col(MonthAdjustment::Cause).is_in(causes)))
        .col(instant(MonthAdjustment::At))
        .foreign_key(&mut references(MonthAdjustment::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(MonthAdjustment::HallId, Hall::Table, Hall::Id))
        .take()
}

/// Every yes and every no stays, with the words that were shown; the last one counts.
fn consent() -> TableCreateStatement {
    Table::create()
        .table(LocationConsent::Table)
        .col(pk_uuid(LocationConsent::Id))
        .col(uuid(LocationConsent::PersonId))
        .col(boolean(LocationConsent::Given))
        .col(small_integer(LocationConsent::Wording))
        .col(instant(LocationConsent::At))
        .foreign_key(&mut references(LocationConsent::PersonId, Person::Table, Person::Id))
        .take()
}

/// Of the address only a hash is kept.
fn feed() -> TableCreateStatement {
    Table::create()
        .table(RosterFeed::Table)
        .col(pk_uuid(RosterFeed::Id))
        .col(uuid(RosterFeed::PersonId))
        .col(binary(RosterFeed::TokenHash))
        .col(instant(RosterFeed::CreatedAt))
        .col(instant_null(RosterFeed::RevokedAt))
        .foreign_key(&mut references(RosterFeed::PersonId, Person::Table, Person::Id))
        .index(Index::create().unique().name("feed_token").col(RosterFeed::TokenHash))
        .take()
}

fn indices() -> [IndexCreateStatement; 6] {
    [
        Index::create()
            .unique()
            .name("acceptance_month")
            .table(MonthAcceptance::Table)
            .col(MonthAcceptance::PersonId)
            .col(MonthAcceptance::Month)
            .and_where(Expr::col(MonthAcceptance::LapsedAt).is_null())
            .take(),
        Index::create()
            .name("sheet_hall")
            .table(MonthSheet::Table)
            .col(MonthSheet::HallId)
            .col(MonthSheet::Month)
            .take(),
        Index::create()
            .name("adjustment_person")
            .table(MonthAdjustment::Table)
            .col(MonthAdjustment::PersonId)
            .col(MonthAdjustment::WorkDate)
            .take(),
        Index::create()
            .name("adjustment_hall")
            .table(MonthAdjustment::Table)
            .col(MonthAdjustment::HallId)
            .col(MonthAdjustment::Month)
            .take(),
        Index::create()
            .name("consent_person")
            .table(LocationConsent::Table)
            .col(LocationConsent::PersonId)
            .col(LocationConsent::At)
            .take(),
        // One address a person at a time.
        Index::create()
            .unique()
            .name("feed_person")
            .table(RosterFeed::Table)
            .col(RosterFeed::PersonId)
            .and_where(Expr::col(RosterFeed::RevokedAt).is_null())
            .take(),
    ]
}
