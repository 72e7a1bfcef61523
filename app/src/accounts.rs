//! Signing in, accepting an invitation, my devices and preferences; for HR, everybody else's account.

pub mod api;
mod audit_lines;
mod audit_words;
pub mod invite_page;
pub mod me_page;
#[cfg(feature = "hydrate")]
mod passkey;
mod passkey_door;
mod password_form;
pub mod people_api;
#[cfg(feature = "ssr")]
mod people_forms;
pub mod people_page;
mod people_words;
mod person_audit;
mod person_detail;
pub mod person_form;
mod person_invite;
mod person_reveal;
mod person_roles;
pub mod sign_in_page;
pub mod staff_import_page;
mod staff_import_report;
mod ways_in;

pub(crate) use audit_lines::audit_lines;
#[cfg(feature = "ssr")]
pub(crate) use people_forms::qr_svg;
pub(crate) use person_invite::CopyButton;
