//! Annual leave that is not taken in its year, on the page of a balance: whose it is says whether its rest goes over to
//! the next; HR asks, and records what was signed on paper.

use domain::leave::{CarryState, CarryView, LeaveBook, MAX_LEAVE_REASON, Unused};
use leptos::prelude::*;

use super::{
    words,
    year_end_api::{AnswerCarry, AskCarry, CarryLeave, WaiveLeave},
};
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, Card, Choice, ConfirmButton, Field, FieldKind, FormError, Select, Tone},
};

/// What can be done about it.
#[derive(Clone, Copy)]
pub(super) struct YearEndActs {
    ask: ServerAction<AskCarry>,
    answer: ServerAction<AnswerCarry>,
    carry: ServerAction<CarryLeave>,
    waive: ServerAction<WaiveLeave>,
    /// How many were done: the page is read again after each.
    pub(super) done: Memo<u32>,
}

impl YearEndActs {
    pub(super) fn new() -> Self {
        let (ask, answer) = (ServerAction::new(), ServerAction::new());
        let (carry, waive) = (ServerAction::new(), ServerAction::new());
        let (asked, answered) = (forms::successes(ask), forms::successes(answer));
        let (carried, waived) = (forms::successes(carry), forms::successes(waive));
        let done = Memo::new(move |_| asked.get() + answered.get() + carried.get() + waived.get());
        Self { ask, answer, carry, waive, done }
    }
}

/// Years about which I am asked.
pub(super) fn to_answer(book: &LeaveBook, acts: YearEndActs) -> AnyView {
    let asked = book.carries.iter().filter(|view| view.state == Some(CarryState::Asked));
    asked.map(|view| answer_card(*view, acts.answer)).collect_view().into_any()
}

/// For HR: the years whose rest can go over, and what is done without.
pub(super) fn for_hr(book: &LeaveBook, acts: YearEndActs) -> AnyView {
    let carries = book.carries.iter().map(|view| carry_card(book, *view, acts)).collect_view();
    let waivers = book.unused.iter().map(|unused| waiver_card(book, unused, acts.waive)).collect_view();
    view! { {carries} {waivers} }.into_any()
}

fn answer_card(view: CarryView, act: ServerAction<AnswerCarry>) -> AnyView {
    let i18n = use_i18n();
    let days = words::days(i18n.get_locale_untracked(), view.half_days);
    let text = t_string!(i18n, leave_year_end.asked_text, year = view.year, days = days, next = view.year + 1);
    let answer = |yes: bool, label: &'static str, kind: ButtonKind| {
        view! {
            <ActionForm action=act about=[("command[year]", view.year.to_string()), ("command[yes]", yes.to_string())]>
                <FormError message=forms::message(forms::refusal(act))/>
                <Button label=label kind=kind busy=act.pending()/>
            </ActionForm>
        }
    };
    let yes = answer(true, t_string!(i18n, leave_year_end.agree), ButtonKind::Primary);
    let no = answer(false, t_string!(i18n, leave_year_end.decline), ButtonKind::Secondary);
    view! {
        <Card heading=t_string!(i18n, leave_year_end.asked).to_owned()>
            <p>{text}</p>
            <div class="actions">{yes} {no}</div>
        </Card>
    }
    .into_any()
}

fn carry_card(book: &LeaveBook, view: CarryView, acts: YearEndActs) -> AnyView {
    let (i18n, person) = (use_i18n(), book.person);
    let days = words::days(i18n.get_locale_untracked(), view.half_days);
    let heading = t_string!(i18n, leave_year_end.carry, year = view.year, days = days);
    let about = move || [("command[year]", view.year.to_string())];
    let state = match view.state {
        Some(CarryState::Asked) => Some((t_string!(i18n, leave_year_end.waiting), Tone::Wait)),
        Some(CarryState::Declined) => Some((t_string!(i18n, leave_year_end.declined), Tone::Neutral)),
        Some(CarryState::Agreed) | None => None,
    };
    let asks = (view.state != Some(CarryState::Asked)).then(|| {
        view! {
            <ActionForm action=acts.ask about=about() attr:class="stack-s">
                <FormError message=forms::message(forms::refusal(acts.ask))/>
                <input type="hidden" name="command[person]" value=person.to_string()/>
                <div class="actions">
                    <Button
                        label=t_string!(i18n, leave_year_end.ask)
                        kind=ButtonKind::Secondary
                        glyph=icondata_lu::LuSend
                        busy=acts.ask.pending()
                    />
                </div>
            </ActionForm>
        }
    });
    let refusal = forms::refusal(acts.carry);
    let today = book.on.to_string();
    view! {
        <Card heading=heading>
            <p class="muted small">{t_string!(i18n, leave_year_end.carry_text)}</p>
            {state.map(|(label, tone)| view! { <p><Badge tone=tone label=label/></p> })}
            {asks}
            <ActionForm action=acts.carry about=about() attr:class="stack-s">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[person]" value=person.to_string()/>
                <ConfirmButton
                    label=t_string!(i18n, leave_year_end.on_paper)
                    question=t_string!(i18n, leave_year_end.on_paper_question, next = view.year + 1)
                    confirm=t_string!(i18n, leave_year_end.on_paper_confirm)
                    kind=ButtonKind::Secondary
                    busy=acts.carry.pending()
                >
                    {paper_fields(format!("carry-{}", view.year), today, refusal)}
                </ConfirmButton>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn waiver_card(book: &LeaveBook, unused: &Unused, act: ServerAction<WaiveLeave>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let refusal = forms::refusal(act);
    let (id, person, year, so_far) = (book.new_waiver, book.person, unused.year, unused.waived());
    let amounts: Vec<Choice> =
        (0..=unused.unpaid()).map(|n| Choice::new(n.to_string(), words::days(locale, n))).collect();
    let today = book.on.to_string();
    view! {
        <Card heading=t_string!(i18n, leave_year_end.waive, year = year)>
            <p class="muted small">{t_string!(i18n, leave_year_end.waive_text)}</p>
            <ActionForm action=act about=[("command[year]", year.to_string())] attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[id]" value=id.to_string()/>
                <input type="hidden" name="command[person]" value=person.to_string()/>
                <Select
                    label=t_string!(i18n, leave_year_end.waive_days)
                    name="command[half_days]"
                    id=format!("waive-{year}-days")
                    choices=Signal::stored(amounts)
                    value=so_far.to_string()
                    error=forms::at(refusal, "half_days")
                />
                {paper_fields(format!("waive-{year}"), today, refusal)}
                <div class="actions">
                    <Button
                        label=t_string!(i18n, leave_year_end.waive_submit)
                        kind=ButtonKind::Secondary
                        busy=act.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// When a paper was signed, and which it is. Several stand on a page, each with ids of its own.
fn paper_fields(id: String, today: String, refusal: Signal<Option<AppError>>) -> AnyView {
    let i18n = use_i18n();
    view! {
        <Field
            label=t_string!(i18n, leave_year_end.signed_on)
            name="command[signed][signed_on]"
            id=format!("{id}-signed-on")
            kind=FieldKind::Date
            value=today
            error=forms::at(refusal, "signed_on")
            required=true
        />
        <Field
            label=t_string!(i18n, leave_year_end.paper)
            name="command[signed][paper]"
            id=format!("{id}-paper")
            hint=t_string!(i18n, leave_year_end.paper_hint).to_owned()
            error=forms::at(refusal, "paper")
            max_length=MAX_LEAVE_REASON
            required=true
        />
    }
    .into_any()
}
