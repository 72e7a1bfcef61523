use std::{
    collections::BTreeMap,
    io::{Cursor, Read, copy, sink},
};

use calamine::{DataRef, Reader, Xlsx};
use zip::ZipArchive;

use super::{MAX_ROWS, TableError};

/// What all parts of a workbook may unpack to, and what its cells may hold together, in bytes. A cell can
/// name one long text a thousand times, so both are counted.
const MAX_UNPACKED: u64 = 64 * 1024 * 1024;

/// Columns beyond this are not looked at; a cell in the last possible one would make every line that long.
const MAX_COLUMNS: usize = 64;

/// Whole numbers beyond this are not exact in a spreadsheet: an ID number that was typed as a number
/// has lost its last digits.
const MAX_EXACT: f64 = 999_999_999_999_999.0;

/// The lines of the first sheet, numbered as spreadsheet programs do.
pub(super) fn lines(bytes: &[u8]) -> Result<Vec<(u32, Vec<String>)>, TableError> {
    check_unpacked(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let sheet = book.sheet_names().into_iter().next().ok_or(TableError::Empty)?;
    // Cell by cell: the library's whole-sheet form makes room for every cell up to the last one used.
    let mut reader = book.worksheet_cells_reader(&sheet).map_err(unreadable)?;
    let mut lines = BTreeMap::<u32, Vec<String>>::new();
    let mut held = 0;
    while let Some(cell) = reader.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        let text = text_of(cell.get_value());
        let Some(column) = usize::try_from(column).ok().filter(|column| *column < MAX_COLUMNS) else { continue };
        if text.is_empty() {
            continue;
        }
        held += text.len() as u64;
        let line = lines.entry(row.saturating_add(1)).or_default();
        line.resize(line.len().max(column + 1), String::new());
        line[column] = text;
        if lines.len() > MAX_ROWS + 1 {
            return Err(TableError::TooManyRows);
        }
        if held > MAX_UNPACKED {
            return Err(TableError::TooLarge);
        }
    }
    Ok(lines.into_iter().collect())
}

/// Unpacks everything once and throws it away: the sizes that an archive states can't be believed.
fn check_unpacked(bytes: &[u8]) -> Result<(), TableError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut left = MAX_UNPACKED;
    for part in 0..archive.len() {
        let part = archive.by_index(part).map_err(unreadable)?;
        let read = copy(&mut part.take(left + 1), &mut sink()).map_err(unreadable)?;
        left = left.checked_sub(read).ok_or(TableError::TooLarge)?;
    }
    Ok(())
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        // A text that passes for nothing, rather than digits that nobody typed.
        DataRef::Float(number) if number.abs() > MAX_EXACT => format!("{number:e}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) => text.chars().take(10).collect(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn unreadable(error: impl std::fmt::Display) -> TableError {
    TableError::Unreadable(error.to_string())
}
