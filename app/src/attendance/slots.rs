use domain::attendance::{SlotOutcome, SlotResult};
use leptos::prelude::*;

use super::words;
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Badge, Tone},
    when,
};

/// A day's slots as a line of stops; the one that is `due` now is marked.
pub(super) fn stops(slots: &[SlotResult], due: Option<i16>) -> AnyView {
    let stops = slots.iter().map(|slot| stop(slot, slots, due == Some(slot.seq))).collect_view();
    view! { <ol class="slots">{stops}</ol> }.into_any()
}

fn stop(slot: &SlotResult, slots: &[SlotResult], is_due: bool) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let (word, tone) = match slot.outcome {
        SlotOutcome::Pending if is_due => (t_string!(i18n, attendance.outcome_due).to_owned(), Tone::Info),
        outcome => words::outcome(i18n, outcome),
    };
    let word = match slot.punch {
        Some(punch) => format!("{word} {}", when::time(punch.at)),
        None => word,
    };
    let review = slot.punch.is_some_and(|punch| punch.needs_review);
    view! {
        <li
            class=slot.punch.is_some().then_some("done")
            aria-current=is_due.then_some("step")
            data-tone=tone.name()
        >
            <time>{when::time(slot.due)}</time>
            <span class="muted">{words::slot_of(i18n, slot, slots)}</span>
            {if slot.outcome == SlotOutcome::Pending && !is_due {
                view! { <span class="muted small">{word}</span> }.into_any()
            } else {
                view! { <Badge tone=tone label=word/> }.into_any()
            }}
            {review.then(|| view! { <Badge tone=Tone::Wait label=t_string!(i18n, attendance.needs_review)/> })}
        </li>
    }
}
