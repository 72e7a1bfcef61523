use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ids::{AgencyId, HallId, PersonId},
    policy::Scope,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    Condition, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Func, LockType},
};

use crate::{
    entity::{accounts::person, instant},
    repo::{CHUNK, among, scope},
};

/// A person as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRecord {
    /// The person.
    pub id: PersonId,
    /// The employer.
    pub agency: AgencyId,
    /// The hall dispatched to.
    pub hall: Option<HallId>,
    /// 工号, lower case.
    pub sign_in_name: String,
    /// 姓名.
    pub name: String,
    /// Mobile, eleven digits.
    pub phone: String,
    /// The sealed ID number.
    pub id_number_sealed: Option<Vec<u8>>,
    /// Its last four characters, for showing.
    pub id_last4: Option<String>,
    /// First day with the agency.
    pub hired_on: NaiveDate,
    /// Where counting of all working years begins.
    pub service_from: Option<NaiveDate>,
    /// Since when they have worked without a break.
    pub continuous_from: Option<NaiveDate>,
    /// Last day.
    pub left_on: Option<NaiveDate>,
    /// argon2id, PHC string.
    pub password_hash: Option<String>,
    /// Counts edits; 0 for a record not yet stored.
    pub version: i32,
}

impl PersonRecord {
    /// Whether their last day is past.
    pub fn has_left(&self, on: NaiveDate) -> bool {
        self.left_on.is_some_and(|last| last < on)
    }
}

impl From<person::Model> for PersonRecord {
    fn from(row: person::Model) -> Self {
        Self {
            id: PersonId::from_uuid(row.id),
            agency: AgencyId::from_uuid(row.agency_id),
            hall: row.hall_id.map(HallId::from_uuid),
            sign_in_name: row.sign_in_name,
            name: row.name,
            phone: row.phone,
            id_number_sealed: row.id_number_sealed,
            id_last4: row.id_last4,
            hired_on: row.hired_on,
            service_from: row.service_from,
            continuous_from: row.continuous_from,
            left_on: row.left_on,
            password_hash: row.password_hash,
            version: row.version,
        }
    }
}

impl PersonRecord {
    fn columns(self) -> person::ActiveModel {
        person::ActiveModel {
            id: Set(self.id.uuid()),
            agency_id: Set(self.agency.uuid()),
            hall_id: Set(self.hall.map(HallId::uuid)),
            sign_in_name: Set(self.sign_in_name),
            name: Set(self.name),
            phone: Set(self.phone),
            id_number_sealed: Set(self.id_number_sealed),
            id_last4: Set(self.id_last4),
            hired_on: Set(self.hired_on),
            service_from: Set(self.service_from),
            continuous_from: Set(self.continuous_from),
            left_on: Set(self.left_on),
            password_hash: Set(self.password_hash),
            version: Set(self.version + 1),
            created_at: NotSet,
        }
    }
}

/// Stores a new person.
pub async fn create_person(db: &impl ConnectionTrait, record: PersonRecord, now: DateTime<Utc>) -> Result<(), DbErr> {
    let mut columns = record.columns();
    columns.created_at = Set(instant(now));
    person::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Stores a changed person if nobody else changed it since `record` was read; says whether it did. The
/// password stays as it is: it is the person's own, changed by [`set_password`] without a new version.
pub async fn update_person(db: &impl ConnectionTrait, record: PersonRecord) -> Result<bool, DbErr> {
    let (id, version) = (record.id.uuid(), record.version);
    let columns = person::ActiveModel { password_hash: NotSet, ..record.columns() };
    let changed = person::Entity::update_many()
        .set(columns)
        .filter(person::COLUMN.id.eq(id))
        .filter(person::COLUMN.version.eq(version))
        .exec(db)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Sets or removes the password.
pub async fn set_password(db: &impl ConnectionTrait, person: PersonId, hash: Option<String>) -> Result<(), DbErr> {
    person::Entity::update_many()
        .col_expr(person::Column::PasswordHash, Expr::value(hash))
        .filter(person::COLUMN.id.eq(person.uuid()))
        .exec(db)
        .await
        .map(drop)
}

/// A person by id.
pub async fn find_person(db: &impl ConnectionTrait, id: PersonId) -> Result<Option<PersonRecord>, DbErr> {
    Ok(person::Entity::find_by_id(id.uuid()).one(db).await?.map(Into::into))
}

/// A person by id, held against changes until the transaction ends. Rows that only name them, such as a punch, wait for
/// nobody.
pub async fn lock_person(db: &impl ConnectionTrait, id: PersonId) -> Result<Option<PersonRecord>, DbErr> {
    Ok(person::Entity::find_by_id(id.uuid()).lock(LockType::NoKeyUpdate).one(db).await?.map(Into::into))
}

/// People by id.
pub async fn find_people(db: &impl ConnectionTrait, ids: &[PersonId]) -> Result<Vec<PersonRecord>, DbErr> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let ids = ids.iter().map(|id| id.uuid());
        let rows = person::Entity::find().filter(among(db, person::Column::Id, ids)).all(db).await?;
        found.extend(rows.into_iter().map(PersonRecord::from));
    }
    Ok(found)
}

