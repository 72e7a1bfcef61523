use domain::{
    ids::{HallId, RobotId},
    notices::{RobotAct, RobotState, RobotView, RobotsView},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    robot_form::robot_form,
    robot_words as words,
    robots_api::{ActOnRobot, SetRobot, TestRobot, robots},
    robots_path,
};
use crate::{
    address, focus,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, ButtonKind, ButtonLink, ButtonSize, Card, ConfirmButton, EmptyState, Fact, Facts, FormError,
        Outcome, PageHeader, SectionHeader, Skeleton, StatusRegion, Tone,
    },
    refresh,
    shown::{Again, awaited, nothing},
    when,
    wire::reading,
};

#[derive(Clone, Copy)]
struct Acts {
    set: ServerAction<SetRobot>,
    act: ServerAction<ActOnRobot>,
    test: ServerAction<TestRobot>,
}

/// `/org/{hall}/robots?robot=`: the robots in the hall's group chats. `robot` names the one that is to be changed.
pub(crate) fn robots_page() -> AnyView {
    let i18n = use_i18n();
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| params.with(|params| params.get("hall")));
    let changed = Memo::new(move |_| query.with(|query| query.get("robot")?.parse::<RobotId>().ok()));
    let acts = Acts { set: ServerAction::new(), act: ServerAction::new(), test: ServerAction::new() };
    // Back from changing one robot to all of them.
    forms::go_when_done(acts.set, move |_| format!("/org/{}/robots", asked.get_untracked().unwrap_or_default()));
    // Its form is gone then, and what it did is to be seen on its card.
    let saved = StoredValue::new(None::<RobotId>);
    Effect::new(move |_| {
        if let Some(Ok(robot)) = acts.set.value().get() {
            saved.set_value(Some(robot));
        }
    });
    let done = [forms::successes(acts.set), forms::successes(acts.act), forms::successes(acts.test)];
    let returned = refresh::on_return();
    let read = reading(
        move || (asked.get(), done.map(|done| done.get()), returned.get()),
        |(asked, ..)| async move { robots(address::named(asked)?).await },
    );
    let back = move || (format!("/org/{}", asked.get().unwrap_or_default()), t_string!(i18n, org.title).to_owned());
    let again = Again::new(move || read.refetch());
    view! {
        {move || view! { <PageHeader title=t_string!(i18n, robots.title) back=back()/> }}
        <StatusRegion>{move || tested(acts.test)}</StatusRegion>
        <Transition fallback=move || view! { <Skeleton label=t_string!(i18n, common.loading) rows=5/> }>
            {move || {
                let changed = changed.get();
                awaited(&again, read, move |read| match read {
                    Ok(view) => {
                        let now = saved.get_value();
                        if let Some(robot) = view.robots.iter().find(|robot| Some(robot.id) == now) {
                            focus::go_to(&robot.name);
                            saved.set_value(None);
                        }
                        body(&view, changed, acts)
                    }
                    Err(error) => nothing(&error),
                })
            }}
        </Transition>
    }
    .into_any()
}

/// What the platform answered to a test.
fn tested(test: ServerAction<TestRobot>) -> Option<AnyView> {
    let i18n = use_i18n();
    let answer = test.value().get()?.ok()?;
    Some(match answer {
        None => view! {
            <Outcome tone=Tone::Ok title=t_string!(i18n, robots.test_taken)>
                <p>{t_string!(i18n, robots.test_taken_text)}</p>
            </Outcome>
        }
        .into_any(),
        Some(failure) => view! {
            <Outcome tone=Tone::Danger title=t_string!(i18n, robots.test_failed)>
                <p>{words::failure(i18n, &failure)}</p>
            </Outcome>
        }
        .into_any(),
    })
}

fn body(view: &RobotsView, changed: Option<RobotId>, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let old = view.robots.iter().find(|robot| Some(robot.id) == changed);
    let cards = view.robots.iter().map(|robot| robot_card(view.hall, robot, acts)).collect_view();
    let list = if view.robots.is_empty() {
        view! {
            <EmptyState
                glyph=icondata_lu::LuBot
                title=t_string!(i18n, robots.none)
                text=t_string!(i18n, robots.none_text).to_owned()
            />
        }
        .into_any()
    } else {
        cards.into_any()
    };
    let (hall, old, saved) = (view.hall, old.cloned(), forms::successes(acts.set));
    // A new form after each that was taken: an address that was pasted must not stay on the screen.
    let form = view! {
        <For each=move || [saved.get()] key=|saved| *saved let:_saved>
            {robot_form(hall, old.as_ref(), acts.set)}
        </For>
    };
    view! {
        <p class="muted small">{view.hall_name.clone()}</p>
        <p>{t_string!(i18n, robots.what)}</p>
        <div class="panes">
            <div class="stack">
                <FormError message=forms::message(forms::refusal(acts.act))/>
                <FormError message=forms::message(forms::refusal(acts.test))/>
                {list}
            </div>
            <div class="stack pane-stay">{form}</div>
        </div>
        <SectionHeader title=t_string!(i18n, robots.how)/>
        <Card>
            <ul class="stack-s">
                <li>{t_string!(i18n, robots.how_wecom)}</li>
                <li>{t_string!(i18n, robots.how_dingtalk)}</li>
                <li>{t_string!(i18n, robots.how_feishu)}</li>
            </ul>
        </Card>
    }
    .into_any()
}

