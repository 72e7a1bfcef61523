use chrono::NaiveDate;
use domain::{
    accounts::{PeoplePage as Page, PersonRow},
    ids::PersonId,
    policy::{Action, Place},
    problem::Problem,
};
use leptos::prelude::*;
use leptos_router::{
    hooks::{use_params_map, use_query_map},
    params::ParamsMap,
};

use super::{people_api::people, person_detail::PersonDetail};
use crate::{
    forms::QueryForm,
    i18n::{Locale, t_string, use_i18n},
    kit::{
        Avatar, Badge, Button, ButtonKind, ButtonLink, Card, CardSpace, EmptyState, Field, FieldKind, ListRow,
        PageHeader, Rows, Tone,
    },
    pages, session,
    shown::{nothing, shown},
    when::{self, Dated},
    wire::reading,
    words,
};

/// `/people` and `/people/{id}`: the list, and one person beside it. On a phone it is one or the other.
pub(crate) fn people_page() -> AnyView {
    let i18n = use_i18n();
    let params = use_params_map();
    let open = Memo::new(move |_| params.with(|params| params.get("id")));
    let detail = move || match open.get() {
        Some(id) => match id.parse::<PersonId>() {
            Ok(id) => view! { <PersonDetail id/> }.into_any(),
            Err(_) => nothing(&Problem::NotFound.into()),
        },
        None => view! {
            <EmptyState glyph=icondata_lu::LuUserRound title=t_string!(i18n, people.choose)/>
        }
        .into_any(),
    };
    view! {
        {move || header(open.with(Option::is_some))}
        <div class="panes people" data-open=move || open.with(Option::is_some).then_some("true")>
            <div class="stack">
                <PeopleList open/>
            </div>
            <div class="stack pane-stay">{detail}</div>
        </div>
    }
    .into_any()
}

fn header(open: bool) -> AnyView {
    let i18n = use_i18n();
    let title = t_string!(i18n, people.title);
    let create = session::me().is_some_and(|me| {
        let hall = me.actor.hall.map(|hall| Place::hall(me.actor.agency, hall));
        let places = [Place::agency(me.actor.agency)].into_iter().chain(hall);
        places.into_iter().any(|place| session::may_at(Action::PeopleEdit, &place))
    });
    let actions = create.then(|| {
        view! {
            <div class="line">
                <ButtonLink
                    href="/people/import"
                    label=t_string!(i18n, people.import)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuUpload
                />
                <ButtonLink href="/people/new" label=t_string!(i18n, people.new) glyph=icondata_lu::LuPlus/>
            </div>
        }
    });
    if open {
        let back = ("/people".to_owned(), t_string!(i18n, people.all).to_owned());
        view! { <PageHeader title=title back=back/> }.into_any()
    } else {
        view! { <PageHeader title=title>{actions}</PageHeader> }.into_any()
    }
}

#[component]
fn PeopleList(open: Memo<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| (query.get("q").unwrap_or_default(), query.get("after"))));
    let page = reading(move || asked.get(), |(search, after)| people(search, after));
    let typed = RwSignal::new(asked.with_untracked(|(search, _)| search.clone()));
    Effect::new(move |_| typed.set(asked.with(|(search, _)| search.clone())));
    view! {
        <QueryForm action="/people" attr:role="search" attr:class="line search">
            <Field
                label=t_string!(i18n, people.search)
                name="q"
                kind=FieldKind::Search
                model=typed
                label_hidden=true
            />
            <Button label=t_string!(i18n, common.search) kind=ButtonKind::Secondary glyph=icondata_lu::LuSearch/>
        </QueryForm>
        {shown(page, 6, move |page| list(page, open, asked.get_untracked()))}
    }
}

fn list(
    Dated { today, view: page }: Dated<Page>,
    open: Memo<Option<String>>,
    (search, after): (String, Option<String>),
) -> AnyView {
    let i18n = use_i18n();
    if page.rows.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuUsers
                title=t_string!(i18n, people.nobody)
                text=t_string!(i18n, people.nobody_text).to_owned()
            />
        }
        .into_any();
    }
    let rows = page.rows.into_iter().map(|row| person_row(row, today, open)).collect_view();
    let start = after.map(|_| address(&search, None));
    let next = page.next.map(|next| (address(&search, Some(&next)), t_string!(i18n, common.more)));
    view! {
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
        {pages::ways(start, next)}
    }
    .into_any()
}

/// The address of a page of the list.
fn address(search: &str, after: Option<&str>) -> String {
    let mut query = ParamsMap::new();
    if !search.is_empty() {
        query.insert("q", search.to_owned());
    }
    if let Some(after) = after {
        query.insert("after", after.to_owned());
    }
    format!("/people{}", query.to_query_string())
}

fn person_row(row: PersonRow, today: NaiveDate, open: Memo<Option<String>>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (tone, state) = state(&row, today, locale);
    let roles = row.roles.iter().map(|role| words::role(locale, *role).to_owned());
    let parts: Vec<String> = [row.sign_in_name].into_iter().chain(row.posts).chain(roles).collect();
    let id = row.id.to_string();
    let name = row.name.clone();
    let href = format!("/people/{id}{}", use_query_map().with_untracked(kept));
    view! {
        <ListRow
            title=row.name
            detail=parts.join(" · ")
            href=href
            current=Signal::derive(move || open.with(|open| open.as_deref() == Some(&id)))
            leading=move || view! { <Avatar name=name/> }
        >
            <Badge tone=tone label=state/>
        </ListRow>
    }
    .into_any()
}

/// What stays in the address from one person to the next: the list as it was searched, and the role that is
/// to be given.
fn kept(query: &ParamsMap) -> String {
    let keys = ["q", "after", "role", "scope"];
    keys.into_iter().filter_map(|key| Some((key, query.get(key)?))).collect::<ParamsMap>().to_query_string()
}

/// Whether somebody works here, has yet to sign in, or has left. Somebody whose last day is still to come
/// has it shown.
fn state(row: &PersonRow, today: NaiveDate, locale: Locale) -> (Tone, String) {
    let i18n = use_i18n();
    match (row.left_on, row.active) {
        (Some(last), _) if today <= last => {
            (Tone::Info, t_string!(i18n, people.state_leaving, date = when::full_date(last, locale)))
        }
        (Some(last), _) => (Tone::Neutral, t_string!(i18n, people.state_left, date = when::full_date(last, locale))),
        (None, true) => (Tone::Ok, t_string!(i18n, people.state_active).to_owned()),
        (None, false) => (Tone::Wait, t_string!(i18n, people.state_invited).to_owned()),
    }
}
