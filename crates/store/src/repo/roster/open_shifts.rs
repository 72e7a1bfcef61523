use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ids::{ClaimId, HallId, OpenShiftId, PersonId, PostId, ShiftId},
    roster::OpenState,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, QueryOrder, entity::prelude::*};

use crate::{
    entity::{
        instant,
        roster::open_shift::{claim, offer},
    },
    repo::{CHUNK, among, word},
};

/// An offered shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfferRecord {
    /// The offer.
    pub id: OpenShiftId,
    /// The hall.
    pub hall: HallId,
    /// The date.
    pub date: NaiveDate,
    /// The shift.
    pub shift: ShiftId,
    /// Where.
    pub post: PostId,
    /// How it stands.
    pub state: OpenState,
    /// Counts up with every change.
    pub version: i32,
    /// Who offers it.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who was given it.
    pub filled_by: Option<PersonId>,
}

/// Stores a new offer.
pub async fn create_offer(db: &impl ConnectionTrait, new: OfferRecord) -> Result<(), DbErr> {
    let columns = offer::ActiveModel {
        id: Set(new.id.uuid()),
        hall_id: Set(new.hall.uuid()),
        work_date: Set(new.date),
        shift_id: Set(new.shift.uuid()),
        post_id: Set(new.post.uuid()),
        state: Set(new.state.code().to_owned()),
        version: Set(new.version),
        offered_by: Set(new.by.uuid()),
        offered_at: Set(instant(new.at)),
        filled_by: Set(new.filled_by.map(PersonId::uuid)),
    };
    offer::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Stores how an offer stands now, and which shift it is; says whether it still was the version before.
pub async fn update_offer(db: &impl ConnectionTrait, changed: OfferRecord) -> Result<bool, DbErr> {
    let done = offer::Entity::update_many()
        .col_expr(offer::Column::ShiftId, Expr::value(changed.shift.uuid()))
        .col_expr(offer::Column::State, Expr::value(changed.state.code()))
        .col_expr(offer::Column::Version, Expr::value(changed.version))
        .col_expr(offer::Column::FilledBy, Expr::value(changed.filled_by.map(PersonId::uuid)))
        .filter(offer::COLUMN.id.eq(changed.id.uuid()))
        .filter(offer::COLUMN.version.eq(changed.version - 1))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// One offer.
pub async fn find_offer(db: &impl ConnectionTrait, id: OpenShiftId) -> Result<Option<OfferRecord>, DbErr> {
    offer::Entity::find_by_id(id.uuid()).one(db).await?.map(offer_of).transpose()
}

/// The open offers of some halls for dates after a day, by date.
pub async fn list_open_offers(
    db: &impl ConnectionTrait,
    halls: &[HallId],
    after: NaiveDate,
) -> Result<Vec<OfferRecord>, DbErr> {
    let rows = offer::Entity::find()
        .filter(among(db, offer::Column::HallId, halls.iter().map(|id| id.uuid())))
        .filter(offer::COLUMN.state.eq(OpenState::Open.code()))
        .filter(offer::COLUMN.work_date.gt(after))
        .order_by_asc(offer::COLUMN.work_date)
        .order_by_asc(offer::COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(offer_of).collect()
}

/// Stores a claim; a second one of the same person is a unique violation.
pub async fn create_claim(
    db: &impl ConnectionTrait,
    offer: OpenShiftId,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns = claim::ActiveModel {
        id: Set(ClaimId::new().uuid()),
        open_shift_id: Set(offer.uuid()),
        person_id: Set(person.uuid()),
        claimed_at: Set(instant(now)),
        withdrawn_at: Set(None),
    };
    claim::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Takes a person's claim back; says whether there was one.
pub async fn withdraw_claim(
    db: &impl ConnectionTrait,
    offer: OpenShiftId,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let done = claim::Entity::update_many()
        .col_expr(claim::Column::WithdrawnAt, Expr::value(instant(now)))
        .filter(claim::COLUMN.open_shift_id.eq(offer.uuid()))
        .filter(claim::COLUMN.person_id.eq(person.uuid()))
        .filter(claim::COLUMN.withdrawn_at.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Who has claimed some offers, first come first.
pub async fn list_claims(
    db: &impl ConnectionTrait,
    offers: &[OpenShiftId],
) -> Result<Vec<(OpenShiftId, PersonId)>, DbErr> {
    let mut found = Vec::new();
    for offers in offers.chunks(CHUNK) {
        let rows = claim::Entity::find()
            .filter(among(db, claim::Column::OpenShiftId, offers.iter().map(|id| id.uuid())))
            .filter(claim::COLUMN.withdrawn_at.is_null())
            .order_by_asc(claim::COLUMN.claimed_at)
            .order_by_asc(claim::COLUMN.id)
            .all(db)
            .await?;
        let of = |row: claim::Model| (OpenShiftId::from_uuid(row.open_shift_id), PersonId::from_uuid(row.person_id));
        found.extend(rows.into_iter().map(of));
    }
    Ok(found)
}

fn offer_of(row: offer::Model) -> Result<OfferRecord, DbErr> {
    let state = word(&row.state)?;
    Ok(OfferRecord {
        id: OpenShiftId::from_uuid(row.id),
        hall: HallId::from_uuid(row.hall_id),
        date: row.work_date,
        shift: ShiftId::from_uuid(row.shift_id),
        post: PostId::from_uuid(row.post_id),
        state,
        version: row.version,
        by: PersonId::from_uuid(row.offered_by),
        at: row.offered_at.0,
        filled_by: row.filled_by.map(PersonId::from_uuid),
    })
}
