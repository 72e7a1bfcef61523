//! What people were told of overtime leads to the request now, as what is told of any other does.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{QueryResult, prelude::Date},
};
use uuid::Uuid;

use super::OvertimeRequest;
use crate::migration::m0002_accounts::Person;

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

const WAITS: &str = "overtime_waits";
const DECIDED: &str = "overtime_decided";

pub(super) async fn carry_over(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let told = Query::select()
        .columns([Notice::Id, Notice::PersonId, Notice::Kind, Notice::Content, Notice::At])
        .from(Notice::Table)
        .and_where(Expr::col(Notice::Kind).is_in([WAITS, DECIDED]))
        .take();
    for row in manager.get_connection().query_all(&told).await? {
        let old = Old::read(&row)?;
        match old.request(manager).await? {
            Some(request) => old.rewrite(manager, request).await?,
            None => old.drop(manager).await?,
        }
    }
    Ok(())
}

/// A notice as it was kept.
struct Old {
    id: Uuid,
    person: Uuid,
    kind: String,
    content: serde_json::Value,
    at: i64,
}

impl Old {
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

    fn word(&self, key: &str) -> &str {
        self.content.get(key).and_then(serde_json::Value::as_str).unwrap_or_default()
    }

    /// The request that it told of: the last for its day that was asked before it.
    async fn request(&self, manager: &SchemaManager<'_>) -> Result<Option<Uuid>, DbErr> {
        let Ok(date) = self.word("date").parse::<Date>() else { return Ok(None) };
        let of_person =
            Expr::col((Person::Table, Person::Id)).equals((OvertimeRequest::Table, OvertimeRequest::PersonId));
        let whose = if self.kind == WAITS {
            Expr::col((Person::Table, Person::Name)).eq(self.word("by"))
        } else {
            Expr::col((Person::Table, Person::Id)).eq(self.person)
        };
        let request = Query::select()
            .column((OvertimeRequest::Table, OvertimeRequest::Id))
            .from(OvertimeRequest::Table)
            .inner_join(Person::Table, of_person)
            .and_where(whose)
            .and_where(Expr::col((OvertimeRequest::Table, OvertimeRequest::WorkDate)).eq(date))
            .and_where(Expr::col((OvertimeRequest::Table, OvertimeRequest::AskedAt)).lte(self.at))
            .order_by((OvertimeRequest::Table, OvertimeRequest::AskedAt), Order::Desc)
            .limit(1)
            .take();
        let row = manager.get_connection().query_one(&request).await?;
        row.map(|row| row.try_get("", "id")).transpose()
    }

    async fn rewrite(&self, manager: &SchemaManager<'_>, request: Uuid) -> Result<(), DbErr> {
        let (kind, content) = if self.kind == WAITS {
            let by = self.word("by");
            ("request_waits", serde_json::json!({ "kind": "request_waits", "by": by, "request": request }))
        } else {
            let approved = self.content.get("approved").and_then(serde_json::Value::as_bool).unwrap_or_default();
            let state = if approved { "approved" } else { "rejected" };
            let content = serde_json::json!({
                "kind": "request_settled",
                "what": "overtime",
                "state": state,
                "request": request,
            });
            ("request_settled", content)
        };
        let update = Query::update()
            .table(Notice::Table)
            .values([(Notice::Kind, kind.into()), (Notice::Content, content.to_string().into())])
            .and_where(Expr::col(Notice::Id).eq(self.id))
            .take();
        manager.exec_stmt(update).await
    }

    /// One whose request can't be told leads nowhere: who asked has changed their name since.
    async fn drop(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let rings =
            Query::delete().from_table(Delivery::Table).and_where(Expr::col(Delivery::NoticeId).eq(self.id)).take();
        manager.exec_stmt(rings).await?;
        let notice = Query::delete().from_table(Notice::Table).and_where(Expr::col(Notice::Id).eq(self.id)).take();
        manager.exec_stmt(notice).await
    }
}
