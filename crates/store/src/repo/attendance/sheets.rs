use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::{Adjustment, AdjustmentView, MonthSheet},
    ids::{AdjustmentId, HallId, MonthSheetId, PersonId},
    policy::Scope,
};
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect, QueryTrait, Select,
    entity::prelude::*, sea_query::OnConflict,
};

use super::months::rostered;
use crate::{
    entity::{
        accounts::person,
        attendance::months::{adjustment, sheet},
        instant,
    },
    repo::{CHUNK, among, json, scope, word},
};

/// Somebody on a list of a hall's month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosteredPerson {
    /// Who.
    pub id: PersonId,
    /// 工号.
    pub sign_in_name: String,
    /// 姓名.
    pub name: String,
    /// First day of employment.
    pub hired_on: NaiveDate,
    /// Last day of employment, once it is known.
    pub left_on: Option<NaiveDate>,
}

impl RosteredPerson {
    /// Whether they were employed on a day.
    pub fn employed_on(&self, date: NaiveDate) -> bool {
        self.hired_on <= date && self.left_on.is_none_or(|left| date <= left)
    }
}

type PersonRow = (Uuid, String, String, NaiveDate, Option<NaiveDate>);

fn of_row((id, sign_in_name, name, hired_on, left_on): PersonRow) -> RosteredPerson {
    RosteredPerson { id: PersonId::from_uuid(id), sign_in_name, name, hired_on, left_on }
}

const COLUMNS: [person::Column; 5] = [
    person::Column::Id,
    person::Column::SignInName,
    person::Column::Name,
    person::Column::HiredOn,
    person::Column::LeftOn,
];

/// Some of those who work by a roster at a hall in a month and have no sheet of it yet.
pub async fn list_without_sheet(
    db: &impl ConnectionTrait,
    hall: HallId,
    (month, to): (NaiveDate, NaiveDate),
    limit: u64,
) -> Result<Vec<RosteredPerson>, DbErr> {
    let written = sheet::Entity::find()
        .select_only()
        .column(sheet::Column::Id)
        .filter(Expr::col((sheet::Entity, sheet::Column::PersonId)).equals((person::Entity, person::Column::Id)))
        .filter(sheet::COLUMN.month.eq(month))
        .into_query();
    let rows: Vec<PersonRow> = rostered(hall, month, to)
        .filter(Expr::exists(written).not())
        .order_by_asc(person::COLUMN.id)
        .limit(limit)
        .select_only()
        .columns(COLUMNS)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(of_row).collect())
}

