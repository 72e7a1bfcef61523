use super::*;

fn actor(grants: Vec<Grant>) -> Actor {
    Actor { person: PersonId::new(), agency: AgencyId::new(), hall: None, grants }
}

#[test]
fn nobody_without_a_grant_may_do_anything_to_others() {
    let stranger = actor(vec![]);
    let place = Place::hall(stranger.agency, HallId::new()).about(PersonId::new());
    for rule in TABLE {
        assert!(!may(&stranger, rule.action, &place), "{}", rule.name);
        assert!(stranger.scopes(rule.action).is_empty(), "{}", rule.name);
    }
}

#[test]
fn a_role_ends_at_its_scope() {
    let (agency, here, elsewhere) = (AgencyId::new(), HallId::new(), HallId::new());
    for role in Role::ALL {
        let mut someone = actor(vec![Grant { role, scope: Scope::Hall(here) }]);
        someone.agency = agency;
        for rule in TABLE {
            let listed = rule.roles.contains(&role);
            assert_eq!(may(&someone, rule.action, &Place::hall(agency, here)), listed, "{} {role:?}", rule.name);
            assert!(!may(&someone, rule.action, &Place::hall(agency, elsewhere)), "{} {role:?}", rule.name);
            assert!(!may(&someone, rule.action, &Place::agency(agency)), "{} {role:?}", rule.name);
        }
    }
}

#[test]
fn a_zone_lead_sees_the_zone_and_not_the_hall() {
    let (agency, hall, zone) = (AgencyId::new(), HallId::new(), ZoneId::new());
    let lead = actor(vec![Grant { role: Role::Lead, scope: Scope::Zone(zone) }]);
    let in_zone = Place { zone: Some(zone), ..Place::hall(agency, hall) };
    assert!(may(&lead, Action::BoardView, &in_zone));
    assert!(!may(&lead, Action::BoardView, &Place::hall(agency, hall)));
    assert_eq!(lead.scopes(Action::BoardView), vec![Scope::Zone(zone)]);
}

#[test]
fn hr_does_not_act_on_their_own_case() {
    let mut hr = actor(vec![]);
    hr.grants.push(Grant { role: Role::Hr, scope: Scope::Agency(hr.agency) });
    let own = Place::agency(hr.agency).about(hr.person);
    let other = Place::agency(hr.agency).about(PersonId::new());
    for action in [Action::RoleAppoint, Action::PeopleEdit, Action::PeopleInvite] {
        assert!(!may(&hr, action, &own), "{action:?}");
        assert!(may(&hr, action, &other), "{action:?}");
    }
}

#[test]
fn everybody_punches_for_themselves_and_nobody_for_others() {
    for role in Role::ALL {
        let mut someone = actor(vec![]);
        someone.grants.push(Grant { role, scope: Scope::Agency(someone.agency) });
        assert!(may(&someone, Action::Punch, &Place::agency(someone.agency).about(someone.person)));
        assert!(!may(&someone, Action::Punch, &Place::agency(someone.agency).about(PersonId::new())));
    }
}

#[test]
fn role_words_round_trip() {
    for role in Role::ALL {
        assert_eq!(Role::from_code(role.code()), Some(role));
        assert_eq!(serde_json::to_string(&role).unwrap(), format!("\"{}\"", role.code()));
    }
}
