use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::{
    ids::HallId,
    problem::{FieldErrors, FieldReason, Problem},
};

/// Corrections a month that a hall may allow.
pub const CORRECTION_LIMITS: RangeInclusive<i32> = 0..=31;
/// Days after a day within which a correction may be asked for.
pub const CORRECTION_DAYS: RangeInclusive<i32> = 1..=60;
/// Days after a month was locked that positions may be kept.
pub const POSITION_DAYS: RangeInclusive<i32> = 0..=180;

/// A hall's own rules of attendance (domain 1.F2: all of them are settings).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceRules {
    /// Corrections that a person may ask for in a month.
    pub correction_limit: i32,
    /// Days after a day within which its correction may be asked for.
    pub correction_days: i32,
    /// Whether a month can be locked only after everybody has confirmed theirs.
    pub confirmation_required: bool,
    /// Days after a month was locked until the positions of its punches are erased (PIPL 19).
    pub position_days: i32,
}

impl Default for AttendanceRules {
    fn default() -> Self {
        Self { correction_limit: 3, correction_days: 7, confirmation_required: true, position_days: 90 }
    }
}

/// Sets a hall's rules of attendance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesCommand {
    /// The hall.
    pub hall: HallId,
    /// See [`AttendanceRules`].
    pub correction_limit: i32,
    /// See [`AttendanceRules`].
    pub correction_days: i32,
    /// See [`AttendanceRules`]; a form leaves it out for no.
    #[serde(default)]
    pub confirmation_required: bool,
    /// See [`AttendanceRules`].
    pub position_days: i32,
}

impl RulesCommand {
    /// The rules, if all numbers are within reason.
    pub fn rules(&self) -> Result<AttendanceRules, Problem> {
        let within = |range: RangeInclusive<i32>, value: i32| {
            if range.contains(&value) { Ok(()) } else { Err(FieldReason::OutOfRange) }
        };
        let mut errors = FieldErrors::default();
        let checks = [
            errors.take("correction_limit", within(CORRECTION_LIMITS, self.correction_limit)),
            errors.take("correction_days", within(CORRECTION_DAYS, self.correction_days)),
            errors.take("position_days", within(POSITION_DAYS, self.position_days)),
        ];
        if checks.iter().any(Option::is_none) {
            return Err(errors.into());
        }
        Ok(AttendanceRules {
            correction_limit: self.correction_limit,
            correction_days: self.correction_days,
            confirmation_required: self.confirmation_required,
            position_days: self.position_days,
        })
    }
}

/// A hall's rules as they are shown and changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallAttendanceRules {
    /// The hall.
    pub hall: HallId,
    /// Its rules.
    pub rules: AttendanceRules,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_out_of_reason_are_named() {
        let sound = RulesCommand {
            hall: HallId::new(),
            correction_limit: 3,
            correction_days: 7,
            confirmation_required: false,
            position_days: 90,
        };
        assert_eq!(sound.rules().map(|rules| rules.confirmation_required), Ok(false));
        let wrong = RulesCommand { correction_days: 0, position_days: 400, ..sound };
        let Err(Problem::Invalid(fields)) = wrong.rules() else { panic!("refused") };
        let names: Vec<&str> = fields.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(names, ["correction_days", "position_days"]);
    }
}
