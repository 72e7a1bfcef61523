use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use domain::{
    accounts::StaffImportReport,
    problem::FieldReason,
    roster::{RosterImportReport, RosterRule, ShiftImportReport},
};
use services::accounts::OperatorImport;

use super::{open, say};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(super) enum What {
    /// The staff list: CSV (UTF-8 or GB18030) or XLSX with Chinese headers. Into an empty database it also
    /// makes the agency, the hall and the first HR person, who are then named by the three options.
    Staff {
        /// The list.
        file: PathBuf,
        /// The hall they work in; may be left out where there is only one.
        #[arg(long)]
        hall: Option<String>,
        /// The agency, to make the first one.
        #[arg(long)]
        agency: Option<String>,
        /// 工号 of who becomes HR of the agency.
        #[arg(long)]
        hr: Option<String>,
        /// Say what would change, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// The shifts of a hall, as TOML or JSON. One of the same name with other times takes its place from
    /// tomorrow.
    Shifts {
        /// The shifts.
        file: PathBuf,
        /// The hall.
        #[arg(long)]
        hall: String,
    },
    /// Everybody's usual week: CSV (UTF-8 or GB18030) or XLSX with the headers 工号, 周一 to 周日 and 起始日期.
    Patterns(HallFile),
    /// Roster lines: CSV (UTF-8 or GB18030) or XLSX with the headers 工号, 日期 and 班次.
    Roster(HallFile),
    /// Who decides on a kind of request, as TOML or JSON. Requests under way keep the steps they have.
    Approvals {
        /// The routes.
        file: PathBuf,
    },
    /// A calendar year, as TOML or JSON.
    Calendar {
        /// The year's file.
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(super) struct HallFile {
    /// The list.
    file: PathBuf,
    /// The hall.
    #[arg(long)]
    hall: String,
    /// Say what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn run(config: &Config, what: What) -> Result<ExitCode> {
    match what {
        What::Staff { file, hall, agency, hr, dry_run } => {
            let (name, bytes) = read(&file)?;
            let into = OperatorImport { hall, agency, hr };
            let report = open(config).await?.accounts().import_staff_by_operator(into, &name, bytes, dry_run).await;
            let report = report.map_err(in_chinese)?;
            print(&report)?;
            Ok(if report.errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        What::Shifts { file, hall } => {
            let report = open(config).await?.roster().import_shifts_by_operator(&hall, &text(&file)?).await;
            print_shifts(&report.map_err(in_chinese)?)?;
            Ok(ExitCode::SUCCESS)
        }
        What::Patterns(HallFile { file, hall, dry_run }) => {
            let (name, bytes) = read(&file)?;
            let report = open(config).await?.roster().import_patterns_by_operator(&hall, &name, bytes, dry_run).await;
            print_roster(&report.map_err(in_chinese)?, "份每周排班")
        }
        What::Roster(HallFile { file, hall, dry_run }) => {
            let (name, bytes) = read(&file)?;
            let report = open(config).await?.roster().import_by_operator(&hall, &name, bytes, dry_run).await;
            print_roster(&report.map_err(in_chinese)?, "条排班")
        }
        What::Approvals { file } => {
            let versions = open(config).await?.approvals().import_routes_by_operator(&text(&file)?).await;
            for version in versions.map_err(in_chinese)? {
                say(format_args!("审批步骤第 {version} 版已导入，新提交的申请按它审批。"))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        What::Calendar { file } => {
            let year = open(config).await?.calendar().import_year_by_operator(&text(&file)?).await;
            let year = year.map_err(in_chinese)?;
            say(format_args!("{} 年日历第 {} 版已导入。", year.year, year.version))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// A list with its name, which tells its kind.
fn read(file: &Path) -> Result<(String, Vec<u8>)> {
    let bytes = std::fs::read(file).with_context(|| format!("can't read {}", file.display()))?;
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    Ok((name.to_owned(), bytes))
}

fn text(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))
}

/// The same words as on the screens.
fn in_chinese(error: services::Error) -> anyhow::Error {
    match error {
        services::Error::Problem(domain::problem::Problem::Invalid(fields)) => {
            let lines = fields.iter().map(|error| format!("{}：{}", error.field, app::words::reason_zh(error.reason)));
            anyhow::anyhow!("{}", lines.collect::<Vec<_>>().join("\n"))
        }
        other => other.into(),
    }
}

/// The bad cells of a file, each with its line, column and text; whether there are any.
fn print_errors<'a>(errors: impl Iterator<Item = (u32, &'a str, FieldReason, &'a str)>) -> Result<bool> {
    let mut count = 0;
    for (line, column, reason, value) in errors {
        let reason = app::words::reason_zh(reason);
        say(format_args!("第 {line} 行 {column}：{reason}（“{value}”）"))?;
        count += 1;
    }
    if count > 0 {
        say(format_args!("共 {count} 处有误，没有导入任何内容。"))?;
    }
    Ok(count > 0)
}

fn print_shifts(report: &ShiftImportReport) -> Result<()> {
    let (added, replaced) = (report.added.len(), report.replaced.len());
    say(format_args!("已新增 {added} 个班次，已替换 {replaced} 个，{} 个不变。", report.unchanged.len()))?;
    for name in &report.added {
        say(format_args!("+ {name}"))?;
    }
    for name in &report.replaced {
        say(format_args!("~ {name}"))?;
    }
    if !report.replaced.is_empty() {
        let patterns = report.patterns;
        say(format_args!("替换的班次从明天起用于 {patterns} 份每周排班；已发布的排班如需更改，请重新导入。"))?;
    }
    Ok(())
}

fn print_roster(report: &RosterImportReport, counted: &str) -> Result<ExitCode> {
    let errors = report.errors.iter();
    let errors = errors.map(|error| (error.line, error.column.code(), error.reason, error.value.as_str()));
    if print_errors(errors)? {
        return Ok(ExitCode::FAILURE);
    }
    for row in &report.findings {
        let (rule, finding) = (row.found.finding.rule, &row.found.finding);
        let name = row.found.name.as_deref().unwrap_or_default();
        let law = row.found.basis.as_deref().unwrap_or(if rule.is_hard() { "必须更正" } else { "提示" });
        say(format_args!("第 {} 行 {name} {}—{}：{}（{law}）", row.line, finding.from, finding.to, rule_word(rule)))?;
    }
    if report.is_blocked() {
        return Ok(ExitCode::FAILURE);
    }
    let verb = if report.applied { "已" } else { "将" };
    let (added, changed, unchanged) = (report.added, report.changed, report.unchanged);
    say(format_args!("{verb}新增 {added} {counted}，{verb}更改 {changed} {counted}，{unchanged} {counted}不变。"))?;
    Ok(ExitCode::SUCCESS)
}

const fn rule_word(rule: RosterRule) -> &'static str {
    match rule {
        RosterRule::NoRestDay => "连续七天没有休息日",
        RosterRule::MonthOvertime => "本月加班超过 36 小时",
        RosterRule::PeriodTotal => "超过综合计算周期的标准总工时",
        RosterRule::ProtectedNight => "受保护，不能安排夜班",
        RosterRule::ProtectedOvertime => "受保护，不能安排加班",
        RosterRule::Overlap => "班次重叠",
        RosterRule::OnLeave => "已批准请假",
        RosterRule::NotCertified => "没有该窗口的上岗资格",
        RosterRule::ShortRest => "两班之间休息不足 11 小时",
        RosterRule::Uncovered => "窗口人手不足",
    }
}

fn print(report: &StaffImportReport) -> Result<()> {
    if !report.ignored.is_empty() {
        say(format_args!("没有读这些列：{}。", report.ignored.join("、")))?;
    }
    let errors = report.errors.iter();
    if print_errors(errors.map(|error| (error.line, error.column.code(), error.reason, error.value.as_str())))? {
        return Ok(());
    }
    let verb = if report.applied { "已" } else { "将" };
    let (created, updated) = (report.created.len(), report.updated.len());
    say(format_args!("{verb}新增 {created} 人，{verb}更新 {updated} 人，{} 人不变。", report.unchanged))?;
    for person in &report.created {
        say(format_args!("+ {} {}", person.sign_in_name, person.name))?;
    }
    for person in &report.updated {
        let columns: Vec<_> = person.columns.iter().map(|column| column.code()).collect();
        say(format_args!("~ {} {}：{}", person.sign_in_name, person.name, columns.join("、")))?;
    }
    Ok(())
}