fn robot_card(hall: HallId, robot: &RobotView, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let (tone, label) = match (robot.state, &robot.failed) {
        (RobotState::Active, Some(_)) => (Tone::Danger, t_string!(i18n, robots.failing)),
        (state, _) => words::state(i18n, state),
    };
    let signed = if robot.signed { t_string!(i18n, robots.signed) } else { t_string!(i18n, robots.unsigned) };
    let place = format!("{} · {} · …{} · {signed}", words::kind(i18n, robot.kind), robot.host, robot.tail);
    let topics: Vec<&str> = robot.topics.iter().map(|topic| words::topic(i18n, *topic).0).collect();
    let quiet = if robot.quiet.is_none() {
        t_string!(i18n, robots.no_quiet).to_owned()
    } else {
        let minute = |minute: u16| when::wall_time(minute.into());
        format!("{}–{}", minute(robot.quiet.from()), minute(robot.quiet.to()))
    };
    let topics = topics.join(t_string!(i18n, robots.comma));
    let (last, set_by, buttons) = (last(robot), robot.set_by.clone(), buttons(hall, robot, acts));
    view! {
        <Card heading=robot.name.clone()>
            <p class="line">
                <Badge tone=tone label=label/>
            </p>
            <Facts>
                <Fact label=t_string!(i18n, robots.address)>{place}</Fact>
                <Fact label=t_string!(i18n, robots.topics)>{topics}</Fact>
                <Fact label=t_string!(i18n, hints.quiet)>{quiet}</Fact>
                <Fact label=t_string!(i18n, robots.last)>{last}</Fact>
                <Fact label=t_string!(i18n, robots.set_by)>{set_by}</Fact>
            </Facts>
            {buttons}
        </Card>
    }
    .into_any()
}

/// How its last message fared.
fn last(robot: &RobotView) -> String {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    match (&robot.failed, robot.sent_at) {
        (Some((at, failure)), _) => {
            let why = words::failure(i18n, failure);
            t_string!(i18n, robots.failed_at, at = when::moment(*at, locale), why = why)
        }
        (None, Some(at)) => t_string!(i18n, robots.sent_at, at = when::moment(at, locale)),
        (None, None) => t_string!(i18n, robots.never_sent).to_owned(),
    }
}

fn buttons(hall: HallId, robot: &RobotView, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let id = robot.id;
    let (act, label, glyph) = match robot.state {
        RobotState::Active => (RobotAct::Pause, t_string!(i18n, robots.pause), icondata_lu::LuPause),
        _ => (RobotAct::Resume, t_string!(i18n, robots.resume), icondata_lu::LuPlay),
    };
    view! {
        <ActionForm action=acts.test>
            <input type="hidden" name="robot" value=id.to_string()/>
            <Button
                label=t_string!(i18n, robots.test)
                kind=ButtonKind::Secondary
                size=ButtonSize::Wide
                glyph=icondata_lu::LuSend
                busy=acts.test.pending()
            />
        </ActionForm>
        <div class="actions">
            <ActionForm action=acts.act>
                <input type="hidden" name="robot" value=id.to_string()/>
                <input type="hidden" name="act" value=act.code()/>
                <Button label=label kind=ButtonKind::Secondary glyph=glyph busy=acts.act.pending()/>
            </ActionForm>
            <ButtonLink
                href=format!("{}?robot={id}", robots_path(hall))
                label=t_string!(i18n, common.edit)
                kind=ButtonKind::Secondary
                glyph=icondata_lu::LuPencil
            />
        </div>
        <ActionForm action=acts.act>
            <input type="hidden" name="robot" value=id.to_string()/>
            <input type="hidden" name="act" value=RobotAct::Remove.code()/>
            <ConfirmButton
                label=t_string!(i18n, robots.remove)
                question=t_string!(i18n, robots.remove_question)
                confirm=t_string!(i18n, robots.remove_confirm)
                busy=acts.act.pending()
            />
        </ActionForm>
    }
    .into_any()
}
