//! A form whose words are kept on the phone first and sent from there.

use leptos::{ev::SubmitEvent, form::FromFormData, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use serde::{Deserialize, de::DeserializeOwned};

use super::{Sending, Standing, Write, outbox};
use crate::{
    error::AppError,
    forms::{self, Posted, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Outcome, Tone},
};

/// A page's one form of that kind. Before the page is awake, without a script, and where what it holds can't be
/// read, it is a plain form: the server says what is wrong with it.
pub(crate) struct Keeping<S: Posted> {
    /// For the plain form.
    pub(crate) action: ServerAction<S>,
    sending: Sending,
}

// Derived, they would ask it of the function, too.
impl<S: Posted> Clone for Keeping<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Posted> Copy for Keeping<S> {}

impl<S: Posted> Keeping<S> {
    pub(crate) fn new() -> Self {
        Self { action: ServerAction::new(), sending: Sending::new() }
    }

    /// Why it was refused, whichever way it was sent.
    pub(crate) fn refusal(self) -> Signal<Option<AppError>> {
        let plain = forms::refusal(self.action);
        Signal::derive(move || self.sending.failure().or_else(|| plain.get()))
    }

    pub(crate) fn is_busy(self) -> Signal<bool> {
        let (sending, plain) = (self.sending.busy(), self.action.pending());
        Signal::derive(move || sending.get() || plain.get())
    }

    /// Whether it waits on the phone: then there is nothing more to fill in.
    pub(crate) fn is_kept(self) -> bool {
        self.sending.is_kept()
    }

    /// Whether what was kept has been taken.
    pub(crate) fn is_taken(self) -> bool {
        matches!(self.sending.standing(), Some(Standing::Answered(_)))
    }

    /// Counts up with each that was kept and has been taken: what shows it reads again.
    pub(crate) fn taken(self) -> Memo<u32> {
        counted(move || self.is_taken())
    }

    /// Keeps what is typed into the form as [`forms::kept_draft`] does, whichever way it is sent.
    pub(crate) fn draft(self, except: &'static [&'static str]) -> NodeRef<html::Form> {
        self.draft_until(self.taken(), except)
    }

    /// The same for a form in which the next is begun as soon as the last waits on the phone.
    pub(crate) fn draft_of_many(self, except: &'static [&'static str]) -> NodeRef<html::Form> {
        self.draft_until(counted(move || self.is_kept()), except)
    }

    fn draft_until(self, over: Memo<u32>, except: &'static [&'static str]) -> NodeRef<html::Form> {
        let plain = forms::successes(self.action);
        let taken = Memo::new(move |_| plain.get() + over.get());
        let plain = forms::refusal(self.action);
        let stays = Signal::derive(move || self.sending.failed().is_some() || plain.with(Option::is_some));
        forms::draft_until((taken, stays), except)
    }

    /// Goes on to another page when what was kept has been taken; which one is asked for then.
    pub(crate) fn go_when_taken(self, path: impl Fn() -> Option<String> + 'static) {
        let navigate = use_navigate();
        Effect::new(move |_| {
            let taken = self.is_taken();
            if let Some(path) = taken.then(&path).flatten() {
                navigate(&path, NavigateOptions::default());
            }
        });
    }

    /// Takes over from the plain form, if what it holds can be read.
    pub(crate) fn submit<F: DeserializeOwned>(self, event: &SubmitEvent, write: impl FnOnce(F) -> Write) {
        self.take_over(event, |_| None, write);
    }

    /// The same for a form that holds a command and nothing else.
    pub(crate) fn submit_command<C: DeserializeOwned>(self, event: &SubmitEvent, write: impl FnOnce(C) -> Write) {
        self.submit(event, |Held { command }| write(command));
    }

    /// The same for a command about something that is there. `subject` says whom and when, as the page does: a refusal
    /// may come days later, and is read far from it.
    pub(crate) fn submit_about<C: DeserializeOwned>(
        self,
        event: &SubmitEvent,
        subject: StoredValue<String>,
        write: impl FnOnce(C) -> Write,
    ) {
        self.take_over(event, |_: &Held<C>| subject.try_get_value(), |Held { command }| write(command));
    }

    /// The same where the form itself chooses whom it is about.
    pub(crate) fn submit_choice<C: DeserializeOwned>(
        self,
        event: &SubmitEvent,
        subject: impl FnOnce(&C) -> Option<String>,
        write: impl FnOnce(C) -> Write,
    ) {
        self.take_over(event, |held: &Held<C>| subject(&held.command), |Held { command }| write(command));
    }

    /// The same for a form of any shape: `subject` says whom and when, of what was filled in.
    pub(crate) fn take_over<F: DeserializeOwned>(
        self,
        event: &SubmitEvent,
        subject: impl FnOnce(&F) -> Option<String>,
        write: impl FnOnce(F) -> Write,
    ) {
        if let Ok(filled) = F::from_event(event) {
            event.prevent_default();
            let subject = subject(&filled);
            self.sending.start_from_form(write(filled), subject);
        }
    }
}

/// What such a form holds.
#[derive(Deserialize)]
struct Held<C> {
    command: C,
}

/// Counts how often something came true.
fn counted(is_true: impl Fn() -> bool + Send + Sync + 'static) -> Memo<u32> {
    let counted = Memo::new(move |known: Option<&(u32, bool)>| {
        let ((count, was), is) = (known.copied().unwrap_or_default(), is_true());
        (count + u32::from(is && !was), is)
    });
    Memo::new(move |_| counted.get().0)
}

/// That it is on the phone, and what comes of it; read aloud when it is.
pub(crate) fn kept_region<S: Posted>(keeping: Keeping<S>, text: &'static str) -> impl IntoView {
    view! { <div aria-live="polite">{kept_outcome(keeping, text)}</div> }
}

/// The same for a live region that is there.
pub(crate) fn kept_outcome<S: Posted>(keeping: Keeping<S>, text: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        keeping.is_kept().then(|| {
            view! {
                <Outcome tone=Tone::Wait title=t_string!(i18n, corrections.kept)>
                    <p>{text}</p>
                    <p>
                        <a href="/me/offline">{t_string!(i18n, corrections.look_offline)}</a>
                    </p>
                </Outcome>
            }
        })
    }
}

/// Whether a write of a kind waits on the phone.
pub(crate) fn is_waiting(of_kind: impl Fn(&Write) -> bool + Send + Sync + 'static) -> Memo<bool> {
    let outbox = outbox();
    Memo::new(move |_| outbox.waits(&of_kind))
}

/// A form of a page that asks for one thing; hidden while that waits on the phone, of which [`kept_region`] tells.
pub(crate) fn unless_kept<S: Posted>(keeping: Keeping<S>, form: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    view! { <div hidden=move || keeping.is_kept()>{form}</div> }.into_any()
}

/// That something waits on the phone; read aloud when it does.
pub(crate) fn waiting_note(waits: Memo<bool>) -> AnyView {
    let i18n = use_i18n();
    let note =
        move || waits.get().then(|| view! { <p class="muted small">{t_string!(i18n, offline_acts.kept_here)}</p> });
    view! { <div aria-live="polite">{note}</div> }.into_any()
}

/// What can be done about something; nothing more while some of it waits on the phone.
pub(crate) fn unless_waiting(waits: Memo<bool>, forms: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    view! {
        {waiting_note(waits)}
        // Hidden, not gone: what was typed must be there if it is refused after all. Made anew when the page is read
        // anew, or what was typed about one thing would stay in its place for the next.
        <div class="stack-s" hidden=move || waits.get()>
            {forms}
        </div>
    }
    .into_any()
}
