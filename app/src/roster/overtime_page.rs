use chrono::NaiveDate;
use domain::{
    ids::OvertimeId,
    roster::{Compensation, Lot, MAX_OVERTIME_REASON, OvertimeBook, OvertimeCommand},
};
use leptos::{ev::SubmitEvent, prelude::*};
use serde::Deserialize;

use super::{
    overtime_rows::{cards, duration},
    requests_api::{ActOnOvertime, AskOvertime, my_overtime},
};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Button, Card, CardSpace, Choice, Field, FieldKind, FormError, ListRow, PageHeader, Rows, RowsSection,
        SectionHeader, Select, Skeleton, Stat, Stats,
    },
    outbox::{Keeping, Write, kept_outcome, outbox},
    refresh, when,
    wire::reading,
};

/// `/roster/overtime`: what time off I have earned, my requests, and a form for one more.
pub(crate) fn overtime_page() -> AnyView {
    let i18n = use_i18n();
    let (ask, act) = (Keeping::<AskOvertime>::new(), ServerAction::<ActOnOvertime>::new());
    let (asked, acted, returned) = (forms::successes(ask.action), forms::successes(act), refresh::on_return());
    let (settled, last) = (outbox().settlements(), refresh::Last::new());
    let read = reading(
        move || (asked.get(), acted.get(), settled.get(), returned.get()),
        move |_| async move { last.instead(&(), my_overtime().await) },
    );
    last.follow(|| (), read);
    let back = ("/roster".to_owned(), t_string!(i18n, roster.title).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, swap.overtime) back/>
        <div aria-live="polite">{kept_outcome(ask, t_string!(i18n, offline_acts.kept_overtime))}</div>
        <Transition fallback=move || view! { <Skeleton label=t_string!(i18n, common.loading) rows=4/> }>
            {move || Suspend::new(async move {
                match read.await {
                    Ok(book) => body(&book, ask, act),
                    Err(error) => view! { <FormError message=error.text(i18n)/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn body(book: &OvertimeBook, ask: Keeping<AskOvertime>, act: ServerAction<ActOnOvertime>) -> AnyView {
    let i18n = use_i18n();
    let requests = (!book.requests.is_empty()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, swap.my_overtime)/>
            {cards(&book.requests, act)}
        }
    });
    let balance = duration(book.balance);
    view! {
        <Card>
            <Stats>
                <Stat label=t_string!(i18n, swap.balance) value=balance/>
            </Stats>
            <p class="muted small">{t_string!(i18n, swap.balance_text)}</p>
            <p class="muted small">{t_string!(i18n, worktime.measured_text)}</p>
        </Card>
        {lots(&book.lots)}
        {
            let today = book.today;
            // Kept on the phone there is nothing more to fill in.
            move || (!ask.is_kept()).then(|| ask_form(today, ask))
        }
        {requests}
        {paid_out(&book.paid_out)}
    }
    .into_any()
}

/// Lots whose rest has expired and is paid.
fn paid_out(lots: &[Lot]) -> Option<AnyView> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let row = |lot: &Lot| {
        let (minutes, on) = lot.paid?;
        let title = t_string!(i18n, worktime.paid_out_row, date = when::full_date(lot.earned_on, locale));
        let detail = t_string!(i18n, worktime.paid_out_on, on = when::full_date(on, locale));
        let minutes = duration(minutes);
        Some(view! { <ListRow title=title detail=detail>{minutes}</ListRow> })
    };
    let rows: Vec<_> = lots.iter().filter_map(row).collect();
    (!rows.is_empty())
        .then(|| view! { <RowsSection title=t_string!(i18n, worktime.paid_out_lots)>{rows}</RowsSection> }.into_any())
}

fn lots(lots: &[Lot]) -> Option<AnyView> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let row = |lot: &Lot| {
        let until = t_string!(i18n, swap.lot_until, until = when::full_date(lot.expires_on, locale));
        let left = duration(lot.left);
        view! {
            <ListRow title=t_string!(i18n, swap.lot, date = when::date(lot.earned_on, locale)) detail=until>
                {left}
            </ListRow>
        }
    };
    let rows = lots.iter().map(row).collect_view();
    (!lots.is_empty()).then(|| {
        view! {
            <Card space=CardSpace::Flush>
                <Rows>{rows}</Rows>
            </Card>
        }
        .into_any()
    })
}

/// What the form holds.
#[derive(Deserialize)]
struct Asked {
    command: OvertimeCommand,
}

fn ask_form(today: NaiveDate, ask: Keeping<AskOvertime>) -> AnyView {
    let i18n = use_i18n();
    let (refusal, today) = (ask.refusal(), today.to_string());
    let on_submit = move |event: SubmitEvent| {
        // A new one each time: the form's own is of whoever rendered it, which may be a page that the phone has kept.
        ask.submit(&event, |Asked { command }| {
            Write::AskOvertime(OvertimeCommand { id: OvertimeId::new(), ..command })
        });
    };
    let ways = vec![
        Choice::new(Compensation::Pay.code(), t_string!(i18n, swap.pay)),
        Choice::new(Compensation::TimeOff.code(), t_string!(i18n, swap.time_off)),
    ];
    view! {
        <Card heading=t_string!(i18n, swap.ask_overtime).to_owned()>
            <ActionForm
                action=ask.action
                node_ref=forms::kept_draft(ask.action, &[])
                attr:class="form"
                on:submit:capture=on_submit
            >
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[id]" value=OvertimeId::new().to_string()/>
                <div class="field-pair">
                    <Field
                        label=t_string!(i18n, swap.overtime_date)
                        name="command[date]"
                        kind=FieldKind::Date
                        value=today
                        error=forms::at(refusal, "date")
                        required=true
                    />
                    <Field
                        label=t_string!(i18n, swap.overtime_minutes)
                        name="command[minutes]"
                        kind=FieldKind::Digits
                        error=forms::at(refusal, "minutes")
                        max_length=3
                        required=true
                    />
                </div>
                <Field
                    label=t_string!(i18n, swap.overtime_reason)
                    name="command[reason]"
                    error=forms::at(refusal, "reason")
                    max_length=MAX_OVERTIME_REASON
                    required=true
                />
                <Select
                    label=t_string!(i18n, swap.made_good)
                    name="command[compensation]"
                    choices=Signal::stored(ways)
                    hint=t_string!(i18n, swap.made_good_hint).to_owned()
                    error=forms::at(refusal, "compensation")
                />
                <div class="actions">
                    <Button label=t_string!(i18n, swap.ask) glyph=icondata_lu::LuSend busy=ask.is_busy()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
