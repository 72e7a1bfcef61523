use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::{
    accounts::{
        Particulars, StaffColumn, StaffImportError, check_continuous_from, check_day, check_service_from,
        parse_id_number, parse_name, parse_optional_date, parse_phone, parse_sign_in_name,
    },
    formats::SignInName,
    org::{Side, parse_unit_name},
    problem::FieldReason,
};

use crate::table::{Row, Table};

/// The line of the header, as bad columns name it.
const HEADER: u32 = 1;

/// A staff list, read: what its cells say, as far as they can be right by themselves.
#[derive(Debug, Default)]
pub(super) struct StaffList {
    /// Rows whose cells are all right.
    pub(super) rows: Vec<StaffRow>,
    /// Every 工号 in the file, those of bad rows included.
    pub(super) names: HashSet<SignInName>,
    /// Bad cells.
    pub(super) errors: Vec<StaffImportError>,
    /// Columns that are not read.
    pub(super) ignored: Vec<String>,
}

impl StaffList {
    /// Whether the header is wrong. Then no row was read.
    pub(super) fn is_headless(&self) -> bool {
        self.errors.iter().any(|error| error.line == HEADER)
    }
}

/// A row of it.
#[derive(Debug)]
pub(super) struct StaffRow {
    pub(super) line: u32,
    pub(super) particulars: Particulars,
    pub(super) place: Option<RowPlace>,
    pub(super) lead: Option<SignInName>,
}

/// Where a row puts its person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct RowPlace {
    pub(super) window: String,
    pub(super) post: String,
    pub(super) side: Side,
}

/// Reads the rows of a table. `today` is the date at the hall.
pub(super) fn read(table: &Table, today: NaiveDate) -> StaffList {
    let mut reader = Reader::default();
    let known: Vec<_> = StaffColumn::ALL.iter().map(|column| column.code()).collect();
    reader.list.ignored = table.others(&known);
    let required: Vec<_> = StaffColumn::REQUIRED.iter().map(|column| column.code()).collect();
    let (missing, twice) = (table.missing(&required), table.twice(&known));
    for column in StaffColumn::REQUIRED.iter().filter(|column| missing.contains(&column.code())) {
        reader.list.errors.push(bad(HEADER, *column, FieldReason::Required, ""));
    }
    for column in StaffColumn::ALL.iter().filter(|column| twice.contains(&column.code())) {
        reader.list.errors.push(bad(HEADER, *column, FieldReason::Twice, column.code()));
    }
    if reader.list.errors.is_empty() {
        for row in table.rows() {
            reader.row(row, today);
        }
    }
    reader.list
}

/// A bad cell. Of the text no more is shown than helps to find it, and nothing of what could be an ID
/// number, be it in the wrong column.
pub(super) fn bad(line: u32, column: StaffColumn, reason: FieldReason, text: &str) -> StaffImportError {
    let secret = column == StaffColumn::IdNumber || text.chars().filter(char::is_ascii_digit).count() >= 14;
    let value = if secret { String::new() } else { text.chars().take(20).collect() };
    StaffImportError { line, column, reason, value }
}

/// Reads row by row, and remembers what must not come twice.
#[derive(Default)]
struct Reader {
    list: StaffList,
    places: HashMap<SignInName, Option<RowPlace>>,
    id_numbers: HashSet<String>,
    sides: HashSet<RowPlace>,
}

