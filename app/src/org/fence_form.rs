use domain::{
    attendance::{FENCE_RADIUS_M, NoPosition},
    geo::{Averaged, Datum},
    ids::HallId,
    org::FenceView,
};
use leptos::prelude::*;
use leptos_i18n::I18nContext;

use super::{api::SetFence, fences_path};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{Locale, t_string, use_i18n},
    kit::{Button, ButtonKind, ButtonLink, Card, Choice, Field, FieldKind, FormError, Select, StatusRegion},
};

/// A datum as people know it: by the maps that show it.
pub(super) fn datum_name(i18n: I18nContext<Locale>, datum: Datum) -> &'static str {
    match datum {
        Datum::Wgs84 => t_string!(i18n, org.datum_wgs84),
        Datum::Gcj02 => t_string!(i18n, org.datum_gcj02),
    }
}

/// What the form's coordinates follow: typed, or where the phone stands.
#[derive(Clone, Copy)]
struct Place {
    lat: RwSignal<String>,
    lng: RwSignal<String>,
    datum: RwSignal<String>,
}

impl Place {
    fn of(old: Option<&FenceView>) -> Self {
        let datum = old.map_or(Datum::Wgs84, |old| old.entered);
        let degrees = old.map(|old| old.entered.from_wgs84(old.centre).degrees());
        Self {
            lat: RwSignal::new(degrees.map(|(lat, _)| format!("{lat:.6}")).unwrap_or_default()),
            lng: RwSignal::new(degrees.map(|(_, lng)| format!("{lng:.6}")).unwrap_or_default()),
            datum: RwSignal::new(datum.code().to_owned()),
        }
    }

    fn fill(self, found: Averaged) {
        let (lat, lng) = found.position.degrees();
        self.lat.set(format!("{lat:.6}"));
        self.lng.set(format!("{lng:.6}"));
        self.datum.set(Datum::Wgs84.code().to_owned());
    }
}

/// Adds a circle, or replaces `old`.
#[component]
pub(super) fn FenceForm(hall: HallId, old: Option<FenceView>, set: ServerAction<SetFence>) -> impl IntoView {
    let i18n = use_i18n();
    let refusal = forms::refusal(set);
    let place = Place::of(old.as_ref());
    let datums: Vec<Choice> =
        Datum::ALL.iter().map(|datum| Choice::new(datum.code(), datum_name(i18n, *datum))).collect();
    let heading = match &old {
        Some(old) => t_string!(i18n, org.replace_fence, name = old.name.as_str()),
        None => t_string!(i18n, org.new_fence).to_owned(),
    };
    let radius = old.as_ref().map_or(150, |old| old.radius_m);
    let cancel = old.as_ref().map(|_| {
        let href = fences_path(hall);
        view! { <ButtonLink href=href label=t_string!(i18n, common.cancel) kind=ButtonKind::Secondary/> }
    });
    view! {
        <Card heading=heading>
            <ActionForm action=set attr:class="form">
                <FormError message=forms::message(refusal)/>
                {old.as_ref().map(|old| view! { <input type="hidden" name="command[id]" value=old.id.to_string()/> })}
                <input type="hidden" name="command[hall]" value=hall.to_string()/>
                <Field
                    label=t_string!(i18n, org.fence_name)
                    name="command[name]"
                    value=old.as_ref().map(|old| old.name.clone()).unwrap_or_default()
                    error=forms::at(refusal, "name")
                    max_length=40
                    required=true
                />
                <Here place/>
                <div class="field-pair">
                    <Field
                        label=t_string!(i18n, org.lat)
                        name="command[lat]"
                        kind=FieldKind::Decimal
                        model=place.lat
                        error=forms::at(refusal, "lat")
                        max_length=16
                        required=true
                    />
                    <Field
                        label=t_string!(i18n, org.lng)
                        name="command[lng]"
                        kind=FieldKind::Decimal
                        model=place.lng
                        error=forms::at(refusal, "lng")
                        max_length=16
                        required=true
                    />
                </div>
                <Select
                    label=t_string!(i18n, org.datum)
                    name="command[datum]"
                    choices=Signal::stored(datums)
                    model=place.datum
                    hint=t_string!(i18n, org.datum_hint).to_owned()
                />
                <Field
                    label=t_string!(i18n, org.radius)
                    name="command[radius_m]"
                    kind=FieldKind::Digits
                    value=radius.to_string()
                    hint=t_string!(
                        i18n,
                        org.radius_hint,
                        least = *FENCE_RADIUS_M.start(),
                        most = *FENCE_RADIUS_M.end()
                    )
                    error=forms::at(refusal, "radius_m")
                    max_length=4
                    required=true
                />
                <div class="actions">
                    {cancel}
                    <Button label=t_string!(i18n, org.save_fence) busy=set.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
}

/// Where the survey stands.
#[derive(Clone, Copy)]
enum Survey {
    Idle,
    Reading { taken: usize, accuracy_m: Option<i32> },
    Done { accuracy_m: i32 },
    Failed(NoPosition),
}

/// Fills the coordinates with where the phone stands.
#[component]
fn Here(place: Place) -> impl IntoView {
    let i18n = use_i18n();
    let survey = RwSignal::new(Survey::Idle);
    let busy = Signal::derive(move || matches!(survey.get(), Survey::Reading { .. }));
    view! {
        <div class="stack-s">
            <Button
                label=t_string!(i18n, org.here)
                kind=ButtonKind::Secondary
                glyph=icondata_lu::LuLocateFixed
                button_type="button"
                busy=busy
                on:click=move |_| measure(place, survey)
            />
            <StatusRegion>
                {move || words(i18n, survey.get()).map(|text| view! { <p class="small">{text}</p> })}
            </StatusRegion>
        </div>
    }
}

fn measure(place: Place, survey: RwSignal<Survey>) {
    survey.set(Survey::Reading { taken: 0, accuracy_m: None });
    leptos::task::spawn_local(async move {
        let heard = move |taken, found: Averaged| {
            survey.try_set(Survey::Reading { taken, accuracy_m: Some(found.accuracy_m) });
        };
        let found = take(heard).await;
        // The page may have been left meanwhile.
        if survey.is_disposed() {
            return;
        }
        survey.set(match found {
            Ok(found) => {
                place.fill(found);
                Survey::Done { accuracy_m: found.accuracy_m }
            }
            Err(reason) => Survey::Failed(reason),
        });
    });
}

async fn take(heard: impl Fn(usize, Averaged)) -> Result<Averaged, NoPosition> {
    #[cfg(feature = "hydrate")]
    return super::survey::survey(heard).await;
    #[cfg(not(feature = "hydrate"))]
    {
        drop(heard);
        Err(NoPosition::Unavailable)
    }
}

fn words(i18n: I18nContext<Locale>, survey: Survey) -> Option<String> {
    Some(match survey {
        Survey::Idle => return None,
        Survey::Reading { taken, accuracy_m: None } => t_string!(i18n, org.surveying, n = taken),
        Survey::Reading { taken, accuracy_m: Some(metres) } => {
            t_string!(i18n, org.surveying_accuracy, n = taken, metres = metres)
        }
        Survey::Done { accuracy_m } => t_string!(i18n, org.surveyed, metres = accuracy_m),
        Survey::Failed(NoPosition::Denied) => t_string!(i18n, org.survey_denied).to_owned(),
        Survey::Failed(_) => t_string!(i18n, org.survey_failed).to_owned(),
    })
}
