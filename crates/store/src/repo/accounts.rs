//! People, roles, and how they sign in.

mod appointments;
mod credentials;
mod people;
mod refused_forms;
mod sessions;

pub use appointments::{
    AppointmentRecord, create_appointment, end_appointment, end_appointments, find_appointments, find_grants,
    find_leads, find_role_holders,
};
pub use credentials::{
    InviteRecord, PasskeyRecord, count_passkeys, create_challenge, create_invite, create_passkey, end_open_invites,
    find_invite, find_passkey, find_passkeys, open_invite_until, people_with_passkeys, remove_passkey, take_challenge,
    update_passkey_use, use_invite,
};
pub use people::{
    PeopleFilter, PersonRecord, create_person, find_people, find_people_by_sign_in_names, find_person,
    find_person_by_sign_in_name, find_sealed_number, has_people, list_people, lock_person, set_password, update_person,
};
pub use refused_forms::{find_refused_form, keep_refused_form};
pub use sessions::{
    NewSession, SessionHolder, SessionRecord, clear_throttle, count_try, create_session, end_session, end_sessions,
    find_session_holders, forgive_try, list_sessions, remove_expired, touch_session,
};
