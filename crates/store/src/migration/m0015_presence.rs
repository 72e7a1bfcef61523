use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, instant_null, m0001_org::Hall, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Punch {
    Table,
    Id,
    PersonId,
    Code,
    CodeVerdict,
    DeviceId,
}

#[derive(DeriveIden)]
enum HallPresence {
    Table,
    HallId,
    FencePolicy,
    TravelKmh,
    RepeatDays,
    VacancyGraceMin,
    EscalateMin,
    OutingMaxMin,
}

#[derive(DeriveIden)]
enum KioskScreen {
    Table,
    Id,
    HallId,
    Name,
    TokenHash,
    MadeBy,
    MadeAt,
    SeenAt,
    EndedAt,
}

#[derive(DeriveIden)]
enum HallCodeUse {
    Table,
    PersonId,
    WorkDate,
    SlotSeq,
    PunchId,
    At,
}

#[derive(DeriveIden)]
enum HallCodeTry {
    Table,
    Id,
    PersonId,
    At,
}

#[derive(DeriveIden)]
enum PunchWitness {
    Table,
    PunchId,
    WitnessId,
    At,
}

#[derive(DeriveIden)]
enum PunchFlag {
    Table,
    PunchId,
    Flag,
}

#[derive(DeriveIden)]
enum PunchFlagSeen {
    Table,
    PunchId,
    SeenBy,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column a statement.
        let mut columns = [string_null(Punch::Code), string_null(Punch::CodeVerdict), uuid_null(Punch::DeviceId)];
        for column in &mut columns {
            manager.alter_table(Table::alter().table(Punch::Table).add_column(column).take()).await?;
        }
        for table in [hall_presence(), kiosk_screen(), code_use(), code_try(), witness(), flag(), flag_seen()] {
            manager.create_table(table).await?;
        }
        let indices = [
            Index::create().name("kiosk_screen_hall").table(KioskScreen::Table).col(KioskScreen::HallId).take(),
            Index::create()
                .name("hall_code_try_person")
                .table(HallCodeTry::Table)
                .col(HallCodeTry::PersonId)
                .col(HallCodeTry::At)
                .take(),
            // Which phones somebody has used before, without reading all their punches.
            Index::create()
                .name("punch_device")
                .table(Punch::Table)
                .col(Punch::PersonId)
                .col(Punch::DeviceId)
                .and_where(Expr::col(Punch::DeviceId).is_not_null())
                .take(),
        ];
        for index in indices {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// A hall without a row has the defaults.
fn hall_presence() -> TableCreateStatement {
    let policies = ["flag_only", "second_proof"];
    Table::create()
        .table(HallPresence::Table)
        .col(pk_uuid(HallPresence::HallId))
        .col(string(HallPresence::FencePolicy).check(Expr::col(HallPresence::FencePolicy).is_in(policies)))
        .col(integer(HallPresence::TravelKmh))
        .col(integer(HallPresence::RepeatDays))
        .col(integer(HallPresence::VacancyGraceMin))
        .col(integer(HallPresence::EscalateMin))
        .col(integer(HallPresence::OutingMaxMin))
        .foreign_key(&mut references(HallPresence::HallId, Hall::Table, Hall::Id))
        .take()
}

/// The link of a screen holds a token; only its hash is here.
fn kiosk_screen() -> TableCreateStatement {
    Table::create()
        .table(KioskScreen::Table)
        .col(pk_uuid(KioskScreen::Id))
        .col(uuid(KioskScreen::HallId))
        .col(string(KioskScreen::Name))
        .col(binary(KioskScreen::TokenHash).unique_key())
        .col(uuid(KioskScreen::MadeBy))
        .col(instant(KioskScreen::MadeAt))
        .col(instant_null(KioskScreen::SeenAt))
        .col(instant_null(KioskScreen::EndedAt))
        .foreign_key(&mut references(KioskScreen::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(KioskScreen::MadeBy, Person::Table, Person::Id))
        .take()
}

/// One code a person and slot. A punch outside any slot has slot 0 of the date it was made on.
fn code_use() -> TableCreateStatement {
    Table::create()
        .table(HallCodeUse::Table)
        .col(uuid(HallCodeUse::PersonId))
        .col(date(HallCodeUse::WorkDate))
        .col(small_integer(HallCodeUse::SlotSeq))
        .col(uuid(HallCodeUse::PunchId))
        .col(instant(HallCodeUse::At))
        .primary_key(Index::create().col(HallCodeUse::PersonId).col(HallCodeUse::WorkDate).col(HallCodeUse::SlotSeq))
        .foreign_key(&mut references(HallCodeUse::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(HallCodeUse::PunchId, Punch::Table, Punch::Id))
        .take()
}

fn code_try() -> TableCreateStatement {
    Table::create()
        .table(HallCodeTry::Table)
        .col(pk_uuid(HallCodeTry::Id))
        .col(uuid(HallCodeTry::PersonId))
        .col(instant(HallCodeTry::At))
        .foreign_key(&mut references(HallCodeTry::PersonId, Person::Table, Person::Id))
        .take()
}

/// One witness is enough, so the second one at once changes nothing.
fn witness() -> TableCreateStatement {
    Table::create()
        .table(PunchWitness::Table)
        .col(pk_uuid(PunchWitness::PunchId))
        .col(uuid(PunchWitness::WitnessId))
        .col(instant(PunchWitness::At))
        .foreign_key(&mut references(PunchWitness::PunchId, Punch::Table, Punch::Id))
        .foreign_key(&mut references(PunchWitness::WitnessId, Person::Table, Person::Id))
        .take()
}

fn flag() -> TableCreateStatement {
    let flags = ["new_device", "travel", "same_coordinates", "code_elsewhere"];
    Table::create()
        .table(PunchFlag::Table)
        .col(uuid(PunchFlag::PunchId))
        .col(string(PunchFlag::Flag).check(Expr::col(PunchFlag::Flag).is_in(flags)))
        .primary_key(Index::create().col(PunchFlag::PunchId).col(PunchFlag::Flag))
        .foreign_key(&mut references(PunchFlag::PunchId, Punch::Table, Punch::Id))
        .take()
}

fn flag_seen() -> TableCreateStatement {
    Table::create()
        .table(PunchFlagSeen::Table)
        .col(pk_uuid(PunchFlagSeen::PunchId))
        .col(uuid(PunchFlagSeen::SeenBy))
        .col(instant(PunchFlagSeen::At))
        .foreign_key(&mut references(PunchFlagSeen::PunchId, Punch::Table, Punch::Id))
        .foreign_key(&mut references(PunchFlagSeen::SeenBy, Person::Table, Person::Id))
        .take()
}
