//! The form that gives a usual week to several people at once.

use chrono::{Days, Weekday};
use domain::roster::{HallWeeks, MAKE_UP_DAYS, WeekPerson};
use leptos::prelude::*;

use super::weeks_api::SetWeek;
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, Card, Checkbox, Choice, Field, FieldKind, FormError, Select},
    when,
};

/// The week's days, Monday first.
pub(super) const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// Gives a week to some of `people`, who are all ticked at first if they were `chosen`.
pub(super) fn week_form(
    view: &HallWeeks,
    (people, chosen): (&[&WeekPerson], bool),
    set: ServerAction<SetWeek>,
) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(set);
    let (hall, from) = (view.hall.to_string(), (view.today + Days::new(1)).to_string());
    let (draft, key) = (forms::kept_draft_if(set, |outcome| outcome.applied, &[]), hall.clone());
    let (people, days, where_and_when) =
        (people_fields(people, chosen, refusal), days(view, refusal), place(view, refusal));
    view! {
        <Card heading=t_string!(i18n, weeks.new).to_owned()>
            <ActionForm action=set node_ref=draft attr:class="form" attr:data-draft=key>
                <FormError message=forms::message(refusal)/>
                <p class="muted">{t_string!(i18n, weeks.new_text)}</p>
                <input type="hidden" name="command[hall]" value=hall/>
                {people}
                <Field
                    label=t_string!(i18n, weeks.from)
                    name="command[from]"
                    kind=FieldKind::Date
                    value=from
                    hint=t_string!(i18n, weeks.from_hint).to_owned()
                    error=forms::at(refusal, "from")
                    required=true
                />
                {days}
                {where_and_when}
                <div class="actions">
                    <Button label=t_string!(i18n, weeks.set) busy=set.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn people_fields(people: &[&WeekPerson], chosen: bool, refusal: Signal<Option<AppError>>) -> AnyView {
    let i18n = use_i18n();
    let row = |person: &&WeekPerson| {
        let post = person.post.as_ref().map(|(window, _, side)| format!("{window} · {}", side.letter()));
        view! {
            <Checkbox
                label=person.name.clone()
                name="command[people][]"
                value=person.person.to_string()
                checked=Signal::stored(chosen)
                detail=post
            />
        }
    };
    let rows = people.iter().map(row).collect_view();
    view! {
        <fieldset class="stack-s">
            <legend>{t_string!(i18n, weeks.people)}</legend>
            <p class="muted small">{t_string!(i18n, weeks.people_hint)}</p>
            <FormError message=forms::at(refusal, "people")/>
            {rows}
        </fieldset>
    }
    .into_any()
}

/// A shift for each weekday: from Monday to Friday the first, unless another is chosen.
fn days(view: &HallWeeks, refusal: Signal<Option<AppError>>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let shifts = view.shifts.iter().map(|(shift, name)| Choice::new(shift.to_string(), name.clone()));
    let choices: Vec<Choice> = [Choice::new("", t_string!(i18n, weeks.rest))].into_iter().chain(shifts).collect();
    let choices = Signal::stored(choices);
    let usual = view.shifts.first().map(|(shift, _)| shift.to_string()).unwrap_or_default();
    let day = |(nth, weekday): (usize, Weekday)| {
        let value = if MAKE_UP_DAYS.contains(&weekday) { usual.clone() } else { String::new() };
        view! {
            <Select
                label=when::weekday_name(weekday, locale)
                name=format!("command[days][{nth}]")
                choices=choices
                value=value
                error=forms::at(refusal, format!("days[{nth}]"))
            />
        }
    };
    let days = WEEK.into_iter().enumerate().map(day).collect_view();
    view! { <div class="field-pair">{days}</div> }.into_any()
}

/// What make-up workdays are worked as, and where.
fn place(view: &HallWeeks, refusal: Signal<Option<AppError>>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let make_up: Vec<Choice> =
        MAKE_UP_DAYS.iter().map(|day| Choice::new(day.to_string(), when::weekday_name(*day, locale))).collect();
    let windows = view.windows.iter().map(|(window, label)| Choice::new(window.to_string(), label.clone()));
    let windows: Vec<Choice> = [Choice::new("", t_string!(i18n, weeks.own_post))].into_iter().chain(windows).collect();
    view! {
        <div class="field-pair">
            <Select
                label=t_string!(i18n, weeks.make_up)
                name="command[make_up]"
                choices=Signal::stored(make_up)
                error=forms::at(refusal, "make_up")
            />
            <Select
                label=t_string!(i18n, weeks.window)
                name="command[window]"
                choices=Signal::stored(windows)
                error=forms::at(refusal, "window")
            />
        </div>
    }
    .into_any()
}
