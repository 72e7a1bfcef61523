use domain::{
    ids::ApprovalId,
    roster::{Compensation, Lot, MAX_OVERTIME_REASON, OvertimeAsked, OvertimeBook, OvertimeCommand},
    time::hall_date,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    overtime_api::{AskOvertime, my_overtime, overtime_to_change},
    overtime_rows::{duration, own_row},
};
use crate::{
    address,
    error::AppError,
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{
        Button, Card, CardSpace, Choice, Field, FieldKind, FormError, ListRow, PageHeader, Rows, RowsSection, Select,
        Stat, Stats,
    },
    outbox::{Keeping, Write, is_waiting, kept_region, outbox, unless_kept, unless_waiting},
    pages, refresh,
    shown::shown,
    when,
    wire::reading,
};

/// What the page is about.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
enum Shown {
    /// All of my overtime, and one more.
    Book(OvertimeBook),
    /// A request of mine that is changed.
    Change(OvertimeAsked),
}

/// `/roster/overtime`: what time off I have earned, my requests, and a form for one more; with `?before=` earlier
/// requests. With `?request=` it changes what was asked.
pub(crate) fn overtime_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let request = Memo::new(move |_| query.read().get("request").filter(|value| !value.is_empty()));
    let before = Memo::new(move |_| query.read().get("before"));
    let ask = Keeping::<AskOvertime>::new();
    forms::go_when_done(ask.action, |id| own_path(*id));
    // What is asked anew stands in the list below; what was changed has a page of its own.
    ask.go_when_taken(move || request.get_untracked()?.parse().ok().map(own_path));
    let (settled, returned, last) = (outbox().settlements(), refresh::on_return(), refresh::Last::new());
    let asked = move || (request.get(), before.get());
    let read = reading(
        move || (asked(), (settled.get(), returned.get())),
        move |(asked, _)| async move { last.instead(&asked, read(asked.clone()).await) },
    );
    last.follow(asked, read);
    let back = ("/roster".to_owned(), t_string!(i18n, roster.title).to_owned());
    let title = move || match request.get() {
        Some(_) => t_string!(i18n, overtime.change_title),
        None => t_string!(i18n, swap.overtime),
    };
    view! {
        <PageHeader title=Signal::derive(move || title().to_owned()) back/>
        {kept_region(ask, t_string!(i18n, offline_acts.kept_overtime))}
        {shown(read, 4, move |found| match found {
            Shown::Book(book) => body(&book, pages::start(query, "before", "/roster/overtime#mine"), ask),
            Shown::Change(asked) => change_form(asked, ask),
        })}
    }
    .into_any()
}

async fn read((request, before): (Option<String>, Option<String>)) -> Result<Shown, AppError> {
    match address::named_if_any(request)? {
        Some(request) => overtime_to_change(request).await.map(Shown::Change),
        None => my_overtime(address::named_if_any(before)?).await.map(Shown::Book),
    }
}

/// Where who asked follows a request.
pub(super) fn own_path(id: ApprovalId) -> String {
    domain::approvals::ApprovalKind::Overtime.own_page(id)
}

fn body(book: &OvertimeBook, start: Option<String>, ask: Keeping<AskOvertime>) -> AnyView {
    let i18n = use_i18n();
    let rows = book.requests.iter().map(own_row).collect_view();
    let requests = (!book.requests.is_empty()).then(|| {
        view! { <RowsSection title=t_string!(i18n, swap.my_overtime) attr:id="mine">{rows}</RowsSection> }
    });
    let next =
        book.next.map(|before| (format!("/roster/overtime?before={before}#mine"), t_string!(i18n, common.earlier)));
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
            let today = hall_date(book.as_of).to_string();
            unless_kept(ask, move || ask_form(None, today.clone(), ask))
        }
        {requests}
        {pages::ways(start, next)}
        {paid_out(&book.paid_out)}
        <p class="muted small">{refresh::as_of(book.as_of)}</p>
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

