use crate::approvals::Holding;

/// What the ledger does when what a request has in hand changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerAct {
    /// Gives back all that it has, reserved or taken.
    Release,
    /// Reserves what it costs.
    Hold,
    /// Takes what is reserved.
    Consume,
}

/// From what a request had in hand to what it has, in order.
pub const fn ledger_acts(was: Holding, is: Holding) -> &'static [LedgerAct] {
    use LedgerAct::{Consume, Hold, Release};
    match (was, is) {
        (Holding::Nothing, Holding::Nothing) | (Holding::Held, Holding::Held) | (Holding::Given, Holding::Given) => &[],
        (Holding::Nothing, Holding::Held) => &[Hold],
        (Holding::Nothing, Holding::Given) => &[Hold, Consume],
        (Holding::Held, Holding::Given) => &[Consume],
        (Holding::Held | Holding::Given, Holding::Nothing) => &[Release],
        // A decision is undone.
        (Holding::Given, Holding::Held) => &[Release, Hold],
    }
}
