use domain::notices::{DeliveryFault, HintDevice, HintsView, QuietHours};
use leptos::prelude::*;

use super::{
    hints_api::{SetQuietHours, Unsubscribe, my_hints},
    quiet_fields::quiet_fields,
    ringing::{self, Ability, NotRinging},
};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    in_browser::browser_action,
    kit::{
        Badge, Banner, Button, ButtonKind, ButtonSize, Card, CardSpace, EmptyState, FormError, Icon, ListRow, Outcome,
        PageHeader, Rows, SectionHeader, StatusRegion, Tone,
    },
    shown::shown,
    taking_over::when_awake,
    when,
    wire::reading,
};

#[derive(Clone, Copy)]
struct Acts {
    turn_on: Action<String, Result<(), NotRinging>>,
    silence: ServerAction<Unsubscribe>,
    quiet: ServerAction<SetQuietHours>,
}

/// `/me/notifications`: which of my devices ring, when not, and what they show.
pub(crate) fn hints_page() -> AnyView {
    let i18n = use_i18n();
    let acts = Acts {
        turn_on: browser_action(|key: &String| ringing::turn_on(key.clone())),
        silence: ServerAction::new(),
        quiet: ServerAction::new(),
    };
    let (silenced, set) = (forms::successes(acts.silence), forms::successes(acts.quiet));
    let read = reading(move || (acts.turn_on.version().get(), silenced.get(), set.get()), |_| my_hints());
    // Whoever turns a device off by hand does not want it on again by itself.
    Effect::new(move |_| {
        if silenced.get() > 0 {
            ringing::forget();
        }
    });
    let ability = RwSignal::new(Ability::Unknown);
    when_awake(move || {
        acts.turn_on.version().track();
        ability.set(ringing::ability());
    });
    let back = ("/me".to_owned(), t_string!(i18n, common.tab_me).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, hints.title) back/>
        <StatusRegion>
            {move || (set.get() > 0).then(|| view! {
                <Outcome tone=Tone::Ok title=t_string!(i18n, hints.quiet_saved)>
                    <p>{t_string!(i18n, hints.quiet_text)}</p>
                </Outcome>
            })}
        </StatusRegion>
        {shown(read, 5, move |view| body(view, acts, ability))}
    }
    .into_any()
}

fn body(view: HintsView, acts: Acts, ability: RwSignal<Ability>) -> AnyView {
    let i18n = use_i18n();
    let here = view.devices.iter().any(|device| device.current);
    let none = view.devices.is_empty();
    let rows = view.devices.into_iter().map(|device| device_row(device, acts)).collect_view();
    view! {
        <Card>
            <p>{t_string!(i18n, hints.what)}</p>
            <p class="muted">{t_string!(i18n, hints.truth)}</p>
            <noscript>
                <p>{t_string!(i18n, hints.needs_script)}</p>
            </noscript>
            {this_device(here, view.server_key, acts, ability)}
        </Card>
        <SectionHeader title=t_string!(i18n, hints.devices)/>
        <FormError message=forms::message(forms::refusal(acts.silence))/>
        <Card space=CardSpace::Flush>
            {if none {
                view! {
                    <EmptyState
                        glyph=icondata_lu::LuBellOff
                        title=t_string!(i18n, hints.no_devices)
                        text=t_string!(i18n, hints.no_devices_text).to_owned()
                    />
                }
                    .into_any()
            } else {
                view! { <Rows>{rows}</Rows> }.into_any()
            }}
        </Card>
        {quiet_hours(view.quiet, acts)}
    }
    .into_any()
}

