use domain::{
    attendance::{BoardHolder, BoardView, BoardWindow, BoardZone, CoverState, HolderState},
    ids::HallId,
    org::HallRow,
    policy::{Action, Place},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{alarm::alarms, api::board, board_words as words, day_api::TakeVacancy, day_log_page};
use crate::{
    address, forms,
    i18n::{t_string, use_i18n},
    kit::{
        Badge, ButtonKind, ButtonLink, EmptyState, PageHeader, Plate, Ring, SectionHeader, Skeleton, Stat, Stats,
        StatusRegion, Tone,
    },
    live,
    org::{api::halls, hall_choice::hall_choice},
    outbox::{Keeping, kept_region},
    refresh, session,
    shown::{Again, awaited, nothing},
    when,
    wire::reading,
};

/// `/board`: who is at which window now, kept up to date while it is open.
pub(crate) fn board_page() -> AnyView {
    let i18n = use_i18n();
    let (query, returned) = (use_query_map(), refresh::on_return());
    let shown = RwSignal::new(None::<HallId>);
    let changed = live::changes(Memo::new(move |_| shown.get().map(|hall| format!("/events/board/{hall}"))));
    let take = Keeping::<TakeVacancy>::new();
    let (taken, kept) = (forms::successes(take.action), take.taken());
    let asked = move || query.read().get("hall");
    let read = reading(
        move || (asked(), returned.get(), changed.get(), taken.get() + kept.get()),
        |(hall, ..)| async move { board(address::named_if_any(hall)?).await },
    );
    let choices = reading(|| (), |()| halls());
    // The line is opened for the hall that the server chose.
    Effect::new(move |_| shown.set(read.get().and_then(Result::ok).map(|board| board.hall)));
    let again = Again::new(move || {
        choices.refetch();
        read.refetch();
    });
    view! {
        <PageHeader title=t_string!(i18n, common.tab_board)/>
        {kept_region(take, t_string!(i18n, offline_acts.kept_vacancy))}
        <Transition fallback=move || view! { <Skeleton label=t_string!(i18n, common.loading) rows=8/> }>
            {move || awaited(&again, async move { (choices.await, read.await) }, move |read| match read {
                (Ok(halls), Ok(board)) => body(halls, &board, take),
                (Err(error), _) | (_, Err(error)) => nothing(&error),
            })}
        </Transition>
    }
    .into_any()
}

fn body(halls: Vec<HallRow>, board: &BoardView, take: Keeping<TakeVacancy>) -> AnyView {
    let i18n = use_i18n();
    let freshness = t_string!(i18n, board.live, time = when::time(board.as_of));
    let line = format!("{} · {freshness}", board.hall_name);
    let content = if board.zones.is_empty() {
        view! {
            <EmptyState
                glyph=icondata_lu::LuLayoutGrid
                title=t_string!(i18n, board.empty)
                text=t_string!(i18n, board.empty_text).to_owned()
            />
        }
        .into_any()
    } else {
        let zones = board.zones.iter().map(|zone| zone_tiles(zone, board.hall)).collect_view();
        view! {
            {alarms(board, take)}
            {summary(board)}
            {zones}
        }
        .into_any()
    };
    let log = session::may_anywhere(Action::DayLogView).then(|| {
        view! {
            <div class="actions">
                <ButtonLink
                    href=day_log_page::path(board.hall, None)
                    label=t_string!(i18n, day_log.title)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuHistory
                />
            </div>
        }
    });
    view! {
        <p class="muted small">{line}</p>
        {hall_choice(halls, board.hall, "/board")}
        {content}
        {log}
    }
    .into_any()
}

fn staffed(windows: &[BoardWindow]) -> usize {
    windows.iter().filter(|window| window.state == CoverState::OnPost).count()
}

/// The hall in four figures; read aloud only when one of them changes.
fn summary(board: &BoardView) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let windows = || board.zones.iter().flat_map(|zone| &zone.windows);
    let people = |states: &[HolderState]| {
        // Each where they are: who works at another window is counted there.
        let here = windows().flat_map(|window| &window.holders).filter(|holder| holder.elsewhere.is_none());
        here.filter(|holder| states.contains(&holder.status.state)).count()
    };
    let (total, staffed) = (windows().count(), board.zones.iter().map(|zone| staffed(&zone.windows)).sum::<usize>());
    let vacant = windows().filter(|window| window.state == CoverState::Vacant).count();
    let missing = people(&[HolderState::Expected, HolderState::NotArrived]);
    let on_leave = people(&[HolderState::OnLeave]);
    let told = t_string!(i18n, board.summary, staffed = staffed, vacant = vacant, missing = missing);
    let tone = |count: usize, tone: Tone| Signal::stored((count > 0).then_some(tone));
    let figure = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    view! {
        <section class="card board-sum">
            <Ring part=Signal::stored(figure(staffed)) whole=Signal::stored(figure(total)) tone=Tone::Ok/>
            <Stats>
                <Stat
                    label=t_string!(i18n, board.staffed_windows)
                    value=staffed.to_string()
                    unit=t_string!(i18n, board.of_total, n = total)
                    tone=tone(staffed, Tone::Ok)
                />
                <Stat
                    label=t_string!(i18n, board.vacant_windows)
                    value=vacant.to_string()
                    unit=t_string!(i18n, board.windows).to_owned()
                    tone=tone(vacant, Tone::Danger)
                />
                <Stat
                    label=t_string!(i18n, board.not_arrived)
                    value=missing.to_string()
                    unit=t_string!(i18n, board.people).to_owned()
                    tone=tone(missing, Tone::Wait)
                />
                <Stat
                    label=t_string!(i18n, board.on_leave)
                    value=on_leave.to_string()
                    unit=t_string!(i18n, board.people).to_owned()
                    tone=tone(on_leave, Tone::Info)
                />
            </Stats>
        </section>
        <StatusRegion>
            <span class="hidden-text">{told}</span>
        </StatusRegion>
    }
}

