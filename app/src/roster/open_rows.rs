//! An offered shift as a card: for those who may claim it, and for those who give it away.

use domain::{
    ids::{ActId, OpenShiftId, PersonId},
    roster::{ClaimCommand, ClaimView, FillCommand, OfferChoices, OfferCommand, OpenShiftView, WithdrawOfferCommand},
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    requests_api::{ClaimShift, FillShift, OfferShift, WithdrawOffer},
    review_page::findings,
};
use crate::{
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, ButtonKind, Card, Choice, Field, FieldKind, FormError, ListRow, Rows, SectionHeader, Select,
        Tone,
    },
    outbox::{Keeping, Write, is_waiting, kept_region, unless_waiting},
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

fn claim_card(shift: &OpenShiftView, claim: Keeping<ClaimShift>) -> AnyView {
    let i18n = use_i18n();
    let (label, kind) = if shift.claimed {
        (t_string!(i18n, swap.unclaim), ButtonKind::Secondary)
    } else {
        (t_string!(i18n, swap.claim), ButtonKind::Primary)
    };
    let (title, id, wanted) = (title(shift), shift.id, !shift.claimed);
    let subject = StoredValue::new(title.clone());
    let on_submit = move |event: SubmitEvent| {
        // A new one each time: after "refused" it is another claim.
        claim.submit_about(&event, subject, |command| Write::Claim(ClaimCommand { id: ActId::new(), ..command }));
    };
    let waits = is_waiting(move |write| matches!(write, Write::Claim(command) if command.offer == id));
    let form = unless_waiting(waits, move || {
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
    });
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
    fill: Keeping<FillShift>,
    withdraw: Keeping<WithdrawOffer>,
) -> Option<AnyView> {
    let i18n = use_i18n();
    let shown = shifts.iter().filter(|shift| shift.withdrawable || !shift.claims.is_empty());
    let cards: Vec<AnyView> = shown.map(|shift| offer_card(shift, fill, withdraw)).collect();
    (!cards.is_empty()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, swap.open_title)/>
            {cards}
        }
        .into_any()
    })
}

/// Nothing more can be done about an offer while something waits on the phone.
fn offer_card(shift: &OpenShiftView, fill: Keeping<FillShift>, withdraw: Keeping<WithdrawOffer>) -> AnyView {
    let i18n = use_i18n();
    let (title, id, version, withdrawable) = (title(shift), shift.id, shift.version, shift.withdrawable);
    let waits = is_waiting(move |write| match write {
        Write::Fill(command) => command.offer == id,
        Write::WithdrawOffer(command) => command.offer == id,
        _ => false,
    });
    let claim = |claim: &ClaimView| {
        let person = claim.person;
        let subject = StoredValue::new(format!("{} · {title}", claim.name));
        let against = (!claim.findings.is_empty()).then(|| view! { <li>{findings(&claim.findings)}</li> });
        view! {
            <ListRow title=claim.name.clone()>
                {move || (!waits.get()).then(|| fill_form((id, version, subject), person, fill))}
            </ListRow>
            {against}
        }
    };
    let claims = shift.claims.iter().map(claim).collect_view();
    let none = shift.claims.is_empty().then(|| view! { <p class="muted">{t_string!(i18n, swap.no_claims)}</p> });
    let subject = StoredValue::new(title.clone());
    let rest =
        unless_waiting(waits, move || withdrawable.then(|| withdraw_form((id, version, subject), withdraw)).into_any());
    view! {
        <Card>
            <h3>{title}</h3>
            {none}
            <Rows>{claims}</Rows>
            {rest}
        </Card>
    }
    .into_any()
}

fn fill_form(
    (id, version, subject): (OpenShiftId, i32, StoredValue<String>),
    person: PersonId,
    fill: Keeping<FillShift>,
) -> AnyView {
    let i18n = use_i18n();
    let on_submit = move |event: SubmitEvent| {
        fill.submit_about(&event, subject, |command| Write::Fill(FillCommand { id: ActId::new(), ..command }));
    };
    view! {
        <ActionForm action=fill.action on:submit:capture=on_submit>
            <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
            <input type="hidden" name="command[offer]" value=id.to_string()/>
            <input type="hidden" name="command[version]" value=version.to_string()/>
            <input type="hidden" name="command[person]" value=person.to_string()/>
            <Button label=t_string!(i18n, swap.fill) kind=ButtonKind::Secondary busy=fill.is_busy()/>
        </ActionForm>
    }
    .into_any()
}

fn withdraw_form(
    (id, version, subject): (OpenShiftId, i32, StoredValue<String>),
    withdraw: Keeping<WithdrawOffer>,
) -> AnyView {
    let i18n = use_i18n();
    let on_submit = move |event: SubmitEvent| {
        withdraw.submit_about(&event, subject, |command| {
            Write::WithdrawOffer(WithdrawOfferCommand { id: ActId::new(), ..command })
        });
    };
    view! {
        <ActionForm action=withdraw.action on:submit:capture=on_submit>
            <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
            <input type="hidden" name="command[offer]" value=id.to_string()/>
            <input type="hidden" name="command[version]" value=version.to_string()/>
            <div class="actions">
                <Button
                    label=t_string!(i18n, swap.withdraw_offer)
                    kind=ButtonKind::Secondary
                    busy=withdraw.is_busy()
                />
            </div>
        </ActionForm>
    }
    .into_any()
}

/// A form to offer one more.
pub(super) fn offer_form(choices: OfferChoices, offer: Keeping<OfferShift>) -> AnyView {
    let i18n = use_i18n();
    let refusal = offer.refusal();
    let on_submit = move |event: SubmitEvent| {
        offer.submit_command(&event, |command| Write::Offer(OfferCommand { id: OpenShiftId::new(), ..command }));
    };
    let shifts: Vec<Choice> = choices.shifts.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let windows: Vec<Choice> =
        choices.windows.into_iter().map(|(id, label)| Choice::new(id.to_string(), label)).collect();
    view! {
        <Card heading=t_string!(i18n, swap.offer_title).to_owned()>
            <ActionForm
                action=offer.action
                node_ref=offer.draft(&[])
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
