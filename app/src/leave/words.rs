//! Words for kinds of leave, amounts, and the steps by which annual leave is derived.

use domain::leave::{
    Certainty, Condition, HalfDayFestival, LeaveBook, LeaveKind, Measure, Province,
    annual::{Exclusion, Step},
};

use super::{child_words, pay_words};
use crate::{
    citations::cite,
    i18n::{Locale, td_string},
    when,
};

/// A kind of leave.
pub fn kind(locale: Locale, kind: LeaveKind) -> &'static str {
    match kind {
        LeaveKind::Annual => td_string!(locale, leave_balance.kind_annual),
        LeaveKind::Sick => td_string!(locale, leave_balance.kind_sick),
        LeaveKind::Personal => td_string!(locale, leave_balance.kind_personal),
        LeaveKind::Compensatory => td_string!(locale, leave_balance.kind_compensatory),
        LeaveKind::Marriage => td_string!(locale, leave_balance.kind_marriage),
        LeaveKind::Maternity => td_string!(locale, leave_balance.kind_maternity),
        LeaveKind::Paternity => td_string!(locale, leave_balance.kind_paternity),
        LeaveKind::Childcare => td_string!(locale, leave_balance.kind_childcare),
        LeaveKind::Prenatal => td_string!(locale, leave_balance.kind_prenatal),
        LeaveKind::Nursing => td_string!(locale, leave_balance.kind_nursing),
        LeaveKind::Bereavement => td_string!(locale, leave_balance.kind_bereavement),
        LeaveKind::Injury => td_string!(locale, leave_balance.kind_injury),
        LeaveKind::Official => td_string!(locale, leave_balance.kind_official),
    }
}

/// An amount of a kind: `2.5 天`, `1 小时 30 分`.
pub fn amount(locale: Locale, kind: LeaveKind, units: i32) -> String {
    measured(locale, kind.measure(), units)
}

/// The same for whoever knows only what it is counted in.
pub(crate) fn measured(locale: Locale, measure: Measure, units: i32) -> String {
    match measure {
        Measure::HalfDays => days(locale, units),
        Measure::Minutes => match (units / 60, units % 60) {
            (0, minutes) => td_string!(locale, leave_balance.minutes, n = minutes),
            (hours, 0) => td_string!(locale, leave_balance.hours, n = hours),
            (hours, minutes) => {
                td_string!(locale, leave_balance.hours_minutes, hours = hours, minutes = minutes)
            }
        },
    }
}

/// In half days: English has a word of its own for one of anything.
pub(super) const ONE_DAY: i32 = 2;

/// Half days as days.
pub fn days(locale: Locale, half_days: i32) -> String {
    match half_days {
        ONE_DAY => td_string!(locale, leave_balance.day).to_owned(),
        half_days => td_string!(locale, leave_balance.days, n = day_count(half_days)),
    }
}

/// `2.5` for five half days.
pub(super) fn day_count(half_days: i32) -> String {
    if half_days % 2 == 0 { (half_days / 2).to_string() } else { format!("{}.5", half_days / 2) }
}

/// What must be so for a province to give more.
pub(super) fn condition(locale: Locale, condition: Condition) -> &'static str {
    match condition {
        Condition::LaterChild => td_string!(locale, leave_balance.condition_later_child),
        Condition::PremaritalCheck => td_string!(locale, leave_balance.condition_premarital_check),
        Condition::Other => td_string!(locale, leave_balance.condition_other),
    }
}

/// A province.
pub(super) fn province(locale: Locale, province: Province) -> &'static str {
    match province {
        Province::Beijing => td_string!(locale, leave_balance.province_beijing),
        Province::Shanghai => td_string!(locale, leave_balance.province_shanghai),
        Province::Guangdong => td_string!(locale, leave_balance.province_guangdong),
        Province::Zhejiang => td_string!(locale, leave_balance.province_zhejiang),
        Province::Henan => td_string!(locale, leave_balance.province_henan),
        Province::Chongqing => td_string!(locale, leave_balance.province_chongqing),
        Province::Jiangxi => td_string!(locale, leave_balance.province_jiangxi),
        Province::Shandong => td_string!(locale, leave_balance.province_shandong),
        Province::Hunan => td_string!(locale, leave_balance.province_hunan),
        Province::Anhui => td_string!(locale, leave_balance.province_anhui),
        Province::Fujian => td_string!(locale, leave_balance.province_fujian),
        Province::Shaanxi => td_string!(locale, leave_balance.province_shaanxi),
        Province::Shanxi => td_string!(locale, leave_balance.province_shanxi),
        Province::Gansu => td_string!(locale, leave_balance.province_gansu),
        Province::Sichuan => td_string!(locale, leave_balance.province_sichuan),
    }
}

