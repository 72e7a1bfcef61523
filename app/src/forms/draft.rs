//! What was typed into a form, kept in the tab until it is sent.

use domain::ids::PersonId;
use leptos::{html, prelude::*};

use super::{Posted, ServerAction, successes_if};
use crate::session;

/// Keeps what the signed-in person types into the form of an action, and puts it back when the form is shown
/// anew: a reload, a call or a phone that frees its memory must not cost it. What comes back refused with its page is
/// newer, and becomes the draft. Fields named in `except` are not kept, nor are hidden ones, passwords and files. Give
/// the result to the form as its `node_ref`. Where one page has the form for several things, the form names its own in
/// `data-draft`.
pub fn kept_draft<S: Posted>(action: ServerAction<S>, except: &'static [&'static str]) -> NodeRef<html::Form> {
    kept_draft_if(action, |_| true, except)
}

/// The same where only those answers that mean it are the end of what was typed: a form can be told, too, what stands
/// against it.
pub fn kept_draft_if<S: Posted>(
    action: ServerAction<S>,
    means_it: fn(&S::Output) -> bool,
    except: &'static [&'static str],
) -> NodeRef<html::Form> {
    let stays = Signal::derive(move || {
        action.value().with(|value| value.as_ref().is_some_and(|answer| !answer.as_ref().is_ok_and(means_it)))
    });
    draft_until((successes_if(action, means_it), stays), except)
}

/// [`kept_draft`] for a form that is sent in more ways than by its action: `sent` counts what was taken, `stays` says
/// whether the last was not.
pub fn draft_until((sent, stays): (Memo<u32>, Signal<bool>), except: &'static [&'static str]) -> NodeRef<html::Form> {
    let form = NodeRef::new();
    #[cfg(feature = "hydrate")]
    tab::keep(form, (sent, stays), except);
    #[cfg(not(feature = "hydrate"))]
    let _ = (sent, stays, except);
    form
}

/// A draft that is laid ready for the form of another page: it is shown filled in with that.
#[derive(Clone, Debug)]
pub struct Laid {
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser keeps drafts"))]
    key: Option<String>,
}

impl Laid {
    /// For the signed-in person, in the form that calls `S` on the page at `path`.
    pub fn new<S: Posted>(path: &str) -> Self {
        Self { key: session::me().map(|me| key(me.actor.person, path, S::url())) }
    }

