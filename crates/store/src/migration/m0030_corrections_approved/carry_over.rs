//! Requests that were made before.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{QueryResult, prelude::Date},
};
use uuid::Uuid;

use super::Correction;
use crate::migration::{
    carried::{Carried, hops, insert, zone_of},
    m0001_org::Hall,
    m0013_corrections::PunchCorrection,
};

/// Working minutes that a lead has.
const LEAD_MINUTES: i32 = 8 * 60;

pub(super) async fn carry_over(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for row in manager.get_connection().query_all(&requests()).await? {
        let old = Old::read(&row)?;
        let zone = zone_of(manager, old.person, old.date).await?;
        old.carried(zone).store(manager).await?;
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

    /// How it stands, and by which act it came to that.
    fn stands(&self) -> (&'static str, &'static str) {
        match self.state.as_str() {
            "asked" => ("in_review", "submitted"),
            "approved" => ("approved", "agreed"),
            "rejected" => ("rejected", "rejected"),
            _ => ("withdrawn", "withdrawn"),
        }
    }

    fn carried(&self, zone: Option<Uuid>) -> Carried {
        let (state, act) = self.stands();
        Carried {
            id: self.id,
            kind: "correction",
            minutes: LEAD_MINUTES,
            agency: self.agency,
            hall: self.hall,
            zone,
            requester: self.person,
            state,
            version: self.version,
            asked_at: self.asked_at,
            agreed: self.settled.map(|(by, _)| by).filter(|_| state == "approved"),
            hops: hops(
                (self.person, self.asked_at),
                self.settled.map(|settled| (act, settled)),
                self.version,
                self.answer.as_deref(),
            ),
        }
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
