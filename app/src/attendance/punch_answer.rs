//! What became of the last tap, said above the day.

use chrono::{DateTime, Utc};
use domain::{
    attendance::{DueSlot, FenceVerdict, PunchReceipt, SlotWindow, Verdict},
    roster::SlotKind,
};
use leptos::prelude::*;

use super::{
    punch_form::{Punching, Shown},
    words,
};
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Badge, Outcome, StatusRegion, Tone},
    when,
};

/// The answer: read aloud when it comes.
#[component]
pub(super) fn PunchAnswer(punching: Punching, #[prop(into)] due: Signal<Option<DueSlot>>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <StatusRegion>
            {move || punching.shown().map(|shown| match shown {
                Shown::Answered(receipt) => answer(*receipt),
                Shown::Kept { at } => kept(at, due.get_untracked().and_then(|due| due.slot)),
                Shown::Failed(error) => {
                    let title = t_string!(i18n, attendance.not_punched);
                    view! {
                        <Outcome tone=Tone::Danger title=title>
                            <p>{error.text(i18n)}</p>
                        </Outcome>
                    }
                        .into_any()
                }
            })}
        </StatusRegion>
    }
}

/// What waits on the phone, with what it will come to by the rules that the server will use.
fn kept(at: DateTime<Utc>, slot: Option<SlotWindow>) -> AnyView {
    let i18n = use_i18n();
    let expected = match slot.filter(|slot| slot.contains(at)) {
        Some(slot) => match (slot.minutes_off(at), slot.kind) {
            (0, _) => Verdict::Normal,
            (_, SlotKind::In) => Verdict::Late,
            (_, SlotKind::Out) => Verdict::LeftEarly,
        },
        None => Verdict::OutsideSlots,
    };
    let (word, tone) = words::verdict(i18n, expected);
    view! {
        <Outcome tone=Tone::Wait title=t_string!(i18n, attendance.kept)>
            <p class="line">
                <span class="figure">{when::time(at)}</span>
                <Badge tone=tone label=word/>
            </p>
            <p>{t_string!(i18n, attendance.kept_text)}</p>
        </Outcome>
    }
    .into_any()
}

fn answer(receipt: PunchReceipt) -> AnyView {
    let i18n = use_i18n();
    let punch = receipt.punch;
    let verdicts = punch.verdicts();
    let tone = verdicts.first().map_or(Tone::Ok, |verdict| words::verdict(i18n, *verdict).1);
    let badges = verdicts
        .into_iter()
        .map(|verdict| {
            let (word, tone) = words::verdict(i18n, verdict);
            view! { <Badge tone=tone label=word/> }
        })
        .collect_view();
    let repeated = receipt.repeated.then(|| t_string!(i18n, attendance.repeated).to_owned());
    let arrived = words::arrived(i18n, &punch);
    let place = words::place(i18n, punch.place());
    let code = words::code(i18n, receipt.code);
    let proved = matches!(punch.judgement.place, FenceVerdict::Proved { .. })
        .then(|| words::place_fact(i18n, punch.judgement.place));
    let minutes = words::minutes(i18n, &punch);
    let sentences: Vec<String> =
        [repeated, minutes, arrived, words::doubt(i18n, &punch), proved, code, place].into_iter().flatten().collect();
    view! {
        <Outcome tone=tone title=t_string!(i18n, attendance.punched)>
            <p class="line">
                <span class="figure">{when::time(punch.at)}</span>
                {badges}
            </p>
            {sentences.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
        </Outcome>
    }
    .into_any()
}