/// Nothing more while a change of it waits on the phone: it would take that one's place.
fn change_form(asked: OvertimeAsked, ask: Keeping<AskOvertime>) -> AnyView {
    let id = asked.id;
    let waits = is_waiting(move |write| matches!(write, Write::AskOvertime(command) if command.id == id));
    unless_waiting(waits, move || ask_form(Some(&asked), asked.facts.date.to_string(), ask))
}

/// Asks for one more, or for what is changed anew.
fn ask_form(asked: Option<&OvertimeAsked>, date: String, ask: Keeping<AskOvertime>) -> AnyView {
    let i18n = use_i18n();
    let refusal = ask.refusal();
    // A change begins with what was asked, whatever was typed for another.
    let (draft, about) = (ask.draft(&[]), asked.map(|asked| asked.id.to_string()));
    let on_submit = move |event: SubmitEvent| {
        ask.submit_command(&event, |command: OvertimeCommand| {
            // A new one each time: the form's own is of whoever rendered it, which may be a page that the phone has kept.
            // A change goes under the id of what it changes.
            let id = if command.version.is_some() { command.id } else { ApprovalId::new() };
            Write::AskOvertime(OvertimeCommand { id, ..command })
        });
    };
    let id = asked.map_or_else(ApprovalId::new, |asked| asked.id);
    let version = asked.map(|asked| {
        view! { <input type="hidden" name="command[version]" value=asked.version.to_string()/> }
    });
    let (heading, label) = match asked {
        Some(_) => (t_string!(i18n, overtime.change_title), t_string!(i18n, overtime.send_change)),
        None => (t_string!(i18n, swap.ask_overtime), t_string!(i18n, swap.ask)),
    };
    let text = asked.map(|_| view! { <p class="muted">{t_string!(i18n, overtime.change_text)}</p> });
    let fields = fields(asked, date, refusal);
    view! {
        <Card heading=heading.to_owned()>
            {text}
            <ActionForm
                action=ask.action
                node_ref=draft
                attr:class="form"
                attr:data-draft=about
                on:submit:capture=on_submit
            >
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[id]" value=id.to_string()/>
                {version}
                {fields}
                <div class="actions">
                    <Button label=label glyph=icondata_lu::LuSend busy=ask.is_busy()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn fields(asked: Option<&OvertimeAsked>, date: String, refusal: Signal<Option<AppError>>) -> AnyView {
    let i18n = use_i18n();
    let facts = asked.map(|asked| &asked.facts);
    let minutes = facts.map(|facts| facts.minutes.to_string()).unwrap_or_default();
    let reason = facts.map(|facts| facts.reason.clone()).unwrap_or_default();
    let made_good = facts.map_or(Compensation::Pay, |facts| facts.compensation).code();
    let ways = vec![
        Choice::new(Compensation::Pay.code(), t_string!(i18n, swap.pay)),
        Choice::new(Compensation::TimeOff.code(), t_string!(i18n, swap.time_off)),
    ];
    view! {
        <div class="field-pair">
            <Field
                label=t_string!(i18n, swap.overtime_date)
                name="command[date]"
                kind=FieldKind::Date
                value=date
                error=forms::at(refusal, "date")
                required=true
            />
            <Field
                label=t_string!(i18n, swap.overtime_minutes)
                name="command[minutes]"
                kind=FieldKind::Digits
                value=minutes
                error=forms::at(refusal, "minutes")
                max_length=3
                required=true
            />
        </div>
        <Field
            label=t_string!(i18n, swap.overtime_reason)
            name="command[reason]"
            value=reason
            error=forms::at(refusal, "reason")
            max_length=MAX_OVERTIME_REASON
            required=true
        />
        <Select
            label=t_string!(i18n, swap.made_good)
            name="command[compensation]"
            choices=Signal::stored(ways)
            value=made_good
            hint=t_string!(i18n, swap.made_good_hint).to_owned()
            error=forms::at(refusal, "compensation")
        />
    }
    .into_any()
}
