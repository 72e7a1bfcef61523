//! How many working days it is, who would be asked and what stands against it, while the form is filled in.

use std::sync::Arc;

use domain::{
    calendar::WorkCalendar,
    ids::PersonId,
    leave::{BirthForm, DutyDays, LeaveChoices, LeaveFlag, LeaveKind, LeavePreview, MAX_SPAN, QuestionForm},
};
use leptos::prelude::*;

use super::{
    birth_words, request_api::preview_leave, request_fields::Fields, request_words as words, words as kind_words,
};
use crate::{
    approvals::words as approval_words,
    i18n::{t_string, use_i18n},
    kit::{Badge, StatusRegion, Tone},
    taking_over::when_awake,
    when,
};

/// The count is the phone's own, by the calendar that came with the form: it does not wait for a network. The
/// rest is the server's word.
#[component]
pub(super) fn LiveCount(choices: Arc<LeaveChoices>, fields: Fields) -> impl IntoView {
    let i18n = use_i18n();
    let calendar: WorkCalendar = choices.calendar.iter().cloned().collect();
    let (duty, rostered) = (choices.duty.clone(), choices.duty.clone());
    let text = move || match fields.period() {
        None => String::new(),
        Some(period) if period.is_backwards() => t_string!(i18n, leave.count_backwards).to_owned(),
        Some(period) if period.days() > MAX_SPAN => String::new(),
        Some(period) => words::count(i18n, &period.workdays((&calendar, &duty))),
    };
    let (request, moves) = (choices.id, choices.moves.map(|(old, _)| old));
    let asked = Memo::new(move |_| {
        let period = fields.period().filter(|period| !period.is_backwards())?;
        let kind = fields.kind()?;
        // Of other kinds what is filled in there changes nothing.
        let birth = if kind == LeaveKind::Maternity { fields.birth() } else { BirthForm::default() };
        Some(QuestionForm { birth, moves, ..QuestionForm::of(request, kind, period) })
    });
    // Only once the page is awake: the server renders the count alone. Not a resource, since one that only the
    // phone has would keep the whole form from being rendered by the server.
    let told = RwSignal::new(None::<LeavePreview>);
    when_awake(move || {
        let question = asked.get();
        leptos::task::spawn_local(async move {
            let answer = match question {
                // Without a network, or for days that can't be counted, the form's own answer has to do.
                Some(question) => preview_leave(question).await.ok(),
                None => None,
            };
            if asked.try_get_untracked() == Some(question) {
                told.try_set(answer);
            }
        });
    });
    view! {
        <StatusRegion>
            <p class="strong">{text}</p>
            {move || by_roster(fields, &rostered)}
            {move || told.get().map(|preview| against(&preview, &choices, fields))}
        </StatusRegion>
    }
}

/// The days on which it is counted by the roster and not by the calendar.
fn by_roster(fields: Fields, duty: &DutyDays) -> Option<AnyView> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let period = fields.period().filter(|period| !period.is_backwards() && period.days() <= MAX_SPAN)?;
    let day = |(date, works)| {
        let date = when::day(date, locale);
        if works {
            t_string!(i18n, leave_cover.rostered_day, date = date)
        } else {
            t_string!(i18n, leave_cover.rostered_rest, date = date)
        }
    };
    let days: Vec<String> = duty.within(period).map(day).collect();
    let text = (!days.is_empty())
        .then(|| t_string!(i18n, leave_cover.by_roster, days = approval_words::names(i18n, &days)))?;
    Some(view! { <p class="muted small">{text}</p> }.into_any())
}

fn against(preview: &LeavePreview, choices: &LeaveChoices, fields: Fields) -> AnyView {
    let i18n = use_i18n();
    let levels: Vec<String> =
        preview.levels.iter().map(|level| approval_words::level(i18n, *level).to_owned()).collect();
    let levels = t_string!(i18n, leave.asked, levels = approval_words::names(i18n, &levels));
    let overlap = preview.overlaps.map(|period| t_string!(i18n, leave.overlap, days = words::period(i18n, period)));
    let partner = preview.partner_away.then(|| t_string!(i18n, leave.partner_away).to_owned());
    let chosen: Option<PersonId> = fields.cover.with(|person| person.parse().ok());
    let busy = choices.covers.iter().find(|choice| Some(choice.person) == chosen);
    let busy = busy.filter(|choice| preview.busy.contains(&choice.person));
    let busy = busy.map(|choice| t_string!(i18n, leave.cover_busy, name = choice.name.as_str()));
    // Of whoever is A the field says so already; B needs somebody on some days only, which are chosen after it came.
    let alone = preview.needs_cover && !choices.needs_cover && chosen.is_none();
    let nobody = choices.covers.is_empty();
    let text = if nobody { t_string!(i18n, leave.no_candidates) } else { t_string!(i18n, leave_cover.alone) };
    let alone = alone.then(|| text.to_owned());
    let stops = [overlap, partner, alone, busy].into_iter().flatten();
    let stops = stops.map(|text| view! { <Badge tone=Tone::Danger label=text/> }).collect_view();
    let papers = preview.papers_due_on.zip(fields.kind()).map(|(due, kind)| {
        let day = when::day(due, i18n.get_locale_untracked());
        t_string!(i18n, leave.papers_wanted, proof = words::proof(i18n, kind, true), day = day)
    });
    let costs = preview.costs.zip(fields.kind()).map(|((cost, left), kind)| {
        let amount = |units| kind_words::amount(i18n.get_locale_untracked(), kind, units);
        if left < 0 {
            t_string!(i18n, leave_hours.costs_more, amount = amount(cost))
        } else {
            t_string!(i18n, leave_hours.costs, amount = amount(cost), left = amount(left))
        }
    });
    // That not enough is left stands with the costs; the rest is told to whom it is about.
    let told = preview.flags.iter().filter(|flag| **flag != LeaveFlag::NotEnough || preview.costs.is_none());
    let word = |flag: &LeaveFlag| match flag {
        LeaveFlag::Covering => t_string!(i18n, leave_cover.covering_own),
        flag => words::flag(i18n, *flag),
    };
    let flags = told.map(|flag| {
        view! { <Badge tone=Tone::Wait label=word(flag) glyph=icondata_lu::LuTriangleAlert/> }
    });
    let flags = flags.collect_view();
    let born = preview.birth.as_ref().map(|birth| birth_words::line(i18n.get_locale_untracked(), birth));
    view! {
        {born.map(|text| view! { <p>{text}</p> })}
        {costs.map(|text| view! { <p>{text}</p> })}
        <p class="muted small">{levels}</p>
        {papers.map(|text| view! { <p class="small">{text}</p> })}
        <p class="line">{stops} {flags}</p>
    }
    .into_any()
}
