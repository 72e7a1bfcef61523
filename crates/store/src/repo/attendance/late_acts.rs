//! What was said later than it was done, beside punches, and which outings of that kind a lead has looked at.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    attendance::LateAct,
    ids::{ActId, HallId, OutingId, PersonId},
};
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Query, SelectStatement},
};

use super::outings::{OutingRecord, outing_record};
use crate::{
    entity::{
        in_the_day::{late_act, outing, outing_seen},
        instant,
    },
    repo::{CHUNK, among, word},
};

/// Stores that what a person has sent under an id was done earlier than it arrived.
pub async fn create_late_act(
    db: &impl ConnectionTrait,
    (person, client_id): (PersonId, Uuid),
    subject: Uuid,
    late: &LateAct,
) -> Result<(), DbErr> {
    let columns = late_act::ActiveModel {
        person_id: Set(person.uuid()),
        client_id: Set(client_id),
        subject_id: Set(subject),
        kind: Set(late.kind.code().to_owned()),
        made_at: Set(instant(late.made_at)),
        arrived_at: Set(instant(late.arrived_at)),
        doubt: Set(late.doubt.map(|doubt| doubt.code().to_owned())),
    };
    late_act::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// What arrived late of some outings, or of the witnesses of some punches: in the order in which it was done.
pub async fn late_acts_of(db: &impl ConnectionTrait, subjects: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<LateAct>>, DbErr> {
    let mut acts = BTreeMap::<Uuid, Vec<LateAct>>::new();
    for subjects in subjects.chunks(CHUNK) {
        let rows = late_act::Entity::find()
            .filter(among(db, late_act::Column::SubjectId, subjects.iter().copied()))
            .order_by_asc(late_act::COLUMN.made_at)
            .order_by_asc(late_act::COLUMN.client_id)
            .all(db)
            .await?;
        for row in rows {
            let doubt = row.doubt.as_deref().map(word).transpose()?;
            let (made_at, arrived_at) = (row.made_at.0, row.arrived_at.0);
            acts.entry(row.subject_id).or_default().push(LateAct {
                kind: word(&row.kind)?,
                made_at,
                arrived_at,
                doubt,
            });
        }
    }
    Ok(acts)
}

/// The outings of some halls of which something arrived late since an instant and was not looked at: the latest first.
pub async fn list_late_outings(
    db: &impl ConnectionTrait,
    halls: &[HallId],
    since: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<OutingRecord>, DbErr> {
    if halls.is_empty() {
        return Ok(Vec::new());
    }
    let late = unseen().and_where(Expr::col(late_act::Column::ArrivedAt).gte(instant(since))).take();
    let rows = outing::Entity::find()
        .filter(among(db, outing::Column::HallId, halls.iter().map(|hall| hall.uuid())))
        .filter(Expr::col((outing::Entity, outing::Column::Id)).in_subquery(late))
        .order_by_desc(outing::COLUMN.asked_at)
        .order_by_desc(outing::COLUMN.id)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(outing_record).collect()
}

/// Whether something arrived late of an outing that nobody has looked at since.
pub async fn is_outing_unseen(db: &impl ConnectionTrait, outing: OutingId) -> Result<bool, DbErr> {
    let late = unseen().and_where(Expr::col(late_act::Column::SubjectId).eq(outing.uuid())).take();
    let found = outing::Entity::find_by_id(outing.uuid());
    let found = found.filter(Expr::col((outing::Entity, outing::Column::Id)).in_subquery(late));
    Ok(found.one(db).await?.is_some())
}

/// What arrived late, by what it is about, and was not looked at since.
fn unseen() -> SelectStatement {
    let seen = Query::select()
        .expr(Expr::value(1))
        .from(outing_seen::Entity)
        .and_where(
            Expr::col((outing_seen::Entity, outing_seen::Column::OutingId))
                .equals((late_act::Entity, late_act::Column::SubjectId)),
        )
        .and_where(
            Expr::col((outing_seen::Entity, outing_seen::Column::At))
                .gte(Expr::col((late_act::Entity, late_act::Column::ArrivedAt))),
        )
        .take();
    Query::select()
        .column(late_act::Column::SubjectId)
        .from(late_act::Entity)
        .and_where(Expr::exists(seen).not())
        .take()
}

/// Stores that somebody has looked at what arrived late of an outing.
pub async fn create_outing_seen(
    db: &impl ConnectionTrait,
    outing: OutingId,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns = outing_seen::ActiveModel {
        id: Set(ActId::new().uuid()),
        outing_id: Set(outing.uuid()),
        seen_by: Set(by.uuid()),
        at: Set(instant(now)),
    };
    outing_seen::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}
