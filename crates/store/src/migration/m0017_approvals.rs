use sea_orm_migration::{prelude::*, schema::*};

use super::{
    instant, instant_null,
    m0001_org::{Agency, Hall, Zone},
    m0002_accounts::Person,
    references,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
pub(super) enum Approval {
    Table,
    Id,
    Kind,
    AgencyId,
    HallId,
    ZoneId,
    RequesterId,
    State,
    Version,
    Flow,
    SubmittedAt,
    DueAt,
}

#[derive(DeriveIden)]
enum ApprovalSeat {
    Table,
    ApprovalId,
    PersonId,
    HolderId,
    Via,
}

#[derive(DeriveIden)]
pub(super) enum ApprovalHop {
    Table,
    Id,
    ApprovalId,
    At,
    ActorId,
    HolderId,
    Act,
    Version,
    ToIds,
    Content,
    Before,
}

#[derive(DeriveIden)]
enum ApprovalRoutes {
    Table,
    AgencyId,
    Kind,
    Version,
    Content,
    At,
}

#[derive(DeriveIden)]
enum Delegation {
    Table,
    Id,
    FromId,
    ToId,
    Kind,
    FromOn,
    ToOn,
    Reason,
    At,
    EndedAt,
}

#[derive(DeriveIden)]
enum Kinship {
    Table,
    Id,
    PersonId,
    OtherId,
    At,
    EndedAt,
}

const STATES: [&str; 8] =
    ["draft", "in_review", "returned", "approved", "rejected", "withdrawn", "cancelled", "expired"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [approval(), seat(), hop(), routes(), delegation(), kinship()];
        for table in tables {
            manager.create_table(table).await?;
        }
        for index in indices() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// The kind has no CHECK: each slice that asks brings its own word.
fn approval() -> TableCreateStatement {
    Table::create()
        .table(Approval::Table)
        .col(pk_uuid(Approval::Id))
        .col(string(Approval::Kind))
        .col(uuid(Approval::AgencyId))
        .col(uuid_null(Approval::HallId))
        .col(uuid_null(Approval::ZoneId))
        .col(uuid(Approval::RequesterId))
        .col(string(Approval::State).check(Expr::col(Approval::State).is_in(STATES)))
        .col(integer(Approval::Version))
        .col(text(Approval::Flow))
        .col(instant(Approval::SubmittedAt))
        .col(instant_null(Approval::DueAt))
        .foreign_key(&mut references(Approval::AgencyId, Agency::Table, Agency::Id))
        .foreign_key(&mut references(Approval::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(Approval::ZoneId, Zone::Table, Zone::Id))
        .foreign_key(&mut references(Approval::RequesterId, Person::Table, Person::Id))
        .take()
}

/// Who can act now: the inbox. Made anew whenever roles, delegations or the step change.
fn seat() -> TableCreateStatement {
    Table::create()
        .table(ApprovalSeat::Table)
        .col(uuid(ApprovalSeat::ApprovalId))
        .col(uuid(ApprovalSeat::PersonId))
        .col(uuid(ApprovalSeat::HolderId))
        .col(string(ApprovalSeat::Via))
        .primary_key(
            Index::create().col(ApprovalSeat::PersonId).col(ApprovalSeat::ApprovalId).col(ApprovalSeat::HolderId),
        )
        .foreign_key(&mut references(ApprovalSeat::ApprovalId, Approval::Table, Approval::Id))
        .foreign_key(&mut references(ApprovalSeat::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(ApprovalSeat::HolderId, Person::Table, Person::Id))
        .take()
}

/// What happened, never changed. A decision keeps what was before it, so that it can be undone.
fn hop() -> TableCreateStatement {
    Table::create()
        .table(ApprovalHop::Table)
        .col(pk_uuid(ApprovalHop::Id))
        .col(uuid(ApprovalHop::ApprovalId))
        .col(instant(ApprovalHop::At))
        .col(uuid_null(ApprovalHop::ActorId))
        .col(uuid_null(ApprovalHop::HolderId))
        .col(string(ApprovalHop::Act))
        .col(integer(ApprovalHop::Version))
        .col(text(ApprovalHop::ToIds))
        .col(text_null(ApprovalHop::Content))
        .col(text_null(ApprovalHop::Before))
        .foreign_key(&mut references(ApprovalHop::ApprovalId, Approval::Table, Approval::Id))
        .foreign_key(&mut references(ApprovalHop::ActorId, Person::Table, Person::Id))
        .foreign_key(&mut references(ApprovalHop::HolderId, Person::Table, Person::Id))
        .take()
}

fn routes() -> TableCreateStatement {
    Table::create()
        .table(ApprovalRoutes::Table)
        .col(uuid(ApprovalRoutes::AgencyId))
        .col(string(ApprovalRoutes::Kind))
        .col(integer(ApprovalRoutes::Version))
        .col(text(ApprovalRoutes::Content))
        .col(instant(ApprovalRoutes::At))
        .primary_key(
            Index::create().col(ApprovalRoutes::AgencyId).col(ApprovalRoutes::Kind).col(ApprovalRoutes::Version),
        )
        .foreign_key(&mut references(ApprovalRoutes::AgencyId, Agency::Table, Agency::Id))
        .take()
}

fn delegation() -> TableCreateStatement {
    Table::create()
        .table(Delegation::Table)
        .col(pk_uuid(Delegation::Id))
        .col(uuid(Delegation::FromId))
        .col(uuid(Delegation::ToId))
        .col(string_null(Delegation::Kind))
        .col(date(Delegation::FromOn))
        .col(date(Delegation::ToOn))
        .col(text(Delegation::Reason))
        .col(instant(Delegation::At))
        .col(instant_null(Delegation::EndedAt))
        .foreign_key(&mut references(Delegation::FromId, Person::Table, Person::Id))
        .foreign_key(&mut references(Delegation::ToId, Person::Table, Person::Id))
        .check(Expr::col(Delegation::FromId).ne(Expr::col(Delegation::ToId)))
        .take()
}

fn kinship() -> TableCreateStatement {
    Table::create()
        .table(Kinship::Table)
        .col(pk_uuid(Kinship::Id))
        .col(uuid(Kinship::PersonId))
        .col(uuid(Kinship::OtherId))
        .col(instant(Kinship::At))
        .col(instant_null(Kinship::EndedAt))
        .foreign_key(&mut references(Kinship::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(Kinship::OtherId, Person::Table, Person::Id))
        .check(Expr::col(Kinship::PersonId).ne(Expr::col(Kinship::OtherId)))
        .take()
}

fn indices() -> [IndexCreateStatement; 7] {
    let open = Expr::col(Approval::DueAt).is_not_null();
    [
        Index::create().name("approval_requester").table(Approval::Table).col(Approval::RequesterId).take(),
        Index::create().name("approval_due").table(Approval::Table).col(Approval::DueAt).and_where(open).take(),
        Index::create().name("approval_state").table(Approval::Table).col(Approval::State).take(),
        Index::create().name("approval_seat_of").table(ApprovalSeat::Table).col(ApprovalSeat::ApprovalId).take(),
        Index::create().name("approval_hop_of").table(ApprovalHop::Table).col(ApprovalHop::ApprovalId).take(),
        Index::create().name("approval_hop_by").table(ApprovalHop::Table).col(ApprovalHop::ActorId).take(),
        // A declaration once.
        Index::create()
            .unique()
            .name("kinship_open")
            .table(Kinship::Table)
            .col(Kinship::PersonId)
            .col(Kinship::OtherId)
            .and_where(Expr::col(Kinship::EndedAt).is_null())
            .take(),
    ]
}
