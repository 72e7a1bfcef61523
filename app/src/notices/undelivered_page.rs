use domain::notices::UndeliveredHint;
use leptos::prelude::*;

use super::{hints_api::undelivered, hints_page::fault_words};
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Badge, Card, CardSpace, EmptyState, FormError, ListRow, PageHeader, Rows, Skeleton, Tone},
    refresh, when,
    wire::reading,
};

/// `/notices/undelivered`: whose devices could not be rung. They may have read the notice in the app all the same.
pub(crate) fn undelivered_page() -> AnyView {
    let i18n = use_i18n();
    let returned = refresh::on_return();
    let read = reading(move || returned.get(), |_| undelivered());
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, hints.undelivered) back/>
        <p class="muted">{t_string!(i18n, hints.undelivered_text)}</p>
        <Transition fallback=move || view! { <Skeleton label=t_string!(i18n, common.loading) rows=4/> }>
            {move || Suspend::new(async move {
                match read.await {
                    Ok(found) => body(found),
                    Err(error) => view! { <FormError message=error.text(i18n)/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn body(found: Vec<UndeliveredHint>) -> AnyView {
    let i18n = use_i18n();
    if found.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuBellRing
                title=t_string!(i18n, hints.all_delivered)
                text=t_string!(i18n, hints.all_delivered_text).to_owned()
            />
        }
        .into_any();
    }
    let rows = found.into_iter().map(row).collect_view();
    view! {
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
    }
    .into_any()
}

fn row(hint: UndeliveredHint) -> AnyView {
    let i18n = use_i18n();
    let at = when::moment(hint.at, i18n.get_locale_untracked());
    let detail = [at, hint.device, fault_words(hint.fault).to_owned()].join(" · ");
    let (tone, label) = if hint.read {
        (Tone::Ok, t_string!(i18n, hints.read_in_app))
    } else {
        (Tone::Wait, t_string!(i18n, hints.not_read_yet))
    };
    view! {
        <ListRow title=hint.name detail=detail>
            <Badge tone=tone label=label/>
        </ListRow>
    }
    .into_any()
}
