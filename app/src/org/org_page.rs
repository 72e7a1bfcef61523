use chrono::NaiveDate;
use domain::{
    ids::HallId,
    org::{HallRow, HallView, HolderView, PostView, Side, WindowView, ZoneView},
    policy::{Action, Place},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{api::halls, audit_path, fences_path, may, read_hall};
use crate::{
    error::AppError,
    i18n::{t_string, use_i18n},
    kit::{
        Badge, ButtonKind, ButtonLink, Card, CardSpace, Chip, Chips, EmptyState, Glyph, ListRow, PageHeader, Plate,
        Rows, SectionHeader, Tone,
    },
    notices::robots_path,
    punctuation, refresh,
    roster::ways::hall_ways,
    session,
    shown::shown,
    when::Dated,
    wire::reading,
};

/// `/org` and `/org/{hall}`: a hall from its zones down to who holds which post. Without a hall in the
/// address it is the first one, since most agencies have one.
pub(crate) fn org_page() -> AnyView {
    let i18n = use_i18n();
    let params = use_params_map();
    let asked = Memo::new(move |_| params.with(|params| params.get("hall")));
    let returned = refresh::on_return();
    let found = reading(move || (asked.get(), returned.get()), |(asked, _)| read(asked));
    let create = session::me()
        .is_some_and(|me| session::may_at(Action::OrgEdit, &Place::agency(me.actor.agency)))
        .then(|| view! {
            <ButtonLink href="/org/new" label=t_string!(i18n, org.new_hall) kind=ButtonKind::Secondary glyph=icondata_lu::LuPlus/>
        });
    view! {
        <PageHeader title=t_string!(i18n, org.title)>{create}</PageHeader>
        {shown(found, 6, |(halls, hall)| body(&halls, hall))}
    }
    .into_any()
}

async fn read(asked: Option<String>) -> Result<(Vec<HallRow>, Option<Dated<HallView>>), AppError> {
    let halls = halls().await?;
    let asked = asked.or_else(|| halls.first().map(|hall| hall.id.to_string()));
    let hall = match asked {
        Some(_) => Some(read_hall(asked).await?),
        None => None,
    };
    Ok((halls, hall))
}

fn body(halls: &[HallRow], hall: Option<Dated<HallView>>) -> AnyView {
    let i18n = use_i18n();
    let Some(Dated { today, view: hall }) = hall else {
        let text = t_string!(i18n, org.no_halls_text).to_owned();
        return view! { <EmptyState glyph=icondata_lu::LuLandmark title=t_string!(i18n, org.no_halls) text=text/> }
            .into_any();
    };
    let id = hall.id;
    let edit = may(Action::OrgEdit, id);
    let zones = hall.zones.into_iter().map(|zone| self::zone(id, zone, today, edit)).collect_view();
    let way = |href: String, label: &'static str, glyph: Glyph| {
        view! { <ButtonLink href=href label=label kind=ButtonKind::Secondary glyph=glyph/> }
    };
    let fences = may(Action::FenceEdit, id).then(|| {
        let presence = way(format!("/org/{id}/presence"), t_string!(i18n, presence.title), icondata_lu::LuShieldCheck);
        (way(fences_path(id), t_string!(i18n, org.fences), icondata_lu::LuMapPin), presence)
    });
    let robots =
        may(Action::RobotEdit, id).then(|| way(robots_path(id), t_string!(i18n, robots.title), icondata_lu::LuBot));
    let audit = may(Action::AuditView, id)
        .then(|| way(audit_path(Some(id)), t_string!(i18n, people.audit), icondata_lu::LuScrollText));
    let change = edit.then(|| way(format!("/org/{id}/edit"), t_string!(i18n, org.edit_hall), icondata_lu::LuPencil));
    view! {
        {choose(halls, id)}
        <div class="line line-apart">
            <h2>{hall.name}</h2>
            <div class="line">{hall_ways(Some(id))} {fences} {robots} {audit} {change}</div>
        </div>
        {zones}
    }
    .into_any()
}

