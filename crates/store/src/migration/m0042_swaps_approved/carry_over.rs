//! Swaps that were asked before.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{
        QueryResult,
        prelude::{Date, Time},
    },
};
use uuid::Uuid;

use super::{
    ShiftSwap, SwapRequest,
    carried::{Carried, CarriedHop, hops, insert, zone_of},
};
use crate::migration::m0001_org::Hall;

/// Working minutes that a lead has: a day.
const LEAD_MINUTES: i32 = 8 * 60;

/// Milliseconds that the hall's midnight lies before that of UTC.
const HALL_OFFSET_MS: i64 = 8 * 60 * 60 * 1000;

pub(super) async fn carry_over(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for row in manager.get_connection().query_all(&swaps()).await? {
        let old = Old::read(&row)?;
        let zones = [zone_of(manager, old.asker, old.give).await?, zone_of(manager, old.partner, old.take).await?];
        old.carried(one_of(zones)).store(manager).await?;
        manager.exec_stmt(old.swap()?).await?;
    }
    Ok(())
}

/// The zone of both, or of the only one at a window: between zones the whole hall's lead decides.
fn one_of([first, second]: [Option<Uuid>; 2]) -> Option<Uuid> {
    first.or(second).filter(|zone| second.is_none_or(|other| other == *zone))
}

fn swaps() -> SelectStatement {
    Query::select()
        .columns(
            [
                ShiftSwap::Id,
                ShiftSwap::HallId,
                ShiftSwap::AskerId,
                ShiftSwap::PartnerId,
                ShiftSwap::GiveOn,
                ShiftSwap::TakeOn,
                ShiftSwap::Given,
                ShiftSwap::Taken,
                ShiftSwap::State,
                ShiftSwap::Version,
                ShiftSwap::Reason,
                ShiftSwap::Answer,
                ShiftSwap::AskedAt,
                ShiftSwap::SettledBy,
                ShiftSwap::SettledAt,
            ]
            .map(|column| (ShiftSwap::Table, column)),
        )
        .column((Hall::Table, Hall::AgencyId))
        .from(ShiftSwap::Table)
        .inner_join(Hall::Table, Expr::col((Hall::Table, Hall::Id)).equals((ShiftSwap::Table, ShiftSwap::HallId)))
        .take()
}

/// A swap as it was kept.
struct Old {
    id: Uuid,
    hall: Uuid,
    agency: Uuid,
    asker: Uuid,
    partner: Uuid,
    give: Date,
    take: Date,
    given: String,
    taken: String,
    state: String,
    version: i32,
    reason: Option<String>,
    answer: Option<String>,
    asked_at: i64,
    /// Who changed it last, and when.
    settled: Option<(Uuid, i64)>,
}

/// How a swap stands now.
struct Stands {
    state: &'static str,
    /// By which act it came to that.
    act: &'static str,
    consent: &'static str,
    holding: &'static str,
}

impl Old {
    fn read(row: &QueryResult) -> Result<Self, DbErr> {
        let by: Option<Uuid> = row.try_get("", "settled_by")?;
        Ok(Self {
            id: row.try_get("", "id")?,
            hall: row.try_get("", "hall_id")?,
            agency: row.try_get("", "agency_id")?,
            asker: row.try_get("", "asker_id")?,
            partner: row.try_get("", "partner_id")?,
            give: row.try_get("", "give_on")?,
            take: row.try_get("", "take_on")?,
            given: row.try_get("", "given")?,
            taken: row.try_get("", "taken")?,
            state: row.try_get("", "state")?,
            version: row.try_get("", "version")?,
            reason: row.try_get("", "reason")?,
            answer: row.try_get("", "answer")?,
            asked_at: row.try_get("", "asked_at")?,
            settled: by.zip(row.try_get("", "settled_at")?),
        })
    }

    /// One that was changed twice before it ended had been agreed to.
    fn stands(&self) -> Stands {
        let stands = |state, act, consent, holding| Stands { state, act, consent, holding };
        let consent = if self.version > 2 { "agreed" } else { "asked" };
        match self.state.as_str() {
            "asked" => stands("draft", "submitted", "asked", "held"),
            "agreed" => stands("in_review", "confirmed", "agreed", "held"),
            "approved" => stands("approved", "agreed", "agreed", "given"),
            "rejected" => stands("rejected", "rejected", "agreed", "nothing"),
            "declined" => stands("withdrawn", "declined", "declined", "nothing"),
            "withdrawn" => stands("withdrawn", "withdrawn", consent, "nothing"),
            _ => stands("expired", "expired", consent, "nothing"),
        }
    }

    fn carried(&self, zone: Option<Uuid>) -> Carried {
        let Stands { state, act, .. } = self.stands();
        Carried {
            id: self.id,
            kind: "swap",
            minutes: LEAD_MINUTES,
            agency: self.agency,
            hall: self.hall,
            zone,
            requester: self.asker,
            state,
            version: self.version,
            asked_at: self.asked_at,
            agreed: self.settled.map(|(by, _)| by).filter(|_| state == "approved"),
            hops: self.hops(state, act),
        }
    }

    fn hops(&self, state: &str, act: &'static str) -> Vec<CarriedHop> {
        let asked = (self.asker, self.asked_at);
        match state {
            // Not a request yet.
            "draft" => Vec::new(),
            // Time did it, when the first of the days came.
            "expired" => {
                let first = if self.give < self.take { self.give } else { self.take };
                let at = first.and_time(Time::MIN).and_utc().timestamp_millis() - HALL_OFFSET_MS;
                let expired = CarriedHop { act, version: self.version, by: None, at, text: None };
                hops(asked, None, self.version, None).into_iter().chain([expired]).collect()
            }
            _ => {
                let settled = self.settled.map(|settled| (act, settled));
                hops(asked, settled, self.version, self.answer.as_deref())
            }
        }
    }

    fn swap(&self) -> Result<InsertStatement, DbErr> {
        let Stands { consent, holding, .. } = self.stands();
        insert(
            Query::insert().into_table(SwapRequest::Table).columns([
                SwapRequest::Id,
                SwapRequest::HallId,
                SwapRequest::AskerId,
                SwapRequest::PartnerId,
                SwapRequest::GiveOn,
                SwapRequest::TakeOn,
                SwapRequest::Given,
                SwapRequest::Taken,
                SwapRequest::Reason,
                SwapRequest::AskedAt,
                SwapRequest::Consent,
                SwapRequest::Holding,
            ]),
            [
                self.id.into(),
                self.hall.into(),
                self.asker.into(),
                self.partner.into(),
                self.give.into(),
                self.take.into(),
                self.given.as_str().into(),
                self.taken.as_str().into(),
                self.reason.clone().into(),
                self.asked_at.into(),
                consent.into(),
                holding.into(),
            ],
        )
    }
}
