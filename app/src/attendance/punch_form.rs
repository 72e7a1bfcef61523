#[cfg(feature = "hydrate")]
use chrono::TimeDelta;
use chrono::{DateTime, Utc};
#[cfg(feature = "hydrate")]
use domain::attendance::{NoPosition, PositionReport, PunchCommand, reckoned};
use domain::{
    attendance::{DueSlot, MAX_CODE_TYPED, PunchReceipt},
    ids::PunchId,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{api::Punch, words};
use crate::{
    error::AppError,
    forms::{ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, ButtonSize, Field, FieldKind, Icon},
    outbox::{Answer, Outbox, outbox},
    when,
};
#[cfg(feature = "hydrate")]
use crate::{
    error::NotKept,
    outbox::{PATIENCE, Write},
    session,
};

/// How long looking for the position may take; then the punch is sent without.
#[cfg(feature = "hydrate")]
const LOCATING: TimeDelta = TimeDelta::seconds(15);

/// What the button is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Step {
    #[default]
    Idle,
    Locating,
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the server renders the button at rest"))]
    Sending,
}

/// How the last tap stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// On this phone, and not yet confirmed.
    Kept { at: DateTime<Utc> },
    /// Confirmed.
    Answered(Box<PunchReceipt>),
    /// Refused, or neither kept nor sent.
    Failed(AppError),
}

/// The page's one punch: shared by the button below and the answer above.
#[derive(Clone, Copy)]
pub(super) struct Punching {
    /// For the plain form, before the script is there or without it.
    action: ServerAction<Punch>,
    step: RwSignal<Step>,
    /// The last tap: its id, and when it was as far as the phone can tell.
    tap: RwSignal<Option<(PunchId, DateTime<Utc>)>>,
    shown: RwSignal<Option<Shown>>,
    /// The hall's code: what the address brought along, or what is typed.
    pub(super) code: RwSignal<String>,
    outbox: Outbox,
    /// Whether the person has agreed to have their position read.
    located: Signal<bool>,
}

impl Punching {
    pub(super) fn new(located: Signal<bool>) -> Self {
        let punching = Self {
            action: ServerAction::new(),
            step: RwSignal::new(Step::Idle),
            tap: RwSignal::new(None),
            shown: RwSignal::new(None),
            code: RwSignal::new(use_query_map().with_untracked(|query| query.get("code")).unwrap_or_default()),
            outbox: outbox(),
            located,
        };
        // The answer may come long after the tap, when the network is back.
        Effect::new(move |_| {
            let Some((id, at)) = punching.tap.get() else { return };
            match punching.outbox.settled(id.uuid()) {
                Some(Ok(Answer::Punched(receipt))) => punching.shown.set(Some(Shown::Answered(receipt))),
                Some(Err(error @ AppError::Problem(_))) => punching.shown.set(Some(Shown::Failed(error))),
                Some(Ok(Answer::Done | Answer::Decided(_)) | Err(_)) => punching.shown.set(Some(Shown::Kept { at })),
                None => {}
            }
        });
        punching
    }

    /// How the last tap stands, whichever way it was sent.
    pub(super) fn shown(self) -> Option<Shown> {
        let plain = || self.action.value().with(|value| value.as_ref().and_then(|answer| answer.clone().err()));
        self.shown.get().or_else(|| plain().map(Shown::Failed))
    }

    fn busy(self) -> bool {
        self.step.get() != Step::Idle
    }

    /// Reads the position once, keeps the punch on the phone, then sends it. Taps while it is under way are
    /// the same tap.
    fn start(self) {
        if self.step.get_untracked() != Step::Idle {
            return;
        }
        self.step.set(Step::Locating);
        #[cfg(feature = "hydrate")]
        leptos::task::spawn_local(async move {
            self.run().await;
            self.step.try_set(Step::Idle);
        });
    }

    #[cfg(feature = "hydrate")]
    async fn run(self) {
        // On the phone at once, with the time of the tap: whoever closes the page while it looks for the
        // position has punched all the same.
        let device_at = phone_now();
        let evidence = session::me().and_then(|me| crate::outbox::evidence(me.actor.person));
        let at = reckoned(device_at, evidence.as_ref());
        let position = PositionReport::default();
        // A code is gone with its punch: half a minute later it says nothing.
        let code = Some(self.code.get_untracked()).filter(|code| !code.trim().is_empty());
        self.code.set(String::new());
        let mut command =
            PunchCommand { id: PunchId::new(), device_at: Some(device_at), evidence, position, reason: None, code };
        self.tap.try_set(Some((command.id, at)));
        let kept = self.outbox.keep_open(Write::Punch(command.clone()), LOCATING).await;
        command.position = match self.located.try_get_untracked() {
            Some(true) => super::locate::locate().await,
            _ => PositionReport::Missing(NoPosition::NoConsent),
        };
        self.step.try_set(Step::Sending);
        let complete = match kept {
            Ok(()) => self.outbox.complete(Write::Punch(command.clone())).await,
            not_kept => not_kept,
        };
        if let Err(why) = complete {
            return self.send_directly(command, kept, why).await;
        }
        self.say_kept_if_slow();
        self.outbox.deliver().await;
        self.say_kept();
    }

