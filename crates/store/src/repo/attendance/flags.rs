//! Flags of punches, and what they follow from.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::{DeviceUse, PunchFlag, Reading},
    geo::Position,
    ids::{DeviceId, PersonId, PunchId},
    policy::Scope,
};
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, DbErr, ExprTrait, FromQueryResult, JoinType, QueryOrder, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{Query, UnionType},
};

use crate::{
    entity::{
        Instant,
        accounts::person,
        attendance::punch,
        instant,
        presence::{flag, flag_seen},
    },
    repo::{CHUNK, among, padded, scope},
};

/// A punch with flags that nobody has looked at yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlaggedPunch {
    /// Whose.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// The punch.
    pub punch: PunchId,
    /// When it counts.
    pub at: DateTime<Utc>,
    /// Its flags.
    pub flags: Vec<PunchFlag>,
}

/// Stores the flags of some punches.
pub async fn create_flags(db: &impl ConnectionTrait, flagged: &[(PunchId, &[PunchFlag])]) -> Result<(), DbErr> {
    let rows = flagged.iter().flat_map(|(punch, flags)| {
        flags.iter().map(|flag| flag::ActiveModel { punch_id: Set(punch.uuid()), flag: Set(flag.code().to_owned()) })
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        flag::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Stores that a lead has looked at a punch's flags; a second one is a unique violation.
pub async fn create_flags_seen(
    db: &impl ConnectionTrait,
    punch: PunchId,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns =
        flag_seen::ActiveModel { punch_id: Set(punch.uuid()), seen_by: Set(by.uuid()), at: Set(instant(now)) };
    flag_seen::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// The flags of some punches.
pub(super) async fn flags_on(
    db: &impl ConnectionTrait,
    punches: &[Uuid],
) -> Result<BTreeMap<PunchId, Vec<PunchFlag>>, DbErr> {
    let mut found = BTreeMap::<PunchId, Vec<PunchFlag>>::new();
    for punches in punches.chunks(CHUNK) {
        let rows =
            flag::Entity::find().filter(among(db, flag::Column::PunchId, punches.iter().copied())).all(db).await?;
        for row in rows {
            found.entry(PunchId::from_uuid(row.punch_id)).or_default().extend(row.flag.parse::<PunchFlag>());
        }
    }
    Ok(found)
}

/// The flags of some people's punches since an instant.
pub async fn flags_since(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    since: DateTime<Utc>,
) -> Result<BTreeMap<PersonId, Vec<PunchFlag>>, DbErr> {
    let mut found = BTreeMap::<PersonId, Vec<PunchFlag>>::new();
    for people in people.chunks(CHUNK) {
        let rows: Vec<(Uuid, String)> = flag::Entity::find()
            .join(JoinType::InnerJoin, flag::Relation::Punch.def())
            .filter(among(db, punch::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(punch::COLUMN.at.gte(instant(since)))
            .select_only()
            .column(punch::Column::PersonId)
            .column(flag::Column::Flag)
            .into_tuple()
            .all(db)
            .await?;
        for (person, word) in rows {
            let flags = found.entry(PersonId::from_uuid(person)).or_default();
            flags.extend(word.parse::<PunchFlag>());
            flags.sort_unstable();
            flags.dedup();
        }
    }
    Ok(found)
}

/// The flagged punches since an instant that nobody has looked at, of people inside some scopes other than
/// oneself; the latest first.
pub async fn list_flagged(
    db: &impl ConnectionTrait,
    scopes: &[Scope],
    but: PersonId,
    (since, today): (DateTime<Utc>, NaiveDate),
    limit: u64,
) -> Result<Vec<FlaggedPunch>, DbErr> {
    // Flags are few, four a punch at most, so a bounded number of them holds a bounded number of punches.
    let rows: Vec<(Uuid, Uuid, String, Instant, String)> = flag::Entity::find()
        .join(JoinType::InnerJoin, flag::Relation::Punch.def())
        .join(JoinType::InnerJoin, punch::Relation::Person.def())
        .join(JoinType::LeftJoin, flag_seen::Relation::Punch.def().rev())
        .filter(flag_seen::COLUMN.seen_by.is_null())
        .filter(punch::COLUMN.at.gte(instant(since)))
        .filter(punch::COLUMN.person_id.ne(but.uuid()))
        .filter(scope::people_in(scopes, today))
        .order_by_desc(punch::COLUMN.at)
        .order_by_desc(punch::COLUMN.id)
        .limit(limit)
        .select_only()
        .column(punch::Column::Id)
        .column(punch::Column::PersonId)
        .column(person::Column::Name)
        .column(punch::Column::At)
        .column(flag::Column::Flag)
        .into_tuple()
        .all(db)
        .await?;
    let mut found: Vec<FlaggedPunch> = Vec::new();
    for (punch, person, name, at, word) in rows {
        let (punch, person) = (PunchId::from_uuid(punch), PersonId::from_uuid(person));
        if found.last().is_none_or(|last| last.punch != punch) {
            found.push(FlaggedPunch { person, name, punch, at: at.0, flags: Vec::new() });
        }
        if let Some(last) = found.last_mut() {
            last.flags.extend(word.parse::<PunchFlag>());
            last.flags.sort_unstable();
        }
    }
    Ok(found)
}

/// Whether some people have punched with some browsers before. Two looks into an index for each, however many
/// punches there are.
pub async fn find_device_use(
    db: &impl ConnectionTrait,
    asked: &[(PersonId, DeviceId)],
) -> Result<BTreeMap<(PersonId, DeviceId), DeviceUse>, DbErr> {
    if asked.is_empty() {
        return Ok(BTreeMap::new());
    }
    // Both databases name the columns of a list of values so.
    let (person, device) = (Expr::col(("asked", "column1")), Expr::col(("asked", "column2")));
    let own = || punch::Entity::find().filter(Expr::col((punch::Entity, punch::Column::PersonId)).eq(person.clone()));
    let used = |which: Expr| {
        let punches = own().filter(which).select_only().column(punch::Column::Id);
        Expr::exists(punches.into_query())
    };
    let device_id = || Expr::col((punch::Entity, punch::Column::DeviceId));
    let query = Query::select()
        .expr_as(person.clone(), "person")
        .expr_as(device.clone(), "device")
        .expr_as(used(device_id().eq(device.clone())), "this")
        .expr_as(used(device_id().is_not_null()), "any")
        .from_values(padded(asked.iter().map(|(person, device)| (person.uuid(), device.uuid()))), "asked")
        .to_owned();
    let mut found = BTreeMap::new();
    for row in db.query_all(&query).await? {
        let (person, device) = (row.try_get("", "person")?, row.try_get("", "device")?);
        let used = DeviceUse { this: row.try_get("", "this")?, any: row.try_get("", "any")? };
        found.insert((PersonId::from_uuid(person), DeviceId::from_uuid(device)), used);
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct ReadingRow {
    person_id: Uuid,
    at: Instant,
    lat_e7: i32,
    lng_e7: i32,
    datum: String,
    accuracy_m: i32,
    age_s: i32,
}

impl ReadingRow {
    fn reading(self) -> Option<Reading> {
        let position = Position { lat_e7: self.lat_e7, lng_e7: self.lng_e7 };
        Some(Reading { position, datum: self.datum.parse().ok()?, accuracy_m: self.accuracy_m, age_s: self.age_s })
    }
}

/// When and where the phones of some people were at their punches: from one instant to another, both included, and
/// since an earlier one at the very spot beside their name; by time. Of one person at least.
pub async fn list_readings(
    db: &impl ConnectionTrait,
    people: &[(PersonId, Position)],
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    since: DateTime<Utc>,
) -> Result<BTreeMap<PersonId, Vec<(DateTime<Utc>, Reading)>>, DbErr> {
    use punch::Column::{AccuracyM, AgeS, At, Datum, LatE7, LngE7, PersonId as Person};
    let placed = |since| {
        let placed = punch::Entity::find()
            .filter(punch::COLUMN.lat_e7.is_not_null())
            .filter(punch::COLUMN.at.between(instant(since), instant(to)));
        placed.select_only().columns([Person, At, LatE7, LngE7, Datum, AccuracyM, AgeS])
    };
    let around = placed(from).filter(among(db, punch::Column::PersonId, people.iter().map(|(id, _)| id.uuid())));
    // Not by a condition beside the other one: for that each of the days in between would be read.
    let spots = padded(people.iter().map(|(id, spot)| (id.uuid(), spot.lat_e7, spot.lng_e7)));
    let spots = Query::select().expr(Expr::cust("*")).from_values(spots, "spot").take();
    let columns = [Person, LatE7, LngE7].map(|column| Expr::col((punch::Entity, column)));
    let at_spots = placed(since).filter(Expr::tuple(columns).in_subquery(spots));
    let query = around.into_query().union(UnionType::Distinct, at_spots.into_query()).take();
    let mut readings = BTreeMap::<PersonId, Vec<_>>::new();
    for row in db.query_all(&query).await? {
        let row = ReadingRow::from_query_result(&row, "")?;
        let (person, at) = (PersonId::from_uuid(row.person_id), row.at.0);
        readings.entry(person).or_default().extend(row.reading().map(|reading| (at, reading)));
    }
    for readings in readings.values_mut() {
        readings.sort_by_key(|(at, _)| *at);
    }
    Ok(readings)
}