    /// Lays it ready, each value under the name of its field.
    pub fn lay(&self, fields: &[(&'static str, String)]) {
        #[cfg(feature = "hydrate")]
        if let Some(key) = &self.key {
            let draft = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
            tab::write(key, &draft.collect());
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (self, fields);
    }
}

/// Where the draft of a form lies.
fn key(me: PersonId, path: &str, action: &str) -> String {
    format!("zaigang.draft {me} {path} {action}")
}

#[cfg(feature = "hydrate")]
mod tab {
    use std::collections::BTreeMap;

    use leptos::{
        html,
        prelude::*,
        web_sys::{
            Element, Event, EventTarget, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
        },
    };
    use wasm_bindgen::{JsCast, closure::Closure};

    use crate::{kit::unfold, session, wire::from_text};

    /// What was typed, by the name of the field, and of a box `name=value`, since several may share a name: only what the
    /// person has touched, so that the rest of a form that is shown anew is what the server says by then.
    type Draft = BTreeMap<String, String>;

    pub(super) fn keep(
        form: NodeRef<html::Form>,
        (sent, stays): (Memo<u32>, Signal<bool>),
        except: &'static [&'static str],
    ) {
        let Some(me) = session::me().map(|me| me.actor.person) else { return };
        let draft = StoredValue::new(Draft::new());
        let kept_at = StoredValue::new(String::new());
        Effect::new(move |_| {
            let Some(form) = form.get() else { return };
            let page = window().location().pathname().unwrap_or_default();
            let attribute = |name| form.get_attribute(name).unwrap_or_default();
            let key = super::key(me, &(page + &attribute("data-draft")), &attribute("action"));
            kept_at.set_value(key.clone());
            if form.has_attribute("data-came-back") {
                let typed = all_of(&form, except);
                write(&key, &typed);
                draft.set_value(typed);
            } else {
                let kept = read(&key);
                draft.set_value(kept.clone());
                for (name, value) in &kept {
                    put_back(&form, name, value);
                }
            }
            let typed_at = key.clone();
            listen(&form, "input", move |event| {
                let typed = event.target().and_then(touched);
                if let Some((name, value)) = typed.filter(|(name, _)| may_be_kept(name, except)) {
                    draft.try_update_value(|draft| {
                        draft.insert(name, value);
                        write(&typed_at, draft);
                    });
                }
            });
            // At once, since the page may be left with the answer; one that leaves the form as it is puts it back.
            listen(&form, "submit", move |_| remove(&key));
        });
        Effect::new(move |before: Option<u32>| {
            let count = sent.get();
            // What was taken before this form was there says nothing of what is in it.
            if before.is_some_and(|before| before < count) {
                draft.set_value(Draft::new());
            }
            count
        });
        Effect::new(move |_| {
            // Several forms of a page may be sent by one action: nothing was typed into most.
            if stays.get() && draft.with_value(|draft| !draft.is_empty()) {
                kept_at.with_value(|key| draft.with_value(|draft| write(key, draft)));
            }
        });
    }

    /// What is in the form now and may be kept.
    fn all_of(form: &HtmlFormElement, except: &[&str]) -> Draft {
        let Ok(fields) = form.query_selector_all("[name]") else { return Draft::new() };
        let fields = (0..fields.length()).filter_map(|n| fields.item(n));
        let typed = fields.filter_map(|field| touched(field.into()));
        typed.filter(|(name, _)| may_be_kept(name, except)).collect()
    }

    fn may_be_kept(name: &str, except: &[&str]) -> bool {
        name.split('=').next().is_none_or(|name| !except.contains(&name))
    }

    /// The form owns its listener, and both go together.
    fn listen(form: &HtmlFormElement, kind: &str, then: impl FnMut(Event) + 'static) {
        let then = Closure::<dyn FnMut(Event)>::new(then);
        let _ = form.add_event_listener_with_callback(kind, then.as_ref().unchecked_ref());
        then.forget();
    }

    /// The field of an event and what is in it now, if it is one that may be kept.
    fn touched(target: EventTarget) -> Option<(String, String)> {
        let field = match target.dyn_into::<HtmlInputElement>() {
            Ok(input) => match input.type_().as_str() {
                "password" | "file" | "hidden" => return None,
                "radio" if !input.checked() => return None,
                "checkbox" => {
                    let (name, value) = (input.name(), input.value());
                    (format!("{name}={value}"), if input.checked() { value } else { String::new() })
                }
                _ => (input.name(), input.value()),
            },
            Err(target) => match target.dyn_into::<HtmlSelectElement>() {
                Ok(select) => (select.name(), select.value()),
                Err(target) => {
                    let text = target.dyn_into::<HtmlTextAreaElement>().ok()?;
                    (text.name(), text.value())
                }
            },
        };
        Some(field).filter(|(name, _)| !name.is_empty() && !name.starts_with('='))
    }

    /// Puts a value back as if it was typed: whoever listens to the field hears of it.
    fn put_back(form: &HtmlFormElement, name: &str, value: &str) {
        // Of the radios of a name its value says which one, of the boxes what stands after the name.
        let (name, which) = name.split_once('=').unwrap_or((name, value));
        let Ok(fields) = form.query_selector_all(&format!("[name='{}']", name.replace(['\'', '\\'], ""))) else {
            return;
        };
        for field in (0..fields.length()).filter_map(|n| fields.item(n)) {
            let field: EventTarget = field.into();
            let can_be_checked = |input: &HtmlInputElement| ["radio", "checkbox"].contains(&input.type_().as_str());
            let is_another = |input: &HtmlInputElement| can_be_checked(input) && input.value() != which;
            if field.dyn_ref().is_some_and(is_another) {
                continue;
            }
            // Unfolded: what is in it, and what is wrong with that, must not be out of sight.
            field.dyn_ref::<Element>().into_iter().for_each(unfold);
            match field.dyn_ref::<HtmlInputElement>() {
                Some(input) if can_be_checked(input) => input.set_checked(which == value),
                Some(input) => input.set_value(value),
                None => match field.dyn_ref::<HtmlSelectElement>() {
                    Some(select) => {
                        select.set_value(value);
                        // What is no longer offered can't be chosen again.
                        if select.selected_index() < 0 {
                            select.set_selected_index(0);
                        }
                    }
                    None => field.dyn_ref::<HtmlTextAreaElement>().into_iter().for_each(|text| text.set_value(value)),
                },
            }
            for kind in ["input", "change"] {
                let init = leptos::web_sys::EventInit::new();
                init.set_bubbles(true);
                if let Ok(event) = Event::new_with_event_init_dict(kind, &init) {
                    let _ = field.dispatch_event(&event);
                }
            }
        }
    }

    fn read(key: &str) -> Draft {
        let text = storage().and_then(|tab| tab.get_item(key).ok().flatten());
        text.and_then(|text| from_text(&text).ok()).unwrap_or_default()
    }

    pub(super) fn write(key: &str, draft: &Draft) {
        if let (Some(tab), Ok(text)) = (storage(), serde_json::to_string(draft)) {
            // Without it the form is as forms are: lost with its page.
            let _ = tab.set_item(key, &text);
        }
    }

    fn remove(key: &str) {
        if let Some(tab) = storage() {
            let _ = tab.remove_item(key);
        }
    }

    /// Ends with the tab: on a phone that several use, nothing typed is left for the next one.
    fn storage() -> Option<web_sys::Storage> {
        window().session_storage().ok().flatten()
    }
}
