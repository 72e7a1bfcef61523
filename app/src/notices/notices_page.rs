use chrono::NaiveDate;
use domain::{
    ids::{ActId, NoticeId},
    notices::{AcknowledgeCommand, Notice, NoticeContent, NoticePage, NoticeReceipt},
    time::hall_date,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    api::{AcknowledgeNotice, ReadNotices, inbox},
    day_words, request_words, robot_words,
    unread::Unread,
};
use crate::{
    address,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, ButtonKind, Card, CardSpace, EmptyState, FormError, ListRow, PageHeader, Rows, RowsSection, Tone,
    },
    leave::{after_words as leave_words, child_words, year_end_words},
    outbox::{Keeping, Write, is_waiting, unless_waiting},
    pages, refresh,
    roster::words as roster_words,
    shown::shown,
    when,
    wire::reading,
};

#[derive(Clone, Copy)]
struct Acts {
    read: ServerAction<ReadNotices>,
    acknowledge: Keeping<AcknowledgeNotice>,
}

/// `/notices`: my inbox by day, the latest first.
pub(crate) fn notices_page() -> AnyView {
    let i18n = use_i18n();
    let (query, returned) = (use_query_map(), refresh::on_return());
    let acts = Acts { read: ServerAction::new(), acknowledge: Keeping::new() };
    let (read, acknowledged) = (forms::successes(acts.read), forms::successes(acts.acknowledge.action));
    let taken = acts.acknowledge.taken();
    let done = Memo::new(move |_| read.get() + acknowledged.get() + taken.get());
    let unread = Unread::here();
    let told = unread.told_here();
    Effect::new(move |first: Option<()>| {
        done.track();
        told.track();
        if first.is_some() {
            unread.refresh();
        }
    });
    let found = reading(
        move || (query.read().get("after"), done.get(), told.get(), returned.get()),
        |(after, ..)| async move { inbox(address::named_if_any(after)?).await },
    );
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, notices.title) back/>
        <FormError message=forms::message(acts.acknowledge.refusal())/>
        {shown(found, 6, move |page| body(&page, pages::start(query, "after", "/notices"), acts))}
    }
    .into_any()
}

fn body(page: &NoticePage, start: Option<String>, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let as_of = refresh::as_of(page.as_of);
    let undelivered = (page.undelivered > 0).then(|| {
        let title = t_string!(i18n, told.undelivered, n = page.undelivered);
        view! {
            <Card space=CardSpace::Flush>
                <Rows>
                    <ListRow
                        title=title
                        detail=t_string!(i18n, told.undelivered_text).to_owned()
                        href="/notices/undelivered"
                    />
                </Rows>
            </Card>
        }
    });
    if page.notices.is_empty() {
        return view! {
            {undelivered}
            <p class="muted small">{as_of}</p>
            <EmptyState
                glyph=icondata_lu::LuBell
                title=t_string!(i18n, notices.empty)
                text=t_string!(i18n, notices.empty_text).to_owned()
            />
        }
        .into_any();
    }
    let days = page.notices.chunk_by(|a, b| hall_date(a.at) == hall_date(b.at));
    let days = days.map(|notices| day(hall_date(notices[0].at), notices, acts)).collect_view();
    let newest = page.notices[0].id.to_string();
    let mark = (page.unread > 0).then(|| {
        let count = t_string!(i18n, notices.unread_count, n = page.unread);
        view! {
            <ActionForm action=acts.read attr:class="line line-apart">
                <p>{count}</p>
                <input type="hidden" name="up_to" value=newest/>
                <Button
                    label=t_string!(i18n, notices.mark_read)
                    kind=ButtonKind::Quiet
                    glyph=icondata_lu::LuCheckCheck
                    busy=acts.read.pending()
                />
            </ActionForm>
        }
    });
    let next = page.next.map(|after| (format!("/notices?after={after}"), t_string!(i18n, notices.older)));
    view! {
        {undelivered}
        <p class="muted small">{as_of}</p>
        {mark}
        {days}
        {pages::ways(start, next)}
    }
    .into_any()
}

fn day(date: NaiveDate, notices: &[Notice], acts: Acts) -> AnyView {
    let title = when::date(date, use_i18n().get_locale_untracked());
    let rows = notices.iter().map(|notice| row(notice, acts)).collect_view();
    view! {
        <RowsSection title=title>{rows}</RowsSection>
    }
    .into_any()
}

