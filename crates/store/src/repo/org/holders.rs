use chrono::NaiveDate;
use domain::{
    ids::{HallId, PersonId, PostHolderId, PostId, WindowId, ZoneId},
    org::Side,
};
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, DbErr, ExprTrait, FromQueryResult, JoinType, QueryOrder, QuerySelect,
    entity::prelude::*,
};

use crate::{
    entity::{
        accounts::person,
        org::{post, post_holder, window},
    },
    repo::{CHUNK, among},
};

/// A or B of a post over a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HolderRecord {
    /// Its id.
    pub id: PostHolderId,
    /// The post.
    pub post: PostId,
    /// Who.
    pub person: PersonId,
    /// A or B.
    pub side: Side,
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive. One that lies before the first day: replaced before it began.
    pub to: Option<NaiveDate>,
}

/// A holder with their name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolderRow {
    /// Who holds what.
    pub holder: HolderRecord,
    /// 姓名.
    pub name: String,
    /// 工号.
    pub sign_in_name: String,
}

/// A holder with the window where the post is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Who holds what.
    pub holder: HolderRecord,
    /// The post's name.
    pub post_name: String,
    /// The window.
    pub window: WindowId,
    /// The window's code.
    pub window_code: String,
    /// The window's zone.
    pub zone: ZoneId,
    /// The window's hall.
    pub hall: HallId,
}

/// Names a holder. Two for one side, or one person on both sides, with open ends violate a constraint.
pub async fn create_holder(db: &impl ConnectionTrait, record: HolderRecord) -> Result<(), DbErr> {
    let columns = post_holder::ActiveModel {
        id: Set(record.id.uuid()),
        post_id: Set(record.post.uuid()),
        person_id: Set(record.person.uuid()),
        side: Set(record.side.letter().to_owned()),
        from_on: Set(record.from),
        to_on: Set(record.to),
    };
    post_holder::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Ends holders after a day; one that begins later does not begin.
pub async fn end_holders(db: &impl ConnectionTrait, ids: &[PostHolderId], last_day: NaiveDate) -> Result<(), DbErr> {
    for ids in ids.chunks(CHUNK) {
        post_holder::Entity::update_many()
            .col_expr(post_holder::Column::ToOn, Expr::value(last_day))
            .filter(among(db, post_holder::Column::Id, ids.iter().map(|id| id.uuid())))
            .filter(
                Condition::any().add(post_holder::COLUMN.to_on.is_null()).add(post_holder::COLUMN.to_on.gt(last_day)),
            )
            .exec(db)
            .await?;
    }
    Ok(())
}

/// Holders of a hall's posts on a day and later, A before B, earliest first.
pub async fn list_hall_holders(
    db: &impl ConnectionTrait,
    hall: HallId,
    on: NaiveDate,
) -> Result<Vec<HolderRow>, DbErr> {
    list_holders(db, window::COLUMN.hall_id.eq(hall.uuid()).into(), on).await
}

/// Holders of one post on a day and later, A before B, earliest first.
pub async fn list_post_holders(
    db: &impl ConnectionTrait,
    post: PostId,
    on: NaiveDate,
) -> Result<Vec<HolderRow>, DbErr> {
    list_holders(db, post_holder::COLUMN.post_id.eq(post.uuid()).into(), on).await
}

async fn list_holders(db: &impl ConnectionTrait, which: Condition, on: NaiveDate) -> Result<Vec<HolderRow>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        holder: post_holder::Model,
        person_name: String,
        sign_in_name: String,
    }
    let rows: Vec<Row> = post_holder::Entity::find()
        .inner_join(post::Entity)
        .inner_join(person::Entity)
        .join(JoinType::InnerJoin, post::Relation::Window.def())
        .column_as(person::Column::Name, "person_name")
        .column_as(person::Column::SignInName, "sign_in_name")
        .filter(which)
        .filter(ends_on_or_after(on))
        .order_by_asc(post_holder::COLUMN.side)
        .order_by_asc(post_holder::COLUMN.from_on)
        .into_model()
        .all(db)
        .await?;
    let held = rows.into_iter().filter_map(|row| {
        Some(HolderRow { holder: record(&row.holder)?, name: row.person_name, sign_in_name: row.sign_in_name })
    });
    Ok(held.collect())
}

/// What people hold on a day and later, earliest first.
pub async fn list_holdings(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    on: NaiveDate,
) -> Result<Vec<Holding>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        holder: post_holder::Model,
        post_name: String,
        window_id: Uuid,
        window_code: String,
        zone_id: Uuid,
        hall_id: Uuid,
    }
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let rows: Vec<Row> = post_holder::Entity::find()
            .inner_join(post::Entity)
            .join(JoinType::InnerJoin, post::Relation::Window.def())
            .column_as(post::Column::Name, "post_name")
            .column_as(window::Column::Id, "window_id")
            .column_as(window::Column::Code, "window_code")
            .column_as(window::Column::ZoneId, "zone_id")
            .column_as(window::Column::HallId, "hall_id")
            .filter(among(db, post_holder::Column::PersonId, people.iter().map(|id| id.uuid())))
            .filter(ends_on_or_after(on))
            .order_by_asc(post_holder::COLUMN.from_on)
            .into_model()
            .all(db)
            .await?;
        found.extend(rows.into_iter().filter_map(|row| {
            Some(Holding {
                holder: record(&row.holder)?,
                post_name: row.post_name,
                window: WindowId::from_uuid(row.window_id),
                window_code: row.window_code,
                zone: ZoneId::from_uuid(row.zone_id),
                hall: HallId::from_uuid(row.hall_id),
            })
        }));
    }
    Ok(found)
}

/// Rows that hold on a day or later, without those that were replaced before they began.
fn ends_on_or_after(day: NaiveDate) -> Condition {
    let ends = Condition::all().add(post_holder::COLUMN.to_on.gte(day)).add(
        Expr::col((post_holder::Entity, post_holder::Column::ToOn))
            .gte(Expr::col((post_holder::Entity, post_holder::Column::FromOn))),
    );
    Condition::any().add(post_holder::COLUMN.to_on.is_null()).add(ends)
}

/// A side this release does not know holds nothing.
fn record(row: &post_holder::Model) -> Option<HolderRecord> {
    Some(HolderRecord {
        id: PostHolderId::from_uuid(row.id),
        post: PostId::from_uuid(row.post_id),
        person: PersonId::from_uuid(row.person_id),
        side: Side::from_letter(&row.side)?,
        from: row.from_on,
        to: row.to_on,
    })
}
