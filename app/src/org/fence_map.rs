use domain::{geo::Position, org::FenceView};
use leptos::prelude::*;

use crate::i18n::{t_string, use_i18n};

/// Metres of a degree of latitude; of longitude, at the equator.
const METRES_PER_DEGREE: f64 = 111_195.0;

/// A circle in metres, east and south of the first one's centre.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Spot {
    x: f64,
    y: f64,
    radius: f64,
}

/// The circles as they lie to one another, north above, with a scale. The list beside it says the same in
/// numbers.
#[component]
pub(super) fn FenceMap(fences: Vec<FenceView>) -> impl IntoView {
    let i18n = use_i18n();
    let spots = spots(&fences);
    let (left, top, width, height) = frame(&spots);
    let bar = scale_bar(width);
    let text = width / 20.0;
    let circles = spots
        .iter()
        .zip(&fences)
        .enumerate()
        .map(|(index, (spot, fence))| {
            view! {
                <circle cx=spot.x.to_string() cy=spot.y.to_string() r=spot.radius.to_string() class="fence"/>
                <text x=spot.x.to_string() y=spot.y.to_string() font-size=text.to_string() text-anchor="middle">
                    {if fences.len() > 1 { format!("{} {}", index + 1, fence.name) } else { fence.name.clone() }}
                </text>
            }
        })
        .collect_view();
    let (x, y) = (left + width * 0.04, top + height - text * 0.6);
    view! {
        <svg
            class="fence-map"
            viewBox=format!("{left:.1} {top:.1} {width:.1} {height:.1}")
            role="img"
            aria-label=t_string!(i18n, org.map)
        >
            {circles}
            <path class="scale" d=format!("M{x:.1} {y:.1}h{bar}")/>
            <text x=x.to_string() y=(y - text * 0.4).to_string() font-size=text.to_string()>
                {t_string!(i18n, org.metres, n = bar)}
            </text>
        </svg>
    }
}

/// Flat, as the Earth nearly is across a hall.
fn spots(fences: &[FenceView]) -> Vec<Spot> {
    let Some(first) = fences.first() else { return Vec::new() };
    let (lat0, lng0) = first.centre.degrees();
    let spot = |centre: Position, radius_m: i32| {
        let (lat, lng) = centre.degrees();
        Spot {
            x: (lng - lng0) * METRES_PER_DEGREE * lat0.to_radians().cos(),
            y: (lat0 - lat) * METRES_PER_DEGREE,
            radius: f64::from(radius_m),
        }
    };
    fences.iter().map(|fence| spot(fence.centre, fence.radius_m)).collect()
}

/// Left, top, width and height around all circles, with room for the scale.
fn frame(spots: &[Spot]) -> (f64, f64, f64, f64) {
    let least = |edge: fn(&Spot) -> f64| spots.iter().map(edge).fold(f64::INFINITY, f64::min);
    let most = |edge: fn(&Spot) -> f64| spots.iter().map(edge).fold(f64::NEG_INFINITY, f64::max);
    let (left, right) = (least(|spot| spot.x - spot.radius), most(|spot| spot.x + spot.radius));
    let (top, bottom) = (least(|spot| spot.y - spot.radius), most(|spot| spot.y + spot.radius));
    let margin = (right - left).max(bottom - top) * 0.06;
    (left - margin, top - margin, right - left + 2.0 * margin, bottom - top + 4.0 * margin)
}

/// The longest round number of metres that is at most a third of the width.
fn scale_bar(width: f64) -> i32 {
    let fits = |metres: &i32| f64::from(*metres) <= width / 3.0;
    [10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20].into_iter().find(fits).unwrap_or(10)
}

#[cfg(test)]
mod tests {
    use domain::{geo::Datum, ids::FenceId};

    use super::*;

    fn fence(lat_e7: i32, lng_e7: i32, radius_m: i32) -> FenceView {
        let centre = Position { lat_e7, lng_e7 };
        FenceView { id: FenceId::new(), name: "主楼".to_owned(), centre, entered: Datum::Wgs84, radius_m }
    }

    #[test]
    fn north_is_above_and_metres_are_metres() {
        let spots = spots(&[fence(399_087_000, 1_163_975_000, 150), fence(399_097_000, 1_163_985_000, 30)]);
        let second = spots[1];
        assert!((second.y + 111.2).abs() < 0.1, "{second:?}");
        assert!((second.x - 85.3).abs() < 0.1, "{second:?}");
    }

    #[test]
    fn the_frame_holds_every_circle_and_the_scale_fits() {
        let spots = [Spot { x: 0.0, y: 0.0, radius: 150.0 }, Spot { x: 300.0, y: -100.0, radius: 50.0 }];
        let (left, top, width, height) = frame(&spots);
        assert!(left < -150.0 && top < -150.0 && left + width > 350.0 && top + height > 150.0);
        assert_eq!(scale_bar(width), 100);
        assert_eq!(scale_bar(60.0), 20);
    }
}
