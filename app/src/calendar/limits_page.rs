use chrono::NaiveDate;
use domain::calendar::{Limit, Matter, Sense};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::limits_api::time_limit;
use crate::{
    citations::cite,
    forms::QueryForm,
    i18n::{t_string, use_i18n},
    kit::{Button, Card, Choice, Fact, Facts, Field, FieldKind, PageHeader, Select},
    shown::shown,
    when,
    wire::reading,
};

/// `/limits?matter=&start=`: when a time limit of the law ends, and by when to act.
pub(crate) fn limits_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let query = query.read();
        let matter = query.get_str("matter").and_then(|code| code.parse::<Matter>().ok());
        let start = query.get_str("start").and_then(|date| date.parse::<NaiveDate>().ok());
        matter.zip(start)
    });
    let read = reading(
        move || asked.get(),
        |asked| async move {
            match asked {
                Some((matter, start)) => time_limit(matter, start).await.map(Some),
                None => Ok(None),
            }
        },
    );
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, limits.title) back/>
        {move || limit_form(asked.get())}
        {shown(read, 2, move |limit| match limit {
            Some(limit) => answer(&limit),
            None => view! { <p class="muted">{t_string!(i18n, limits.text)}</p> }.into_any(),
        })}
    }
    .into_any()
}

fn limit_form(asked: Option<(Matter, NaiveDate)>) -> AnyView {
    let i18n = use_i18n();
    let matters = Matter::ALL.iter().map(|matter| Choice::new(matter.code(), name(*matter)));
    let matters: Vec<Choice> = matters.collect();
    let (matter, start) = asked.map(|(matter, start)| (matter.code(), start.to_string())).unwrap_or_default();
    view! {
        <Card>
            <QueryForm action="/limits">
                <div class="form">
                    <Select
                        label=t_string!(i18n, limits.matter)
                        name="matter"
                        choices=Signal::stored(matters)
                        value=matter
                    />
                    <Field
                        label=t_string!(i18n, limits.start)
                        name="start"
                        kind=FieldKind::Date
                        value=start
                        hint=t_string!(i18n, limits.start_hint).to_owned()
                        required=true
                    />
                    <div class="actions">
                        <Button label=t_string!(i18n, limits.show) glyph=icondata_lu::LuCalendarClock/>
                    </div>
                </div>
            </QueryForm>
        </Card>
    }
    .into_any()
}

fn answer(limit: &Limit) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let last_label = match limit.sense {
        Sense::Act => t_string!(i18n, limits.last),
        Sense::Run => t_string!(i18n, limits.ends),
        Sense::Keep => t_string!(i18n, limits.keep),
    };
    let (last, act_by) = (when::full_date(limit.last, locale), when::full_date(limit.act_by, locale));
    let act_by =
        (limit.sense == Sense::Act).then(|| view! { <Fact label=t_string!(i18n, limits.act_by)>{act_by}</Fact> });
    let reminders: Vec<String> = limit.reminders.iter().map(|date| when::date(*date, locale)).collect();
    let reminders = (!reminders.is_empty()).then(|| {
        view! { <Fact label=t_string!(i18n, limits.look_at)>{reminders.join(" · ")}</Fact> }
    });
    let (heading, article) = (name(limit.matter).to_owned(), cite(locale, &limit.article));
    view! {
        <Card heading=heading>
            <Facts>
                <Fact label=last_label>{last}</Fact>
                {act_by}
                {reminders}
                <Fact label=t_string!(i18n, limits.article)>{article}</Fact>
            </Facts>
        </Card>
    }
    .into_any()
}

fn name(matter: Matter) -> &'static str {
    let i18n = use_i18n();
    match matter {
        Matter::Resignation => t_string!(i18n, limits.resignation),
        Matter::ProbationResignation => t_string!(i18n, limits.probation_resignation),
        Matter::EmployerNotice => t_string!(i18n, limits.employer_notice),
        Matter::SocialInsurance => t_string!(i18n, limits.social_insurance),
        Matter::LeavingTransfer => t_string!(i18n, limits.leaving_transfer),
        Matter::InjuryByEmployer => t_string!(i18n, limits.injury_by_employer),
        Matter::InjuryByWorker => t_string!(i18n, limits.injury_by_worker),
        Matter::InjuryDecision => t_string!(i18n, limits.injury_decision),
        Matter::ClearInjuryDecision => t_string!(i18n, limits.clear_injury_decision),
        Matter::DisabilityAppraisal => t_string!(i18n, limits.disability_appraisal),
        Matter::InjuryObjection => t_string!(i18n, limits.injury_objection),
        Matter::Mediation => t_string!(i18n, limits.mediation),
        Matter::Arbitration => t_string!(i18n, limits.arbitration),
        Matter::ArbitrationAcceptance => t_string!(i18n, limits.arbitration_acceptance),
        Matter::ArbitrationAnswer => t_string!(i18n, limits.arbitration_answer),
        Matter::ArbitrationAward => t_string!(i18n, limits.arbitration_award),
        Matter::Suit => t_string!(i18n, limits.suit),
        Matter::SetAside => t_string!(i18n, limits.set_aside),
        Matter::PaySheets => t_string!(i18n, limits.pay_sheets),
        Matter::EndedContracts => t_string!(i18n, limits.ended_contracts),
        Matter::DataRecords => t_string!(i18n, limits.data_records),
    }
}