impl Reader {
    fn row(&mut self, row: Row<'_>, today: NaiveDate) {
        let mut cells = Cells { row, errors: &mut self.list.errors };
        let sign_in_name = cells.take(StaffColumn::SignInName, parse_sign_in_name);
        let name = cells.take(StaffColumn::Name, parse_name);
        let phone = cells.take(StaffColumn::Phone, parse_phone);
        let id_number = cells.take(StaffColumn::IdNumber, |text| parse_id_number(text, today));
        let hired_on = cells.take(StaffColumn::HiredOn, |text| {
            check_day(parse_optional_date(text)?.ok_or(FieldReason::Required)?, today)
        });
        let service_from = cells.take(StaffColumn::ServiceFrom, |text| {
            check_service_from(parse_optional_date(text)?, hired_on.unwrap_or(today))
        });
        let continuous_from = cells.take(StaffColumn::ContinuousFrom, |text| {
            check_continuous_from(parse_optional_date(text)?, (service_from.flatten(), hired_on.unwrap_or(today)))
        });
        let lead = cells.take(StaffColumn::Lead, optional_sign_in_name);
        let place = cells.place();

        if let Some(number) = id_number.as_ref().and_then(Option::as_ref)
            && !self.id_numbers.insert(number.expose().to_owned())
        {
            self.list.errors.push(bad(row.line, StaffColumn::IdNumber, FieldReason::Twice, ""));
        }
        if let Some(sign_in_name) = &sign_in_name {
            self.once(row, sign_in_name, place.as_ref().and_then(Option::as_ref));
        }
        let (Some(sign_in_name), Some(name), Some(phone), Some(id_number)) = (sign_in_name, name, phone, id_number)
        else {
            return;
        };
        let (Some(hired_on), Some(service_from), Some(continuous_from)) = (hired_on, service_from, continuous_from)
        else {
            return;
        };
        let (Some(lead), Some(place)) = (lead, place) else {
            return;
        };
        let particulars = Particulars { sign_in_name, name, phone, id_number, hired_on, service_from, continuous_from };
        self.list.rows.push(StaffRow { line: row.line, particulars, place, lead });
    }

    /// One row a person, one person a side.
    fn once(&mut self, row: Row<'_>, name: &SignInName, place: Option<&RowPlace>) {
        self.list.names.insert(name.clone());
        let earlier = self.places.get(name);
        if let Some(earlier) = earlier {
            self.list.errors.push(bad(row.line, StaffColumn::SignInName, FieldReason::Twice, name.as_str()));
            if let (Some(earlier), Some(place)) = (earlier, place)
                && (&earlier.window, &earlier.post) == (&place.window, &place.post)
                && earlier.side != place.side
            {
                self.list.errors.push(bad(row.line, StaffColumn::Side, FieldReason::SamePerson, place.side.letter()));
            }
            return;
        }
        self.places.insert(name.clone(), place.cloned());
        if let Some(place) = place
            && !self.sides.insert(place.clone())
        {
            self.list.errors.push(bad(row.line, StaffColumn::Side, FieldReason::Taken, place.side.letter()));
        }
    }
}

struct Cells<'a> {
    row: Row<'a>,
    errors: &'a mut Vec<StaffImportError>,
}

impl Cells<'_> {
    fn text(&self, column: StaffColumn) -> &str {
        self.row.get(column.code())
    }

    fn take<T>(&mut self, column: StaffColumn, parse: impl FnOnce(&str) -> Result<T, FieldReason>) -> Option<T> {
        let text = self.row.get(column.code());
        parse(text).map_err(|reason| self.errors.push(bad(self.row.line, column, reason, text))).ok()
    }

    /// Window, post and side come together, and a lead leads the zone of a window.
    #[expect(clippy::option_option, reason = "outside whether the cells are right, inside whether they are filled")]
    fn place(&mut self) -> Option<Option<RowPlace>> {
        let columns = [StaffColumn::Window, StaffColumn::Post, StaffColumn::Side, StaffColumn::Lead];
        if columns.iter().all(|column| self.text(*column).is_empty()) {
            return Some(None);
        }
        let window = self.take(StaffColumn::Window, parse_unit_name);
        let post = self.take(StaffColumn::Post, parse_unit_name);
        let side = self.take(StaffColumn::Side, parse_side);
        Some(Some(RowPlace { window: window?, post: post?, side: side? }))
    }
}

fn optional_sign_in_name(text: &str) -> Result<Option<SignInName>, FieldReason> {
    if text.is_empty() { Ok(None) } else { parse_sign_in_name(text).map(Some) }
}

/// `A`, `b`, `Ａ`, `B岗`, `A角`.
fn parse_side(text: &str) -> Result<Side, FieldReason> {
    match text.trim_end_matches(['岗', '角']) {
        "" => Err(FieldReason::Required),
        "A" | "a" | "Ａ" | "ａ" => Ok(Side::A),
        "B" | "b" | "Ｂ" | "ｂ" => Ok(Side::B),
        _ => Err(FieldReason::Malformed),
    }
}
