use leptos::prelude::*;

use super::Tone;

/// `part` of `whole`, drawn. Hidden from screen readers: the figures stand beside it as [`super::Stats`].
#[component]
pub fn Ring(
    #[prop(into)] part: Signal<u32>,
    #[prop(into)] whole: Signal<u32>,
    #[prop(into)] tone: Signal<Tone>,
) -> impl IntoView {
    let percent = move || (u64::from(part.get()) * 100 / u64::from(whole.get().max(1))).min(100);
    view! {
        <svg class="ring" viewBox="0 0 36 36" data-tone=move || tone.get().name() aria-hidden="true">
            <circle cx="18" cy="18" r="16"></circle>
            {move || {
                let percent = percent();
                (percent > 0)
                    .then(|| {
                        view! {
                            <circle
                                cx="18"
                                cy="18"
                                r="16"
                                pathLength="100"
                                stroke-dasharray=format!("{percent} 100")
                            ></circle>
                        }
                    })
            }}
        </svg>
    }
}
