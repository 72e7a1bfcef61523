use serde::{Deserialize, Serialize};

/// Units of a coordinate in one degree.
const PER_DEGREE: f64 = 1e7;

/// A place in units of 1e-7 degrees, about a centimetre; in which datum, its owner says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Position {
    /// Degrees north × 10,000,000.
    pub lat_e7: i32,
    /// Degrees east × 10,000,000.
    pub lng_e7: i32,
}

/// Which coordinate is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum PositionError {
    /// Latitude runs from -90 to 90 degrees.
    #[error("latitude must lie between -90 and 90 degrees")]
    Latitude,
    /// Longitude runs from -180 to 180 degrees.
    #[error("longitude must lie between -180 and 180 degrees")]
    Longitude,
}

impl Position {
    /// A position from degrees, as browsers give them and people type them.
    pub fn from_degrees(lat: f64, lng: f64) -> Result<Self, PositionError> {
        // Written so that a NaN fails as well.
        if !(-90.0..=90.0).contains(&lat) {
            return Err(PositionError::Latitude);
        }
        if !(-180.0..=180.0).contains(&lng) {
            return Err(PositionError::Longitude);
        }
        Ok(Self { lat_e7: to_i32(lat * PER_DEGREE), lng_e7: to_i32(lng * PER_DEGREE) })
    }

    /// Degrees north and east.
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.lat_e7) / PER_DEGREE, f64::from(self.lng_e7) / PER_DEGREE)
    }

    /// Checks a position that came over the wire.
    pub fn validate(self) -> Result<(), PositionError> {
        let (lat, lng) = self.degrees();
        Self::from_degrees(lat, lng).map(|_| ())
    }
}

/// The nearest whole number. Out of range, it saturates, and NaN becomes 0.
#[expect(clippy::cast_possible_truncation, reason = "saturating is what is wanted, see above")]
pub(super) fn to_i32(value: f64) -> i32 {
    value.round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_become_whole_units_and_back() {
        let hall = Position::from_degrees(39.9087, 116.3975).unwrap();
        assert_eq!(hall, Position { lat_e7: 399_087_000, lng_e7: 1_163_975_000 });
        assert_eq!(hall.degrees(), (39.9087, 116.3975));
        assert_eq!(Position::from_degrees(-0.000_000_06, 0.0).unwrap().lat_e7, -1);
    }

    #[test]
    fn what_is_not_on_earth_is_refused() {
        for lat in [90.1, -90.1, f64::NAN, f64::INFINITY] {
            assert_eq!(Position::from_degrees(lat, 0.0), Err(PositionError::Latitude));
        }
        for lng in [180.1, -180.1, f64::NAN, f64::NEG_INFINITY] {
            assert_eq!(Position::from_degrees(0.0, lng), Err(PositionError::Longitude));
        }
        assert_eq!(Position { lat_e7: i32::MAX, lng_e7: 0 }.validate(), Err(PositionError::Latitude));
        assert_eq!(Position { lat_e7: 0, lng_e7: i32::MIN }.validate(), Err(PositionError::Longitude));
        assert_eq!(Position { lat_e7: 900_000_000, lng_e7: -1_800_000_000 }.validate(), Ok(()));
    }
}
