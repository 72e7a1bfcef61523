//! Saying yes or no: kept on the phone first, with the version that was looked at, and sent from there. Before
//! the page is awake, and without a script, it is a plain form.

use domain::{
    approvals::{ApprovalView, DecideCommand, Decided, FlowState, MAX_APPROVAL_TEXT, Verdict},
    ids::DecisionId,
};
use leptos::{ev::SubmitEvent, form::form_data_from_event, prelude::*};

use super::{api::Decide, words as approval_words};
use crate::{
    forms::{ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, ButtonSize, Checkbox, ConfirmButton, Field, Outcome, Tone},
    outbox::{Answer, Sending, Standing, Write},
    words,
};

/// The field by which somebody says that they have read the flags.
const SEEN: &str = "command[seen]";

/// The page's one decision.
#[derive(Clone, Copy)]
pub(super) struct Deciding {
    /// For the plain form, before the script is there or without it.
    action: ServerAction<Decide>,
    sending: Sending,
}

impl Deciding {
    pub(super) fn new() -> Self {
        Self { action: ServerAction::new(), sending: Sending::new() }
    }

    /// Forgets what was said of the last decision: it was undone.
    pub(super) fn forget(self) {
        self.sending.forget();
    }

    /// How the last decision stands, whichever way it was sent.
    fn standing(self) -> Option<Standing> {
        self.sending.standing().or_else(|| {
            self.action.value().get().map(|answer| match answer {
                Ok(decided) => Standing::Answered(Answer::Decided(decided)),
                Err(error) => Standing::Failed(error),
            })
        })
    }

    /// Whether something is told of the last decision.
    pub(super) fn is_told(self) -> bool {
        self.standing().is_some()
    }

    /// What was refused at a field.
    fn fault(self, field: &'static str) -> Signal<Option<String>> {
        let locale = use_i18n().get_locale_untracked();
        Signal::derive(move || match self.standing()? {
            Standing::Failed(error) => Some(words::reason(locale, error.at(field)?).to_owned()),
            Standing::Kept | Standing::Answered(_) => None,
        })
    }
}

/// What became of the last decision; read aloud when it comes.
#[component]
pub(super) fn DecisionOutcome(deciding: Deciding) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        deciding.standing().map(|standing| {
            let (tone, title, text) = match standing {
                Standing::Kept => {
                    let text = t_string!(i18n, approvals.kept_text).to_owned();
                    (Tone::Wait, t_string!(i18n, approvals.kept).to_owned(), text)
                }
                Standing::Answered(answer) => {
                    let title = match answer {
                        Answer::Decided(Decided { state: FlowState::Rejected, .. }) => {
                            t_string!(i18n, approvals.decided_reject)
                        }
                        Answer::Decided(Decided { state: FlowState::Returned, .. }) => {
                            t_string!(i18n, approvals.decided_send_back)
                        }
                        _ => t_string!(i18n, approvals.decided_agree),
                    };
                    (Tone::Ok, title.to_owned(), t_string!(i18n, approvals.decided_text).to_owned())
                }
                Standing::Failed(error) => {
                    (Tone::Danger, t_string!(i18n, approvals.not_decided).to_owned(), error.text(i18n))
                }
            };
            view! {
                <Outcome tone=tone title=title>
                    <p>{text}</p>
                </Outcome>
            }
        })
    }
}

/// The three answers, within the thumb's reach. Saying no is two steps, with its reason; so is agreeing to what has
/// flags: they are to be read first.
pub(super) fn decision_forms(view: &ApprovalView, deciding: Deciding) -> AnyView {
    let i18n = use_i18n();
    let seen = view.row.subject.is_flagged().then(|| {
        view! {
            <Checkbox
                label=t_string!(i18n, approvals_more.seen)
                name=SEEN
                required=true
                error=deciding.fault("seen")
            />
        }
    });
    let agree = decision_form(
        view,
        deciding,
        (Verdict::Agree, None),
        view! {
            {seen}
            <Button
                label=t_string!(i18n, approvals.agree)
                size=ButtonSize::Grand
                glyph=icondata_lu::LuCheck
                busy=deciding.sending.busy()
            />
        }
        .into_any(),
    );
    let (why_not, what_else) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let reject = decision_form(
        view,
        deciding,
        (Verdict::Reject, Some(why_not)),
        view! {
            <ConfirmButton
                label=t_string!(i18n, approvals.reject)
                question=t_string!(i18n, approvals.reject_question)
                confirm=t_string!(i18n, approvals.reject_confirm)
                busy=deciding.sending.busy()
            >
                {reason_field(deciding, t_string!(i18n, approvals.reject_reason), "reject-reason", why_not)}
            </ConfirmButton>
        }
        .into_any(),
    );
    let send_back = decision_form(
        view,
        deciding,
        (Verdict::SendBack, Some(what_else)),
        view! {
            <ConfirmButton
                label=t_string!(i18n, approvals.send_back)
                question=t_string!(i18n, approvals.send_back_question)
                confirm=t_string!(i18n, approvals.send_back_confirm)
                kind=ButtonKind::Secondary
                busy=deciding.sending.busy()
            >
                {reason_field(deciding, t_string!(i18n, approvals.send_back_reason), "send-back-reason", what_else)}
            </ConfirmButton>
        }
        .into_any(),
    );
    view! {
        <div class="stack-s">{agree} {reject} {send_back}</div>
    }
    .into_any()
}

fn reason_field(deciding: Deciding, label: &'static str, id: &'static str, typed: RwSignal<String>) -> AnyView {
    view! {
        <Field
            label=label
            name="command[reason]"
            id=id
            model=typed
            error=deciding.fault("reason")
            max_length=MAX_APPROVAL_TEXT
            required=true
        />
    }
    .into_any()
}

fn decision_form(
    view: &ApprovalView,
    deciding: Deciding,
    (verdict, typed): (Verdict, Option<RwSignal<String>>),
    control: AnyView,
) -> AnyView {
    let (approval, version, decision) = (view.row.id, view.row.version, view.decision.to_string());
    let subject = StoredValue::new(approval_words::whole(use_i18n(), &view.row));
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let reason = typed.map(|typed| typed.get_untracked());
        // A new one each time: after "refused" it is another decision.
        let seen = form_data_from_event(&event).is_ok_and(|form| form.has(SEEN));
        let command = DecideCommand { id: DecisionId::new(), approval, version, verdict, reason, seen };
        deciding.sending.start(Write::Decide(command), subject.try_get_value());
    };
    view! {
        <ActionForm
            action=deciding.action
            about=[("command[verdict]", verdict.code().to_owned())]
            attr:class="stack-s"
            on:submit:capture=on_submit
        >
            <input type="hidden" name="command[id]" value=decision/>
            <input type="hidden" name="command[approval]" value=approval.to_string()/>
            <input type="hidden" name="command[version]" value=version.to_string()/>
            {control}
        </ActionForm>
    }
    .into_any()
}
