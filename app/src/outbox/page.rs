//! `/me/offline`: what this phone keeps, what waits to be sent, what was refused.

use leptos::prelude::*;

use super::{Item, Line, Write, outbox};
use crate::{
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, ButtonKind, Card, CardSpace, ConfirmButton, EmptyState, Fact, Facts, Icon, ListRow, PageHeader,
        Rows, SectionHeader, Tone,
    },
    when, words,
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
            let refused = refused();
            (!refused.is_empty())
                .then(|| view! {
                    <SectionHeader
                        title=t_string!(i18n, outbox.refused)
                        note=t_string!(i18n, outbox.count, n = refused.len())
                    />
                    {refused.into_iter().map(refused_card).collect_view()}
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

/// What a write is, in words.
fn title(item: &Item) -> String {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    match &item.write {
        Write::Punch(_) => t_string!(i18n, outbox.punch, at = when::moment(item.made_at, locale)),
        Write::Explain { .. } => t_string!(i18n, outbox.explain, at = when::moment(item.made_at, locale)),
        Write::Decide(_) => t_string!(i18n, outbox.decide, at = when::moment(item.made_at, locale)),
        Write::Correct(_) => t_string!(i18n, outbox.correct, at = when::moment(item.made_at, locale)),
    }
}

/// What the person wrote in it, if anything.
fn content(item: &Item) -> Option<String> {
    match &item.write {
        Write::Punch(command) => command.reason.clone(),
        Write::Explain { reason, .. } => Some(reason.clone()),
        Write::Decide(command) => command.reason.clone(),
        Write::Correct(command) => {
            let day = when::date(command.date, use_i18n().get_locale_untracked());
            Some(format!("{day} {} · {}", command.time, command.reason))
        }
    }
}

fn waiting_row(item: Item) -> AnyView {
    let (i18n, outbox) = (use_i18n(), outbox());
    let tries = (item.tries > 0).then(|| t_string!(i18n, outbox.tries, n = item.tries));
    let detail: Vec<String> = content(&item).into_iter().chain(tries).collect();
    let state = move || match outbox.line() {
        Line::Open => t_string!(i18n, outbox.state_sending),
        Line::Down => t_string!(i18n, outbox.state_kept),
        Line::SignedOut => t_string!(i18n, outbox.state_signed_out),
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

/// A refused write: why, and what can be done with it. Nothing is thrown away unasked.
fn refused_card(item: Item) -> AnyView {
    let i18n = use_i18n();
    let (id, text) = (item.id, serde_json::to_string_pretty(&item).unwrap_or_default());
    let why = item.refused.as_ref().map(|error| words::error(i18n, error));
    let on_discard = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        act(id, Act::Discard);
    };
    view! {
        <Card heading=title(&item)>
            <p class="line">
                <Badge tone=Tone::Danger label=t_string!(i18n, outbox.state_refused)/>
            </p>
            <p>{why}</p>
            {content(&item).map(|text| view! { <p class="muted">{text}</p> })}
            <div class="actions">
                <Button
                    label=t_string!(i18n, outbox.retry)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuRefreshCw
                    button_type="button"
                    on:click=move |_| act(id, Act::Retry)
                />
                <Button
                    label=t_string!(i18n, outbox.export)
                    kind=ButtonKind::Quiet
                    glyph=icondata_lu::LuDownload
                    button_type="button"
                    on:click=move |_| save_file(&text)
                />
            </div>
            <form on:submit=on_discard>
                <ConfirmButton
                    label=t_string!(i18n, outbox.discard)
                    question=t_string!(i18n, outbox.discard_question)
                    confirm=t_string!(i18n, outbox.discard_confirm)
                />
            </form>
        </Card>
    }
    .into_any()
}

#[derive(Clone, Copy)]
enum Act {
    Retry,
    Discard,
}

fn act(id: uuid::Uuid, act: Act) {
    #[cfg(feature = "hydrate")]
    match act {
        Act::Retry => outbox().retry(id),
        Act::Discard => outbox().discard(id),
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (id, act);
}

/// Hands a text to the browser as a file to keep or send on.
fn save_file(text: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let href = format!("data:application/json;charset=utf-8,{}", String::from(js_sys::encode_uri_component(text)));
        let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(link) = link {
            let _ = link.set_attribute("href", &href);
            let _ = link.set_attribute("download", "zaigang-unsent.json");
            link.click();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = text;
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
