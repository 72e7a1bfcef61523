//! A day of a hall's windows as a file: a workbook with all of it, or one table as text.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::{CoverSession, DayLog, LoggedAlarm, LoggedOuting, OutingState},
    ids::HallId,
    policy::Action,
    problem::Problem,
};

use super::{Attendance, export::FileForm};
use crate::{
    caller::Caller,
    error::Result,
    export::{Cell, Column, Download, TableWriter},
    org::hall_record,
};

/// What can be downloaded of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayFile {
    /// All of it, a sheet each.
    Workbook,
    /// One table.
    Text(DayTable),
}

/// A table of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayTable {
    /// Who left for a while.
    Outings,
    /// Who stood in for whom.
    Covers,
    /// Which windows were empty.
    Alarms,
}

const ALL: [DayTable; 3] = [DayTable::Outings, DayTable::Covers, DayTable::Alarms];

const OUTINGS: [Column; 13] = [
    ("窗口", 16),
    ("姓名", 12),
    ("外出事由", 24),
    ("申请时间", 20),
    ("申请时长（分钟）", 16),
    ("离开时间", 20),
    ("返回时间", 20),
    ("外出（分钟）", 12),
    ("超时（分钟）", 12),
    ("状态", 10),
    ("顶岗人", 12),
    ("超时提醒组长", 20),
    ("超时通知主管", 20),
];
const COVERS: [Column; 6] =
    [("顶岗人", 12), ("被顶岗人", 12), ("窗口", 16), ("开始", 20), ("结束", 20), ("时长（分钟）", 12)];
const ALARMS: [Column; 9] = [
    ("窗口", 16),
    ("空岗起始", 20),
    ("提醒组长", 20),
    ("处理人", 12),
    ("处理时间", 20),
    ("怎么处理", 30),
    ("通知主管", 20),
    ("结束", 20),
    ("空岗（分钟）", 12),
];

/// What the last part of an address names.
///
/// # Errors
/// [`Problem::NotFound`] for anything else.
pub fn day_file(name: &str) -> std::result::Result<DayFile, Problem> {
    match name {
        "log.xlsx" => Ok(DayFile::Workbook),
        "outings.csv" => Ok(DayFile::Text(DayTable::Outings)),
        "covers.csv" => Ok(DayFile::Text(DayTable::Covers)),
        "alarms.csv" => Ok(DayFile::Text(DayTable::Alarms)),
        _ => Err(Problem::NotFound),
    }
}

impl DayFile {
    fn tables(&self) -> &[DayTable] {
        match self {
            Self::Workbook => &ALL,
            Self::Text(table) => std::slice::from_ref(table),
        }
    }

    const fn form(self) -> FileForm {
        match self {
            Self::Workbook => FileForm::Xlsx,
            Self::Text(_) => FileForm::Csv,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Workbook => "log",
            Self::Text(DayTable::Outings) => "outings",
            Self::Text(DayTable::Covers) => "covers",
            Self::Text(DayTable::Alarms) => "alarms",
        }
    }
}

impl Attendance {
    /// A day of a whole hall as a file, for those who may take its attendance away; each time stands in the audit trail.
    pub async fn export_day(&self, caller: &Caller, hall: HallId, date: NaiveDate, file: DayFile) -> Result<Download> {
        caller.check(Action::AttendanceExport, &self.hall_place(self.0.db.read(), hall).await?)?;
        let record = hall_record(self.0.db.read(), hall).await?;
        let log = self.log_of((caller, Action::AttendanceExport), &record, Some(date)).await?;
        let mut table = file.form().table();
        let rows = file.tables().iter().map(|which| which.write(&log, &mut table)).sum::<Result<usize>>()?;
        let name = format!("attendance-{date}-{}.{}", file.word(), file.form().ending());
        self.note_export(caller, hall, format!("{name}, {rows} rows")).await?;
        file.form().download(name, table).await
    }
}

impl DayTable {
    /// Writes it, and says how many rows it has.
    fn write(self, log: &DayLog, table: &mut TableWriter) -> Result<usize> {
        let (title, columns, rows): (_, &[Column], Vec<Vec<Cell>>) = match self {
            Self::Outings => {
                let rows = log.outings.iter().map(|logged| outing_row(logged, log.as_of));
                ("临时外出", &OUTINGS, rows.collect())
            }
            Self::Covers => ("顶岗", &COVERS, log.covers().map(cover_row).collect()),
            Self::Alarms => ("空岗提醒", &ALARMS, log.alarms.iter().map(|alarm| alarm_row(alarm, log.as_of)).collect()),
        };
        table.sheet(title, columns)?;
        for row in &rows {
            table.row(row)?;
        }
        Ok(rows.len())
    }
}

fn outing_row(logged: &LoggedOuting, as_of: DateTime<Utc>) -> Vec<Cell> {
    let outing = &logged.outing;
    let state = match outing.state {
        OutingState::Asked => "等同事确认",
        OutingState::Out => "外出中",
        OutingState::Back => "已返回",
        OutingState::Withdrawn => "已取消",
        OutingState::Lapsed => "已过期",
    };
    let over = outing.minutes_over(as_of).map(|over| i32::try_from(over).unwrap_or(i32::MAX));
    vec![
        Cell::text(&outing.window),
        Cell::text(&outing.name),
        Cell::text(&outing.reason),
        Cell::Moment(outing.asked_at),
        Cell::number(outing.minutes),
        Cell::maybe(outing.left_at, Cell::Moment),
        Cell::maybe(outing.back_at, Cell::Moment),
        Cell::maybe(logged.minutes(), Cell::number),
        Cell::maybe(over, Cell::number),
        Cell::text(state),
        Cell::maybe(outing.cover.as_deref(), Cell::text),
        Cell::maybe(logged.told_at, Cell::Moment),
        Cell::maybe(logged.passed_on_at, Cell::Moment),
    ]
}

fn cover_row(session: CoverSession<'_>) -> Vec<Cell> {
    vec![
        Cell::text(session.by),
        Cell::text(session.covered),
        Cell::text(session.window),
        Cell::Moment(session.from),
        Cell::maybe(session.to, Cell::Moment),
        Cell::maybe(session.minutes(), Cell::number),
    ]
}

fn alarm_row(alarm: &LoggedAlarm, as_of: DateTime<Utc>) -> Vec<Cell> {
    let taken = alarm.taken.as_ref();
    vec![
        Cell::text(&alarm.window),
        Cell::Moment(alarm.since),
        Cell::Moment(alarm.raised_at),
        Cell::maybe(taken, |taken| Cell::text(&taken.by)),
        Cell::maybe(taken, |taken| Cell::Moment(taken.at)),
        Cell::maybe(taken, |taken| Cell::text(&taken.note)),
        Cell::maybe(alarm.escalated_at, Cell::Moment),
        Cell::maybe(alarm.ended_at, Cell::Moment),
        Cell::number(alarm.minutes(as_of)),
    ]
}
