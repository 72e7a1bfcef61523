//! Months and punches of a hall as files.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::{
        Adjustment, AdjustmentCause, DayResult, DayStatus, FenceVerdict, MonthDay, MonthSheet, MonthTotals,
        PunchSource, PunchView, Verdict, month_totals, next_month,
    },
    ids::{HallId, PersonId},
    policy::Action,
    problem::Problem,
    roster::{Assignment, SlotKind},
    time::{hall_midnight, hall_time},
};
use store::repo::attendance::{self as repo, RosteredPerson};

use super::{Attendance, month::bounds};
use crate::{
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    export::{Cell, Column, Download, TableWriter},
};

/// People read at a time.
const PEOPLE: u64 = 200;
/// Punches read at a time.
const PUNCHES: u64 = 2_000;

const TOTALS: [Column; 13] = [
    ("工号", 12),
    ("姓名", 12),
    ("应出勤（天）", 12),
    ("已出勤（天）", 12),
    ("迟到（次）", 10),
    ("迟到（分钟）", 12),
    ("早退（次）", 10),
    ("早退（分钟）", 12),
    ("缺卡（次）", 10),
    ("缺勤（天）", 10),
    ("请假（天）", 10),
    ("休息日打卡（天）", 16),
    ("待核实（天）", 12),
];
const DAYS: [Column; 9] = [
    ("工号", 12),
    ("姓名", 12),
    ("日期", 12),
    ("班次", 12),
    ("打卡时间", 28),
    ("结果", 12),
    ("迟到（分钟）", 12),
    ("早退（分钟）", 12),
    ("缺卡（次）", 10),
];
const ADJUSTMENTS: [Column; 7] =
    [("工号", 12), ("姓名", 12), ("日期", 12), ("原结果", 12), ("改为", 12), ("原因", 20), ("登记时间", 20)];
const RAW: [Column; 13] = [
    ("工号", 12),
    ("姓名", 12),
    ("打卡时间", 20),
    ("送达时间", 20),
    ("工作日期", 12),
    ("上下班", 8),
    ("结果", 14),
    ("迟到或早退（分钟）", 18),
    ("位置", 14),
    ("距离（米）", 10),
    ("来源", 10),
    ("核实", 20),
    ("说明", 30),
];

