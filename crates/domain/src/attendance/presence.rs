//! What a hall asks of its people to show that they are there, and the screens that show its code.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::FenceSettings;
use crate::{
    coded::coded_enum,
    ids::{HallId, KioskScreenId},
    org::parse_unit_name,
    problem::{FieldErrors, FieldReason, Problem},
};

coded_enum! {
    /// What a punch needs that no position shows to be at the hall. It is recorded either way.
    pub enum FencePolicy {
        /// The lead looks at it and decides.
        FlagOnly = "flag_only",
        /// A second proof: the hall's code, or a lead's witness. Without one the lead has to say why they
        /// accept it.
        SecondProof = "second_proof",
    }
}

/// A hall's choices around being there. The defaults are suggestions of the domain reference (3.1, 1.K-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceSettings {
    /// What a punch needs that is not shown to be at the hall.
    pub policy: FencePolicy,
    /// Kilometres an hour: two positions that ask for more are flagged.
    pub travel_kmh: i32,
    /// On so many dates the very same coordinates are flagged.
    pub repeat_days: i32,
    /// Minutes a window may be empty before its lead is told.
    pub vacancy_grace_min: i32,
    /// Minutes after that until the supervisor is told.
    pub escalate_min: i32,
    /// The longest that somebody may ask to be out, in minutes.
    pub outing_max_min: i32,
    /// Minutes for which it counts that somebody has taken an alarm in hand: still empty then, the supervisor is told.
    pub taken_min: i32,
    /// Minutes that a request to leave waits for somebody to stand in.
    pub outing_wait_min: i32,
    /// Hours within which a punch that was made without a network has to arrive, to need no look.
    pub late_claim_hours: i32,
    /// Metres: a position that is less accurate shows nothing.
    pub accuracy_m: i32,
    /// Minutes before a shift begins at which whoever has not clocked in is reminded; with 0 nobody is.
    pub remind_min: i32,
}

impl Default for PresenceSettings {
    fn default() -> Self {
        Self {
            policy: FencePolicy::FlagOnly,
            travel_kmh: 150,
            repeat_days: 5,
            vacancy_grace_min: 5,
            escalate_min: 10,
            outing_max_min: 120,
            taken_min: 10,
            outing_wait_min: 30,
            late_claim_hours: 12,
            accuracy_m: FenceSettings::default().max_accuracy_m,
            remind_min: 0,
        }
    }
}

impl PresenceSettings {
    /// What counts as a usable reading at the hall.
    pub fn fence(&self) -> FenceSettings {
        FenceSettings { max_accuracy_m: self.accuracy_m, ..FenceSettings::default() }
    }
}

/// Sets a hall's choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceCommand {
    /// The hall.
    pub hall: HallId,
    /// Its choices.
    pub settings: PresenceSettings,
}

impl PresenceCommand {
    /// Checks every field.
    pub fn validate(&self) -> Result<(), Problem> {
        let chosen = self.settings;
        let mut errors = FieldErrors::default();
        let bounds = [
            ("travel_kmh", chosen.travel_kmh, 30..=1000),
            ("repeat_days", chosen.repeat_days, 2..=30),
            ("vacancy_grace_min", chosen.vacancy_grace_min, 0..=120),
            ("escalate_min", chosen.escalate_min, 1..=120),
            ("outing_max_min", chosen.outing_max_min, 5..=480),
            ("taken_min", chosen.taken_min, 1..=240),
            ("outing_wait_min", chosen.outing_wait_min, 5..=240),
            ("late_claim_hours", chosen.late_claim_hours, 1..=72),
            ("accuracy_m", chosen.accuracy_m, 20..=1000),
            ("remind_min", chosen.remind_min, 0..=120),
        ];
        let checked = bounds.map(|(field, value, range)| {
            errors.take(field, if range.contains(&value) { Ok(()) } else { Err(FieldReason::OutOfRange) })
        });
        if checked.iter().all(Option::is_some) { Ok(()) } else { Err(errors.into()) }
    }
}

/// A hall's choices and screens, for who may set them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceView {
    /// The hall.
    pub hall: HallId,
    /// Its name.
    pub hall_name: String,
    /// Its choices.
    pub settings: PresenceSettings,
    /// The screens that may show its code, by name.
    pub screens: Vec<ScreenView>,
}

/// A screen that may show a hall's code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreenView {
    /// The screen.
    pub id: KioskScreenId,
    /// Where it hangs.
    pub name: String,
    /// When its link was made.
    pub made_at: DateTime<Utc>,
    /// When it last asked for a code.
    pub seen_at: Option<DateTime<Utc>>,
}

/// The name of a screen, from what was typed.
pub fn screen_name(typed: &str) -> Result<String, Problem> {
    let mut errors = FieldErrors::default();
    errors.take("name", parse_unit_name(typed)).ok_or_else(|| errors.into())
}

/// What a hall's screen shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallCodeView {
    /// The server's time.
    pub as_of: DateTime<Utc>,
    /// The hall's name.
    pub hall_name: String,
    /// The code: six digits.
    pub code: String,
    /// Where it leads to on a phone: the page on which to clock in, with the code filled in.
    pub address: String,
    /// When it gives way to the next.
    pub until: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_out_of_bounds_are_named() {
        let command = |settings| PresenceCommand { hall: HallId::new(), settings };
        assert_eq!(command(PresenceSettings::default()).validate(), Ok(()));
        let wild = PresenceSettings {
            travel_kmh: 5,
            escalate_min: 0,
            late_claim_hours: 73,
            remind_min: 121,
            ..PresenceSettings::default()
        };
        let Err(Problem::Invalid(faults)) = command(wild).validate() else { panic!("accepted") };
        let faults: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(faults, ["travel_kmh", "escalate_min", "late_claim_hours", "remind_min"]);
    }
}
