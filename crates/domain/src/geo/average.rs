use serde::{Deserialize, Serialize};

use super::{Position, distance_m};

/// The middle of several readings taken at one spot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Averaged {
    /// The weighted middle.
    pub position: Position,
    /// Metres: the best reading's accuracy, or the farthest reading's distance from the middle if that is
    /// more. Readings of one phone share their errors, so many of them don't make it finer.
    pub accuracy_m: i32,
}

/// Averages readings of one datum (position, accuracy in metres), each weighted by the inverse square of its
/// accuracy. `None` without readings.
pub fn average(readings: &[(Position, i32)]) -> Option<Averaged> {
    let best = readings.iter().map(|(_, accuracy)| *accuracy).min()?;
    let (mut weights, mut lat_sum, mut lng_sum) = (0.0, 0.0, 0.0);
    for (position, accuracy) in readings {
        let weight = f64::from((*accuracy).max(1)).powi(-2);
        let (lat, lng) = position.degrees();
        weights += weight;
        lat_sum += weight * lat;
        lng_sum += weight * lng;
    }
    let position = Position::from_degrees(lat_sum / weights, lng_sum / weights).ok()?;
    let farthest = readings.iter().map(|(reading, _)| distance_m(*reading, position)).max()?;
    Some(Averaged { position, accuracy_m: best.max(farthest) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat_e7: i32, lng_e7: i32) -> Position {
        Position { lat_e7, lng_e7 }
    }

    #[test]
    fn equal_readings_meet_in_the_middle() {
        let averaged = average(&[(at(399_087_000, 1_163_975_000), 20), (at(399_087_200, 1_163_975_400), 20)]);
        assert_eq!(averaged, Some(Averaged { position: at(399_087_100, 1_163_975_200), accuracy_m: 20 }));
    }

    #[test]
    fn a_reading_twice_as_sharp_counts_four_times() {
        let averaged = average(&[(at(0, 0), 10), (at(500, 1000), 20)]).unwrap();
        assert_eq!(averaged.position, at(100, 200));
    }

    #[test]
    fn readings_far_apart_make_it_vague() {
        // Two readings 0.001 degrees of latitude apart, about 111 m.
        let averaged = average(&[(at(399_087_000, 1_163_975_000), 5), (at(399_097_000, 1_163_975_000), 5)]).unwrap();
        assert_eq!(averaged.accuracy_m, 56);
    }

    #[test]
    fn no_readings_no_middle_and_a_perfect_one_is_no_trouble() {
        assert_eq!(average(&[]), None);
        assert_eq!(average(&[(at(1, 2), 0)]), Some(Averaged { position: at(1, 2), accuracy_m: 0 }));
    }
}
