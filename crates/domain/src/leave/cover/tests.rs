use super::*;
use crate::roster::samples::date;

fn day(of: u32) -> NaiveDate {
    date(2026, 11, of)
}

/// A post that is left from the 25th to the 26th, with its other holder.
fn post(side: Side, other: PersonId) -> LeftPost {
    let others = vec![Holder { person: other, from: day(25), to: day(26) }];
    LeftPost { post: PostId::new(), side, from: day(25), to: day(26), others, certified: Vec::new(), alone: Vec::new() }
}

#[test]
fn who_covers_is_somebody_else_who_knows_the_post_and_is_free() {
    let [me, b, certified, stranger] = [0; 4].map(|_| PersonId::new());
    let days = Period::whole(day(25), day(26));
    let later = Period::whole(day(27), day(27));
    let left = LeftPost { certified: vec![certified], ..post(Side::A, b) };
    let facts = PostFacts { posts: vec![left], ..PostFacts::default() };
    let check = |facts: &PostFacts, cover| check_cover(facts, me, cover, days).err();
    let refused = |reason| Some(Problem::field("cover", reason));
    assert_eq!(check(&facts, None), refused(FieldReason::Required));
    assert_eq!(check(&facts, Some(me)), refused(FieldReason::SamePerson));
    assert_eq!(check(&facts, Some(stranger)), refused(FieldReason::NotAllowed));
    for known in [b, certified] {
        assert_eq!(check(&facts, Some(known)), None);
    }
    let away = PostFacts { away: vec![(b, days)], ..facts.clone() };
    assert_eq!(check(&away, Some(b)), refused(FieldReason::Overlaps));
    assert!(away.partner_is_away(days) && !away.partner_is_away(later));
    let elsewhere = PostFacts { covering: vec![(certified, days)], ..facts.clone() };
    assert_eq!(check(&elsewhere, Some(certified)), refused(FieldReason::Overlaps));
    let later = PostFacts { covering: vec![(certified, later)], ..facts };
    assert_eq!(check(&later, Some(certified)), None);
}

#[test]
fn where_the_hall_requires_a_certificate_the_other_holder_needs_one_too() {
    let [me, b, stranger] = [0; 3].map(|_| PersonId::new());
    let refused = Some(Problem::field("cover", FieldReason::NotAllowed));
    let cases = [
        // (the hall requires it, who is certified, who is to cover, what is said)
        (false, vec![], b, None),
        (false, vec![b], b, None),
        (true, vec![], b, refused.clone()),
        (true, vec![stranger], b, refused.clone()),
        (true, vec![b], b, None),
        (true, vec![stranger], stranger, None),
        (false, vec![], stranger, refused),
    ];
    for (certification_required, certified, cover, said) in cases {
        let left = LeftPost { certified: certified.clone(), ..post(Side::A, b) };
        let facts = PostFacts { posts: vec![left], certification_required, ..PostFacts::default() };
        let check = check_cover(&facts, me, Some(cover), Period::whole(day(25), day(26))).err();
        assert_eq!(check, said, "{certification_required} {certified:?}");
    }
}

#[test]
fn one_window_is_not_left_to_fill_another() {
    let [me, b, certified] = [0; 3].map(|_| PersonId::new());
    let left = LeftPost { certified: vec![certified], ..post(Side::A, b) };
    let facts = |bound| PostFacts { posts: vec![left.clone()], bound, ..PostFacts::default() };
    let check = |facts: &PostFacts| check_cover(facts, me, Some(certified), Period::whole(day(25), day(26))).err();
    let refused = Some(Problem::field("cover", FieldReason::Overlaps));
    assert_eq!(check(&facts(vec![(certified, day(26))])), refused);
    assert_eq!(check(&facts(vec![(certified, day(27)), (b, day(25))])), None);
}

#[test]
fn b_beside_a_and_who_holds_no_post_leave_no_gap() {
    let other = PersonId::new();
    for posts in [Vec::new(), vec![post(Side::B, other)]] {
        let facts = PostFacts { posts, ..PostFacts::default() };
        assert_eq!(check_cover(&facts, PersonId::new(), None, Period::whole(day(25), day(25))), Ok(()));
    }
}

#[test]
fn a_of_one_post_and_b_of_another_leaves_both() {
    let [b_of_first, a_of_second, knows_second] = [0; 3].map(|_| PersonId::new());
    let second = LeftPost { certified: vec![knows_second], ..post(Side::B, a_of_second) };
    let facts = PostFacts {
        posts: vec![post(Side::A, b_of_first), second],
        away: vec![(a_of_second, Period::whole(day(26), day(28)))],
        ..PostFacts::default()
    };
    assert!(facts.partner_is_away(Period::whole(day(25), day(26))));
    assert!(!facts.partner_is_away(Period::whole(day(25), day(25))));
    assert!(facts.knows_the_posts(b_of_first), "the post that would stand empty");
    assert!(!facts.knows_the_posts(knows_second) && facts.is_partner(a_of_second));
}

#[test]
fn only_days_on_which_both_hold_the_post_count() {
    let b = PersonId::new();
    let mut left = post(Side::A, b);
    left.others[0].to = day(25);
    let facts =
        PostFacts { posts: vec![left], away: vec![(b, Period::whole(day(26), day(26)))], ..PostFacts::default() };
    assert!(!facts.partner_is_away(Period::whole(day(25), day(26))), "B holds it no longer on the day of their leave");
}

#[test]
fn hours_that_are_over_need_nobody() {
    let facts = PostFacts { posts: vec![post(Side::A, PersonId::new())], ..PostFacts::default() };
    assert!(facts.needs_cover() && facts.needs_cover_from(day(26)) && !facts.needs_cover_from(day(27)));
}

#[test]
fn what_befalls_people_is_not_what_they_plan() {
    assert!(befalls(LeaveKind::Sick, false) && befalls(LeaveKind::Personal, true));
    assert!(!befalls(LeaveKind::Annual, false) && !befalls(LeaveKind::Personal, false));
}
