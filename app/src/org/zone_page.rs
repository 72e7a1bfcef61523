use domain::{
    ids::{HallId, ZoneId},
    org::{HallView, OrgUnit, ZoneView},
    policy::Action,
    problem::Problem,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    api::{SaveWindow, SaveZone},
    close_form::CloseForm,
    former_names::former_names,
    hall_path, may, read_hall,
};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, Card, CardSpace, EmptyState, Field, FieldKind, FormError, ListRow, PageHeader, Plate, Rows},
    shown::{nothing_under, shown},
    when::Dated,
    wire::reading,
};

/// `/org/{hall}/zones/{zone}`: a zone's name and place, its windows, and its end.
pub(crate) fn zone_page() -> AnyView {
    let params = use_params_map();
    let asked = Memo::new(move |_| params.with(|params| (params.get("hall"), params.get("zone"))));
    let acts = (ServerAction::<SaveZone>::new(), ServerAction::<SaveWindow>::new());
    let (saved, added) = (forms::successes(acts.0), forms::successes(acts.1));
    let found = reading(move || (asked.get().0, saved.get(), added.get()), |(hall, ..)| read_hall(hall));
    shown(found, 5, move |Dated { view: hall, .. }| find(hall, asked.get_untracked().1, acts))
}

type Acts = (ServerAction<SaveZone>, ServerAction<SaveWindow>);

fn find(hall: HallView, asked: Option<String>, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let id = hall.id;
    let back = (hall_path(Some(id)), hall.name);
    match hall.zones.into_iter().find(|zone| Some(zone.id.to_string()) == asked) {
        Some(zone) => view! {
            <PageHeader title=zone.name.clone() back=back/>
            {former_names(&zone.former)}
            {body(id, zone, acts)}
        }
        .into_any(),
        None => nothing_under(t_string!(i18n, org.title), back, &Problem::NotFound.into()),
    }
}

fn body(hall: HallId, zone: ZoneView, (save, add): Acts) -> AnyView {
    let i18n = use_i18n();
    let edit = may(Action::OrgEdit, hall);
    let unit = OrgUnit::Zone(zone.id);
    let form = edit.then(|| zone_form(hall, &zone, save));
    let add = edit.then(|| window_form(zone.id, add));
    let windows = if zone.windows.is_empty() {
        view! { <EmptyState glyph=icondata_lu::LuAppWindow title=t_string!(i18n, org.no_windows)/> }.into_any()
    } else {
        let rows = zone
            .windows
            .into_iter()
            .map(|window| {
                view! {
                    <ListRow
                        title=window.name
                        href=format!("/org/{hall}/windows/{}", window.id)
                        leading=move || view! { <Plate number=window.code/> }
                    />
                }
            })
            .collect_view();
        view! { <Rows>{rows}</Rows> }.into_any()
    };
    view! {
        {form}
        <Card space=CardSpace::Flush>{windows}</Card>
        {add}
        {edit.then(|| view! { <CloseForm unit hall=Some(hall) label=t_string!(i18n, org.close_zone)/> })}
    }
    .into_any()
}

fn zone_form(hall: HallId, zone: &ZoneView, save: ServerAction<SaveZone>) -> AnyView {
    let i18n = use_i18n();
    let (id, name, position) = (zone.id.to_string(), zone.name.clone(), zone.position.to_string());
    let refusal = forms::refusal(save);
    view! {
        <Card>
            <ActionForm action=save attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[id]" value=id/>
                <input type="hidden" name="command[hall]" value=hall.to_string()/>
                <div class="field-pair">
                    <Field
                        label=t_string!(i18n, org.zone_name)
                        name="command[name]"
                        id="zone-name"
                        value=name
                        error=forms::at(refusal, "name")
                        max_length=40
                        required=true
                    />
                    <Field
                        label=t_string!(i18n, org.position)
                        name="command[position]"
                        kind=FieldKind::Digits
                        value=position
                        error=forms::at(refusal, "position")
                        max_length=3
                        required=true
                    />
                </div>
                <div class="actions">
                    <Button label=t_string!(i18n, common.save) busy=save.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn window_form(zone: ZoneId, add: ServerAction<SaveWindow>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(add);
    view! {
        <Card heading=t_string!(i18n, org.new_window).to_owned()>
            <ActionForm action=add attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[zone]" value=zone.to_string()/>
                <div class="field-pair">
                    <Field
                        label=t_string!(i18n, org.code)
                        name="command[code]"
                        error=forms::at(refusal, "code")
                        max_length=12
                        required=true
                    />
                    <Field
                        label=t_string!(i18n, org.window_name)
                        name="command[name]"
                        id="new-window-name"
                        error=forms::at(refusal, "name")
                        max_length=40
                        required=true
                    />
                </div>
                <div class="actions">
                    <Button label=t_string!(i18n, org.add_window) busy=add.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
