use serde::{Deserialize, Serialize};

use super::Certification;
use crate::ids::{HallId, PersonId, WindowId};

/// The settings of a hall that its roster is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallRules {
    /// The hall.
    pub hall: HallId,
    /// Whether only certified people may serve at a window.
    pub certification_required: bool,
    /// For how many months time off for overtime can be taken.
    pub time_off_months: i32,
    /// The open windows.
    pub windows: Vec<WindowRules>,
    /// The people who can be certified, by 工号.
    pub people: Vec<(PersonId, String)>,
}

/// A window: how many people it needs, and who may serve there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowRules {
    /// The window.
    pub window: WindowId,
    /// Code and name.
    pub label: String,
    /// People in the morning; 0 is no demand.
    pub morning: i32,
    /// People in the afternoon; 0 is no demand.
    pub afternoon: i32,
    /// Who may serve there, and for how long.
    pub certified: Vec<(String, Certification)>,
}
