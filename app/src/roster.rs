//! Who works which shift when: my days, the hall's day, imports.

pub mod api;
pub mod day_page;
pub mod import_page;
pub mod my_page;
pub(crate) mod words;

use domain::roster::Duty;
use leptos::prelude::*;

use crate::{i18n::use_i18n, kit::Badge};

/// What is to be done on a day, as its row shows it.
fn assignment_badge(duty: &Duty) -> impl IntoView + use<> {
    let glyph = duty.shift().map(|_| icondata_lu::LuClock);
    view! { <Badge tone=words::tone(duty) label=words::assignment(use_i18n(), duty) glyph=glyph/> }
}
