use domain::{
    ids::HallId,
    leave::{LeaveKind, LeaveRule, LeaveTerms, LeaveTypeView, VersionView, laws_of},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{type_words, types_api::leave_type, words};
use crate::{
    address,
    citations::cite,
    i18n::{t_string, use_i18n},
    kit::{
        Badge, ButtonLink, Card, CardSpace, Fact, Facts, Fold, ListRow, Outcome, PageHeader, Rows, SectionHeader,
        StatusRegion, Tone,
    },
    refresh,
    shown::{nothing_under, shown_or},
    when,
    wire::reading,
    words::law,
};

/// `/leave/types/{kind}?hall=`: one kind of leave, its versions and where they are written.
pub(crate) fn leave_type_page() -> AnyView {
    let i18n = use_i18n();
    let (params, query, returned) = (use_params_map(), use_query_map(), refresh::on_return());
    let asked = move || (params.read().get("kind"), query.read().get("hall"));
    let read = reading(
        move || (asked(), returned.get()),
        |((kind, hall), _)| async move { leave_type(address::named_if_any(hall)?, address::named(kind)?).await },
    );
    let published = move || query.read().get("published").and_then(|number| number.parse::<i32>().ok());
    let nothing = move |error| nothing_under(t_string!(i18n, leave_types.title), back_to_list(None), &error);
    shown_or(read, 8, move |view| body(&view, published()), nothing)
}

fn back_to_list(hall: Option<HallId>) -> (String, String) {
    let path = hall.map_or_else(|| "/leave/types".to_owned(), |hall| format!("/leave/types?hall={hall}"));
    (path, t_string!(use_i18n(), leave_types.title).to_owned())
}

fn body(view: &LeaveTypeView, published: Option<i32>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let kind = view.rule.now.kind;
    let said = published.filter(|number| (1..=view.latest).contains(number)).map(|number| {
        view! {
            <Outcome tone=Tone::Ok title=t_string!(i18n, leave_types.published, n = number)>
                <p>{t_string!(i18n, leave_types.published_text)}</p>
            </Outcome>
        }
    });
    let href = format!("/leave/types/{}/new?hall={}", kind.code(), view.hall);
    let publish = view.may_publish.then(|| {
        view! {
            <div class="actions">
                <ButtonLink href=href label=t_string!(i18n, leave_types.publish_new)/>
            </div>
        }
    });
    view! {
        <PageHeader title=words::kind(locale, kind) back=back_to_list(Some(view.hall))/>
        <p class="muted small">{view.hall_name.clone()}</p>
        <StatusRegion>{said}</StatusRegion>
        <div class="panes">
            <div class="stack">{rule_card(view)} {publish}</div>
            <div class="stack">{next_card(view)} {floor_card(view)}</div>
        </div>
        {history(view)}
    }
    .into_any()
}

fn rule_card(view: &LeaveTypeView) -> AnyView {
    let i18n = use_i18n();
    let rule = &view.rule.now;
    let date = when::full_date(rule.from, i18n.get_locale_untracked());
    let since = match (rule.version, rule.province) {
        // How long the nation's law holds says nothing to anybody.
        (0, None) => type_words::version(i18n, 0),
        (number, _) => {
            t_string!(i18n, leave_types.since_from, version = type_words::version(i18n, number), date = date)
        }
    };
    let parts = facts(type_words::parts(i18n, rule));
    view! {
        <Card heading=t_string!(i18n, leave_types.now).to_owned()>
            <Facts>
                <Fact label=t_string!(i18n, leave_types.since)>{since}</Fact>
                {parts}
            </Facts>
        </Card>
    }
    .into_any()
}

/// Parts of a rule as facts.
pub(super) fn facts(parts: Vec<(&'static str, String)>) -> AnyView {
    parts.into_iter().map(|(name, value)| view! { <Fact label=name>{value}</Fact> }).collect_view().into_any()
}

fn next_card(view: &LeaveTypeView) -> Option<AnyView> {
    let i18n = use_i18n();
    let (from, next) = view.rule.next.as_ref()?;
    let date = when::full_date(*from, i18n.get_locale_untracked());
    let changes = changes(&view.rule.now, next);
    let same = changes.is_empty().then(|| {
        view! { <p class="muted">{t_string!(i18n, leave_types.upcoming_same, n = next.version)}</p> }
    });
    Some(
        view! {
            <Card heading=t_string!(i18n, leave_types.upcoming, date = date)>
                {same}
                <Facts>{facts(changes)}</Facts>
            </Card>
        }
        .into_any(),
    )
}

/// What differs between two rules of a kind.
pub(super) fn changes(old: &LeaveRule, new: &LeaveRule) -> Vec<(&'static str, String)> {
    type_words::changes(use_i18n(), new.kind, (&LeaveTerms::from(old), &LeaveTerms::from(new)))
}

fn floor_card(view: &LeaveTypeView) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (floor, kind) = (&view.floor.floor, view.rule.now.kind);
    let days = (floor.days > 0).then(|| {
        let counts = type_words::counts(i18n, floor.counts);
        let days = t_string!(i18n, leave_types.floor_days_counts, days = floor.days, counts = counts);
        let source = match view.floor.certainty.map(|certainty| words::certainty(locale, certainty)) {
            Some(certainty) => {
                t_string!(i18n, leave_types.certainty, source = cite(locale, &floor.source), certainty = certainty)
            }
            None => cite(locale, &floor.source),
        };
        view! {
            <Facts>
                <Fact label=t_string!(i18n, leave_types.floor_days)>{days}</Fact>
                <Fact label=t_string!(i18n, leave_types.floor_source)>{source}</Fact>
            </Facts>
        }
    });
    let laws = laws_of(kind).into_iter().map(|settled| view! { <li>{law(locale, settled)}</li> });
    let laws: Vec<_> = laws.collect();
    let laws = (!laws.is_empty()).then(|| {
        view! {
            <h3>{t_string!(i18n, leave_types.floor_laws)}</h3>
            <ul class="stack-s">{laws}</ul>
        }
    });
    view! {
        <Card heading=t_string!(i18n, leave_types.floor).to_owned()>
            <p class="muted small">{t_string!(i18n, leave_types.floor_text)}</p>
            {days}
            {laws}
        </Card>
    }
    .into_any()
}

fn history(view: &LeaveTypeView) -> AnyView {
    let i18n = use_i18n();
    let kind = view.rule.now.kind;
    let law = LeaveTerms::from(&view.law);
    let before = view.versions.iter().skip(1).map(|earlier| &earlier.version.terms).chain([&law]);
    let rows = view.versions.iter().zip(before).map(|(version, before)| version_row(kind, version, before));
    let rows = rows.collect_view();
    let none = view.versions.is_empty().then(|| {
        view! { <p class="muted">{t_string!(i18n, leave_types.history_none)}</p> }
    });
    let source = cite(i18n.get_locale_untracked(), &view.law.source);
    view! {
        <SectionHeader title=t_string!(i18n, leave_types.history)/>
        {none}
        <Card space=CardSpace::Flush>
            <Rows>{rows} <ListRow title=t_string!(i18n, leave_types.law_version) detail=source/></Rows>
        </Card>
    }
    .into_any()
}

/// A version with who published it, which unfolds into what it changed against the one before.
fn version_row(kind: LeaveKind, shown: &VersionView, before: &LeaveTerms) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (word, tone) = type_words::state(i18n, shown.state);
    let version = type_words::version(i18n, shown.version.number);
    let from = when::full_date(shown.version.from, locale);
    let title = match shown.until {
        Some(until) => {
            let until = when::full_date(until, locale);
            t_string!(i18n, leave_types.history_span, version = version, from = from, until = until)
        }
        None => t_string!(i18n, leave_types.history_title, version = version, from = from),
    };
    let changes = facts(type_words::changes(i18n, kind, (before, &shown.version.terms)));
    let by = t_string!(i18n, leave_types.history_by, name = shown.by.as_str(), at = when::moment(shown.at, locale));
    view! {
        <li>
            <Fold title=title detail=by end=move || view! { <Badge tone=tone label=word/> }>
                <Facts>{changes}</Facts>
            </Fold>
        </li>
    }
    .into_any()
}
