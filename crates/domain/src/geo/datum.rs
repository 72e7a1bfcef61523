use std::f64::consts::PI;

use super::Position;
use crate::coded::coded_enum;

coded_enum! {
    /// What coordinates are counted in. Chinese maps show GCJ-02, which lies some hundred metres off the
    /// WGS-84 that satellites and browsers give, so a coordinate without its datum is worth little.
    pub enum Datum {
        /// As satellites and browsers give it; everything stored is in this.
        Wgs84 = "wgs84",
        /// As Chinese maps and in-app browsers show it (国测局坐标).
        Gcj02 = "gcj02",
    }
}

/// Semi-major axis and squared eccentricity of the Krasovsky ellipsoid, on which GCJ-02 is defined.
const AXIS_M: f64 = 6_378_245.0;
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;

impl Datum {
    /// A position of this datum in WGS-84. Outside China both are the same.
    pub fn to_wgs84(self, position: Position) -> Position {
        match self {
            Self::Wgs84 => position,
            Self::Gcj02 => from_gcj02(position),
        }
    }

    /// A WGS-84 position in this datum.
    pub fn from_wgs84(self, position: Position) -> Position {
        match self {
            Self::Wgs84 => position,
            Self::Gcj02 => shifted(position, position.degrees()),
        }
    }
}

/// There is no closed inverse. Each step takes off the shift at the last guess; the shift changes by less
/// than a hundredth of the distance moved, so a handful of steps reach the last unit.
fn from_gcj02(gcj: Position) -> Position {
    let (lat, lng) = gcj.degrees();
    let mut guess = (lat, lng);
    for _ in 0..6 {
        let (dlat, dlng) = shift(guess);
        guess = (lat - dlat, lng - dlng);
    }
    if covers(gcj.degrees()) { Position::from_degrees(guess.0, guess.1).unwrap_or(gcj) } else { gcj }
}

fn shifted(position: Position, (lat, lng): (f64, f64)) -> Position {
    if !covers((lat, lng)) {
        return position;
    }
    let (dlat, dlng) = shift((lat, lng));
    Position::from_degrees(lat + dlat, lng + dlng).unwrap_or(position)
}

/// The rectangle in which the shift applies.
fn covers((lat, lng): (f64, f64)) -> bool {
    (0.8293..=55.8271).contains(&lat) && (72.004..=137.8347).contains(&lng)
}

/// How far GCJ-02 lies from WGS-84 at a place, in degrees.
fn shift((lat, lng): (f64, f64)) -> (f64, f64) {
    let (x, y) = (lng - 105.0, lat - 35.0);
    let root = x.abs().sqrt();
    let common = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + common
        + (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0
        + (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + common
        + (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0
        + (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let sine = lat.to_radians().sin();
    let magic = 1.0 - ECCENTRICITY_SQUARED * sine * sine;
    let meridian = AXIS_M * (1.0 - ECCENTRICITY_SQUARED) / (magic * magic.sqrt());
    let parallel = AXIS_M / magic.sqrt() * lat.to_radians().cos();
    (north.to_degrees() / meridian, east.to_degrees() / parallel)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::geo::distance_m;

    fn at(lat: f64, lng: f64) -> Position {
        Position::from_degrees(lat, lng).unwrap()
    }

    /// Pairs published with other implementations of the transform.
    #[test]
    fn known_pairs() {
        let pairs = [
            (at(31.177_427_6, 121.527_210_6), at(31.175_304_0, 121.531_541_9)),
            (at(22.543_847, 113.912_316), at(22.540_796_1, 113.917_176_5)),
            (at(39.911_954, 116.377_817), at(39.913_345_5, 116.384_047_2)),
        ];
        for (wgs, gcj) in pairs {
            let shifted = Datum::Gcj02.from_wgs84(wgs);
            assert!((shifted.lat_e7 - gcj.lat_e7).abs() <= 2, "{shifted:?} {gcj:?}");
            assert!((shifted.lng_e7 - gcj.lng_e7).abs() <= 2, "{shifted:?} {gcj:?}");
            assert_eq!(distance_m(Datum::Gcj02.to_wgs84(gcj), wgs), 0);
        }
    }

    #[test]
    fn outside_china_and_for_wgs84_nothing_moves() {
        for place in [at(48.8584, 2.2945), at(-33.8568, 151.2153), at(40.0, 71.9)] {
            assert_eq!(Datum::Gcj02.from_wgs84(place), place);
            assert_eq!(Datum::Gcj02.to_wgs84(place), place);
        }
        let hall = at(39.9087, 116.3975);
        assert_eq!(Datum::Wgs84.to_wgs84(hall), hall);
        assert_eq!(Datum::Wgs84.from_wgs84(hall), hall);
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_place(lat in 18.0..53.5, lng in 73.5..135.0) {
            let wgs = at(lat, lng);
            let gcj = Datum::Gcj02.from_wgs84(wgs);
            let back = Datum::Gcj02.to_wgs84(gcj);
            // Two units are some two centimetres.
            prop_assert!((back.lat_e7 - wgs.lat_e7).abs() <= 2 && (back.lng_e7 - wgs.lng_e7).abs() <= 2);
        }
    }
}
