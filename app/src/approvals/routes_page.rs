use domain::approvals::{ApprovalKind, RouteForm, RoutesOutcome, RoutesView, TriedStep};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    routes_api::{SetApprovalRoutes, approval_routes},
    routes_fields::route_fields,
    routes_words as words,
};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, ButtonKind, Card, CardSpace, Choice, Field, FieldKind, FormError, ListRow, Outcome, PageHeader,
        Rows, SectionHeader, Select, StatusRegion, TabLink, Tabs, Tone,
    },
    shown::shown,
    taking_over::awake,
    wire::reading,
};

/// The way to the routes of a kind of request.
pub(super) fn path(kind: ApprovalKind) -> String {
    format!("/approvals/routes?kind={}", kind.code())
}

/// `/approvals/routes`, and with `?kind=correction` those of corrections: who decides, as HR sets it: one version
/// after the other, each tried before.
pub(crate) fn routes_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let kind = Memo::new(move |_| {
        let named = query.read().get_str("kind").and_then(|code| code.parse().ok());
        named.unwrap_or(ApprovalKind::Leave)
    });
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    let tab = move |of: &ApprovalKind| TabLink::new(path(*of), words::kind(i18n, *of), *of == kind.get());
    let tabs = Signal::derive(move || ApprovalKind::ALL.iter().map(tab).collect::<Vec<_>>());
    view! {
        <PageHeader title=t_string!(i18n, routes.title) back/>
        <Tabs label=t_string!(i18n, routes.kinds) items=tabs/>
        {move || editor(kind.get())}
    }
    .into_any()
}

/// The routes of one kind, and what becomes of them.
fn editor(kind: ApprovalKind) -> AnyView {
    let i18n = use_i18n();
    let act = ServerAction::<SetApprovalRoutes>::new();
    // A try must not throw away what was typed, so only a new version reads again.
    let published = Memo::new(move |known: Option<&i32>| {
        let version = act.value().with(|value| match value {
            Some(Ok(RoutesOutcome::Published(version))) => Some(*version),
            _ => None,
        });
        version.or(known.copied()).unwrap_or_default()
    });
    let read = reading(move || published.get(), move |_| approval_routes(kind));
    let said = move || {
        let version = published.get();
        (version > 0).then(|| {
            let title = t_string!(i18n, routes.published, version = version);
            view! {
                <Outcome tone=Tone::Ok title=title>
                    <p>{t_string!(i18n, routes.published_text)}</p>
                </Outcome>
            }
        })
    };
    view! {
        <StatusRegion>{said}</StatusRegion>
        {shown(read, 8, move |view| body(&view, act))}
    }
    .into_any()
}

fn body(view: &RoutesView, act: ServerAction<SetApprovalRoutes>) -> AnyView {
    let i18n = use_i18n();
    let since = words::version(i18n, &view.current);
    view! {
        <p class="muted small">{format!("{since} · {}", t_string!(i18n, routes.keep))}</p>
        {form(view, act)}
        {earlier(view)}
        <Card space=CardSpace::Flush>
            <Rows>
                <ListRow title=t_string!(i18n, approvals_more.hours_way) href="/approvals/hours"/>
            </Rows>
        </Card>
    }
    .into_any()
}

