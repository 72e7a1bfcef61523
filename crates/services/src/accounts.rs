//! People and how they sign in.

use std::sync::Arc;

use crate::{Core, approvals::Approvals};

mod appointments;
mod devices;
mod employment;
mod housekeeping;
mod identity;
mod import;
mod invites;
mod passkeys;
mod people;
mod refused_forms;
mod sign_in;
mod user_agent;

pub(crate) use appointments::{holders_of, leaders_among, leads, leads_anywhere, people_who_may};
pub use import::OperatorImport;
pub(crate) use people::{
    halls_of, left_by, lock_person, name_of, names_of, people_by_sign_in_names, person_record, phones_for, place_of,
    works_at,
};
pub use refused_forms::RefusedForm;
pub use sign_in::SignedIn;
pub(crate) use user_agent::label as device_label;

/// Invitations, passkeys, passwords, sessions, people, roles.
#[derive(Clone)]
pub struct Accounts(pub(crate) Arc<Core>);

impl Accounts {
    /// Whose decisions wait for whom changes with roles.
    fn approvals(&self) -> Approvals {
        Approvals(self.0.clone())
    }
}