/// Whether anybody who has not left by a day is dispatched to a hall.
pub async fn has_people(db: &impl ConnectionTrait, hall: HallId, on: NaiveDate) -> Result<bool, DbErr> {
    person::Entity::find()
        .filter(person::COLUMN.hall_id.eq(hall.uuid()))
        .filter(Condition::any().add(person::COLUMN.left_on.is_null()).add(person::COLUMN.left_on.gte(on)))
        .exists(db)
        .await
}

/// A person by 工号, given in lower case.
pub async fn find_person_by_sign_in_name(db: &impl ConnectionTrait, name: &str) -> Result<Option<PersonRecord>, DbErr> {
    let found = person::Entity::find().filter(person::COLUMN.sign_in_name.eq(name)).one(db).await?;
    Ok(found.map(Into::into))
}

/// People of an agency by 工号, all in lower case.
pub async fn find_people_by_sign_in_names(
    db: &impl ConnectionTrait,
    names: &[String],
) -> Result<Vec<PersonRecord>, DbErr> {
    let mut found = Vec::with_capacity(names.len());
    for names in names.chunks(CHUNK) {
        let rows = person::Entity::find().filter(person::COLUMN.sign_in_name.is_in(names)).all(db).await?;
        found.extend(rows.into_iter().map(PersonRecord::from));
    }
    Ok(found)
}

/// Anybody whose ID number is stored.
pub async fn find_sealed_number(db: &impl ConnectionTrait) -> Result<Option<PersonRecord>, DbErr> {
    let row = person::Entity::find().filter(person::COLUMN.id_number_sealed.is_not_null()).one(db).await?;
    Ok(row.map(Into::into))
}

/// Which people to list.
#[derive(Clone, Debug)]
pub struct PeopleFilter {
    /// Scopes of who asks.
    pub scopes: Vec<Scope>,
    /// The day on which they ask.
    pub on: NaiveDate,
    /// Part of a name or 工号.
    pub search: String,
    /// The last 工号 of the page before.
    pub after: Option<String>,
    /// Rows at most.
    pub limit: u64,
}

/// People by 工号.
pub async fn list_people(db: &impl ConnectionTrait, filter: &PeopleFilter) -> Result<Vec<PersonRecord>, DbErr> {
    let mut query = person::Entity::find().filter(scope::people_in(&filter.scopes, filter.on));
    let search = filter.search.trim().to_lowercase();
    if !search.is_empty() {
        // Folded on both sides, since LIKE heeds the case on one database and not on the other. 工号 is
        // stored in lower case; in names only Latin letters have one.
        let name = Expr::expr(Func::lower(Expr::col((person::Entity, person::Column::Name))));
        query = query.filter(
            Condition::any().add(name.like(format!("%{search}%"))).add(person::COLUMN.sign_in_name.contains(&search)),
        );
    }
    if let Some(after) = &filter.after {
        query = query.filter(person::COLUMN.sign_in_name.gt(after.as_str()));
    }
    let rows = query.order_by_asc(person::COLUMN.sign_in_name).limit(filter.limit).all(db).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
