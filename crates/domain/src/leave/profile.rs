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
        /// 重庆.
        Chongqing = "chongqing",
        /// 江西.
        Jiangxi = "jiangxi",
        /// 山东.
        Shandong = "shandong",
        /// 湖南.
        Hunan = "hunan",
        /// 安徽.
        Anhui = "anhui",
        /// 福建.
        Fujian = "fujian",
        /// 陕西.
        Shaanxi = "shaanxi",
        /// 山西.
        Shanxi = "shanxi",
        /// 甘肃.
        Gansu = "gansu",
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

coded_enum! {
    /// What must be so for a province to give more than its usual.
    pub enum Condition {
        /// The second or third child.
        LaterChild = "later_child",
        /// Both were examined before they married.
        PremaritalCheck = "premarital_check",
        /// Something else that the text of the law says.
        Other = "other",
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
    /// How long in all on a condition, in days. Shown to who decides and reads the proof, and no floor: whether it
    /// is so is nothing that is stored.
    pub more: Option<(Condition, i32)>,
    /// The birthday before which a child gives it, for leave that each parent has for every year of one.
    pub until_age: Option<u32>,
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
    ProfileRule { province, kind, length, more: None, until_age: None, counts, source, certainty, since }
}

/// Working days for each parent and every year of a child, until a birthday.
const fn childcare(
    province: Province,
    (days, until_age): (i32, u32),
    since: (i32, u32, u32),
    source: (&'static str, Certainty),
) -> ProfileRule {
    let rule = rule((province, LeaveKind::Childcare), (Length::Days(days), Workdays), since, source);
    ProfileRule { until_age: Some(until_age), ..rule }
}

const fn more(rule: ProfileRule, condition: Condition, days: i32) -> ProfileRule {
    ProfileRule { more: Some((condition, days)), ..rule }
}

const SHANGHAI: (&str, Certainty) = ("上海市人口与计划生育条例", Certainty::Law);
const GUANGDONG: (&str, Certainty) = ("广东省人口与计划生育条例", Certainty::Law);
const ZHEJIANG: (&str, Certainty) = ("浙江省人口与计划生育条例", Certainty::Law);
const HENAN: (&str, Certainty) = ("河南省人口与计划生育条例", Certainty::Law);
const BEIJING: (&str, Certainty) = ("北京市人口与计划生育条例（请核对现行文本）", Certainty::Unverified);
const SICHUAN: (&str, Certainty) = ("四川省人口与计划生育条例 2025 年修正（据报道，请核对）", Certainty::Press);
const CHONGQING: (&str, Certainty) = ("重庆市人口与计划生育条例（请核对现行文本）", Certainty::Unverified);
const JIANGXI: (&str, Certainty) = ("江西省人口与计划生育条例（请核对现行文本）", Certainty::Unverified);
const SHANDONG: (&str, Certainty) = ("山东省人口与计划生育条例（请核对现行文本）", Certainty::Unverified);
const HUNAN: (&str, Certainty) = ("湖南省人口与计划生育条例（请核对现行文本）", Certainty::Unverified);
const ANHUI: (&str, Certainty) = ("安徽省人口与计划生育条例（请核对现行文本）", Certainty::Unverified);
const FUJIAN: (&str, Certainty) = ("福建省人口与计划生育条例（请核对现行文本）", Certainty::Unverified);
const SHAANXI: (&str, Certainty) = ("陕西省人口与计划生育条例（请核对现行文本）", Certainty::Unverified);
const SHANXI: (&str, Certainty) = ("山西省人口与计划生育条例（据报道，请核对）", Certainty::Press);
const GANSU: (&str, Certainty) = ("甘肃省人口与计划生育条例（据报道，请核对）", Certainty::Press);
const REFORM: (i32, u32, u32) = (2021, 11, 26);
const MARRIAGE: LeaveKind = LeaveKind::Marriage;
const MATERNITY: LeaveKind = LeaveKind::Maternity;
const PATERNITY: LeaveKind = LeaveKind::Paternity;

const RULES: &[ProfileRule] = &[
    rule((Province::Beijing, MARRIAGE), (Length::Days(10), Workdays), REFORM, BEIJING),
    rule((Province::Beijing, MATERNITY), (Length::Days(158), CalendarDays), REFORM, BEIJING),
    rule((Province::Beijing, PATERNITY), (Length::Days(15), CalendarDays), REFORM, BEIJING),
    childcare(Province::Beijing, (5, 3), REFORM, BEIJING),
    rule((Province::Shanghai, MARRIAGE), (Length::Days(10), Workdays), REFORM, SHANGHAI),
    rule((Province::Shanghai, MATERNITY), (Length::Days(158), CalendarDays), REFORM, SHANGHAI),
    rule((Province::Shanghai, PATERNITY), (Length::Days(10), CalendarDays), REFORM, SHANGHAI),
    childcare(Province::Shanghai, (5, 3), REFORM, SHANGHAI),
    rule((Province::Guangdong, MATERNITY), (Length::Days(178), CalendarDays), REFORM, GUANGDONG),
    rule((Province::Guangdong, PATERNITY), (Length::Days(15), CalendarDays), REFORM, GUANGDONG),
    childcare(Province::Guangdong, (10, 3), REFORM, GUANGDONG),
    rule(
        (Province::Zhejiang, MARRIAGE),
        (Length::Days(13), CalendarDays),
        (2025, 1, 1),
        ("浙江省婚假规定 2025 年（据报道，请核对）", Certainty::Press),
    ),
    more(
        rule((Province::Zhejiang, MATERNITY), (Length::Days(158), CalendarDays), REFORM, ZHEJIANG),
        Condition::LaterChild,
        188,
    ),
    rule((Province::Zhejiang, PATERNITY), (Length::Days(15), CalendarDays), REFORM, ZHEJIANG),
    childcare(Province::Zhejiang, (10, 3), REFORM, ZHEJIANG),
    more(
        rule((Province::Henan, MARRIAGE), (Length::Days(21), CalendarDays), REFORM, HENAN),
        Condition::PremaritalCheck,
        28,
    ),
    rule((Province::Henan, MATERNITY), (Length::DaysAndMonths(98, 3), CalendarDays), REFORM, HENAN),
    rule((Province::Henan, PATERNITY), (Length::DaysAndMonths(0, 1), CalendarDays), REFORM, HENAN),
    more(
        rule((Province::Sichuan, MARRIAGE), (Length::Days(25), CalendarDays), (2025, 11, 1), SICHUAN),
        Condition::Other,
        30,
    ),
    childcare(Province::Sichuan, (10, 3), (2025, 11, 1), SICHUAN),
    rule((Province::Chongqing, MATERNITY), (Length::Days(178), CalendarDays), REFORM, CHONGQING),
    rule((Province::Chongqing, PATERNITY), (Length::Days(20), CalendarDays), REFORM, CHONGQING),
    rule((Province::Jiangxi, MATERNITY), (Length::Days(188), CalendarDays), REFORM, JIANGXI),
    rule((Province::Jiangxi, PATERNITY), (Length::Days(30), CalendarDays), REFORM, JIANGXI),
    // Where what is known is a range, its lower end: a floor is what nobody gets less than.
    rule((Province::Shandong, MARRIAGE), (Length::Days(15), CalendarDays), REFORM, SHANDONG),
    rule((Province::Shandong, MATERNITY), (Length::Days(158), CalendarDays), REFORM, SHANDONG),
    rule((Province::Shandong, PATERNITY), (Length::Days(15), CalendarDays), REFORM, SHANDONG),
    childcare(Province::Shandong, (10, 3), REFORM, SHANDONG),
    rule((Province::Hunan, MATERNITY), (Length::Days(158), CalendarDays), REFORM, HUNAN),
    rule((Province::Hunan, PATERNITY), (Length::Days(20), CalendarDays), REFORM, HUNAN),
    childcare(Province::Hunan, (10, 3), REFORM, HUNAN),
    rule((Province::Anhui, MATERNITY), (Length::Days(158), CalendarDays), REFORM, ANHUI),
    rule((Province::Anhui, PATERNITY), (Length::Days(30), CalendarDays), REFORM, ANHUI),
    childcare(Province::Anhui, (10, 6), REFORM, ANHUI),
    rule((Province::Fujian, MATERNITY), (Length::Days(158), CalendarDays), REFORM, FUJIAN),
    rule((Province::Fujian, PATERNITY), (Length::Days(15), CalendarDays), REFORM, FUJIAN),
    childcare(Province::Fujian, (10, 3), REFORM, FUJIAN),
    rule((Province::Shaanxi, MATERNITY), (Length::Days(158), CalendarDays), REFORM, SHAANXI),
    rule((Province::Shaanxi, PATERNITY), (Length::Days(15), CalendarDays), REFORM, SHAANXI),
    rule((Province::Shanxi, MARRIAGE), (Length::Days(30), CalendarDays), REFORM, SHANXI),
    rule((Province::Gansu, MARRIAGE), (Length::Days(30), CalendarDays), REFORM, GANSU),
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
            assert!(rule.more.is_none_or(|(_, days)| days > rule.days()), "{rule:?}");
            assert_eq!(rule.until_age.is_some(), rule.kind == LeaveKind::Childcare, "{rule:?}");
            assert!(rule.until_age.is_none_or(|age| age <= crate::leave::CHILD_LIMIT), "{rule:?}");
        }
        for province in Province::ALL {
            assert!(ProfileRule::of(*province).next().is_some(), "{province:?}");
        }
    }

    #[test]
    fn what_the_provinces_give() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
        let of = |province, kind| {
            let rule = ProfileRule::in_force(province, kind, on).unwrap();
            (rule.days(), rule.more)
        };
        let cases = [
            (Province::Shanghai, MARRIAGE, (10, None)),
            (Province::Shanghai, MATERNITY, (158, None)),
            (Province::Guangdong, MATERNITY, (178, None)),
            (Province::Zhejiang, MARRIAGE, (13, None)),
            (Province::Zhejiang, MATERNITY, (158, Some((Condition::LaterChild, 188)))),
            (Province::Henan, MARRIAGE, (21, Some((Condition::PremaritalCheck, 28)))),
            (Province::Henan, MATERNITY, (188, None)),
            (Province::Sichuan, MARRIAGE, (25, Some((Condition::Other, 30)))),
            (Province::Chongqing, PATERNITY, (20, None)),
            (Province::Jiangxi, MATERNITY, (188, None)),
            (Province::Anhui, PATERNITY, (30, None)),
        ];
        for (province, kind, expected) in cases {
            assert_eq!(of(province, kind), expected, "{province:?} {kind:?}");
        }
    }
}
