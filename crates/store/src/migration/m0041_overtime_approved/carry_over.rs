//! Requests that were made before.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{QueryResult, prelude::Date},
};
use uuid::Uuid;

use super::{
    Overtime, OvertimeRequest,
    carried::{Carried, hops, insert, zone_of},
};
use crate::migration::m0001_org::Hall;

/// Working minutes that a lead has: half a day.
const LEAD_MINUTES: i32 = 4 * 60;

pub(super) async fn carry_over(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for row in manager.get_connection().query_all(&requests()).await? {
        let old = Old::read(&row)?;
        let zone = zone_of(manager, old.person, old.date).await?;
        old.carried(zone).store(manager).await?;
        manager.exec_stmt(old.overtime()?).await?;
    }
    Ok(())
}

fn requests() -> SelectStatement {
    Query::select()
        .columns(
            [
                OvertimeRequest::Id,
                OvertimeRequest::PersonId,
                OvertimeRequest::HallId,
                OvertimeRequest::WorkDate,
                OvertimeRequest::Minutes,
                OvertimeRequest::Reason,
                OvertimeRequest::Compensation,
                OvertimeRequest::State,
                OvertimeRequest::Version,
                OvertimeRequest::Answer,
                OvertimeRequest::AskedAt,
                OvertimeRequest::SettledBy,
                OvertimeRequest::SettledAt,
            ]
            .map(|column| (OvertimeRequest::Table, column)),
        )
        .column((Hall::Table, Hall::AgencyId))
        .from(OvertimeRequest::Table)
        .inner_join(
            Hall::Table,
            Expr::col((Hall::Table, Hall::Id)).equals((OvertimeRequest::Table, OvertimeRequest::HallId)),
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
    minutes: i32,
    reason: String,
    compensation: String,
    state: String,
    version: i32,
    answer: Option<String>,
    asked_at: i64,
    settled: Option<(Uuid, i64)>,
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
            minutes: row.try_get("", "minutes")?,
            reason: row.try_get("", "reason")?,
            compensation: row.try_get("", "compensation")?,
            state: row.try_get("", "state")?,
            version: row.try_get("", "version")?,
            answer: row.try_get("", "answer")?,
            asked_at: row.try_get("", "asked_at")?,
            settled: by.zip(row.try_get("", "settled_at")?),
        })
    }

    /// How it stands, and by which act it came to that. What was approved before it was taken back was changed twice.
    fn stands(&self) -> (&'static str, &'static str) {
        match (self.state.as_str(), self.version) {
            ("asked", _) => ("in_review", "submitted"),
            ("approved", _) => ("approved", "agreed"),
            ("rejected", _) => ("rejected", "rejected"),
            (_, ..=2) => ("withdrawn", "withdrawn"),
            _ => ("cancelled", "cancelled"),
        }
    }

    fn carried(&self, zone: Option<Uuid>) -> Carried {
        let (state, act) = self.stands();
        Carried {
            id: self.id,
            kind: "overtime",
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

    fn overtime(&self) -> Result<InsertStatement, DbErr> {
        let holding = match self.state.as_str() {
            "asked" => "held",
            "approved" => "given",
            _ => "nothing",
        };
        insert(
            Query::insert().into_table(Overtime::Table).columns([
                Overtime::Id,
                Overtime::PersonId,
                Overtime::HallId,
                Overtime::WorkDate,
                Overtime::Minutes,
                Overtime::Reason,
                Overtime::Compensation,
                Overtime::AskedAt,
                Overtime::Holding,
            ]),
            [
                self.id.into(),
                self.person.into(),
                self.hall.into(),
                self.date.into(),
                self.minutes.into(),
                self.reason.as_str().into(),
                self.compensation.as_str().into(),
                self.asked_at.into(),
                holding.into(),
            ],
        )
    }
}
