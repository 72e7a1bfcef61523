//! A request for a correction as a card: beside it what was there before, how it stands, and who acts next.

use domain::attendance::{CorrectionAct, CorrectionState, CorrectionView, MAX_REASON};
use domain::photos::PhotoSubject;
use domain::roster::SlotKind;
use leptos::prelude::*;

use super::correction_api::ActOnCorrection;
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, Card, ConfirmButton, Fact, Facts, Field, FormError, Tone},
    photos::{AddPhotos, Shown, gallery},
    when,
};

/// Cards of some requests. The action outlives them: they are read again after each success.
pub(super) fn cards(requests: &[CorrectionView], act: ServerAction<ActOnCorrection>) -> AnyView {
    let card = |request: &CorrectionView| {
        let content = content(request, act);
        view! { <Card>{content}</Card> }
    };
    let cards = requests.iter().map(card).collect_view();
    view! {
        <FormError message=forms::message(forms::refusal(act))/>
        <div class="tiles">{cards}</div>
    }
    .into_any()
}

/// How a request stands: word and colour.
fn state(state: CorrectionState) -> (Tone, &'static str) {
    let i18n = use_i18n();
    match state {
        CorrectionState::Asked => (Tone::Wait, t_string!(i18n, timesheet.asked)),
        CorrectionState::Approved => (Tone::Ok, t_string!(i18n, timesheet.approved)),
        CorrectionState::Rejected => (Tone::Danger, t_string!(i18n, timesheet.rejected)),
        CorrectionState::Withdrawn => (Tone::Neutral, t_string!(i18n, timesheet.withdrawn)),
    }
}

/// What a slot is called where its day is not at hand.
pub(super) fn kind(kind: SlotKind) -> &'static str {
    let i18n = use_i18n();
    match kind {
        SlotKind::In => t_string!(i18n, attendance.clock_in),
        SlotKind::Out => t_string!(i18n, attendance.clock_out),
    }
}

/// Everything about a request.
pub(super) fn content(request: &CorrectionView, act: ServerAction<ActOnCorrection>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (tone, word) = state(request.state);
    let title = format!("{} · {} {}", request.name, when::date(request.date, locale), kind(request.kind));
    let before = request.original_at.map_or_else(|| t_string!(i18n, timesheet.no_punch).to_owned(), when::time);
    let next = (request.state == CorrectionState::Asked && !request.deciders.is_empty()).then(|| {
        let names = request.deciders.join("、");
        view! { <Fact label=t_string!(i18n, timesheet.next_actor)>{names}</Fact> }
    });
    let settled = request.settled.as_ref().map(|(name, at)| {
        let line = format!("{name} · {}", when::moment(*at, locale));
        view! { <Fact label=t_string!(i18n, timesheet.settled_by)>{line}</Fact> }
    });
    let answer = request.answer.clone().map(|text| {
        view! { <Fact label=t_string!(i18n, timesheet.answer)>{text}</Fact> }
    });
    let (proposed, asked_at) = (when::time(request.at), when::moment(request.asked_at, locale));
    let reason = request.reason.clone();
    let forms = request.acts.iter().map(|which| form(request, *which, act)).collect_view();
    view! {
        <div class="line line-apart">
            <h3>{title}</h3>
            <Badge tone=tone label=word/>
        </div>
        <Facts>
            <Fact label=t_string!(i18n, timesheet.recorded)>{before}</Fact>
            <Fact label=t_string!(i18n, timesheet.proposed)>{proposed}</Fact>
            <Fact label=t_string!(i18n, timesheet.correction_reason)>{reason}</Fact>
            <Fact label=t_string!(i18n, timesheet.asked_at)>{asked_at}</Fact>
            {next}
            {settled}
            {answer}
        </Facts>
        {photos(request)}
        <div class="stack-s">{forms}</div>
    }
    .into_any()
}

/// The photos, and for who asked the way to add some while nobody has decided.
fn photos(request: &CorrectionView) -> AnyView {
    let own = request.acts.contains(&CorrectionAct::Withdraw);
    let (subject, there) = (PhotoSubject::Correction(request.id), request.photos.len());
    let heading = (own || there > 0).then(|| {
        let title = t_string!(use_i18n(), photos.evidence);
        view! { <h4 class="small strong">{title}</h4> }
    });
    let hint = t_string!(use_i18n(), photos.evidence_hint).to_owned();
    view! {
        {heading}
        {gallery(&request.photos, if own { Shown::Own } else { Shown::Pictures })}
        {own.then(|| view! { <AddPhotos subject=subject there=there hint=hint/> })}
    }
    .into_any()
}

/// One thing to be done about a request. A rejection is two steps, with its reason.
fn form(request: &CorrectionView, which: CorrectionAct, act: ServerAction<ActOnCorrection>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(act);
    let (id, version) = (request.id, request.version.to_string());
    let control = match which {
        CorrectionAct::Reject => view! {
            <ConfirmButton
                label=t_string!(i18n, timesheet.reject)
                question=t_string!(i18n, timesheet.reject_question)
                confirm=t_string!(i18n, timesheet.reject_confirm)
                busy=act.pending()
            >
                <Field
                    label=t_string!(i18n, timesheet.answer)
                    name="answer"
                    id=format!("answer-{id}")
                    error=forms::at(refusal, "answer")
                    max_length=MAX_REASON
                    required=true
                />
            </ConfirmButton>
        }
        .into_any(),
        CorrectionAct::Approve => view! {
            <div class="actions">
                <Button label=t_string!(i18n, timesheet.approve) glyph=icondata_lu::LuCheck busy=act.pending()/>
            </div>
        }
        .into_any(),
        CorrectionAct::Withdraw => view! {
            <div class="actions">
                <Button label=t_string!(i18n, timesheet.withdraw) kind=ButtonKind::Secondary busy=act.pending()/>
            </div>
        }
        .into_any(),
    };
    view! {
        <ActionForm action=act attr:class="stack-s">
            <input type="hidden" name="correction" value=id.to_string()/>
            <input type="hidden" name="version" value=version/>
            <input type="hidden" name="act" value=which.code()/>
            {control}
        </ActionForm>
    }
    .into_any()
}
