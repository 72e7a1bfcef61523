use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Level, Step};
use crate::{coded::coded_enum, ids::PersonId};

coded_enum! {
    /// Why somebody can act on a request.
    pub enum Via {
        /// They hold the role of the step.
        Role = "role",
        /// The step's own level has nobody, or only people who must not decide this one.
        Climbed = "climbed",
        /// The step was not decided in time and lifted to them.
        Escalated = "escalated",
        /// Who holds the role has delegated to them.
        Delegated = "delegated",
        /// It was handed over to them (转交).
        HandedOver = "handed_over",
    }
}

/// A place at the table: whose word is wanted, and who can give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Seat {
    /// Whose seat it is, by role.
    pub holder: PersonId,
    /// Who can act on it: the holder, or somebody in their place.
    pub person: PersonId,
    /// Why.
    pub via: Via,
}

/// A seat that was handed over at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// The step, from 0.
    pub step: usize,
    /// By whom.
    pub from: PersonId,
    /// To whom.
    pub to: PersonId,
}

/// Everybody who could be asked about one request, at this moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bench {
    /// Who is on which level above the requester's place today; a lead on duty is on two.
    pub holders: Vec<(Level, PersonId)>,
    /// Who must not decide it: the requester, whom else it is about, and their declared relatives.
    pub barred: BTreeSet<PersonId>,
    /// Delegations in force for this kind of request: from whom, to whom.
    pub delegations: Vec<(PersonId, PersonId)>,
}

impl Bench {
    /// Whether somebody must not decide.
    pub fn bars(&self, person: PersonId) -> bool {
        self.barred.contains(&person)
    }

    fn on(&self, level: Level) -> Vec<PersonId> {
        let on_level = self.holders.iter().filter(|(of, person)| *of == level && !self.bars(*person));
        let people: BTreeSet<PersonId> = on_level.map(|(_, person)| *person).collect();
        people.into_iter().collect()
    }

    /// The first level from `from` up with somebody who may decide; where there is none, the nearest below:
    /// that the hall's management decides on the leave of the agency's only HR is better than nobody.
    fn manned(&self, from: Level) -> Option<(Level, Vec<PersonId>)> {
        let at_or_above = Level::ALL.iter().filter(|level| **level >= from);
        let below = Level::ALL.iter().rev().filter(|level| **level < from);
        at_or_above.chain(below).map(|level| (*level, self.on(*level))).find(|(_, people)| !people.is_empty())
    }

