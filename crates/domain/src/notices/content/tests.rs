use super::*;

#[test]
fn what_is_confidential_is_stored_and_sent_without_facts() {
    let text = serde_json::to_string(&NoticeContent::LeaveAdjusted).unwrap();
    assert_eq!(text, r#"{"kind":"leave_adjusted"}"#);
    assert_eq!(NoticeContent::LeaveAdjusted.link(), "/leave/balance");
}

#[test]
fn the_stored_kind_is_the_one_in_the_content() {
    let date = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let punch = NoticeContent::PunchDecided { accepted: true, date };
    let text = serde_json::to_string(&punch).unwrap();
    assert!(text.contains(punch.kind().code()), "{text}");
    assert_eq!(punch.link(), "/attendance/2026-11");
    assert!(!punch.asks_receipt());
}

#[test]
fn what_was_settled_leads_to_its_own_page() {
    let (request, state) = (ApprovalId::new(), FlowState::Returned);
    let old = format!(r#"{{"kind":"request_settled","state":"returned","request":"{request}"}}"#);
    let old: NoticeContent = serde_json::from_str(&old).unwrap();
    assert_eq!(old.link(), format!("/leave/{request}"));
    let correction = NoticeContent::RequestSettled { what: ApprovalKind::Correction, state, request };
    assert_eq!(correction.link(), format!("/attendance/correction/{request}"));
}

#[test]
fn a_comment_is_read_where_its_reader_follows_the_request() {
    let (request, by) = (ApprovalId::new(), "王敏".to_owned());
    let comment = |own| NoticeContent::RequestCommented { by: by.clone(), own, request };
    assert_eq!(comment(None).link(), format!("/approvals/{request}"));
    assert_eq!(comment(Some(ApprovalKind::Leave)).link(), format!("/leave/{request}"));
    assert_eq!(NoticeContent::RequestCopied { by, request }.link(), format!("/approvals/{request}"));
}
