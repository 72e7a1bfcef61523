//! Painting cells: what a finger draws is shown at once, saved stroke by stroke, and kept until it is saved.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    ids::{HallId, PersonId, ShiftId, WindowId},
    problem::FieldReason,
    roster::{
        Brush, CYCLE_BRUSH, Cycle, DraftState, OFF, Placing, Plan, RosterSheet, SheetCell, SheetRow, Stroke,
        Succession, WINDOW_BRUSH, version_on,
    },
};
use leptos::{ev, ev::PointerEvent, prelude::*, wasm_bindgen::JsCast, web_sys::Element};

use super::edit_api::PaintRoster;
use crate::error::AppError;
use crate::forms::ServerAction;

/// Whose cell, and when.
type Cell = (PersonId, NaiveDate);

/// What a cycle can be laid over, and what it is written with.
struct Canvas {
    shifts: Vec<(ShiftId, String)>,
    open: BTreeMap<PersonId, Vec<NaiveDate>>,
    successions: Vec<Succession>,
}

impl Canvas {
    fn of(sheet: &RosterSheet) -> Self {
        let named = sheet.brushes.iter().filter_map(|id| sheet.shifts.iter().find(|shift| shift.id == *id));
        let days = |row: &SheetRow| {
            let open = row.cells.iter().zip(&sheet.days).filter(|(cell, day)| cell.open && !day.kind.is_holiday());
            open.map(|(_, day)| day.date).collect()
        };
        let rows = sheet.rows.iter().filter(|row| row.editable);
        Self {
            shifts: named.map(|shift| (shift.id, shift.short.clone())).collect(),
            open: rows.map(|row| (row.person, days(row))).collect(),
            successions: sheet.successions.clone(),
        }
    }

    /// A stroke with the version of its shift that is worked on the date, as the server has it.
    fn settled(&self, stroke: Stroke) -> Stroke {
        match stroke.brush {
            Brush::Shift(shift) => {
                Stroke { brush: Brush::Shift(version_on(&self.successions, shift, stroke.date)), ..stroke }
            }
            _ => stroke,
        }
    }

    fn lay(&self, typed: &str, person: PersonId, from: NaiveDate) -> Result<Vec<Stroke>, FieldReason> {
        let shifts = self.shifts.iter().map(|(shift, short)| (*shift, short.as_str()));
        let cycle = Cycle::parse(typed, shifts)?;
        Ok(cycle.over(person, from, self.open.get(&person).into_iter().flatten().copied()))
    }
}

/// Two days of the first shift and two off: something to begin with.
fn usual_cycle(sheet: &RosterSheet) -> String {
    let first = sheet.brushes.first().and_then(|id| sheet.shifts.iter().find(|shift| shift.id == *id));
    let short = first.map(|shift| shift.short.as_str()).unwrap_or_default();
    format!("{short}{short}{OFF}{OFF}")
}

/// The editor's hand. All of it lives as long as the sheet that was read.
#[derive(Clone, Copy)]
pub(super) struct Painter {
    hall: HallId,
    month: NaiveDate,
    /// The brush as a form sends it.
    pub(super) brush: RwSignal<String>,
    /// The cycle as it is typed, and what is wrong with it once it was painted with.
    pub(super) cycle: RwSignal<String>,
    pub(super) cycle_fault: RwSignal<Option<FieldReason>>,
    /// The window that is chosen to send people to.
    pub(super) window: RwSignal<String>,
    canvas: StoredValue<Canvas>,
    /// How the draft stands by the last answer.
    pub(super) state: RwSignal<DraftState>,
    /// What was painted since the sheet was read.
    painted: RwSignal<BTreeMap<Cell, Brush>>,
    placed: RwSignal<BTreeMap<Cell, Placing<WindowId>>>,
    /// What is not sent yet, and what is on its way.
    waiting: RwSignal<Vec<Stroke>>,
    sent: RwSignal<Vec<Stroke>>,
    /// Whether a finger is down, and whether its tap was painted already when the click comes.
    drawing: RwSignal<bool>,
    /// Where the finger has last laid a cycle.
    begun: RwSignal<Option<Cell>>,
    tapped: RwSignal<bool>,
    pub(super) save: ServerAction<PaintRoster>,
}

