//! Lots of leave and the lines about them.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum LeaveLot {
    Table,
    Id,
    PersonId,
    Kind,
    Source,
    Year,
    ValidFrom,
    ExpiresOn,
    Reason,
    CreatedBy,
    CreatedAt,
}

#[derive(DeriveIden)]
pub(super) enum LeaveEntry {
    Table,
    Id,
    PersonId,
    Kind,
    LotId,
    Movement,
    Units,
    Day,
    RequestId,
    At,
}

const KINDS: [&str; 13] = [
    "annual",
    "sick",
    "personal",
    "compensatory",
    "marriage",
    "maternity",
    "paternity",
    "childcare",
    "prenatal",
    "nursing",
    "bereavement",
    "injury",
    "official",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(lot()).await?;
        manager.create_table(entry()).await?;
        for index in indices() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn lot() -> TableCreateStatement {
    let sources = ["granted", "carried", "adjusted"];
    Table::create()
        .table(LeaveLot::Table)
        .col(pk_uuid(LeaveLot::Id))
        .col(uuid(LeaveLot::PersonId))
        .col(string(LeaveLot::Kind).check(Expr::col(LeaveLot::Kind).is_in(KINDS)))
        .col(string(LeaveLot::Source).check(Expr::col(LeaveLot::Source).is_in(sources)))
        .col(integer(LeaveLot::Year))
        .col(date(LeaveLot::ValidFrom))
        .col(date(LeaveLot::ExpiresOn))
        .col(text_null(LeaveLot::Reason))
        .col(uuid_null(LeaveLot::CreatedBy))
        .col(instant(LeaveLot::CreatedAt))
        .foreign_key(&mut references(LeaveLot::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(LeaveLot::CreatedBy, Person::Table, Person::Id))
        .take()
}

/// Lines are only ever added. A line of time off names a lot of the overtime ledger, whose lots have no row
/// of their own: so there is no foreign key.
fn entry() -> TableCreateStatement {
    let (sizes, uses) = (["grant", "adjust", "carry", "pay_out"], ["hold", "take", "drop", "return"]);
    let movement = || Expr::col(LeaveEntry::Movement);
    let resizes = movement().is_in(sizes).and(Expr::col(LeaveEntry::LotId).is_not_null());
    let uses = movement().is_in(uses).and(Expr::col(LeaveEntry::Units).gt(0));
    Table::create()
        .table(LeaveEntry::Table)
        .col(pk_uuid(LeaveEntry::Id))
        .col(uuid(LeaveEntry::PersonId))
        .col(string(LeaveEntry::Kind).check(Expr::col(LeaveEntry::Kind).is_in(KINDS)))
        .col(uuid_null(LeaveEntry::LotId))
        .col(string(LeaveEntry::Movement))
        .col(integer(LeaveEntry::Units))
        .col(date(LeaveEntry::Day))
        .col(uuid_null(LeaveEntry::RequestId))
        .col(instant(LeaveEntry::At))
        .check(resizes.or(uses.and(Expr::col(LeaveEntry::RequestId).is_not_null())))
        .foreign_key(&mut references(LeaveEntry::PersonId, Person::Table, Person::Id))
        .take()
}

fn indices() -> [IndexCreateStatement; 4] {
    [
        // A year is granted once and carried over once, whoever runs the job at the same time.
        Index::create()
            .unique()
            .name("leave_lot_year")
            .table(LeaveLot::Table)
            .col(LeaveLot::PersonId)
            .col(LeaveLot::Kind)
            .col(LeaveLot::Year)
            .col(LeaveLot::Source)
            .and_where(Expr::col(LeaveLot::Source).is_in(["granted", "carried"]))
            .take(),
        Index::create().name("leave_lot_person").table(LeaveLot::Table).col(LeaveLot::PersonId).take(),
        Index::create()
            .name("leave_entry_person")
            .table(LeaveEntry::Table)
            .col(LeaveEntry::PersonId)
            .col(LeaveEntry::Kind)
            .col(LeaveEntry::Day)
            .take(),
        Index::create()
            .name("leave_entry_request")
            .table(LeaveEntry::Table)
            .col(LeaveEntry::RequestId)
            .and_where(Expr::col(LeaveEntry::RequestId).is_not_null())
            .take(),
    ]
}
