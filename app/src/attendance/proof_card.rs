//! What a punch still lacks, and how to give it.

use domain::attendance::{FencePolicy, TodayView};
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    kit::{Badge, Card, Tone},
    when,
};

/// For the day's last punch, where nothing shows that it was made at the hall.
pub(super) fn proof_card(day: &TodayView) -> Option<AnyView> {
    let i18n = use_i18n();
    let punch = day.punches.last().filter(|punch| punch.lacks_proof())?;
    let (title, tone, word) = match day.policy {
        FencePolicy::SecondProof => {
            (t_string!(i18n, presence.proof_needed), Tone::Wait, t_string!(i18n, presence.needed))
        }
        FencePolicy::FlagOnly => {
            (t_string!(i18n, presence.proof_welcome), Tone::Info, t_string!(i18n, presence.welcome))
        }
    };
    let text = t_string!(i18n, presence.proof_text, time = when::time(punch.at));
    let by_code = day.hall_code.then(|| view! { <li>{t_string!(i18n, presence.proof_by_code)}</li> });
    Some(
        view! {
            <Card>
                <div class="line line-apart">
                    <h2>{title}</h2>
                    <Badge tone=tone label=word/>
                </div>
                <p>{text}</p>
                <ul class="bullets">
                    {by_code}
                    <li>{t_string!(i18n, presence.proof_by_witness)}</li>
                </ul>
            </Card>
        }
        .into_any(),
    )
}
