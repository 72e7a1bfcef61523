//! What people were told of such requests leads to the request now, as what is told of any other does.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{QueryResult, prelude::Date},
};
use uuid::Uuid;

#[derive(DeriveIden)]
enum Notice {
    Table,
    Id,
    PersonId,
    Kind,
    Content,
    At,
}

#[derive(DeriveIden)]
enum Delivery {
    Table,
    NoticeId,
}

/// A notice as it was kept.
pub(in crate::migration) struct Told {
    id: Uuid,
    /// Whose inbox it is in.
    pub(in crate::migration) person: Uuid,
    pub(in crate::migration) kind: String,
    content: serde_json::Value,
    pub(in crate::migration) at: i64,
}

impl Told {
    /// All of some kinds.
    pub(in crate::migration) async fn list(
        manager: &SchemaManager<'_>,
        kinds: [&'static str; 2],
    ) -> Result<Vec<Self>, DbErr> {
        let told = Query::select()
            .columns([Notice::Id, Notice::PersonId, Notice::Kind, Notice::Content, Notice::At])
            .from(Notice::Table)
            .and_where(Expr::col(Notice::Kind).is_in(kinds))
            .take();
        manager.get_connection().query_all(&told).await?.iter().map(Self::read).collect()
    }

    fn read(row: &QueryResult) -> Result<Self, DbErr> {
        let content: String = row.try_get("", "content")?;
        Ok(Self {
            id: row.try_get("", "id")?,
            person: row.try_get("", "person_id")?,
            kind: row.try_get("", "kind")?,
            content: serde_json::from_str(&content).map_err(|error| DbErr::Type(error.to_string()))?,
            at: row.try_get("", "at")?,
        })
    }

    /// A word of what it said; empty where it said none.
    pub(in crate::migration) fn word(&self, key: &str) -> &str {
        self.content.get(key).and_then(serde_json::Value::as_str).unwrap_or_default()
    }

    pub(in crate::migration) fn date(&self, key: &str) -> Option<Date> {
        self.word(key).parse().ok()
    }

    /// It told who decides that a request waits.
    pub(in crate::migration) async fn waits(
        &self,
        manager: &SchemaManager<'_>,
        request: Option<Uuid>,
    ) -> Result<(), DbErr> {
        let by = self.word("by");
        let content = |request: Uuid| serde_json::json!({ "kind": "request_waits", "by": by, "request": request });
        self.lead(manager, request.map(|request| ("request_waits", content(request)))).await
    }

    /// It told that a request was approved, or not.
    pub(in crate::migration) async fn decided(
        &self,
        manager: &SchemaManager<'_>,
        what: &str,
        request: Option<Uuid>,
    ) -> Result<(), DbErr> {
        let approved = self.content.get("approved").and_then(serde_json::Value::as_bool).unwrap_or_default();
        let state = if approved { "approved" } else { "rejected" };
        let content = |request: Uuid| serde_json::json!({ "kind": "request_settled", "what": what, "state": state, "request": request });
        self.lead(manager, request.map(|request| ("request_settled", content(request)))).await
    }

    /// Says the same in new words. One whose request can't be told leads nowhere, and goes: who asked has changed their
    /// name since.
    async fn lead(
        &self,
        manager: &SchemaManager<'_>,
        said: Option<(&'static str, serde_json::Value)>,
    ) -> Result<(), DbErr> {
        let Some((kind, content)) = said else { return self.drop(manager).await };
        let update = Query::update()
            .table(Notice::Table)
            .values([(Notice::Kind, kind.into()), (Notice::Content, content.to_string().into())])
            .and_where(Expr::col(Notice::Id).eq(self.id))
            .take();
        manager.exec_stmt(update).await
    }

    async fn drop(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let rings =
            Query::delete().from_table(Delivery::Table).and_where(Expr::col(Delivery::NoticeId).eq(self.id)).take();
        manager.exec_stmt(rings).await?;
        let notice = Query::delete().from_table(Notice::Table).and_where(Expr::col(Notice::Id).eq(self.id)).take();
        manager.exec_stmt(notice).await
    }
}
