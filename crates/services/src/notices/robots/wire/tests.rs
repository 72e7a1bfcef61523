use super::*;

const WECOM: &str = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa";
const DINGTALK: &str = "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef0123456789abcdef";
const FEISHU: &str = "https://open.feishu.cn/open-apis/bot/v2/hook/db264cc8-856d-4be9-8b3e-962f5fced676";

fn hook(address: &str, secret: &str) -> Hook {
    Hook::pasted(&Outgoing::new(None, false), address, secret).ok().unwrap()
}

fn refused(address: &str, secret: &str) -> Problem {
    Hook::pasted(&Outgoing::new(None, false), address, secret).err().unwrap()
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

#[test]
fn the_address_tells_whose_robot_it_is() {
    let cases = [
        (WECOM, RobotKind::WeCom, "5aaa"),
        (DINGTALK, RobotKind::DingTalk, "cdef"),
        (FEISHU, RobotKind::Feishu, "d676"),
    ];
    for (address, kind, tail) in cases {
        let hook = hook(address, "");
        assert_eq!((hook.kind(), hook.tail().as_str(), hook.host().as_str()), (kind, tail, kind.host()));
        assert_eq!(hook.url.as_str(), address);
    }
    // What was pasted along with it is left out.
    let more = format!("  {DINGTALK}&timestamp=1&sign=x#y ");
    assert_eq!(hook(&more, "").url.as_str(), DINGTALK);
}

#[test]
fn nothing_but_the_three_platforms_is_an_address() {
    let malformed = Problem::field("address", FieldReason::Malformed);
    for address in [
        "nonsense",
        "http://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef",
        "https://oapi.dingtalk.com/robot/send?key=0123456789abcdef",
        "https://oapi.dingtalk.com/robot/send",
        "https://oapi.dingtalk.com:8443/robot/send?access_token=0123456789abcdef",
        "https://oapi.dingtalk.com.evil.example/robot/send?access_token=0123456789abcdef",
        "https://evil.example/robot/send?access_token=0123456789abcdef",
        "https://127.0.0.1/robot/send?access_token=0123456789abcdef",
        "https://u:p@oapi.dingtalk.com/robot/send?access_token=0123456789abcdef",
        // One platform's path at another's host.
        "https://oapi.dingtalk.com/cgi-bin/webhook/send?key=0123456789abcdef",
        "https://open.feishu.cn/open-apis/bot/v2/hook/",
        "https://open.feishu.cn/open-apis/bot/v2/hook/0123456789/../../../x",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=short",
    ] {
        assert_eq!(refused(address, ""), malformed, "{address}");
    }
    assert_eq!(refused("", ""), Problem::field("address", FieldReason::Required));
    assert_eq!(refused(&format!("{WECOM}{}", "x".repeat(300)), ""), Problem::field("address", FieldReason::TooLong));
    assert_eq!(refused(WECOM, "SECdemo"), Problem::field("secret", FieldReason::Malformed));
    assert_eq!(refused(DINGTALK, &"x".repeat(101)), Problem::field("secret", FieldReason::TooLong));
}

#[test]
fn signatures_are_those_that_the_platforms_publish() {
    // Feishu's guide: secret and time of its sample program.
    assert_eq!(feishu_sign(1_599_360_473, "demo").unwrap(), "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=");
    // DingTalk's example is of the time alone, by the same function.
    assert_eq!(hmac("testappSecret", b"1546084445901").unwrap(), "HCbG3xNE3vzhO+u7qCUL1jS5hsu2n5r2cFhnTrtyDAE=");
    let sign = dingtalk_sign(1_577_262_236_757, "this is secret").unwrap();
    assert_eq!(sign, "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=");
}

#[test]
fn a_letter_is_what_its_platform_takes() {
    let body = |letter: &Request<Vec<u8>>| serde_json::from_slice::<Value>(letter.body()).unwrap();
    let wecom = hook(WECOM, "").letter("你好", at(1_599_360_473)).unwrap();
    assert_eq!(wecom.uri(), WECOM);
    assert_eq!(body(&wecom), json!({ "msgtype": "text", "text": { "content": "你好" } }));
    let dingtalk = hook(DINGTALK, "SECdemo").letter("你好", at(1_599_360_473)).unwrap();
    let signed = "&timestamp=1599360473000&sign=tGWkA5eQOQNCNPDgphtxIoNLO%2B%2FgD8Lcb705KQoRzeY%3D";
    assert_eq!(dingtalk.uri().to_string(), format!("{DINGTALK}{signed}"));
    assert_eq!(body(&dingtalk), json!({ "msgtype": "text", "text": { "content": "你好" } }));
    let feishu = hook(FEISHU, "demo").letter("你好", at(1_599_360_473)).unwrap();
    assert_eq!(feishu.uri(), FEISHU);
    assert_eq!(
        body(&feishu),
        json!({
            "timestamp": "1599360473",
            "sign": "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=",
            "msg_type": "text",
            "content": { "text": "你好" },
        })
    );
    let plain = hook(FEISHU, "").letter("你好", at(0)).unwrap();
    assert_eq!(body(&plain), json!({ "msg_type": "text", "content": { "text": "你好" } }));
}

#[test]
fn an_answer_says_what_to_do() {
    let cases = [
        (WECOM, 200, r#"{"errcode":0,"errmsg":"ok"}"#, None),
        (WECOM, 200, r#"{"errcode":45009,"errmsg":"api freq out of limit"}"#, Some(RobotFault::TooFast)),
        (WECOM, 200, r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#, Some(RobotFault::Gone)),
        (WECOM, 200, r#"{"errcode":40058,"errmsg":"invalid Request Parameter"}"#, Some(RobotFault::Refused)),
        (WECOM, 200, "<html>", Some(RobotFault::Busy)),
        (WECOM, 502, "", Some(RobotFault::Busy)),
        (WECOM, 403, "", Some(RobotFault::Refused)),
        (DINGTALK, 200, r#"{"errcode":0,"errmsg":"ok"}"#, None),
        (DINGTALK, 200, r#"{"errcode":310000,"errmsg":"keywords not in content"}"#, Some(RobotFault::Keyword)),
        (DINGTALK, 200, r#"{"errcode":310000,"errmsg":"sign not match"}"#, Some(RobotFault::Signature)),
        (DINGTALK, 200, r#"{"errcode":310000,"errmsg":"invalid timestamp"}"#, Some(RobotFault::Signature)),
        (DINGTALK, 200, r#"{"errcode":310000,"errmsg":"ip 1.2.3.4 not in whitelist"}"#, Some(RobotFault::NotListed)),
        (DINGTALK, 200, r#"{"errcode":130101,"errmsg":"send too fast"}"#, Some(RobotFault::TooFast)),
        (DINGTALK, 200, r#"{"errcode":300005,"errmsg":"token is not exist"}"#, Some(RobotFault::Gone)),
        (DINGTALK, 200, r#"{"errcode":-1,"errmsg":"系统繁忙"}"#, Some(RobotFault::Busy)),
        (DINGTALK, 429, r#"{"errcode":0}"#, Some(RobotFault::TooFast)),
        (FEISHU, 200, r#"{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}"#, None),
        (FEISHU, 200, r#"{"StatusCode":0,"StatusMessage":"success"}"#, None),
        (FEISHU, 200, r#"{"StatusCode":0,"code":19021,"msg":"sign match fail"}"#, Some(RobotFault::Signature)),
        (FEISHU, 400, r#"{"code":19024,"msg":"Key Words Not Found"}"#, Some(RobotFault::Keyword)),
        (FEISHU, 200, r#"{"code":19022,"msg":"Ip Not Allowed"}"#, Some(RobotFault::NotListed)),
        (FEISHU, 200, r#"{"code":11232,"msg":"frequency limited"}"#, Some(RobotFault::TooFast)),
        (FEISHU, 200, r#"{"code":9499,"msg":"too many request"}"#, Some(RobotFault::TooFast)),
        (FEISHU, 200, r#"{"code":9499,"msg":"Bad Request"}"#, Some(RobotFault::Refused)),
        (FEISHU, 200, r#"{"code":19001,"msg":"incoming webhook access token invalid"}"#, Some(RobotFault::Gone)),
    ];
    for (address, status, body, fault) in cases {
        let judged = hook(address, "").judge(status, body.as_bytes());
        assert_eq!(judged.err().map(|failure| failure.fault), fault, "{address} {status} {body}");
    }
}

#[test]
fn what_is_kept_of_an_answer_holds_no_secret() {
    let hook = hook(DINGTALK, "SECdemo");
    let body = format!(r#"{{"errcode":300005,"errmsg":"no {} by SECdemo\n{}"}}"#, hook.token, "x".repeat(500));
    let answer = hook.judge(200, body.as_bytes()).unwrap_err().answer;
    assert!(answer.starts_with("300005 no … by …x"), "{answer}");
    assert_eq!(answer.chars().count(), ANSWER);
    assert_eq!(hook.judge(502, b"").unwrap_err().answer, "HTTP 502");
}

#[test]
fn what_is_stored_opens_for_its_robot_only() {
    let (key, outgoing) = (IdNumberKey::new([7; 32]), Outgoing::new(None, false));
    let robot = RobotId::new();
    let sealed = hook(FEISHU, "demo").seal(&key, robot).unwrap();
    assert!(!sealed.windows(4).any(|bytes| bytes == b"d676" || bytes == b"demo"));
    let opened = Hook::open(&key, &outgoing, robot, &sealed).ok().unwrap();
    assert_eq!((opened.url.as_str(), opened.secret.as_deref()), (FEISHU, Some("demo")));
    assert!(Hook::open(&key, &outgoing, RobotId::new(), &sealed).is_err());
    assert!(Hook::open(&key, &outgoing, robot, b"").is_err());
}
