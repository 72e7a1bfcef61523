//! Outings as cards: mine with its running time, and colleagues' whom I could stand in for.

use chrono::{DateTime, Utc};
use domain::{
    attendance::{LateAct, OutingAct, OutingActCommand, OutingState, OutingView, OutingsView},
    ids::{ActId, OutingId},
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{day_api::ActOnOuting, inday_words as words, outing_kept::Kept};
use crate::{
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, ButtonLink, ButtonSize, Card, ConfirmButton, FormError, ListRow, Tone, Unfolded},
    outbox::{Keeping, Write, kept_region, outbox},
    when,
};

/// On the first screen, while one is at the post: what is under way, and the way to ask.
pub(super) fn today_outings(view: OutingsView, act: Keeping<ActOnOuting>) -> AnyView {
    let (i18n, kept) = (use_i18n(), Kept::mine());
    let cards = move || {
        kept.with(|kept| {
            let view = kept.done_to(&view);
            let ask = view.hindrance.is_none().then(|| {
                view! {
                    <ButtonLink
                        href="/outing"
                        label=t_string!(i18n, inday.outing)
                        kind=ButtonKind::Secondary
                        glyph=icondata_lu::LuDoorOpen
                    />
                }
            });
            view! {
                {open_cards(&view, !kept.is_nothing(), act)}
                {ask}
            }
            .into_any()
        })
    };
    view! {
        <FormError message=forms::message(act.refusal())/>
        {kept_region(act, t_string!(i18n, offline_acts.kept_act))}
        {cards}
    }
    .into_any()
}

/// Mine that is open, and those of colleagues. `kept` says that something of it waits on the phone.
pub(super) fn open_cards(view: &OutingsView, kept: bool, act: Keeping<ActOnOuting>) -> AnyView {
    let mine = view.mine.iter().map(|outing| card(outing, view.as_of, (true, kept), act)).collect_view();
    let others = view.others.iter().map(|outing| card(outing, view.as_of, (false, false), act)).collect_view();
    view! {
        {mine}
        {others}
    }
    .into_any()
}

fn card(outing: &OutingView, as_of: DateTime<Utc>, (mine, kept): (bool, bool), act: Keeping<ActOnOuting>) -> AnyView {
    let i18n = use_i18n();
    let (tone, word) = words::outing(i18n, outing);
    let title = if mine {
        t_string!(i18n, inday.my_outing).to_owned()
    } else if outing.state == OutingState::Asked {
        t_string!(i18n, inday.asks_cover, name = outing.name.as_str(), n = outing.minutes)
    } else {
        t_string!(i18n, inday.you_cover, name = outing.name.as_str())
    };
    let forms = outing.acts.iter().map(|which| act_form(outing, *which, act)).collect_view();
    let (line, running) = (line(outing, as_of), outing.left_at.filter(|_| mine));
    let late = late_lines(&outing.late);
    let hint = if kept {
        Some(t_string!(i18n, offline_acts.kept_here))
    } else {
        (mine && outing.state == OutingState::Asked).then(|| t_string!(i18n, inday.waiting_text))
    };
    view! {
        <Card>
            <div class="line line-apart">
                <h2>{title}</h2>
                <Badge tone=tone label=word/>
            </div>
            <p class="muted">{line}</p>
            {late.into_iter().map(|line| view! { <p class="muted small">{line}</p> }).collect_view()}
            {running.map(|since| view! { <Running since as_of/> })}
            {hint.map(|hint| view! { <p class="muted small">{hint}</p> })}
            <div class="stack-s">{forms}</div>
        </Card>
    }
    .into_any()
}

/// What arrived later than it was done, with both times.
pub(super) fn late_lines(late: &[LateAct]) -> Vec<String> {
    let i18n = use_i18n();
    late.iter().map(|late| words::late(i18n, late)).collect()
}

