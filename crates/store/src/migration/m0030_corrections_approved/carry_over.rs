//! Requests that were made before: each gets its approval, with what has happened to it. An open one waits for
//! the lead like a new one; who that is, the next look after all requests finds out, and reminds them.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{QueryResult, prelude::Date},
};
use uuid::Uuid;

use super::Correction;
use crate::migration::{
    m0001_org::{Hall, Post, ServiceWindow},
    m0003_posts::PostHolder,
    m0013_corrections::PunchCorrection,
    m0017_approvals::{Approval, ApprovalHop},
};

/// Working minutes that a lead has.
const LEAD_MINUTES: i32 = 8 * 60;

pub(super) async fn carry_over(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for row in manager.get_connection().query_all(&requests()).await? {
        let old = Old::read(&row)?;
        let zone = zone_of(manager, &old).await?;
        manager.exec_stmt(old.approval(zone)?).await?;
        for hop in old.hops()? {
            manager.exec_stmt(hop).await?;
        }
        manager.exec_stmt(old.correction()?).await?;
    }
    Ok(())
}

fn requests() -> SelectStatement {
    Query::select()
        .columns(
            [
                PunchCorrection::Id,
                PunchCorrection::PersonId,
                PunchCorrection::HallId,
                PunchCorrection::WorkDate,
                PunchCorrection::SlotSeq,
                PunchCorrection::SlotKind,
                PunchCorrection::At,
                PunchCorrection::OriginalId,
                PunchCorrection::OriginalAt,
                PunchCorrection::Reason,
                PunchCorrection::State,
                PunchCorrection::Version,
                PunchCorrection::Answer,
                PunchCorrection::AskedAt,
                PunchCorrection::SettledBy,
                PunchCorrection::SettledAt,
                PunchCorrection::PunchId,
            ]
            .map(|column| (PunchCorrection::Table, column)),
        )
        .column((Hall::Table, Hall::AgencyId))
        .from(PunchCorrection::Table)
        .inner_join(
            Hall::Table,
            Expr::col((Hall::Table, Hall::Id)).equals((PunchCorrection::Table, PunchCorrection::HallId)),
        )
        .take()
}

/// The zone of the window that somebody held a post at on the day, as new requests name it.
async fn zone_of(manager: &SchemaManager<'_>, old: &Old) -> Result<Option<Uuid>, DbErr> {
    let to_on = || Expr::col((PostHolder::Table, PostHolder::ToOn));
    let held = Query::select()
        .column((ServiceWindow::Table, ServiceWindow::ZoneId))
        .from(PostHolder::Table)
        .inner_join(Post::Table, Expr::col((Post::Table, Post::Id)).equals((PostHolder::Table, PostHolder::PostId)))
        .inner_join(
            ServiceWindow::Table,
            Expr::col((ServiceWindow::Table, ServiceWindow::Id)).equals((Post::Table, Post::WindowId)),
        )
        .and_where(Expr::col((PostHolder::Table, PostHolder::PersonId)).eq(old.person))
        .and_where(Expr::col((PostHolder::Table, PostHolder::FromOn)).lte(old.date))
        .and_where(to_on().is_null().or(to_on().gte(old.date)))
        .order_by((PostHolder::Table, PostHolder::Side), Order::Asc)
        .limit(1)
        .take();
    let row = manager.get_connection().query_one(&held).await?;
    row.map(|row| row.try_get("", "zone_id")).transpose()
}

/// A request as it was kept.
struct Old {
    id: Uuid,
    person: Uuid,
    hall: Uuid,
    agency: Uuid,
    date: Date,
    slot: i16,
    kind: String,
    at: i64,
    original: (Option<Uuid>, Option<i64>),
    reason: String,
    state: String,
    version: i32,
    answer: Option<String>,
    asked_at: i64,
    settled: Option<(Uuid, i64)>,
    punch: Option<Uuid>,
}

