//! Shifts that are offered to whoever is free.

use sea_orm_migration::{prelude::*, schema::*};

use super::{Hall, Person, Post, Shift, instant, instant_null, references};

#[derive(DeriveIden)]
enum OpenShift {
    Table,
    Id,
    HallId,
    WorkDate,
    ShiftId,
    PostId,
    State,
    Version,
    OfferedBy,
    OfferedAt,
    FilledBy,
}

#[derive(DeriveIden)]
enum OpenShiftClaim {
    Table,
    Id,
    OpenShiftId,
    PersonId,
    ClaimedAt,
    WithdrawnAt,
}

pub(super) fn tables() -> [TableCreateStatement; 2] {
    let offer = Table::create()
        .table(OpenShift::Table)
        .col(pk_uuid(OpenShift::Id))
        .col(uuid(OpenShift::HallId))
        .col(date(OpenShift::WorkDate))
        .col(uuid(OpenShift::ShiftId))
        .col(uuid(OpenShift::PostId))
        .col(string(OpenShift::State).check(Expr::col(OpenShift::State).is_in(["open", "filled", "withdrawn"])))
        .col(integer(OpenShift::Version))
        .col(uuid(OpenShift::OfferedBy))
        .col(instant(OpenShift::OfferedAt))
        .col(uuid_null(OpenShift::FilledBy))
        .foreign_key(&mut references(OpenShift::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(OpenShift::ShiftId, Shift::Table, Shift::Id))
        .foreign_key(&mut references(OpenShift::PostId, Post::Table, Post::Id))
        .foreign_key(&mut references(OpenShift::OfferedBy, Person::Table, Person::Id))
        .foreign_key(&mut references(OpenShift::FilledBy, Person::Table, Person::Id))
        .take();
    let claim = Table::create()
        .table(OpenShiftClaim::Table)
        .col(pk_uuid(OpenShiftClaim::Id))
        .col(uuid(OpenShiftClaim::OpenShiftId))
        .col(uuid(OpenShiftClaim::PersonId))
        .col(instant(OpenShiftClaim::ClaimedAt))
        .col(instant_null(OpenShiftClaim::WithdrawnAt))
        .foreign_key(&mut references(OpenShiftClaim::OpenShiftId, OpenShift::Table, OpenShift::Id))
        .foreign_key(&mut references(OpenShiftClaim::PersonId, Person::Table, Person::Id))
        .take();
    [offer, claim]
}

pub(super) fn indices() -> [IndexCreateStatement; 2] {
    [
        Index::create()
            .name("open_shift_hall")
            .table(OpenShift::Table)
            .col(OpenShift::HallId)
            .and_where(Expr::col(OpenShift::State).eq("open"))
            .take(),
        // One claim a person; one that was taken back leaves room for another.
        Index::create()
            .unique()
            .name("open_shift_claimed_once")
            .table(OpenShiftClaim::Table)
            .col(OpenShiftClaim::OpenShiftId)
            .col(OpenShiftClaim::PersonId)
            .and_where(Expr::col(OpenShiftClaim::WithdrawnAt).is_null())
            .take(),
    ]
}
