use domain::{
    ids::{HallId, ZoneId},
    org::{HallRow, Side},
    roster::{FindingView, HallWeeks, WeekOutcome, WeekPerson, WeekView},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::{
    review_page::{findings, not_stored},
    week_form::{WEEK, week_form},
    weeks_api::{EndWeek, SetWeek, weeks_of_hall},
    weeks_path,
};
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Banner, Card, CardSpace, Chip, Chips, ConfirmButton, EmptyState, Field, FieldKind, Fold, FormError, ListRow,
        Outcome, PageHeader, Rows, StatusRegion, Tone,
    },
    org::hall_choice::{hall_choice, halls_to_show},
    shown::shown,
    when,
    wire::reading,
};

#[derive(Clone, Copy)]
struct Acts {
    set: ServerAction<SetWeek>,
    end: ServerAction<EndWeek>,
    /// Counts what was stored.
    stored: Memo<u32>,
}

/// Whose weeks are looked at: of a zone, of a side; everybody's where neither is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Shown {
    zone: Option<ZoneId>,
    side: Option<Side>,
}

impl Shown {
    fn has(self, person: &WeekPerson) -> bool {
        let (zone, side) = match &person.post {
            Some((_, zone, side)) => (Some(*zone), Some(*side)),
            None => (None, None),
        };
        self.zone.is_none_or(|asked| zone == Some(asked)) && self.side.is_none_or(|asked| side == Some(asked))
    }

    fn path(self, hall: HallId) -> String {
        let zone = self.zone.map(|zone| format!("&zone={zone}")).unwrap_or_default();
        let side = self.side.map(|side| format!("&side={}", side.letter())).unwrap_or_default();
        format!("{}{zone}{side}", weeks_path(hall))
    }
}

/// `/roster/weeks?hall=&zone=&side=`: everybody's usual week.
pub(crate) fn weeks_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let (set, end) = (ServerAction::<SetWeek>::new(), ServerAction::<EndWeek>::new());
    // What a rule stands against must not throw away what was typed, so only what was stored reads again.
    let given = forms::successes_if(set, |outcome| outcome.applied);
    let ended = forms::successes_if(end, |outcome| outcome.applied);
    let acts = Acts { set, end, stored: Memo::new(move |_| given.get() + ended.get()) };
    let who = Memo::new(move |_| {
        query.with(|query| Shown {
            zone: query.get("zone").and_then(|zone| zone.parse().ok()),
            side: match query.get_str("side") {
                Some("A") => Some(Side::A),
                Some("B") => Some(Side::B),
                _ => None,
            },
        })
    });
    let read = reading(move || (query.read().get("hall"), acts.stored.get()), |(hall, _)| read(hall));
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    let refused = move || query.read().get("refused").is_some();
    let said = move || match set.value().get() {
        Some(Ok(outcome)) => Some(outcome_of(&outcome)),
        _ => refused().then(|| refused_for(&[])),
    };
    forms::last_speaks(set, end);
    let end_said = move || end.value().get().and_then(Result::ok).map(|outcome| outcome_of(&outcome));
    view! {
        <PageHeader title=t_string!(i18n, weeks.title) back/>
        <StatusRegion>{said}</StatusRegion>
        <StatusRegion>{end_said}</StatusRegion>
        <FormError message=forms::message(forms::refusal(end))/>
        {shown(read, 8, move |(halls, view)| body(halls, view, who, acts))}
    }
    .into_any()
}

async fn read(hall: Option<String>) -> Result<(Vec<HallRow>, HallWeeks), AppError> {
    let (halls, hall) = halls_to_show(hall).await?;
    Ok((halls, weeks_of_hall(hall).await?))
}

/// What came of weeks that were given or ended.
fn outcome_of(outcome: &WeekOutcome) -> AnyView {
    let i18n = use_i18n();
    if !outcome.applied {
        return refused_for(&outcome.findings);
    }
    let date = when::date(outcome.from, i18n.get_locale_untracked());
    let changed = (outcome.changed > 0).then(|| {
        let text = t_string!(i18n, weeks.stored_text, n = outcome.changed, date = date);
        view! { <p>{text}</p> }
    });
    let same = (outcome.unchanged > 0).then(|| {
        let text = t_string!(i18n, weeks.same_text, n = outcome.unchanged);
        view! { <p>{text}</p> }
    });
    view! {
        <Outcome tone=Tone::Ok title=t_string!(i18n, weeks.stored)>
            {changed}
            {same}
        </Outcome>
        {findings(&outcome.findings)}
    }
    .into_any()
}

fn refused_for(found: &[FindingView]) -> AnyView {
    let i18n = use_i18n();
    not_stored(t_string!(i18n, weeks.refused), t_string!(i18n, weeks.refused_text), found)
}

