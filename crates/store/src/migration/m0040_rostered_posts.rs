//! Who is rostered at a post: the board asks for everybody who works at its windows, whether they hold a post or not.

use sea_orm_migration::prelude::*;

use super::m0006_roster::{RosterEntry, WeeklyPattern};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let days = Index::create()
            .name("roster_entry_post")
            .table(RosterEntry::Table)
            .col(RosterEntry::PostId)
            .col(RosterEntry::WorkDate)
            .take();
        let weeks =
            Index::create().name("weekly_pattern_post").table(WeeklyPattern::Table).col(WeeklyPattern::PostId).take();
        manager.create_index(days).await?;
        manager.create_index(weeks).await
    }
}