/// Those inside some scopes who work by a roster at a hall in a month, by 工号, after one of them.
pub async fn list_rostered(
    db: &impl ConnectionTrait,
    hall: HallId,
    (from, to): (NaiveDate, NaiveDate),
    (scopes, today): (&[Scope], NaiveDate),
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<RosteredPerson>, DbErr> {
    page(db, rostered(hall, from, to).filter(scope::people_in(scopes, today)), after, limit).await
}

/// Those of a hall's month, by 工号, after one of them: whose sheet was written there, wherever they are now,
/// and who works by a roster there.
pub async fn list_of_month(
    db: &impl ConnectionTrait,
    hall: HallId,
    (month, to): (NaiveDate, NaiveDate),
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<RosteredPerson>, DbErr> {
    let written = sheet::Entity::find()
        .select_only()
        .column(sheet::Column::PersonId)
        .filter(sheet::COLUMN.hall_id.eq(hall.uuid()))
        .filter(sheet::COLUMN.month.eq(month))
        .into_query();
    let works = rostered(hall, month, to).select_only().column(person::Column::Id).into_query();
    let id = || Expr::col((person::Entity, person::Column::Id));
    let query =
        person::Entity::find().filter(Condition::any().add(id().in_subquery(written)).add(id().in_subquery(works)));
    page(db, query, after, limit).await
}

/// Those of a query, by 工号, after one of them.
async fn page(
    db: &impl ConnectionTrait,
    mut query: Select<person::Entity>,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<RosteredPerson>, DbErr> {
    if let Some(after) = after {
        query = query.filter(person::COLUMN.sign_in_name.gt(after));
    }
    let rows: Vec<PersonRow> = query
        .order_by_asc(person::COLUMN.sign_in_name)
        .limit(limit)
        .select_only()
        .columns(COLUMNS)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(of_row).collect())
}

/// Stores people's locked months. One that is there already stays: it was locked before.
pub async fn create_sheets(
    db: &impl ConnectionTrait,
    hall: HallId,
    (month, to): (NaiveDate, NaiveDate),
    sheets: &[(PersonId, MonthSheet)],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let once = OnConflict::columns([sheet::Column::PersonId, sheet::Column::Month]).do_nothing().to_owned();
    for sheets in sheets.chunks(CHUNK) {
        let row = |(person, content): &(PersonId, MonthSheet)| {
            Ok(sheet::ActiveModel {
                id: Set(MonthSheetId::new().uuid()),
                person_id: Set(person.uuid()),
                hall_id: Set(hall.uuid()),
                month: Set(month),
                last_on: Set(to),
                content: Set(json::write(content)?),
                at: Set(instant(now)),
            })
        };
        let rows = sheets.iter().map(row).collect::<Result<Vec<_>, DbErr>>()?;
        sheet::Entity::insert_many(rows).on_conflict(once.clone()).exec_without_returning(db).await?;
    }
    Ok(())
}

/// How many sheets of a hall's month are written.
pub async fn count_sheets(db: &impl ConnectionTrait, hall: HallId, month: NaiveDate) -> Result<u64, DbErr> {
    sheet::Entity::find()
        .filter(sheet::COLUMN.hall_id.eq(hall.uuid()))
        .filter(sheet::COLUMN.month.eq(month))
        .count(db)
        .await
}

/// The locked months of some people, each with the hall they were at.
pub async fn find_sheets(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    month: NaiveDate,
) -> Result<BTreeMap<PersonId, (HallId, MonthSheet)>, DbErr> {
    let mut found = BTreeMap::new();
    for people in people.chunks(CHUNK) {
        let rows = sheet::Entity::find()
            .filter(among(db, sheet::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(sheet::COLUMN.month.eq(month))
            .all(db)
            .await?;
        for row in rows {
            let sheet = json::read(&row.content)?;
            found.insert(PersonId::from_uuid(row.person_id), (HallId::from_uuid(row.hall_id), sheet));
        }
    }
    Ok(found)
}

/// Adds a line that adjusts a locked month, booked in another.
pub async fn create_adjustment(
    db: &impl ConnectionTrait,
    (person, hall): (PersonId, HallId),
    line: &Adjustment,
    month: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let columns = adjustment::ActiveModel {
        id: Set(AdjustmentId::new().uuid()),
        person_id: Set(person.uuid()),
        hall_id: Set(hall.uuid()),
        work_date: Set(line.date),
        month: Set(month),
        before: Set(json::write(&line.before)?),
        after: Set(json::write(&line.after)?),
        cause: Set(line.cause.code().to_owned()),
        at: Set(instant(now)),
    };
    adjustment::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// The adjustments of some people that are booked in a month or are about a day of it, in the order in which
/// they were made.
pub async fn list_adjustments(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    (month, to): (NaiveDate, NaiveDate),
) -> Result<Vec<(PersonId, AdjustmentView)>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let about = Condition::any()
            .add(adjustment::COLUMN.month.eq(month))
            .add(adjustment::COLUMN.work_date.between(month, to));
        let rows = adjustment::Entity::find()
            .filter(among(db, adjustment::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(about)
            .order_by_asc(adjustment::COLUMN.at)
            .order_by_asc(adjustment::COLUMN.id)
            .all(db)
            .await?;
        for row in rows {
            let cause = word(&row.cause)?;
            let (before, after) = (json::read(&row.before)?, json::read(&row.after)?);
            let line = Adjustment { date: row.work_date, before, after, cause };
            let view = AdjustmentView { adjustment: line, month: row.month, at: row.at.0 };
            found.push((PersonId::from_uuid(row.person_id), view));
        }
    }
    Ok(found)
}
