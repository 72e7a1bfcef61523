//! Days that two people swap.

use sea_orm_migration::{prelude::*, schema::*};

use super::{Hall, Person, instant, instant_null, references};

#[derive(DeriveIden)]
enum ShiftSwap {
    Table,
    Id,
    HallId,
    AskerId,
    PartnerId,
    GiveOn,
    TakeOn,
    Given,
    Taken,
    State,
    Version,
    Reason,
    Answer,
    AskedAt,
    SettledBy,
    SettledAt,
}

const STATES: [&str; 7] = ["asked", "agreed", "approved", "declined", "rejected", "withdrawn", "expired"];

pub(super) fn tables() -> [TableCreateStatement; 1] {
    // What was to be given and taken when it was asked, by name: only to be read. Expiry is told by the
    // dates, and stored when a new swap needs the day.
    let swap = Table::create()
        .table(ShiftSwap::Table)
        .col(pk_uuid(ShiftSwap::Id))
        .col(uuid(ShiftSwap::HallId))
        .col(uuid(ShiftSwap::AskerId))
        .col(uuid(ShiftSwap::PartnerId))
        .col(date(ShiftSwap::GiveOn))
        .col(date(ShiftSwap::TakeOn))
        .col(text(ShiftSwap::Given))
        .col(text(ShiftSwap::Taken))
        .col(string(ShiftSwap::State).check(Expr::col(ShiftSwap::State).is_in(STATES)))
        .col(integer(ShiftSwap::Version))
        .col(text_null(ShiftSwap::Reason))
        .col(text_null(ShiftSwap::Answer))
        .col(instant(ShiftSwap::AskedAt))
        .col(uuid_null(ShiftSwap::SettledBy))
        .col(instant_null(ShiftSwap::SettledAt))
        .foreign_key(&mut references(ShiftSwap::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(ShiftSwap::AskerId, Person::Table, Person::Id))
        .foreign_key(&mut references(ShiftSwap::PartnerId, Person::Table, Person::Id))
        .foreign_key(&mut references(ShiftSwap::SettledBy, Person::Table, Person::Id))
        .check(Expr::col(ShiftSwap::AskerId).ne(Expr::col(ShiftSwap::PartnerId)))
        .take();
    [swap]
}

pub(super) fn indices() -> [IndexCreateStatement; 3] {
    let open = || Expr::col(ShiftSwap::State).is_in(["asked", "agreed"]);
    [
        // The same day can't be promised twice.
        Index::create()
            .unique()
            .name("swap_open_give")
            .table(ShiftSwap::Table)
            .col(ShiftSwap::AskerId)
            .col(ShiftSwap::GiveOn)
            .and_where(open())
            .take(),
        Index::create().name("swap_partner").table(ShiftSwap::Table).col(ShiftSwap::PartnerId).take(),
        Index::create().name("swap_hall").table(ShiftSwap::Table).col(ShiftSwap::HallId).and_where(open()).take(),
    ]
}
