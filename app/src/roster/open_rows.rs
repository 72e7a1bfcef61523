//! An offered shift as a card: for those who may claim it, and for those who give it away.

use domain::{
    ids::{ActId, OpenShiftId},
    roster::{ClaimCommand, ClaimView, OfferChoices, OfferCommand, OpenShiftView},
};
use leptos::{ev::SubmitEvent, prelude::*};
use serde::Deserialize;

use super::{
    requests_api::{ClaimShift, FillShift, OfferShift, WithdrawOffer},
    review_page::findings,
};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, ButtonKind, Card, Choice, Field, FieldKind, FormError, ListRow, Rows, SectionHeader, Select,
        Tone,
    },
    outbox::{Keeping, Write, kept_region, outbox},
    when,
};

/// The shifts that I may claim.
pub(super) fn claimable(shifts: &[OpenShiftView], claim: Keeping<ClaimShift>) -> Option<AnyView> {
    let i18n = use_i18n();
    let cards = shifts.iter().filter(|shift| shift.claimable).map(|shift| claim_card(shift, claim));
    let cards: Vec<AnyView> = cards.collect();
    (!cards.is_empty()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, swap.open_title)/>
            <FormError message=forms::message(claim.refusal())/>
            {kept_region(claim, t_string!(i18n, offline_acts.kept_claim))}
            {cards}
        }
        .into_any()
    })
}

fn title(shift: &OpenShiftView) -> String {
    let date = when::date(shift.date, use_i18n().get_locale_untracked());
    format!("{date} · {} · {}", shift.shift, shift.window)
}

/// What the button of a claim holds.
#[derive(Deserialize)]
struct Claimed {
    command: ClaimCommand,
}

fn claim_card(shift: &OpenShiftView, claim: Keeping<ClaimShift>) -> AnyView {
    let (i18n, outbox) = (use_i18n(), outbox());
    let (label, kind) = if shift.claimed {
        (t_string!(i18n, swap.unclaim), ButtonKind::Secondary)
    } else {
        (t_string!(i18n, swap.claim), ButtonKind::Primary)
    };
    let (title, id, wanted) = (title(shift), shift.id, !shift.claimed);
    let on_submit = move |event: SubmitEvent| {
        // A new one each time: after "refused" it is another claim.
        claim.submit(&event, |Claimed { command }| Write::Claim(ClaimCommand { id: ActId::new(), ..command }));
    };
    let kept = Memo::new(move |_| outbox.waits(|write| matches!(write, Write::Claim(command) if command.offer == id)));
    let form = move || {
        if kept.get() {
            return view! { <p class="muted small">{t_string!(i18n, offline_acts.claim_here)}</p> }.into_any();
        }
        view! {
            <ActionForm action=claim.action attr:class="stack-s" on:submit:capture=on_submit>
                <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
                <input type="hidden" name="command[offer]" value=id.to_string()/>
                <input type="hidden" name="command[claim]" value=wanted.to_string()/>
                <div class="actions">
                    <Button label=label kind=kind busy=claim.is_busy()/>
                </div>
            </ActionForm>
        }
        .into_any()
    };
    let state = shift.claimed.then(|| view! { <Badge tone=Tone::Wait label=t_string!(i18n, swap.claimed)/> });
    view! {
        <Card>
            <div class="line line-apart">
                <h3>{title}</h3>
                {state}
            </div>
            {form}
        </Card>
    }
    .into_any()
}

/// The shifts on offer, for those who decide: who has claimed each, and what speaks against it.
pub(super) fn offered(
    shifts: &[OpenShiftView],
    fill: ServerAction<FillShift>,
    withdraw: ServerAction<WithdrawOffer>,
) -> Option<AnyView> {
    let i18n = use_i18n();
    let shown = shifts.iter().filter(|shift| shift.withdrawable || !shift.claims.is_empty());
    let cards: Vec<AnyView> = shown.map(|shift| offer_card(shift, fill, withdraw)).collect();
    (!cards.is_empty()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, swap.open_title)/>
            <FormError message=forms::message(forms::refusal(fill))/>
            <FormError message=forms::message(forms::refusal(withdraw))/>
            {cards}
        }
        .into_any()
    })
}

