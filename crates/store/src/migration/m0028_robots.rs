//! Group robots, and the news on their way to their groups.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, instant_null, m0001_org::Hall, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum GroupRobot {
    Table,
    Id,
    HallId,
    Name,
    Kind,
    Host,
    Tail,
    Sealed,
    Signed,
    Topics,
    QuietFrom,
    QuietTo,
    State,
    Version,
    SetBy,
    CreatedAt,
    ChangedAt,
    SentAt,
    FailedAt,
    Fault,
    Answer,
    ToldAt,
    FreeAt,
    LeasedUntil,
    LeasedBy,
}

#[derive(DeriveIden)]
enum HallNews {
    Table,
    Id,
    RobotId,
    Topic,
    Content,
    SenderId,
    State,
    Tries,
    DueAt,
    GoodUntil,
    Fault,
    SettledAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [robot(), news()] {
            manager.create_table(table).await?;
        }
        for index in indices() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

const FAULTS: [&str; 8] = ["unreachable", "busy", "too_fast", "keyword", "signature", "not_listed", "gone", "refused"];

/// Its address and secret are one sealed value, empty once it is removed. It is sent to by one server at a time, and
/// not before `free_at`: so its platform's limit holds over all servers.
fn robot() -> TableCreateStatement {
    let (kinds, states) = (["wecom", "dingtalk", "feishu"], ["active", "paused", "dead", "removed"]);
    Table::create()
        .table(GroupRobot::Table)
        .col(pk_uuid(GroupRobot::Id))
        .col(uuid(GroupRobot::HallId))
        .col(string(GroupRobot::Name))
        .col(string(GroupRobot::Kind).check(Expr::col(GroupRobot::Kind).is_in(kinds)))
        .col(string(GroupRobot::Host))
        .col(string(GroupRobot::Tail))
        .col(blob(GroupRobot::Sealed))
        .col(boolean(GroupRobot::Signed))
        .col(text(GroupRobot::Topics))
        .col(integer(GroupRobot::QuietFrom))
        .col(integer(GroupRobot::QuietTo))
        .col(string(GroupRobot::State).check(Expr::col(GroupRobot::State).is_in(states)))
        .col(integer(GroupRobot::Version))
        .col(uuid(GroupRobot::SetBy))
        .col(instant(GroupRobot::CreatedAt))
        .col(instant(GroupRobot::ChangedAt))
        .col(instant_null(GroupRobot::SentAt))
        .col(instant_null(GroupRobot::FailedAt))
        .col(string_null(GroupRobot::Fault).check(Expr::col(GroupRobot::Fault).is_in(FAULTS)))
        .col(string_null(GroupRobot::Answer))
        .col(instant_null(GroupRobot::ToldAt))
        .col(instant(GroupRobot::FreeAt))
        .col(instant_null(GroupRobot::LeasedUntil))
        .col(uuid_null(GroupRobot::LeasedBy))
        .foreign_key(&mut references(GroupRobot::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(GroupRobot::SetBy, Person::Table, Person::Id))
        .take()
}

/// One for each robot that is to say it, written with what happened. Topics grow with every release, so they have no
/// CHECK; the content is only read as a whole.
fn news() -> TableCreateStatement {
    let states = ["waiting", "sent", "moot", "failed"];
    Table::create()
        .table(HallNews::Table)
        .col(pk_uuid(HallNews::Id))
        .col(uuid(HallNews::RobotId))
        .col(string(HallNews::Topic))
        .col(text(HallNews::Content))
        .col(uuid_null(HallNews::SenderId))
        .col(string(HallNews::State).check(Expr::col(HallNews::State).is_in(states)))
        .col(integer(HallNews::Tries))
        .col(instant(HallNews::DueAt))
        .col(instant(HallNews::GoodUntil))
        .col(string_null(HallNews::Fault).check(Expr::col(HallNews::Fault).is_in(FAULTS)))
        .col(instant_null(HallNews::SettledAt))
        .foreign_key(&mut references(HallNews::RobotId, GroupRobot::Table, GroupRobot::Id))
        .foreign_key(&mut references(HallNews::SenderId, Person::Table, Person::Id))
        .take()
}

fn indices() -> [IndexCreateStatement; 3] {
    [
        Index::create()
            .unique()
            .name("group_robot_name")
            .table(GroupRobot::Table)
            .col(GroupRobot::HallId)
            .col(GroupRobot::Name)
            .and_where(Expr::col(GroupRobot::State).ne("removed"))
            .take(),
        Index::create()
            .name("hall_news_due")
            .table(HallNews::Table)
            .col(HallNews::RobotId)
            .col(HallNews::DueAt)
            .and_where(Expr::col(HallNews::State).eq("waiting"))
            .take(),
        Index::create().name("hall_news_settled").table(HallNews::Table).col(HallNews::SettledAt).take(),
    ]
}
