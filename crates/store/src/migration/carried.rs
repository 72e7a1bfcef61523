//! Requests that had a decision of their own are carried over to approvals: each gets its flow and what has happened
//! to it. An open one waits for the lead like a new one; who that is, the next look after all requests finds out, and
//! reminds them.

use sea_orm_migration::{prelude::*, sea_orm::prelude::Date};
use uuid::Uuid;

use super::{
    m0001_org::{Post, ServiceWindow},
    m0003_posts::PostHolder,
    m0017_approvals::{Approval, ApprovalHop},
};

pub(super) mod told;

/// A request as its approval keeps it.
pub(super) struct Carried {
    pub(super) id: Uuid,
    pub(super) kind: &'static str,
    /// Working minutes that a lead has.
    pub(super) minutes: i32,
    pub(super) agency: Uuid,
    pub(super) hall: Uuid,
    pub(super) zone: Option<Uuid>,
    pub(super) requester: Uuid,
    pub(super) state: &'static str,
    pub(super) version: i32,
    pub(super) asked_at: i64,
    /// Who has agreed, where it was approved.
    pub(super) agreed: Option<Uuid>,
    pub(super) hops: Vec<CarriedHop>,
}

/// Something that happened to it.
pub(super) struct CarriedHop {
    pub(super) act: &'static str,
    pub(super) version: i32,
    pub(super) by: Option<Uuid>,
    pub(super) at: i64,
    pub(super) text: Option<String>,
}

/// What has happened to a request that kept only who asked and who settled it last, each with the instant.
pub(super) fn hops(
    (by, at): (Uuid, i64),
    settled: Option<(&'static str, (Uuid, i64))>,
    version: i32,
    answer: Option<&str>,
) -> Vec<CarriedHop> {
    let asked = CarriedHop { act: "submitted", version: 1, by: Some(by), at, text: None };
    let settled =
        settled.map(|(act, (by, at))| CarriedHop { act, version, by: Some(by), at, text: answer.map(str::to_owned) });
    std::iter::once(asked).chain(settled).collect()
}

impl Carried {
    pub(super) async fn store(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        manager.exec_stmt(self.approval()?).await?;
        for hop in &self.hops {
            manager.exec_stmt(self.hop(hop)?).await?;
        }
        Ok(())
    }

    fn approval(&self) -> Result<InsertStatement, DbErr> {
        let agreed: Vec<String> = self.agreed.iter().map(ToString::to_string).collect();
        let flow = serde_json::json!({
            "state": self.state,
            "version": self.version,
            "steps": [{ "level": "lead", "quorum": "one", "minutes": self.minutes }],
            "step": 0,
            "escalated": null,
            "reminded": false,
            "agreed": agreed,
            "handed": [],
        });
        insert(
            Query::insert().into_table(Approval::Table).columns([
                Approval::Id,
                Approval::Kind,
                Approval::AgencyId,
                Approval::HallId,
                Approval::ZoneId,
                Approval::RequesterId,
                Approval::State,
                Approval::Version,
                Approval::Flow,
                Approval::SubmittedAt,
                Approval::DueAt,
            ]),
            [
                self.id.into(),
                self.kind.into(),
                self.agency.into(),
                self.hall.into(),
                self.zone.into(),
                self.requester.into(),
                self.state.into(),
                self.version.into(),
                flow.to_string().into(),
                self.asked_at.into(),
                // Past: whoever it waits for is reminded at the next look.
                (self.state == "in_review").then_some(self.asked_at).into(),
            ],
        )
    }

    fn hop(&self, hop: &CarriedHop) -> Result<InsertStatement, DbErr> {
        insert(
            Query::insert().into_table(ApprovalHop::Table).columns([
                ApprovalHop::Id,
                ApprovalHop::ApprovalId,
                ApprovalHop::At,
                ApprovalHop::ActorId,
                ApprovalHop::Act,
                ApprovalHop::Version,
                ApprovalHop::ToIds,
                ApprovalHop::Content,
            ]),
            [
                Uuid::now_v7().into(),
                self.id.into(),
                hop.at.into(),
                hop.by.into(),
                hop.act.into(),
                hop.version.into(),
                "[]".into(),
                hop.text.clone().into(),
            ],
        )
    }
}

/// The zone of the window that somebody held a post at on a date, as new requests name it.
pub(super) async fn zone_of(manager: &SchemaManager<'_>, person: Uuid, date: Date) -> Result<Option<Uuid>, DbErr> {
    let to_on = || Expr::col((PostHolder::Table, PostHolder::ToOn));
    let held = Query::select()
        .column((ServiceWindow::Table, ServiceWindow::ZoneId))
        .from(PostHolder::Table)
        .inner_join(Post::Table, Expr::col((Post::Table, Post::Id)).equals((PostHolder::Table, PostHolder::PostId)))
        .inner_join(
            ServiceWindow::Table,
            Expr::col((ServiceWindow::Table, ServiceWindow::Id)).equals((Post::Table, Post::WindowId)),
        )
        .and_where(Expr::col((PostHolder::Table, PostHolder::PersonId)).eq(person))
        .and_where(Expr::col((PostHolder::Table, PostHolder::FromOn)).lte(date))
        .and_where(to_on().is_null().or(to_on().gte(date)))
        .order_by((PostHolder::Table, PostHolder::Side), Order::Asc)
        .limit(1)
        .take();
    let row = manager.get_connection().query_one(&held).await?;
    row.map(|row| row.try_get("", "zone_id")).transpose()
}

/// A statement that inserts one row.
pub(super) fn insert<const N: usize>(into: &mut InsertStatement, values: [Expr; N]) -> Result<InsertStatement, DbErr> {
    let filled = into
        .values(values)
        .map_err(|error| DbErr::Query(sea_orm_migration::sea_orm::RuntimeErr::Internal(error.to_string())))?;
    Ok(filled.take())
}
