//! The design system: small components that render the markup which `style/kit` dresses.
//!
//! The kit knows no slice and no language: every text is a property. Form parts are plain inputs with a
//! `name`, so that they work in an `ActionForm` before the page has woken up and without a script; if that is
//! refused, they show again what was typed into them, but for passwords and files.
//! Attributes and events given to a component (`attr:…`, `on:…`) land on its outermost element;
//! `input` and `change` bubble, so they can be heard there.

mod answer;
mod banner;
mod button;
mod card;
mod check;
mod chip;
mod confirm_button;
mod confirm_reason;
mod empty_state;
mod facts;
mod fault_table;
mod field;
mod file_field;
mod fold;
mod form_error;
mod icon;
mod list_row;
mod model;
mod month_grid;
mod nav_bar;
mod page_header;
mod pager;
mod ring;
mod select;
mod sent;
mod skeleton;
mod stats;
mod status;
mod tabs;
mod text_area;
mod tone;
mod typed;
mod unfolded;

pub use answer::Answer;
pub use banner::Banner;
pub use button::{Button, ButtonKind, ButtonLink, ButtonSize};
pub use card::{Avatar, Card, CardSpace, Plate};
pub use check::Checkbox;
pub use chip::{Chip, Chips};
pub use confirm_button::ConfirmButton;
pub use confirm_reason::ConfirmReason;
pub use empty_state::EmptyState;
pub use facts::{Fact, Facts};
pub use fault_table::FaultTable;
pub use field::{Field, FieldKind};
pub use file_field::FileField;
pub use fold::Fold;
pub use form_error::{FormError, unfold};
pub use icon::{Glyph, Icon};
pub use list_row::{ListRow, Rows, RowsSection};
pub use month_grid::{MonthDay, MonthGrid};
pub use nav_bar::{NavBar, NavItem};
pub use page_header::{PageHeader, SectionHeader};
pub use pager::{Pager, Way};
pub use ring::Ring;
pub use select::{Choice, Select};
pub use sent::SentLast;
pub use skeleton::Skeleton;
pub use stats::{Stat, Stats};
pub use status::{Outcome, StatusRegion};
pub use tabs::{TabLink, Tabs};
pub use text_area::TextArea;
pub use tone::{Badge, Tone};
pub use typed::Typed;
pub use unfolded::Unfolded;
