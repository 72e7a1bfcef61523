//! Saying yes or no: kept on the phone first, with the version that was looked at, and sent from there. Before
//! the page is awake, and without a script, it is a plain form.

use domain::{
    approvals::{ApprovalView, DecideCommand, Decided, FlowState, MAX_APPROVAL_TEXT, Verdict},
    ids::DecisionId,
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::api::Decide;
use crate::{
    error::AppError,
    forms::{ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonSize, ConfirmButton, Field, Outcome, Tone},
    outbox::{Answer, Outbox, outbox},
    words,
};

/// How the last decision stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    /// On this phone, and not yet confirmed.
    Kept,
    /// Confirmed.
    Answered(Decided),
    /// Refused, or neither kept nor sent.
    Failed(AppError),
}

/// The page's one decision.
#[derive(Clone, Copy)]
pub(super) struct Deciding {
    action: ServerAction<Decide>,
    busy: RwSignal<bool>,
    last: RwSignal<Option<DecisionId>>,
    shown: RwSignal<Option<Shown>>,
    outbox: Outbox,
}

impl Deciding {
    pub(super) fn new() -> Self {
        let deciding = Self {
            action: ServerAction::new(),
            busy: RwSignal::new(false),
            last: RwSignal::new(None),
            shown: RwSignal::new(None),
            outbox: outbox(),
        };
        // The answer may come long after the tap, when the network is back.
        Effect::new(move |_| {
            let Some(id) = deciding.last.get() else { return };
            match deciding.outbox.settled(id.uuid()) {
                Some(Ok(Answer::Decided(decided))) => deciding.shown.set(Some(Shown::Answered(decided))),
                Some(Err(error @ AppError::Problem(_))) => deciding.shown.set(Some(Shown::Failed(error))),
                Some(_) => deciding.shown.set(Some(Shown::Kept)),
                None => {}
            }
        });
        deciding
    }

    /// Forgets what was said of the last decision: it was undone.
    pub(super) fn forget(self) {
        self.last.set(None);
        self.shown.set(None);
    }

    fn shown(self) -> Option<Shown> {
        let plain = || self.action.value().get();
        self.shown.get().or_else(|| {
            plain().map(|answer| match answer {
                Ok(decided) => Shown::Answered(decided),
                Err(error) => Shown::Failed(error),
            })
        })
    }

    fn start(self, command: DecideCommand) {
        if self.busy.get_untracked() {
            return;
        }
        self.last.set(Some(command.id));
        #[cfg(feature = "hydrate")]
        {
            self.busy.set(true);
            leptos::task::spawn_local(async move {
                self.run(command).await;
                self.busy.try_set(false);
            });
        }
        #[cfg(not(feature = "hydrate"))]
        drop(command);
    }

    #[cfg(feature = "hydrate")]
    async fn run(self, command: DecideCommand) {
        if self.outbox.keep(crate::outbox::Write::Decide(command.clone())).await.is_ok() {
            self.outbox.deliver().await;
            return;
        }
        // Where nothing can be kept the network must do.
        let shown = match super::api::decide(command).await {
            Ok(decided) => Shown::Answered(decided),
            Err(error) => Shown::Failed(error),
        };
        self.shown.try_set(Some(shown));
        self.outbox.touch();
    }

    /// What was refused at the field for the reason.
    fn reason_fault(self) -> Signal<Option<String>> {
        let locale = use_i18n().get_locale_untracked();
        Signal::derive(move || match self.shown()? {
            Shown::Failed(error) => Some(words::reason(locale, error.at("reason")?).to_owned()),
            Shown::Kept | Shown::Answered(_) => None,
        })
    }
}

/// What became of the last decision; read aloud when it comes.
#[component]
pub(super) fn DecisionOutcome(deciding: Deciding) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        deciding.shown().map(|shown| {
            let (tone, title, text) = match shown {
                Shown::Kept => {
                    let text = t_string!(i18n, approvals.kept_text).to_owned();
                    (Tone::Wait, t_string!(i18n, approvals.kept).to_owned(), text)
                }
                Shown::Answered(decided) => {
                    let title = match decided.state {
                        FlowState::Rejected => t_string!(i18n, approvals.decided_reject),
                        FlowState::Returned => t_string!(i18n, approvals.decided_send_back),
                        _ => t_string!(i18n, approvals.decided_agree),
                    };
                    (Tone::Ok, title.to_owned(), t_string!(i18n, approvals.decided_text).to_owned())
                }
                Shown::Failed(error) => {
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

/// The three answers, within the thumb's reach. Saying no is two steps, with its reason.
pub(super) fn decision_forms(view: &ApprovalView, deciding: Deciding) -> AnyView {
    let i18n = use_i18n();
    let agree = decision_form(
        view,
        deciding,
        (Verdict::Agree, None),
        view! {
            <Button
                label=t_string!(i18n, approvals.agree)
                size=ButtonSize::Grand
                glyph=icondata_lu::LuCheck
                busy=deciding.busy
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
                busy=deciding.busy
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
                busy=deciding.busy
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
            error=deciding.reason_fault()
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
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        event.stop_propagation();
        let reason = typed.map(|typed| typed.get_untracked());
        // A new one each time: after "refused" it is another decision.
        deciding.start(DecideCommand { id: DecisionId::new(), approval, version, verdict, reason });
    };
    view! {
        <ActionForm action=deciding.action attr:class="stack-s" on:submit:capture=on_submit>
            <input type="hidden" name="command[id]" value=decision/>
            <input type="hidden" name="command[approval]" value=approval.to_string()/>
            <input type="hidden" name="command[version]" value=version.to_string()/>
            <input type="hidden" name="command[verdict]" value=verdict.code()/>
            {control}
        </ActionForm>
    }
    .into_any()
}
