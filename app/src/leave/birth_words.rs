//! What maternity leave is taken for: the fields of the form, which only that kind shows, and what follows. Which of them
//! are seen is a matter of style alone, so that the form is the same without a script.

use domain::leave::{Birth, BirthDays, BirthKind, MAX_BORN, MORE_DAYS};
use leptos::prelude::*;

use super::request_fields::Fields;
use crate::{
    citations::cite,
    i18n::{Locale, t_string, td_string, use_i18n},
    kit::{Choice, Select},
    punctuation, when,
};

/// Where the days of a birth are written.
const LAW: &str = "女职工劳动保护特别规定 7";

/// What happened, whether it was difficult, how many were born.
pub(super) fn fields(fields: Fields, error: Signal<Option<String>>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let kinds: Vec<Choice> = BirthKind::ALL.iter().map(|of| Choice::new(of.code(), kind(locale, *of))).collect();
    let difficult = vec![
        Choice::new("false", t_string!(i18n, leave_more.birth_plain)),
        Choice::new("true", t_string!(i18n, leave_more.birth_difficult)),
    ];
    let children: Vec<Choice> = (1..=MAX_BORN)
        .map(|n| Choice::new(n.to_string(), t_string!(i18n, leave_more.birth_children_n, n = n)))
        .collect();
    view! {
        <div class="of-birth stack-s">
            <Select
                label=t_string!(i18n, leave_more.birth)
                name="command[birth][what]"
                choices=Signal::stored(kinds)
                model=fields.what
                hint=t_string!(i18n, leave_more.birth_hint).to_owned()
            />
            <div class="field-pair of-born">
                <Select
                    label=t_string!(i18n, leave_more.birth_how)
                    name="command[birth][difficult]"
                    choices=Signal::stored(difficult)
                    model=fields.difficult
                />
                <Select
                    label=t_string!(i18n, leave_more.birth_children)
                    name="command[birth][children]"
                    choices=Signal::stored(children)
                    model=fields.children
                    error=error
                />
            </div>
        </div>
    }
    .into_any()
}

fn kind(locale: Locale, kind: BirthKind) -> &'static str {
    match kind {
        BirthKind::Birth => td_string!(locale, leave_more.birth_birth),
        BirthKind::EarlyMiscarriage => td_string!(locale, leave_more.birth_early),
        BirthKind::LateMiscarriage => td_string!(locale, leave_more.birth_late),
    }
}

/// `共 173 天，休到 2026年10月20日：基本 158 天、难产加 15 天（女职工劳动保护特别规定 7；…）`.
pub(super) fn line(locale: Locale, of: &BirthDays) -> String {
    let until = when::full_date(of.until, locale);
    let source = if of.source.contains("女职工") { LAW.to_owned() } else { format!("{LAW}；{}", of.source) };
    let (parts, source) = match of.birth {
        Birth::Birth { difficult, children } => {
            let plain = td_string!(locale, leave_more.birth_base, days = of.base);
            let hard = difficult.then(|| td_string!(locale, leave_more.birth_more_difficult, days = MORE_DAYS));
            let further = i32::from(children.saturating_sub(1));
            let days = further * MORE_DAYS;
            let more =
                (further > 0).then(|| td_string!(locale, leave_more.birth_more_children, n = further, days = days));
            ([Some(plain), hard, more].into_iter().flatten().collect::<Vec<_>>(), source)
        }
        Birth::Miscarriage { after_four_months } => {
            let what = if after_four_months { BirthKind::LateMiscarriage } else { BirthKind::EarlyMiscarriage };
            (vec![kind(locale, what).to_owned()], LAW.to_owned())
        }
    };
    let (parts, source) = (punctuation::list(locale, &parts), cite(locale, &source));
    td_string!(locale, leave_more.birth_days, days = of.days, until = until, parts = parts, source = source)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn days_with_what_they_follow_from() {
        let until = NaiveDate::from_ymd_opt(2026, 10, 20).expect("a date");
        let source = "上海市人口与计划生育条例".to_owned();
        let birth = Birth::Birth { difficult: true, children: 1 };
        let of = BirthDays { birth, base: 158, days: 173, until, source };
        assert_eq!(
            line(Locale::zh_CN, &of),
            "共 173 天，休到 2026年10月20日：基本 158 天、难产加 15 天（女职工劳动保护特别规定 7；上海市人口与计划生育条例）"
        );
        let early = BirthDays { birth: Birth::Miscarriage { after_four_months: false }, days: 15, ..of };
        assert!(line(Locale::zh_CN, &early).contains("怀孕未满 4 个月流产（女职工劳动保护特别规定 7）"));
    }
}
