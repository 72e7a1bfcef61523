//! The papers of a request: how they stand, the photos, and what can be done about them.

use domain::{
    leave::{LeaveAct, LeaveCard, LeaveKind, LeaveView, MAX_REQUEST_REASON, Papers, PapersRuling, PapersState},
    photos::PhotoSubject,
};
use leptos::prelude::*;

use super::{
    request_api::{CheckPapers, RefusePapers, RulePapers},
    request_words as words,
};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, Card, ConfirmButton, ConfirmReason, Field, FormError, SectionHeader, Tone},
    photos::{AddPhotos, Shown, gallery},
    when,
};

/// How papers stand, as a badge; and that they came late, where they did.
pub(super) fn papers_badge(papers: &Papers) -> AnyView {
    let i18n = use_i18n();
    let (word, tone) = words::papers(i18n, papers);
    let late = is_late(papers).then(|| view! { <Badge tone=Tone::Danger label=t_string!(i18n, leave.papers_late)/> });
    view! {
        <Badge tone=tone label=word/>
        {late}
    }
    .into_any()
}

/// Of what was decided as not handed in, nothing more is said.
fn is_late(papers: &Papers) -> bool {
    papers.late && matches!(papers.state, PapersState::HandedIn | PapersState::Checked)
}

/// The photos of the papers, for who decides. Those that tell of health or family are links.
pub(crate) fn papers_photos(card: &LeaveCard) -> AnyView {
    let private = card.papers.is_none_or(|papers| papers.private);
    gallery(&card.photos, if private { Shown::Links } else { Shown::Pictures })
}

/// All about the papers of a request, where there is something.
pub(super) fn papers_section(
    view: &LeaveView,
    card: &LeaveCard,
    (check, refuse, rule): (ServerAction<CheckPapers>, ServerAction<RefusePapers>, ServerAction<RulePapers>),
) -> Option<AnyView> {
    let i18n = use_i18n();
    let can = |act| view.acts.contains(&act);
    let own = can(LeaveAct::AddPapers);
    let wanted = card.papers.is_some() || !card.photos.is_empty();
    wanted.then(|| {
        let photos = if own { gallery(&card.photos, Shown::Own) } else { papers_photos(card) };
        let add = own.then(|| {
            let hint = card.kind.map(|kind| handed_in(card, kind).to_owned());
            let subject = PhotoSubject::Leave(view.approval.row.id);
            view! { <AddPhotos subject=subject there=card.photos.len() hint=hint/> }
        });
        let stand = card.papers.as_ref().map(|papers| standing(papers, card.photos.is_empty()));
        let (decided, unusable) = (ruled(view), refused(view));
        let check = can(LeaveAct::CheckPapers).then(|| check_form(view, check));
        let refuse = can(LeaveAct::RefusePapers).then(|| refuse_form(view, refuse));
        let rule = can(LeaveAct::RulePapers).then(|| rule_form(view, rule));
        view! {
            <SectionHeader title=t_string!(i18n, leave.papers)/>
            <Card>
                <div class="stack-s">
                    {stand}
                    {unusable}
                    {decided}
                    {photos}
                    {add}
                    {check}
                    {refuse}
                    {rule}
                </div>
            </Card>
        }
        .into_any()
    })
}

/// What the person hands in: of a sudden case for reasons of their own, which they have not told yet, these.
fn handed_in(card: &LeaveCard, kind: LeaveKind) -> &'static str {
    let i18n = use_i18n();
    match kind {
        LeaveKind::Personal if card.papers.is_some() && card.reason.is_none() => t_string!(i18n, leave.proof_reason),
        _ => words::proof(i18n, kind, card.papers.is_some()),
    }
}

/// How they stand; and, where photos have come that the viewer may not see, that this is so.
fn standing(papers: &Papers, hidden: bool) -> AnyView {
    let i18n = use_i18n();
    let private = (papers.photos > 0 && hidden).then(|| t_string!(i18n, leave.papers_private));
    view! {
        <p class="line">{papers_badge(papers)}</p>
        {private.map(|text| view! { <p class="muted small">{text}</p> })}
    }
    .into_any()
}

