//! What the server functions about people make of their forms.

use domain::{
    policy::{Action, Place, Scope, check},
    problem::{FieldReason, Problem},
};
use fast_qr::{QRBuilder, convert::svg::SvgBuilder};
use services::{Caller, Services};

use super::people_api::ScopeChoice;
use crate::error::AppError;

/// Everything in which the caller can give roles.
///
/// # Errors
/// Denied to those who see no hall.
pub(super) async fn scopes(services: &Services, caller: &Caller) -> services::Result<Vec<ScopeChoice>> {
    let mut choices = Vec::new();
    let agency = caller.actor.agency;
    if check(&caller.actor, Action::RoleAppoint, &Place::agency(agency)).is_ok() {
        choices.push(ScopeChoice { value: Scope::Agency(agency).to_string(), name: None });
    }
    for row in services.org().halls(caller).await? {
        if check(&caller.actor, Action::RoleAppoint, &Place::hall(agency, row.id)).is_err() {
            continue;
        }
        let hall = services.org().hall(caller, row.id).await?;
        choices.push(ScopeChoice { value: Scope::Hall(row.id).to_string(), name: Some(row.name) });
        choices.extend(hall.zones.into_iter().map(|zone| ScopeChoice {
            value: Scope::Zone(zone.id).to_string(),
            name: Some(format!("{} · {}", hall.name, zone.name)),
        }));
    }
    Ok(choices)
}

/// The scope of a [`ScopeChoice`]'s value.
///
/// # Errors
/// `scope` is Unknown.
pub(super) fn parse_scope(text: &str) -> Result<Scope, Problem> {
    text.parse().map_err(|_| Problem::field("scope", FieldReason::Unknown))
}

/// An address as a QR code.
///
/// # Errors
/// Internal, when the address is longer than a code can hold.
pub(crate) fn qr_svg(url: &str) -> Result<String, AppError> {
    let code = QRBuilder::new(url).build().map_err(|error| AppError::Internal(error.to_string()))?;
    Ok(SvgBuilder::default().to_str(&code))
}

#[cfg(test)]
mod tests {
    use domain::ids::ZoneId;

    use super::*;

    #[test]
    fn a_scope_is_read_back_as_it_was_offered() {
        let zone = ZoneId::new();
        assert_eq!(parse_scope(&format!("zone:{zone}")), Ok(Scope::Zone(zone)));
        for text in ["", "zone", "zone:1", &format!("world:{zone}")] {
            assert_eq!(parse_scope(text), Err(Problem::field("scope", FieldReason::Unknown)), "{text}");
        }
    }

    #[test]
    fn a_code_is_a_picture_without_inline_style() {
        let svg = qr_svg("https://hall.example.cn/invite/abc").unwrap();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
        assert!(!svg.contains("style"));
    }
}
