use domain::{
    ids::{FenceId, HallId},
    org::{FenceView, HallRow},
    problem::Problem,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    api::{RemoveFence, SetFence, fences, halls},
    fence_form::{FenceForm, datum_name},
    fence_map::FenceMap,
    fences_path, hall_path,
};
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        ButtonKind, ButtonLink, Card, CardSpace, Chip, Chips, ConfirmButton, EmptyState, FormError, Icon, ListRow,
        PageHeader, Rows, Skeleton,
    },
    shown::{Again, awaited, nothing},
    wire::reading,
};

/// `/org/fences?hall=&fence=`: the circles in which a punch counts as in the hall. `fence` names the one
/// that is to be replaced.
pub(crate) fn fences_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| (query.get("hall"), query.get("fence"))));
    let acts = Acts { set: ServerAction::new(), remove: ServerAction::new() };
    // Back from replacing one circle to all of them.
    forms::go_when_done(acts.set, move |_| match asked.get_untracked().0 {
        Some(hall) => format!("/org/fences?hall={hall}"),
        None => "/org/fences".to_owned(),
    });
    let (set, removed) = (forms::successes(acts.set), forms::successes(acts.remove));
    let found = reading(move || (asked.get().0, set.get(), removed.get()), |(hall, ..)| read(hall));
    let replaced = move || asked.with(|(_, fence)| fence.as_ref()?.parse::<FenceId>().ok());
    let again = Again::new(move || found.refetch());
    view! {
        <Transition fallback=move || view! { <Skeleton label=t_string!(i18n, common.loading) rows=4/> }>
            {move || {
                let replaced = replaced();
                awaited(&again, found, move |found| match found {
                    Ok(found) => body(&found, replaced, acts),
                    Err(error) => view! {
                        <PageHeader title=t_string!(i18n, org.fences)/>
                        {nothing(&error)}
                    }
                        .into_any(),
                })
            }}
        </Transition>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Acts {
    set: ServerAction<SetFence>,
    remove: ServerAction<RemoveFence>,
}

type Found = (Vec<HallRow>, HallId, Vec<FenceView>);

async fn read(asked: Option<String>) -> Result<Found, AppError> {
    let halls = halls().await?;
    let hall = match asked {
        Some(asked) => asked.parse().ok(),
        None => halls.first().map(|hall| hall.id),
    };
    let hall = hall.ok_or(Problem::NotFound)?;
    Ok((halls, hall, fences(hall).await?))
}

fn body((halls, hall, fences): &Found, replaced: Option<FenceId>, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let name = halls.iter().find(|row| row.id == *hall).map(|row| row.name.clone()).unwrap_or_default();
    let back = (hall_path(Some(*hall)), name.clone());
    let old = fences.iter().find(|fence| Some(fence.id) == replaced).cloned();
    let choose = (halls.len() > 1).then(|| {
        let chip = |row: &HallRow| {
            let current = row.id == *hall;
            view! { <Chip href=fences_path(row.id) label=row.name.clone() current=current/> }
        };
        let chips = halls.iter().map(chip).collect_view();
        view! { <Chips label=t_string!(i18n, org.halls)>{chips}</Chips> }
    });
    view! {
        <PageHeader title=t_string!(i18n, org.fences) subtitle=name back=back/>
        {choose}
        <p class="muted small">{t_string!(i18n, org.fences_text)}</p>
        <div class="panes">
            <div class="stack">
                <FormError message=forms::message(forms::refusal(acts.remove))/>
                {list(*hall, fences, acts.remove)}
            </div>
            <div class="stack pane-stay">
                <FenceForm hall=*hall old set=acts.set/>
            </div>
        </div>
    }
    .into_any()
}

fn list(hall: HallId, fences: &[FenceView], remove: ServerAction<RemoveFence>) -> AnyView {
    let i18n = use_i18n();
    if fences.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuMapPinOff
                title=t_string!(i18n, org.no_fences)
                text=t_string!(i18n, org.no_fences_text).to_owned()
            />
        }
        .into_any();
    }
    let rows = fences.iter().map(|fence| fence_row(hall, fence, remove)).collect_view();
    let fences = fences.to_vec();
    view! {
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
        <Card>
            <FenceMap fences/>
        </Card>
    }
    .into_any()
}

fn fence_row(hall: HallId, fence: &FenceView, remove: ServerAction<RemoveFence>) -> AnyView {
    let i18n = use_i18n();
    let (lat, lng) = fence.entered.from_wgs84(fence.centre).degrees();
    let radius = t_string!(i18n, org.metres, n = fence.radius_m);
    let detail = format!("{lat:.6}, {lng:.6} · {} · {radius}", datum_name(i18n, fence.entered));
    let change = format!("{}&fence={}", fences_path(hall), fence.id);
    let id = fence.id.to_string();
    view! {
        <ListRow
            title=fence.name.clone()
            detail=detail
            leading=|| view! { <Icon glyph=icondata_lu::LuMapPin/> }
        >
            <ButtonLink href=change label=t_string!(i18n, common.edit) kind=ButtonKind::Quiet/>
            <ActionForm action=remove>
                <input type="hidden" name="fence" value=id/>
                <ConfirmButton
                    label=t_string!(i18n, org.remove_fence)
                    question=t_string!(i18n, org.remove_fence_question)
                    confirm=t_string!(i18n, org.remove_fence_confirm)
                    busy=remove.pending()
                />
            </ActionForm>
        </ListRow>
    }
    .into_any()
}
