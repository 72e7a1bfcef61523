//! A hall's rules of attendance; corrections asked for and paper sheets typed in; days to be judged again.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, instant_null, m0001_org::Hall, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
pub(super) enum Punch {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum DayResult {
    Table,
    WorkDate,
    Stale,
}

#[derive(DeriveIden)]
enum AttendanceRule {
    Table,
    HallId,
    CorrectionLimit,
    CorrectionDays,
    ConfirmationRequired,
    PositionDays,
}

#[derive(DeriveIden)]
pub(super) enum PunchCorrection {
    Table,
    Id,
    PersonId,
    HallId,
    WorkDate,
    SlotSeq,
    SlotKind,
    At,
    OriginalId,
    OriginalAt,
    Reason,
    State,
    Version,
    Answer,
    AskedAt,
    SettledBy,
    SettledAt,
    PunchId,
}

#[derive(DeriveIden)]
enum PaperSheet {
    Table,
    Id,
    HallId,
    WorkDate,
    Reason,
    State,
    Version,
    Answer,
    EnteredBy,
    EnteredAt,
    SettledBy,
    SettledAt,
    Lines,
}

#[derive(DeriveIden)]
enum DayRecount {
    Table,
    Id,
    PersonId,
    WorkDate,
    Before,
    After,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A result whose facts have changed is kept until it is judged again, to tell what has changed.
        let stale = Table::alter().table(DayResult::Table).add_column(boolean(DayResult::Stale).default(false)).take();
        manager.alter_table(stale).await?;
        for table in [rule(), correction(), paper(), recount()] {
            manager.create_table(table).await?;
        }
        for index in indices() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn rule() -> TableCreateStatement {
    Table::create()
        .table(AttendanceRule::Table)
        .col(pk_uuid(AttendanceRule::HallId))
        .col(integer(AttendanceRule::CorrectionLimit))
        .col(integer(AttendanceRule::CorrectionDays))
        .col(boolean(AttendanceRule::ConfirmationRequired))
        .col(integer(AttendanceRule::PositionDays))
        .foreign_key(&mut references(AttendanceRule::HallId, Hall::Table, Hall::Id))
        .take()
}

/// The punch that counted before stands beside the one that an approval makes.
fn correction() -> TableCreateStatement {
    let states = ["asked", "approved", "rejected", "withdrawn"];
    Table::create()
        .table(PunchCorrection::Table)
        .col(pk_uuid(PunchCorrection::Id))
        .col(uuid(PunchCorrection::PersonId))
        .col(uuid(PunchCorrection::HallId))
        .col(date(PunchCorrection::WorkDate))
        .col(small_integer(PunchCorrection::SlotSeq))
        .col(string(PunchCorrection::SlotKind))
        .col(instant(PunchCorrection::At))
        .col(uuid_null(PunchCorrection::OriginalId))
        .col(instant_null(PunchCorrection::OriginalAt))
        .col(text(PunchCorrection::Reason))
        .col(string(PunchCorrection::State).check(Expr::col(PunchCorrection::State).is_in(states)))
        .col(integer(PunchCorrection::Version))
        .col(text_null(PunchCorrection::Answer))
        .col(instant(PunchCorrection::AskedAt))
        .col(uuid_null(PunchCorrection::SettledBy))
        .col(instant_null(PunchCorrection::SettledAt))
        .col(uuid_null(PunchCorrection::PunchId))
        .foreign_key(&mut references(PunchCorrection::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(PunchCorrection::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(PunchCorrection::OriginalId, Punch::Table, Punch::Id))
        .foreign_key(&mut references(PunchCorrection::SettledBy, Person::Table, Person::Id))
        .foreign_key(&mut references(PunchCorrection::PunchId, Punch::Table, Punch::Id))
        // An approval and its punch are one.
        .check(Expr::cust("(state = 'approved') = (punch_id IS NOT NULL)"))
        .take()
}

/// Its lines are read and confirmed as a whole: one JSON document.
fn paper() -> TableCreateStatement {
    let states = ["entered", "confirmed", "refused", "withdrawn"];
    Table::create()
        .table(PaperSheet::Table)
        .col(pk_uuid(PaperSheet::Id))
        .col(uuid(PaperSheet::HallId))
        .col(date(PaperSheet::WorkDate))
        .col(text(PaperSheet::Reason))
        .col(string(PaperSheet::State).check(Expr::col(PaperSheet::State).is_in(states)))
        .col(integer(PaperSheet::Version))
        .col(text_null(PaperSheet::Answer))
        .col(uuid(PaperSheet::EnteredBy))
        .col(instant(PaperSheet::EnteredAt))
        .col(uuid_null(PaperSheet::SettledBy))
        .col(instant_null(PaperSheet::SettledAt))
        .col(text(PaperSheet::Lines))
        .foreign_key(&mut references(PaperSheet::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(PaperSheet::EnteredBy, Person::Table, Person::Id))
        .foreign_key(&mut references(PaperSheet::SettledBy, Person::Table, Person::Id))
        // Two people, whatever a caller says.
        .check(Expr::cust("state NOT IN ('confirmed', 'refused') OR settled_by <> entered_by"))
        .take()
}

fn recount() -> TableCreateStatement {
    Table::create()
        .table(DayRecount::Table)
        .col(pk_uuid(DayRecount::Id))
        .col(uuid(DayRecount::PersonId))
        .col(date(DayRecount::WorkDate))
        .col(text(DayRecount::Before))
        .col(text(DayRecount::After))
        .col(instant(DayRecount::At))
        .foreign_key(&mut references(DayRecount::PersonId, Person::Table, Person::Id))
        .take()
}

fn indices() -> [IndexCreateStatement; 6] {
    [
        // One request a slot that waits.
        Index::create()
            .unique()
            .name("correction_slot")
            .table(PunchCorrection::Table)
            .col(PunchCorrection::PersonId)
            .col(PunchCorrection::WorkDate)
            .col(PunchCorrection::SlotSeq)
            .and_where(Expr::col(PunchCorrection::State).eq("asked"))
            .take(),
        Index::create()
            .name("correction_person")
            .table(PunchCorrection::Table)
            .col(PunchCorrection::PersonId)
            .col(PunchCorrection::WorkDate)
            .take(),
        Index::create()
            .name("correction_asked")
            .table(PunchCorrection::Table)
            .col(PunchCorrection::HallId)
            .and_where(Expr::col(PunchCorrection::State).eq("asked"))
            .take(),
        Index::create()
            .name("paper_hall")
            .table(PaperSheet::Table)
            .col(PaperSheet::HallId)
            .col(PaperSheet::WorkDate)
            .take(),
        Index::create()
            .name("recount_person")
            .table(DayRecount::Table)
            .col(DayRecount::PersonId)
            .col(DayRecount::WorkDate)
            .take(),
        Index::create()
            .name("day_result_stale")
            .table(DayResult::Table)
            .col(DayResult::WorkDate)
            .and_where(Expr::col(DayResult::Stale).eq(true))
            .take(),
    ]
}
