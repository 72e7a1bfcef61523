use domain::{
    accounts::PersonRow,
    ids::{HallId, WindowId},
    org::{HallView, HolderView, OrgUnit, PostView, Side},
    policy::Action,
    problem::Problem,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    api::{SavePost, SetHolder},
    close_form::CloseForm,
    former_names::former_names,
    holder_form::{HolderForm, Search},
    may,
    org_page::holder,
    read_hall,
};
use crate::{
    accounts::people_api::people,
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Avatar, Button, Card, CardSpace, EmptyState, Field, FormError, ListRow, PageHeader, Rows},
    shown::{nothing_under, shown},
    when::{self, Dated},
    wire::reading,
};

/// `/org/{hall}/posts/{post}`: who holds a post, from when, and its name and end. `?q=` looks for people to
/// choose from.
pub(crate) fn post_page() -> AnyView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| params.with(|params| (params.get("hall"), params.get("post"))));
    let search = Memo::new(move |_| query.with(|query| query.get("q").unwrap_or_default()));
    let acts = Acts { save: ServerAction::new(), a: ServerAction::new(), b: ServerAction::new() };
    let changes = [forms::successes(acts.save), forms::successes(acts.a), forms::successes(acts.b)];
    let changes = Memo::new(move |_| changes.iter().map(|change| change.get()).sum::<u32>());
    let found = reading(move || (asked.get().0, search.get(), changes.get()), |(hall, search, _)| read(hall, search));
    shown(found, 5, move |(hall, people)| {
        find(&hall, asked.get_untracked().1.as_deref(), people, search.get_untracked(), acts)
    })
}

#[derive(Clone, Copy)]
struct Acts {
    save: ServerAction<SavePost>,
    a: ServerAction<SetHolder>,
    b: ServerAction<SetHolder>,
}

/// The hall, and people to choose holders from for those who may.
async fn read(hall: Option<String>, search: String) -> Result<(Dated<HallView>, Vec<PersonRow>), AppError> {
    let hall = read_hall(hall).await?;
    let people = people(search, None).await?.view.rows;
    Ok((hall, people.into_iter().filter(|person| person.left_on.is_none()).collect()))
}

fn find(hall: &Dated<HallView>, asked: Option<&str>, people: Vec<PersonRow>, search: String, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let id = hall.view.id;
    let windows = hall.view.zones.iter().flat_map(|zone| &zone.windows);
    let mut posts = windows.flat_map(|window| window.posts.iter().map(move |post| (window, post)));
    let Some((window, post)) = posts.find(|(_, post)| Some(post.id.to_string().as_str()) == asked) else {
        let back = (super::hall_path(Some(id)), hall.view.name.clone());
        return nothing_under(t_string!(i18n, org.title), back, &Problem::NotFound.into());
    };
    let back = (format!("/org/{id}/windows/{}", window.id), format!("{} {}", window.code, window.name));
    let unit = OrgUnit::Post(post.id);
    let edit = may(Action::OrgEdit, id).then(|| {
        let form = |side: Side, act| {
            let (people, current) = (people.clone(), holder(post, side, hall.today).cloned());
            view! { <HolderForm post=post.id side people current today=hall.today act/> }
        };
        view! {
            <Search path=format!("/org/{id}/posts/{}", post.id) value=search/>
            <div class="tiles wide-tiles">
                {form(Side::A, acts.a)}
                {form(Side::B, acts.b)}
            </div>
            {name_form(window.id, post, acts.save)}
            <CloseForm unit hall=Some(id) label=t_string!(i18n, org.close_post)/>
        }
    });
    view! {
        <PageHeader title=post.name.clone() back=back/>
        {former_names(&post.former)}
        {holders(id, post)}
        {edit}
    }
    .into_any()
}

/// Who holds the post, and who is named for later.
fn holders(hall: HallId, post: &PostView) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    if post.holders.is_empty() {
        return view! { <EmptyState glyph=icondata_lu::LuUserX title=t_string!(i18n, org.nobody_holds)/> }.into_any();
    }
    let linked = may(Action::PeopleView, hall);
    let row = |holder: &HolderView| {
        let from = when::full_date(holder.from, locale);
        let period = match holder.to {
            Some(to) => t_string!(i18n, org.period, from = from, to = when::full_date(to, locale)),
            None => t_string!(i18n, org.period_open, from = from),
        };
        let detail = format!("{} · {period}", t_string!(i18n, org.side, side = holder.side.letter()));
        let (name, avatar) = (holder.name.clone(), holder.name.clone());
        let leading = move || view! { <Avatar name=avatar/> };
        if linked {
            let href = format!("/people/{}", holder.person);
            view! { <ListRow title=name detail=detail href=href leading=leading/> }.into_any()
        } else {
            view! { <ListRow title=name detail=detail leading=leading/> }.into_any()
        }
    };
    let rows = post.holders.iter().map(row).collect_view();
    view! {
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
    }
    .into_any()
}

fn name_form(window: WindowId, post: &PostView, save: ServerAction<SavePost>) -> AnyView {
    let i18n = use_i18n();
    let (id, name) = (post.id.to_string(), post.name.clone());
    let refusal = forms::refusal(save);
    view! {
        <Card>
            <ActionForm action=save attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[id]" value=id/>
                <input type="hidden" name="command[window]" value=window.to_string()/>
                <Field
                    label=t_string!(i18n, org.post_name)
                    name="command[name]"
                    id="post-name"
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
    }
    .into_any()
}
