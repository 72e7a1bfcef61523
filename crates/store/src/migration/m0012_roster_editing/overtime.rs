//! Overtime, asked for beforehand, and the time off that it earns.

use sea_orm_migration::{prelude::*, schema::*};

use super::{Hall, Person, instant, instant_null, references};

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

pub(super) fn tables() -> [TableCreateStatement; 2] {
    let states = ["asked", "approved", "rejected", "withdrawn"];
    let request = Table::create()
        .table(OvertimeRequest::Table)
        .col(pk_uuid(OvertimeRequest::Id))
        .col(uuid(OvertimeRequest::PersonId))
        .col(uuid(OvertimeRequest::HallId))
        .col(date(OvertimeRequest::WorkDate))
        .col(integer(OvertimeRequest::Minutes).check(Expr::col(OvertimeRequest::Minutes).gt(0)))
        .col(text(OvertimeRequest::Reason))
        .col(
            string(OvertimeRequest::Compensation)
                .check(Expr::col(OvertimeRequest::Compensation).is_in(["pay", "time_off"])),
        )
        .col(string(OvertimeRequest::State).check(Expr::col(OvertimeRequest::State).is_in(states)))
        .col(integer(OvertimeRequest::Version))
        .col(text_null(OvertimeRequest::Answer))
        .col(instant(OvertimeRequest::AskedAt))
        .col(uuid_null(OvertimeRequest::SettledBy))
        .col(instant_null(OvertimeRequest::SettledAt))
        .foreign_key(&mut references(OvertimeRequest::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(OvertimeRequest::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(OvertimeRequest::SettledBy, Person::Table, Person::Id))
        .take();
    // A ledger: lines are only ever added. A lot is the line that earned it and those that took from it.
    let entry = Table::create()
        .table(CompLeaveEntry::Table)
        .col(pk_uuid(CompLeaveEntry::Id))
        .col(uuid(CompLeaveEntry::LotId))
        .col(uuid(CompLeaveEntry::PersonId))
        .col(string(CompLeaveEntry::Kind).check(Expr::col(CompLeaveEntry::Kind).is_in(["earned", "paid_out"])))
        .col(integer(CompLeaveEntry::Minutes))
        .col(uuid(CompLeaveEntry::OvertimeId))
        .col(date(CompLeaveEntry::OnDate))
        .col(date(CompLeaveEntry::ExpiresOn))
        .col(instant(CompLeaveEntry::At))
        .foreign_key(&mut references(CompLeaveEntry::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(CompLeaveEntry::OvertimeId, OvertimeRequest::Table, OvertimeRequest::Id))
        // A lot is earned once, and what is left of it is paid out once.
        .index(Index::create().unique().name("lot_line").col(CompLeaveEntry::LotId).col(CompLeaveEntry::Kind))
        .take();
    [request, entry]
}

pub(super) fn indices() -> [IndexCreateStatement; 3] {
    let open = || Expr::col(OvertimeRequest::State).is_in(["asked", "approved"]);
    [
        // One request a day that is not refused or taken back.
        Index::create()
            .unique()
            .name("overtime_day")
            .table(OvertimeRequest::Table)
            .col(OvertimeRequest::PersonId)
            .col(OvertimeRequest::WorkDate)
            .and_where(open())
            .take(),
        Index::create()
            .name("overtime_hall")
            .table(OvertimeRequest::Table)
            .col(OvertimeRequest::HallId)
            .and_where(Expr::col(OvertimeRequest::State).eq("asked"))
            .take(),
        Index::create().name("comp_leave_person").table(CompLeaveEntry::Table).col(CompLeaveEntry::PersonId).take(),
    ]
}
