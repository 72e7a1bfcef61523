//! Files that people bring: CSV (UTF-8, or the GB18030 that Chinese spreadsheet programs write) and XLSX,
//! read into rows of text under one header line. What the text means is the importing slice's business.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use domain::problem::{FieldReason, Problem};

use crate::{
    error::{Error, Result},
    secrets::off_thread,
};

mod text;
mod workbook;

/// Bytes. A roster of a large hall for a month has about 1 MB.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;

/// Lines below the header.
pub const MAX_ROWS: usize = 20_000;

/// A file could not be read as a table at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// More than [`MAX_BYTES`], or more than a workbook may unpack to.
    #[error("the file is too large")]
    TooLarge,
    /// More than [`MAX_ROWS`].
    #[error("the file has more than {MAX_ROWS} rows")]
    TooManyRows,
    /// Neither `.csv` nor `.xlsx`.
    #[error("not a .csv or .xlsx file")]
    UnknownKind,
    /// Not in the form that its name promises, or in another encoding than UTF-8 and GB18030.
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// Nothing below a header line, or not even that.
    #[error("the file has no rows")]
    Empty,
}

impl TableError {
    /// The reason to show at the file field.
    pub const fn reason(&self) -> FieldReason {
        match self {
            Self::TooLarge | Self::TooManyRows => FieldReason::TooLong,
            Self::UnknownKind | Self::Unreadable(_) => FieldReason::Malformed,
            Self::Empty => FieldReason::NoRows,
        }
    }
}

impl From<TableError> for Error {
    fn from(error: TableError) -> Self {
        Problem::field("file", error.reason()).into()
    }
}

/// A table of text with a header line.
#[derive(Clone, Debug)]
pub struct Table {
    columns: BTreeMap<String, usize>,
    twice: BTreeSet<String>,
    rows: Vec<(u32, Vec<String>)>,
}

impl Table {
    /// Reads a file; its kind is told by the end of its name. Of a workbook, the first sheet. Lines
    /// without any text are left out; the first other line is the header.
    pub fn read(file_name: &str, bytes: &[u8]) -> std::result::Result<Self, TableError> {
        if bytes.len() > MAX_BYTES {
            return Err(TableError::TooLarge);
        }
        if bytes.is_empty() {
            return Err(TableError::Empty);
        }
        let extension = file_name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        let lines = match extension.as_deref() {
            Some("csv") => text::lines(bytes)?,
            Some("xlsx") => workbook::lines(bytes)?,
            _ => return Err(TableError::UnknownKind),
        };
        let mut lines = lines.into_iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
        let (_, header) = lines.next().ok_or(TableError::Empty)?;
        let (mut columns, mut twice) = (BTreeMap::new(), BTreeSet::new());
        for (column, name) in header.into_iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            match columns.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(column);
                }
                Entry::Occupied(entry) => {
                    twice.insert(entry.key().clone());
                }
            }
        }
        let rows: Vec<_> = lines.collect();
        if rows.is_empty() { Err(TableError::Empty) } else { Ok(Self { columns, twice, rows }) }
    }

    /// [`Table::read`] for use cases: a large workbook keeps a thread busy for a while.
    pub(crate) async fn read_off_thread(file_name: String, bytes: Vec<u8>) -> Result<Self> {
        Ok(off_thread(move || Self::read(&file_name, &bytes)).await??)
    }

    /// Those of `wanted` that have no column here.
    pub fn missing<'a>(&self, wanted: &[&'a str]) -> Vec<&'a str> {
        wanted.iter().copied().filter(|name| !self.columns.contains_key(*name)).collect()
    }

    /// Those of `wanted` that have several columns here: which of them is meant? Of columns that nobody reads there may
    /// be several.
    pub fn twice<'a>(&self, wanted: &[&'a str]) -> Vec<&'a str> {
        wanted.iter().copied().filter(|name| self.twice.contains(*name)).collect()
    }

    /// The columns that are none of `wanted`, in the file's order.
    pub fn others(&self, wanted: &[&str]) -> Vec<String> {
        let mut others: Vec<_> = self.columns.iter().filter(|(name, _)| !wanted.contains(&name.as_str())).collect();
        others.sort_by_key(|(_, column)| **column);
        others.into_iter().map(|(name, _)| name.clone()).collect()
    }

    /// The rows below the header, in the file's order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { line: *line, columns: &self.columns, cells })
    }
}

/// One row of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The line in the file as spreadsheet programs count it: the first is 1.
    pub line: u32,
    columns: &'a BTreeMap<String, usize>,
    cells: &'a [String],
}

impl<'a> Row<'a> {
    /// The text under a header, trimmed. Empty when the cell is, or the column is not there. Dates of a
    /// workbook are `yyyy-mm-dd`.
    pub fn get(&self, header: &str) -> &'a str {
        let cell = self.columns.get(header).and_then(|column| self.cells.get(*column));
        cell.map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests;
