//! Asking for a correction: kept on the phone first and sent from there. Before the page is awake, without a
//! script, and for a request that is changed, it is a plain form.

use chrono::NaiveDate;
use domain::{attendance::CorrectionCommand, ids::ApprovalId};
use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*};
use leptos_router::hooks::use_navigate;
use serde::Deserialize;

use super::{correction_api::AskCorrection, day_path};
use crate::{
    error::AppError,
    forms::{self, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Outcome, Tone},
    outbox::{Sending, Standing, Write},
};

/// What the form holds.
#[derive(Deserialize)]
struct Filled {
    command: CorrectionCommand,
}

/// The page's one request.
#[derive(Clone, Copy)]
pub(super) struct Correcting {
    pub(super) action: ServerAction<AskCorrection>,
    sending: Sending,
    /// Of the request that is filled in; the same till it is taken, so that a refused one is sent anew in its own
    /// place. The form's own is of whoever rendered it, which may be a page that the phone has kept.
    id: StoredValue<ApprovalId>,
    /// The day that was last asked about.
    date: StoredValue<Option<NaiveDate>>,
}

impl Correcting {
    pub(super) fn new() -> Self {
        let correcting = Self {
            action: ServerAction::new(),
            sending: Sending::new(),
            id: StoredValue::new(ApprovalId::new()),
            date: StoredValue::new(None),
        };
        forms::go_when_done(correcting.action, |date| day_path(*date));
        let navigate = use_navigate();
        Effect::new(move |_| {
            let taken = matches!(correcting.sending.standing(), Some(Standing::Answered(_)));
            if let Some(date) = correcting.date.get_value().filter(|_| taken) {
                navigate(&day_path(date), leptos_router::NavigateOptions::default());
            }
        });
        correcting
    }

    /// Why it was refused, whichever way it was sent.
    pub(super) fn refusal(self) -> Signal<Option<AppError>> {
        let plain = forms::refusal(self.action);
        Signal::derive(move || self.sending.failure().or_else(|| plain.get()))
    }

    pub(super) fn is_busy(self) -> Signal<bool> {
        let (sending, plain) = (self.sending.busy(), self.action.pending());
        Signal::derive(move || sending.get() || plain.get())
    }

    /// Whether it waits on the phone: then there is nothing more to fill in.
    pub(super) fn is_kept(self) -> bool {
        self.sending.is_kept()
    }

    /// Takes over from the plain form. A form that can't be read goes the plain way, and the server says what is
    /// wrong with it.
    pub(super) fn submit(self, event: &SubmitEvent) {
        let Ok(Filled { command }) = Filled::from_event(event) else { return };
        event.prevent_default();
        let command = CorrectionCommand { id: self.id.get_value(), ..command };
        self.date.set_value(Some(command.date));
        self.sending.start(Write::Correct(command));
    }
}

/// That it is on the phone; read aloud when it is.
pub(super) fn outcome(correcting: Correcting) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        correcting.is_kept().then(|| {
            view! {
                <Outcome tone=Tone::Wait title=t_string!(i18n, corrections.kept)>
                    <p>{t_string!(i18n, corrections.kept_text)}</p>
                    <p>
                        <a href="/me/offline">{t_string!(i18n, corrections.look_offline)}</a>
                    </p>
                </Outcome>
            }
        })
    }
}
