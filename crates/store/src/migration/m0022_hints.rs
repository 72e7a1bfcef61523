//! Hints: browsers that ring for an inbox, what is on its way to them, and when a person wants none.

use sea_orm_migration::{prelude::*, schema::*};

use super::{
    instant, instant_null,
    m0002_accounts::{Person, Session},
    references,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum PushSubscription {
    Table,
    Id,
    PersonId,
    SessionId,
    Endpoint,
    PublicKey,
    AuthSecret,
    Device,
    Language,
    CreatedAt,
    SentAt,
    FailedAt,
    Fault,
    EndedAt,
}

#[derive(DeriveIden)]
enum Delivery {
    Table,
    Id,
    NoticeId,
    SubscriptionId,
    State,
    Tries,
    DueAt,
    LeasedUntil,
    LeasedBy,
    Fault,
    SettledAt,
}

#[derive(DeriveIden)]
enum QuietHours {
    Table,
    PersonId,
    FromMinute,
    ToMinute,
}

#[derive(DeriveIden)]
enum Notice {
    Table,
    Id,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [subscription(), delivery(), quiet_hours()] {
            manager.create_table(table).await?;
        }
        for index in indices() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// It lives no longer than the session in which it was made or last renewed, so that whatever signs a device out
/// silences it, too.
fn subscription() -> TableCreateStatement {
    Table::create()
        .table(PushSubscription::Table)
        .col(pk_uuid(PushSubscription::Id))
        .col(uuid(PushSubscription::PersonId))
        .col(uuid(PushSubscription::SessionId))
        .col(text(PushSubscription::Endpoint))
        .col(blob(PushSubscription::PublicKey))
        .col(blob(PushSubscription::AuthSecret))
        .col(string(PushSubscription::Device))
        .col(string(PushSubscription::Language).check(Expr::col(PushSubscription::Language).is_in(["zh-CN", "en"])))
        .col(instant(PushSubscription::CreatedAt))
        .col(instant_null(PushSubscription::SentAt))
        .col(instant_null(PushSubscription::FailedAt))
        .col(string_null(PushSubscription::Fault).check(Expr::col(PushSubscription::Fault).is_in(FAULTS)))
        .col(instant_null(PushSubscription::EndedAt))
        .foreign_key(&mut references(PushSubscription::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(PushSubscription::SessionId, Session::Table, Session::Id))
        .take()
}

/// One a notice and device, written with the notice.
fn delivery() -> TableCreateStatement {
    let states = ["waiting", "sent", "moot", "failed"];
    Table::create()
        .table(Delivery::Table)
        .col(pk_uuid(Delivery::Id))
        .col(uuid(Delivery::NoticeId))
        .col(uuid(Delivery::SubscriptionId))
        .col(string(Delivery::State).check(Expr::col(Delivery::State).is_in(states)))
        .col(integer(Delivery::Tries))
        .col(instant(Delivery::DueAt))
        .col(instant_null(Delivery::LeasedUntil))
        .col(uuid_null(Delivery::LeasedBy))
        .col(string_null(Delivery::Fault).check(Expr::col(Delivery::Fault).is_in(FAULTS)))
        .col(instant_null(Delivery::SettledAt))
        .foreign_key(&mut references(Delivery::NoticeId, Notice::Table, Notice::Id))
        .foreign_key(&mut references(Delivery::SubscriptionId, PushSubscription::Table, PushSubscription::Id))
        .take()
}

const FAULTS: [&str; 4] = ["unreachable", "busy", "refused", "gone"];

fn quiet_hours() -> TableCreateStatement {
    Table::create()
        .table(QuietHours::Table)
        .col(pk_uuid(QuietHours::PersonId))
        .col(integer(QuietHours::FromMinute))
        .col(integer(QuietHours::ToMinute))
        .foreign_key(&mut references(QuietHours::PersonId, Person::Table, Person::Id))
        .take()
}

fn indices() -> [IndexCreateStatement; 5] {
    let live = || Expr::col(PushSubscription::EndedAt).is_null();
    [
        // A browser rings for one person at a time.
        Index::create()
            .unique()
            .name("push_subscription_endpoint")
            .table(PushSubscription::Table)
            .col(PushSubscription::Endpoint)
            .and_where(live())
            .take(),
        Index::create()
            .name("push_subscription_person")
            .table(PushSubscription::Table)
            .col(PushSubscription::PersonId)
            .and_where(live())
            .take(),
        Index::create()
            .unique()
            .name("delivery_once")
            .table(Delivery::Table)
            .col(Delivery::NoticeId)
            .col(Delivery::SubscriptionId)
            .take(),
        Index::create()
            .name("delivery_due")
            .table(Delivery::Table)
            .col(Delivery::DueAt)
            .and_where(Expr::col(Delivery::State).eq("waiting"))
            .take(),
        Index::create().name("delivery_settled").table(Delivery::Table).col(Delivery::SettledAt).take(),
    ]
}
