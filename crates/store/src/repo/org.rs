//! Halls, zones, windows, posts, who holds them, and fences. Dated: what ends stays, with its last day or
//! the day it was closed.

mod fences;
mod former;
mod halls;
mod holders;
mod parts;
mod places;

pub use fences::{FenceRecord, close_fence, create_fence, find_fence, list_fences};
pub use former::{
    FormerNameRecord, FormerZoneRecord, NamedPlace, create_former_name, create_former_zone, list_former_names,
    list_former_zones,
};
pub use halls::{
    AgencyRecord, HallRecord, create_agency, create_hall, find_hall, find_halls, list_agencies, list_halls, lock_hall,
    update_hall,
};
pub use holders::{
    HolderRecord, HolderRow, Holding, create_holder, end_holders, list_hall_holders, list_holdings, list_post_holders,
};
pub use parts::{
    PostRecord, WindowRecord, ZoneRecord, create_post, create_window, create_zone, find_post, find_window, find_zone,
    find_zones, list_posts, list_window_posts, list_windows, list_zones, update_post, update_window, update_zone,
};
pub use places::{HeldPost, PostPlace, find_holders, find_holdings, find_places, list_places, reaches_hall};
