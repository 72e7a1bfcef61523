//! What about a punch a lead might want to ask about. A flag is no verdict and changes nothing: phones are
//! replaced, positions jump, and some phones report the same spot for weeks.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{FenceVerdict, PresenceSettings, Reading};
use crate::{
    coded::coded_enum,
    geo::{Position, distance_m},
    time::hall_date,
};

/// How far back the same coordinates are counted, in days.
pub const REPEAT_WITHIN_DAYS: u64 = 30;

/// How far back a position is compared with, for travel.
pub const TRAVEL_WITHIN: TimeDelta = TimeDelta::hours(24);

coded_enum! {
    /// A reason to ask.
    pub enum PunchFlag {
        /// 新设备: the first punch of this person from this phone, and not their first phone.
        NewDevice = "new_device",
        /// 位置变化异常: from one position to the next is farther than the hall's speed allows.
        Travel = "travel",
        /// 坐标多日相同: the very same coordinates on many dates.
        SameCoordinates = "same_coordinates",
        /// 动态码与位置不一致: the hall's code, from a phone that was elsewhere by its position.
        CodeElsewhere = "code_elsewhere",
    }
}

/// Where somebody's phone was at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// When.
    pub at: DateTime<Utc>,
    /// Where, in WGS-84.
    pub position: Position,
    /// Metres around it.
    pub accuracy_m: i32,
}

impl Sighting {
    /// From a punch's reading, which may be some seconds older than the punch.
    pub fn of(at: DateTime<Utc>, reading: &Reading) -> Self {
        let age = TimeDelta::seconds(reading.age_s.into());
        let position = reading.datum.to_wgs84(reading.position);
        Self { at: at.checked_sub_signed(age).unwrap_or(at), position, accuracy_m: reading.accuracy_m }
    }

    /// Whether getting from one to the other asks for more than a speed, in km/h. Both accuracies speak for
    /// the person: only what lies surely between the two counts.
    pub fn too_far(&self, other: &Self, kmh: i32) -> bool {
        let between = i64::from(distance_m(self.position, other.position));
        let sure = between - i64::from(self.accuracy_m) - i64::from(other.accuracy_m);
        let seconds = (self.at - other.at).num_seconds().abs();
        // Metres × 3600 against km/h × 1000 × seconds: no division, so nothing is rounded away.
        sure > 0 && sure.saturating_mul(3600) > i64::from(kmh).saturating_mul(1000).saturating_mul(seconds)
    }
}

/// With which phones somebody has punched before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeviceUse {
    /// With this one.
    pub this: bool,
    /// With any.
    pub any: bool,
}

/// What flags follow from.
#[derive(Clone, Debug, Default)]
pub struct FlagFacts<'a> {
    /// What is known of the phone that the punch came from, if it can be told from others.
    pub device: Option<DeviceUse>,
    /// Where the phone was.
    pub here: Option<Sighting>,
    /// Where it was at the punches around this one, within [`TRAVEL_WITHIN`].
    pub others: &'a [Sighting],
    /// When the same coordinates were sent before, within [`REPEAT_WITHIN_DAYS`].
    pub same_spot: &'a [DateTime<Utc>],
    /// What the position said, where the hall's code said something else.
    pub by_position: Option<FenceVerdict>,
}

/// The flags of a punch, in the order in which they are told.
pub fn flags(facts: &FlagFacts<'_>, settings: &PresenceSettings) -> Vec<PunchFlag> {
    let new_device = facts.device.is_some_and(|used| used.any && !used.this);
    let travel =
        facts.here.is_some_and(|here| facts.others.iter().any(|other| here.too_far(other, settings.travel_kmh)));
    let elsewhere = matches!(facts.by_position, Some(FenceVerdict::Outside { .. }));
    let told = [
        (new_device, PunchFlag::NewDevice),
        (travel, PunchFlag::Travel),
        (repeats(facts, settings.repeat_days), PunchFlag::SameCoordinates),
        (elsewhere, PunchFlag::CodeElsewhere),
    ];
    told.into_iter().filter(|(is, _)| *is).map(|(_, flag)| flag).collect()
}

