use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{MAX_CODE_TYPED, NoPosition, Reading, TimeEvidence};
use crate::{
    coded::coded_enum,
    geo::PositionError,
    ids::{ActId, PunchId},
    problem::{FieldError, FieldReason, Problem},
};

/// Characters a reason may have.
pub const MAX_REASON: u16 = 200;

/// Where the phone says it is, or why it doesn't.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PositionReport {
    /// A reading.
    Reading(Reading),
    /// None, and why.
    Missing(NoPosition),
}

impl Default for PositionReport {
    /// What a form without script can say.
    fn default() -> Self {
        Self::Missing(NoPosition::NotAsked)
    }
}

impl PositionReport {
    /// The same as a result, for [`super::fence_verdict`].
    pub const fn reading(self) -> Result<Reading, NoPosition> {
        match self {
            Self::Reading(reading) => Ok(reading),
            Self::Missing(reason) => Err(reason),
        }
    }
}

coded_enum! {
    /// How a punch was made.
    pub enum PunchSource {
        /// By the page with its script.
        App = "app",
        /// By the plain form, before the script was there or without it.
        Form = "form",
        /// By a correction that was approved (补卡).
        Correction = "correction",
        /// By a lead or supervisor who saw the person at the hall.
        Witness = "witness",
        /// From a paper sign-in list.
        Paper = "paper",
    }
}

/// Says whether a punch that was not shown to be in time and at the hall counts. One that arrives when somebody else has
/// said so is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidePunchCommand {
    /// Made with the form: sent twice, it is said once.
    pub id: ActId,
    /// The punch.
    pub punch: PunchId,
    /// Whether it counts.
    pub accepted: bool,
    /// Why; needed for a no, and for a yes where the hall asks for a second proof that is not there.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A punch, as the phone sends it. Which slot it is for is not asked: the server's time decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PunchCommand {
    /// Made on the phone, or with the form: sent twice, it is one punch.
    pub id: PunchId,
    /// The phone's clock at the tap; a plain form can't tell. Kept beside the server's, never trusted.
    #[serde(default)]
    pub device_at: Option<DateTime<Utc>>,
    /// What the phone knew of the server's time, so that a punch sent later can be placed.
    #[serde(default)]
    pub evidence: Option<TimeEvidence>,
    /// Where.
    #[serde(default)]
    pub position: PositionReport,
    /// What the person says to it, for the lead: why out of the fence, why so early.
    #[serde(default)]
    pub reason: Option<String>,
    /// The code on the hall's screen, as it was typed or scanned.
    #[serde(default)]
    pub code: Option<String>,
}

impl PunchCommand {
    /// Checks every field that could be wrong. A vague, stale or missing position is not wrong, nor is a code
    /// that is none: the punch counts without it.
    pub fn validate(&self) -> Result<(), Problem> {
        let mut faults = Vec::new();
        if let PositionReport::Reading(reading) = self.position {
            match reading.position.validate() {
                Ok(()) => {}
                Err(PositionError::Latitude) => faults.push(FieldError::new("lat_e7", FieldReason::OutOfRange)),
                Err(PositionError::Longitude) => faults.push(FieldError::new("lng_e7", FieldReason::OutOfRange)),
            }
            if reading.accuracy_m < 0 {
                faults.push(FieldError::new("accuracy_m", FieldReason::OutOfRange));
            }
            if reading.age_s < 0 {
                faults.push(FieldError::new("age_s", FieldReason::OutOfRange));
            }
        }
        if self.reason.as_ref().is_some_and(|reason| reason.chars().count() > usize::from(MAX_REASON)) {
            faults.push(FieldError::new("reason", FieldReason::TooLong));
        }
        if self.code.as_ref().is_some_and(|code| code.chars().count() > usize::from(MAX_CODE_TYPED)) {
            faults.push(FieldError::new("code", FieldReason::TooLong));
        }
        if faults.is_empty() { Ok(()) } else { Err(Problem::Invalid(faults)) }
    }

    /// How the punch was made.
    pub const fn source(&self) -> PunchSource {
        match self.device_at {
            Some(_) => PunchSource::App,
            None => PunchSource::Form,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::{Datum, Position};

    fn command(position: PositionReport, reason: Option<String>) -> PunchCommand {
        PunchCommand { id: PunchId::new(), device_at: None, evidence: None, position, reason, code: None }
    }

    fn reading(lat_e7: i32, lng_e7: i32, accuracy_m: i32, age_s: i32) -> PositionReport {
        let position = Position { lat_e7, lng_e7 };
        PositionReport::Reading(Reading { position, datum: Datum::Wgs84, accuracy_m, age_s })
    }

    fn faults(command: &PunchCommand) -> Vec<(String, FieldReason)> {
        match command.validate() {
            Err(Problem::Invalid(faults)) => faults.into_iter().map(|fault| (fault.field, fault.reason)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_vague_stale_or_missing_position_is_recorded_all_the_same() {
        for position in [
            PositionReport::default(),
            PositionReport::Missing(NoPosition::Denied),
            reading(399_087_000, 1_163_975_000, 12, 0),
            reading(0, 0, i32::MAX, i32::MAX),
        ] {
            assert_eq!(command(position, Some("到".repeat(usize::from(MAX_REASON)))).validate(), Ok(()));
        }
    }

    #[test]
    fn wrong_fields_are_named() {
        let out_of_range = |field: &str| (field.to_owned(), FieldReason::OutOfRange);
        let wrong = command(reading(900_000_001, 0, -1, -1), Some("到".repeat(usize::from(MAX_REASON) + 1)));
        assert_eq!(
            faults(&wrong),
            [
                out_of_range("lat_e7"),
                out_of_range("accuracy_m"),
                out_of_range("age_s"),
                ("reason".to_owned(), FieldReason::TooLong),
            ]
        );
        assert_eq!(faults(&command(reading(0, i32::MIN, 1, 1), None)), [out_of_range("lng_e7")]);
    }

    #[test]
    fn a_form_needs_no_more_than_the_id() {
        let text = format!(r#"{{"id":"{}"}}"#, PunchId::new());
        let command: PunchCommand = serde_json::from_str(&text).unwrap();
        assert_eq!(command.position.reading(), Err(NoPosition::NotAsked));
        assert_eq!(command.source(), PunchSource::Form);
        let app = PunchCommand { device_at: Some(DateTime::UNIX_EPOCH), ..command };
        assert_eq!(app.source(), PunchSource::App);
    }
}
