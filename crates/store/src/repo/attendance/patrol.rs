//! What rounds have found, what people say to it, and what came of it. Only ever added to.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    attendance::{LateAct, PatrolKind, PatrolWord},
    ids::{HallId, PatrolId, PatrolNoteId, PersonId, WindowId, ZoneId},
    policy::Scope,
};
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, DbErr, FromQueryResult, JoinType, QueryOrder, QuerySelect, Select,
    entity::prelude::*,
};

use crate::{
    entity::{
        in_the_day::{patrol_decision, patrol_note, patrol_record},
        instant,
        org::{window, zone},
    },
    repo::{among, json, newest, scope, word},
};

/// A record as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatrolRecord {
    /// The record.
    pub id: PatrolId,
    /// The hall.
    pub hall: HallId,
    /// The window.
    pub window: WindowId,
    /// Whom it is about.
    pub person: PersonId,
    /// What was found.
    pub kind: PatrolKind,
    /// When, as who wrote it says.
    pub found_at: DateTime<Utc>,
    /// When it was written down, if it arrived later than that.
    pub late: Option<LateAct>,
    /// What was seen.
    pub note: String,
    /// Who wrote it.
    pub inspector: PersonId,
    /// When it arrived.
    pub at: DateTime<Utc>,
}

/// What came of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatrolDecisionRecord {
    /// Who decided.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it stands.
    pub upheld: bool,
    /// Why.
    pub reason: String,
}

/// A record with everything that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatrolRow {
    /// The record.
    pub record: PatrolRecord,
    /// The zone that the window is in today.
    pub zone: ZoneId,
    /// The window's code and name.
    pub window: String,
    /// What the person says, in order.
    pub notes: Vec<PatrolWord>,
    /// What came of it.
    pub decision: Option<PatrolDecisionRecord>,
}

/// Stores a new record.
pub async fn create_patrol(db: &impl ConnectionTrait, new: &PatrolRecord) -> Result<(), DbErr> {
    let columns = patrol_record::ActiveModel {
        id: Set(new.id.uuid()),
        hall_id: Set(new.hall.uuid()),
        window_id: Set(new.window.uuid()),
        person_id: Set(new.person.uuid()),
        kind: Set(new.kind.code().to_owned()),
        found_at: Set(instant(new.found_at)),
        note: Set(new.note.clone()),
        inspector_id: Set(new.inspector.uuid()),
        at: Set(instant(new.at)),
        recorded_late: Set(new.late.as_ref().map(json::write).transpose()?),
    };
    patrol_record::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Adds what the person says.
pub async fn create_patrol_note(
    db: &impl ConnectionTrait,
    id: PatrolNoteId,
    record: PatrolId,
    word: &PatrolWord,
) -> Result<(), DbErr> {
    let columns = patrol_note::ActiveModel {
        id: Set(id.uuid()),
        record_id: Set(record.uuid()),
        text: Set(word.text.clone()),
        at: Set(instant(word.at)),
        said_late: Set(word.late.as_ref().map(json::write).transpose()?),
    };
    patrol_note::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Stores what came of a record; a second decision is a unique violation.
pub async fn create_patrol_decision(
    db: &impl ConnectionTrait,
    record: PatrolId,
    decision: &PatrolDecisionRecord,
) -> Result<(), DbErr> {
    let columns = patrol_decision::ActiveModel {
        record_id: Set(record.uuid()),
        decided_by: Set(decision.by.uuid()),
        upheld: Set(decision.upheld),
        reason: Set(decision.reason.clone()),
        at: Set(instant(decision.at)),
    };
    patrol_decision::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    record: patrol_record::Model,
    zone_id: Uuid,
    window_code: String,
    window_name: String,
}

fn rows() -> Select<patrol_record::Entity> {
    patrol_record::Entity::find()
        .join(JoinType::InnerJoin, patrol_record::Relation::Window.def())
        .join(JoinType::InnerJoin, window::Relation::Zone.def())
        .column_as(zone::Column::Id, "zone_id")
        .column_as(window::Column::Code, "window_code")
        .column_as(window::Column::Name, "window_name")
}

/// One record.
pub async fn find_patrol(db: &impl ConnectionTrait, id: PatrolId) -> Result<Option<PatrolRow>, DbErr> {
    let found = rows().filter(patrol_record::COLUMN.id.eq(id.uuid())).into_model::<Row>().one(db).await?;
    Ok(complete(db, found.into_iter().collect()).await?.pop())
}

/// A page of the records about a person, or about windows inside some scopes; the latest first, after one of
/// the page before.
pub async fn list_patrols(
    db: &impl ConnectionTrait,
    person: PersonId,
    scopes: &[Scope],
    after: Option<PatrolId>,
    limit: u64,
) -> Result<Vec<PatrolRow>, DbErr> {
    let mine = patrol_record::COLUMN.person_id.eq(person.uuid());
    let readable = rows().filter(Condition::any().add(mine).add(scope::zones_in(scopes)));
    let page = newest(readable, patrol_record::Column::Id, after.map(PatrolId::uuid), limit);
    let found = page.into_model::<Row>().all(db).await?;
    complete(db, found).await
}

async fn complete(db: &impl ConnectionTrait, rows: Vec<Row>) -> Result<Vec<PatrolRow>, DbErr> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.record.id).collect();
    let of_these = among(db, patrol_note::Column::RecordId, ids.iter().copied());
    let said = patrol_note::Entity::find().filter(of_these).order_by_asc(patrol_note::COLUMN.at).all(db).await?;
    let mut notes = BTreeMap::<Uuid, Vec<PatrolWord>>::new();
    for note in said {
        let late = note.said_late.as_deref().map(json::read).transpose()?;
        notes.entry(note.record_id).or_default().push(PatrolWord { at: note.at.0, late, text: note.text });
    }
    let of_these = among(db, patrol_decision::Column::RecordId, ids);
    let decided = patrol_decision::Entity::find().filter(of_these).all(db).await?;
    let mut decisions: BTreeMap<Uuid, patrol_decision::Model> =
        decided.into_iter().map(|decision| (decision.record_id, decision)).collect();
    let complete = |row: Row| {
        let id = row.record.id;
        Ok(PatrolRow {
            zone: ZoneId::from_uuid(row.zone_id),
            window: format!("{} {}", row.window_code, row.window_name),
            notes: notes.remove(&id).unwrap_or_default(),
            decision: decisions.remove(&id).map(|decision| PatrolDecisionRecord {
                by: PersonId::from_uuid(decision.decided_by),
                at: decision.at.0,
                upheld: decision.upheld,
                reason: decision.reason,
            }),
            record: record(row.record)?,
        })
    };
    rows.into_iter().map(complete).collect()
}

fn record(row: patrol_record::Model) -> Result<PatrolRecord, DbErr> {
    Ok(PatrolRecord {
        id: PatrolId::from_uuid(row.id),
        hall: HallId::from_uuid(row.hall_id),
        window: WindowId::from_uuid(row.window_id),
        person: PersonId::from_uuid(row.person_id),
        kind: word(&row.kind)?,
        found_at: row.found_at.0,
        late: row.recorded_late.as_deref().map(json::read).transpose()?,
        note: row.note,
        inspector: PersonId::from_uuid(row.inspector_id),
        at: row.at.0,
    })
}
