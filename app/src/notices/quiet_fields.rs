use domain::notices::QuietHours;
use leptos::prelude::*;

use crate::{
    error::AppError,
    forms,
    i18n::{t_string, use_i18n},
    kit::{Checkbox, Field, FieldKind},
    when,
};

/// When nothing rings or is said, but for what is urgent, as a [`domain::notices::QuietCommand`] of this name.
pub(super) fn quiet_fields(
    name: &str,
    quiet: QuietHours,
    urgent: &'static str,
    refusal: Signal<Option<AppError>>,
) -> AnyView {
    let i18n = use_i18n();
    let usual = if quiet.is_none() { QuietHours::default() } else { quiet };
    view! {
        <Checkbox
            label=t_string!(i18n, hints.quiet_on)
            name=format!("{name}[on]")
            checked=!quiet.is_none()
            detail=urgent.to_owned()
        />
        <div class="field-pair">
            <Field
                label=t_string!(i18n, hints.quiet_from)
                name=format!("{name}[from]")
                kind=FieldKind::Time
                value=when::wall_time(usual.from().into())
                error=forms::at(refusal, "from")
                required=true
            />
            <Field
                label=t_string!(i18n, hints.quiet_to)
                name=format!("{name}[to]")
                kind=FieldKind::Time
                value=when::wall_time(usual.to().into())
                error=forms::at(refusal, "to")
                required=true
            />
        </div>
    }
    .into_any()
}
