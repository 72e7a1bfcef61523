use sea_orm_migration::{prelude::*, schema::*};

use super::{
    instant, instant_null,
    m0001_org::{Agency, Hall},
    references,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
pub(super) enum Person {
    Table,
    Id,
    AgencyId,
    HallId,
    SignInName,
    Name,
    Phone,
    IdNumberSealed,
    #[sea_orm(iden = "id_last4")]
    IdLast4,
    HiredOn,
    ServiceFrom,
    LeftOn,
    PasswordHash,
    CreatedAt,
    Version,
}

#[derive(DeriveIden)]
enum Appointment {
    Table,
    Id,
    PersonId,
    Role,
    ScopeKind,
    ScopeId,
    FromOn,
    ToOn,
}

#[derive(DeriveIden)]
enum Invite {
    Table,
    Id,
    PersonId,
    TokenHash,
    CreatedAt,
    ExpiresAt,
    UsedAt,
}

#[derive(DeriveIden)]
enum Passkey {
    Table,
    Id,
    PersonId,
    CredentialId,
    Credential,
    Name,
    CreatedAt,
    LastUsedAt,
}

#[derive(DeriveIden)]
pub(super) enum Session {
    Table,
    Id,
    PersonId,
    TokenHash,
    UserAgent,
    Address,
    CreatedAt,
    LastUsedAt,
    ExpiresAt,
    EndedAt,
}

#[derive(DeriveIden)]
enum Challenge {
    Table,
    Id,
    State,
    ExpiresAt,
}

#[derive(DeriveIden)]
enum Throttle {
    Table,
    Key,
    WindowStart,
    Tries,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [person(), appointment(), invite(), passkey(), session(), challenge(), throttle()] {
            manager.create_table(table).await?;
        }
        let indexes = [
            Index::create().name("person_hall").table(Person::Table).col(Person::HallId).take(),
            Index::create().name("appointment_person").table(Appointment::Table).col(Appointment::PersonId).take(),
            // The same role twice over the same scope, both open, is a double tap.
            Index::create()
                .unique()
                .name("appointment_open")
                .table(Appointment::Table)
                .col(Appointment::PersonId)
                .col(Appointment::Role)
                .col(Appointment::ScopeId)
                .and_where(Expr::col(Appointment::ToOn).is_null())
                .take(),
            Index::create().name("invite_person").table(Invite::Table).col(Invite::PersonId).take(),
            Index::create().name("passkey_person").table(Passkey::Table).col(Passkey::PersonId).take(),
            Index::create().name("session_person").table(Session::Table).col(Session::PersonId).take(),
            Index::create().name("session_expiry").table(Session::Table).col(Session::ExpiresAt).take(),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn person() -> TableCreateStatement {
    Table::create()
        .table(Person::Table)
        .col(pk_uuid(Person::Id))
        .col(uuid(Person::AgencyId))
        .col(uuid_null(Person::HallId))
        .col(string_uniq(Person::SignInName))
        .col(string(Person::Name))
        .col(string(Person::Phone))
        .col(binary_null(Person::IdNumberSealed))
        .col(string_null(Person::IdLast4))
        .col(date(Person::HiredOn))
        .col(date_null(Person::ServiceFrom))
        .col(date_null(Person::LeftOn))
        .col(string_null(Person::PasswordHash))
        .col(instant(Person::CreatedAt))
        .col(integer(Person::Version))
        .foreign_key(&mut references(Person::AgencyId, Agency::Table, Agency::Id))
        .foreign_key(&mut references(Person::HallId, Hall::Table, Hall::Id))
        .take()
}

fn appointment() -> TableCreateStatement {
    let roles = ["worker", "trainee", "lead", "supervisor", "hr", "host", "trainer", "inspector"];
    Table::create()
        .table(Appointment::Table)
        .col(pk_uuid(Appointment::Id))
        .col(uuid(Appointment::PersonId))
        .col(string(Appointment::Role).check(Expr::col(Appointment::Role).is_in(roles)))
        .col(string(Appointment::ScopeKind).check(Expr::col(Appointment::ScopeKind).is_in(["agency", "hall", "zone"])))
        .col(uuid(Appointment::ScopeId))
        .col(date(Appointment::FromOn))
        .col(date_null(Appointment::ToOn))
        .foreign_key(&mut references(Appointment::PersonId, Person::Table, Person::Id))
        .take()
}

fn invite() -> TableCreateStatement {
    Table::create()
        .table(Invite::Table)
        .col(pk_uuid(Invite::Id))
        .col(uuid(Invite::PersonId))
        .col(binary_uniq(Invite::TokenHash))
        .col(instant(Invite::CreatedAt))
        .col(instant(Invite::ExpiresAt))
        .col(instant_null(Invite::UsedAt))
        .foreign_key(&mut references(Invite::PersonId, Person::Table, Person::Id))
        .take()
}

fn passkey() -> TableCreateStatement {
    Table::create()
        .table(Passkey::Table)
        .col(pk_uuid(Passkey::Id))
        .col(uuid(Passkey::PersonId))
        .col(binary_uniq(Passkey::CredentialId))
        .col(text(Passkey::Credential))
        .col(string(Passkey::Name))
        .col(instant(Passkey::CreatedAt))
        .col(instant_null(Passkey::LastUsedAt))
        .foreign_key(&mut references(Passkey::PersonId, Person::Table, Person::Id))
        .take()
}

fn session() -> TableCreateStatement {
    Table::create()
        .table(Session::Table)
        .col(pk_uuid(Session::Id))
        .col(uuid(Session::PersonId))
        .col(binary_uniq(Session::TokenHash))
        .col(string(Session::UserAgent))
        .col(string(Session::Address))
        .col(instant(Session::CreatedAt))
        .col(instant(Session::LastUsedAt))
        .col(instant(Session::ExpiresAt))
        .col(instant_null(Session::EndedAt))
        .foreign_key(&mut references(Session::PersonId, Person::Table, Person::Id))
        .take()
}

fn challenge() -> TableCreateStatement {
    Table::create()
        .table(Challenge::Table)
        .col(pk_uuid(Challenge::Id))
        .col(text(Challenge::State))
        .col(instant(Challenge::ExpiresAt))
        .take()
}

fn throttle() -> TableCreateStatement {
    Table::create()
        .table(Throttle::Table)
        .col(ColumnDef::new(Throttle::Key).string().not_null().primary_key())
        .col(instant(Throttle::WindowStart))
        .col(integer(Throttle::Tries))
        .take()
}