/// A zone's windows in their own order, whatever their state: what people look for stays where it was.
fn zone_tiles(zone: &BoardZone, hall: HallId) -> AnyView {
    let i18n = use_i18n();
    let note = t_string!(i18n, board.zone_note, n = staffed(&zone.windows), total = zone.windows.len());
    let place = session::me().map(|me| Place { zone: Some(zone.zone), ..Place::hall(me.actor.agency, hall) });
    let tiles = zone.windows.iter().map(|window| tile(window, place)).collect_view();
    view! {
        <SectionHeader title=zone.name.clone() note=note/>
        <div class="tiles">{tiles}</div>
    }
    .into_any()
}

fn tile(window: &BoardWindow, place: Option<Place>) -> AnyView {
    let i18n = use_i18n();
    let state = words::cover(i18n, window.state);
    let tone = matches!(state.tone, Tone::Wait | Tone::Danger).then_some(state.tone);
    let holders = window.holders.iter().map(|held| holder(held, place)).collect_view();
    view! {
        <article class="card window" aria-label=format!("{} {}", window.code, window.name)>
            <Plate number=window.code.clone() tone=Signal::stored(tone)/>
            <div class="line line-apart">
                <h3>{window.name.clone()}</h3>
                {(window.state != CoverState::OnPost)
                    .then(|| view! { <Badge tone=state.tone label=state.word glyph=state.glyph/> })}
            </div>
            {if window.holders.is_empty() {
                view! { <p class="muted small">{t_string!(i18n, board.nobody)}</p> }.into_any()
            } else {
                view! { <ul>{holders}</ul> }.into_any()
            }}
        </article>
    }
    .into_any()
}

fn holder(held: &BoardHolder, place: Option<Place>) -> AnyView {
    let i18n = use_i18n();
    let state = words::holder(i18n, held.status.state);
    let (letter, side) = match held.side {
        Some(side) => (side.letter(), t_string!(i18n, attendance.side, side = side.letter())),
        None => ("+", t_string!(i18n, board.rostered_here).to_owned()),
    };
    let elsewhere = held.elsewhere.as_ref().map(|code| t_string!(i18n, board.at_window, code = code.as_str()));
    let rostered = held.side.is_none().then(|| t_string!(i18n, board.rostered_here).to_owned());
    let words = [elsewhere, rostered, words::outing(i18n, held), words::remark(i18n, &held.status)];
    let remarks = words.into_iter().chain([words::flags(i18n, held)]);
    let remark = remarks.flatten().map(|text| view! { <small class="muted">{text}</small> }).collect_view();
    let open = place.is_some_and(|place| session::may_at(Action::AttendanceView, &place.about(held.person)));
    let cover = held.cover.as_ref().map(|cover| {
        let text = t_string!(i18n, leave.covered_by, name = cover.name.as_str());
        view! { <small class="muted">{text}</small> }
    });
    let call = held.phone.as_ref().map(|phone| {
        let number = phone.as_str();
        view! {
            <small>
                <ButtonLink
                    href=format!("tel:{number}")
                    label=t_string!(i18n, board.call, phone = number)
                    kind=ButtonKind::Quiet
                    glyph=icondata_lu::LuPhone
                />
            </small>
        }
    });
    let name = held.name.clone();
    let name = if open {
        view! { <a href=format!("/attendance?person={}", held.person)>{name} {remark}</a> }.into_any()
    } else {
        view! { {name} {remark} }.into_any()
    };
    view! {
        <li>
            <span class="post-letter" role="img" aria-label=side>
                {letter}
            </span>
            <span>{name} {cover} {call}</span>
            <Badge tone=state.tone label=state.word glyph=state.glyph/>
        </li>
    }
    .into_any()
}
