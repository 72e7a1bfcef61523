use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::{
    coded::coded_enum,
    geo::{Datum, Position, PositionError, distance_m},
    ids::FenceId,
};

/// Radii a fence may have, in metres: under 30 the phone's own error decides, over 1000 it fences nothing.
pub const FENCE_RADIUS_M: RangeInclusive<i32> = 30..=1000;

/// One circle of a hall's geofence (电子围栏).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fence {
    /// The circle.
    pub id: FenceId,
    /// Its centre in WGS-84.
    pub centre: Position,
    /// Metres, within [`FENCE_RADIUS_M`].
    pub radius_m: i32,
}

/// What a phone says about where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The position in `datum`.
    pub position: Position,
    /// What the position is counted in: WGS-84 from a browser, GCJ-02 from some apps' own.
    pub datum: Datum,
    /// Metres around the position within which the phone is likely to be.
    pub accuracy_m: i32,
    /// Seconds between the reading and the tap.
    pub age_s: i32,
}

impl Reading {
    /// A reading from the numbers a browser's Geolocation gives. An accuracy or age that isn't a number, or
    /// is negative, is the worst possible.
    pub fn from_browser(lat: f64, lng: f64, accuracy_m: f64, age_ms: f64) -> Result<Self, PositionError> {
        Ok(Self {
            position: Position::from_degrees(lat, lng)?,
            datum: Datum::Wgs84,
            accuracy_m: whole_up(accuracy_m),
            age_s: whole_up(age_ms / 1000.0),
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "saturating is what is wanted")]
fn whole_up(value: f64) -> i32 {
    if value >= 0.0 { value.ceil() as i32 } else { i32::MAX }
}

coded_enum! {
    /// Why a punch came without a usable position.
    pub enum NoPosition {
        /// The person, or their browser, did not allow it.
        Denied = "denied",
        /// The phone could not find out.
        Unavailable = "unavailable",
        /// The phone took too long.
        Timeout = "timeout",
        /// The page did not ask: a plain form without script.
        NotAsked = "not_asked",
        /// The reading was older than allowed, so says nothing about now.
        Stale = "stale",
        /// The person did not agree to have it read.
        NoConsent = "no_consent",
    }
}

/// What counts as a usable reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FenceSettings {
    /// Metres: a reading less accurate than this proves nothing.
    pub max_accuracy_m: i32,
    /// Seconds: an older reading is stale.
    pub max_age_s: i32,
}

impl Default for FenceSettings {
    fn default() -> Self {
        Self { max_accuracy_m: 200, max_age_s: 60 }
    }
}

coded_enum! {
    /// What shows that somebody was at the hall where a position doesn't.
    pub enum Proof {
        /// The code on the hall's screen.
        HallCode = "hall_code",
        /// A lead or supervisor who was there.
        Witness = "witness",
        /// A paper sign-in list, entered by two people.
        Paper = "paper",
        /// A correction that was approved.
        Correction = "correction",
    }
}

/// Where a punch was made, as far as can be told. The fence named is the one the punch is in, or else the
/// one whose edge is nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FenceVerdict {
    /// At the hall.
    Inside {
        /// The fence it is in.
        fence: FenceId,
        /// Metres from its centre.
        distance_m: i32,
    },
    /// Too far from every fence.
    Outside {
        /// The nearest fence.
        fence: FenceId,
        /// Metres from its centre.
        distance_m: i32,
    },
    /// The reading is too vague to tell.
    Inaccurate {
        /// The nearest fence.
        fence: FenceId,
        /// Metres from its centre.
        distance_m: i32,
        /// The reading's accuracy in metres.
        accuracy_m: i32,
    },
    /// There was no usable reading.
    NoPosition {
        /// Why not.
        reason: NoPosition,
    },
    /// The hall has no fence yet, so nothing can be told.
    NoFence,
    /// At the hall, and not by a position.
    Proved {
        /// By what.
        proof: Proof,
    },
}

impl FenceVerdict {
    /// Whether a lead has to look at the punch: whenever it is not shown to be at the hall. A hall without
    /// a fence is no exception, since a gap in the settings must not pass punches unseen.
    pub const fn needs_review(&self) -> bool {
        !matches!(self, Self::Inside { .. } | Self::Proved { .. })
    }
}

