use domain::{
    attendance::{DueSlot, PositionReport, PunchCommand, PunchReceipt},
    ids::PunchId,
};
use leptos::{ev::SubmitEvent, form::ActionForm, prelude::*};

use super::{api::Punch, words};
use crate::{
    error::AppError,
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, ButtonSize, Outcome, StatusRegion, Tone},
    when,
};

/// What the button is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Step {
    #[default]
    Idle,
    Locating,
    Sending,
}

/// The page's one punch: shared by the button below and the answer above.
#[derive(Clone, Copy)]
pub(super) struct Punching {
    action: ServerAction<Punch>,
    step: RwSignal<Step>,
    /// Sent again after "no answer": the server may have it already, and knows it by its id.
    unanswered: StoredValue<Option<PunchCommand>>,
}

impl Punching {
    pub(super) fn new() -> Self {
        let punching =
            Self { action: ServerAction::new(), step: RwSignal::new(Step::Idle), unanswered: StoredValue::new(None) };
        Effect::new(move |_| {
            let unanswered = punching.action.value().with(|value| matches!(value, Some(Err(AppError::Unreachable))));
            if !unanswered && punching.action.value().with(Option::is_some) {
                punching.unanswered.set_value(None);
            }
            if !punching.action.pending().get() {
                punching.step.set(Step::Idle);
            }
        });
        punching
    }

    /// Counts answers; what depends on punches reads again when it changes.
    pub(super) fn version(self) -> usize {
        self.action.version().get()
    }

    fn receipt(self) -> Option<Result<PunchReceipt, AppError>> {
        self.action.value().get()
    }

    fn busy(self) -> bool {
        self.step.get() != Step::Idle || self.action.pending().get()
    }

    /// Reads the position once, then sends. Taps while it is under way are the same tap.
    fn start(self) {
        if self.step.get_untracked() != Step::Idle {
            return;
        }
        self.step.set(Step::Locating);
        leptos::task::spawn_local(async move {
            let command = match self.unanswered.get_value() {
                Some(command) => command,
                None => PunchCommand {
                    id: PunchId::new(),
                    device_at: Some(chrono_now()),
                    position: position().await,
                    reason: None,
                },
            };
            self.unanswered.set_value(Some(command.clone()));
            self.step.set(Step::Sending);
            self.action.dispatch(Punch { command });
        });
    }
}

async fn position() -> PositionReport {
    #[cfg(feature = "hydrate")]
    return super::locate::locate().await;
    #[cfg(not(feature = "hydrate"))]
    PositionReport::default()
}

/// The phone's own clock: recorded beside the server's, never judged by.
fn chrono_now() -> chrono::DateTime<chrono::Utc> {
    #[cfg(feature = "hydrate")]
    let millis = js_sys::Date::now();
    #[cfg(not(feature = "hydrate"))]
    let millis = 0.0;
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 292 million years")]
    chrono::DateTime::from_timestamp_millis(millis as i64).unwrap_or_default()
}

/// The big button in the thumb's reach. Before the page is awake, and without a script, it posts a punch
/// without a position.
#[component]
pub(super) fn PunchDock(punching: Punching, #[prop(into)] due: Signal<Option<DueSlot>>) -> impl IntoView {
    let i18n = use_i18n();
    let label = move || match punching.step.get() {
        Step::Locating => t_string!(i18n, attendance.locating).to_owned(),
        Step::Sending => t_string!(i18n, attendance.sending).to_owned(),
        Step::Idle => due.with(|due| due.map_or_else(String::new, |due| words::action(i18n, due.action).to_owned())),
    };
    let hint = move || match due.get() {
        Some(DueSlot { slot: Some(slot), punch: None, .. }) => {
            t_string!(i18n, attendance.valid_between, from = when::time(slot.start), to = when::time(slot.end))
        }
        Some(DueSlot { slot: None, next: Some(next), .. }) => {
            t_string!(i18n, attendance.next_slot, due = when::time(next.due), from = when::time(next.start))
        }
        _ => t_string!(i18n, attendance.position_note).to_owned(),
    };
    let kind = move || match due.get() {
        Some(DueSlot { slot: Some(_), punch: None, .. }) => ButtonKind::Primary,
        _ => ButtonKind::Secondary,
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        event.stop_propagation();
        punching.start();
    };
    view! {
        <ActionForm action=punching.action attr:class="dock" on:submit:capture=on_submit>
            <p class="muted small">{hint}</p>
            <input type="hidden" name="command[id]" value=PunchId::new().to_string()/>
            {move || view! {
                <Button
                    label=Signal::derive(label)
                    kind=kind()
                    size=ButtonSize::Grand
                    glyph=icondata_lu::LuMapPinCheckInside
                    busy=Signal::derive(move || punching.busy())
                />
            }}
        </ActionForm>
    }
}

/// The answer: read aloud when it comes.
#[component]
pub(super) fn PunchAnswer(punching: Punching) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <StatusRegion>
            {move || punching.receipt().map(|receipt| match receipt {
                Ok(receipt) => answer(receipt),
                Err(error) => {
                    let title = t_string!(i18n, attendance.not_punched);
                    view! {
                        <Outcome tone=Tone::Danger title=title>
                            <p>{error.text(i18n)}</p>
                        </Outcome>
                    }
                        .into_any()
                }
            })}
        </StatusRegion>
    }
}

fn answer(receipt: PunchReceipt) -> AnyView {
    let i18n = use_i18n();
    let punch = receipt.punch;
    let verdicts = punch.verdicts();
    let tone = verdicts.first().map_or(Tone::Ok, |verdict| words::verdict(i18n, *verdict).1);
    let badges = verdicts
        .into_iter()
        .map(|verdict| {
            let (word, tone) = words::verdict(i18n, verdict);
            view! { <Badge tone=tone label=word/> }
        })
        .collect_view();
    let repeated = receipt.repeated.then(|| t_string!(i18n, attendance.repeated).to_owned());
    let sentences: Vec<String> = [repeated, words::minutes(i18n, &punch), words::place(i18n, punch.judgement.place)]
        .into_iter()
        .flatten()
        .collect();
    view! {
        <Outcome tone=tone title=t_string!(i18n, attendance.punched)>
            <p class="line">
                <span class="figure">{when::time(punch.at)}</span>
                {badges}
            </p>
            {sentences.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
        </Outcome>
    }
    .into_any()
}