    /// Who can act on a step, lifted to `escalated` if it was not decided in time. Empty only when nobody in
    /// the house may decide this request at all.
    pub fn seats(&self, step: &Step, nth: usize, escalated: Option<Level>, handed: &[Handed]) -> Vec<Seat> {
        let mut seats = Vec::new();
        let own = self.manned(step.level);
        if let Some((level, people)) = &own {
            let via = if *level == step.level { Via::Role } else { Via::Climbed };
            seats.extend(people.iter().map(|holder| Seat { holder: *holder, person: *holder, via }));
        }
        // Whoever joined stays when the level after them joins, too.
        let lifted = Level::ALL.iter().filter(|level| **level > step.level && Some(**level) <= escalated);
        for (_, people) in lifted.filter_map(|level| self.manned(*level)) {
            for holder in people {
                if seats.iter().all(|known| known.holder != holder) {
                    seats.push(Seat { holder, person: holder, via: Via::Escalated });
                }
            }
        }
        for handed in handed.iter().filter(|handed| handed.step == nth && !self.bars(handed.to)) {
            for seat in seats.iter_mut().filter(|seat| seat.person == handed.from) {
                *seat = Seat { person: handed.to, via: Via::HandedOver, ..*seat };
            }
        }
        let deputies: Vec<Seat> = seats
            .iter()
            .filter(|seat| seat.holder == seat.person)
            .flat_map(|seat| {
                let deputies = self.delegations.iter().filter(move |(from, _)| *from == seat.holder);
                deputies.map(|(_, to)| Seat { person: *to, via: Via::Delegated, ..*seat })
            })
            .filter(|seat| !self.bars(seat.person) && seat.person != seat.holder)
            .collect();
        seats.extend(deputies);
        seats
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::approvals::Quorum;

    const LEAD: Step = Step { level: Level::Lead, quorum: Quorum::One, minutes: 60 };

    fn who(bench: &Bench, escalated: Option<Level>, handed: &[Handed]) -> Vec<(PersonId, Via)> {
        bench.seats(&LEAD, 0, escalated, handed).into_iter().map(|seat| (seat.person, seat.via)).collect()
    }

    #[test]
    fn an_empty_or_barred_level_climbs() {
        let [lead, supervisor, hr] = [0; 3].map(|_| PersonId::new());
        let mut bench = Bench {
            holders: vec![(Level::Lead, lead), (Level::Supervisor, supervisor), (Level::Hr, hr)],
            ..Bench::default()
        };
        assert_eq!(who(&bench, None, &[]), [(lead, Via::Role)]);
        bench.barred.insert(lead);
        assert_eq!(who(&bench, None, &[]), [(supervisor, Via::Climbed)]);
        bench.holders.retain(|(level, _)| *level != Level::Supervisor);
        assert_eq!(who(&bench, None, &[]), [(hr, Via::Climbed)]);
        bench.barred.insert(hr);
        assert_eq!(who(&bench, None, &[]), []);
    }

    #[test]
    fn the_lead_on_duty_is_asked_and_where_none_is_the_leads_are() {
        let [on, off] = [0; 2].map(|_| PersonId::new());
        let leads = vec![(Level::Lead, on), (Level::Lead, off)];
        let mut bench = Bench { holders: leads, ..Bench::default() };
        let step = Step { level: Level::DutyLead, ..LEAD };
        let who = |bench: &Bench, escalated| -> Vec<(PersonId, Via)> {
            bench.seats(&step, 0, escalated, &[]).into_iter().map(|seat| (seat.person, seat.via)).collect()
        };
        assert_eq!(who(&bench, None), [(on, Via::Climbed), (off, Via::Climbed)]);
        bench.holders.push((Level::DutyLead, on));
        assert_eq!(who(&bench, None), [(on, Via::Role)]);
        assert_eq!(who(&bench, Some(Level::Lead)), [(on, Via::Role), (off, Via::Escalated)]);
    }

    #[test]
    fn who_is_late_keeps_the_step_and_the_next_level_joins() {
        let [lead, supervisor] = [0; 2].map(|_| PersonId::new());
        let holders = vec![(Level::Lead, lead), (Level::Supervisor, supervisor)];
        let bench = Bench { holders, ..Bench::default() };
        let both = [(lead, Via::Role), (supervisor, Via::Escalated)];
        assert_eq!(who(&bench, Some(Level::Supervisor), &[]), both);
    }

    #[test]
    fn deputies_join_unless_it_is_about_them_and_do_not_delegate_on() {
        let [lead, deputy, requester, third] = [0; 4].map(|_| PersonId::new());
        let bench = Bench {
            holders: vec![(Level::Lead, lead)],
            barred: BTreeSet::from([requester]),
            delegations: vec![(lead, deputy), (lead, requester), (deputy, third)],
        };
        assert_eq!(who(&bench, None, &[]), [(lead, Via::Role), (deputy, Via::Delegated)]);
    }

    #[test]
    fn what_is_handed_over_is_the_others_at_this_step_only() {
        let [lead, other] = [0; 2].map(|_| PersonId::new());
        let bench = Bench { holders: vec![(Level::Lead, lead)], ..Bench::default() };
        let handed = |step| [Handed { step, from: lead, to: other }];
        assert_eq!(who(&bench, None, &handed(0)), [(other, Via::HandedOver)]);
        assert_eq!(who(&bench, None, &handed(1)), [(lead, Via::Role)]);
    }
}