/// Window, reason, when back, who stands in.
pub(super) fn line(outing: &OutingView, as_of: DateTime<Utc>) -> String {
    let i18n = use_i18n();
    let minutes = outing.left_at.is_none().then(|| t_string!(i18n, inday.minutes, n = outing.minutes));
    let due = outing.due_back().filter(|_| outing.back_at.is_none()).map(when::time);
    let due = due.map(|time| t_string!(i18n, inday.board_due_back, time = time));
    let over = outing.minutes_over(as_of).map(|n| t_string!(i18n, inday.minutes_over, n = n));
    let cover = outing.cover.as_deref().map(|name| t_string!(i18n, inday.board_covered_by, name = name));
    let parts = [Some(outing.window.clone()), Some(outing.reason.clone()), minutes, due, over, cover];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// How long somebody is out, counting on while the page is open.
#[component]
fn Running(since: DateTime<Utc>, as_of: DateTime<Utc>) -> impl IntoView {
    let i18n = use_i18n();
    let seconds = RwSignal::new((as_of - since).num_seconds().max(0));
    // Counted by the page, not read off the phone's clock, which may be wrong.
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let tick = move || {
            seconds.try_update(|seconds| *seconds += 1);
        };
        if let Ok(timer) = set_interval_with_handle(tick, std::time::Duration::from_secs(1)) {
            on_cleanup(move || timer.clear());
        }
    });
    let shown = move || {
        let seconds = seconds.get();
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes:02}:{seconds:02}") }
    };
    view! {
        <p class="line">
            <span class="muted">{t_string!(i18n, inday.out_for)}</span>
            <span class="figure" role="timer" aria-label=t_string!(i18n, inday.out_for)>
                {shown}
            </span>
        </p>
    }
}

/// Whose outing it is, of when: one that this phone alone knows of is without a name.
fn subject(outing: &OutingView) -> String {
    let at = when::moment(outing.asked_at, use_i18n().get_locale_untracked());
    let parts = [outing.name.clone(), at, outing.reason.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// One thing to be done about an outing. Leaving with nobody at the window is two steps.
fn act_form(outing: &OutingView, which: OutingAct, act: Keeping<ActOnOuting>) -> AnyView {
    let (i18n, outbox) = (use_i18n(), outbox());
    let (label, kind) = words::act(i18n, which);
    let (id, version) = (outing.id.to_string(), outing.version.to_string());
    let subject = StoredValue::new(subject(outing));
    let control = if which == OutingAct::LeaveUncovered {
        let (unfolded, outing) = (Unfolded::<OutingId>::of_page(), outing.id);
        view! {
            <ConfirmButton
                label=label
                question=t_string!(i18n, inday.leave_uncovered_question)
                confirm=t_string!(i18n, inday.leave_uncovered_confirm)
                busy=act.is_busy()
                open=unfolded.has(&outing)
                on:toggle=move |event| unfolded.note(outing, &event)
            />
        }
        .into_any()
    } else {
        view! { <Button label=label kind=kind size=ButtonSize::Wide busy=act.is_busy()/> }.into_any()
    };
    let on_submit = move |event: SubmitEvent| {
        act.submit_about(&event, subject, |command| {
            Write::ActOnOuting(OutingActCommand { id: ActId::new(), tap: outbox.tapped(), ..command })
        });
    };
    view! {
        <ActionForm action=act.action on:submit:capture=on_submit>
            <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
            <input type="hidden" name="command[outing]" value=id/>
            <input type="hidden" name="command[version]" value=version/>
            <input type="hidden" name="command[act]" value=which.code()/>
            {control}
        </ActionForm>
    }
    .into_any()
}

/// Outings that are over, as rows of a list.
pub(super) fn over_rows(view: &OutingsView) -> AnyView {
    let i18n = use_i18n();
    let row = |outing: &OutingView| {
        let (tone, word) = words::outing(i18n, outing);
        let times = outing.left_at.map(|left| {
            let back = outing.back_at.map(when::time).unwrap_or_default();
            format!("{}–{back}", when::time(left))
        });
        let title = times.unwrap_or_else(|| when::time(outing.asked_at));
        let tone =
            if outing.minutes_over(view.as_of).is_some() && outing.back_at.is_some() { Tone::Wait } else { tone };
        let detail: Vec<String> = [line(outing, view.as_of)].into_iter().chain(late_lines(&outing.late)).collect();
        let detail = detail.join("\n");
        view! {
            <ListRow title=title detail=detail>
                <Badge tone=tone label=word/>
            </ListRow>
        }
    };
    view.over.iter().map(row).collect_view().into_any()
}
