//! Times and dates as people read them, at the hall's clock. By hand: a formatting library with locale
//! data would weigh more than all pages.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc, Weekday};
use domain::time::hall_time;
pub use domain::time::wall_time;
use serde::{Deserialize, Serialize};

use crate::i18n::Locale;

const WEEKDAYS_ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const WEEKDAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS_EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What was read, and the date at the hall when it was: what a form offers as "today".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated<T> {
    /// The date at the hall.
    pub today: NaiveDate,
    /// What was read.
    pub view: T,
}

/// `08:27`.
pub fn time(at: DateTime<Utc>) -> String {
    let at = hall_time(at);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `周二` / `Tue`.
pub fn weekday(date: NaiveDate, locale: Locale) -> &'static str {
    weekday_name(date.weekday(), locale)
}

/// `周二` / `Tue`.
pub fn weekday_name(weekday: Weekday, locale: Locale) -> &'static str {
    let table = match locale {
        Locale::zh_CN => WEEKDAYS_ZH,
        Locale::en => WEEKDAYS_EN,
    };
    table.get(weekday.num_days_from_monday() as usize).copied().unwrap_or_default()
}

/// `11月24日` / `24 Nov`.
pub fn day(date: NaiveDate, locale: Locale) -> String {
    match locale {
        Locale::zh_CN => format!("{}月{}日", date.month(), date.day()),
        Locale::en => format!("{} {}", date.day(), month_en(date)),
    }
}

/// `11月24日 周二` / `Tue 24 Nov`.
pub fn date(date: NaiveDate, locale: Locale) -> String {
    let (day, weekday) = (day(date, locale), weekday(date, locale));
    match locale {
        Locale::zh_CN => format!("{day} {weekday}"),
        Locale::en => format!("{weekday} {day}"),
    }
}

/// `2026年11月` / `Nov 2026`.
pub fn month(first: NaiveDate, locale: Locale) -> String {
    match locale {
        Locale::zh_CN => format!("{}年{}月", first.year(), first.month()),
        Locale::en => format!("{} {}", month_en(first), first.year()),
    }
}

/// `2026年11月24日` / `24 Nov 2026`.
pub fn full_date(date: NaiveDate, locale: Locale) -> String {
    match locale {
        Locale::zh_CN => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Locale::en => format!("{} {} {}", date.day(), month_en(date), date.year()),
    }
}

/// `11月24日 08:27` / `24 Nov 08:27`.
pub fn moment(at: DateTime<Utc>, locale: Locale) -> String {
    format!("{} {}", day(hall_time(at).date(), locale), time(at))
}

/// `2026-11`, as months stand in addresses.
pub fn month_code(date: NaiveDate) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

/// The first of the month that a month's code names.
pub fn month_of_code(code: &str) -> Option<NaiveDate> {
    format!("{code}-01").parse().ok()
}

/// `一` … `日` / `Mon` … `Sun`, for the head of a month.
pub fn weekdays(locale: Locale) -> Vec<String> {
    let table = match locale {
        Locale::zh_CN => WEEKDAYS_ZH.map(|name| name.trim_start_matches('周')),
        Locale::en => WEEKDAYS_EN,
    };
    table.map(ToOwned::to_owned).to_vec()
}

fn month_en(date: NaiveDate) -> &'static str {
    MONTHS_EN.get(date.month0() as usize).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default();
        assert_eq!(date(day, Locale::zh_CN), "11月24日 周二");
        assert_eq!(date(day, Locale::en), "Tue 24 Nov");
        assert_eq!(month(day, Locale::zh_CN), "2026年11月");
        let at = domain::time::hall_midnight(day) + chrono::TimeDelta::minutes(507);
        assert_eq!(time(at), "08:27");
        assert_eq!(moment(at, Locale::en), "24 Nov 08:27");
        assert_eq!(month_code(day), "2026-11");
        assert_eq!(month_of_code("2026-11"), day.with_day(1));
        assert_eq!(month_of_code("2026-13"), None);
        assert_eq!(weekdays(Locale::zh_CN).join(""), "一二三四五六日");
    }
}