/// How this browser stands: what it can, and the button where it can.
fn this_device(here: bool, server_key: String, acts: Acts, ability: RwSignal<Ability>) -> AnyView {
    let i18n = use_i18n();
    if here {
        return view! {
            <p class="line">
                <Badge tone=Tone::Ok label=t_string!(i18n, hints.on_here)/>
            </p>
        }
        .into_any();
    }
    let failed = move || {
        let failed =
            acts.turn_on.value().with(|value| value.as_ref().and_then(|value| value.as_ref().err()).cloned())?;
        Some(match failed {
            NotRinging::Refused => t_string!(i18n, hints.refused).to_owned(),
            NotRinging::NoService => t_string!(i18n, hints.no_service).to_owned(),
            NotRinging::Server(error) => error.text(i18n),
        })
    };
    let key = StoredValue::new(server_key);
    let state = move || match ability.get() {
        Ability::Unknown => ().into_any(),
        Ability::Missing => hindrance(t_string!(i18n, hints.missing)),
        Ability::HomeScreenFirst => hindrance(t_string!(i18n, hints.home_screen)),
        Ability::Blocked => hindrance(t_string!(i18n, hints.blocked)),
        Ability::Able => view! {
            <Button
                label=t_string!(i18n, hints.turn_on)
                size=ButtonSize::Wide
                glyph=icondata_lu::LuBellRing
                button_type="button"
                busy=acts.turn_on.pending()
                on:click=move |_| {
                    acts.turn_on.dispatch(key.get_value());
                }
            />
        }
        .into_any(),
    };
    view! {
        <FormError message=Signal::derive(failed)/>
        {state}
    }
    .into_any()
}

fn hindrance(text: &'static str) -> AnyView {
    view! { <Banner tone=Tone::Wait text=text/> }.into_any()
}

fn device_row(device: HintDevice, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let detail = match (device.failed, device.sent_at) {
        (Some((at, fault)), _) => {
            t_string!(i18n, hints.failed_at, at = when::moment(at, locale), why = fault_words(fault))
        }
        (None, Some(at)) => t_string!(i18n, hints.sent_at, at = when::moment(at, locale)),
        (None, None) => t_string!(i18n, hints.since, at = when::moment(device.since, locale)),
    };
    let badge = match (device.failed.is_some(), device.current) {
        (true, _) => Some(view! { <Badge tone=Tone::Danger label=t_string!(i18n, hints.undelivered)/> }),
        (false, true) => Some(view! { <Badge tone=Tone::Ok label=t_string!(i18n, accounts.this_device)/> }),
        (false, false) => None,
    };
    view! {
        <ListRow
            title=device.name
            detail=detail
            leading=|| view! { <Icon glyph=icondata_lu::LuSmartphone/> }
        >
            {badge}
            <ActionForm action=acts.silence>
                <input type="hidden" name="subscription" value=device.id.to_string()/>
                <Button
                    label=t_string!(i18n, hints.turn_off)
                    kind=ButtonKind::Quiet
                    glyph=icondata_lu::LuBellOff
                    busy=acts.silence.pending()
                />
            </ActionForm>
        </ListRow>
    }
    .into_any()
}

/// Why a hint was not delivered.
pub(super) fn fault_words(fault: DeliveryFault) -> &'static str {
    let i18n = use_i18n();
    match fault {
        DeliveryFault::Unreachable => t_string!(i18n, hints.fault_unreachable),
        DeliveryFault::Busy => t_string!(i18n, hints.fault_busy),
        DeliveryFault::Refused => t_string!(i18n, hints.fault_refused),
        DeliveryFault::Gone => t_string!(i18n, hints.fault_gone),
    }
}

fn quiet_hours(quiet: QuietHours, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(acts.quiet);
    view! {
        <SectionHeader title=t_string!(i18n, hints.quiet)/>
        <Card>
            <ActionForm action=acts.quiet attr:class="form">
                <FormError message=forms::message(refusal)/>
                <p class="muted">{t_string!(i18n, hints.quiet_text)}</p>
                {quiet_fields("command", quiet, t_string!(i18n, hints.quiet_urgent), refusal)}
                <div class="actions">
                    <Button label=t_string!(i18n, common.save) kind=ButtonKind::Secondary busy=acts.quiet.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
