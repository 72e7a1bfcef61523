use domain::{
    attendance::{
        MAX_REASON, PaperAct, PaperActCommand, PaperBook, PaperRow, PaperState, PaperView, SlotResult, paper_key,
    },
    ids::{ActId, PaperSheetId},
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    correction_api::{ActOnPaper, EnterPaper, paper_sheets},
    correction_words::kind,
    day_form::day_form,
    words,
};
use crate::{
    address,
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, ButtonKind, Card, CardSpace, ConfirmReason, EmptyState, Fact, Facts, Field, FieldKind,
        FormError, ListRow, PageHeader, Rows, SectionHeader, Tone,
    },
    outbox::{Keeping, Write, is_waiting, kept_region, outbox, unless_waiting},
    refresh,
    shown::shown,
    when,
    wire::reading,
};

/// `/attendance/paper?hall=&date=`: types in what was signed on paper, and confirms what others have typed in.
pub(crate) fn paper_page() -> AnyView {
    let i18n = use_i18n();
    let (query, returned) = (use_query_map(), refresh::on_return());
    let asked = move || query.with(|query| (query.get("hall"), query.get("date").filter(|date| !date.is_empty())));
    let (enter, act) = (ServerAction::<EnterPaper>::new(), Keeping::<ActOnPaper>::new());
    let (entered, acted, settled) = (forms::successes(enter), forms::successes(act.action), outbox().settlements());
    let last = refresh::Last::new();
    let read = reading(
        move || (asked(), (entered.get(), acted.get(), settled.get(), returned.get())),
        move |(asked, _)| async move { last.instead(&asked, read(asked.clone()).await) },
    );
    last.follow(asked, read);
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, timesheet.paper) back/>
        <p class="muted">{t_string!(i18n, timesheet.paper_text)}</p>
        <FormError message=forms::message(act.refusal())/>
        {kept_region(act, t_string!(i18n, offline_acts.kept_decision))}
        {shown(read, 5, move |book| body(book, enter, act))}
    }
    .into_any()
}

async fn read((hall, date): (Option<String>, Option<String>)) -> Result<PaperBook, AppError> {
    paper_sheets(address::named_if_any(hall)?, address::named_if_any(date)?).await
}

fn body(book: PaperBook, enter: ServerAction<EnterPaper>, act: Keeping<ActOnPaper>) -> AnyView {
    let i18n = use_i18n();
    let sheets = book.sheets.iter().map(|sheet| sheet_card(sheet, act)).collect_view();
    let no_sheets = book.sheets.is_empty().then(|| {
        view! {
            <EmptyState
                glyph=icondata_lu::LuClipboardCheck
                title=t_string!(i18n, timesheet.no_sheets)
                text=t_string!(i18n, timesheet.no_sheets_text).to_owned()
            />
        }
    });
    let entering = book.may_enter.then(|| enter_card(&book, enter));
    view! {
        {entering}
        <SectionHeader title=t_string!(i18n, timesheet.sheets)/>
        {no_sheets}
        <div class="tiles">{sheets}</div>
    }
    .into_any()
}

fn enter_card(book: &PaperBook, enter: ServerAction<EnterPaper>) -> AnyView {
    let i18n = use_i18n();
    let heading = t_string!(i18n, timesheet.paper_of, date = when::date(book.date, i18n.get_locale_untracked()));
    let label = t_string!(i18n, timesheet.paper_date);
    let which_day = day_form("/attendance/paper", Some(book.hall), label, book.date.to_string());
    let form = if book.rows.is_empty() {
        view! { <p class="muted">{t_string!(i18n, timesheet.nobody_missing)}</p> }.into_any()
    } else {
        enter_form(book, enter)
    };
    view! {
        {which_day}
        <Card heading=heading>{form}</Card>
    }
    .into_any()
}

