use sea_orm_migration::{prelude::*, schema::*};

use super::{
    instant,
    m0001_org::{Hall, Post},
    m0002_accounts::Person,
    references,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Shift {
    Table,
    Id,
    HallId,
    Name,
    Short,
    Slots,
    ClosedOn,
}

#[derive(DeriveIden)]
pub(super) enum WeeklyPattern {
    Table,
    Id,
    PersonId,
    FromOn,
    ToOn,
    Days,
    MakeUp,
    PostId,
}

#[derive(DeriveIden)]
pub(super) enum RosterEntry {
    Table,
    Id,
    PersonId,
    WorkDate,
    ShiftId,
    PostId,
    Revision,
    PublishedAt,
}

/// Weekdays as chrono writes them.
const WEEK: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Slots are read and checked as a whole, and a shift in use is replaced, never edited: one document.
        let shift = Table::create()
            .table(Shift::Table)
            .col(pk_uuid(Shift::Id))
            .col(uuid(Shift::HallId))
            .col(string(Shift::Name))
            .col(string(Shift::Short))
            .col(text(Shift::Slots))
            .col(date_null(Shift::ClosedOn))
            .foreign_key(&mut references(Shift::HallId, Hall::Table, Hall::Id))
            .take();
        let pattern = Table::create()
            .table(WeeklyPattern::Table)
            .col(pk_uuid(WeeklyPattern::Id))
            .col(uuid(WeeklyPattern::PersonId))
            .col(date(WeeklyPattern::FromOn))
            .col(date_null(WeeklyPattern::ToOn))
            .col(text(WeeklyPattern::Days))
            .col(string(WeeklyPattern::MakeUp).check(Expr::col(WeeklyPattern::MakeUp).is_in(WEEK)))
            .col(uuid_null(WeeklyPattern::PostId))
            .foreign_key(&mut references(WeeklyPattern::PersonId, Person::Table, Person::Id))
            .foreign_key(&mut references(WeeklyPattern::PostId, Post::Table, Post::Id))
            .index(
                Index::create().unique().name("pattern_start").col(WeeklyPattern::PersonId).col(WeeklyPattern::FromOn),
            )
            .take();
        // No shift means a day of rest. A new publication is a new revision; the latest holds.
        let entry = Table::create()
            .table(RosterEntry::Table)
            .col(pk_uuid(RosterEntry::Id))
            .col(uuid(RosterEntry::PersonId))
            .col(date(RosterEntry::WorkDate))
            .col(uuid_null(RosterEntry::ShiftId))
            .col(uuid_null(RosterEntry::PostId))
            .col(integer(RosterEntry::Revision))
            .col(instant(RosterEntry::PublishedAt))
            .foreign_key(&mut references(RosterEntry::PersonId, Person::Table, Person::Id))
            .foreign_key(&mut references(RosterEntry::ShiftId, Shift::Table, Shift::Id))
            .foreign_key(&mut references(RosterEntry::PostId, Post::Table, Post::Id))
            .index(
                Index::create()
                    .unique()
                    .name("roster_day_revision")
                    .col(RosterEntry::PersonId)
                    .col(RosterEntry::WorkDate)
                    .col(RosterEntry::Revision),
            )
            .take();
        for table in [shift, pattern, entry] {
            manager.create_table(table).await?;
        }
        // The name of a shift that was replaced is free again.
        let name = Index::create()
            .unique()
            .name("shift_name_open")
            .table(Shift::Table)
            .col(Shift::HallId)
            .col(Shift::Name)
            .and_where(Expr::col(Shift::ClosedOn).is_null())
            .take();
        manager.create_index(name).await
    }
}
