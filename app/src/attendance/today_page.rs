use domain::{
    attendance::{LocationConsent, TodayPost, TodayView},
    ids::OutingId,
    roster::Assignment,
};
use leptos::prelude::*;

use super::{
    api::{Explain, today},
    close_api::SayLocationConsent,
    consent_card,
    day_api::ActOnOuting,
    outing_cards::today_outings,
    proof_card::proof_card,
    punch_answer::PunchAnswer,
    punch_form::{PunchDock, Punching},
    reason_form::{ReasonForm, unexplained},
    slots::stops,
};
use crate::{
    forms::{self, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Avatar, Badge, Banner, Card, CardSpace, EmptyState, ListRow, PageHeader, Plate, Rows, Tone, Unfolded},
    leave::{back_card::back_card, request_api::ComeBack, request_words},
    outbox::{Keeping, outbox},
    refresh, roster,
    shown::{Again, awaited, nothing, shown_or},
    taking_over::in_turns,
    when,
    wire::reading,
};

/// `/`: today's shift and the one button that matters.
pub fn today_page() -> AnyView {
    // All come here at half past eight, many with slow phones.
    in_turns(page)
}

fn page() -> impl FnOnce() -> AnyView {
    Unfolded::<OutingId>::provide();
    let i18n = use_i18n();
    let (explain, act) = (ServerAction::<Explain>::new(), Keeping::<ActOnOuting>::new());
    let (say, back) = (ServerAction::<SayLocationConsent>::new(), Keeping::<ComeBack>::new());
    let (said, acted, came) = (forms::successes(say), forms::successes(act.action), forms::successes(back.action));
    let (returned, settled, last) = (refresh::on_return(), outbox().settlements(), refresh::Last::new());
    let day = reading(
        move || (settled.get(), explain.version().get(), returned.get(), said.get(), acted.get() + came.get()),
        move |_| async move { last.instead(&(), today().await) },
    );
    last.follow(|| (), day);
    let clock = refresh::clock();
    let foreseen = Memo::new(move |_| {
        let now = clock.get()?;
        day.get()?.ok()?.foreseen_at(now)
    });
    // What was read on an earlier day tells what was planned of this one.
    let of_now = move |day: TodayView| foreseen.get().unwrap_or(day);
    let read = move || day.get().and_then(Result::ok).map(of_now);
    let punching = Punching::new(Signal::derive(move || read().is_some_and(|day| day.consent.consent.allows())));
    let due = Signal::derive(move || read().map(|day| day.due));
    let known = Signal::derive(move || read().map(|day| (day.as_of, day.due)));
    let hall_code = Signal::derive(move || read().is_some_and(|day| day.hall_code));
    let again = Again::new(move || day.refetch());
    let below = move || {
        view! {
            <Transition>
                {move || awaited(&again, day, move |day| match day {
                    Ok(day) => body(of_now(day), (explain, say, act, back)),
                    Err(error) => nothing(&error),
                })}
                <PunchDock punching due hall_code/>
            </Transition>
        }
        .into_any()
    };
    move || {
        view! {
            {shown_or(day, 5, move |day| header(&of_now(day)), move |_| {
                view! { <PageHeader title=t_string!(i18n, common.tab_today)/> }.into_any()
            })}
            <PunchAnswer punching due=known/>
            {in_turns(move || below)}
        }
        .into_any()
    }
}

fn header(day: &TodayView) -> AnyView {
    let i18n = use_i18n();
    let date = when::date(day.duty.date, i18n.get_locale_untracked());
    let line = match &day.duty.assignment {
        Assignment::Unscheduled => date,
        Assignment::Shift(_) | Assignment::Rest => format!("{date} · {}", roster::words::assignment(i18n, &day.duty)),
    };
    let mark = roster::words::day_kind(i18n, day.duty.day_kind);
    view! {
        <PageHeader title=t_string!(i18n, common.tab_today) subtitle=line>
            {mark.map(|mark| view! { <Badge tone=Tone::Wait label=mark/> })}
        </PageHeader>
    }
    .into_any()
}

fn body(
    day: TodayView,
    (explain, say, act, back): (
        ServerAction<Explain>,
        ServerAction<SayLocationConsent>,
        Keeping<ActOnOuting>,
        Keeping<ComeBack>,
    ),
) -> AnyView {
    let i18n = use_i18n();
    let partner = day.post.as_ref().and_then(|post| post.partner.clone());
    let as_of = refresh::as_of(day.as_of);
    let question = (day.consent.consent == LocationConsent::Unasked)
        .then(|| consent_card::question(day.consent.position_days, say));
    let missed = day.missed.map(|date| {
        let text = t_string!(i18n, timesheet.missed, date = when::date(date, i18n.get_locale_untracked()));
        let href = format!("/attendance/correction?date={date}");
        view! {
            <Banner tone=Tone::Wait text=text>
                <a href=href>{t_string!(i18n, timesheet.correction)}</a>
            </Banner>
        }
    });
    view! {
        {question}
        {day.back.map(|question| back_card(question, back))}
        {missed}
        {unexplained(&day.punches)
            .filter(|punch| !outbox().explains(punch.id))
            .map(|punch| view! { <ReasonForm punch=punch.clone() explain/> })}
        {proof_card(&day)}
        {day.outings.clone().map(|outings| today_outings(outings, act))}
        <Card>
            {day.post.as_ref().map(post_head)}
            {request_words::leave_badge(i18n, &day.leave)}
            {slots(&day)}
        </Card>
        {partner.map(|partner| view! {
            <Card space=CardSpace::Flush>
                <Rows>
                    <ListRow
                        title=partner.clone()
                        detail=t_string!(i18n, attendance.partner).to_owned()
                        leading=move || view! { <Avatar name=partner/> }
                    />
                </Rows>
            </Card>
        })}
        <p class="muted small">{as_of}</p>
    }
    .into_any()
}

fn post_head(post: &TodayPost) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let side = post.side.map(|side| t_string!(i18n, attendance.side, side = side.letter()));
    // The sign over the window shows its code alone.
    let (code, name) = post.window.split_once(' ').unwrap_or((post.window.as_str(), post.name.as_str()));
    let (code, name) = (code.to_owned(), name.to_owned());
    let line: Vec<String> = side.into_iter().chain([post.name.clone(), post.zone.clone()]).collect();
    view! {
        <div class="shift-head">
            <Plate number=code/>
            <div>
                <h2>{name}</h2>
                <p class="muted small">{line.join(" · ")}</p>
            </div>
        </div>
    }
}

fn slots(day: &TodayView) -> AnyView {
    let i18n = use_i18n();
    if day.result.slots.is_empty() {
        let (title, text) = if day.is_planned() {
            (t_string!(i18n, attendance.no_shift), t_string!(i18n, attendance.no_shift_text))
        } else {
            (t_string!(i18n, attendance.roster_unread), t_string!(i18n, attendance.roster_unread_text))
        };
        return view! { <EmptyState glyph=icondata_lu::LuCalendarOff title=title text=text.to_owned()/> }.into_any();
    }
    let due = day.due.slot.as_ref().filter(|_| day.due.punch.is_none()).map(|slot| slot.seq);
    stops(&day.result.slots, due)
}
