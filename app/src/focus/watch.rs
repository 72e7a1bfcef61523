use std::{cell::RefCell, rc::Rc, time::Duration};

use leptos::{
    leptos_dom::helpers::WindowListenerHandle,
    prelude::*,
    web_sys::{Element, FocusEvent},
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{MutationObserver, MutationObserverInit};

use super::place::{controls, heading, heading_of, take, title, words_of};

/// How long a page may take to show what was there before; then the focus goes to the page's heading.
const PATIENCE: Duration = Duration::from_secs(1);

type Marked = Rc<RefCell<Option<Mark>>>;

/// Watches where the focus is, and the page for changes; ends when it is dropped.
pub(super) struct Watch {
    observer: MutationObserver,
    _on_change: Closure<dyn FnMut()>,
    listeners: Option<[WindowListenerHandle; 2]>,
}

impl Watch {
    /// Nothing where the browser has no observers: the focus is then lost as it would be.
    pub(super) fn begin() -> Option<Self> {
        let main = document().query_selector("main").ok()??;
        let marked = Marked::default();
        let changed = Rc::clone(&marked);
        let on_change = Closure::<dyn FnMut()>::new(move || restore(&changed));
        let observer = MutationObserver::new(on_change.as_ref().unchecked_ref()).ok()?;
        let what = MutationObserverInit::new();
        what.set_child_list(true);
        what.set_subtree(true);
        observer.observe_with_options(&main, &what).ok()?;
        let came = Rc::clone(&marked);
        let came = window_event_listener_untyped("focusin", move |event| {
            let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            *came.borrow_mut() = element.and_then(Mark::of);
        });
        let left = window_event_listener_untyped("focusout", move |event| {
            // With nobody else to take it: it was put down, or its control was taken away. Which, shows when all is done.
            if event.dyn_ref::<FocusEvent>().is_some_and(|event| event.related_target().is_none()) {
                let marked = Rc::clone(&marked);
                set_timeout(move || forget_if_put_down(&marked), Duration::ZERO);
            }
        });
        Some(Self { observer, _on_change: on_change, listeners: Some([came, left]) })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
        for listener in self.listeners.take().into_iter().flatten() {
            listener.remove();
        }
    }
}

/// The control that has the focus, and how to know its successor.
#[derive(Clone)]
struct Mark {
    control: Element,
    /// The path of its page.
    page: String,
    tag: String,
    words: String,
    /// The heading of its place.
    place: String,
    /// Which of those that are called the same in the same place it is, and which of those on the page.
    nth: (usize, usize),
    /// Whether the focus was to be seen: with a keyboard the page follows it, at a tap it stays where it is.
    seen: bool,
}

impl Mark {
    fn of(control: Element) -> Option<Self> {
        control.closest("main").ok()??;
        let seen = control.matches(":focus-visible").unwrap_or(false);
        let place = heading_of(&control).map(|heading| words_of(&heading)).unwrap_or_default();
        let (tag, words) = (control.tag_name(), words_of(&control));
        let mut mark = Self { control, page: page(), tag, words, place, nth: (0, 0), seen };
        let like = mark.like();
        let before = like.iter().position(|like| *like == mark.control).unwrap_or_default();
        mark.nth = (like.iter().take(before).filter(|like| mark.is_in_place(like)).count(), before);
        Some(mark)
    }

    /// The controls of its kind with its words.
    fn like(&self) -> Vec<Element> {
        let like =
            |control: &Element| !is_gone(control) && control.tag_name() == self.tag && words_of(control) == self.words;
        controls().into_iter().filter(like).collect()
    }

    fn is_in_place(&self, control: &Element) -> bool {
        heading_of(control).is_some_and(|heading| words_of(&heading) == self.place)
    }

    fn successor(&self) -> Option<Element> {
        if self.page != page() {
            return title();
        }
        let like = self.like();
        let same = like.iter().filter(|control| self.is_in_place(control)).nth(self.nth.0).cloned();
        same.or_else(|| heading(&self.place)).or_else(|| {
            // Never another's button itself: a second tap would act on what nobody has looked at.
            heading_of(like.get(self.nth.1).or(like.last())?)
        })
    }
}

fn nobody_has_it() -> bool {
    document().active_element().is_none_or(|active| active.tag_name() == "BODY")
}

/// Whether nothing has the focus any more because what had it was taken away.
fn is_lost(mark: &Mark) -> bool {
    is_gone(&mark.control) && nobody_has_it()
}

/// Whether a control is not there any more, or hidden.
fn is_gone(control: &Element) -> bool {
    !control.is_connected() || control.closest("[hidden]").ok().flatten().is_some()
}

/// The mark of a focus that is lost. Asked at every change of the page, so nothing is copied before.
fn lost(marked: &Marked) -> Option<Mark> {
    marked.borrow().as_ref().filter(|mark| is_lost(mark)).cloned()
}

fn restore(marked: &Marked) {
    let Some(mark) = lost(marked) else { return };
    if let Some(successor) = mark.successor() {
        return take(&successor, !mark.seen);
    }
    let marked = Rc::clone(marked);
    set_timeout(
        move || {
            if let (Some(mark), Some(title)) = (lost(&marked), title()) {
                take(&title, !mark.seen);
            }
        },
        PATIENCE,
    );
}

fn page() -> String {
    window().location().pathname().unwrap_or_default()
}

fn forget_if_put_down(marked: &Marked) {
    // Of what is hidden the observer hears nothing.
    restore(marked);
    let there = marked.borrow().as_ref().is_some_and(|mark| !is_gone(&mark.control));
    if there && nobody_has_it() {
        *marked.borrow_mut() = None;
    }
}
