//! What provinces add to the national rules. Shipped with its source, and off until the agency has
//! confirmed it for a hall: provincial rules change often, and some are known from the press alone.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    kind::LeaveKind,
    rule::CountMode::{self, CalendarDays, Workdays},
};
use crate::coded::coded_enum;

coded_enum! {
    /// A province with a profile.
    pub enum Province {
        /// 北京.
        Beijing = "beijing",
        /// 上海.
        Shanghai = "shanghai",
        /// 广东.
        Guangdong = "guangdong",
        /// 浙江.
        Zhejiang = "zhejiang",
        /// 河南.
        Henan = "henan",
        /// 四川.
        Sichuan = "sichuan",
    }
}

coded_enum! {
    /// How sure a profile's figure is; the agency reads the source before it confirms.
    pub enum Certainty {
        /// Read in the text of the law.
        Law = "law",
        /// Reported by the press.
        Press = "press",
        /// To be looked up.
        Unverified = "unverified",
    }
}

/// How long, as the law says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "unit", content = "n")]
pub enum Length {
    /// Days.
    Days(i32),
    /// So many days and months of 30 days.
    DaysAndMonths(i32, i32),
}

/// What a province gives for one kind of leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProfileRule {
    /// Whose rule.
    pub province: Province,
    /// The kind.
    pub kind: LeaveKind,
    /// How long in all, the national part included.
    pub length: Length,
    /// Which days count.
    pub counts: CountMode,
    /// Where it is written.
    pub source: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    since: (i32, u32, u32),
}

const fn rule(
    (province, kind): (Province, LeaveKind),
    (length, counts): (Length, CountMode),
    since: (i32, u32, u32),
    (source, certainty): (&'static str, Certainty),
) -> ProfileRule {
    ProfileRule { province, kind, length, counts, source, certainty, since }
}

const SHANGHAI: (&str, Certainty) = ("上海市人口与计划生育条例", Certainty::Law);
const GUANGDONG: (&str, Certainty) = ("广东省人口与计划生育条例", Certainty::Law);
const ZHEJIANG: (&str, Certainty) = ("浙江省人口与计划生育条例", Certainty::Law);
const HENAN: (&str, Certainty) = ("河南省人口与计划生育条例", Certainty::Law);
const BEIJING: (&str, Certainty) = ("北京市人口与计划生育条例（请核对现行文本）", Certainty::Unverified);
const SICHUAN: (&str, Certainty) = ("四川省人口与计划生育条例 2025 年修正（据报道，请核对）", Certainty::Press);
const REFORM: (i32, u32, u32) = (2021, 11, 26);
const MARRIAGE: LeaveKind = LeaveKind::Marriage;
const MATERNITY: LeaveKind = LeaveKind::Maternity;
const PATERNITY: LeaveKind = LeaveKind::Paternity;
const CHILDCARE: LeaveKind = LeaveKind::Childcare;

const RULES: &[ProfileRule] = &[
    rule((Province::Beijing, MARRIAGE), (Length::Days(10), Workdays), REFORM, BEIJING),
    rule((Province::Beijing, MATERNITY), (Length::Days(158), CalendarDays), REFORM, BEIJING),
    rule((Province::Beijing, PATERNITY), (Length::Days(15), CalendarDays), REFORM, BEIJING),
    rule((Province::Beijing, CHILDCARE), (Length::Days(5), Workdays), REFORM, BEIJING),
    rule((Province::Shanghai, MARRIAGE), (Length::Days(10), Workdays), REFORM, SHANGHAI),
    rule((Province::Shanghai, MATERNITY), (Length::Days(158), CalendarDays), REFORM, SHANGHAI),
    rule((Province::Shanghai, PATERNITY), (Length::Days(10), CalendarDays), REFORM, SHANGHAI),
    rule((Province::Shanghai, CHILDCARE), (Length::Days(5), Workdays), REFORM, SHANGHAI),
    rule((Province::Guangdong, MATERNITY), (Length::Days(178), CalendarDays), REFORM, GUANGDONG),
    rule((Province::Guangdong, PATERNITY), (Length::Days(15), CalendarDays), REFORM, GUANGDONG),
    rule((Province::Guangdong, CHILDCARE), (Length::Days(10), Workdays), REFORM, GUANGDONG),
    rule(
        (Province::Zhejiang, MARRIAGE),
        (Length::Days(13), CalendarDays),
        (2025, 1, 1),
        ("浙江省婚假规定 2025 年（据报道，请核对）", Certainty::Press),
    ),
    rule((Province::Zhejiang, MATERNITY), (Length::Days(158), CalendarDays), REFORM, ZHEJIANG),
    rule((Province::Zhejiang, PATERNITY), (Length::Days(15), CalendarDays), REFORM, ZHEJIANG),
    rule((Province::Zhejiang, CHILDCARE), (Length::Days(10), Workdays), REFORM, ZHEJIANG),
    rule((Province::Henan, MARRIAGE), (Length::Days(21), CalendarDays), REFORM, HENAN),
    rule((Province::Henan, MATERNITY), (Length::DaysAndMonths(98, 3), CalendarDays), REFORM, HENAN),
    rule((Province::Henan, PATERNITY), (Length::DaysAndMonths(0, 1), CalendarDays), REFORM, HENAN),
    rule((Province::Sichuan, MARRIAGE), (Length::Days(25), CalendarDays), (2025, 11, 1), SICHUAN),
    rule((Province::Sichuan, CHILDCARE), (Length::Days(10), Workdays), (2025, 11, 1), SICHUAN),
];

impl ProfileRule {
    /// The first day on which it applies.
    pub fn from(&self) -> NaiveDate {
        let (year, month, day) = self.since;
        NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
    }

    /// In days; a month is 30.
    pub const fn days(&self) -> i32 {
        match self.length {
            Length::Days(days) => days,
            Length::DaysAndMonths(days, months) => days + 30 * months,
        }
    }

    /// All rules of a province.
    pub fn of(province: Province) -> impl Iterator<Item = &'static Self> {
        RULES.iter().filter(move |rule| rule.province == province)
    }

    /// What a province has for a kind on a date.
    pub fn in_force(province: Province, kind: LeaveKind, date: NaiveDate) -> Option<&'static Self> {
        Self::of(province).filter(|rule| rule.kind == kind && rule.from() <= date).max_by_key(|rule| rule.from())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_date_is_one_and_every_province_has_rules() {
        for rule in RULES {
            let (year, month, day) = rule.since;
            assert!(NaiveDate::from_ymd_opt(year, month, day).is_some(), "{rule:?}");
        }
        for province in Province::ALL {
            assert!(ProfileRule::of(*province).next().is_some(), "{province:?}");
        }
    }
}
