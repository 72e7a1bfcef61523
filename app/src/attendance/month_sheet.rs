use domain::attendance::{MonthDay, MonthView};
use leptos::prelude::*;

use super::{month_standing, month_words, words};
use crate::{
    i18n::{t_string, use_i18n},
    roster, when,
};

/// The month on paper: a line a day. On the screen the calendar and the lists tell the same.
pub(super) fn sheet(month: &MonthView) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let title = when::month(month.month, i18n.get_locale_untracked());
    let title = t_string!(i18n, attendance.sheet_title, name = month.name.as_str(), month = title);
    view! {
        <div class="card flush table-frame print-only">
            <table>
                <caption>{title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t_string!(i18n, attendance.sheet_date)}</th>
                        <th scope="col">{t_string!(i18n, attendance.sheet_shift)}</th>
                        <th scope="col">{t_string!(i18n, attendance.sheet_punches)}</th>
                        <th scope="col">{t_string!(i18n, attendance.sheet_result)}</th>
                    </tr>
                </thead>
                <tbody>{month.days.iter().map(line).collect_view()}</tbody>
            </table>
            {summary(month)}
            {afterwards(month)}
        </div>
    }
}

fn line(day: &MonthDay) -> AnyView {
    let i18n = use_i18n();
    let date = when::date(day.duty.date, i18n.get_locale_untracked());
    let kind = roster::words::day_kind(i18n, day.duty.day_kind);
    let shift = [Some(roster::words::assignment(i18n, &day.duty)), kind.map(ToOwned::to_owned)];
    let shift = shift.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let slots = day.result.iter().flat_map(|result| &result.slots);
    let times: Vec<String> =
        slots.map(|slot| slot.punch.map_or_else(|| "—".to_owned(), |punch| when::time(punch.at))).collect();
    let result = day.result.as_ref().map(|result| {
        let word = words::day(i18n, result.status).0.to_owned();
        [Some(word), words::remarks(i18n, result)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    view! {
        <tr>
            <td>{date}</td>
            <td>{shift}</td>
            <td>{times.join(" ")}</td>
            <td>{result}</td>
        </tr>
    }
    .into_any()
}

fn summary(month: &MonthView) -> impl IntoView + use<> {
    let figures = month_words::figures(use_i18n(), &month.totals).into_iter();
    let told = |figure: month_words::Figure| {
        [figure.label, figure.value.as_str(), figure.unit].join(" ").trim_end().to_owned()
    };
    let line = figures.map(told).collect::<Vec<_>>().join(" · ");
    view! { <p class="small">{line}</p> }
}

/// Adjustments, who has confirmed it, and room to sign.
fn afterwards(month: &MonthView) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let adjustments = month.adjustments.iter().map(month_standing::adjustment_line);
    let lines: Vec<String> = adjustments.chain(month_standing::lines(month)).collect();
    let lines = lines.into_iter().map(|line| view! { <p class="small">{line}</p> }).collect_view();
    view! {
        {lines}
        <div class="line line-apart signatures">
            <p>{t_string!(i18n, timesheet.signature)}</p>
            <p>{t_string!(i18n, timesheet.hall_signature)}</p>
        </div>
    }
}