fn enter_form(book: &PaperBook, enter: ServerAction<EnterPaper>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(enter);
    let people = book.rows.iter().map(|row| person(row, refusal)).collect_view();
    let nothing = forms::at(refusal, "times");
    let (hall, date) = (book.hall.to_string(), book.date.to_string());
    let (draft, about) = (forms::kept_draft(enter, &[]), format!("{hall} {date}"));
    view! {
        <ActionForm action=enter node_ref=draft attr:class="form" attr:data-draft=about>
            <FormError message=forms::message(refusal)/>
            <input type="hidden" name="command[id]" value=PaperSheetId::new().to_string()/>
            <input type="hidden" name="command[hall]" value=hall/>
            <input type="hidden" name="command[date]" value=date/>
            <Field
                label=t_string!(i18n, timesheet.paper_reason)
                name="command[reason]"
                hint=t_string!(i18n, timesheet.paper_reason_hint).to_owned()
                error=forms::at(refusal, "reason")
                max_length=MAX_REASON
                required=true
            />
            {move || nothing.get().map(|_| view! { <p class="error">{t_string!(i18n, timesheet.no_times)}</p> })}
            {people}
            <div class="actions">
                <Button label=t_string!(i18n, timesheet.enter_paper) glyph=icondata_lu::LuSend busy=enter.pending()/>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// The times of one person: a field for each slot that has no sound punch.
fn person(row: &PaperRow, refusal: Signal<Option<AppError>>) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let open: Vec<SlotResult> = row.slots.iter().filter(|slot| row.open.contains(&slot.seq)).copied().collect();
    let field = |slot: &SlotResult| {
        let key = paper_key(row.person, slot.seq);
        let label = format!("{} {}", words::slot_of(i18n, slot, &row.slots), when::time(slot.due));
        let name = format!("times[{key}]");
        let error = Signal::derive(move || {
            let reason = refusal.with(|error| error.as_ref().and_then(|error| error.at(&name)))?;
            Some(crate::words::reason(i18n.get_locale_untracked(), reason).to_owned())
        });
        view! {
            <Field
                label=label
                name=format!("command[times][{key}]")
                id=format!("time-{key}")
                kind=FieldKind::Time
                error=error
            />
        }
    };
    let fields = open.iter().map(field).collect_view();
    view! {
        <fieldset class="stack-s">
            <legend class="strong">{row.name.clone()}</legend>
            <div class="field-pair">{fields}</div>
        </fieldset>
    }
}

fn sheet_card(sheet: &PaperView, act: Keeping<ActOnPaper>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (tone, word) = match sheet.state {
        PaperState::Entered => (Tone::Wait, t_string!(i18n, timesheet.paper_entered)),
        PaperState::Confirmed => (Tone::Ok, t_string!(i18n, timesheet.paper_confirmed)),
        PaperState::Refused => (Tone::Danger, t_string!(i18n, timesheet.paper_refused)),
        PaperState::Withdrawn => (Tone::Neutral, t_string!(i18n, timesheet.withdrawn)),
    };
    let by = |(name, at): &(String, chrono::DateTime<chrono::Utc>)| format!("{name} · {}", when::moment(*at, locale));
    let entered = by(&sheet.entered);
    let settled = sheet.settled.as_ref().map(by).map(|line| {
        view! { <Fact label=t_string!(i18n, timesheet.settled_by)>{line}</Fact> }
    });
    let answer = sheet.answer.clone().map(|text| {
        view! { <Fact label=t_string!(i18n, timesheet.answer)>{text}</Fact> }
    });
    let line = |(name, slot, at): &(String, _, chrono::DateTime<chrono::Utc>)| {
        let time = format!("{} {}", kind(i18n, *slot), when::time(*at));
        view! { <ListRow title=name.clone()>{time}</ListRow> }
    };
    let lines = sheet.lines.iter().map(line).collect_view();
    let (title, reason) = (when::date(sheet.date, locale), sheet.reason.clone());
    let (id, version, acts) = (sheet.id, sheet.version, sheet.acts.clone());
    let subject = StoredValue::new(format!("{title} · {reason}"));
    let waits = is_waiting(move |write| matches!(write, Write::ActOnPaper(command) if command.sheet == id));
    let forms = unless_waiting(waits, move || {
        acts.iter().map(|which| form((id, version, subject), *which, act)).collect_view().into_any()
    });
    view! {
        <Card space=CardSpace::Snug>
            <div class="line line-apart">
                <h3>{title}</h3>
                <Badge tone=tone label=word/>
            </div>
            <Facts>
                <Fact label=t_string!(i18n, timesheet.paper_reason)>{reason}</Fact>
                <Fact label=t_string!(i18n, timesheet.entered_by)>{entered}</Fact>
                {settled}
                {answer}
            </Facts>
            <Rows>{lines}</Rows>
            <div class="stack-s">{forms}</div>
        </Card>
    }
    .into_any()
}

fn form(
    (id, version, subject): (PaperSheetId, i32, StoredValue<String>),
    which: PaperAct,
    act: Keeping<ActOnPaper>,
) -> AnyView {
    let i18n = use_i18n();
    let refusal = act.refusal();
    let on_submit = move |event: SubmitEvent| {
        act.submit_about(&event, subject, |command| Write::ActOnPaper(PaperActCommand { id: ActId::new(), ..command }));
    };
    let control = match which {
        PaperAct::Confirm => view! {
            <div class="actions">
                <Button label=t_string!(i18n, timesheet.confirm_paper) glyph=icondata_lu::LuCheck busy=act.is_busy()/>
            </div>
        }
        .into_any(),
        PaperAct::Refuse => view! {
            <ConfirmReason
                label=t_string!(i18n, timesheet.reject)
                question=t_string!(i18n, timesheet.refuse_paper_question)
                confirm=t_string!(i18n, timesheet.reject_confirm)
                reason=t_string!(i18n, timesheet.answer)
                name="command[answer]"
                id=format!("answer-{id}")
                error=forms::at(refusal, "answer")
                max_length=MAX_REASON
                busy=act.is_busy()
            />
        }
        .into_any(),
        PaperAct::Withdraw => view! {
            <div class="actions">
                <Button label=t_string!(i18n, timesheet.withdraw_paper) kind=ButtonKind::Secondary busy=act.is_busy()/>
            </div>
        }
        .into_any(),
    };
    view! {
        <ActionForm
            action=act.action
            node_ref=act.draft(&[])
            about=[("command[sheet]", id.to_string()), ("command[act]", which.code().to_owned())]
            attr:class="stack-s"
            attr:data-draft=format!("{id} {}", which.code())
            on:submit:capture=on_submit
        >
            <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
            <input type="hidden" name="command[version]" value=version.to_string()/>
            {control}
        </ActionForm>
    }
    .into_any()
}
