//! Asking for leave, or for other leave than before: kept on the phone first and sent from there. Before the page is
//! awake, and without a script, it is a plain form.

use domain::{ids::ApprovalId, leave::LeaveCommand};
use leptos::{ev::SubmitEvent, prelude::*};
use serde::Deserialize;

use super::request_api::AskLeave;
use crate::{
    forms,
    i18n::{t_string, use_i18n},
    outbox::{Keeping, Write, kept_outcome},
};

/// What the form holds.
#[derive(Deserialize)]
struct Filled {
    command: LeaveCommand,
}

/// The page's one request.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    pub(super) form: Keeping<AskLeave>,
    /// Of the request that is filled in; the form's own is of whoever rendered it, which may be a page that the phone
    /// has kept and shows a second time.
    id: StoredValue<ApprovalId>,
}

impl Asking {
    pub(super) fn new() -> Self {
        let asking = Self { form: Keeping::new(), id: StoredValue::new(ApprovalId::new()) };
        forms::go_when_done(asking.form.action, |id| path(*id));
        asking.form.go_when_taken(move || Some(path(asking.id.get_value())));
        asking
    }

    /// Takes over from the plain form. A change goes under the id of what it changes.
    pub(super) fn submit(self, event: &SubmitEvent) {
        self.form.submit(event, |Filled { command }| {
            if command.version.is_some() {
                self.id.set_value(command.id);
            }
            Write::AskLeave(LeaveCommand { id: self.id.get_value(), ..command })
        });
    }
}

fn path(id: ApprovalId) -> String {
    format!("/leave/{id}")
}

/// That it is on the phone; read aloud when it is.
pub(super) fn outcome(asking: Asking) -> impl IntoView {
    kept_outcome(asking.form, t_string!(use_i18n(), outbox.kept_leave))
}
