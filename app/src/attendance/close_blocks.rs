//! What keeps a month from being locked, with the ways to it.

use domain::{
    attendance::{BlockKind, MonthBlock, MonthBlocks, MonthCloseView},
    policy::Action,
};
use leptos::prelude::*;

use super::month_day::anchor;
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Card, EmptyState, ListRow, RowsSection, SectionHeader},
    session, when,
};

/// All of it, by kinds; where there is nothing, that.
pub(super) fn blocks(close: &MonthCloseView) -> AnyView {
    let i18n = use_i18n();
    if close.blocks.is_empty() {
        let (title, text) = if close.state.is_open() {
            (t_string!(i18n, timesheet.nothing_blocks), t_string!(i18n, timesheet.nothing_blocks_text))
        } else {
            (t_string!(i18n, timesheet.state_locked), t_string!(i18n, timesheet.locked_text))
        };
        return view! { <EmptyState glyph=icondata_lu::LuCircleCheck title=title text=text.to_owned()/> }.into_any();
    }
    let groups = close.blocks.iter().map(|blocks| group(close, blocks)).collect_view();
    view! {
        <SectionHeader title=t_string!(i18n, timesheet.blocks)/>
        {groups}
    }
    .into_any()
}

fn group(close: &MonthCloseView, blocks: &MonthBlocks) -> AnyView {
    let i18n = use_i18n();
    let title = match blocks.kind {
        BlockKind::NotOver => t_string!(i18n, timesheet.block_not_over),
        BlockKind::DayNotJudged => t_string!(i18n, timesheet.block_day_not_judged),
        BlockKind::UndecidedPunch => t_string!(i18n, timesheet.block_undecided),
        BlockKind::OpenCorrection => t_string!(i18n, timesheet.block_correction),
        BlockKind::OpenLeave => t_string!(i18n, worktime.block_leave),
        BlockKind::OpenPaper => t_string!(i18n, timesheet.block_paper),
        BlockKind::Unconfirmed => t_string!(i18n, timesheet.block_unconfirmed),
    };
    if blocks.first.is_empty() {
        return view! { <Card><p>{title}</p></Card> }.into_any();
    }
    let rows = blocks.first.iter().map(|block| block_row(close, blocks.kind, block)).collect_view();
    let shown = blocks.first.len();
    let note = if u64::try_from(shown).is_ok_and(|shown| shown < blocks.count) {
        t_string!(i18n, timesheet.count_first, n = blocks.count, shown = shown)
    } else {
        t_string!(i18n, timesheet.count, n = blocks.count)
    };
    view! {
        <RowsSection title=title note=note>{rows}</RowsSection>
    }
    .into_any()
}

/// One thing in the way, with the way to it.
fn block_row(close: &MonthCloseView, kind: BlockKind, block: &MonthBlock) -> AnyView {
    let locale = use_i18n().get_locale_untracked();
    let date = block.date.map(|date| when::date(date, locale));
    let title = block.person.as_ref().map(|(_, name)| name.clone()).or_else(|| date.clone()).unwrap_or_default();
    let code = when::month_code(close.month);
    let href = match (kind, &block.person) {
        (BlockKind::OpenPaper, _) | (_, None) => format!("/attendance/paper?hall={}", close.hall),
        (BlockKind::UndecidedPunch, _) if session::may_anywhere(Action::PunchDecide) => "/attendance/review".to_owned(),
        (_, Some((person, _))) => {
            let day = block.date.map(|date| format!("#{}", anchor(date))).unwrap_or_default();
            format!("/attendance/{code}?person={person}{day}")
        }
    };
    let detail = date.filter(|_| block.person.is_some());
    view! { <ListRow title=title detail=Signal::stored(detail) href=href/> }.into_any()
}
