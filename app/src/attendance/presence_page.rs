use domain::{
    attendance::{FencePolicy, PresenceView, ScreenView},
    org::MAX_NAME,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_params_map;

use super::presence_api::{EndScreen, MakeScreen, SetPresence, presence};
use crate::{
    accounts::CopyButton,
    address,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Button, ButtonKind, Card, CardSpace, Choice, ConfirmButton, EmptyState, Field, FieldKind, FormError, Icon,
        ListRow, PageHeader, Rows, SectionHeader, Select, StatusRegion,
    },
    refresh,
    shown::shown,
    when,
    wire::reading,
};

/// `/org/{hall}/presence`: what the hall asks as proof of being there, and the screens that show its code.
pub(crate) fn presence_page() -> AnyView {
    let i18n = use_i18n();
    let params = use_params_map();
    let asked = Memo::new(move |_| params.with(|params| params.get("hall")));
    let acts = Acts { set: ServerAction::new(), make: ServerAction::new(), end: ServerAction::new() };
    let (set, made, ended) = (forms::successes(acts.set), forms::successes(acts.make), forms::successes(acts.end));
    let returned = refresh::on_return();
    let read = reading(
        move || (asked.get(), set.get(), made.get(), ended.get(), returned.get()),
        |(asked, ..)| async move { presence(Some(address::named(asked)?)).await },
    );
    let back = move || (format!("/org/{}", asked.get().unwrap_or_default()), t_string!(i18n, org.title).to_owned());
    view! {
        {move || view! { <PageHeader title=t_string!(i18n, presence.title) back=back()/> }}
        <StatusRegion>
            {move || (set.get() > 0).then(|| view! { <p>{t_string!(i18n, presence.saved)}</p> })}
        </StatusRegion>
        {shown(read, 5, move |view| body(&view, acts))}
        <NewScreen hall=Signal::derive(move || asked.get()) make=acts.make/>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Acts {
    set: ServerAction<SetPresence>,
    make: ServerAction<MakeScreen>,
    end: ServerAction<EndScreen>,
}

fn body(view: &PresenceView, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    view! {
        <p class="muted small">{view.hall_name.clone()}</p>
        {settings_form(view, acts.set)}
        <SectionHeader title=t_string!(i18n, presence.screens)/>
        <p class="muted small">{t_string!(i18n, presence.screens_text)}</p>
        <FormError message=forms::message(forms::refusal(acts.end))/>
        {screens(&view.screens, acts.end)}
    }
    .into_any()
}

fn settings_form(view: &PresenceView, set: ServerAction<SetPresence>) -> AnyView {
    let i18n = use_i18n();
    let (refusal, now) = (forms::refusal(set), view.settings);
    let policies = vec![
        Choice::new(FencePolicy::FlagOnly.code(), t_string!(i18n, presence.policy_flag_only)),
        Choice::new(FencePolicy::SecondProof.code(), t_string!(i18n, presence.policy_second_proof)),
    ];
    let number = move |field: &'static str, label: &'static str, value: i32| {
        view! {
            <Field
                label=label
                name=format!("command[settings][{field}]")
                kind=FieldKind::Digits
                value=value.to_string()
                error=forms::at(refusal, field)
                max_length=4
                required=true
            />
        }
    };
    let hall = view.hall.to_string();
    view! {
        <Card heading=t_string!(i18n, presence.settings).to_owned()>
            <ActionForm action=set attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[hall]" value=hall/>
                <Select
                    label=t_string!(i18n, presence.policy)
                    name="command[settings][policy]"
                    choices=Signal::stored(policies)
                    value=now.policy.code()
                    hint=t_string!(i18n, presence.policy_hint).to_owned()
                    error=forms::at(refusal, "policy")
                />
                <div class="field-pair">
                    {number("vacancy_grace_min", t_string!(i18n, presence.vacancy_grace), now.vacancy_grace_min)}
                    {number("escalate_min", t_string!(i18n, presence.escalate), now.escalate_min)}
                </div>
                {number("taken_min", t_string!(i18n, told.taken_minutes), now.taken_min)}
                <div class="field-pair">
                    {number("outing_max_min", t_string!(i18n, presence.outing_max), now.outing_max_min)}
                    {number("outing_wait_min", t_string!(i18n, told.outing_wait), now.outing_wait_min)}
                </div>
                <div class="field-pair">
                    {number("late_claim_hours", t_string!(i18n, told.late_claim), now.late_claim_hours)}
                    {number("accuracy_m", t_string!(i18n, told.accuracy), now.accuracy_m)}
                </div>
                <div class="field-pair">
                    {number("travel_kmh", t_string!(i18n, presence.travel), now.travel_kmh)}
                    {number("repeat_days", t_string!(i18n, presence.repeat), now.repeat_days)}
                </div>
                <p class="muted small">{t_string!(i18n, presence.flags_hint)}</p>
                {number("remind_min", t_string!(i18n, told.remind), now.remind_min)}
                <div class="actions">
                    <Button label=t_string!(i18n, common.save) busy=set.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn screens(screens: &[ScreenView], end: ServerAction<EndScreen>) -> AnyView {
    let i18n = use_i18n();
    if screens.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuMonitor
                title=t_string!(i18n, presence.no_screens)
                text=t_string!(i18n, presence.no_screens_text).to_owned()
            />
        }
        .into_any();
    }
    let locale = i18n.get_locale_untracked();
    let row = |screen: &ScreenView| {
        let seen = match screen.seen_at {
            Some(at) => t_string!(i18n, presence.screen_seen, time = when::moment(at, locale)),
            None => t_string!(i18n, presence.screen_unseen).to_owned(),
        };
        let id = screen.id.to_string();
        view! {
            <ListRow title=screen.name.clone() detail=seen leading=|| view! { <Icon glyph=icondata_lu::LuMonitor/> }>
                <ActionForm action=end>
                    <input type="hidden" name="screen" value=id/>
                    <ConfirmButton
                        label=t_string!(i18n, presence.end_screen)
                        question=t_string!(i18n, presence.end_screen_question)
                        confirm=t_string!(i18n, presence.end_screen_confirm)
                        busy=end.pending()
                    />
                </ActionForm>
            </ListRow>
        }
    };
    let rows = screens.iter().map(row).collect_view();
    view! {
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
    }
    .into_any()
}

/// Makes a screen's link and shows it. Only with a script: the link is stored nowhere, so it can't come with
/// the next page.
#[component]
fn NewScreen(hall: Signal<Option<String>>, make: ServerAction<MakeScreen>) -> impl IntoView {
    let i18n = use_i18n();
    let (refusal, name) = (forms::refusal(make), RwSignal::new(String::new()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(hall) = hall.get_untracked().and_then(|id| id.parse().ok()) {
            make.call(&MakeScreen { hall, name: name.get_untracked() });
        }
    };
    let link = move || make.value().with(|value| value.as_ref().and_then(|value| value.as_ref().ok()).cloned());
    view! {
        <Card heading=t_string!(i18n, presence.new_screen).to_owned()>
            <form class="form" on:submit=submit>
                <FormError message=forms::message(refusal)/>
                <Field
                    label=t_string!(i18n, presence.screen_name)
                    name="name"
                    id="screen-name"
                    model=name
                    hint=t_string!(i18n, presence.screen_name_hint).to_owned()
                    error=forms::at(refusal, "name")
                    max_length=u16::try_from(MAX_NAME).unwrap_or(u16::MAX)
                    required=true
                />
                <div class="actions">
                    <Button
                        label=t_string!(i18n, presence.make_screen)
                        kind=ButtonKind::Secondary
                        glyph=icondata_lu::LuLink
                        busy=make.pending()
                    />
                </div>
                <noscript>
                    <p class="muted small">{t_string!(i18n, people.needs_script)}</p>
                </noscript>
            </form>
            <StatusRegion>
                {move || link().map(|link| view! {
                    <div class="stack">
                        <p class="strong">{t_string!(i18n, presence.link_once)}</p>
                        <p class="address" id="screen-link">{link.clone()}</p>
                        <CopyButton text=link/>
                    </div>
                })}
            </StatusRegion>
        </Card>
    }
}
