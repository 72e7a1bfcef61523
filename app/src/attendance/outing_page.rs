use domain::{
    attendance::{MAX_OUTING_REASON, OutingCommand, OutingsView},
    ids::OutingId,
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    day_api::{ActOnOuting, AskOuting, outings},
    outing_cards::{open_cards, over_rows},
    outing_kept::Kept,
};
use crate::{
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{
        Button, ButtonKind, ButtonLink, ButtonSize, Card, CardSpace, Choice, EmptyState, Field, FormError, PageHeader,
        Rows, SectionHeader, Select, Unfolded,
    },
    outbox::{Keeping, Write, kept_region, outbox},
    refresh,
    shown::shown,
    wire::reading,
    words,
};

/// Minutes that are offered, as far as the hall allows them.
const OFFERED: [i32; 7] = [5, 10, 15, 20, 30, 60, 120];

/// `/outing`: leaving the window for a while (临时外出), and standing in for others.
pub(crate) fn outing_page() -> AnyView {
    Unfolded::<OutingId>::provide();
    let (i18n, outbox) = (use_i18n(), outbox());
    let (ask, act) = (Keeping::<AskOuting>::new(), Keeping::<ActOnOuting>::new());
    let (asked, acted) = (forms::successes(ask.action), forms::successes(act.action));
    let (settled, returned, kept) = (outbox.settlements(), refresh::on_return(), Kept::mine());
    let last = refresh::Last::new();
    let read = reading(
        move || (asked.get(), acted.get(), settled.get(), returned.get()),
        move |_| async move { last.instead(&(), outings().await) },
    );
    last.follow(|| (), read);
    let back = ("/".to_owned(), t_string!(i18n, common.tab_today).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, inday.outing) back/>
        <FormError message=forms::message(act.refusal())/>
        {kept_region(ask, t_string!(i18n, offline_acts.kept_ask))}
        {kept_region(act, t_string!(i18n, offline_acts.kept_act))}
        {shown(read, 4, move |view| {
            (move || kept.with(|kept| body(&kept.done_to(&view), !kept.is_nothing(), ask, act))).into_any()
        })}
    }
    .into_any()
}

fn body(view: &OutingsView, kept: bool, ask: Keeping<AskOuting>, act: Keeping<ActOnOuting>) -> AnyView {
    let i18n = use_i18n();
    let as_of = refresh::as_of(view.as_of);
    let form = match (view.hindrance, &view.mine) {
        (None, _) => ask_form(view, ask),
        (Some(_), Some(_)) => ().into_any(),
        (Some(hindrance), None) => {
            let text = words::attendance(i18n, hindrance).to_owned();
            view! {
                <EmptyState
                    glyph=icondata_lu::LuDoorClosed
                    title=t_string!(i18n, inday.cannot_leave)
                    text=text
                >
                    <ButtonLink href="/" label=t_string!(i18n, common.tab_today) kind=ButtonKind::Secondary/>
                </EmptyState>
            }
            .into_any()
        }
    };
    let rows = over_rows(view);
    let over = (!view.over.is_empty()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, inday.over_today)/>
            <Card space=CardSpace::Flush>
                <Rows>{rows}</Rows>
            </Card>
        }
    });
    view! {
        <p class="muted small">{as_of}</p>
        {open_cards(view, kept, act)}
        {form}
        {over}
    }
    .into_any()
}

fn ask_form(view: &OutingsView, ask: Keeping<AskOuting>) -> AnyView {
    let (i18n, outbox) = (use_i18n(), outbox());
    let refusal = ask.refusal();
    let on_submit = move |event: SubmitEvent| {
        // A new one each time: the form's own is of whoever rendered it, which may be a page that the phone has kept.
        ask.submit_command(&event, |command| {
            Write::AskOuting(OutingCommand { id: OutingId::new(), tap: outbox.tapped(), ..command })
        });
    };
    let longest = view.longest;
    let offered = OFFERED.into_iter().filter(|minutes| *minutes <= longest);
    let choices: Vec<Choice> =
        offered.map(|n| Choice::new(n.to_string(), t_string!(i18n, inday.minutes, n = n))).collect();
    let covers = if view.covers.is_empty() {
        t_string!(i18n, inday.nobody_covers).to_owned()
    } else {
        let names = view.covers.join(t_string!(i18n, presence.comma));
        t_string!(i18n, inday.could_cover, names = names)
    };
    view! {
        <Card heading=t_string!(i18n, inday.ask_title).to_owned()>
            <ActionForm
                action=ask.action
                node_ref=ask.draft(&[])
                attr:class="form"
                on:submit:capture=on_submit
            >
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[id]" value=OutingId::new().to_string()/>
                <Field
                    label=t_string!(i18n, inday.reason)
                    name="command[reason]"
                    error=forms::at(refusal, "reason")
                    hint=t_string!(i18n, inday.reason_hint).to_owned()
                    max_length=MAX_OUTING_REASON
                    required=true
                />
                <Select
                    label=t_string!(i18n, inday.how_long)
                    name="command[minutes]"
                    choices=Signal::stored(choices)
                    value="15"
                    error=forms::at(refusal, "minutes")
                />
                <p class="muted small">{covers}</p>
                <Button
                    label=t_string!(i18n, inday.ask)
                    glyph=icondata_lu::LuSend
                    size=ButtonSize::Wide
                    busy=ask.is_busy()
                />
            </ActionForm>
        </Card>
    }
    .into_any()
}
