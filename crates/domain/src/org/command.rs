use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Side;
use crate::{
    attendance::FENCE_RADIUS_M,
    geo::{Datum, Position},
    ids::{FenceId, HallId, PersonId, PostId, WindowId, ZoneId},
    problem::{FieldErrors, FieldReason, Problem},
};

/// Characters in the name of a hall, zone, window, post or fence.
pub const MAX_NAME: usize = 40;

/// Characters in a window's code.
pub const MAX_CODE: usize = 12;

/// Creates or renames a hall. Creating one is the agency's business, not a hall's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallCommand {
    /// `None` to create.
    pub id: Option<HallId>,
    /// Its name, unlike any other open hall of the agency.
    pub name: String,
}

/// Creates or changes a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneCommand {
    /// `None` to create.
    pub id: Option<ZoneId>,
    /// Its hall, which never changes.
    pub hall: HallId,
    /// Its name, unlike any other open zone of the hall.
    pub name: String,
    /// Where it stands among the hall's zones, 0 to 999; equals go by name.
    pub position: i32,
}

/// Creates or changes a window; a changed zone moves it, with its posts and holders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowCommand {
    /// `None` to create.
    pub id: Option<WindowId>,
    /// Its zone.
    pub zone: ZoneId,
    /// Its code on the sign, unlike any other open window of the hall.
    pub code: String,
    /// What it serves.
    pub name: String,
}

/// Creates or renames a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostCommand {
    /// `None` to create.
    pub id: Option<PostId>,
    /// Its window, which never changes.
    pub window: WindowId,
    /// Its name, unlike any other open post of the window.
    pub name: String,
}

/// A part of the organisation, to be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum OrgUnit {
    /// A hall.
    Hall(HallId),
    /// A zone.
    Zone(ZoneId),
    /// A window.
    Window(WindowId),
    /// A post.
    Post(PostId),
}

/// Names A or B of a post from a date on, or nobody. Whoever held that side, or was to hold it later, ends
/// the day before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderCommand {
    /// The post.
    pub post: PostId,
    /// A or B.
    pub side: Side,
    /// Who; `None` leaves the side vacant.
    pub person: Option<PersonId>,
    /// First day.
    pub from: NaiveDate,
}

/// Sets a circle of a hall's geofence. Coordinates are text, as typed or as a phone's position filled them
/// in, so that the form works without script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FenceCommand {
    /// The circle that this one replaces; `None` adds one.
    pub id: Option<FenceId>,
    /// The hall.
    pub hall: HallId,
    /// Its name, such as 主楼.
    pub name: String,
    /// Degrees north in `datum`, with a decimal point.
    pub lat: String,
    /// Degrees east in `datum`, with a decimal point.
    pub lng: String,
    /// What the coordinates are counted in; GCJ-02 is converted before it is stored.
    pub datum: Datum,
    /// Metres, within [`FENCE_RADIUS_M`].
    pub radius_m: i32,
}

/// A checked [`FenceCommand`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFence {
    /// Its name.
    pub name: String,
    /// Its centre in WGS-84.
    pub centre: Position,
    /// Metres.
    pub radius_m: i32,
    /// What the centre was entered in.
    pub entered: Datum,
}

impl HallCommand {
    /// The name to store.
    pub fn checked_name(&self) -> Result<String, Problem> {
        name_only(&self.name)
    }
}

impl ZoneCommand {
    /// The name to store.
    pub fn checked_name(&self) -> Result<String, Problem> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", parse_unit_name(&self.name));
        let position = errors.take("position", within(self.position, &(0..=999)));
        let (Some(name), Some(_)) = (name, position) else { return Err(errors.into()) };
        Ok(name)
    }
}

impl WindowCommand {
    /// Code and name to store.
    pub fn checked(&self) -> Result<(String, String), Problem> {
        let mut errors = FieldErrors::default();
        let code = errors.take("code", short_text(&self.code, MAX_CODE));
        let name = errors.take("name", parse_unit_name(&self.name));
        let (Some(code), Some(name)) = (code, name) else { return Err(errors.into()) };
        Ok((code, name))
    }
}

impl PostCommand {
    /// The name to store.
    pub fn checked_name(&self) -> Result<String, Problem> {
        name_only(&self.name)
    }
}

