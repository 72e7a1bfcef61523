use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{CoverState, HolderStatus};
use crate::{
    attendance::{PunchFlag, VacancyView},
    formats::Mobile,
    ids::{HallId, PersonId, PostId, WindowId, ZoneId},
    org::Side,
};

/// Who is where at a hall now (在岗看板).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardView {
    /// 截至.
    pub as_of: DateTime<Utc>,
    /// The hall.
    pub hall: HallId,
    /// Its name.
    pub hall_name: String,
    /// The zones the reader may see, in their order.
    pub zones: Vec<BoardZone>,
}

/// A zone of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardZone {
    /// The zone.
    pub zone: ZoneId,
    /// Its name.
    pub name: String,
    /// Its windows, in their order.
    pub windows: Vec<BoardWindow>,
}

/// A window of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardWindow {
    /// The window.
    pub window: WindowId,
    /// Its code on the sign.
    pub code: String,
    /// What it serves.
    pub name: String,
    /// Whether it is staffed: the worst of its posts.
    pub state: CoverState,
    /// The holders of its posts, A before B, then who is rostered there without holding it.
    pub holders: Vec<BoardHolder>,
    /// The alarms about its posts that the reader is told of: leads at once, others when it has lasted.
    pub alarms: Vec<VacancyView>,
}

/// Somebody who belongs to a post, on the board: who holds it, or works there by the roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardHolder {
    /// The post.
    pub post: PostId,
    /// A or B; none for who only works there now.
    pub side: Option<Side>,
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// Where they are.
    pub status: HolderStatus,
    /// The code of the window at which they work now instead. They don't count at this one then.
    pub elsewhere: Option<String>,
    /// Who covers for them while they are on leave.
    pub cover: Option<BoardCover>,
    /// Why they are out, and who stands in.
    pub outing: Option<BoardOuting>,
    /// Whom they stand in for, by name.
    pub covers: Option<String>,
    /// Their number, for those only who may see what is private of them.
    #[serde(default)]
    pub phone: Option<Mobile>,
    /// What might be asked about their punches of the day; for those only who decide on punches.
    pub flags: Vec<PunchFlag>,
}

/// An outing on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardOuting {
    /// For what; empty for those who need not know.
    pub reason: String,
    /// When they should be back.
    pub due_back: DateTime<Utc>,
    /// Minutes over that.
    pub minutes_over: Option<i64>,
    /// 姓名 of who stands in.
    pub cover: Option<String>,
}

/// Somebody who covers for a holder on leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardCover {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// Where they are.
    pub status: HolderStatus,
}
