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
    outbox::{Outbox, outbox},
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
    /// Of the request that is filled in; the same till it is taken, so that a refused one is sent anew in its own
    /// place. The form's own is of whoever rendered it, which may be a page that the phone has kept.
    id: StoredValue<ApprovalId>,
    sent: RwSignal<Option<NaiveDate>>,
    busy: RwSignal<bool>,
    kept: RwSignal<bool>,
    refused: RwSignal<Option<AppError>>,
    outbox: Outbox,
}

impl Correcting {
    pub(super) fn new() -> Self {
        let correcting = Self {
            action: ServerAction::new(),
            id: StoredValue::new(ApprovalId::new()),
            sent: RwSignal::new(None),
            busy: RwSignal::new(false),
            kept: RwSignal::new(false),
            refused: RwSignal::new(None),
            outbox: outbox(),
        };
        forms::go_when_done(correcting.action, |date| day_path(*date));
        let navigate = use_navigate();
        // The answer may come long after the tap, when the network is back.
        Effect::new(move |_| {
            let Some(date) = correcting.sent.get() else { return };
            match correcting.outbox.settled(correcting.id.get_value().uuid()) {
                Some(Ok(_)) => navigate(&day_path(date), leptos_router::NavigateOptions::default()),
                Some(Err(error @ AppError::Problem(_))) => {
                    correcting.kept.set(false);
                    correcting.refused.set(Some(error));
                }
                Some(Err(_)) => correcting.kept.set(true),
                None => {}
            }
        });
        correcting
    }

    /// Why it was refused, whichever way it was sent.
    pub(super) fn refusal(self) -> Signal<Option<AppError>> {
        let plain = forms::refusal(self.action);
        Signal::derive(move || self.refused.get().or_else(|| plain.get()))
    }

    pub(super) fn is_busy(self) -> Signal<bool> {
        let plain = self.action.pending();
        Signal::derive(move || self.busy.get() || plain.get())
    }

    /// Whether it waits on the phone: then there is nothing more to fill in.
    pub(super) fn is_kept(self) -> bool {
        self.kept.get()
    }

    /// Takes over from the plain form. A form that can't be read goes the plain way, and the server says what is
    /// wrong with it.
    pub(super) fn submit(self, event: &SubmitEvent) {
        let Ok(Filled { command }) = Filled::from_event(event) else { return };
        event.prevent_default();
        if self.busy.get_untracked() {
            return;
        }
        let command = CorrectionCommand { id: self.id.get_value(), ..command };
        self.refused.set(None);
        #[cfg(feature = "hydrate")]
        {
            // What was said of an earlier try under this id.
            self.outbox.touch();
            self.sent.set(Some(command.date));
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
    async fn run(self, command: CorrectionCommand) {
        if self.outbox.keep(crate::outbox::Write::Correct(command.clone())).await.is_err() {
            // Where nothing can be kept the network must do.
            self.action.call(&AskCorrection { command });
            return;
        }
        self.outbox.deliver().await;
        let id = command.id.uuid();
        if !matches!(self.outbox.settled(id), Some(Ok(_) | Err(AppError::Problem(_)))) {
            self.kept.try_set(true);
        }
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
