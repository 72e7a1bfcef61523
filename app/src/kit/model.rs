//! Form controls that follow a signal.

use leptos::{
    html::{ElementType, Input, Select},
    prelude::*,
    web_sys::{HtmlInputElement, HtmlSelectElement},
};

/// What the two kinds of form control have in common.
pub(super) trait Control: Clone + 'static {
    fn content(&self) -> String;
    fn fill(&self, content: &str);
}

impl Control for HtmlInputElement {
    fn content(&self) -> String {
        self.value()
    }
    fn fill(&self, content: &str) {
        self.set_value(content);
    }
}

impl Control for HtmlSelectElement {
    fn content(&self) -> String {
        self.value()
    }
    fn fill(&self, content: &str) {
        self.set_value(content);
    }
}

/// Writes every change of `model` into the control. `prop:value` would do the same, but it would also
/// wipe what a person typed before the page woke up: here that text goes into `model` instead.
pub(super) fn follow<E>(control: NodeRef<E>, model: Option<RwSignal<String>>)
where
    E: ElementType,
    E::Output: Control,
    NodeRef<E>: Get<Value = Option<E::Output>>,
{
    let Some(model) = model else { return };
    let rendered = model.get_untracked();
    Effect::new(move |awake: Option<bool>| {
        let Some(control) = control.get() else {
            return false;
        };
        let (wanted, shown) = (model.get(), control.content());
        let typed_before = awake != Some(true) && !shown.is_empty() && shown != rendered;
        if typed_before {
            model.set(shown);
        } else if shown != wanted {
            control.fill(&wanted);
        }
        true
    });
}

pub(super) type InputRef = NodeRef<Input>;
pub(super) type SelectRef = NodeRef<Select>;
