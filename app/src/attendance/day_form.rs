//! The way to another day of a page.

use domain::ids::HallId;
use leptos::prelude::*;

use crate::{
    forms::QueryForm,
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, Field, FieldKind},
};

/// Asks for a date, and shows it at `path`; at the page of a hall where the path does not name it.
pub(super) fn day_form(
    path: impl Into<String>,
    hall: Option<HallId>,
    label: &'static str,
    date: impl Into<String>,
) -> AnyView {
    let (path, date): (String, String) = (path.into(), date.into());
    let hall = hall.map(|hall| view! { <input type="hidden" name="hall" value=hall.to_string()/> });
    let show = t_string!(use_i18n(), timesheet.show_day);
    view! {
        <Card>
            <QueryForm action=path>
                <div class="form">
                    {hall}
                    <Field label=label name="date" kind=FieldKind::Date value=date required=true/>
                    <div class="actions">
                        <Button label=show kind=ButtonKind::Secondary/>
                    </div>
                </div>
            </QueryForm>
        </Card>
    }
    .into_any()
}
