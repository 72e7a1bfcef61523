use domain::{
    ids::HallId,
    policy::Action,
    roster::{ComingOvertimes, OfferChoices, OpenShiftView},
};
use leptos::prelude::*;

use super::{
    open_rows,
    overtime_api::{CancelOvertime, approved_overtime},
    overtime_rows,
    requests_api::{FillShift, OfferShift, WithdrawOffer, open_shifts, what_to_offer},
};
use crate::{
    error::AppError,
    forms,
    i18n::{t_string, use_i18n},
    kit::{EmptyState, FormError, PageHeader, SectionHeader},
    org::{api::halls, hall_choice::chosen_hall},
    outbox::{Keeping, kept_outcome, outbox},
    refresh, session,
    shown::shown,
    wire::reading,
};

/// What is done here. It outlives the view of what waits, which is built anew after each act.
#[derive(Clone, Copy)]
struct Acts {
    fill: Keeping<FillShift>,
    withdraw: Keeping<WithdrawOffer>,
    offer: Keeping<OfferShift>,
    cancel: Keeping<CancelOvertime>,
}

/// What waits for my decision.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Waiting {
    open: Vec<OpenShiftView>,
    coming: ComingOvertimes,
    offer: Option<OfferChoices>,
}

/// `/roster/requests`: claims that wait for my decision, approved overtime, and shifts to be offered.
pub(crate) fn roster_requests_page() -> AnyView {
    let i18n = use_i18n();
    let acts = Acts { fill: Keeping::new(), withdraw: Keeping::new(), offer: Keeping::new(), cancel: Keeping::new() };
    let (filled, withdrawn) = (forms::successes(acts.fill.action), forms::successes(acts.withdraw.action));
    let (offered, cancelled) = (forms::successes(acts.offer.action), forms::successes(acts.cancel.action));
    let changes = Memo::new(move |_| filled.get() + withdrawn.get() + offered.get() + cancelled.get());
    let (returned, settled) = (refresh::on_return(), outbox().settlements());
    let last = refresh::Last::new();
    let read = reading(
        move || (changes.get(), settled.get(), returned.get()),
        move |_| async move { last.instead(&(), read().await) },
    );
    last.follow(|| (), read);
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, swap.requests) back/>
        <FormError message=forms::message(acts.fill.refusal())/>
        <FormError message=forms::message(acts.withdraw.refusal())/>
        <FormError message=forms::message(acts.cancel.refusal())/>
        <div aria-live="polite">
            {kept_outcome(acts.offer, t_string!(i18n, offline_acts.kept_offer))}
            {kept_outcome(acts.fill, t_string!(i18n, offline_acts.kept_act_here))}
            {kept_outcome(acts.withdraw, t_string!(i18n, offline_acts.kept_act_here))}
            {kept_outcome(acts.cancel, t_string!(i18n, offline_acts.kept_act_here))}
        </div>
        {shown(read, 4, move |waiting| body(waiting, &acts))}
    }
    .into_any()
}

async fn read() -> Result<Waiting, AppError> {
    let offer = match hall_to_offer_at().await? {
        Some(hall) => Some(what_to_offer(hall).await?),
        None => None,
    };
    Ok(Waiting { open: open_shifts().await?, coming: approved_overtime().await?, offer })
}

/// My own hall, or the first, where I may offer shifts.
async fn hall_to_offer_at() -> Result<Option<HallId>, AppError> {
    if !session::may_anywhere(Action::ShiftOffer) {
        return Ok(None);
    }
    Ok(Some(chosen_hall(None, &halls().await?)?))
}

fn body(waiting: Waiting, acts: &Acts) -> AnyView {
    let i18n = use_i18n();
    let open = open_rows::offered(&waiting.open, acts.fill, acts.withdraw);
    let nothing = open.is_none();
    let as_of = refresh::as_of(waiting.coming.as_of);
    let coming = (!waiting.coming.overtime.is_empty()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, worktime.coming)/>
            {overtime_rows::coming(&waiting.coming.overtime, acts.cancel)}
        }
    });
    let empty = nothing.then(|| {
        view! {
            <EmptyState
                glyph=icondata_lu::LuCircleCheck
                title=t_string!(i18n, swap.none_waiting)
                text=t_string!(i18n, swap.none_waiting_text).to_owned()
            />
        }
    });
    view! {
        <p class="muted small">{as_of}</p>
        {empty}
        {open}
        {coming}
        {waiting.offer.map(|choices| open_rows::offer_form(choices, acts.offer))}
    }
    .into_any()
}