impl FenceCommand {
    /// The circle to store.
    pub fn checked(&self) -> Result<NewFence, Problem> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", parse_unit_name(&self.name));
        let lat = errors.take("lat", degrees(&self.lat, 90.0));
        let lng = errors.take("lng", degrees(&self.lng, 180.0));
        let radius_m = errors.take("radius_m", within(self.radius_m, &FENCE_RADIUS_M));
        let (Some(name), Some(lat), Some(lng), Some(radius_m)) = (name, lat, lng, radius_m) else {
            return Err(errors.into());
        };
        let typed = Position::from_degrees(lat, lng).map_err(|_| Problem::field("lat", FieldReason::OutOfRange))?;
        Ok(NewFence { name, centre: self.datum.to_wgs84(typed), radius_m, entered: self.datum })
    }
}

/// Decimal degrees, up to `most` either way.
fn degrees(text: &str, most: f64) -> Result<f64, FieldReason> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldReason::Required);
    }
    let degrees: f64 = text.parse().map_err(|_| FieldReason::Malformed)?;
    if (-most..=most).contains(&degrees) { Ok(degrees) } else { Err(FieldReason::OutOfRange) }
}

fn name_only(name: &str) -> Result<String, Problem> {
    parse_unit_name(name).map_err(|reason| Problem::field("name", reason))
}

/// The name of a hall, zone, window, post or fence, trimmed.
pub fn parse_unit_name(text: &str) -> Result<String, FieldReason> {
    short_text(text, MAX_NAME)
}

/// Text of one line: trimmed, not empty, not too long.
fn short_text(text: &str, most: usize) -> Result<String, FieldReason> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(FieldReason::Required),
        length if length > most => Err(FieldReason::TooLong),
        _ if text.chars().any(char::is_control) => Err(FieldReason::Malformed),
        _ => Ok(text.to_owned()),
    }
}

fn within(value: i32, range: &RangeInclusive<i32>) -> Result<i32, FieldReason> {
    if range.contains(&value) { Ok(value) } else { Err(FieldReason::OutOfRange) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::FieldError;

    fn fence(lat: &str, lng: &str, radius_m: i32) -> FenceCommand {
        FenceCommand {
            id: None,
            hall: HallId::new(),
            name: " 主楼 ".to_owned(),
            lat: lat.to_owned(),
            lng: lng.to_owned(),
            datum: Datum::Wgs84,
            radius_m,
        }
    }

    #[test]
    fn a_typed_circle_becomes_whole_units() {
        let checked = fence("39.9087", " 116.3975 ", 150).checked().unwrap();
        assert_eq!(checked.name, "主楼");
        assert_eq!(checked.centre, Position { lat_e7: 399_087_000, lng_e7: 1_163_975_000 });
    }

    #[test]
    fn coordinates_off_a_chinese_map_are_moved_and_their_datum_kept() {
        let command = FenceCommand { datum: Datum::Gcj02, ..fence("39.9133455", "116.3840472", 150) };
        let checked = command.checked().unwrap();
        assert_eq!(checked.entered, Datum::Gcj02);
        assert_eq!((checked.centre.lat_e7 + 500) / 1000, 399_120, "some 150 m south of what was typed");
    }

    #[test]
    fn every_wrong_field_is_named() {
        use FieldReason::{Malformed, OutOfRange, Required};
        let cases = [
            (fence("", "116.4", 150), vec![("lat", Required)]),
            (fence("39,9", "181", 29), vec![("lat", Malformed), ("lng", OutOfRange), ("radius_m", OutOfRange)]),
            (fence("NaN", "-inf", 1001), vec![("lat", OutOfRange), ("lng", OutOfRange), ("radius_m", OutOfRange)]),
            (FenceCommand { name: " ".to_owned(), ..fence("0", "0", 30) }, vec![("name", Required)]),
        ];
        for (command, wrong) in cases {
            let wrong = wrong.into_iter().map(|(field, reason)| FieldError::new(field, reason)).collect();
            assert_eq!(command.checked(), Err(Problem::Invalid(wrong)), "{command:?}");
        }
    }

    #[test]
    fn names_are_trimmed_and_bounded() {
        let window = |code: &str, name: &str| WindowCommand {
            id: None,
            zone: ZoneId::new(),
            code: code.to_owned(),
            name: name.to_owned(),
        };
        assert_eq!(window(" A03", "不动产 ").checked(), Ok(("A03".to_owned(), "不动产".to_owned())));
        let wrong = [FieldError::new("code", FieldReason::TooLong), FieldError::new("name", FieldReason::Malformed)];
        assert_eq!(window("A030000000003", "不动\n产").checked(), Err(Problem::Invalid(wrong.into())));
    }
}