impl Old {
    fn read(row: &QueryResult) -> Result<Self, DbErr> {
        let by: Option<Uuid> = row.try_get("", "settled_by")?;
        Ok(Self {
            id: row.try_get("", "id")?,
            person: row.try_get("", "person_id")?,
            hall: row.try_get("", "hall_id")?,
            agency: row.try_get("", "agency_id")?,
            date: row.try_get("", "work_date")?,
            slot: row.try_get("", "slot_seq")?,
            kind: row.try_get("", "slot_kind")?,
            at: row.try_get("", "at")?,
            original: (row.try_get("", "original_id")?, row.try_get("", "original_at")?),
            reason: row.try_get("", "reason")?,
            state: row.try_get("", "state")?,
            version: row.try_get("", "version")?,
            answer: row.try_get("", "answer")?,
            asked_at: row.try_get("", "asked_at")?,
            settled: by.zip(row.try_get("", "settled_at")?),
            punch: row.try_get("", "punch_id")?,
        })
    }

    fn is_open(&self) -> bool {
        self.state == "asked"
    }

    fn approval(&self, zone: Option<Uuid>) -> Result<InsertStatement, DbErr> {
        let state = if self.is_open() { "in_review" } else { &self.state };
        let agreed: Vec<String> = self.settled.iter().map(|(by, _)| by.to_string()).collect();
        let flow = serde_json::json!({
            "state": state,
            "version": self.version,
            "steps": [{ "level": "lead", "quorum": "one", "minutes": LEAD_MINUTES }],
            "step": 0,
            "escalated": null,
            "reminded": false,
            "agreed": if self.state == "approved" { agreed } else { Vec::new() },
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
                "correction".into(),
                self.agency.into(),
                self.hall.into(),
                zone.into(),
                self.person.into(),
                state.into(),
                self.version.into(),
                flow.to_string().into(),
                self.asked_at.into(),
                // Past: whoever it waits for is reminded at the next look.
                self.is_open().then_some(self.asked_at).into(),
            ],
        )
    }

    fn hops(&self) -> Result<Vec<InsertStatement>, DbErr> {
        let asked = self.hop("submitted", 1, (self.person, self.asked_at), None)?;
        let act = match self.state.as_str() {
            "approved" => "agreed",
            "rejected" => "rejected",
            _ => "withdrawn",
        };
        let settled = self.settled.map(|settled| self.hop(act, self.version, settled, self.answer.clone()));
        Ok(std::iter::once(asked).chain(settled.transpose()?).collect())
    }

    fn hop(
        &self,
        act: &str,
        version: i32,
        (by, at): (Uuid, i64),
        text: Option<String>,
    ) -> Result<InsertStatement, DbErr> {
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
                at.into(),
                by.into(),
                act.into(),
                version.into(),
                "[]".into(),
                text.into(),
            ],
        )
    }

    fn correction(&self) -> Result<InsertStatement, DbErr> {
        let cause = match (self.original.0, self.kind.as_str()) {
            (None, _) => "missing",
            (Some(_), "in") => "late",
            (Some(_), _) => "left_early",
        };
        let holding = match self.state.as_str() {
            "asked" => "held",
            "approved" => "given",
            _ => "nothing",
        };
        insert(
            Query::insert().into_table(Correction::Table).columns([
                Correction::Id,
                Correction::PersonId,
                Correction::HallId,
                Correction::WorkDate,
                Correction::SlotSeq,
                Correction::SlotKind,
                Correction::Cause,
                Correction::At,
                Correction::OriginalId,
                Correction::OriginalAt,
                Correction::Reason,
                Correction::AskedAt,
                Correction::Holding,
                Correction::PunchId,
            ]),
            [
                self.id.into(),
                self.person.into(),
                self.hall.into(),
                self.date.into(),
                self.slot.into(),
                self.kind.as_str().into(),
                cause.into(),
                self.at.into(),
                self.original.0.into(),
                self.original.1.into(),
                self.reason.as_str().into(),
                self.asked_at.into(),
                holding.into(),
                self.punch.into(),
            ],
        )
    }
}

fn insert<const N: usize>(into: &mut InsertStatement, values: [Expr; N]) -> Result<InsertStatement, DbErr> {
    let filled = into
        .values(values)
        .map_err(|error| DbErr::Query(sea_orm_migration::sea_orm::RuntimeErr::Internal(error.to_string())))?;
    Ok(filled.take())
}
