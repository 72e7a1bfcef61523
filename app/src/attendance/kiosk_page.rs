use domain::{ids::HallId, problem::Problem};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::presence_api::{HallCodeShown, hall_code};
use crate::{
    error::AppError,
    i18n::{t_string, use_i18n},
    when,
    wire::{Reading, reading},
};

/// How soon a screen asks again that got no answer.
#[cfg(feature = "hydrate")]
const AGAIN: std::time::Duration = std::time::Duration::from_secs(5);

/// `/kiosk/{hall}?key=`: the hall's code, to be read across the hall. Without a script the page is loaded anew
/// every fifteen seconds.
pub(crate) fn kiosk_page() -> AnyView {
    let i18n = use_i18n();
    let (params, query) = (use_params_map(), use_query_map());
    let hall = Memo::new(move |_| params.with(|params| params.get("hall")).and_then(|id| id.parse::<HallId>().ok()));
    let key = Memo::new(move |_| query.with(|query| query.get("key")).unwrap_or_default());
    let turn = RwSignal::new(0_u32);
    let read = reading(
        move || (hall.get(), key.get(), turn.get()),
        |(hall, key, _)| async move {
            let hall = hall.ok_or(AppError::from(Problem::NotFound))?;
            hall_code(hall, key).await
        },
    );
    turn_over(turn, read);
    view! {
        <Title text=t_string!(i18n, presence.kiosk_title)/>
        <noscript>
            <meta http-equiv="refresh" content="15"/>
        </noscript>
        <main class="kiosk" id="main">
            <Transition>
                {move || Suspend::new(async move {
                    match read.await {
                        Ok(shown) => screen(shown),
                        Err(error) => {
                            let text = match &error {
                                AppError::Unreachable => t_string!(i18n, presence.kiosk_waiting).to_owned(),
                                AppError::Problem(Problem::NotFound) => {
                                    t_string!(i18n, presence.kiosk_ended).to_owned()
                                }
                                other => other.text(i18n),
                            };
                            view! {
                                <h1>{t_string!(i18n, presence.kiosk_title)}</h1>
                                <p role="alert" class="kiosk-hint">{text}</p>
                            }
                                .into_any()
                        }
                    }
                })}
            </Transition>
        </main>
    }
    .into_any()
}

/// Asks for the next code when this one is over: counted from the server's own times, since a screen's clock
/// may be wrong by hours.
fn turn_over(turn: RwSignal<u32>, read: Reading<HallCodeShown>) {
    #[cfg(feature = "hydrate")]
    Effect::new(move |timer: Option<Option<TimeoutHandle>>| {
        if let Some(Some(timer)) = timer {
            timer.clear();
        }
        let wait = match read.get()? {
            Ok(shown) => {
                (shown.code.until - shown.code.as_of).to_std().unwrap_or(AGAIN) + std::time::Duration::from_millis(200)
            }
            Err(_) => AGAIN,
        };
        let next = move || {
            turn.try_update(|turn| *turn += 1);
        };
        set_timeout_with_handle(next, wait).ok()
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (turn, read);
}

fn screen(shown: HallCodeShown) -> AnyView {
    let i18n = use_i18n();
    let HallCodeShown { code, qr_svg } = shown;
    // Two groups of three are read and kept in mind more easily than six in a row.
    let (first, second) = code.code.split_at_checked(3).unwrap_or((code.code.as_str(), ""));
    let digits = format!("{first} {second}");
    view! {
        <header>
            <h1>{code.hall_name}</h1>
            <p class="kiosk-clock">{when::time(code.as_of)}</p>
        </header>
        <div class="kiosk-code">
            <div class="kiosk-qr" role="img" aria-label=t_string!(i18n, presence.kiosk_qr) inner_html=qr_svg></div>
            <div>
                <p class="kiosk-label">{t_string!(i18n, presence.hall_code)}</p>
                <p class="kiosk-digits">{digits}</p>
                <ol>
                    <li>{t_string!(i18n, presence.kiosk_scan)}</li>
                    <li>{t_string!(i18n, presence.kiosk_type)}</li>
                </ol>
                <p class="kiosk-hint">{t_string!(i18n, presence.kiosk_turns)}</p>
            </div>
        </div>
    }
    .into_any()
}