fn form(view: &RoutesView, act: ServerAction<SetApprovalRoutes>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(act);
    let known = view.current.routes.routes.iter();
    let mut forms_of: Vec<(RouteForm, Option<String>)> =
        known.map(|route| (RouteForm::from(route), Some(words::route(i18n, route)))).collect();
    // One to fill in, before the last, which holds for all that no other does.
    forms_of.insert(forms_of.len().saturating_sub(1), (RouteForm::default(), None));
    let last = forms_of.len() - 1;
    let routes = forms_of
        .into_iter()
        .enumerate()
        .map(|(nth, (route, brief))| route_fields(view.kind, (nth, nth == last), (&route, brief), refusal));
    let routes = routes.collect_view();
    let attempt = attempt(view.kind, act);
    let (kind, version) = (view.kind.code(), view.current.version.to_string());
    // What was typed is about routes by their place in the list: where another version has come, it is of no use.
    let draft = forms::kept_draft_if(act, |outcome| matches!(outcome, RoutesOutcome::Published(_)), &[]);
    let key = format!("{kind} {version}");
    view! {
        <ActionForm
            action=act
            node_ref=draft
            about=[("version", version)]
            attr:class="form"
            attr:data-draft=key
        >
            <FormError message=forms::message(refusal)/>
            <FormError message=forms::at(refusal, "routes")/>
            <p class="muted">{t_string!(i18n, routes.text)}</p>
            <input type="hidden" name="kind" value=kind/>
            <Card space=CardSpace::Flush>
                <Rows>{routes}</Rows>
            </Card>
            {attempt}
            <div class="actions">
                <Button
                    label=t_string!(i18n, routes.publish)
                    busy=act.pending()
                    attr:name="publish"
                    attr:value="true"
                />
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Who would decide. Without a script the answer could only be shown with what was typed thrown away, so the
/// button comes with the script.
fn attempt(kind: ApprovalKind, act: ServerAction<SetApprovalRoutes>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(act);
    let awake = awake();
    let amount = match kind {
        ApprovalKind::Leave | ApprovalKind::Overtime => {
            let label =
                if kind.is_in_minutes() { t_string!(i18n, overtime.hours) } else { t_string!(i18n, routes.days) };
            view! {
                <Field
                    label=label
                    name="attempt[amount]"
                    kind=FieldKind::Decimal
                    value="1"
                    error=forms::at(refusal, "amount")
                    max_length=6
                />
            }
            .into_any()
        }
        ApprovalKind::Correction | ApprovalKind::Swap => {
            view! { <input type="hidden" name="attempt[amount]" value="0.5"/> }.into_any()
        }
    };
    let kinds: Vec<Choice> =
        words::subtypes(i18n, kind).into_iter().map(|(code, word)| Choice::new(code, word)).collect();
    let button = move || {
        awake.get().then(|| {
            view! {
                <div class="actions">
                    <Button label=t_string!(i18n, routes.attempt) kind=ButtonKind::Secondary busy=act.pending()/>
                </div>
            }
        })
    };
    let tried = move || {
        act.value().with(|value| match value {
            Some(Ok(RoutesOutcome::Tried(steps))) => Some(tried(steps)),
            _ => None,
        })
    };
    view! {
        <Card heading=t_string!(i18n, routes.attempt_title).to_owned()>
            <div class="stack">
                <div class="field-pair">
                    <Field
                        label=t_string!(i18n, routes.person)
                        name="attempt[person]"
                        error=forms::at(refusal, "person")
                        max_length=20
                    />
                    {amount}
                </div>
                <Select
                    label=words::subtype_label(i18n, kind)
                    name="attempt[subtype]"
                    choices=Signal::stored(kinds)
                />
                {button}
                <StatusRegion>{tried}</StatusRegion>
            </div>
        </Card>
    }
    .into_any()
}

fn tried(steps: &[TriedStep]) -> AnyView {
    let i18n = use_i18n();
    let row = |(nth, step): (usize, &TriedStep)| {
        let title = format!("{}. {}", nth + 1, words::step(i18n, step.level, step.quorum, step.minutes));
        let nobody = step.people.is_empty();
        let people =
            if nobody { t_string!(i18n, approvals.nobody).to_owned() } else { words::people(i18n, &step.people) };
        view! {
            <ListRow title=title detail=people>
                {nobody.then(|| view! { <Badge tone=Tone::Danger label=t_string!(i18n, routes.nobody)/> })}
            </ListRow>
        }
    };
    let rows = steps.iter().enumerate().map(row).collect_view();
    view! { <Rows>{rows}</Rows> }.into_any()
}

fn earlier(view: &RoutesView) -> Option<AnyView> {
    let i18n = use_i18n();
    let rows = view.earlier.iter().map(|version| {
        let routes = words::routes(i18n, &version.routes);
        view! { <ListRow title=words::version(i18n, version) detail=routes/> }
    });
    let rows = rows.collect_view();
    (!view.earlier.is_empty()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, routes.earlier)/>
            <Card space=CardSpace::Flush>
                <Rows>{rows}</Rows>
            </Card>
        }
        .into_any()
    })
}
