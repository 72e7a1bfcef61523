//! The question whether somebody is back who has clocked in while they are on leave.

use domain::{ids::ActId, leave::BackQuestion};
use leptos::prelude::*;

use super::{
    request_api::ComeBack,
    return_form::{back_waits, say_back},
};
use crate::{
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{Button, Card, FormError},
    outbox::{Keeping, unless_waiting},
    when,
};

/// `已返岗？`: one tap, and what was not used is given back. Who has only looked in says nothing.
pub(crate) fn back_card(question: BackQuestion, act: Keeping<ComeBack>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let text = t_string!(i18n, leave_after.back_text, until = when::date(question.until, locale));
    let subject = StoredValue::new(when::date(question.back_on, locale));
    let form = unless_waiting(back_waits(question.request), move || {
        view! {
            <ActionForm
                action=act.action
                attr:class="stack-s"
                on:submit:capture=move |event| say_back(act, subject, &event)
            >
                <FormError message=forms::message(act.refusal())/>
                <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
                <input type="hidden" name="command[request]" value=question.request.to_string()/>
                <input type="hidden" name="command[version]" value=question.version.to_string()/>
                <input type="hidden" name="command[back_on]" value=question.back_on.to_string()/>
                <input type="hidden" name="command[half]" value=question.half.code()/>
                <div class="actions">
                    <Button
                        label=t_string!(i18n, leave_after.back_yes)
                        glyph=icondata_lu::LuUserRoundCheck
                        busy=act.is_busy()
                    />
                </div>
            </ActionForm>
        }
        .into_any()
    });
    view! {
        <Card heading=t_string!(i18n, leave_after.back_question).to_owned()>
            <p>{text}</p>
            {form}
        </Card>
    }
    .into_any()
}
