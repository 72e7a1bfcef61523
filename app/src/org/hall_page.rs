use domain::{
    ids::HallId,
    org::{HallView, OrgUnit},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    api::{SaveHall, SaveZone},
    close_form::CloseForm,
    former_names::former_names,
    hall_path, read_hall,
};
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, Card, CardSpace, EmptyState, Field, FieldKind, FormError, ListRow, PageHeader, Rows},
    shown::shown,
    wire::reading,
};

/// `/org/new` and `/org/{hall}/edit`: a hall's name, its zones, and its end.
pub(crate) fn hall_page() -> AnyView {
    let i18n = use_i18n();
    let params = use_params_map();
    let asked = Memo::new(move |_| params.with(|params| params.get("hall")));
    let save = ServerAction::<SaveHall>::new();
    let add = ServerAction::<SaveZone>::new();
    forms::go_when_done(save, |hall: &HallId| hall_path(Some(*hall)));
    let added = forms::successes(add);
    let found = reading(move || (asked.get(), added.get()), |(asked, _)| read(asked));
    let header = move || {
        let title = match asked.get() {
            Some(_) => t_string!(i18n, org.edit_hall),
            None => t_string!(i18n, org.new_hall),
        };
        let back = (format!("/org/{}", asked.get().unwrap_or_default()), t_string!(i18n, org.title).to_owned());
        view! { <PageHeader title=title back=back/> }
    };
    view! {
        {header}
        {shown(found, 3, move |hall| body(hall, save, add))}
    }
    .into_any()
}

async fn read(asked: Option<String>) -> Result<Option<HallView>, AppError> {
    match asked {
        Some(_) => Ok(Some(read_hall(asked).await?.view)),
        None => Ok(None),
    }
}

fn body(hall: Option<HallView>, save: ServerAction<SaveHall>, add: ServerAction<SaveZone>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(save);
    let id = hall.as_ref().map(|hall| hall.id);
    let name = hall.as_ref().map(|hall| hall.name.clone()).unwrap_or_default();
    let former = hall.as_ref().and_then(|hall| former_names(&hall.former));
    view! {
        {former}
        <Card>
            <ActionForm action=save attr:class="form">
                <FormError message=forms::message(refusal)/>
                {id.map(|id| view! { <input type="hidden" name="command[id]" value=id.to_string()/> })}
                <Field
                    label=t_string!(i18n, org.hall_name)
                    name="command[name]"
                    id="hall-name"
                    value=name
                    error=forms::at(refusal, "name")
                    max_length=40
                    required=true
                />
                <div class="actions">
                    <Button label=t_string!(i18n, common.save) busy=save.pending()/>
                </div>
            </ActionForm>
        </Card>
        {hall.map(|hall| {
            let unit = OrgUnit::Hall(hall.id);
            view! {
                {zones(&hall, add)}
                <CloseForm unit hall=None label=t_string!(i18n, org.close_hall)/>
            }
        })}
    }
    .into_any()
}

fn zones(hall: &HallView, add: ServerAction<SaveZone>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(add);
    let id = hall.id;
    let rows = hall
        .zones
        .iter()
        .map(|zone| {
            let note = t_string!(i18n, org.windows_count, n = zone.windows.len());
            view! { <ListRow title=zone.name.clone() detail=note href=format!("/org/{id}/zones/{}", zone.id)/> }
        })
        .collect_view();
    let list = if hall.zones.is_empty() {
        view! { <EmptyState glyph=icondata_lu::LuMap title=t_string!(i18n, org.no_zones)/> }.into_any()
    } else {
        view! { <Rows>{rows}</Rows> }.into_any()
    };
    // After the last one.
    let position = hall.zones.iter().map(|zone| zone.position + 1).max().unwrap_or_default().min(999);
    view! {
        <Card space=CardSpace::Flush>{list}</Card>
        <Card heading=t_string!(i18n, org.new_zone).to_owned()>
            <ActionForm action=add attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[hall]" value=id.to_string()/>
                <div class="field-pair">
                    <Field
                        label=t_string!(i18n, org.zone_name)
                        name="command[name]"
                        id="new-zone-name"
                        error=forms::at(refusal, "name")
                        max_length=40
                        required=true
                    />
                    <Field
                        label=t_string!(i18n, org.position)
                        name="command[position]"
                        id="new-zone-position"
                        kind=FieldKind::Digits
                        value=position.to_string()
                        error=forms::at(refusal, "position")
                        max_length=3
                        required=true
                    />
                </div>
                <div class="actions">
                    <Button label=t_string!(i18n, org.add_zone) busy=add.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
