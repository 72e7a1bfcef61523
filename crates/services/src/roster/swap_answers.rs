use domain::{problem::Problem, roster::SwapAnswer};
use store::repo::roster as repo;

use super::Roster;
use crate::{caller::Caller, error::Result, org::hold_hall, received::Sent};

impl Roster {
    /// Answers a swap that the caller was asked for, or takes back their own. Sent again under the same id, it is done
    /// once.
    pub async fn answer_swap(&self, caller: &Caller, command: SwapAnswer) -> Result<()> {
        let found = repo::find_swap(self.0.db.read(), command.swap).await?.ok_or(Problem::NotFound)?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        let calendar = self.calendar().current().await?;
        let context = (self.clone(), caller.clone(), command, sent, calendar);
        self.0
            .db
            .write(context, move |tx, (me, caller, command, sent, calendar)| {
                Box::pin(async move {
                    hold_hall(tx, found.hall).await?;
                    let answered = async {
                        let swap = repo::find_swap(tx, command.swap).await?.ok_or(Problem::NotFound)?;
                        me.settle(tx, calendar, caller, swap, (command.version, command.act, None)).await
                    };
                    sent.once(tx, me.0.clock.now(), answered).await
                })
            })
            .await?;
        self.0.db.live().publish(found.hall);
        Ok(())
    }
}