/// What was decided when they had not come.
fn ruled(view: &LeaveView) -> Option<AnyView> {
    let i18n = use_i18n();
    let ruled = view.ruled.as_ref()?;
    let at = when::moment(ruled.at, i18n.get_locale_untracked());
    let text = t_string!(i18n, leave.ruled, by = ruled.by.as_str(), at = at, reason = ruled.reason.as_str());
    Some(view! { <p>{text}</p> }.into_any())
}

/// Why papers that had come could not be used.
fn refused(view: &LeaveView) -> Option<AnyView> {
    let i18n = use_i18n();
    let refused = view.refused.as_ref()?;
    let at = when::moment(refused.at, i18n.get_locale_untracked());
    let (by, reason) = (refused.by.as_str(), refused.reason.as_str());
    let text = t_string!(i18n, leave_cover.refused, by = by, at = at, reason = reason);
    Some(view! { <p>{text}</p> }.into_any())
}

/// Papers have come and can't be used: why, for the person to read.
fn refuse_form(view: &LeaveView, act: ServerAction<RefusePapers>) -> AnyView {
    let (i18n, request, refusal) = (use_i18n(), view.approval.row.id.to_string(), forms::refusal(act));
    view! {
        <ActionForm action=act attr:class="stack-s">
            <FormError message=forms::message(refusal)/>
            <input type="hidden" name="command[id]" value=request/>
            <ConfirmReason
                label=t_string!(i18n, leave_cover.refuse)
                question=t_string!(i18n, leave_cover.refuse_question)
                confirm=t_string!(i18n, leave_cover.refuse_confirm)
                reason=t_string!(i18n, leave_cover.refuse_reason)
                name="command[reason]"
                id="refusal-reason"
                error=forms::at(refusal, "reason")
                max_length=MAX_REQUEST_REASON
                busy=act.pending()
            />
        </ActionForm>
    }
    .into_any()
}

fn check_form(view: &LeaveView, act: ServerAction<CheckPapers>) -> AnyView {
    let (i18n, request) = (use_i18n(), view.approval.row.id.to_string());
    view! {
        <ActionForm action=act attr:class="stack-s">
            <FormError message=forms::message(forms::refusal(act))/>
            <input type="hidden" name="request" value=request/>
            <div class="actions">
                <Button
                    label=t_string!(i18n, leave.papers_check)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuFileCheck
                    busy=act.pending()
                />
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Papers have not come: the leave stands, or it does not count. Each with its reason.
fn rule_form(view: &LeaveView, act: ServerAction<RulePapers>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(act);
    let form = |ruling: PapersRuling| {
        let (request, version) = (view.approval.row.id.to_string(), view.approval.row.version.to_string());
        let (label, question) = match ruling {
            PapersRuling::Excused => (t_string!(i18n, leave.excuse), t_string!(i18n, leave.excuse_question)),
            PapersRuling::Unexcused => (t_string!(i18n, leave.unexcuse), t_string!(i18n, leave.unexcuse_question)),
        };
        view! {
            <ActionForm action=act about=[("command[ruling]", ruling.code().to_owned())] attr:class="stack-s">
                <input type="hidden" name="command[id]" value=request/>
                <input type="hidden" name="command[version]" value=version/>
                <ConfirmButton label=label question=question confirm=label busy=act.pending()>
                    <Field
                        label=t_string!(i18n, leave.ruling_reason)
                        name="command[reason]"
                        id=format!("ruling-{}", ruling.code())
                        error=forms::at(refusal, "reason")
                        max_length=MAX_REQUEST_REASON
                        required=true
                    />
                </ConfirmButton>
            </ActionForm>
        }
    };
    view! {
        <FormError message=forms::message(refusal)/>
        <p>{t_string!(i18n, leave.ruling_text)}</p>
        {form(PapersRuling::Excused)}
        {form(PapersRuling::Unexcused)}
    }
    .into_any()
}

/// Whether a list should say something about papers: what is in order needs no word.
pub(super) fn wants_word(papers: &Papers) -> bool {
    is_late(papers) || !matches!(papers.state, PapersState::Checked | PapersState::HandedIn)
}
