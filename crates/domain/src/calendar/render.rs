use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{CalendarStatus, CalendarYear, Festival, WorkCalendar};

/// A year as lines of Chinese text, for `zaigang calendar`: a month's working days, breaks, make-up days
/// and 300 % days. Breaks stand in the month they begin in. `None` for a year without data.
pub fn render_year(calendar: &WorkCalendar, year: i32) -> Option<Vec<String>> {
    let data = calendar.year(year)?;
    let status = match data.status {
        CalendarStatus::Provisional => "暂定",
        CalendarStatus::Published => "已公布",
    };
    let counts: Vec<i32> = (1..=12).map(|month| calendar.workdays_in_month(year, month)).collect();
    let mut lines =
        vec![format!("{year}年工作日历（第{}版，{status}）", data.version), format!("依据：{}", data.source)];
    lines.extend((1..=12).zip(&counts).map(|(month, count)| month_line(data, month, *count)));
    lines.push(format!("全年工作日 {} 天，法定节假日 {} 天", counts.iter().sum::<i32>(), data.statutory.len()));
    Some(lines)
}

fn month_line(data: &CalendarYear, month: u32, workdays: i32) -> String {
    let mut line = format!("{month:>2}月  工作日 {workdays} 天");
    let off = data.off.iter().filter(|range| range.from.month() == month).map(|range| {
        if range.from == range.to { short(range.from) } else { format!("{}至{}", short(range.from), short(range.to)) }
    });
    push(&mut line, "放假", off);
    let make_up = data.make_up.iter().filter(|date| date.month() == month);
    push(&mut line, "调休上班", make_up.map(|date| format!("{}（{}）", short(*date), weekday(*date))));
    let statutory = data.statutory.iter().filter(|day| day.date.month() == month);
    push(&mut line, "三倍工资", statutory.map(|day| format!("{}{}", short(day.date), festival(day.festival))));
    line
}

fn push(line: &mut String, title: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if !items.is_empty() {
        // Writing to a string can't fail.
        let _ = write!(line, "  {title} {}", items.join("、"));
    }
}

fn short(date: NaiveDate) -> String {
    format!("{}/{}", date.month(), date.day())
}

const fn festival(festival: Festival) -> &'static str {
    match festival {
        Festival::NewYear => "元旦",
        Festival::SpringFestival => "春节",
        Festival::Qingming => "清明节",
        Festival::LabourDay => "劳动节",
        Festival::DragonBoat => "端午节",
        Festival::MidAutumn => "中秋节",
        Festival::NationalDay => "国庆节",
        Festival::Special => "特别放假",
    }
}

fn weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    }
}
