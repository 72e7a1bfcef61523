use std::collections::BTreeSet;

use leptos::{ev::Event, prelude::*, web_sys::Element};

/// Which disclosures of a page are unfolded. It outlives them: they are built anew whenever the page is read.
pub struct Unfolded<K: Send + Sync + 'static>(StoredValue<BTreeSet<K>>);

// Derived, they would ask it of what is stored, too.
impl<K: Send + Sync + 'static> Clone for Unfolded<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: Send + Sync + 'static> Copy for Unfolded<K> {}

impl<K: Ord + Send + Sync + 'static> Unfolded<K> {
    /// Begins a page with none.
    pub fn provide() -> Self {
        let none = Self(StoredValue::new(BTreeSet::new()));
        provide_context(none);
        none
    }

    /// Those of this page.
    pub fn of_page() -> Self {
        expect_context()
    }

    /// Remembers how a disclosure is now, by its `toggle`.
    pub fn note(self, which: K, event: &Event) {
        let open = event_target::<Element>(event).has_attribute("open");
        self.0.update_value(|all| {
            if open {
                all.insert(which);
            } else {
                all.remove(&which);
            }
        });
    }

    /// Whether it was unfolded.
    pub fn has(self, which: &K) -> bool {
        self.0.with_value(|all| all.contains(which))
    }

    /// Forgets all: what they were unfolded for is done.
    pub fn forget(self) {
        self.0.update_value(BTreeSet::clear);
    }
}