    /// Where nothing can be kept the network must do. What could be kept, but not completed, is on the phone all the
    /// same, and is sent without its position if this gets no answer.
    #[cfg(feature = "hydrate")]
    async fn send_directly(self, command: PunchCommand, kept: Result<(), NotKept>, why: NotKept) {
        let id = command.id.uuid();
        let shown = match (super::api::punch(command, None).await, kept) {
            (Ok(receipt), kept) => {
                if kept.is_ok() {
                    self.outbox.discard(id);
                }
                Some(Shown::Answered(Box::new(receipt)))
            }
            (Err(AppError::Unreachable | AppError::Internal(_)), Ok(())) => return self.say_kept(),
            (Err(AppError::Unreachable | AppError::Internal(_)), Err(_)) => Some(Shown::Failed(AppError::NotKept(why))),
            (Err(error), _) => Some(Shown::Failed(error)),
        };
        self.shown.try_set(shown);
        self.outbox.touch();
    }

    /// Gives the button free when sending takes long: the punch is safe, and goes on being sent.
    #[cfg(feature = "hydrate")]
    fn say_kept_if_slow(self) {
        let tap = self.tap.get_untracked();
        set_timeout(
            move || {
                if self.step.try_get_untracked() == Some(Step::Sending) && self.tap.try_get_untracked() == Some(tap) {
                    self.say_kept();
                    self.step.try_set(Step::Idle);
                }
            },
            PATIENCE,
        );
    }

    /// Says that the last tap is on the phone, unless it has been answered.
    #[cfg(feature = "hydrate")]
    fn say_kept(self) {
        let Some(Some((id, at))) = self.tap.try_get_untracked() else { return };
        if !matches!(self.outbox.settled(id.uuid()), Some(Ok(_) | Err(AppError::Problem(_)))) {
            self.shown.try_set(Some(Shown::Kept { at }));
        }
    }
}

/// The phone's own clock: recorded beside the server's, and believed only as far as it can be shown.
#[cfg(feature = "hydrate")]
fn phone_now() -> DateTime<Utc> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 292 million years")]
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64).unwrap_or_default()
}

/// The big button in the thumb's reach. Before the page is awake, and without a script, it posts a punch
/// without a position.
#[component]
pub(super) fn PunchDock(
    punching: Punching,
    #[prop(into)] due: Signal<Option<DueSlot>>,
    /// Whether a screen at the hall shows a code.
    #[prop(into)]
    hall_code: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let label = move || match punching.step.get() {
        Step::Locating => t_string!(i18n, attendance.locating).to_owned(),
        Step::Sending => t_string!(i18n, attendance.sending).to_owned(),
        Step::Idle => {
            due.with(|due| due.as_ref().map_or_else(String::new, |due| words::action(i18n, due.action).to_owned()))
        }
    };
    let hint = move || match due.get() {
        Some(DueSlot { slot: Some(slot), punch: None, .. }) => {
            let (from, to) = (when::time(slot.start), when::time(slot.end));
            if punching.located.get() {
                t_string!(i18n, attendance.valid_between, from = from, to = to)
            } else {
                t_string!(i18n, timesheet.valid_between, from = from, to = to)
            }
        }
        Some(DueSlot { slot: None, next: Some(next), .. }) => {
            t_string!(i18n, attendance.next_slot, due = when::time(next.due), from = when::time(next.start))
        }
        _ if punching.located.get() => t_string!(i18n, attendance.position_note).to_owned(),
        _ => t_string!(i18n, timesheet.no_position_note).to_owned(),
    };
    // A memo: the field must not be made anew, and closed, whenever the day is read again.
    let hall_code = Memo::new(move |_| hall_code.get());
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
            {move || hall_code.get().then(|| code_field(punching.code))}
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

/// Where the hall's code is typed; open where the address has brought one. A native disclosure, so that it
/// works without a script.
fn code_field(code: RwSignal<String>) -> AnyView {
    let i18n = use_i18n();
    let brought = !code.get_untracked().is_empty();
    view! {
        <details class="dock-code" open=brought>
            <summary>
                <Icon glyph=icondata_lu::LuScanQrCode/>
                {t_string!(i18n, presence.hall_code)}
            </summary>
            <Field
                label=t_string!(i18n, presence.hall_code_digits)
                name="command[code]"
                id="hall-code"
                kind=FieldKind::Digits
                model=code
                hint=t_string!(i18n, presence.hall_code_hint).to_owned()
                autocomplete="off"
                max_length=MAX_CODE_TYPED
            />
        </details>
    }
    .into_any()
}