/// How sure a figure is.
pub(super) fn certainty(locale: Locale, certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Law => td_string!(locale, leave_balance.certainty_law),
        Certainty::Press => td_string!(locale, leave_balance.certainty_press),
        Certainty::Unverified => td_string!(locale, leave_balance.certainty_unverified),
    }
}

/// A festival with a half day off.
pub(super) fn festival(locale: Locale, festival: HalfDayFestival) -> &'static str {
    match festival {
        HalfDayFestival::Women => td_string!(locale, leave_balance.festival_women),
        HalfDayFestival::Youth => td_string!(locale, leave_balance.festival_youth),
    }
}

/// A line of the derivation and the article that it follows, if one says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// What it says.
    pub text: String,
    /// As [`cite`] has it; 条例 is 职工带薪年休假条例, 办法 is 企业职工带薪年休假实施办法.
    pub article: Option<String>,
}

pub(super) fn derived(locale: Locale, text: impl Into<String>, article: &str) -> Derived {
    Derived { text: text.into(), article: Some(cite(locale, article)) }
}

/// How the year's annual leave is derived, line by line, up to what is left of it.
pub fn derivation(locale: Locale, book: &LeaveBook) -> Vec<Derived> {
    let mut lines: Vec<Derived> = book.annual.entitlement.steps.iter().map(|step| self::step(locale, step)).collect();
    let granted = days(locale, book.annual.granted);
    lines.push(if book.annual.granted > book.annual.entitlement.days * 2 {
        derived(locale, td_string!(locale, leave_balance.step_kept, granted = granted), "办法 12")
    } else {
        Derived { text: td_string!(locale, leave_balance.step_granted, granted = granted), article: None }
    });
    if let Some(kept) = book.balances.iter().find(|kept| kept.kind == LeaveKind::Annual) {
        let (balance, of) = (kept.balance, |units| days(locale, units));
        let (used, pending, expired) = (of(balance.used), of(balance.pending), of(balance.expired));
        let text = td_string!(locale, leave_balance.step_used, used = used, pending = pending, expired = expired);
        lines.push(Derived { text, article: None });
        let text = td_string!(locale, leave_balance.step_left, left = of(balance.left), free = of(balance.free()));
        lines.push(Derived { text, article: None });
    }
    if let Some(days) = book.annual.pay_on_leaving {
        lines.push(derived(locale, td_string!(locale, leave_balance.step_leaving, days = days), "办法 12"));
    }
    lines
}

fn step(locale: Locale, step: &Step) -> Derived {
    let date = |date| when::full_date(date, locale);
    match *step {
        Step::Service { from, years } => {
            let text = td_string!(locale, leave_balance.step_service, from = date(from), years = years);
            derived(locale, text, "条例 3，办法 4")
        }
        Step::Continuous { from } => {
            derived(locale, td_string!(locale, leave_balance.step_continuous, from = date(from)), "办法 3")
        }
        Step::Qualifies { on } => {
            derived(locale, td_string!(locale, leave_balance.step_qualifies, on = date(on)), "办法 3")
        }
        Step::NotYet => derived(locale, td_string!(locale, leave_balance.step_not_yet), "办法 3"),
        Step::NotEmployed => {
            Derived { text: td_string!(locale, leave_balance.step_not_employed).to_owned(), article: None }
        }
        Step::Stretch { from, to, days, tier } => {
            let (from, to) = (date(from), date(to));
            let text = td_string!(locale, leave_balance.step_stretch, from = from, to = to, days = days, tier = tier);
            derived(locale, text, "条例 3，办法 5")
        }
        Step::WholeYear { tier } => {
            derived(locale, td_string!(locale, leave_balance.step_whole_year, tier = tier), "条例 3")
        }
        Step::Rounded { sum, days, leaving } => {
            let exact = format!("{}.{:02}", sum / 365, sum % 365 * 100 / 365);
            let text = td_string!(locale, leave_balance.step_rounded, sum = sum, exact = exact, days = days);
            derived(locale, text, if leaving { "办法 12" } else { "办法 5" })
        }
        Step::Excluded(ref cause) => {
            let why = why(locale, cause);
            derived(locale, td_string!(locale, leave_balance.step_excluded, why = why), "条例 4")
        }
        Step::ExcludedLater(ref cause) => {
            let why = why(locale, cause);
            derived(locale, td_string!(locale, leave_balance.step_excluded_later, why = why), "办法 8")
        }
        Step::ExcludedBefore(ref cause) => {
            let why = why(locale, cause);
            derived(locale, td_string!(locale, leave_balance.step_excluded_before, why = why), "办法 8")
        }
    }
}