/// A notice. One that asks for a receipt has its button instead of being a link as a whole.
fn row(notice: &Notice, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (title, text) = words(&notice.content);
    let time = when::time(notice.at);
    let given = match notice.receipt {
        NoticeReceipt::Given(at) => Some(t_string!(i18n, notices.acknowledged, at = when::moment(at, locale))),
        NoticeReceipt::NotAsked | NoticeReceipt::Open => None,
    };
    let detail = [Some(time), text, given].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let unread = (!notice.read).then(|| view! { <Badge tone=Tone::Info label=t_string!(i18n, notices.unread)/> });
    if notice.receipt == NoticeReceipt::Open {
        let form = acknowledge_form((notice.id, format!("{title} · {detail}")), acts.acknowledge);
        return view! { <ListRow title=title detail=detail>{form}</ListRow> }.into_any();
    }
    view! { <ListRow title=title detail=detail href=notice.content.link()>{unread}</ListRow> }.into_any()
}

/// Gives the receipt that a notice asks for.
fn acknowledge_form((notice, subject): (NoticeId, String), acknowledge: Keeping<AcknowledgeNotice>) -> AnyView {
    let (i18n, subject) = (use_i18n(), StoredValue::new(subject));
    let on_submit = move |event: SubmitEvent| {
        acknowledge.submit_about(&event, subject, |command| {
            Write::AcknowledgeNotice(AcknowledgeCommand { id: ActId::new(), ..command })
        });
    };
    let waits = is_waiting(move |write| matches!(write, Write::AcknowledgeNotice(command) if command.notice == notice));
    unless_waiting(waits, move || {
        view! {
            <ActionForm action=acknowledge.action on:submit:capture=on_submit>
                <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
                <input type="hidden" name="command[notice]" value=notice.to_string()/>
                <Button
                    label=t_string!(i18n, notices.acknowledge)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuCheck
                    busy=acknowledge.is_busy()
                />
            </ActionForm>
        }
        .into_any()
    })
}

