//! Choosing one of several halls, for pages that show one.

use domain::{ids::HallId, org::HallRow, problem::Problem};
use leptos::prelude::*;

use super::api;
use crate::{
    address,
    error::AppError,
    i18n::{t_string, use_i18n},
    kit::{Chip, Chips},
    session,
};

/// The hall that is asked for, else my own, else the first that I may look into.
pub(crate) fn chosen_hall(asked: Option<HallId>, halls: &[HallRow]) -> Result<HallId, AppError> {
    let own = session::me().and_then(|me| me.actor.hall).filter(|own| halls.iter().any(|hall| hall.id == *own));
    asked.or(own).or_else(|| halls.first().map(|hall| hall.id)).ok_or_else(|| Problem::NotFound.into())
}

/// The halls that I may look into, and of them the one that an address asks for, or else [`chosen_hall`].
pub(crate) async fn halls_to_show(asked: Option<String>) -> Result<(Vec<HallRow>, HallId), AppError> {
    let halls = api::halls().await?;
    let hall = chosen_hall(address::named_if_any(asked)?, &halls)?;
    Ok((halls, hall))
}

/// The halls as links to `path`; nothing for those who have but one.
pub(crate) fn hall_choice(halls: Vec<HallRow>, current: HallId, path: &str) -> Option<impl IntoView + use<>> {
    hall_links(halls, current, &|hall| format!("{path}?hall={hall}"))
}

/// The same for pages that have the hall elsewhere in their address.
pub(crate) fn hall_links(
    halls: Vec<HallRow>,
    current: HallId,
    href: &dyn Fn(HallId) -> String,
) -> Option<impl IntoView + use<>> {
    let i18n = use_i18n();
    let chip = |hall: HallRow| {
        let href = href(hall.id);
        view! { <Chip href=href label=hall.name current=Signal::stored(hall.id == current)/> }
    };
    (halls.len() > 1).then(|| {
        let chips = halls.into_iter().map(chip).collect_view();
        view! { <Chips label=t_string!(i18n, org.halls)>{chips}</Chips> }
    })
}
