//! Of several forms of a page that call one function, the one that was sent: what is wrong with it is said there alone.

use leptos::prelude::*;

/// Whether a form is the one that was sent last from this page; a context of the form's own. It is so, too, where none was
/// yet: what came back without a script may be about what is no longer on the page.
#[derive(Clone, Copy, Debug)]
pub struct SentLast(pub Signal<bool>);

/// What is said of the form around it, if it is the one that was sent. It asks while it is read: a control can be made
/// before the form that it is put into.
pub(super) fn here(said: Signal<Option<String>>) -> Signal<Option<String>> {
    Signal::derive(move || said.get().filter(|_| use_context::<SentLast>().is_none_or(|SentLast(form)| form.get())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said_in_the_form_that_was_sent() {
        let owner = Owner::new();
        owner.with(|| {
            let (sent, wrong) = (RwSignal::new(false), Signal::stored(Some("太早了".to_owned())));
            let said = here(wrong);
            assert_eq!(said.get_untracked().as_deref(), Some("太早了"), "there is no form around it");
            provide_context(SentLast(sent.into()));
            assert_eq!(said.get_untracked(), None);
            sent.set(true);
            assert_eq!(said.get_untracked().as_deref(), Some("太早了"));
        });
    }
}
