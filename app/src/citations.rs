//! Where a rule is written, in the language of the screen. The Chinese title is the law's name and stays, in brackets
//! behind its English rendering; the titles are those of `locales/*/laws.json`, their one home.

use crate::i18n::{Locale, td_string};

/// A citation as the law's own language writes it, such as `职工带薪年休假条例 3、5`, for a reader of `locale`. What is
/// no title stays as it is: a version of the house's own names what it wants.
pub(crate) fn cite(locale: Locale, source: &str) -> String {
    if locale == Locale::zh_CN {
        return source.to_owned();
    }
    let titles = titles(locale);
    let (mut rest, mut cited) = (source, String::new());
    while let Some(next) = rest.chars().next() {
        if let Some((title, rendered)) = longest(&titles, rest) {
            cited.push_str(rendered);
            rest = &rest[title.len()..];
            if names_article(&titles, rest) {
                cited.push_str(" Art.");
            } else if let Some((number, after)) = rest.strip_prefix('第').and_then(|rest| rest.split_once('条')) {
                cited.push_str(" Art. ");
                cited.push_str(number);
                rest = after;
            }
            continue;
        }
        match next {
            '、' | '，' => cited.push_str(", "),
            '；' => cited.push_str("; "),
            other => cited.push(other),
        }
        rest = &rest[next.len_utf8()..];
    }
    cited
}

/// The title with which a text begins; of several, the longest.
fn longest<'a>(titles: &[(&'a str, &'a str)], text: &str) -> Option<(&'a str, &'a str)> {
    titles.iter().copied().filter(|(title, _)| text.starts_with(title)).max_by_key(|(title, _)| title.len())
}

/// Whether the number of an article follows.
fn names_article(titles: &[(&str, &str)], text: &str) -> bool {
    let number = text.strip_prefix(' ').filter(|text| text.starts_with(|c: char| c.is_ascii_digit()));
    number.is_some_and(|text| longest(titles, text).is_none())
}

/// Each title with its rendering.
fn titles(locale: Locale) -> Vec<(&'static str, &'static str)> {
    macro_rules! of {
        ($($key:ident),+ $(,)?) => {
            vec![$((td_string!(Locale::zh_CN, laws.$key), td_string!(locale, laws.$key))),+]
        };
    }
    of![
        annual,
        annual_measures,
        regulation,
        measures,
        women,
        labour,
        injury,
        medical,
        medical_notice,
        family,
        house,
        provinces,
        zhejiang_marriage,
        beijing,
        shanghai,
        guangdong,
        zhejiang,
        henan,
        sichuan,
        chongqing,
        jiangxi,
        shandong,
        hunan,
        anhui,
        fujian,
        shaanxi,
        shanxi,
        gansu,
        to_check,
        reported,
        amended_2025,
        of_2025,
        contract,
        insurance,
        disputes,
        wages,
        privacy,
        hours,
    ]
}

#[cfg(test)]
mod tests {
    use domain::{
        calendar::{Limit, Matter, WorkCalendar},
        leave::{LeaveKind, ProfileRule, Province, RuleBook},
        roster::RosterRule,
    };

    use super::*;

    /// Chinese that stands outside brackets, which an English reader can't read.
    fn unread(text: &str) -> String {
        let mut depth = 0;
        let mut left = String::new();
        for c in text.chars() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ if depth == 0 && ('\u{3000}'..='\u{9fff}').contains(&c) => left.push(c),
                _ => {}
            }
        }
        left
    }

    #[test]
    fn the_source_language_is_as_the_law_has_it() {
        let source = "职工带薪年休假条例 3、5；企业职工带薪年休假实施办法";
        assert_eq!(cite(Locale::zh_CN, source), source);
    }

    #[test]
    fn an_english_reader_reads_english_with_the_name_of_the_law_behind_it() {
        let cases = [
            ("办法 10、11", "Measures (办法) Art. 10, 11"),
            ("劳动合同法第37条", "Labour Contract Law (劳动合同法) Art. 37"),
            (
                "女职工劳动保护特别规定 7",
                "Special Provisions on the Protection of Women Workers (女职工劳动保护特别规定) Art. 7",
            ),
            (
                "四川省人口与计划生育条例 2025 年修正（据报道，请核对）",
                "Sichuan Population and Family Planning Regulation (四川省人口与计划生育条例) as amended in 2025, \
                 as reported – please check",
            ),
        ];
        for (source, expected) in cases {
            assert_eq!(cite(Locale::en, source), expected);
        }
    }

    #[test]
    fn every_source_that_ships_is_rendered() {
        let on = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date");
        let national = LeaveKind::ALL.iter().map(|kind| RuleBook::default().rule(*kind, on).source);
        let local = Province::ALL.iter().flat_map(|province| ProfileRule::of(*province));
        let calendar = WorkCalendar::built_in();
        let limits = Matter::ALL.iter().filter_map(|matter| Limit::of(*matter, on, &calendar).ok());
        let limits = limits.map(|limit| limit.article);
        let checks = RosterRule::ALL.iter().filter_map(|rule| rule.basis()).map(ToOwned::to_owned);
        let sources = national.chain(local.map(|rule| rule.source.to_owned())).chain(limits).chain(checks);
        for source in sources {
            let cited = cite(Locale::en, &source);
            assert_eq!(unread(&cited), "", "{source}: {cited}");
        }
    }
}