impl Painter {
    /// A hand for a sheet. `stale` is called when somebody else has changed the draft, or when what was
    /// painted was refused: then the sheet has to be read again. The action outlives the sheet, so that what
    /// it says then is still read.
    pub(super) fn new(sheet: &RosterSheet, save: ServerAction<PaintRoster>, stale: Callback<()>) -> Self {
        let brush = sheet.brushes.first().map_or(Brush::Rest, |shift| Brush::Shift(*shift));
        let painter = Self {
            hall: sheet.hall,
            month: sheet.month,
            brush: RwSignal::new(brush.code()),
            cycle: RwSignal::new(usual_cycle(sheet)),
            cycle_fault: RwSignal::new(None),
            window: RwSignal::new(sheet.windows.first().map(|at| at.window.to_string()).unwrap_or_default()),
            canvas: StoredValue::new(Canvas::of(sheet)),
            state: RwSignal::new(sheet.draft.clone()),
            painted: RwSignal::new(BTreeMap::new()),
            placed: RwSignal::new(BTreeMap::new()),
            waiting: RwSignal::new(Vec::new()),
            sent: RwSignal::new(Vec::new()),
            drawing: RwSignal::new(false),
            begun: RwSignal::new(None),
            tapped: RwSignal::new(false),
            save,
        };
        painter.listen(stale);
        painter
    }

    /// Whether something is not saved yet.
    pub(super) fn is_unsaved(&self) -> bool {
        self.waiting.with(|waiting| !waiting.is_empty()) || self.sent.with(|sent| !sent.is_empty())
    }

    /// What a cell shows: what was painted, else the draft, else what is published.
    pub(super) fn shown(&self, at: Cell, cell: SheetCell) -> Plan {
        let painted = self.painted.with(|painted| painted.get(&at).copied());
        match painted {
            Some(Brush::Shift(shift)) => Plan::Shift(shift),
            Some(Brush::Rest) => Plan::Rest,
            Some(Brush::Clear) => cell.published,
            Some(Brush::Window(_) | Brush::OwnPost) | None => cell.shown(),
        }
    }

    /// The window at which a cell's shift is worked, by the same order; none on a day off.
    pub(super) fn window_shown(&self, at: Cell, cell: SheetCell) -> Option<WindowId> {
        let drafted = match self.painted.with(|painted| painted.get(&at).copied()) {
            Some(Brush::Clear | Brush::Rest) => Placing::Published,
            _ => cell.placing,
        };
        let placing = self.placed.with(|placed| placed.get(&at).copied()).unwrap_or(drafted);
        placing.resolve(cell.window, cell.own).filter(|_| matches!(self.shown(at, cell), Plan::Shift(_)))
    }

