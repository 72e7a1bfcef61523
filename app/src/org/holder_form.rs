use chrono::NaiveDate;
use domain::{
    accounts::PersonRow,
    ids::PostId,
    org::{HolderView, Side},
};
use leptos::prelude::*;

use super::api::SetHolder;
use crate::{
    forms::{self, ActionForm, QueryForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, Choice, Field, FieldKind, FormError, Select},
};

/// Looks for people by name or 工号, for the choice in both [`HolderForm`]s.
#[component]
pub(super) fn Search(path: String, value: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <QueryForm action=path attr:role="search" attr:class="line search">
            <Field
                label=t_string!(i18n, people.search)
                name="q"
                kind=FieldKind::Search
                value=value
                hint=t_string!(i18n, org.search_hint).to_owned()
            />
            <Button label=t_string!(i18n, common.search) kind=ButtonKind::Secondary glyph=icondata_lu::LuSearch/>
        </QueryForm>
    }
}

/// Names A or B of a post from a date on.
#[component]
pub(super) fn HolderForm(
    post: PostId,
    side: Side,
    people: Vec<PersonRow>,
    /// Who holds it today: chosen at first, so that a slip of the thumb changes nothing.
    current: Option<HolderView>,
    today: NaiveDate,
    act: ServerAction<SetHolder>,
) -> impl IntoView {
    let i18n = use_i18n();
    let refusal = forms::refusal(act);
    let nobody = Choice::new("", t_string!(i18n, org.leave_vacant));
    let held_by = current.as_ref().map(|holder| holder.person);
    let current = current.map(|holder| Choice::new(holder.person.to_string(), holder.name));
    let person = |person: PersonRow| {
        let parts: Vec<String> = [person.name, person.sign_in_name].into_iter().chain(person.posts).collect();
        Choice::new(person.id.to_string(), parts.join(" · "))
    };
    let others = people.into_iter().filter(|person| Some(person.id) != held_by).map(person);
    let choices: Vec<Choice> = current.into_iter().chain([nobody]).chain(others).collect();
    let letter = side.letter();
    view! {
        <Card heading=t_string!(i18n, org.set_side, side = letter)>
            <ActionForm action=act about=[("command[side]", letter.to_string())] attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[post]" value=post.to_string()/>
                <Select
                    label=t_string!(i18n, org.person)
                    name="command[person]"
                    id=format!("person-{letter}")
                    choices=Signal::stored(choices)
                    error=forms::at(refusal, "person")
                />
                <Field
                    label=t_string!(i18n, org.from)
                    name="command[from]"
                    id=format!("from-{letter}")
                    kind=FieldKind::Date
                    value=today.to_string()
                    error=forms::at(refusal, "from")
                    required=true
                />
                <div class="actions">
                    <Button label=t_string!(i18n, org.set_side_button, side = letter) busy=act.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
}
