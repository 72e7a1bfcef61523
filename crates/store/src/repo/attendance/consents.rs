use chrono::{DateTime, Utc};
use domain::{
    attendance::{CONSENT_VERSION, LocationConsent},
    ids::{ConsentId, PersonId},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, ExprTrait, QueryOrder, entity::prelude::*};

use crate::entity::{attendance::own::consent, instant};

/// What a person said last to the reading of their position, in the words that are shown today.
pub async fn find_consent(db: &impl ConnectionTrait, person: PersonId) -> Result<LocationConsent, DbErr> {
    Ok(consent_of(latest_consent(Expr::value(person.uuid())).one(db).await?.map(|row| row.given)))
}

/// A person's answers to today's wording, the latest first.
pub(super) fn latest_consent(person: Expr) -> Select<consent::Entity> {
    consent::Entity::find()
        .filter(Expr::col((consent::Entity, consent::Column::PersonId)).eq(person))
        .filter(consent::COLUMN.wording.eq(CONSENT_VERSION))
        .order_by_desc(consent::COLUMN.at)
        .order_by_desc(consent::COLUMN.id)
}

pub(super) fn consent_of(given: Option<bool>) -> LocationConsent {
    match given {
        None => LocationConsent::Unasked,
        Some(true) => LocationConsent::Given,
        Some(false) => LocationConsent::Refused,
    }
}

/// Adds what a person says now.
pub async fn create_consent(
    db: &impl ConnectionTrait,
    person: PersonId,
    given: bool,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns = consent::ActiveModel {
        id: Set(ConsentId::new().uuid()),
        person_id: Set(person.uuid()),
        given: Set(given),
        wording: Set(CONSENT_VERSION),
        at: Set(instant(now)),
    };
    consent::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}
