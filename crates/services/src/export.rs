//! Tables that people take with them: a workbook with typed cells, or plain text for other programs.

use chrono::{DateTime, NaiveDate, Utc};
use domain::time::hall_time;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::{
    error::{Error, Result},
    secrets::off_thread,
};

/// A value in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A count or minutes.
    Number(i32),
    /// A date at the hall.
    Date(NaiveDate),
    /// An instant, told by the hall's clock to the second.
    Moment(DateTime<Utc>),
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) const fn number(number: i32) -> Self {
        Self::Number(number)
    }

    /// What there is of an optional value.
    pub(crate) fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }
}

/// A column's heading and its width in characters.
pub(crate) type Column = (&'static str, u8);

/// A file to be given out.
#[derive(Debug)]
pub struct Download {
    /// What it is called.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A table that is being written, a row at a time: a month of a large hall is not held in memory twice.
pub(crate) enum TableWriter {
    /// Text with commas, in UTF-8 with the mark by which spreadsheet programs know it.
    Csv(Box<csv::Writer<Vec<u8>>>),
    /// A workbook; the row that comes next.
    Xlsx(Box<Book>),
}

pub(crate) struct Book {
    workbook: Workbook,
    sheets: usize,
    row: u32,
    date: Format,
    moment: Format,
    head: Format,
}

impl TableWriter {
    /// Text; of several sheets only the first can be written.
    pub(crate) fn csv() -> Self {
        Self::Csv(Box::new(csv::Writer::from_writer("\u{feff}".as_bytes().to_vec())))
    }

    /// A workbook.
    pub(crate) fn xlsx() -> Self {
        Self::Xlsx(Box::new(Book {
            workbook: Workbook::new(),
            sheets: 0,
            row: 0,
            date: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            head: Format::new().set_bold(),
        }))
    }

    /// Whether several sheets can be written.
    pub(crate) const fn has_sheets(&self) -> bool {
        matches!(self, Self::Xlsx(_))
    }

    /// Begins a sheet with its headings.
    pub(crate) fn sheet(&mut self, title: &str, columns: &[Column]) -> Result<()> {
        match self {
            Self::Csv(csv) => csv.write_record(columns.iter().map(|(name, _)| *name)).map_err(Error::internal),
            Self::Xlsx(book) => book.sheet(title, columns).map_err(Error::internal),
        }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: &[Cell]) -> Result<()> {
        match self {
            Self::Csv(csv) => csv.write_record(cells.iter().map(plain)).map_err(Error::internal),
            Self::Xlsx(book) => book.row(cells).map_err(Error::internal),
        }
    }

    /// The file. Packing a workbook keeps a thread busy, so that is done aside.
    pub(crate) async fn finish(self) -> Result<Vec<u8>> {
        match self {
            Self::Csv(csv) => csv.into_inner().map_err(Error::internal),
            Self::Xlsx(mut book) => off_thread(move || book.workbook.save_to_buffer()).await?.map_err(Error::internal),
        }
    }
}

impl Book {
    fn sheet(&mut self, title: &str, columns: &[Column]) -> std::result::Result<(), XlsxError> {
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(title)?;
        sheet.set_freeze_panes(1, 0)?;
        for ((name, width), at) in columns.iter().zip(0_u16..) {
            sheet.set_column_width(at, f64::from(*width))?;
            sheet.write_string_with_format(0, at, *name, &self.head)?;
        }
        (self.sheets, self.row) = (self.sheets + 1, 1);
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> std::result::Result<(), XlsxError> {
        let sheet: &mut Worksheet = self.workbook.worksheet_from_index(self.sheets.saturating_sub(1))?;
        for (cell, at) in cells.iter().zip(0_u16..) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    sheet.write_string(self.row, at, text)?;
                }
                Cell::Number(number) => {
                    sheet.write_number(self.row, at, f64::from(*number))?;
                }
                Cell::Date(date) => {
                    sheet.write_date_with_format(self.row, at, date, &self.date)?;
                }
                Cell::Moment(instant) => {
                    sheet.write_datetime_with_format(self.row, at, hall_time(*instant), &self.moment)?;
                }
            }
        }
        self.row += 1;
        Ok(())
    }
}

/// A value as text. Words that a spreadsheet program would take for a formula get an apostrophe before them.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Moment(at) => hall_time(*at).format("%Y-%m-%d %H:%M:%S").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn cells() -> Vec<Cell> {
        let date = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let at = domain::time::hall_midnight(date) + chrono::TimeDelta::minutes(507);
        vec![Cell::text("=1+1"), Cell::number(17), Cell::Date(date), Cell::Moment(at), Cell::Empty]
    }

    const COLUMNS: [Column; 5] = [("说明", 10), ("分钟", 6), ("日期", 12), ("时间", 20), ("无", 4)];

    #[tokio::test]
    async fn text_is_marked_as_utf8_and_runs_no_formula() {
        let mut table = TableWriter::csv();
        table.sheet("表", &COLUMNS).unwrap();
        table.row(&cells()).unwrap();
        let text = String::from_utf8(table.finish().await.unwrap()).unwrap();
        assert_eq!(text, "\u{feff}说明,分钟,日期,时间,无\n'=1+1,17,2026-11-24,2026-11-24 08:27:00,\n");
    }

    #[tokio::test]
    async fn a_workbook_has_typed_cells() {
        let mut table = TableWriter::xlsx();
        table.sheet("表", &COLUMNS).unwrap();
        table.row(&cells()).unwrap();
        table.sheet("另一张", &COLUMNS).unwrap();
        let bytes = table.finish().await.unwrap();
        let mut book = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["表", "另一张"]);
        let sheet = book.worksheet_range("表").unwrap();
        let row: Vec<&Data> = sheet.rows().nth(1).unwrap().iter().collect();
        assert_eq!(row[0], &Data::String("=1+1".into()));
        assert_eq!(row[1], &Data::Float(17.0));
        assert!(matches!(row[2], Data::DateTime(_)) && matches!(row[3], Data::DateTime(_)), "{row:?}");
    }
}
