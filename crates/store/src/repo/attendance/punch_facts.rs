use std::collections::BTreeMap;

use domain::{
    attendance::{LocationConsent, PresenceSettings},
    ids::PersonId,
};
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult, Iterable, JoinType, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{SelectStatement, SubQueryStatement},
};

use super::{
    consents::{consent_of, latest_consent},
    outings::open_outing_of,
    presence::settings,
};
use crate::{
    entity::{
        accounts::person, attendance::own::consent, calendar::version, in_the_day::outing, presence::hall_presence,
    },
    repo::among,
};

/// What a punch is judged by, beside the roster, the fences and other punches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PunchFacts {
    /// Versions of the calendar that were imported.
    pub calendar_versions: u64,
    /// Whether the person lets their position be kept.
    pub consent: LocationConsent,
    /// Whether they are out, or have asked to be.
    pub is_out: bool,
    /// The choices of the hall that they are dispatched to.
    pub presence: PresenceSettings,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    versions: i64,
    given: Option<bool>,
    is_out: bool,
    /// Nothing where the hall has chosen nothing.
    #[sea_orm(nested)]
    presence: Option<hall_presence::Model>,
}

/// The facts of some people, in one statement: the morning rush asks for them thousands of times a minute, for a punch
/// and for the page that shows it, and what a small statement costs is the way to the database and back.
pub async fn find_punch_facts(
    db: &impl ConnectionTrait,
    people: &[PersonId],
) -> Result<BTreeMap<PersonId, PunchFacts>, DbErr> {
    let whose = || Expr::col((person::Entity, person::Column::Id));
    let versions = version::Entity::find().select_only().column_as(version::Column::Id.count(), "n").into_query();
    let given = latest_consent(whose()).select_only().column(consent::Column::Given).limit(1).into_query();
    let outing = open_outing_of(whose()).select_only().column(outing::Column::Id).into_query();
    let at_their_hall = person::Entity::belongs_to(hall_presence::Entity)
        .from(person::Column::HallId)
        .to(hall_presence::Column::HallId)
        .into();
    let rows: Vec<Row> = person::Entity::find()
        .filter(among(db, person::Column::Id, people.iter().map(|person| person.uuid())))
        .join(JoinType::LeftJoin, at_their_hall)
        .select_only()
        .column(person::Column::Id)
        .column_as(value_of(versions), "versions")
        .column_as(value_of(given), "given")
        .column_as(Expr::exists(outing), "is_out")
        .columns(hall_presence::Column::iter())
        .into_model()
        .all(db)
        .await?;
    let facts = |row: Row| {
        let facts = PunchFacts {
            calendar_versions: row.versions.unsigned_abs(),
            consent: consent_of(row.given),
            is_out: row.is_out,
            presence: row.presence.as_ref().map_or_else(|| Ok(PresenceSettings::default()), settings)?,
        };
        Ok((PersonId::from_uuid(row.id), facts))
    };
    rows.into_iter().map(facts).collect()
}

fn value_of(query: SelectStatement) -> Expr {
    Expr::from(SubQueryStatement::from(query))
}
