//! The week's windows side by side, for wide screens and for paper.

use domain::leave::{TeamCell, TeamDay, TeamView, TeamWindow};
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    kit::{Card, CardSpace, SectionHeader},
    when,
};

/// How many are at each window in each half of the days, of how many that it needs; too few are named so.
pub(super) fn table(team: &TeamView) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let head = |day: &TeamDay| {
        view! { <th scope="col">{when::day(day.date, locale)} <br/> {when::weekday(day.date, locale)}</th> }
    };
    let heads = team.days.iter().map(head).collect_view();
    let rows = team.windows.iter().map(row).collect_view();
    view! {
        <section class="stack-s team-table">
            <SectionHeader title=t_string!(i18n, leave_team.coverage)/>
            <Card space=CardSpace::Flush>
                <div class="table-frame" tabindex="0" role="region" aria-label=t_string!(i18n, leave_team.coverage)>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{t_string!(i18n, leave.window)}</th>
                                {heads}
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </Card>
            <p class="muted small">{t_string!(i18n, leave_team.coverage_text)}</p>
        </section>
    }
    .into_any()
}

fn row(window: &TeamWindow) -> AnyView {
    let i18n = use_i18n();
    let words = [t_string!(i18n, leave.morning), t_string!(i18n, leave.afternoon)];
    let half = |(word, cell): (&str, &Option<TeamCell>)| {
        cell.map(|cell| {
            let short = (cell.missing() > 0).then(|| t_string!(i18n, leave_team.short));
            let text = format!("{word} {}/{}", cell.there, cell.need);
            view! { <div>{text} {short.map(|short| view! { <strong>" " {short}</strong> })}</div> }
        })
    };
    let day = |cells: &[Option<TeamCell>; 2]| {
        let halves = words.into_iter().zip(cells).map(half).collect_view();
        view! { <td>{halves}</td> }
    };
    let days = window.days.iter().map(day).collect_view();
    view! {
        <tr>
            <th scope="row">{window.label.clone()}</th>
            {days}
        </tr>
    }
    .into_any()
}
