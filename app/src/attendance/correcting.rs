//! Asking for a correction, or for another than before: kept on the phone first and sent from there. Before the page is
//! awake, and without a script, it is a plain form.

use chrono::NaiveDate;
use domain::{attendance::CorrectionCommand, ids::ApprovalId};
use leptos::{ev::SubmitEvent, prelude::*};
use serde::Deserialize;

use super::{correction_api::AskCorrection, day_path};
use crate::{
    forms,
    i18n::{t_string, use_i18n},
    outbox::{Keeping, Write, kept_outcome},
};

/// What the form holds.
#[derive(Deserialize)]
struct Filled {
    command: CorrectionCommand,
}

/// The page's one request.
#[derive(Clone, Copy)]
pub(super) struct Correcting {
    pub(super) form: Keeping<AskCorrection>,
    /// Of the request that is filled in; the same till it is taken, so that a refused one is sent anew in its own
    /// place. The form's own is of whoever rendered it, which may be a page that the phone has kept.
    id: StoredValue<ApprovalId>,
    /// The day that was last asked about.
    date: StoredValue<Option<NaiveDate>>,
}

impl Correcting {
    pub(super) fn new() -> Self {
        let correcting =
            Self { form: Keeping::new(), id: StoredValue::new(ApprovalId::new()), date: StoredValue::new(None) };
        forms::go_when_done(correcting.form.action, |date| day_path(*date));
        correcting.form.go_when_taken(move || correcting.date.get_value().map(day_path));
        correcting
    }

    /// Takes over from the plain form. A change goes under the id of what it changes.
    pub(super) fn submit(self, event: &SubmitEvent) {
        self.form.submit(event, |Filled { command }| {
            if command.version.is_some() {
                self.id.set_value(command.id);
            }
            let command = CorrectionCommand { id: self.id.get_value(), ..command };
            self.date.set_value(Some(command.date));
            Write::Correct(command)
        });
    }
}

/// That it is on the phone; read aloud when it is.
pub(super) fn outcome(correcting: Correcting) -> impl IntoView {
    kept_outcome(correcting.form, t_string!(use_i18n(), corrections.kept_text))
}
