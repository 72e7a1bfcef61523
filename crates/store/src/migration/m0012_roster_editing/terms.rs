//! What a roster is held against: terms of people, settings of halls.

use sea_orm_migration::{prelude::*, schema::*};

use super::{Hall, Person, ServiceWindow, instant_null, references};

#[derive(DeriveIden)]
enum HoursPermit {
    Table,
    Id,
    PersonId,
    Period,
    FromOn,
    ToOn,
    WithdrawnAt,
}

#[derive(DeriveIden)]
enum ProtectedPeriod {
    Table,
    Id,
    PersonId,
    Kind,
    FromOn,
    ToOn,
    WithdrawnAt,
}

#[derive(DeriveIden)]
enum WindowCertification {
    Table,
    Id,
    PersonId,
    WindowId,
    FromOn,
    ToOn,
    WithdrawnAt,
}

#[derive(DeriveIden)]
enum RosterRule {
    Table,
    HallId,
    CertificationRequired,
}

#[derive(DeriveIden)]
enum CoverageDemand {
    Table,
    WindowId,
    Half,
    People,
}

pub(super) fn tables() -> [TableCreateStatement; 5] {
    let permit = Table::create()
        .table(HoursPermit::Table)
        .col(pk_uuid(HoursPermit::Id))
        .col(uuid(HoursPermit::PersonId))
        .col(
            string(HoursPermit::Period)
                .check(Expr::col(HoursPermit::Period).is_in(["week", "month", "quarter", "year"])),
        )
        .col(date(HoursPermit::FromOn))
        .col(date(HoursPermit::ToOn))
        .col(instant_null(HoursPermit::WithdrawnAt))
        .foreign_key(&mut references(HoursPermit::PersonId, Person::Table, Person::Id))
        .take();
    let protection = Table::create()
        .table(ProtectedPeriod::Table)
        .col(pk_uuid(ProtectedPeriod::Id))
        .col(uuid(ProtectedPeriod::PersonId))
        .col(string(ProtectedPeriod::Kind).check(Expr::col(ProtectedPeriod::Kind).is_in(["late_pregnancy", "nursing"])))
        .col(date(ProtectedPeriod::FromOn))
        .col(date(ProtectedPeriod::ToOn))
        .col(instant_null(ProtectedPeriod::WithdrawnAt))
        .foreign_key(&mut references(ProtectedPeriod::PersonId, Person::Table, Person::Id))
        .take();
    let certification = Table::create()
        .table(WindowCertification::Table)
        .col(pk_uuid(WindowCertification::Id))
        .col(uuid(WindowCertification::PersonId))
        .col(uuid(WindowCertification::WindowId))
        .col(date(WindowCertification::FromOn))
        .col(date_null(WindowCertification::ToOn))
        .col(instant_null(WindowCertification::WithdrawnAt))
        .foreign_key(&mut references(WindowCertification::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(WindowCertification::WindowId, ServiceWindow::Table, ServiceWindow::Id))
        .take();
    let rule = Table::create()
        .table(RosterRule::Table)
        .col(pk_uuid(RosterRule::HallId))
        .col(boolean(RosterRule::CertificationRequired))
        .foreign_key(&mut references(RosterRule::HallId, Hall::Table, Hall::Id))
        .take();
    let demand = Table::create()
        .table(CoverageDemand::Table)
        .col(uuid(CoverageDemand::WindowId))
        .col(string(CoverageDemand::Half).check(Expr::col(CoverageDemand::Half).is_in(["morning", "afternoon"])))
        .col(integer(CoverageDemand::People))
        .primary_key(Index::create().col(CoverageDemand::WindowId).col(CoverageDemand::Half))
        .foreign_key(&mut references(CoverageDemand::WindowId, ServiceWindow::Table, ServiceWindow::Id))
        .take();
    [permit, protection, certification, rule, demand]
}

pub(super) fn indices() -> [IndexCreateStatement; 3] {
    let by_person =
        |name: &str, table: DynIden, person: DynIden| Index::create().name(name).table(table).col(person).take();
    [
        by_person("hours_permit_person", HoursPermit::Table.into_iden(), HoursPermit::PersonId.into_iden()),
        by_person("protected_person", ProtectedPeriod::Table.into_iden(), ProtectedPeriod::PersonId.into_iden()),
        by_person(
            "certification_person",
            WindowCertification::Table.into_iden(),
            WindowCertification::PersonId.into_iden(),
        ),
    ]
}
