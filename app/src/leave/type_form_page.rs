use domain::{
    leave::{LeaveTypeView, PublishForm, PublishPreview},
    problem::Problem,
};
use leptos::prelude::*;
use leptos_router::{
    hooks::{use_params_map, use_query_map},
    params::ParamsMap,
};

use super::{
    type_fields::fields,
    type_preview::preview,
    types_api::{PublishLeaveVersion, leave_type, preview_leave_version},
    words,
};
use crate::{
    address,
    error::AppError,
    forms::{self, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{PageHeader, StatusRegion},
    shown::{nothing_under, shown_or},
    wire::reading,
};

/// What is filled in so far, and what it would do once that was asked.
type Asked = (LeaveTypeView, PublishForm, Option<PublishPreview>);

/// `/leave/types/{kind}/new?hall=`: a new version, looked at before it is published. What is filled in stands in
/// the address, so that it is looked at without a script, too.
pub(crate) fn leave_type_form_page() -> AnyView {
    let i18n = use_i18n();
    let (params, query) = (use_params_map(), use_query_map());
    let publish = ServerAction::<PublishLeaveVersion>::new();
    forms::go_when_done(publish, move |number| {
        let (kind, hall) = (params.read_untracked().get("kind"), query.read_untracked().get("hall"));
        format!("/leave/types/{}?hall={}&published={number}", kind.unwrap_or_default(), hall.unwrap_or_default())
    });
    let read = reading(move || (params.read().get("kind"), query.get()), |(kind, query)| read(kind, query));
    let nothing = move |error: AppError| {
        let back = ("/leave/types".to_owned(), t_string!(i18n, leave_types.title).to_owned());
        nothing_under(t_string!(i18n, leave_types.publish_new), back, &error)
    };
    shown_or(read, 8, move |asked| body(asked, publish), nothing)
}

async fn read(kind: Option<String>, query: ParamsMap) -> Result<Asked, AppError> {
    let view = leave_type(address::named_if_any(query.get("hall"))?, address::named(kind)?).await?;
    if !view.may_publish {
        return Err(Problem::Denied.into());
    }
    let now = PublishForm::of(view.hall, view.latest, &view.rule.now, view.on);
    if query.get("from").is_none() {
        return Ok((view, now, None));
    }
    let form = filled_in(&query, now);
    let preview = preview_leave_version(form.clone()).await?;
    Ok((view, form, Some(preview)))
}

/// What the address says of a form; what it does not say stands as it is, but for boxes: those are not ticked.
fn filled_in(query: &ParamsMap, now: PublishForm) -> PublishForm {
    let text = |name: &str, or: String| query.get(name).unwrap_or(or);
    let ticked = |name: &str| query.get(name).is_some();
    PublishForm {
        from: text("from", now.from),
        days: text("days", now.days),
        counts: query.get("counts").and_then(|code| code.parse().ok()).unwrap_or(now.counts),
        unit: query.get("unit").and_then(|code| code.parse().ok()).unwrap_or(now.unit),
        paid: ticked("paid"),
        proof: ticked("proof"),
        proof_from: text("proof_from", now.proof_from),
        proof_within: text("proof_within", now.proof_within),
        private_proof: ticked("private_proof"),
        notice: text("notice", now.notice),
        sudden: ticked("sudden"),
        carry: ticked("carry"),
        source: text("source", now.source),
        ..now
    }
}

fn body((view, form, looked): Asked, publish: ServerAction<PublishLeaveVersion>) -> AnyView {
    let i18n = use_i18n();
    let kind = words::kind(i18n.get_locale_untracked(), form.kind);
    let back = (format!("/leave/types/{}?hall={}", form.kind.code(), form.hall), kind.to_owned());
    let title = t_string!(i18n, leave_types.form_title, kind = kind);
    let faults = looked.as_ref().map(|looked| looked.faults.clone()).unwrap_or_default();
    let shown = looked.map(|looked| preview(&looked, &form, publish));
    view! {
        <PageHeader title=title back/>
        <p class="muted">{t_string!(i18n, leave_types.form_text)}</p>
        <StatusRegion>{shown}</StatusRegion>
        {fields(&view, &form, &faults)}
    }
    .into_any()
}