fn offer_card(shift: &OpenShiftView, fill: ServerAction<FillShift>, withdraw: ServerAction<WithdrawOffer>) -> AnyView {
    let i18n = use_i18n();
    let claims = shift.claims.iter().map(|claim| claim_row(shift, claim, fill)).collect_view();
    let none = shift.claims.is_empty().then(|| view! { <p class="muted">{t_string!(i18n, swap.no_claims)}</p> });
    let title = title(shift);
    let (id, version) = (shift.id.to_string(), shift.version.to_string());
    let withdraw = shift.withdrawable.then(|| {
        view! {
            <ActionForm action=withdraw>
                <input type="hidden" name="offer" value=id/>
                <input type="hidden" name="version" value=version/>
                <div class="actions">
                    <Button
                        label=t_string!(i18n, swap.withdraw_offer)
                        kind=ButtonKind::Secondary
                        busy=withdraw.pending()
                    />
                </div>
            </ActionForm>
        }
    });
    view! {
        <Card>
            <h3>{title}</h3>
            {none}
            <Rows>{claims}</Rows>
            {withdraw}
        </Card>
    }
    .into_any()
}

fn claim_row(shift: &OpenShiftView, claim: &ClaimView, fill: ServerAction<FillShift>) -> AnyView {
    let i18n = use_i18n();
    let (id, version, person) = (shift.id.to_string(), shift.version.to_string(), claim.person.to_string());
    let against = (!claim.findings.is_empty()).then(|| view! { <li>{findings(&claim.findings)}</li> });
    view! {
        <ListRow title=claim.name.clone()>
            <ActionForm action=fill>
                <input type="hidden" name="offer" value=id/>
                <input type="hidden" name="version" value=version/>
                <input type="hidden" name="person" value=person/>
                <Button label=t_string!(i18n, swap.fill) kind=ButtonKind::Secondary busy=fill.pending()/>
            </ActionForm>
        </ListRow>
        {against}
    }
    .into_any()
}

/// What the form of an offer holds.
#[derive(Deserialize)]
struct Filled {
    command: OfferCommand,
}

/// A form to offer one more.
pub(super) fn offer_form(choices: OfferChoices, offer: Keeping<OfferShift>) -> AnyView {
    let i18n = use_i18n();
    let refusal = offer.refusal();
    let on_submit = move |event: SubmitEvent| {
        offer.submit(&event, |Filled { command }| Write::Offer(OfferCommand { id: OpenShiftId::new(), ..command }));
    };
    let shifts: Vec<Choice> = choices.shifts.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let windows: Vec<Choice> =
        choices.windows.into_iter().map(|(id, label)| Choice::new(id.to_string(), label)).collect();
    view! {
        <Card heading=t_string!(i18n, swap.offer_title).to_owned()>
            <ActionForm
                action=offer.action
                node_ref=forms::kept_draft(offer.action, &[])
                attr:class="form"
                on:submit:capture=on_submit
            >
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[id]" value=OpenShiftId::new().to_string()/>
                <input type="hidden" name="command[hall]" value=choices.hall.to_string()/>
                <Field
                    label=t_string!(i18n, swap.offer_date)
                    name="command[date]"
                    kind=FieldKind::Date
                    error=forms::at(refusal, "date")
                    required=true
                />
                <Select
                    label=t_string!(i18n, swap.offer_shift)
                    name="command[shift]"
                    choices=Signal::stored(shifts)
                    error=forms::at(refusal, "shift")
                />
                <Select
                    label=t_string!(i18n, roster_edit.window)
                    name="command[window]"
                    choices=Signal::stored(windows)
                    error=forms::at(refusal, "window")
                />
                <div class="actions">
                    <Button
                        label=t_string!(i18n, swap.offer)
                        kind=ButtonKind::Secondary
                        busy=offer.is_busy()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