    pub(super) fn on_down(&self, at: Cell, cell: SheetCell, event: &PointerEvent) {
        if event.button() != 0 {
            return;
        }
        // A finger would keep all further events at this cell; let the others have them.
        if let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            let _ = target.release_pointer_capture(event.pointer_id());
        }
        self.drawing.set(true);
        self.tapped.set(true);
        self.begun.set(Some(at));
        self.paint(at, cell);
    }

    pub(super) fn on_enter(&self, at: Cell, cell: SheetCell) {
        if !self.drawing.get_untracked() {
            return;
        }
        if !self.lays_cycles() {
            return self.paint(at, cell);
        }
        // The row is painted to its end; another one gets the same from the same date.
        if let Some((person, from)) = self.begun.get_untracked()
            && person != at.0
        {
            let next = (at.0, from);
            self.begun.set(Some(next));
            self.paint(next, cell);
        }
    }

    fn lays_cycles(&self) -> bool {
        self.brush.with_untracked(|brush| brush == CYCLE_BRUSH)
    }

    /// A click: of a keyboard or a screen reader, or the end of a tap that has been painted.
    pub(super) fn on_click(&self, at: Cell, cell: SheetCell, event: &ev::MouseEvent) {
        event.prevent_default();
        let painted = self.tapped.get_untracked() && event.detail() > 0;
        self.tapped.set(false);
        if !painted {
            self.paint(at, cell);
            self.send();
        }
    }

    /// The brush that is chosen, unless it lays cycles.
    fn chosen(&self) -> Option<Brush> {
        let window = || self.window.with_untracked(|window| format!("{WINDOW_BRUSH}:{window}"));
        let brush = self.brush.get_untracked();
        if brush == WINDOW_BRUSH { window().parse().ok() } else { brush.parse().ok() }
    }

    fn paint(&self, (person, date): Cell, cell: SheetCell) {
        let strokes: Vec<Stroke> = if self.lays_cycles() {
            let laid =
                self.cycle.with_untracked(|typed| self.canvas.with_value(|canvas| canvas.lay(typed, person, date)));
            self.cycle_fault.set(laid.as_ref().err().copied());
            laid.unwrap_or_default()
        } else {
            self.chosen().map(|brush| Stroke { person, date, brush }).into_iter().collect()
        };
        let settled = |canvas: &Canvas| strokes.iter().map(|stroke| canvas.settled(*stroke)).collect::<Vec<_>>();
        let strokes = self.canvas.with_value(settled);
        for stroke in &strokes {
            let at = (stroke.person, stroke.date);
            if let Some(placing) = stroke.brush.placing() {
                // A day off is spent at no window.
                if !matches!(untrack(|| self.shown(at, cell)), Plan::Shift(_)) {
                    return;
                }
                self.placed.update(|placed| {
                    placed.insert(at, placing);
                });
                continue;
            }
            if matches!(stroke.brush, Brush::Clear | Brush::Rest) {
                self.placed.update(|placed| {
                    placed.remove(&at);
                });
            }
            self.painted.update(|painted| {
                painted.insert(at, stroke.brush);
            });
        }
        self.waiting.update(|waiting| waiting.extend(strokes));
    }

    /// Sends what waits, unless something is on its way: each change needs the version that the one before
    /// it has made.
    fn send(&self) {
        if self.save.pending().get_untracked() || self.waiting.with_untracked(Vec::is_empty) {
            return;
        }
        let strokes = self.waiting.with_untracked(Clone::clone);
        self.waiting.set(Vec::new());
        let cells = strokes.iter().map(Stroke::code).collect::<Vec<_>>().join(",");
        self.sent.set(strokes);
        let version = self.state.with_untracked(|state| state.version);
        // Each stroke has a brush of its own.
        let (brush, window, cycle) = (String::new(), String::new(), String::new());
        self.save.call(&PaintRoster { hall: self.hall, month: self.month, version, brush, window, cycle, cells });
    }

    fn listen(self, stale: Callback<()>) {
        Effect::new(move |_| {
            let lift = move |_| {
                if self.drawing.get_untracked() {
                    self.drawing.set(false);
                    self.send();
                }
            };
            let up = window_event_listener(ev::pointerup, lift);
            let cancelled = window_event_listener(ev::pointercancel, lift);
            on_cleanup(move || {
                up.remove();
                cancelled.remove();
            });
        });
        Effect::new(move |before: Option<()>| match self.save.value().get() {
            // What was answered before this sheet was read is in it.
            _ if before.is_none() => {}
            Some(Ok(drafted)) => {
                self.sent.set(Vec::new());
                self.state.set(drafted);
                self.send();
            }
            // Nothing is known of it, so it is kept, and goes with the next stroke.
            Some(Err(AppError::Unreachable)) => {
                let unsent = self.sent.with_untracked(Clone::clone);
                self.sent.set(Vec::new());
                self.waiting.update(|waiting| {
                    waiting.splice(0..0, unsent);
                });
            }
            Some(Err(_)) => {
                self.sent.set(Vec::new());
                stale.run(());
            }
            None => {}
        });
    }
}
