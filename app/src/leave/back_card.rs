//! The question whether somebody is back who has clocked in while they are on leave.

use domain::leave::BackQuestion;
use leptos::prelude::*;

use super::request_api::ComeBack;
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, Card, FormError},
    when,
};

/// `已返岗？`: one tap, and what was not used is given back. Who has only looked in says nothing.
pub(crate) fn back_card(question: BackQuestion, act: ServerAction<ComeBack>) -> AnyView {
    let i18n = use_i18n();
    let until = when::date(question.until, i18n.get_locale_untracked());
    let text = t_string!(i18n, leave_after.back_text, until = until);
    let (request, version) = (question.request.to_string(), question.version.to_string());
    let back_on = question.back_on.to_string();
    view! {
        <Card heading=t_string!(i18n, leave_after.back_question).to_owned()>
            <ActionForm action=act attr:class="stack-s">
                <FormError message=forms::message(forms::refusal(act))/>
                <p>{text}</p>
                <input type="hidden" name="command[id]" value=request/>
                <input type="hidden" name="command[version]" value=version/>
                <input type="hidden" name="command[back_on]" value=back_on/>
                <input type="hidden" name="command[half]" value=question.half.code()/>
                <div class="actions">
                    <Button
                        label=t_string!(i18n, leave_after.back_yes)
                        glyph=icondata_lu::LuUserRoundCheck
                        busy=act.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
