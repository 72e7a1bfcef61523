use std::collections::BTreeSet;

use leptos::{ev::Event, prelude::*, web_sys::Element};

/// Which disclosures of a page are unfolded. It outlives them: they are built anew whenever the page is read.
#[derive(Clone, Copy)]
pub struct Unfolded<K: Send + Sync + 'static>(StoredValue<BTreeSet<K>>);

impl<K: Copy + Ord + Send + Sync + 'static> Unfolded<K> {
    /// Begins a page with none.
    pub fn provide() {
        provide_context(Self(StoredValue::new(BTreeSet::new())));
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
    pub fn has(self, which: K) -> bool {
        self.0.with_value(|all| all.contains(&which))
    }
}
