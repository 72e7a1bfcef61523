//! Outings, and with them who stands in for whom.

use chrono::{DateTime, Utc};
use domain::{
    attendance::{OutingState, OverdueStep, PresenceSettings},
    ids::{HallId, OutingId, PersonId, PostId},
};
use sea_orm::{
    ActiveValue::Set,
    Condition, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Func, Query, SubQueryStatement},
};

use crate::{
    entity::{in_the_day::outing, instant, presence::hall_presence},
    repo::word,
};

/// An outing as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutingRecord {
    /// The outing.
    pub id: OutingId,
    /// The hall.
    pub hall: HallId,
    /// The post that is left.
    pub post: PostId,
    /// Who leaves.
    pub person: PersonId,
    /// For what.
    pub reason: String,
    /// For how long, in minutes.
    pub minutes: i32,
    /// How it stood when it was last changed; see [`OutingState::at`].
    pub state: OutingState,
    /// Counts up with every change.
    pub version: i32,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// Who stands in.
    pub cover: Option<PersonId>,
    /// When the person left.
    pub left_at: Option<DateTime<Utc>>,
    /// When they came back.
    pub back_at: Option<DateTime<Utc>>,
}

/// Stores a new outing; a second open one of the person is a unique violation.
pub async fn create_outing(db: &impl ConnectionTrait, new: &OutingRecord) -> Result<(), DbErr> {
    let columns = outing::ActiveModel {
        id: Set(new.id.uuid()),
        hall_id: Set(new.hall.uuid()),
        post_id: Set(new.post.uuid()),
        person_id: Set(new.person.uuid()),
        reason: Set(new.reason.clone()),
        minutes: Set(new.minutes),
        state: Set(new.state.code().to_owned()),
        version: Set(new.version),
        asked_at: Set(instant(new.asked_at)),
        cover_id: Set(new.cover.map(PersonId::uuid)),
        left_at: Set(new.left_at.map(instant)),
        back_at: Set(new.back_at.map(instant)),
        overdue_told_at: Set(None),
        overdue_passed_on_at: Set(None),
    };
    outing::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Somebody who is out, perhaps for longer than they asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverdueRecord {
    /// The outing.
    pub outing: OutingRecord,
    /// When the lead was told.
    pub told_at: Option<DateTime<Utc>>,
}

/// Stores how an outing stands now; says whether it still was the version before. Somebody who stands in for
/// another already is a unique violation.
pub async fn update_outing(db: &impl ConnectionTrait, changed: &OutingRecord) -> Result<bool, DbErr> {
    let done = outing::Entity::update_many()
        .col_expr(outing::Column::State, Expr::value(changed.state.code()))
        .col_expr(outing::Column::Version, Expr::value(changed.version))
        .col_expr(outing::Column::CoverId, Expr::value(changed.cover.map(PersonId::uuid)))
        .col_expr(outing::Column::LeftAt, Expr::value(changed.left_at.map(instant)))
        .col_expr(outing::Column::BackAt, Expr::value(changed.back_at.map(instant)))
        .filter(outing::COLUMN.id.eq(changed.id.uuid()))
        .filter(outing::COLUMN.version.eq(changed.version - 1))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends what a person has left open, because they have punched: who is out is back, who has asked stays.
pub async fn end_outings_of(db: &impl ConnectionTrait, person: PersonId, at: DateTime<Utc>) -> Result<bool, DbErr> {
    let ended = change(OutingState::Back)
        .col_expr(outing::Column::BackAt, Expr::value(Some(instant(at))))
        .filter(outing::COLUMN.person_id.eq(person.uuid()))
        .filter(outing::COLUMN.state.eq(OutingState::Out.code()))
        .filter(outing::COLUMN.left_at.lt(instant(at)))
        .exec(db)
        .await?;
    Ok(ended.rows_affected > 0)
}

/// Stores that what has waited for as long as its hall lets it at an instant, or was left before another, has lapsed.
pub async fn lapse_outings(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    left_before: DateTime<Utc>,
) -> Result<(), DbErr> {
    let chosen = Query::select()
        .column(hall_presence::Column::OutingWaitMin)
        .from(hall_presence::Entity)
        .and_where(
            Expr::col((hall_presence::Entity, hall_presence::Column::HallId))
                .equals((outing::Entity, outing::Column::HallId)),
        )
        .take();
    let before = PresenceSettings::default().outing_wait_min;
    let waits = Func::coalesce([Expr::from(SubQueryStatement::from(chosen)), Expr::value(before)]);
    let asked = Condition::all()
        .add(outing::COLUMN.state.eq(OutingState::Asked.code()))
        .add(Expr::col((outing::Entity, outing::Column::AskedAt)).add(Expr::from(waits).mul(60_000)).lte(instant(now)));
    let left = Condition::all()
        .add(outing::COLUMN.state.eq(OutingState::Out.code()))
        .add(outing::COLUMN.left_at.lte(instant(left_before)));
    change(OutingState::Lapsed).filter(Condition::any().add(asked).add(left)).exec(db).await.map(drop)
}

fn change(state: OutingState) -> sea_orm::UpdateMany<outing::Entity> {
    outing::Entity::update_many()
        .col_expr(outing::Column::State, Expr::value(state.code()))
        .col_expr(outing::Column::Version, Expr::col(outing::Column::Version).add(1))
}

/// One outing.
pub async fn find_outing(db: &impl ConnectionTrait, id: OutingId) -> Result<Option<OutingRecord>, DbErr> {
    outing::Entity::find_by_id(id.uuid()).one(db).await?.map(outing_record).transpose()
}

/// A person's outing that is open.
pub async fn find_open_outing(db: &impl ConnectionTrait, person: PersonId) -> Result<Option<OutingRecord>, DbErr> {
    open_outing_of(Expr::value(person.uuid())).one(db).await?.map(outing_record).transpose()
}

pub(super) fn open_outing_of(person: Expr) -> Select<outing::Entity> {
    outing::Entity::find().filter(Expr::col((outing::Entity, outing::Column::PersonId)).eq(person)).filter(open())
}

/// A hall's open outings, the oldest first.
pub async fn list_open_outings(db: &impl ConnectionTrait, hall: HallId) -> Result<Vec<OutingRecord>, DbErr> {
    let rows = outing::Entity::find()
        .filter(outing::COLUMN.hall_id.eq(hall.uuid()))
        .filter(open())
        .order_by_asc(outing::COLUMN.asked_at)
        .order_by_asc(outing::COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(outing_record).collect()
}

/// A person's outings since an instant, the latest first.
pub async fn list_own_outings(
    db: &impl ConnectionTrait,
    person: PersonId,
    since: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<OutingRecord>, DbErr> {
    let rows = outing::Entity::find()
        .filter(outing::COLUMN.person_id.eq(person.uuid()))
        .filter(outing::COLUMN.asked_at.gte(instant(since)))
        .order_by_desc(outing::COLUMN.asked_at)
        .order_by_desc(outing::COLUMN.id)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(outing_record).collect()
}

/// Who is out, of all halls, and when the lead was told that it is taking longer; not those of whom the supervisor
/// knows.
pub async fn list_overdue(db: &impl ConnectionTrait) -> Result<Vec<OverdueRecord>, DbErr> {
    let rows = outing::Entity::find()
        .filter(outing::COLUMN.state.eq(OutingState::Out.code()))
        .filter(outing::COLUMN.overdue_passed_on_at.is_null())
        .all(db)
        .await?;
    let overdue = |row: outing::Model| {
        let told_at = row.overdue_told_at.map(|at| at.0);
        Ok(OverdueRecord { outing: outing_record(row)?, told_at })
    };
    rows.into_iter().map(overdue).collect()
}

/// Stores that a step was taken; says whether that was not so before and they still are out.
pub async fn mark_overdue(
    db: &impl ConnectionTrait,
    id: OutingId,
    step: OverdueStep,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let mark = match step {
        OverdueStep::Tell => outing::Column::OverdueToldAt,
        OverdueStep::PassOn => outing::Column::OverduePassedOnAt,
    };
    let marked = outing::Entity::update_many()
        .col_expr(mark, Expr::value(Some(instant(now))))
        .filter(outing::COLUMN.id.eq(id.uuid()))
        .filter(outing::COLUMN.state.eq(OutingState::Out.code()))
        .filter(mark.is_null())
        .exec(db)
        .await?;
    Ok(marked.rows_affected == 1)
}

fn open() -> Condition {
    Condition::all().add(outing::COLUMN.state.is_in([OutingState::Asked, OutingState::Out].map(OutingState::code)))
}

pub(super) fn outing_record(row: outing::Model) -> Result<OutingRecord, DbErr> {
    Ok(OutingRecord {
        id: OutingId::from_uuid(row.id),
        hall: HallId::from_uuid(row.hall_id),
        post: PostId::from_uuid(row.post_id),
        person: PersonId::from_uuid(row.person_id),
        reason: row.reason,
        minutes: row.minutes,
        state: word(&row.state)?,
        version: row.version,
        asked_at: row.asked_at.0,
        cover: row.cover_id.map(PersonId::from_uuid),
        left_at: row.left_at.map(|at| at.0),
        back_at: row.back_at.map(|at| at.0),
    })
}