fn body(halls: Vec<HallRow>, view: HallWeeks, who: Memo<Shown>, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let choice = hall_choice(halls, view.hall, "/roster/weeks");
    let no_shifts = view.shifts.is_empty().then(|| {
        view! { <Banner tone=Tone::Wait text=t_string!(i18n, shifts.none_text)/> }
    });
    let view = StoredValue::new(view);
    let chips = move || view.with_value(|view| chips(view, who.get()));
    // A new form for each choice of people, and after each that was stored.
    let panes = view! {
        <For each=move || [(acts.stored.get(), who.get())] key=|asked| *asked let:asked>
            {view.with_value(|view| panes(view, asked.1, acts))}
        </For>
    };
    view! {
        {choice}
        <p class="muted">{t_string!(i18n, weeks.text)}</p>
        {no_shifts}
        {chips}
        {panes}
    }
    .into_any()
}

fn chips(view: &HallWeeks, who: Shown) -> AnyView {
    let i18n = use_i18n();
    let chip = |shown: Shown, label: String| {
        view! { <Chip href=shown.path(view.hall) label=label current=Signal::stored(shown == who)/> }
    };
    let everybody = chip(Shown::default(), t_string!(i18n, weeks.everybody).to_owned());
    let zones = view.zones.iter().map(|(zone, name)| chip(Shown { zone: Some(*zone), ..who }, name.clone()));
    let zones = zones.collect_view();
    let sides = [(Side::A, t_string!(i18n, weeks.side_a)), (Side::B, t_string!(i18n, weeks.side_b))];
    let sides = sides.map(|(side, label)| chip(Shown { side: Some(side), ..who }, label.to_owned())).collect_view();
    view! { <Chips label=t_string!(i18n, weeks.filter)>{everybody} {zones} {sides}</Chips> }.into_any()
}

fn panes(view: &HallWeeks, who: Shown, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let people: Vec<&WeekPerson> = view.people.iter().filter(|person| who.has(person)).collect();
    if people.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuUsers
                title=t_string!(i18n, weeks.nobody)
                text=t_string!(i18n, weeks.nobody_text).to_owned()
            />
        }
        .into_any();
    }
    let rows = people.iter().map(|person| person_row(view, person, acts.end)).collect_view();
    let form = week_form(view, (people.as_slice(), who != Shown::default()), acts.set);
    view! {
        <div class="panes">
            <div class="stack">
                <Card space=CardSpace::Flush>
                    <Rows>{rows}</Rows>
                </Card>
            </div>
            <div class="stack pane-stay">{form}</div>
        </div>
    }
    .into_any()
}

/// Somebody's weeks, in a line that unfolds to end the one of a day.
fn person_row(view: &HallWeeks, person: &WeekPerson, end: ServerAction<EndWeek>) -> AnyView {
    let i18n = use_i18n();
    let post = person.post.as_ref().map(|(window, _, side)| format!(" · {window} · {}", side.letter()));
    let title = format!("{}{}", person.name, post.unwrap_or_default());
    let weeks: Vec<String> = person.weeks.iter().map(week_line).collect();
    let none = weeks.is_empty();
    let detail = if none { t_string!(i18n, weeks.none).to_owned() } else { weeks.join("\n") };
    if none {
        return view! { <ListRow title=title detail=detail/> }.into_any();
    }
    let (hall, id, today) = (view.hall.to_string(), person.person.to_string(), view.today.to_string());
    let about = [("command[person]", id.clone())];
    // Where it was refused, it is not folded away.
    let open = forms::typed_before(EndWeek::PATH, &about).is_some();
    view! {
        <li>
            <Fold title=title detail=detail open=open>
                <ActionForm action=end about=about>
                    <input type="hidden" name="command[hall]" value=hall/>
                    <ConfirmButton
                        label=t_string!(i18n, weeks.end)
                        question=t_string!(i18n, weeks.end_question)
                        confirm=t_string!(i18n, weeks.end_confirm)
                        busy=end.pending()
                    >
                        <Field
                            label=t_string!(i18n, weeks.last)
                            name="command[last]"
                            id=format!("last-{id}")
                            kind=FieldKind::Date
                            value=today
                            error=forms::at(forms::refusal(end), "last")
                            required=true
                        />
                    </ConfirmButton>
                </ActionForm>
            </Fold>
        </li>
    }
    .into_any()
}

/// A week in a line: `周一至周五白班 · 周六至周日休息 · 11月24日起`.
fn week_line(week: &WeekView) -> String {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let name = |nth: usize| WEEK.get(nth).map(|day| when::weekday_name(*day, locale)).unwrap_or_default();
    let mut nth = 0;
    let runs = week.days.chunk_by(|a, b| a == b).map(|run| {
        let (first, last) = (nth, nth + run.len() - 1);
        nth = last + 1;
        let what = run.first().cloned().flatten().unwrap_or_else(|| t_string!(i18n, weeks.rest).to_owned());
        if first == last {
            t_string!(i18n, weeks.single, day = name(first), what = what)
        } else {
            t_string!(i18n, weeks.span, from = name(first), to = name(last), what = what)
        }
    });
    let mut parts: Vec<String> = runs.collect();
    let make_up = when::weekday_name(week.make_up, locale);
    parts.push(t_string!(i18n, weeks.make_up_as, day = make_up));
    parts.extend(week.window.clone());
    let from = when::full_date(week.from, locale);
    parts.push(match week.to {
        Some(to) => t_string!(i18n, weeks.period, from = from, to = when::full_date(to, locale)),
        None => t_string!(i18n, weeks.period_open, from = from),
    });
    parts.join(" · ")
}