/// What can be downloaded of a hall's month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttendanceFile {
    /// Each person's month: totals, days, adjustments.
    Sheets,
    /// Each punch.
    Punches,
}

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileForm {
    /// A workbook.
    Xlsx,
    /// Text; of a month only the totals.
    Csv,
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
        let table = match form {
            FileForm::Xlsx => TableWriter::xlsx(),
            FileForm::Csv => TableWriter::csv(),
        };
        let (table, rows) = match file {
            AttendanceFile::Sheets => self.sheets_table(hall, first, table).await?,
            AttendanceFile::Punches => self.punches_table(hall, first, table).await?,
        };
        let (ending, media_type) = match form {
            FileForm::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            FileForm::Csv => ("csv", "text/csv; charset=utf-8"),
        };
        let what = match file {
            AttendanceFile::Sheets => "sheets",
            AttendanceFile::Punches => "punches",
        };
        let name = format!("attendance-{}-{what}.{ending}", first.format("%Y-%m"));
        self.note_export(caller, hall, format!("{name}, {rows} rows")).await?;
        Ok(Download { name, media_type, bytes: table.finish().await? })
    }

    async fn note_export(&self, caller: &Caller, hall: HallId, detail: String) -> Result<()> {
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

    async fn sheets_table(&self, hall: HallId, first: NaiveDate, mut table: TableWriter) -> Result<(TableWriter, u64)> {
        let people = self.months_of(hall, first).await?;
        let mut rows = 0;
        table.sheet("月度汇总", &TOTALS)?;
        for (person, sheet, _) in &people {
            table.row(&totals_row(person, &sheet.totals))?;
            rows += 1;
        }
        if table.has_sheets() {
            table.sheet("每日明细", &DAYS)?;
            for (person, sheet, _) in &people {
                for day in sheet.days.iter().filter(|day| day.result.is_some()) {
                    table.row(&day_row(person, day))?;
                    rows += 1;
                }
            }
            table.sheet("以前月份的调整", &ADJUSTMENTS)?;
            for (person, _, lines) in &people {
                for (line, at) in lines {
                    table.row(&adjustment_row(person, line, *at))?;
                    rows += 1;
                }
            }
        }
        Ok((table, rows))
    }

    /// Everybody's month at a hall, with the adjustments that are booked in it.
    async fn months_of(&self, hall: HallId, first: NaiveDate) -> Result<Vec<PersonMonth>> {
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let calendar = self.calendar().current().await?;
        let (first, last) = bounds(first)?;
        let mut months = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let people = repo::list_of_month(db, hall, (first, last), after.as_deref(), PEOPLE).await?;
            let Some(end) = people.last() else { return Ok(months) };
            after = Some(end.sign_in_name.clone());
            let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
            let mut sheets = repo::find_sheets(db, &ids, first).await?;
            let open: Vec<PersonId> = ids.iter().filter(|id| !sheets.contains_key(id)).copied().collect();
            let mut days = self.days_of(db, &calendar, &open, (first, last), now).await?;
            let adjustments = repo::list_adjustments(db, &ids, (first, last)).await?;
            for person in people {
                let sheet = match sheets.remove(&person.id) {
                    Some((_, sheet)) => sheet,
                    None => sheet_of(&person, days.remove(&person.id).unwrap_or_default()),
                };
                let mine = adjustments.iter().filter(|(whose, line)| *whose == person.id && line.month == first);
                let lines = mine.map(|(_, line)| (line.adjustment, line.at)).collect();
                months.push((person, sheet, lines));
            }
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

type PersonMonth = (RosteredPerson, MonthSheet, Vec<(Adjustment, DateTime<Utc>)>);

/// A month that is still open, as it stands now.
pub(super) fn sheet_of(person: &RosteredPerson, days: Vec<MonthDay>) -> MonthSheet {
    let days: Vec<MonthDay> = days.into_iter().filter(|day| person.employed_on(day.duty.date)).collect();
    let results: Vec<DayResult> = days.iter().filter_map(|day| day.result.clone()).collect();
    MonthSheet { totals: month_totals(&results), days }
}

fn totals_row(person: &RosteredPerson, totals: &MonthTotals) -> Vec<Cell> {
    let counts = [
        totals.shift_days,
        totals.attended_days,
        totals.late_count,
        totals.late_minutes,
        totals.early_count,
        totals.early_minutes,
        totals.missing_slots,
        totals.absent_days,
        totals.leave_days,
        totals.worked_rest_days,
        totals.review_days,
    ];
    let who = [Cell::text(&person.sign_in_name), Cell::text(&person.name)];
    who.into_iter().chain(counts.map(Cell::number)).collect()
}

fn day_row(person: &RosteredPerson, day: &MonthDay) -> Vec<Cell> {
    let shift = match &day.duty.assignment {
        Assignment::Shift(shift) => shift.name.clone(),
        Assignment::Rest => "休息".to_owned(),
        Assignment::Unscheduled => "无排班".to_owned(),
    };
    let result = day.result.as_ref();
    let times = result.iter().flat_map(|result| &result.slots).map(|slot| match slot.punch {
        Some(punch) => hall_time(punch.at).format("%H:%M").to_string(),
        None => "—".to_owned(),
    });
    let times: Vec<String> = times.collect();
    vec![
        Cell::text(&person.sign_in_name),
        Cell::text(&person.name),
        Cell::Date(day.duty.date),
        Cell::text(shift),
        Cell::text(times.join(" ")),
        Cell::maybe(result, |result| Cell::text(status(result.status))),
        Cell::maybe(result, |result| Cell::number(result.late_minutes)),
        Cell::maybe(result, |result| Cell::number(result.early_minutes)),
        Cell::maybe(result, |result| Cell::number(result.missing)),
    ]
}

fn adjustment_row(person: &RosteredPerson, line: &Adjustment, at: DateTime<Utc>) -> Vec<Cell> {
    let cause = match line.cause {
        AdjustmentCause::Correction => "补卡审批通过",
        AdjustmentCause::LatePunch => "离线打卡后来送达",
        AdjustmentCause::Decision => "打卡核实后更改",
        AdjustmentCause::Paper => "纸质签到表确认",
    };
    vec![
        Cell::text(&person.sign_in_name),
        Cell::text(&person.name),
        Cell::Date(line.date),
        Cell::text(status(line.before.status)),
        Cell::text(status(line.after.status)),
        Cell::text(cause),
        Cell::Moment(at),
    ]
}

fn punch_row(punch: &PunchView, sign_in_name: &str, name: &str) -> Vec<Cell> {
    let kind = punch.slot_kind.map(|kind| match kind {
        SlotKind::In => "上班",
        SlotKind::Out => "下班",
    });
    let decision = punch.decision.as_ref().map(|decision| {
        let word = if decision.accepted { "认可" } else { "不认可" };
        format!("{} {word}", decision.by)
    });
    vec![
        Cell::text(sign_in_name),
        Cell::text(name),
        Cell::Moment(punch.at),
        Cell::maybe(punch.arrived_at, Cell::Moment),
        Cell::maybe(punch.judgement.work_date, Cell::Date),
        Cell::maybe(kind, Cell::text),
        Cell::text(verdict(punch.judgement.verdict)),
        Cell::number(punch.judgement.minutes),
        Cell::text(place(punch.judgement.place)),
        Cell::maybe(punch.distance_m(), Cell::number),
        Cell::text(source(punch.source)),
        Cell::maybe(decision, Cell::text),
        Cell::maybe(punch.reason.clone(), Cell::text),
    ]
}

const fn status(status: DayStatus) -> &'static str {
    match status {
        DayStatus::Pending => "未结束",
        DayStatus::OnTime => "正常",
        DayStatus::Late => "迟到",
        DayStatus::LeftEarly => "早退",
        DayStatus::LateAndEarly => "迟到早退",
        DayStatus::MissingPunch => "缺卡",
        DayStatus::Absent => "缺勤",
        DayStatus::Rest => "休息",
        DayStatus::Holiday => "法定节假日",
        DayStatus::WorkedRest => "休息日打卡",
        DayStatus::OnLeave => "请假",
        DayStatus::Unscheduled => "无排班",
    }
}

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Normal => "正常",
        Verdict::Late => "迟到",
        Verdict::LeftEarly => "早退",
        Verdict::OutOfFence => "范围外",
        Verdict::PositionUnknown => "位置待核实",
        Verdict::TimeUnknown => "时间待核实",
        Verdict::Extra => "重复打卡",
        Verdict::TooEarly => "未到打卡时间",
        Verdict::OutsideSlots => "不在打卡时段",
        Verdict::NoRoster => "无排班",
    }
}

