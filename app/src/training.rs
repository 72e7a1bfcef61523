//! Courses.

use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    kit::{EmptyState, PageHeader},
};

/// `/learning`: my courses. There are none yet.
pub(crate) fn learning_page() -> AnyView {
    let i18n = use_i18n();
    view! {
        <PageHeader title=t_string!(i18n, common.tab_learning)/>
        <EmptyState
            glyph=icondata_lu::LuGraduationCap
            title=t_string!(i18n, training.none)
            text=t_string!(i18n, training.none_text).to_owned()
        />
    }
    .into_any()
}
