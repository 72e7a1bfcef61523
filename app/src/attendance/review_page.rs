use domain::{
    attendance::{DecidePunchCommand, FencePolicy, MAX_REASON, ReviewItem, ReviewView, WitnessCommand},
    ids::{ActId, PunchId},
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    api::{Decide, review},
    day_api::OutingSeen,
    month_day::record,
    presence_api::{FlagsSeen, Witness},
    review_lists::{arrived_late, overdue, to_look_at},
};
use crate::{
    address,
    error::AppError,
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, ConfirmButton, EmptyState, Field, FormError, PageHeader},
    outbox::{Keeping, Write, is_waiting, kept_region, outbox, unless_waiting},
    pages, refresh,
    shown::shown,
    when,
    wire::reading,
};

/// `/attendance/review`: punches that wait for the word of whoever leads their people (待核实).
pub(crate) fn review_page() -> AnyView {
    let i18n = use_i18n();
    let (query, returned) = (use_query_map(), refresh::on_return());
    let (decide, witness) = (Keeping::<Decide>::new(), Keeping::<Witness>::new());
    let (seen, outing) = (Keeping::<FlagsSeen>::new(), Keeping::<OutingSeen>::new());
    let acts = Acts { decide, witness, seen, outing };
    let decided = forms::successes(decide.action);
    let (witnessed, looked) = (forms::successes(witness.action), forms::successes(seen.action));
    let (late, settled) = (forms::successes(outing.action), outbox().settlements());
    let last = refresh::Last::new();
    let asked = move || query.with(|query| query.get("after"));
    let found = reading(
        move || (asked(), (decided.get(), witnessed.get(), looked.get() + late.get(), settled.get(), returned.get())),
        move |(after, _)| async move { last.instead(&after, read(after.clone()).await) },
    );
    last.follow(asked, found);
    view! {
        <PageHeader
            title=t_string!(i18n, attendance.review)
            back=("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned())
        />
        <p class="muted">{t_string!(i18n, attendance.review_text)}</p>
        <FormError message=forms::message(decide.refusal())/>
        {kept_region(decide, t_string!(i18n, offline_acts.kept_decision))}
        <FormError message=forms::message(witness.refusal())/>
        {kept_region(witness, t_string!(i18n, offline_acts.kept_witness))}
        <FormError message=forms::message(seen.refusal())/>
        <FormError message=forms::message(outing.refusal())/>
        {shown(found, 6, move |review| list(review, pages::start(query, "after", "/attendance/review"), &acts))}
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Acts {
    decide: Keeping<Decide>,
    witness: Keeping<Witness>,
    seen: Keeping<FlagsSeen>,
    outing: Keeping<OutingSeen>,
}

async fn read(after: Option<String>) -> Result<ReviewView, AppError> {
    review(address::named_if_any(after)?).await
}

fn list(review: ReviewView, start: Option<String>, acts: &Acts) -> AnyView {
    let i18n = use_i18n();
    let as_of = t_string!(i18n, common.as_of, time = when::time(review.as_of));
    let first = view! {
        {overdue(&review)}
        {arrived_late(&review, acts.outing)}
        {to_look_at(&review, acts.seen)}
    };
    if review.items.is_empty() {
        // Of an older page only it is known that all of it is decided.
        let nothing = start.is_none().then(nothing_waits);
        return view! {
            {first}
            {nothing}
            {pages::ways(start, None)}
        }
        .into_any();
    }
    let cards = review.items.into_iter().map(|item| card(item, acts)).collect_view();
    let next = review.next.map(|after| (format!("/attendance/review?after={after}"), t_string!(i18n, common.earlier)));
    view! {
        {first}
        <p class="muted small">{as_of}</p>
        <div class="tiles">{cards}</div>
        {pages::ways(start, next)}
    }
    .into_any()
}

fn nothing_waits() -> AnyView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            glyph=icondata_lu::LuClipboardCheck
            title=t_string!(i18n, attendance.review_empty)
            text=t_string!(i18n, attendance.review_empty_text).to_owned()
        />
    }
    .into_any()
}

/// One punch with everything that the decision rests on.
fn card(item: ReviewItem, acts: &Acts) -> AnyView {
    let saying = acts.decide;
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let date = when::date(item.punch.date(), locale);
    let second_proof = item.policy == FencePolicy::SecondProof && item.punch.lacks_proof();
    let (punch, subject) = (item.punch.id, format!("{} · {}", item.name, when::moment(item.punch.at, locale)));
    let witness = item.may_witness.then(|| witness_form((punch, subject.clone()), acts.witness));
    let subject = StoredValue::new(subject);
    let waits = is_waiting(move |write| matches!(write, Write::DecidePunch(command) if command.punch == punch));
    let decide = unless_waiting(waits, move || {
        view! {
            <div class="actions">
                {decide_form((punch, subject, true), accept_button(second_proof, punch, saying), saying)}
                {decide_form((punch, subject, false), refuse_button(punch, saying), saying)}
            </div>
        }
        .into_any()
    });
    view! {
        <Card heading=format!("{} · {date}", item.name)>
            <ul>{record(&item.punch)}</ul>
            {second_proof.then(|| view! { <p class="small">{t_string!(i18n, presence.second_proof_missing)}</p> })}
            {witness}
            {decide}
        </Card>
    }
    .into_any()
}

/// One of the two answers.
fn decide_form(
    (punch, subject, accepted): (PunchId, StoredValue<String>, bool),
    control: AnyView,
    decide: Keeping<Decide>,
) -> AnyView {
    let on_submit = move |event: SubmitEvent| {
        // A new one each time: after "refused" it is another answer.
        decide.submit_about(&event, subject, |command| {
            Write::DecidePunch(DecidePunchCommand { id: ActId::new(), ..command })
        });
    };
    view! {
        <ActionForm
            action=decide.action
            node_ref=decide.draft(&[])
            about=[("command[punch]", punch.to_string()), ("command[accepted]", accepted.to_string())]
            attr:class="stack-s"
            attr:data-draft=format!("{punch} {accepted}")
            on:submit:capture=on_submit
        >
            <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
            {control}
        </ActionForm>
    }
    .into_any()
}

/// Accepting; where the hall asks for a second proof that is not there, with the reason for doing without.
fn accept_button(second_proof: bool, punch: PunchId, decide: Keeping<Decide>) -> AnyView {
    let i18n = use_i18n();
    let reason = second_proof.then(|| {
        view! {
            <Field
                label=t_string!(i18n, presence.accept_reason)
                name="command[reason]"
                id=format!("accept-reason-{punch}")
                error=forms::at(decide.refusal(), "reason")
                max_length=MAX_REASON
                required=true
            />
        }
    });
    view! {
        {reason}
        <Button
            label=t_string!(i18n, attendance.accept)
            glyph=icondata_lu::LuCheck
            kind=if second_proof { ButtonKind::Secondary } else { ButtonKind::Primary }
            size=crate::kit::ButtonSize::Wide
            busy=decide.is_busy()
        />
    }
    .into_any()
}

/// Refusing, in two steps and with why.
fn refuse_button(punch: PunchId, decide: Keeping<Decide>) -> AnyView {
    let i18n = use_i18n();
    view! {
        <ConfirmButton
            label=t_string!(i18n, attendance.refuse)
            question=t_string!(i18n, attendance.refuse_question)
            confirm=t_string!(i18n, attendance.refuse_confirm)
            busy=decide.is_busy()
        >
            <Field
                label=t_string!(i18n, attendance.decide_reason)
                name="command[reason]"
                id=format!("reason-{punch}")
                error=forms::at(decide.refusal(), "reason")
                max_length=MAX_REASON
                required=true
            />
        </ConfirmButton>
    }
    .into_any()
}

/// "我见证本人到岗"; once.
fn witness_form((punch, subject): (PunchId, String), witness: Keeping<Witness>) -> AnyView {
    let (i18n, outbox, subject) = (use_i18n(), outbox(), StoredValue::new(subject));
    let on_submit = move |event: SubmitEvent| {
        witness.submit_about(&event, subject, |command| {
            Write::Witness(WitnessCommand { id: ActId::new(), tap: outbox.tapped(), ..command })
        });
    };
    // A memo: the form must not be made anew with every other write.
    let kept =
        Memo::new(move |_| outbox.waits(|write| matches!(write, Write::Witness(command) if command.punch == punch)));
    (move || {
        if kept.get() {
            return view! { <p class="muted small">{t_string!(i18n, offline_acts.witness_here)}</p> }.into_any();
        }
        view! {
            <ActionForm action=witness.action attr:class="stack-s" on:submit:capture=on_submit>
                <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
                <input type="hidden" name="command[punch]" value=punch.to_string()/>
                <Button
                    label=t_string!(i18n, presence.witness)
                    glyph=icondata_lu::LuEye
                    kind=ButtonKind::Secondary
                    size=crate::kit::ButtonSize::Wide
                    busy=witness.is_busy()
                />
                <p class="muted small">{t_string!(i18n, presence.witness_text)}</p>
            </ActionForm>
        }
        .into_any()
    })
    .into_any()
}
