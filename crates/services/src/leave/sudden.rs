//! A sudden case, reported in one tap.

use domain::{
    approvals::LeaveDelegation,
    attendance::Sending,
    ids::ApprovalId,
    leave::{BirthForm, HoursForm, LeaveCommand, SuddenCommand, sudden_period},
    policy::Action,
    problem::{FieldReason, Problem},
    roster::Half,
    time::hall_date,
};

use super::{Leave, requests::How};
use crate::{caller::Caller, error::Result, received::Sent};

impl Leave {
    /// Reports a sudden case: away from the tap to the end of its day. The papers and, at a window, who covers
    /// follow; who leads sees it at once. Sent again under the same id, it is one request. One that arrives later is
    /// about the day of the tap, and whoever decides on it sees both times.
    ///
    /// # Errors
    /// At `kind`: its rule has no sudden cases. At `tap`: too long ago.
    pub async fn report(
        &self,
        caller: &Caller,
        command: SuddenCommand,
        sending: Option<Sending>,
    ) -> Result<ApprovalId> {
        caller.check_own(Action::LeaveAsk)?;
        let (me, hall) = (caller.actor.person, caller.actor.hall.ok_or(Problem::Denied)?);
        let sent = Sent::new(me, command.id.uuid(), &command)?;
        let late = self.attendance().late_report((me, hall), command.tap.as_ref(), sending).await?;
        let reported_at = late.map_or_else(|| self.0.clock.now(), |late| late.counts_at());
        let rule = self.rule(self.0.db.read(), Some(hall), command.kind, hall_date(reported_at)).await?;
        if !rule.notice.sudden {
            return Err(Problem::field("kind", FieldReason::NotAllowed).into());
        }
        let period = sudden_period(reported_at, self.today(), rule.unit)?;
        let starts = if period.on(period.from).morning { Half::Morning } else { Half::Afternoon };
        let command = LeaveCommand {
            id: command.id,
            version: None,
            kind: command.kind,
            from: period.from,
            to: period.to,
            starts,
            ends: Half::Afternoon,
            hours: HoursForm::default(),
            reason: String::new(),
            cover: None,
            draft: false,
            photos: Vec::new(),
            delegation: LeaveDelegation::default(),
            birth: BirthForm::default(),
            moves: None,
        };
        self.keep_and_ask(caller, (command, period), How::Tap(sent, late)).await
    }
}