fn choose(halls: &[HallRow], current: HallId) -> AnyView {
    let i18n = use_i18n();
    if halls.len() < 2 {
        return ().into_any();
    }
    let chip = |hall: &HallRow| {
        let is_current = hall.id == current;
        view! { <Chip href=format!("/org/{}", hall.id) label=hall.name.clone() current=is_current/> }
    };
    let chips = halls.iter().map(chip).collect_view();
    view! { <Chips label=t_string!(i18n, org.halls)>{chips}</Chips> }.into_any()
}

fn zone(hall: HallId, zone: ZoneView, today: NaiveDate, edit: bool) -> AnyView {
    let i18n = use_i18n();
    let note = t_string!(i18n, org.windows_count, n = zone.windows.len());
    let leads = leads(&zone);
    let appoint = session::may_anywhere(Action::RoleAppoint).then(|| {
        view! {
            <ButtonLink
                href=format!("/people?role=lead&scope=zone:{}", zone.id)
                label=t_string!(i18n, org.appoint_lead)
                kind=ButtonKind::Quiet
            />
        }
    });
    let change = edit.then(|| {
        view! {
            <ButtonLink
                href=format!("/org/{hall}/zones/{}", zone.id)
                label=t_string!(i18n, org.edit_zone)
                kind=ButtonKind::Quiet
            />
        }
    });
    let windows = if zone.windows.is_empty() {
        view! { <EmptyState glyph=icondata_lu::LuAppWindow title=t_string!(i18n, org.no_windows)/> }.into_any()
    } else {
        let rows = zone.windows.into_iter().map(|window| window_row(hall, window, today)).collect_view();
        view! { <Rows>{rows}</Rows> }.into_any()
    };
    view! {
        <SectionHeader title=zone.name note=note/>
        <div class="line line-apart">
            <p class="muted small">{leads}</p>
            <div class="line">{appoint} {change}</div>
        </div>
        <Card space=CardSpace::Flush>{windows}</Card>
    }
    .into_any()
}

/// Who leads the zone, each a link to the person.
fn leads(zone: &ZoneView) -> AnyView {
    let i18n = use_i18n();
    let names = zone
        .leads
        .iter()
        .map(|lead| view! { " " <a href=format!("/people/{}", lead.person)>{lead.name.clone()}</a> })
        .collect_view();
    let none = zone.leads.is_empty().then(|| t_string!(i18n, org.no_lead));
    view! { {t_string!(i18n, org.leads)} {names} {none.map(|none| format!(" {none}"))} }.into_any()
}

fn window_row(hall: HallId, window: WindowView, today: NaiveDate) -> AnyView {
    let i18n = use_i18n();
    let posts: Vec<String> = window.posts.iter().map(|post| post_line(post, today)).collect();
    let vacant = window.posts.iter().any(|post| holder(post, Side::A, today).is_none()) || window.posts.is_empty();
    let code = window.code.clone();
    view! {
        <ListRow
            title=window.name
            detail=punctuation::clauses(i18n.get_locale_untracked(), &posts)
            href=format!("/org/{hall}/windows/{}", window.id)
            leading=move || view! { <Plate number=code/> }
        >
            {vacant.then(|| view! { <Badge tone=Tone::Wait label=t_string!(i18n, org.vacant_a)/> })}
        </ListRow>
    }
    .into_any()
}

fn post_line(post: &PostView, today: NaiveDate) -> String {
    let i18n = use_i18n();
    let side = |side: Side| {
        let name = holder(post, side, today).map_or(t_string!(i18n, org.vacant), |holder| holder.name.as_str());
        format!("{} {name}", side.letter())
    };
    format!("{} {} {}", post.name, side(Side::A), side(Side::B))
}

/// Who holds a side today.
pub(super) fn holder(post: &PostView, side: Side, today: NaiveDate) -> Option<&HolderView> {
    let of_today =
        |holder: &&HolderView| holder.side == side && holder.from <= today && holder.to.is_none_or(|to| to >= today);
    post.holders.iter().find(of_today)
}
