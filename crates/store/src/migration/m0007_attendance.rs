use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, instant_null, m0001_org::Hall, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Punch {
    Table,
    Id,
    PersonId,
    HallId,
    At,
    ArrivedAt,
    DeviceAt,
    Evidence,
    SentDeviceAt,
    Doubt,
    LatE7,
    LngE7,
    Datum,
    AccuracyM,
    AgeS,
    Reason,
    Source,
    UserAgent,
    Verdict,
    Timing,
    Place,
    NoPosition,
    Proof,
    FenceId,
    DistanceM,
    Minutes,
    WorkDate,
    SlotSeq,
    SlotKind,
    RuleVersion,
}

#[derive(DeriveIden)]
enum DayResult {
    Table,
    Id,
    PersonId,
    WorkDate,
    Content,
    RuleVersion,
    CalendarVersion,
    ComputedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [punch(), day_result()] {
            manager.create_table(table).await?;
        }
        let by_person =
            Index::create().name("punch_person_at").table(Punch::Table).col(Punch::PersonId).col(Punch::At).take();
        let by_hall =
            Index::create().name("punch_hall_at").table(Punch::Table).col(Punch::HallId).col(Punch::At).take();
        manager.create_index(by_person).await?;
        manager.create_index(by_hall).await
    }
}

/// What the person sent, then what was made of it. No two columns say the same, so a stored punch gives
/// back its command word for word: that is how a repeated send is told from another one under the same id.
fn punch() -> TableCreateStatement {
    let sources = ["app", "form", "correction", "witness", "paper"];
    let doubts = ["no_ticket", "clock_changed", "too_late"];
    let places = ["inside", "outside", "inaccurate", "no_position", "no_fence", "proved"];
    Table::create()
        .table(Punch::Table)
        .col(pk_uuid(Punch::Id))
        .col(uuid(Punch::PersonId))
        .col(uuid_null(Punch::HallId))
        .col(instant(Punch::At))
        .col(instant(Punch::ArrivedAt))
        .col(instant_null(Punch::DeviceAt))
        .col(text_null(Punch::Evidence))
        .col(instant_null(Punch::SentDeviceAt))
        .col(string_null(Punch::Doubt).check(Expr::col(Punch::Doubt).is_in(doubts)))
        .col(integer_null(Punch::LatE7))
        .col(integer_null(Punch::LngE7))
        .col(string_null(Punch::Datum))
        .col(integer_null(Punch::AccuracyM))
        .col(integer_null(Punch::AgeS))
        .col(text_null(Punch::Reason))
        .col(string(Punch::Source).check(Expr::col(Punch::Source).is_in(sources)))
        .col(string(Punch::UserAgent))
        .col(string(Punch::Verdict))
        .col(string(Punch::Timing))
        .col(string(Punch::Place).check(Expr::col(Punch::Place).is_in(places)))
        .col(string_null(Punch::NoPosition))
        .col(string_null(Punch::Proof))
        .col(uuid_null(Punch::FenceId))
        .col(integer_null(Punch::DistanceM))
        .col(integer(Punch::Minutes))
        .col(date_null(Punch::WorkDate))
        .col(small_integer_null(Punch::SlotSeq))
        .col(string_null(Punch::SlotKind))
        .col(small_integer(Punch::RuleVersion))
        .foreign_key(&mut references(Punch::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(Punch::HallId, Hall::Table, Hall::Id))
        .take()
}

/// A result is read as a whole, and made again rather than edited: one JSON document.
fn day_result() -> TableCreateStatement {
    Table::create()
        .table(DayResult::Table)
        .col(pk_uuid(DayResult::Id))
        .col(uuid(DayResult::PersonId))
        .col(date(DayResult::WorkDate))
        .col(text(DayResult::Content))
        .col(small_integer(DayResult::RuleVersion))
        .col(integer(DayResult::CalendarVersion))
        .col(instant(DayResult::ComputedAt))
        .foreign_key(&mut references(DayResult::PersonId, Person::Table, Person::Id))
        .index(Index::create().unique().name("day_result_day").col(DayResult::PersonId).col(DayResult::WorkDate))
        .take()
}
