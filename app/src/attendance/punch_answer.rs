//! What became of the last tap, said above the day.

use chrono::{DateTime, Utc};
use domain::attendance::{DueSlot, FenceVerdict, PunchReceipt, Verdict};
use leptos::prelude::*;

use super::{
    punch_form::{Punching, Shown},
    words,
};
use crate::{
    error::AppError,
    i18n::{t_string, use_i18n},
    kit::{Badge, Outcome, StatusRegion, Tone},
    when,
};

/// The answer: read aloud when it comes.
#[component]
pub(super) fn PunchAnswer(
    punching: Punching,
    /// What is due by the day as it was last read, and when that was.
    #[prop(into)]
    due: Signal<Option<(DateTime<Utc>, DueSlot)>>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <StatusRegion>
            {move || punching.shown().map(|shown| match shown {
                Shown::Answered(receipt) => answer(*receipt),
                Shown::Kept { at } => {
                    kept(at, due.get_untracked().and_then(|(read_at, due)| due.foresee(read_at, at)))
                }
                Shown::Failed(error) => {
                    let title = t_string!(i18n, attendance.not_punched);
                    let otherwise = matches!(error, AppError::NotKept(_))
                        .then(|| view! { <p>{t_string!(i18n, outbox.not_kept_punch)}</p> });
                    view! {
                        <Outcome tone=Tone::Danger title=title>
                            <p>{error.text(i18n)}</p>
                            {otherwise}
                        </Outcome>
                    }
                        .into_any()
                }
            })}
        </StatusRegion>
    }
}

/// What waits on the phone, with what it will come to by the rules that the server will use, as far as the phone
/// knows the day.
fn kept(at: DateTime<Utc>, expected: Option<Verdict>) -> AnyView {
    let i18n = use_i18n();
    let badge = expected.map(|expected| {
        let (word, tone) = words::verdict(i18n, expected);
        view! { <Badge tone=tone label=word/> }
    });
    let unknown = expected.is_none().then(|| view! { <p>{t_string!(i18n, outbox.judged_later)}</p> });
    view! {
        <Outcome tone=Tone::Wait title=t_string!(i18n, attendance.kept)>
            <p class="line">
                <span class="figure">{when::time(at)}</span>
                {badge}
            </p>
            {unknown}
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
