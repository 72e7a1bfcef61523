use leptos::prelude::*;

use super::Tone;

/// A day as the month shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthDay {
    /// 1 to 31.
    pub number: u32,
    /// Its state or shift in two characters.
    pub label: String,
    /// `Neutral` and `Ok` stay quiet; the others stand out.
    pub tone: Tone,
    /// `休` or `班` in the corner: a day off or a make-up workday by the State Council's calendar.
    pub mark: Option<String>,
    pub today: bool,
    /// The day's own page.
    pub href: Option<String>,
}

/// A month as a wall calendar, Monday first: a real table, so it can be read cell by cell.
#[component]
pub fn MonthGrid(
    /// Which month of what; read aloud only.
    #[prop(into)]
    caption: Signal<String>,
    /// The seven names from Monday on.
    #[prop(into)]
    weekdays: Signal<Vec<String>>,
    /// The weekday of the first day: 0 is Monday, 6 is Sunday.
    #[prop(into)]
    first_weekday: Signal<usize>,
    /// All days of the month in order.
    #[prop(into)]
    days: Signal<Vec<MonthDay>>,
) -> impl IntoView {
    let weeks = move || {
        let mut cells = vec![None; first_weekday.get().min(6)];
        cells.extend(days.get().into_iter().map(Some));
        cells.resize(cells.len().next_multiple_of(7), None);
        cells.chunks(7).map(|week| view! { <tr>{week.iter().cloned().map(cell).collect_view()}</tr> }).collect_view()
    };
    view! {
        <table class="month">
            <caption class="hidden-text">{caption}</caption>
            <thead>
                <tr>
                    {move || {
                        let name = |name| view! { <th scope="col">{name}</th> };
                        weekdays.get().into_iter().map(name).collect_view()
                    }}
                </tr>
            </thead>
            <tbody>{weeks}</tbody>
        </table>
    }
}

fn cell(day: Option<MonthDay>) -> AnyView {
    let Some(day) = day else {
        return view! { <td></td> }.into_any();
    };
    let today = day.today.then_some("date");
    let tone = day.tone.name();
    let content = view! {
        <span>{day.number}</span>
        <small>{day.label}</small>
        {day.mark.map(|mark| view! { <sup>{mark}</sup> })}
    };
    match day.href {
        Some(href) => view! {
            <td>
                <a class="day" href=href data-tone=tone aria-current=today>
                    {content}
                </a>
            </td>
        }
        .into_any(),
        None => view! {
            <td>
                <div class="day" data-tone=tone aria-current=today>
                    {content}
                </div>
            </td>
        }
        .into_any(),
    }
}