/// What a notice says: its heading and, where there is more to say, a line.
fn words(content: &NoticeContent) -> (String, Option<String>) {
    let i18n = use_i18n();
    let date = |date: NaiveDate| when::date(date, i18n.get_locale_untracked());
    let days = |give, take| t_string!(i18n, notices.swap_days, give = date(give), take = date(take));
    match content {
        NoticeContent::RosterPublished { days, first } => (
            t_string!(i18n, notices.roster_published).to_owned(),
            Some(t_string!(i18n, notices.roster_published_text, days = *days, first = date(*first))),
        ),
        NoticeContent::SwapAsked { by, give, take, .. } => {
            (t_string!(i18n, notices.swap_asked, by = by.as_str()), Some(days(*give, *take)))
        }
        NoticeContent::SwapAnswered { by, agreed: true, .. } => (
            t_string!(i18n, notices.swap_agreed, by = by.as_str()),
            Some(t_string!(i18n, notices.swap_agreed_text).to_owned()),
        ),
        NoticeContent::SwapAnswered { by, agreed: false, .. } => (
            t_string!(i18n, notices.swap_declined, by = by.as_str()),
            Some(t_string!(i18n, notices.swap_declined_text).to_owned()),
        ),
        NoticeContent::OvertimeCancelled { by, date } => roster_words::overtime_cancelled(i18n, by.as_deref(), *date),
        NoticeContent::TimeOffPaid { earned_on } => roster_words::time_off_paid(i18n, *earned_on),
        NoticeContent::PunchDecided { accepted, date } => day_words::punch_decided(i18n, *accepted, *date),
        NoticeContent::ShiftSoon { date, shift, due } => day_words::shift_soon(i18n, *date, shift, *due),
        NoticeContent::PunchMissing { date, missing } => day_words::punch_missing(i18n, *date, *missing),
        NoticeContent::LeaveAdjusted => (
            t_string!(i18n, notices.leave_adjusted).to_owned(),
            Some(t_string!(i18n, notices.leave_adjusted_text).to_owned()),
        ),
        NoticeContent::ChildDeclared { by, .. } => child_words::declared(i18n, by),
        NoticeContent::CarryAsked { year } => year_end_words::carry_asked(i18n, *year),
        NoticeContent::CarryAnswered { by, yes, .. } => year_end_words::carry_answered(i18n, by, *yes),
        NoticeContent::WaiverRecorded => year_end_words::waiver_recorded(i18n),
        NoticeContent::RequestWaits { by, .. } => (t_string!(i18n, notices.request_waits, by = by.as_str()), None),
        NoticeContent::RequestSettled { what, state, .. } => request_words::settled(i18n, *what, *state),
        NoticeContent::RequestCopied { by, .. } => request_words::copied(i18n, by),
        NoticeContent::RequestCommented { by, own, .. } => request_words::commented(i18n, by, own.is_some()),
        NoticeContent::Delegated { by, from, to } => request_words::delegated(i18n, by, (*from, *to)),
        NoticeContent::CoverAsked { by, from } => (
            t_string!(i18n, notices.cover_asked, by = by.as_str()),
            Some(t_string!(i18n, notices.cover_asked_text, from = date(*from))),
        ),
        NoticeContent::WindowEmpty { window, again: false } => (
            t_string!(i18n, hints.window_empty, window = window.as_str()),
            Some(t_string!(i18n, hints.window_empty_text).to_owned()),
        ),
        NoticeContent::WindowEmpty { window, again: true } => (
            t_string!(i18n, hints.window_empty_again, window = window.as_str()),
            Some(t_string!(i18n, hints.window_empty_again_text).to_owned()),
        ),
        NoticeContent::OutingOverdue { by, window } => (
            t_string!(i18n, hints.outing_overdue, by = by.as_str()),
            Some(t_string!(i18n, hints.outing_overdue_text, window = window.as_str())),
        ),
        NoticeContent::PapersDue { due_on, .. } => leave_words::papers_due(i18n, *due_on),
        NoticeContent::PapersOverdue { .. } => leave_words::papers_overdue(i18n),
        NoticeContent::PapersRefused { due_on, .. } => leave_words::papers_refused(i18n, *due_on),
        NoticeContent::PapersMissing { by, .. } => leave_words::papers_missing(i18n, by),
        NoticeContent::PapersRuled { excused, .. } => leave_words::papers_ruled(i18n, *excused),
        NoticeContent::CoverAnswered { by, yes: true, .. } => {
            (t_string!(i18n, notices.cover_yes, by = by.as_str()), None)
        }
        NoticeContent::CoverAnswered { by, yes: false, .. } => (
            t_string!(i18n, notices.cover_no, by = by.as_str()),
            Some(t_string!(i18n, notices.cover_no_text).to_owned()),
        ),
        NoticeContent::CoverAssigned { by, from } => leave_words::cover_assigned(i18n, by, *from),
        NoticeContent::CoverReleased { by, from } => leave_words::cover_released(i18n, by, *from),
        NoticeContent::CoverWanted { by, .. } => leave_words::cover_wanted(i18n, by.as_deref()),
        NoticeContent::CameBack { by, date, .. } => leave_words::came_back(i18n, by, *date),
        NoticeContent::LeaveRecounted { leave, measure, was, now, .. } => {
            leave_words::recounted(i18n, *leave, *measure, (*was, *now))
        }
        NoticeContent::LeaveBegins { by, from, hours, .. } => leave_words::begins(i18n, by.as_deref(), (*from, *hours)),
        NoticeContent::HandoverOpen { by, .. } => leave_words::handover_open(i18n, by),
        NoticeContent::Overstayed { by, date, .. } => leave_words::overstayed(i18n, by.as_deref(), *date),
        NoticeContent::LeaveShort { by, .. } => leave_words::short(i18n, by.as_deref()),
        NoticeContent::RobotFailed { robot, .. } => robot_words::robot_failed(i18n, robot),
        NoticeContent::GroupMissed { robot, topic } => robot_words::group_missed(i18n, robot, *topic),
        NoticeContent::OutingAsked { by, window, minutes } => day_words::outing_asked(i18n, by, window, *minutes),
        NoticeContent::OutingCovered { by } => day_words::outing_covered(i18n, by),
        NoticeContent::PatrolFound { .. } => day_words::patrol_found(i18n),
        NoticeContent::PatrolExplained { by, .. } => day_words::patrol_explained(i18n, by),
        NoticeContent::PatrolDecided { upheld, .. } => day_words::patrol_decided(i18n, *upheld),
        NoticeContent::ShiftClaimed { by, date } => day_words::shift_claimed(i18n, by, *date),
        NoticeContent::ShiftGiven { date, shift, window } => day_words::shift_given(i18n, *date, shift, window),
        NoticeContent::ShiftGone { date } => day_words::shift_gone(i18n, *date),
    }
}
