//! What stands in the columns of a month's files.

use chrono::{DateTime, Utc};
use domain::{
    attendance::{
        Adjustment, AdjustmentCause, DayResult, DayStatus, DaySummary, FenceVerdict, MonthDay, MonthTotals,
        PunchSource, PunchView, Verdict, WorkedOvertime,
    },
    roster::{Assignment, Compensation, SlotKind},
    time::hall_time,
};
use store::repo::attendance::RosteredPerson;

use crate::export::{Cell, Column};

pub(super) const TOTALS: [Column; 19] = [
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
    ("请假（分钟）", 12),
    ("工作日加班 150%（分钟）", 22),
    ("休息日加班 200%（分钟）", 22),
    ("法定节假日加班 300%（分钟）", 26),
    ("加班转调休（分钟）", 18),
    ("调休到期折发工资（分钟）", 24),
];
pub(super) const DAYS: [Column; 13] = [
    ("工号", 12),
    ("姓名", 12),
    ("日期", 12),
    ("班次", 12),
    ("打卡时间", 28),
    ("结果", 12),
    ("迟到（分钟）", 12),
    ("早退（分钟）", 12),
    ("缺卡（次）", 10),
    ("班内请假（分钟）", 16),
    ("批准加班（分钟）", 16),
    ("实际加班（分钟）", 16),
    ("加班补偿", 12),
];
pub(super) const ADJUSTMENTS: [Column; 17] = [
    ("工号", 12),
    ("姓名", 12),
    ("日期", 12),
    ("原结果", 12),
    ("原迟到（分钟）", 14),
    ("原早退（分钟）", 14),
    ("原缺卡（次）", 12),
    ("原请假（分钟）", 14),
    ("原加班（分钟）", 14),
    ("改为", 12),
    ("迟到（分钟）", 12),
    ("早退（分钟）", 12),
    ("缺卡（次）", 10),
    ("请假（分钟）", 12),
    ("加班（分钟）", 12),
    ("原因", 20),
    ("登记时间", 20),
];
pub(super) const RAW: [Column; 13] = [
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

/// `paid_out` are minutes of expired time off that are paid with the month.
pub(super) fn totals_row(person: &RosteredPerson, totals: &MonthTotals, paid_out: i32) -> Vec<Cell> {
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
        totals.leave_minutes,
        totals.workday_overtime,
        totals.rest_day_overtime,
        totals.holiday_overtime,
        totals.time_off_earned,
        paid_out,
    ];
    let who = [Cell::text(&person.sign_in_name), Cell::text(&person.name)];
    who.into_iter().chain(counts.map(Cell::number)).collect()
}

pub(super) fn day_row(person: &RosteredPerson, day: &MonthDay) -> Vec<Cell> {
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
    let overtime = result.and_then(|result| result.overtime);
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
        Cell::maybe(result.and_then(DayResult::counted_leave), Cell::number),
        Cell::maybe(overtime, |overtime| Cell::number(overtime.approved)),
        Cell::maybe(overtime, |overtime| Cell::number(overtime.minutes)),
        Cell::maybe(overtime, |overtime| Cell::text(made_good(overtime))),
    ]
}

pub(super) fn adjustment_row(person: &RosteredPerson, line: &Adjustment, at: DateTime<Utc>) -> Vec<Cell> {
    let cause = match line.cause {
        AdjustmentCause::Correction => "补卡审批通过",
        AdjustmentCause::LatePunch => "离线打卡后来送达",
        AdjustmentCause::Decision => "打卡核实后更改",
        AdjustmentCause::Paper => "纸质签到表确认",
        AdjustmentCause::Leave => "请假有变动",
        AdjustmentCause::Roster => "排班有变动",
        AdjustmentCause::Calendar => "放假安排有变动",
    };
    let who = [Cell::text(&person.sign_in_name), Cell::text(&person.name), Cell::Date(line.date)];
    let change = summary_cells(&line.before).into_iter().chain(summary_cells(&line.after));
    who.into_iter().chain(change).chain([Cell::text(cause), Cell::Moment(at)]).collect()
}

fn summary_cells(day: &DaySummary) -> [Cell; 6] {
    [
        Cell::text(status(day.status)),
        Cell::number(day.late_minutes),
        Cell::number(day.early_minutes),
        Cell::number(day.missing),
        Cell::maybe(day.leave_minutes, Cell::number),
        Cell::maybe(day.overtime_minutes, Cell::number),
    ]
}

fn made_good(overtime: WorkedOvertime) -> String {
    match overtime.compensation {
        Compensation::Pay => format!("{}%", overtime.class.percent()),
        Compensation::TimeOff => "调休".to_owned(),
    }
}

pub(super) fn punch_row(punch: &PunchView, sign_in_name: &str, name: &str) -> Vec<Cell> {
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
