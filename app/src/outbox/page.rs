//! `/me/offline`: what this phone keeps, what waits to be sent, what was refused.

use leptos::prelude::*;

use super::{
    Item, Line, outbox,
    refused::{refused_card, unreadable_card},
    words::{content, title},
};
use crate::{
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, Card, CardSpace, EmptyState, Fact, Facts, Icon, ListRow, PageHeader, Rows, SectionHeader, Tone,
    },
};

pub(crate) fn offline_page() -> AnyView {
    let (i18n, outbox) = (use_i18n(), outbox());
    let waiting = move || outbox.mine().into_iter().filter(|item| item.refused.is_none()).collect::<Vec<_>>();
    let refused = move || outbox.mine().into_iter().filter(|item| item.refused.is_some()).collect::<Vec<_>>();
    view! {
        <PageHeader
            title=t_string!(i18n, accounts.offline_data)
            back=("/me".to_owned(), t_string!(i18n, common.tab_me).to_owned())
        />
        <noscript>
            <p>{t_string!(i18n, outbox.needs_script)}</p>
        </noscript>
        {move || {
            let (refused, unreadable) = (refused(), outbox.unreadable());
            let count = refused.len() + unreadable.len();
            (count > 0)
                .then(|| view! {
                    <SectionHeader
                        title=t_string!(i18n, outbox.refused)
                        note=t_string!(i18n, outbox.count, n = count)
                    />
                    {refused.into_iter().map(refused_card).collect_view()}
                    {unreadable.into_iter().map(unreadable_card).collect_view()}
                })
        }}
        <SectionHeader title=t_string!(i18n, outbox.waiting)/>
        <Card space=CardSpace::Flush>
            {move || match waiting() {
                waiting if waiting.is_empty() => {
                    view! {
                        <EmptyState
                            glyph=icondata_lu::LuCloudUpload
                            title=t_string!(i18n, outbox.empty)
                            text=t_string!(i18n, outbox.empty_text).to_owned()
                        />
                    }
                        .into_any()
                }
                waiting => {
                    let rows = waiting.into_iter().map(waiting_row).collect_view();
                    view! { <Rows>{rows}</Rows> }.into_any()
                }
            }}
        </Card>
        {move || {
            (!waiting().is_empty())
                .then(|| view! {
                    <div class="actions">
                        <Button
                            label=t_string!(i18n, outbox.send_now)
                            glyph=icondata_lu::LuSend
                            button_type="button"
                            on:click=move |_| send_now()
                        />
                    </div>
                })
        }}
        {move || {
            let others = outbox.others();
            (others > 0).then(|| view! { <p class="muted small">{t_string!(i18n, outbox.others, n = others)}</p> })
        }}
        <Space/>
    }
    .into_any()
}

fn send_now() {
    #[cfg(feature = "hydrate")]
    leptos::task::spawn_local(outbox().deliver());
}

fn waiting_row(item: Item) -> AnyView {
    let (i18n, outbox) = (use_i18n(), outbox());
    let tries = (item.tries > 0).then(|| t_string!(i18n, outbox.tries, n = item.tries));
    let detail: Vec<String> = content(&item).into_iter().chain(tries).collect();
    let state = move || match outbox.line() {
        Line::Open => t_string!(i18n, outbox.state_sending),
        Line::Down => t_string!(i18n, outbox.state_kept),
        Line::SignedOut => t_string!(i18n, outbox.state_signed_out),
        Line::SomebodyElse => t_string!(i18n, outbox.state_somebody_else),
    };
    view! {
        <ListRow
            title=title(&item)
            detail=Signal::stored((!detail.is_empty()).then(|| detail.join(" · ")))
            leading=|| view! { <Icon glyph=icondata_lu::LuHardDrive/> }
        >
            <Badge tone=Tone::Wait label=Signal::derive(move || state().to_owned())/>
        </ListRow>
    }
    .into_any()
}

/// How safe what is kept is, and how much room it takes.
#[component]
fn Space() -> impl IntoView {
    let i18n = use_i18n();
    let found = RwSignal::new(None::<Found>);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        leptos::task::spawn_local(async move {
            found.try_set(Some(super::space::look().await));
        });
    });
    view! {
        <SectionHeader title=t_string!(i18n, outbox.space)/>
        <Card>
            <p>{t_string!(i18n, outbox.space_text)}</p>
            <Facts>
                <Fact label=t_string!(i18n, outbox.protected)>
                    {move || match found.get() {
                        None => "…",
                        Some(Found { protected: true, .. }) => t_string!(i18n, outbox.protected_yes),
                        Some(Found { protected: false, .. }) => t_string!(i18n, outbox.protected_no),
                    }}
                </Fact>
                <Fact label=t_string!(i18n, outbox.used)>
                    {move || {
                        found
                            .get()
                            .and_then(|found| found.used_kb)
                            .map_or_else(|| "—".to_owned(), |kb| t_string!(i18n, outbox.kilobytes, n = kb))
                    }}
                </Fact>
            </Facts>
        </Card>
    }
}

/// What the browser says of this app's storage.
#[derive(Clone, Copy)]
pub(super) struct Found {
    /// Whether it promises not to clear it by itself.
    pub(super) protected: bool,
    /// Kilobytes in use.
    pub(super) used_kb: Option<u32>,
}
