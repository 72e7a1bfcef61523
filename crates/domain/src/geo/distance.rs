use super::{Position, position::to_i32};

/// The Earth's mean radius in metres (IUGG). Against the ellipsoid the error stays under 0.6 %, less than a
/// metre across the widest fence that is allowed.
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Distance over ground between two positions of one datum, by the haversine formula, in whole metres.
pub fn distance_m(a: Position, b: Position) -> i32 {
    let (a_lat, a_lng) = a.degrees();
    let (b_lat, b_lng) = b.degrees();
    let half_lat = ((b_lat - a_lat).to_radians() / 2.0).sin();
    let half_lng = ((b_lng - a_lng).to_radians() / 2.0).sin();
    let chord = half_lat.mul_add(half_lat, a_lat.to_radians().cos() * b_lat.to_radians().cos() * half_lng * half_lng);
    to_i32(2.0 * EARTH_RADIUS_M * chord.clamp(0.0, 1.0).sqrt().asin())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(lat: f64, lng: f64) -> Position {
        Position::from_degrees(lat, lng).unwrap()
    }

    #[test]
    fn known_distances() {
        let cases = [
            (at(24.0, 72.0), at(24.001, 72.001), 150),
            (at(24.0, 72.0), at(24.01, 72.01), 1506),
            (at(25.0, 75.0), at(25.1, 75.1), 15_004),
            (at(39.9087, 116.3975), at(39.9087, 116.3975), 0),
            // A degree of the equator; half way round it; across the date line.
            (at(0.0, 0.0), at(0.0, 1.0), 111_195),
            (at(0.0, 0.0), at(0.0, 180.0), 20_015_115),
            (at(0.0, 179.9995), at(0.0, -179.9995), 111),
        ];
        for (a, b, metres) in cases {
            assert!((distance_m(a, b) - metres).abs() <= 1, "{a:?} {b:?}: {}", distance_m(a, b));
        }
    }

    proptest! {
        #[test]
        fn it_is_the_same_both_ways(a in (-90.0..90.0, -180.0..180.0), b in (-90.0..90.0, -180.0..180.0)) {
            let (a, b) = (at(a.0, a.1), at(b.0, b.1));
            prop_assert_eq!(distance_m(a, b), distance_m(b, a));
            prop_assert!((0..=20_015_115).contains(&distance_m(a, b)));
        }
    }
}
