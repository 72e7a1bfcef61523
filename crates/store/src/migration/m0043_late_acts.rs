//! What was said later than it was done, beside punches: when it was done, as the phone says, and when it arrived.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum LateAct {
    Table,
    PersonId,
    ClientId,
    SubjectId,
    Kind,
    MadeAt,
    ArrivedAt,
    Doubt,
}

#[derive(DeriveIden)]
enum OutingSeen {
    Table,
    Id,
    OutingId,
    SeenBy,
    At,
}

#[derive(DeriveIden)]
enum Outing {
    Table,
    Id,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let kinds = ["ask", "leave_uncovered", "return", "withdraw", "witness"];
        let doubts = ["no_ticket", "clock_changed", "too_late"];
        let late = Table::create()
            .table(LateAct::Table)
            .col(uuid(LateAct::PersonId))
            .col(uuid(LateAct::ClientId))
            // An outing, or a punch that was witnessed.
            .col(uuid(LateAct::SubjectId))
            .col(string(LateAct::Kind).check(Expr::col(LateAct::Kind).is_in(kinds)))
            .col(instant(LateAct::MadeAt))
            .col(instant(LateAct::ArrivedAt))
            .col(string_null(LateAct::Doubt).check(Expr::col(LateAct::Doubt).is_in(doubts)))
            .primary_key(Index::create().col(LateAct::PersonId).col(LateAct::ClientId))
            .foreign_key(&mut references(LateAct::PersonId, Person::Table, Person::Id))
            .take();
        manager.create_table(late).await?;
        for (name, column) in [("late_act_subject", LateAct::SubjectId), ("late_act_arrived", LateAct::ArrivedAt)] {
            manager.create_index(Index::create().name(name).table(LateAct::Table).col(column).take()).await?;
        }
        let seen = Table::create()
            .table(OutingSeen::Table)
            // Of its own, since more may arrive after it was looked at.
            .col(pk_uuid(OutingSeen::Id))
            .col(uuid(OutingSeen::OutingId))
            .col(uuid(OutingSeen::SeenBy))
            .col(instant(OutingSeen::At))
            .foreign_key(&mut references(OutingSeen::OutingId, Outing::Table, Outing::Id))
            .foreign_key(&mut references(OutingSeen::SeenBy, Person::Table, Person::Id))
            .take();
        manager.create_table(seen).await?;
        let by_outing =
            Index::create().name("outing_seen_outing").table(OutingSeen::Table).col(OutingSeen::OutingId).take();
        manager.create_index(by_outing).await
    }
}
