//! What stands in a group. In Chinese: a group has no language of its own, and the three platforms' is this.
//!
//! Every message begins with 【在岗】, which is also what a robot's keyword can be.

use chrono::{Datelike, NaiveDate};
use domain::notices::HallNews;
use url::Url;

/// Characters of a name that somebody has given something; eight lines of them stay within WeCom's 2048 bytes.
const NAME: usize = 20;

/// All of it in one message, with the way to where whoever may can see to it.
pub(super) fn message<'a>(hall: &str, news: impl IntoIterator<Item = &'a HallNews>, origin: &Url) -> String {
    let mut lines = vec![format!("【在岗】{}", short(hall))];
    let mut ways: Vec<&str> = Vec::new();
    for news in news {
        lines.push(line(news));
        ways.push(news.link());
    }
    ways.dedup();
    let path = match ways[..] {
        [path] => path,
        _ => "/notices",
    };
    lines.extend(origin.join(path).ok().map(String::from));
    lines.join("\n")
}

/// What a test says.
pub(super) fn test(hall: &str, robot: &str) -> String {
    format!("【在岗】{}\n这是一条测试消息。收到它，说明群机器人“{}”已接通。", short(hall), short(robot))
}

fn line(news: &HallNews) -> String {
    match news {
        HallNews::WindowEmpty { window, again: false } => format!("{} 空岗，请尽快处理", short(window)),
        HallNews::WindowEmpty { window, again: true } => format!("{} 仍然空岗，还没有人处理", short(window)),
        HallNews::OutingOverdue { window } => format!("{} 有人外出超时，请查看", short(window)),
        HallNews::RosterPublished { month, people } => {
            let (year, month) = (month.year(), month.month());
            format!("{year}年{month}月的排班已发布，{people} 人有变化，请在“在岗”里查看并确认")
        }
        HallNews::ShiftOffered { date, shift, window } => {
            format!("{} {}（{}）缺人，可以认领", day(*date), short(shift), short(window))
        }
        HallNews::CalendarChanged { year, version, provisional: false } => {
            format!("{year}年工作日历已发布（第 {version} 版），请留意放假和调休上班")
        }
        HallNews::CalendarChanged { year, version, provisional: true } => {
            format!("{year}年工作日历有更新（第 {version} 版，暂定）")
        }
    }
}

fn day(date: NaiveDate) -> String {
    format!("{}月{}日", date.month(), date.day())
}

/// A name as far as there is room for it, and so that no platform takes a piece of it for a command: Feishu's `<at …>`
/// calls on the whole group.
fn short(name: &str) -> String {
    let mut chars = name.chars().filter(|c| !c.is_control()).map(|c| if c == '<' { '＜' } else { c });
    let mut short: String = chars.by_ref().take(NAME).collect();
    if chars.next().is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use domain::notices::NEWS_A_MESSAGE;

    use super::*;

    fn origin() -> Url {
        "https://zaigang.example.cn".parse().unwrap()
    }

    #[test]
    fn one_thing_has_its_own_link_and_several_the_inbox() {
        let empty = HallNews::WindowEmpty { window: "综合 3 号".to_owned(), again: false };
        let text = message("市政务服务中心", [&empty], &origin());
        assert_eq!(text, "【在岗】市政务服务中心\n综合 3 号 空岗，请尽快处理\nhttps://zaigang.example.cn/board");
        let calendar = HallNews::CalendarChanged { year: 2027, version: 2, provisional: false };
        let text = message("市政务服务中心", [&empty, &calendar], &origin());
        assert!(text.ends_with("\nhttps://zaigang.example.cn/notices"), "{text}");
    }

    #[test]
    fn the_longest_names_stay_within_what_wecom_takes() {
        let long = "长".repeat(80);
        let date = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
        let offer = HallNews::ShiftOffered { date, shift: long.clone(), window: long.clone() };
        let news = vec![offer; usize::try_from(NEWS_A_MESSAGE).unwrap()];
        assert!(message(&long, &news, &origin()).len() <= 2048);
    }

    #[test]
    fn a_name_calls_on_nobody() {
        let window = r#"<at user_id="all">"#.to_owned();
        let text = message("大厅", [&HallNews::OutingOverdue { window }], &origin());
        assert!(!text.contains('<'), "{text}");
    }
}
