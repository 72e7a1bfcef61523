//! What a person typed into a form that was sent without a script, or before the page woke up, and that came back
//! refused.
//!
//! Only the server knows of it, and writes it where the browser would have it if it had just been typed. So the page
//! wakes up as it does under somebody who types meanwhile (see `model`): its own first values and the markup around
//! the fields are those of the server, and nothing has to be told twice.

use std::sync::Arc;

use leptos::prelude::*;

/// The fields of such a form, by name, with what stood in them; a context of the form's own.
#[derive(Clone, Debug)]
pub struct Typed(Arc<[(String, String)]>);

impl Typed {
    /// As they were sent, in their order.
    pub fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields.into())
    }
}

/// What was typed into a field of the form around it, if that came back. Ask while the field is rendered: a control can
/// be made before the form that it is put into.
pub(super) fn text(name: &str) -> Option<String> {
    let Typed(fields) = form()?;
    fields.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone())
}

/// The same of a box that sends `value` when it is checked, and nothing otherwise.
pub(super) fn checked(name: &str, value: &str) -> Option<bool> {
    let Typed(fields) = form()?;
    Some(fields.iter().any(|(field, text)| field == name && text == value))
}

/// Whether the form around it came back, so that nothing of it may be folded away.
pub(super) fn came_back() -> bool {
    form().is_some()
}

fn form() -> Option<Typed> {
    use_context::<Option<Typed>>().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_came_back_says_what_was_typed() {
        let sent = [("command[reason]", "搬家"), ("command[people][]", "2"), ("command[people][]", "3")];
        let sent = sent.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let owner = Owner::new();
        owner.with(|| {
            assert_eq!((text("command[reason]"), checked("on", "true"), came_back()), (None, None, false));
            provide_context(Some(Typed::new(sent.into())));
            assert_eq!(text("command[reason]").as_deref(), Some("搬家"));
            assert_eq!(text("command[cover]"), None, "it was not on the form");
            assert_eq!(checked("command[people][]", "3"), Some(true));
            assert_eq!(checked("command[people][]", "1"), Some(false), "it was there and was not checked");
            assert!(came_back());
        });
    }
}
