use domain::{
    ids::HallId,
    notices::{HallTopic, MAX_ROBOT_ADDRESS, MAX_ROBOT_NAME, MAX_ROBOT_SECRET, QuietHours, RobotView},
};
use leptos::prelude::*;

use super::{quiet_fields::quiet_fields, robot_words as words, robots_api::SetRobot, robots_path};
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, ButtonLink, Card, Checkbox, Field, FormError},
};

/// Sets a robot up, or changes `old`, which keeps its address where none is given.
pub(super) fn robot_form(hall: HallId, old: Option<&RobotView>, set: ServerAction<SetRobot>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(set);
    let heading = match old {
        Some(old) => t_string!(i18n, robots.change, name = old.name.as_str()),
        None => t_string!(i18n, robots.new).to_owned(),
    };
    let address_hint = match old {
        Some(old) => t_string!(i18n, robots.keeps, host = old.host.as_str(), tail = old.tail.as_str()),
        None => t_string!(i18n, robots.address_hint).to_owned(),
    };
    let cancel = old.map(|_| {
        view! { <ButtonLink href=robots_path(hall) label=t_string!(i18n, common.cancel) kind=ButtonKind::Secondary/> }
    });
    let about = old.map_or_else(Vec::new, |old| {
        vec![("command[id]", old.id.to_string()), ("command[version]", old.version.to_string())]
    });
    // By its address a robot is reached by anybody who has it.
    let draft = forms::kept_draft(set, &["command[address]", "command[secret]"]);
    let key = old.map(|old| old.id.to_string());
    let name = old.map(|old| old.name.clone()).unwrap_or_default();
    let (new, topics) = (old.is_none(), topics(old, refusal));
    let quiet = old.map_or_else(QuietHours::default, |old| old.quiet);
    let quiet = quiet_fields("command[quiet]", quiet, t_string!(i18n, robots.quiet_text), refusal);
    view! {
        <Card heading=heading>
            <ActionForm action=set node_ref=draft about=about attr:class="form" attr:data-draft=key>
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[hall]" value=hall.to_string()/>
                <Field
                    label=t_string!(i18n, robots.name)
                    name="command[name]"
                    value=name
                    hint=t_string!(i18n, robots.name_hint).to_owned()
                    error=forms::at(refusal, "name")
                    max_length=MAX_ROBOT_NAME
                    required=true
                />
                <Field
                    label=t_string!(i18n, robots.address)
                    name="command[address]"
                    hint=address_hint
                    error=forms::at(refusal, "address")
                    autocomplete="off"
                    max_length=MAX_ROBOT_ADDRESS
                    required=new
                />
                <Field
                    label=t_string!(i18n, robots.secret)
                    name="command[secret]"
                    hint=t_string!(i18n, robots.secret_hint).to_owned()
                    error=forms::at(refusal, "secret")
                    autocomplete="off"
                    max_length=MAX_ROBOT_SECRET
                />
                {topics}
                {quiet}
                <div class="actions">
                    {cancel}
                    <Button label=t_string!(i18n, common.save) busy=set.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// What the group is told; at first, all that there is.
fn topics(old: Option<&RobotView>, refusal: Signal<Option<AppError>>) -> AnyView {
    let i18n = use_i18n();
    let row = |topic: &HallTopic| {
        let (label, detail) = words::topic(i18n, *topic);
        view! {
            <Checkbox
                label=label
                name=format!("command[topics][{}]", topic.code())
                checked=old.is_none_or(|old| old.topics.contains(topic))
                detail=detail.map(ToOwned::to_owned)
            />
        }
    };
    let rows = HallTopic::ALL.iter().map(row).collect_view();
    view! {
        <fieldset class="stack-s">
            <legend>{t_string!(i18n, robots.topics)}</legend>
            <p class="muted small">{t_string!(i18n, robots.never)}</p>
            <FormError message=forms::at(refusal, "topics")/>
            {rows}
        </fieldset>
    }
    .into_any()
}
