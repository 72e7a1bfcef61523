//! Who works which shift when: my days and swaps, the hall's day, planning and publishing, imports.

pub mod api;
pub mod day_page;
pub mod edit_api;
mod edit_brushes;
mod edit_forms;
mod edit_grid;
mod edit_keys;
pub mod edit_page;
mod edit_painter;
mod edit_side;
pub mod feed_api;
pub mod feed_page;
pub mod import_page;
pub mod my_page;
mod news;
mod open_rows;
pub mod overtime_api;
pub mod overtime_page;
pub mod overtime_request_page;
pub(crate) mod overtime_rows;
pub(crate) mod overtime_words;
mod period_head;
pub mod requests_api;
pub mod requests_page;
pub mod review_page;
pub mod rules_api;
pub mod rules_page;
mod shift_card;
mod shift_form;
pub mod shifts_api;
pub mod shifts_page;
pub mod swap_api;
pub mod swap_page;
pub mod swap_request_page;
pub(crate) mod swap_rows;
pub(crate) mod swap_words;
pub(crate) mod terms_card;
pub(crate) mod ways;
mod week_form;
pub mod weeks_api;
pub mod weeks_page;
pub(crate) mod words;

pub(crate) use overtime_rows::duration;
pub(crate) use period_head::period_head;

use domain::{
    ids::HallId,
    roster::{Duty, Published},
};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

use crate::{i18n::use_i18n, kit::Badge};

/// What is to be done on a day, as its row shows it.
fn assignment_badge(duty: &Duty) -> impl IntoView + use<> {
    let glyph = duty.shift().map(|_| icondata_lu::LuClock);
    view! { <Badge tone=words::tone(duty) label=words::assignment(use_i18n(), duty) glyph=glyph/> }
}

/// The way to the shifts of a hall; without one, of the first that the viewer may look into.
fn shifts_path(hall: impl Into<Option<HallId>>) -> String {
    at_hall("/roster/shifts", hall.into())
}

/// The way to everybody's usual weeks at a hall; without one, as for shifts.
fn weeks_path(hall: impl Into<Option<HallId>>) -> String {
    at_hall("/roster/weeks", hall.into())
}

/// The way to the editor of a month, such as `2026-12`; of which hall, as for shifts.
fn edit_path(month: &str, hall: impl Into<Option<HallId>>) -> String {
    at_hall(&format!("/roster/edit/{month}"), hall.into())
}

fn at_hall(path: &str, hall: Option<HallId>) -> String {
    hall.map_or_else(|| path.to_owned(), |hall| format!("{path}?hall={hall}"))
}

/// Where a form without a script leads: back to its page, which says if a rule stood against it.
#[cfg(feature = "ssr")]
fn path_after(path: String, applied: bool) -> String {
    if applied { path } else { format!("{path}&refused=true") }
}

/// Where a publication leads: back to the editor, which says what was published.
fn published_path(hall: HallId, month: &str, published: Published) -> String {
    format!("{}&published={}&people={}", edit_path(month, hall), published.days, published.people)
}

/// How many days and people an address says were just published.
fn published_counts(query: &ParamsMap) -> Option<(u32, u32)> {
    let count = |key| query.get(key).and_then(|count| count.parse().ok());
    Some((count("published")?, count("people")?))
}