fn why(locale: Locale, cause: &Exclusion) -> String {
    match *cause {
        Exclusion::Sick { taken, months } => {
            let taken = days(locale, taken);
            td_string!(locale, leave_balance.step_sick, taken = taken, months = months)
        }
        Exclusion::Personal { taken } => {
            td_string!(locale, leave_balance.step_personal, taken = days(locale, taken))
        }
    }
}

/// The derivation for the command line, in the source language, and of childcare leave and of what days not taken are
/// paid with; with a monthly wage in yuan also how much that is.
pub fn explain_zh(book: &LeaveBook, monthly_wage: Option<u32>) -> Vec<String> {
    let locale = Locale::zh_CN;
    let whose = td_string!(locale, leave_balance.whose, name = book.name.as_str());
    let as_of = td_string!(locale, leave_balance.as_of, date = when::full_date(book.on, locale));
    let mut lines = vec![format!("{whose}，{as_of}")];
    let line = |(n, line): (usize, Derived)| {
        let article = line.article.map_or(String::new(), |article| format!("  〔{article}〕"));
        format!("{n:>2}. {}{article}", line.text)
    };
    lines.extend((1..).zip(derivation(locale, book)).map(line));
    for kept in book.balances.iter().filter(|kept| kept.kind != LeaveKind::Annual) {
        let left = amount(locale, kept.kind, kept.balance.left);
        lines.push(format!("{} {} {left}", kind(locale, kept.kind), td_string!(locale, leave_balance.left)));
    }
    for child in &book.children {
        lines.push(child_words::title(locale, child));
        lines.extend((1..).zip(child_words::derivation(locale, child)).map(line));
    }
    for unused in &book.unused {
        lines.push(pay_words::heading(locale, unused));
        let monthly = monthly_wage.map(|yuan| i64::from(yuan) * 100);
        lines.extend((1..).zip(pay_words::payout(locale, unused, monthly)).map(line));
    }
    lines
}

#[cfg(test)]
pub(super) mod samples {
    use domain::{
        ids::{ChildId, PersonId, WaiverId},
        leave::{AnnualLeave, Balance, KindBalance, LeaveBook, LeaveKind, Unused, annual::Entitlement},
    };

    /// A book with so many half days of annual leave left, and so many expired.
    pub fn book(left: i32, expired: i32) -> LeaveBook {
        let balance = Balance { granted: left + expired, used: 0, expired, left, pending: 0 };
        LeaveBook {
            person: PersonId::new(),
            name: "张敏".to_owned(),
            on: chrono::NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date"),
            balances: vec![KindBalance { kind: LeaveKind::Annual, balance, lots: Vec::new() }],
            annual: AnnualLeave {
                year: 2026,
                entitlement: Entitlement { days: 5, exact: 5 * 365, steps: Vec::new() },
                granted: 10,
                pay_on_leaving: None,
            },
            sick: None,
            unused: vec![Unused { year: 2026, left, expired, on_leaving: None, waiver: None }],
            carries: Vec::new(),
            new_waiver: WaiverId::new(),
            children: Vec::new(),
            new_child: ChildId::new(),
            childcare: None,
            may_adjust: false,
            may_rule: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_people_say_them() {
        let zh = Locale::zh_CN;
        assert_eq!(amount(zh, LeaveKind::Annual, 5), "2.5 天");
        assert_eq!(amount(zh, LeaveKind::Annual, 20), "10 天");
        assert_eq!(amount(zh, LeaveKind::Compensatory, 90), "1 小时 30 分");
        assert_eq!(amount(zh, LeaveKind::Compensatory, 480), "8 小时");
        assert_eq!(amount(zh, LeaveKind::Compensatory, 45), "45 分钟");
    }

    #[test]
    fn the_command_line_ends_with_the_pay_of_each_year() {
        let lines = explain_zh(&samples::book(5, 2), Some(5_220));
        let pay = lines.iter().position(|line| line == "2026年未休年假折成工资").expect("its heading");
        assert!(lines[pay + 1].starts_with(" 1. 未休 3.5 天"), "{lines:?}");
        assert!(lines.last().is_some_and(|line| line.contains("1680.00 元")), "{lines:?}");
    }

    #[test]
    fn a_step_names_its_article() {
        let rounded = step(Locale::zh_CN, &Step::Rounded { sum: 2_910, days: 7, leaving: false });
        assert_eq!(rounded.text, "2910 ÷ 365 = 7.97，不足一整天的部分不计，年假 7 天");
        assert_eq!(rounded.article.as_deref(), Some("办法 5"));
    }
}
