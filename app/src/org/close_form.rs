use domain::{ids::HallId, org::OrgUnit};
use leptos::prelude::*;

use super::{api::Close, hall_path};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{ConfirmButton, FormError},
};

/// Closes a part of a hall, in two steps; afterwards the hall is shown, or the list of halls if it is the
/// hall that closes.
#[component]
pub(super) fn CloseForm(unit: OrgUnit, hall: Option<HallId>, #[prop(into)] label: String) -> impl IntoView {
    let i18n = use_i18n();
    let close = ServerAction::<Close>::new();
    forms::go_when_done(close, move |()| hall_path(hall));
    let (kind, id) = match unit {
        OrgUnit::Hall(id) => ("hall", id.to_string()),
        OrgUnit::Zone(id) => ("zone", id.to_string()),
        OrgUnit::Window(id) => ("window", id.to_string()),
        OrgUnit::Post(id) => ("post", id.to_string()),
    };
    view! {
        <ActionForm action=close attr:class="stack">
            <FormError message=forms::message(forms::refusal(close))/>
            <input type="hidden" name="unit[kind]" value=kind/>
            <input type="hidden" name="unit[id]" value=id/>
            {hall.map(|hall| view! { <input type="hidden" name="hall" value=hall.to_string()/> })}
            <ConfirmButton
                label=label
                question=t_string!(i18n, org.close_question)
                confirm=t_string!(i18n, org.close_confirm)
                glyph=icondata_lu::LuArchive
                busy=close.pending()
            />
        </ActionForm>
    }
}
