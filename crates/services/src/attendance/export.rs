//! Months and punches of a hall as files.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::{Adjustment, MonthSheet, next_month},
    ids::{HallId, PersonId},
    policy::Action,
    problem::Problem,
    time::hall_midnight,
};
use store::repo::attendance::{self as repo, RosteredPerson};

use super::{
    Attendance,
    export_rows::{ADJUSTMENTS, DAYS, RAW, TOTALS, adjustment_row, day_row, punch_row, totals_row},
    month::bounds,
};
use crate::{
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    export::{Download, TableWriter},
};

/// People read at a time.
const PEOPLE: u64 = 200;
/// Punches read at a time.
const PUNCHES: u64 = 2_000;

/// What can be downloaded of a hall's month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttendanceFile {
    /// Each person's month: totals, and in a workbook days and adjustments as well.
    Sheets,
    /// Each day of each person.
    Days,
    /// Lines that adjust months before, booked in this one.
    Adjustments,
    /// Each punch.
    Punches,
}

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileForm {
    /// A workbook.
    Xlsx,
    /// Text: one table a file.
    Csv,
}

impl FileForm {
    /// An empty one.
    pub(super) fn table(self) -> TableWriter {
        match self {
            Self::Xlsx => TableWriter::xlsx(),
            Self::Csv => TableWriter::csv(),
        }
    }

    /// What its name ends with.
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// What was written, under a name.
    pub(super) async fn download(self, name: String, table: TableWriter) -> Result<Download> {
        let media_type = match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        };
        Ok(Download { name, media_type, bytes: table.finish().await? })
    }
}

impl Attendance {
    /// A hall's month as a file, for those who may take it away; each time stands in the audit trail. A locked
    /// month is as it was locked. Positions are in none of them.
    pub async fn export(
        &self,
        caller: &Caller,
        hall: HallId,
        month: NaiveDate,
        (file, form): (AttendanceFile, FileForm),
    ) -> Result<Download> {
        caller.check(Action::AttendanceExport, &self.hall_place(self.0.db.read(), hall).await?)?;
        let (first, _) = bounds(month)?;
        let table = form.table();
        let (table, rows) = match file {
            AttendanceFile::Sheets | AttendanceFile::Days | AttendanceFile::Adjustments => {
                self.sheets_table(hall, first, (file, table)).await?
            }
            AttendanceFile::Punches => self.punches_table(hall, first, table).await?,
        };
        let what = match file {
            AttendanceFile::Sheets => "sheets",
            AttendanceFile::Days => "days",
            AttendanceFile::Adjustments => "adjustments",
            AttendanceFile::Punches => "punches",
        };
        let name = format!("attendance-{}-{what}.{}", first.format("%Y-%m"), form.ending());
        self.note_export(caller, hall, format!("{name}, {rows} rows")).await?;
        form.download(name, table).await
    }

