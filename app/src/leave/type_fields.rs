//! The fields of a new version: those that the law leaves open for the kind.

use domain::{
    leave::{CountMode, Latitude, LeaveTypeView, LeaveUnit, MAX_SOURCE, PublishForm},
    problem::FieldError,
};
use leptos::prelude::*;

use super::type_words as words;
use crate::{
    citations::cite,
    forms::QueryForm,
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, Checkbox, Choice, Field, FieldKind, FormError, Select},
    words::reason,
};

/// What is wrong with a field, in words.
fn fault(faults: &[FieldError], field: &str) -> Option<String> {
    let found = faults.iter().find(|fault| fault.field == field)?;
    Some(reason(use_i18n().get_locale_untracked(), found.reason).to_owned())
}

/// The form, sent as an address.
pub(super) fn fields(view: &LeaveTypeView, form: &PublishForm, faults: &[FieldError]) -> AnyView {
    let i18n = use_i18n();
    let open = Latitude::of(form.kind);
    let action = format!("/leave/types/{}/new", form.kind.code());
    let refused = (!faults.is_empty()).then(|| t_string!(i18n, leave_types.refused).to_owned());
    let hall = form.hall.to_string();
    let settings = view! {
        {days(view, form, faults, open)}
        {counting(form, faults, open)}
        {pay(form, faults, open)}
        {papers(form, faults, open)}
        {early(form, faults, open)}
        {open.carry.then(|| carry(form, faults))}
    }
    .into_any();
    let (from, source) = (first_day(form, faults), written(form, faults));
    view! {
        <Card>
            <QueryForm action=action>
                <div class="form">
                    <FormError message=refused/>
                    <input type="hidden" name="hall" value=hall/>
                    {from}
                    {settings}
                    {source}
                    <div class="actions">
                        <Button label=t_string!(i18n, leave_types.preview) kind=ButtonKind::Secondary/>
                    </div>
                </div>
            </QueryForm>
        </Card>
    }
    .into_any()
}

fn first_day(form: &PublishForm, faults: &[FieldError]) -> AnyView {
    let i18n = use_i18n();
    view! {
        <Field
            label=t_string!(i18n, leave_types.from)
            name="from"
            kind=FieldKind::Date
            value=form.from.clone()
            hint=t_string!(i18n, leave_types.from_hint).to_owned()
            error=fault(faults, "from")
            required=true
        />
    }
    .into_any()
}

fn written(form: &PublishForm, faults: &[FieldError]) -> AnyView {
    let i18n = use_i18n();
    view! {
        <Field
            label=t_string!(i18n, leave_types.source)
            name="source"
            value=form.source.clone()
            hint=t_string!(i18n, leave_types.source_hint).to_owned()
            error=fault(faults, "source")
            max_length=MAX_SOURCE
            required=true
        />
    }
    .into_any()
}

fn days(view: &LeaveTypeView, form: &PublishForm, faults: &[FieldError], open: Latitude) -> Option<AnyView> {
    let i18n = use_i18n();
    let floor = &view.floor.floor;
    let hint = (floor.days > 0).then(|| {
        t_string!(
            i18n,
            leave_types.days_hint,
            days = floor.days,
            source = cite(i18n.get_locale_untracked(), &floor.source)
        )
    });
    open.days.then(|| {
        view! {
            <Field
                label=t_string!(i18n, leave_types.days)
                name="days"
                kind=FieldKind::Digits
                value=form.days.clone()
                hint=hint
                error=fault(faults, "days")
                max_length=3
                required=true
            />
        }
        .into_any()
    })
}

