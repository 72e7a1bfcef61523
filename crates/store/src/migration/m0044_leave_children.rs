//! Children for whom a parent has leave; when one was born is sealed, and erased once it is not needed any more. A lot
//! of childcare leave is for a year of one of them.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, instant_null, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum LeaveChild {
    Table,
    Id,
    PersonId,
    Sealed,
    State,
    Reason,
    DeclaredAt,
    SettledAt,
    SettledBy,
}

#[derive(DeriveIden)]
enum LeaveLot {
    Table,
    PersonId,
    Kind,
    Year,
    Source,
    ChildId,
}

const STATES: [&str; 5] = ["declared", "confirmed", "refused", "taken_back", "grown"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let kept = Expr::col(LeaveChild::State).is_in(["declared", "confirmed"]);
        let child = Table::create()
            .table(LeaveChild::Table)
            .col(pk_uuid(LeaveChild::Id))
            .col(uuid(LeaveChild::PersonId))
            .col(binary_null(LeaveChild::Sealed))
            .col(string(LeaveChild::State).check(Expr::col(LeaveChild::State).is_in(STATES)))
            .col(text_null(LeaveChild::Reason))
            .col(instant(LeaveChild::DeclaredAt))
            .col(instant_null(LeaveChild::SettledAt))
            .col(uuid_null(LeaveChild::SettledBy))
            .check(kept.eq(Expr::col(LeaveChild::Sealed).is_not_null()))
            .foreign_key(&mut references(LeaveChild::PersonId, Person::Table, Person::Id))
            .foreign_key(&mut references(LeaveChild::SettledBy, Person::Table, Person::Id))
            .take();
        manager.create_table(child).await?;
        let by_person =
            Index::create().name("leave_child_person").table(LeaveChild::Table).col(LeaveChild::PersonId).take();
        manager.create_index(by_person).await?;
        let lot = Table::alter().table(LeaveLot::Table).add_column(uuid_null(LeaveLot::ChildId)).take();
        manager.alter_table(lot).await?;
        // A year of the law was one a person and kind; now it is one a child where it is a child's.
        let old = Index::drop().name("leave_lot_year").table(LeaveLot::Table).to_owned();
        manager.drop_index(old).await?;
        let by_law = || Expr::col(LeaveLot::Source).is_in(["granted", "carried"]);
        let year = Index::create()
            .unique()
            .name("leave_lot_year")
            .table(LeaveLot::Table)
            .col(LeaveLot::PersonId)
            .col(LeaveLot::Kind)
            .col(LeaveLot::Year)
            .col(LeaveLot::Source)
            .and_where(by_law().and(Expr::col(LeaveLot::ChildId).is_null()))
            .take();
        manager.create_index(year).await?;
        let child_year = Index::create()
            .unique()
            .name("leave_lot_child_year")
            .table(LeaveLot::Table)
            .col(LeaveLot::ChildId)
            .col(LeaveLot::Year)
            .and_where(Expr::col(LeaveLot::ChildId).is_not_null())
            .take();
        manager.create_index(child_year).await
    }
}
