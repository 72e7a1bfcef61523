//! Lists are filtered by who asks inside the query: a [`Scope`] becomes a condition on people.

use chrono::NaiveDate;
use domain::{ids::PersonId, policy::Scope};
use sea_orm::{
    Condition, ConnectionTrait, DbErr, ExprTrait, JoinType, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{Query, SelectStatement},
};

use crate::entity::{
    accounts::person,
    org::{hall, post, post_holder, window, zone},
};

/// People inside any of the scopes on a day; none at all when there is no scope.
pub fn people_in(scopes: &[Scope], on: NaiveDate) -> Condition {
    // An empty `any()` would match everybody.
    let nobody = Condition::any().add(Expr::value(false));
    scopes.iter().fold(nobody, |people, scope| {
        people.add(match scope {
            Scope::Agency(agency) => person::COLUMN.agency_id.eq(agency.uuid()),
            Scope::Hall(hall) => person::COLUMN.hall_id.eq(hall.uuid()),
            Scope::Zone(zone) => {
                Expr::col((person::Entity, person::Column::Id)).in_subquery(holders_in_zone(zone.uuid(), on))
            }
        })
    })
}

/// Whether a person is inside any of the scopes on a day.
pub async fn covers_person(
    db: &impl ConnectionTrait,
    scopes: &[Scope],
    person: PersonId,
    on: NaiveDate,
) -> Result<bool, DbErr> {
    let found: Option<Uuid> = person::Entity::find_by_id(person.uuid())
        .filter(people_in(scopes, on))
        .select_only()
        .column(person::Column::Id)
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// The people who hold a post of a zone on a day.
fn holders_in_zone(zone: Uuid, on: NaiveDate) -> SelectStatement {
    let windows = Query::select()
        .column(window::Column::Id)
        .from(window::Entity)
        .and_where(Expr::col(window::Column::ZoneId).eq(zone))
        .take();
    let posts = Query::select()
        .column(post::Column::Id)
        .from(post::Entity)
        .and_where(Expr::col(post::Column::WindowId).in_subquery(windows))
        .take();
    post_holder::Entity::find()
        .select_only()
        .column(post_holder::Column::PersonId)
        .filter(post_holder::COLUMN.from_on.lte(on))
        .filter(Condition::any().add(post_holder::COLUMN.to_on.is_null()).add(post_holder::COLUMN.to_on.gte(on)))
        .filter(Expr::col(post_holder::Column::PostId).in_subquery(posts))
        .into_query()
}

/// Zones inside any of the scopes, for a query that joins [`zone`].
pub fn zones_in(scopes: &[Scope]) -> Condition {
    let none = Condition::any().add(Expr::value(false));
    scopes.iter().fold(none, |zones, scope| {
        zones.add(match scope {
            Scope::Agency(agency) => {
                let halls = Query::select()
                    .column(hall::Column::Id)
                    .from(hall::Entity)
                    .and_where(Expr::col(hall::Column::AgencyId).eq(agency.uuid()))
                    .take();
                Expr::col((zone::Entity, zone::Column::HallId)).in_subquery(halls)
            }
            Scope::Hall(hall) => zone::COLUMN.hall_id.eq(hall.uuid()),
            Scope::Zone(zone) => zone::COLUMN.id.eq(zone.uuid()),
        })
    })
}

/// The posts inside any of the scopes, closed ones included.
pub(crate) fn posts_in(scopes: &[Scope]) -> SelectStatement {
    post::Entity::find()
        .select_only()
        .column(post::Column::Id)
        .join(JoinType::InnerJoin, post::Relation::Window.def())
        .join(JoinType::InnerJoin, window::Relation::Zone.def())
        .filter(zones_in(scopes))
        .into_query()
}

/// A scope as its two columns.
pub(crate) fn to_columns(scope: Scope) -> (&'static str, Uuid) {
    match scope {
        Scope::Agency(id) => ("agency", id.uuid()),
        Scope::Hall(id) => ("hall", id.uuid()),
        Scope::Zone(id) => ("zone", id.uuid()),
    }
}

/// The scope of two columns.
pub(crate) fn from_columns(kind: &str, id: Uuid) -> Option<Scope> {
    use domain::ids::{AgencyId, HallId, ZoneId};
    match kind {
        "agency" => Some(Scope::Agency(AgencyId::from_uuid(id))),
        "hall" => Some(Scope::Hall(HallId::from_uuid(id))),
        "zone" => Some(Scope::Zone(ZoneId::from_uuid(id))),
        _ => None,
    }
}
