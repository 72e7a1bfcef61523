use chrono::Weekday;
use domain::{
    ids::{PatternId, PersonId, PostId, ShiftId},
    roster::{PatternDays, Shift, Slot, SlotKind, WeeklyPattern},
};
use store::repo::roster::{create_patterns, create_shift};

use crate::{halls::OPENED, world::World};

/// 08:30 to 17:30 with two punches: from 07:30 to 10:30 and from 16:00 to 20:00.
pub fn day_shift() -> Shift {
    shift("白班", (510, 450, 630), (1050, 960, 1200))
}

/// 22:00 to 06:00 of the next day: from 21:00 to 23:30 and from 05:00 to 08:00.
pub fn night_shift() -> Shift {
    shift("夜班", (1320, 1260, 1410), (1800, 1740, 1920))
}

fn shift(name: &str, arrival: (i32, i32, i32), departure: (i32, i32, i32)) -> Shift {
    let slot = |seq, kind, (due, opens, closes)| Slot { seq, kind, due, opens, closes, grace: 0 };
    let slots = vec![slot(1, SlotKind::In, arrival), slot(2, SlotKind::Out, departure)];
    Shift { id: ShiftId::new(), name: name.to_owned(), short: "班".to_owned(), slots }
}

impl World {
    /// Gives people a shift of the first hall from Monday to Friday.
    pub async fn works(&self, shift: &Shift, people: &[(PersonId, Option<PostId>)]) {
        let days = [Some(shift.id), Some(shift.id), Some(shift.id), Some(shift.id), Some(shift.id), None, None];
        self.works_weekly(shift, days, people).await;
    }

    /// The same from Tuesdays to Saturdays, with Mondays off.
    pub async fn works_on_saturdays(&self, shift: &Shift, person: PersonId) {
        let on = Some(shift.id);
        self.works_weekly(shift, [None, on, on, on, on, on, None], &[(person, None)]).await;
    }

    async fn works_weekly(&self, shift: &Shift, days: PatternDays, people: &[(PersonId, Option<PostId>)]) {
        let patterns: Vec<_> = people
            .iter()
            .map(|(person, post)| {
                let id = PatternId::new();
                (*person, WeeklyPattern { id, days, make_up: Weekday::Mon, post: *post, from: OPENED, to: None })
            })
            .collect();
        let hall = self.hall.id;
        self.db
            .write((shift.clone(), patterns), move |tx, (shift, patterns)| {
                Box::pin(async move {
                    create_shift(tx, hall, shift).await?;
                    create_patterns(tx, patterns).await
                })
            })
            .await
            .expect("a roster");
    }
}
