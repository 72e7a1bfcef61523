use domain::{
    notices::{UndeliveredHint, UndeliveredNews},
    policy::Action,
};
use leptos::prelude::*;

use super::{hints_api::undelivered, hints_page::fault_words, robot_words, robots_api::news_undelivered};
use crate::{
    error::AppError,
    i18n::{t_string, use_i18n},
    kit::{Badge, EmptyState, ListRow, PageHeader, RowsSection, Tone},
    refresh, session,
    shown::shown,
    when,
    wire::reading,
};

type Found = (Vec<UndeliveredHint>, Vec<UndeliveredNews>);

/// `/notices/undelivered`: whose devices could not be rung, and what reached no group. They may have read the notice
/// in the app all the same.
pub(crate) fn undelivered_page() -> AnyView {
    let i18n = use_i18n();
    let returned = refresh::on_return();
    let read = reading(move || returned.get(), |_| read());
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, hints.undelivered) back/>
        <p class="muted">{t_string!(i18n, hints.undelivered_text)}</p>
        {shown(read, 4, body)}
    }
    .into_any()
}

async fn read() -> Result<Found, AppError> {
    // What reached no group is for those who answer for the hall; who has sent it has a notice of it.
    let news = if session::may_anywhere(Action::UndeliveredView) { news_undelivered().await? } else { Vec::new() };
    Ok((undelivered().await?, news))
}

fn body((hints, news): Found) -> AnyView {
    let i18n = use_i18n();
    if hints.is_empty() && news.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuBellRing
                title=t_string!(i18n, hints.all_delivered)
                text=t_string!(i18n, hints.all_delivered_text).to_owned()
            />
        }
        .into_any();
    }
    let news = section(t_string!(i18n, robots.undelivered), news.into_iter().map(news_row).collect());
    let (mine, others): (Vec<_>, Vec<_>) = hints.into_iter().partition(|hint| hint.mine);
    let mine = section(t_string!(i18n, told.undelivered_mine), mine.into_iter().map(row).collect());
    let others = section(t_string!(i18n, robots.undelivered_devices), others.into_iter().map(row).collect());
    view! {
        {mine}
        {news}
        {others}
    }
    .into_any()
}

fn section(title: &'static str, rows: Vec<AnyView>) -> Option<AnyView> {
    (!rows.is_empty()).then(|| {
        view! {
            <RowsSection title=title>{rows}</RowsSection>
        }
        .into_any()
    })
}

fn news_row(news: UndeliveredNews) -> AnyView {
    let i18n = use_i18n();
    let at = when::moment(news.at, i18n.get_locale_untracked());
    let (what, _) = robot_words::topic(i18n, news.topic);
    let detail = [at, what.to_owned(), robot_words::fault(i18n, news.fault).to_owned()].join(" · ");
    view! { <ListRow title=news.robot detail=detail/> }.into_any()
}

fn row(hint: UndeliveredHint) -> AnyView {
    let i18n = use_i18n();
    let at = when::moment(hint.at, i18n.get_locale_untracked());
    let detail = [Some(at), hint.device, Some(fault_words(hint.fault).to_owned())];
    let detail = detail.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let (tone, label) = if hint.read {
        (Tone::Ok, t_string!(i18n, hints.read_in_app))
    } else {
        (Tone::Wait, t_string!(i18n, hints.not_read_yet))
    };
    view! {
        <ListRow title=hint.name detail=detail>
            <Badge tone=tone label=label/>
        </ListRow>
    }
    .into_any()
}