fn repeats(facts: &FlagFacts<'_>, days: i32) -> bool {
    let Some(here) = facts.here else { return false };
    let mut dates: Vec<NaiveDate> = facts.same_spot.iter().map(|at| hall_date(*at)).collect();
    dates.push(hall_date(here.at));
    dates.sort_unstable();
    dates.dedup();
    dates.len() >= usize::try_from(days).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ids::FenceId;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + minutes * 60, 0).unwrap()
    }

    /// So many metres north of the hall.
    fn north(metres: i32, minutes: i64, accuracy_m: i32) -> Sighting {
        let position = Position { lat_e7: 399_087_000 + metres * 90, lng_e7: 1_163_975_000 };
        Sighting { at: at(minutes), position, accuracy_m }
    }

    #[test]
    fn travel_counts_what_lies_surely_between() {
        // 90 units of 1e-7 degrees of latitude are 1.0007 m.
        let cases = [
            // 25 km in ten minutes are 150 km/h.
            (north(24_900, 10, 0), false),
            (north(25_100, 10, 0), true),
            (north(25_100, -10, 0), true),
            // The phone's own doubt is taken off.
            (north(25_100, 10, 500), false),
            // At the same moment any distance is too far, but not one within the doubt.
            (north(300, 0, 100), true),
            (north(300, 0, 400), false),
            (north(0, 0, 0), false),
            // A phone that says nothing of its accuracy is never flagged.
            (north(9_000_000, 1, i32::MAX), false),
        ];
        for (other, expected) in cases {
            assert_eq!(north(0, 0, 0).too_far(&other, 150), expected, "{other:?}");
        }
    }

    #[test]
    fn a_phone_is_new_only_beside_another() {
        let used = |this, any| Some(DeviceUse { this, any });
        let cases = [(used(false, false), false), (used(false, true), true), (used(true, true), false), (None, false)];
        for (device, expected) in cases {
            let facts = FlagFacts { device, ..FlagFacts::default() };
            let flags = flags(&facts, &PresenceSettings::default());
            assert_eq!(flags == [PunchFlag::NewDevice], expected, "{device:?}");
            assert_eq!(flags.is_empty(), !expected);
        }
    }

    #[test]
    fn the_same_spot_counts_by_dates() {
        let here = north(0, 0, 10);
        let day = 24 * 60;
        let cases: [(&[i64], bool); 4] = [
            (&[], false),
            (&[-day, -2 * day, -3 * day], false),
            // Four punches of one date are one.
            (&[-day, -day + 1, -day + 2, -day + 3], false),
            (&[-day, -2 * day, -3 * day, -9 * day], true),
        ];
        for (before, expected) in cases {
            let same_spot: Vec<_> = before.iter().map(|minutes| at(*minutes)).collect();
            let facts = FlagFacts { here: Some(here), same_spot: &same_spot, ..FlagFacts::default() };
            assert_eq!(!flags(&facts, &PresenceSettings::default()).is_empty(), expected, "{before:?}");
        }
    }

    #[test]
    fn a_code_from_elsewhere_is_told_and_one_without_a_position_is_not() {
        let place = |verdict| FlagFacts { by_position: Some(verdict), ..FlagFacts::default() };
        let outside = FenceVerdict::Outside { fence: FenceId::new(), distance_m: 900 };
        assert_eq!(flags(&place(outside), &PresenceSettings::default()), [PunchFlag::CodeElsewhere]);
        let nothing = FenceVerdict::NoPosition { reason: super::super::NoPosition::Denied };
        assert_eq!(flags(&place(nothing), &PresenceSettings::default()), []);
    }

    proptest! {
        #[test]
        fn travel_is_the_same_both_ways_and_grows_with_doubt_never(
            metres in 0..400_000_i32, minutes in -600_i64..600, accuracy in 0..5000_i32, more in 0..5000_i32,
        ) {
            let (here, there) = (north(0, 0, 10), north(metres, minutes, accuracy));
            prop_assert_eq!(here.too_far(&there, 150), there.too_far(&here, 150));
            let vaguer = Sighting { accuracy_m: accuracy + more, ..there };
            prop_assert!(here.too_far(&there, 150) || !here.too_far(&vaguer, 150));
            prop_assert!(here.too_far(&there, 150) || !here.too_far(&there, 300));
        }
    }
}
