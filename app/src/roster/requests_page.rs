use domain::{
    ids::HallId,
    policy::Action,
    roster::{ComingOvertime, OfferChoices, OpenShiftView},
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
    forms::{self, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{EmptyState, FormError, PageHeader, SectionHeader, Skeleton},
    org::{api::halls, hall_choice::chosen_hall},
    outbox::{Keeping, kept_region, outbox},
    refresh, session,
    wire::reading,
};

/// What is done here. It outlives the view of what waits, which is built anew after each act.
#[derive(Clone, Copy)]
struct Acts {
    fill: ServerAction<FillShift>,
    withdraw: ServerAction<WithdrawOffer>,
    offer: Keeping<OfferShift>,
    cancel: ServerAction<CancelOvertime>,
}

/// What waits for my decision.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Waiting {
    open: Vec<OpenShiftView>,
    coming: Vec<ComingOvertime>,
    offer: Option<OfferChoices>,
}

/// `/roster/requests`: claims that wait for my decision, approved overtime, and shifts to be offered.
pub(crate) fn roster_requests_page() -> AnyView {
    let i18n = use_i18n();
    let acts = Acts {
        fill: ServerAction::new(),
        withdraw: ServerAction::new(),
        offer: Keeping::new(),
        cancel: ServerAction::new(),
    };
    let (filled, withdrawn) = (forms::successes(acts.fill), forms::successes(acts.withdraw));
    let (offered, cancelled) = (forms::successes(acts.offer.action), forms::successes(acts.cancel));
    let changes = Memo::new(move |_| filled.get() + withdrawn.get() + offered.get() + cancelled.get());
    let (returned, settled) = (refresh::on_return(), outbox().settlements());
    let read = reading(move || (changes.get(), settled.get(), returned.get()), |_| read());
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, swap.requests) back/>
        {kept_region(acts.offer, t_string!(i18n, offline_acts.kept_offer))}
        <Transition fallback=move || view! { <Skeleton label=t_string!(i18n, common.loading) rows=4/> }>
            {move || Suspend::new(async move {
                match read.await {
                    Ok(waiting) => body(waiting, acts),
                    Err(error) => view! { <FormError message=AppError::text(&error, i18n)/> }.into_any(),
                }
            })}
        </Transition>
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

fn body(waiting: Waiting, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let open = open_rows::offered(&waiting.open, acts.fill, acts.withdraw);
    let nothing = open.is_none();
    let coming = (!waiting.coming.is_empty()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, worktime.coming)/>
            {overtime_rows::coming(&waiting.coming, acts.cancel)}
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
        {empty}
        {open}
        {coming}
        {waiting.offer.map(|choices| open_rows::offer_form(choices, acts.offer))}
    }
    .into_any()
}
