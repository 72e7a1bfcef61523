use leptos::prelude::*;

/// Stands where `rows` list rows will be, of their size, so that nothing moves when they come.
#[component]
pub fn Skeleton(
    /// Read aloud: that something is being loaded.
    #[prop(into)]
    label: Signal<String>,
    #[prop(default = 3)] rows: usize,
) -> impl IntoView {
    let row = |_| {
        view! {
            <div aria-hidden="true">
                <i></i>
                <i></i>
            </div>
        }
    };
    view! {
        <div class="card flush skeleton" role="status">
            <span class="hidden-text">{label}</span>
            {(0..rows).map(row).collect_view()}
        </div>
    }
}