/// A choice where there is one, else what the law says.
fn counting(form: &PublishForm, faults: &[FieldError], open: Latitude) -> AnyView {
    let i18n = use_i18n();
    let counts = open.counts.iter().map(|mode: &CountMode| Choice::new(mode.code(), words::counts(i18n, *mode)));
    let units = open.units.iter().map(|unit: &LeaveUnit| Choice::new(unit.code(), words::unit(i18n, *unit)));
    let (counts, units): (Vec<Choice>, Vec<Choice>) = (counts.collect(), units.collect());
    let counts = (counts.len() > 1).then(|| {
        view! {
            <Select
                label=t_string!(i18n, leave_types.counts)
                name="counts"
                choices=Signal::stored(counts)
                value=form.counts.code()
                error=fault(faults, "counts")
            />
        }
    });
    let units = (units.len() > 1).then(|| {
        view! {
            <Select
                label=t_string!(i18n, leave_types.unit)
                name="unit"
                choices=Signal::stored(units)
                value=form.unit.code()
                error=fault(faults, "unit")
            />
        }
    });
    view! {
        {counts}
        {units}
    }
    .into_any()
}

fn pay(form: &PublishForm, faults: &[FieldError], open: Latitude) -> AnyView {
    let i18n = use_i18n();
    if !open.pay {
        return settled("paid");
    }
    view! {
        <Checkbox
            label=t_string!(i18n, leave_types.pay)
            name="paid"
            checked=form.paid
            detail=t_string!(i18n, leave_types.pay_text).to_owned()
        />
        <FormError message=fault(faults, "paid")/>
    }
    .into_any()
}

/// A box that is ticked by law.
fn settled(name: &'static str) -> AnyView {
    view! { <input type="hidden" name=name value="true"/> }.into_any()
}

fn papers(form: &PublishForm, faults: &[FieldError], open: Latitude) -> AnyView {
    let i18n = use_i18n();
    let private = if open.privacy && open.proof {
        view! {
            <Checkbox
                label=t_string!(i18n, leave_types.private_check)
                name="private_proof"
                checked=form.private_proof
                detail=t_string!(i18n, leave_types.private_text).to_owned()
            />
            <FormError message=fault(faults, "private_proof")/>
        }
        .into_any()
    } else if open.privacy {
        ().into_any()
    } else {
        settled("private_proof")
    };
    let proof = open.proof.then(|| {
        view! {
            <Checkbox label=t_string!(i18n, leave_types.proof) name="proof" checked=form.proof/>
            <FormError message=fault(faults, "proof")/>
            <div class="field-pair">
                <Field
                    label=t_string!(i18n, leave_types.proof_from)
                    name="proof_from"
                    kind=FieldKind::Decimal
                    value=form.proof_from.clone()
                    hint=t_string!(i18n, leave_types.proof_from_hint).to_owned()
                    error=fault(faults, "proof_from")
                    max_length=4
                />
                <Field
                    label=t_string!(i18n, leave_types.proof_within)
                    name="proof_within"
                    kind=FieldKind::Digits
                    value=form.proof_within.clone()
                    hint=t_string!(i18n, leave_types.proof_within_hint).to_owned()
                    error=fault(faults, "proof_within")
                    max_length=2
                />
            </div>
        }
    });
    view! {
        {proof}
        {private}
    }
    .into_any()
}

fn early(form: &PublishForm, faults: &[FieldError], open: Latitude) -> AnyView {
    let i18n = use_i18n();
    let sudden = if open.refuses_sudden {
        view! { <Checkbox label=t_string!(i18n, leave_types.sudden) name="sudden" checked=form.sudden/> }.into_any()
    } else {
        settled("sudden")
    };
    view! {
        <Field
            label=t_string!(i18n, leave_types.notice_days)
            name="notice"
            kind=FieldKind::Digits
            value=form.notice.clone()
            error=fault(faults, "notice")
            max_length=2
            required=true
        />
        {sudden}
    }
    .into_any()
}

fn carry(form: &PublishForm, faults: &[FieldError]) -> AnyView {
    let i18n = use_i18n();
    view! {
        <Checkbox
            label=t_string!(i18n, leave_types.carry)
            name="carry"
            checked=form.carry
            detail=t_string!(i18n, leave_types.carry_text).to_owned()
        />
        <FormError message=fault(faults, "carry")/>
    }
    .into_any()
}
