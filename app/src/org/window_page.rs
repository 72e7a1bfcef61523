use chrono::NaiveDate;
use domain::{
    ids::{HallId, WindowId, ZoneId},
    org::{HallView, HolderView, OrgUnit, PostView, Side, WindowView},
    policy::Action,
    problem::Problem,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    api::{SavePost, SaveWindow},
    close_form::CloseForm,
    former_names::{former_names, former_zones},
    hall_path, may,
    org_page::holder,
    read_hall,
};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, Card, CardSpace, Choice, EmptyState, Field, FormError, ListRow, PageHeader, Rows, Select, Tone,
    },
    shown::{nothing_under, shown},
    when::Dated,
    wire::reading,
};

/// `/org/{hall}/windows/{window}`: a window's code, name and zone, its posts, and its end.
pub(crate) fn window_page() -> AnyView {
    let params = use_params_map();
    let asked = Memo::new(move |_| params.with(|params| (params.get("hall"), params.get("window"))));
    let acts = (ServerAction::<SaveWindow>::new(), ServerAction::<SavePost>::new());
    let (saved, added) = (forms::successes(acts.0), forms::successes(acts.1));
    let found = reading(move || (asked.get().0, saved.get(), added.get()), |(hall, ..)| read_hall(hall));
    shown(found, 5, move |hall| find(hall, asked.get_untracked().1.as_deref(), acts))
}

type Acts = (ServerAction<SaveWindow>, ServerAction<SavePost>);

fn find(Dated { today, view: hall }: Dated<HallView>, asked: Option<&str>, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let back = (hall_path(Some(hall.id)), hall.name.clone());
    let windows = hall.zones.iter().flat_map(|zone| zone.windows.iter().map(|window| (zone.id, window)));
    let mut windows = windows.filter(|(_, window)| Some(window.id.to_string().as_str()) == asked);
    match windows.next() {
        Some((zone, window)) => view! {
            <PageHeader title=format!("{} {}", window.code, window.name) back=back/>
            {former_names(&window.former)}
            {former_zones(&window.former_zones)}
            {body(&hall, zone, window, today, acts)}
        }
        .into_any(),
        None => nothing_under(t_string!(i18n, org.title), back, &Problem::NotFound.into()),
    }
}

fn body(hall: &HallView, zone: ZoneId, window: &WindowView, today: NaiveDate, (save, add): Acts) -> AnyView {
    let i18n = use_i18n();
    let (id, unit) = (hall.id, OrgUnit::Window(window.id));
    let edit = may(Action::OrgEdit, id);
    let posts = if window.posts.is_empty() {
        view! { <EmptyState glyph=icondata_lu::LuArmchair title=t_string!(i18n, org.no_posts)/> }.into_any()
    } else {
        let rows = window.posts.iter().map(|post| post_row(id, post, today)).collect_view();
        view! { <Rows>{rows}</Rows> }.into_any()
    };
    view! {
        <Card space=CardSpace::Flush>{posts}</Card>
        {edit.then(|| post_form(window.id, add))}
        {edit.then(|| window_form(hall, zone, window, save))}
        {edit.then(|| view! { <CloseForm unit hall=Some(id) label=t_string!(i18n, org.close_window)/> })}
    }
    .into_any()
}

fn post_row(hall: HallId, post: &PostView, today: NaiveDate) -> AnyView {
    let i18n = use_i18n();
    let vacant = t_string!(i18n, org.vacant);
    let (a, b) = (holder(post, Side::A, today), holder(post, Side::B, today));
    let vacant_a = a.is_none();
    let name = |holder: Option<&HolderView>| holder.map_or_else(|| vacant.to_owned(), |holder| holder.name.clone());
    let detail = format!("A {} · B {}", name(a), name(b));
    view! {
        <ListRow title=post.name.clone() detail=detail href=format!("/org/{hall}/posts/{}", post.id)>
            {vacant_a.then(|| view! { <Badge tone=Tone::Wait label=t_string!(i18n, org.vacant_a)/> })}
        </ListRow>
    }
    .into_any()
}

fn post_form(window: WindowId, add: ServerAction<SavePost>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(add);
    view! {
        <Card heading=t_string!(i18n, org.new_post).to_owned()>
            <ActionForm action=add attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[window]" value=window.to_string()/>
                <Field
                    label=t_string!(i18n, org.post_name)
                    name="command[name]"
                    id="new-post-name"
                    error=forms::at(refusal, "name")
                    max_length=40
                    required=true
                />
                <div class="actions">
                    <Button label=t_string!(i18n, org.add_post) busy=add.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn window_form(hall: &HallView, zone: ZoneId, window: &WindowView, save: ServerAction<SaveWindow>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(save);
    let zones: Vec<Choice> =
        hall.zones.iter().map(|zone| Choice::new(zone.id.to_string(), zone.name.clone())).collect();
    let WindowView { id, code, name, .. } = window.clone();
    view! {
        <Card heading=t_string!(i18n, org.edit_window).to_owned()>
            <ActionForm action=save attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[id]" value=id.to_string()/>
                <div class="field-pair">
                    <Field
                        label=t_string!(i18n, org.code)
                        name="command[code]"
                        value=code
                        error=forms::at(refusal, "code")
                        max_length=12
                        required=true
                    />
                    <Field
                        label=t_string!(i18n, org.window_name)
                        name="command[name]"
                        id="window-name"
                        value=name
                        error=forms::at(refusal, "name")
                        max_length=40
                        required=true
                    />
                </div>
                <Select
                    label=t_string!(i18n, org.zone)
                    name="command[zone]"
                    choices=Signal::stored(zones)
                    value=zone.to_string()
                    error=forms::at(refusal, "zone")
                />
                <div class="actions">
                    <Button label=t_string!(i18n, common.save) busy=save.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
