use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Side;
use crate::{
    geo::{Datum, Position},
    ids::{FenceId, HallId, PersonId, PostId, WindowId, ZoneId},
};

/// A line of the list of halls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallRow {
    /// The hall.
    pub id: HallId,
    /// Its name.
    pub name: String,
}

/// A hall with everything that is open in it today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallView {
    /// The hall.
    pub id: HallId,
    /// Its name.
    pub name: String,
    /// What it was called before, the latest first.
    pub former: Vec<FormerName>,
    /// The zones the reader may see, in their order.
    pub zones: Vec<ZoneView>,
    /// The circles of its geofence; none for those who see single zones only.
    pub fences: Vec<FenceView>,
}

/// A zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneView {
    /// The zone.
    pub id: ZoneId,
    /// Its name.
    pub name: String,
    /// Where it stands among the hall's zones.
    pub position: i32,
    /// Who leads it today, by name.
    pub leads: Vec<LeadView>,
    /// What it was called before, the latest first.
    pub former: Vec<FormerName>,
    /// Its windows, by code.
    pub windows: Vec<WindowView>,
}

/// What a place was called before, or the zone in which a window was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerName {
    /// The name, a window's with its code; for a former zone of a window, what that zone is called today.
    pub name: String,
    /// The last day.
    pub until: NaiveDate,
}

/// A lead of a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadView {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
}

/// A window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowView {
    /// The window.
    pub id: WindowId,
    /// Its code on the sign, such as `A03`.
    pub code: String,
    /// What it serves.
    pub name: String,
    /// What it was called before, the latest first.
    pub former: Vec<FormerName>,
    /// In which zones it was before, the latest first.
    pub former_zones: Vec<FormerName>,
    /// Its posts.
    pub posts: Vec<PostView>,
}

/// A post with its holders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostView {
    /// The post.
    pub id: PostId,
    /// Its name.
    pub name: String,
    /// What it was called before, the latest first.
    pub former: Vec<FormerName>,
    /// Holders A, then B, of today and named for later.
    pub holders: Vec<HolderView>,
}

/// A holder of a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderView {
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

/// A circle of the geofence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FenceView {
    /// The circle.
    pub id: FenceId,
    /// Its name, such as 主楼.
    pub name: String,
    /// Its centre in WGS-84.
    pub centre: Position,
    /// What the centre was entered in: [`Datum::from_wgs84`] gives it back as it was typed.
    pub entered: Datum,
    /// Metres.
    pub radius_m: i32,
}
