use chrono::NaiveDate;
use domain::{
    ids::{HallId, PersonId, PostId, WindowId, ZoneId},
    org::Side,
    policy::Scope,
};
use sea_orm::{
    Condition, ConnectionTrait, DbErr, ExprTrait, FromQueryResult, JoinType, QueryOrder, QuerySelect, RelationDef,
    entity::prelude::*,
};

use crate::{
    entity::{
        accounts::person,
        org::{post, post_holder, window, zone},
    },
    repo::{CHUNK, among, scope},
};

/// A window, where it is, and one of its posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostPlace {
    /// The zone.
    pub zone: ZoneId,
    /// The zone's name.
    pub zone_name: String,
    /// Where the zone stands among the hall's zones.
    pub zone_position: i32,
    /// The window.
    pub window: WindowId,
    /// Its code on the sign.
    pub code: String,
    /// What it serves.
    pub window_name: String,
    /// The post and its name; nothing at a window without posts.
    pub post: Option<(PostId, String)>,
}

#[derive(FromQueryResult)]
struct PlaceRow {
    zone_id: Uuid,
    zone_name: String,
    zone_position: i32,
    window_id: Uuid,
    code: String,
    window_name: String,
    post_id: Option<Uuid>,
    post_name: Option<String>,
}

impl From<PlaceRow> for PostPlace {
    fn from(row: PlaceRow) -> Self {
        Self {
            zone: ZoneId::from_uuid(row.zone_id),
            zone_name: row.zone_name,
            zone_position: row.zone_position,
            window: WindowId::from_uuid(row.window_id),
            code: row.code,
            window_name: row.window_name,
            post: row.post_id.map(PostId::from_uuid).zip(row.post_name),
        }
    }
}

/// The open windows of a hall inside some scopes, once for each of their open posts, in the order of zones,
/// windows and posts.
pub async fn list_places(db: &impl ConnectionTrait, hall: HallId, scopes: &[Scope]) -> Result<Vec<PostPlace>, DbErr> {
    let open_posts = window_posts().on_condition(|_, post| Expr::col((post, post::Column::ClosedOn)).is_null().into());
    let rows = places(open_posts)
        .filter(window::COLUMN.hall_id.eq(hall.uuid()))
        .filter(window::COLUMN.closed_on.is_null())
        .filter(scope::zones_in(scopes))
        .into_model::<PlaceRow>()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Where some posts are, closed ones included, in the order of zones, windows and posts.
pub async fn find_places(db: &impl ConnectionTrait, posts: &[PostId]) -> Result<Vec<PostPlace>, DbErr> {
    let mut found = Vec::with_capacity(posts.len());
    for posts in posts.chunks(CHUNK) {
        let rows = places(window_posts())
            .filter(among(db, post::Column::Id, posts.iter().map(|id| id.uuid())))
            .into_model::<PlaceRow>()
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(PostPlace::from));
    }
    Ok(found)
}

fn places(posts: RelationDef) -> Select<window::Entity> {
    window::Entity::find()
        .inner_join(zone::Entity)
        .join(JoinType::LeftJoin, posts)
        .order_by_asc(zone::COLUMN.position)
        .order_by_asc(zone::COLUMN.name)
        .order_by_asc(window::COLUMN.code)
        .order_by_asc(post::COLUMN.name)
        .select_only()
        .column_as(zone::Column::Id, "zone_id")
        .column_as(zone::Column::Name, "zone_name")
        .column_as(zone::Column::Position, "zone_position")
        .column_as(window::Column::Id, "window_id")
        .column_as(window::Column::Code, "code")
        .column_as(window::Column::Name, "window_name")
        .column_as(post::Column::Id, "post_id")
        .column_as(post::Column::Name, "post_name")
}

fn window_posts() -> RelationDef {
    post::Relation::Window.def().rev()
}

/// A or B of a post over a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPost {
    /// The post.
    pub post: PostId,
    /// A or B.
    pub side: Side,
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive.
    pub to: Option<NaiveDate>,
}

impl HeldPost {
    /// Whether the post is held on a date.
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.from <= date && self.to.is_none_or(|to| date <= to)
    }
}

/// Who holds some posts on any date from one to another, A before B.
pub async fn find_holders(
    db: &impl ConnectionTrait,
    posts: &[PostId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<HeldPost>, DbErr> {
    let mut found = Vec::new();
    for posts in posts.chunks(CHUNK) {
        let of_posts = among(db, post_holder::Column::PostId, posts.iter().map(|id| id.uuid()));
        found.append(&mut holders(db, of_posts, from, to).await?);
    }
    Ok(found)
}

/// Which posts some people hold on any date from one to another, as A before as B.
pub async fn find_holdings(
    db: &impl ConnectionTrait,
    people: &[PersonId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<HeldPost>, DbErr> {
    let mut found = Vec::new();
    for people in people.chunks(CHUNK) {
        let of_people = among(db, post_holder::Column::PersonId, people.iter().map(|id| id.uuid()));
        found.append(&mut holders(db, of_people, from, to).await?);
    }
    Ok(found)
}

async fn holders(
    db: &impl ConnectionTrait,
    which: Expr,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<HeldPost>, DbErr> {
    let rows: Vec<(Uuid, String, Uuid, String, NaiveDate, Option<NaiveDate>)> = post_holder::Entity::find()
        .inner_join(person::Entity)
        .filter(which)
        .filter(post_holder::COLUMN.from_on.lte(to))
        .filter(Condition::any().add(post_holder::COLUMN.to_on.is_null()).add(post_holder::COLUMN.to_on.gte(from)))
        .order_by_asc(post_holder::COLUMN.side)
        .order_by_asc(post_holder::COLUMN.from_on)
        .select_only()
        .column(post_holder::Column::PostId)
        .column(post_holder::Column::Side)
        .column(post_holder::Column::PersonId)
        .column(person::Column::Name)
        .column(post_holder::Column::FromOn)
        .column(post_holder::Column::ToOn)
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter()
        .map(|(post, side, person, name, from, to)| {
            Ok(HeldPost {
                post: PostId::from_uuid(post),
                side: Side::from_letter(&side).ok_or_else(|| DbErr::Type(format!("no side: {side}")))?,
                person: PersonId::from_uuid(person),
                name,
                from,
                to,
            })
        })
        .collect()
}

/// Whether any zone of a hall lies inside the scopes.
pub async fn reaches_hall(db: &impl ConnectionTrait, hall: HallId, scopes: &[Scope]) -> Result<bool, DbErr> {
    let found = zone::Entity::find()
        .filter(zone::COLUMN.hall_id.eq(hall.uuid()))
        .filter(scope::zones_in(scopes))
        .one(db)
        .await?;
    Ok(found.is_some())
}
