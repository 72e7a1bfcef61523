use domain::approvals::{DelegationView, KinView, MAX_APPROVAL_TEXT, OwnRules};
use leptos::prelude::*;

use super::{
    api::{DeclareRelative, Delegate, EndDelegation, WithdrawRelative, my_rules},
    scope_fields::{kind_name, scope_fields},
};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Button, ButtonKind, Card, CardSpace, EmptyState, Field, FieldKind, FormError, ListRow, PageHeader, Rows,
        SectionHeader,
    },
    refresh,
    shown::shown,
    when,
    wire::reading,
};

#[derive(Clone, Copy)]
struct Acts {
    delegate: ServerAction<Delegate>,
    end: ServerAction<EndDelegation>,
    declare: ServerAction<DeclareRelative>,
    withdraw: ServerAction<WithdrawRelative>,
}

/// `/approvals/rules`: who decides in my place, and on whose requests I don't.
pub(crate) fn rules_page() -> AnyView {
    let i18n = use_i18n();
    let acts = Acts {
        delegate: ServerAction::new(),
        end: ServerAction::new(),
        declare: ServerAction::new(),
        withdraw: ServerAction::new(),
    };
    let (delegated, ended) = (forms::successes(acts.delegate), forms::successes(acts.end));
    let (declared, withdrawn) = (forms::successes(acts.declare), forms::successes(acts.withdraw));
    let changes = Memo::new(move |_| delegated.get() + ended.get() + declared.get() + withdrawn.get());
    let returned = refresh::on_return();
    let read = reading(move || (changes.get(), returned.get()), |_| my_rules());
    let back = ("/approvals".to_owned(), t_string!(i18n, common.tab_approvals).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, approvals.rules) back/>
        {shown(read, 4, move |rules| body(&rules, acts))}
    }
    .into_any()
}

fn body(rules: &OwnRules, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let delegations = rules.decides.then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, approvals.delegations)/>
            {delegations(&rules.delegations, acts.end)}
            {delegate_form(rules, acts.delegate)}
        }
    });
    view! {
        {delegations}
        <SectionHeader title=t_string!(i18n, approvals.relatives)/>
        {relatives(&rules.relatives, acts.withdraw)}
        {declare_form(acts.declare)}
    }
    .into_any()
}

fn delegations(delegations: &[DelegationView], end: ServerAction<EndDelegation>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    if delegations.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuUserRoundCheck
                title=t_string!(i18n, approvals.no_delegations)
                text=t_string!(i18n, approvals.no_delegations_text).to_owned()
            />
        }
        .into_any();
    }
    let row = |delegation: &DelegationView| {
        let (from, to) = (when::date(delegation.from, locale), when::date(delegation.to, locale));
        let days = t_string!(i18n, approvals.delegation_days, from = from, to = to);
        let with = delegation.with_leave.then(|| t_string!(i18n, approvals_more.with_leave).to_owned());
        let place = delegation.place.clone();
        let kind = delegation.kind.map(|kind| kind_name(kind).to_owned());
        let parts = [Some(days), kind, place, Some(delegation.reason.clone()), with];
        let detail: Vec<String> = parts.into_iter().flatten().collect();
        let id = delegation.id.to_string();
        view! {
            <ListRow title=delegation.deputy.clone() detail=detail.join(" · ")>
                <ActionForm action=end>
                    <input type="hidden" name="delegation" value=id/>
                    <Button label=t_string!(i18n, approvals.end) kind=ButtonKind::Quiet busy=end.pending()/>
                </ActionForm>
            </ListRow>
        }
    };
    let rows = delegations.iter().map(row).collect_view();
    view! {
        <FormError message=forms::message(forms::refusal(end))/>
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
    }
    .into_any()
}

fn delegate_form(rules: &OwnRules, delegate: ServerAction<Delegate>) -> AnyView {
    let i18n = use_i18n();
    let (refusal, today) = (forms::refusal(delegate), rules.today.to_string());
    let field = |name, field| (name, String::new(), forms::at(refusal, field));
    let scope = scope_fields(&rules.places, field("command[kind]", "kind"), field("command[place]", "place"));
    view! {
        <Card heading=t_string!(i18n, approvals.delegate).to_owned()>
            <ActionForm action=delegate node_ref=forms::kept_draft(delegate, &[]) attr:class="form">
                <FormError message=forms::message(refusal)/>
                <Field
                    label=t_string!(i18n, approvals.deputy)
                    name="command[deputy]"
                    hint=t_string!(i18n, approvals.deputy_hint).to_owned()
                    error=forms::at(refusal, "deputy")
                    max_length=20
                    required=true
                />
                <div class="field-pair">
                    <Field
                        label=t_string!(i18n, approvals.from)
                        name="command[from]"
                        kind=FieldKind::Date
                        value=today.clone()
                        error=forms::at(refusal, "from")
                        required=true
                    />
                    <Field
                        label=t_string!(i18n, approvals.to)
                        name="command[to]"
                        kind=FieldKind::Date
                        value=today
                        error=forms::at(refusal, "to")
                        required=true
                    />
                </div>
                {scope}
                <Field
                    label=t_string!(i18n, approvals.reason)
                    name="command[reason]"
                    error=forms::at(refusal, "reason")
                    max_length=MAX_APPROVAL_TEXT
                    required=true
                />
                <div class="actions">
                    <Button label=t_string!(i18n, approvals.delegate_save) busy=delegate.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn relatives(relatives: &[KinView], withdraw: ServerAction<WithdrawRelative>) -> Option<AnyView> {
    let i18n = use_i18n();
    let row = |kin: &KinView| {
        let id = kin.id.to_string();
        let theirs = (!kin.mine).then(|| t_string!(i18n, approvals.declared_by_other).to_owned());
        let form = kin.mine.then(|| {
            view! {
                <ActionForm action=withdraw>
                    <input type="hidden" name="kinship" value=id/>
                    <Button
                        label=t_string!(i18n, approvals.withdraw_declaration)
                        kind=ButtonKind::Quiet
                        busy=withdraw.pending()
                    />
                </ActionForm>
            }
        });
        view! { <ListRow title=kin.name.clone() detail=Signal::stored(theirs)>{form}</ListRow> }
    };
    let rows = relatives.iter().map(row).collect_view();
    (!relatives.is_empty()).then(|| {
        view! {
            <FormError message=forms::message(forms::refusal(withdraw))/>
            <Card space=CardSpace::Flush>
                <Rows>{rows}</Rows>
            </Card>
        }
        .into_any()
    })
}

fn declare_form(declare: ServerAction<DeclareRelative>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(declare);
    view! {
        <Card>
            <ActionForm action=declare attr:class="form">
                <FormError message=forms::message(refusal)/>
                <p class="muted">{t_string!(i18n, approvals.relatives_text)}</p>
                <Field
                    label=t_string!(i18n, approvals.relative)
                    name="relative"
                    error=forms::at(refusal, "relative")
                    max_length=20
                    required=true
                />
                <div class="actions">
                    <Button
                        label=t_string!(i18n, approvals.declare)
                        kind=ButtonKind::Secondary
                        busy=declare.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