/// Judges a reading against a hall's fences: inside when distance − accuracy ≤ radius, so that the phone's
/// error speaks for the person, and the accuracy is good enough to say anything at all.
pub fn fence_verdict(fences: &[Fence], reading: Result<Reading, NoPosition>, settings: FenceSettings) -> FenceVerdict {
    let reading = match reading {
        Ok(reading) if reading.age_s > settings.max_age_s => {
            return FenceVerdict::NoPosition { reason: NoPosition::Stale };
        }
        Ok(reading) => reading,
        Err(reason) => return FenceVerdict::NoPosition { reason },
    };
    let position = reading.datum.to_wgs84(reading.position);
    let nearest = fences
        .iter()
        .map(|fence| (fence, distance_m(fence.centre, position)))
        .min_by_key(|(fence, distance)| (distance - fence.radius_m, fence.id));
    let Some((&Fence { id: fence, radius_m, .. }, distance_m)) = nearest else {
        return FenceVerdict::NoFence;
    };
    if reading.accuracy_m > settings.max_accuracy_m {
        FenceVerdict::Inaccurate { fence, distance_m, accuracy_m: reading.accuracy_m }
    } else if distance_m - reading.accuracy_m <= radius_m {
        FenceVerdict::Inside { fence, distance_m }
    } else {
        FenceVerdict::Outside { fence, distance_m }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The demo hall's fence: 150 m around 39.9087 N 116.3975 E.
    fn hall() -> Fence {
        Fence { id: FenceId::new(), centre: Position::from_degrees(39.9087, 116.3975).unwrap(), radius_m: 150 }
    }

    /// A reading so many metres north of the hall.
    fn north(metres: f64, accuracy_m: i32) -> Reading {
        let position = Position::from_degrees(39.9087 + metres / 111_195.0, 116.3975).unwrap();
        Reading { position, datum: Datum::Wgs84, accuracy_m, age_s: 0 }
    }

    fn verdict(fences: &[Fence], reading: Reading) -> FenceVerdict {
        fence_verdict(fences, Ok(reading), FenceSettings::default())
    }

    #[test]
    fn inside_when_distance_less_accuracy_is_within_the_radius() {
        let fence = hall();
        let id = fence.id;
        let cases = [
            (north(0.0, 0), FenceVerdict::Inside { fence: id, distance_m: 0 }),
            (north(150.0, 0), FenceVerdict::Inside { fence: id, distance_m: 150 }),
            (north(151.0, 0), FenceVerdict::Outside { fence: id, distance_m: 151 }),
            (north(350.0, 200), FenceVerdict::Inside { fence: id, distance_m: 350 }),
            (north(351.0, 200), FenceVerdict::Outside { fence: id, distance_m: 351 }),
            (north(10.0, 201), FenceVerdict::Inaccurate { fence: id, distance_m: 10, accuracy_m: 201 }),
            (north(9000.0, i32::MAX), FenceVerdict::Inaccurate { fence: id, distance_m: 9000, accuracy_m: i32::MAX }),
        ];
        for (reading, expected) in cases {
            assert_eq!(verdict(&[fence], reading), expected);
            assert_eq!(expected.needs_review(), !matches!(expected, FenceVerdict::Inside { .. }));
        }
    }

    #[test]
    fn a_wider_fence_takes_in_more() {
        let fence = |lat, lng, radius_m| Fence {
            id: FenceId::new(),
            centre: Position::from_degrees(lat, lng).unwrap(),
            radius_m,
        };
        let at = |lat, lng| Reading::from_browser(lat, lng, 0.0, 0.0).unwrap();
        let inside = |fence, reading| matches!(verdict(&[fence], reading), FenceVerdict::Inside { .. });
        assert!(inside(fence(24.0, 72.0, 500), at(24.001, 72.001)));
        assert!(!inside(fence(24.0, 72.0, 500), at(24.01, 72.01)));
        assert!(inside(fence(25.0, 75.0, 2000), at(25.01, 75.01)));
        assert!(!inside(fence(25.0, 75.0, 2000), at(25.1, 75.1)));
    }

    #[test]
    fn of_several_circles_the_nearest_edge_answers() {
        let (main, annex) = (hall(), Fence { id: FenceId::new(), radius_m: 30, ..hall() });
        let far = Position::from_degrees(39.9187, 116.3975).unwrap();
        let branch = Fence { id: FenceId::new(), centre: far, radius_m: 1000 };
        // 500 m north of the main hall: the branch's centre is farther, but its edge is nearer.
        let seen = verdict(&[main, annex, branch], north(500.0, 5));
        assert!(matches!(seen, FenceVerdict::Inside { fence, .. } if fence == branch.id), "{seen:?}");
    }

    #[test]
    fn a_chinese_maps_coordinate_is_converted_first() {
        let fence = hall();
        let position = Datum::Gcj02.from_wgs84(fence.centre);
        let mut reading = Reading { position, datum: Datum::Gcj02, accuracy_m: 5, age_s: 0 };
        assert_eq!(verdict(&[fence], reading), FenceVerdict::Inside { fence: fence.id, distance_m: 0 });
        reading.datum = Datum::Wgs84;
        assert!(matches!(verdict(&[fence], reading), FenceVerdict::Outside { .. }));
    }

    #[test]
    fn without_a_usable_reading_or_fence_nothing_is_said_to_be_inside() {
        let settings = FenceSettings::default();
        for reason in NoPosition::ALL {
            let verdict = fence_verdict(&[hall()], Err(*reason), settings);
            assert_eq!(verdict, FenceVerdict::NoPosition { reason: *reason });
            assert!(verdict.needs_review());
        }
        let stale = Reading { age_s: 61, ..north(0.0, 5) };
        assert_eq!(verdict(&[hall()], stale), FenceVerdict::NoPosition { reason: NoPosition::Stale });
        assert_eq!(verdict(&[], north(0.0, 5)), FenceVerdict::NoFence);
        assert!(FenceVerdict::NoFence.needs_review());
    }

    #[test]
    fn a_browsers_numbers_are_rounded_against_the_person_and_never_trusted_when_odd() {
        let reading = Reading::from_browser(39.9087, 116.3975, 12.2, 1500.0).unwrap();
        assert_eq!((reading.accuracy_m, reading.age_s), (13, 2));
        for odd in [f64::NAN, f64::INFINITY, -1.0] {
            let reading = Reading::from_browser(39.9087, 116.3975, odd, odd).unwrap();
            assert_eq!((reading.accuracy_m, reading.age_s), (i32::MAX, i32::MAX));
        }
        assert!(Reading::from_browser(f64::NAN, 0.0, 5.0, 0.0).is_err());
    }
}
