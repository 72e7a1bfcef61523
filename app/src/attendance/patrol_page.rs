use domain::{
    attendance::{PatrolList, PatrolView},
    policy::Action,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{day_api::patrols, inday_words as words};
use crate::{
    address,
    i18n::{t_string, use_i18n},
    kit::{Badge, ButtonLink, Card, CardSpace, EmptyState, ListRow, PageHeader, Rows},
    pages, refresh, session,
    shown::shown,
    when,
    wire::reading,
};

/// `/patrol`: what rounds have found (巡查): about me, or in the windows that I answer for.
pub(crate) fn patrol_page() -> AnyView {
    let i18n = use_i18n();
    let (query, returned) = (use_query_map(), refresh::on_return());
    let read = reading(
        move || (query.read().get("after"), returned.get()),
        |(after, _)| async move { patrols(address::named_if_any(after)?).await },
    );
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    // Beside the list, which needs a network.
    let new = session::may_anywhere(Action::PatrolRecord).then(|| {
        view! {
            <ButtonLink
                href="/patrol/new"
                label=t_string!(i18n, inday.record_patrol)
                glyph=icondata_lu::LuPlus
            />
        }
    });
    view! {
        <PageHeader title=t_string!(i18n, inday.patrol) back/>
        {new}
        {shown(read, 5, move |list| body(&list, pages::start(query, "after", "/patrol")))}
    }
    .into_any()
}

fn body(list: &PatrolList, start: Option<String>) -> AnyView {
    let i18n = use_i18n();
    let as_of = t_string!(i18n, common.as_of, time = when::time(list.as_of));
    let next = list.next.map(|after| (format!("/patrol?after={after}"), t_string!(i18n, common.earlier)));
    let content = if list.records.is_empty() {
        view! {
            <EmptyState
                glyph=icondata_lu::LuFootprints
                title=t_string!(i18n, inday.no_patrols)
                text=t_string!(i18n, inday.no_patrols_text).to_owned()
            />
        }
        .into_any()
    } else {
        let rows = list.records.iter().map(row).collect_view();
        view! {
            <Card space=CardSpace::Flush>
                <Rows>{rows}</Rows>
            </Card>
        }
        .into_any()
    };
    view! {
        <p class="muted small">{as_of}</p>
        {content}
        {pages::ways(start, next)}
    }
    .into_any()
}

fn row(record: &PatrolView) -> AnyView {
    let i18n = use_i18n();
    let (tone, word) = words::patrol_state(i18n, record.state);
    let mine = session::me().is_some_and(|me| me.actor.person == record.person);
    let kind = words::patrol_kind(i18n, record.kind);
    let title = if mine { kind.to_owned() } else { format!("{} · {kind}", record.name) };
    let found = when::moment(record.found_at, i18n.get_locale_untracked());
    let next = record.may_explain.then(|| {
        t_string!(i18n, inday.explain_by, time = when::moment(record.explain_until, i18n.get_locale_untracked()))
    });
    let late = record.late.as_ref().map(|late| words::late(i18n, late));
    let detail: Vec<String> = [Some(record.window.clone()), Some(found), late, next].into_iter().flatten().collect();
    view! {
        <ListRow title=title detail=detail.join(" · ") href=format!("/patrol/{}", record.id)>
            <Badge tone=tone label=word/>
        </ListRow>
    }
    .into_any()
}