    pub(super) async fn note_export(&self, caller: &Caller, hall: HallId, detail: String) -> Result<()> {
        let now = self.0.clock.now();
        self.0
            .db
            .write((caller.clone(), detail), move |tx, (caller, detail)| {
                Box::pin(async move {
                    let subject = ("hall", hall.uuid());
                    let act = Act { action: "attendance.export", subject, detail: detail.clone() };
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await
    }

    /// The tables of a month that go into a file: in a workbook all of them, in text the one that was asked for.
    async fn sheets_table(
        &self,
        hall: HallId,
        first: NaiveDate,
        (file, mut table): (AttendanceFile, TableWriter),
    ) -> Result<(TableWriter, u64)> {
        let people = self.months_of(hall, first).await?;
        let whole = file == AttendanceFile::Sheets && table.has_sheets();
        let mut rows = 0;
        if file == AttendanceFile::Sheets {
            table.sheet("月度汇总", &TOTALS)?;
            for month in &people {
                table.row(&totals_row(&month.person, &month.sheet.totals, month.paid_out))?;
                rows += 1;
            }
        }
        if whole || file == AttendanceFile::Days {
            table.sheet("每日明细", &DAYS)?;
            for month in &people {
                for day in month.sheet.days.iter().filter(|day| day.result.is_some()) {
                    table.row(&day_row(&month.person, day))?;
                    rows += 1;
                }
            }
        }
        if whole || file == AttendanceFile::Adjustments {
            table.sheet("以前月份的调整", &ADJUSTMENTS)?;
            for month in &people {
                for (line, at) in &month.adjustments {
                    table.row(&adjustment_row(&month.person, line, *at))?;
                    rows += 1;
                }
            }
        }
        Ok((table, rows))
    }

    /// Everybody's month at a hall, with the adjustments that are booked in it.
    async fn months_of(&self, hall: HallId, first: NaiveDate) -> Result<Vec<PersonMonth>> {
        let (db, span) = (self.0.db.read(), bounds(first)?);
        let mut months = Vec::new();
        loop {
            let after = months.last().map(|month: &PersonMonth| month.person.sign_in_name.clone());
            let page = self.sheets_after(hall, first, after.as_deref(), PEOPLE).await?;
            if page.is_empty() {
                return Ok(months);
            }
            let ids: Vec<PersonId> = page.iter().map(|(person, _)| person.id).collect();
            let adjustments = repo::list_adjustments(db, &ids, span).await?;
            let mut paid_out = self.roster().paid_out(db, &ids, span).await?;
            months.extend(page.into_iter().map(|(person, sheet)| {
                let mine = adjustments.iter().filter(|(whose, line)| *whose == person.id && line.month == first);
                let adjustments = mine.map(|(_, line)| (line.adjustment, line.at)).collect();
                let paid_out = paid_out.remove(&person.id).unwrap_or_default();
                PersonMonth { person, sheet, adjustments, paid_out }
            }));
        }
    }

    async fn punches_table(
        &self,
        hall: HallId,
        first: NaiveDate,
        mut table: TableWriter,
    ) -> Result<(TableWriter, u64)> {
        let db = self.0.db.read();
        let span = (hall_midnight(first), hall_midnight(next_month(first)));
        table.sheet("打卡明细", &RAW)?;
        let (mut rows, mut after) = (0, None);
        loop {
            let punches = repo::list_hall_punches(db, hall, span, after, PUNCHES).await?;
            let Some(last) = punches.last() else { return Ok((table, rows)) };
            after = Some((last.0.view.at, last.0.view.id));
            for (record, sign_in_name, name) in &punches {
                table.row(&punch_row(&record.view, sign_in_name, name))?;
                rows += 1;
            }
        }
    }
}

/// A person's month, as files tell of it.
struct PersonMonth {
    person: RosteredPerson,
    sheet: MonthSheet,
    /// Lines that adjust months before, with when they were made.
    adjustments: Vec<(Adjustment, DateTime<Utc>)>,
    /// Minutes of expired time off that are paid with this month.
    paid_out: i32,
}

/// What the last part of an address names.
///
/// # Errors
/// [`Problem::NotFound`] for anything else.
pub fn attendance_file(name: &str) -> std::result::Result<(AttendanceFile, FileForm), Problem> {
    match name {
        "sheets.xlsx" => Ok((AttendanceFile::Sheets, FileForm::Xlsx)),
        "sheets.csv" => Ok((AttendanceFile::Sheets, FileForm::Csv)),
        "days.csv" => Ok((AttendanceFile::Days, FileForm::Csv)),
        "adjustments.csv" => Ok((AttendanceFile::Adjustments, FileForm::Csv)),
        "punches.xlsx" => Ok((AttendanceFile::Punches, FileForm::Xlsx)),
        "punches.csv" => Ok((AttendanceFile::Punches, FileForm::Csv)),
        _ => Err(Problem::NotFound),
    }
}