const fn place(place: FenceVerdict) -> &'static str {
    match place {
        FenceVerdict::Inside { .. } => "大厅内",
        FenceVerdict::Outside { .. } => "大厅外",
        FenceVerdict::Inaccurate { .. } => "定位不准",
        FenceVerdict::NoPosition { .. } => "没有位置",
        FenceVerdict::NoFence => "未设打卡范围",
        FenceVerdict::Proved { .. } => "另有证明",
    }
}

const fn source(source: PunchSource) -> &'static str {
    match source {
        PunchSource::App => "手机",
        PunchSource::Form => "网页表单",
        PunchSource::Correction => "补卡",
        PunchSource::Witness => "组长作证",
        PunchSource::Paper => "纸质签到",
    }
}

/// What the last part of an address names.
///
/// # Errors
/// [`Problem::NotFound`] for anything else.
pub fn attendance_file(name: &str) -> std::result::Result<(AttendanceFile, FileForm), Problem> {
    match name {
        "sheets.xlsx" => Ok((AttendanceFile::Sheets, FileForm::Xlsx)),
        "sheets.csv" => Ok((AttendanceFile::Sheets, FileForm::Csv)),
        "punches.xlsx" => Ok((AttendanceFile::Punches, FileForm::Xlsx)),
        "punches.csv" => Ok((AttendanceFile::Punches, FileForm::Csv)),
        _ => Err(Problem::NotFound),
    }
}
