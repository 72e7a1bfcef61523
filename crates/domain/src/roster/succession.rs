//! Shifts that take the place of others: which of them is worked on a date.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::ShiftId;

/// A shift takes the place of another, of which nobody changes the times any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Succession {
    /// What is worked until the day before.
    pub old: ShiftId,
    /// What is worked from then on.
    pub new: ShiftId,
    /// The first day of the new one.
    pub from: NaiveDate,
}

/// What is worked on a date where a shift is meant, in whichever version somebody has it before them.
pub fn version_on(successions: &[Succession], shift: ShiftId, date: NaiveDate) -> ShiftId {
    let mut version = shift;
    // Each step leads over another succession, so there are no more steps than these.
    for _ in successions {
        let on = successions.iter().find(|step| step.old == version && step.from <= date).map(|step| step.new);
        let back = successions.iter().find(|step| step.new == version && date < step.from).map(|step| step.old);
        match on.or(back) {
            Some(next) => version = next,
            None => break,
        }
    }
    version
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    #[test]
    fn each_date_has_the_version_of_its_time() {
        let [first, second, third, other] = [(); 4].map(|()| ShiftId::new());
        let steps = [
            Succession { old: second, new: third, from: date(2026, 12, 15) },
            Succession { old: first, new: second, from: date(2026, 12, 1) },
        ];
        let cases = [
            (date(2026, 11, 30), first),
            (date(2026, 12, 1), second),
            (date(2026, 12, 14), second),
            (date(2026, 12, 15), third),
        ];
        for (on, expected) in cases {
            for meant in [first, second, third] {
                assert_eq!(version_on(&steps, meant, on), expected, "{on}");
            }
            assert_eq!(version_on(&steps, other, on), other);
            assert_eq!(version_on(&[], second, on), second);
        }
    }
}
